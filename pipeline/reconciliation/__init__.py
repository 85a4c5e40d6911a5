"""Facts as they were read in; the same fact said twice as one fact with two pieces of evidence out."""

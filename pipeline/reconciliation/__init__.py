"""Facts in, one fact for each thing stated out."""

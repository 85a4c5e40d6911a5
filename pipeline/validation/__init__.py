"""Tables in, what is wrong with them out: on frames, on the written package, and against the text."""

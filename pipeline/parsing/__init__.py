"""Documents with their names and dates in, parsed sentences out: the only place that names spaCy."""

"""Parsed sentences in, what they say out: clauses, noun phrases, nominal events and their dates."""

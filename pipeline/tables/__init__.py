"""Extractions in, typed and sorted tables out, as CSV in one canonical form."""

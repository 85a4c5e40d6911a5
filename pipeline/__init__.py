"""Attested: narrative history in, a citable data package out; every cell attested by its source."""

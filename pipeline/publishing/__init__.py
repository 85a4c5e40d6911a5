"""Validated tables in, a published package out: descriptor, CSV, Parquet, DuckDB, checksums."""

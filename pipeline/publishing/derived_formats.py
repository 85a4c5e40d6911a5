"""The descriptor and the CSV files of a package in, all its other forms out: Parquet, DuckDB and SQLite."""

from __future__ import annotations

from pathlib import Path

from pipeline.publishing.database import write_database
from pipeline.publishing.described_schemas import read_described_schemas
from pipeline.publishing.metadata import read_descriptor
from pipeline.publishing.sqlite import write_sqlite
from pipeline.validation.written_package import DESCRIPTOR_NAME


def make_formats(folder: Path) -> None:
    """Write `parquet/<table>.parquet`, `attested.duckdb` and `attested.sqlite`, in place of any that are
    there, from `datapackage.json` and `data/<table>.csv` alone.

    Raises UsageError where there is no descriptor, ValidationError where that or a table is broken.
    """
    schemas = read_described_schemas(read_descriptor(folder), str(folder / DESCRIPTOR_NAME))
    write_database(schemas, folder)
    write_sqlite(schemas, folder)

"""The descriptor and the CSV files of a package in, all its other forms out: Parquet, DuckDB and SQLite."""

from __future__ import annotations

import csv
from pathlib import Path

from pipeline.errors import ValidationError
from pipeline.publishing.database import write_database
from pipeline.publishing.described_schemas import read_described_schemas
from pipeline.publishing.metadata import read_descriptor
from pipeline.publishing.sqlite import write_sqlite
from pipeline.tables.schemas import TableSchema
from pipeline.validation.written_package import DESCRIPTOR_NAME


def make_formats(folder: Path) -> None:
    """Write `parquet/<table>.parquet`, `attested.duckdb` and `attested.sqlite`, in place of any that are
    there, from `datapackage.json` and `data/<table>.csv` alone.

    Raises UsageError where there is no descriptor, ValidationError where that or a table is broken.
    """
    schemas = read_described_schemas(read_descriptor(folder), str(folder / DESCRIPTOR_NAME))
    for schema in schemas:
        _check_header(schema, folder / "data" / f"{schema.name}.csv")
    write_database(schemas, folder)
    write_sqlite(schemas, folder)


def _check_header(schema: TableSchema, path: Path) -> None:
    """Columns are read by their place, so that their names have to be looked at."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            header = next(csv.reader(stream, strict=True), [])
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ValidationError(f"data/{path.name}: {error}") from None
    if tuple(header) != schema.columns:
        raise ValidationError(f"data/{path.name}: has other columns than {DESCRIPTOR_NAME} says")

"""A table in any format of a package in, the canonical text of its cells out, and whether all agree."""

from __future__ import annotations

import contextlib
import csv
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.publishing.database import DATABASE_NAME
from pipeline.publishing.described_schemas import read_described_schemas
from pipeline.publishing.logical_hash import hash_rows
from pipeline.publishing.metadata import read_descriptor, read_metadata
from pipeline.publishing.sqlite import SQLITE_NAME
from pipeline.tables.schemas import Field, TableSchema
from pipeline.validation.failures import Failure
from pipeline.validation.written_package import DESCRIPTOR_NAME

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Cells = Sequence[str | None]
ROWS_AT_ONCE = 1000


def csv_rows(path: Path) -> Iterator[Cells]:
    """Yield the rows of a CSV file; its header is not one of them."""
    with path.open(encoding="utf-8", newline="") as stream:
        lines = csv.reader(stream, strict=True)
        next(lines)
        for line in lines:
            yield [cell or None for cell in line]


def duckdb_rows(connection: DuckDBPyConnection, source: str, schema: TableSchema) -> Iterator[Cells]:
    """Yield the rows of a table, or of anything else that can stand after FROM and has its columns."""
    texts = ", ".join(map(_text_in_duckdb, schema.fields))
    found = connection.execute(f"SELECT {texts} FROM {source}")
    while rows := found.fetchmany(ROWS_AT_ONCE):
        yield from rows


def parquet_rows(connection: DuckDBPyConnection, path: Path, schema: TableSchema) -> Iterator[Cells]:
    """Yield the rows of a Parquet file; the connection may be to any database."""
    quoted = str(path).replace("'", "''")
    return duckdb_rows(connection, f"read_parquet('{quoted}')", schema)


def sqlite_rows(connection: sqlite3.Connection, source: str, schema: TableSchema) -> Iterator[Cells]:
    """Yield the rows of a table, or of anything else that can stand after FROM and has its columns."""
    texts = ", ".join(map(_text_in_sqlite, schema.fields))
    yield from connection.execute(f"SELECT {texts} FROM {source}")


def _text_in_duckdb(field: Field) -> str:
    column = _name(field.name)
    if field.type != "date":
        return f"CAST({column} AS VARCHAR)"
    # DuckDB writes 264 BC where the canonical text has the astronomical year.
    sign = f"CASE WHEN year({column}) < 0 THEN '-' ELSE '' END"
    day = f"format('{{:04d}}-{{:02d}}-{{:02d}}', abs(year({column})), month({column}), day({column}))"
    return f"{sign} || {day}"


def _text_in_sqlite(field: Field) -> str:
    column = _name(field.name)
    if field.type == "boolean":
        return f"CASE {column} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END"
    return f"CAST({column} AS TEXT)"


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def check_formats(folder: Path) -> list[Failure]:
    """Return the tables whose logical hash in some format is not the one that the descriptor gives. What a
    package has not is not looked at: a checkout has nothing but the CSV files.

    Raises UsageError where there is no descriptor, ValidationError where that lacks something.
    """
    import duckdb

    schemas = read_described_schemas(read_descriptor(folder), str(folder / DESCRIPTOR_NAME))
    expected = {table.name: table.logical_hash for table in read_metadata(folder).tables}
    failures = []
    with (
        duckdb.connect(config={"autoinstall_known_extensions": "false"}) as connection,
        contextlib.closing(sqlite3.connect(":memory:")) as lite,
    ):
        try:
            # Else it is drawn on standard output, after two seconds.
            connection.execute("SET enable_progress_bar = false")
            _attach(connection, lite, folder)
            for schema in schemas:
                for place, rows in _forms(connection, lite, folder, schema):
                    if hash_rows(schema.columns, rows) != expected[schema.name]:
                        reason = f"its rows in {place} have not the logical hash that the descriptor gives"
                        failures.append(Failure(schema.name, None, None, reason))
        except (OSError, ValueError, StopIteration, csv.Error, duckdb.Error, sqlite3.Error) as error:
            failures.append(Failure("formats", None, None, " ".join(str(error).split())))
    return failures


def _attach(connection: DuckDBPyConnection, lite: sqlite3.Connection, folder: Path) -> None:
    path = folder / DATABASE_NAME
    if path.is_file():
        quoted = str(path).replace("'", "''")
        connection.execute(f"ATTACH '{quoted}' AS made (READ_ONLY)")
    path = folder / SQLITE_NAME
    if path.is_file():
        lite.execute("ATTACH ? AS made", [str(path)])


def _forms(
    connection: DuckDBPyConnection, lite: sqlite3.Connection, folder: Path, schema: TableSchema
) -> Iterator[tuple[str, Iterator[Cells]]]:
    """Yield what each form of a table is called, and its rows."""
    name = _name(schema.name)
    path = folder / "data" / f"{schema.name}.csv"
    yield f"data/{schema.name}.csv", csv_rows(path)
    path = folder / "parquet" / f"{schema.name}.parquet"
    if path.is_file():
        yield f"parquet/{schema.name}.parquet", parquet_rows(connection, path, schema)
    if (folder / DATABASE_NAME).is_file():
        yield DATABASE_NAME, duckdb_rows(connection, f"made.{name}", schema)
    if (folder / SQLITE_NAME).is_file():
        yield SQLITE_NAME, sqlite_rows(lite, f"made.{name}", schema)

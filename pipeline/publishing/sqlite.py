"""Written CSV files in, `attested.sqlite` out: the same tables with keys and checks, the same at every build.

Days are text as in the CSV, truth is 0 or 1, as SQLite has neither (https://www.sqlite.org/datatype3.html).
The one thing that would depend on the version of SQLite, its number in the file's header, is made constant
(https://www.sqlite.org/fileformat2.html#write_library_version_number_and_version_valid_for_number).
"""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pipeline.errors import ValidationError
from pipeline.tables.schemas import Field, TableSchema

SQLITE_NAME = "attested.sqlite"
TYPES = {"string": "TEXT", "integer": "INTEGER", "boolean": "INTEGER", "date": "TEXT"}
PAGE_BYTES = 4096
CACHE_KIBIBYTES = 262_144
VERSION_AT = 96
"""Where in the file the number of SQLite's version stands, in 4 bytes."""
VERSION = 3_008_000
READERS: dict[str, Callable[[str], str | int]] = {
    "integer": int,
    "boolean": {"true": 1, "false": 0}.__getitem__,
}


def write_sqlite(schemas: Sequence[TableSchema], folder: Path) -> None:
    """Write `attested.sqlite` in `folder` from its CSV files, anew. Raises ValidationError where a CSV file
    breaks its schema."""
    path = folder / SQLITE_NAME
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        # It is thrown away where anything goes wrong, so nothing has to survive a crash.
        connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        # Keys are hashes: each goes to another page of its index, and all pages should be at hand.
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")
        connection.execute("BEGIN")
        for schema in schemas:
            _write_table(connection, schema, folder / "data" / f"{schema.name}.csv")
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
        if broken:
            raise ValidationError(f"data/{broken[0]}.csv: row {broken[1]}: {broken[2]} has no such row")
        connection.execute("COMMIT")
    finally:
        connection.close()
    with path.open("r+b") as stream:
        stream.seek(VERSION_AT)
        stream.write(VERSION.to_bytes(4, "big"))


def _write_table(connection: sqlite3.Connection, schema: TableSchema, path: Path) -> None:
    connection.execute(_create_table(schema))
    places = ", ".join("?" * len(schema.fields))
    try:
        connection.executemany(
            f"INSERT INTO {_name(schema.name)} VALUES ({places})", _read_rows(schema, path)
        )
    except (OSError, ValueError, KeyError, csv.Error, sqlite3.Error) as error:
        raise ValidationError(f"data/{path.name}: {type(error).__name__}: {error}") from None


def _read_rows(schema: TableSchema, path: Path) -> Iterator[list[str | int | None]]:
    """The cells of each row as SQLite has them."""
    typed = [(i, READERS[field.type]) for i, field in enumerate(schema.fields) if field.type in READERS]
    with path.open(encoding="utf-8", newline="") as stream:
        lines = csv.reader(stream, strict=True)
        next(lines)
        for line in lines:
            row: list[str | int | None] = [cell or None for cell in line]
            for i, read in typed:
                if line[i]:
                    row[i] = read(line[i])
            yield row


def _create_table(schema: TableSchema) -> str:
    """The definition, with what each column means as a comment, which SQLite keeps."""
    parts = [(_column(field), field.description) for field in schema.fields]
    parts.append((f"PRIMARY KEY ({_names(schema.primary_key)})", ""))
    for key in schema.foreign_keys:
        reference = f"{_name(key.table)} ({_names(key.reference)})"
        parts.append((f"FOREIGN KEY ({_names(key.fields)}) REFERENCES {reference}", ""))
    lines = [
        f"  {part}{',' if number < len(parts) else ''}{_comment(text)}\n"
        for number, (part, text) in enumerate(parts, 1)
    ]
    return f"CREATE TABLE {_name(schema.name)} ({_comment(schema.description)}\n{''.join(lines)})"


def _comment(text: str) -> str:
    return f" -- {' '.join(text.split())}" if text else ""


def _column(field: Field) -> str:
    column = _name(field.name)
    parts = [column, TYPES[field.type], *(["NOT NULL"] if field.required else [])]
    if field.type == "boolean":
        parts.append(f"CHECK ({column} IN (0, 1))")
    if field.enum:
        parts.append(f"CHECK ({column} IN ({', '.join(map(_quote, field.enum))}))")
    if field.minimum is not None:
        parts.append(f"CHECK ({column} >= {field.minimum})")
    if field.maximum is not None:
        parts.append(f"CHECK ({column} <= {field.maximum})")
    return " ".join(parts)


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(map(_name, names))

"""The CSVs of one table in two packages in, the rows that differ out, as temporary tables of DuckDB.

Of each compared table there are then `"old <name>"` and `"new <name>"`, with the rows that are not the same
in both under the same key, and an empty `"pairs <name>"`, which says which old row became which new one.
Beside the columns that both packages have, under their new names and as text, rows have `@key` (the primary
key; of several columns a JSON array), `@doc`, `@start` and `@end` (where the row stands in its source, NULL
where it stands nowhere).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import ValidationError
from pipeline.publishing.descriptions import Reference, TableDescription
from pipeline.publishing.schema_changes import find_renamed_columns

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SPAN = ("document_id", "char_start", "char_end")
IDS_OF_CONTENT = frozenset({"fact_id", "entity_id", "conflict_id"})
"""Keys that follow what a row says, or that a person would know it by; other keys of rows with offsets only
number them."""
DIFFERING = "@differing"
LABELS = {"facts": ("subject", "predicate", "object", "start_edtf", "end_edtf", "place")}
"""What says what a row is about; elsewhere the first texts that are no ids."""
MOST_LABELS = 3


@dataclass(frozen=True, slots=True)
class ComparedTable:
    """A table that both packages have, with the same primary key, and with other rows."""

    name: str
    number: int
    """Its place in the new package."""
    columns: tuple[str, ...]
    """Those that both have, in the new order and under the new names."""
    primary_key: tuple[str, ...]
    references: tuple[Reference, ...]
    is_placed: bool
    """Whether rows say where they stand in their source."""
    labels: tuple[str, ...]
    """Columns that say in words what a row is about."""

    @property
    def is_numbered(self) -> bool:
        """Whether its key only says where a row stands: an edit before it gives it another."""
        return self.is_placed and not IDS_OF_CONTENT & set(self.primary_key)

    @property
    def old(self) -> str:
        """The temporary table of old rows, quoted."""
        return quote_name(f"old {self.name}")

    @property
    def new(self) -> str:
        """The temporary table of new rows, quoted."""
        return quote_name(f"new {self.name}")

    @property
    def pairs(self) -> str:
        """The temporary table of old and new keys (`old_key`, `new_key`), quoted."""
        return quote_name(f"pairs {self.name}")


def quote_name(name: str) -> str:
    """Return a name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def quote_text(text: str) -> str:
    """Return a text as SQL has it."""
    return "'" + text.replace("'", "''") + "'"


def compare_columns(old: TableDescription, new: TableDescription, number: int) -> ComparedTable | None:
    """Return how the rows of two tables are compared; None where they have no primary key, or different ones,
    so that no row of the one can be found in the other."""
    renamed = dict(find_renamed_columns(old, new))
    known = {renamed.get(name, name) for name in old.columns}
    columns = tuple(name for name in new.columns if name in known)
    key = tuple(renamed.get(name, name) for name in old.primary_key)
    if not key or key != new.primary_key:
        return None
    is_placed, labels = set(SPAN) <= set(columns), _find_labels(new, columns)
    return ComparedTable(new.name, number, columns, new.primary_key, new.references, is_placed, labels)


def _find_labels(description: TableDescription, columns: tuple[str, ...]) -> tuple[str, ...]:
    chosen = LABELS.get(description.name, ())
    if chosen and set(chosen) <= set(columns):
        return chosen
    texts = {field.name for field in description.fields if field.type == "string"}
    found = [name for name in columns if name in texts and not name.endswith("_id")]
    return tuple((found or list(description.primary_key))[:MOST_LABELS])


def csv_rows(path: Path, description: TableDescription, columns: tuple[str, ...] = ()) -> str:
    """Return SQL for the rows of a CSV, all as text, with the columns under other names where `columns`
    gives them. Raises ValidationError where the file has another header."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            header = next(csv.reader(stream, strict=True), [])
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ValidationError(f"{path}: {error}") from None
    if tuple(header) != description.columns:
        raise ValidationError(f"{path}: expected the columns {', '.join(description.columns)}")
    types = ", ".join(f"{quote_text(name)}: 'VARCHAR'" for name in columns or description.columns)
    return (
        f"read_csv({quote_text(str(path))}, header = true, auto_detect = false, delim = ',', quote = '\"', "
        f"escape = '\"', columns = {{{types}}}, max_line_size = 134217728)"
    )


def load_rows(
    connection: DuckDBPyConnection,
    table: ComparedTable,
    old: tuple[Path, TableDescription],
    new: tuple[Path, TableDescription],
) -> None:
    """Make the temporary tables. Raises ValidationError where a file cannot be read, or a key is missing or
    stands there twice."""
    import duckdb

    renamed = dict(find_renamed_columns(old[1], new[1]))
    named = tuple(renamed.get(name, name) for name in old[1].columns)
    before = _side(table, csv_rows(*old, columns=named), "o")
    after = _side(table, csv_rows(*new), "n")
    differs = " OR ".join(f'"o{i}" IS DISTINCT FROM "n{i}"' for i in range(len(table.columns)))
    try:
        connection.execute(
            f"""CREATE OR REPLACE TABLE {quote_name(DIFFERING)} AS
            SELECT * FROM ({before}) AS old FULL OUTER JOIN ({after}) AS new ON okey = nkey
            WHERE okey IS NULL OR nkey IS NULL OR {differs}"""
        )
    except duckdb.Error as error:
        message = " ".join(str(error).split())
        raise ValidationError(f"{table.name}: its rows cannot be read: {message[:300]}") from None
    for side, name, (path, _) in (("o", table.old, old), ("n", table.new, new)):
        cells = ", ".join(f'"{side}{i}" AS {quote_name(c)}' for i, c in enumerate(table.columns))
        connection.execute(
            f"""CREATE OR REPLACE TABLE {name} AS
            SELECT {side}key AS "@key", {cells}, {_place(table, side)}
            FROM {quote_name(DIFFERING)} WHERE {side}row"""
        )
        _check_keys(connection, table, name, path)
    connection.execute(
        f"""CREATE OR REPLACE TABLE {table.pairs} (old_key VARCHAR, new_key VARCHAR);
        DROP TABLE {quote_name(DIFFERING)}"""
    )


def _side(table: ComparedTable, rows: str, side: str) -> str:
    cells = ", ".join(f'{quote_name(c)} AS "{side}{i}"' for i, c in enumerate(table.columns))
    return f"SELECT {key_of(table)} AS {side}key, true AS {side}row, {cells} FROM {rows}"


def key_of(table: ComparedTable) -> str:
    """Return SQL for the key of a row as one text."""
    names = [quote_name(name) for name in table.primary_key]
    if len(names) == 1:
        return names[0]
    return f"CAST(to_json([{', '.join(names)}]) AS VARCHAR)"


def _place(table: ComparedTable, side: str) -> str:
    if "document_id" not in table.columns:
        return 'NULL::VARCHAR AS "@doc", NULL::BIGINT AS "@start", NULL::BIGINT AS "@end"'
    document = f'"{side}{table.columns.index("document_id")}" AS "@doc"'
    if not table.is_placed:
        return f'{document}, NULL::BIGINT AS "@start", NULL::BIGINT AS "@end"'
    start, end = (table.columns.index(name) for name in SPAN[1:])
    return (
        f'{document}, TRY_CAST("{side}{start}" AS BIGINT) AS "@start", '
        f'TRY_CAST("{side}{end}" AS BIGINT) AS "@end"'
    )


def _check_keys(connection: DuckDBPyConnection, table: ComparedTable, name: str, path: Path) -> None:
    missing = " OR ".join(f"{quote_name(column)} IS NULL" for column in table.primary_key)
    found = connection.execute(
        f"""SELECT count(*) FILTER ({missing}), count(*) - count(DISTINCT "@key") FROM {name}"""
    ).fetchone()
    assert found is not None
    if found[0]:
        raise ValidationError(f"{path}: {found[0]} rows have no {', '.join(table.primary_key)}")
    if found[1]:
        raise ValidationError(f"{path}: {found[1]} rows have a {', '.join(table.primary_key)} of another row")

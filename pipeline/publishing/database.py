"""Written CSV files in, Parquet files and `attested.duckdb` out: keys, checks, comments, views and macros.

The file has DuckDB's storage format 1.2 and the smallest blocks, which 1.2 and later read. It is the same
at every build, since its rows go in by order and are not compressed: DuckDB tries compression out on
random samples, and leaves some bytes of compressed blocks as they happened to be in memory.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import ValidationError
from pipeline.tables.schemas import Field, RowKind, TableSchema

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DATABASE_NAME = "attested.duckdb"
TYPES = {"string": "VARCHAR", "integer": "INTEGER", "boolean": "BOOLEAN", "date": "DATE"}
ORDERED = (
    ("earliest", "latest"),
    ("start_earliest", "start_latest"),
    ("end_earliest", "end_latest"),
    ("start_earliest", "end_latest"),
)
"""Columns of which the first is never after the second."""
MEMORY = "1500MB"
MOST_PIECES = 1000
"""In more pieces a table is not put in: each takes about as long as a thousand rows."""
VIEWS = ("views.sql", "questions.sql")
"""The files that define views and macros, in order: the second builds upon the first."""
FORMAT = "STORAGE_VERSION 'v1.2.0', BLOCK_SIZE 16384"


def write_database(schemas: Sequence[TableSchema], folder: Path) -> None:
    """Write `attested.duckdb` and `parquet/<table>.parquet` in `folder` from its CSV files, in the order of
    `schemas`, each of which comes after those that its foreign keys name.

    Takes no more than MEMORY for itself, and what is too much for that to a folder beside `folder`. Raises
    ValidationError where a CSV file breaks its schema.
    """
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "memory_limit": MEMORY,
        "threads": "1",
    }
    (folder / DATABASE_NAME).unlink(missing_ok=True)
    (folder / "parquet").mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix=".spilled-", dir=folder.parent) as spilled,
        duckdb.connect(config=config | {"temp_directory": spilled}) as connection,
    ):
        # Statements, since some settings are silently left out as options of `connect`, others refused.
        connection.execute("SET force_compression = 'uncompressed'")
        # Else it is drawn on standard output, after two seconds.
        connection.execute("SET enable_progress_bar = false")
        connection.execute(
            f"ATTACH {_quote(str(folder / DATABASE_NAME))} AS attested ({FORMAT}); USE attested"
        )
        connection.execute(f"BEGIN; {' '.join(define_table(schema) for schema in schemas)} COMMIT;")
        for schema in schemas:
            try:
                fill_table(connection, schema, folder)
            except duckdb.Error as error:
                raise ValidationError(f"data/{schema.name}.csv: {' '.join(str(error).split())}") from None
        connection.execute(f"BEGIN; {define_views(schemas)} COMMIT;")
        connection.execute("USE memory; DETACH attested")


def fill_table(connection: DuckDBPyConnection, schema: TableSchema, folder: Path) -> None:
    """Put the rows of a CSV file into a Parquet file and into the table, which is empty, in their order.

    Each table on its own, since a foreign key looks only at what is committed.
    """
    rows, table = "temp.rows_in_order", _name(schema.name)
    connection.execute(
        f"CREATE OR REPLACE TEMPORARY TABLE rows_in_order AS {select_csv(schema)}",
        {"path": str(folder / "data" / f"{schema.name}.csv")},
    )
    target = _quote(str(folder / "parquet" / f"{schema.name}.parquet"))
    connection.execute(f"COPY {rows} TO {target} (FORMAT parquet, COMPRESSION zstd)")
    references = _references_to_itself(connection, schema)
    if not references:
        connection.execute(f"INSERT INTO {table} FROM {rows}")
        return
    [count] = connection.execute(f"SELECT count(*) FROM {rows}").fetchone() or [0]
    order, pieces = cut_pieces(count, references)
    connection.execute(
        "CREATE OR REPLACE TEMPORARY TABLE places AS SELECT * FROM "
        "(SELECT unnest($order) AS number, unnest($pieces) AS piece)",
        {"order": order, "pieces": pieces},
    )
    for piece in range(pieces[-1] + 1):
        connection.execute(
            f"INSERT INTO {table} SELECT r.* FROM {rows} AS r JOIN temp.places AS p ON r.rowid = p.number "
            f"WHERE p.piece = {piece} ORDER BY p.rowid"
        )


def select_csv(schema: TableSchema) -> str:
    """Return a SELECT of all rows of a CSV file of the table; its path is the parameter `path`."""
    columns = ", ".join(f"{_quote(field.name)}: '{TYPES[field.type]}'" for field in schema.fields)
    return (
        f"SELECT * FROM read_csv($path, columns = {{{columns}}}, header = true, auto_detect = false, "
        "delim = ',', quote = '\"', escape = '\"', nullstr = '', max_line_size = 16777216)"
    )


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(map(_name, names))


def define_views(schemas: Iterable[TableSchema]) -> str:
    """Return the statements that create the views and macros of a database with these tables."""
    readable = " ".join(map(_create_readable_view, schemas))
    own = [(files("pipeline.publishing") / name).read_text("utf-8") for name in VIEWS]
    return "\n".join([readable, *own])


def define_table(schema: TableSchema, *, with_foreign_keys: bool = True) -> str:
    """Return the statements that create a table with its keys, checks and comments."""
    parts = [_column(field) for field in schema.fields]
    parts.append(f"PRIMARY KEY ({_names(schema.primary_key)})")
    for key in schema.foreign_keys if with_foreign_keys else ():
        parts.append(
            f"FOREIGN KEY ({_names(key.fields)}) REFERENCES {_name(key.table)} ({_names(key.reference)})"
        )
    parts += [f"CHECK ({check})" for check in _checks(schema)]
    comments = [f"COMMENT ON TABLE {_name(schema.name)} IS {_quote(schema.description)};"]
    for field in schema.fields:
        comments.append(
            f"COMMENT ON COLUMN {_name(schema.name)}.{_name(field.name)} IS {_quote(field.description)};"
        )
    return f"CREATE TABLE {_name(schema.name)} ({', '.join(parts)}); {' '.join(comments)}"


def _column(field: Field) -> str:
    return f"{_name(field.name)} {TYPES[field.type]}" + (" NOT NULL" if field.required else "")


def _checks(schema: TableSchema) -> Iterator[str]:
    """What a row can be checked for; a comparison with NULL passes."""
    for field in schema.fields:
        column = _name(field.name)
        if field.enum:
            yield f"{column} IN ({', '.join(map(_quote, field.enum))})"
        if field.minimum is not None:
            yield f"{column} >= {field.minimum}"
        if field.maximum is not None:
            yield f"{column} <= {field.maximum}"
    if "char_start" in schema.columns:
        yield "char_start < char_end"
    for first, last in ORDERED:
        if first in schema.columns and last in schema.columns:
            yield f"{first} <= {last}"


def _references_to_itself(connection: DuckDBPyConnection, schema: TableSchema) -> dict[int, int]:
    """The rows that refer to another row of their table, and which: both counted from 0."""
    found: dict[int, int] = {}
    for key in schema.foreign_keys:
        if key.table == schema.name:
            pairs = zip(key.fields, key.reference, strict=True)
            equal = " AND ".join(f"r.{_name(field)} = o.{_name(other)}" for field, other in pairs)
            rows = "temp.rows_in_order"
            found |= connection.execute(
                f"SELECT r.rowid, o.rowid FROM {rows} AS r JOIN {rows} AS o ON {equal} "
                "WHERE r.rowid <> o.rowid ORDER BY ALL"
            ).fetchall()
    return found


def cut_pieces(count: int, references: Mapping[int, int]) -> tuple[list[int], list[int]]:
    """Return the rows in an order in which each comes after the one that it refers to, and for each the
    piece that it belongs to, from 0: no row refers to another of its piece, since DuckDB looks up a
    foreign key before a statement's own rows are in.

    The order is that of the file, as far as can be; where that would take too many pieces, rows that refer
    to none come first, then those that refer to these, and so on.
    """
    order = _order_by_reference(count, references)
    pieces, piece, members = [], 0, set[int]()
    for number in order:
        if references.get(number) in members:
            piece += 1
            members.clear()
        members.add(number)
        pieces.append(piece)
    if piece < MOST_PIECES:
        return order, pieces
    depths: dict[int, int] = {}
    for number in order:
        reference = references.get(number)
        depths[number] = depths[reference] + 1 if reference in depths else 0
    order.sort(key=lambda number: (depths[number], number))
    return order, [depths[number] for number in order]


def _order_by_reference(count: int, references: Mapping[int, int]) -> list[int]:
    """All rows in their order, but each after the one that it refers to, which may stand further down."""
    order = dict[int, None]()
    for number in range(count):
        chain = [number]
        while (reference := references.get(chain[-1])) is not None:
            if reference in order or reference in chain:
                break
            chain.append(reference)
        order.update(dict.fromkeys(reversed(chain)))
    return list(order)


def _create_readable_view(schema: TableSchema) -> str:
    """`readable_<table>`: a typed table, or `facts`, without ids but the fact's own, with the title of
    the document and the quote."""
    if schema.row is None and schema.name != "facts":
        return ""
    view = _name(f"readable_{schema.name}")
    kept = [c for c in schema.columns if not c.endswith("_id") and not c.startswith("char_")]
    columns = ", ".join(f"t.{_name(column)}" for column in kept)
    if schema.row is RowKind.ENTITY:
        chosen, joins = f"{columns}, d.title AS document", ""
    elif schema.name == "facts":
        chosen, joins = f"{columns}, d.title AS document, t.fact_id", ""
    else:
        chosen, joins = (
            f"{columns}, f.quote, d.title AS document, t.fact_id",
            "JOIN facts AS f USING (fact_id) ",
        )
    comment = f"{schema.title}, with names and without ids. {schema.description}"
    return (
        f"CREATE VIEW {view} AS SELECT {chosen} FROM {_name(schema.name)} AS t {joins}"
        f"JOIN documents AS d ON d.document_id = t.document_id; "
        f"COMMENT ON VIEW {view} IS {_quote(comment)};"
    )

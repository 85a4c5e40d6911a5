"""Written Parquet files in, `attested.duckdb` out: keys, checks, comments, readable views and macros.

The file has DuckDB's storage format 1.2 and the smallest blocks, which 1.2 and later read. It is the same
at every build, since its rows go in by order and are not compressed: DuckDB tries compression out on
random samples, and leaves some bytes of compressed blocks as they happened to be in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from pipeline.tables.schemas import Field, RowKind, TableSchema
from pipeline.tables.table import Table, Tables

DATABASE_NAME = "attested.duckdb"
TYPES = {"string": "VARCHAR", "integer": "INTEGER", "boolean": "BOOLEAN", "date": "DATE"}
ORDERED = (
    ("earliest", "latest"),
    ("start_earliest", "start_latest"),
    ("end_earliest", "end_latest"),
    ("start_earliest", "end_latest"),
)
"""Columns of which the first is never after the second."""
FORMAT = "STORAGE_VERSION 'v1.2.0', BLOCK_SIZE 16384"


def write_database(tables: Tables, folder: Path) -> None:
    """Write `folder/attested.duckdb` from the Parquet files in `folder/parquet`."""
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "threads": "1",
    }
    definitions = " ".join(define_table(table.schema) for table in tables.tables)
    views = define_views(table.schema for table in tables.tables)
    with duckdb.connect(config=config) as connection:
        # A statement, since some settings are silently left out as options of `connect`.
        connection.execute("SET force_compression = 'uncompressed'")
        connection.execute(
            f"ATTACH {_quote(str(folder / DATABASE_NAME))} AS attested ({FORMAT}); USE attested;"
        )
        connection.execute(f"BEGIN; {definitions} COMMIT;")
        for table in tables.tables:
            # Each on its own, since a foreign key looks only at what is committed.
            connection.execute(" ".join(_insert_rows(table, folder)))
        connection.execute(f"BEGIN; {views} COMMIT;")
        connection.execute("USE memory; DETACH attested;")


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(map(_name, names))


def define_views(schemas: Iterable[TableSchema]) -> str:
    """Return the statements that create the views and macros of a database with these tables."""
    readable = " ".join(map(_create_readable_view, schemas))
    return readable + "\n" + (files("pipeline.publishing") / "views.sql").read_text("utf-8")


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


def _insert_rows(table: Table, folder: Path) -> Iterator[str]:
    """Statements that put in the rows in order. DuckDB looks up a foreign key before a statement's own
    rows are in, so a table that refers to itself is put in piece by piece."""
    source = f"read_parquet({_quote(str(folder / 'parquet' / f'{table.name}.parquet'))})"
    references = _references_to_itself(table)
    if not references:
        yield f"INSERT INTO {_name(table.name)} SELECT * FROM {source};"
        return
    yield f"CREATE TEMPORARY TABLE rows_in_order AS SELECT * FROM {source};"
    for piece in _pieces(_order_by_reference(len(table.rows), references), references):
        yield (
            f"INSERT INTO {_name(table.name)} SELECT * FROM temp.rows_in_order "
            f"WHERE rowid IN {piece} ORDER BY list_position({piece}, rowid);"
        )
    yield "DROP TABLE temp.rows_in_order;"


def _references_to_itself(table: Table) -> dict[int, int]:
    """The rows that refer to another row of their table, and which: both counted from 0."""
    keys = {key: number for number, key in enumerate(table.columns(*table.schema.primary_key))}
    found: dict[int, int] = {}
    for foreign_key in table.schema.foreign_keys:
        if foreign_key.table == table.name:
            for number, reference in enumerate(table.columns(*foreign_key.fields)):
                if reference in keys:
                    found[number] = keys[reference]
    return found


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


def _pieces(order: list[int], references: Mapping[int, int]) -> list[list[int]]:
    """Runs of rows of which none refers to another of its run."""
    pieces: list[list[int]] = [[]]
    for number in order:
        if references.get(number) in pieces[-1]:
            pieces.append([])
        pieces[-1].append(number)
    return pieces


def _create_readable_view(schema: TableSchema) -> str:
    """`readable_<table>`: a typed table, or `facts`, without ids but the fact's own, with the title of
    the document and the quote."""
    if schema.row is None and schema.name != "facts":
        return ""
    view = f"readable_{schema.name}"
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

"""A package's `attested.duckdb` and one statement in, its rows out; nothing that a statement says can write,
or reach the network, the environment or another file.

Of a package that lies elsewhere, the rows of those tables are fetched first that the statement reads: which
these are, is told by DuckDB's own plan of it, in a database that has all definitions and no rows yet.

Three things stand between a statement and the machine, each enough for most of what it stops:

1. DuckDB itself: the file is opened read-only, extensions and external access are off, no file system is
   left once the file is open, and the configuration is locked.
2. The statement's kind: exactly one, and one that DuckDB calls a SELECT. That is not enough by itself:
   since 2.0 a CTE may insert, delete or `COPY ... TO`.
3. Its parse tree, as DuckDB gives it: only nodes that read, and only functions and catalogue tables that
   say something about the package.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import QueryError, UsageError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation, Statement

    from pipeline.publishing.partial_database import PartialDatabase

    Package = Path | PartialDatabase
    """The folder of a package, or what stands for a package that lies elsewhere."""

DATABASE_NAME = "attested.duckdb"
SECONDS = 60.0
"""After this long a statement is stopped."""
MOST_ROWS = 1_000_000
"""A result with more rows is refused: the CSV and Parquet files of the package hold all of them."""

Config = dict[str, str | bool | int | float | list[str]]
LOCKS: Config = {
    "allow_community_extensions": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "enable_external_access": "false",
    "memory_limit": "2GB",
    "python_enable_replacements": "false",
    "python_scan_all_frames": "false",
    # Else it is below the user's home directory, and says so.
    "secret_directory": "none",
    # Otherwise a directory beside the database stays open to reading and writing.
    "temp_directory": "",
}
PLANNING: Config = LOCKS | {"explain_output": "all"}

QUERY_NODES = frozenset({"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"})
TABLE_FUNCTIONS = frozenset({"generate_series", "json_each", "json_tree", "range", "repeat", "unnest"})
REFUSED_FUNCTIONS = frozenset(
    """add_parquet_key current_connection_id current_query_id current_setting currval getenv getvariable
    json_deserialize_sql json_execute_serialized_sql nextval parse_duckdb_log_message pg_sleep query
    query_table setseed setval sleep_ms write_log""".split()
)
CATALOGUES = frozenset(
    """duckdb_columns duckdb_constraints duckdb_functions duckdb_indexes duckdb_tables duckdb_types
    duckdb_views""".split()
)
CATALOGUE_NAME = re.compile(r"(?:duckdb|pg|pragma)_", re.IGNORECASE)
SHOWN = frozenset({'"tables"', "__show_tables_expanded"})

LIST_TABLES = """
SELECT table_name AS "table", estimated_size AS "rows", comment AS description FROM duckdb_tables()
UNION ALL
SELECT view_name, NULL, comment FROM duckdb_views() WHERE NOT internal
ORDER BY 1"""
"""The tables and views of a package, each with its rows (NULL for a view) and what one row is."""
LIST_ANSWERING = f"""
FROM ({LIST_TABLES})
UNION ALL
SELECT function_name || '(' || array_to_string(parameters, ', ') || ')', NULL, comment
FROM duckdb_functions() WHERE NOT internal AND function_type = 'table_macro'
ORDER BY 1"""
"""The same with the table macros, each with its parameters."""

SCANNED = re.compile(r'attested\.main\.(?:"(?P<quoted>(?:[^"]|"")+)"|(?P<plain>\w+))\Z')
"""A table of the package, as a plan names it."""
WHOLE_SCANS = frozenset({"DUCKDB_CONSTRAINTS", "DUCKDB_INDEXES"})
"""Of catalogue tables that say more of a package's own database than of one with a part of its rows."""

EXPLAIN = re.compile(r"\s*EXPLAIN\s+(?=SELECT\b|FROM\b|WITH\b)", re.IGNORECASE)
BEFORE_CHRIST = re.compile(r"(?P<year>\d{4,})(?P<rest>-\d\d-\d\d.*) \(BC\)\Z")

Value = None | bool | int | float | str | list[Any] | dict[str, Any]
"""What a cell is, once read: dates and times are ISO 8601 text with astronomical years."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A result: the names of its columns, which may repeat, and its rows in order."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@contextmanager
def open_package(package: Package, tables: Iterable[str] = ()) -> Iterator[DuckDBPyConnection]:
    """Open the package's database read-only, with every lock on, and close it at the end.

    `tables` are fetched first where the package lies elsewhere; then other tables may be empty. Raises
    UsageError where there is no database, or it cannot be opened or reached; ValidationError where what was
    fetched is broken.
    """
    if isinstance(package, Path):
        path = package / DATABASE_NAME
    else:
        package.load(tables)
        path = package.folder / DATABASE_NAME
    with _open_file(path, LOCKS) as connection:
        yield connection


@contextmanager
def _open_file(path: Path, config: Config) -> Iterator[DuckDBPyConnection]:
    import duckdb

    if not path.is_file():
        raise UsageError(f"{path}: no such database; 'pipeline build' makes it")
    try:
        connection = duckdb.connect(str(path), read_only=True, config=config)
    except duckdb.Error as error:
        raise UsageError(f"{path}: cannot be opened: {_one_line(error)}") from None
    try:
        # Only now, since opening the file takes a file system. Connections to one file share their
        # settings, so that a second one finds them locked.
        locked = connection.execute("SELECT current_setting('lock_configuration')").fetchone()
        if locked != (True,):
            # After two seconds it would be drawn among the rows, on standard output.
            connection.execute("SET enable_progress_bar = false")
            connection.execute("SET GLOBAL TimeZone = 'UTC'")
            connection.execute("SET disabled_filesystems = 'LocalFileSystem'")
            connection.execute("SET lock_configuration = true")
        yield connection
    finally:
        connection.close()


@contextmanager
def _open_for(package: Package, sql: str) -> Iterator[DuckDBPyConnection]:
    """Open a package with all that one statement reads. Raises QueryError where the statement is refused
    or wrong: then nothing was fetched for it."""
    if isinstance(package, Path):
        needed: frozenset[str] | None = frozenset()
    else:
        with _open_file(package.folder / DATABASE_NAME, PLANNING) as connection, _stopping(connection):
            needed = _tables_read(connection, _checked(connection, sql))
        if needed is None:
            package.load_whole()
    with open_package(package, needed or ()) as connection, _stopping(connection):
        yield connection


def _tables_read(connection: DuckDBPyConnection, statement: str) -> frozenset[str] | None:
    """The tables whose rows a statement reads, views and macros included; None where it asks for what only
    the package's own database knows, such as its keys.

    The plan is that of before any optimization, in which nothing is left out.
    """
    explained = EXPLAIN.match(statement)
    select = statement[explained.end() :] if explained else statement
    found = dict(connection.execute(f"EXPLAIN (FORMAT JSON) {select}").fetchall())
    tables, scans = set[str](), set[str]()
    open_nodes: list[Any] = json.loads(found["logical_plan"])
    while open_nodes:
        node = open_nodes.pop()
        open_nodes.extend(node.get("children", ()))
        scans.add(str(node["name"]))
        match = SCANNED.match(str(node.get("extra_info", {}).get("Table", "")))
        if match:
            tables.add(match["quoted"].replace('""', '"') if match["quoted"] else match["plain"])
    if scans & WHOLE_SCANS or ("DUCKDB_TABLES" in scans and "duckdb_tables" in statement.lower()):
        return None
    return frozenset(tables)


def select_rows(package: Package, sql: str) -> Rows:
    """Return what one reading statement gives. Raises QueryError where it is refused or wrong."""
    with _open_for(package, sql) as connection:
        result = connection.execute(_checked(connection, sql))
        columns = [(str(column[0]), str(column[1])) for column in result.description or ()]
        if any(_is_unreadable(kind) for _, kind in columns):
            result = connection.execute(_with_text(_checked(connection, sql), columns))
        rows = result.fetchmany(MOST_ROWS + 1)
        _check_size(len(rows))
        kinds = [kind for _, kind in columns]
        return Rows(
            tuple(name for name, _ in columns),
            tuple(tuple(_read(value, kind) for value, kind in zip(row, kinds, strict=True)) for row in rows),
        )


def select_parquet(package: Package, sql: str) -> bytes:
    """Return what one reading statement gives as a Parquet file, in which the second column of a name is
    `<name>_1`. Raises QueryError where the statement is refused or wrong."""
    import tempfile

    import duckdb

    with (
        _open_for(package, sql) as connection,
        tempfile.TemporaryDirectory() as folder,
        duckdb.connect() as writer,
    ):
        statement = _checked(connection, sql)
        if EXPLAIN.match(statement):
            raise QueryError("EXPLAIN gives text, not rows: leave out --format parquet")
        # The statement stays behind its locks; only its rows come over to where a file can be written.
        rows = _Stream(connection.sql(statement).limit(MOST_ROWS + 1))
        path = Path(folder) / "rows.parquet"
        writer.execute("SET enable_progress_bar = false")
        exported = writer.from_arrow(rows)
        exported.write_parquet(str(path))
        found = writer.execute("SELECT count(*) FROM read_parquet(?)", [str(path)]).fetchone()
        _check_size(found[0] if found else 0)
        return path.read_bytes()


class _Stream:
    """A relation as a stream of Arrow data, which needs no Arrow library on either side."""

    def __init__(self, relation: DuckDBPyRelation) -> None:
        self.relation = relation

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.relation.__arrow_c_stream__(requested_schema)


@contextmanager
def _stopping(connection: DuckDBPyConnection) -> Iterator[None]:
    """Turn every error of DuckDB into a QueryError of one line, and stop what takes too long."""
    import duckdb

    timer = threading.Timer(SECONDS, connection.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    except duckdb.InterruptException:
        raise QueryError(f"stopped after {SECONDS:.0f} seconds") from None
    except (duckdb.Error, RuntimeError, UnicodeError) as error:
        raise QueryError(_one_line(error)) from None
    finally:
        timer.cancel()


def _check_size(rows: int) -> None:
    if rows > MOST_ROWS:
        raise QueryError(f"more than {MOST_ROWS:,} rows; add a LIMIT, or read the package's CSV files")


def _one_line(error: Exception) -> str:
    """The message without the excerpt of the statement that DuckDB draws below it."""
    message = re.split(r"\n\s*LINE \d+:", str(error), maxsplit=1)[0]
    return " ".join(message.split()) or type(error).__name__


def _checked(connection: DuckDBPyConnection, sql: str) -> str:
    """Return the statement of `sql`, without what stands behind it.

    Raises QueryError where it is not one statement that only reads, or an EXPLAIN of such a one.
    """
    statement = _before_semicolon(sql)
    explained = EXPLAIN.match(statement)
    select = statement[explained.end() :] if explained else statement
    for text in (sql, select):
        statements = connection.extract_statements(text)
        if len(statements) != 1:
            raise QueryError(f"expected one statement, found {len(statements) or 'none'}")
    kind = _kind(statements[0])
    if kind == "MULTI":
        raise QueryError("PIVOT must name its values here: PIVOT ... ON column IN ('a', 'b') USING ...")
    if kind != "SELECT":
        raise QueryError(f"only reading is allowed (SELECT, DESCRIBE, SHOW TABLES, SUMMARIZE), not {kind}")
    found = connection.execute("SELECT json_serialize_sql(?::VARCHAR)", [select]).fetchone()
    tree = json.loads(found[0]) if found else {"error": True}
    if tree["error"]:
        raise QueryError(f"only reading is allowed: {tree.get('error_message', 'no SELECT')}")
    _check_tree(tree["statements"], TABLE_FUNCTIONS | CATALOGUES | _own_macros(connection))
    return statement


def _before_semicolon(sql: str) -> str:
    """Cut at the first semicolon that is neither quoted nor in a remark."""
    import duckdb

    encoded = sql.encode("utf-8")
    for offset, kind in duckdb.tokenize(sql):
        if kind == duckdb.token_type.operator and encoded[offset : offset + 1] == b";":
            return encoded[:offset].decode("utf-8")
    return sql


def _kind(statement: Statement) -> str:
    """The name of the statement's kind, such as SELECT; the Python client does not know them all."""
    try:
        return statement.type.name
    except ValueError:
        return "anything else"


def _own_macros(connection: DuckDBPyConnection) -> frozenset[str]:
    """The table macros that the package brings with it."""
    found = connection.execute(
        "SELECT function_name FROM duckdb_functions() WHERE function_type = 'table_macro' AND NOT internal"
    ).fetchall()
    return frozenset(str(name).lower() for (name,) in found)


def _check_tree(root: object, table_functions: frozenset[str]) -> None:
    """Refuse what may not stand in a statement, anywhere in its parse tree."""
    open_nodes = [root]
    while open_nodes:
        node = open_nodes.pop()
        if isinstance(node, list):
            open_nodes.extend(node)
        elif isinstance(node, dict):
            _check_node(node, table_functions)
            open_nodes.extend(node.values())


def _check_node(node: dict[str, Any], table_functions: frozenset[str]) -> None:
    kind = node.get("type")
    is_query = "cte_map" in node or str(kind).endswith("_QUERY_NODE")
    if is_query and kind not in QUERY_NODES:
        raise QueryError(f"only reading is allowed, not {str(kind).removesuffix('_QUERY_NODE')}")
    name = str(node.get("function_name", "")).lower()
    if name in REFUSED_FUNCTIONS:
        raise QueryError(f"the function {name} is not available here")
    if kind == "TABLE_FUNCTION":
        name = str(node["function"]["function_name"]).lower()
        if name not in table_functions:
            raise QueryError(f"the table function {name} is not available here")
    if kind == "BASE_TABLE":
        table = str(node["table_name"])
        is_catalogue = CATALOGUE_NAME.match(table) or str(node["schema_name"]).lower() == "pg_catalog"
        if is_catalogue and table.lower() not in CATALOGUES:
            raise QueryError(f"the catalogue table {table} is not available here")
    # `SHOW name` also gives the value of the setting of that name.
    if kind == "SHOW_REF" and "SHOW" in node["show_type"] and node["table_name"] not in SHOWN:
        raise QueryError("only SHOW TABLES and SHOW ALL TABLES; for the columns of a table, DESCRIBE it")


def _is_unreadable(kind: str) -> bool:
    """Whether the Python client cannot give values of this SQL type as they are: a time with a zone takes
    a package that is not installed, and an interval loses its months."""
    return "TIME ZONE" in kind or "INTERVAL" in kind


def _with_text(statement: str, columns: list[tuple[str, str]]) -> str:
    """Wrap a statement so that values which cannot be read come as text."""
    cells = ", ".join(
        (f"CAST(#{i} AS VARCHAR)" if _is_unreadable(kind) else f"#{i}") + f" AS {_quoted(name)}"
        for i, (name, kind) in enumerate(columns, 1)
    )
    return f"SELECT {cells} FROM (\n{statement}\n)"


def _astronomical(year_before_christ: int) -> str:
    """1 BC is `0000`, 2 BC is `-0001`."""
    return "0000" if year_before_christ == 1 else f"-{year_before_christ - 1:04d}"


def _read(value: object, kind: str) -> Value:
    """Turn a cell as the Python client gives it into plain values. `kind` is the SQL type of its column."""
    from datetime import date, datetime, time
    from decimal import Decimal

    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        # A date that Python cannot hold comes as text.
        before = BEFORE_CHRIST.match(value) if "DATE" in kind or "TIMESTAMP" in kind else None
        return _astronomical(int(before["year"])) + before["rest"] if before else value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value.as_tuple().exponent == 0 else float(value)
    if isinstance(value, list | tuple):
        return [_read(item, kind) for item in value]
    if isinstance(value, dict):
        return {str(_read(key, kind)): _read(item, kind) for key, item in value.items()}
    if isinstance(value, bytes):
        return value.hex()
    return str(value)


def list_tables(package: Package) -> Rows:
    """Return the tables, views and table macros of a package, each with its rows (None but for a table, or
    where that is not known) and what one row is, or what the macro answers, with an example."""
    if isinstance(package, Path):
        return select_rows(package, LIST_ANSWERING)
    with open_package(package) as connection, _stopping(connection):
        found = connection.execute(LIST_ANSWERING).fetchall()
    counts = package.counts
    rows = tuple((name, counts.get(name), description) for name, _, description in found)
    return Rows(("table", "rows", "description"), rows)


def show_table(package: Package, table: str, columns: tuple[str, ...], limit: int) -> str:
    """Return the statement that shows the first `limit` rows of a table, or some columns of it in the
    order asked for; no columns are all of them.

    Raises UsageError where the package has no such table or column.
    """
    with open_package(package) as connection, _stopping(connection):
        tables = [str(row[0]) for row in connection.execute(LIST_TABLES).fetchall()]
        if table not in tables:
            raise UsageError(f"no table {table!r}; there are {', '.join(tables)}")
        known = [str(row[0]) for row in connection.execute(f"DESCRIBE {_quoted(table)}").fetchall()]
    for column in columns:
        if column not in known:
            raise UsageError(f"{table} has no column {column!r}; it has {', '.join(known)}")
    chosen = ", ".join(_quoted(column) for column in columns) or "*"
    return f"SELECT {chosen} FROM {_quoted(table)} LIMIT {limit}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'

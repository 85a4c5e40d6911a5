"""Paired rows in, every row that changed with its cells out, as temporary tables of DuckDB.

`@rows` has one row for each that was added, removed, revised or moved; `@cells` one for each cell of a paired
row that differs. A row was moved where nothing differs but where it stands: its offsets, a key that only
numbers it, the sentence or section that it is in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.publishing.changes import Status
from pipeline.publishing.compared_tables import ComparedTable, quote_name
from pipeline.publishing.edited_texts import EDITED
from pipeline.publishing.revisions import BUCKETS, OVERLAP, Compared

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ROWS = '"@rows"'
CELLS = '"@cells"'


def collect_changes(connection: DuckDBPyConnection, tables: Compared) -> None:
    """Make the two tables."""
    connection.execute(
        f"""CREATE OR REPLACE TABLE {CELLS} (number INTEGER, key VARCHAR, previous_key VARCHAR,
            place INTEGER, old VARCHAR, new VARCHAR);
        CREATE OR REPLACE TABLE {ROWS} (number INTEGER, key VARCHAR, previous_key VARCHAR,
            status VARCHAR, doc VARCHAR, start BIGINT)"""
    )
    for table in tables.values():
        _collect_cells(connection, table)
        _collect_rows(connection, tables, table)


def _collect_cells(connection: DuckDBPyConnection, table: ComparedTable) -> None:
    cells = ", ".join(
        f"{{'place': {place}, 'old': o.{quote_name(name)}, 'new': n.{quote_name(name)}}}"
        for place, name in enumerate(table.columns)
    )
    connection.execute(
        f"""INSERT INTO {CELLS} SELECT {table.number}, new_key, old_key, cell.place, cell.old, cell.new FROM (
            SELECT new_key, old_key, unnest(list_filter([{cells}],
                lambda cell: cell.old IS DISTINCT FROM cell.new)) AS cell
            FROM {table.pairs} JOIN {table.old} AS o ON o."@key" = old_key
            JOIN {table.new} AS n ON n."@key" = new_key)"""
    )


def _collect_rows(connection: DuckDBPyConnection, tables: Compared, table: ComparedTable) -> None:
    connection.execute(
        f"""INSERT INTO {ROWS}
        SELECT {table.number}, n."@key", NULL, '{Status.ADDED.value}', n."@doc", n."@start"
        FROM {table.new} AS n WHERE n."@key" NOT IN (SELECT new_key FROM {table.pairs})
        UNION ALL
        SELECT {table.number}, NULL, o."@key", '{Status.REMOVED.value}', o."@doc", {_old_start(table)}
        FROM {table.old} AS o WHERE o."@key" NOT IN (SELECT old_key FROM {table.pairs})
        UNION ALL
        SELECT {table.number}, new_key, old_key,
            CASE WHEN {_is_moved(tables, table)} THEN '{Status.MOVED.value}'
                 ELSE '{Status.REVISED.value}' END,
            n."@doc", n."@start"
        FROM {table.pairs} JOIN {table.old} AS o ON o."@key" = old_key
        JOIN {table.new} AS n ON n."@key" = new_key
        WHERE EXISTS (FROM {CELLS} AS c WHERE c.number = {table.number} AND c.key = new_key)"""
    )


def _old_start(table: ComparedTable) -> str:
    return "TRY_CAST(o.char_start AS BIGINT)" if table.is_placed else "NULL"


def place_columns(tables: Compared, table: ComparedTable) -> frozenset[str]:
    """Return the columns that only say where a row stands."""
    found = {"char_start", "char_end"} if table.is_placed else set()
    if table.is_numbered:
        found |= {"number", *table.primary_key}
    for reference in table.references:
        other = tables.get(reference.table)
        if other is not None and other.is_numbered:
            found |= set(reference.columns)
    return frozenset(found & set(table.columns))


def _is_moved(tables: Compared, table: ComparedTable) -> str:
    places = place_columns(tables, table)
    other_passage = "false"
    if table.name == "facts" and "quote" in table.columns and table.is_placed:
        # A fact keeps its id where another passage states it from now on: that is the same fact at another
        # place. Where the passage was reworded, its quote was revised.
        places |= {"quote"}
        other_passage = f"coalesce({OVERLAP} <= 0, true)"
    rest = [name for name in table.columns if name not in places]
    same = [f"o.{quote_name(name)} IS NOT DISTINCT FROM n.{quote_name(name)}" for name in rest]
    if "quote" in places:
        same.append(f"(o.quote IS NOT DISTINCT FROM n.quote OR {other_passage})")
    return " AND ".join(same) or "true"


def find_regroupings(connection: DuckDBPyConnection, tables: Compared) -> list[tuple[str, bool, str, str]]:
    """Return table, whether it was a split (otherwise a merger), old and new key of rows that were split or
    merged: an entity whose words now name two, or the other way round; a fact whose parts are two facts'
    now, read from the same words; a sentence of a text that was not edited."""
    found: list[tuple[str, bool, str, str]] = []
    for name, table in tables.items():
        links = _links(tables, name, table)
        if links is None:
            continue
        for was_split, own, other in ((True, "new_key", "old_key"), (False, "old_key", "new_key")):
            rows = connection.execute(
                f"""SELECT DISTINCT old_key, new_key FROM ({links})
                WHERE {own} NOT IN (SELECT {own} FROM {table.pairs})
                AND ({other} IN (SELECT {other} FROM {table.pairs}) OR {other} NOT IN
                    (SELECT "@key" FROM {table.old if was_split else table.new})) ORDER BY 1, 2"""
            ).fetchall()
            found += [(name, was_split, str(old), str(new)) for old, new in rows]
    return found


def _links(tables: Compared, name: str, table: ComparedTable) -> str | None:
    """SQL for old and new keys of rows that would be one but for their keys."""
    mentions = tables.get("mentions")
    if name == "entities" and mentions is not None and table.is_placed:
        return f"""SELECT a.entity_id AS old_key, b.entity_id AS new_key FROM {mentions.pairs}
            JOIN {mentions.old} AS a ON a."@key" = old_key JOIN {mentions.new} AS b ON b."@key" = new_key
            WHERE a.entity_id <> b.entity_id AND a.text = b.text AND
            (EXISTS (FROM {table.new} AS e WHERE e."@key" = b.entity_id AND e."@start" = b."@start")
             OR EXISTS (FROM {table.old} AS e WHERE e."@key" = a.entity_id AND e."@start" = a."@start"))"""
    if name == "sentences":
        return f"""SELECT o."@key" AS old_key, n."@key" AS new_key
            FROM (SELECT *, {BUCKETS} FROM {table.old} WHERE "@start" < "@end") AS o
            JOIN (SELECT *, {BUCKETS} FROM {table.new} WHERE "@start" < "@end") AS n
            ON o."@doc" = n."@doc" AND o.bucket = n.bucket AND {OVERLAP} > 0
            WHERE o."@doc" NOT IN (SELECT doc FROM {EDITED})
            AND (contains(o.text, rtrim(n.text, '.;!?')) OR contains(n.text, rtrim(o.text, '.;!?')))"""
    if name == "facts" and {"subject", "object", "start_edtf", "end_edtf", "place"} <= set(table.columns):
        parts = ("subject", "object", "start_edtf", "end_edtf", "place")
        narrower = " AND ".join(f"({{0}}.{p} IS NULL OR contains({{1}}.{p}, {{0}}.{p}))" for p in parts)
        return f"""SELECT o."@key" AS old_key, n."@key" AS new_key FROM {table.old} AS o
            JOIN {table.new} AS n ON o."@doc" = n."@doc" AND o.kind = n.kind AND o.predicate = n.predicate
            AND o.quote = n.quote AND o."@start" = n."@start" WHERE o."@same" AND o."@key" <> n."@key"
            AND (({narrower.format("o", "n")}) OR ({narrower.format("n", "o")}))"""
    return None

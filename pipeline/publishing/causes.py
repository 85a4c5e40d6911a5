"""Changed rows in, why each of them changed out: the temporary table `@changed rows`.

A package does not say which rules made it. But where a text is the same, byte for byte, what is read from it
can only change by the rules (or by the model that parses it), by a decision of a person, or by the schemas;
and decisions and schemas are told by the descriptors. Where a text was edited, the edit is the cause, with
one exception: where other changes show that the rules are other ones too, what is read otherwise from the
same words and of the same entities is the rules' doing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from pipeline.publishing.changes import Cause, Status
from pipeline.publishing.compared_tables import ComparedTable, quote_text
from pipeline.publishing.edited_texts import CHANGED, DOCUMENTS, EDITED, STRETCHES
from pipeline.publishing.revisions import Compared
from pipeline.publishing.row_changes import ROWS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FACT_CAUSES = '"@fact causes"'
DECIDED = '"@decided"'
CHANGED_ROWS = '"@changed rows"'
CURATED = "curated"
"""The basis of evidence that a person vouches for."""
MOVED = Status.MOVED.value
SOURCE_TEXT, RULES, CURATION = Cause.SOURCE_TEXT.value, Cause.RULES.value, Cause.CURATION.value


def find_causes(
    connection: DuckDBPyConnection,
    tables: Compared,
    *,
    decided: Collection[str],
    other_columns: Collection[str],
    has_other_model: bool,
) -> None:
    """Make the table.

    `decided` are the ids that a person decided on in one package only; `other_columns` the columns of any
    table that only one package has; `has_other_model` says whether another model parsed the texts.
    """
    values = ", ".join(f"({quote_text(item)})" for item in sorted(decided))
    connection.execute(
        f"""CREATE OR REPLACE TABLE {DECIDED} (id VARCHAR);
        {f"INSERT INTO {DECIDED} VALUES {values};" if values else ""}
        CREATE OR REPLACE TABLE {FACT_CAUSES}
            (key VARCHAR, previous_key VARCHAR, status VARCHAR, doc VARCHAR, cause VARCHAR);
        CREATE OR REPLACE TABLE {CHANGED_ROWS} AS SELECT *, NULL::VARCHAR AS cause FROM {ROWS} LIMIT 0"""
    )
    if "facts" in tables:
        _find_fact_causes(connection, tables, tables["facts"])
        seen = connection.execute(f"SELECT 1 FROM {FACT_CAUSES} WHERE cause = '{RULES}' LIMIT 1").fetchone()
        if tables["facts"].is_placed and (seen is not None or has_other_model or "predicates" in tables):
            _blame_rules(connection, tables, tables["facts"])
    for table in tables.values():
        _add_causes(connection, table, other_columns)


def _find_fact_causes(connection: DuckDBPyConnection, tables: Compared, facts: ComparedTable) -> None:
    connection.execute(
        f"""INSERT INTO {FACT_CAUSES} SELECT key, previous_key, status, doc, CASE
            WHEN {_is_curated(tables)} THEN '{CURATION}'
            WHEN doc IN (SELECT doc FROM {CHANGED}) THEN '{SOURCE_TEXT}' ELSE '{RULES}' END
        FROM {ROWS} WHERE number = {facts.number}"""
    )


def _is_curated(tables: Compared) -> str:
    """SQL that says whether a person made or unmade a fact."""
    found = [f"key IS DISTINCT FROM previous_key AND ({_is_in('key')} OR {_is_in('previous_key')})"]
    evidence = tables.get("evidence")
    if evidence is not None and {"basis", "fact_id"} <= set(evidence.columns):
        by_hand = f"SELECT fact_id FROM {{}} WHERE basis = '{CURATED}'"
        found.append(
            f"""coalesce(key IN ({by_hand.format(evidence.new)}), false)
            <> coalesce(previous_key IN ({by_hand.format(evidence.old)}), false)"""
        )
    return " OR ".join(f"({condition})" for condition in found)


def _is_in(column: str) -> str:
    return f"coalesce({column} IN (SELECT id FROM {DECIDED}), false)"


def _blame_rules(connection: DuckDBPyConnection, tables: Compared, facts: ComparedTable) -> None:
    """Facts of edited documents that are read from the words that were there before, and of entities that
    kept their ids, are other facts by the rules."""
    entities = tables.get("entities")
    number = entities.number if entities is not None else -1
    strange = f"""SELECT unnest([key, previous_key]) AS id FROM {ROWS}
        WHERE number = {number} AND key IS DISTINCT FROM previous_key"""
    ids = [c for c in ("subject_id", "object_id", "place_id", "about_id") if c in facts.columns]
    own = f"[{', '.join(ids)}]" if ids else "[]::VARCHAR[]"
    connection.execute(
        f"""CREATE OR REPLACE TABLE "@other entities" AS {strange};
        CREATE OR REPLACE TABLE "@not by rules" AS
        SELECT NULL::VARCHAR AS key, "@key" AS previous_key FROM {facts.old} WHERE NOT "@same"
        UNION ALL
        SELECT NULL, "@key" FROM (SELECT "@key", unnest({own}) AS id FROM {facts.old})
        JOIN "@other entities" USING (id)
        UNION ALL
        SELECT "@key", NULL FROM (SELECT "@key", unnest({own}) AS id FROM {facts.new})
        JOIN "@other entities" USING (id)
        UNION ALL
        SELECT n."@key", NULL FROM {facts.new} AS n ASOF LEFT JOIN
            (SELECT * FROM {STRETCHES} WHERE is_same) AS s ON n."@doc" = s.doc AND n."@start" >= s.new_start
        WHERE s.new_end IS NULL OR s.new_end < n."@end";
        UPDATE {FACT_CAUSES} SET cause = '{RULES}'
        WHERE cause = '{SOURCE_TEXT}' AND status <> '{MOVED}'
        AND doc IN (SELECT doc FROM {EDITED})
        AND coalesce(key NOT IN (SELECT key FROM "@not by rules" WHERE key IS NOT NULL), true)
        AND coalesce(previous_key NOT IN
            (SELECT previous_key FROM "@not by rules" WHERE previous_key IS NOT NULL), true)"""
    )


def _add_causes(connection: DuckDBPyConnection, table: ComparedTable, other_columns: Collection[str]) -> None:
    cases, joins = [], ""
    if table.name == DOCUMENTS:
        cases.append(f"WHEN true THEN '{SOURCE_TEXT}'")
    if table.name == "facts":
        joins = f"""JOIN {FACT_CAUSES} AS f ON f.key IS NOT DISTINCT FROM r.key
            AND f.previous_key IS NOT DISTINCT FROM r.previous_key"""
        cases.append("WHEN true THEN f.cause")
    elif "fact_id" in table.columns:
        joins = f"""LEFT JOIN {table.new} AS n ON n."@key" = r.key
            LEFT JOIN {table.old} AS o ON o."@key" = r.previous_key
            LEFT JOIN {FACT_CAUSES} AS f ON f.key = n.fact_id AND f.status <> '{MOVED}'
            LEFT JOIN {FACT_CAUSES} AS g ON g.previous_key = o.fact_id AND g.status <> '{MOVED}'"""
        cases += _evidence_cases(table, other_columns)
        cases.append("WHEN coalesce(f.cause, g.cause) IS NOT NULL THEN coalesce(f.cause, g.cause)")
    curated = f"SELECT doc FROM {FACT_CAUSES} GROUP BY doc HAVING bool_and(cause = '{CURATION}')"
    connection.execute(
        f"""INSERT INTO {CHANGED_ROWS} SELECT r.*, CASE {" ".join(cases)}
            WHEN r.doc IN (SELECT doc FROM {CHANGED}) THEN '{SOURCE_TEXT}'
            WHEN r.doc IN ({curated}) THEN '{CURATION}' ELSE '{RULES}' END
        FROM {ROWS} AS r {joins} WHERE r.number = {table.number}"""
    )


def _evidence_cases(table: ComparedTable, other_columns: Collection[str]) -> Iterator[str]:
    """What a person vouches for, and what attests a column that was not there, or is there no more."""
    if "basis" in table.columns:
        by_hand = f"coalesce({{}}.basis = '{CURATED}', false)"
        yield f"WHEN {by_hand.format('n')} <> {by_hand.format('o')} THEN '{CURATION}'"
    if "field" in table.columns and other_columns:
        names = ", ".join(map(quote_text, sorted(other_columns)))
        yield f"WHEN coalesce(n.field, o.field) IN ({names}) THEN '{Cause.SCHEMA.value}'"

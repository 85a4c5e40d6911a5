"""The differing rows of two packages in, which old row became which new one out.

A key that follows content is another one as soon as a cell of it is corrected, and a key that numbers rows is
another one as soon as a row is put before it. So rows are paired by more than their keys: what stands at the
same place of the text, once that is aligned; entities that the same words name; facts of one kind and
predicate that the same words attest; and rows of other tables whose keys are made of those. What is not
paired was removed or added.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from pipeline.publishing.compared_tables import ComparedTable, quote_name
from pipeline.publishing.edited_texts import DOCUMENTS, place_old_rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Compared = Mapping[str, ComparedTable]
"""Tables with differing rows, by name."""

BUCKET = 256
"""Characters: spans that overlap share one of these."""
MOST_ALIKE = 300
"""Rows of one kind that may share a part of a document."""
FIRST = ("documents", "sections", "infobox_fields", "sentences", "mentions", "entities", "facts", "conflicts")
"""What other tables refer to comes first."""
FACT_PARTS = (
    ("subject_id", "subject"),
    ("object_id", "object"),
    ("place_id", "place"),
    ("about_id", "about_id"),
    ("start_edtf", "start_edtf"),
    ("end_edtf", "end_edtf"),
)
"""Each by its id, where it has one, or else by its text."""
MARKS = ("negated", "certainty")


def pair_rows(connection: DuckDBPyConnection, tables: Compared) -> None:
    """Fill the pairs of all tables. Edited texts have to be aligned before."""
    for table in tables.values():
        if table.is_placed:
            place_old_rows(connection, table)
    for name in sorted(tables, key=lambda name: (FIRST.index(name) if name in FIRST else len(FIRST), name)):
        table = tables[name]
        if name == "coverage" and "unit_id" in table.columns:
            _pair_units(connection, tables, table)
        elif name == "evidence":
            _pair_places(connection, tables, table, ("fact_id", "field"))
        elif name == "names":
            _pair_names(connection, tables, table)
        elif table.is_numbered:
            _pair_places(connection, tables, table)
        else:
            _pair_keys(connection, tables, table)
            if name == "entities":
                _pair_entities(connection, tables, table)
            elif name == "facts":
                _pair_facts(connection, tables, table)
            elif name == "conflicts":
                _pair_conflicts(connection, tables, table)


def mapped_rows(tables: Compared, table: ComparedTable) -> str:
    """Return SQL for the old rows that are not paired yet, each with `=<column>` for what refers to a row of
    a table whose rows are paired: the new key of that row."""
    columns, joins = [], []
    for number, (column, other) in enumerate(_references(tables, table)):
        joins.append(f"LEFT JOIN {other.pairs} AS p{number} ON o.{quote_name(column)} = p{number}.old_key")
        columns.append(f", coalesce(p{number}.new_key, o.{quote_name(column)}) AS {quote_name('=' + column)}")
    return f"""(SELECT o.* {"".join(columns)} FROM {table.old} AS o {" ".join(joins)}
        WHERE o."@key" NOT IN (SELECT old_key FROM {table.pairs}))"""


def new_rows(table: ComparedTable) -> str:
    """Return SQL for the new rows that are not paired yet."""
    return f"""(SELECT * FROM {table.new} WHERE "@key" NOT IN (SELECT new_key FROM {table.pairs}))"""


def _references(tables: Compared, table: ComparedTable) -> Iterable[tuple[str, ComparedTable]]:
    """The columns that refer to a key of one column in a table with pairs."""
    found: dict[str, ComparedTable] = {}
    for reference in table.references:
        other = tables.get(reference.table)
        # The id of a document is a file's name, never another one's.
        is_mapped = other is not None and other is not table and other.name != DOCUMENTS
        if other is not None and is_mapped and len(reference.columns) == 1:
            found.setdefault(reference.columns[0], other)
    return [(column, other) for column, other in found.items() if column in table.columns]


def _mapped(tables: Compared, table: ComparedTable, column: str) -> str:
    """The name of a column of `mapped_rows`: mapped where it refers to something."""
    known = {name for name, _ in _references(tables, table)}
    return quote_name(f"={column}" if column in known else column)


def _pair_keys(connection: DuckDBPyConnection, tables: Compared, table: ComparedTable) -> None:
    """Pair rows with the same key, once what it refers to has its new key."""
    same = " AND ".join(
        f"o.{_mapped(tables, table, name)} = n.{quote_name(name)}" for name in table.primary_key
    )
    connection.execute(
        f"""INSERT INTO {table.pairs} SELECT o."@key", n."@key"
        FROM {mapped_rows(tables, table)} AS o JOIN {table.new} AS n ON {same}"""
    )


def _pair_places(
    connection: DuckDBPyConnection, tables: Compared, table: ComparedTable, same: tuple[str, ...] = ()
) -> None:
    """Pair rows at the same place of the text, then those whose places overlap most; in the columns `same`
    they have to be the same as well."""
    old = ", ".join(f"o.{_mapped(tables, table, name)} AS s{i}" for i, name in enumerate(same))
    new = ", ".join(f"n.{quote_name(name)} AS s{i}" for i, name in enumerate(same))
    group = ", ".join(['"@doc"', '"@start"', '"@end"', *(f"s{i}" for i in range(len(same)))])
    equal = "".join(f" AND o.s{i} IS NOT DISTINCT FROM n.s{i}" for i in range(len(same)))
    rank = f'row_number() OVER (PARTITION BY {group} ORDER BY length("@key"), "@key") AS rank'
    sides = (
        f"""(SELECT *, {rank} FROM (SELECT o.* {", " + old if old else ""}
        FROM {mapped_rows(tables, table)} AS o WHERE "@start" < "@end"))""",
        f"""(SELECT *, {rank} FROM (SELECT n.* {", " + new if new else ""}
        FROM {new_rows(table)} AS n WHERE "@start" < "@end"))""",
    )
    connection.execute(
        f"""INSERT INTO {table.pairs} SELECT o."@key", n."@key"
        FROM {sides[0]} AS o JOIN {sides[1]} AS n ON o."@doc" = n."@doc"
        AND o."@start" = n."@start" AND o."@end" = n."@end" AND o.rank = n.rank{equal}"""
    )
    names = [f"s{i}" for i in range(len(same))]
    sides = (
        in_buckets(
            f"""(SELECT o.* {", " + old if old else ""} FROM {mapped_rows(tables, table)} AS o)""", *names
        ),
        in_buckets(f"""(SELECT n.* {", " + new if new else ""} FROM {new_rows(table)} AS n)""", *names),
    )
    _choose_best(
        connection,
        table,
        f"""SELECT o."@key" AS old_key, n."@key" AS new_key, max({OVERLAP}) AS score,
        any_value(o."@start") AS old_place, any_value(n."@start") AS new_place
        FROM {sides[0]} AS o JOIN {sides[1]} AS n ON o."@doc" = n."@doc" AND o.bucket = n.bucket{equal}
        WHERE {OVERLAP} > 0 GROUP BY ALL""",
    )


def in_buckets(rows: str, *group: str) -> str:
    """Return SQL for rows that stand somewhere, each with the parts of its document that it reaches into as
    `bucket`. Where more rows than a text can hold in one part are alike in `group`, all of them are left out:
    they cannot be told apart by their places, and trying all pairs would take too long."""
    alike = ", ".join(['"@doc"', "bucket", *group])
    return f"""(SELECT * FROM (SELECT *, {BUCKETS} FROM {rows} WHERE "@start" < "@end")
        QUALIFY count(*) OVER (PARTITION BY {alike}) <= {MOST_ALIKE})"""


BUCKETS = f"""unnest(range("@start" // {BUCKET}, ("@end" - 1) // {BUCKET} + 1)) AS bucket"""
OVERLAP = """(CASE WHEN o."@start" < o."@end" AND n."@start" < n."@end"
    THEN (least(o."@end", n."@end") - greatest(o."@start", n."@start"))
    / (greatest(o."@end", n."@end") - least(o."@start", n."@start")) END)"""
"""How much of what either covers both cover; not positive where they do not meet, NULL where one of them is
nowhere."""


def _choose_best(connection: DuckDBPyConnection, table: ComparedTable, candidates: str) -> None:
    """Pair the candidates (`old_key`, `new_key`, `score`, `old_place`, `new_place`), the best first, each
    row once."""
    connection.execute(f'CREATE OR REPLACE TABLE "@candidates" AS {candidates}')
    order = "score DESC, old_place, new_place, old_key, new_key"
    while connection.execute('SELECT 1 FROM "@candidates" LIMIT 1').fetchone() is not None:
        # One order for all: so the best of them all is the best for both of its rows, and every round ends
        # with fewer candidates.
        connection.execute(
            f"""INSERT INTO {table.pairs} SELECT old_key, new_key FROM "@candidates"
            QUALIFY row_number() OVER (PARTITION BY old_key ORDER BY {order}) = 1
            AND row_number() OVER (PARTITION BY new_key ORDER BY {order}) = 1;
            DELETE FROM "@candidates" WHERE old_key IN (SELECT old_key FROM {table.pairs})
            OR new_key IN (SELECT new_key FROM {table.pairs})"""
        )


def _pair_names(connection: DuckDBPyConnection, tables: Compared, table: ComparedTable) -> None:
    """A name of an entity is the same name wherever it stands first; a corrected one is where it was."""
    if {"entity_id", "name", "name_type"} <= set(table.columns):
        entity = _mapped(tables, table, "entity_id")
        group = '"@doc", {0}, name, name_type ORDER BY length("@key"), "@key"'
        connection.execute(
            f"""INSERT INTO {table.pairs} SELECT o."@key", n."@key"
            FROM (SELECT *, row_number() OVER (PARTITION BY {group.format(entity)}) AS rank
                  FROM {mapped_rows(tables, table)}) AS o
            JOIN (SELECT *, row_number() OVER (PARTITION BY {group.format("entity_id")}) AS rank
                  FROM {table.new}) AS n
            ON o."@doc" = n."@doc" AND o.{entity} = n.entity_id AND o.name = n.name
            AND o.name_type = n.name_type AND o.rank = n.rank"""
        )
    _pair_places(connection, tables, table, ("entity_id",))


def _pair_units(connection: DuckDBPyConnection, tables: Compared, table: ComparedTable) -> None:
    """What is said of a sentence or field goes where that went."""
    moves = [tables[name] for name in ("sentences", "infobox_fields") if name in tables]
    known = " UNION ALL ".join(f"SELECT old_key, new_key FROM {other.pairs}" for other in moves)
    gone = " UNION ALL ".join(f'SELECT "@key" FROM {other.old}' for other in moves)
    come = " UNION ALL ".join(f'SELECT "@key" FROM {other.new}' for other in moves)
    if moves:
        connection.execute(
            f"""INSERT INTO {table.pairs} SELECT o."@key", n."@key" FROM {table.old} AS o
            JOIN ({known}) AS p ON o."@key" = p.old_key JOIN {table.new} AS n ON n."@key" = p.new_key"""
        )
    stayed = f'WHERE o."@key" NOT IN ({gone}) AND n."@key" NOT IN ({come})' if moves else ""
    connection.execute(
        f"""INSERT INTO {table.pairs} SELECT o."@key", n."@key" FROM {mapped_rows(tables, table)} AS o
        JOIN {new_rows(table)} AS n ON o."@key" = n."@key" {stayed}"""
    )


def _pair_entities(connection: DuckDBPyConnection, tables: Compared, table: ComparedTable) -> None:
    """An entity whose id is gone is the new one that most of the same words name."""
    named = f"""SELECT o."@key" AS old_key, n."@key" AS new_key, 10.0 AS score
        FROM {in_buckets(mapped_rows(tables, table))} AS o JOIN {in_buckets(new_rows(table))} AS n
        ON o."@doc" = n."@doc" AND o.bucket = n.bucket AND {OVERLAP} > 0"""
    mentions = tables.get("mentions")
    if mentions is not None and "entity_id" in mentions.columns:
        named += f""" UNION ALL SELECT o.entity_id, n.entity_id, 1.0 FROM {mentions.pairs}
            JOIN {mentions.old} AS o ON o."@key" = old_key JOIN {mentions.new} AS n ON n."@key" = new_key
            WHERE o.entity_id <> n.entity_id"""
    kind = "+ any_value(CASE WHEN o.kind = n.kind THEN 0.5 ELSE 0 END)" if "kind" in table.columns else ""
    _choose_best(
        connection,
        table,
        f"""SELECT old_key, new_key, sum(score) {kind} AS score, any_value(o."@start") AS old_place,
        any_value(n."@start") AS new_place
        FROM ({named}) JOIN {mapped_rows(tables, table)} AS o ON o."@key" = old_key
        JOIN {new_rows(table)} AS n ON n."@key" = new_key GROUP BY old_key, new_key""",
    )


def _pair_facts(connection: DuckDBPyConnection, tables: Compared, table: ComparedTable) -> None:
    """A lost fact is the new one of its kind and predicate that shares its evidence, and most of its parts;
    where the words are other ones, it has to share at least one part."""
    if not {"kind", "predicate"} <= set(table.columns) or not table.is_placed:
        return
    parts = [pair for pair in FACT_PARTS if {*pair} <= set(table.columns)]
    equal = [
        f"""(coalesce(o.{_mapped(tables, table, key)}, o.{quote_name(text)})
        = coalesce(n.{quote_name(key)}, n.{quote_name(text)}))"""
        for key, text in parts
    ]
    shared = " + ".join(f"CASE WHEN {part} THEN 1 ELSE 0 END" for part in equal) or "0"
    marks = [f"CASE WHEN o.{name} = n.{name} THEN 0.5 ELSE 0 END" for name in MARKS if name in table.columns]
    _pair_corrected_facts(connection, tables, table)
    connection.execute(
        f"""CREATE OR REPLACE TABLE {SHARED_EVIDENCE} AS
        SELECT o.fact AS old_key, n.fact AS new_key, max({OVERLAP}) AS overlap, bool_or(o."@same") AS is_same
        FROM {_fact_places(tables, table, is_old=True)} AS o
        JOIN {_fact_places(tables, table, is_old=False)} AS n
        ON o."@doc" = n."@doc" AND o.bucket = n.bucket AND o.kind = n.kind AND o.predicate = n.predicate
        WHERE {OVERLAP} > 0 GROUP BY ALL"""
    )
    _choose_best(
        connection,
        table,
        f"""SELECT old_key, new_key, ({shared}) + {" + ".join([*marks, "overlap"])} AS score,
        o."@start" AS old_place, n."@start" AS new_place
        FROM {SHARED_EVIDENCE} JOIN {mapped_rows(tables, table)} AS o ON o."@key" = old_key
        JOIN {new_rows(table)} AS n ON n."@key" = new_key WHERE is_same OR ({shared}) > 0""",
    )


SHARED_EVIDENCE = '"@shared evidence"'


def _pair_corrected_facts(connection: DuckDBPyConnection, tables: Compared, table: ComparedTable) -> None:
    """Pair what is easy to see: the same words state the same but for one part, or but for ids."""
    parts = [pair for pair in FACT_PARTS if {*pair} <= set(table.columns)]
    marks = [name for name in MARKS if name in table.columns]
    for corrected in (None, *parts):
        same = [pair for pair in parts if pair != corrected]
        old = [f"coalesce({_mapped(tables, table, key)}, {quote_name(text)})" for key, text in same]
        new = [f"coalesce({quote_name(key)}, {quote_name(text)})" for key, text in same]
        sides = []
        for cells, rows in ((old, mapped_rows(tables, table)), (new, new_rows(table))):
            group = ['"@doc"', '"@start"', '"@end"', "kind", "predicate", *marks, *cells]
            alike = f"[{', '.join(f'CAST({cell} AS VARCHAR)' for cell in group)}]"
            # In the order of their words, so that of two corrected lists the first goes with the first.
            order = ", ".join([*(quote_name(text) for _, text in parts), '"@key"'])
            sides.append(
                f"""(SELECT "@key", alike, row_number() OVER (PARTITION BY alike ORDER BY {order}) AS rank
                FROM (SELECT *, {alike} AS alike FROM {rows} WHERE "@start" < "@end"))"""
            )
        connection.execute(
            f"""INSERT INTO {table.pairs} SELECT o."@key", n."@key"
            FROM {sides[0]} AS o JOIN {sides[1]} AS n ON o.alike = n.alike AND o.rank = n.rank"""
        )


def _fact_places(tables: Compared, table: ComparedTable, *, is_old: bool) -> str:
    """The places that attest the whole of a fact that is only in one package."""
    rows = mapped_rows(tables, table) if is_old else new_rows(table)
    same = '"@same"' if is_old else 'true AS "@same"'
    places = f"""SELECT "@key" AS fact, kind, predicate, "@doc", "@start", "@end", {same} FROM {rows}"""
    evidence = tables.get("evidence")
    if evidence is not None and {"fact_id", "field"} <= set(evidence.columns):
        own = evidence.old if is_old else evidence.new
        same = 'e."@same"' if is_old else "true"
        places += f""" UNION SELECT f."@key", f.kind, f.predicate, e."@doc", e."@start", e."@end", {same}
            FROM {own} AS e JOIN {rows} AS f ON e.fact_id = f."@key" WHERE e.field IS NULL"""
    return in_buckets(f"({places})", "kind", "predicate")


def _pair_conflicts(connection: DuckDBPyConnection, tables: Compared, table: ComparedTable) -> None:
    """A conflict is the one of the same rule that most of its facts are in now."""
    members = tables.get("conflict_members")
    if members is None or "rule" not in table.columns:
        return
    fact = _mapped(tables, members, "fact_id")
    _choose_best(
        connection,
        table,
        f"""SELECT o."@key" AS old_key, n."@key" AS new_key, count(*) AS score,
        0 AS old_place, 0 AS new_place FROM {mapped_rows(tables, table)} AS o
        JOIN {_unmapped(tables, members)} AS a ON a.conflict_id = o."@key"
        JOIN {members.new} AS b ON a.{fact} = b.fact_id
        JOIN {new_rows(table)} AS n ON b.conflict_id = n."@key" AND n.rule = o.rule GROUP BY ALL""",
    )


def _unmapped(tables: Compared, members: ComparedTable) -> str:
    return mapped_rows({k: v for k, v in tables.items() if k != "conflicts"}, members)

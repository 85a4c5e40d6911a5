"""The units of edited documents in, where each old row stands in the new text out."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.publishing.alignment import HEADING, Unit, align_units
from pipeline.publishing.compared_tables import ComparedTable, csv_rows, quote_text
from pipeline.publishing.descriptions import TableDescription

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FindTable = Callable[[str], tuple[Path, TableDescription] | None]
"""Takes the name of a table of a package, and returns its file; None where there is no such table."""

DOCUMENTS = "documents"
UNITS = (
    ("sections", HEADING, "heading", "''"),
    # The value is what the field ends with, whatever blanks stand before it.
    ("infobox_fields", "field", "coalesce(value, '')", "label"),
    ("sentences", "sentence", "text", "''"),
)
"""Table, kind of unit, its text, its label."""
EDITED = '"@edited"'
CHANGED = '"@changed documents"'
STRETCHES = '"@stretches"'
HEADER = ("doc", "old_start", "old_end", "new_start", "new_end", "is_same")


def find_edited_documents(connection: DuckDBPyConnection, documents: ComparedTable | None) -> None:
    """Make the tables of documents whose text is another one: `@edited` those that both packages have,
    `@changed documents` those that only one has as well. None: no document differs."""
    connection.execute(
        f"""CREATE OR REPLACE TABLE {EDITED} (doc VARCHAR);
        CREATE OR REPLACE TABLE {CHANGED} (doc VARCHAR)"""
    )
    if documents is None:
        return
    differs = "true"
    if "sha256" in documents.columns:
        differs = "o.sha256 IS DISTINCT FROM n.sha256"
    connection.execute(
        f"""INSERT INTO {CHANGED} SELECT coalesce(o."@key", n."@key") FROM {documents.old} AS o
        FULL OUTER JOIN {documents.new} AS n ON o."@key" = n."@key"
        WHERE o."@key" IS NULL OR n."@key" IS NULL OR {differs};
        INSERT INTO {EDITED} SELECT doc FROM {CHANGED}
        WHERE doc IN (SELECT "@key" FROM {documents.old}) AND doc IN (SELECT "@key" FROM {documents.new})"""
    )


def align_texts(connection: DuckDBPyConnection, old: FindTable, new: FindTable, folder: Path) -> None:
    """Make the table of stretches of edited texts, with a file in `folder` on the way."""
    path = folder / "stretches.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        if connection.execute(f"SELECT 1 FROM {EDITED} LIMIT 1").fetchone() is not None:
            _load_units(connection, "old", old)
            _load_units(connection, "new", new)
            for document, before, after in _documents(connection):
                for s in align_units(before, after):
                    place = (s.old_start, s.old_end, s.new_start, s.new_end)
                    writer.writerow((document, *place, str(s.is_same).lower()))
    types = ", ".join(f"'{name}': '{'VARCHAR' if name == 'doc' else 'BIGINT'}'" for name in HEADER[:-1])
    connection.execute(
        f"""CREATE OR REPLACE TABLE {STRETCHES} AS SELECT * FROM read_csv({quote_text(str(path))},
        header = true, auto_detect = false, delim = ',', quote = '"', escape = '"',
        columns = {{{types}, 'is_same': 'BOOLEAN'}})"""
    )


def _load_units(connection: DuckDBPyConnection, side: str, find: FindTable) -> None:
    connection.execute(
        f"""CREATE OR REPLACE TABLE "@units {side}"
        (doc VARCHAR, kind VARCHAR, "text" VARCHAR, first BIGINT, last BIGINT, label VARCHAR)"""
    )
    for name, kind, text, label in UNITS:
        found = find(name)
        needed = {"document_id", "char_start", "char_end", *(("label",) if label == "label" else ())}
        if found is not None and needed <= set(found[1].columns):
            connection.execute(
                f"""INSERT INTO "@units {side}" SELECT document_id, '{kind}', {text},
                TRY_CAST(char_start AS BIGINT) AS first, TRY_CAST(char_end AS BIGINT) AS last, {label}
                FROM {csv_rows(*found)} WHERE first < last AND document_id IN (SELECT doc FROM {EDITED})"""
            )


def _documents(connection: DuckDBPyConnection) -> Iterator[tuple[str, list[Unit], list[Unit]]]:
    """Each edited document that has units, with those of its old and of its new text."""
    cursor = connection.cursor()
    cursor.execute(
        """SELECT doc, 0, kind, "text", first, last, label FROM "@units old" UNION ALL
        SELECT doc, 1, kind, "text", first, last, label FROM "@units new" ORDER BY 1, 2, 5, 6, 3"""
    )
    rows: Iterator[Sequence[object]] = iter(lambda: cursor.fetchone(), None)
    for document, own in groupby(rows, key=lambda row: row[0]):
        sides: tuple[list[Unit], list[Unit]] = ([], [])
        for _, side, kind, text, first, last, label in own:
            sides[int(str(side))].append(
                _unit(str(kind), str(text or ""), int(str(first)), int(str(last)), str(label or ""))
            )
        yield str(document), *sides


def _unit(kind: str, text: str, start: int, end: int, label: str) -> Unit:
    if label:
        # The label stands first and the value last; what is between them is a colon and blanks.
        text = label + ":".ljust(max(end - start - len(label) - len(text), 1)) + text
    return Unit(kind, text[: end - start], start, end, label)


def place_old_rows(connection: DuckDBPyConnection, table: ComparedTable) -> None:
    """Give the old rows of a table the places in the new text that their words have now: `@start` and `@end`
    become offsets in the new text, both NULL where the words are gone. `@same` says whether they are the
    same words."""
    columns = """o.* REPLACE (
        CASE WHEN e.doc IS NULL THEN o."@start" WHEN f.is_same THEN f.new_start + o."@start" - f.old_start
             ELSE f.new_start END AS "@start",
        CASE WHEN e.doc IS NULL THEN o."@end" WHEN l.is_same THEN l.new_start + o."@end" - l.old_start
             ELSE l.new_end END AS "@end")"""
    connection.execute(
        f"""CREATE OR REPLACE TABLE {table.old} AS
        SELECT {columns}, e.doc IS NULL OR coalesce(f.is_same AND f.old_start = l.old_start, false) AS "@same"
        FROM {table.old} AS o LEFT JOIN (SELECT DISTINCT doc FROM {EDITED}) AS e ON o."@doc" = e.doc
        ASOF LEFT JOIN {STRETCHES} AS f ON o."@doc" = f.doc AND o."@start" >= f.old_start
        ASOF LEFT JOIN {STRETCHES} AS l ON o."@doc" = l.doc AND o."@end" - 1 >= l.old_start"""
    )

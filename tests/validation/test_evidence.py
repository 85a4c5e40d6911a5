"""Spans, quotes and attested cells that the text does not bear out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipeline.lexicon.predicates import predicates
from pipeline.tables.rows import make_tables
from pipeline.tables.schemas import read_schemas
from pipeline.tables.table import Table, Tables
from pipeline.validation.evidence import UNKNOWN, check_evidence, restore_texts
from tests.invented import read_invented

TEXTS = {extraction.document.document_id: extraction.document.text for extraction in read_invented()}


@pytest.fixture(scope="module")
def tables() -> Tables:
    return make_tables(read_invented(), predicates(), read_schemas())


def edit(
    tables: Tables, name: str, where: dict[str, Any], cells: dict[str, Any] | None
) -> tuple[Tables, int]:
    """Return the tables with other cells in the first row that is as `where` says (without it where
    `cells` is None), and the number of that row."""
    table = tables.table(name)
    columns = table.schema.columns
    dicts = [dict(zip(columns, row, strict=True)) for row in table.rows]
    number = next(i for i, row in enumerate(dicts) if where.items() <= row.items())
    if cells is None:
        del dicts[number]
    else:
        dicts[number] |= cells
    changed = Table(table.schema, tuple(tuple(row[c] for c in columns) for row in dicts))
    return replace(tables, tables=tuple(changed if t.name == name else t for t in tables.tables)), number + 1


def test_right_tables_pass(tables: Tables) -> None:
    assert check_evidence(tables, TEXTS) == []


SPANS: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("evidence", {"quote": "Tamsin Roe"}, {"char_start": 63}, "quote"),
    ("evidence", {"quote": "Tamsin Roe"}, {"quote": "Tamsin R0e"}, "quote"),
    ("facts", {"subject": "Drovia"}, {"char_end": 339}, "quote"),
    ("entities", {"name": "Drovia"}, {"text": "Drovian"}, "text"),
    ("mentions", {"text": "Dray"}, {"text": "dray"}, "text"),
    ("names", {"name": "Bancu Azura"}, {"char_start": 251, "char_end": 262}, "name"),
    ("dates", {"text": "May 1703"}, {"char_end": 10_000}, "text"),
    ("sentences", {"number": 2, "document_id": "velmoran-regency"}, {"text": "It rained."}, "text"),
    ("sections", {"heading": "Aftermath"}, {"heading": "Afterword"}, "heading"),
    ("infobox_fields", {"label": "Leader1"}, {"value": "Tamsin Ro"}, "value"),
    ("infobox_fields", {"label": "Leader1"}, {"label": "Leader2"}, "value"),
]


@pytest.mark.parametrize(("table", "where", "cells", "column"), SPANS)
def test_span_is_not_what_it_quotes(
    tables: Tables, table: str, where: dict[str, Any], cells: dict[str, Any], column: str
) -> None:
    changed, number = edit(tables, table, where, cells)
    failures = check_evidence(changed, TEXTS)
    found = [f for f in failures if (f.table, f.row, f.column) == (table, number, column)]
    assert any("is not what the text has at" in f.reason for f in found), failures


def test_quote_across_lines(tables: Tables) -> None:
    text = TEXTS["velmoran-regency"]
    start = text.index("Leader: Regent")
    quote = text[start : start + 25]
    cells = {"char_start": start, "char_end": start + 25, "quote": quote}
    changed, number = edit(tables, "evidence", {"field": "title", "quote": "Regent"}, cells)
    failures = check_evidence(changed, TEXTS)
    assert [f for f in failures if f.row == number and "goes across lines" in f.reason], failures


MISSING: list[tuple[dict[str, Any], str, str]] = [
    ({"field": "person", "quote": "Tamsin Roe"}, "tenures", "person"),
    ({"field": "person", "quote": "Tamsin Roe"}, "facts", "subject"),
    ({"field": "title", "quote": "Regent"}, "tenures", "title"),
    ({"field": "start_text", "quote": "1703"}, "tenures", "start_text"),
    ({"field": "start_text", "quote": "1703"}, "facts", "start_edtf"),
    ({"field": "end_text", "quote": "1705"}, "facts", "end_edtf"),
    ({"field": "role"}, "participations", "role"),
    ({"field": "side"}, "participations", "side"),
    ({"field": "stance"}, "recognitions", "stance"),
    ({"field": "type"}, "events", "type"),
    ({"field": "start_text", "quote": "264 BC"}, "events", "start_text"),
    ({"field": "end_text", "quote": "1710"}, "governments", "end_text"),
    ({"field": "seat"}, "governments", "seat"),
    ({"field": "place", "rule": None}, "facts", "object"),
    ({"field": None, "quote": "Blue Bench (Bancu Azura)"}, "facts", "quote"),
]


@pytest.mark.parametrize(("where", "table", "column"), MISSING)
def test_cell_without_evidence(tables: Tables, where: dict[str, Any], table: str, column: str) -> None:
    changed, _ = edit(tables, "evidence", where, None)
    failures = check_evidence(changed, TEXTS)
    assert [f for f in failures if (f.table, f.column) == (table, column)], failures


WRONG: list[tuple[dict[str, Any], dict[str, Any], str, str]] = [
    (
        {"field": "person", "quote": "Tamsin Roe"},
        {"field": "object"},
        "quote",
        "is literal, but the cell object has",
    ),
    ({"field": "person", "quote": "Tamsin Roe"}, {"field": "hat"}, "field", "'hat' is no column of tenures"),
    ({"field": "name", "quote": "Bancu Azura"}, {"rule": "guess"}, "rule", "literal has none"),
    ({"field": "start_text", "quote": "1703"}, {"rule": None}, "rule", "others need one"),
]


@pytest.mark.parametrize(("where", "cells", "column", "reason"), WRONG)
def test_wrong_evidence(
    tables: Tables, where: dict[str, Any], cells: dict[str, Any], column: str, reason: str
) -> None:
    changed, number = edit(tables, "evidence", where, cells)
    failures = [
        f
        for f in check_evidence(changed, TEXTS)
        if (f.table, f.row, f.column) == ("evidence", number, column)
    ]
    assert any(reason in f.reason for f in failures), check_evidence(changed, TEXTS)


def test_literal_cell_of_a_table_of_entities(tables: Tables) -> None:
    """`governments` has no row of the fact: the cell is the object in `facts`."""
    changed, _ = edit(tables, "facts", {"predicate": "seat"}, {"object": "Halvey town"})
    assert any(
        "is literal, but the cell seat has 'Halvey town'" in f.reason for f in check_evidence(changed, TEXTS)
    )


def test_denied_fact_does_not_attest_a_row(tables: Tables) -> None:
    changed, _ = edit(tables, "facts", {"predicate": "seat"}, {"negated": True})
    assert [f for f in check_evidence(changed, TEXTS) if (f.table, f.column) == ("governments", "seat")]


def test_offsets_that_are_none_are_left_to_the_other_checks(tables: Tables) -> None:
    changed, _ = edit(tables, "evidence", {"quote": "Tamsin Roe"}, {"char_start": None})
    assert isinstance(check_evidence(changed, TEXTS), list)
    changed, _ = edit(tables, "entities", {"name": "Drovia"}, {"document_id": "nowhere"})
    assert check_evidence(changed, TEXTS) == []


def test_package_without_its_sources(tables: Tables) -> None:
    """A package holds every sentence, heading and field: enough to check almost every quote."""
    texts = restore_texts(tables)
    for document_id, text in texts.items():
        assert len(text) == len(TEXTS[document_id])
        assert all(a in (b, UNKNOWN) for a, b in zip(text, TEXTS[document_id], strict=True))
        assert text.count(UNKNOWN) < len(text) / 8
    assert check_evidence(tables, texts) == []
    changed, number = edit(tables, "evidence", {"quote": "Tamsin Roe"}, {"quote": "Tamsin R0e"})
    assert [
        f.row for f in check_evidence(changed, texts) if f.table == "evidence" and f.column == "quote"
    ] == [number] * 2

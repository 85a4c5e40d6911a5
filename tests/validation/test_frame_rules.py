"""Each kind of rule, broken in tables that are right otherwise: the failure names table, row and column."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipeline.lexicon.predicates import predicates
from pipeline.model.date import CalendarDay
from pipeline.tables.rows import make_tables
from pipeline.tables.schemas import read_schemas
from pipeline.tables.table import Table, Tables
from pipeline.validation.failures import Failure
from pipeline.validation.frame_rules import FAILURES_A_RULE, check_frames, make_frames
from tests.invented import day, read_invented


@pytest.fixture(scope="module")
def tables() -> Tables:
    return make_tables(read_invented(), predicates(), read_schemas())


def change(tables: Tables, name: str, row: int, /, **cells: Any) -> Tables:
    """Return the tables with other values in one row, counted from 1."""
    table = tables.table(name)
    columns = table.schema.columns
    values = list(table.rows[row - 1])
    for column, value in cells.items():
        values[columns.index(column)] = value
    rows = (*table.rows[: row - 1], tuple(values), *table.rows[row:])
    return replace(
        tables, tables=tuple(Table(t.schema, rows) if t.name == name else t for t in tables.tables)
    )


def check(tables: Tables) -> list[Failure]:
    frames, failures = make_frames(tables)
    return failures or check_frames(frames)


def test_right_tables_pass(tables: Tables) -> None:
    assert check(tables) == []


OPEN = {"end_edtf": "..", "end_earliest": None, "end_latest": None}
CASES: list[tuple[str, str, int, dict[str, Any], str, str]] = [
    ("text for a number", "sections", 2, {"level": "two"}, "level", "'two' is not of the type integer"),
    ("truth for a number", "sections", 2, {"level": True}, "level", "True is not of the type integer"),
    ("number for a text", "entities", 1, {"name": 7}, "name", "7 is not of the type string"),
    (
        "text for a date",
        "facts",
        2,
        {"start_earliest": "1703-01-01"},
        "start_earliest",
        "not of the type date",
    ),
    ("nothing where required", "entities", 3, {"name": None}, "name", "nothing where a value is required"),
    ("empty text", "entities", 3, {"place_type": ""}, "place_type", "'' is empty"),
    ("enum", "entities", 2, {"kind": "wizard"}, "kind", "'wizard' is none of person, office"),
    ("pattern", "facts", 2, {"claim_id": "xyz"}, "claim_id", "'xyz' does not match [0-9a-f]{16}"),
    ("pattern holds for the whole", "facts", 2, {"claim_id": "0" * 17}, "claim_id", "does not match"),
    ("minimum", "sections", 2, {"level": 0}, "level", "0 is less than 1"),
    ("maximum", "sections", 2, {"level": 7}, "level", "7 is more than 6"),
    (
        "offsets the wrong way round",
        "entities",
        2,
        {"char_start": 90, "char_end": 80},
        "char_start",
        "90 is not before",
    ),
    ("primary key", "sections", 2, {"section_id": "siege-of-linden/s0"}, "section_id", "is there twice"),
    (
        "key of two columns",
        "predicates",
        2,
        {"predicate": "began", "kind": "events"},
        "predicate",
        "is there twice",
    ),
    (
        "foreign key",
        "events",
        1,
        {"place_id": "velmoran-regency/nowhere"},
        "place_id",
        "is no entity_id of entities",
    ),
    (
        "foreign key to itself",
        "dates",
        3,
        {"anchor_id": "velmoran-regency/d99"},
        "anchor_id",
        "is no date_id of dates",
    ),
    (
        "foreign key of two columns",
        "facts",
        2,
        {"predicate": "sneezed"},
        "predicate",
        "is no predicate, kind of predicates",
    ),
    ("evidence of no fact", "evidence", 5, {"fact_id": "0" * 16}, "fact_id", "is no fact_id of facts"),
    (
        "start after end",
        "tenures",
        1,
        {"end_edtf": "1701", "end_earliest": day("1701-01-01"), "end_latest": day("1701-12-31")},
        "start_earliest",
        "1703-01-01 is after end_latest",
    ),
    ("impossible date", "facts", 2, {"start_edtf": "1703-13-20"}, "start_edtf", "'1703-13-20' is not EDTF"),
    ("words for a date", "dates", 2, {"edtf": "May 1703"}, "edtf", "'May 1703' is not EDTF"),
    ("open start", "facts", 2, {"start_edtf": ".."}, "start_edtf", "'..' is not EDTF that a start can have"),
    (
        "earlier than its EDTF",
        "facts",
        2,
        {"start_earliest": day("1702-12-31")},
        "start_earliest",
        "lies outside of",
    ),
    (
        "later than its EDTF",
        "facts",
        2,
        {"start_latest": day("1704-01-01")},
        "start_latest",
        "lies outside of start_edtf",
    ),
    (
        "unbounded where its EDTF is not",
        "facts",
        2,
        {"start_earliest": None},
        "start_earliest",
        "nothing lies outside of",
    ),
    (
        "bounds the wrong way round",
        "dates",
        2,
        {"earliest": day("1703-03-01"), "latest": day("1703-02-01")},
        "earliest",
        "1703-03-01 is after latest",
    ),
    (
        "bound of an open end",
        "tenures",
        1,
        OPEN | {"end_latest": day("1705-12-31")},
        "end_latest",
        "or of an open end",
    ),
    (
        "bound without a date",
        "facts",
        3,
        {"start_latest": day("1705-12-31")},
        "start_latest",
        "is a bound of no start_edtf",
    ),
    (
        "before year 1",
        "facts",
        1,
        {"start_latest": day("-262-01-01")},
        "start_latest",
        "-0262-01-01 lies outside of",
    ),
]


@pytest.mark.parametrize(
    ("table", "row", "cells", "column", "reason"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_broken_rule(
    tables: Tables, table: str, row: int, cells: dict[str, Any], column: str, reason: str
) -> None:
    failures = check(change(tables, table, row, **cells))
    assert [f for f in failures if (f.table, f.row, f.column) == (table, row, column) and reason in str(f)], (
        failures
    )


HARMLESS: list[tuple[str, str, int, dict[str, Any]]] = [
    ("late in a year", "facts", 2, {"start_earliest": day("1703-09-01")}),
    ("open end", "tenures", 1, OPEN),
    ("no date", "facts", 2, {"start_edtf": None, "start_earliest": None, "start_latest": None}),
    ("about a year", "facts", 2, {"start_edtf": "1703~"}),
    (
        "the same start and end",
        "tenures",
        1,
        {"end_edtf": "1703", "end_earliest": day("1703-01-01"), "end_latest": day("1703-12-31")},
    ),
    ("until", "dates", 2, {"edtf": "/1703", "earliest": None}),
    ("nothing where nothing is required", "events", 2, {"place_id": None, "place": None}),
    ("a text with quotes and commas", "entities", 2, {"name": 'so "called", or\tnot'}),
]


@pytest.mark.parametrize(("table", "row", "cells"), [c[1:] for c in HARMLESS], ids=[c[0] for c in HARMLESS])
def test_harmless_change(tables: Tables, table: str, row: int, cells: dict[str, Any]) -> None:
    assert check(change(tables, table, row, **cells)) == []


def test_a_report_lists_each_rule_and_some_rows(tables: Tables) -> None:
    """All documents are gone: each row of each table that names one is wrong."""
    emptied = tuple(replace(t, rows=()) if t.name == "documents" else t for t in tables.tables)
    failures = check(replace(tables, tables=emptied))
    dependent = {t.name for t in tables.tables if "document_id" in t.schema.columns and t.rows} - {
        "documents"
    }
    assert {f.table for f in failures} == dependent
    assert max(sum(f.table == t.name for f in failures) for t in tables.tables) == FAILURES_A_RULE


def test_a_failure_reads_as_a_sentence(tables: Tables) -> None:
    [failure] = check(change(tables, "entities", 2, kind="wizard"))
    expected = "entities row 2 (velmoran-regency/regent) column kind: 'wizard' is none of person,"
    assert str(failure).startswith(expected)


def test_days_before_year_1_keep_their_order() -> None:
    from pipeline.tables.frames import count_days

    years = (-401, -400, -263, -1, 0, 1, 4)
    days = [CalendarDay(y, m, d) for y in years for m, d in ((1, 1), (2, 28), (12, 31))]
    counts = [count_days(d) for d in days]
    assert counts == sorted(counts)
    assert count_days(CalendarDay(1, 1, 1)) - count_days(CalendarDay(0, 12, 31)) == 1
    assert count_days(CalendarDay(0, 3, 1)) - count_days(CalendarDay(0, 2, 28)) == 2
    assert count_days(CalendarDay(1970, 1, 1)) == 0

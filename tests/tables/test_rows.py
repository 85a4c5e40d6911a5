"""What rows the invented articles give, table by table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipeline.errors import SchemaError
from pipeline.lexicon.predicates import predicates
from pipeline.model.entity import EntityKind, MentionForm, NameType
from pipeline.model.evidence import Basis
from pipeline.model.extraction import Extraction
from pipeline.model.fact import Candidate, Cell, Certainty, Fact, Reference
from pipeline.reconciliation.identity import claim_id, fact_id
from pipeline.tables.rows import make_tables
from pipeline.tables.schemas import read_schemas
from pipeline.tables.table import Tables
from tests.invented import Reader, day, read_invented, read_velmora

VELMORA = "velmoran-regency"


@pytest.fixture(scope="module")
def tables() -> Tables:
    return make_tables(read_invented(), predicates(), read_schemas())


def rows(tables: Tables, name: str, *columns: str) -> list[tuple[Any, ...]]:
    return list(tables.table(name).columns(*columns))


def short(value: object) -> object:
    return value.removeprefix(f"{VELMORA}/") if isinstance(value, str) else value


def test_tenures(tables: Tables) -> None:
    """The planned one has no row."""
    columns = (
        "person",
        "person_id",
        "title",
        "office_id",
        "start_text",
        "start_edtf",
        "end_edtf",
        "end_latest",
    )
    assert [tuple(map(short, row)) for row in rows(tables, "tenures", *columns)] == [
        ("Tamsin Roe", "tamsin-roe", "Regent", "regent", "1703", "1703", "1705", day("1705-12-31")),
        ("Karsten Dray", "karsten-dray", "Keeper of Halvey", None, "since 1706", "1706", "..", None),
    ]


def test_facts_hold_what_typed_tables_leave_out(tables: Tables) -> None:
    found = rows(tables, "facts", "kind", "subject", "negated", "certainty", "start_edtf")
    assert ("tenures", "Karsten Dray", False, "planned", "[..1707]") in found
    assert ("recognitions", "Osk Feld", True, "asserted", None) in found


def test_recognitions_keep_denials(tables: Tables) -> None:
    assert rows(tables, "recognitions", "actor", "stance", "target", "negated") == [
        ("Drovia", "recognized", "Blue Bench", False),
        ("Osk Feld", "not recognized", "Blue Bench", True),
        ("Osk Feld", "withheld", "Blue Bench", False),
    ]


def test_participations(tables: Tables) -> None:
    columns = ("event_id", "participant", "role", "side", "qualifier")
    [row] = rows(tables, "participations", *columns)
    expected = (
        "storming-of-halvey",
        "Velmoran Guard",
        "attacker",
        '"the keep, or mill"',
        'so-called, "or" not',
    )
    assert tuple(map(short, row)) == expected


def test_events_and_governments(tables: Tables) -> None:
    assert rows(tables, "events", "name", "type", "start_edtf", "end_edtf", "place") == [
        ("Siege of Linden", None, "-0263", None, None),
        ("Storming of Halvey", "storming", "1704-05-02", None, "Halvey"),
    ]
    assert rows(tables, "governments", "name", "seat", "start_text", "end_text", "head") == [
        ("Blue Bench", "Halvey", "1702", "1710", None)
    ]


def test_names_point_at_the_fact_that_states_them(tables: Tables) -> None:
    stated = [row for row in rows(tables, "names", "name", "name_type", "fact_id") if row[2]]
    [(native,)] = [row[2:] for row in rows(tables, "facts", "kind", "object", "fact_id") if row[0] == "names"]
    assert stated == [("Bancu Azura", "native-language", native)]


def test_mentions_and_dates_know_where_they_stand(tables: Tables) -> None:
    mentions = {
        row[0]: row[1:] for row in rows(tables, "mentions", "text", "sentence_id", "field_id", "candidates")
    }
    assert tuple(map(short, mentions["Regent"])) == (None, "f1", None)
    assert tuple(map(short, mentions["Dray"])) == ("t8", None, None)
    assert mentions["it rained"][2] == f"{VELMORA}/blue-bench;{VELMORA}/osk-feld"
    dates = {
        row[0]: row[1:] for row in rows(tables, "dates", "text", "resolution", "anchor_id", "edtf", "date_id")
    }
    assert tuple(map(short, dates["Six days later"]))[:2] == ("relative", short(dates["May 1703"][3]))
    assert dates["now"][:3] == ("vague", None, None)


def test_coverage(tables: Tables) -> None:
    found = {
        short(row[0]): row[1:]
        for row in rows(tables, "coverage", "unit_id", "facts", "dates", "status", "reason")
    }
    assert found["f1"] == (1, 0, "read", None)
    assert found["f2"] == (1, 0, "read", None)
    assert found["f3"] == (1, 2, "read", None)
    assert found["f4"] == (0, 1, "no fact", None)
    assert found["t1"] == (3, 1, "read", None)
    assert found["t6"] == (0, 1, "unread trigger", "events")
    assert found["t8"] == (1, 2, "read", "too far apart")
    units = [
        *tables.table("sentences").column("sentence_id"),
        *tables.table("infobox_fields").column("field_id"),
    ]
    assert sorted(map(str, tables.table("coverage").column("unit_id"))) == sorted(map(str, units))


def test_review_list_has_each_candidate_once(tables: Tables) -> None:
    [row] = tables.review
    assert (row.gate, row.kind, row.subject, row.object, row.quote) == (
        "too far apart", "relations", "Karsten Dray", "Osk Feld", "laughed",
    )  # fmt: skip


def test_review_list_shows_the_place(tables: Tables) -> None:
    [row] = tables.review
    assert row.section in tables.table("sections").column("heading")
    assert row.passage in tables.table("sentences").column("text")
    assert row.quote in row.passage


def test_evidence_names_columns_of_the_typed_table(tables: Tables) -> None:
    kinds = dict(
        zip(tables.table("facts").column("fact_id"), tables.table("facts").column("kind"), strict=True)
    )
    fields: dict[object, set[object]] = {}
    for fact, field in rows(tables, "evidence", "fact_id", "field"):
        fields.setdefault(kinds[fact], set()).add(field)
    assert fields["tenures"] == {None, "person", "title", "start_text", "end_text", "object"}
    assert fields["recognitions"] == {None, "actor", "target", "stance", "start_text"}
    assert fields["participations"] == {None, "participant", "event", "role", "side"}
    assert fields["governments"] == {None, "name", "seat", "start_text", "end_text"}
    assert fields["names"] == {None, "subject", "name"}


def test_whole_evidence_comes_first_and_facts_quote_it(tables: Tables) -> None:
    first: dict[object, object] = {}
    for fact, field, quote in rows(tables, "evidence", "fact_id", "field", "quote"):
        if fact not in first:
            assert field is None
            first[fact] = quote
    assert first == dict(rows(tables, "facts", "fact_id", "quote"))  # type: ignore[arg-type]


def test_order_of_documents_does_not_matter() -> None:
    forward, backward = read_invented(), tuple(reversed(read_invented()))
    made = [make_tables(extractions, predicates(), read_schemas()) for extractions in (forward, backward)]
    assert made[0] == made[1]


def shuffle(extraction: Extraction) -> Extraction:
    parts = {name: tuple(reversed(getattr(extraction, name))) for name in (
        "sentences", "dates", "entities", "mentions", "names", "facts", "candidates", "unread")}  # fmt: skip
    return replace(extraction, **parts)


def test_order_of_what_was_read_does_not_matter() -> None:
    made = [make_tables([e], predicates(), read_schemas()) for e in (read_velmora(), shuffle(read_velmora()))]
    for name in (
        "facts",
        "evidence",
        "tenures",
        "events",
        "names",
        "mentions",
        "dates",
        "coverage",
        "entities",
    ):
        assert made[0].table(name) == made[1].table(name)


def _events(*facts: tuple[str, dict[str, Any]]) -> list[tuple[Any, ...]]:
    r = Reader(
        "fair", "= Fair =\n\nThe Salt Fair at Pell and at Linden, a market, a riot, 1703, 1705, 1703.\n"
    )
    fair = r.entity(EntityKind.EVENT, "Salt Fair")
    for predicate, parts in facts:
        r.fact("events", fair, predicate, parts.pop("object", None), "Salt Fair", **parts)
    tables = make_tables([r.extraction()], predicates(), read_schemas())
    return rows(tables, "events", "type", "start_edtf", "end_edtf", "place")


def test_a_cell_with_two_values_is_empty() -> None:
    r = Reader("fair", "= Fair =\n\n1703, 1705.\n")
    early, late = (
        r.date("1703", "1703", "1703-01-01", "1703-12-31"),
        r.date("1705", "1705", "1705-01-01", "1705-12-31"),
    )
    market, riot = Reference("market", None), Reference("riot", None)
    assert _events(("type", {"object": market}), ("type", {"object": riot})) == [(None, None, None, None)]
    assert _events(("type", {"object": market}), ("occurred", {"start": early})) == [
        ("market", "1703", None, None)
    ]
    assert _events(("occurred", {"start": early}), ("began", {"start": early})) == [
        (None, "1703", None, None)
    ]
    assert _events(("occurred", {"start": early}), ("began", {"start": late})) == [(None, None, None, None)]
    assert _events(("began", {"start": early}), ("ended", {"start": late})) == [(None, "1703", "1705", None)]


def test_dates_that_contradict_each_other_are_left_out() -> None:
    r = Reader("fair", "= Fair =\n\n1703, 1705.\n")
    early, late = (
        r.date("1703", "1703", "1703-01-01", "1703-12-31"),
        r.date("1705", "1705", "1705-01-01", "1705-12-31"),
    )
    assert _events(("began", {"start": late}), ("ended", {"start": early})) == [(None, None, None, None)]


@pytest.mark.parametrize("parts", [{"negated": True}, {"certainty": Certainty.PLANNED}])
def test_an_event_that_is_not_asserted_has_no_row(parts: dict[str, Any]) -> None:
    assert _events(("type", {"object": Reference("market", None), **parts})) == []


def test_a_cell_that_no_schema_knows() -> None:
    extraction = read_velmora()
    facts = tuple(
        replace(f, cells=(Cell("hat", Reference("red", None)),)) if f.kind == "participations" else f
        for f in extraction.facts
    )
    with pytest.raises(SchemaError, match=r"'hat', which participations\.json does not know"):
        make_tables([replace(extraction, facts=facts)], predicates(), read_schemas())


def test_a_kind_that_no_schema_knows() -> None:
    extraction = read_velmora()
    facts = (replace(extraction.facts[0], kind="hats"),)
    with pytest.raises(SchemaError, match=r"'hats' have no schemas/hats\.json"):
        make_tables([replace(extraction, facts=facts)], predicates(), read_schemas())


def _fact() -> Fact:
    return next(f for f in read_velmora().facts if f.kind == "tenures")


SAME: list[dict[str, Any]] = [
    {"qualifier": "nominally"},
    {"evidence": ()},
    {"cells": ()},
]
OTHER: list[dict[str, Any]] = [
    {"kind": "relations"},
    {"about_id": f"{VELMORA}/blue-bench"},
    {"subject": Reference("Tamsin Roe", f"{VELMORA}/tamsin-roe-2")},
    {"predicate": "left office"},
    {"object": None},
    {"start": None},
    {"end": None},
    {"place": Reference("Halvey", None)},
    {"negated": True},
    {"certainty": Certainty.REPORTED},
]


@pytest.mark.parametrize("parts", SAME)
def test_fact_id_is_of_what_is_stated(parts: dict[str, Any]) -> None:
    assert fact_id(replace(_fact(), **parts)) == fact_id(_fact())


@pytest.mark.parametrize("parts", OTHER)
def test_fact_id_changes_with_what_is_stated(parts: dict[str, Any]) -> None:
    changed = replace(_fact(), **parts)
    assert fact_id(changed) != fact_id(_fact())
    assert claim_id(changed) != claim_id(_fact())


def test_two_documents_make_one_claim() -> None:
    one, two = (
        next(f for f in read_velmora(d).facts if f.kind == "tenures") for d in ("one-text", "another-text")
    )
    assert fact_id(one) != fact_id(two)
    assert claim_id(one) == claim_id(two)


@pytest.mark.parametrize(
    ("table", "column", "kinds"),
    [
        ("entities", "kind", EntityKind),
        ("mentions", "form", MentionForm),
        ("names", "name_type", NameType),
        ("facts", "certainty", Certainty),
        ("evidence", "basis", Basis),
    ],
)
def test_schemas_allow_what_the_model_has(table: str, column: str, kinds: Any) -> None:
    schema = next(s for s in read_schemas() if s.name == table)
    field = next(f for f in schema.fields if f.name == column)
    assert field.enum == tuple(kind.value for kind in kinds)


def test_a_candidate_that_failed_two_gates_is_listed_twice() -> None:
    extraction = read_velmora()
    again = Candidate(extraction.candidates[0].fact, "no verb")
    tables = make_tables(
        [replace(extraction, candidates=(*extraction.candidates, again))], predicates(), read_schemas()
    )
    assert [row.gate for row in tables.review] == ["no verb", "too far apart"]

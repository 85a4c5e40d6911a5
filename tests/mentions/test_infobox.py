"""Infobox fields, invented, and what is read in them; and properties that hold for any value."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.lexicon.infobox import load_field_senses
from pipeline.mentions.dates import find_dates
from pipeline.mentions.infobox import FieldStatus, Infobox, read_infobox
from pipeline.mentions.infobox_values import Item, NoteKind, Period
from pipeline.model.document import Document, Source
from pipeline.model.span import Span
from pipeline.reading.article import read_article

CASES = tomllib.loads((Path(__file__).parent / "cases" / "infobox.toml").read_text("utf-8"))
# What a case must name where it is there.
ALWAYS = ("title", "fate", "containing", "alias", "code", "doubt")


def read(lines: list[str]) -> tuple[Document, Infobox]:
    source = Source("invented", "Invented", "", None, "", "", "")
    fields = "\n".join(f"- {line}" for line in lines)
    document = read_article(source, f"= Invented =\n\nInfobox\n{fields}\n\nProse.\n", "invented.txt")
    return document, read_infobox(document, find_dates(document))


def cases(kind: str) -> list[Any]:
    return [pytest.param(case["lines"], case["reads"], id=case["lines"][0]) for case in CASES[kind]]


def show_period(period: Period) -> str:
    start, end = (part.edtf if part else "" for part in (period.start, period.end))
    return f"{start}..{end}"


def show_item(item: Item, text: str, default: str) -> dict[str, Any]:
    by_kind: dict[NoteKind, list[Any]] = {kind: [] for kind in NoteKind}
    for note in item.notes:
        by_kind[note.kind].append(note)
    return {
        "name": item.name.of(text),
        "title": item.title.of(text) if item.title else "",
        "role": item.role(default),
        "label": item.labels[-1].span.of(text) if item.labels else "",
        "fate": item.fate.word if item.fate else "",
        "capacity": "".join(note.word for note in by_kind[NoteKind.CAPACITY]),
        "periods": [show_period(period) for period in item.periods],
        "notes": [note.span.of(text) for note in by_kind[NoteKind.TEXT]],
        "present_day": "".join(note.name.of(text) for note in by_kind[NoteKind.PRESENT_DAY]),
        "supporter": "".join(note.name.of(text) for note in by_kind[NoteKind.SUPPORTER]),
        "containing": [span.of(text) for span in item.containing],
        "alias": item.alias.of(text) if item.alias else "",
        "code": item.code or "",
        "doubt": item.doubt or "",
    }


def compare(
    found: list[dict[str, Any]], expected: list[dict[str, Any]], always: tuple[str, ...] = ()
) -> None:
    wanted = [
        {key: want.get(key, type(value)()) for key, value in have.items() if key in want or key in always}
        for have, want in zip(found, expected, strict=False)
    ]
    assert [
        {k: v for k, v in have.items() if k in want} for have, want in zip(found, wanted, strict=False)
    ] == wanted
    assert len(found) == len(expected), found


@pytest.mark.parametrize(("lines", "reads"), cases("value"))
def test_value(lines: list[str], reads: list[dict[str, Any]]) -> None:
    document, infobox = read(lines)
    reading = infobox.readings[0]
    role = reading.sense.role if reading.sense else ""
    compare([show_item(item, document.text, role) for item in reading.items], reads, ALWAYS)


@pytest.mark.parametrize(("lines", "reads"), cases("number"))
def test_number(lines: list[str], reads: list[dict[str, Any]]) -> None:
    document, infobox = read(lines)
    found = [
        {
            "number": q.number.of(document.text),
            "low": q.low,
            "high": q.high or 0,
            "qualifier": q.qualifier or "",
            "thing": q.thing.of(document.text) if q.thing else "",
            "category": q.category or "",
            "is_total": q.is_total,
            "label": q.labels[-1].span.of(document.text) if q.labels else "",
            "periods": [show_period(period) for period in q.periods],
            "doubt": q.doubt or "",
        }
        for q in infobox.readings[0].quantities
    ]
    compare(found, reads, ("high", "qualifier", "thing", "category", "is_total", "doubt"))


@pytest.mark.parametrize(("lines", "reads"), cases("holding"))
def test_holding(lines: list[str], reads: list[dict[str, Any]]) -> None:
    document, infobox = read(lines)
    text = document.text
    found = [
        {
            "title": h.title.span.of(text) if h.title else "",
            "domains": [domain.of(text) for domain in h.title.domains] if h.title else [],
            "ordinal": h.ordinal.of(text) if h.ordinal else "",
            "holder": h.holder.name.of(text) if h.holder else "",
            "periods": [show_period(period) for period in h.periods],
            "predecessors": [item.name.of(text) for item in h.predecessors],
            "successors": [item.name.of(text) for item in h.successors],
            "associates": [f"{a.role} {a.person.name.of(text)}" for a in h.associates],
            "doubt": h.doubt or "",
        }
        for h in infobox.holdings
    ]
    compare(found, reads, ("title", "ordinal", "holder", "predecessors", "successors", "associates", "doubt"))


@pytest.mark.parametrize(("lines", "reads"), cases("event"))
def test_event(lines: list[str], reads: list[dict[str, Any]]) -> None:
    document, infobox = read(lines)
    found = [
        {
            "role": e.role,
            "event": e.event.name.of(document.text) if e.event else "",
            "period": show_period(e.period) if e.period else "",
            "doubt": e.doubt or "",
        }
        for e in infobox.events
    ]
    compare(found, reads, ("event", "period", "doubt"))


def test_evidence_of_a_date_in_two_fields_is_both() -> None:
    document, infobox = read(["Date Start: 4 May", "Year Start: 1702"])
    period = infobox.events[0].period
    assert period is not None
    assert [span.of(document.text) for span in period.spans] == ["4 May", "1702"]


def test_sides_are_kept_apart_and_losses_of_all_belong_to_none() -> None:
    document, infobox = read(
        [
            "Combatant1: Velmora",
            "Combatant2: Drovia",
            "Commander2: Osk Feld",
            "Casualties1: 12 dead",
            "Casualties3: 400 deaths in total",
        ]
    )
    assert infobox.infobox_class == "conflict"
    assert [side.index for side in infobox.sides] == [1, 2, None]
    first, second, both = infobox.sides
    assert [item.name.of(document.text) for item in first.belligerents] == ["Velmora"]
    assert [item.name.of(document.text) for item in second.commanders] == ["Osk Feld"]
    assert [quantity.low for quantity in first.casualties] == [12]
    assert [quantity.low for quantity in both.casualties] == [400]


def test_date_and_place_of_one_role_are_one_occurrence() -> None:
    document, infobox = read(
        ["Date Signed: 1709-05-04", "Location Signed: Linden, Drovia", "Signatories: Osk Feld"]
    )
    (signing,) = infobox.occurrences
    assert signing.role == "signed"
    assert [show_period(date.period) for date in signing.dates] == ["1709-05-04.."]
    assert [place.name.of(document.text) for place in signing.places] == ["Linden"]


def test_place_in_the_field_of_a_date_is_doubtful() -> None:
    _, infobox = read(["Birth Date: Halvey, Velmora,", "Spouse: Elin Corrow"])
    assert infobox.readings[0].gates == ("place in a date field",)


def test_several_bare_dates_of_what_happens_once_are_doubtful() -> None:
    _, infobox = read(["Date Signed: 4 May 1709, 6 June 1709, Came into force: 1 July 1709"])
    assert [date.doubt for date in infobox.readings[0].dates] == ["several dates", "several dates", None]


@pytest.mark.parametrize(
    ("value", "periods"),
    [
        ("1702–1704", ["1702..1704"]),
        ("1702 – 1704, 1706", ["1702..1704", "1706..1706"]),
        ("1702 and 1704", ["1702..1702", "1704..1704"]),
        ("1702–", ["1702.."]),
        ("–1705", ["..1705"]),
        ("since 1703", ["1703.."]),
        ("4 May 1703 to 6 June 1705 (acting)", ["1703-05-04..1705-06-06"]),
        ("about the time of the flood", []),
    ],
)
def test_period_of_an_office(value: str, periods: list[str]) -> None:
    _, infobox = read(["Title Leader: Regent", "Leader1: Tamsin Roe", f"Year Leader1: {value}"])
    assert [show_period(period) for period in infobox.holdings[0].periods] == periods


@pytest.mark.parametrize(
    ("value", "ratified"),
    [
        (
            "Ratification by Velmora on 4–5 May and Drovia on 6 June 1709",
            ["Velmora 1709-05-04", "Drovia 1709-06-06"],
        ),
        (
            "Ratified by the Kingdom of Pell (1709) and by Drovia in May 1710.",
            ["Kingdom of Pell 1709", "Drovia 1710-05"],
        ),
        ("Ratification by Velmora and two of the other states", []),
        ("Ratification by Velmora on 4 May 1709 and by two other states", []),
        ("Ratification of the whole by 4 May 1709", []),
    ],
)
def test_ratifications_are_stated_only_with_their_dates(value: str, ratified: list[str]) -> None:
    document, infobox = read([f"Condition Effective: {value}", "Date Signed: 1 May 1709"])
    found = [
        f"{r.party.name.of(document.text)} {r.period.start.edtf if r.period.start else ''}"
        for r in infobox.ratifications
    ]
    assert found == ratified


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("Combatant1: Velmora", FieldStatus.READ),
        ("Combatant1: VelmoraDrovia", FieldStatus.IN_DOUBT),
        ("Image Flag: Flag of Velmora.svg", FieldStatus.NO_FACT),
        ("Symbol Type Article: Arms of Velmora", FieldStatus.NO_FACT),
        ("Parties: ,", FieldStatus.NO_VALUE),
        ("Predecessor: Office established", FieldStatus.NO_VALUE),
        ("Children: 3", FieldStatus.NO_VALUE),
        ("Term End: Incumbent", FieldStatus.READ),
        ("Bridge Height: 12 m", FieldStatus.UNREAD),
        ("Strength1: Hundreds", FieldStatus.UNREAD),
        ("Date Signed: in the rains", FieldStatus.IN_DOUBT),
    ],
)
def test_every_field_says_what_became_of_it(line: str, status: FieldStatus) -> None:
    assert read([line])[1].readings[0].status is status


def test_document_without_infobox_gives_nothing() -> None:
    source = Source("invented", "Invented", "", None, "", "", "")
    document = read_article(source, "= Invented =\n\nOnly prose.\n", "invented.txt")
    infobox = read_infobox(document, ())
    assert infobox.readings == () and infobox.infobox_class is None


LABELS = sorted({label for sense in load_field_senses() for label in sense.labels})
FRAGMENTS = """Karsten Dray|Osk FeldKIA|Velmora|the Salt Wars|(1702–1704)|(|)|, ,|Supported by:|;|1,240|killed
4 May 1703|7th and|Regent of Pell|^{a}|France|and|†|Total: |()|VelmoraVelmora
(acting)|…|–|[[|Jr.|present-day Drovia|Vacant|:|  |1703|until 1705
Duke of Pell|see below|c.|+|ǅ|李""".replace("\n", "|").split("|")
VALUES = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=6)), max_size=9).map(" ".join)


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.tuples(st.sampled_from(LABELS), st.sampled_from(["", "1", "2"]), VALUES), min_size=1, max_size=6
    )
)
def test_any_value_reads_and_every_span_lies_in_its_field(fields: list[tuple[str, str, str]]) -> None:
    lines = [f"{label}{index}: {' '.join(value.split())}" for label, index, value in fields]
    document, infobox = read(lines)
    assert len(infobox.readings) == len(document.fields)
    for reading in infobox.readings:
        value = reading.field.value_span
        for item in reading.items:
            assert value.contains(item.span) and item.span.contains(item.name)
            assert item.name.of(document.text).strip() == item.name.of(document.text)
            assert item.name or item.doubt
            assert_apart([item.name, *item.containing, *(s for s in (item.title, item.alias) if s)])
            assert all(value.contains(note.span) for note in item.notes)
            assert item.doubt or not any(note.span.overlaps(item.name) for note in item.notes)
        for quantity in reading.quantities:
            assert value.contains(quantity.span) and quantity.span.contains(quantity.number)
            assert quantity.high is None or quantity.doubt or quantity.low <= quantity.high
        assert all(value.contains(title.span) for title in reading.titles)
        assert all(value.contains(span) for date in reading.dates for span in date.period.spans)
        assert_apart([item.name for item in reading.items])
        assert_apart([quantity.number for quantity in reading.quantities])


def assert_apart(spans: list[Span]) -> None:
    ordered = sorted(spans)
    assert all(not left.overlaps(right) for left, right in pairwise(ordered))

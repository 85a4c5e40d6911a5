"""Cases in `cases/names.toml` in: each sentence must give the names it says, of the kinds it says."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.mentions.dates import find_dates
from pipeline.mentions.infobox import read_infobox
from pipeline.mentions.infobox_names import infobox_names
from pipeline.mentions.name_kinds import TypedName, type_names
from pipeline.mentions.names import find_names
from pipeline.model.document import Document, Source
from pipeline.model.name import NameForm
from pipeline.reading.article import read_article
from tests.facts.article import TITLE, make_article

CASES = tomllib.loads((Path(__file__).parent / "cases" / "names.toml").read_text("utf-8"))["case"]
WORDS = st.sampled_from(
    "Roe Feld Halvey the of General St. Prime Minister Velmora Velmoran and de van in New 5th Army's A. "
    "(Bancu Azura) Battle War 1704 , . - King's Lord « Ω ł 'tis Maj. Gen. Republic MFLV\n- ".split(" ")
)


def read(article: str) -> Document:
    source = Source("case", TITLE, "https://example.org", None, "CC BY-SA 4.0", "Example", "0" * 64)
    return read_article(source, article, "case.txt")


def typed_names(article: str) -> tuple[TypedName, ...]:
    document = read(article)
    dates = find_dates(document)
    known = infobox_names(document, read_infobox(document, dates))
    return type_names(document, (*known, *find_names(document, dates, known)))


def _label(name: TypedName) -> str:
    if name.name.form is not NameForm.NAME:
        return name.name.form.value
    return name.kind.value if name.kind is not None else "unknown"


@pytest.mark.parametrize("case", CASES, ids=[c["about"].replace(" ", "-") for c in CASES])
def test_sentence_names(case: dict[str, Any]) -> None:
    article = make_article(case["text"], context=case.get("context", ""), title=case.get("title", TITLE))
    names = [n for n in typed_names(article) if n.name.span.start > article.index("\n")]
    found = {n.name.text for n in names} | {f"{n.name.text} = {_label(n)}" for n in names}
    assert [wanted for wanted in case["names"] if wanted not in found] == [], found
    assert [text for text in case.get("not", ()) if text in found] == []


def test_there_are_negatives_for_every_two_positives() -> None:
    negatives = sum(bool(case.get("not")) for case in CASES)
    assert negatives * 2 >= len(CASES) - negatives


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (["Combatant1: Velmora", "Combatant2: Heron rebels"], ["Velmora = polity", "Heron rebels = group"]),
        (["Combatant1: SWE", "Combatant2: NOR"], ["SWE = polity", "NOR = polity"]),
        (["Commander1: General Osk Feld"], ["Osk Feld = person"]),
        (["Unit: 5th Corrow Infantry"], ["5th Corrow Infantry = unit"]),
        (["Birth Place: Halvey, Velmora"], ["Halvey = place", "Velmora = place"]),
        (["Party: Salt Party"], ["Salt Party = organization"]),
        (["Partof: the Salt Wars"], ["Salt Wars = event"]),
        (["Image Size: 250px"], []),
        (["P1: Kingdom of Pell and Corrow"], ["Kingdom of Pell and Corrow = polity"]),
    ],
)
def test_infobox_names(fields: list[str], expected: list[str]) -> None:
    article = make_article("It was long ago.", infobox=fields)
    found = {f"{n.name.text} = {_label(n)}" for n in typed_names(article)}
    assert set(expected) <= found


def test_prose_decides_what_an_infobox_leaves_open() -> None:
    article = make_article("The Herons rose, and Heron militia won.", infobox=["Combatant1: Herons"])
    assert {_label(n) for n in typed_names(article) if n.name.text == "Herons"} == {"group"}


def test_prose_takes_composed_names_of_the_infobox_as_one() -> None:
    article = make_article(
        "It belonged to the Kingdom of Pell and Corrow.", infobox=["P1: Kingdom of Pell and Corrow"]
    )
    names = [n for n in typed_names(article) if n.name.text == "Kingdom of Pell and Corrow"]
    assert len(names) == 2


def test_native_name_belongs_to_the_name_before_it() -> None:
    article = make_article("The Salt Council (Bancu Azura) met.")
    (name,) = [n.name for n in typed_names(article) if n.name.text == "Salt Council"]
    assert name.native is not None
    assert name.native.of(article) == "Bancu Azura"


@settings(max_examples=80, deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_any_words_give_names_that_slice_back_and_do_not_overlap(words: str) -> None:
    article = make_article(f"Then {words}")
    names = typed_names(article)
    for name in names:
        assert name.name.span.of(article) == name.name.text
        assert "\n" not in name.name.text
        assert all(span.of(article) for span in name.name.inner)
    for one, other in pairwise(sorted(n.name.span for n in names)):
        assert not one.overlaps(other)
    assert typed_names(article) == names


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=120))
def test_any_text_reads(text: str) -> None:
    document = read(f"= T =\n\n{text.replace(chr(13), ' ')}\n") if text.strip() else read("= T =\n\nx\n")
    for name in find_names(document, find_dates(document)):
        assert name.span.of(document.text) == name.text

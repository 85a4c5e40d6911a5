"""The same thing said twice is one fact with two pieces of evidence; two things that look alike stay two."""

from __future__ import annotations

import pytest

from pipeline.model.fact import Fact
from tests.facts.article import TITLE, extract_article, make_article

ONE = [
    (
        "the same words twice",
        "tenures",
        "Tamsin Roe became regent of Velmora in 1703. In 1703 Roe became regent of Velmora.",
        ["1703"],
    ),
    (
        "a date, then a finer one",
        "events",
        "The Battle of Halvey took place in May 1704. The Battle of Halvey took place on 3 May 1704.",
        ["1704-05-03"],
    ),
    (
        "a title beside a name, then the dated office",
        "tenures",
        (
            "The Drovian army left Drovia. Drovian President Osk Feld wrote home. "
            "Feld served as president of Drovia from 1702 to 1705."
        ),
        ["1702"],
    ),
]
TWO = [
    (
        "two terms of one man",
        "tenures",
        (
            "Osk Feld served as mayor of Halvey from 1702 to 1705. "
            "Feld served as mayor of Halvey from 1708 to 1709."
        ),
        ["1702", "1708"],
    ),
    (
        "two terms, and a mention that fits both",
        "tenures",
        (
            "Osk Feld served as mayor from 1702 to 1705. Feld served as mayor from 1708 to 1709. "
            "Mayor Osk Feld wrote home."
        ),
        ["1702", "1708", ""],
    ),
    (
        "two offices of one man",
        "tenures",
        "Osk Feld served as governor of Halvey from 1702 to 1705. Osk Feld, mayor of Pell, wrote home.",
        ["1702", ""],
    ),
    (
        "an undated capture beside a dated one",
        "territorial_changes",
        (
            "There are two rivers in Drovia. The Drovian army was in Halvey, a town. "
            "In 1704 Drovia captured Halvey. Later, Drovia captured Halvey."
        ),
        ["1704", ""],
    ),
    (
        "a date and a denial of it",
        "recognitions",
        (
            "The armies of Drovia met the army of Velmora. The Drovian army left. The Velmoran army stayed. "
            "In 1704 Drovia recognized Velmora. In 1703 Drovia did not recognize Velmora."
        ),
        ["1704", "1703"],
    ),
]


def _facts(kind: str, text: str) -> list[Fact]:
    article = make_article(text, context="", infobox=(), title=TITLE)
    predicates = {"events": "occurred"}
    return [
        f
        for f in extract_article(article).facts
        if f.kind == kind and f.predicate == predicates.get(kind, f.predicate)
    ]


@pytest.mark.parametrize(("kind", "text", "starts"), [c[1:] for c in ONE], ids=[c[0] for c in ONE])
def test_one_thing_said_twice_is_one_fact(kind: str, text: str, starts: list[str]) -> None:
    facts = _facts(kind, text)
    assert [f.start.edtf if f.start else "" for f in facts] == starts
    assert len([e for e in facts[0].evidence if e.field is None]) == 2


@pytest.mark.parametrize(("kind", "text", "starts"), [c[1:] for c in TWO], ids=[c[0] for c in TWO])
def test_two_things_stay_two(kind: str, text: str, starts: list[str]) -> None:
    assert [f.start.edtf if f.start else "" for f in _facts(kind, text)] == starts

"""Nouns of events in invented sentences have the participants, dates and truth that the cases give."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.grammar.nominals import NominalEvent, find_nominal_events
from pipeline.model.syntax import Token
from tests.grammar.marked_sentences import read_marked

CASES = tomllib.loads((Path(__file__).parent / "cases" / "nominals.toml").read_text("utf-8"))["case"]
TRIGGERS = frozenset(case["event"]["noun"] for case in CASES)


def _events(text: str) -> list[NominalEvent]:
    reading = read_marked(text)
    return [
        e
        for sentence in reading.sentences
        for e in find_nominal_events(sentence, reading.dates, reading.kind_of, TRIGGERS)
    ]


def _texts(tokens: tuple[Token, ...]) -> list[str]:
    return [t.text for t in tokens]


def _describe(event: NominalEvent) -> dict[str, Any]:
    phrases = {p.word: _texts(p.objects) for p in event.prepositions}
    return phrases | {
        "noun": event.lemma,
        "agents": _texts(event.agents),
        "patients": _texts(event.patients),
        "places": _texts(event.places),
        "possessor": event.possessor.text if event.possessor else None,
        "dates": [d.edtf for d in event.dates],
        "certainty": event.certainty.value,
        "negated": event.negated,
    }


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:70])
def test_noun_is_read_as_the_case_says(case: dict[str, Any]) -> None:
    wanted = {"certainty": "asserted", "negated": False} | case["event"]
    found = [e for e in _events(case["text"]) if e.lemma == wanted["noun"]]
    assert found, f"{wanted['noun']!r} was not found"
    shown = _describe(found[0])
    assert {k: shown.get(k) for k in wanted} == wanted


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:70])
def test_span_holds_the_participants(case: dict[str, Any]) -> None:
    for event in _events(case["text"]):
        assert event.sentence.span.contains(event.span)
        for token in (event.token, *event.agents, *event.patients):
            assert event.span.contains(token.span)


def test_nouns_that_are_no_triggers_are_left_alone() -> None:
    assert _events("The mill of [Tamsin Roe|person] burned.") == []


def test_one_case_in_three_is_a_trap() -> None:
    assert 3 * sum("trap" in case for case in CASES) >= len(CASES)

"""Clauses of invented sentences are as the cases say, and every clause of any of them keeps its promises."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.grammar.attachment import read_period
from pipeline.grammar.clause import Clause
from pipeline.grammar.clauses import find_clauses
from pipeline.model.entity import EntityKind
from pipeline.model.syntax import Token
from tests.grammar.marked_sentences import Reading, read_marked

CASES = tomllib.loads((Path(__file__).parent / "cases" / "clauses.toml").read_text("utf-8"))["case"]
CLAUSE_CONSTRUCTIONS = {0, 4, 5, 6, 7, 8, 9, 12, 13, 14, 15, 17, 18, 19, 21, 22}
PREPOSITIONS = ("to", "in", "at", "from", "for", "where", "with")


def _read(case: dict[str, Any]) -> tuple[Reading, list[Clause]]:
    reading = read_marked(case["text"])
    clauses = [c for s in reading.sentences for c in find_clauses(s, reading.dates, reading.kind_of)]
    if "decide" in case:
        kind = EntityKind(case["decide"])
        clauses = [c.decide(lambda t: reading.kind_of(t) is kind) for c in clauses]
    return reading, clauses


def _texts(tokens: tuple[Token, ...]) -> list[str]:
    return [t.text for t in tokens]


def _describe(clause: Clause, text: str) -> dict[str, Any]:
    period = read_period(clause.sentence, clause.dates)
    shown: dict[str, Any] = {
        "lemma": clause.lemma,
        "particle": clause.particle,
        "voice": clause.voice.value,
        "subjects": _texts(clause.subjects),
        "objects": _texts(clause.objects),
        "indirect": _texts(clause.indirect_objects),
        "complements": _texts(clause.complements_as()),
        "dates": [d.edtf for d in clause.dates],
        "start": period.start.edtf if period.start else None,
        "end": period.end.edtf if period.end else None,
        "negated": clause.negated,
        "certainty": clause.certainty.value,
        "qualifier": clause.qualifier.of(text) if clause.qualifier else None,
        "source": clause.subject_source.value,
        "candidates": _texts(clause.candidates),
        "doubt": clause.doubt or "",
    }
    return shown | {word: _texts(clause.objects_of(word)) for word in PREPOSITIONS}


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:70])
def test_clauses_are_as_the_case_says(case: dict[str, Any]) -> None:
    reading, clauses = _read(case)
    for wanted in case["clauses"]:
        found = [c for c in clauses if c.verb.text == wanted["verb"]]
        assert found, f"no clause of {wanted['verb']!r}"
        shown = _describe(found[wanted.get("nth", 1) - 1], reading.text)
        expected = {"negated": False, "certainty": "asserted", "doubt": ""} | wanted
        if expected["doubt"] == "*":
            assert shown["doubt"]
            del expected["doubt"]
        keys = [k for k in expected if k not in ("verb", "nth")]
        assert {k: shown[k] for k in keys} == {k: expected[k] for k in keys}, wanted["verb"]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:70])
def test_every_clause_keeps_its_promises(case: dict[str, Any]) -> None:
    _, clauses = _read(case)
    for clause in clauses:
        for token in (*clause.subjects, *clause.objects, *clause.indirect_objects):
            assert clause.span.contains(token.span)
        assert clause.sentence.span.contains(clause.span)
        assert clause.negated is (clause.negation is not None)
        assert (clause.open_role is None) is not bool(clause.candidates)
        assert set(clause.own_dates) <= set(clause.dates) or not clause.own_dates


def test_every_construction_of_clauses_has_cases() -> None:
    assert {case["construction"] for case in CASES} == CLAUSE_CONSTRUCTIONS


def test_one_case_in_three_is_a_trap() -> None:
    traps = [case for case in CASES if "trap" in case]
    assert 3 * len(traps) >= len(CASES)

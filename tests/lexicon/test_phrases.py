"""Every phrase of `stances.toml` and `relations.toml` states in its example what its entry says."""

from __future__ import annotations

import pytest

from pipeline.lexicon.naming import naming
from pipeline.lexicon.predicates import predicates
from pipeline.lexicon.relations import kin_predicates, relation_phrases
from pipeline.lexicon.stances import stances
from tests.facts.article import CONTEXT, extract_article, make_article, whole_span

PHRASES = sorted(
    {("recognitions", p.predicate, p.example) for p in stances().phrases}
    | {("relations", p.predicate, p.example) for p in relation_phrases()}
)
KIN = sorted(kin_predicates().items())


def _said(example: str) -> set[tuple[str, str]]:
    article = make_article(example, context=CONTEXT)
    start = article.rindex(example)
    return {(f.kind, f.predicate) for f in extract_article(article).facts if whole_span(f).start >= start}


@pytest.mark.parametrize(("kind", "predicate", "example"), PHRASES)
def test_phrase_states_what_its_entry_says(kind: str, predicate: str, example: str) -> None:
    assert (kind, predicate) in _said(example)


@pytest.mark.parametrize(("noun", "predicate"), KIN)
def test_noun_of_kinship_states_its_relation(noun: str, predicate: str) -> None:
    assert ("relations", predicate) in _said(f"Roe's {noun}, Osk Feld, left Pell.")


def test_every_word_leads_to_a_known_predicate() -> None:
    known = {(p.kind, p.predicate) for p in predicates()}
    assert {("names", p) for p in naming().introductions.values()} <= known
    assert {("relations", p) for _, p in KIN} <= known
    assert {(kind, predicate) for kind, predicate, _ in PHRASES} <= known

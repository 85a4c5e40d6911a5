"""Every example of `lexicon/en/acts.toml` states, published or for review, a role that its entry gives."""

from __future__ import annotations

import pytest

from pipeline.lexicon.acts import act_nouns
from pipeline.lexicon.predicates import predicates
from tests.facts.article import extract_article, make_article

EXAMPLES = sorted(
    {(example, frozenset(act.roles.values())) for act in act_nouns().values() for example in act.examples},
    key=lambda e: e[0],
)


@pytest.mark.parametrize(("example", "roles"), EXAMPLES, ids=[e[0] for e in EXAMPLES])
def test_example_states_a_role_of_its_entry(example: str, roles: frozenset[str]) -> None:
    extraction = extract_article(make_article(example, context="Osk Feld and Tamsin Roe lived in Linden."))
    said = [*extraction.facts, *(c.fact for c in extraction.candidates)]
    assert roles & {f.predicate for f in said if f.kind == "participations"}


def test_roles_are_known_predicates() -> None:
    known = {p.predicate for p in predicates() if p.kind == "participations"}
    assert {role for act in act_nouns().values() for role in act.roles.values()} <= known

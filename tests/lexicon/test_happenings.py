"""Every example of `lexicon/en/happenings.toml` states an event of the sort of its entry."""

from __future__ import annotations

import pytest

from pipeline.lexicon.happenings import happening_sorts
from pipeline.lexicon.predicates import predicates
from tests.facts.article import CONTEXT, extract_article, make_article

EXAMPLES = [(example, sort.sort, sort.role) for sort in happening_sorts() for example in sort.examples]


NONE_OF_ITS_SORT = [
    ("In 1706 Osk Feld called a meeting on the siege of Halvey.", "abandonment"),
    ("The garrison of Pell rose to six hundred men in 1706.", "revolt"),
    ("In 1706 Osk Feld annulled nothing.", "annulment"),
    ("In 1706 Osk Feld repudiated his brother.", "repudiation"),
    ("In 1706 Osk Feld unveiled his plans for Halvey.", "unveiling"),
    ("Osk Feld did not annul the election in 1706.", "annulment"),
]


@pytest.mark.parametrize(("example", "sort", "role"), EXAMPLES, ids=[e[0] for e in EXAMPLES])
def test_example_states_an_event_of_its_sort(example: str, sort: str, role: str) -> None:
    extraction = extract_article(make_article(example, context=CONTEXT))
    events = {f.subject.text for f in extraction.facts if f.predicate == "type" and f.object}
    types = {f.object.text for f in extraction.facts if f.predicate == "type" and f.object}
    befallen = {f.object.text for f in extraction.facts if f.predicate == role and f.object}
    assert sort in types
    # What has no name of its own, such as a law, stands in the name of the event only.
    assert events & befallen or not befallen


@pytest.mark.parametrize(("text", "sort"), NONE_OF_ITS_SORT, ids=[e[0] for e in NONE_OF_ITS_SORT])
def test_other_sense_states_none(text: str, sort: str) -> None:
    extraction = extract_article(make_article(text, context=CONTEXT))
    assert sort not in {f.object.text for f in extraction.facts if f.predicate == "type" and f.object}


def test_roles_are_known_predicates() -> None:
    known = {p.predicate for p in predicates() if p.kind == "participations"}
    assert {sort.role for sort in happening_sorts()} <= known

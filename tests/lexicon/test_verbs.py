"""Every example of `lexicon/en/verbs.toml` states, published or for review, what its entry says."""

from __future__ import annotations

import pytest

from pipeline.lexicon.predicates import predicates
from pipeline.lexicon.verbs import VerbSense, all_verb_senses
from tests.facts.article import CONTEXT, extract_article, make_article, whole_span

PREDICATES = {(p.kind, p.predicate) for p in predicates()}
EXAMPLES = sorted({(s.kind, s.predicate, example) for s in all_verb_senses() for example in s.examples})


def _only_predicate(kind: str) -> str | None:
    """A table with one predicate needs none in the list: there the entry says what the verb does to it."""
    known = [p for k, p in PREDICATES if k == kind]
    return known[0] if len(known) == 1 else None


@pytest.mark.parametrize(("kind", "predicate", "example"), EXAMPLES)
def test_example_states_what_its_entry_says(kind: str, predicate: str, example: str) -> None:
    article = make_article(example, context=CONTEXT)
    extraction = extract_article(article)
    start = article.rindex(example)
    said = [*extraction.facts, *(c.fact for c in extraction.candidates)]
    said = [f for f in said if whole_span(f).start >= start]
    assert (kind, _only_predicate(kind) or predicate) in {(f.kind, f.predicate) for f in said}


@pytest.mark.parametrize("sense", all_verb_senses(), ids=lambda s: f"{s.kind}-{s.predicate}-{s.lemma}")
def test_sense_states_a_known_predicate(sense: VerbSense) -> None:
    assert (sense.kind, _only_predicate(sense.kind) or sense.predicate) in PREDICATES
    assert sense.about in ("subject", "object", "between", "by", "against", "with", "for")

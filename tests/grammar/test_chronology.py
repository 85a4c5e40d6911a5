"""Which orders of events sentences state, on invented ones."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipeline.lexicon.chronology import chronology_words
from tests.facts.article import CONTEXT, extract_article, make_article, unattested

CASES = tomllib.loads((Path(__file__).parent / "cases" / "chronology.toml").read_text("utf-8"))["case"]
LABELS = {"before", "after", "began before", "ended after", "same day", "during"}


def read_orders(text: str) -> list[list[str]]:
    article = make_article(text, context=CONTEXT)
    facts = [f for f in extract_article(article).facts if f.kind == "relations" and f.predicate in LABELS]
    assert not [e for f in facts for e in unattested(f, article)]
    assert not [f for f in facts if f.start or f.end]
    return [[f.subject.text, f.predicate, f.object.text] for f in facts if f.object is not None]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"])
def test_orders(case: dict[str, object]) -> None:
    assert read_orders(str(case["text"])) == case["orders"]


@pytest.mark.parametrize(("text", "predicate"), chronology_words().examples)
def test_the_examples_of_the_word_list(text: str, predicate: str) -> None:
    assert [order[1] for order in read_orders(text)] == [predicate]

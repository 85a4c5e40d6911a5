"""The invented articles that whole builds are tested on, and what they state, annotated by reading."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.model.document import BlockKind, Source
from pipeline.reading.article import read_article

ARTICLES = sorted((Path(__file__).parent / "articles").glob("*.txt"))


def test_there_are_articles() -> None:
    assert len(ARTICLES) == 5


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_an_article_reads_without_remainder(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    source = Source(path.stem, path.stem, "https://example.org", None, "CC0-1.0", "Nobody", "0" * 64)
    document = read_article(source, text, path)
    assert document.fields and len(document.sections) > 3
    assert [b for b in document.blocks if b.kind is BlockKind.REMAINDER] == []
    assert 400 <= len(text.split()) <= 900


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_every_expected_fact_points_at_its_words(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = path.with_suffix(".expected.jsonl").read_text(encoding="utf-8").splitlines()
    facts = [json.loads(line) for line in lines]
    assert len({fact["id"] for fact in facts}) == len(facts) > 50
    for fact in facts:
        start = fact["char_start"]
        assert text[start : start + len(fact["quote"])] == fact["quote"]
        assert "\n" not in fact["quote"]
    assert any(fact["negated"] for fact in facts)
    assert {"tenure", "event", "participation", "name", "seealso"} <= {fact["kind"] for fact in facts}

"""Main clauses on both sides of a semicolon are parsed apart, and are one sentence all the same."""

from __future__ import annotations

import pytest

from pipeline.model.document import Source
from pipeline.model.syntax import Sentence
from pipeline.parsing.parser import parse_document
from pipeline.reading.article import read_article
from tests.facts.article import make_article


def parsed(line: str) -> tuple[Sentence, ...]:
    source = Source("case", "T", "https://example.org", None, "CC0", "E", "0" * 64)
    return parse_document(read_article(source, make_article(line), "case.txt"), [])


@pytest.mark.parametrize(
    "line",
    [
        "The king recognized the council; the guild and the port did not.",
        "An election was held, which the guild won; the second term began later.",
        "The guild left the town; it did not return; the port was closed.",
    ],
)
def test_no_arc_crosses_a_semicolon_between_main_clauses(line: str) -> None:
    (sentence,) = parsed(line)
    stops = [t.index for t in sentence.tokens if t.text == ";"]
    for token in sentence.tokens:
        first, last = sorted((token.index, token.head))
        assert not any(first <= stop < last for stop in stops if token.index != stop)
    assert sentence.span.of(make_article(line)) == line


@pytest.mark.parametrize(
    "line",
    [
        "The council met in Halvey (the largest town; the king had left it) every year.",
        "The envoys were a baker, who left; a smith, who stayed; and a clerk.",
    ],
)
def test_lists_and_brackets_stay_whole(line: str) -> None:
    (sentence,) = parsed(line)
    assert sum(t.dependency == "ROOT" for t in sentence.tokens) == 1


def test_a_semicolon_at_the_end_joins_nothing_across_lines() -> None:
    found = parsed("The guild left;\n\nThe port was closed.")
    assert len(found) == 2

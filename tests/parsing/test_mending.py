"""Invented lines in: a word that the parser ties where grammar lets it not stand is tied where it can."""

from __future__ import annotations

import re

import pytest

from pipeline.grammar.clause import Clause
from pipeline.grammar.clauses import find_clauses
from pipeline.model.document import Source
from pipeline.model.entity import EntityKind
from pipeline.model.span import Span
from pipeline.model.syntax import Mask, MaskKind, Token
from pipeline.parsing.masks import PLACEHOLDERS
from pipeline.parsing.parser import parse_document
from pipeline.reading.article import read_article
from tests.facts.article import make_article

MARK = re.compile(r"\[([^|\]]+)\|(\w+)\]")


def kind_of(_: Token) -> None:
    """Nobody knows of what kind a token is."""


def clause_of(line: str, verb: str) -> Clause:
    """Return the clause of a verb in a line with its [names|kind] masked as in the whole flow."""
    article = make_article(MARK.sub(r"\1", line))
    start, masks = article.index(MARK.sub(r"\1", line)), []
    for match in MARK.finditer(line):
        name = Span(start + match.start(), start + match.start() + len(match[1]))
        masks.append(Mask(MaskKind.NAME, name, PLACEHOLDERS[EntityKind(match[2])]))
        start -= len(match[0]) - len(match[1])
    source = Source("case", "T", "https://example.org", None, "CC0", "E", "0" * 64)
    sentences = parse_document(read_article(source, article, "case.txt"), masks)
    clauses = (c for s in sentences for c in find_clauses(s, [], kind_of))
    return next(c for c in clauses if c.verb.text == verb)


@pytest.mark.parametrize(
    ("line", "verb", "subjects", "objects"),
    [
        # Two led; the crowd acted.
        (
            "A crowd led by the lawyer [Osk Feld|person] and the printer [Ivo Dray|person] took the mill.",
            "led", ["Osk Feld", "Ivo Dray"], ["crowd"],
        ),
        (
            "A crowd led by the lawyer [Osk Feld|person] and the printer [Ivo Dray|person] took the mill.",
            "took", ["crowd"], ["mill"],
        ),
        # A list of passives goes on behind what stands in the first.
        (
            "[Osk Feld|person] was accused of treason, dismissed and replaced by [Karsten Dray|person].",
            "dismissed", [], ["Osk Feld"],
        ),
        (
            "[Osk Feld|person] was accused of treason, dismissed and replaced by [Karsten Dray|person].",
            "replaced", ["Karsten Dray"], ["Osk Feld"],
        ),
        # No relative clause that leaves its object out has a verb with an object of its own.
        (
            (
                "[Osk Feld|person] refused to pay the duty that [Drovia|polity] had imposed on the works and "
                "ordered the seizure of the port."
            ),
            "ordered", ["Osk Feld"], ["seizure"],
        ),
        # The first verb of a list behind a relative clause.
        (
            (
                "The new government, in which [Osk Feld|person] held a ministry, abolished serfdom, raised a "
                "guard and issued money."
            ),
            "abolished", ["government"], ["serfdom"],
        ),
        # A participle between commas heads no sentence.
        (
            "[Osk Feld|person], nicknamed the Heron, was a general and envoy who served as regent.",
            "was", ["Osk Feld"], [],
        ),
        # A rank is no verb.
        (
            "[Osk Feld|person] was promoted to marshal and elected president of [Drovia|polity] in 1704.",
            "elected", [], ["Osk Feld"],
        ),
    ],
)  # fmt: skip
def test_arguments_are_those_that_grammar_leaves(
    line: str, verb: str, subjects: list[str], objects: list[str]
) -> None:
    clause = clause_of(line, verb)
    assert [t.text for t in clause.subjects] == subjects
    assert [t.text for t in clause.objects] == objects
    assert clause.doubts == ()


@pytest.mark.parametrize(
    ("line", "verb", "subjects"),
    [
        # Both act where the second is of another sort than the agent.
        (
            "A crowd led by the lawyer [Osk Feld|person] and the city of [Pell|place] rose.",
            "led", "Osk Feld",
        ),
        # A relative clause with its own subject keeps what has no object.
        (
            "[Osk Feld|person] paid the toll that [Drovia|polity] had imposed and doubled.",
            "imposed", "Drovia",
        ),
    ],
)  # fmt: skip
def test_what_can_stand_stays(line: str, verb: str, subjects: str) -> None:
    assert subjects in [t.text for t in clause_of(line, verb).subjects]


@pytest.mark.parametrize(
    ("line", "verb"),
    [
        # A ship may be built and guarded as well as its giver.
        ("[Osk Feld|person] was sent to a camp, built and guarded by [Drovia|polity].", "built"),
        ("[Osk Feld|person] was replaced by [Karsten Dray|person], tried and shot in 1704.", "tried"),
    ],
)
def test_what_two_may_have_undergone_stays_open(line: str, verb: str) -> None:
    assert clause_of(line, verb).doubts != ()

"""Dates belong to the verb or noun that the text gives them to, and join into periods only where words do."""

from __future__ import annotations

import pytest

from pipeline.grammar.attachment import attach_dates, period_of
from pipeline.grammar.clause import Clause
from pipeline.grammar.clauses import find_clauses
from tests.grammar.marked_sentences import read_marked

OWNERS = [
    ("In {1704} the guild left [Pell|place].", [("1704", "left")]),
    ("The guild left [Pell|place] on {4 May 1704}.", [("1704-05-04", "left")]),
    (
        "After the signing of the [Senn Code|work] on {4 May 1704}, the guild left.",
        [("1704-05-04", "signing")],
    ),
    ("The death of [Osk Feld|person] in {1708} weakened the guild.", [("1708", "death")]),
    ("The council in {1704} sent troops to [Pell|place].", [("1704", "sent")]),
    ("The council signed an agreement in {1704}.", [("1704", "signed")]),
    ("The civil war of {1704} weakened the guild.", [("1704", "war")]),
    ("[Tamsin Roe|person] ({1681}) left [Pell|place].", [("1681", "Tamsin Roe")]),
    (
        "The guild, which had left [Pell|place] in {1704}, returned in {1706}.",
        [("1704", "left"), ("1706", "returned")],
    ),
    ("When [Tamsin Roe|person] died in {1705}, the guild left.", [("1705", "died")]),
    ("[Osk Feld|person], envoy to [Drovia|polity] until {1711}, left [Pell|place].", [("/1711", "envoy")]),
    (
        "The guild burned the mill in {1704} and sold the keep in {1706}.",
        [("1704", "burned"), ("1706", "sold")],
    ),
    ("The {1704} treaty was signed by the guild.", [("1704", "treaty")]),
    ("The guild refused to pay in {1704}.", [("1704", "pay")]),
]


@pytest.mark.parametrize(("marked", "owners"), OWNERS, ids=lambda v: str(v)[:60])
def test_date_has_its_owner(marked: str, owners: list[tuple[str, str]]) -> None:
    reading = read_marked(marked)
    found = [
        (a.date.edtf, a.owner.text)
        for sentence in reading.sentences
        for a in attach_dates(sentence, reading.dates)
    ]
    assert found == owners


def _clause(marked: str, verb: str) -> Clause:
    reading = read_marked(marked)
    return next(
        c
        for sentence in reading.sentences
        for c in find_clauses(sentence, reading.dates, reading.kind_of)
        if c.verb.text == verb
    )


PERIODS = [
    ("The guild held [Pell|place] in {1704}.", "held", "1704", None, None),
    ("The guild held [Pell|place] from {1704} to {1706}.", "held", "1704", "1706", None),
    ("The guild held [Pell|place] from {1704} until {1706}.", "held", "1704", "1706", None),
    ("The guild held [Pell|place] until {1706}.", "held", None, "1706", None),
    ("The guild has held [Pell|place] since {1706}.", "held", "1706", None, None),
    ("The guild left [Pell|place] by {May 1706}.", "left", "[..1706-05]", None, None),
    ("The guild left [Pell|place] between {1704} and {1706}.", "left", "[1704..1706]", None, None),
    ("In {1704}, the guild left [Pell|place] on {4 May 1704}.", "left", "1704-05-04", None, None),
    ("In {1704}, the guild held [Pell|place] until {1706}.", "held", "1704", "1706", None),
    ("In {1704}, the guild left [Pell|place] in {1706}.", "left", None, None, "two dates"),
    ("The guild left [Pell|place].", "left", None, None, None),
    # What lasts over two days, and what does not.
    ("The fair was held on {4 May 1704} and {5 May 1704}.", "held", "1704-05-04", "1704-05-05", None),
    ("The fair took place on {4 May 1704} and {5 May 1704}.", "took", "1704-05-04", "1704-05-05", None),
    ("The fair was held on {4 May 1704} and {6 May 1704}.", "held", None, None, "two dates"),
    ("The guild took [Pell|place] on {4 May 1704} and {5 May 1704}.", "took", None, None, "two dates"),
    ("The fair and the race were held on {4 May 1704} and {5 May 1704}.", "held", None, None, "two dates"),
]


@pytest.mark.parametrize(("marked", "verb", "start", "end", "doubt"), PERIODS, ids=lambda v: str(v)[:60])
def test_dates_join_where_words_join_them(
    marked: str, verb: str, start: str | None, end: str | None, doubt: str | None
) -> None:
    period = period_of(_clause(marked, verb))
    assert (period.start.edtf if period.start else None) == start
    assert (period.end.edtf if period.end else None) == end
    assert period.doubt == doubt


def test_what_lasts_fills_the_time_between() -> None:
    clause = _clause("[Osk Feld|person] served as regent between {1704} and {1706}.", "served")
    period = period_of(clause, lasting=True)
    assert period.start is not None
    assert period.end is not None
    assert (period.start.edtf, period.end.edtf) == ("1704", "1706")


def test_dates_of_other_sentences_are_left_out() -> None:
    reading = read_marked("The guild left in {1704}. The council fell in {1706}.")
    first, second = reading.sentences
    assert [a.date.edtf for a in attach_dates(first, reading.dates)] == ["1704"]
    assert [a.date.edtf for a in attach_dates(second, reading.dates)] == ["1706"]

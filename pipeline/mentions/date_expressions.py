"""What is written in a temporal expression, before any of it is resolved: the noun that patterns make."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from pipeline.lexicon.dates import Unit
from pipeline.model.span import Span


class Kind(Enum):
    """What an expression needs to become a date."""

    CALENDAR = "calendar"
    """Names a date, perhaps without its year."""
    ANAPHOR = "anaphor"
    """Names a unit by its distance from another date: `the same year`, `the next day`."""
    COUNTED = "counted"
    """Counts from another date: `six days later`."""
    DURATION = "duration"
    VAGUE = "vague"


class Joint(Enum):
    """How an expression was written together with the one before it."""

    RANGE = "range"
    """`14–15 January`."""
    LIST = "list"
    """`3 and 5 May`."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A temporal expression as written; what is not written is None."""

    kind: Kind
    span: Span
    year: int | None = None
    """Astronomical: 1 BC is 0."""
    month: int | None = None
    day: int | None = None
    season: int | None = None
    """EDTF number, 21 to 24."""
    decade: int | None = None
    """Its first year, astronomical."""
    century: int | None = None
    """Its ordinal, negative before Christ: -5 for the 5th century BC."""
    weekday: int | None = None
    """1 for Monday to 7 for Sunday, of an anaphor such as `the following Sunday`."""
    short_year: int | None = None
    """The last two digits of a year whose century is not written."""
    year_step: int | None = None
    """0 in `June of that year`, 1 in `June of the following year`."""
    unit: Unit | None = None
    step: int | None = None
    """How many units an anaphor lies later, negative for earlier; of a count its sign alone."""
    amount: Fraction | None = None
    """How many units; None where the number is inexact."""
    part: str | None = None
    """early, mid, late, first half or second half."""
    day_part: str | None = None
    """morning, night and the like, or a time of the clock: `17:05`."""
    approximation: str | None = None
    """circa, over or under."""
    vague: str | None = None
    """past, present or future."""
    joint: Joint | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """A way to write temporal expressions: the words it can begin with, in lower case (`#` for a number),
    its regular expression, and what makes expressions of a match (none where it is no date after all)."""

    starts: frozenset[str]
    regex: re.Pattern[str]
    read: Callable[[re.Match[str]], Iterable[Expression]]


def make_pattern(
    starts: Iterable[str], regex: str, read: Callable[[re.Match[str]], Iterable[Expression]]
) -> Pattern:
    """Return the Pattern of a regular expression as text."""
    return Pattern(frozenset(starts), re.compile(regex), read)


def span_of(match: re.Match[str]) -> Span:
    """Return the span of the whole match."""
    return Span(match.start(), match.end())


_NEXT_WORD = re.compile(r"[ ]([\w'’$£€-]+)")
_LAST_WORD = re.compile(r"([\w.$£€'’-]+|[$£€])[ ]?\Z")
_INNER_WORD = re.compile(r"(?<=[\w,;] )(\w+)[ ]\Z")


def word_before(text: str, begin: int) -> str:
    """Return the word that stands directly before `begin` on the same line, in lower case; "" for none."""
    match = _LAST_WORD.search(text[max(0, begin - 24) : begin])
    return match[1].lower() if match else ""


def inner_word_before(text: str, begin: int) -> str:
    """Return the word that stands directly before `begin`, as written; "" for none and for the first word
    of a sentence, whose capital says nothing."""
    match = _INNER_WORD.search(text[max(0, begin - 40) : begin])
    return match[1] if match else ""


def word_after(text: str, end: int) -> str:
    """Return the word that follows `end` after one blank, as written; "" for none."""
    match = _NEXT_WORD.match(text, end)
    return match[1] if match else ""

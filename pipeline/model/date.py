"""Dates that are known in part, and the expressions that state them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pipeline.model.span import Span


@dataclass(frozen=True, slots=True, order=True)
class CalendarDay:
    """A day of the proleptic Gregorian calendar, astronomical years (1 BC is year 0), which
    `datetime.date` cannot hold before year 1."""

    year: int
    month: int
    day: int

    def isoformat(self) -> str:
        """Return `YYYY-MM-DD`, with a minus sign before year 0."""
        sign = "-" if self.year < 0 else ""
        return f"{sign}{abs(self.year):04d}-{self.month:02d}-{self.day:02d}"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """One end of a period, or a point in time, no more precise than its source."""

    text: str
    """As written."""
    edtf: str
    """EDTF level 1 or 2 (https://www.loc.gov/standards/datetime/); `..` alone is an open end."""
    earliest: CalendarDay | None
    """The first day it can be, included; None where unbounded."""
    latest: CalendarDay | None
    """The last day it can be, included; None where unbounded."""
    span: Span
    """Where `text` stands."""
    resolution: str
    """How the date was read: `explicit`, `implied` (year from context) or `relative`."""


class Resolution(Enum):
    """How a temporal expression was turned into a date."""

    EXPLICIT = "explicit"
    """All of it is written: `2 May 1704`."""
    IMPLIED = "implied"
    """A part is carried over from an earlier date: `On May 5`."""
    RELATIVE = "relative"
    """Counted from another date: `six days later`, `the same year`."""
    VAGUE = "vague"
    """No date can be given: `now`, `for ten years`, `six days later` with no date before it."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """One temporal expression of a text, as a row of the table `dates`."""

    span: Span
    text: str
    edtf: str | None
    """The whole expression in EDTF: an interval where it names one (`1704/1706`), with an empty end where
    it gives one end only (`until 1706` is `/1706`, `since 1706` is `1706/`), a set where it is a point
    within bounds (`[..1706]`); None for durations, vague references and dates without any year."""
    earliest: CalendarDay | None
    """The first day that the whole expression allows, included; None where unbounded or no date."""
    latest: CalendarDay | None
    """The last day that the whole expression allows, included; None where unbounded or no date."""
    start: PartialDate | None
    """The point in time, or the start of the period; None where the expression gives no start."""
    end: PartialDate | None
    """The end of the period, included; None for a point in time or where no end is given."""
    parts: tuple[PartialDate, ...]
    """The dates it is made of, as written and without `by`, `until`, `between` and the like, in text
    order: one for `by May 1706`, two for `1704–1706`; empty where there is no date."""
    modifier: str | None
    """One of by, until, since, from, after, before, between, circa, early, mid, late, during, over,
    first half, second half, and of durations circa, over (longer), under (shorter); None where the
    expression is bare. `by` and the like are part of `span` only where they change the date."""
    day_part: str | None
    """morning, noon, afternoon, evening, night, dawn or day, or a time such as `17:05`, which EDTF dates do
    not hold; None where the expression names no part of a day."""
    duration: str | None
    """ISO 8601 (`P10Y`), or None: also for durations of no exact length (`for several years`)."""
    resolution: Resolution
    anchor: Span | None
    """The span of the mention that an implied or relative date was resolved from, mostly an earlier one;
    "8 March" of "8 March and 2 April 1702" leans on a later one. None where nothing is leant on."""
    vague: str | None
    """`past`, `present` or `future` for a vague reference such as `now`; None otherwise."""

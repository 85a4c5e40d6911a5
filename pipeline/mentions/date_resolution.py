"""Temporal expressions in reading order in, dates out: years carried over, counts added up.

An article tells its story forwards, so a date that lacks its year takes that of the last date before it,
or the next year where that would step back by more than `BACK_STEP` months.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.mentions.calendar import (
    SEASON_MONTHS,
    Bounds,
    add_days,
    add_months,
    bounds_of,
    halve_bounds,
    narrow_bounds,
    weekday_of,
)
from pipeline.mentions.date_expressions import Expression, Kind
from pipeline.model.date import CalendarDay, Resolution
from pipeline.model.span import Span

BACK_STEP = 5
"""How many months a date without a year may lie before the last date and still be of its year: "In June"
after "in November 1704" is a look back, "in March" is the next year's."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The calendar values of a date: `month`, `day` and `season` None where unknown. `years` is 1, 10 or
    100; of a decade or century `year` is the first."""

    year: int
    month: int | None = None
    day: int | None = None
    season: int | None = None
    years: int = 1
    is_approximate: bool = False

    @property
    def edtf(self) -> str:
        """The moment in EDTF; decades and centuries before Christ, which EDTF's digits cannot say, as an
        interval of years."""
        if self.years > 1 and (self.year % self.years or self.year < 0):
            return f"{_edtf_year(self.year)}/{_edtf_year(self.year + self.years - 1)}"
        if self.years > 1:
            digits = len(str(self.years)) - 1
            return f"{self.year:04d}"[:-digits] + "X" * digits
        written = _edtf_year(self.year)
        if self.season is not None:
            return f"{written}-{self.season}"
        for value in (self.month, self.day):
            written += f"-{value:02d}" if value is not None else ""
        return written + ("~" if self.is_approximate else "")

    @property
    def first_month(self) -> int | None:
        """The month, or the first month of the season."""
        return SEASON_MONTHS[self.season][0] if self.season is not None else self.month

    @property
    def exact_day(self) -> CalendarDay | None:
        """The day, where it is known."""
        if self.month is None or self.day is None:
            return None
        return CalendarDay(self.year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Resolved:
    """An expression and the date it was resolved to; `moment` None where it has none."""

    expression: Expression
    moment: Moment | None
    earliest: CalendarDay | None
    latest: CalendarDay | None
    resolution: Resolution
    anchor: Span | None

    @property
    def span(self) -> Span:
        """Where the expression stands."""
        return self.expression.span


def _edtf_year(year: int) -> str:
    return f"-{-year:04d}" if year < 0 else f"{year:04d}"


class DateContext:
    """The dates of a text so far that the next one may lean on: the last of its story, which gives a year
    to "in May", and the last of all, which "that year" points at."""

    def __init__(self, moment: Moment | None = None, span: Span | None = None) -> None:
        self.moment, self.span = moment, span
        self.last_moment, self.last_span = moment, span
        self.chapter: tuple[int, int] | None = None
        """The first and last year that the heading names, which a carried-over year is kept within where it
        would miss them by one; None where it names none."""

    def remember(self, resolved: Resolved, *, is_aside: bool) -> None:
        """Make `resolved`, where it has a date, the one that the next leans on; an aside, which looks
        back or ahead, only for "that year" and the like."""
        moment = resolved.moment
        if moment is None or moment.years > 1:
            return
        self.last_moment, self.last_span = moment, resolved.span
        known = self.moment
        if is_aside or (
            known is not None and moment.month is None and moment.season is None and known.year == moment.year
        ):
            return
        self.moment, self.span = moment, resolved.span

    def resolve(
        self,
        expression: Expression,
        partner: Resolved | None = None,
        ahead: Expression | None = None,
        *,
        looks_back: bool = False,
    ) -> Resolved:
        """Return `expression` with its date.

        `partner` is the date it was written together with and whose year it takes: "8 March" in "8 March
        and 2 April 1702". `ahead` is the next date of the story with its year and month written, which
        a year that is only carried over does not step past; None where there is none. `looks_back` is
        for "since May", which is never later than the date before it.
        """
        if expression.kind is Kind.CALENDAR:
            return self._resolve_calendar(expression, partner, ahead, looks_back)
        if expression.kind is Kind.ANAPHOR:
            known = self._known_for(expression)
            return self._finish(
                expression, _move_anaphor(expression, known[0]), Resolution.RELATIVE, known[1]
            )
        if expression.kind is Kind.COUNTED:
            known = self._known_for(expression)
            return self._finish(
                expression, count_from_date(expression, known[0]), Resolution.RELATIVE, known[1]
            )
        return Resolved(expression, None, None, None, Resolution.VAGUE, None)

    def _known_for(self, expression: Expression) -> tuple[Moment | None, Span | None]:
        """The date that a relative one counts from: the story's, and of years the last of all, which "that
        year" may point back at; but "the following year" goes on from the story."""
        if self.moment is None or self.last_moment is None:
            return None, None
        is_year = expression.unit is None or expression.unit.designator == "Y"
        if not is_year and (expression.step or 0) > 0 and self.last_moment.year > self.moment.year:
            # "He resigned in 1703. A week later ...": of the year just told, and not of the day before it.
            return self.last_moment, self.last_span
        if not is_year or (expression.step and self.last_moment.year < self.moment.year):
            return self.moment, self.span
        return self.last_moment, self.last_span

    def _resolve_calendar(
        self, expression: Expression, partner: Resolved | None, ahead: Expression | None, looks_back: bool
    ) -> Resolved:
        if expression.decade is not None:
            return self._finish(expression, Moment(expression.decade, years=10), Resolution.EXPLICIT, None)
        if expression.century is not None:
            first = 100 * (expression.century - 1) if expression.century > 0 else 100 * expression.century + 1
            return self._finish(expression, Moment(first, years=100), Resolution.EXPLICIT, None)
        if expression.year is not None:
            return self._finish(expression, _moment(expression, expression.year), Resolution.EXPLICIT, None)
        if partner is not None and partner.moment is not None:
            moment = _moment(expression, _year_beside(expression, partner))
            return self._finish(expression, moment, Resolution.IMPLIED, partner.span)
        if expression.short_year is not None or (expression.month is None and expression.season is None):
            return self._finish(
                expression, _fill_moment(expression, self.moment), Resolution.IMPLIED, self.span
            )
        year, anchor = self._year_from_context(expression, ahead, looks_back)
        found = _moment(expression, year) if year is not None else None
        return self._finish(expression, found, Resolution.IMPLIED, anchor)

    def _year_from_context(
        self, expression: Expression, ahead: Expression | None, looks_back: bool
    ) -> tuple[int | None, Span | None]:
        if self.moment is None or self.last_moment is None:
            return None, None
        if expression.year_step is not None:
            return self.last_moment.year + expression.year_step, self.last_span
        known, last = self.moment, self.moment.first_month
        month = expression.month
        if looks_back and month is not None and last is not None:
            return known.year - (1 if month > last else 0), self.span
        is_before_next = (
            ahead is None or month is None or ahead.year != known.year or month <= (ahead.month or 12)
        )
        if month is not None and last is not None and month - last >= 12 - BACK_STEP and not is_before_next:
            # "In March ... from October to May ... On 15 August 1704": no October of 1704.
            return self._keep_in_chapter(known.year - 1), self.span
        # Seasons are named loosely, and after an autumn "the spring" is as often the last as the next.
        if month is None or last is None or last - month <= BACK_STEP:
            return self._keep_in_chapter(known.year), self.span
        steps_past = (
            ahead is not None
            and ahead.year is not None
            and ahead.month is not None
            and (known.year + 1, month) > (ahead.year, ahead.month)
        )
        return self._keep_in_chapter(known.year + (0 if steps_past else 1)), self.span

    def _keep_in_chapter(self, year: int) -> int:
        """Move a year by one where that brings it into the years of the heading; not back into them where
        the story itself has left them already."""
        if self.chapter is None or self.moment is None:
            return year
        first, last = self.chapter
        if year == first - 1:
            return first
        return last if year == last + 1 and self.moment.year <= last else year

    def resolve_from(self, expression: Expression, named: Resolved, step: int) -> Resolved:
        """Return the date of "three years after 1704": `expression` counted from the date `named`, forward
        where `step` is 1, back where it is -1. Its span is that of both."""
        span = expression.span.cover(named.span)
        counted = replace(expression, kind=Kind.COUNTED, span=span, step=step)
        return self._finish(
            counted, count_from_date(counted, named.moment), Resolution.RELATIVE, named.anchor
        )

    def _finish(
        self, expression: Expression, moment: Moment | None, resolution: Resolution, anchor: Span | None
    ) -> Resolved:
        """Give the moment its bounds. A day that no calendar has ("31 April") leaves no date."""
        if moment is None:
            return Resolved(expression, None, None, None, Resolution.VAGUE, None)
        try:
            earliest, latest = _bounds(moment, expression.part)
        except ValueError:
            return Resolved(expression, None, None, None, Resolution.VAGUE, None)
        return Resolved(expression, moment, earliest, latest, resolution, anchor)


def _fill_moment(expression: Expression, known: Moment | None) -> Moment | None:
    """Find "'48" in the century nearest to the last date, and "the 20th" in its month."""
    if known is None:
        return None
    if expression.short_year is not None:
        century = known.year // 100 * 100
        candidates = (century + offset + expression.short_year for offset in (0, -100, 100))
        return Moment(min(candidates, key=lambda year: abs(year - known.year)))
    if known.month is None or expression.day is None:
        return None
    return Moment(known.year, known.month, expression.day)


def _year_beside(expression: Expression, partner: Resolved) -> int:
    """The year of a date that its partner's year stands for: in "November to February 1705" the first is
    of the year before, in "November 1704 to February" the last of the year after."""
    assert partner.moment is not None
    month, other = _month_of(expression), partner.moment.first_month
    if month is None or other is None:
        return partner.moment.year
    if expression.span.start < partner.span.start:
        return partner.moment.year - (1 if month > other else 0)
    return partner.moment.year + (1 if month < other else 0)


def _move_anaphor(expression: Expression, known: Moment | None) -> Moment | None:
    """Find "the same year", "the next day", "that spring" from the date they lean on."""
    step = expression.step or 0
    if known is None:
        return None
    if expression.unit is not None:
        return _move_unit(expression.unit.singular, step, known)
    if expression.day_part is not None:
        return _move_unit("day", step, known)
    if expression.weekday is not None:
        return _move_to_weekday(expression.weekday, step, known)
    return _move_to_month(expression, step, known)


def _move_unit(unit: str, step: int, known: Moment) -> Moment | None:
    if unit == "year":
        return Moment(known.year + step)
    if unit == "month" and known.month is not None:
        return Moment(*add_months(known.year, known.month, step))
    if unit == "day" and known.exact_day is not None:
        return _moment_of_day(add_days(known.exact_day, step))
    size = {"decade": 10, "century": 100}.get(unit)
    if size is None:
        return None
    # Before Christ the 480s are 489 to 480 BC, years -488 to -479; the 5th century is 500 to 401 BC, years
    # -499 to -400.
    shift = 0 if known.year > 0 else 2 if size == 10 else 1
    first = (known.year - shift) // size * size + shift
    return Moment(first + step * size, years=size)


def _moment_of_day(day: CalendarDay, *, is_approximate: bool = False) -> Moment:
    return Moment(day.year, day.month, day.day, is_approximate=is_approximate)


def _move_to_weekday(weekday: int, step: int, known: Moment) -> Moment | None:
    if known.exact_day is None:
        return None
    ahead = (weekday - weekday_of(known.exact_day)) % 7
    if step > 0 and ahead == 0:
        ahead = 7
    return _moment_of_day(add_days(known.exact_day, ahead - 7 if step < 0 else ahead))


def _move_to_month(expression: Expression, step: int, known: Moment) -> Moment | None:
    """Find "the following April", "that spring", "the previous March"."""
    month, last, year = _month_of(expression), known.first_month, known.year
    if month is None:
        return None
    if step > 0:
        year += 1 if last is None or month <= last else 0
    elif step < 0:
        year -= 1 if last is None or month >= last else 0
    elif last is not None and expression.season == 24 and last <= 3:
        # "That winter", told in January, began in the year before.
        year -= 1
    return Moment(year, expression.month, season=expression.season)


def count_from_date(expression: Expression, known: Moment | None) -> Moment | None:
    """Return the moment that lies a counted time after `known`, or before it where the step of
    `expression` is negative; None where the count or the date is too coarse for one. Counted weeks, decades
    and centuries are round numbers: the date is about."""
    unit, amount = expression.unit, expression.amount
    if known is None or unit is None or amount is None or unit.inside_day:
        return None
    total = amount * unit.factor * (expression.step or 0)
    if total.denominator != 1:
        return None
    count, is_loose = int(total), expression.approximation is not None
    if unit.designator == "Y":
        return Moment(known.year + count, is_approximate=is_loose or unit.factor > 1)
    if unit.designator == "M":
        if known.month is None:
            return None
        return Moment(*add_months(known.year, known.month, count), is_approximate=is_loose)
    if known.exact_day is None:
        return None
    is_week = unit.designator == "W"
    day = add_days(known.exact_day, count * (7 if is_week else 1))
    return _moment_of_day(day, is_approximate=is_loose or is_week)


def _month_of(expression: Expression) -> int | None:
    if expression.season is not None:
        return SEASON_MONTHS[expression.season][0]
    return expression.month


def _moment(expression: Expression, year: int) -> Moment:
    return Moment(
        year,
        expression.month,
        expression.day,
        expression.season,
        is_approximate=expression.approximation == "circa",
    )


def _bounds(moment: Moment, part: str | None) -> Bounds:
    """The days a moment allows, narrowed to a part of it; not of winter, which in EDTF is December alone."""
    edtf = moment.edtf
    if moment.season == 24 or part is None:
        return bounds_of(edtf)
    if part in ("first half", "second half"):
        return halve_bounds(edtf, ("first half", "second half").index(part))
    return narrow_bounds(edtf, ("early", "mid", "late").index(part))

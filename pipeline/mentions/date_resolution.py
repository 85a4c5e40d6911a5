"""Temporal expressions in reading order in, dates out: years carried over, counts added up.

An article tells its story forwards, so a date that lacks its year takes that of the last date before it,
or the next year where that would step back by more than `BACK_STEP` months.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.mentions.calendar import (
    SEASON_MONTHS,
    Bounds,
    add_days,
    add_months,
    bounds_of,
    halve_bounds,
    last_day_of_month,
    narrow_bounds,
    weekday_of,
)
from pipeline.mentions.date_patterns import Expression, Kind
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
    """The last date of a text, which the next one may lean on."""

    def __init__(self, moment: Moment | None = None, span: Span | None = None) -> None:
        self.moment, self.span = moment, span

    def remember(self, resolved: Resolved) -> None:
        """Make `resolved` the date that the next one leans on, where it has one."""
        moment = resolved.moment
        if moment is None or moment.years > 1:
            return
        known = self.moment
        if known is not None and moment.month is None and moment.season is None and known.year == moment.year:
            return
        self.moment, self.span = moment, resolved.span

    def resolve(self, expression: Expression, partner: Resolved | None = None) -> Resolved:
        """Return `expression` with its date. `partner` is the date it was written together with and
        whose year it takes: "8 March" in "8 March and 2 April 1702"."""
        if expression.kind is Kind.CALENDAR:
            return self._resolve_calendar(expression, partner)
        if expression.kind is Kind.ANAPHOR:
            return self._finish(expression, self._move_anaphor(expression), Resolution.RELATIVE)
        if expression.kind is Kind.COUNTED:
            return self._finish(expression, self._count(expression), Resolution.RELATIVE)
        return Resolved(expression, None, None, None, Resolution.VAGUE, None)

    def _resolve_calendar(self, expression: Expression, partner: Resolved | None) -> Resolved:
        if expression.decade is not None:
            return self._finish(expression, Moment(expression.decade, years=10), Resolution.EXPLICIT)
        if expression.century is not None:
            first = 100 * (expression.century - 1) if expression.century > 0 else 100 * expression.century + 1
            return self._finish(expression, Moment(first, years=100), Resolution.EXPLICIT)
        if expression.year is not None:
            moment = _moment(expression, expression.year)
            return self._finish(expression, moment, Resolution.EXPLICIT)
        if partner is not None and partner.moment is not None:
            year = self._year_beside(expression, partner)
            moment = _moment(expression, year)
            return self._finish(expression, moment, Resolution.IMPLIED, partner.span)
        year_found = self._year_from_context(expression)
        moment = _moment(expression, year_found) if year_found is not None else None
        return self._finish(expression, moment, Resolution.IMPLIED)

    def _finish(
        self,
        expression: Expression,
        moment: Moment | None,
        resolution: Resolution,
        anchor: Span | None = None,
    ) -> Resolved:
        """Give the moment its bounds. A day that no calendar has ("31 April") leaves no date."""
        try:
            earliest, latest = _bounds(moment, expression.part) if moment is not None else (None, None)
        except ValueError:
            moment, earliest, latest = None, None, None
        if moment is None:
            return Resolved(expression, None, None, None, Resolution.VAGUE, None)
        if resolution is not Resolution.EXPLICIT and anchor is None:
            anchor = self.span
        return Resolved(expression, moment, earliest, latest, resolution, anchor)

    def _year_beside(self, expression: Expression, partner: Resolved) -> int:
        """The year of a date that its partner's year stands for: in "November to February 1705" the
        first is of the year before."""
        assert partner.moment is not None
        month, other = _month_of(expression), partner.moment.first_month
        before = expression.span.start < partner.span.start
        if month is None or other is None:
            return partner.moment.year
        if before and month > other:
            return partner.moment.year - 1
        return partner.moment.year + (1 if not before and month < other else 0)

    def _year_from_context(self, expression: Expression) -> int | None:
        if self.moment is None:
            return None
        known = self.moment
        if expression.year_step is not None:
            return known.year + expression.year_step
        month, last = _month_of(expression), known.first_month
        if month is None or last is None:
            return known.year
        if last - month > BACK_STEP:
            return known.year + 1
        return known.year

    def _move_anaphor(self, expression: Expression) -> Moment | None:
        known, step = self.moment, expression.step or 0
        if known is None:
            return None
        if expression.unit is not None:
            return self._move_unit(expression.unit.singular, step)
        if expression.day_part is not None:
            return self._move_unit("day", step)
        if expression.weekday is not None:
            return self._move_to_weekday(expression.weekday, step)
        return self._move_to_month(expression, step)

    def _move_unit(self, unit: str, step: int) -> Moment | None:
        known = self.moment
        assert known is not None
        if unit == "year":
            return Moment(known.year + step)
        if unit == "month" and known.month is not None:
            return Moment(*add_months(known.year, known.month, step))
        if unit == "day" and known.exact_day is not None:
            day = add_days(known.exact_day, step)
            return Moment(day.year, day.month, day.day)
        size = {"decade": 10, "century": 100}.get(unit)
        if size is None:
            return None
        # Before Christ the 480s are 489 to 480 BC: years -488 to -479.
        first = known.year // size * size if known.year > 0 else (known.year - 1) // size * size + 1
        return Moment(first + step * size, years=size)

    def _move_to_weekday(self, weekday: int, step: int) -> Moment | None:
        known = self.moment
        if known is None or known.exact_day is None:
            return None
        ahead = (weekday - weekday_of(known.exact_day)) % 7
        if step > 0 and ahead == 0:
            ahead = 7
        if step < 0:
            ahead -= 7
        day = add_days(known.exact_day, ahead)
        return Moment(day.year, day.month, day.day)

    def _move_to_month(self, expression: Expression, step: int) -> Moment | None:
        """Find "the following April", "that spring", "the previous March"."""
        known, month = self.moment, _month_of(expression)
        if known is None or month is None:
            return None
        last, year = known.first_month, known.year
        if step > 0:
            year += 1 if last is None or month <= last else 0
        elif step < 0:
            year -= 1 if last is None or month >= last else 0
        elif last is not None and expression.season == 24 and last <= 3:
            # "That winter", told in January, began in the year before.
            year -= 1
        return Moment(year, expression.month, season=expression.season)

    def _count(self, expression: Expression) -> Moment | None:
        known, unit = self.moment, expression.unit
        if known is None or unit is None or expression.amount is None or unit.inside_day:
            return None
        total = expression.amount * unit.factor * (expression.step or 0)
        if total.denominator != 1:
            return None
        count = int(total)
        loose = expression.approximation is not None
        if unit.designator == "Y":
            return Moment(known.year + count, is_approximate=loose or unit.factor > 1)
        if unit.designator == "M":
            if known.month is None:
                return None
            return Moment(*add_months(known.year, known.month, count), is_approximate=loose)
        if known.exact_day is None:
            return None
        day = add_days(known.exact_day, count * (7 if unit.designator == "W" else 1))
        return Moment(
            day.year, day.month, day.day, is_approximate=loose or unit.designator == "W"
        )


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
    edtf = moment.edtf
    earliest, latest = bounds_of(edtf)
    if moment.month is not None and moment.day is not None and earliest is not None:
        last = last_day_of_month(moment.year, moment.month)
        if moment.day > last.day:
            raise ValueError(f"no such day: {edtf}")
    if part in ("early", "mid", "late"):
        return narrow_bounds(edtf, ("early", "mid", "late").index(part))
    if part in ("first half", "second half"):
        return halve_bounds(edtf, ("first half", "second half").index(part))
    return earliest, latest

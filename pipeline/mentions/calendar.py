"""EDTF strings in, first and last days out; and the day arithmetic that relative dates need.

Everything is in the proleptic Gregorian calendar with astronomical years: 1 BC is year 0, 274 BC is -273.
"""

from __future__ import annotations

import re

from pipeline.model.date import CalendarDay

Bounds = tuple[CalendarDay | None, CalendarDay | None]

# The seasons of EDTF level 1 and their months, as in the reference implementation of EDTF: winter there is
# the December of its year only, so that a season never leaves its year.
SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12)}
_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DATE = re.compile(r"(?P<year>-?\d{4}|-?\d{3}X|-?\d{2}XX)(?:-(?P<part>\d{2})(?:-(?P<day>\d{2}))?)?[~?%]?\Z")


def bounds_of(edtf: str) -> Bounds:
    """Return the first and the last day that `edtf` allows, both included; None where it is unbounded.

    Reads what this pipeline writes: years, decades and centuries (`193X`), months, seasons, days, `~`,
    intervals with an empty or `..` end, and sets such as `[..1704-05]`. Raises ValueError for anything
    else and for days that no calendar has.
    """
    if edtf == "..":
        return None, None
    if edtf.startswith("[") and edtf.endswith("]"):
        first, found, last = edtf[1:-1].partition("..")
        if not found:
            raise ValueError(f"not a date of EDTF: {edtf!r}")
        return (bounds_of(first)[0] if first else None), (bounds_of(last)[1] if last else None)
    if "/" in edtf:
        first, _, last = edtf.partition("/")
        return (bounds_of(first)[0] if first else None), (bounds_of(last)[1] if last else None)
    return _bounds_of_date(edtf)


def _bounds_of_date(edtf: str) -> tuple[CalendarDay, CalendarDay]:
    match = _DATE.match(edtf)
    if match is None:
        raise ValueError(f"not a date of EDTF: {edtf!r}")
    written, part, day = match["year"], match["part"], match["day"]
    if "X" in written:
        if part:
            raise ValueError(f"not a date of EDTF: {edtf!r}")
        years = sorted((int(written.replace("X", "0")), int(written.replace("X", "9"))))
        return CalendarDay(years[0], 1, 1), CalendarDay(years[1], 12, 31)
    year = int(written)
    if part is None:
        return CalendarDay(year, 1, 1), CalendarDay(year, 12, 31)
    if int(part) in SEASON_MONTHS and day is None:
        first, last = SEASON_MONTHS[int(part)]
        return CalendarDay(year, first, 1), last_day_of_month(year, last)
    if not 1 <= int(part) <= 12:
        raise ValueError(f"no such month: {edtf!r}")
    if day is None:
        return CalendarDay(year, int(part), 1), last_day_of_month(year, int(part))
    if not 1 <= int(day) <= last_day_of_month(year, int(part)).day:
        raise ValueError(f"no such day: {edtf!r}")
    found = CalendarDay(year, int(part), int(day))
    return found, found


def narrow_bounds(edtf: str, third: int) -> Bounds:
    """Return the bounds of the first (0), middle (1) or last (2) third of a year, month, season, decade
    or century: January to April, days 1 to 10, years 0 to 3. A day or an interval is not narrowed."""
    earliest, latest = bounds_of(edtf)
    if earliest is None or latest is None or "/" in edtf or edtf.startswith("[") or earliest == latest:
        return earliest, latest
    if earliest.year != latest.year:
        return _third_of_years(earliest.year, latest.year, third)
    if earliest.month == latest.month:
        first, last = ((1, 10), (11, 20), (21, latest.day))[third]
        return (
            CalendarDay(earliest.year, earliest.month, first),
            CalendarDay(earliest.year, earliest.month, last),
        )
    size = (latest.month - earliest.month + 1) // 3
    first = earliest.month + third * size
    return CalendarDay(earliest.year, first, 1), last_day_of_month(earliest.year, first + size - 1)


def _third_of_years(first: int, last: int, third: int) -> Bounds:
    """Thirds of a decade are 0-3, 4-6, 7-9, of a century 0-33, 34-66, 67-99. Before year 0 the count
    runs on from the earliest year, so that "early" is earlier there as well."""
    count = last - first + 1
    starts = (0, (count * 4 + 9) // 10 if count == 10 else (count + 2) // 3)
    edges = (0, starts[1], starts[1] + count // 3, count)
    return CalendarDay(first + edges[third], 1, 1), CalendarDay(first + edges[third + 1] - 1, 12, 31)


def halve_bounds(edtf: str, half: int) -> Bounds:
    """Return the bounds of the first (0) or second (1) half of a year, decade or century; what has
    no halves in whole months or years is returned whole."""
    earliest, latest = bounds_of(edtf)
    if earliest is None or latest is None or "/" in edtf or edtf.startswith("["):
        return earliest, latest
    if earliest.year != latest.year:
        size = (latest.year - earliest.year + 1) // 2
        first = earliest.year + half * size
        return CalendarDay(first, 1, 1), CalendarDay(first + size - 1, 12, 31)
    if (earliest.month, latest.month) == (1, 12):
        return CalendarDay(earliest.year, 1 + 6 * half, 1), last_day_of_month(earliest.year, 6 + 6 * half)
    if earliest.month == latest.month and earliest.day != latest.day:
        first, last = ((1, 15), (16, latest.day))[half]
        return (
            CalendarDay(earliest.year, earliest.month, first),
            CalendarDay(earliest.year, earliest.month, last),
        )
    return earliest, latest


def is_leap_year(year: int) -> bool:
    """Say whether the astronomical `year` has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def last_day_of_month(year: int, month: int) -> CalendarDay:
    """Return the last day of that month. Raises IndexError for a month that does not exist."""
    length = 29 if month == 2 and is_leap_year(year) else _MONTH_LENGTHS[month - 1]
    return CalendarDay(year, month, length)


def add_days(day: CalendarDay, count: int) -> CalendarDay:
    """Return the day `count` days later, or earlier where `count` is negative."""
    return _day_from_ordinal(_ordinal(day) + count)


def add_months(year: int, month: int, count: int) -> tuple[int, int]:
    """Return the year and month `count` months later, or earlier where `count` is negative."""
    total = year * 12 + month - 1 + count
    return total // 12, total % 12 + 1


def weekday_of(day: CalendarDay) -> int:
    """Return the day of the week, from 1 for Monday to 7 for Sunday."""
    return (_ordinal(day) + 2) % 7 + 1


def _ordinal(day: CalendarDay) -> int:
    """Days since 1 March of year 0; years that begin in March keep the leap day last. Floor division
    makes it hold before year 0."""
    year, month = (day.year, day.month - 3) if day.month > 2 else (day.year - 1, day.month + 9)
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * month + 2) // 5 + day.day - 1


def _day_from_ordinal(ordinal: int) -> CalendarDay:
    era, day_of_era = divmod(ordinal, 146097)
    year = (day_of_era - day_of_era // 1460 + day_of_era // 36524 - day_of_era // 146096) // 365
    day_of_year = day_of_era - (365 * year + year // 4 - year // 100)
    shifted = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * shifted + 2) // 5 + 1
    month = shifted + 3 if shifted < 10 else shifted - 9
    return CalendarDay(year + era * 400 + (1 if month <= 2 else 0), month, day)

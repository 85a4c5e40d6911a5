"""An EDTF string in, the first and last day that it can mean out."""

from __future__ import annotations

import re
from calendar import isleap
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from pipeline.model.date import CalendarDay

OPEN_END = ".."
UNBOUNDED = ("", OPEN_END)
"""Ends of an interval that are unknown or open."""
PLAIN_DATE = re.compile(r"(-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?\Z")
LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The days that a date can mean, both included; None where unbounded."""

    earliest: CalendarDay | None
    latest: CalendarDay | None

    def contain(self, earliest: CalendarDay | None, latest: CalendarDay | None) -> bool:
        """Say whether a date of these bounds lies within; None is unbounded."""
        after_start = self.earliest is None or (earliest is not None and earliest >= self.earliest)
        before_end = self.latest is None or (latest is not None and latest <= self.latest)
        return after_start and before_end


@cache
def read_bounds(text: str) -> Bounds | None:
    """Return the bounds of an EDTF string (level 0 to 2), None where it is none. `..` alone, which
    EDTF does not have, is None as well.

    About, uncertain and both (`~`, `?`, `%`) have the bounds of the date without them.
    """
    start, slash, end = text.partition("/")
    if slash:
        return _interval_bounds(start, end)
    return _plain_bounds(text) if PLAIN_DATE.match(text) else _parsed_bounds(text)


def load_parser() -> None:
    """Import the EDTF parser ahead of its first use, while there is time."""
    import_module("edtf")


def _interval_bounds(start: str, end: str) -> Bounds | None:
    """The ends one by one: of an unknown end (`1881/`) the parser makes one ten years off."""
    if start in UNBOUNDED and end in UNBOUNDED:
        return None
    first = Bounds(None, None) if start in UNBOUNDED else read_bounds(start)
    last = Bounds(None, None) if end in UNBOUNDED else read_bounds(end)
    if first is None or last is None or "/" in end:
        return None
    if first.earliest is not None and last.latest is not None and first.earliest > last.latest:
        return None
    return Bounds(first.earliest, last.latest)


def _plain_bounds(text: str) -> Bounds | None:
    """A year, month or day is by far the most frequent, and the parser takes milliseconds for each."""
    match = PLAIN_DATE.match(text)
    if match is None or text.startswith("-0000"):
        return None
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if match[2] is None:
        return Bounds(CalendarDay(year, 1, 1), CalendarDay(year, 12, 31))
    if not 1 <= month <= 12:
        return _parsed_bounds(text) if match[3] is None else None
    length = 29 if month == 2 and isleap(year) else LENGTHS[month - 1]
    if match[3] is None:
        return Bounds(CalendarDay(year, month, 1), CalendarDay(year, month, length))
    return (
        Bounds(CalendarDay(year, month, day), CalendarDay(year, month, day)) if 1 <= day <= length else None
    )


def _parsed_bounds(text: str) -> Bounds | None:
    if any(character.isspace() for character in text):
        # The parser passes over spaces; EDTF has none.
        return None
    from edtf import EDTFParseException, parse_edtf

    try:
        parsed = parse_edtf(text)
        return Bounds(_day(parsed.lower_strict()), _day(parsed.upper_strict()))
    except (EDTFParseException, ValueError, AttributeError, TypeError, IndexError):
        # Some impossible dates parse, and only fail once their bounds are asked for.
        return None


def _day(moment: Any) -> CalendarDay | None:
    """The parser gives a `time.struct_time`, or an infinite number where unbounded."""
    return CalendarDay(*moment[:3]) if not isinstance(moment, float) else None

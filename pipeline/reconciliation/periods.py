"""The dates of facts in, how their stretches of time lie to each other out."""

from __future__ import annotations

from datetime import date

from pipeline.model.date import CalendarDay, PartialDate
from pipeline.model.fact import Fact

LONG_AGO, FAR_AHEAD = CalendarDay(-99999, 1, 1), CalendarDay(99999, 12, 31)
ROUGH = frozenset("~?%")
"""What EDTF marks a date with that its source does not vouch for."""
CALENDARS = range(10, 14)
"""Days between the Julian and the Gregorian calendar, from 1582 until now."""

Stretch = tuple[CalendarDay, CalendarDay]
"""First and last day, both included."""


def possible_stretch(fact: Fact) -> Stretch | None:
    """Return all days that the fact's dates allow; None where it has no date."""
    start, end = fact.start, fact.end
    if start is None and end is None:
        return None
    first = start.earliest if start is not None else None
    last = end.latest if end is not None else start.latest if start is not None else None
    return first or LONG_AGO, last or FAR_AHEAD


def certain_stretch(fact: Fact) -> Stretch | None:
    """Return the days on which the fact held whatever its exact dates are: from the latest start to the
    earliest end, without a bound where the text says that it went on. None where no day is certain."""
    if fact.start is None or fact.end is None or is_rough(fact):
        return None
    first = fact.start.latest
    last = FAR_AHEAD if fact.end.edtf == ".." else fact.end.earliest
    return (first, last) if first is not None and last is not None and first <= last else None


def is_rough(fact: Fact) -> bool:
    """Say whether a date of the fact is only about right."""
    return any(d is not None and ROUGH & set(d.edtf) for d in (fact.start, fact.end))


def are_apart(one: Stretch, other: Stretch) -> bool:
    """Say whether no day is in both."""
    return one[1] < other[0] or other[1] < one[0]


def share_days(one: Stretch | None, other: Stretch | None) -> Stretch | None:
    """Return the days in both, at least two of them, since on one day an office can be handed over; None
    where there are none."""
    if one is None or other is None:
        return None
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first < last else None


def is_at_once(one: Fact, other: Fact) -> bool:
    """Say whether the dates allow that both are meant of one time, and no date says otherwise."""
    first, second = possible_stretch(one), possible_stretch(other)
    return first is None or second is None or not are_apart(first, second)


def is_on_one_day(one: Fact, other: Fact) -> bool:
    """Say whether both are dated to one and the same day."""
    first, second = possible_stretch(one), possible_stretch(other)
    return first is not None and first == second and first[0] == first[1]


def differ_by_calendar(one: PartialDate, other: PartialDate) -> bool:
    """Say whether two days are one day of the Julian and the Gregorian calendar."""
    days = [d.earliest for d in (one, other) if d.earliest is not None and d.earliest == d.latest]
    if len(days) != 2 or any(d.year < 1582 for d in days):
        return False
    first, last = (date(d.year, d.month, d.day).toordinal() for d in sorted(days))
    return last - first in CALENDARS


def write_time(fact: Fact) -> str:
    """Return the dates of a fact for a sentence, in EDTF: `1704-05`, `1704 to 1709`, `until 1709`, `by 1704`,
    `from 1704 on`; `undated` where it has none."""
    start, end = (d.edtf if d is not None else "" for d in (fact.start, fact.end))
    if start.startswith("[..") and not end:
        return f"by {start.strip('[].')}"
    if start.startswith("[") and not end:
        return start.strip("[]").replace("..", " to ")
    if not end or start == end:
        return start or "undated"
    if end == "..":
        return f"from {start} on" if start else "undated"
    return f"{start} to {end}" if start else f"until {end}"


def with_time(name: str, fact: Fact) -> str:
    """Return a name with the dates of what is stated of it: `Tamsin Roe (1704 to 1709)`."""
    return f"{name} ({write_time(fact)})"

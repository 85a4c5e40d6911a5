"""The words of dates in; out, the pieces of regular expressions that several patterns share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon.dates import DateLexicon, load_date_lexicon


@dataclass(frozen=True, slots=True)
class Fragments:
    """Pieces with named groups, each to stand at most once in a pattern."""

    year: str
    """Groups year and era, or old_year and old_era: `1704`, `1704 AD`, `264 BC`."""
    era: str
    month: str
    """Group month: a full name, or an abbreviation with or without its full stop."""
    full_month: str
    """Group month: a full name."""
    weekday: str
    """`Sunday, ` or nothing."""
    day: str
    """Group day: `3`, `03`, `3rd`."""
    day_list: str
    """Group days: `3, 5 and 7`, `12–13`, `the 3rd to the 5th`."""
    tail: str
    """A year behind a month or day, or nothing: `, 1704`, ` of that year` (group that_year)."""
    unit: str
    """Group unit: a unit of time, in the singular or plural."""
    plural_unit: str
    """Group unit: in the plural."""
    spelled_number: str
    """`one` to `ninety-nine`."""


def alternation(words: Iterable[str]) -> str:
    """Return a group that matches any of `words`, the longest first."""
    return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))) + ")"


@cache
def load_fragments() -> Fragments:
    """Return the fragments of the word list."""
    words = load_date_lexicon()
    era = f"(?:{alternation(words.eras_before + words.eras_after)}(?![A-Za-z]))"
    year = (
        rf"(?:(?P<year>[12]\d{{3}})(?![A-Za-z\d]|[.,]\d{{3}})(?:\s?(?P<era>{era}))?"
        rf"|(?P<old_year>\d{{1,4}})\s?(?P<old_era>{era}))"
    )
    full, short = words.full_months, set(words.months) - words.full_months
    that_year = rf"(?:that|this|the|next|last)(?: (?P<year_step>{alternation(words.steps)}))? year"
    number = r"(?:the )?(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![A-Za-z\d])"
    tens, units = alternation(words.number_tens), alternation(words.number_units)
    return Fragments(
        year=year,
        era=era,
        month=rf"(?P<month>{alternation(full)}(?![A-Za-z])|{alternation(short)}(?![A-Za-z])\.?)",
        full_month=rf"(?P<month>{alternation(full)}(?![A-Za-z]))",
        weekday=rf"(?:{alternation(name.capitalize() for name in words.weekdays)},? (?:the )?)?",
        day=r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\d:%°])",
        day_list=rf"(?P<days>{number}(?:(?: ?[–—/-] ?|, | and |, and | or | to ){number}(?![\d:%°])){{1,8}})",
        tail=rf"(?:(?:,|,? of|,? in)? {year}|,? (?:of|in) (?P<that_year>{that_year}))?",
        unit=rf"(?P<unit>(?i:{alternation(units_by_name(words))}))(?![A-Za-z])",
        plural_unit=rf"(?P<unit>(?i:{alternation(u.plural for u in words.units)}))(?![A-Za-z])",
        spelled_number=rf"(?:(?:{tens}(?:[- ]{units})?|{units})(?![A-Za-z]))",
    )


def units_by_name(words: DateLexicon) -> list[str]:
    """Return the names of all units, in the singular and plural."""
    return [name for unit in words.units for name in (unit.singular, unit.plural)]

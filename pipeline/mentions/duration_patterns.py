"""The words of dates in, the patterns of what is counted out: durations, "six days later", clock times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from pipeline.lexicon.dates import DateLexicon, Unit
from pipeline.mentions.date_expressions import (
    Expression,
    Kind,
    Pattern,
    make_pattern,
    span_of,
    word_after,
    word_before,
)
from pipeline.mentions.date_fragments import alternation, load_fragments
from pipeline.model.span import Span


class DurationPatterns:
    """The patterns of durations, of counts from another date and of times of the clock."""

    def __init__(self, words: DateLexicon) -> None:
        self.words = words
        self.parts = load_fragments()
        self.units: dict[str, Unit] = {name: u for u in words.units for name in (u.singular, u.plural)}

    def patterns(self) -> Iterator[Pattern]:
        """Yield all patterns."""
        yield from self._counted_patterns()
        yield from self._bare_patterns()
        clocks = alternation(self.words.clocks)
        yield make_pattern(
            {"#"},
            r"(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d)(?!\d))?"
            rf"(?: ?(?P<clock>{clocks})(?![A-Za-z]))?",
            self._read_clock,
        )
        hours = alternation(self.words.clock_hours)
        yield make_pattern(
            {"#"}, rf"(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d) ?{hours}(?![A-Za-z])", self._read_army_clock
        )

    def _counted_patterns(self) -> Iterator[Pattern]:
        words, parts = self.words, self.parts
        starts = {"#", "a", "an", "half", "single", "the", words.hundred}
        starts |= {*words.number_units, *words.number_tens}
        starts |= {re.split(r"\W", word)[0] for word in (*words.inexact, *words.approximations)}
        near = alternation(word for word, nearness in words.approximations.items() if nearness)
        approximation = rf"(?:(?P<approximation>(?i:{alternation(words.approximations)})) )?"
        approximation += rf"(?:(?P<nearer>(?i:{near})) )?"
        fillers = f"(?:(?:{alternation(words.unit_fillers)})(?:,? | and )){{0,3}}"
        and_half = "(?P<and_half> and (?:(?:a|one) )?half|-and-a-half)?"
        more_half = "(?P<more_half> and a half|-and-a-half)?"
        counted = rf"{approximation}{self._amount_regex()}{and_half}[ -]{fillers}{parts.unit}"
        yield make_pattern(starts, rf"{counted}['’]?{more_half} {self._direction_regex()}", self._read_count)
        yield make_pattern(
            starts, rf"{counted}{more_half}(?: old| of age|[ -]long)?(?![A-Za-z])", self._read_duration
        )

    def _amount_regex(self) -> str:
        words, spelled = self.words, self.parts.spelled_number
        number = (
            rf"(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|(?i:(?:a |one )?{words.hundred}|{spelled}))"
        )
        others = (
            r"(?P<half>(?i:half an?))",
            f"(?P<inexact>(?i:{alternation(words.inexact)}))",
            r"(?P<one>(?i:an?|single|one single|a single))",
        )
        second = rf"(?:(?: to | or |[–-])(?P<second>\d+|(?i:{spelled})))?"
        return rf"(?:{'|'.join((number, *others))}){second}"

    def _direction_regex(self) -> str:
        words = alternation((*self.words.directions, *self.words.ago))
        return rf"(?P<direction>(?i:{words}))(?![A-Za-z])"

    def _bare_patterns(self) -> Iterator[Pattern]:
        """Units without a number: "days later", "for months", "the past decade", "year-long"."""
        parts, units = self.parts, self.words.units
        plurals = {unit.plural for unit in units}
        yield make_pattern(plurals, rf"{parts.plural_unit} {self._direction_regex()}", self._read_count)
        yield make_pattern(plurals, rf"{parts.plural_unit}(?:-long)?", self._read_bare_units)
        yield make_pattern(
            {unit.singular for unit in units}, rf"{parts.unit}[- ]long(?![A-Za-z])", self._read_duration
        )
        single = alternation(self.words.single_stretches)
        yield make_pattern(
            {"the"},
            rf"[Tt]he (?i:{single}) (?P<unit>(?i:week|month|year|decade|century|hour))(?![A-Za-z])",
            self._read_duration,
        )
        several = alternation(self.words.plural_stretches)
        yield make_pattern({"the"}, rf"[Tt]he (?i:{several}) {parts.plural_unit}", self._read_duration)

    # ------------------------------------------------------------ reading a match

    def _amount(self, match: re.Match[str]) -> Fraction | None:
        """How many; None where the number is inexact or not written at all."""
        groups = match.groupdict()
        if groups.get("second") or groups.get("inexact"):
            return None
        half = Fraction(1, 2) if groups.get("and_half") or groups.get("more_half") else Fraction(0)
        if groups.get("number"):
            return self._number(groups["number"]) + half
        if groups.get("half"):
            return Fraction(1, 2)
        is_plural = match["unit"].lower() in {unit.plural for unit in self.words.units}
        return None if is_plural else 1 + half

    def _number(self, written: str) -> Fraction:
        if written[0].isdigit():
            return Fraction(written.replace(",", ""))
        key = re.sub(r"[- ]", "", written.lower())
        return Fraction(100 if key.endswith(self.words.hundred) else self.words.numbers[key])

    def _approximation(self, match: re.Match[str]) -> str | None:
        groups = match.groupdict()
        for key in ("nearer", "approximation"):
            nearness = self.words.approximations[groups[key].lower()] if groups.get(key) else None
            if nearness is not None:
                return nearness
        return None

    def _read_count(self, match: re.Match[str]) -> Iterator[Expression]:
        word, after = match["direction"].lower(), word_after(match.string, match.end())
        if word == "before" and after not in ("", "that", "this"):
            # "two years before the war": counted from an event, which has no date here.
            return
        if word in self.words.ago:
            yield Expression(Kind.VAGUE, span_of(match), vague="past")
            return
        yield Expression(
            Kind.COUNTED,
            span_of(match),
            unit=self.units[match["unit"].lower()],
            step=self.words.directions[word],
            amount=self._amount(match),
            approximation=self._approximation(match),
        )

    def _read_duration(self, match: re.Match[str]) -> Iterator[Expression]:
        unit, groups = self.units[match["unit"].lower()], match.groupdict()
        if unit.singular == "second" and not (groups.get("number") and match["unit"].lower() == "seconds"):
            # "a second attack", "the second".
            return
        if unit.singular == "night" and groups.get("one"):
            # "a night march" takes no night.
            return
        # "a year-long siege": the article is the siege's.
        is_long = groups.get("one") and match[0].endswith("long")
        span = Span(match.start("unit"), match.end()) if is_long else span_of(match)
        yield Expression(
            Kind.DURATION,
            span,
            unit=unit,
            amount=self._amount(match),
            approximation=self._approximation(match),
        )

    def _read_bare_units(self, match: re.Match[str]) -> Iterator[Expression]:
        before = word_before(match.string, match.start())
        if before in ("for", "within", "in", "over", "after") or match[0].endswith("-long"):
            yield Expression(Kind.DURATION, span_of(match), unit=self.units[match["unit"].lower()])

    def _read_army_clock(self, match: re.Match[str]) -> Iterator[Expression]:
        """Read "at 0330 hours"; "1500 hours" may also be how long."""
        if word_before(match.string, match.start()) in self.words.clock_introducers:
            yield self._time_of_day(match, int(match["hour"]), match["minute"])

    def _time_of_day(self, match: re.Match[str], hour: int, minute: str) -> Expression:
        unit, time = self.units["day"], f"{hour:02d}:{minute}"
        return Expression(Kind.ANAPHOR, span_of(match), unit=unit, step=0, day_part=time)

    def _read_clock(self, match: re.Match[str]) -> Iterator[Expression]:
        """Read "5:30 a.m." and "17:05": a time of the day last spoken of."""
        hour, minute, clock = int(match["hour"]), match["minute"], (match["clock"] or "").lower()
        half = clock[:1] if clock.replace(".", "") in ("am", "pm") else ""
        if not clock:
            # "the scale 1:24", "won 10:2" and "3.14" are no times.
            before = word_before(match.string, match.start())
            if minute is None or ":" not in match[0] or before not in self.words.clock_introducers:
                return
        elif minute is None and not half:
            # "12 hours" is how long.
            return
        if half and not 1 <= hour <= 12:
            return
        if half:
            hour = hour % 12 + (12 if half == "p" else 0)
        yield self._time_of_day(match, hour, minute or "00")

"""The words of dates in, the patterns of what points at other dates out: "the same year", "now", "daily"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
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


class ReferencePatterns:
    """The patterns of anaphors, of vague references and of what recurs."""

    def __init__(self, words: DateLexicon) -> None:
        self.words = words
        self.units: dict[str, Unit] = {name: u for u in words.units for name in (u.singular, u.plural)}

    def patterns(self) -> Iterator[Pattern]:
        """Yield all patterns."""
        yield from self._anaphor_patterns()
        yield from self._vague_patterns()

    def _thing_regex(self) -> str:
        """A unit, season, part of a day, month or weekday that a reference can be to."""
        words = self.words
        units = [unit.singular for unit in words.units if not unit.inside_day and unit.singular != "night"]
        return (
            rf"(?:(?P<unit>(?i:{alternation(units)}))|(?P<season>(?i:{alternation(words.seasons)}))"
            rf"|(?P<day_part>(?i:{alternation(words.day_parts)}))|(?P<month>{alternation(words.full_months)})"
            rf"|(?P<weekday>{alternation(name.capitalize() for name in words.weekdays)}))(?![A-Za-z]|-[a-z])"
        )

    def _anaphor_patterns(self) -> Iterator[Pattern]:
        words, thing, steps = self.words, self._thing_regex(), alternation(self.words.steps)
        later_words = {"later", "earlier", "late", "early"}
        later = rf"(?P<later>(?i:{alternation(later_words)}),?)"
        yield make_pattern(
            {"the"} | later_words,
            rf"(?:{later} (?:in )?)?(?i:the) (?P<step>(?i:{steps})) {thing}",
            self._read_anaphor,
        )
        yield make_pattern({"next", "last"}, rf"(?P<step>(?i:next|last)) {thing}", self._read_anaphor)
        yield make_pattern(
            {"that", "this"} | later_words,
            rf"(?:{later} (?:in )?)?(?i:that|this)(?: (?:same|very))? {thing}",
            self._read_anaphor,
        )
        yield make_pattern(later_words, rf"{later} in the {thing}", self._read_anaphor)
        yield make_pattern(
            {"the"}, rf"(?i:the) {thing} (?P<after>after|before|following|previous)", self._read_neighbour
        )
        yield make_pattern({"month", "year"}, r"(?P<unit>(?i:month|year))['’]s end", self._read_unit_end)
        nouns = alternation(words.part_nouns)
        part = rf"(?:(?:[Tt]he )?(?i:(?:very )?(?P<noun>{nouns}))|(?i:(?:most of )?the (?:rest|remainder)))"
        yield make_pattern(
            {"the", "most", "very"} | {word.split()[0] for word in words.part_nouns},
            rf"{part} of (?:the(?: (?P<step>{steps}))?|that|this) {thing}",
            self._read_anaphor,
        )

    def _vague_patterns(self) -> Iterator[Pattern]:
        words = self.words
        phrases = {*words.vague, *words.indefinite}
        yield make_pattern(
            {re.split(r"\W", phrase)[0] for phrase in phrases},
            rf"(?P<vague>(?i:{alternation(phrases)}))(?![A-Za-z])",
            self._read_vague,
        )
        yield make_pattern(
            words.recurring, rf"(?i:{alternation(words.recurring)})(?![A-Za-z])", self._read_recurring
        )
        yield make_pattern(
            words.recurring_before,
            rf"(?i:{alternation(words.recurring_before)}) {load_fragments().unit}",
            self._read_rate,
        )
        yield make_pattern(
            {re.split(r"\W", word)[0] for word in words.day_parts_alone},
            rf"(?i:{alternation(words.day_parts_alone)})(?![A-Za-z])",
            self._read_day_part,
        )

    # ------------------------------------------------------------ reading a match

    def _read_anaphor(self, match: re.Match[str]) -> Iterator[Expression]:
        groups = match.groupdict()
        step = (groups.get("step") or "same").lower()
        if step == "last":
            # "the last day" and "his last year" are of something, "last year" is of the calendar.
            before = word_before(match.string, match.start())
            if match[0][:4].lower() == "the " or before in self.words.determiners:
                return
        later = (groups.get("later") or "").rstrip(",").lower()
        part = later if later in ("early", "late") else None
        if groups.get("noun"):
            part = self.words.part_nouns[groups["noun"].lower()]
        thing = replace(self._thing(match, self.words.steps[step]), part=part)
        if thing.unit is not None and thing.step and word_before(match.string, match.start()) == "for":
            # "for the next year" is how long.
            thing = Expression(Kind.DURATION, thing.span, unit=thing.unit, amount=Fraction(1))
        yield thing

    def _thing(self, match: re.Match[str], step: int) -> Expression:
        words, groups = self.words, match.groupdict()
        return Expression(
            Kind.ANAPHOR,
            span_of(match),
            month=words.months[groups["month"]] if groups["month"] else None,
            season=words.seasons[groups["season"].lower()] if groups["season"] else None,
            weekday=words.weekdays[groups["weekday"].lower()] if groups["weekday"] else None,
            day_part=words.day_parts[groups["day_part"].lower()] if groups["day_part"] else None,
            unit=self.units[groups["unit"].lower()] if groups["unit"] else None,
            step=step,
        )

    def _read_neighbour(self, match: re.Match[str]) -> Iterator[Expression]:
        """Read "the day after" and "the year before" where nothing but an earlier date can be meant."""
        after = word_after(match.string, match.end())
        is_verb = match["after"] == "following" and after in self.words.function_words
        if after == "" or is_verb:
            yield self._thing(match, 1 if match["after"] in ("after", "following") else -1)

    def _read_unit_end(self, match: re.Match[str]) -> Iterator[Expression]:
        unit = self.units[match["unit"].lower()]
        yield Expression(Kind.ANAPHOR, span_of(match), unit=unit, step=0, part="late")

    def _read_vague(self, match: re.Match[str]) -> Iterator[Expression]:
        phrase = match["vague"].lower()
        if self._is_vague(phrase, match.string, match.start(), match.end()):
            yield Expression(Kind.VAGUE, span_of(match), vague=self.words.vague.get(phrase))

    def _is_vague(self, phrase: str, text: str, begin: int, end: int) -> bool:
        """Say whether a word that can point at a time does so here."""
        before, after = word_before(text, begin), word_after(text, end)
        has_noun = after[:1].isalpha() and after not in self.words.function_words
        if phrase in ("former", "current"):
            # "the former and the latter" point at words, "the current of the river" at water.
            # "With the former offering to pay" has a verb behind it, not a noun.
            follows = word_after(text, end + 1 + len(after)) if after.endswith("ing") else ""
            return has_noun and follows not in self.words.function_words
        if phrase == "present":
            return before == "the" or (before in ("to", "at") and not after[:1].islower())
        if phrase == "the time":
            return before in ("at", "of") and not after
        if phrase == "this time":
            # "They came by sea this time" counts the times.
            return before in self.words.time_introducers
        if phrase == "the past":
            return not has_noun
        if phrase.startswith(("soon", "shortly")):
            # "As soon as", "shortly before the siege" and "soon after the siege" wait for what they govern.
            governs = phrase.endswith("after") and (after in self.words.determiners or after == "that")
            return before != "as" and after not in ("before", "as") and not governs
        return not (phrase == "recently" and before == "as")

    def _read_recurring(self, match: re.Match[str]) -> Iterator[Expression]:
        unit = self.units[self.words.recurring[match[0].lower()]]
        yield Expression(Kind.VAGUE, span_of(match), unit=unit)

    def _read_rate(self, match: re.Match[str]) -> Iterator[Expression]:
        unit = self.units[match["unit"].lower()]
        yield Expression(Kind.DURATION, span_of(match), unit=unit, amount=Fraction(1))

    def _read_day_part(self, match: re.Match[str]) -> Iterator[Expression]:
        part = "day" if match[0].lower().startswith("day") else "night"
        yield Expression(Kind.VAGUE, span_of(match), day_part=part)

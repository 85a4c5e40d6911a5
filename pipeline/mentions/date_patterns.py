"""A line of text in, the temporal expressions it holds out: what is written, before any of it is resolved.

A quick scan over words and numbers asks, where a word can begin an expression, every pattern of that word;
the longest match wins. Words come from `pipeline/lexicon/en/dates.toml`, their order from the patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from pipeline.lexicon.dates import DateLexicon, load_date_lexicon
from pipeline.mentions.calendar_patterns import CalendarPatterns
from pipeline.mentions.date_expressions import Expression, Pattern, word_after
from pipeline.mentions.date_fragments import alternation
from pipeline.mentions.duration_patterns import DurationPatterns
from pipeline.mentions.reference_patterns import ReferencePatterns
from pipeline.model.span import Span

_WORD = re.compile(r"[A-Za-z]+|\d+")


def find_expressions(text: str, start: int, end: int) -> list[Expression]:
    """Return the temporal expressions of `text[start:end]`, in order and without overlap."""
    return list(_expressions(text, start, end))


def _expressions(text: str, start: int, end: int) -> Iterator[Expression]:
    grammar = _load_grammar()
    done = start
    for word in _WORD.finditer(text, start, end):
        begin = word.start()
        if begin < done:
            continue
        key = _key(word)
        # "14 May-24 May": a number after a hyphen that follows a date is one as well.
        follows_date = done > start and done == begin - 1
        if key not in grammar.starts or not (follows_date or _may_begin(text, begin)):
            continue
        found = grammar.match_longest(key, text, begin, end)
        if found:
            yield from found
            done = found[-1].span.end


def _key(word: re.Match[str]) -> str:
    return word[0].lower() if word[0][0] > "9" else "#"


def _may_begin(text: str, begin: int) -> bool:
    """Say whether an expression may begin there: not inside a word, a sum or a longer number."""
    if begin == 0:
        return True
    before, ahead = text[begin - 1], text[begin - 2 : begin - 1]
    if before.isalnum() or before in "$£€#_/":
        return False
    if not text[begin].isdigit():
        return True
    # "1,700", "T-34" and "555-1704" hold no years.
    return not (before in ".,:-" and ahead.isdigit()) and not (before == "-" and ahead.isalpha())


class _Grammar:
    """The compiled patterns, by the word that they can begin with."""

    def __init__(self, words: DateLexicon) -> None:
        self.words = words
        self.calendar = _by_start(CalendarPatterns(words).patterns())
        self.others = _by_start((*DurationPatterns(words).patterns(), *ReferencePatterns(words).patterns()))
        self.part_prefix = re.compile(_part_prefix_regex(words))
        self.day_part_prefix = re.compile(_day_part_prefix_regex(words))
        prefixes = {"the", "very", "most", "later", "earlier", "early", "late", "mid", "small"}
        for entries in (words.part_adjectives, words.part_nouns, words.day_parts, words.day_hours):
            prefixes |= {word.split()[0] for word in entries}
        self.calendar_starts = prefixes | set(self.calendar)
        self.starts = self.calendar_starts | set(self.others)

    def match_longest(self, key: str, text: str, begin: int, end: int) -> list[Expression]:
        """Return what the pattern with the longest match reads there; of equals, the first."""
        best = self._match_prefixed(key, text, begin, end) if key in self.calendar_starts else []
        return _match_longest(self.others.get(key, ()), text, begin, end, best)

    def _match_calendar(self, key: str, text: str, begin: int, end: int) -> list[Expression]:
        found = _match_longest(self.calendar.get(key, ()), text, begin, end, [])
        return self._without_foreign_article(text, found) if found else found

    def _match_prefixed(self, key: str, text: str, begin: int, end: int) -> list[Expression]:
        """Read a date with what may stand before it: "early", "the end of", "the night of"."""
        best = self._match_calendar(key, text, begin, end)
        for prefix in (self.day_part_prefix, self.part_prefix):
            match = prefix.match(text, begin, end)
            word = _WORD.match(text, match.end(), end) if match is not None else None
            if match is None or word is None:
                continue
            if prefix is self.day_part_prefix:
                # "The morning of late May 3" is nothing, "the night of the end of May" hardly more.
                inner = self._match_prefixed(_key(word), text, word.start(), end)
                inner = inner if any(e.day is not None for e in inner) else []
            else:
                inner = self._match_calendar(_key(word), text, word.start(), end)
            if inner and (not best or inner[-1].span.end >= best[-1].span.end):
                best = [self._add_prefix(inner[0], match), *inner[1:]]
        return best

    def _without_foreign_article(self, text: str, found: list[Expression]) -> list[Expression]:
        """Leave "the" to the noun that a month, season or day stands before: "the summer offensive"."""
        first, last = found[0], found[-1]
        if text[first.span.start : first.span.start + 4].lower() != "the " or first.year_step is not None:
            return found
        if first.year is not None or first.decade is not None or first.century is not None:
            return found
        after = word_after(text, last.span.end)
        if not after[:1].isalpha() or after in self.words.function_words or after.endswith("ed"):
            return found
        return [replace(first, span=Span(first.span.start + 4, first.span.end)), *found[1:]]

    def _add_prefix(self, inner: Expression, match: re.Match[str]) -> Expression:
        groups, span = match.groupdict(), Span(match.start(), inner.span.end)
        if "day_part" in groups:
            word = groups["day_part"]
            return replace(inner, span=span, day_part=self.words.day_parts[word.lower()] if word else None)
        if groups["part"]:
            # "Mid to late 1704" has no third of its own.
            part = self.words.part_adjectives[groups["part"].lower()]
            return replace(inner, span=span, part=None if groups["two"] else part)
        if groups["noun"]:
            return replace(inner, span=span, part=self.words.part_nouns[groups["noun"].lower()])
        if groups["opening"] or groups["closing"]:
            # "The last two weeks of May" may begin before its last third.
            part = "early" if groups["opening"] else "late"
            return replace(inner, span=span, part=None if groups["count"] else part)
        return replace(inner, span=span)


def _by_start(patterns: Iterable[Pattern]) -> dict[str, list[Pattern]]:
    by_start: dict[str, list[Pattern]] = {}
    for pattern in patterns:
        for start in sorted(pattern.starts):
            by_start.setdefault(start, []).append(pattern)
    return by_start


def _match_longest(
    patterns: Iterable[Pattern], text: str, begin: int, end: int, best: list[Expression]
) -> list[Expression]:
    for pattern in patterns:
        match = pattern.regex.match(text, begin, end)
        if match is not None and (not best or match.end() > best[-1].span.end):
            best = list(pattern.read(match)) or best
    return best


def _part_prefix_regex(words: DateLexicon) -> str:
    adjectives, nouns = alternation(words.part_adjectives), alternation(words.part_nouns)
    count = rf"few|\d+|{alternation((*words.number_units, *words.number_tens))}"
    return (
        rf"(?:[Tt]he )?(?i:(?:very )?(?P<two>(?:early|mid)(?:-| )to(?:-| ))?(?P<part>{adjectives}))"
        r"(?: (?:part|days|weeks|months|years) of (?:the )?|,? (?:in|on|of) (?:the )?|[- ])"
        rf"|(?:[Tt]he )?(?i:(?:very )?(?P<noun>{nouns})) of (?:the )?"
        rf"|(?i:the (?:(?P<opening>first|opening|initial)|(?P<closing>last|final|closing))"
        rf" (?:(?P<count>{count}) )?(?:days?|weeks?|months?) of (?:the )?)"
        r"|(?i:(?:most of )?the (?:rest|remainder) of (?:the )?)"
        r"|(?i:later|earlier) in (?:the )?"
    )


def _day_part_prefix_regex(words: DateLexicon) -> str:
    day_parts, hours = alternation(words.day_parts), alternation(words.day_hours)
    return (
        r"(?:[Tt]he )?(?i:(?:very )?(?:(?:early|late|small)[- ])?(?:in |on )?(?:the )?)"
        rf"(?i:(?P<day_part>{day_parts})(?: {hours})?|{hours}) (?:of|on) (?:the )?"
    )


@cache
def _load_grammar() -> _Grammar:
    return _Grammar(load_date_lexicon())

"""A line of text in, the temporal expressions it holds out: what is written, before any of it is resolved.

A quick scan over words and numbers asks, where a word can begin an expression, every pattern of that word;
the longest match wins. Words come from `pipeline/lexicon/en/dates.toml`, their order from here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from functools import cache

from pipeline.lexicon.dates import DateLexicon, Unit, load_date_lexicon
from pipeline.model.span import Span


class Kind(Enum):
    """What an expression needs to become a date."""

    CALENDAR = "calendar"
    """Names a date, perhaps without its year."""
    ANAPHOR = "anaphor"
    """Names a unit by its distance from another date: `the same year`, `the next day`."""
    COUNTED = "counted"
    """Counts from another date: `six days later`."""
    DURATION = "duration"
    VAGUE = "vague"


class Joint(Enum):
    """How an expression was written together with the one before it."""

    RANGE = "range"
    """`12–13 January`."""
    LIST = "list"
    """`3 and 5 May`."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A temporal expression as written; what is not written is None."""

    kind: Kind
    span: Span
    year: int | None = None
    """Astronomical: 1 BC is 0."""
    month: int | None = None
    day: int | None = None
    season: int | None = None
    """EDTF number, 21 to 24."""
    decade: int | None = None
    """Its first year, astronomical."""
    century: int | None = None
    """Its ordinal, negative before Christ: -5 for the 5th century BC."""
    weekday: int | None = None
    short_year: int | None = None
    """The last two digits of a year whose century is not written."""
    year_step: int | None = None
    """0 in `June of that year`, 1 in `June of the following year`."""
    unit: Unit | None = None
    step: int | None = None
    """How many units an anaphor or a count lies later, negative for earlier; its sign alone for a count."""
    amount: Fraction | None = None
    """How many units; None where the number is inexact."""
    part: str | None = None
    """early, mid, late, first half or second half."""
    day_part: str | None = None
    approximation: str | None = None
    """circa, over or under."""
    vague: str | None = None
    joint: Joint | None = None
    is_attributive: bool = False
    """Whether a bare year stands before the noun it belongs to: `the 1868 constitution`."""


Reader = Callable[[re.Match[str]], Iterable[Expression]]

_WORD = re.compile(r"[A-Za-z]+|\d+")
_NEXT_WORD = re.compile(r"[ ]([\w'’$£€-]+)")
_LAST_WORD = re.compile(r"([\w.$£€'’-]+|[$£€])[ ]?\Z")


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
        key = word[0].lower() if word[0][0] > "9" else "#"
        # "14 August-24 August": a number after a hyphen that follows a date is one as well.
        follows_date = done > start and done == begin - 1
        if key not in grammar.patterns or not (follows_date or _may_begin(text, begin)):
            continue
        found = grammar.match_longest(key, text, begin, end)
        if found:
            yield from found
            done = found[-1].span.end


def _may_begin(text: str, begin: int) -> bool:
    """Say whether an expression may begin there: not inside a word, a sum or a longer number."""
    if begin == 0:
        return True
    before = text[begin - 1]
    if before.isalnum() or before in "$£€#_/":
        return False
    if before == "-" and begin > 1 and text[begin - 2].isdigit():
        return False
    if before in ".,:" and begin > 1 and text[begin - 2].isdigit():
        return not text[begin].isdigit()
    # "T-34" is no year; "February 1923-May 1924" and "now-ruined" do hold a date after a hyphen.
    return not (before == "-" and begin > 1 and text[begin - 2].isalpha() and text[begin].isdigit())


def _alternation(words: Iterable[str]) -> str:
    """The words as one group, the longest first, a blank standing for a blank."""
    return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))) + ")"


def text_before(text: str, begin: int) -> str:
    """Return the word that stands directly before `begin` on the same line, as written; "" for none, and for
    the first word of a sentence."""
    match = re.search(r"(?<=[\w,;] )(\w+)[ ]\Z", text[max(0, begin - 40) : begin])
    return match[1] if match else ""


def word_before(text: str, begin: int) -> str:
    """Return the word that stands directly before `begin` on the same line, in lower case; "" for none."""
    match = _LAST_WORD.search(text[max(0, begin - 24) : begin])
    return match[1].lower() if match else ""


def word_after(text: str, end: int) -> str:
    """Return the word that follows `end` after one blank, as written; "" for none."""
    match = _NEXT_WORD.match(text, end)
    return match[1] if match else ""


@dataclass(frozen=True, slots=True)
class _Pattern:
    regex: re.Pattern[str]
    read: Reader


class _Grammar:
    """The compiled patterns, by the word that they can begin with."""

    def __init__(self, words: DateLexicon) -> None:
        self.words = words
        self.units = {unit.singular: unit for unit in words.units} | {u.plural: u for u in words.units}
        self.patterns: dict[str, list[_Pattern]] = {}
        self._compile_fragments()
        self._add_calendar_patterns()
        self._add_counting_patterns()
        self._add_vague_patterns()

    # ------------------------------------------------------------ building

    def _compile_fragments(self) -> None:
        words = self.words
        era = f"(?:{_alternation(words.eras_before + words.eras_after)}(?![A-Za-z]))"
        self.year = (
            rf"(?:(?P<year>[12]\d{{3}})(?![A-Za-z\d]|[.,]\d{{3}})(?:\s?(?P<era>{era}))?"
            rf"|(?P<old_year>\d{{1,4}})\s?(?P<old_era>{era}))"
        )
        self.era = era
        full = [name for name in words.months if len(name) > 4 or name in ("May", "June", "July")]
        self.month_name = f"(?P<month>{_alternation(full)}(?![A-Za-z]))"
        short = [name for name in words.months if name not in full]
        self.month = rf"(?:(?P<month>{_alternation(full)}|{_alternation(short)}(?=[. ]))\.?(?![A-Za-z]))"
        self.month = (
            rf"(?P<month>{_alternation(full)}(?![A-Za-z])|{_alternation(short)}(?![A-Za-z])\.?)"
        )
        weekdays = _alternation(name.capitalize() for name in words.weekdays)
        self.weekday = rf"(?:(?P<weekday>{weekdays}),? (?:the )?)?"
        steps = _alternation(words.steps)
        same_year = rf"(?P<that_year>(?:that|this|the|next|last)(?: (?P<year_step>{steps}))? year)"
        self.tail = rf"(?:(?:,|,? of|,? in)? {self.year}|,? (?:of|in) {same_year})?"
        self.day = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\d:%°])"
        count = rf"few|\d+|{_alternation((*words.number_units, *words.number_tens))}"
        adjectives, nouns = _alternation(words.part_adjectives), _alternation(words.part_nouns)
        self.part_prefix = re.compile(
            rf"(?:[Tt]he )?(?i:(?:(?:very|mid|early)(?:-| )(?:to(?:-| ))?)?(?P<part>{adjectives}))"
            rf"(?: (?:part|days|weeks|months|years) of (?:the )?|,? (?:in|on|of) (?:the )?|[- ])"
            rf"|(?:[Tt]he )?(?i:(?:very )?(?P<noun>{nouns})) of (?:the )?"
            rf"|(?i:the (?:(?P<opening>first|opening|initial)|last|final|closing)"
            rf" (?:(?P<count>{count}) )?(?:days?|weeks?|months?) of (?:the )?)"
            rf"|(?i:(?:most of )?the (?:rest|remainder) of (?:the )?)"
            rf"|(?i:later|earlier),? (?:in |on )(?:the )?"
        )
        day_parts, hours = _alternation(words.day_parts), _alternation(words.day_hours)
        self.day_part_prefix = re.compile(
            rf"(?:[Tt]he )?(?i:(?:very )?(?:(?P<early>early|late|small)[- ])?(?:in |on )?(?:the )?)"
            rf"(?i:(?P<day_part>{day_parts})(?: {hours})?|(?P<hours>{hours})) (?:of|on) (?:the )?"
        )

    def _add(self, starts: Iterable[str], regex: str, read: Reader) -> None:
        pattern = _Pattern(re.compile(regex), read)
        for start in sorted(set(starts)):
            self.patterns.setdefault(start, []).append(pattern)

    def _add_calendar_patterns(self) -> None:
        words = self.words
        months = {name.lower() for name in words.months}
        weekdays, seasons = set(words.weekdays), set(words.seasons)
        ordinals = _alternation(words.ordinals)
        ordinal_starts = {word.split("-")[0] for word in words.ordinals}
        join = r"(?P<join> ?[–—/-] ?|, (?:and |or )?| and | or | to | through | until )"
        number = r"(?:the )?(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
        self.core: dict[str, list[_Pattern]] = {}
        every, self.patterns = self.patterns, self.core
        self._add({"#"}, r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])-(?P<day>\d\d)(?![\d-])", self._read_iso)
        self._add(
            {"#", "the"} | weekdays,
            rf"(?:[Tt]he )?{self.weekday}{self.day}(?: of)? (?:the )?{self.month}{self.tail}",
            self._read_date,
        )
        self._add(
            {"the"} | ordinal_starts,
            rf"(?:[Tt]he )?(?P<day_word>{ordinals}) of {self.month_name}{self.tail}",
            self._read_date,
        )
        self._add(
            {"the"} | months | weekdays,
            rf"(?:[Tt]he )?{self.weekday}{self.month} (?:the )?{self.day}(?![.,]\d|-[a-z]){self.tail}",
            self._read_date,
        )
        self._add(
            {"the"} | months,
            rf"(?:[Tt]he month of )?{self.month},?{self.tail}",
            self._read_month,
        )
        self._add(
            {"#", "the"},
            rf"(?:[Tt]he )?(?P<days>{number}(?:(?: ?[–—/-] ?|, | and |, and | or | to ){number})+)(?: of)? "
            rf"{self.month}{self.tail}",
            self._read_day_list,
        )
        self._add(
            months,
            rf"{self.month} (?P<days>{number}(?:(?: ?[–—/-] ?|, | and |, and | or | to ){number}(?![\d:%°]))+)"
            rf"(?![.,]\d|-[a-z]){self.tail}",
            self._read_month_days,
        )
        self._add(
            {"the"}, r"[Tt]he (?P<day>[1-9]|[12]\d|3[01])(?:st|nd|rd|th)(?![A-Za-z-])", self._read_bare_day
        )
        self._add({"#"}, r"(?P<short_year>\d\d)(?![\w%:-])", self._read_short_year)
        self._add(
            {"#", "the", "year", "years"}, rf"(?:(?:[Tt]he )?(?i:years?) )?{self.year}", self._read_year
        )
        self._add({"ad", "a", "ce"}, r"(?P<old_era>AD|A\.D\.) ?(?P<old_year>\d{1,4})(?!\d)", self._read_year)
        self._add(
            {"#", "the", "years", "year"},
            rf"(?:(?:[Tt]he )?(?i:years?) )?(?P<first>\d{{1,4}}){join}(?P<last>\d{{1,4}})(?!\d|[.,]\d)"
            rf"(?:\s?(?P<era>{self.era}))?",
            self._read_years,
        )
        self._add(
            {"#", "the"},
            rf"(?:[Tt]he )?(?P<decade>\d{{1,3}}0)['’]?s(?![A-Za-z])(?:\s?(?P<era>{self.era}))?",
            self._read_decade,
        )
        nth = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|(?i:{ordinals}))"
        self._add(
            {"#", "the"} | ordinal_starts,
            rf"(?:[Tt]he )?(?:(?P<other>{nth}){join}(?:the )?(?:(?:early|mid|late)[- ])?)?(?P<nth>{nth})[ -]"
            rf"(?:[Cc]entury|[Cc]enturies)(?!-old)(?:\s(?P<era>{self.era}))?",
            self._read_century,
        )
        season = f"(?P<season>(?i:{_alternation(words.seasons)})(?![A-Za-z]))"
        self._add(
            {"the"} | seasons,
            rf"(?:[Tt]he )?{season}(?:,)?(?:{self.tail}(?:(?<=\d)[–/-]\d\d(?:\d\d)?(?!\d))?)",
            self._read_season,
        )
        self._add({"#", "the"}, rf"(?:[Tt]he )?{self.year} {season}", self._read_season)
        feasts = _alternation(words.feasts)
        self._add(
            {name.split()[0].lower() for name in words.feasts},
            rf"(?P<feast>{feasts})(?![A-Za-z]){self.tail}",
            self._read_feast,
        )
        self.patterns = every
        prefixes = {"the", "very", "most", "later", "earlier", "early", "late", "mid", "small", "in"}
        prefixes |= {word.split()[0] for word in (*words.part_adjectives, *words.part_nouns)}
        prefixes |= {word.split()[0] for word in (*words.day_parts, *words.day_hours)}
        self.calendar_starts = frozenset(self.core) | prefixes
        for start in sorted(self.calendar_starts):
            self.patterns.setdefault(start, [])

    def _add_counting_patterns(self) -> None:
        words = self.words
        spelled = rf"(?:(?:{_alternation(words.number_tens)}(?:[- ]{_alternation(words.number_units)})?"
        spelled += rf"|{_alternation(words.number_units)})(?![A-Za-z]))"
        number = (
            rf"(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|(?i:(?:a |one )?{words.hundred}|{spelled}))"
        )
        inexact = f"(?P<inexact>(?i:{_alternation(words.inexact)}))"
        half = r"(?P<half>(?i:half an?|half a))"
        one = r"(?P<one>(?i:an?|single|one single|a single))"
        amount = rf"(?:{number}|{half}|{inexact}|{one})"
        approximation = rf"(?:(?P<approximation>(?i:{_alternation(words.approximations)})) )?"
        approximation += rf"(?:(?P<nearer>(?i:{_alternation(w for w, a in words.approximations.items() if a)})) )?"
        fillers = f"(?:(?:{_alternation(words.unit_fillers)})(?:,? | and ))*"
        plural = _alternation(unit.plural for unit in words.units)
        unit = rf"(?P<unit>(?i:{_alternation(self.units)}))(?![A-Za-z])"
        two = rf"(?:(?: to | or |[–-])(?P<second>\d+|(?i:{spelled})))?"
        starts = {"#", "a", "an", "half", words.hundred, *words.number_units, *words.number_tens}
        starts |= {w.split()[0] for w in (*words.inexact, *words.approximations)} | {"single", "the"}
        starts |= {"c", "ca"}
        direction = rf"(?P<direction>(?i:{_alternation(words.directions)}))(?![A-Za-z])"
        self._add(
            starts,
            rf"{approximation}(?:{amount}{two}(?P<and_half> and (?:a|one) half|-and-a-half)?[ -]){fillers}{unit}"
            rf"['’]?(?P<more_half> and a half)? {direction}",
            self._read_count,
        )
        self._add(
            starts,
            rf"{approximation}(?:{amount}{two}(?P<and_half> and (?:a|one) half|-and-a-half)?[ -]){fillers}{unit}"
            rf"(?P<more_half> and a half|-and-a-half)?(?: old| of age|[ -]long)?(?![A-Za-z])",
            self._read_duration,
        )
        bare = rf"(?P<unit>(?i:{plural}))(?![A-Za-z])"
        self._add({u.plural for u in words.units}, rf"{bare} {direction}", self._read_count)
        self._add({u.plural for u in words.units}, rf"{bare}(?:-long)?", self._read_bare_units)
        self._add(
            {u.singular for u in words.units}, rf"{unit}[- ]long(?![A-Za-z])", self._read_duration
        )
        self._add(
            {"the"},
            r"[Tt]he (?:(?i:past|last|final|first|entire|whole|intervening|remaining)) "
            rf"(?P<unit>(?i:week|month|year|decade|century|hour))(?![A-Za-z])",
            self._read_duration,
        )
        self._add(
            {"the"},
            r"[Tt]he (?i:following|next|coming|intervening|subsequent|ensuing|preceding|previous|past|last|final) "
            rf"{bare}",
            self._read_duration,
        )
        clocks = _alternation(words.clocks)
        self._add(
            {"#"},
            rf"(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d)(?!\d))?(?: ?(?P<clock>{clocks})(?![A-Za-z]))?",
            self._read_clock,
        )
        self._add_anaphors()

    def _add_anaphors(self) -> None:
        words = self.words
        steps = _alternation(words.steps)
        names = [unit.singular for unit in words.units if not unit.inside_day and unit.singular != "night"]
        thing = (
            rf"(?:(?P<unit>(?i:{_alternation(names)}))|(?P<season>(?i:{_alternation(words.seasons)}))"
            rf"|(?P<day_part>(?i:{_alternation(words.day_parts)}))"
            rf"|(?P<month>{_alternation(n for n in words.months if len(n) > 4 or n in ('May', 'June', 'July'))})"
            rf"|(?P<weekday>{_alternation(n.capitalize() for n in words.weekdays)}))(?![A-Za-z]|-[a-z])"
        )
        later = r"(?:(?P<later>(?i:later|earlier|late|early),?) (?:in )?)?"
        self._add(
            {"the", "later", "earlier", "late", "early"},
            rf"{later}(?i:the) (?P<step>(?i:{steps})) {thing}",
            self._read_anaphor,
        )
        self._add({"next", "last"}, rf"(?P<step>(?i:next|last)) {thing}", self._read_anaphor)
        self._add(
            {"that", "this", "later", "earlier", "late", "early"},
            rf"{later}(?P<this>(?i:that|this))(?: (?:same|very))? {thing}",
            self._read_anaphor,
        )
        self._add(
            {"later", "earlier", "late", "early"},
            rf"(?P<later>(?i:later|earlier|late|early),?) in (?P<this>the) {thing}",
            self._read_anaphor,
        )
        self._add(
            {"the"}, rf"(?i:the) {thing} (?P<after>after|before|following|previous)", self._read_neighbour
        )
        self._add(
            {"month", "year"}, r"(?P<unit>(?i:month|year))['’]s end", self._read_unit_end
        )
        nouns = {w.split()[0] for w in words.part_nouns} | {"the", "most"}
        self._add(
            nouns,
            rf"(?:(?:[Tt]he )?(?i:(?:very )?(?P<noun>{_alternation(words.part_nouns)}))"
            rf"|(?i:(?:most of )?the (?:rest|remainder))) of (?P<this>(?:the(?: (?P<step>{steps}))?|that|this)) {thing}",
            self._read_anaphor,
        )

    def _add_vague_patterns(self) -> None:
        words = self.words
        vague = _alternation(words.vague)
        self._add(
            {w.split()[0].split("-")[0] for w in words.vague},
            rf"(?P<vague>(?i:{vague}))(?![A-Za-z])",
            self._read_vague,
        )
        self._add(words.recurring, rf"(?i:{_alternation(words.recurring)})(?![A-Za-z])", self._read_recurring)
        self._add(
            words.recurring_before,
            rf"(?i:{_alternation(words.recurring_before)}) (?P<unit>{_alternation(self.units)})(?![A-Za-z])",
            self._read_recurring,
        )
        alone = _alternation(words.day_parts_alone)
        self._add(
            {w.split("-")[0] for w in words.day_parts_alone},
            rf"(?P<alone>(?i:{alone}))(?![A-Za-z])",
            lambda match: [Expression(Kind.VAGUE, _span(match), day_part="night" if "day" not in match[0].lower() else "day")],
        )

    # ------------------------------------------------------------ matching

    def match_longest(self, key: str, text: str, begin: int, end: int) -> list[Expression]:
        """Return what the pattern with the longest match reads there; of equals, the first."""
        best = self._match_calendar(key, text, begin, end) if key in self.calendar_starts else []
        for pattern in self.patterns.get(key, ()):
            match = pattern.regex.match(text, begin, end)
            if match is not None and (not best or match.end() > best[-1].span.end):
                best = list(pattern.read(match)) or best
        return best

    def _match_calendar(self, key: str, text: str, begin: int, end: int) -> list[Expression]:
        """Read a date with what may stand before it: a part of the day, then a part of the period."""
        best = self._match_core(key, text, begin, end)
        if best:
            best = self._drop_article(text, best)
        for prefix in (self.day_part_prefix, self.part_prefix):
            match = prefix.match(text, begin, end)
            word = _WORD.match(text, match.end(), end) if match is not None else None
            if match is None or word is None:
                continue
            inner_key = word[0].lower() if word[0][0] > "9" else "#"
            inner = (
                self._match_calendar(inner_key, text, word.start(), end)
                if prefix is self.day_part_prefix
                else self._match_core(inner_key, text, word.start(), end)
            )
            if inner and (not best or inner[-1].span.end > best[-1].span.end or len(inner) >= len(best)):
                if prefix is self.day_part_prefix and all(e.day is None for e in inner):
                    continue
                best = [self._prefix_expression(inner[0], match, begin), *inner[1:]]
        return best

    def _match_core(self, key: str, text: str, begin: int, end: int) -> list[Expression]:
        best: list[Expression] = []
        for pattern in self.core.get(key, ()):
            match = pattern.regex.match(text, begin, end)
            if match is not None and (not best or match.end() > best[-1].span.end):
                best = list(pattern.read(match)) or best
        return best

    def _drop_article(self, text: str, found: list[Expression]) -> list[Expression]:
        """Leave "the" to the noun that a month, season or day stands before: "the summer offensive"."""
        first, last = found[0], found[-1]
        if text[first.span.start : first.span.start + 4].lower() != "the " or first.year is not None:
            return found
        if first.decade is not None or first.century is not None or first.year_step is not None:
            return found
        after = word_after(text, last.span.end)
        if not after[:1].isalpha() or after in self.words.function_words or after.endswith("ed"):
            return found
        return [replace(first, span=Span(first.span.start + 4, first.span.end)), *found[1:]]

    def _prefix_expression(self, inner: Expression, match: re.Match[str], begin: int) -> Expression:
        groups = match.groupdict()
        span = Span(begin, inner.span.end)
        if "day_part" in groups:
            word = groups["day_part"]
            return replace(inner, span=span, day_part=self.words.day_parts[word.lower()] if word else None)
        if groups["part"]:
            return replace(inner, span=span, part=self.words.part_adjectives[groups["part"].lower()])
        if groups["noun"]:
            return replace(inner, span=span, part=self.words.part_nouns[groups["noun"].lower()])
        if re.match(r"(?i)the (?:first|opening|initial|last|final|closing) ", match[0]):
            # "The last two weeks of May" may begin before its last third.
            part = "early" if groups["opening"] else "late"
            return replace(inner, span=span, part=None if groups["count"] else part)
        return replace(inner, span=span)

    # ------------------------------------------------------------ reading a match

    def _read_iso(self, match: re.Match[str]) -> Iterator[Expression]:
        yield Expression(
            Kind.CALENDAR, _span(match), int(match["year"]), int(match["month"]), int(match["day"])
        )

    def _year(self, match: re.Match[str]) -> int | None:
        groups = match.groupdict()
        written = groups.get("year") or groups.get("old_year")
        if not written:
            return None
        return self._astronomical(int(written), groups.get("era") or groups.get("old_era"))

    def _astronomical(self, year: int, era: str | None) -> int:
        return 1 - year if era in self.words.eras_before else year

    def _year_step(self, match: re.Match[str]) -> int | None:
        if not match["that_year"]:
            return None
        word = match["year_step"] or match["that_year"].split()[0]
        return self.words.steps.get(word.lower(), 0)

    def _month_number(self, match: re.Match[str]) -> int:
        return self.words.months[match["month"].rstrip(".")]

    def _read_date(self, match: re.Match[str]) -> Iterator[Expression]:
        groups = match.groupdict()
        day_word = groups.get("day_word")
        day = self.words.ordinals[day_word] if day_word else int(match["day"])
        year, end = self._year(match), match.end()
        if year is not None and match["era"] is None and self._is_counted(match.string, end):
            year, end = None, match.start("year")
            end = len(match.string[:end].rstrip(" ,"))
        if year is None and match["that_year"] is None and not day_word:
            # "In May 20 ships sailed": the day is a count, the month is not.
            if self._is_counted(match.string, end) and match.start("day") > match.start("month"):
                return
        yield Expression(
            Kind.CALENDAR,
            Span(match.start(), end),
            year,
            self._month_number(match),
            day,
            weekday=self.words.weekdays[groups["weekday"].lower()] if groups.get("weekday") else None,
            year_step=self._year_step(match),
        )

    def _read_bare_day(self, match: re.Match[str]) -> Iterator[Expression]:
        """Read "on the 20th", where no noun follows: "the 20th Regiment" is none."""
        after = word_after(match.string, match.end())
        if word_before(match.string, match.start()) in ("on", "by", "until", "till", "from", "to"):
            if not after or (after in self.words.function_words and after != "of"):
                yield Expression(Kind.CALENDAR, _span(match), day=int(match["day"]))

    def _read_short_year(self, match: re.Match[str]) -> Iterator[Expression]:
        """Read "in '48"."""
        begin = match.start()
        if begin > 1 and match.string[begin - 1] in "'’‘" and match.string[begin - 2] in " (":
            yield Expression(
                Kind.CALENDAR, Span(begin - 1, match.end()), short_year=int(match["short_year"])
            )

    def _read_month(self, match: re.Match[str]) -> Iterator[Expression]:
        name, text = match["month"], match.string
        year, end = self._year(match), match.end()
        if year is not None and match["era"] is None and self._is_counted(text, end):
            year, end = None, match.end("month")
        is_bare = year is None and match["that_year"] is None
        if is_bare:
            end = match.end("month")
            if not self._is_bare_month(name, text, match.start(), end):
                return
        yield Expression(
            Kind.CALENDAR,
            Span(match.start(), end),
            year,
            self._month_number(match),
            year_step=self._year_step(match),
        )

    def _is_bare_month(self, name: str, text: str, begin: int, end: int) -> bool:
        """Say whether a month without a year is one: not `May` in "Ann May" or "May he rest"."""
        if name.rstrip(".") != name or len(name) < 4 and name != "May" or name == "Sept":
            return False
        if name not in self.words.ambiguous_months:
            return True
        before, after = word_before(text, begin), word_after(text, end)
        if before in ("and", "or", "to", "from", "of", "for", "about", "between", "that", "this"):
            return not after[:1].isupper() or after.lower() in self.words.function_words
        if before in self.words.month_introducers:
            return True
        if before in ("a", "the", "his", "their", "its") and name != "March":
            return after[:1].islower() and after not in self.words.function_words
        if text[max(0, begin - 2) : begin].strip(" ") == "" or text[begin - 1] in "(–—-/,=\n":
            follows = text[end : end + 1]
            return follows in ",;:)–—-/=." and follows != "" or after in ("and", "to", "or", "until")
        return text[max(0, begin - 2) : begin - 1] in (",", ";", "(") and not after[:1].isupper()

    def _is_counted(self, text: str, end: int) -> bool:
        return word_after(text, end).lower() in self.words.counted_nouns

    def _read_day_list(self, match: re.Match[str]) -> Iterator[Expression]:
        year, month = self._year(match), self._month_number(match)
        days = self._days(match)
        if text_before(match.string, match.start())[:1].isupper() and len(days) > 1:
            # "in Operation Dawn 5, and 22 to 24 February": the first number belongs to the name before it.
            days = days[1:]
        for i, (number, span, joint) in enumerate(days):
            last = i == len(days) - 1
            begin = match.start() if i == 0 and span.start - match.start() < 5 else span.start
            yield Expression(
                Kind.CALENDAR,
                Span(begin, match.end() if last else span.end),
                year,
                month,
                number,
                year_step=self._year_step(match),
                joint=joint,
            )

    def _read_month_days(self, match: re.Match[str]) -> Iterator[Expression]:
        year, month = self._year(match), self._month_number(match)
        days = self._days(match)
        for i, (number, span, joint) in enumerate(days):
            last = i == len(days) - 1
            yield Expression(
                Kind.CALENDAR,
                Span(match.start() if i == 0 else span.start, match.end() if last else span.end),
                year,
                month,
                number,
                year_step=self._year_step(match),
                joint=joint,
            )

    def _days(self, match: re.Match[str]) -> list[tuple[int, Span, Joint | None]]:
        days: list[tuple[int, Span, Joint | None]] = []
        for found in re.finditer(r"(?:the )?(\d+)(?:st|nd|rd|th)?", match["days"]):
            begin = match.start("days") + found.start()
            joint = None
            if days:
                gap = match.string[days[-1][1].end : begin].strip()
                joint = Joint.RANGE if gap in ("–", "—", "-", "/", "to") else Joint.LIST
            days.append((int(found[1]), Span(begin, match.start("days") + found.end()), joint))
        return days

    def _read_year(self, match: re.Match[str]) -> Iterator[Expression]:
        year, text = self._year(match), match.string
        has_era = bool(match.groupdict().get("era") or match["old_era"])
        named = text[match.start()].isalpha() and not has_era
        if year is None or not (has_era or named or self._is_year(text, match.start(), match.end())):
            return
        attributive = not has_era and not named and word_before(text, match.start()) in ("the", "a", "his")
        yield Expression(Kind.CALENDAR, _span(match), year, is_attributive=attributive)

    def _is_year(self, text: str, begin: int, end: int) -> bool:
        """Say whether a bare number of four digits is a year and not a count or a label."""
        before = word_before(text, begin)
        if before in self.words.counted_before or before.endswith(("$", "£", "€")):
            return False
        if text[end : end + 1] in ("%", "°", "′") or re.match(r"-[a-z]|\.\d", text[end : end + 2]):
            return False
        if not 1000 <= int(text[end - 4 : end]) <= 2100:
            return False
        after = word_after(text, end)
        is_noun = after[:1].islower() and after not in self.words.function_words
        if is_noun and self.words.bounds.get(before) == "circa":
            return False
        if after.lower() in self.words.counted_nouns:
            return before in self.words.year_introducers and before not in ("by", "to", "around", "after")
        return True

    def _read_years(self, match: re.Match[str]) -> Iterator[Expression]:
        """Read `1884–1885`, `1941–42`, `499-493 BC`, `280 and 275 BC`."""
        text, first, last, era = match.string, match["first"], match["last"], match["era"]
        join = match["join"].strip()
        tight = join in ("–", "—", "-", "/")
        is_range = tight or join in ("to", "through", "until")
        if era is None:
            if len(first) != 4 or not self._is_year(text, match.start("first"), match.end("first")):
                return
            if len(last) == 2 and tight and int(last) > int(first[2:]):
                last = first[:2] + last
            elif len(last) != 4 or not self._is_year(text, match.start("last"), match.end("last")):
                return
            if word_after(text, match.end()).lower() in self.words.counted_nouns:
                return
        elif era in self.words.eras_before and len(last) < len(first) and tight and int(last) < 100:
            # "431–04 BC" leaves out the hundred.
            last = first[: -len(last)] + last
        years = self._astronomical(int(first), era), self._astronomical(int(last), era)
        joint = Joint.RANGE if is_range and years[0] < years[1] else Joint.LIST
        yield Expression(Kind.CALENDAR, Span(match.start(), match.end("first")), years[0])
        yield Expression(Kind.CALENDAR, Span(match.start("last"), match.end()), years[1], joint=joint)

    def _read_decade(self, match: re.Match[str]) -> Iterator[Expression]:
        decade, era = int(match["decade"]), match["era"]
        if len(match["decade"]) < 3 or (len(match["decade"]) == 3 and era is None):
            return
        first = -decade - 8 if era in self.words.eras_before else decade
        yield Expression(Kind.CALENDAR, _span(match), decade=first)

    def _read_century(self, match: re.Match[str]) -> Iterator[Expression]:
        sign = -1 if match["era"] in self.words.eras_before else 1
        begin, end = match.span()
        if match["other"]:
            other_end = match.end("other")
            yield Expression(
                Kind.CALENDAR, Span(begin, other_end), century=sign * self._ordinal(match["other"])
            )
            begin = match.start("nth")
        yield Expression(
            Kind.CALENDAR,
            Span(begin, end),
            century=sign * self._ordinal(match["nth"]),
            joint=Joint.LIST if match["other"] else None,
        )

    def _ordinal(self, written: str) -> int:
        return int(written[:-2]) if written[0].isdigit() else self.words.ordinals[written.lower()]

    def _read_season(self, match: re.Match[str]) -> Iterator[Expression]:
        name, year, text = match["season"], self._year(match), match.string
        groups = match.groupdict()
        that_year = groups.get("that_year")
        end = match.end()
        if year is None and not that_year:
            end = match.end("season")
            before = word_before(text, match.start("season"))
            is_event = word_after(text, end).lower() in self.words.season_events
            if name.lower() in ("fall", "spring") and before not in self.words.before_fall and not is_event:
                return
            if name.lower() == "fall" and word_after(text, end) == "of":
                return
        yield Expression(
            Kind.CALENDAR,
            Span(match.start(), end),
            year,
            season=self.words.seasons[name.lower()],
            year_step=self._year_step(match) if that_year else None,
        )

    def _read_feast(self, match: re.Match[str]) -> Iterator[Expression]:
        month, day = self.words.feasts[match["feast"]]
        yield Expression(
            Kind.CALENDAR, _span(match), self._year(match), month, day, year_step=self._year_step(match)
        )

    def _amount(self, match: re.Match[str]) -> Fraction | None:
        """How many; None where the number is inexact or not written at all."""
        groups = match.groupdict()
        number = groups.get("number")
        half = Fraction(1, 2) if groups.get("and_half") or groups.get("more_half") else Fraction(0)
        if groups.get("second"):
            return None
        if number:
            return self._number(number) + half
        if groups.get("half"):
            return Fraction(1, 2)
        if groups.get("inexact"):
            return None
        return 1 + half

    def _number(self, written: str) -> Fraction:
        if written[0].isdigit():
            return Fraction(written.replace(",", ""))
        key = re.sub(r"[- ]", "", written.lower())
        if key.endswith(self.words.hundred):
            return Fraction(100)
        return Fraction(self.words.numbers[key])

    def _read_count(self, match: re.Match[str]) -> Iterator[Expression]:
        word = match["direction"].lower()
        after = word_after(match.string, match.end())
        if word in ("before", "on", "after") and after and after not in ("that", "this"):
            # "two years before the war": counted from an event, which has no date here.
            return
        if word == "on":
            return
        groups = match.groupdict()
        approximation = self._approximation(match)
        yield Expression(
            Kind.COUNTED,
            _span(match),
            unit=self.units[match["unit"].lower()],
            step=self.words.directions[word],
            amount=self._amount(match) if "number" in groups else None,
            approximation=approximation,
        )

    def _approximation(self, match: re.Match[str]) -> str | None:
        groups = match.groupdict()
        for key in ("nearer", "approximation"):
            word = groups.get(key)
            if word and self.words.approximations[word.lower()]:
                return self.words.approximations[word.lower()]
        return None

    def _read_duration(self, match: re.Match[str]) -> Iterator[Expression]:
        unit = self.units[match["unit"].lower()]
        groups = match.groupdict()
        if unit.singular == "second" and not (groups.get("number") and match["unit"].lower() == "seconds"):
            return
        if unit.singular == "night" and groups.get("one"):
            # "a night march" takes no night.
            return
        if groups.get("number") and match["unit"].lower() == unit.singular:
            # "2 day" without a hyphen is a slip, "one day" is not; "Year One" and "May 5 year" are neither.
            tight = match.string[match.start("unit") - 1] == "-" or match["number"].lower() == "one"
            if not tight and not match.string[match.start("unit") - 1] == " ":
                return
        span, amount = _span(match), self._amount(match)
        if groups.get("one") and match[0].endswith("long"):
            # "a year-long siege": the article is the siege's.
            span = Span(match.start("unit"), match.end())
        if match["unit"].lower() == unit.plural and not groups.get("number"):
            amount = None
        yield Expression(
            Kind.DURATION, span, unit=unit, amount=amount, approximation=self._approximation(match)
        )

    def _read_clock(self, match: re.Match[str]) -> Iterator[Expression]:
        """Read "5:30 a.m." and "17:05": a time of the day last spoken of."""
        minute, clock = match["minute"], (match["clock"] or "").lower()
        half = clock[:1] if clock[1:] in (".m.", "m") else ""
        if (minute is None and not half) or (match[0].find(":") < 0 and minute is not None and not clock):
            return
        if int(match["hour"]) > (12 if half else 24) or (not half and match["hour"] == "0"):
            return
        if not clock and word_before(match.string, match.start()) not in self.words.clock_introducers:
            # "the scale 1:24", "won 10:2"
            return
        hour = int(match["hour"]) % 12 + (12 if half == "p" else 0) if half else int(match["hour"])
        yield Expression(
            Kind.ANAPHOR, _span(match), unit=self.units["day"], step=0, day_part=f"{hour:02d}:{minute or '00'}"
        )

    def _read_bare_units(self, match: re.Match[str]) -> Iterator[Expression]:
        before = word_before(match.string, match.start())
        if before in ("for", "within", "in", "over", "after") or match[0].endswith("-long"):
            yield Expression(Kind.DURATION, _span(match), unit=self.units[match["unit"].lower()])

    def _read_anaphor(self, match: re.Match[str]) -> Iterator[Expression]:
        groups = match.groupdict()
        step = self.words.steps[groups["step"].lower()] if groups.get("step") else 0
        expression = self._thing(match, step)
        later = (groups.get("later") or "").rstrip(",").lower()
        part = later if later in ("early", "late") else None
        if groups.get("noun"):
            part = self.words.part_nouns[groups["noun"].lower()]
        if groups.get("step") and groups["step"].lower() == "last":
            # "the last day" and "his last year" are of something, "last year" is of the calendar.
            before = word_before(match.string, match.start())
            if match[0][:4].lower() == "the " or before in ("the", "his", "her", "its", "their", "very", "at"):
                return
        yield replace(expression, part=part)

    def _thing(self, match: re.Match[str], step: int) -> Expression:
        groups = match.groupdict()
        words = self.words
        return Expression(
            Kind.ANAPHOR,
            _span(match),
            month=words.months[groups["month"]] if groups.get("month") else None,
            season=words.seasons[groups["season"].lower()] if groups.get("season") else None,
            weekday=words.weekdays[groups["weekday"].lower()] if groups.get("weekday") else None,
            day_part=words.day_parts[groups["day_part"].lower()] if groups.get("day_part") else None,
            unit=self.units[groups["unit"].lower()] if groups.get("unit") else None,
            step=step,
        )

    def _read_neighbour(self, match: re.Match[str]) -> Iterator[Expression]:
        """Read "the day after" and "the year before" where nothing but an earlier date can be meant."""
        after = word_after(match.string, match.end())
        step = 1 if match["after"] in ("after", "following") else -1
        if after and match["after"] in ("after", "before", "previous"):
            return
        if match["after"] == "following" and after and after not in ("was", "saw", "and", "they", "he"):
            return
        yield self._thing(match, step)

    def _read_unit_end(self, match: re.Match[str]) -> Iterator[Expression]:
        unit = self.units[match["unit"].lower()]
        yield Expression(Kind.ANAPHOR, _span(match), unit=unit, step=0, part="late")

    def _read_vague(self, match: re.Match[str]) -> Iterator[Expression]:
        phrase = match["vague"].lower()
        if self._is_vague(phrase, match.string, match.start(), match.end()):
            yield Expression(Kind.VAGUE, _span(match), vague=self.words.vague[phrase])

    def _is_vague(self, phrase: str, text: str, begin: int, end: int) -> bool:
        before, after = word_before(text, begin), word_after(text, end)
        if phrase == "former":
            # "the former and the latter" points at words, not at a time.
            return after[:1].isalpha() and after not in ("and", "was", "is", "were", "had", "would", "of", "in")
        if phrase == "present":
            return before in ("the", "to", "at") and not after[:1].islower() or before == "the"
        if phrase == "the time":
            return before in ("at", "of") and not after
        if phrase == "the past":
            return not after[:1].isalpha() or after in self.words.function_words
        if phrase == "recently" and before == "as":
            return False
        if phrase.startswith(("soon", "shortly")):
            # "As soon as", "shortly before the siege" and "soon after the siege" wait for what they govern.
            return before != "as" and after not in ("before", "as") and not (
                phrase.endswith("after") and after in ("the", "his", "her", "their", "this", "that", "a")
            )
        if phrase == "current":
            return after[:1].isalpha() and after != "of"
        return True

    def _read_recurring(self, match: re.Match[str]) -> Iterator[Expression]:
        written = match.groupdict().get("unit")
        if written is None:
            unit = self.units[self.words.recurring[match[0].lower()]]
            yield Expression(Kind.VAGUE, _span(match), unit=unit)
        else:
            yield Expression(Kind.DURATION, _span(match), unit=self.units[written.lower()], amount=Fraction(1))


def _span(match: re.Match[str]) -> Span:
    return Span(match.start(), match.end())


@cache
def _load_grammar() -> _Grammar:
    return _Grammar(load_date_lexicon())

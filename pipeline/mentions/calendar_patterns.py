"""The words of dates in, the patterns of calendar dates out: years, months, days, seasons, centuries."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.lexicon.dates import DateLexicon
from pipeline.mentions.date_expressions import (
    Expression,
    Joint,
    Kind,
    Pattern,
    inner_word_before,
    make_pattern,
    span_of,
    word_after,
    word_before,
)
from pipeline.mentions.date_fragments import alternation, load_fragments
from pipeline.model.span import Span

TIGHT_JOINS = ("–", "—", "-", "/")
FIRST_YEAR, LAST_YEAR = 1000, 2100
"""A bare number of four digits outside these is no year."""


class CalendarPatterns:
    """The patterns of calendar dates, without what may stand before one ("early", "the night of")."""

    def __init__(self, words: DateLexicon) -> None:
        self.words = words
        self.parts = load_fragments()

    def patterns(self) -> Iterator[Pattern]:
        """Yield all patterns; of equally long matches, the earlier one is meant."""
        yield from self._day_patterns()
        yield from self._year_patterns()
        yield from self._season_patterns()

    def _day_patterns(self) -> Iterator[Pattern]:
        parts, words = self.parts, self.words
        months = {name.lower() for name in words.months}
        weekdays = set(words.weekdays)
        iso = r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])-(?P<day>\d\d)(?![\d-])"
        yield make_pattern({"#"}, iso, self._read_iso)
        iso_month = r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])(?![\d-])"
        yield make_pattern({"#"}, iso_month, self._read_iso_month)
        yield make_pattern(
            {"#", "the"} | weekdays,
            rf"(?:[Tt]he )?{parts.weekday}{parts.day}(?: of)? (?:the )?{parts.month}{parts.tail}",
            self._read_date,
        )
        yield make_pattern(
            {"the"} | {word.split("-")[0] for word in words.ordinals},
            rf"(?:[Tt]he )?(?P<day_word>(?i:{alternation(words.ordinals)})) of "
            rf"{parts.full_month}{parts.tail}",
            self._read_date,
        )
        yield make_pattern(
            {"the"} | months | weekdays,
            rf"(?:[Tt]he )?{parts.weekday}{parts.month} (?:the )?{parts.day}(?![.,]\d|-[a-z]){parts.tail}",
            self._read_date,
        )
        yield make_pattern(
            {"the"} | months, rf"(?:[Tt]he month of )?{parts.month},?{parts.tail}", self._read_month
        )
        yield make_pattern(
            {"#", "the"},
            rf"(?:[Tt]he )?{parts.day_list}(?: of)? {parts.month}{parts.tail}",
            self._read_day_list,
        )
        yield make_pattern(
            months,
            rf"{parts.month} {parts.day_list}(?! ?(?:of )?{alternation(words.full_months)})(?![.,]\d|-[a-z])"
            rf"{parts.tail}",
            self._read_day_list,
        )
        bare_day = r"[Tt]he (?P<day>[1-9]|[12]\d|3[01])(?:st|nd|rd|th)(?![A-Za-z-])"
        yield make_pattern({"the"}, bare_day, self._read_bare_day)

    def _year_patterns(self) -> Iterator[Pattern]:
        parts, ordinals = self.parts, self.words.ordinals
        join = r"(?P<join> ?[–—/-] ?|, (?:and |or )?| and | or | to | through | until )"
        year_word = r"(?:(?:[Tt]he )?(?i:years?) )?"
        # `1801 – 12 March 1870`: the 12 is a day of March, not the year 1812.
        is_day = rf"(?<!\d\d\d) (?:of )?{alternation(self.words.months)}(?![A-Za-z])"
        yield make_pattern({"#"}, r"(?P<short_year>\d\d)(?![\w%:-])", self._read_short_year)
        yield make_pattern({"#", "the", "year", "years"}, year_word + parts.year, self._read_year)
        yield make_pattern(
            {"ad", "a"}, r"(?P<old_era>AD|A\.D\.) ?(?P<old_year>\d{1,4})(?!\d)", self._read_year
        )
        yield make_pattern(
            {"#", "the", "year", "years"},
            rf"{year_word}(?P<first>\d{{1,4}}){join}(?P<last>\d{{1,4}})(?!\d|[.,]\d)(?!{is_day})"
            rf"(?:\s?(?P<era>{parts.era}))?",
            self._read_years,
        )
        yield make_pattern(
            {"#", "the"},
            rf"(?:[Tt]he )?(?P<decade>\d{{1,3}}0)['’]?s(?![A-Za-z])(?:\s?(?P<era>{parts.era}))?",
            self._read_decade,
        )
        nth = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|(?i:{alternation(ordinals)}))"
        yield make_pattern(
            {"#", "the"} | {word.split("-")[0] for word in ordinals},
            rf"(?:[Tt]he )?(?:(?P<other>{nth}){join}(?:the )?(?:(?P<part>early|mid|late)[- ])?)?"
            rf"(?P<nth>{nth})[ -](?:[Cc]entury|[Cc]enturies)(?!-old)(?:\s(?P<era>{parts.era}))?",
            self._read_century,
        )

    def _season_patterns(self) -> Iterator[Pattern]:
        parts, words = self.parts, self.words
        season = f"(?P<season>(?i:{alternation(words.seasons)})(?![A-Za-z]))"
        yield make_pattern(
            {"the", *words.seasons},
            rf"(?:[Tt]he )?{season},?{parts.tail}(?:(?<=\d)[–/-]\d\d(?:\d\d)?(?!\d))?",
            self._read_season,
        )
        yield make_pattern({"#", "the"}, rf"(?:[Tt]he )?{parts.year} {season}", self._read_season)
        yield make_pattern(
            {name.split()[0].lower() for name in words.feasts},
            rf"(?P<feast>{alternation(words.feasts)})(?![A-Za-z]){parts.tail}",
            self._read_feast,
        )

    # ------------------------------------------------------------ what is shared

    def _year(self, match: re.Match[str]) -> int | None:
        groups = match.groupdict()
        written = groups.get("year") or groups.get("old_year")
        if not written:
            return None
        return self._astronomical(int(written), groups.get("era") or groups.get("old_era"))

    def _astronomical(self, year: int, era: str | None) -> int:
        return 1 - year if era in self.words.eras_before else year

    def _year_step(self, match: re.Match[str]) -> int | None:
        groups = match.groupdict()
        if not groups.get("that_year"):
            return None
        word = groups["year_step"] or groups["that_year"].split()[0]
        return self.words.steps.get(word.lower(), 0)

    def _month(self, match: re.Match[str]) -> int:
        return self.words.months[match["month"].rstrip(".")]

    def _is_counted(self, text: str, end: int) -> bool:
        return word_after(text, end).lower() in self.words.counted_nouns

    def _has_counted_year(self, match: re.Match[str]) -> bool:
        """Say whether what looks like the year counts something: "in May 1500 men"."""
        return (
            match["year"] is not None and match["era"] is None and self._is_counted(match.string, match.end())
        )

    # ------------------------------------------------------------ days and months

    def _read_iso(self, match: re.Match[str]) -> Iterator[Expression]:
        yield Expression(
            Kind.CALENDAR, span_of(match), int(match["year"]), int(match["month"]), int(match["day"])
        )

    def _read_iso_month(self, match: re.Match[str]) -> Iterator[Expression]:
        """Read `1704-03`; but `1703-04` is as likely two years."""
        if int(match["month"]) <= int(match["year"][2:]):
            yield Expression(Kind.CALENDAR, span_of(match), int(match["year"]), int(match["month"]))

    def _read_date(self, match: re.Match[str]) -> Iterator[Expression]:
        day_word = match.groupdict().get("day_word")
        day = self.words.ordinals[day_word.lower()] if day_word else int(match["day"])
        year, end = self._year(match), match.end()
        if self._has_counted_year(match):
            year, end = None, len(match.string[: match.start("year")].rstrip(" ,"))
        is_bare = year is None and match["that_year"] is None and not day_word
        if is_bare and match.start("day") > match.start("month") and self._is_counted(match.string, end):
            # "In May 20 ships sailed": the day is a count, the month is not.
            return
        yield Expression(
            Kind.CALENDAR,
            Span(match.start(), end),
            year,
            self._month(match),
            day,
            year_step=self._year_step(match),
        )

    def _read_bare_day(self, match: re.Match[str]) -> Iterator[Expression]:
        """Read "on the 20th", where no noun follows: "the 20th Regiment" is none."""
        before, after = word_before(match.string, match.start()), word_after(match.string, match.end())
        has_noun = after != "" and (after not in self.words.function_words or after == "of")
        if before in ("on", "by", "until", "till", "from", "to") and not has_noun:
            yield Expression(Kind.CALENDAR, span_of(match), day=int(match["day"]))

    def _read_month(self, match: re.Match[str]) -> Iterator[Expression]:
        year, end = self._year(match), match.end()
        if self._has_counted_year(match):
            year = None
        if year is None and match["that_year"] is None:
            end = match.end("month")
            if not self._is_bare_month(match["month"], match.string, match.start(), end):
                return
        yield Expression(
            Kind.CALENDAR,
            Span(match.start(), end),
            year,
            self._month(match),
            year_step=self._year_step(match),
        )

    def _is_bare_month(self, name: str, text: str, begin: int, end: int) -> bool:
        """Say whether a month without a year is one: not `May` in "Ann May" or "May he rest"."""
        if name not in self.words.full_months:
            return False
        if name not in self.words.ambiguous_months:
            return True
        before, after = word_before(text, begin), word_after(text, end)
        if before in self.words.month_joiners:
            return not after[:1].isupper() or after.lower() in self.words.function_words
        if before in self.words.month_introducers:
            return True
        has_noun = after != "" and after.lower() not in self.words.function_words
        if before == "the" and has_noun and after[:1].isupper():
            # "the May Laws"; no person is called "the May Roe".
            return True
        if before in self.words.determiners and (name != "March" or before == "a"):
            # "a May campaign"; but "the march" of an army is often written large.
            return has_noun and after[:1].islower()
        if begin == 0 or (not text[begin - 1].isalnum() and text[begin - 1] not in " \"“‘'"):
            follows = text[end : end + 1]
            return (follows != "" and follows in ",;:)–—-/=.") or after in ("and", "to", "or", "until")
        return text[max(0, begin - 2) : begin - 1] in (",", ";", "(", ":") and not after[:1].isupper()

    def _read_day_list(self, match: re.Match[str]) -> Iterator[Expression]:
        """Read `3 and 5 May 1704` and `May 3–5, 1704` as one expression a day."""
        days, first = self._days(match), match.start()
        comes_first = match.start("days") < match.start("month")
        if comes_first and inner_word_before(match.string, first)[:1].isupper():
            # "in Operation Heron 5, and 22 to 24 May": the first number belongs to the name before it.
            days, first = days[1:], days[1][1].start
        for i, (day, span, joint) in enumerate(days):
            begin = first if i == 0 else span.start
            end = match.end() if i == len(days) - 1 else span.end
            yield Expression(
                Kind.CALENDAR,
                Span(begin, end),
                self._year(match),
                self._month(match),
                day,
                year_step=self._year_step(match),
                joint=joint,
            )

    def _days(self, match: re.Match[str]) -> list[tuple[int, Span, Joint | None]]:
        days: list[tuple[int, Span, Joint | None]] = []
        for found in re.finditer(r"(?:the )?(\d+)(?:st|nd|rd|th)?", match["days"]):
            span = Span(match.start("days") + found.start(), match.start("days") + found.end())
            joint = None
            if days:
                gap = match.string[days[-1][1].end : span.start].strip()
                joint = Joint.RANGE if gap in (*TIGHT_JOINS, "to") else Joint.LIST
            days.append((int(found[1]), span, joint))
        return days

    # ------------------------------------------------------------ years and longer

    def _read_year(self, match: re.Match[str]) -> Iterator[Expression]:
        year, text = self._year(match), match.string
        has_era = bool(match.groupdict().get("era") or match["old_era"])
        is_named = text[match.start()].isalpha()
        if year is not None and (has_era or is_named or self._is_year(text, match.start(), match.end())):
            yield Expression(Kind.CALENDAR, span_of(match), year)

    def _is_year(self, text: str, begin: int, end: int) -> bool:
        """Say whether a bare number of four digits is a year and not a count or a label."""
        before, after = word_before(text, begin), word_after(text, end)
        if before in self.words.counted_before or before.endswith(("$", "£", "€")):
            return False
        if text[end : end + 1] in ("%", "°", "′") or re.match(r"-[a-z]|\.\d", text[end : end + 2]):
            return False
        if not FIRST_YEAR <= int(text[end - 4 : end]) <= LAST_YEAR:
            return False
        if after.lower() in self.words.counted_nouns:
            return before in self.words.year_introducers
        # "about 1200 settlers": of what is round, any noun makes a count.
        is_noun = after[:1].islower() and after not in self.words.function_words
        return not (is_noun and self.words.bounds.get(before) == "circa")

    def _read_short_year(self, match: re.Match[str]) -> Iterator[Expression]:
        """Read "in '48"."""
        begin = match.start()
        if begin > 1 and match.string[begin - 1] in "'’‘" and match.string[begin - 2] in " (":
            span = Span(begin - 1, match.end())
            yield Expression(Kind.CALENDAR, span, short_year=int(match["short_year"]))

    def _read_years(self, match: re.Match[str]) -> Iterator[Expression]:
        """Read `1704–1705`, `1711–12`, `499-493 BC`, `290 and 285 BC`."""
        first, last, era, join = match["first"], match["last"], match["era"], match["join"].strip()
        if era is None:
            completed = self._complete_last_year(match)
            if completed is None:
                return
            last = completed
        elif era in self.words.eras_before and len(last) < len(first) and join in TIGHT_JOINS:
            # "331–04 BC" leaves out the hundred; "204–198 BC" does not.
            last = max(
                last, first[: -len(last)] + last, key=lambda year: int(year) < int(first) and int(year)
            )
        years = self._astronomical(int(first), era), self._astronomical(int(last), era)
        is_range = join in (*TIGHT_JOINS, "to", "through", "until") and years[0] < years[1]
        yield Expression(Kind.CALENDAR, Span(match.start(), match.end("first")), years[0])
        yield Expression(
            Kind.CALENDAR,
            Span(match.start("last"), match.end()),
            years[1],
            joint=Joint.RANGE if is_range else Joint.LIST,
        )

    def _complete_last_year(self, match: re.Match[str]) -> str | None:
        """The second of two years without an era, all four digits of it; None where they are no years."""
        text, first, last = match.string, match["first"], match["last"]
        if len(first) != 4 or not self._is_year(text, match.start("first"), match.end("first")):
            return None
        if self._is_counted(text, match.end()):
            return None
        if len(last) == 2 and match["join"].strip() in TIGHT_JOINS and int(last) > int(first[2:]):
            return first[:2] + last
        is_year = len(last) == 4 and self._is_year(text, match.start("last"), match.end("last"))
        return last if is_year else None

    def _read_decade(self, match: re.Match[str]) -> Iterator[Expression]:
        decade, era = int(match["decade"]), match["era"]
        if len(match["decade"]) == 4 or (len(match["decade"]) == 3 and era is not None):
            # The 480s BC are 489 to 480 BC.
            first = -decade - 8 if era in self.words.eras_before else decade
            yield Expression(Kind.CALENDAR, span_of(match), decade=first)

    def _read_century(self, match: re.Match[str]) -> Iterator[Expression]:
        sign = -1 if match["era"] in self.words.eras_before else 1
        begin = match.start()
        if match["other"]:
            century = sign * self._ordinal(match["other"])
            yield Expression(Kind.CALENDAR, Span(begin, match.end("other")), century=century)
            begin = match.start("part") if match["part"] else match.start("nth")
        yield Expression(
            Kind.CALENDAR,
            Span(begin, match.end()),
            century=sign * self._ordinal(match["nth"]),
            part=match["part"],
            joint=Joint.LIST if match["other"] else None,
        )

    def _ordinal(self, written: str) -> int:
        return int(written[:-2]) if written[0].isdigit() else self.words.ordinals[written.lower()]

    # ------------------------------------------------------------ seasons and feasts

    def _read_season(self, match: re.Match[str]) -> Iterator[Expression]:
        name, end = match["season"].lower(), match.end()
        year, step = self._year(match), self._year_step(match)
        if year is None and step is None:
            end = match.end("season")
            if not self._is_bare_season(name, match.string, match.start("season"), end):
                return
        elif name == "fall" and " in " in match[0]:
            # "after the fall in 1704" of a town.
            return
        season = self.words.seasons[name]
        yield Expression(Kind.CALENDAR, Span(match.start(), end), year, season=season, year_step=step)

    def _is_bare_season(self, name: str, text: str, begin: int, end: int) -> bool:
        """Say whether a season without a year is one: not in "the Winter Palace", "the fall of Pell"."""
        before, after = word_before(text, begin), word_after(text, end)
        if after.lower() in self.words.season_events:
            return True
        if text[begin].isupper() and after[:1].isupper() and after.lower() not in self.words.function_words:
            return False
        if name not in ("fall", "spring"):
            return True
        if before == "" and text[end : end + 1] in ("", "\n", "\r", ",", ")"):
            # The whole value of a field: "Date End: Spring".
            return True
        return before in self.words.before_fall and not (name == "fall" and after in self.words.after_a_fall)

    def _read_feast(self, match: re.Match[str]) -> Iterator[Expression]:
        month, day = self.words.feasts[match["feast"]]
        yield Expression(
            Kind.CALENDAR, span_of(match), self._year(match), month, day, year_step=self._year_step(match)
        )

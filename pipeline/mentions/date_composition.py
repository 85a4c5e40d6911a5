"""Resolved dates of a line in, DateMentions out: ranges and bounds joined, durations and vague words kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from pipeline.lexicon.dates import load_date_lexicon
from pipeline.mentions.calendar import add_days, bounds_of
from pipeline.mentions.date_expressions import Expression, Joint, Kind
from pipeline.mentions.date_resolution import Resolved
from pipeline.model.date import CalendarDay, DateMention, PartialDate, Resolution
from pipeline.model.span import Span


@cache
def _bound_before() -> re.Pattern[str]:
    """A word such as "by" or "until" at the end of what stands before a date."""
    words = load_date_lexicon()
    names = "|".join(re.escape(w) for w in sorted(words.bounds, key=lambda w: (-len(w), w)))
    return re.compile(rf"(?:^|(?<=[\s(–—\"“/]))(?P<word>(?i:{names}))\s?\Z")


def find_bound_word(text: str, line: Span, begin: int) -> tuple[str | None, int]:
    """Return the kind of bounding word (by, until, circa ...) directly before `begin`, None where there is
    none, and where it starts."""
    window = text[max(line.start, begin - 22) : begin]
    match = _bound_before().search(window)
    if match is None or (match["word"][-1].isalpha() and window[match.end("word") :] == ""):
        return None, begin
    return load_date_lexicon().bounds[match["word"].lower()], begin - len(window) + match.start("word")


def widen_circa(text: str, line: Span, expression: Expression) -> Expression:
    """Return the expression with "about" and the like taken into its span; `line` is where it may reach."""
    if expression.kind is not Kind.CALENDAR:
        return expression
    word, begin = find_bound_word(text, line, expression.span.start)
    if word != "circa":
        return expression
    return replace(expression, span=Span(begin, expression.span.end), approximation="circa")


def compose_mentions(text: str, line: Span, resolved: Sequence[Resolved]) -> Iterator[DateMention]:
    """Yield the mentions of one line, ranges as one, in text order."""
    i = 0
    while i < len(resolved):
        first = resolved[i]
        second = resolved[i + 1] if i + 1 < len(resolved) else None
        if second is not None and _is_between(text, line, first, second):
            yield _between_mention(text, first, second)
            i += 2
        elif second is not None and _is_range(text, first, second):
            yield _range_mention(text, first, second)
            i += 2
        else:
            yield _open_range(text, line, first) or _point_mention(text, line, first)
            i += 1


def _part(text: str, found: Resolved) -> PartialDate:
    assert found.moment is not None
    return PartialDate(
        found.span.of(text),
        found.moment.edtf,
        found.earliest,
        found.latest,
        found.span,
        found.resolution.value,
    )


def _is_range(text: str, first: Resolved, second: Resolved) -> bool:
    if first.moment is None or second.moment is None:
        return False
    if not _is_ordered(first, second):
        return False
    if second.expression.joint is not None:
        return second.expression.joint is Joint.RANGE
    return is_range_gap(text[first.span.end : second.span.start])


def is_range_gap(gap: str) -> bool:
    """Say whether what stands between two dates makes them a range: a dash, "to", "until"."""
    return _range_gap().fullmatch(gap) is not None


@cache
def _range_gap() -> re.Pattern[str]:
    joiners = "|".join(re.escape(w) for w in load_date_lexicon().range_joiners)
    return re.compile(rf" ?[–—-] ?| (?:{joiners}) (?:the |on )?")


def _is_ordered(first: Resolved, second: Resolved) -> bool:
    return (
        first.earliest is not None
        and second.latest is not None
        and first.earliest < second.latest
        and first.moment != second.moment
    )


def _is_between(text: str, line: Span, first: Resolved, second: Resolved) -> bool:
    if first.moment is None or second.moment is None or not _is_ordered(first, second):
        return False
    if text[first.span.end : second.span.start] not in (" and ", " and the "):
        return False
    before = text[max(line.start, first.span.start - 8) : first.span.start]
    return before.lower() == "between "


def _shared_resolution(first: Resolved, second: Resolved) -> tuple[Resolution, Span | None]:
    """Of two dates, how the less certain one was resolved, and from what; not from each other."""
    for kind in (Resolution.RELATIVE, Resolution.IMPLIED):
        for found in (first, second):
            if found.resolution is kind:
                return kind, found.anchor
    return Resolution.EXPLICIT, None


def _mention(text: str, span: Span, found: Resolved) -> DateMention:
    """A mention with all that does not depend on bounds and ranges."""
    return DateMention(
        span=span,
        text=span.of(text),
        edtf=None,
        earliest=None,
        latest=None,
        start=None,
        end=None,
        parts=(),
        modifier=None,
        day_part=found.expression.day_part,
        duration=None,
        resolution=found.resolution,
        anchor=found.anchor,
        vague=None,
    )


def _range_mention(text: str, first: Resolved, second: Resolved) -> DateMention:
    parts = (_part(text, first), _part(text, second))
    resolution, anchor = _shared_resolution(first, second)
    return replace(
        _mention(text, first.span.cover(second.span), first),
        edtf=f"{_interval_member(parts[0].edtf, 0)}/{_interval_member(parts[1].edtf, 1)}",
        earliest=first.earliest,
        latest=second.latest,
        start=parts[0],
        end=parts[1],
        parts=parts,
        resolution=resolution,
        anchor=anchor,
    )


def _between_mention(text: str, first: Resolved, second: Resolved) -> DateMention:
    parts = (_part(text, first), _part(text, second))
    span = Span(first.span.start - len("between "), second.span.end)
    edtf = _closed_set(parts[0].edtf, parts[1].edtf)
    resolution, anchor = _shared_resolution(first, second)
    point = PartialDate(span.of(text), edtf, first.earliest, second.latest, span, resolution.value)
    return replace(
        _mention(text, span, first),
        edtf=edtf,
        earliest=first.earliest,
        latest=second.latest,
        start=point,
        parts=parts,
        modifier="between",
        resolution=resolution,
        anchor=anchor,
    )


def _interval_member(edtf: str, side: int) -> str:
    """The date itself, or the first (0) or last (1) year of a decade or century, which EDTF's parsers do not
    take as the end of an interval."""
    return _set_member(edtf, side) if "X" in edtf or "/" in edtf else edtf


def _closed_set(first: str, last: str) -> str:
    """The set from one date to another, both as precise as the more precise one: a set of EDTF has one
    precision, and `[1703..1704-05]` is none."""
    members = [_set_member(first, 0), _set_member(last, 1)]
    most = max(member.count("-", 1) for member in members)
    for side, member in enumerate(members):
        day = bounds_of(member)[side]
        if member.count("-", 1) < most and day is not None:
            members[side] = "-".join(day.isoformat().rsplit("-", 2)[: most + 1])
    return f"[{members[0]}..{members[1]}]"


def _set_member(edtf: str, side: int) -> str:
    """The first (0) or last (1) year, month or day of a date, as EDTF allows it in a set, where seasons,
    decades and `~` cannot stand."""
    edtf = edtf.rstrip("~")
    if not re.search(r"X|/|-2[1-4]\Z", edtf):
        return edtf
    day = bounds_of(edtf)[side]
    assert day is not None
    year = f"-{-day.year:04d}" if day.year < 0 else f"{day.year:04d}"
    return f"{year}-{day.month:02d}" if re.search(r"-2[1-4]\Z", edtf) else year


def _open_range(text: str, line: Span, first: Resolved) -> DateMention | None:
    """Read `1704–present`; None where no open end follows."""
    if first.moment is None:
        return None
    words = "|".join(load_date_lexicon().open_ends)
    match = re.compile(rf"(?: ?[–—-] ?| to (?:the )?)(?P<word>(?i:{words}))(?![A-Za-z])").match(
        text, first.span.end, line.end
    )
    if match is None:
        return None
    part = _part(text, first)
    word = Span(*match.span("word"))
    end = PartialDate(word.of(text), "..", None, None, word, Resolution.EXPLICIT.value)
    return replace(
        _mention(text, Span(first.span.start, match.end()), first),
        edtf=f"{_interval_member(part.edtf, 0)}/..",
        earliest=part.earliest,
        start=part,
        end=end,
        parts=(part,),
    )


def _point_mention(text: str, line: Span, found: Resolved) -> DateMention:
    expression = found.expression
    if found.moment is None:
        return replace(
            _mention(text, found.span, found),
            modifier=expression.approximation or expression.part,
            duration=_duration(expression),
            vague=_vague(expression),
        )
    part = _part(text, found)
    word, begin = find_bound_word(text, line, found.span.start)
    plain = replace(
        _mention(text, found.span, found),
        edtf=part.edtf,
        earliest=part.earliest,
        latest=part.latest,
        start=part,
        parts=(part,),
        modifier=word or expression.approximation or expression.part,
    )
    if word in ("by", "until", "since", "before", "after"):
        return _bounded_mention(text, plain, part, word, Span(begin, found.span.end))
    return plain


def _bounded_mention(text: str, plain: DateMention, part: PartialDate, word: str, span: Span) -> DateMention:
    """Apply "by", "until", "since", "before" or "after" to a date."""
    whole = replace(plain, span=span, text=span.of(text))
    if word == "until":
        return replace(whole, edtf=f"/{_interval_member(part.edtf, 1)}", earliest=None, start=None, end=part)
    if word == "since":
        return replace(whole, edtf=f"{_interval_member(part.edtf, 0)}/", latest=None)
    if word == "by":
        edtf, earliest, latest = f"[..{_set_member(part.edtf, 1)}]", None, part.latest
    elif word == "before":
        edtf, earliest, latest = _before(part)
    else:
        edtf, earliest, latest = _after(part)
    point = replace(part, text=span.of(text), edtf=edtf, earliest=earliest, latest=latest, span=span)
    return replace(whole, edtf=edtf, earliest=earliest, latest=latest, start=point)


def _before(part: PartialDate) -> tuple[str, CalendarDay | None, CalendarDay | None]:
    """ "Before" leaves its date out: before 1704 is 1703 at the latest."""
    assert part.earliest is not None
    latest = add_days(part.earliest, -1)
    written = latest.isoformat()
    for edtf in (written[:-6], written[:-3]):
        if bounds_of(edtf)[1] == latest:
            return f"[..{edtf}]", None, latest
    return f"[..{written}]", None, latest


def _after(part: PartialDate) -> tuple[str, CalendarDay | None, CalendarDay | None]:
    """What is after a year or month may well lie late in it; only a day is left out of its own "after"."""
    assert part.earliest is not None
    if part.earliest == part.latest:
        earliest = add_days(part.earliest, 1)
        return f"[{earliest.isoformat()}..]", earliest, None
    return f"[{_set_member(part.edtf, 0)}..]", part.earliest, None


def _duration(expression: Expression) -> str | None:
    """The length in ISO 8601; None where it is not exact or the expression is no duration."""
    unit, amount = expression.unit, expression.amount
    if expression.kind is not Kind.DURATION or unit is None or amount is None:
        return None
    count = amount * unit.factor
    written = f"{float(count):g}" if count.denominator != 1 else str(int(count))
    return f"P{'T' if unit.inside_day else ''}{written}{unit.designator}"


def _vague(expression: Expression) -> str | None:
    if expression.kind is Kind.COUNTED and expression.step:
        return "future" if expression.step > 0 else "past"
    return expression.vague

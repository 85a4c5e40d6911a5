"""A Document in, every temporal expression of its title, infobox, headings and prose out as a DateMention."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from pipeline.lexicon.dates import load_date_lexicon
from pipeline.mentions.calendar import bounds_of
from pipeline.mentions.date_patterns import Expression, Joint, Kind, find_expressions
from pipeline.mentions.date_resolution import DateContext, Moment, Resolved
from pipeline.model.date import CalendarDay, DateMention, PartialDate, Resolution
from pipeline.model.document import BlockKind, Document, InfoboxField
from pipeline.model.span import Span

__all__ = ["bounds_of", "find_dates", "parse_date"]

_FILE_NAME = re.compile(r"\.(?:svg|png|jpe?g|gif|webp|tiff?|ogg|ogv|pdf)\b", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?:^|[.!?][\"”’')]?\s+|\n)(?:(?:In|By|Since|During|From|After|Until|On) )?(?:the )?\Z")


def find_dates(document: Document) -> tuple[DateMention, ...]:
    """Return all temporal expressions of the title, infobox values, headings and prose, in document order
    and without overlap. A date that lacks its year takes it from the text before it (prose) or from the
    field that goes with it (infobox: `Date Start` and `Year Start`)."""
    found: list[DateMention] = []
    text = document.text
    context = DateContext()
    fields = {field.span: field for field in document.fields}
    for block in document.blocks:
        if block.kind is BlockKind.FIELD:
            found.extend(_find_in_field(document, fields[block.content]))
        elif block.kind in (BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.BULLET):
            is_heading = block.kind in (BlockKind.TITLE, BlockKind.HEADING)
            found.extend(_find_in_line(text, block.content, context, is_heading=is_heading))
    return tuple(found)


def parse_date(text: str, offset: int) -> DateMention | None:
    """Return the one date, duration or vague reference of a short text such as an infobox value, its span
    moved by `offset`; None where the text holds none or more than one."""
    found = _find_in_line(text, Span(0, len(text)), DateContext(), is_heading=True)
    return _move_mention(found[0], offset) if len(found) == 1 else None


# ---------------------------------------------------------------- infobox


def _find_in_field(document: Document, field: InfoboxField) -> list[DateMention]:
    if _FILE_NAME.search(field.value):
        return []
    context = DateContext()
    partner = _year_partner(document, field)
    if partner is not None:
        years = find_expressions(document.text, partner.value_span.start, partner.value_span.end)
        if len(years) == 1 and years[0].year is not None:
            context = DateContext(Moment(years[0].year), years[0].span)
    return _find_in_line(document.text, field.value_span, context, is_heading=True)


def _year_partner(document: Document, field: InfoboxField) -> InfoboxField | None:
    """The field `Year Start` of a field `Date Start`; None for other fields or where there is none."""
    first, _, rest = field.key.partition(" ")
    if first.lower() != "date" or not rest:
        return None
    wanted = f"year {rest}".lower()
    return next((other for other in document.fields if other.key.lower() == wanted), None)


# ---------------------------------------------------------------- lines


def _find_in_line(text: str, line: Span, context: DateContext, *, is_heading: bool) -> list[DateMention]:
    expressions = [_widen_circa(text, line, e) for e in find_expressions(text, line.start, line.end)]
    resolved = _resolve_line(text, expressions, context, is_heading=is_heading)
    return list(_compose_mentions(text, line, resolved))


def _resolve_line(
    text: str, expressions: list[Expression], context: DateContext, *, is_heading: bool
) -> list[Resolved]:
    resolved: list[Resolved] = []
    for i, expression in enumerate(expressions):
        found = context.resolve(expression, _partner_of(text, expressions, i, context))
        if (
            expression.kind is Kind.COUNTED
            and i + 1 < len(expressions)
            and re.fullmatch(r", (?:on |in )?", text[expression.span.end : expressions[i + 1].span.start])
            and expressions[i + 1].kind is Kind.CALENDAR
        ):
            # "six days later, on October 29": what is counted and what is named are one date.
            named = context.resolve(expressions[i + 1])
            if named.moment is not None:
                found = replace(
                    found,
                    moment=named.moment,
                    earliest=named.earliest,
                    latest=named.latest,
                    resolution=Resolution.RELATIVE,
                    anchor=named.span,
                )
                resolved.append(found)
                continue
        resolved.append(found)
        if is_heading or not _is_aside(text, found, context):
            context.remember(found)
    return resolved


def _partner_of(
    text: str, expressions: Sequence[Expression], index: int, context: DateContext
) -> Resolved | None:
    """The next date of a list or range whose year a date without a year shares."""
    expression = expressions[index]
    if not _lacks_year(expression):
        return None
    last = index
    while last + 1 < len(expressions):
        gap = text[expressions[last].span.end : expressions[last + 1].span.start]
        if not _gap().fullmatch(gap) or expressions[last + 1].kind is not Kind.CALENDAR:
            return None
        last += 1
        if expressions[last].year is not None:
            return context.resolve(expressions[last])
        if not _lacks_year(expressions[last]):
            return None
    return None


def _lacks_year(expression: Expression) -> bool:
    return (
        expression.kind is Kind.CALENDAR
        and expression.year is None
        and expression.year_step is None
        and (expression.month is not None or expression.season is not None)
    )


@cache
def _gap() -> re.Pattern[str]:
    words = load_date_lexicon()
    joiners = "|".join(re.escape(w) for w in (*words.range_joiners, *words.range_pairs))
    return re.compile(rf" ?[–—/-] ?|,? (?:{joiners}) (?:the |in |on )?|, ")


def _is_aside(text: str, found: Resolved, context: DateContext) -> bool:
    """Say whether a date only looks back, so that what follows does not lean on it: a bare year, earlier
    than the last date, that does not open its sentence ("the mill, built in 1668, burned")."""
    moment, known = found.moment, context.moment
    if moment is None or known is None or found.expression.kind is not Kind.CALENDAR:
        return False
    if moment.month is not None or moment.season is not None or moment.year >= known.year:
        return False
    return not _SENTENCE_START.search(text[max(0, found.span.start - 12) : found.span.start])


# ---------------------------------------------------------------- from dates to mentions


@cache
def _bound_before() -> re.Pattern[str]:
    """A word such as "by" or "until" at the end of what stands before a date."""
    words = load_date_lexicon()
    names = "|".join(re.escape(w) for w in sorted(words.bounds, key=lambda w: (-len(w), w)))
    return re.compile(rf"(?:^|(?<=[\s(–—\"“/]))(?P<word>(?i:{names}))\s?(?:the )?\Z")


def _bound_word(text: str, line: Span, begin: int) -> tuple[str | None, int]:
    """Return the bounding word directly before `begin` and where it starts; None where there is none."""
    window = text[max(line.start, begin - 22) : begin]
    match = _bound_before().search(window)
    if match is None or (match["word"][-1].isalpha() and window[match.end("word") :] == ""):
        return None, begin
    return load_date_lexicon().bounds[match["word"].lower()], begin - len(window) + match.start("word")


def _widen_circa(text: str, line: Span, expression: Expression) -> Expression:
    """Take "about" and the like into a date's own span."""
    if expression.kind is not Kind.CALENDAR:
        return expression
    word, begin = _bound_word(text, line, expression.span.start)
    if word != "circa":
        return expression
    return replace(expression, span=Span(begin, expression.span.end), approximation="circa")


def _compose_mentions(text: str, line: Span, resolved: list[Resolved]) -> Iterator[DateMention]:
    i = 0
    while i < len(resolved):
        first = resolved[i]
        second = resolved[i + 1] if i + 1 < len(resolved) else None
        if second is not None and _is_between(text, line, first, second):
            yield _between_mention(text, line, first, second)
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
    if first.moment is None or second.moment is None or "/" in first.moment.edtf + second.moment.edtf:
        return False
    if not _is_ordered(first, second):
        return False
    if second.expression.joint is not None:
        return second.expression.joint is Joint.RANGE
    gap = text[first.span.end : second.span.start]
    return re.fullmatch(rf" ?[–—-] ?| (?:{_joiners()}) (?:the |on )?", gap) is not None


@cache
def _joiners() -> str:
    return "|".join(re.escape(w) for w in load_date_lexicon().range_joiners)


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
    return re.search(r"(?i:between) \Z", text[max(line.start, first.span.start - 8) : first.span.start]) is not None


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
        edtf=f"{parts[0].edtf}/{parts[1].edtf}",
        earliest=first.earliest,
        latest=second.latest,
        start=parts[0],
        end=parts[1],
        parts=parts,
        resolution=resolution,
        anchor=anchor,
    )


def _between_mention(text: str, line: Span, first: Resolved, second: Resolved) -> DateMention:
    parts = (_part(text, first), _part(text, second))
    begin = max(line.start, first.span.start - len("between "))
    span = Span(begin, second.span.end)
    edtf = f"[{_set_member(parts[0].edtf, 0)}..{_set_member(parts[1].edtf, 1)}]"
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
        edtf=f"{part.edtf}/..",
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
    word, begin = _bound_word(text, line, found.span.start)
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


def _bounded_mention(
    text: str, plain: DateMention, part: PartialDate, word: str, span: Span
) -> DateMention:
    """Apply "by", "until", "since", "before" or "after" to a date. "After 1704" may lie late in 1704, so
    only a day is left out of its own "after"; "before" leaves its date out."""
    whole = replace(plain, span=span, text=span.of(text))
    if word == "until":
        return replace(whole, edtf=f"/{part.edtf}", earliest=None, start=None, end=part)
    if word == "since":
        return replace(whole, edtf=f"{part.edtf}/", latest=None)
    if word == "by":
        edtf, earliest, latest = f"[..{_set_member(part.edtf, 1)}]", None, part.latest
    elif word == "before":
        edtf, earliest, latest = _before(part)
    else:
        edtf, earliest, latest = f"[{_set_member(part.edtf, 0)}..]", part.earliest, None
    point = replace(part, text=span.of(text), edtf=edtf, earliest=earliest, latest=latest, span=span)
    return replace(whole, edtf=edtf, earliest=earliest, latest=latest, start=point)


def _before(part: PartialDate) -> tuple[str, CalendarDay | None, CalendarDay | None]:
    from pipeline.mentions.calendar import add_days

    assert part.earliest is not None
    latest = add_days(part.earliest, -1)
    member = _set_member(part.edtf, 0)
    year = f"-{-latest.year:04d}" if latest.year < 0 else f"{latest.year:04d}"
    fields = member.lstrip("-").count("-")
    edtf = (year, f"{year}-{latest.month:02d}", latest.isoformat())[fields]
    if latest != bounds_of(edtf)[1]:
        edtf = latest.isoformat()
    return f"[..{edtf}]", None, latest


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


def _move_mention(mention: DateMention, offset: int) -> DateMention:
    def moved(part: PartialDate | None) -> PartialDate | None:
        return replace(part, span=_move_span(part.span, offset)) if part is not None else None

    return replace(
        mention,
        span=_move_span(mention.span, offset),
        start=moved(mention.start),
        end=moved(mention.end),
        parts=tuple(replace(p, span=_move_span(p.span, offset)) for p in mention.parts),
        anchor=_move_span(mention.anchor, offset) if mention.anchor is not None else None,
    )


def _move_span(span: Span, offset: int) -> Span:
    return Span(span.start + offset, span.end + offset)

"""A Document in, every temporal expression of its title, infobox, headings and prose out as a DateMention."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from pipeline.lexicon.dates import load_date_lexicon
from pipeline.mentions.calendar import bounds_of
from pipeline.mentions.date_composition import compose_mentions, find_bound_word, is_range_gap, widen_circa
from pipeline.mentions.date_expressions import Expression, Kind, word_after
from pipeline.mentions.date_patterns import find_expressions
from pipeline.mentions.date_resolution import DateContext, Moment, Resolved
from pipeline.model.date import DateMention, PartialDate, Resolution
from pipeline.model.document import BlockKind, Document, InfoboxField
from pipeline.model.span import Span

__all__ = ["bounds_of", "find_dates", "parse_date"]

_FILE_NAME = re.compile(r"\.(?:svg|png|jpe?g|gif|webp|tiff?|ogg|ogv|pdf)\b", re.IGNORECASE)
LONGEST_LOOK_AHEAD = 10
"""How many years a story may look ahead and come back."""
LONGEST_LIST = 10
"""How many dates, written one after another, may wait for a year at the end."""
# Blanks of other widths, as typeset between a day and its month.
_BLANKS = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " "))
_UNTIL = re.compile(r"\b(?:until|till) \Z")
_LATER = re.compile(r"(?<!years )(?<!months )(?<!weeks )(?<!days )(?<!day )(?<!year )(?<!month )\blater\b")
_BRACKET = re.compile(r"\([^()\n]*?\b(?P<start>\d{4})\s?[–-]\s?[^()\n]*?\b(?P<end>\d{4})[^()\n]*\)")
_RELATIVE = re.compile(r"(?:and )?(?:where|who|which|whose)\b")
# Years: what is over sooner is a war or a term.
LEAST_OF_LIFE = 15
_SENTENCE_START = re.compile(
    r"(?:^|[.!?][\"”’')]?\s+|\n)(?:(?:In|By|Since|During|From|After|Until|On) )?(?:the )?\Z"
)


def find_dates(document: Document) -> tuple[DateMention, ...]:
    """Return all temporal expressions of the title, infobox values, headings and prose, in document order
    and without overlap. A date that lacks its year takes it from the text before it (prose) or from the
    field that goes with it (infobox: `Date Start` and `Year Start`)."""
    text = document.text.translate(_BLANKS)
    context, story = DateContext(), _Story(document, text)
    fields = {field.span: field for field in document.fields}
    found: list[DateMention] = []
    for block in document.blocks:
        if block.kind is BlockKind.FIELD:
            found.extend(_find_in_field(document, text, fields[block.content]))
        elif block.content in story.expressions:
            context.chapter = story.chapters[block.section_id]
            is_heading = block.kind in (BlockKind.TITLE, BlockKind.HEADING)
            resolved = _resolve_line(
                text, story.expressions[block.content], context, story.ahead[block.section_id], is_heading
            )
            found.extend(compose_mentions(text, block.content, resolved))
    return tuple(_restore_text(mention, document.text) for mention in _link_anchors(found))


def _link_anchors(found: Sequence[DateMention]) -> list[DateMention]:
    """Point every anchor at the whole mention that the anchoring date is a part of; a date that only leans
    on another part of its own mention ("8 March to 2 April 1702") leans on nothing."""
    whole = {part.span: mention.span for mention in found for part in mention.parts}
    linked = []
    for mention in found:
        anchor = whole.get(mention.anchor) if mention.anchor is not None else None
        if anchor is not None and anchor == mention.span:
            linked.append(replace(mention, resolution=Resolution.EXPLICIT, anchor=None))
        else:
            linked.append(replace(mention, anchor=anchor))
    return linked


def parse_date(text: str, offset: int) -> DateMention | None:
    """Return the one date, duration or vague reference of a short text such as an infobox value, its span
    moved by `offset`; None where the text holds none or more than one."""
    readable = text.translate(_BLANKS)
    found = _link_anchors(_find_in_line(readable, Span(0, len(text)), DateContext()))
    return _move_mention(_restore_text(found[0], text), offset) if len(found) == 1 else None


def _restore_text(mention: DateMention, text: str) -> DateMention:
    """Put the characters of the source back in place of the blanks that were read for them."""
    if mention.text == mention.span.of(text):
        return mention

    def restored(part: PartialDate | None) -> PartialDate | None:
        return replace(part, text=part.span.of(text)) if part is not None else None

    return replace(
        mention,
        text=mention.span.of(text),
        start=restored(mention.start),
        end=restored(mention.end),
        parts=tuple(replace(part, text=part.span.of(text)) for part in mention.parts),
    )


# ---------------------------------------------------------------- infobox


def _find_in_field(document: Document, text: str, field: InfoboxField) -> list[DateMention]:
    if _FILE_NAME.search(field.value):
        return []
    context = DateContext()
    partner = _year_partner(document, field)
    if partner is not None:
        years = _read_line(text, partner.value_span)
        if len(years) == 1 and years[0].year is not None:
            context = DateContext(Moment(years[0].year), years[0].span)
    found = _find_in_line(text, field.value_span, context)
    if not load_date_lexicon().counted_labels.isdisjoint(field.key.lower().split()):
        # "Population: 1815" is no year, "Strength: 800 (1704), 90 in 1705" holds two.
        found = [mention for mention in found if text[mention.span.start - 2] not in ":,;"]
    return found


def _year_partner(document: Document, field: InfoboxField) -> InfoboxField | None:
    """The field `Year Event2` of a field `Date Event2`; None for other fields or where there is none."""
    first, _, rest = field.key.partition(" ")
    if first.lower() != "date" or not rest:
        return None
    wanted = (f"year {rest}".lower(), field.index)
    return next((other for other in document.fields if (other.key.lower(), other.index) == wanted), None)


# ---------------------------------------------------------------- lines


class _Story:
    """What the headings and the prose of a document hold, read before any of it is resolved."""

    def __init__(self, document: Document, text: str) -> None:
        self.expressions: dict[Span, list[Expression]] = {}
        """By the content of their block."""
        self.ahead: dict[str, list[Expression]] = {}
        """By section, the dates whose year and month are written."""
        self.chapters: dict[str, tuple[int, int] | None] = {}
        """By section, the first and last year that its heading names, or else the one above it."""
        for block in document.blocks:
            if block.kind not in (BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.BULLET):
                continue
            found = _read_line(text, block.content)
            self.expressions[block.content] = found
            self.ahead.setdefault(block.section_id, []).extend(
                e for e in found if e.year is not None and e.month is not None
            )
        for section in document.sections:
            named = self.expressions.get(section.heading_span, []) if section.parent_id is not None else []
            years = [e.year for e in named if e.year is not None]
            above = self.chapters[section.parent_id] if section.parent_id is not None else None
            self.chapters[section.section_id] = (min(years), max(years)) if years else above


def _find_in_line(text: str, line: Span, context: DateContext) -> list[DateMention]:
    """Find the mentions of a line that stands alone."""
    resolved = _resolve_line(text, _read_line(text, line), context, [], is_heading=True)
    return list(compose_mentions(text, line, resolved))


def _read_line(text: str, line: Span) -> list[Expression]:
    return [widen_circa(text, line, e) for e in find_expressions(text, line.start, line.end)]


def _resolve_line(
    text: str,
    expressions: Sequence[Expression],
    context: DateContext,
    ahead: Sequence[Expression],
    is_heading: bool,
) -> list[Resolved]:
    resolved: list[Resolved] = []
    for i, expression in enumerate(expressions):
        after = bisect_right(ahead, expression.span.start, key=lambda e: e.span.start)
        following = ahead[after] if after < len(ahead) else None
        partner = _following_partner(text, expressions, i, context) or _range_start(
            text, expression, resolved
        )
        if partner is None and context.moment is None:
            partner = _next_full_date(expressions[i : i + LONGEST_LIST], context)
        looks_back = find_bound_word(text, Span(0, len(text)), expression.span.start)[0] == "since"
        found = context.resolve(expression, partner, following, looks_back=looks_back)
        named = expressions[i + 1] if i + 1 < len(expressions) else None
        if named is not None and _is_apposition(text, expression, named):
            # "six days later, on May 10": what is counted and what is named is one date.
            found = _equate(found, context.resolve(named, None, following))
            resolved.append(found)
            continue
        step = _step_before(text, resolved[-1], found) if resolved else 0
        counted = context.resolve_from(resolved[-1].expression, found, step) if step else None
        if counted is not None and counted.moment is not None:
            # "Three years after 1704" is one date.
            resolved[-1] = counted
            continue
        resolved.append(found)
        is_aside = not is_heading and (looks_back or _is_aside(text, found, context))
        context.remember(found, is_aside=is_aside)
    return resolved


def _is_apposition(text: str, expression: Expression, named: Expression) -> bool:
    gap = text[expression.span.end : named.span.start]
    if named.kind is not Kind.CALENDAR or named.month is None:
        return False
    if ":" in (expression.day_part or ""):
        # "At 5:30 a.m. local time on 3 May 1704".
        return re.fullmatch(r"(?: \w+ time)?,? (?:on )?(?:the )?", gap) is not None
    is_day = expression.unit is not None and expression.unit.designator == "D"
    is_relative = expression.kind is Kind.COUNTED or (expression.kind is Kind.ANAPHOR and is_day)
    return is_relative and re.fullmatch(r", (?:on |in )?", gap) is not None


def _step_before(text: str, counted: Resolved, named: Resolved) -> int:
    """Return 1 where a duration and a date stand as "three years after 1704", -1 for "before", else 0."""
    if counted.expression.kind is not Kind.DURATION or named.expression.kind is not Kind.CALENDAR:
        return 0
    gap = text[counted.span.end : named.span.start]
    return {" after ": 1, " after the ": 1, " before ": -1, " before the ": -1}.get(gap, 0)


def _equate(counted: Resolved, named: Resolved) -> Resolved:
    if named.moment is None:
        return counted
    return replace(
        counted,
        moment=named.moment,
        earliest=named.earliest,
        latest=named.latest,
        resolution=Resolution.RELATIVE,
        anchor=named.anchor or named.span,
    )


def _following_partner(
    text: str, expressions: Sequence[Expression], index: int, context: DateContext
) -> Resolved | None:
    """The next date of a list or range, whose year a date without a year shares."""
    if not _lacks_year(expressions[index]):
        return None
    for previous, expression in pairwise(expressions[index : index + LONGEST_LIST]):
        gap = text[previous.span.end : expression.span.start]
        if _list_gap().fullmatch(gap) is None or expression.kind is not Kind.CALENDAR:
            return None
        if expression.year is not None:
            return context.resolve(expression)
        if not _lacks_year(expression):
            return None
    return None


def _next_full_date(expressions: Sequence[Expression], context: DateContext) -> Resolved | None:
    """The next date of a line with its year written, where no date stands before."""
    if not _lacks_year(expressions[0]):
        return None
    full = next((e for e in expressions if e.kind is Kind.CALENDAR and e.year is not None), None)
    return context.resolve(full) if full is not None else None


def _range_start(text: str, expression: Expression, resolved: Sequence[Resolved]) -> Resolved | None:
    """The start of a range whose end lacks its year: "November 1704 to February"."""
    if not resolved or not _lacks_year(expression) or resolved[-1].moment is None:
        return None
    start = resolved[-1]
    gap = text[start.span.end : expression.span.start]
    return start if start.expression.month is not None and is_range_gap(gap) else None


def _lacks_year(expression: Expression) -> bool:
    return (
        expression.kind is Kind.CALENDAR
        and expression.year is None
        and expression.year_step is None
        and (expression.month is not None or expression.season is not None)
    )


@cache
def _list_gap() -> re.Pattern[str]:
    words = load_date_lexicon()
    joiners = "|".join(re.escape(w) for w in (*words.range_joiners, *words.range_pairs))
    return re.compile(rf" ?[–—/-] ?|,? (?:{joiners}) (?:the |in |on )?|, ")


def _is_aside(text: str, found: Resolved, context: DateContext) -> bool:
    """Say whether a date only looks back or ahead, so that what follows does not lean on it.

    That is: one counted backwards ("two years earlier"); one before the noun it describes, of another year
    ("the May 1698 law"); a bare year outside the years of its heading; and a bare year that does not open
    its sentence and leaves the story.
    """
    moment, known, expression = found.moment, context.moment, found.expression
    if _is_lifespan(text, found.span):
        return True
    if moment is None or known is None:
        return False
    if expression.kind is not Kind.CALENDAR:
        is_told_on = expression.unit is not None and expression.unit.designator == "Y"
        return (expression.step or 0) < 0 or (is_told_on and _is_in_relative(text, found.span))
    if moment.year == known.year:
        return False
    if _describes_noun(text, found.span) or _tells_what_came_later(text, moment, known, found.span):
        return True
    if moment.month is not None or moment.season is not None:
        return False
    if context.chapter is not None:
        first, last = context.chapter
        if first <= known.year <= last and not first <= moment.year <= last:
            return True
    before = text[max(0, found.span.start - 12) : found.span.start]
    if _UNTIL.search(before) and moment.year - known.year > LONGEST_LOOK_AHEAD:
        return True  # "held Pell under a lease until 1731": how long it lasted, not where the story goes
    is_bracketed = (
        text[found.span.start - 1 : found.span.start] + text[found.span.end : found.span.end + 1] == "()"
    )
    if is_bracketed and abs(moment.year - known.year) > LONGEST_LOOK_AHEAD:
        return True  # "Roe (1968) says": the year of a book
    opens = _SENTENCE_START.search(text[max(0, found.span.start - 12) : found.span.start])
    return opens is None and _leaves_story(moment, known)


def _is_lifespan(text: str, span: Span) -> bool:
    """Say whether a date stands in `(4 May 1704 – 9 June 1768)`, which tells a life and begins no story."""
    bracket = _BRACKET.match(text, max(text.rfind("(", 0, span.start), 0))
    if bracket is None or bracket.end() < span.end:
        return False
    return int(bracket["end"]) - int(bracket["start"]) >= LEAST_OF_LIFE


def _is_in_relative(text: str, span: Span) -> bool:
    """Say whether years are counted in `who fled to Pell, where he died three years later`: the next sentence
    goes on where the story was."""
    start = max(text.rfind(mark, 0, span.start) for mark in ("\n", ". ", ", ", "; "))
    return _RELATIVE.match(text, start + 2) is not None


def _leaves_story(moment: Moment, known: Moment) -> bool:
    """Say whether a year in mid-sentence is not where the story goes next: an earlier one ("the mill, built
    in 1668, burned"), or a later one ("planned for 1706"). A story told by years goes on to any later
    year, one told by months to the next; what lies more than `LONGEST_LOOK_AHEAD` years ahead is a life
    story that skips the years between."""
    ahead = moment.year - known.year
    if ahead < 0:
        return True
    if ahead > LONGEST_LOOK_AHEAD or known.month is None:
        return False
    return known.day is not None or ahead > 1


def _tells_what_came_later(text: str, moment: Moment, known: Moment, span: Span) -> bool:
    """Say whether a date lies years ahead in a sentence that says so: `He later settled in Pell, where he
    died in May 1726`. The next sentence goes on where the story was."""
    start = max(text.rfind("\n", 0, span.start), text.rfind(". ", 0, span.start)) + 1
    said = _LATER.search(text[start : span.start]) is not None
    return said and moment.year - known.year > 1 and known.month is not None


def _describes_noun(text: str, span: Span) -> bool:
    after = word_after(text, span.end)
    return (
        text[max(0, span.start - 4) : span.start].lower() == "the "
        and after[:1].isalpha()
        and after not in load_date_lexicon().function_words
    )


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

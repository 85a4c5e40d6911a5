"""A Reading in, the lives and times that stand in brackets behind names out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.grammar.happening import Told, says_state, sort_named
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, argument_at, literal_argument
from pipeline.lexicon.happenings import HappeningSort
from pipeline.model.date import DateMention, PartialDate
from pipeline.model.entity import EntityKind, MentionForm
from pipeline.model.span import Span

PLACES = (EntityKind.PLACE, EntityKind.POLITY)
LONGEST_LIFE = 115
"""Years: a longer stretch behind a name is no life."""
_LIFE = re.compile(r" \((?:[^();]*; ?)?(?:born |b\. ?|c\. ?|ca\. ?)?\Z")
_BRACKET = re.compile(r" \((?:[^();]*; ?)?(?P<inside>[^()]*)\)")
_DASH = re.compile(r" [–—-] ")
# What stands beside the date of a birth or death: its place, and nothing else.
_PLACE = r"[^\W\d_][^|,–—]*(?:, [^\W\d_][^|,–—]*)?"
_BESIDE_DATE = re.compile(
    rf"(?:born |died |b\. |d\. )?(?P<before>{_PLACE}, )?\|(?P<after>(?:,| in| at) {_PLACE})?"
)
_BORN = re.compile(r"(?:born|b\.) ?\Z")


def lives_in_brackets(reading: Reading) -> Iterator[Told]:
    """Yield birth and death of `Tamsin Roe (18 December 1625 – 5 May 1701) was ...`, where a person opens the
    article of a person."""
    subject = reading.subject
    if subject is None or subject.kind is not EntityKind.PERSON or not reading.sentences:
        return
    first = reading.sentences[0]
    opening = next((m for m in reading.mentions_in(first.span) if m.span.start == first.span.start), None)
    who = argument_at(reading, opening.span, EntityKind.PERSON) if opening is not None else None
    if who is None:
        return
    birth, death = (sort_named(s) for s in ("birth", "death"))
    for date in (d for d in reading.dates if first.span.contains(d.span) and d.edtf):
        gap = reading.document.text[who.span.end : max(who.span.end, date.span.start)]
        if ")" in re.sub(r"\([^()]*\)", "", gap[2:]) or not _LIFE.fullmatch(gap):
            continue
        if date.start is not None and date.end is not None and _is_life(date):
            yield _of_bracket(birth, who, date.start)
            yield _of_bracket(death, who, date.end)
        elif date.start is not None and date.end is None and _BORN.search(gap):
            yield _of_bracket(birth, who, date.start)
    yield from _placed_lives(reading, who)


def _placed_lives(reading: Reading, who: Argument) -> Iterator[Told]:
    """Birth and death where each has its place: `(4 May 1681 in Halvey – 5 May 1741 in Pell)`,
    `(Halvey, 4 May 1681 – Pell, 5 May 1741)`."""
    text = reading.document.text
    bracket = _BRACKET.match(text, who.span.end)
    if bracket is None:
        return
    inside = Span(bracket.start("inside"), bracket.end("inside"))
    dates = [d for d in reading.dates if inside.contains(d.span) and d.start is not None]
    if len(dates) == 1 and dates[0].end is not None and _is_life(dates[0]):
        # "(Halvey, 4 May 1681 – 5 May 1741)": no place stands between the two.
        begin, end = dates[0].start, dates[0].end
        if begin is None or begin.span is None or end.span is None:
            return
        ends: list[tuple[PartialDate | None, Span]]
        ends = [(begin, Span(inside.start, begin.span.end)), (end, Span(end.span.start, inside.end))]
        is_bare = inside == dates[0].span
    elif len(dates) == 2 and dates[0].end is None and dates[1].end is None and _is_lifetime(*dates):
        dashes = [*_DASH.finditer(text, dates[0].span.end, dates[1].span.start)]
        if len(dashes) != 1:
            return
        ends = [(dates[0].start, Span(inside.start, dashes[0].start()))]
        ends.append((dates[1].start, Span(dashes[0].end(), inside.end)))
        is_bare = False
    else:
        return
    told = [
        t
        for sort, (date, part) in zip(("birth", "death"), ends, strict=True)
        if date is not None and (t := _placed_end(reading, who, sort, date, part)) is not None
    ]
    if len(told) == 2 and not is_bare:
        yield from told


def _placed_end(reading: Reading, who: Argument, sort: str, date: PartialDate, part: Span) -> Told | None:
    """The birth or death of which `part` gives the day, and the place before or behind it; None where it
    holds anything else."""
    text = reading.document.text
    day = date.span if date.span is not None and part.contains(date.span) else part
    found = _BESIDE_DATE.fullmatch(text[part.start : day.start] + "|" + text[day.end : part.end])
    place = _place_in(reading, part)
    if found is None or ((found["before"] or found["after"]) and place is None):
        return None
    whole = who.span.cover(Span(part.start, part.start + len(text[part.start : part.end].rstrip())))
    return Told(sort_named(sort), who, day, whole, date, None, (whole,), (place,) if place else ())


def _is_lifetime(first: DateMention, second: DateMention) -> bool:
    start, end = first.earliest, second.latest
    return start is not None and end is not None and 1 <= end.year - start.year <= LONGEST_LIFE


def _place_in(reading: Reading, part: Span) -> Argument | None:
    """The one place, or the first of `Halvey, Velmora`; a name that nothing else tells the kind of is one."""
    names = [n for n in reading.names if part.contains(n.span)]
    if not names:
        return None
    known = argument_at(reading, names[0].span, *PLACES)
    is_unknown = names[0].kind is None and reading.entity_at(names[0].span) is None
    return known or (literal_argument(reading, names[0].span) if is_unknown else None)


def _is_life(date: DateMention) -> bool:
    start, end = date.start, date.end
    if (
        start is None
        or end is None
        or start.earliest is None
        or end.latest is None
        or date.modifier is not None
    ):
        return False
    return 1 <= end.latest.year - start.earliest.year <= LONGEST_LIFE


def _of_bracket(sort: HappeningSort, who: Argument, date: PartialDate) -> Told:
    whole = who.span.cover(date.span)
    return Told(sort, who, date.span, whole, start=date, date_spans=(whole,))


_DEALT_WITH = re.compile(r"\b(?:with|against|between|to|from)\b[^.;:()]*\Z")


def is_dealt_with(text: str, start: int) -> bool:
    """Say whether years in brackets behind the name that starts there are of what is told of it: `wars with
    the Republic of Pell (1836–1839)`, `envoy to the Republic of Pell (1836–1839)`."""
    return _DEALT_WITH.search(text, max(0, start - 60), start) is not None


def states_in_brackets(reading: Reading) -> Iterator[Told]:
    """Yield start and end of `the Republic of Pell (1836–1839)`: how long a state was there; only where its
    name says that it is a state, since years behind the name of a land may be those of what is told."""
    start, end = (sort_named(s) for s in ("establishment", "dissolution"))
    text = reading.document.text
    for mention in reading.mentions:
        entity = reading.entities.get(mention.entity_id or "")
        if entity is None or entity.kind is not EntityKind.POLITY or mention.form is not MentionForm.NAME:
            continue
        if " " not in mention.text or not says_state(mention.text):
            continue
        if is_dealt_with(text, mention.span.start):
            continue
        for date in reading.dates:
            gap = text[mention.span.end : max(mention.span.end, date.span.start)]
            is_closed = text[date.span.end : date.span.end + 1] == ")"
            if date.end is None or date.start is None or date.modifier or not is_closed or gap != " (":
                continue
            who = argument_at(reading, mention.span)
            if who is not None and any(s.span.contains(date.span) for s in reading.sentences):
                yield _of_bracket(start, who, date.start)
                yield _of_bracket(end, who, date.end)

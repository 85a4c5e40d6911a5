"""A Reading in, the lives and times that stand in brackets behind names out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.grammar.happening import Told, says_state, sort_named
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, argument_at
from pipeline.lexicon.happenings import HappeningSort
from pipeline.model.date import DateMention, PartialDate
from pipeline.model.entity import EntityKind, MentionForm

LONGEST_LIFE = 115
"""Years: a longer stretch behind a name is no life."""
_LIFE = re.compile(r" \((?:[^();]*; ?)?(?:born |b\. ?|c\. ?|ca\. ?)?\Z")
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

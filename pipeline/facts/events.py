"""Events: what sort of event one was, when and where it took place, and what it was a part of.

Stated by the fields of an infobox, by names (`the War of the Two Crowns`, `the siege of Pell in 1704`), by
verbs (`took place`, `broke out`) and by what an event is said to be (`was a naval battle of the Salt War`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.grammar.called_events import sorts_of_called
from pipeline.grammar.event_clauses import clause_events, dates_of_deeds
from pipeline.grammar.event_dates import is_own_date, is_taken_for_granted, shared_names
from pipeline.grammar.event_descriptions import apposed_descriptions, event_descriptions
from pipeline.grammar.event_fields import KIND, entity_of_event, event_statement, infobox_events
from pipeline.grammar.events import (
    PLACES,
    EventMention,
    event_at,
    event_mentions,
    events_of,
    is_lasting,
    named_argument,
    read_head_noun,
)
from pipeline.grammar.happening import Happening
from pipeline.grammar.outbreaks import outbreaks
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    literal_argument,
    normalized_argument,
    state_fact,
)
from pipeline.lexicon.events import event_noun, event_words
from pipeline.model.date import DateMention, PartialDate
from pipeline.model.entity import Entity, MentionForm
from pipeline.model.fact import Candidate, Certainty, Fact
from pipeline.model.span import Span

# What a place and a larger event stand behind: "the battle at Pell", "the battle in the Salt War".
_BESIDE = re.compile(r",? (?:in|at) ")
# "at the Battle of Halvey, Pell in 1704": a place behind a comma is where it was, unless the clause goes on.
_AFTER_PLACE = re.compile(r" (?:in|on) [\dA-Z]|[.;]")
_WITHIN = re.compile(r" (?:in|of) the ")
_WORD_BEFORE = re.compile(r"(?<=[a-z,] )(?P<word>[A-Z][\w'’-]+)(?: and)? \Z")
# "the Commission for Relief of the Poor": what somebody is there for, not what happened.
_PURPOSE_BEFORE = re.compile(r"\b[A-Z][\w'’-]+ for (?:the )?\Z")
# "Campaign of Pell and Corrow", at the end of what names it.
_GOES_ON = re.compile(r" and [A-Z][\w-]+[).\"”]")
_LOOKS_BACK = re.compile(r"\b(?:after|before|during|since|following|throughout) the \Z", re.IGNORECASE)


def events(reading: Reading) -> Iterator[Fact | Candidate]:
    """Yield what the infobox, the names and the sentences state of events."""
    stated = (*infobox_events(reading), *event_descriptions(reading), *clause_events(reading))
    found = [state_fact(reading, statement) for statement in stated]
    found += [fact for happening in reading.happenings for fact in _befell(reading, happening)]
    for outbreak in outbreaks(reading):
        period = (outbreak.date, None)
        found.append(_state(reading, outbreak.war, "began", period=period, spans=(outbreak.span,)))
    for event, sort in sorts_of_called(reading):
        if read_head_noun(entity_of_event(reading, event)) is None:
            found.append(_state(reading, event, "type", sort))
    shared = shared_names(reading)
    for mention in event_mentions(reading):
        dates = [d for d in reading.dates if d.edtf and mention.sentence.span.contains(d.span)]
        found += [
            *_dated(reading, mention, dates, shared),
            *_placed(reading, mention),
            *_ended(reading, mention, dates),
        ]
        found += [state_fact(reading, said) for said in apposed_descriptions(reading, mention)]
    dated = {f.subject.entity_id for f in found if isinstance(f, Fact) and f.predicate == "occurred"}
    # Where the text dates the battle itself, a deed of another day is no second date of it.
    deeds = [state_fact(reading, statement) for statement in dates_of_deeds(reading)]
    found += [f for f in deeds if _subject_id(f) not in dated]
    yield from found
    facts = [f for f in found if isinstance(f, Fact) and not f.negated]
    told = {f.subject.entity_id for f in facts if f.certainty is Certainty.ASSERTED}
    described = {f.subject.entity_id for f in facts if f.predicate == "type"}
    denied = {
        _subject_id(f) for f in found if isinstance(f, Fact) and f.negated and f.predicate == "occurred"
    }
    for entity in events_of(reading):
        is_past = entity.entity_id not in denied and _is_named_or_past(reading, entity)
        is_real = entity.entity_id in told or is_past
        if entity.entity_id not in described and is_real:
            yield from _type_in_name(reading, entity)


def _subject_id(found: Fact | Candidate) -> str | None:
    fact = found.fact if isinstance(found, Candidate) else found
    return fact.subject.entity_id


def _state(
    reading: Reading,
    event: Argument,
    predicate: str,
    object: Argument | None = None,  # noqa: A002 - the field's name everywhere in the data model
    *,
    period: tuple[PartialDate | None, PartialDate | None] = (None, None),
    place: Argument | None = None,
    spans: tuple[Span, ...] = (),
    certainty: Certainty = Certainty.ASSERTED,
    negated: bool = False,
    doubts: tuple[str, ...] = (),
) -> Fact | Candidate:
    said = event_statement(
        reading,
        event,
        predicate,
        object,
        period=period,
        place=place,
        spans=spans,
        certainty=certainty,
        negated=negated,
        doubts=doubts,
    )
    return state_fact(reading, said)


# ---------------------------------------------------------------- births, deaths, foundings


def _befell(reading: Reading, told: Happening) -> Iterator[Fact | Candidate]:
    """`Roe was born at Halvey in 1681`: sort, date and place of an event that has no name."""
    if told.sort is not None:
        yield _state_befallen(
            reading, told, Statement(KIND, told.event, "type", told.sort, spans=(told.span,))
        )
    if told.start is not None or told.end is not None:
        dated = Statement(KIND, told.event, "occurred", start=told.start, end=told.end, spans=told.date_spans)
        yield _state_befallen(reading, told, dated)
    for place in told.places:
        spans = (told.span.cover(place.span),)
        located = Statement(KIND, told.event, "location", place, place=place, spans=spans)
        yield _state_befallen(reading, told, located)


def _state_befallen(reading: Reading, told: Happening, statement: Statement) -> Fact | Candidate:
    about = reading.entities.get(told.event.reference.entity_id or "")
    return state_fact(reading, replace(statement, about=about, certainty=told.certainty, doubts=told.doubts))


# ---------------------------------------------------------------- names


def _type_in_name(reading: Reading, entity: Entity) -> Iterator[Fact | Candidate]:
    found = read_head_noun(entity)
    if found is None:
        return
    noun, span = found
    event = named_argument(reading, entity)
    words = reading.quote(span)
    sort = literal_argument(reading, span) if words == noun else normalized_argument(noun, span, "lower_case")
    doubts = ("longer name",) if _is_cut_short(reading, entity) else ()
    yield _state(reading, event, "type", sort, spans=(entity.span,), doubts=doubts)


def _is_cut_short(reading: Reading, entity: Entity) -> bool:
    """Whether the name may be a part of a longer one: a capitalised word that names nothing else stands
    directly before it, within a sentence (`Days Offensive` of `the Hundred Days Offensive`), or a noun of
    events (`Storming and Capture of Pell`), or another place follows it."""
    start = entity.span.start
    before = reading.document.text[max(0, start - 40) : start]
    if _PURPOSE_BEFORE.search(before) or _GOES_ON.match(reading.document.text, entity.span.end):
        return True
    found = _WORD_BEFORE.search(before)
    if found is None:
        return False
    word = Span(start - len(found[0]), start - len(found[0]) + len(found["word"]))
    over = [n for n in reading.names if n.span.overlaps(word)]
    if event_noun(found["word"]) is not None and all(n.span == word for n in over):
        return True
    return reading.mention_at(word) is None and not over


def _is_named_or_past(reading: Reading, entity: Entity) -> bool:
    """Whether an event has a name of its own, or a description of it looks back on it (`after the siege of
    Pell`): `the liberation of Pell became his aim` says of none that it took place."""
    mentions = [m for m in reading.mentions if m.entity_id == entity.entity_id]
    if any(m.form is MentionForm.NAME for m in mentions):
        return True
    text = reading.document.text
    return any(_LOOKS_BACK.search(text[max(0, m.span.start - 20) : m.span.start]) for m in mentions)


def _dated(
    reading: Reading, mention: EventMention, dates: Sequence[DateMention], shared: frozenset[str]
) -> Iterator[Fact | Candidate]:
    """`the Salt War (1702–1709)`; `after the battle on 4 May 1704`."""
    event = mention.argument
    doubts = ("several events of one name",) if event.reference.entity_id in shared else ()
    for date in dates:
        if is_own_date(reading, mention, date):
            period, spans = (date.start, date.end), (event.span.cover(date.span),)
            yield _state(reading, event, "occurred", period=period, spans=spans, doubts=doubts)


def _ended(reading: Reading, at: EventMention, dates: Sequence[DateMention]) -> Iterator[Fact | Candidate]:
    """`after the outbreak of the Salt War in 1702`; `the end of the war in May 1709`."""
    words, event = event_words(), at.argument
    preposition = at.sentence.head(at.token)
    noun = at.sentence.head(preposition)
    if preposition.lemma != "of" or noun.lemma not in words.beginnings | words.endings:
        return
    predicate = "began" if noun.lemma in words.beginnings else "ended"
    for date in dates:
        gap = reading.document.text[event.span.end : max(event.span.end, date.span.start)]
        if date.end is None and re.fullmatch(r",? (?:in|on)(?: the)? ", gap):
            spans = (noun.span.cover(event.span).cover(date.span),)
            yield _state(reading, event, predicate, period=(date.start, None), spans=spans)


def _placed(reading: Reading, at: EventMention) -> Iterator[Fact | Candidate]:
    """`at the Battle of Halvey in Pell`; `the Battle of Halvey in the Salt War`."""
    event, text = at.argument, reading.document.text
    if is_lasting(entity_of_event(reading, event)):
        return
    for other in at.sentence.tokens[at.token.index + 1 : at.token.index + 5]:
        gap = reading.document.text[event.span.end : other.span.start]
        place, whole = argument_at(reading, other, *PLACES), event_at(reading, other)
        is_beside = _BESIDE.fullmatch(gap) or (gap == ", " and _AFTER_PLACE.match(text, other.span.end))
        if place is not None and is_beside and is_taken_for_granted(at.sentence, at.token):
            yield _beside(reading, event, "location", place)
        elif whole is not None and _WITHIN.fullmatch(gap) and is_lasting(entity_of_event(reading, whole)):
            yield _beside(reading, event, "part of", whole)


def _beside(reading: Reading, event: Argument, predicate: str, value: Argument) -> Fact | Candidate:
    place = value if predicate == "location" else None
    return _state(reading, event, predicate, value, place=place, spans=(event.span.cover(value.span),))

"""The infobox of a Reading in, what its fields state of events out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.grammar.events import PLACES, event_at, infobox_event, read_head_noun
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, Statement, argument_at, subject_argument
from pipeline.lexicon.events import event_words
from pipeline.mentions.infobox import DatedEvent, Occurrence
from pipeline.model.date import PartialDate
from pipeline.model.document import InfoboxField
from pipeline.model.entity import Entity, EntityKind
from pipeline.model.fact import Certainty
from pipeline.model.span import Span

KIND = "events"


def infobox_events(reading: Reading) -> Iterator[Statement]:
    """Yield what the fields of an infobox state of events: when and where its own was, of what it was a part,
    and when those were that it names."""
    for occurrence in reading.infobox.occurrences:
        if occurrence.role in ("occurred", "lasted"):
            yield from _occurrence_facts(reading, occurrence)
    for statement in reading.infobox.statement("part of"):
        for item in statement.items:
            whole = event_at(reading, item.name)
            event = infobox_event(reading, statement.field.label_span)
            if event is not None and whole is not None and whole.reference != event.reference:
                doubts = (item.doubt,) if item.doubt else ()
                spans = (Span(statement.field.span.start, whole.span.end),)
                yield event_statement(reading, event, "part of", whole, spans=spans, doubts=doubts)
    for dated in reading.infobox.events:
        yield from _dated_event_facts(reading, dated)
    yield from _duration(reading)


def _occurrence_facts(reading: Reading, occurrence: Occurrence) -> Iterator[Statement]:
    plain = [d for d in occurrence.dates if not d.labels and not d.notes]
    for date in plain:
        event = infobox_event(reading, date.field.label_span)
        if event is None:
            continue
        doubts = (*((date.doubt,) if date.doubt else ()), *(("several dates",) if len(plain) > 1 else ()))
        spans = (Span(date.field.span.start, max(s.end for s in date.period.spans)),)
        period = (date.period.start, date.period.end)
        yield event_statement(reading, event, "occurred", period=period, spans=spans, doubts=doubts)
    for item in occurrence.places:
        event, place = infobox_event(reading, item.field.label_span), argument_at(reading, item.name, *PLACES)
        if event is None or place is None or place.span != item.name:
            continue
        doubts = (item.doubt,) if item.doubt else ()
        spans = (Span(item.field.span.start, item.name.end),)
        yield event_statement(reading, event, "location", place, place=place, spans=spans, doubts=doubts)


def _dated_event_facts(reading: Reading, dated: DatedEvent) -> Iterator[Statement]:
    """`Date Start` begins the article's own event; a named event of the group has the date for itself."""
    if dated.period is None:
        return
    doubts = (dated.doubt,) if dated.doubt else ()
    period = (dated.period.start, dated.period.end)
    dates = [f for f in dated.fields if any(f.span.contains(s) for s in dated.period.spans)]
    subject = reading.infobox_subject
    if dated.role in ("start", "end") and subject is not None and subject.kind is EntityKind.EVENT:
        event = subject_argument(reading, dates[0].label_span)
        if event is not None:
            predicate = "began" if dated.role == "start" else "ended"
            yield event_statement(
                reading, event, predicate, period=period, spans=_field_spans(dates), doubts=doubts
            )
    named = event_at(reading, dated.event.name) if dated.event is not None else None
    if named is None or dated.event is None or named.span != dated.event.name:
        return
    noun = read_head_noun(entity_of_event(reading, named))
    # `Event Start: Death of Osk Feld`: what is not known to last began nothing of itself.
    lasts = noun is not None and noun[0] in event_words().lasting
    predicate = "began" if dated.role == "start" and lasts else "occurred"
    spans = _field_spans([dated.event.field, *dates])
    yield event_statement(reading, named, predicate, period=period, spans=spans, doubts=doubts)


def _duration(reading: Reading) -> Iterator[Statement]:
    """`Date Start` and `Date End` of an event together: from when to when it was."""
    ends = {d.role: d for d in reading.infobox.events if d.role in ("start", "end") and d.period is not None}
    first, last = (ends[role].period if role in ends else None for role in ("start", "end"))
    subject = reading.infobox_subject
    if first is None or last is None or subject is None or subject.kind is not EntityKind.EVENT:
        return
    spans = (*first.spans, *last.spans)
    fields = [f for d in ends.values() for f in d.fields if any(f.span.contains(s) for s in spans)]
    event = subject_argument(reading, fields[0].label_span)
    doubts = tuple(d.doubt for d in ends.values() if d.doubt)
    if event is not None and first.start is not None and last.start is not None:
        period = (first.start, last.start)
        yield event_statement(
            reading, event, "occurred", period=period, spans=_field_spans(fields), doubts=doubts
        )


def _field_spans(fields: Sequence[InfoboxField]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(f.span for f in sorted(fields, key=lambda f: f.number)))


def event_statement(
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
) -> Statement:
    """Return the statement of a property of an event."""
    return Statement(
        KIND,
        event,
        predicate,
        object,
        about=entity_of_event(reading, event),
        start=period[0],
        end=period[1],
        place=place,
        certainty=certainty,
        negated=negated,
        spans=spans,
        doubts=doubts,
    )


def entity_of_event(reading: Reading, argument: Argument) -> Entity:
    """Return the entity of an argument that is one. Raises KeyError for a literal value."""
    return reading.entities[argument.reference.entity_id or ""]

"""The infobox of a Reading in, what its fields tell befell its subject out."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.entities.book import EntityBook
from pipeline.grammar.events import PLACES
from pipeline.grammar.happening import Happening, Told
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, argument_at, subject_argument
from pipeline.lexicon.happenings import HappeningSort, happening_sorts
from pipeline.mentions.infobox import DatedEvent, Occurrence
from pipeline.model.entity import EntityKind
from pipeline.model.fact import Certainty, Reference
from pipeline.model.span import Span


def field_happenings(reading: Reading) -> Iterator[Told]:
    """Yield what `Birth Date` tells of a person, `Founded` of a body, `Date Start` of a state."""
    subject = reading.infobox_subject
    if subject is None:
        return
    for sort in happening_sorts():
        if subject.kind not in sort.kinds:
            continue
        for occurrence in reading.infobox.occurrences:
            if occurrence.role in sort.fields:
                yield from _of_occurrence(reading, sort, occurrence)
        for dated in reading.infobox.events:
            if _is_own_end(sort, dated) or _is_act(reading, sort, dated):
                yield from _of_dated_event(reading, sort, dated)


def _of_occurrence(reading: Reading, sort: HappeningSort, occurrence: Occurrence) -> Iterator[Told]:
    plain = [d for d in occurrence.dates if not d.labels and not d.notes]
    for date in plain:
        label = date.field.label_span
        who = subject_argument(reading, label)
        doubts = (*((date.doubt,) if date.doubt else ()), *(("several dates",) if len(plain) > 1 else ()))
        whole = Span(date.field.span.start, max(s.end for s in date.period.spans))
        if who is not None:
            yield Told(sort, who, label, whole, date.period.start, date.period.end, (whole,), doubts=doubts)
    for item in occurrence.places:
        label, place = item.field.label_span, argument_at(reading, item.name, *PLACES)
        who = subject_argument(reading, label)
        if who is None or place is None or place.span != item.name:
            continue
        # A place that stands in a field for dates is said by the label all the same.
        doubts = (item.doubt,) if item.doubt and item.doubt != "place in a date field" else ()
        yield Told(
            sort, who, label, Span(item.field.span.start, item.name.end), places=(place,), doubts=doubts
        )


def _is_own_end(sort: HappeningSort, dated: DatedEvent) -> bool:
    """The start or end of a state itself, whatever event it is tied to."""
    return (dated.role, sort.sort) in (("start", "establishment"), ("end", "dissolution"))


def _is_act(reading: Reading, sort: HappeningSort, dated: DatedEvent) -> bool:
    return dated.role == "event" and dated.event is not None and reading.quote(dated.event.name) in sort.acts


def _of_dated_event(reading: Reading, sort: HappeningSort, dated: DatedEvent) -> Iterator[Told]:
    if dated.period is None:
        return
    fields = [f for f in dated.fields if any(f.span.contains(s) for s in dated.period.spans)]
    act = dated.event if _names_act(reading, sort, dated) else None
    label = act.name if act is not None else fields[0].label_span
    who = subject_argument(reading, fields[0].label_span)
    spans = tuple(f.span for f in fields) if act is None else (act.field.span, *(f.span for f in fields))
    doubts = (dated.doubt,) if dated.doubt and (act is not None or dated.event is None) else ()
    if who is not None:
        whole = act.field.span if act is not None else fields[0].span
        period = dated.period
        yield Told(sort, who, label, whole, period.start, period.end, spans, doubts=doubts)


def _names_act(reading: Reading, sort: HappeningSort, dated: DatedEvent) -> bool:
    return dated.event is not None and reading.quote(dated.event.name) in sort.acts


def events_of_states(reading: Reading, book: EntityBook) -> Iterator[Happening]:
    """Yield `Event1: Confederation` with its date: an event of the history of a state with no other name."""
    subject = reading.infobox_subject
    if subject is None or subject.kind not in (EntityKind.POLITY, EntityKind.ORGANIZATION):
        return
    acts = {act for sort in happening_sorts() for act in sort.acts}
    for dated in reading.infobox.events:
        item, period = dated.event, dated.period
        if item is None or period is None or dated.doubt or dated.role in ("start", "end"):
            continue
        name, named = reading.quote(item.name), reading.entity_at(item.name)
        # "Battle of Halvey" is told of as an event of its own; a bare "Secession" is the state's.
        is_bare = name[0].isupper() and not any(c.isupper() for c in name[1:])
        if named is not None and named.kind is EntityKind.POLITY and is_bare:
            named = None  # "Confederation" as an event is when it was made.
        if name in acts or (named is not None and (named.kind is not EntityKind.EVENT or not is_bare)):
            continue
        fields = [f for f in dated.fields if any(f.span.contains(s) for s in period.spans)]
        who = subject_argument(reading, item.field.label_span)
        key = ("infobox event", str(item.name.start))
        event = named or book.file(key, EntityKind.EVENT, name, item.name)
        if who is None:
            continue
        yield Happening(
            event=Argument(Reference(event.name, event.entity_id), item.name, None),
            sort=None,
            who=who,
            role="subject",
            start=period.start,
            end=period.end,
            date_spans=(item.field.span, *(f.span for f in fields)),
            places=(),
            span=item.field.span,
            certainty=Certainty.ASSERTED,
            doubts=(),
        )

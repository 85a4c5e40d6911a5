"""A Reading in, the relations that its infobox states out: what a field says of the subject, who held an
office before and after, in what a place lies, how long a state was there.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pipeline.grammar.reading import Reading
from pipeline.grammar.relating import kinds_fit, relation_named
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    literal_argument,
    subject_argument,
)
from pipeline.lexicon.predicates import ANY
from pipeline.mentions.infobox import OfficeHolding
from pipeline.mentions.infobox import Statement as Field
from pipeline.mentions.infobox_values import Item, NoteKind, Period
from pipeline.model.date import PartialDate
from pipeline.model.entity import EntityKind

LOCATED, CAPITAL, BASED = "located in", "capital", "based in"
TODAY, EXISTED = "territory today in", "existed"
PLACES = (EntityKind.PLACE, EntityKind.POLITY)
STATES = (EntityKind.POLITY, EntityKind.GOVERNMENT)
# What a field of an infobox states of its subject, by the role that the word list gives it.
# Beside a name in an infobox: its bearer does not hold the office yet.
AWAITED = frozenset({"designated", "designate", "elect", "nominee", "incoming", "-designate", "-elect"})
FIELD_PREDICATES = {
    "capital": CAPITAL,
    "capital in exile": "capital in exile",
    "largest city": "largest city",
    "predecessor polity": "preceded by",
    "successor polity": "succeeded by",
    "predecessor organization": "preceded by",
    "successor organization": "succeeded by",
    "today": "territory today in",
    "part of polity": "part of",
    "parent organization": "part of",
    "headquarters": BASED,
    "located in": LOCATED,
    "status": "status",
    "era": "era",
    "government type": "form of government",
    "language": "language",
    "religion": "religion",
    "currency": "currency",
    "legislature": "legislature",
    "party membership": "member of",
    "allegiance": "allegiance",
    "branch": "served in",
    "served in": "served in",
    "profession": "profession",
    "nationality": "nationality",
    "education": "educated at",
    "residence": "resided in",
    "award": "awarded",
    "known for": "known for",
    "cause of death": "cause of death",
    "depositary": "depositary",
    "spouse": "spouse",
    "child": "child",
    "parent": "parent",
    "relative": "relative",
    "founder": "founded by",
    "ideology": "ideology",
    "ally": "allied with",
    "opponent": "opposed to",
}


def infobox_relations(reading: Reading, kind: str) -> Iterator[Statement]:
    """Yield the relations that the infobox states, as facts of `kind`."""
    for field in reading.infobox.statements:
        yield from _field_relations(reading, field, kind)
    for holding in reading.infobox.holdings:
        yield from _neighbours_in_office(reading, holding, kind)
    for item in reading.infobox.items():
        yield from _containing_places(reading, item, kind)
        yield from _present_days(reading, item, kind)
    yield from _existences(reading, kind)
    yield from _burials(reading, kind)


def _field_relations(reading: Reading, field: Field, kind: str) -> Iterator[Statement]:
    label = FIELD_PREDICATES.get(field.role)
    subject = subject_argument(reading, field.field.label_span)
    if label is None or subject is None:
        return
    if not kinds_fit(relation_named(label).subject_kinds, reading.infobox_subject):
        return
    for item in field.items:
        value = _value(reading, item, label)
        if value.reference == subject.reference:
            continue
        years = _years_of_service(reading, field) if field.role == "branch" else ()
        start, end = _bounds(item.periods or years)
        doubts = [item.doubt] if item.doubt else []
        if len(item.periods) > 1:
            doubts.append("two dates")
        whole = field.field.span if len(field.items) == 1 else field.field.label_span.cover(item.span)
        yield Statement(
            kind, subject, label, value, start=start, end=end, spans=(whole,), doubts=tuple(doubts)
        )


def _years_of_service(reading: Reading, branch: Field) -> tuple[Period, ...]:
    """The one stretch of years that `Serviceyears` gives, where `Branch` names one service."""
    told = [o for o in reading.infobox.occurrences if o.role == "service"]
    dates = [d for o in told for d in o.dates]
    if len(branch.items) != 1 or len(dates) != 1 or dates[0].labels or dates[0].notes or dates[0].doubt:
        return ()
    return (dates[0].period,)


def _burials(reading: Reading, kind: str) -> Iterator[Statement]:
    """`Resting Place: Linden Cemetery`."""
    about = reading.infobox_subject
    if about is None or about.kind is not EntityKind.PERSON:
        return
    for told in (o for o in reading.infobox.occurrences if o.role == "burial"):
        for item in told.places[:1]:
            subject = subject_argument(reading, item.field.label_span)
            place = argument_at(reading, item.name, *PLACES) or literal_argument(reading, item.name)
            if subject is not None:
                doubts = (item.doubt,) if item.doubt else ()
                yield Statement(kind, subject, "buried in", place, spans=(item.field.span,), doubts=doubts)


def _value(reading: Reading, item: Item, label: str) -> Argument:
    """The value of a field: the linked article that the source names, where it names one, else the entity,
    else the words."""
    if item.alias is not None:
        return literal_argument(reading, item.alias)
    kinds = [EntityKind(k) for k in relation_named(label).object_kinds if k != ANY]
    return argument_at(reading, item.name, *kinds) or literal_argument(reading, item.name)


def _bounds(periods: tuple[Period, ...]) -> tuple[PartialDate | None, PartialDate | None]:
    if len(periods) != 1:
        return None, None
    period = periods[0]
    return period.start, period.end or (period.start if period.is_point else None)


def _neighbours_in_office(reading: Reading, holding: OfficeHolding, kind: str) -> Iterator[Statement]:
    """Who held the office before and after the person that the article is about."""
    person = reading.infobox_subject
    if holding.holder is not None or person is None or person.kind is not EntityKind.PERSON:
        return
    for is_later, items in ((False, holding.predecessors), (True, holding.successors)):
        for item in items if len(items) == 1 else ():
            subject = subject_argument(reading, item.field.label_span)
            other = argument_at(reading, item.name, EntityKind.PERSON)
            if subject is None or other is None or subject.reference == other.reference:
                continue
            is_awaited = any(reading.quote(n.span).lower() in AWAITED for n in item.notes)
            yield Statement(
                kind,
                subject,
                "succeeded by" if is_later else "succeeded",
                other,
                spans=(item.field.label_span.cover(item.name),),
                doubts=(item.doubt,) if item.doubt else ("not held now",) if is_awaited else (),
            )


def _containing_places(reading: Reading, item: Item, kind: str) -> Iterator[Statement]:
    """`Halvey, Velmora`: the first lies in the second."""
    for inner, outer in pairwise((item.name, *item.containing)):
        subject, place = argument_at(reading, inner, *PLACES), argument_at(reading, outer, *PLACES)
        if subject is not None and place is not None and subject.reference != place.reference:
            doubts = (item.doubt,) if item.doubt else ()
            yield Statement(kind, subject, LOCATED, place, doubts=doubts)


def _present_days(reading: Reading, item: Item, kind: str) -> Iterator[Statement]:
    """`Halvey (present-day Drovia)`."""
    for note in item.notes:
        if note.kind is not NoteKind.PRESENT_DAY or note.name is None:
            continue
        subject = argument_at(reading, item.name, *PLACES)
        state = argument_at(reading, note.name, *PLACES) or literal_argument(reading, note.name)
        if subject is not None and subject.reference != state.reference:
            doubts = (item.doubt,) if item.doubt else ()
            yield Statement(kind, subject, TODAY, state, doubts=doubts)


def _existences(reading: Reading, kind: str) -> Iterator[Statement]:
    """The first and the last day of a state by its infobox."""
    about = reading.infobox_subject
    bounds = {e.role: e for e in reading.infobox.events if e.role in ("start", "end") and e.doubt is None}
    dated = [e for e in bounds.values() if e.period is not None and e.period.start is not None]
    if about is None or about.kind not in STATES or not dated:
        return
    days = {e.role: e.period.start for e in dated if e.period is not None}
    fields = [f for e in dated for f in e.fields if f.key.startswith(("Date", "Year"))]
    subject = subject_argument(reading, fields[0].label_span) if fields else None
    if subject is None:
        return
    spans = tuple(f.span for f in fields)
    yield Statement(kind, subject, EXISTED, start=days.get("start"), end=days.get("end"), spans=spans)

"""A Reading in, the offices and ranks that its infobox says somebody held out.

Three sources, of one shape: an office with its holder and period, an office that is named beside it
(`Vicepresident: Osk Feld`), and the ranks of the person that the infobox is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    entity_argument,
    literal_argument,
    normalized_argument,
    subject_argument,
)
from pipeline.grammar.titles import title_with_state
from pipeline.mentions.infobox import OfficeHolding
from pipeline.mentions.infobox_values import Item, NoteKind, Period
from pipeline.model.date import PartialDate
from pipeline.model.entity import EntityKind
from pipeline.model.span import Span

# Offices that an infobox lists beside the one that it is about.
ASSOCIATED_OFFICES = frozenset(
    {"president", "vice president", "prime minister", "deputy", "monarch", "governor", "chancellor", "regent"}
)
RANK_ROLES = ("rank", "title held")


@dataclass(frozen=True, slots=True)
class _Term:
    """What an infobox says of one holder: the office, with its periods."""

    person: Argument | None
    title: Argument
    office: Argument
    polity: Argument | None
    cells: tuple[tuple[str, Argument], ...]
    periods: tuple[tuple[Period | None, tuple[Span, ...]], ...]
    """Each with the fields that state it."""
    doubts: tuple[str, ...]


def infobox_tenures(reading: Reading, kind: str, predicate: str) -> Iterator[Statement]:
    """Yield who held which office or rank by the infobox, as facts of `kind` with `predicate`."""
    for holding in reading.infobox.holdings:
        for term in (*_held(reading, holding), *_associated(reading, holding)):
            yield from _statements(term, kind, predicate)
    for term in _ranks(reading):
        yield from _statements(term, kind, predicate)


def _statements(term: _Term, kind: str, predicate: str) -> Iterator[Statement]:
    if term.person is None:
        return
    cells = [("title", term.title), *([("polity", term.polity)] if term.polity else []), *term.cells]
    for period, spans in term.periods:
        start, end = _bounds(period)
        yield Statement(
            kind,
            term.person,
            predicate,
            term.office,
            start=start,
            end=end,
            cells=tuple(cells),
            spans=spans,
            doubts=term.doubts,
        )


def _held(reading: Reading, holding: OfficeHolding) -> Iterator[_Term]:
    if holding.title is None:
        return
    title = literal_argument(reading, holding.title.span)
    polity = _polity_of(reading, holding)
    office = argument_at(reading, holding.title.span, EntityKind.OFFICE) or title
    if polity is None and not holding.title.domains and _is_about(reading, EntityKind.POLITY):
        # "Title Leader: Regent" in the infobox of a state: the regent of that state.
        polity = subject_argument(reading, holding.title.field.label_span)
        office = title_with_state(title, polity)
    cells = list(_notes(holding))
    for column, items in (("predecessor", holding.predecessors), ("successor", holding.successors)):
        other = _person_at(reading, items[0]) if len(items) == 1 and items[0].doubt is None else None
        if other is not None:
            cells.append((column, other))
    periods = holding.periods or (None,)
    yield _Term(
        _holder(reading, holding),
        title,
        office,
        polity,
        tuple(cells),
        tuple((period, tuple(_spans(holding, period))) for period in periods),
        (holding.doubt,) if holding.doubt else (),
    )


def _associated(reading: Reading, holding: OfficeHolding) -> Iterator[_Term]:
    """`Vicepresident: Osk Feld` beside the president of Velmora: Feld was vice president of Velmora."""
    is_sure = holding.title is not None and holding.title.doubt is None
    polity = _polity_of(reading, holding) if is_sure else None
    for associate in holding.associates:
        if associate.person.doubt or associate.role not in ASSOCIATED_OFFICES:
            continue
        field = associate.person.field
        title = normalized_argument(associate.role, field.label_span, "office_of_label")
        whole = field.label_span.cover(associate.person.span)
        yield _Term(
            _person_at(reading, associate.person),
            title,
            title_with_state(title, polity),
            polity,
            (),
            tuple((period, (whole,)) for period in associate.person.periods or (None,)),
            (),
        )


def _ranks(reading: Reading) -> Iterator[_Term]:
    """`Rank: Brigadier General` of the person that the infobox is about."""
    if not _is_about(reading, EntityKind.PERSON):
        return
    for role in RANK_ROLES:
        for field in reading.infobox.statement(role):
            for rank in field.titles:
                title = literal_argument(reading, rank.span)
                whole = field.field.label_span.cover(rank.span)
                person = subject_argument(reading, field.field.label_span)
                doubts = (rank.doubt,) if rank.doubt else ()
                periods = tuple(n.period for n in rank.notes if n.kind is NoteKind.PERIOD and n.period)
                spans = tuple((period, (field.field.span,)) for period in periods)
                yield _Term(person, title, title, None, (), spans or ((None, (whole,)),), doubts)


def _polity_of(reading: Reading, holding: OfficeHolding) -> Argument | None:
    domains = holding.title.domains if holding.title is not None else ()
    return next((a for d in domains if (a := _polity_at(reading, d))), None)


def _holder(reading: Reading, holding: OfficeHolding) -> Argument | None:
    if holding.holder is not None:
        return _person_at(reading, holding.holder)
    if not _is_about(reading, EntityKind.PERSON):
        return None
    return subject_argument(reading, holding.fields[0].label_span)


def _is_about(reading: Reading, kind: EntityKind) -> bool:
    return reading.infobox_subject is not None and reading.infobox_subject.kind is kind


def _person_at(reading: Reading, item: Item) -> Argument | None:
    return argument_at(reading, item.name, EntityKind.PERSON)


def _polity_at(reading: Reading, span: Span) -> Argument | None:
    found = argument_at(reading, span, EntityKind.POLITY)
    entity = reading.entity_named(reading.quote(span), EntityKind.POLITY) if found is None else None
    return found if entity is None else entity_argument(reading, entity, span, "full name")


def _notes(holding: OfficeHolding) -> Iterator[tuple[str, Argument]]:
    notes = holding.holder.notes if holding.holder is not None else ()
    capacity = next((n for n in notes if n.kind is NoteKind.CAPACITY and n.word), None)
    if capacity is not None and capacity.word is not None:
        yield "capacity", normalized_argument(capacity.word, capacity.span, "capacity_of_note")


def _bounds(period: Period | None) -> tuple[PartialDate | None, PartialDate | None]:
    if period is None:
        return None, None
    # A single year in an infobox is all of the tenure that the source gives: its start and its end.
    return (period.start, period.start) if period.is_point else (period.start, period.end)


def _spans(holding: OfficeHolding, period: Period | None) -> Iterator[Span]:
    """The fields that state the tenure: who, else what; and when. Each is a line of its own."""
    named = [holding.holder.field] if holding.holder is not None else []
    if not named and holding.title is not None:
        named = [holding.title.field]
    dated = [f for f in holding.fields if period and any(f.span.contains(s) for s in period.spans)]
    yield from dict.fromkeys(f.span for f in (*named, *dated))

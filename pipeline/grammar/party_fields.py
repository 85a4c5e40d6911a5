"""The infobox in, who took part in its event or agreement, in which role and on which side, out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.grammar.events import infobox_event
from pipeline.grammar.participants import KIND, OWNERS, PARTICIPANTS, entity_of
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    entity_argument,
    normalized_argument,
    subject_argument,
)
from pipeline.lexicon.acts import act_nouns
from pipeline.lexicon.events import event_words
from pipeline.mentions.infobox import Side
from pipeline.mentions.infobox import Statement as FieldStatement
from pipeline.mentions.infobox_values import Item
from pipeline.model.date import PartialDate
from pipeline.model.entity import Entity, EntityKind, MentionForm
from pipeline.model.span import Span

_AGREEMENTS = (EntityKind.AGREEMENT,)
# What infobox fields of an agreement list, and in which role.
_LISTED = {
    "signatory": "signatory",
    "contracting party": "signatory",
    "mediator": "mediator",
    "negotiator": "negotiator",
}
# "Decisive Drovian victory": at most one adjective on each side of the people, which must leave it a victory.
_RESULT = re.compile(
    r"(?:(?P<first>\w[\w-]*) )?(?P<people>[A-Z][\w-]+)(?: (?P<second>[a-z-]+))? (?P<act>[Vv]ictory|[Dd]efeat)"
)


def field_parties(reading: Reading) -> Iterator[Statement]:
    """Yield who the infobox says took part: the members of its sides, the battles, parties and signatories
    that it lists, and the victor or defeated that its result names."""
    for side in reading.infobox.sides:
        yield from _side_members(reading, side)
    for statement in reading.infobox.statements:
        yield from _listed(reading, statement)
    for statement in reading.infobox.statement("result"):
        yield from _winners(reading, statement)


def _side_members(reading: Reading, side: Side) -> Iterator[Statement]:
    for role, items in (
        ("belligerent", side.belligerents),
        ("commander", side.commanders),
        ("belligerent", side.units),
    ):
        for item in items:
            label = item.field.label_span
            event, member = infobox_event(reading, label), _member(reading, item)
            if event is None or member is None:
                continue
            cells = (
                ()
                if side.index is None
                else (("side", normalized_argument(str(side.index), label, "side_of_label")),)
            )
            stated = item.role(role) if role == "belligerent" else role
            yield _state_item(reading, item, member, stated, event, cells)


def _member(reading: Reading, item: Item) -> Argument | None:
    found = argument_at(reading, item.name, *PARTICIPANTS, EntityKind.PLACE)
    return found if found is not None and found.span == item.name else None


def _listed(reading: Reading, statement: FieldStatement) -> Iterator[Statement]:
    """`Battles` of a person, `Signatories` of a treaty."""
    subject = subject_argument(reading, statement.field.label_span)
    if reading.infobox_subject is None or subject is None:
        return
    for item in statement.items:
        if statement.role == "battle" and reading.infobox_subject.kind in PARTICIPANTS:
            event = argument_at(reading, item.name, EntityKind.EVENT)
            if event is not None:
                yield _state_item(reading, item, subject, "participant", event, ())
        elif statement.role in _LISTED and reading.infobox_subject.kind in _AGREEMENTS:
            member = _member(reading, item)
            if member is not None:
                yield _state_item(reading, item, member, _LISTED[statement.role], subject, ())


def _winners(reading: Reading, statement: FieldStatement) -> Iterator[Statement]:
    """`Result: Decisive Drovian victory`: whose victory or defeat it was, where the rest of the text knows
    the people."""
    for item in statement.items:
        found = _RESULT.fullmatch(reading.quote(item.name))
        event = infobox_event(reading, statement.field.label_span)
        owner = _polity_of_demonym(reading, found["people"]) if found else None
        if found is None or event is None or owner is None:
            continue
        if not {w.lower() for w in (found["first"], found["second"]) if w} <= event_words().whole:
            continue
        start = item.name.start + found.start("people")
        member = entity_argument(reading, owner, Span(start, start + len(found["people"])), "demonym")
        role = act_nouns()[found["act"].lower()].roles["holder"]
        yield _state_item(reading, item, member, role, event, ())


def _polity_of_demonym(reading: Reading, word: str) -> Entity | None:
    """The one state that the text calls by a demonym."""
    ids = {m.entity_id for m in reading.mentions if m.form is MentionForm.DEMONYM and m.text == word}
    entity = reading.entities.get(next(iter(ids)) or "") if len(ids) == 1 else None
    return entity if entity is not None and entity.kind in OWNERS else None


def _state_item(
    reading: Reading,
    item: Item,
    member: Argument,
    role: str,
    event: Argument,
    cells: tuple[tuple[str, Argument], ...],
) -> Statement:
    periods = item.periods
    start, end = (periods[0].start, periods[0].end) if len(periods) == 1 else (None, None)
    doubts = (*((item.doubt,) if item.doubt else ()), *(("several dates",) if len(periods) > 1 else ()))
    return Statement(
        KIND,
        member,
        role,
        event,
        about=entity_of(reading, event),
        start=start,
        end=end,
        cells=cells,
        spans=(_item_span(item, start, end),),
        doubts=doubts,
    )


def _item_span(item: Item, *dates: PartialDate | None) -> Span:
    """From the label of the field to the item, with its dates: the label says in which role it stands."""
    span = item.field.label_span.cover(item.name)
    for date in dates:
        if date is not None:
            span = span.cover(date.span)
    return span

"""Two arguments and the label of a relation in, whether they fit it out, by the closed list of predicates."""

from __future__ import annotations

import re

from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, argument_at
from pipeline.lexicon.predicates import ANY, Predicate, predicates
from pipeline.lexicon.words import name_words
from pipeline.model.entity import Entity, EntityKind
from pipeline.model.span import Span

KIND = "relations"
_BRACKETS = re.compile(r" \((?:the )?(?P<name>[^()]+)\)")


def relation_named(label: str) -> Predicate:
    """Return the relation of that label. Raises StopIteration where the list has none."""
    return next(p for p in predicates() if p.kind == KIND and p.predicate == label)


def kinds_fit(kinds: tuple[str, ...], entity: Entity | None) -> bool:
    """Say whether an entity, None for one that nobody knows, is of one of `kinds`."""
    return ANY in kinds or (entity is not None and entity.kind.value in kinds)


def entity_of(reading: Reading, argument: Argument) -> Entity | None:
    """Return the entity of an argument; None for words."""
    return reading.entities.get(argument.reference.entity_id or "")


def pair_fits(reading: Reading, label: str, subject: Argument, other: Argument) -> bool:
    """Say whether both ends are of kinds between which the relation holds, and not one and the same."""
    predicate = relation_named(label)
    first, second = entity_of(reading, subject), entity_of(reading, other)
    if subject.reference == other.reference or not kinds_fit(predicate.subject_kinds, first):
        return False
    if label == "succeeded" and (first is None or second is None or first.kind is not second.kind):
        # A state takes the place of a state, a government of a government.
        return False
    if label == "borders" and _is_part_of_the_world(other):
        # "a state in Southern Europe, bordered by Drovia": it is the state that is.
        return False
    return not predicate.object_kinds or kinds_fit(predicate.object_kinds, second)


def in_brackets_after(reading: Reading, argument: Argument, *kinds: EntityKind) -> Argument | None:
    """Return what of `kinds` is named alone in brackets directly behind an argument: a part of the one is a
    part of both in `part of Drovia (Kingdom of Pell)`. None where nothing is."""
    found = _BRACKETS.match(reading.document.text, argument.span.end)
    if found is None:
        return None
    inside = Span(*found.span("name"))
    named = argument_at(reading, inside, *kinds)
    is_whole = named is not None and named.span == inside and named.reference != argument.reference
    return named if is_whole else None


def _is_part_of_the_world(argument: Argument) -> bool:
    """Whether a name is that of a continent or of a region of one."""
    known = name_words().continents
    name = argument.reference.text
    return name in known or name.rpartition(" ")[2] in known

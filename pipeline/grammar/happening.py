"""What a text tells befell somebody or something: before its event is filed, and after."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.grammar.statement import Argument
from pipeline.lexicon.happenings import HappeningSort, happening_sorts
from pipeline.lexicon.words import nouns
from pipeline.model.date import PartialDate
from pipeline.model.entity import Entity, EntityKind
from pipeline.model.fact import Certainty
from pipeline.model.span import Span


@dataclass(frozen=True, slots=True)
class Happening:
    """One place where a text tells that something befell somebody or something."""

    event: Argument
    sort: Argument | None
    """None for an event that an infobox names and that says of no sort."""
    who: Argument
    role: str
    start: PartialDate | None
    end: PartialDate | None
    date_spans: tuple[Span, ...]
    """Whole-fact spans of the date; empty where none is stated."""
    places: tuple[Argument, ...]
    span: Span
    """The stretch that states it, without date and place."""
    certainty: Certainty
    doubts: tuple[str, ...]
    agents: tuple[Argument, ...] = ()
    """Who did it, where the text tells and the sort has a part for it: founders, judges."""
    agent_role: str = "founder"


@dataclass(frozen=True, slots=True)
class Told:
    """A happening before its event is filed."""

    sort: HappeningSort
    who: Argument
    """A literal value for what has no name: `serfdom`."""
    words: Span
    """What says the sort of event."""
    span: Span
    start: PartialDate | None = None
    end: PartialDate | None = None
    date_spans: tuple[Span, ...] = ()
    places: tuple[Argument, ...] = ()
    certainty: Certainty = Certainty.ASSERTED
    doubts: tuple[str, ...] = ()
    agents: tuple[Argument, ...] = ()
    event: Entity | None = None
    """Where the text has a name or description of it already."""
    behind: str | None = None
    """What belongs to its name: `to death`."""


def sort_named(name: str) -> HappeningSort:
    """Return the sort of that name. Raises StopIteration for one that the word list does not hold."""
    return next(s for s in happening_sorts() if s.sort == name)


def says_state(name: str) -> bool:
    """Say whether a name says of what it names that it is a state: `Republic of Pell`, not `Pell`."""
    words = name.lower().split()
    return any((head := nouns().heads.get(w)) is not None and head.kind is EntityKind.POLITY for w in words)

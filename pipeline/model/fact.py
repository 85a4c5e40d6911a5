"""What a text states, as typed rows, and what was nearly one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pipeline.model.date import PartialDate
from pipeline.model.evidence import Evidence
from pipeline.model.span import Span


class Certainty(Enum):
    """How the text puts the fact's own predicate."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    PLANNED = "planned"
    COUNTERFACTUAL = "counterfactual"


@dataclass(frozen=True, slots=True)
class Reference:
    """A subject, object, place or cell of a fact: an entity, or a literal value."""

    text: str
    """The entity's name, or the value itself; never half a sentence."""
    entity_id: str | None
    """None for a literal value."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of the typed table beyond the spine that all facts share."""

    column: str
    """The column that holds `value.text`; `<column>_id`, where the table has it, holds `value.entity_id`."""
    value: Reference


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of the text. Its columns are described in `schemas/facts.json`."""

    kind: str
    """The typed table that it belongs to."""
    document_id: str
    about_id: str | None
    """The event or agreement that the row belongs to; None where there is none."""
    subject: Reference
    predicate: str
    """A label of the table `predicates` for this kind; always positive."""
    object: Reference | None
    start: PartialDate | None
    end: PartialDate | None
    place: Reference | None
    negated: bool
    certainty: Certainty
    qualifier: str | None
    """Words that weaken or narrow the fact, as written (`nominally`); None where there are none."""
    cells: tuple[Cell, ...]
    evidence: tuple[Evidence, ...]
    """At least one with `field` None, the span of the whole fact. Other fields are `subject`,
    `object`, `place`, `start`, `end`, or the column of a cell; tables give them their column names."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact that failed a gate: for review, not published."""

    fact: Fact
    gate: str
    """The name of the gate that it failed."""


@dataclass(frozen=True, slots=True)
class UnreadTrigger:
    """A word that states facts of some kind, in a clause that no rule could read."""

    span: Span
    kind: str

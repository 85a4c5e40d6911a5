"""Facts of one document that cannot all be true, or that strain each other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pipeline.model.fact import Fact


class Strength(Enum):
    """How far the sides of a conflict exclude each other."""

    HARD = "hard"
    """They cannot all be true."""
    TENSION = "tension"
    """They can, but somebody has to say how."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A finding of one rule."""

    rule: str
    """The name of the rule: `one date`, `one holder` ..."""
    strength: Strength
    about_id: str | None
    """The entity that the facts disagree about; None where it is no entity."""
    description: str
    """A sentence that says what disagrees, made by the rule."""
    sides: tuple[tuple[Fact, ...], ...]
    """Two or more, in the order of the text; the facts of one side agree with each other."""

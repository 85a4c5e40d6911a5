"""Where in a text a fact, or one cell of it, was read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pipeline.model.span import Span


class Basis(Enum):
    """How a cell follows from its quote."""

    LITERAL = "literal"
    """The cell equals the quote."""
    NORMALIZED = "normalized"
    """The cell is what the function named by `rule` makes of the quote."""
    INFERRED = "inferred"
    """The cell follows from the quote by the rule named by `rule`."""
    CURATED = "curated"
    """A person decided it in `raw/curation.csv`."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One span that attests a fact (`field` None) or a cell of it."""

    field: str | None
    span: Span
    basis: Basis
    rule: str | None
    """The name of the function or rule; None where the basis is literal."""

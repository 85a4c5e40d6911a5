"""Facts as they were read in, one fact a statement out, with the evidence of every place that states it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model.evidence import Evidence
from pipeline.model.fact import Cell, Fact
from pipeline.reconciliation.identity import fact_id


def join_restatements(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Return the facts in the order of the text, those of one fact id joined.

    The first statement in the text gives the columns that the id does not cover; a later one adds the
    cells that the first leaves empty, and all of its evidence.
    """
    joined: dict[str, Fact] = {}
    for fact in sorted(facts, key=_first_place):
        key = fact_id(fact)
        joined[key] = _join(joined[key], fact) if key in joined else fact
    return tuple(joined.values())


def _first_place(fact: Fact) -> tuple[int, int, str, str]:
    first = min(e.span for e in fact.evidence if e.field is None)
    return first.start, first.end, fact.kind, fact.predicate


def _join(first: Fact, later: Fact) -> Fact:
    known = {c.column for c in first.cells}
    cells = [c for c in later.cells if c.column not in known]
    return replace(first, cells=(*first.cells, *cells), evidence=_merge(first, later, cells))


def _merge(first: Fact, later: Fact, cells: Sequence[Cell]) -> tuple[Evidence, ...]:
    taken = {c.column for c in cells}
    same = {c.column for c in first.cells if c in later.cells}
    spine = {None, "subject", "object", "place"}
    # A date of the same EDTF may be written otherwise; its text column keeps the words of the first.
    kept = [e for e in later.evidence if e.field in spine or e.field in taken or e.field in same]
    kept = [e for e in kept if e not in first.evidence]
    return (*first.evidence, *kept)

"""Conflicts in, the rows of `conflicts` and `conflict_members` out."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.conflict import Conflict
from pipeline.model.extraction import Extraction
from pipeline.reconciliation.identity import fact_id, hash_parts
from pipeline.tables.table import Row


def conflict_rows(extraction: Extraction) -> Iterator[Row]:
    """Yield the rows of `conflicts`, in the order of the text."""
    names = {entity.entity_id: entity.name for entity in extraction.entities}
    for conflict in _once(extraction):
        yield (
            _conflict_id(conflict),
            extraction.document.document_id,
            conflict.rule,
            conflict.strength.value,
            conflict.about_id,
            names[conflict.about_id] if conflict.about_id is not None else None,
            conflict.description,
        )


def member_rows(extraction: Extraction) -> Iterator[Row]:
    """Yield the rows of `conflict_members`, side by side."""
    for conflict in _once(extraction):
        for number, facts in enumerate(conflict.sides, 1):
            yield from ((_conflict_id(conflict), number, fact_id(fact)) for fact in facts)


def _once(extraction: Extraction) -> list[Conflict]:
    return list({_conflict_id(conflict): conflict for conflict in extraction.conflicts}.values())


def _conflict_id(conflict: Conflict) -> str:
    return hash_parts(conflict.rule, [[fact_id(fact) for fact in side] for side in conflict.sides])

"""A fact in, the two ids that say what it states out; a candidate in, its id for the review list out."""

from __future__ import annotations

import hashlib
import json

from pipeline.model.fact import Candidate, Fact, Reference

ID_LENGTH = 16
"""Hexadecimal digits: 64 bits, so that a collision is not to be expected below a billion facts."""


def hash_parts(*parts: object) -> str:
    """Return 16 hexadecimal digits that stand for `parts`, which JSON must be able to hold."""
    content = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(content.encode("utf-8")).hexdigest()[:ID_LENGTH]


def fact_id(fact: Fact) -> str:
    """Return the id of what the fact states in its document, whatever its offsets and qualifier: an
    edit elsewhere in the text leaves it alone."""
    return hash_parts(fact.document_id, *_parts(fact, cut_ids=False))


def claim_id(fact: Fact) -> str:
    """Return the same without the document, equal in two documents that say the same."""
    return hash_parts(*_parts(fact, cut_ids=True))


def candidate_id(candidate: Candidate) -> str:
    """Return the id of what one gate held back at one place of the text."""
    span = min(e.span for e in candidate.fact.evidence if e.field is None)
    return hash_parts(fact_id(candidate.fact), candidate.gate, span.start, span.end)


def _parts(fact: Fact, *, cut_ids: bool) -> list[object]:
    def cut(entity_id: str | None) -> str | None:
        return entity_id.partition("/")[2] if entity_id is not None and cut_ids else entity_id

    def key(reference: Reference | None) -> str | None:
        if reference is None:
            return None
        return cut(reference.entity_id) if reference.entity_id is not None else reference.text

    return [
        fact.kind,
        cut(fact.about_id),
        key(fact.subject),
        fact.predicate,
        key(fact.object),
        fact.start.edtf if fact.start else None,
        fact.end.edtf if fact.end else None,
        key(fact.place),
        fact.negated,
        fact.certainty.value,
    ]

"""Facts in, the rows of `facts`, of the typed tables and of `evidence` out, as the schemas say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pipeline.errors import SchemaError
from pipeline.model.date import PartialDate
from pipeline.model.document import Document
from pipeline.model.entity import Entity
from pipeline.model.evidence import Basis, Evidence
from pipeline.model.fact import Certainty, Fact, Reference
from pipeline.reconciliation.identity import claim_id, fact_id, hash_parts
from pipeline.tables.schemas import DATE_PARTS, SPINE, Field, Origin, TableSchema
from pipeline.tables.table import Row, Value

WHOLE_FACT = "whole fact"
"""The rule by which the words of a fact attest its predicate."""


@dataclass(frozen=True, slots=True)
class IdentifiedFact:
    """A fact with its ids, and the span that stands for all of it."""

    fact: Fact
    fact_id: str
    claim_id: str
    whole: Evidence
    """The first whole-fact evidence in document order."""
    document: Document

    @property
    def is_plain(self) -> bool:
        """Whether the text states it as so."""
        return self.fact.certainty is Certainty.ASSERTED


def identify_facts(document: Document, facts: Iterable[Fact]) -> list[IdentifiedFact]:
    """Return the facts of one document with their ids, in document order."""
    found = [
        IdentifiedFact(fact, fact_id(fact), claim_id(fact), _first_whole_evidence(fact), document)
        for fact in facts
    ]
    return sorted(found, key=lambda f: (f.whole.span, f.fact.kind, f.fact.predicate, f.fact_id))


def _first_whole_evidence(fact: Fact) -> Evidence:
    whole = [evidence for evidence in fact.evidence if evidence.field is None]
    if not whole:
        raise ValueError(f"a fact without evidence of the whole: {fact.subject.text!r} {fact.predicate!r}")
    return min(whole, key=lambda evidence: evidence.span)


def facts_row(schema: TableSchema, identified: IdentifiedFact) -> Row:
    """Return the row of `facts`."""
    span = identified.whole.span
    own: dict[str, Value] = {
        "kind": identified.fact.kind,
        "char_start": span.start,
        "char_end": span.end,
        "quote": span.of(identified.document.text),
    }
    return tuple(own[c] if c in own else read_part(identified, c) for c in schema.columns)


def fact_table_rows(schema: TableSchema, facts: Iterable[IdentifiedFact]) -> Iterator[Row]:
    """Yield the rows of a table of facts: one for each of its kind that is asserted, and not negated
    unless the table keeps denials."""
    for identified in facts:
        fact = identified.fact
        if fact.kind != schema.name or not identified.is_plain or (fact.negated and not schema.keeps_denials):
            continue
        _check_cells(schema, fact)
        yield tuple(_typed_cell(field, identified) for field in schema.fields)


def _check_cells(schema: TableSchema, fact: Fact) -> None:
    for cell in fact.cells:
        if cell.column not in schema.columns:
            raise SchemaError(
                f"facts of {schema.name} have a cell {cell.column!r}, which {schema.name}.json does not know"
            )


def _typed_cell(field: Field, identified: IdentifiedFact) -> Value:
    origin = field.origins[0] if field.origins else Origin(field.name, (), ())
    value = read_part(identified, origin.part)
    if origin.part == "predicate":
        value = dict(origin.labels).get(str(value), value)
        # A denial is a stance of its own wherever the predicate becomes a label.
        return f"not {value}" if identified.fact.negated else value
    if field.type == "integer" and isinstance(value, str):
        # Cells of facts are words of the text or made of them; a count is a number only here.
        return int(value)
    return value


def read_part(identified: IdentifiedFact, part: str) -> Value:
    """Return a part of the spine that all facts share, or else the cell of that column."""
    fact = identified.fact
    if part in DATE_PARTS:
        end, _, name = part.partition("_")
        date: PartialDate | None = getattr(fact, end)
        return getattr(date, name) if date is not None else None
    if part in SPINE:
        return _SPINE_READERS[part](identified)
    for cell in fact.cells:
        if part == cell.column:
            return cell.value.text or None
        if part == f"{cell.column}_id":
            return cell.value.entity_id
    return None


def _text(reference: Reference | None) -> str | None:
    return (reference.text or None) if reference is not None else None


def _id(reference: Reference | None) -> str | None:
    return reference.entity_id if reference is not None else None


_SPINE_READERS: dict[str, Callable[[IdentifiedFact], Value]] = {
    "fact_id": lambda f: f.fact_id,
    "claim_id": lambda f: f.claim_id,
    "document_id": lambda f: f.fact.document_id,
    "about_id": lambda f: f.fact.about_id,
    "subject": lambda f: _text(f.fact.subject),
    "subject_id": lambda f: _id(f.fact.subject),
    "predicate": lambda f: f.fact.predicate,
    "object": lambda f: _text(f.fact.object),
    "object_id": lambda f: _id(f.fact.object),
    "place": lambda f: _text(f.fact.place),
    "place_id": lambda f: _id(f.fact.place),
    "negated": lambda f: f.fact.negated,
    "certainty": lambda f: f.fact.certainty.value,
    "qualifier": lambda f: f.fact.qualifier,
}


def entity_table_rows(
    schema: TableSchema, facts: Iterable[IdentifiedFact], entities: Iterable[Entity]
) -> Iterator[Row]:
    """Yield the rows of a table of entities: one for each that an asserted fact of this kind describes."""
    by_subject: dict[str, list[IdentifiedFact]] = {}
    for identified in facts:
        subject = identified.fact.subject.entity_id
        if (
            identified.fact.kind == schema.name
            and identified.is_plain
            and not identified.fact.negated
            and subject
        ):
            by_subject.setdefault(subject, []).append(identified)
    for entity in sorted(entities, key=lambda e: (e.span, e.entity_id)):
        if entity.entity_id in by_subject:
            yield _entity_row(schema, entity, by_subject[entity.entity_id])


def _entity_row(schema: TableSchema, entity: Entity, facts: list[IdentifiedFact]) -> Row:
    own: dict[str, Value] = {
        "entity_id": entity.entity_id,
        "document_id": facts[0].fact.document_id,
        "name": entity.name,
    }
    row = {f.name: own[f.name] if f.name in own else _entity_cell(f, facts) for f in schema.fields}
    start, end = row.get("start_earliest"), row.get("end_latest")
    if start is not None and end is not None and start > end:  # type: ignore[operator]
        # Two facts that contradict each other: neither is taken, `facts` holds both.
        row |= dict.fromkeys(DATE_PARTS)
    return tuple(row[column] for column in schema.columns)


def _entity_cell(field: Field, facts: list[IdentifiedFact]) -> Value:
    """The one value that the facts give; None where they give none, or more than one."""
    found: dict[object, Value] = {}
    for origin in field.origins:
        for identified in facts:
            if identified.fact.predicate in origin.predicates:
                key = _part_key(identified.fact, origin.part)
                if key is not None:
                    found.setdefault(key, read_part(identified, origin.part))
    return next(iter(found.values())) if len(found) == 1 else None


def _part_key(fact: Fact, part: str) -> object:
    """What tells two values of a part apart: columns that belong together are filled or left together."""
    if part in DATE_PARTS:
        date: PartialDate | None = getattr(fact, part.partition("_")[0])
        return (date.edtf, date.earliest, date.latest) if date is not None else None
    reference: Reference | None = getattr(fact, part.removesuffix("_id"))
    return (reference.entity_id or reference.text) if reference is not None else None


def evidence_rows(kind: TableSchema, identified: IdentifiedFact) -> list[Row]:
    """Return the rows of `evidence` for one fact, the whole first. `kind` is its typed table, whose
    columns the evidence is for."""
    fact, text = identified.fact, identified.document.text
    pieces = list(fact.evidence)
    if not any(evidence.field == "predicate" for evidence in pieces):
        # Where no word is named for the predicate, what states the fact states its predicate.
        pieces += _attest_predicate(kind, fact)
    found: dict[str, Row] = {}
    for evidence in pieces:
        field = kind.evidence_column(evidence.field, fact.predicate) if evidence.field is not None else None
        place = (evidence.span.start, evidence.span.end)
        parts = (identified.fact_id, field, fact.document_id, *place, evidence.basis.value, evidence.rule)
        evidence_id = hash_parts(*parts)
        quote = evidence.span.of(text)
        own = (
            evidence_id,
            identified.fact_id,
            field,
            fact.document_id,
            *place,
            quote,
            evidence.basis.value,
            evidence.rule,
        )
        found[evidence_id] = own
    return sorted(found.values(), key=lambda row: (str(row[2] or ""), *row[4:6], row[0]))


def _attest_predicate(kind: TableSchema, fact: Fact) -> list[Evidence]:
    column = kind.evidence_column("predicate", fact.predicate)
    if not any(field.name == column and field.attested for field in kind.fields):
        return []
    return [
        Evidence(
            "predicate",
            e.span,
            Basis.NORMALIZED if e.basis is Basis.LITERAL else e.basis,
            e.rule or WHOLE_FACT,
        )
        for e in fact.evidence
        if e.field is None
    ]

"""Extractions in, all tables out, sorted as they are published: documents by id, then by position."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.errors import SchemaError
from pipeline.lexicon.predicates import Predicate
from pipeline.model.document import BlockKind
from pipeline.model.extraction import Extraction
from pipeline.model.fact import Candidate
from pipeline.reconciliation.identity import candidate_id
from pipeline.tables.conflict_rows import conflict_rows, member_rows
from pipeline.tables.fact_rows import (
    IdentifiedFact,
    entity_table_rows,
    evidence_rows,
    fact_table_rows,
    facts_row,
    identify_facts,
)
from pipeline.tables.schemas import RowKind, TableSchema
from pipeline.tables.table import ReviewRow, Row, Table, Tables
from pipeline.tables.text_rows import (
    Units,
    coverage_rows,
    date_rows,
    document_row,
    entity_rows,
    infobox_field_rows,
    mention_rows,
    name_rows,
    predicate_row,
    section_rows,
    sentence_rows,
)

INFOBOX = "Infobox"


def make_tables(
    extractions: Iterable[Extraction], predicates: Sequence[Predicate], schemas: Sequence[TableSchema]
) -> Tables:
    """Return all tables of a package.

    Raises SchemaError where a fact is of a kind without a schema, or has a cell that its schema does
    not know.
    """
    by_name = {schema.name: schema for schema in schemas}
    rows: dict[str, list[Row]] = {name: [] for name in by_name}
    rows["predicates"] = [predicate_row(p) for p in sorted(predicates, key=lambda p: (p.kind, p.predicate))]
    review: list[ReviewRow] = []
    for extraction in sorted(extractions, key=lambda e: e.document.document_id):
        facts = identify_facts(extraction.document, extraction.facts)
        _add_text_rows(rows, extraction, facts)
        _add_fact_rows(rows, by_name, extraction, facts)
        rows["conflicts"] += conflict_rows(extraction)
        rows["conflict_members"] += member_rows(extraction)
        review += _review_rows(extraction)
    return Tables(tuple(Table(schema, tuple(rows[schema.name])) for schema in schemas), tuple(review))


def _add_text_rows(
    rows: dict[str, list[Row]], extraction: Extraction, facts: Sequence[IdentifiedFact]
) -> None:
    document, units = extraction.document, Units(extraction)
    rows["documents"].append(document_row(document))
    rows["sections"] += section_rows(document)
    rows["sentences"] += sentence_rows(extraction)
    rows["infobox_fields"] += infobox_field_rows(document)
    rows["entities"] += entity_rows(extraction)
    rows["mentions"] += mention_rows(extraction, units)
    rows["names"] += name_rows(extraction, facts)
    rows["dates"] += date_rows(extraction, units)
    rows["coverage"] += coverage_rows(extraction, units, facts)


def _add_fact_rows(
    rows: dict[str, list[Row]],
    schemas: dict[str, TableSchema],
    extraction: Extraction,
    facts: Sequence[IdentifiedFact],
) -> None:
    for identified in facts:
        kind = schemas.get(identified.fact.kind)
        if kind is None:
            raise SchemaError(
                f"facts of the kind {identified.fact.kind!r} have no schemas/{identified.fact.kind}.json"
            )
        rows["facts"].append(facts_row(schemas["facts"], identified))
        rows["evidence"] += evidence_rows(kind, identified)
    for schema in schemas.values():
        if schema.row is RowKind.FACT:
            rows[schema.name] += fact_table_rows(schema, facts)
        elif schema.row is RowKind.ENTITY:
            rows[schema.name] += entity_table_rows(schema, facts, extraction.entities)


def _review_rows(extraction: Extraction) -> list[ReviewRow]:
    """The candidates of one document, one row for each thing that one gate held back at one place."""
    found: dict[str, ReviewRow] = {}
    units = Units(extraction)
    for candidate in extraction.candidates:
        row = _review_row(extraction, units, candidate)
        found.setdefault(row.candidate_id, row)
    return sorted(found.values(), key=lambda r: (r.char_start, r.char_end, r.kind, r.gate, r.candidate_id))


def _review_row(extraction: Extraction, units: Units, candidate: Candidate) -> ReviewRow:
    document = extraction.document
    [identified] = identify_facts(document, [candidate.fact])
    fact, span = candidate.fact, identified.whole.span
    block = next(b for b in document.blocks if b.span.start <= span.start < b.span.end)
    # A heading is no unit.
    passage = next((units.units[i].span for i in units.overlapping(span)), block.content)
    return ReviewRow(
        candidate_id=candidate_id(candidate),
        gate=candidate.gate,
        kind=fact.kind,
        subject=fact.subject.text,
        predicate=fact.predicate,
        object=fact.object.text if fact.object else None,
        start_edtf=fact.start.edtf if fact.start else None,
        end_edtf=fact.end.edtf if fact.end else None,
        place=fact.place.text if fact.place else None,
        negated=fact.negated,
        certainty=fact.certainty.value,
        document_id=fact.document_id,
        char_start=span.start,
        char_end=span.end,
        quote=span.of(document.text),
        section=INFOBOX if block.kind is BlockKind.FIELD else document.section(block.section_id).heading,
        passage=passage.of(document.text),
    )

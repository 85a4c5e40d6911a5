"""A read document in, the rows of all tables that are not about facts out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.lexicon.predicates import Predicate
from pipeline.model.document import Document
from pipeline.model.entity import Mention
from pipeline.model.extraction import Extraction
from pipeline.model.span import Span
from pipeline.tables.fact_rows import IdentifiedFact
from pipeline.tables.table import Row

JOINT = ";"
"""Between the values of a cell that holds several."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence or an infobox field: what `coverage` accounts for."""

    unit_id: str
    is_sentence: bool
    span: Span


class Units:
    """The units of one document, found by offset."""

    def __init__(self, extraction: Extraction) -> None:
        fields = [Unit(field.field_id, False, field.span) for field in extraction.document.fields]
        sentences = [Unit(sentence.sentence_id, True, sentence.span) for sentence in extraction.sentences]
        self.units = sorted([*fields, *sentences], key=lambda unit: unit.span)
        self._starts = [unit.span.start for unit in self.units]

    def overlapping(self, span: Span) -> list[int]:
        """Return the positions of the units that share a character with `span`; they never overlap
        each other."""
        first = max(bisect_right(self._starts, span.start) - 1, 0)
        last = bisect_right(self._starts, max(span.end - 1, span.start))
        return [i for i in range(first, last) if self.units[i].span.overlaps(span)]

    def holding(self, span: Span) -> tuple[str | None, str | None]:
        """Return the ids of the sentence and of the field that hold the whole of `span`: one of them
        or neither."""
        for i in self.overlapping(span):
            unit = self.units[i]
            if unit.span.contains(span):
                return (unit.unit_id, None) if unit.is_sentence else (None, unit.unit_id)
        return (None, None)


def document_row(document: Document) -> Row:
    """Return the row of `documents`."""
    source = document.source
    origin = (source.document_id, source.title, source.url, source.revision)
    return (*origin, source.licence, source.attribution, source.sha256, len(document.text))


def section_rows(document: Document) -> Iterator[Row]:
    """Yield the rows of `sections`."""
    for section in document.sections:
        head = (section.section_id, document.document_id, section.number, section.level)
        span = section.heading_span
        yield (*head, section.heading, section.parent_id, span.start, span.end)


def sentence_rows(extraction: Extraction) -> Iterator[Row]:
    """Yield the rows of `sentences`."""
    document = extraction.document
    for sentence in extraction.sentences:
        head = (
            sentence.sentence_id,
            document.document_id,
            sentence.section_id,
            sentence.number,
            sentence.is_bullet,
        )
        yield (*head, sentence.span.of(document.text), sentence.span.start, sentence.span.end)


def infobox_field_rows(document: Document) -> Iterator[Row]:
    """Yield the rows of `infobox_fields`."""
    for field in document.fields:
        head = (field.field_id, document.document_id, field.number, field.label, field.key, field.index)
        yield (*head, field.value or None, field.span.start, field.span.end)


def entity_rows(extraction: Extraction) -> Iterator[Row]:
    """Yield the rows of `entities`."""
    document = extraction.document
    for entity in sorted(extraction.entities, key=lambda e: (e.span, e.entity_id)):
        head = (entity.entity_id, document.document_id, entity.kind.value, entity.name, entity.place_type)
        yield (*head, entity.span.of(document.text), entity.span.start, entity.span.end)


def mention_rows(extraction: Extraction, units: Units) -> Iterator[Row]:
    """Yield the rows of `mentions`."""
    document_id = extraction.document.document_id

    def key(mention: Mention) -> tuple[Span, str]:
        return (mention.span, mention.entity_id or "")

    for number, mention in enumerate(sorted(extraction.mentions, key=key), 1):
        head = (f"{document_id}/m{number}", document_id, mention.entity_id, mention.text, mention.form.value)
        candidates = JOINT.join(mention.candidates) or None
        tail = (mention.resolution, candidates, *units.holding(mention.span))
        yield (*head, *tail, mention.span.start, mention.span.end)


def name_rows(extraction: Extraction, facts: Sequence[IdentifiedFact]) -> Iterator[Row]:
    """Yield the rows of `names`, each with the fact that states the name where one does."""
    document_id = extraction.document.document_id
    stated: dict[tuple[str | None, str], str] = {}
    for identified in facts:
        fact = identified.fact
        if fact.kind == "names" and identified.is_plain and not fact.negated and fact.object is not None:
            stated.setdefault((fact.subject.entity_id, fact.object.text), identified.fact_id)
    names = sorted(extraction.names, key=lambda n: (n.span, n.entity_id, n.name_type.value))
    for number, name in enumerate(names, 1):
        head = (f"{document_id}/n{number}", document_id, name.entity_id, name.name, name.name_type.value)
        yield (*head, stated.get((name.entity_id, name.name)), name.span.start, name.span.end)


def date_rows(extraction: Extraction, units: Units) -> Iterator[Row]:
    """Yield the rows of `dates`."""
    document_id = extraction.document.document_id
    dates = sorted(extraction.dates, key=lambda d: d.span)
    ids = {date.span: f"{document_id}/d{number}" for number, date in enumerate(dates, 1)}
    for date in dates:
        head = (ids[date.span], document_id, date.text, date.edtf, date.earliest, date.latest)
        anchor = ids[date.anchor] if date.anchor is not None else None
        words = (date.modifier, date.day_part, date.duration, date.resolution.value, anchor, date.vague)
        tail = (*words, *units.holding(date.span))
        yield (*head, *tail, date.span.start, date.span.end)


def predicate_row(predicate: Predicate) -> Row:
    """Return the row of `predicates`."""
    return (
        predicate.predicate,
        predicate.kind,
        JOINT.join(predicate.subject_kinds),
        JOINT.join(predicate.object_kinds) or None,
        predicate.inverse,
        JOINT.join(predicate.functional_on) or None,
        predicate.description,
    )


def coverage_rows(extraction: Extraction, units: Units, facts: Sequence[IdentifiedFact]) -> Iterator[Row]:
    """Yield the rows of `coverage`: what was read from each unit, and why not where nothing was."""
    count = len(units.units)
    read: list[set[str]] = [set() for _ in range(count)]
    dates, gates, triggers = (
        [0] * count,
        [set[str]() for _ in range(count)],
        [set[str]() for _ in range(count)],
    )
    for identified in facts:
        for span in (evidence.span for evidence in identified.fact.evidence):
            for i in units.overlapping(span):
                read[i].add(identified.fact_id)
    for date in extraction.dates:
        for i in units.overlapping(date.span):
            dates[i] += 1
    for candidate in extraction.candidates:
        for span in (e.span for e in candidate.fact.evidence if e.field is None):
            for i in units.overlapping(span):
                gates[i].add(candidate.gate)
    for trigger in extraction.unread:
        for i in units.overlapping(trigger.span):
            triggers[i].add(trigger.kind)
    for i, unit in enumerate(units.units):
        head = (unit.unit_id, extraction.document.document_id, "sentence" if unit.is_sentence else "field")
        status = (
            "read" if read[i] else "to review" if gates[i] else "unread trigger" if triggers[i] else "no fact"
        )
        reason = JOINT.join([*sorted(gates[i]), *sorted(triggers[i])]) or None
        yield (*head, len(read[i]), dates[i], status, reason, unit.span.start, unit.span.end)

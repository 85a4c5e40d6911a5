"""Tables and source texts in, every cell that the text does not bear out, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.tables.schemas import RowKind, TableSchema
from pipeline.tables.table import Row, Table, Tables, Value
from pipeline.validation.failures import Failure

UNKNOWN = "\0"
"""A character of a text that is not at hand; no text that was read holds it."""
FACT_PARTS = (("subject", "subject"), ("object", "object"), ("place", "place"),
              ("start", "start_edtf"), ("end", "end_edtf"))  # fmt: skip

LITERAL_PARTS = ("subject", "object", "place")
"""The parts of `facts` that can be words of the source as they stand."""


def check_evidence(tables: Tables, texts: Mapping[str, str]) -> list[Failure]:
    """Return every span that is not what it quotes, and every attested cell without evidence.

    `texts` are by document id. Rows whose offsets or documents are no good are left out: the checks
    of types and keys name them.
    """
    found: list[Failure] = []
    for table in tables.tables:
        if table.schema.span is not None:
            found += _span_failures(table, table.schema.span, texts)
    found += _field_failures(tables.table("infobox_fields"), texts)
    attestations = _collect_attestations(tables)
    found += _fact_failures(tables, attestations)
    for table in tables.tables:
        if table.schema.row is RowKind.FACT:
            found += _fact_table_failures(table, attestations)
        elif table.schema.row is RowKind.ENTITY:
            found += _entity_table_failures(table, tables.table("facts"), attestations)
    return found + list(_evidence_failures(tables))


def restore_texts(tables: Tables) -> dict[str, str]:
    """Return what a package tells of its source texts, by document id; other characters are U+0000."""
    known = {
        str(document_id): [UNKNOWN] * int(str(characters))
        for document_id, characters in tables.table("documents").columns("document_id", "characters")
    }

    def fill(document_id: Value, start: Value, text: Value) -> None:
        characters = known.get(str(document_id))
        if characters is not None and isinstance(start, int) and isinstance(text, str) and start >= 0:
            characters[start : start + len(text)] = text

    for table, column in (("sections", "heading"), ("sentences", "text"), ("infobox_fields", "label")):
        for document_id, start, text in tables.table(table).columns("document_id", "char_start", column):
            fill(document_id, start, text)
    for document_id, end, value in tables.table("infobox_fields").columns("document_id", "char_end", "value"):
        if isinstance(end, int) and isinstance(value, str):
            fill(document_id, end - len(value), value)
    return {document_id: "".join(characters) for document_id, characters in known.items()}


def _equal(found: str, expected: str) -> bool:
    """Say whether the two are the same, as far as the text is known."""
    if found == expected:
        return True
    return len(found) == len(expected) and all(
        a in (b, UNKNOWN) for a, b in zip(found, expected, strict=True)
    )


def _slice(texts: Mapping[str, str], document_id: Value, start: Value, end: Value) -> str | None:
    text = texts.get(str(document_id))
    if text is None or not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end:
        return None
    return text[start:end]


def _span_failures(table: Table, column: str, texts: Mapping[str, str]) -> Iterator[Failure]:
    for number, row in enumerate(table.columns("document_id", "char_start", "char_end", column), 1):
        found, quote = _slice(texts, *row[:3]), row[3]
        if found is None or not isinstance(quote, str):
            continue
        if not _equal(found, quote):
            reason = f"{quote!r} is not what the text has at {row[1]}:{row[2]}, which is {found[:80]!r}"
            yield _failure(table, number, column, reason)
        elif "\n" in quote or "\r" in quote:
            yield _failure(table, number, column, f"{quote!r} goes across lines")


def _field_failures(table: Table, texts: Mapping[str, str]) -> Iterator[Failure]:
    for number, row in enumerate(table.columns("document_id", "char_start", "char_end", "label", "value"), 1):
        found, label, value = _slice(texts, *row[:3]), str(row[3]), str(row[4] or "")
        if found is None:
            continue
        if not _equal(found[: len(label)], label) or not _equal(found[len(found) - len(value) :], value):
            reason = (
                f"{label!r}: {value!r} is not what the text has at {row[1]}:{row[2]}, which is {found[:80]!r}"
            )
            yield _failure(table, number, "value", reason)


@dataclass(frozen=True, slots=True)
class _Attestations:
    """What there is evidence for, and which table is of which kind."""

    cells: frozenset[tuple[Value, Value]]
    """Fact id and column; None for the whole."""
    whole: frozenset[Row]
    """Fact id and offsets of the spans that stand for whole facts."""
    schemas: Mapping[str, TableSchema]

    def column(self, kind: Value, part: str, predicate: Value) -> str:
        """The column that evidence for a part of a fact stands under."""
        schema = self.schemas.get(str(kind))
        return schema.evidence_column(part, str(predicate)) if schema is not None else part


def _collect_attestations(tables: Tables) -> _Attestations:
    rows = list(tables.table("evidence").columns("fact_id", "field", "char_start", "char_end"))
    cells = frozenset((row[0], row[1]) for row in rows)
    whole = frozenset((row[0], *row[2:]) for row in rows if row[1] is None)
    return _Attestations(cells, whole, {table.name: table.schema for table in tables.tables})


def _fact_failures(tables: Tables, attestations: _Attestations) -> Iterator[Failure]:
    table = tables.table("facts")
    columns = (
        "fact_id",
        "kind",
        "predicate",
        "char_start",
        "char_end",
        *(column for _, column in FACT_PARTS),
    )
    for number, (fact_id, kind, predicate, start, end, *cells) in enumerate(table.columns(*columns), 1):
        if (fact_id, start, end) not in attestations.whole:
            yield _failure(table, number, "quote", "is no evidence row of the whole fact")
        for (part, column), cell in zip(FACT_PARTS, cells, strict=True):
            field = attestations.column(kind, part, predicate)
            if cell is not None and (fact_id, field) not in attestations.cells:
                yield _failure(table, number, column, f"{cell!r} has no evidence for the field {field!r}")


def _fact_table_failures(table: Table, attestations: _Attestations) -> Iterator[Failure]:
    attested = [field.name for field in table.schema.fields if field.attested]
    for number, (fact_id, *cells) in enumerate(table.columns("fact_id", *attested), 1):
        for column, cell in zip(attested, cells, strict=True):
            if cell is not None and (fact_id, column) not in attestations.cells:
                yield _failure(table, number, column, f"{cell!r} has no evidence")


def _entity_table_failures(table: Table, facts: Table, attestations: _Attestations) -> Iterator[Failure]:
    """Each cell needs an asserted fact about the entity, with evidence for the cell."""
    columns = ("fact_id", "kind", "subject_id", "predicate", "negated", "certainty")
    by_subject: dict[tuple[Value, Value], list[Value]] = {}
    for fact_id, kind, subject, predicate, negated, certainty in facts.columns(*columns):
        if kind == table.name and negated is False and certainty == "asserted":
            by_subject.setdefault((subject, predicate), []).append(fact_id)
    attested = [field for field in table.schema.fields if field.attested]
    names = [field.name for field in attested]
    for number, (entity_id, *cells) in enumerate(table.columns("entity_id", *names), 1):
        for field, cell in zip(attested, cells, strict=True):
            predicates = [predicate for origin in field.origins for predicate in origin.predicates]
            fact_ids = [f for predicate in predicates for f in by_subject.get((entity_id, predicate), ())]
            if cell is not None and not any((f, field.name) in attestations.cells for f in fact_ids):
                yield _failure(table, number, field.name, f"{cell!r} has no fact with evidence for it")


def _evidence_failures(tables: Tables) -> Iterator[Failure]:
    """A field must be a column, a rule must be named, and a literal cell must equal its quote."""
    evidence, facts = tables.table("evidence"), tables.table("facts")
    kinds = dict(zip(facts.column("fact_id"), facts.column("kind"), strict=True))
    cells = _cells(tables)
    columns = {
        table.name: {*table.schema.columns, *facts.schema.columns, "start_text", "end_text"}
        for table in tables.tables
    }
    rows = enumerate(evidence.columns("fact_id", "field", "quote", "basis", "rule"), 1)
    for number, (fact_id, field, quote, basis, rule) in rows:
        if (rule is None) != (basis == "literal"):
            yield _failure(
                evidence,
                number,
                "rule",
                f"{rule!r} with the basis {basis}: literal has none, others need one",
            )
        if field is None or fact_id not in kinds:
            continue
        if field not in columns.get(str(kinds[fact_id]), ()):
            yield _failure(evidence, number, "field", f"{field!r} is no column of {kinds[fact_id]}")
        cell = cells[fact_id].get(str(field))
        if basis == "literal" and cell is not None and cell != quote:
            yield _failure(
                evidence, number, "quote", f"{quote!r} is literal, but the cell {field} has {cell!r}"
            )


def _cells(tables: Tables) -> dict[Value, dict[str, Value]]:
    """The cells of each fact by the column that its evidence names: those of its typed table, and of
    `facts` where it has no row there."""
    schemas = {table.name: table.schema for table in tables.tables}
    found: dict[Value, dict[str, Value]] = {}
    for fact_id, kind, predicate, *values in tables.table("facts").columns(
        "fact_id", "kind", "predicate", *LITERAL_PARTS
    ):
        schema = schemas.get(str(kind))
        names = (
            schema.evidence_column(p, str(predicate)) if schema is not None else p for p in LITERAL_PARTS
        )
        found[fact_id] = dict(zip(names, values, strict=True))
    for table in tables.tables:
        if table.schema.row is RowKind.FACT:
            key = table.schema.columns.index("fact_id")
            for row in table.rows:
                found.setdefault(row[key], {}).update(zip(table.schema.columns, row, strict=True))
    return found


def _failure(table: Table, number: int, column: str, reason: str) -> Failure:
    row = dict(zip(table.schema.columns, table.rows[number - 1], strict=True))
    key = ", ".join(str(row[name]) for name in table.schema.primary_key)
    return Failure(table.name, number, column, reason, key)

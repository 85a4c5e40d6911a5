"""The whole flow, one line a stage: sources in, a published package out."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import Difference
from pipeline.extraction import extract_document
from pipeline.lexicon.predicates import predicates
from pipeline.model.curation import Decision
from pipeline.model.document import Document
from pipeline.parsing.parser import describe_model
from pipeline.publishing.checksums import write_checksums
from pipeline.publishing.derived_formats import make_formats
from pipeline.publishing.descriptor import write_descriptor
from pipeline.publishing.difference import find_differences
from pipeline.publishing.metadata_files import write_metadata_files, write_verifier
from pipeline.publishing.process import TableProcess, table_process
from pipeline.publishing.staging import make_folders, staging
from pipeline.publishing.texts import write_texts
from pipeline.reading.article import read_article
from pipeline.reading.curation import read_curation
from pipeline.reading.sources import read_sources, read_text
from pipeline.reconciliation.curation import curate
from pipeline.tables.csv_files import write_review
from pipeline.tables.rows import make_tables
from pipeline.tables.schemas import read_schemas
from pipeline.tables.table import Tables
from pipeline.validation.evidence import check_evidence
from pipeline.validation.failures import raise_failures

Progress = Callable[[str], None]
"""Takes the name of the step that begins."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of something."""

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build made."""

    rows: tuple[Count, ...]
    """By table, in the order of the package."""
    facts: tuple[Count, ...]
    """By kind."""
    to_review: int
    """Candidates that failed a gate."""
    unread: int
    """Words that state facts, in clauses that no rule could read."""
    like_formulas: int
    """Cells that a spreadsheet may take for formulas."""

    def lines(self) -> Iterator[str]:
        """Yield the summary as lines of text, each with its line end."""
        yield "rows\n"
        yield from (f"  {count.name:<16}{count.number:>7}\n" for count in self.rows)
        yield "facts\n"
        yield from (f"  {count.name:<16}{count.number:>7}\n" for count in self.facts)
        yield f"{'to review':<18}{self.to_review:>7}\n"
        yield f"{'unread':<18}{self.unread:>7}\n"
        yield f"{'like formulas':<18}{self.like_formulas:>7}\n"


def build(raw: Path, out: Path, progress: Progress) -> BuildSummary:
    """Make the package of all sources in `raw` and put it in the place of `out`, whole or not at all.

    Raises SourceError, SchemaError or ValidationError before anything is published; a failed validation
    leaves `<out>.report.json`.
    """
    documents, decisions = read_documents(raw), read_curation(raw)
    report = out.resolve().with_name(f"{out.resolve().name}.report.json")
    with staging(out) as place, table_process(lock=place.lock) as process:
        tables, unread = _make_tables(documents, decisions, progress)
        _check_tables(tables, documents, process, progress, report)
        _write_committed_files(tables, documents, decisions, place.folder, process)
        progress("validating the package")
        process.start_validating(place.folder)
        make_formats(place.folder)
        write_texts(documents, place.folder)
        write_verifier(place.folder)
        metadata = write_metadata_files(place.folder)
        write_checksums(place.folder)
        raise_failures(process.finish(), report)
        place.publish()
    report.unlink(missing_ok=True)
    return _summarize(tables, unread, sum(number for _, _, number in metadata.like_formulas))


def check(raw: Path, out: Path, progress: Progress) -> None:
    """Make the package anew, and raise Difference where the committed files in `out` are not the same,
    byte for byte. Nothing is written but in a temporary folder, which is removed."""
    documents, decisions = read_documents(raw), read_curation(raw)
    with tempfile.TemporaryDirectory() as name, table_process() as process:
        folder = make_folders(Path(name) / "new")
        tables, _ = _make_tables(documents, decisions, progress)
        _check_tables(tables, documents, process, progress, None)
        _write_committed_files(tables, documents, decisions, folder, process)
        differences = find_differences(out, folder)
    if differences:
        raise Difference(f"{out} is not what {raw} gives: {'; '.join(differences)}")


def read_documents(raw: Path) -> tuple[Document, ...]:
    """Return the Documents of all sources in `raw`, by document id. Raises SourceError."""
    sources = sorted(read_sources(raw), key=lambda source: source.document_id)
    return tuple(read_article(s, read_text(raw, s), raw / f"{s.document_id}.txt") for s in sources)


def _make_tables(
    documents: Sequence[Document], decisions: Sequence[Decision], progress: Progress
) -> tuple[Tables, int]:
    """Return the tables, and how many words were understood to state something and not read."""
    extractions = []
    for number, document in enumerate(documents, 1):
        progress(f"reading {document.document_id} ({number} of {len(documents)})")
        extractions.append(extract_document(document))
    unread = sum(len({trigger.span for trigger in extraction.unread}) for extraction in extractions)
    return make_tables(curate(extractions, decisions), predicates(), read_schemas()), unread


def _check_tables(
    tables: Tables,
    documents: Sequence[Document],
    process: TableProcess,
    progress: Progress,
    report: Path | None,
) -> None:
    progress("checking the tables")
    process.start_checking(tables)
    failures = check_evidence(tables, {document.document_id: document.text for document in documents})
    raise_failures(process.finish() + failures, report)


def _write_committed_files(
    tables: Tables,
    documents: Sequence[Document],
    decisions: Sequence[Decision],
    folder: Path,
    process: TableProcess,
) -> None:
    process.start_writing(folder)
    write_review(tables.review, folder / "review.csv")
    process.finish()
    sources = [document.source for document in documents]
    write_descriptor(tables, sources, describe_model(), decisions, folder)


def _summarize(tables: Tables, unread: int, like_formulas: int) -> BuildSummary:
    kinds = Counter(str(kind) for kind in tables.table("facts").column("kind"))
    return BuildSummary(
        rows=tuple(Count(table.name, len(table.rows)) for table in tables.tables),
        facts=tuple(Count(kind, number) for kind, number in sorted(kinds.items())),
        to_review=len(tables.review),
        unread=unread,
        like_formulas=like_formulas,
    )

"""A package and a fact id in; the passage that attests the fact, and what a footnote needs, out; or a
package in, and how to cite it as a whole out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.publishing.citation_file import format_package_citation, format_source
from pipeline.publishing.metadata import PackageMetadata, read_metadata
from pipeline.query import open_package

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from pipeline.query import Package

CITED_TABLES = ("documents", "evidence", "facts", "infobox_fields", "sections", "sentences")
"""What a citation is made of."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or infobox field in which the whole fact, or a part of it, was read."""

    section: str
    """The heading that it stands under, or `Infobox`."""
    text: str
    start: int
    """Of the quote, in code points from the start of `text`; included."""
    end: int
    """Not included."""


@dataclass(frozen=True, slots=True)
class Attestation:
    """One evidence row."""

    field: str | None
    quote: str
    basis: str
    rule: str | None
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class Citation:
    """All that is needed to check a fact, and to cite it."""

    fact_id: str
    statement: str
    document_id: str
    title: str
    url: str
    revision: str | None
    licence: str
    attribution: str
    passages: tuple[Passage, ...]
    attestations: tuple[Attestation, ...]
    package_citation: str
    """How to cite the package that has the fact."""


def cite_fact(package: Package, fact_id: str) -> Citation:
    """Return what attests a fact. Raises UsageError where the package has no fact of that id."""
    with open_package(package, CITED_TABLES) as connection:
        found = connection.execute(
            """SELECT subject, predicate, object, start_edtf, end_edtf, place, negated, certainty, qualifier,
                      document_id, title, url, revision, licence, attribution
               FROM facts JOIN documents USING (document_id) WHERE fact_id = ?""",
            [fact_id],
        ).fetchone()
        if found is None:
            raise UsageError(f"no fact has the id {fact_id!r}; pipeline show facts lists them")
        attestations = _attestations(connection, fact_id)
        document_id, title, url, revision, licence, attribution = found[9:]
        return Citation(
            fact_id,
            _statement(*found[:9]),
            document_id,
            title,
            url,
            revision,
            licence,
            attribution,
            tuple(p for a in attestations if a.field is None for p in _passages(connection, document_id, a)),
            attestations,
            format_package_citation(describe(package)),
        )


def describe(package: Package) -> PackageMetadata:
    """Return what a package says of itself. Raises UsageError where it has no descriptor, ValidationError
    where that lacks something."""
    return read_metadata(package) if isinstance(package, Path) else package.metadata


def cite_package(package: Package) -> Iterator[str]:
    """Yield the lines of the citation of a package and of its sources. Raises as `describe`."""
    metadata = describe(package)
    yield f"{format_package_citation(metadata)}\n"
    yield "\nRead from:\n"
    yield from (f"- {format_source(source)}\n" for source in metadata.sources)


def _statement(
    subject: str,
    predicate: str,
    object_: str | None,
    start: str | None,
    end: str | None,
    place: str | None,
    negated: bool,
    certainty: str,
    qualifier: str | None,
) -> str:
    parts = [subject, predicate, *([object_] if object_ else [])]
    period = "/".join(part for part in (start, end) if part)
    notes = [
        period,
        place,
        "negated" if negated else "",
        "" if certainty == "asserted" else certainty,
        qualifier,
    ]
    return " | ".join(parts) + "".join(f" | {note}" for note in notes if note)


def _attestations(connection: DuckDBPyConnection, fact_id: str) -> tuple[Attestation, ...]:
    found = connection.execute(
        """SELECT field, quote, basis, rule, char_start, char_end FROM evidence WHERE fact_id = ?
           ORDER BY field IS NOT NULL, field, char_start, char_end, basis""",
        [fact_id],
    ).fetchall()
    return tuple(Attestation(*row) for row in found)


def _passages(connection: DuckDBPyConnection, document_id: str, of: Attestation) -> Iterator[Passage]:
    found = connection.execute(
        """SELECT heading, text, s.char_start FROM sentences AS s JOIN sections AS t USING (section_id)
           WHERE s.document_id = $1 AND s.char_start < $3 AND s.char_end > $2
           UNION ALL
           SELECT 'Infobox', label || ': ' || coalesce(value, ''), char_start FROM infobox_fields
           WHERE document_id = $1 AND char_start < $3 AND char_end > $2
           ORDER BY 3""",
        [document_id, of.char_start, of.char_end],
    ).fetchall()
    for section, text, start in found:
        first, last = max(of.char_start - start, 0), min(of.char_end - start, len(text))
        if section == "Infobox" and text[first:last] != of.quote:
            # The source has more than one blank after the colon.
            first = max(text.find(of.quote), 0)
            last = first + len(of.quote) if of.quote in text else len(text)
        yield Passage(section, text, first, last)


def format_citation(citation: Citation) -> Iterator[str]:
    """Yield the lines of a citation; in a passage, the quote stands between `[[` and `]]`."""
    yield citation.statement + "\n"
    for passage in citation.passages:
        before, quote = passage.text[: passage.start], passage.text[passage.start : passage.end]
        yield f"\n{passage.section}:\n    {before}[[{quote}]]{passage.text[passage.end :]}\n"
    yield "\n"
    for part in citation.attestations:
        rule = f" by {part.rule}" if part.rule else ""
        place = f"{citation.document_id}.txt, characters {part.char_start} to {part.char_end}"
        yield f"{part.field or 'fact'}: {part.quote!r} ({part.basis}{rule}; {place})\n"
    revision = f"revision {citation.revision}" if citation.revision else "revision not recorded"
    yield f"\nSource: {citation.attribution}, {citation.title!r}, {citation.url} ({revision})\n"
    yield f"Licence: {citation.licence}\n"
    yield f"Fact: {citation.fact_id}\n"
    source = f"{citation.title!r}, {citation.url} ({revision})"
    yield f"\nCite as: {citation.package_citation} Fact {citation.fact_id}, read in {source}.\n"

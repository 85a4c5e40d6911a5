"""An invented article, and packages made of one edition of it after another, with the real pipeline."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pipeline.extraction import extract_document
from pipeline.lexicon.predicates import predicates
from pipeline.model.curation import Decision
from pipeline.model.document import Document, Source
from pipeline.model.extraction import Extraction
from pipeline.parsing.parser import describe_model
from pipeline.publishing.descriptor import write_descriptor
from pipeline.publishing.staging import make_folders
from pipeline.reading.article import read_article
from pipeline.reconciliation.curation import curate
from pipeline.tables.csv_files import write_review
from pipeline.tables.frames import write_csv
from pipeline.tables.rows import make_tables
from pipeline.tables.schemas import TableSchema, read_schemas
from pipeline.validation.frame_rules import make_frames

ARTICLE = """= Regency of Velmora =

Infobox
- Conventional Long Name: Regency of Velmora
- Capital: Halvey
- Title Leader: Regent
- Leader1: Tamsin Roe
- Year Leader1: 1703–1705
- Leader2: Osk Feld
- Year Leader2: 1705–1709

The Regency of Velmora was the period from 1703 to 1709 in which regents ruled Velmora.

== Tamsin Roe ==
Tamsin Roe was appointed Regent of Velmora on 4 May 1703.

On 9 June 1704 Roe signed the Treaty of Linden. Drovia captured the town of Linden.

Karsten Dray was Governor of Pell from 1702 to 1706. In 1706 Dray moved from Pell to Corrow.

== Osk Feld ==
The Battle of Corrow took place on 11 August 1707. Karsten Dray was killed at the Battle of Corrow.

Osk Feld was deposed on 30 April 1709 and left Halvey for Pell.

Drovia recognized the Regency of Velmora in 1706.
"""
DOCUMENT_ID = "regency-of-velmora"

Read = Callable[[Document], Extraction]


def make_edition(
    folder: Path,
    texts: Mapping[str, str],
    *,
    decisions: Sequence[Decision] = (),
    schemas: Sequence[TableSchema] | None = None,
    read: Read = extract_document,
) -> Path:
    """Write the descriptor and the CSVs of a package of `texts`, by document id, as a build does; return its
    folder."""
    make_folders(folder)
    documents = [read_article(_source(name, text), text, name) for name, text in sorted(texts.items())]
    used = read_schemas() if schemas is None else tuple(schemas)
    tables = make_tables(curate(map(read, documents), decisions), predicates(), used)
    frames, failures = make_frames(tables)
    assert not failures
    for frame in frames:
        write_csv(frame, folder / "data" / f"{frame.schema.name}.csv")
    write_review(tables.review, folder / "review.csv")
    write_descriptor(tables, [d.source for d in documents], describe_model(), decisions, folder)
    return folder


def _source(document_id: str, text: str) -> Source:
    title = text.partition("\n")[0].strip("= ")
    digest = hashlib.sha256(text.encode()).hexdigest()
    address = f"https://example.org/wiki/{document_id}"
    return Source(document_id, title, address, None, "CC BY-SA 4.0", "Example Wiki contributors", digest)


def edit(text: str, *changes: tuple[str, str]) -> str:
    """Replace each first string, which has to be there, by the second."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text

"""An invented text in, a connection to the database of what is read of it out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipeline.lexicon.predicates import predicates
from pipeline.publishing.database import write_database
from pipeline.tables.frames import Frame, make_frame, write_csv
from pipeline.tables.rows import make_tables
from pipeline.tables.schemas import read_schemas
from tests.facts.article import CONTEXT, extract_article, make_article


@contextmanager
def connected_to(text: str, folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection that only reads. The lines of a paragraph of `text` are joined."""
    joined = "\n\n".join(p.replace("\n", " ") for p in text.strip().split("\n\n"))
    read = extract_article(make_article(joined, context=CONTEXT))
    tables = make_tables([read], predicates(), read_schemas())
    (folder / "data").mkdir()
    for table in tables.tables:
        frame = make_frame(table)
        assert isinstance(frame, Frame)
        write_csv(frame, folder / "data" / f"{table.name}.csv")
    write_database([table.schema for table in tables.tables], folder)
    with duckdb.connect(str(folder / "attested.duckdb"), read_only=True) as connection:
        yield connection

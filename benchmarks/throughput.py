"""Compare the reading of articles with the parser's tagger and parser alone on the same text, in one run.

    python benchmarks/throughput.py FOLDER [--articles 20] [--rounds 3]

FOLDER holds `*.txt` articles. Each round reads all of them both ways, one process, everything loaded before;
printed are the medians in words a second and their ratio.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.extraction import extract_document
from pipeline.model.document import Document, Source
from pipeline.parsing.parser import parse_document
from pipeline.reading.article import read_article


def read_documents(folder: Path, most: int) -> list[Document]:
    """Return the first `most` articles of a folder, by name."""
    documents = []
    for path in sorted(folder.glob("*.txt"))[:most]:
        source = Source(path.stem, path.stem, "", None, "", "", "")
        documents.append(read_article(source, path.read_text("utf-8"), path))
    return documents


def parse_only(document: Document) -> None:
    """Tag and parse the text as it is, with nothing masked."""
    parse_document(document, ())


def words_a_second(documents: Sequence[Document], read: Callable[[Document], object]) -> float:
    """Return how many words of prose and infobox are read in a second of wall time."""
    words = sum(len(document.text.split()) for document in documents)
    start = time.perf_counter()
    for document in documents:
        read(document)
    return words / (time.perf_counter() - start)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    documents = read_documents(arguments.folder, arguments.articles)
    extract_document(documents[0])  # loads the model and compiles the patterns
    alone, whole = [], []
    for _ in range(arguments.rounds):
        alone.append(words_a_second(documents, parse_only))
        whole.append(words_a_second(documents, extract_document))
    parsed, read = statistics.median(alone), statistics.median(whole)
    print(f"parser alone  {parsed:8,.0f} words/s")
    print(f"whole reading {read:8,.0f} words/s")
    print(f"ratio         {read / parsed:8.2f}")


if __name__ == "__main__":
    main()

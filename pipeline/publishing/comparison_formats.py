"""A comparison in, its text, JSON or CSV out, in chunks."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, astuple

from pipeline.publishing.changelog import COLUMNS, format_comparison
from pipeline.publishing.changes import Bump
from pipeline.publishing.comparison import Comparison
from pipeline.publishing.versioning import find_reasons


def format_text(comparison: Comparison) -> Iterator[str]:
    """Yield what differs for people: what it asks of the version and why, then as the changelog has it."""
    if comparison.is_same:
        yield "the same\n"
        return
    reasons = find_reasons(comparison)
    bump = max((reason.bump for reason in reasons), default=Bump.NONE)
    yield f"{comparison.old_version or 'old'} to {comparison.new_version or 'new'}: {bump.word}\n"
    yield from (f"- {reason.bump.word}: {reason.text}\n" for reason in reasons)
    yield from format_comparison(comparison)


def format_csv(comparison: Comparison) -> Iterator[str]:
    """Yield what a package has as `changes.csv`."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for change in comparison.cell_changes():
        writer.writerow(astuple(change))
        if stream.tell() > 1 << 16:
            yield stream.getvalue()
            stream.seek(0)
            stream.truncate()
    yield stream.getvalue()


def format_json(comparison: Comparison) -> Iterator[str]:
    """Yield one JSON object: `same`, `old_version`, `new_version`, `bump`, `reasons`, `tables` and
    `fact_counts` (how many rows and facts changed, and how), `facts` (what became of each), and `changes`
    (the rows of `changes.csv`)."""
    reasons = find_reasons(comparison)
    head = {
        "same": comparison.is_same,
        "old_version": comparison.old_version,
        "new_version": comparison.new_version,
        "bump": max((reason.bump for reason in reasons), default=Bump.NONE).word,
        "reasons": [{"bump": reason.bump.word, "reason": reason.text} for reason in reasons],
        "tables": [asdict(counts) for counts in comparison.tables],
        "fact_counts": asdict(comparison.facts),
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "facts": ['
    yield from _items(
        asdict(fact) | {"cause": fact.cause.value if fact.cause is not None else None}
        for fact in comparison.fact_changes()
    )
    yield '], "changes": ['
    yield from _items(asdict(change) for change in comparison.cell_changes())
    yield "]}\n"


def _items(items: Iterator[dict[str, object]]) -> Iterator[str]:
    for number, item in enumerate(items):
        yield (",\n" if number else "\n") + json.dumps(item, ensure_ascii=False)


FORMATS: dict[str, Callable[[Comparison], Iterator[str]]] = {
    "text": format_text,
    "json": format_json,
    "csv": format_csv,
}

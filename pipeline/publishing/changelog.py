"""What differs from the last version in, `CHANGELOG.md` for people and `changes.csv` for programs out."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterator
from dataclasses import astuple, fields
from pathlib import Path

from pipeline.errors import ValidationError
from pipeline.publishing.changes import CellChange, FactCounts, RowChange, Status, TableCounts
from pipeline.publishing.comparison import Comparison
from pipeline.publishing.versioning import ANNOTATIONS, VersionDecision

CHANGELOG_NAME = "CHANGELOG.md"
CHANGES_NAME = "changes.csv"
COLUMNS = tuple(field.name for field in fields(CellChange))
MOST_ROWS = 50
"""Of one table that changed in one way, so many are listed for people; `changes.csv` has all."""
MOST_ANNOTATIONS = 5
"""The same, of tables that are computed from others."""
LONGEST = 100
"""Characters of a cell that are shown to people."""
HEAD = """# Changelog

What changed in each version of this package, newest first. Versions follow the
[Data Package recipe](https://datapackage.org/recipes/data-package-version): major where data were removed or
columns changed, minor where data were added, patch where values were corrected. `changes.csv` lists every
changed cell of the newest version.
"""
HEADINGS = ((Status.ADDED, "Added"), (Status.REMOVED, "Removed"), (Status.REVISED, "Revised"))


def write_changes(
    comparison: Comparison | None,
    decision: VersionDecision,
    old: Path | None,
    folder: Path,
    date: datetime.date,
) -> None:
    """Write the two files to `folder`.

    `comparison` and `old`, the folder of the last version with its changelog, are None for the first
    version. The new section comes before those of `old`. Raises ValidationError where the old changelog
    cannot be read.
    """
    earlier = _read_sections(old / CHANGELOG_NAME) if old is not None else ""
    section = "".join(format_section(comparison, decision, date))
    content = f"{HEAD}\n{section}" + (f"\n{earlier}" if earlier else "")
    (folder / CHANGELOG_NAME).write_text(content, encoding="utf-8", newline="\n")
    with (folder / CHANGES_NAME).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(map(astuple, comparison.cell_changes() if comparison is not None else ()))


def format_section(
    comparison: Comparison | None, decision: VersionDecision, date: datetime.date
) -> Iterator[str]:
    """Yield the lines of the changelog for one version, each with its line end."""
    yield f"## {decision.version} ({date.isoformat()})\n"
    yield "\n"
    for reason in decision.reasons:
        yield f"- {reason.bump.word}: {_escaped(reason.text)}\n"
    if comparison is not None:
        yield from format_comparison(comparison)


def format_comparison(comparison: Comparison) -> Iterator[str]:
    """Yield what differs as lines of Markdown: the schema, the facts, then table by table."""
    if comparison.schema_changes:
        yield "\n### Schema and metadata\n\n"
        for change in comparison.schema_changes:
            table = f"`{change.table}`: " if change.table else ""
            yield f"- {table}{change.sentence}\n"
    if comparison.tables:
        yield f"\n### Facts\n\n{format_facts(comparison.facts)}\n"
    for counts in comparison.tables:
        yield from _format_table(comparison, counts)


def format_facts(facts: FactCounts) -> str:
    """Return what became of the facts, as one sentence."""
    return (
        f"Of the facts before, {facts.kept:,} are kept as they were, {facts.moved:,} moved, "
        f"{facts.revised:,} revised and {facts.lost:,} lost; {facts.new:,} are new."
    )


def _read_sections(path: Path) -> str:
    """The sections of earlier versions."""
    if not path.is_file():
        return ""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ValidationError(f"{path}: cannot be read: {error}") from None
    start = text.find("\n## ")
    return text[start + 1 :] if start >= 0 else ""


def _format_table(comparison: Comparison, counts: TableCounts) -> Iterator[str]:
    yield f"\n### `{counts.table}`\n"
    for status, heading in HEADINGS:
        number = {"added": counts.added, "removed": counts.removed, "revised": counts.revised}[status.value]
        if not number:
            continue
        yield f"\n{heading} ({number:,}):\n\n"
        most = MOST_ANNOTATIONS if counts.table in ANNOTATIONS else MOST_ROWS
        for row in comparison.row_changes(counts.table, status, most):
            yield from _format_row(row)
        if number > most:
            yield f"- and {number - most:,} more, in `{CHANGES_NAME}`\n"
    if counts.moved:
        yield f"\nMoved, and otherwise the same: {counts.moved:,}.\n"


def _format_row(row: RowChange) -> Iterator[str]:
    key = row.key if row.key is not None else row.previous_key
    if row.key is not None and row.previous_key not in (None, row.key):
        key = f"{row.previous_key}` is now `{row.key}"
    cells = [f"{column}: {_cell(old)} is now {_cell(new)}" for column, old, new in row.cells]
    changed = f": {'; '.join(cells)}" if cells else ""
    renamed = "".join(f"; `{old}` is now `{new}`" for old, new in row.renamed)
    yield f"- `{key}` {_escaped(_short(row.label))}{changed} ({row.cause.value}{renamed})\n"


def _cell(text: str | None) -> str:
    return "(empty)" if text is None else f'"{_escaped(_short(text))}"'


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 3]}..."


def _escaped(text: str) -> str:
    """Take from characters what they mean in Markdown."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>" else c for c in text)

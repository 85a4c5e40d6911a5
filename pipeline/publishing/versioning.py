"""What differs from the last published version in, the number of the next one out, with its reasons.

The rules are those of the recipe "Data Package Version" (Rufus Pollock; Data Package 2.0,
https://datapackage.org/recipes/data-package-version), taken literally:

- MAJOR "when you make incompatible changes, e.g. change the data package, resource or field `name` or
  `identifier`; add, remove or re-order fields; change a field `type` or `format`; change a field `constraint`
  to be more restrictive; combine, split, delete or change the meaning of data that is referenced by another
  data resource";
- MINOR "when you add data or change metadata in a backwards-compatible manner, e.g. add a new data resource
  to a data package; add new data to an existing data resource; change a field `constraint` to be less
  restrictive; update a reference to another data resource; change data to reflect changes in referenced
  data";
- PATCH "when you make backwards-compatible fixes, e.g. correct errors in existing data; change descriptive
  metadata properties";
- none when data moves "to a new URL or path". The first release is 1.0.0.

How rows are read by these rules:

- A row that is gone, and was not corrected, split or merged into another, was deleted: MAJOR. A row that is
  new is new data: MINOR. A row that became another one, whatever its key, was corrected: PATCH. That holds
  for facts and entities, whose ids follow what they say, and for the sentences of the text as well: without
  them, the mentions and dates that refer to them would be lost.
- A row that only stands somewhere else (its offsets, its number) is the same data with a value corrected:
  PATCH.
- Some tables only annotate others: `mentions`, `dates`, `evidence`, `coverage`, `conflicts` and their members
  are computed from the texts and the facts anew each time. Where a row of those goes while nothing that it
  annotates does, data were changed "to reflect changes in referenced data": MINOR.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.errors import UsageError
from pipeline.publishing.changes import Bump, TableCounts
from pipeline.publishing.comparison import Comparison

FIRST = "1.0.0"
VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)\Z", re.ASCII)
ANNOTATIONS = frozenset({"mentions", "dates", "evidence", "coverage", "conflicts", "conflict_members"})
"""Tables that are computed from others."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that asks for a bump."""

    bump: Bump
    text: str


@dataclass(frozen=True, slots=True)
class VersionDecision:
    """The number of a version."""

    version: str
    bump: Bump
    """NONE where nothing differs; MAJOR for the first version."""
    reasons: tuple[Reason, ...]
    """The weightiest first."""

    def lines(self) -> Iterator[str]:
        """Yield the decision as lines of text, each with its line end."""
        yield f"{self.version} ({self.bump.word})\n"
        yield from (f"  {reason.bump.word}: {reason.text}\n" for reason in self.reasons)


def next_version(comparison: Comparison | None, last: str | None, asked: str | None) -> VersionDecision:
    """Return the version that follows `last`.

    `comparison` is that of the last published package with the new one; None, like `last`, where nothing
    was published yet. `asked` may raise the number, never lower it; None asks for nothing. Where nothing
    differs, the version is the last one, unless a higher one is asked for. Raises UsageError where `asked`
    is lower, or one of the two is no `MAJOR.MINOR.PATCH`.
    """
    decision = _computed_version(comparison, last)
    if asked is None:
        return decision
    if read_version(asked) < read_version(decision.version):
        raise UsageError(f"version {asked} is lower than {decision.version}, which {_because(decision)}")
    if asked == decision.version:
        return decision
    reason = Reason(decision.bump, f"raised from {decision.version} by --version")
    return VersionDecision(asked, decision.bump, (reason, *decision.reasons))


def read_version(version: str) -> tuple[int, int, int]:
    """Return the three numbers of a version, which compare as versions do. Raises UsageError where it is
    no `MAJOR.MINOR.PATCH`."""
    match = VERSION.match(version)
    if match is None:
        raise UsageError(f"{version!r} is no version: expected MAJOR.MINOR.PATCH, such as 1.4.2")
    return int(match[1]), int(match[2]), int(match[3])


def find_reasons(comparison: Comparison) -> tuple[Reason, ...]:
    """Return what asks for a bump, the weightiest first."""
    reasons = [*_schema_reasons(comparison), *_row_reasons(comparison)]
    return tuple(sorted(reasons, key=lambda reason: -reason.bump))


def _computed_version(comparison: Comparison | None, last: str | None) -> VersionDecision:
    if comparison is None or last is None:
        return VersionDecision(FIRST, Bump.MAJOR, (Reason(Bump.MAJOR, "the first version"),))
    reasons = find_reasons(comparison)
    bump = max((reason.bump for reason in reasons), default=Bump.NONE)
    major, minor, patch = read_version(last)
    numbers = {
        Bump.MAJOR: (major + 1, 0, 0),
        Bump.MINOR: (major, minor + 1, 0),
        Bump.PATCH: (major, minor, patch + 1),
        Bump.NONE: (major, minor, patch),
    }[bump]
    return VersionDecision(".".join(map(str, numbers)), bump, reasons)


def _because(decision: VersionDecision) -> str:
    if not decision.reasons:
        return "holds the same already"
    first = decision.reasons[0]
    return f"is what the change asks for ({first.bump.word}: {first.text})"


def _schema_reasons(comparison: Comparison) -> Iterator[Reason]:
    for change in comparison.schema_changes:
        table = f"{change.table}: " if change.table else ""
        yield Reason(change.bump, f"{table}{change.sentence}".replace("`", ""))


def _row_reasons(comparison: Comparison) -> Iterator[Reason]:
    for group in comparison.regroupings:
        how = (
            "split: its words are now also those of"
            if group.was_split
            else "merged: its words are now those of"
        )
        yield Reason(Bump.MAJOR, f"{group.table}: {group.old_key} was {how} {group.new_key}")
    for counts in comparison.tables:
        yield from _reasons_of_table(counts)
    moved = [f"{counts.table} {counts.moved:,}" for counts in comparison.tables if counts.moved]
    if moved:
        yield Reason(Bump.PATCH, f"rows that only stand elsewhere now: {', '.join(moved)}")


def _reasons_of_table(counts: TableCounts) -> Iterator[Reason]:
    if counts.removed and counts.table in ANNOTATIONS:
        yield Reason(
            Bump.MINOR, f"{counts.table}: {_rows(counts.removed)} gone, as what they follow from changed"
        )
    elif counts.removed:
        yield Reason(Bump.MAJOR, f"{counts.table}: {_rows(counts.removed)} removed")
    if counts.added:
        yield Reason(Bump.MINOR, f"{counts.table}: {_rows(counts.added)} added")
    if counts.revised:
        yield Reason(Bump.PATCH, f"{counts.table}: {_rows(counts.revised)} corrected")


def _rows(number: int) -> str:
    return f"{number:,} row{'s' * (number != 1)}"

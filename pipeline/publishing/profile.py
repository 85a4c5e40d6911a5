"""A written CSV in, what its descriptor says of its rows out: how many, which are missing, examples, hash."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from pipeline.publishing.logical_hash import RowHashes
from pipeline.publishing.verify import FORMULA_STARTS

LONGEST_EXAMPLE = 60


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """What the cells of a column are like."""

    name: str
    missing: int
    """How many cells are empty."""
    example: str | None
    """The first cell that is not empty and not long; None where there is none."""
    like_formulas: int
    """How many cells begin with a character that makes a spreadsheet take them for formulas."""


@dataclass(frozen=True, slots=True)
class TableProfile:
    """What the rows of a table are like."""

    rows: int
    columns: tuple[ColumnProfile, ...]
    logical_hash: str

    @property
    def like_formulas(self) -> dict[str, int]:
        """The columns with cells that look like formulas, and how many there are."""
        return {column.name: column.like_formulas for column in self.columns if column.like_formulas}


def profile_table(path: Path) -> TableProfile:
    """Read a CSV in the canonical form once, from its first line to its last."""
    with path.open(encoding="utf-8", newline="") as stream:
        lines = csv.reader(stream, strict=True)
        names = next(lines)
        hashes, rows = RowHashes(), 0
        missing, like_formulas = [0] * len(names), [0] * len(names)
        examples: list[str | None] = [None] * len(names)
        for rows, line in enumerate(lines, 1):  # noqa: B007
            hashes.add([cell or None for cell in line])
            for i, cell in enumerate(line):
                if not cell:
                    missing[i] += 1
                elif examples[i] is None and len(cell) <= LONGEST_EXAMPLE:
                    examples[i] = cell
                if cell[:1] in FORMULA_STARTS:
                    like_formulas[i] += 1
    columns = map(ColumnProfile, names, missing, examples, like_formulas)
    return TableProfile(rows, tuple(columns), hashes.combine(names))

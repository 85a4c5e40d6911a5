"""What one version of a package has that another has not: the nouns of a comparison, frozen dataclasses."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum


class Bump(IntEnum):
    """Which number of a version a change raises; the greater one counts."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    @property
    def word(self) -> str:
        """`major`, `minor`, `patch` or `none`."""
        return self.name.lower()


class Cause(Enum):
    """Why something changed."""

    SOURCE_TEXT = "source text"
    """The source was edited, added or removed, or is described otherwise."""
    RULES = "rules"
    """The same words are read otherwise."""
    CURATION = "curation"
    """A person decided so."""
    SCHEMA = "schema"
    """The table has other columns, or is described otherwise."""


class Status(Enum):
    """What became of a row or a fact."""

    KEPT = "kept"
    MOVED = "moved"
    """The same, at another place of the source."""
    REVISED = "revised"
    REMOVED = "removed"
    """Of a fact: lost."""
    ADDED = "added"
    """Of a fact: new."""


@dataclass(frozen=True, slots=True)
class SchemaChange:
    """One difference of what two descriptors say of a package, a table or a column."""

    table: str
    """Empty for the package as a whole."""
    column: str
    """Empty for the table as a whole."""
    part: str
    """What differs: `added`, `removed`, `renamed`, or a property such as `constraints.required`."""
    old: str
    """Empty where there was none; JSON where it is no plain text."""
    new: str
    """Empty where there is none any more."""
    bump: Bump
    cause: Cause

    @property
    def sentence(self) -> str:
        """The change in words, without the table."""
        what = f"column `{self.column}`" if self.column else "table" if self.table else "package"
        if self.part == "added":
            return f"{what} added" + (f" ({self.new})" if self.column else "")
        if self.part == "removed":
            return f"{what} removed" + (f" ({self.old})" if self.column else "")
        if self.part == "renamed":
            return f"column `{self.old}` renamed to `{self.new}`"
        return f"{what}: {self.part} {_shown(self.old)} is now {_shown(self.new)}"


def _shown(text: str) -> str:
    short = text if len(text) <= 80 else f"{text[:77]}..."
    return f"`{short}`" if text else "(none)"


@dataclass(frozen=True, slots=True)
class TableCounts:
    """How many rows of a table changed, and how."""

    table: str
    added: int
    removed: int
    revised: int
    moved: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.added + self.removed + self.revised + self.moved


@dataclass(frozen=True, slots=True)
class FactCounts:
    """What became of the facts: the first four are facts of the old package, `new` of the new one."""

    kept: int
    moved: int
    revised: int
    lost: int
    new: int


@dataclass(frozen=True, slots=True)
class FactChange:
    """What became of one fact."""

    status: str
    """`kept`, `moved`, `revised`, `lost` or `new`."""
    old_id: str | None
    """None for a new one."""
    new_id: str | None
    """None for a lost one; the same as `old_id` for one that was kept or moved."""
    cause: Cause | None
    """None for one that was kept."""
    renamed: tuple[tuple[str, str], ...] = ()
    """Old and new ids of entities in it that have another id now: where nothing else differs, that is why the
    fact has another id."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """One row of `changes.csv`: a cell that differs, or a row that only one of the packages has.

    Of an added row, `previous_key`, `column`, `old` and `new` are None; of a removed one, `key`, `column`,
    `old` and `new`. A change of a schema has no keys.
    """

    table: str
    key: str | None
    """The primary key in the new package; of several columns a JSON array of strings."""
    previous_key: str | None
    """The primary key in the old package."""
    column: str | None
    old: str | None
    """None where the cell was empty."""
    new: str | None
    """None where the cell is empty."""
    cause: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that changed, in words for people."""

    table: str
    status: Status
    key: str | None
    previous_key: str | None
    label: str
    """The first few cells that say what the row is about; of a removed row, those that it had."""
    cells: tuple[tuple[str, str | None, str | None], ...]
    """Column, old and new; empty for a row that was added or removed."""
    cause: Cause
    renamed: tuple[tuple[str, str], ...]
    """Of a fact: old and new ids of entities in it that have another id now."""


@dataclass(frozen=True, slots=True)
class Regrouping:
    """Rows that were split or merged."""

    table: str
    was_split: bool
    """Otherwise merged."""
    old_key: str
    new_key: str

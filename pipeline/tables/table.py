"""What tables are made of, free of any data frame library: what extraction gives and all writers take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model.date import CalendarDay
from pipeline.tables.schemas import TableSchema

Value = str | int | bool | CalendarDay | None
Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one table, in the order in which they are published."""

    schema: TableSchema
    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        """The table's name."""
        return self.schema.name

    def column(self, name: str) -> Iterator[Value]:
        """Yield the values of one column, row by row."""
        index = self.schema.columns.index(name)
        return (row[index] for row in self.rows)

    def columns(self, *names: str) -> Iterator[Row]:
        """Yield the values of some columns, row by row."""
        indexes = [self.schema.columns.index(name) for name in names]
        return (tuple(row[index] for index in indexes) for row in self.rows)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A candidate that failed a gate, as a line of `review.csv`."""

    candidate_id: str
    gate: str
    kind: str
    subject: str
    predicate: str
    object: str | None
    start_edtf: str | None
    end_edtf: str | None
    place: str | None
    negated: bool
    certainty: str
    document_id: str
    char_start: int
    char_end: int
    quote: str
    section: str
    """The heading under which the quote stands; `Infobox` in the infobox."""
    passage: str
    """The sentence or infobox field in which the quote starts."""


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables of a package, each after those that its foreign keys name, and the review list."""

    tables: tuple[Table, ...]
    review: tuple[ReviewRow, ...]

    def table(self, name: str) -> Table:
        """Return the table of that name. Raises KeyError where there is none."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)

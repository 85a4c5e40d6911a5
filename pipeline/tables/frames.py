"""Tables of plain rows in, typed polars frames out, as each schema says; and frames in, files out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from pipeline.model.date import CalendarDay
from pipeline.tables.schemas import Field, TableSchema
from pipeline.tables.table import Table, Value

DTYPES = {"string": pl.String, "integer": pl.Int64, "boolean": pl.Boolean, "date": pl.Date}
PYTHON_TYPES = {"string": str, "integer": int, "boolean": bool, "date": CalendarDay}
EPOCH = date(1970, 1, 1).toordinal()
DAYS_IN_400_YEARS = 146_097


@dataclass(frozen=True, slots=True)
class Frame:
    """One table as a typed frame."""

    schema: TableSchema
    data: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Misfit:
    """A value that is not of its column's type."""

    table: str
    row: int
    """Counted from 1."""
    column: str
    reason: str


def make_frame(table: Table) -> Frame | list[Misfit]:
    """Return the frame of a table, or every value that is not of its column's type."""
    misfits: list[Misfit] = []
    columns: list[pl.Series] = []
    for index, field in enumerate(table.schema.fields):
        values = [row[index] for row in table.rows]
        wrong = _find_misfits(table.name, field, values)
        misfits += wrong
        if not wrong:
            columns.append(_make_series(field, values))
    return misfits or Frame(table.schema, pl.DataFrame(columns))


def _find_misfits(table: str, field: Field, values: Sequence[Value]) -> list[Misfit]:
    expected = PYTHON_TYPES[field.type]
    return [
        Misfit(table, row, field.name, f"{value!r} is not of the type {field.type}")
        for row, value in enumerate(values, 1)
        # bool is a kind of int in Python, and no number here
        if value is not None and type(value) is not expected
    ]


def _make_series(field: Field, values: Sequence[Value]) -> pl.Series:
    if field.type == "date":
        days = [count_days(value) if isinstance(value, CalendarDay) else None for value in values]
        return pl.Series(field.name, days, pl.Int32).cast(pl.Date)
    return pl.Series(field.name, values, DTYPES[field.type], strict=True)


def count_days(day: CalendarDay) -> int:
    """Return the days from 1970-01-01 to `day`, negative before. `datetime.date` begins with year 1; the
    calendar repeats itself every 400 years, so earlier years are counted in a later cycle."""
    cycles = 0 if day.year >= 1 else (400 - day.year) // 400
    return date(day.year + 400 * cycles, day.month, day.day).toordinal() - EPOCH - cycles * DAYS_IN_400_YEARS


def write_csv(frame: Frame, path: Path) -> None:
    """Write a frame in the one canonical form: UTF-8, LF, a header, quotes only where needed, `true` and
    `false`, ISO dates (astronomical years), nothing for null."""
    frame.data.write_csv(
        path, date_format="%Y-%m-%d", quote_style="necessary", null_value="", line_terminator="\n"
    )

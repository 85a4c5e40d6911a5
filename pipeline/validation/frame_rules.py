"""Typed frames in, every row that breaks a rule of its schema out (Pandera on polars).

The cost of Pandera is per check, not per row, so each table is one check: all its rules joined into one
expression. Only where that fails are the rules looked at one by one, for the report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaError, SchemaErrors

from pipeline.model.date import CalendarDay
from pipeline.tables.frames import DTYPES, Frame, Misfit, count_days, make_frame
from pipeline.tables.schemas import Field, ForeignKey
from pipeline.tables.table import Tables
from pipeline.validation.edtf_bounds import OPEN_END, read_bounds
from pipeline.validation.failures import Failure

FAILURES_A_RULE = 20
"""How many rows of one rule a report lists: one slip of an extractor breaks thousands."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold in each row."""

    column: str
    holds: pl.Expr
    """True or null where it does."""
    reason: str
    """What is wrong where it does not, after the value."""


def make_frames(tables: Tables) -> tuple[list[Frame], list[Failure]]:
    """Return the typed frames, and the values that are not of their column's type."""
    frames, failures = [], []
    for table in tables.tables:
        made = make_frame(table)
        if isinstance(made, Frame):
            frames.append(made)
        else:
            failures += [_misfit_failure(misfit) for misfit in made]
    return frames, failures


def _misfit_failure(misfit: Misfit) -> Failure:
    return Failure(misfit.table, misfit.row, misfit.column, misfit.reason)


def check_frames(frames: Sequence[Frame]) -> list[Failure]:
    """Return every row that breaks a rule of its schema; at most 20 rows a rule."""
    keys = _keys(frames)
    return [failure for frame in frames for failure in _check_frame(frame, keys)]


def _check_frame(frame: Frame, keys: Mapping[str, pl.Series]) -> list[Failure]:
    rules = list(_rules(frame, keys))
    schema = pa.DataFrameSchema(
        {
            field.name: pa.Column(DTYPES[field.type], nullable=not field.required)
            for field in frame.schema.fields
        },
        checks=[
            pa.Check(lambda data: data.lazyframe.select(pl.all_horizontal(_held(rule) for rule in rules)))
        ],
        name=frame.schema.name,
        strict=True,
        ordered=True,
    )
    try:
        schema.validate(frame.data)
    except (SchemaError, SchemaErrors) as error:
        return _explain(frame, rules) or [
            Failure(frame.schema.name, None, None, str(error).replace("\n", " "))
        ]
    return []


def _held(rule: Rule) -> pl.Expr:
    return rule.holds.fill_null(True)


def _explain(frame: Frame, rules: Iterable[Rule]) -> list[Failure]:
    """The rows that break each rule, found rule by rule."""
    found = []
    dtypes = frame.data.schema
    # As text, since Python has no dates before year 1.
    days = pl.col(pl.Date).dt.to_string("%Y-%m-%d")
    for rule in [*(_required_rule(field) for field in frame.schema.fields if field.required), *rules]:
        broken = (
            frame.data.with_row_index("#", 1).filter(~_held(rule)).head(FAILURES_A_RULE).with_columns(days)
        )
        for row in broken.iter_rows(named=True):
            key = ", ".join(str(row[column]) for column in frame.schema.primary_key)
            reason = f"{_show(row[rule.column], dtypes[rule.column])} {rule.reason}"
            found.append(Failure(frame.schema.name, row["#"], rule.column, reason, key))
    return found


def _show(value: object, dtype: pl.DataType) -> str:
    if value is None:
        return "nothing"
    text = repr(value) if dtype == pl.String else str(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _required_rule(field: Field) -> Rule:
    return Rule(field.name, pl.col(field.name).is_not_null(), "where a value is required")


def _rules(frame: Frame, keys: Mapping[str, pl.Series]) -> Iterable[Rule]:
    schema = frame.schema
    for field in schema.fields:
        yield from _field_rules(field)
    yield Rule(schema.primary_key[0], _key(schema.primary_key).is_unique(), "is there twice: no primary key")
    for key in schema.foreign_keys:
        yield _foreign_key_rule(key, keys)
    if "char_start" in schema.columns:
        holds = pl.col("char_start") < pl.col("char_end")
        yield Rule("char_start", holds, "is not before char_end")
    yield from _date_rules(frame)


def _field_rules(field: Field) -> Iterable[Rule]:
    column = pl.col(field.name)
    if field.type == "string":
        yield Rule(field.name, column != "", "is empty, expected nothing or a text")
    if field.enum:
        yield Rule(field.name, column.is_in(list(field.enum)), f"is none of {', '.join(field.enum)}")
    if field.pattern is not None:
        yield Rule(
            field.name, column.str.contains(f"^(?:{field.pattern})$"), f"does not match {field.pattern}"
        )
    if field.minimum is not None:
        yield Rule(field.name, column >= field.minimum, f"is less than {field.minimum}")
    if field.maximum is not None:
        yield Rule(field.name, column <= field.maximum, f"is more than {field.maximum}")


def _key(columns: Sequence[str]) -> pl.Expr:
    """One value for several columns: null where any is."""
    return pl.col(columns[0]) if len(columns) == 1 else pl.concat_str(list(columns), separator="\x1f")


def _keys(frames: Iterable[Frame]) -> dict[str, pl.Series]:
    return {
        frame.schema.name: frame.data.select(_key(frame.schema.primary_key)).to_series() for frame in frames
    }


def _foreign_key_rule(key: ForeignKey, keys: Mapping[str, pl.Series]) -> Rule:
    known = keys.get(key.table, pl.Series([], dtype=pl.String))
    holds = _key(key.fields).is_in(known.implode())
    return Rule(key.fields[0], holds, f"is no {', '.join(key.reference)} of {key.table}")


def _date_rules(frame: Frame) -> Iterable[Rule]:
    columns = frame.schema.columns
    for prefix in ("start_", "end_", ""):
        if f"{prefix}edtf" in columns:
            yield from _edtf_rules(frame, prefix)
    if "start_earliest" in columns and "end_latest" in columns:
        holds = pl.col("start_earliest") <= pl.col("end_latest")
        yield Rule("start_earliest", holds, "is after end_latest: it starts after it ends")


def _edtf_rules(frame: Frame, prefix: str) -> Iterable[Rule]:
    column, earliest, latest = f"{prefix}edtf", pl.col(f"{prefix}earliest"), pl.col(f"{prefix}latest")
    texts = frame.data[column].drop_nulls().unique().to_list()
    bounds = {text: read_bounds(text) for text in texts}
    valid = [text for text, found in bounds.items() if found is not None] + [OPEN_END] * (prefix == "end_")
    yield Rule(
        column,
        pl.col(column).is_in(valid),
        "is not EDTF" + (" that a start can have" if prefix == "start_" else ""),
    )
    first = _days(column, {text: found.earliest for text, found in bounds.items() if found})
    last = _days(column, {text: found.latest for text, found in bounds.items() if found})
    yield Rule(f"{prefix}earliest", earliest <= latest, f"is after {prefix}latest")
    # A bound of its own must be kept: nothing is wider than something.
    reason = f"lies outside of {column}"
    yield Rule(f"{prefix}earliest", first.is_null() | (earliest >= first).fill_null(False), reason)
    yield Rule(f"{prefix}latest", last.is_null() | (latest <= last).fill_null(False), reason)
    for name, bound in (("earliest", earliest), ("latest", latest)):
        undated = pl.col(column).is_null() | (pl.col(column) == OPEN_END)
        yield Rule(
            f"{prefix}{name}", bound.is_null() | ~undated, f"is a bound of no {column}, or of an open end"
        )


def _days(column: str, days: Mapping[str, CalendarDay | None]) -> pl.Expr:
    """The day that belongs to the value of a column; null where it has none."""
    known = {text: count_days(day) for text, day in days.items() if day is not None}
    if not known:
        return pl.lit(None, pl.Date)
    return pl.col(column).replace_strict(known, default=None, return_dtype=pl.Int32).cast(pl.Date)

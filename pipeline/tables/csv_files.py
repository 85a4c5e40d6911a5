"""The CSV of a table in, its rows out; and the review list in, its CSV out. Needs no data frame library."""

from __future__ import annotations

import csv
import re
from dataclasses import astuple, fields
from pathlib import Path

from pipeline.errors import ValidationError
from pipeline.model.date import CalendarDay
from pipeline.tables.schemas import Field, TableSchema
from pipeline.tables.table import ReviewRow, Table, Value

DAY = re.compile(r"(-?\d{4,})-(\d\d)-(\d\d)\Z")
INTEGER = re.compile(r"-?\d+\Z")
BOOLEANS = {"true": True, "false": False}


def read_table(schema: TableSchema, path: Path) -> Table:
    """Return the rows of a CSV. A value that is not of its column's type stays a string, for the checks
    to find. Raises ValidationError where the file is missing, no UTF-8 or has other columns."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            lines = list(csv.reader(stream, strict=True))
    except FileNotFoundError:
        raise ValidationError(f"{path}: the table is missing") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ValidationError(f"{path}: {error}") from None
    if not lines or tuple(lines[0]) != schema.columns:
        raise ValidationError(f"{path}: expected the columns {', '.join(schema.columns)}")
    for number, line in enumerate(lines[1:], 1):
        if len(line) != len(schema.columns):
            raise ValidationError(
                f"{path}: row {number}: expected {len(schema.columns)} values, found {len(line)}"
            )
    rows = (tuple(map(_read_value, schema.fields, line)) for line in lines[1:])
    return Table(schema, tuple(rows))


def _read_value(field: Field, text: str) -> Value:
    if not text:
        return None
    if field.type == "integer" and INTEGER.match(text):
        return int(text)
    if field.type == "boolean":
        return BOOLEANS.get(text, text)
    if field.type == "date" and (match := DAY.match(text)):
        return CalendarDay(int(match[1]), int(match[2]), int(match[3]))
    return text


def write_review(rows: tuple[ReviewRow, ...], path: Path) -> None:
    """Write the review list, in the form of the other CSVs."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(field.name for field in fields(ReviewRow))
        for row in rows:
            writer.writerow(str(v).lower() if isinstance(v, bool) else v for v in astuple(row))

"""Rows in, their text out: an aligned table, CSV, or JSON; always UTF-8, whatever the locale."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

from pipeline.query import Rows, Value

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
"""What would break a line, or give orders to a terminal."""


def format_table(rows: Rows) -> Iterator[str]:
    """Yield the lines of an aligned table; numbers stand to the right, NULL is written out."""
    cells = [[_shown(value) for value in row] for row in rows.rows]
    names = [CONTROL.sub(_escaped, name) for name in rows.columns]
    widths = [max([len(name), *(len(row[i]) for row in cells)]) for i, name in enumerate(names)]
    is_number = [
        bool(rows.rows) and all(row[i] is None or type(row[i]) in (int, float) for row in rows.rows)
        for i in range(len(names))
    ]

    def line(row: list[str]) -> str:
        parts = [
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, is_number, strict=True)
        ]
        return "  ".join(parts).rstrip() + "\n"

    yield line(names)
    yield "  ".join("-" * width for width in widths) + "\n"
    for row in cells:
        yield line(row)


def format_csv(rows: Rows) -> Iterator[str]:
    """Yield the lines of a CSV file (RFC 4180, but lines end in LF); NULL is an empty cell, lists and
    structs are JSON."""
    import csv

    class Lines:
        """The one line that was written last."""

        text = ""

        def write(self, text: str) -> int:
            self.text = text
            return len(text)

    lines = Lines()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(rows.columns)
    yield lines.text
    for row in rows.rows:
        writer.writerow(["" if value is None else _literal(value) for value in row])
        yield lines.text


def format_json(rows: Rows) -> Iterator[str]:
    """Yield the lines of a JSON array with one object a row; the second column of a name is `<name>_1`,
    and a number that JSON has no word for (infinity, not a number) is null."""
    names = _unique(rows.columns)
    yield "["
    for i, row in enumerate(rows.rows):
        record = {name: _finite(value) for name, value in zip(names, row, strict=True)}
        yield (",\n " if i else "\n ") + json.dumps(record, ensure_ascii=False, allow_nan=False)
    yield "\n]\n" if rows.rows else "]\n"


TEXT_FORMATS: dict[str, Callable[[Rows], Iterator[str]]] = {
    "table": format_table,
    "csv": format_csv,
    "json": format_json,
}


def _literal(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return json.dumps(_finite(value), ensure_ascii=False)
    return str(value)


def _shown(value: Value) -> str:
    return "NULL" if value is None else CONTROL.sub(_escaped, _literal(value))


def _escaped(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")


def _unique(names: tuple[str, ...]) -> list[str]:
    unique: list[str] = []
    for name in names:
        free, number = name, 0
        while free in unique:
            number += 1
            free = f"{name}_{number}"
        unique.append(free)
    return unique


def _finite(value: Value) -> Value:
    if isinstance(value, float) and value - value != 0:
        return None
    if isinstance(value, list):
        return [_finite(item) for item in value]
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    return value

"""`raw/curation.csv` in, the decisions of persons out."""

from __future__ import annotations

import csv
from pathlib import Path

from pipeline.errors import ValidationError
from pipeline.model.curation import Action, Decision

CURATION_NAME = "curation.csv"
COLUMNS = ("action", "id", "reason", "author", "expected_quote")


def read_curation(raw: Path) -> tuple[Decision, ...]:
    """Return the decisions that `raw/curation.csv` lists, in its order; none where there is no such file.

    Raises ValidationError where it is no CSV with its columns, or a row has an empty value, an unknown
    action, or an id that another row has decided.
    """
    path = raw / CURATION_NAME
    decisions: dict[str, Decision] = {}
    for line, values in _rows(path):
        place = f"{path}:{line}"
        if len(values) != len(COLUMNS):
            raise ValidationError(f"{place}: expected {len(COLUMNS)} values, found {len(values)}")
        for column, value in zip(COLUMNS, values, strict=True):
            if not value.strip():
                raise ValidationError(f"{place}: {column} is empty")
        action, item_id, reason, author, quote = values
        if action not in [a.value for a in Action]:
            raise ValidationError(f"{place}: expected accept or reject, found {action!r}")
        if item_id in decisions:
            raise ValidationError(f"{place}: {item_id} is decided at {decisions[item_id].place} as well")
        decisions[item_id] = Decision(place, Action(action), item_id, reason, author, quote)
    return tuple(decisions.values())


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """The rows after the header, each with the line that it ends on."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            header = next(reader, [])
            rows = [(reader.line_num, row) for row in reader if row]
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ValidationError(f"{path}: {error}") from None
    if tuple(header) != COLUMNS:
        found = ", ".join(header) or "none"
        raise ValidationError(f"{path}:1: expected the columns {', '.join(COLUMNS)}, found {found}")
    return rows

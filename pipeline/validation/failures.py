"""Failures of any check in, a report and one ValidationError out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.errors import ValidationError


@dataclass(frozen=True, slots=True, order=True)
class Failure:
    """One thing that does not hold."""

    table: str
    row: int | None
    """Counted from 1, without the header; None where it is not about one row."""
    column: str | None
    """None where it is not about one column."""
    reason: str
    key: str | None = None
    """The row's primary key, so that it can be found whatever the order; None where there is none."""

    def __str__(self) -> str:
        row = f" row {self.row}" if self.row is not None else ""
        key = f" ({self.key})" if self.key else ""
        column = f" column {self.column}" if self.column else ""
        return f"{self.table}{row}{key}{column}: {self.reason}"


def raise_failures(failures: Sequence[Failure], report: Path | None) -> None:
    """Write `failures` to `report` (None: nowhere) and raise ValidationError; do nothing where there
    are none."""
    if not failures:
        return
    more = f" (and {len(failures) - 1} more)" if len(failures) > 1 else ""
    see = ""
    if report is not None:
        write_report(report, failures)
        see = f"; all in {report}"
    raise ValidationError(f"{failures[0]}{more}{see}")


def write_report(path: Path, failures: Sequence[Failure]) -> None:
    """Write the failures as JSON, one object each, beside where the package would be."""
    content = {"valid": False, "failures": [asdict(failure) for failure in failures]}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    path.chmod(0o644)

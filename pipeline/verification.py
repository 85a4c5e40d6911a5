"""The folder of a package in, what its `verify.py` would say of it out, and whether its formats agree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import UsageError, ValidationError
from pipeline.publishing.stored_rows import check_formats
from pipeline.publishing.verify import find_problems
from pipeline.validation.failures import raise_failures
from pipeline.validation.written_package import DESCRIPTOR_NAME


def verify_package(folder: Path) -> Iterator[str]:
    """Yield a line for each failure and for each text that is not carried, each with its line end.

    Raises UsageError where there is no package, and ValidationError at the end where anything failed.
    """
    if not (folder / DESCRIPTOR_NAME).is_file():
        raise UsageError(f"{folder}: no package: it has no {DESCRIPTOR_NAME}")
    notes: list[str] = []
    number = 0
    for problem in find_problems(folder, notes):
        number += 1
        yield " ".join(problem.split("\n")) + "\n"
    yield from (f"{note}\n" for note in notes)
    if number:
        raise ValidationError(f"{folder}: {number} failure{'s' * (number > 1)}")
    yield f"{folder} holds what it promises\n"


def compare_formats(folder: Path) -> None:
    """Raise ValidationError where a table has other rows in one format than its logical hash says."""
    raise_failures(check_formats(folder), report=None)

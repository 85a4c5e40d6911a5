"""A package in, what its own `verify.py` would say of it out; and whether all its formats agree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import UsageError, ValidationError
from pipeline.publishing.opening import is_folder, open_files
from pipeline.publishing.stored_rows import check_formats
from pipeline.publishing.verify import find_problems
from pipeline.validation.failures import raise_failures
from pipeline.validation.written_package import DESCRIPTOR_NAME


def verify_package(location: str | Path) -> Iterator[str]:
    """Yield a line for each failure and for each text that is not carried, each with its line end.

    Of a package that is no folder of this machine, all files come over that its SHA256SUMS lists. Raises
    UsageError where there is no package, and ValidationError where one of those files is not what is listed,
    and at the end where anything failed.
    """
    if is_folder(location) and not (Path(location) / DESCRIPTOR_NAME).is_file():
        raise UsageError(f"{location}: no package: it has no {DESCRIPTOR_NAME}")
    with open_files(location) as files:
        if not files.is_here:
            # The descriptor comes first: what lists all files is held against it.
            for name in files.checksums if files.descriptor else ():
                files.fetch_listed(name)
        yield from _verify_folder(files.folder, str(location))


def _verify_folder(folder: Path, name: str) -> Iterator[str]:
    notes: list[str] = []
    number = 0
    for problem in find_problems(folder, notes):
        number += 1
        yield " ".join(problem.split("\n")) + "\n"
    yield from (f"{note}\n" for note in notes)
    if number:
        raise ValidationError(f"{name}: {number} failure{'s' * (number > 1)}")
    yield f"{name} holds what it promises\n"


def compare_formats(folder: Path) -> None:
    """Raise ValidationError where a table has other rows in one format than its logical hash says."""
    raise_failures(check_formats(folder), report=None)

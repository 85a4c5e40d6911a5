"""The folder of a written package in, what Frictionless finds wrong with it out."""

from __future__ import annotations

import hashlib
import json
from importlib import import_module
from pathlib import Path

from pipeline.validation.failures import Failure

DESCRIPTOR_NAME = "datapackage.json"
CHECKSUMS_NAME = "SHA256SUMS"


def load_frictionless() -> None:
    """Import Frictionless ahead of its first use, while there is time."""
    import_module("frictionless")


def check_written_package(folder: Path) -> list[Failure]:
    """Return what is wrong with the descriptor and the CSVs as they are on disk, keys between tables
    included."""
    import frictionless

    path = folder / DESCRIPTOR_NAME
    if not path.is_file():
        return [Failure(DESCRIPTOR_NAME, None, None, f"{folder} has none: it is no package")]
    try:
        json.loads(path.read_text("utf-8"))
        report = frictionless.Package(str(path)).validate()
    except (OSError, ValueError, frictionless.FrictionlessException) as exception:
        return [Failure(DESCRIPTOR_NAME, None, None, " ".join(str(exception).split()))]
    failures = [Failure(DESCRIPTOR_NAME, None, None, error.message) for error in report.errors]
    for task in report.tasks:
        for error in task.errors:
            row = getattr(error, "row_number", None)
            # Frictionless counts lines of the file; the header is the first.
            number = row - 1 if isinstance(row, int) else None
            failures.append(Failure(task.name, number, getattr(error, "field_name", None), error.message))
    return failures


def check_checksums(folder: Path) -> list[Failure]:
    """Return the files that are not what SHA256SUMS says; nothing where there is no such list."""
    path = folder / CHECKSUMS_NAME
    failures = []
    for line in path.read_text("utf-8").splitlines() if path.is_file() else ():
        expected, _, name = line.partition("  ")
        file = folder / name
        if not file.is_file():
            failures.append(Failure(CHECKSUMS_NAME, None, None, f"{name} is missing"))
        elif hash_file(file) != expected:
            failures.append(Failure(CHECKSUMS_NAME, None, None, f"{name} is not the file that was built"))
    return failures


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file, in lower-case hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

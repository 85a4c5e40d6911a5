"""Every error that a user may see, with the exit code it ends the program with.

A message is one line. Anything that is not an `AttestedError` is a bug: it keeps its traceback and
ends with 70 (EX_SOFTWARE of BSD sysexits).
"""

from __future__ import annotations

from pathlib import Path


class AttestedError(Exception):
    """Base of all errors that are shown as one line, without a traceback."""

    exit_code = 70


class Difference(AttestedError):
    """What is there is not what the sources give."""

    exit_code = 1


class UsageError(AttestedError):
    """A command was called with something that it cannot take."""

    exit_code = 2


class QueryError(AttestedError):
    """A query was refused, or is wrong."""

    exit_code = 2


class TargetError(AttestedError):
    """A place to publish to refuses, is full, or cannot be reached."""

    exit_code = 2


class SourceError(AttestedError):
    """A source, or the list of sources, cannot be read.

    `line` counts from 1; None where the trouble is with the whole file.
    """

    exit_code = 3

    def __init__(self, path: Path | str, message: str, line: int | None = None) -> None:
        place = f"{path}:{line}" if line is not None else str(path)
        super().__init__(f"{place}: {message}")


class SchemaError(AttestedError):
    """A schema or a word list contradicts itself or cannot be read."""

    exit_code = 4


class ValidationError(AttestedError):
    """Tables, package or evidence do not hold what they promise."""

    exit_code = 5

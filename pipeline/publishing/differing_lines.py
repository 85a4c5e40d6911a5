"""Two CSV files in, the lines that only one of them has out, as two small CSV files with the same headers.

Most rows of two versions of a table are the same, byte for byte, and stand in nearly the same order. So the
files are read side by side in blocks, and what both have is dropped before any of it is parsed. What is
left may still hold rows that are the same but for their quoting; it never lacks one that differs. Where
too much is left, or a line is no whole row, the files themselves are the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

BLOCK = 256 << 10
"""Bytes read at a time from each file, where both go on in step."""
MOST_AT_A_TIME = 8 << 20
"""The same, where they do not."""
NEWLINE = 10
MOST_PENDING = 96 << 20
"""Bytes of lines that are kept to look for in the other file."""


@dataclass(frozen=True, slots=True)
class DifferingLines:
    """Two CSV files that hold, at least, every row that only one of the two compared ones has."""

    old: Path
    new: Path


class _Blocks:
    """The lines of a file below its header, block by block."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._rest = b""
        self.header = stream.readline()
        self.quotes = 0
        """How many there were so far; an odd number means that a cell goes on in the next line."""

    def read(self, size: int) -> bytes:
        """Return the next whole lines, of about so many bytes; nothing at the end."""
        block, self._rest = self._rest, b""
        if len(block) < size:
            block += self._stream.read(size - len(block))
            if block and not block.endswith(b"\n"):
                block += self._stream.readline()
        self.quotes += block.count(b'"')
        return block

    def put_back(self, lines: bytes) -> None:
        """Have lines be read once more."""
        self._rest = lines + self._rest
        self.quotes -= lines.count(b'"')


def find_differing_lines(old: Path, new: Path, folder: Path) -> DifferingLines:
    """Return files in `folder` with the lines that only one of two CSVs has, or the CSVs themselves where
    that would be most of them."""
    found = _compare(old, new)
    if found is None:
        return DifferingLines(old, new)
    paths = []
    for name, (header, lines) in zip(("old", "new"), found, strict=True):
        path = folder / f"{name}.csv"
        with path.open("wb") as stream:
            stream.write(header)
            # The order of a set is no order.
            stream.writelines(sorted(lines))
        paths.append(path)
    return DifferingLines(paths[0], paths[1])


def _compare(old: Path, new: Path) -> tuple[tuple[bytes, set[bytes]], tuple[bytes, set[bytes]]] | None:
    """The headers, and the lines that only one file has; None where this is no way to compare them."""
    with old.open("rb") as old_stream, new.open("rb") as new_stream:
        before, after = _Blocks(old_stream), _Blocks(new_stream)
        only_old: set[bytes] = set()
        only_new: set[bytes] = set()
        if before.header != after.header:
            return None
        pending, size = 0, BLOCK
        while True:
            block, other = before.read(size), after.read(size)
            if not block and not other:
                return (before.header, only_old), (after.header, only_new)
            if block == other:
                size = BLOCK
                continue
            block, other, in_step = _fall_into_step(before, after, block, other)
            size = BLOCK if in_step else min(2 * size, MOST_AT_A_TIME)
            if (before.quotes | after.quotes) & 1:
                return None
            lines, others = _lines(block), _lines(other)
            if lines is None or others is None:
                return None
            pending += _add(only_old, only_new, lines - others)
            pending += _add(only_new, only_old, others - lines)
            if pending > MOST_PENDING:
                return None


def _fall_into_step(before: _Blocks, after: _Blocks, block: bytes, other: bytes) -> tuple[bytes, bytes, bool]:
    """Cut the two blocks behind a line that both have, so that the next ones begin alike where only a few
    lines differ; return them, and whether there is such a line."""
    for own, longer, stream in ((block, other, after), (other, block, before)):
        last = own[own.rfind(b"\n", 0, -1) + 1 :]
        place = longer.rfind(last) if last else -1
        if place == 0 or (place > 0 and longer[place - 1] == NEWLINE):
            end = place + len(last)
            stream.put_back(longer[end:])
            return (own, longer[:end], True) if longer is other else (longer[:end], own, True)
    return block, other, False


def _lines(block: bytes) -> set[bytes] | None:
    """The lines of a block, each with its end; None where one is no whole row, or stands there twice."""
    if block and not block.endswith(b"\n"):
        block += b"\n"
    # What stands between quotes: every second piece, from the second on.
    if b"\r" in block or b"\n" in b"".join(block.split(b'"')[1::2]):
        return None
    lines = block.splitlines(keepends=True)
    found = set(lines)
    return found if len(found) == len(lines) else None


def _add(own: set[bytes], other: set[bytes], lines: set[bytes]) -> int:
    """Add lines that one file has, but for those that were seen in the other; return by how many bytes both
    have grown."""
    seen = lines & other
    other -= seen
    lines -= seen
    own |= lines
    return sum(map(len, lines)) - sum(map(len, seen))

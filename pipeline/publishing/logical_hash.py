"""The rows of a table in, whatever format they are read from, a hash that is the same in every format out.

The logical hash of a table is the SHA-256 of these lines, each with its line feed: first the names of the
columns, then the SHA-256 of each row in lower-case hexadecimal, sorted, so that the order of the rows says
nothing. Names and rows are hashed as a JSON array without blanks, in UTF-8 and with the escapes of RFC 8785
(https://www.rfc-editor.org/rfc/rfc8785#section-3.2.2.2): of a row, the text that each cell has in the
canonical CSV, and null where it has none. So integers have no leading zeros, truth is `true` or `false`,
and a day is `1704-05-02`, with the astronomical year.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256

PREFIX = "sha256:"


class RowHashes:
    """The hashes of rows so far: 32 bytes each, by their first byte, so that a million of them stay small."""

    def __init__(self) -> None:
        self._by_first_byte = [bytearray() for _ in range(256)]

    def add(self, cells: Sequence[str | None]) -> None:
        """Take one more row: the canonical text of each cell, None where it is missing."""
        digest = sha256(_encode(cells)).digest()
        self._by_first_byte[digest[0]] += digest

    def combine(self, columns: Sequence[str]) -> str:
        """Return the logical hash of all rows so far, under the names of their columns."""
        total = sha256(_encode(columns) + b"\n")
        for digests in self._by_first_byte:
            for digest in sorted(digests[i : i + 32] for i in range(0, len(digests), 32)):
                total.update(digest.hex().encode() + b"\n")
        return PREFIX + total.hexdigest()


def hash_rows(columns: Sequence[str], rows: Iterable[Sequence[str | None]]) -> str:
    """Return the logical hash of a table: the canonical text of each cell, None where it is missing."""
    hashes = RowHashes()
    for row in rows:
        hashes.add(row)
    return hashes.combine(columns)


_encode_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _encode(cells: Sequence[str | None]) -> bytes:
    return _encode_json(list(cells)).encode("utf-8")

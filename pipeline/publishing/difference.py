"""Two packages in, how the committed files of the one differ from those of the other out."""

from __future__ import annotations

from collections import Counter
from itertools import zip_longest
from pathlib import Path

from pipeline.validation.written_package import DESCRIPTOR_NAME


def find_differences(found: Path, expected: Path) -> list[str]:
    """Return one line for each committed file (`datapackage.json`, `data/*.csv`) that is not the same,
    byte for byte: which rows only one of the two has."""
    names = sorted(
        {p.relative_to(folder).as_posix() for folder in (found, expected) for p in _committed(folder)}
    )
    lines = [_compare(found / name, expected / name, name) for name in names]
    return [line for line in lines if line is not None]


def _committed(folder: Path) -> list[Path]:
    return [p for p in (folder / DESCRIPTOR_NAME, *sorted((folder / "data").glob("*"))) if p.is_file()]


def _compare(found: Path, expected: Path, name: str) -> str | None:
    if not expected.is_file():
        return f"{name} is not given by the sources"
    if not found.is_file():
        return f"{name} is missing"
    old, new = found.read_bytes(), expected.read_bytes()
    if old == new:
        return None
    if name == DESCRIPTOR_NAME:
        return f"{name} differs"
    before, after = old.decode("utf-8", "replace").splitlines(), new.decode("utf-8", "replace").splitlines()
    gone, added = Counter(before) - Counter(after), Counter(after) - Counter(before)
    first = next((i for i, (a, b) in enumerate(zip_longest(before, after)) if a != b), None)
    if first is None:
        return f"{name} differs in its line ends"
    where = f"row {first}" if first else "the header"
    return f"{name} has {gone.total()} rows too many and misses {added.total()}, from {where} on"

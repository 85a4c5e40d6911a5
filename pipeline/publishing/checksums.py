"""A finished package folder in, its SHA256SUMS out."""

from __future__ import annotations

from pathlib import Path

from pipeline.validation.written_package import CHECKSUMS_NAME, hash_file


def write_checksums(folder: Path) -> None:
    """Write the SHA-256 of every file, in the form that `sha256sum --check` reads, by name."""
    lines = [f"{hash_file(folder / name)}  {name}\n" for name in find_files(folder) if name != CHECKSUMS_NAME]
    (folder / CHECKSUMS_NAME).write_text("".join(lines), encoding="utf-8", newline="\n")


def find_files(folder: Path) -> list[str]:
    """Return the paths of all files below a folder, with slashes, by name."""
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())

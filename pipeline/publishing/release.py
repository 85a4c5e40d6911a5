"""What is ready to be published, and what it says apart from its version and date."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import ValidationError
from pipeline.publishing.changelog import CHANGELOG_NAME
from pipeline.publishing.history import PublishedVersion
from pipeline.publishing.opening import CHECKSUM, SAFE_PATH
from pipeline.validation.written_package import CHECKSUMS_NAME, DESCRIPTOR_NAME, hash_file

COMPARED = ("data/", "texts/", DESCRIPTOR_NAME, CHANGELOG_NAME)
"""What a new version is compared with, and goes on from."""
ADDED = frozenset({"version", "created", "formulaLike"})
"""What publishing adds to a descriptor, or counts anew."""


@dataclass(frozen=True, slots=True)
class Release:
    """A version that is made and not published yet."""

    folder: Path
    """Its files, as they will be."""
    archive: Path
    """The zip of them."""
    entry: PublishedVersion
    """What `versions.json` will say of it."""


def read_checksums(content: bytes) -> dict[str, str]:
    """Return the SHA-256 of each file of a package, by its path with slashes, as its SHA256SUMS lists it.
    Raises ValueError where that is broken, or names a file outside of the package."""
    lines = [CHECKSUM.fullmatch(line) for line in content.decode("utf-8").splitlines()]
    listed = {line["name"]: line["hash"] for line in lines if line and SAFE_PATH.match(line["name"])}
    if len(listed) < len(lines):
        raise ValueError(f"{CHECKSUMS_NAME} is not one line a file of the package")
    return listed


def list_files(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file of a package, by its path with slashes, SHA256SUMS itself included.
    Raises ValueError where SHA256SUMS is broken, OSError where there is none."""
    content = (folder / CHECKSUMS_NAME).read_bytes()
    return read_checksums(content) | {CHECKSUMS_NAME: hashlib.sha256(content).hexdigest()}


def hash_content(descriptor: dict[str, Any]) -> str:
    """Return a SHA-256 of what a package says, by its descriptor: that has the hash of each table, and the
    table of documents that of each text. Version and date do not count, nor does what other files hold."""
    said = {key: value for key, value in descriptor.items() if key not in ADDED}
    text = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def copy_package(package: Path, folder: Path) -> None:
    """Copy the files that SHA256SUMS lists to a new folder. Raises ValidationError where one of them is
    not what is listed there: a build may have replaced the package meanwhile."""
    for name, digest in list_files(package).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(package / name, folder / name)
        if hash_file(folder / name) != digest:
            raise ValidationError(f"{package / name}: changed while it was published; publish again")


def compared_files(folder: Path) -> list[str]:
    """Return the paths of the files that a new version is compared with."""
    return [name for name in list_files(folder) if name.startswith(COMPARED)]


def check_files(folder: Path, version: PublishedVersion, place: str) -> None:
    """Raise ValidationError where what a new version is compared with is not what was published."""
    try:
        listed = list_files(folder)
        if listed[CHECKSUMS_NAME] != version.checksums_hash:
            raise ValueError(f"{CHECKSUMS_NAME} is not the one that was published")
        for name in compared_files(folder):
            if hash_file(folder / name) != listed[name]:
                raise ValueError(f"{name} is not the file that was published")
    except ValueError as error:
        raise ValidationError(f"{place}: {error}") from None
    except OSError as error:
        raise ValidationError(f"{error.filename or place}: {error.strerror or error}") from None

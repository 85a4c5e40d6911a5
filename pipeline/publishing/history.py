"""`versions.json` in, the versions that were published out; and the other way round."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, replace
from typing import Any

from pipeline.errors import UsageError, ValidationError
from pipeline.publishing.versioning import read_version

HISTORY_NAME = "versions.json"
LATEST = "latest"
"""Where a full copy of the latest version is."""


@dataclass(frozen=True, slots=True)
class PublishedSource:
    """A text that a version was read from."""

    title: str
    path: str
    version: str | None
    """The revision that was read; None where it is not known."""


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """One version of a package. Hashes are SHA-256, in lower-case hexadecimal."""

    version: str
    date: datetime.date
    files: int
    """How many files it has, SHA256SUMS included."""
    bytes: int
    """Of all of them together."""
    checksums_hash: str
    """Of its SHA256SUMS, and so of all that it holds."""
    content_hash: str
    """Of what it says, without version and date: equal where the same content is published again."""
    archive_bytes: int
    archive_hash: str
    sources: tuple[PublishedSource, ...]
    previous: str | None
    """The version that it was compared with; None for the first."""
    bump: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """All versions of a package that are published at a place, the oldest first."""

    name: str
    versions: tuple[PublishedVersion, ...] = ()

    @property
    def latest(self) -> PublishedVersion | None:
        """The highest version; None before the first."""
        return self.versions[-1] if self.versions else None

    def find_content(self, content_hash: str) -> PublishedVersion | None:
        """Return the latest version that says the same, or None."""
        return next((v for v in reversed(self.versions) if v.content_hash == content_hash), None)

    def with_version(self, version: PublishedVersion) -> History:
        """Return the history with one version more."""
        return replace(self, versions=(*self.versions, version))


def name_archive(name: str, version: str) -> str:
    """Return the name of the zip of a version."""
    return f"{name}-{version}.zip"


def write_history(history: History) -> bytes:
    """Return the content of `versions.json`, the newest version first."""
    latest = history.latest
    content = {
        "name": history.name,
        "latest": None if latest is None else latest.version,
        "versions": [_write_version(version, history.name) for version in reversed(history.versions)],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def read_history(content: bytes, name: str, place: str) -> History:
    """Return the history that `versions.json` at `place` tells of the package `name`.

    Raises ValidationError where it is not what `write_history` gives: it is never repaired, since what it
    does not list counts as not published.
    """
    try:
        data = json.loads(content)
        history = History(name, tuple(_read_version(version) for version in reversed(data["versions"])))
        orders = [read_version(version.version) for version in history.versions]
        whole = json.loads(write_history(history)) == data and orders == sorted(set(orders))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, UsageError):
        whole = False
    if not whole:
        raise ValidationError(f"{place}: is not a list of versions of {name} as publishing writes it")
    return history


def _write_version(version: PublishedVersion, name: str) -> dict[str, Any]:
    return {
        "version": version.version,
        "date": version.date.isoformat(),
        "path": f"{version.version}/",
        "files": version.files,
        "bytes": version.bytes,
        "hashes": {
            "SHA256SUMS": f"sha256:{version.checksums_hash}",
            "content": f"sha256:{version.content_hash}",
        },
        "archive": {
            "path": name_archive(name, version.version),
            "bytes": version.archive_bytes,
            "hash": f"sha256:{version.archive_hash}",
        },
        "sources": [_write_source(source) for source in version.sources],
        "changes": {
            "previous": version.previous,
            "bump": version.bump,
            "reasons": list(version.reasons),
        },
    }


def _write_source(source: PublishedSource) -> dict[str, str]:
    known = {} if source.version is None else {"version": source.version}
    return {"title": source.title, "path": source.path, **known}


def _read_version(data: dict[str, Any]) -> PublishedVersion:
    return PublishedVersion(
        version=data["version"],
        date=datetime.date.fromisoformat(data["date"]),
        files=data["files"],
        bytes=data["bytes"],
        checksums_hash=data["hashes"]["SHA256SUMS"].removeprefix("sha256:"),
        content_hash=data["hashes"]["content"].removeprefix("sha256:"),
        archive_bytes=data["archive"]["bytes"],
        archive_hash=data["archive"]["hash"].removeprefix("sha256:"),
        sources=tuple(PublishedSource(s["title"], s["path"], s.get("version")) for s in data["sources"]),
        previous=data["changes"]["previous"],
        bump=data["changes"]["bump"],
        reasons=tuple(data["changes"]["reasons"]),
    )

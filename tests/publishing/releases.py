"""Small releases of an invented package, made by hand, to be published to targets."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path

from pipeline.publishing.archive import write_archive
from pipeline.publishing.checksums import find_files, write_checksums
from pipeline.publishing.history import PublishedSource, PublishedVersion, name_archive
from pipeline.publishing.release import Release
from pipeline.publishing.targets import Target

NAME = "velmora"
DATE = datetime.date(2026, 5, 4)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def make_release(
    workshop: Path, version: str, previous: str | None = None, extra: tuple[str, ...] = ()
) -> Release:
    """Make a release of a few files, each with the version in it; `extra` are names of more."""
    folder = workshop / "release"
    (folder / "data").mkdir(parents=True)
    for name in ("datapackage.json", "data/facts.csv", "data/names.csv", *extra):
        (folder / name).write_text(f"{name} of {version}\n" * 20)
    write_checksums(folder)
    archive = workshop / "release.zip"
    write_archive(folder, archive, DATE)
    content = (folder / "SHA256SUMS").read_bytes()
    entry = PublishedVersion(
        version=version,
        date=DATE,
        files=len(find_files(folder)),
        bytes=sum((folder / name).stat().st_size for name in find_files(folder)),
        checksums_hash=digest(content),
        content_hash=digest(version.encode()),
        archive_bytes=archive.stat().st_size,
        archive_hash=digest(archive.read_bytes()),
        sources=(PublishedSource("Salt Wars", "https://example.org/wiki/Salt_Wars", "7"),),
        previous=previous,
        bump="minor" if previous else "none",
        reasons=("facts: 1 row added",) if previous else (),
    )
    return Release(folder, archive, entry)


def publish_release(target: Target, version: str, extra: tuple[str, ...] = ()) -> None:
    """Publish a release as the flow does, unless it is published."""
    history = target.read_history()
    last = history.latest
    if history.find_content(digest(version.encode())) is None:
        with target.workshop() as workshop:
            release = make_release(workshop, version, last.version if last else None, extra)
            target.put(release, history.with_version(release.entry))
    latest = target.read_history().latest
    assert latest is not None
    target.update_latest(latest.version)


def problems_of(files: dict[str, bytes]) -> list[str]:
    """Say what is wrong with what a reader finds at a place: each version that versions.json lists, and each
    folder that looks like a version, has to be whole."""
    found = []
    listed = [] if "versions.json" not in files else _versions(files["versions.json"])
    folders = {name.split("/")[0] for name in files if name[0].isdigit()}
    for version in sorted(folders | set(listed)):
        sums = files.get(f"{version}/SHA256SUMS", b"").decode()
        lines = dict(line.split("  ")[::-1] for line in sums.splitlines())
        inside = {n.partition("/")[2]: digest(c) for n, c in files.items() if n.startswith(f"{version}/")}
        inside.pop("SHA256SUMS", None)
        if not lines or lines != inside:
            found.append(f"{version} is not whole")
        if version in listed and name_archive(NAME, version) not in files:
            found.append(f"{version} has no zip")
    return found


def _versions(content: bytes) -> list[str]:
    from pipeline.publishing.history import read_history

    return [version.version for version in read_history(content, NAME, "versions.json").versions]

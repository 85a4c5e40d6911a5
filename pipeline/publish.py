"""From a built package to a published version, one line a stage: what it says decides which one."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pipeline.errors import UsageError, ValidationError
from pipeline.publishing.archive import write_archive
from pipeline.publishing.changelog import write_changes
from pipeline.publishing.checksums import find_files, write_checksums
from pipeline.publishing.comparison import compare_packages
from pipeline.publishing.history import History, PublishedSource, PublishedVersion
from pipeline.publishing.metadata import describe_release, read_descriptor, read_metadata
from pipeline.publishing.release import Release, copy_package, hash_content
from pipeline.publishing.targets import Target, folder_of, open_target
from pipeline.publishing.verify import find_problems
from pipeline.publishing.versioning import VersionDecision, next_version, read_version
from pipeline.validation.written_package import CHECKSUMS_NAME, hash_file

Progress = Callable[[str], None]
"""Takes the name of the step that begins."""

DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
SECONDS = re.compile(r"\d{1,12}\Z", re.ASCII)
NAME = re.compile(r"[a-z0-9][-a-z0-9._]*\Z")
SHOWN_PROBLEMS = 3
EPOCH_VARIABLE = "SOURCE_DATE_EPOCH"


@dataclass(frozen=True, slots=True)
class Publication:
    """What publishing came to."""

    place: str
    """Where all versions of the package are."""
    version: str
    decision: VersionDecision | None
    """Why it has that number; None where the same content was published before, as that version."""

    def lines(self) -> Iterator[str]:
        """Yield it as lines of text, each with its line end."""
        if self.decision is None:
            yield f"already published as {self.version} in {self.place}; nothing changed\n"
        else:
            yield f"published in {self.place}\n"
            yield from self.decision.lines()


def publish(
    package: Path, to: str, date: datetime.date, asked: str | None, progress: Progress
) -> Publication:
    """Publish what a build made to the folder or URL `to`, as the version that follows from what changed.

    `asked` may raise the number; None asks for nothing. What is published already is not published again,
    unless it is not what the latest version says and `asked` is higher than that. Raises UsageError where
    there is no package, or `asked` or `to` cannot be taken; ValidationError where the package does not
    verify, or what was published before does not; TargetError where the target refuses.
    """
    name, content = _read_package(package, to, asked)
    progress(f"verifying {package}")
    _verify(package)
    with open_target(to, name, progress) as target:
        history = target.read_history()
        publication = _find_published(target, history, content, asked)
        if publication is None:
            publication = _publish_version(package, target, history, content, date, asked, progress)
        progress("updating latest")
        latest = target.read_history().latest
        if latest is not None:
            target.update_latest(latest.version)
    return publication


def read_date(given: str | None, environment: Mapping[str, str]) -> datetime.date:
    """Return the day of a release: `given`, such as 2026-05-04, or that of SOURCE_DATE_EPOCH, in UTC
    (https://reproducible-builds.org/specs/source-date-epoch/). Raises UsageError where there is neither, or
    it is no day. The clock is never asked, so that the same release can be made again."""
    epoch = environment.get(EPOCH_VARIABLE)
    try:
        if given is not None:
            if not DAY.match(given):
                raise ValueError
            return datetime.date.fromisoformat(given)
        if epoch is not None:
            if not SECONDS.match(epoch):
                raise ValueError
            return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    except (ValueError, OverflowError, OSError):
        if given is not None:
            raise UsageError(f"--date {given!r} is no day: expected one such as 2026-05-04") from None
        raise UsageError(f"{EPOCH_VARIABLE} {epoch!r} is no number of seconds since 1970") from None
    raise UsageError(f"the release needs a date: --date 2026-05-04, or {EPOCH_VARIABLE}")


def _read_package(package: Path, to: str, asked: str | None) -> tuple[str, str]:
    """Return the name of the package and the hash of what it says."""
    if asked is not None:
        read_version(asked)
    descriptor = read_descriptor(package)
    name = descriptor.get("name")
    if not isinstance(name, str) or not NAME.match(name):
        raise ValidationError(f"{package}: the name {name!r} cannot be that of a folder")
    folder = folder_of(to)
    if not to or (folder is not None and folder.resolve().is_relative_to(package.resolve())):
        raise UsageError(f"--to {to!r}: expected a folder outside of the package, or a URL")
    return name, hash_content(descriptor)


def _verify(package: Path) -> None:
    problems = list(islice(find_problems(package, []), SHOWN_PROBLEMS))
    if problems:
        raise ValidationError(f"{package}: {'; '.join(problems)}; 'pipeline verify' lists all")


def _find_published(target: Target, history: History, content: str, asked: str | None) -> Publication | None:
    """Return as what the same is published already; None where it is not, or is to be published again."""
    same, latest = history.find_content(content), history.latest
    if same is None or latest is None:
        return None
    if asked is not None and same != latest and read_version(asked) > read_version(latest.version):
        return None
    return Publication(target.place, same.version, None)


def _publish_version(
    package: Path,
    target: Target,
    history: History,
    content: str,
    date: datetime.date,
    asked: str | None,
    progress: Progress,
) -> Publication:
    last = history.latest
    with target.workshop() as workshop, ExitStack() as stack:
        folder, archive = workshop / "release", workshop / "release.zip"
        progress("copying the package")
        copy_package(package, folder)
        progress("comparing it with the latest version")
        old = stack.enter_context(target.fetch(last)) if last else None
        comparison = stack.enter_context(compare_packages(old, folder)) if old else None
        decision = next_version(comparison, last.version if last else None, asked)
        if last and decision.version == last.version:
            return Publication(target.place, last.version, None)
        progress(f"making {decision.version}")
        write_changes(comparison, decision, old, folder, date)
        describe_release(folder, decision.version, date)
        write_checksums(folder)
        _verify(folder)
        write_archive(folder, archive, date)
        release = Release(folder, archive, _describe(folder, archive, content, date, last, decision))
        progress(f"publishing {decision.version}")
        target.put(release, history.with_version(release.entry))
    return Publication(target.place, decision.version, decision)


def _describe(
    folder: Path,
    archive: Path,
    content: str,
    date: datetime.date,
    last: PublishedVersion | None,
    decision: VersionDecision,
) -> PublishedVersion:
    """Return what `versions.json` will say of a version."""
    sizes = [(folder / name).stat().st_size for name in find_files(folder)]
    sources = read_metadata(folder).sources
    return PublishedVersion(
        version=decision.version,
        date=date,
        files=len(sizes),
        bytes=sum(sizes),
        checksums_hash=hash_file(folder / CHECKSUMS_NAME),
        content_hash=content,
        archive_bytes=archive.stat().st_size,
        archive_hash=hash_file(archive),
        sources=tuple(PublishedSource(s.title, s.url, s.revision) for s in sources),
        previous=last.version if last else None,
        bump=decision.bump.word,
        reasons=tuple(reason.text for reason in decision.reasons),
    )

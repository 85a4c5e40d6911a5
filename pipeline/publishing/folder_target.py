"""A folder to publish to: a release in, its version there, in one step, whole or not at all.

Everything is made in `.publishing`, on the same file system, and then moved to its place, the version's
folder first. That move publishes it. What comes after (the zip, versions.json, latest) is ready by then; when
the publisher is killed in between, the next one finishes it before it does anything else.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import TargetError
from pipeline.publishing.checksums import find_files
from pipeline.publishing.history import (
    HISTORY_NAME,
    LATEST,
    History,
    PublishedVersion,
    name_archive,
    read_history,
    write_history,
)
from pipeline.publishing.release import Release, check_files
from pipeline.publishing.staging import exchange_folders, lock_folder, set_modes
from pipeline.validation.written_package import CHECKSUMS_NAME

WORKSHOP = ".publishing"


class FolderTarget:
    """The folder of one package, which nobody else publishes to meanwhile."""

    def __init__(self, folder: Path, name: str) -> None:
        self.place = str(folder)
        self._folder = folder
        self._name = name
        self._workshop = folder / WORKSHOP

    def read_history(self) -> History:
        """Return what is published here. Raises ValidationError where versions.json is broken."""
        return self._read_history(self._folder / HISTORY_NAME)

    @contextmanager
    def workshop(self) -> Iterator[Path]:
        """Give an empty folder to make a release in, on the same file system, for as long as it takes."""
        self._workshop.mkdir()
        try:
            yield self._workshop
        finally:
            self.recover()

    @contextmanager
    def fetch(self, version: PublishedVersion) -> Iterator[Path]:
        """Give the folder of a published version, only to be read. Raises ValidationError where it is not
        what was published."""
        folder = self._folder / version.version
        check_files(folder, version, str(folder))
        yield folder

    def put(self, release: Release, history: History) -> None:
        """Publish a release, made in the workshop, as the last version of `history`.

        Raises TargetError where something is in its way.
        """
        version, archive = release.entry.version, name_archive(self._name, release.entry.version)
        for path in (self._folder / version, self._folder / archive):
            if path.exists() or path.is_symlink():
                raise TargetError(f"{path} is there and not in {HISTORY_NAME}: take it away first")
        release.archive.rename(self._workshop / archive)
        self._prepare_latest(release.folder)
        # Its name says that the rest is ready: from then on, the next publisher goes by it.
        plan = self._workshop / "plan.part"
        plan.write_bytes(write_history(history))
        set_modes(self._workshop)
        plan.rename(self._workshop / HISTORY_NAME)
        release.folder.rename(self._folder / version)
        self.recover()

    def update_latest(self, version: str) -> None:
        """Make `latest` a copy of a published version, unless it is one."""
        if not _is_copy(self._folder / LATEST, self._folder / version):
            with self.workshop():
                self._prepare_latest(self._folder / version)

    def recover(self) -> None:
        """Finish what a publisher had published before it was stopped, and throw away what it had not."""
        plan = self._workshop / HISTORY_NAME
        if plan.is_file():
            self._move_in(self._read_history(plan))
        last = self.read_history().latest
        if last is not None:
            self._move_latest_in(self._folder / last.version)
        if self._workshop.is_dir():
            shutil.rmtree(self._workshop)

    def _prepare_latest(self, source: Path) -> None:
        # Its name says that it is whole.
        part = self._workshop / "latest.part"
        shutil.copytree(source, part)
        set_modes(part)
        part.rename(self._workshop / LATEST)

    def _move_in(self, planned: History) -> None:
        last = planned.versions[-1].version
        if (self._folder / last).is_dir():
            for name in (name_archive(self._name, last), HISTORY_NAME):
                if (self._workshop / name).exists():
                    (self._workshop / name).rename(self._folder / name)

    def _move_latest_in(self, version: Path) -> None:
        new, old = self._workshop / LATEST, self._folder / LATEST
        if not _is_copy(new, version):
            return
        if old.is_dir() and not exchange_folders(new, old):
            old.rename(self._workshop / "old")
        if new.is_dir() and not old.is_dir():
            new.rename(old)

    def _read_history(self, path: Path) -> History:
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return History(self._name)
        return read_history(content, self._name, str(path))


@contextmanager
def open_folder_target(root: Path, name: str) -> Iterator[FolderTarget]:
    """Give the folder of the package `name` in `root`, once no other publisher is at work there.

    Raises TargetError where one of them is a file, OSError where they cannot be written to.
    """
    folder = root / name
    for path in (root, folder):
        if path.exists() and not path.is_dir():
            raise TargetError(f"{path}: expected a folder, found a file")
    root.mkdir(parents=True, exist_ok=True)
    lock = lock_folder(folder)
    try:
        target = FolderTarget(folder, name)
        target.recover()
        yield target
    finally:
        # A publisher that was refused leaves nothing behind.
        with contextlib.suppress(OSError):
            folder.rmdir()
        os.close(lock)


def _is_copy(folder: Path, version: Path) -> bool:
    """Whether a folder has the same files as a version, as far as their list of checksums and sizes tell."""
    if not (folder / CHECKSUMS_NAME).is_file() or find_files(folder) != find_files(version):
        return False
    sizes = all((folder / n).stat().st_size == (version / n).stat().st_size for n in find_files(version))
    return sizes and (folder / CHECKSUMS_NAME).read_bytes() == (version / CHECKSUMS_NAME).read_bytes()

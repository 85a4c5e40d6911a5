"""An object store to publish to: a release in, its version there once versions.json lists it.

An object store moves nothing: files are written where they stay, and versions.json after them, in one step.
What a killed publisher left behind is listed nowhere; the next one overwrites it. While `latest` is
written, it is a mixture of two versions, and has its SHA256SUMS last.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.errors import TargetError, ValidationError
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
from pipeline.publishing.lease import Lease, take_lease
from pipeline.publishing.object_store import Content, ObjectStore
from pipeline.publishing.release import Release, check_files, compared_files, read_checksums
from pipeline.validation.written_package import CHECKSUMS_NAME


class StoreTarget:
    """The place of one package in an object store, which nobody else publishes to meanwhile."""

    def __init__(self, store: ObjectStore, lease: Lease, name: str) -> None:
        self.place = store.place
        self._store = store
        self._lease = lease
        self._name = name
        self._known: Content | None = None

    def read_history(self) -> History:
        """Return what is published here. Raises ValidationError where versions.json is broken."""
        self._known = self._store.read(HISTORY_NAME)
        if self._known is None:
            return History(self._name)
        return read_history(self._known.data, self._name, f"{self.place}/{HISTORY_NAME}")

    @contextmanager
    def workshop(self) -> Iterator[Path]:
        """Give an empty folder to make a release in, for as long as it takes."""
        with tempfile.TemporaryDirectory(prefix="attested-") as folder:
            yield Path(folder)

    @contextmanager
    def fetch(self, version: PublishedVersion) -> Iterator[Path]:
        """Give a copy of what a new version is compared with. Raises ValidationError where it is not what
        was published."""
        place = f"{self.place}/{version.version}"
        with tempfile.TemporaryDirectory(prefix="attested-") as name:
            folder = Path(name)
            self._store.download(f"{version.version}/{CHECKSUMS_NAME}", folder / CHECKSUMS_NAME)
            try:
                names = compared_files(folder)
            except ValueError as error:
                raise ValidationError(f"{place}: {error}") from None
            for name in names:
                self._store.download(f"{version.version}/{name}", folder / name)
            check_files(folder, version, place)
            yield folder

    def put(self, release: Release, history: History) -> None:
        """Publish a release as the last version of `history`.

        Raises TargetError where another publisher has come between.
        """
        version = release.entry.version
        files = find_files(release.folder)
        for name in files:
            self._lease.check()
            self._store.upload(release.folder / name, f"{version}/{name}")
        self._remove_others(version, set(files))
        self._lease.check()
        archive = name_archive(self._name, version)
        self._store.upload(release.archive, archive)
        expected = {name: (release.folder / name).stat().st_size for name in files}
        if self._store.sizes(version) != expected:
            raise TargetError(f"{self.place}/{version}: did not keep what was written; publish again")
        self._lease.confirm()
        content = write_history(history)
        done = (
            self._store.create(HISTORY_NAME, content)
            if self._known is None
            else self._store.replace(HISTORY_NAME, content, self._known)
        )
        if done is None:
            raise TargetError(f"{self.place}: another publisher has come between; publish again")

    def update_latest(self, version: str) -> None:
        """Make `latest` a copy of a published version, unless it is one."""
        source = self._store.read(f"{version}/{CHECKSUMS_NAME}")
        found = self._store.read(f"{LATEST}/{CHECKSUMS_NAME}")
        if source is None:
            raise ValidationError(f"{self.place}/{version}/{CHECKSUMS_NAME}: is missing")
        if found is not None and found.data == source.data:
            return
        names = read_checksums(source.data)
        for name in names:
            self._lease.check()
            self._store.copy(f"{version}/{name}", f"{LATEST}/{name}")
        self._remove_others(LATEST, {*names, CHECKSUMS_NAME})
        self._store.copy(f"{version}/{CHECKSUMS_NAME}", f"{LATEST}/{CHECKSUMS_NAME}")

    def _remove_others(self, folder: str, names: set[str]) -> None:
        for name in sorted(self._store.sizes(folder).keys() - names):
            self._lease.check()
            self._store.remove(f"{folder}/{name}")


@contextmanager
def open_store_target(
    fs: Any, root: str, name: str, place: str, progress: Callable[[str], None]
) -> Iterator[StoreTarget]:
    """Give the place of the package `name` below `root` in a filesystem of fsspec, once no other publisher
    is at work there. Messages call it `place`."""
    store = ObjectStore(fs, f"{root.rstrip('/')}/{name}", f"{place.rstrip('/')}/{name}")
    with take_lease(store, progress) as lease:
        yield StoreTarget(store, lease, name)

"""What a user calls the place to publish to in, a target that nobody else publishes to meanwhile out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pipeline.errors import TargetError, UsageError
from pipeline.publishing.folder_target import FolderTarget, open_folder_target
from pipeline.publishing.history import History, PublishedVersion
from pipeline.publishing.opening import IS_URL
from pipeline.publishing.release import Release

if TYPE_CHECKING:
    from pipeline.publishing.store_target import StoreTarget


class Target(Protocol):
    """The place of one package. A version exists there once versions.json lists it."""

    place: str
    """What messages call it."""

    def read_history(self) -> History:
        """Return what is published here. Raises ValidationError where versions.json is broken."""

    def workshop(self) -> AbstractContextManager[Path]:
        """Give an empty folder to make a release in, for as long as it takes."""

    def fetch(self, version: PublishedVersion) -> AbstractContextManager[Path]:
        """Give a folder with what a new version is compared with, only to be read. Raises ValidationError
        where it is not what was published."""

    def put(self, release: Release, history: History) -> None:
        """Publish a release, made in the workshop, as the last version of `history`, whole or not at all."""

    def update_latest(self, version: str) -> None:
        """Make `latest` a copy of a published version, unless it is one."""


@contextmanager
def open_target(to: str, name: str, progress: Callable[[str], None]) -> Iterator[Target]:
    """Give the place of the package `name` in the folder or at the URL `to`, once no other publisher is at
    work there.

    Raises UsageError where `to` is of no known kind, TargetError where it refuses.
    """
    try:
        with _open_target(to, name, progress) as target:
            yield target
    except OSError as error:
        raise TargetError(f"{error.filename or to}: {error.strerror or error}") from error


def folder_of(to: str) -> Path | None:
    """Return the folder that `to` names; None where it is the URL of something else."""
    if not IS_URL.match(to):
        return Path(to)
    protocol, _, path = to.partition("://")
    return Path(path) if protocol in ("file", "local") else None


def _open_target(
    to: str, name: str, progress: Callable[[str], None]
) -> AbstractContextManager[FolderTarget | StoreTarget]:
    folder = folder_of(to)
    if folder is not None:
        return open_folder_target(folder, name)
    from fsspec.core import url_to_fs

    from pipeline.publishing.store_target import open_store_target

    try:
        fs, root = url_to_fs(to, skip_instance_cache=True)
    except ImportError as error:
        raise UsageError(f"{to}: needs more than is installed, such as 'attested[s3]': {error}") from None
    except Exception as error:
        # Each kind of filesystem has errors of its own for what it cannot understand.
        raise UsageError(f"{to}: {error}") from None
    if to.startswith("s3") and not root.strip("/"):
        raise UsageError(f"{to}: names no bucket")
    return open_store_target(fs, root, name, to, progress)

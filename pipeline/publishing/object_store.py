"""A prefix of an object store in (S3, or what else fsspec knows), the few operations of publishing out.

Whatever goes wrong there is a TargetError. What is to happen once only is conditional: on S3 the store
itself refuses (If-None-Match and If-Match of PutObject); elsewhere it is looked up just before.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import TargetError

S3 = frozenset({"s3", "s3a"})
BUCKETS = S3 | {"gs", "gcs", "abfs", "abfss", "az", "memory"}
"""Where there are no folders, to be made first."""


@dataclass(frozen=True, slots=True)
class Content:
    """What an object held when it was read or written."""

    data: bytes
    tag: str
    """What the store tells it by; empty where it has no such thing."""


class ObjectStore:
    """The objects below one place."""

    def __init__(self, fs: Any, root: str, place: str) -> None:
        """`fs`: a filesystem of fsspec; `root`: the prefix there; `place`: what messages call it."""
        self._fs = fs
        self._root = root.rstrip("/")
        self.place = place
        protocols = {fs.protocol} if isinstance(fs.protocol, str) else set(fs.protocol)
        self._is_s3 = bool(protocols & S3)
        self._has_folders = not protocols & BUCKETS

    def read(self, name: str) -> Content | None:
        """Return what an object holds; None where there is none."""
        path = self._path(name)
        with self._refusals():
            try:
                # The tag first: where the object changes in between it is an old one, and no longer holds.
                tag = str(self._fs.info(path, refresh=True)["ETag"]) if self._is_s3 else ""
                return Content(self._fs.cat_file(path), tag)
            except FileNotFoundError:
                return None

    def create(self, name: str, data: bytes) -> Content | None:
        """Make an object, of a content that no other can have; return None where it is there already."""
        with self._refusals(), contextlib.suppress(FileExistsError):
            self._make_folder(name)
            self._fs.pipe_file(self._path(name), data, mode="create")
        return self._read_own(name, data)

    def replace(self, name: str, data: bytes, known: Content) -> Content | None:
        """Put new content, that no other can have, in the place of what is known to be there; return None
        where something else is by now."""
        found = self.read(name)
        if found is None or found.data != known.data:
            return None
        try:
            with self._refusals():
                self._fs.pipe_file(self._path(name), data, **({"IfMatch": found.tag} if self._is_s3 else {}))
        except TargetError:
            # Either the condition does not hold any more, or the store refuses altogether.
            if self.read(name) == found:
                raise
        return self._read_own(name, data)

    def sizes(self, folder: str) -> dict[str, int]:
        """Return the bytes of each object below `folder`, by its name below it."""
        with self._refusals():
            self._fs.invalidate_cache()
            try:
                found = self._fs.find(self._path(folder), detail=True)
            except FileNotFoundError:
                return {}
            start = len(self._fs._strip_protocol(self._path(folder))) + 1
            return {name[start:]: int(details["size"]) for name, details in found.items()}

    def upload(self, file: Path, name: str) -> None:
        """Copy a file to an object, whatever that held."""
        with self._refusals():
            self._make_folder(name)
            self._fs.put_file(str(file), self._path(name))

    def download(self, name: str, file: Path) -> None:
        """Copy an object to a file."""
        file.parent.mkdir(parents=True, exist_ok=True)
        with self._refusals():
            self._fs.get_file(self._path(name), str(file))

    def copy(self, source: str, name: str) -> None:
        """Copy an object to another, within the store."""
        with self._refusals():
            self._make_folder(name)
            self._fs.cp_file(self._path(source), self._path(name))

    def remove(self, name: str) -> None:
        """Remove an object, if it is there."""
        with self._refusals(), contextlib.suppress(FileNotFoundError):
            self._fs.rm_file(self._path(name))

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _make_folder(self, name: str) -> None:
        if self._has_folders:
            self._fs.makedirs(self._path(name).rpartition("/")[0], exist_ok=True)

    def _read_own(self, name: str, data: bytes) -> Content | None:
        """Return the content where it is ours, also where the store did it and its answer got lost."""
        found = self.read(name)
        return found if found is not None and found.data == data else None

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            # Stores answer with errors of their own libraries, which have nothing in common.
            text = (error.strerror if isinstance(error, OSError) else None) or str(error)
            reason = f"{text or 'not possible there'} ({type(error).__name__})"
            raise TargetError(f"{self.place}: {reason}") from error

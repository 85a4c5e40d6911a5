"""The place of a package in (a folder, a zip, or the URL of either), a folder with the files asked for out.

A package that lies elsewhere is not trusted: its files are looked for only where its own descriptor and
list of checksums say, below its own place; each is copied to a folder that is thrown away at the end, and
has to have the size and the hash that are told of it.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from pipeline.errors import UsageError, ValidationError

if TYPE_CHECKING:
    from pipeline.publishing.partial_database import PartialDatabase

DESCRIPTOR_NAME = "datapackage.json"
CHECKSUMS_NAME = "SHA256SUMS"
MOST_BYTES = 8 << 30
"""Of one file, where nothing better is known."""
MOST_DESCRIPTOR_BYTES = 64 << 20

IS_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.:-]*://")
SAFE_PATH = re.compile(r"(?!.*(?:^|/)\.{1,2}(?:/|$))[^/\\:\x00-\x1f\x7f]+(?:/[^/\\:\x00-\x1f\x7f]+)*\Z")
"""A relative path with forward slashes, no `.` or `..`, no drive and no scheme."""
CHECKSUM = re.compile(r"(?P<hash>[0-9a-f]{64})  (?P<name>.+)\Z")
HASH_LENGTHS = {"md5": 32, "sha1": 40, "sha256": 64, "sha512": 128}


@dataclass(frozen=True, slots=True)
class Resource:
    """A table of a package, as the descriptor names it."""

    name: str
    path: str
    """Below the package's folder; safe to use as it is."""
    bytes: int | None
    """None where the descriptor does not say."""
    hash: str | None
    """`<algorithm>:<hexadecimal digest>`; None where the descriptor does not say."""


class Files(Protocol):
    """Where the files of a package are copied from."""

    def copy(self, name: str, target: Path, most_bytes: int) -> None:
        """Copy one file; FileNotFoundError where it is not there."""

    def place_of(self, name: str) -> str:
        """What messages call it."""


class PackageFiles:
    """A package, of which each file comes into `folder` when it is first asked for."""

    def __init__(self, location: str, folder: Path, source: Files | None) -> None:
        """`source` None: all there is lies in `folder` already."""
        self.location = location
        self.folder = folder
        self._source = source

    @property
    def is_here(self) -> bool:
        """Whether `folder` is the package itself."""
        return self._source is None

    @cached_property
    def descriptor(self) -> dict[str, Any]:
        """`datapackage.json` as it is. Raises UsageError where there is none, ValidationError where it
        cannot be read."""
        try:
            path = self._copy(DESCRIPTOR_NAME, MOST_DESCRIPTOR_BYTES)
            content = path.read_bytes()
        except FileNotFoundError:
            hint = "of a published one, name its version or 'latest'"
            raise UsageError(f"{self.location}: no package: it has no {DESCRIPTOR_NAME}; {hint}") from None
        except OSError as error:
            raise UsageError(f"{self.location}: {DESCRIPTOR_NAME} cannot be read: {error.strerror}") from None
        if content.lstrip()[:1] == b"<":
            # What a server shows in place of what it does not have.
            raise UsageError(f"{self._place(DESCRIPTOR_NAME)}: a web page, not the descriptor of a package")
        try:
            data = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise ValidationError(f"{self._place(DESCRIPTOR_NAME)}: is not JSON: {error}") from None
        if not isinstance(data, dict):
            raise ValidationError(f"{self._place(DESCRIPTOR_NAME)}: is not a JSON object")
        return data

    @cached_property
    def resources(self) -> tuple[Resource, ...]:
        """The tables of the package, in the descriptor's order. Raises ValidationError where one has no
        safe path, or two have the same name or path."""
        found = self.descriptor.get("resources")
        if not isinstance(found, list) or not found:
            raise ValidationError(f"{self._place(DESCRIPTOR_NAME)}: has no resources")
        try:
            resources = tuple(map(_read_resource, found))
        except ValueError as error:
            raise ValidationError(f"{self._place(DESCRIPTOR_NAME)}: {error}") from None
        for kind in ("name", "path"):
            values = [getattr(resource, kind) for resource in resources]
            if len(set(values)) < len(values):
                raise ValidationError(f"{self._place(DESCRIPTOR_NAME)}: two resources have the same {kind}")
        return resources

    @cached_property
    def checksums(self) -> dict[str, str]:
        """The SHA-256 of each file that SHA256SUMS lists; nothing where there is no such list.

        Raises ValidationError where it cannot be read, or says that the descriptor is another one: then
        the package was replaced while it was read.
        """
        try:
            text = self._copy(CHECKSUMS_NAME, MOST_DESCRIPTOR_BYTES).read_text("utf-8")
        except FileNotFoundError:
            return {}
        except (OSError, UnicodeDecodeError):
            raise ValidationError(f"{self._place(CHECKSUMS_NAME)}: cannot be read") from None
        lines = [CHECKSUM.match(line) for line in text.splitlines()]
        if not all(lines):
            # Not ours: some servers answer every question with a page.
            return {}
        sums = {line["name"]: line["hash"] for line in lines if line}
        self._check(DESCRIPTOR_NAME, f"sha256:{sums.get(DESCRIPTOR_NAME, '')}")
        return sums

    def fetch_resource(self, resource: Resource) -> Path:
        """Return the path of a table's file, once it is there. Raises ValidationError where it is missing
        or is not what the descriptor says, UsageError where it cannot be reached."""
        most = MOST_BYTES if resource.bytes is None else resource.bytes
        path = self._fetch(resource.path, most)
        size = path.stat().st_size
        if resource.bytes is not None and size != resource.bytes:
            raise ValidationError(
                f"{self._place(resource.path)}: has {size:,} bytes; the descriptor says {resource.bytes:,}"
            )
        if self._source is not None and resource.hash is not None:
            self._check(resource.path, resource.hash)
        return path

    def fetch_listed(self, name: str, most_bytes: int = MOST_BYTES) -> Path:
        """Return the path of a file that SHA256SUMS lists, once it is there.

        Raises ValidationError where it is not listed, is missing, is not the file that was listed, or has
        more bytes than `most_bytes`; UsageError where it cannot be reached.
        """
        if name not in self.checksums or not SAFE_PATH.match(name):
            raise ValidationError(f"{self.location}: {CHECKSUMS_NAME} does not list {name}")
        path = self._fetch(name, most_bytes)
        if self._source is not None:
            self._check(name, f"sha256:{self.checksums[name]}")
        return path

    def _fetch(self, name: str, most_bytes: int) -> Path:
        try:
            path = self._copy(name, most_bytes)
            if path.is_file():
                return path
        except FileNotFoundError:
            pass
        except OSError as error:
            raise ValidationError(f"{self._place(name)}: cannot be kept: {error.strerror}") from None
        raise ValidationError(f"{self._place(name)}: is missing")

    def _copy(self, name: str, most_bytes: int) -> Path:
        path = self.folder / name
        if self._source is not None and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            # What came only in part is not there.
            part = path.with_name(f"{path.name}.part")
            self._source.copy(name, part, most_bytes)
            part.replace(path)
        return path

    def _check(self, name: str, expected: str) -> None:
        algorithm, _, digest = expected.rpartition(":")
        with (self.folder / name).open("rb") as stream:
            found = hashlib.file_digest(stream, algorithm).hexdigest()
        if found != digest:
            raise ValidationError(
                f"{self._place(name)}: is not the file that was published: its hash differs"
            )

    def _place(self, name: str) -> str:
        return self._source.place_of(name) if self._source is not None else str(self.folder / name)


def _read_resource(data: object) -> Resource:
    """Raises ValueError where it is not what a package of ours can have."""
    if not isinstance(data, dict) or not isinstance(data.get("name"), str):
        raise ValueError("a resource has no name")
    name, path = data["name"], data.get("path")
    if not isinstance(path, str) or not SAFE_PATH.match(path):
        raise ValueError(f"resource {name!r} has no path within the package: {path!r}")
    size, digest = data.get("bytes"), data.get("hash")
    if size is not None and (type(size) is not int or not 0 <= size <= MOST_BYTES):
        raise ValueError(f"resource {name!r} cannot have {size!r} bytes")
    return Resource(name, path, size, None if digest is None else _read_hash(name, digest))


def _read_hash(name: str, digest: object) -> str:
    """A hash as the specification has it: without the name of an algorithm it is MD5."""
    algorithm, _, value = str(digest).lower().rpartition(":")
    algorithm = algorithm or "md5"
    if HASH_LENGTHS.get(algorithm) != len(value):
        raise ValueError(
            f"resource {name!r} has the hash {digest!r}, which is none of {', '.join(HASH_LENGTHS)}"
        )
    return f"{algorithm}:{value}"


def is_folder(location: str | Path) -> bool:
    """Whether a package lies in a folder of this machine, so that nothing has to be fetched."""
    return isinstance(location, Path) or not (IS_URL.match(location) or Path(location).is_file())


@contextmanager
def open_files(location: str | Path) -> Iterator[PackageFiles]:
    """Open a package, and fetch nothing yet.

    `location` is a folder, a zip file, or the URL of either; instead of a folder, its `datapackage.json` can
    be named. Raises UsageError where there is no such thing.
    """
    place = str(location)
    if place.endswith(f"/{DESCRIPTOR_NAME}"):
        place = place.removesuffix(DESCRIPTOR_NAME)
    with tempfile.TemporaryDirectory(prefix="attested-") as kept:
        folder = Path(kept) / "package"
        folder.mkdir()
        if IS_URL.match(place):
            with _open_url(place, folder, Path(kept)) as files:
                yield files
        else:
            with _open_local(place, Path(place), folder) as files:
                yield files


@contextmanager
def _open_local(location: str, path: Path, folder: Path) -> Iterator[PackageFiles]:
    from pipeline.publishing.unpacking import ZipFiles

    if path.is_dir():
        yield PackageFiles(location, path, None)
        return
    if not path.exists():
        raise UsageError(f"{location}: no such package")
    source = ZipFiles(path, DESCRIPTOR_NAME, location)
    try:
        yield PackageFiles(location, folder, source)
    finally:
        source.close()


@contextmanager
def _open_url(url: str, folder: Path, kept: Path) -> Iterator[PackageFiles]:
    from pipeline.publishing.fetching import UrlFiles

    source = UrlFiles(url)
    if source.local_folder is not None:
        with _open_local(url, source.local_folder, folder) as files:
            yield files
        return
    if not urlsplit(url).path.lower().endswith(".zip"):
        yield PackageFiles(url, folder, source)
        return
    archive = kept / "package.zip"
    try:
        source.copy("", archive, MOST_BYTES)
    except FileNotFoundError:
        raise UsageError(f"{url}: no such package") from None
    with _open_local(url, archive, folder) as files:
        yield files


@contextmanager
def opened_database(location: str | Path) -> Iterator[Path | PartialDatabase]:
    """Give what questions are put to: the folder of a package on this machine as it is; of a zip, or of a
    package elsewhere, a database that fetches the tables which it is asked for.

    Raises UsageError where there is no package or it cannot be reached, ValidationError where it is broken.
    """
    if is_folder(location):
        yield Path(location)
        return
    with open_files(location) as files:
        if files.is_here:
            yield files.folder
            return
        from pipeline.publishing.partial_database import PartialDatabase

        with tempfile.TemporaryDirectory(prefix="attested-") as kept:
            yield PartialDatabase(files, Path(kept))

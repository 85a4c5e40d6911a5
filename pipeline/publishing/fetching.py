"""The URL of a folder or file in, copies of single files of it out, through whatever fsspec can reach."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import fsspec
from fsspec.callbacks import Callback

from pipeline.errors import AttestedError, UsageError, ValidationError

CONNECT_SECONDS = 15.0
SILENT_SECONDS = 30.0
"""A server that says nothing for so long has hung up without a word."""
SLOWEST = 4096.0
"""Bytes a second, once `SILENT_SECONDS` have passed, below which a server is taken to be stalling."""


class UrlFiles:
    """The files below a URL of http, https, s3 or anything else that fsspec knows."""

    def __init__(self, url: str) -> None:
        """Raises UsageError where nothing installed can read such a URL."""
        self.url = url
        try:
            self.is_http = urlsplit(url).scheme.lower() in ("http", "https")
            self.filesystem, self.path = fsspec.core.url_to_fs(url, **self._options())
        except (ImportError, ValueError, OSError) as error:
            raise UsageError(f"{url}: cannot be read: {one_line(error)}") from None

    def _options(self) -> dict[str, Any]:
        if not self.is_http:
            return {}
        from aiohttp import ClientTimeout

        # The whole may take its time, a large table on a slow line; `_Limit` looks after its speed.
        timeout = ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=SILENT_SECONDS)
        return {"client_kwargs": {"timeout": timeout}}

    @property
    def local_folder(self) -> Path | None:
        """The folder itself where the URL is one of this machine; None where it is not."""
        protocols = self.filesystem.protocol
        is_local = "file" in ((protocols,) if isinstance(protocols, str) else protocols)
        return Path(self.path) if is_local else None

    def copy(self, name: str, target: Path, most_bytes: int) -> None:
        """Copy one file below the URL; an empty name is the URL itself.

        Raises FileNotFoundError where it is not there, ValidationError where it has more bytes than
        `most_bytes`, UsageError where it cannot be reached.
        """
        path = self._path_of(name)
        with reaching(self.place_of(name)):
            self.filesystem.get_file(path, str(target), callback=_Limit(self.place_of(name), most_bytes))

    def place_of(self, name: str) -> str:
        """The address of a file below the URL, for people."""
        return self._path_of(name) if self.is_http else f"{self.url.rstrip('/')}/{name}".rstrip("/")

    def _path_of(self, name: str) -> str:
        if not name:
            return str(self.path)
        if not self.is_http:
            return f"{self.path.rstrip('/')}/{name}"
        parts = urlsplit(self.path)
        # What stands behind a question mark is a key to the folder, and so to what lies in it.
        return str(urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{quote(name)}", fragment="")))


class _Limit(Callback):  # type: ignore[misc]
    """Stops a copy that is larger than it may be, or that comes in drops."""

    def __init__(self, place: str, most_bytes: int) -> None:
        super().__init__()
        self.place = place
        self.most_bytes = most_bytes
        self.received = 0
        self.began = time.monotonic()

    def relative_update(self, inc: int = 1) -> None:
        """Count what came, and stop where it is too much or took too long."""
        self.received += inc
        if self.received > self.most_bytes:
            raise ValidationError(
                f"{self.place}: has more than the {self.most_bytes:,} bytes that it may have"
            )
        seconds = time.monotonic() - self.began
        if seconds > SILENT_SECONDS and self.received < SLOWEST * seconds:
            raise UsageError(f"{self.place}: too slow: {self.received:,} bytes in {seconds:.0f} seconds")


@contextmanager
def reaching(place: str) -> Iterator[None]:
    """Turn whatever goes wrong on the way to a place into a UsageError of one line, except that nothing
    is there: that stays a FileNotFoundError."""
    try:
        yield
    except (AttestedError, FileNotFoundError):
        raise
    except TimeoutError:
        raise UsageError(f"{place}: no answer in time") from None
    except Exception as error:
        # Each of the libraries below fsspec has exceptions of its own, with no class in common.
        raise UsageError(f"{place}: cannot be read: {one_line(error)}") from None


def one_line(error: Exception) -> str:
    """What an exception says, in one line; its name where it says nothing."""
    return " ".join(str(error).split()) or type(error).__name__

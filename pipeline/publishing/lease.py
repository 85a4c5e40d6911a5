"""An object store in, the right to publish to one place of it out, for one publisher at a time.

An object store has no locks, so there is an object that its holder rewrites every few seconds, and that
another publisher takes over once it is no longer rewritten: then its holder was killed. On the same machine
that is known at once. Whoever has lost it finds out before the next change, and stops.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import AttestedError, TargetError
from pipeline.publishing.object_store import Content, ObjectStore

LOCK_NAME = ".publishing"
RENEWAL_SECONDS = 3.0
EXPIRY_SECONDS = 20.0
LOOK_SECONDS = 0.5


class Lease:
    """The right to publish, as long as it is renewed."""

    def __init__(self, store: ObjectStore, content: Content) -> None:
        self._store = store
        self._content = content
        self._renewed = time.monotonic()
        self._lost = False
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._keep_renewing, daemon=True)
        self._thread.start()

    def check(self) -> None:
        """Raise TargetError where another publisher may have taken over."""
        if self._lost or time.monotonic() - self._renewed > EXPIRY_SECONDS:
            raise TargetError(f"{self._store.place}: another publisher has taken over; publish again")

    def confirm(self) -> None:
        """Look it up, for stores that have no conditions; raise TargetError where it is lost."""
        self.check()
        held = self._store.read(LOCK_NAME)
        if held is None or _token_of(held.data) != _token_of(self._content.data):
            self._lost = True
        self.check()

    def end(self) -> None:
        """Let others publish."""
        self._ended.set()
        self._thread.join()
        # What cannot be removed now runs out by itself.
        with contextlib.suppress(AttestedError):
            held = self._store.read(LOCK_NAME)
            if held is not None and _token_of(held.data) == _token_of(self._content.data):
                self._store.remove(LOCK_NAME)

    def _keep_renewing(self) -> None:
        beat = 0
        while not self._lost and not self._ended.wait(RENEWAL_SECONDS):
            beat += 1
            asked = time.monotonic()
            # What fails now may do the next time.
            with contextlib.suppress(AttestedError):
                data = _write(json.loads(self._content.data) | {"beat": beat})
                renewed = self._store.replace(LOCK_NAME, data, self._content)
                if renewed is None:
                    self._lost = True
                else:
                    self._content, self._renewed = renewed, asked


@contextmanager
def take_lease(store: ObjectStore, progress: Callable[[str], None]) -> Iterator[Lease]:
    """Wait until nobody else publishes to `store`, and give the right to it. Raises TargetError where the
    store cannot be written to."""
    process = os.getpid()
    holder = {"machine": _machine(), "process": process, "started": _start_of(process)}
    lease = Lease(store, _take(store, _write(holder | {"token": uuid.uuid4().hex}), progress))
    try:
        yield lease
    finally:
        lease.end()


def _take(store: ObjectStore, wish: bytes, progress: Callable[[str], None]) -> Content:
    seen: Content | None = None
    since = 0.0
    while (content := store.create(LOCK_NAME, wish)) is None:
        held, now = store.read(LOCK_NAME), time.monotonic()
        if held is None:
            continue
        if seen is None or held.data != seen.data:
            seen, since = held, now
        if _has_ended(held.data) or now - since > EXPIRY_SECONDS:
            content = store.replace(LOCK_NAME, wish, held)
            if content is not None:
                return content
        progress(f"waiting for another publisher of {store.place}")
        time.sleep(LOOK_SECONDS)
    return content


def _write(holder: dict[str, object]) -> bytes:
    return json.dumps(holder).encode("utf-8")


def _token_of(holder: bytes) -> object:
    with contextlib.suppress(ValueError, TypeError, KeyError):
        return json.loads(holder)["token"]
    return None


def _has_ended(holder: bytes) -> bool:
    """Whether the holder of a lease was a process of this machine that no longer runs."""
    try:
        data = json.loads(holder)
        return bool(data["machine"] == _machine() and data["started"] != _start_of(data["process"]))
    except (ValueError, TypeError, KeyError):
        return False


def _machine() -> str:
    """A name for what numbers the processes."""
    with contextlib.suppress(OSError):
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{boot} {Path('/proc/self/ns/pid').readlink()}"
    return ""


def _start_of(process: int) -> str:
    """When a process began, in ticks of the machine (field 22 of proc(5), stat); empty where it has ended."""
    with contextlib.suppress(OSError, IndexError):
        fields = Path(f"/proc/{process:d}/stat").read_text("utf-8", "replace")
        state, *numbers = fields.rpartition(")")[2].split()
        return "" if state == "Z" else numbers[18]
    return ""

"""A folder in which a package is made, beside the one that it then replaces, whole or not at all.

The old package and the new one change places in one step of the file system (`renameat2` with
RENAME_EXCHANGE, Linux 3.15, https://man7.org/linux/man-pages/man2/rename.2.html). Where there is no such
step, the old one is moved aside and the new one moved in; killed between the two, the old one is put
back by the next build.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError

FOLDER_MODE = 0o755
FILE_MODE = 0o644
AT_FDCWD = -100
RENAME_EXCHANGE = 2
BUILT = frozenset(
    """datapackage.json data parquet attested.duckdb attested.sqlite texts review.csv croissant.json
    CITATION.cff README.md SHA256SUMS verify.py""".split()
)
"""What a build makes at the top of a package; anything else there is kept."""
DESCRIPTOR_NAME = "datapackage.json"


@dataclass(frozen=True, slots=True)
class Staging:
    """A new package in the making."""

    target: Path
    """Where it will be."""
    folder: Path
    """Where it is made: on the same file system."""
    lock: int
    """An open file; whoever holds it keeps other builds of the same target waiting."""

    def publish(self) -> None:
        """Put the new package in the place of the old one, with the files that are not a build's."""
        set_modes(self.folder)
        if not self.target.exists():
            self.folder.rename(self.target)
            return
        _keep_other_files(self.target, self.folder)
        if not exchange_folders(self.folder, self.target):
            old = _old_folder(self.folder.parent)
            self.target.rename(old)
            self.folder.rename(self.target)


@contextmanager
def staging(target: Path) -> Iterator[Staging]:
    """Make a folder for a new package beside `target`, and remove it at the end, published or not.

    Waits while another build of the same target is at work; takes away what a killed one left. Raises
    UsageError where `target` cannot be replaced: a file, or a folder of something else.
    """
    target = target.resolve()
    _check_target(target)
    workshop = target.parent / f".{target.name}.building"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        lock = lock_folder(workshop)
    except OSError as error:
        raise UsageError(f"{target}: cannot be written ({error.strerror})") from None
    try:
        _recover(workshop, target)
        yield Staging(target, make_folders(workshop / "new"), lock)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
        os.close(lock)


def make_folders(folder: Path) -> Path:
    """Make the folders of an empty package and return the outer one."""
    folder.mkdir()
    for name in ("data", "parquet"):
        (folder / name).mkdir()
    return folder


def _check_target(target: Path) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise UsageError(f"{target}: expected a folder, found a file")
    found = sorted(path.name for path in target.iterdir())
    strange = [name for name in found if name != "README.md" and not name.startswith(".")]
    if strange and DESCRIPTOR_NAME not in found:
        raise UsageError(
            f"{target}: holds {strange[0]} and no {DESCRIPTOR_NAME}; choose a package or an empty folder"
        )


def lock_folder(folder: Path) -> int:
    """Take a folder, which is made where there is none, waiting until nobody else has it.

    Returns an open file; closing it lets the folder go, and so does the end of the process.
    """
    while True:
        folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with contextlib.suppress(FileNotFoundError):
                # Who had it may have taken away the folder that this one waited for.
                if os.path.samestat(os.fstat(lock), folder.stat()):
                    return lock
        except BaseException:
            os.close(lock)
            raise
        os.close(lock)


def _old_folder(workshop: Path) -> Path:
    return workshop / "old"


def _recover(workshop: Path, target: Path) -> None:
    """Put back a package that a killed build had moved aside, and clear what it was making."""
    old = _old_folder(workshop)
    if old.is_dir() and not target.exists():
        old.rename(target)
    for path in workshop.iterdir():
        shutil.rmtree(path)


def set_modes(folder: Path) -> None:
    """Give all the same permissions, whatever the umask."""
    folder.chmod(FOLDER_MODE)
    for path in folder.rglob("*"):
        path.chmod(FOLDER_MODE if path.is_dir() else FILE_MODE)


def _keep_other_files(old: Path, new: Path) -> None:
    for path in old.iterdir():
        if path.name in BUILT:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, new / path.name, symlinks=True)
        else:
            shutil.copy2(path, new / path.name, follow_symlinks=False)


def exchange_folders(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; return False where the system has none."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    return bool(rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0)

"""The zip of a version: the same bytes everywhere, and readable as any other."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from pipeline.publishing.archive import write_archive

ROOT = Path(__file__).parents[2]
FILES = {
    "datapackage.json": b"{}\n",
    "data/facts.csv": b"fact_id\n1\n" * 900,
    "data/Pell é.csv": b"\x00\xff",
}
DAY = datetime.date(2026, 5, 4)


def write_files(folder: Path, order: int = 1) -> Path:
    for name in sorted(FILES)[::order]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(FILES[name])
    return folder


def test_it_holds_the_files_and_nothing_else(tmp_path: Path) -> None:
    write_archive(write_files(tmp_path / "folder"), tmp_path / "made.zip", DAY)
    with zipfile.ZipFile(tmp_path / "made.zip") as archive:
        assert archive.testzip() is None
        entries = archive.infolist()
        assert {entry.filename: archive.read(entry) for entry in entries} == FILES
    assert [entry.filename for entry in entries] == sorted(FILES)
    assert {entry.date_time for entry in entries} == {(2026, 5, 4, 0, 0, 0)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
    assert {(entry.extra, entry.comment, entry.compress_type) for entry in entries} == {(b"", b"", 0)}


SCRIPT = """
import datetime, os, sys
sys.path.insert(0, {root!r})
os.umask({umask})
from pathlib import Path
from tests.publishing.test_archive import write_files
from pipeline.publishing.archive import write_archive
write_archive(write_files(Path("folder"), -1), Path("made.zip"), datetime.date(2026, 5, 4))
"""


@pytest.mark.parametrize("umask", [0o077, 0o000])
def test_the_same_bytes_everywhere(tmp_path: Path, umask: int) -> None:
    """Whatever the time zone, locale, umask, time of the files and order of their making."""
    write_archive(write_files(tmp_path / "folder"), tmp_path / "made.zip", DAY)
    other = tmp_path / "òther földer"
    other.mkdir()
    environment = os.environ | {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "3"}
    script = SCRIPT.format(root=str(ROOT), umask=umask)
    subprocess.run([sys.executable, "-c", script], cwd=other, env=environment, check=True)
    assert (other / "made.zip").read_bytes() == (tmp_path / "made.zip").read_bytes()


def test_a_day_before_all_zips(tmp_path: Path) -> None:
    write_archive(write_files(tmp_path / "folder"), tmp_path / "made.zip", datetime.date(1970, 1, 1))
    with zipfile.ZipFile(tmp_path / "made.zip") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}

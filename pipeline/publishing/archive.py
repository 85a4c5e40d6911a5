"""A folder in, one zip of it out: the same bytes on every machine.

Files are stored, not compressed: what deflate makes of them depends on the zlib of the machine, which no
lock file pins. Stored files can also be read out of the zip one by one, from a server, by their place in it.
"""

from __future__ import annotations

import datetime
import shutil
import zipfile
from pathlib import Path

from pipeline.publishing.checksums import find_files

EARLIEST = datetime.date(1980, 1, 1)
"""The first day that a zip can hold; a release that is dated before has it."""
REGULAR_FILE = 0o100644
UNIX = 3


def write_archive(folder: Path, archive: Path, date: datetime.date) -> None:
    """Write all files in `folder` to the zip `archive`, by their names, each as of the start of `date`.

    Names are relative to `folder`, so that `datapackage.json` stands at the top of the zip, where readers
    of Data Packages look for it.
    """
    day = max(date, EARLIEST)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as target:
        for name in find_files(folder):
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.create_system = UNIX
            entry.external_attr = REGULAR_FILE << 16
            entry.file_size = (folder / name).stat().st_size
            with (folder / name).open("rb") as source, target.open(entry, "w") as member:
                shutil.copyfileobj(source, member, 1 << 20)

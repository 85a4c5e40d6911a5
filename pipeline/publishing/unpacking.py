"""A zip file in, copies of single files of it out; the zip never says where anything is written."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path, PurePosixPath

from pipeline.errors import UsageError, ValidationError

PIECE = 1 << 20


class ZipFiles:
    """The files of a package in a zip: at its top, or in the one folder that has its descriptor."""

    def __init__(self, archive: Path, descriptor_name: str, location: str) -> None:
        """`location` is what messages call the zip. Raises UsageError where the file is no zip, or holds
        no package; ValidationError where it is broken."""
        self.location = location
        try:
            self.archive = zipfile.ZipFile(archive)
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise UsageError(f"{location}: neither a folder nor a zip file: {error}") from None
        except OSError as error:
            raise UsageError(f"{location}: {error.strerror}") from None
        names = [PurePosixPath(name) for name in self.archive.namelist()]
        found = [n.parent for n in names if n.name == descriptor_name and len(n.parts) <= 2]
        if len(found) != 1:
            self.close()
            what = "no" if not found else "more than one"
            raise UsageError(f"{location}: holds {what} {descriptor_name}: it is no package")
        self.folder = found[0]

    def close(self) -> None:
        """Close the zip."""
        self.archive.close()

    def place_of(self, name: str) -> str:
        """What messages call a file of the zip."""
        return f"{self.location}: {name}"

    def copy(self, name: str, target: Path, most_bytes: int) -> None:
        """Copy one file of the package.

        Raises FileNotFoundError where it is not there, ValidationError where it cannot be unpacked or has
        more bytes than `most_bytes`, whatever the zip says of its size.
        """
        try:
            member = self.archive.open((self.folder / name).as_posix())
        except KeyError:
            raise FileNotFoundError(name) from None
        except (zipfile.BadZipFile, RuntimeError, OSError, ValueError) as error:
            raise ValidationError(f"{self.place_of(name)}: cannot be unpacked: {error}") from None
        try:
            with member, target.open("wb") as stream:
                left = most_bytes
                while piece := member.read(PIECE):
                    left -= len(piece)
                    if left < 0:
                        raise ValidationError(
                            f"{self.place_of(name)}: has more than the {most_bytes:,} bytes that it may have"
                        )
                    stream.write(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise ValidationError(f"{self.place_of(name)}: cannot be unpacked: {error}") from None

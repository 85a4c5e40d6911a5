"""`raw/sources.csv` and the files it lists in, checked Sources out; and a new source in, a new row out."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import unicodedata
from pathlib import Path

from pipeline.errors import SourceError, UsageError
from pipeline.model.document import Source
from pipeline.reading.article import read_article

LIST_NAME = "sources.csv"
LONGEST_CELL = 131_072
"""Characters: what is longer was never a title or an address."""
COLUMNS = ("document_id", "title", "url", "revision", "licence", "attribution", "sha256")
MAY_BE_EMPTY = frozenset({"revision"})
DOCUMENT_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
SHA256 = re.compile(r"[0-9a-f]{64}\Z")


def read_sources(raw: Path) -> tuple[Source, ...]:
    """Return the sources that `raw/sources.csv` lists, in its order.

    Raises SourceError where the folder or the list is missing or empty, a row is incomplete or
    doubled, a listed file is missing, or a text in the folder is not listed. The texts themselves are
    not looked at here; `read_text` checks them against `sha256`.
    """
    texts = _texts(raw)
    path = raw / LIST_NAME
    if not path.exists():
        found = f"{len(texts)} text{'s' * (len(texts) != 1)} found" if texts else "no text found either"
        raise SourceError(path, f"the list of sources is missing, {found}; 'pipeline add' writes it")
    sources = _listed(raw)
    if not sources:
        raise SourceError(path, "no source is listed; 'pipeline add' adds one")
    for stem in texts:
        if not any(s.document_id == stem for s in sources):
            raise SourceError(raw / f"{stem}.txt", f"not listed in {LIST_NAME}; 'pipeline add' lists it")
    return sources


def _texts(raw: Path) -> list[str]:
    """The stems of the texts in the folder, sorted."""
    if not raw.is_dir():
        found = "something else" if raw.exists() else "nothing"
        raise SourceError(raw, f"expected a folder of sources, found {found}")
    try:
        return sorted(path.stem for path in raw.iterdir() if path.suffix == ".txt")
    except OSError as error:
        raise SourceError(raw, f"cannot be read ({error.strerror})") from None


def _listed(raw: Path) -> tuple[Source, ...]:
    path = raw / LIST_NAME
    sources: dict[str, Source] = {}
    for line, row in _rows(path):
        document_id = row["document_id"]
        if not DOCUMENT_ID.match(document_id):
            expected = "document_id must be lower-case letters, digits and hyphens"
            raise SourceError(path, f"{expected}, found {document_id!r}", line)
        if document_id in sources:
            raise SourceError(path, f"document_id {document_id!r} is listed twice", line)
        for column in COLUMNS:
            if not row[column].strip() and column not in MAY_BE_EMPTY:
                raise SourceError(path, f"{column} is empty", line)
        if not SHA256.match(row["sha256"]):
            raise SourceError(path, f"sha256 must be 64 hexadecimal digits, found {row['sha256']!r}", line)
        if not os.path.lexists(raw / f"{document_id}.txt"):
            raise SourceError(path, f"listed file {document_id}.txt is missing", line)
        sources[document_id] = Source(
            document_id=document_id,
            title=row["title"],
            url=row["url"],
            revision=row["revision"] or None,
            licence=row["licence"],
            attribution=row["attribution"],
            sha256=row["sha256"],
        )
    return tuple(sources.values())


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows of the list, each with the line that it ends on."""
    content = _read_bytes(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(path, content, error.start) from None
    # The limit is the whole program's, and who read before may have left it higher.
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows = []
    try:
        header = next(reader, [])
        if tuple(header) != COLUMNS:
            found = ", ".join(header) or "none"
            raise SourceError(path, f"expected the columns {', '.join(COLUMNS)}, found {found}", 1)
        for values in reader:
            if not values:
                continue
            if len(values) != len(COLUMNS):
                raise SourceError(
                    path, f"expected {len(COLUMNS)} values, found {len(values)}", reader.line_num
                )
            rows.append((reader.line_num, dict(zip(COLUMNS, values, strict=True))))
    except csv.Error as error:
        raise SourceError(path, f"not CSV ({error})", reader.line_num) from None
    return rows


def _not_utf8(path: Path, content: bytes, offset: int) -> SourceError:
    line = content[:offset].count(b"\n") + 1
    return SourceError(path, f"not UTF-8 (byte 0x{content[offset]:02x})", line)


def read_text(raw: Path, source: Source) -> str:
    """Return the text of a source. Raises SourceError where the file is not the one that was listed
    (by `sha256`) or cannot be text."""
    path = raw / f"{source.document_id}.txt"
    content = _read_bytes(path)
    text = decode_text(path, content)
    found = hashlib.sha256(content).hexdigest()
    if found != source.sha256:
        raise SourceError(path, f"sha256 is {found}, {LIST_NAME} says {source.sha256}")
    return text


def _read_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise SourceError(path, "expected a text file, found a folder")
        if path.exists() and not path.is_file():
            raise SourceError(path, "expected a text file, found a device or pipe")
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceError(path, "no such file") from None
    except OSError as error:
        raise SourceError(path, f"cannot be read ({error.strerror})") from None


def decode_text(path: Path, content: bytes) -> str:
    """Return `content` as text. Raises SourceError where it is empty, binary or not UTF-8."""
    if not content.strip():
        raise SourceError(path, "the file is empty")
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        raise SourceError(path, "a binary file, not a text", line)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_utf8(path, content, error.start) from None


def add_source(
    raw: Path,
    file: Path,
    *,
    title: str,
    url: str,
    licence: str,
    attribution: str,
    revision: str | None,
    replace: bool = False,
) -> Source:
    """Copy `file` into `raw` byte for byte, write its row, and return it.

    The document id is made from the file's name; with `replace`, text and row take the place of those
    of that id. The text is copied first: where that is all that happened, reading the sources says so,
    and adding it again completes it. Raises SourceError where the file cannot be read as an article, or
    its id is taken; UsageError where a value cannot stand.
    """
    values = {"title": title, "url": url, "licence": licence, "attribution": attribution}
    for name, value in {**values, "revision": revision or "-"}.items():
        if not value.strip() or not value.isprintable():
            raise UsageError(f"--{name} must be a line of text, found {value!r}")
    content = _read_bytes(file)
    document_id = _document_id(file)
    digest = hashlib.sha256(content).hexdigest()
    source = Source(document_id, title, url, revision or None, licence, attribution, digest)
    read_article(source, decode_text(file, content), file)
    known = _listed(raw) if (raw / LIST_NAME).exists() else ()
    copy = raw / f"{document_id}.txt"
    others = tuple(s for s in known if s.document_id != document_id)
    if not replace:
        if len(others) < len(known):
            raise SourceError(raw / LIST_NAME, f"{document_id!r} is listed already; --replace replaces it")
        if os.path.lexists(copy) and _read_bytes(copy) != content:
            raise SourceError(
                copy, f"is there, not listed, and not the same as {file}; --replace replaces it"
            )
    try:
        raw.mkdir(parents=True, exist_ok=True)
        if not copy.exists() or copy.read_bytes() != content:
            _replace(copy, content)
        _replace(raw / LIST_NAME, _list_bytes((*others, source)))
    except OSError as error:
        raise SourceError(raw, f"cannot be written ({error.strerror})") from None
    return source


def _document_id(file: Path) -> str:
    """Make an id from a file's name: `Año Nuevo (1702).txt` gives `ano-nuevo-1702`."""
    plain = unicodedata.normalize("NFKD", file.stem.casefold())
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    document_id = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    if not document_id:
        raise UsageError(f"{file}: no document id can be made from this file name; rename it")
    return document_id


def _list_bytes(sources: tuple[Source, ...]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for source in sorted(sources, key=lambda s: s.document_id):
        writer.writerow([getattr(source, column) or "" for column in COLUMNS])
    return stream.getvalue().encode("utf-8")


def _replace(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    beside = path.with_name(path.name + ".new")
    beside.write_bytes(content)
    beside.replace(path)

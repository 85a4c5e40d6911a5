"""`raw/sources.csv` and the files it lists in, checked Sources out; and a new source in, a new row out."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from pathlib import Path

from pipeline.errors import SourceError, UsageError
from pipeline.model.document import Source

LIST_NAME = "sources.csv"
COLUMNS = ("document_id", "title", "url", "revision", "licence", "attribution", "sha256")
MAY_BE_EMPTY = frozenset({"revision"})
DOCUMENT_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


def read_sources(raw: Path) -> tuple[Source, ...]:
    """Return the sources that `raw/sources.csv` lists, in its order.

    Raises SourceError where the folder or the list is missing or empty, a row is incomplete or
    doubled, a listed file is missing, or a text in the folder is not listed. The files' bytes are
    not looked at here; `read_bytes` checks them against `sha256`.
    """
    if not raw.is_dir():
        raise SourceError(
            raw, "expected a folder of sources, found " + ("a file" if raw.exists() else "nothing")
        )
    texts = sorted(p.stem for p in raw.glob("*.txt"))
    path = raw / LIST_NAME
    if not path.is_file():
        found = "no texts either" if not texts else f"{len(texts)} text{'s' * (len(texts) > 1)}"
        raise SourceError(path, f"the list of sources is missing ({found}); 'pipeline add' writes it")
    sources: list[Source] = []
    for line, row in _rows(path):
        document_id = row["document_id"]
        if not DOCUMENT_ID.match(document_id):
            raise SourceError(
                path,
                f"document_id must be lower-case letters, digits and hyphens, found {document_id!r}",
                line,
            )
        if any(s.document_id == document_id for s in sources):
            raise SourceError(path, f"document_id {document_id!r} is listed twice", line)
        for column in COLUMNS:
            if not row[column] and column not in MAY_BE_EMPTY:
                raise SourceError(path, f"{column} is empty", line)
        if not (raw / f"{document_id}.txt").exists():
            raise SourceError(path, f"listed file {document_id}.txt is missing", line)
        revision = row.pop("revision") or None
        sources.append(Source(revision=revision, **row))
    if not sources:
        raise SourceError(path, "no source is listed; 'pipeline add' adds one")
    for stem in texts:
        if not any(s.document_id == stem for s in sources):
            raise SourceError(raw / f"{stem}.txt", f"not listed in {LIST_NAME}; 'pipeline add' lists it")
    return tuple(sources)


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        content = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(path, f"not UTF-8 at byte {error.start}") from None
    reader = csv.reader(io.StringIO(content, newline=""))
    header = next(reader, [])
    if tuple(header) != COLUMNS:
        raise SourceError(
            path, f"expected the columns {', '.join(COLUMNS)}, found {', '.join(header) or 'none'}", 1
        )
    rows = []
    for values in reader:
        if len(values) != len(COLUMNS):
            raise SourceError(path, f"expected {len(COLUMNS)} values, found {len(values)}", reader.line_num)
        rows.append((reader.line_num, dict(zip(COLUMNS, values, strict=True))))
    return rows


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
    if path.is_dir():
        raise SourceError(path, "expected a text file, found a folder")
    try:
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
        line = content[: error.start].count(b"\n") + 1
        raise SourceError(path, f"not UTF-8 (byte 0x{content[error.start]:02x})", line) from None


def add_source(
    raw: Path, file: Path, *, title: str, url: str, licence: str, attribution: str, revision: str | None
) -> Source:
    """Copy `file` into `raw` byte for byte, write its row, and return it.

    The document id is made from the file's name. Raises SourceError where the file cannot be read as
    an article or its id is taken, UsageError where a value is empty.
    """
    from pipeline.reading.article import read_article

    for name, value in (("title", title), ("url", url), ("licence", licence), ("attribution", attribution)):
        if not value.strip():
            raise UsageError(f"--{name} is empty")
    content = _read_bytes(file)
    document_id = re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-")
    if not document_id:
        raise UsageError(f"{file}: no document id can be made from this file name; rename it")
    digest = hashlib.sha256(content).hexdigest()
    source = Source(document_id, title, url, revision or None, licence, attribution, digest)
    read_article(source, decode_text(file, content), file)
    known = read_sources(raw) if (raw / LIST_NAME).exists() else ()
    if any(s.document_id == document_id for s in known):
        raise SourceError(raw / LIST_NAME, f"document_id {document_id!r} is listed already")
    raw.mkdir(parents=True, exist_ok=True)
    _replace(raw / f"{document_id}.txt", content)
    _replace(raw / LIST_NAME, _list_bytes((*known, source)))
    return source


def _list_bytes(sources: tuple[Source, ...]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for source in sorted(sources, key=lambda s: s.document_id):
        writer.writerow([getattr(source, column) or "" for column in COLUMNS])
    return stream.getvalue().encode("utf-8")


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_name(path.name + ".new")
    beside.write_bytes(content)
    beside.replace(path)

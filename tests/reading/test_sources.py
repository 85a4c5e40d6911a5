"""The folder of sources: what is listed, what is wrong with it, and how an article is added."""

from __future__ import annotations

import csv
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import AttestedError, SourceError, UsageError
from pipeline.model.document import Source
from pipeline.reading import sources
from pipeline.reading.article import read_article
from pipeline.reading.sources import COLUMNS, add_source, read_sources, read_text

HEADER = ",".join(COLUMNS)
TEXT = "= Salt Wars =\n\nRoe paid in 1702.\n"


def row(document_id: str = "salt-wars", text: bytes | str = TEXT, **values: str) -> str:
    content = text if isinstance(text, bytes) else text.encode()
    cells = {
        "document_id": document_id,
        "title": "Salt Wars",
        "url": "https://example.org/wiki/Salt_Wars",
        "revision": "",
        "licence": "CC BY-SA 4.0",
        "attribution": "Example Wiki contributors",
        "sha256": hashlib.sha256(content).hexdigest(),
        **values,
    }
    return ",".join(cells[column] for column in COLUMNS)


def write_raw(raw: Path, rows: list[str], texts: dict[str, bytes | str]) -> Path:
    raw.mkdir(exist_ok=True)
    (raw / "sources.csv").write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    for document_id, text in texts.items():
        (raw / f"{document_id}.txt").write_bytes(text if isinstance(text, bytes) else text.encode())
    return raw


def read_all(raw: Path) -> list[str]:
    """Read every source as a build does; return the titles that stand in the texts."""
    return [
        read_article(source, read_text(raw, source), raw / f"{source.document_id}.txt").title
        for source in read_sources(raw)
    ]


def test_listed_texts_are_read(tmp_path: Path) -> None:
    text = "\ufeff= Pell =\r\n\r\nÉté"
    rows = [row(), row("pell", text, title='"Pell, a town"', revision="7")]
    raw = write_raw(tmp_path / "raw", rows, {"salt-wars": TEXT, "pell": text})
    (raw / "README.md").write_text("not a source")
    (raw / "pell.txt.new").write_text("left behind by a killed copy")
    found = read_sources(raw)
    assert [(s.document_id, s.title, s.revision) for s in found] == [
        ("salt-wars", "Salt Wars", None),
        ("pell", "Pell, a town", "7"),
    ]
    assert read_text(raw, found[1]) == text
    assert read_all(raw) == ["Salt Wars", "Pell"]


@pytest.mark.parametrize(
    "change",
    [
        lambda content: b"\xef\xbb\xbf" + content,
        lambda content: content.replace(b"\n", b"\r\n"),
        lambda content: content.rstrip(b"\n"),
        lambda content: content + b"\n\n",
    ],
    ids=["byte order mark", "CRLF", "no line end", "blank lines"],
)
def test_a_list_from_a_spreadsheet_reads(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    raw = write_raw(tmp_path / "raw", [row()], {"salt-wars": TEXT})
    path = raw / "sources.csv"
    path.write_bytes(change(path.read_bytes()))
    assert read_all(raw) == ["Salt Wars"]


# What a text is, and what is said of it, after the path.
BAD_TEXTS: list[tuple[bytes, str]] = [
    (b"", ": the file is empty"),
    (b" \n\t\n", ": the file is empty"),
    (b"= T =\n\nRoe \xe9t\xe9\n", ":3: not UTF-8 (byte 0xe9)"),
    (b"= T =\nRoe \xc3", ":2: not UTF-8 (byte 0xc3)"),
    (b"\xff\xfe=\x00 \x00T\x00", ":1: a binary file, not a text"),
    (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", ":3: a binary file, not a text"),
    (b"Roe paid.\n", ":1: expected a title such as '= Title =', found 'Roe paid.'"),
    (b"\n\n== T ==\n", ":3: expected a title such as '= Title =', found '== T =='"),
    (b"Infobox\n- Date: 1702\n", ":1: expected a title such as '= Title =', found 'Infobox'"),
]


@pytest.mark.parametrize(("content", "message"), BAD_TEXTS)
def test_a_bad_text_is_named_with_its_line(tmp_path: Path, content: bytes, message: str) -> None:
    raw = write_raw(tmp_path / "raw", [row(text=content)], {"salt-wars": content})
    with pytest.raises(SourceError) as error:
        read_all(raw)
    assert str(error.value) == f"{raw}/salt-wars.txt{message}"
    assert error.value.exit_code == 3


GOOD = row()
# The rows of a list, and what is said of them.
BAD_LISTS: list[tuple[list[str], str]] = [
    ([], ": no source is listed"),
    ([GOOD, GOOD], ":3: document_id 'salt-wars' is listed twice"),
    ([row("Salt Wars")], ":2: document_id must be"),
    ([row("../salt-wars")], ":2: document_id must be"),
    ([row("salt/wars")], ":2: document_id must be"),
    ([row("")], ":2: document_id must be"),
    ([row(title="")], ":2: title is empty"),
    ([row(url="  ")], ":2: url is empty"),
    ([row(licence="")], ":2: licence is empty"),
    ([row(attribution="")], ":2: attribution is empty"),
    ([row(sha256="")], ":2: sha256 is empty"),
    ([row(sha256="12ab")], ":2: sha256 must be 64 hexadecimal digits"),
    ([row(sha256="A" * 64)], ":2: sha256 must be 64 hexadecimal digits"),
    ([GOOD, row("pell")], ":3: listed file pell.txt is missing"),
    ([GOOD + ",more"], ":2: expected 7 values, found 8"),
    ([GOOD, "pell"], ":3: expected 7 values, found 1"),
    (['"open,' + GOOD], ":2: not CSV"),
    (['"a"b,' + GOOD], ":2: not CSV"),
    (["x" * 200_000 + GOOD], ":2: not CSV"),
]


@pytest.mark.parametrize(("rows", "message"), BAD_LISTS)
def test_a_bad_list_is_named_with_its_line(tmp_path: Path, rows: list[str], message: str) -> None:
    raw = write_raw(tmp_path / "raw", rows, {"salt-wars": TEXT})
    with pytest.raises(SourceError) as error:
        read_all(raw)
    assert str(error.value).startswith(f"{raw}/sources.csv{message}")
    assert "\n" not in str(error.value)


def break_raw_missing(raw: Path) -> None:
    for path in raw.iterdir():
        path.unlink()
    raw.rmdir()


def break_raw_empty(raw: Path) -> None:
    for path in raw.iterdir():
        path.unlink()


def break_raw_file(raw: Path) -> None:
    break_raw_missing(raw)
    raw.write_text("no folder")


def break_list_missing(raw: Path) -> None:
    (raw / "sources.csv").unlink()


def break_list_folder(raw: Path) -> None:
    (raw / "sources.csv").unlink()
    (raw / "sources.csv").mkdir()


def break_list_encoding(raw: Path) -> None:
    (raw / "sources.csv").write_bytes(f"{HEADER}\n{row(title='Été')}\n".encode("latin-1"))


def break_list_header(raw: Path) -> None:
    (raw / "sources.csv").write_text(f"id,title\n{row()}\n")


def break_list_content(raw: Path) -> None:
    (raw / "sources.csv").write_bytes(b"")


def break_text_missing(raw: Path) -> None:
    (raw / "salt-wars.txt").unlink()


def break_text_folder(raw: Path) -> None:
    (raw / "salt-wars.txt").unlink()
    (raw / "salt-wars.txt").mkdir()


def break_text_loop(raw: Path) -> None:
    (raw / "salt-wars.txt").unlink()
    (raw / "salt-wars.txt").symlink_to("salt-wars.txt")


def break_text_link(raw: Path) -> None:
    (raw / "salt-wars.txt").unlink()
    (raw / "salt-wars.txt").symlink_to("nowhere.txt")


def break_text_pipe(raw: Path) -> None:
    (raw / "salt-wars.txt").unlink()
    os.mkfifo(raw / "salt-wars.txt")


def break_text_changed(raw: Path) -> None:
    (raw / "salt-wars.txt").write_text(TEXT + "\n")


def break_text_unlisted(raw: Path) -> None:
    (raw / "pell.txt").write_text(TEXT)


BREAKS = [
    (break_raw_missing, ": expected a folder of sources, found nothing"),
    (break_raw_empty, "/sources.csv: the list of sources is missing, no text found either"),
    (break_raw_file, ": expected a folder of sources, found something else"),
    (break_list_missing, "/sources.csv: the list of sources is missing, 1 text found"),
    (break_list_folder, "/sources.csv: expected a text file, found a folder"),
    (break_list_encoding, "/sources.csv:2: not UTF-8 (byte 0xc9)"),
    (break_list_header, "/sources.csv:1: expected the columns document_id, title, url"),
    (break_list_content, "/sources.csv:1: expected the columns document_id, title, url"),
    (break_text_missing, "/sources.csv:2: listed file salt-wars.txt is missing"),
    (break_text_folder, "/salt-wars.txt: expected a text file, found a folder"),
    (break_text_loop, "/salt-wars.txt: cannot be read ("),
    (break_text_link, "/salt-wars.txt: no such file"),
    (break_text_pipe, "/salt-wars.txt: expected a text file, found a device or pipe"),
    (break_text_changed, "/salt-wars.txt: sha256 is "),
    (break_text_unlisted, "/pell.txt: not listed in sources.csv; 'pipeline add' lists it"),
]


@pytest.mark.parametrize(("break_it", "message"), BREAKS)
def test_a_broken_folder_is_said_in_one_line(
    tmp_path: Path, break_it: Callable[[Path], None], message: str
) -> None:
    raw = write_raw(tmp_path / "raw", [row()], {"salt-wars": TEXT})
    break_it(raw)
    with pytest.raises(SourceError) as error:
        read_all(raw)
    assert str(error.value).startswith(f"{raw}{message}")
    assert "\n" not in str(error.value) and error.value.exit_code == 3


def test_what_may_not_be_read_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = write_raw(tmp_path / "raw", [row()], {"salt-wars": TEXT})

    def refuse(path: Path, *_: object) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    for method in ("read_bytes", "iterdir"):
        with (
            monkeypatch.context() as patch,
            pytest.raises(SourceError, match=r"cannot be read \(Permission denied\)"),
        ):
            patch.setattr(Path, method, refuse)
            read_all(raw)


WIKI = {
    "title": "Salt Wars",
    "url": "https://example.org/wiki/Salt_Wars",
    "licence": "CC BY-SA 4.0",
    "attribution": "Example Wiki contributors",
}


def add(raw: Path, file: Path, revision: str | None = None, replace: bool = False, **values: str) -> Source:
    return add_source(raw, file, **{**WIKI, **values}, revision=revision, replace=replace)


@pytest.mark.parametrize(
    ("name", "document_id"),
    [
        ("salt-wars.txt", "salt-wars"),
        ("Salt Wars.txt", "salt-wars"),
        ("Salt_Wars (1702–1710).txt", "salt-wars-1702-1710"),
        ("Été de Ñu.txt", "ete-de-nu"),
        ("salt.wars.md", "salt-wars"),
        ("salt-wars", "salt-wars"),
    ],
)
def test_an_added_article_reads_back(tmp_path: Path, name: str, document_id: str) -> None:
    file = tmp_path / name
    file.write_bytes(TEXT.replace("\n", "\r\n").encode())
    raw = tmp_path / "new" / "raw"
    source = add(raw, file, revision="12")
    assert source.document_id == document_id and source.revision == "12"
    assert (raw / f"{document_id}.txt").read_bytes() == file.read_bytes()
    assert read_sources(raw) == (source,)
    assert read_all(raw) == ["Salt Wars"]
    assert sorted(path.name for path in raw.iterdir()) == sorted([f"{document_id}.txt", "sources.csv"])


def test_rows_are_sorted_and_quoted_as_csv(tmp_path: Path) -> None:
    for name in ("pell", "corrow"):
        (tmp_path / f"{name}.txt").write_text(TEXT)
        add(
            tmp_path / "raw",
            tmp_path / f"{name}.txt",
            title='Roe, "Regent"',
            attribution="Dray, K.; Feld, O.",
        )
    content = (tmp_path / "raw" / "sources.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(content.splitlines()))
    assert [(r["document_id"], r["title"], r["revision"], r["attribution"]) for r in rows] == [
        ("corrow", 'Roe, "Regent"', "", "Dray, K.; Feld, O."),
        ("pell", 'Roe, "Regent"', "", "Dray, K.; Feld, O."),
    ]
    assert content.endswith("\n") and "\r" not in content


def test_what_cannot_be_added_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "salt-wars.txt"
    file.write_text(TEXT)
    raw = tmp_path / "raw"
    add(raw, file)
    other = tmp_path / "other" / "salt-wars.txt"
    other.parent.mkdir()
    other.write_text(TEXT + "More.\n")
    binary = tmp_path / "binary.txt"
    binary.write_bytes(b"\x00\x01")
    untitled = tmp_path / "untitled.txt"
    untitled.write_text("Roe paid.")
    nameless = tmp_path / "–.txt"
    nameless.write_text(TEXT)
    fresh = tmp_path / "fresh.txt"
    fresh.write_text(TEXT)
    before = {path.name: path.read_bytes() for path in raw.iterdir()}
    cases: list[tuple[type[AttestedError], Path, dict[str, str]]] = [
        (SourceError, file, {}),
        (SourceError, other, {}),
        (SourceError, raw / "salt-wars.txt", {}),
        (SourceError, binary, {}),
        (SourceError, untitled, {}),
        (SourceError, tmp_path / "nowhere.txt", {}),
        (SourceError, tmp_path / "other", {}),
        (UsageError, nameless, {}),
        (UsageError, fresh, {"title": " "}),
        (UsageError, fresh, {"url": ""}),
        (UsageError, fresh, {"licence": ""}),
        (UsageError, fresh, {"attribution": "Roe\nFeld"}),
        (UsageError, fresh, {"revision": "\t"}),
    ]
    for kind, path, values in cases:
        with pytest.raises(kind) as error:
            add(raw, path, **values)
        assert "\n" not in str(error.value)
        assert {path.name: path.read_bytes() for path in raw.iterdir()} == before


def test_a_text_that_is_there_and_not_listed_can_be_added_and_is_never_overwritten(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    inside = raw / "salt-wars.txt"
    inside.write_text(TEXT)
    outside = tmp_path / "salt-wars.txt"
    outside.write_text(TEXT + "More.\n")
    with pytest.raises(SourceError, match="is there, not listed, and not the same"):
        add(raw, outside)
    assert inside.read_text() == TEXT
    inside.chmod(0o444)
    add(raw, inside)
    assert read_all(raw) == ["Salt Wars"]


def test_a_newer_text_replaces_text_and_row(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    for name in ("pell", "salt-wars"):
        (tmp_path / f"{name}.txt").write_text(TEXT)
        add(raw, tmp_path / f"{name}.txt")
    newer = tmp_path / "newer" / "pell.txt"
    newer.parent.mkdir()
    newer.write_text("= Port of Pell =\n\nRoe came.\n")
    add(raw, newer, replace=True, title="Port of Pell", revision="8")
    assert [(s.title, s.revision) for s in read_sources(raw)] == [("Port of Pell", "8"), ("Salt Wars", None)]
    assert read_all(raw) == ["Port of Pell", "Salt Wars"]
    # Changed by hand in the folder: the list no longer fits, and is mended in the same way.
    (raw / "pell.txt").write_text("= Pell =\n\nFeld came.\n")
    with pytest.raises(SourceError, match="sha256"):
        read_all(raw)
    add(raw, raw / "pell.txt", replace=True)
    assert read_all(raw) == ["Pell", "Salt Wars"]


@pytest.mark.parametrize("steps", range(4))
def test_an_addition_killed_at_any_step_can_be_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    (tmp_path / "pell.txt").write_text(TEXT)
    (tmp_path / "salt-wars.txt").write_text(TEXT)
    raw = tmp_path / "raw"
    add(raw, tmp_path / "pell.txt")
    left = iter([True] * steps)

    def counted(act: Callable[..., object]) -> Callable[..., object]:
        def step(*arguments: object) -> object:
            if next(left, None) is None:
                raise KeyboardInterrupt
            return act(*arguments)

        return step

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", counted(Path.write_bytes))
        patch.setattr(Path, "replace", counted(Path.replace))
        with pytest.raises(KeyboardInterrupt):
            add(raw, tmp_path / "salt-wars.txt")
    # Either nothing of it is seen yet, or the next build says what is missing.
    if (raw / "salt-wars.txt").exists():
        with pytest.raises(SourceError, match="not listed"):
            read_sources(raw)
    else:
        assert [source.document_id for source in read_sources(raw)] == ["pell"]
    add(raw, tmp_path / "salt-wars.txt")
    assert len(read_all(raw)) == 2


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    file = tmp_path / "salt-wars.txt"
    file.write_text(TEXT)
    with pytest.raises(SourceError, match="cannot be written"):
        add(file, file)


@given(st.binary(max_size=300))
def test_any_bytes_read_or_are_refused_in_one_line(content: bytes) -> None:
    try:
        text = sources.decode_text(Path("x.txt"), content)
        assert text.encode() == content
    except SourceError as error:
        assert str(error).startswith("x.txt") and "\n" not in str(error)


@given(st.binary(max_size=300))
def test_any_list_reads_or_is_refused_in_one_line(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    raw = tmp_path_factory.mktemp("raw")
    (raw / "sources.csv").write_bytes(content)
    with pytest.raises(SourceError) as error:
        read_sources(raw)
    assert "\n" not in str(error.value)

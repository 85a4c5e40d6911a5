"""Check a data package: `python verify.py [DIR]`, by default the folder of this file; exit code 0 or 5.

Needs Python 3.9 or later and nothing else. Each failure is a line. What has to hold: SHA256SUMS lists all
files with their hashes, and datapackage.json its tables; each primary key is there once, each foreign key
refers to a row; each quote is text[char_start:char_end] of texts/<document_id>.txt, in code points; and
cells that begin like spreadsheet formulas are announced. A text that its licence keeps out is named.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any

OPEN_LICENCES = ("CC0", "CC BY", "CC-BY", "PUBLIC DOMAIN")
FORMULA_STARTS = frozenset("=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20")


def find_problems(folder: Path, notes: list[str]) -> Iterator[str]:
    """Yield what does not hold, a line each; add to `notes` what could not be checked."""
    found: dict[str, str] = {}
    yield from guard("SHA256SUMS", check_files(folder, found))
    yield from guard("datapackage.json", check_package(folder, found, notes))


def guard(what: str, problems: Iterator[str]) -> Iterator[str]:
    try:
        yield from problems
    except Exception as error:  # What lies there may be broken in any way.
        yield f"{what}: cannot be checked: {type(error).__name__} {str(error)[:200]!r}"


def check_files(folder: Path, found: dict[str, str]) -> Iterator[str]:
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not path.is_symlink():
            found[name] = hash_file(path)
        elif path.is_symlink() or not path.is_dir():
            yield f"{name!r}: is neither a file nor a folder"
    listed = (folder / "SHA256SUMS").read_bytes().decode("utf-8").split("\n")
    expected = [f"{digest}  {name}" for name, digest in sorted(found.items()) if name != "SHA256SUMS"] + [""]
    if listed != expected:
        yield "SHA256SUMS: is not the list of the files that are here, with their hashes, by name"
    for name in sorted({line[66:] for line in set(listed) ^ set(expected)}):
        yield f"{name!r}: is {'not as listed in SHA256SUMS' if name in found else 'missing'}"


def hash_file(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def check_package(folder: Path, found: dict[str, str], notes: list[str]) -> Iterator[str]:
    package = json.loads((folder / "datapackage.json").read_bytes())
    schemas = {table["path"]: table["schema"] for table in package["resources"]}
    uses = (use for schema in schemas.values() for use in schema.get("foreignKeys", ()))
    keys = {use["reference"]["resource"]: {""} for use in uses}
    for table in package["resources"]:
        path, seen = table["path"], keys.get(table["name"], {""})
        if f"sha256:{found.get(path)}" != table["hash"] or (folder / path).stat().st_size != table["bytes"]:
            yield f"{path!r}: is not the file that datapackage.json describes"
        if path in found:  # Nothing else is read, whatever path the descriptor gives.
            yield from guard(path, check_keys(folder / path, table["schema"], seen))
    texts: dict[str, Path] = {}
    columns, *rows = read_rows(folder / "data" / "documents.csv")
    for document, digest, licence in map(
        itemgetter(*map(columns.index, ("document_id", "sha256", "licence"))), rows
    ):
        name = f"texts/{document}.txt"
        if name not in found and not licence.upper().startswith(OPEN_LICENCES):
            notes.append(f"{name!r}: kept out by its licence, {licence!r}; its quotes are not checked")
        elif found.get(name) != digest:
            yield f"{name!r}: is not the text that the table documents lists"
        else:
            texts[document] = folder / name
    for path in sorted(path for path in found if path.endswith(".csv")):
        announced = package.get("formulaLike", {}).get(path, {})
        yield from guard(path, check_rows(folder / path, schemas.get(path, {}), announced, keys, texts))


def read_rows(path: Path) -> Iterator[list[str]]:
    csv.field_size_limit(1 << 30)
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.reader(stream, strict=True)


def key_of(columns: list[str], fields: list[str]) -> Callable[[list[str]], str]:
    """Return what makes one text of the cells of a key; it is empty where one of them is."""
    cells = itemgetter(*map(columns.index, fields))
    return cells if len(fields) == 1 else lambda row: "\0".join(cells(row)) if all(cells(row)) else ""


def check_keys(path: Path, schema: Any, seen: set[str]) -> Iterator[str]:
    columns = next(rows := read_rows(path))
    if columns != [field["name"] for field in schema["fields"]]:
        yield f"{path.name}: has not the columns that datapackage.json describes"
    for number, key in enumerate(map(key_of(columns, schema["primaryKey"]), rows), 1):
        if key in seen:
            yield f"{path.name} row {number}: the primary key {key!r} is empty or there twice"
        seen.add(key)


def check_rows(path: Path, schema: Any, announced: Any, keys: Any, texts: dict[str, Path]) -> Iterator[str]:
    columns, formulas = next(rows := read_rows(path)), Counter[str]()
    uses = [(key_of(columns, k["fields"]), k["reference"]["resource"]) for k in schema.get("foreignKeys", ())]
    place = ["document_id", "char_start", "char_end", schema["span"]] if "span" in schema else []
    span = itemgetter(*map(columns.index, place)) if place else lambda _: (None, 0, 0, "")
    for number, row in enumerate(rows, 1):
        if len(row) != len(columns):
            yield f"{path.name} row {number}: has {len(row)} cells, not {len(columns)}"
        for key, table in uses:
            if key(row) not in keys[table]:
                yield f"{path.name} row {number}: {table} has no row {key(row)!r}"
        document, start, end, quote = span(row)
        if document in texts and read_text(texts[document])[int(start) : int(end)] != quote:
            yield f"{path.name} row {number}: {quote!r} is not what the text has at {start}:{end}"
        formulas.update(columns[i] for i, cell in enumerate(row) if cell[:1] in FORMULA_STARTS)
    if formulas != announced:
        yield f"{path.name}: cells like formulas are {dict(formulas)}, datapackage.json says {announced}"


@lru_cache(maxsize=100)
def read_text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


if __name__ == "__main__":
    notes, count, failed = list[str](), 0, False
    with open(1, "w", encoding="utf-8", errors="backslashreplace", closefd=False) as out:
        for problem in find_problems(Path(sys.argv[1] if sys.argv[1:] else Path(__file__).parent), notes):
            out.write(problem.replace("\n", " ") + "\n")
            count += 1
            failed = True
        out.write("".join(f"{line}\n" for line in [*notes, f"{count or 'no'} problems found"]))
    # Said twice, as is that it is the program: a byte of this file may be the one that was changed.
    sys.exit(max(5 * failed, 5 * bool(count)))
if __name__ == "__main__":
    sys.exit(5)

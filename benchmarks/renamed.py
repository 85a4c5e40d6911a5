"""An article and renamings in, how far its tables follow the names and years of their source out.

Builds a package of the article and of the article renamed, maps the tables of the first through the
renaming, and compares them with the second, row by row. Prints for each table the share of equal
rows, each row that differs, and every old name or year that survives in the new package. Exit code 0
where nothing survives and every table reaches the floor, 1 where not.

    python benchmarks/renamed.py raw/chilean-occupation-of-peru.txt --renaming tests/renaming/slavic.toml
    python benchmarks/renamed.py ARTICLE --style spanish --reorder
"""

from __future__ import annotations

import argparse
import csv
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.invented_names import STYLES, make_mapping
from benchmarks.renaming import Renaming, read_renaming, reorder_sections
from pipeline.reading.sources import add_source

Row = Mapping[str, str]
Tables = Mapping[str, Sequence[Row]]

# Hashes of texts, and columns that say only where something stands: they follow from the rest.
_LEFT_OUT = re.compile(
    r"sha256|characters|url|licence|attribution|revision|document_id|fact_id|claim_id|.*char_start|.*char_end|.*number|line"
)
_DATE = re.compile(r"(?:.*_)?(?:edtf|earliest|latest)")
_ID = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")
_PLACE_IN_TEXT = re.compile(r"[a-z0-9-]+/[sft]\d+\Z")


@dataclass(frozen=True)
class TableComparison:
    """How the rows of one table followed the renaming."""

    table: str
    same: int
    missing: tuple[str, ...]
    """Rows of the original, as renamed, that the renamed article did not give."""
    added: tuple[str, ...]
    """Rows that only the renamed article gave."""

    @property
    def share(self) -> float:
        """Equal rows by all rows of the longer table, 0 to 1; 1 where both are empty."""
        longer = self.same + max(len(self.missing), len(self.added))
        return self.same / longer if longer else 1.0


@dataclass(frozen=True)
class Comparison:
    """How a whole package followed the renaming."""

    tables: tuple[TableComparison, ...]
    survivors: tuple[str, ...]
    """Old names and years in the new package, with the table and column."""

    @property
    def share(self) -> float:
        """Equal rows of all tables by all rows, 0 to 1."""
        longer = sum(t.same + max(len(t.missing), len(t.added)) for t in self.tables)
        return sum(t.same for t in self.tables) / longer if longer else 1.0


def compare_renamed(text: str, renaming: Renaming, folder: Path, *, reorder: bool = False) -> Comparison:
    """Build both packages below `folder` and return how the renamed one follows.

    Raises RenamingError where the renaming does not suit the text, and CalledProcessError where a build
    fails.
    """
    renaming.check(text)
    renamed = renaming.rename(text)
    if reorder:
        renamed = reorder_sections(renamed)
    original_tables = read_tables(build_package(text, folder / "original"))
    renamed_tables = read_tables(build_package(renamed, folder / "renamed"))
    tables = compare_tables(original_tables, renamed_tables, renaming, ordered=not reorder)
    return Comparison(tables, survivors(renamed_tables, renaming, text, renamed))


def build_package(text: str, folder: Path) -> Path:
    """Build a package of one article, under a document id made from its title, and return its folder."""
    title = re.match(r"\s*=\s*(.*?)\s*=\s*\n", text)
    if title is None:
        raise ValueError("the article has no title")
    folder.mkdir(parents=True)
    article = folder / f"{slug(title[1])}.txt"
    article.write_text(text, encoding="utf-8")
    add_source(
        folder / "raw",
        article,
        title=title[1],
        url=f"https://example.org/{article.stem}",
        licence="CC0-1.0",
        attribution="Nobody",
        revision=None,
    )
    script = Path(sys.executable).with_name("pipeline")
    command = [str(script)] if script.exists() else [sys.executable, "-m", "pipeline"]
    arguments = ["build", "--raw", str(folder / "raw"), "--out", str(folder / "package")]
    subprocess.run([*command, *arguments], check=True, capture_output=True, text=True)
    return folder / "package"


def slug(name: str) -> str:
    """Return a name in lower-case ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def read_tables(package: Path) -> Tables:
    """Return the rows of every CSV table of a package, by the table's name."""
    tables: dict[str, Sequence[Row]] = {}
    for path in sorted((package / "data").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            tables[path.stem] = list(csv.DictReader(stream))
    return tables


def compare_tables(
    original: Tables, renamed: Tables, renaming: Renaming, *, ordered: bool
) -> tuple[TableComparison, ...]:
    """Return table by table how many rows are the same once the original went through the renaming.

    An id counts as what it stands for: an entity's name and kind, a fact's subject, predicate and object.
    Offsets, hashes and running numbers are left out; so are ids of sections and sentences unless
    `ordered`. Letter case does not count: `van Hollen` opens a sentence as `Van Hollen`.
    """
    before = _Signatures(original, renaming, ordered=ordered)
    after = _Signatures(renamed, None, ordered=ordered)
    comparisons = []
    for table in sorted({*original, *renamed}):
        old = Counter(before.row(row) for row in original.get(table, ()))
        new = Counter(after.row(row) for row in renamed.get(table, ()))
        comparisons.append(
            TableComparison(
                table,
                (old & new).total(),
                tuple(sorted((old - new).elements())),
                tuple(sorted((new - old).elements())),
            )
        )
    return tuple(comparisons)


class _Signatures:
    """Writes a row so that it can be compared with that of another build."""

    def __init__(self, tables: Tables, renaming: Renaming | None, *, ordered: bool) -> None:
        self.renaming, self.ordered = renaming, ordered
        self.meaning: dict[str, str] = {}
        for row in tables.get("entities", ()):
            self.meaning[row["entity_id"]] = f"<{self._renamed(row['name'])}, {row['kind']}>"
        for row in tables.get("facts", ()):
            self.meaning[row["fact_id"]] = self._fact(row)

    def row(self, row: Row) -> str:
        """One line: every cell that counts, with its column; empty cells left out."""
        cells = []
        for column, value in row.items():
            written = self._cell(column, value)
            if written:
                cells.append(f"{column}={written}")
        return " | ".join(cells)

    def _cell(self, column: str, value: str) -> str:
        if not value:
            return ""
        if column == "fact_id" or value in self.meaning:
            return self.meaning.get(value, "<unknown>")
        if _LEFT_OUT.fullmatch(column):
            return ""
        if _PLACE_IN_TEXT.fullmatch(value):
            return value.rpartition("/")[2] if self.ordered else ""
        parts = [part.strip() for part in re.split("[,;|]", value)]
        if column.endswith("_id") or all(_ID.fullmatch(part) for part in parts):
            return ", ".join(sorted(self.meaning.get(part, "<id>") for part in parts))
        if _DATE.fullmatch(column):
            return self.renaming.shift_edtf(value) if self.renaming else value
        return self._renamed(value)

    def _fact(self, row: Row) -> str:
        cells = [self._renamed(row[c]) for c in ("subject", "predicate", "object", "place")]
        dates = [
            self.renaming.shift_edtf(row[c]) if self.renaming else row[c] for c in ("start_edtf", "end_edtf")
        ]
        marks = [row["kind"], row["negated"].lower(), row["certainty"]]
        return "{" + " / ".join([*cells, *dates, *marks]) + "}"

    def _renamed(self, text: str) -> str:
        return (self.renaming.rename(text) if self.renaming else text).casefold()


def survivors(tables: Tables, renaming: Renaming, text: str, renamed: str) -> tuple[str, ...]:
    """Return every old name and year in the tables of the renamed article that is not in that article, with
    its table and column. Names are looked for word by word, in ids as slugs; years in dates and text."""
    here = {_plain(word) for word in _words(renamed)}
    words = {
        _plain(w) for name in renaming.names if _stands_in(name, text) for w in _words(name) if w[0].isupper()
    }
    old_words = {word for word in words - here if len(word) > 2}
    old_years = set(re.findall(r"(?<!\d)\d{4}(?!\d)", text)) - set(re.findall(r"(?<!\d)\d{4}(?!\d)", renamed))
    found: Counter[str] = Counter()
    for table, rows in tables.items():
        for row in rows:
            for column, value in row.items():
                found.update(
                    f"{table}.{column}: {w}" for w in old_words.intersection(map(_plain, _words(value)))
                )
                if not _LEFT_OUT.fullmatch(column) and not column.endswith("_id"):
                    years = old_years.intersection(re.findall(r"(?<!\d)\d{4}(?!\d)", value))
                    found.update(f"{table}.{column}: {year}" for year in years)
    return tuple(f"{what} ({times} times)" for what, times in sorted(found.items()))


def _stands_in(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)


def _plain(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)).lower()


def report_lines(comparison: Comparison, most: int) -> Iterable[str]:
    """Lines for a reader: tables, up to `most` differing rows of each, survivors."""
    for table in comparison.tables:
        longer = table.same + max(len(table.missing), len(table.added))
        yield f"{table.table:20} {table.same:5} of {longer:5} rows the same  {100 * table.share:6.1f} %"
        for mark, rows in (("-", table.missing), ("+", table.added)):
            yield from (f"  {mark} {row}" for row in rows[:most])
            if len(rows) > most:
                yield f"  {mark} ... {len(rows) - most} more"
    yield f"{'all tables':20} {100 * comparison.share:.1f} % the same"
    yield from (f"survives: {what}" for what in comparison.survivors)
    if not comparison.survivors:
        yield "no old name or year survives"


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the options, compare once a renaming, print, and return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("article", type=Path, help="an article in the raw format")
    parser.add_argument(
        "--renaming", type=Path, action="append", default=[], help="a TOML file; may be repeated"
    )
    parser.add_argument(
        "--style", choices=sorted(STYLES), action="append", default=[], help="invent names instead"
    )
    parser.add_argument("--reorder", action="store_true", help="also put the sections in reverse order")
    parser.add_argument(
        "--floor", type=float, default=0.95, help="share of same rows that is enough (default 0.95)"
    )
    parser.add_argument(
        "--most", type=int, default=40, help="differing rows to print a table and side (default 40)"
    )
    parser.add_argument(
        "--show-text", action="store_true", help="print the renamed article and build nothing"
    )
    options = parser.parse_args(arguments)
    text = options.article.read_text(encoding="utf-8")
    renamings = {path.stem: read_renaming(path) for path in options.renaming}
    for style in options.style or ([] if renamings else ["english"]):
        renamings[f"invented {style}"] = make_mapping(text, style)
    is_good = True
    for name, renaming in renamings.items():
        print(f"== {name}")
        if options.show_text:
            print(renaming.rename(text))
            continue
        with tempfile.TemporaryDirectory() as folder:
            try:
                comparison = compare_renamed(text, renaming, Path(folder), reorder=options.reorder)
            except subprocess.CalledProcessError as error:
                parser.exit(1, f"{error.stderr}\nthe build failed with exit code {error.returncode}\n")
        for line in report_lines(comparison, options.most):
            print(line)
        is_good &= not comparison.survivors and comparison.share >= options.floor
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())

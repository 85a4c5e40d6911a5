"""Whatever is done to the rows of a package, what is told of it makes the new rows of the old ones."""

from __future__ import annotations

import csv
import json
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ValidationError
from pipeline.publishing import comparison as comparison_module
from pipeline.publishing import differing_lines
from pipeline.publishing.changes import CellChange, FactCounts
from pipeline.publishing.comparison import compare_packages
from tests.publishing.small_packages import write_package

CELL = st.one_of(
    st.just(""),
    st.sampled_from(["Halvey", "Pell, the older", 'the "Heron"', "two\nlines", "=1+1", "é", "NULL", " "]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), max_size=4),
)
KEY = st.sampled_from(["a", "b", "c", "d", "a,b", 'a"b', "ä", "a\nb"])
HARBOURS = st.dictionaries(KEY, st.tuples(CELL, CELL), max_size=6)
PIERS = st.dictionaries(st.tuples(KEY, st.integers(1, 3).map(str)), CELL, max_size=6)


def package(harbours: dict[str, tuple[str, str]], piers: dict[tuple[str, str], str]) -> dict[str, Any]:
    def fields(*names: str) -> list[dict[str, str]]:
        return [{"name": name, "type": "string"} for name in names]

    return {
        "name": "coast",
        "resources": [
            {
                "name": "harbours",
                "rows": [[key, *cells] for key, cells in harbours.items()],
                "schema": {"fields": fields("harbour_id", "name", "note"), "primaryKey": "harbour_id"},
            },
            {
                "name": "piers",
                "rows": [[*key, cell] for key, cell in piers.items()],
                "schema": {
                    "fields": fields("harbour_id", "number", "name"),
                    "primaryKey": ["harbour_id", "number"],
                },
            },
        ],
    }


Rows = dict[tuple[str, str], dict[str, str | None]]
"""By table and key."""


def read_rows(folder: Path) -> Rows:
    found: Rows = {}
    for name, keys in (("harbours", ["harbour_id"]), ("piers", ["harbour_id", "number"])):
        with (folder / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                cells = [row[key] for key in keys]
                key = (
                    cells[0]
                    if len(cells) == 1
                    else json.dumps(cells, ensure_ascii=False, separators=(",", ":"))
                )
                found[name, key] = {column: cell or None for column, cell in row.items()}
    return found


def apply(changes: list[CellChange], old: Rows, new: Rows) -> Rows:
    """Make of old rows what the changes say; only of added rows the cells are taken from the new ones."""
    made = {place: dict(row) for place, row in old.items()}
    for change in changes:
        if change.key is None:
            assert change.previous_key is not None and change.column is None
            del made[change.table, change.previous_key]
        elif change.previous_key is None:
            assert change.column is None and (change.table, change.key) not in made
            made[change.table, change.key] = new[change.table, change.key]
        else:
            assert change.column is not None and change.key == change.previous_key
            row = made[change.table, change.key]
            assert row[change.column] == change.old != change.new
            row[change.column] = change.new
    return made


@settings(max_examples=40)
@given(HARBOURS, PIERS, HARBOURS, PIERS)
def test_changes_make_the_new_rows_of_the_old(
    harbours: dict[str, tuple[str, str]],
    piers: dict[tuple[str, str], str],
    other_harbours: dict[str, tuple[str, str]],
    other_piers: dict[tuple[str, str], str],
) -> None:
    with tempfile.TemporaryDirectory() as name:
        old = write_package(Path(name) / "old", package(harbours, piers))
        new = write_package(Path(name) / "new", package(other_harbours, other_piers))
        with compare_packages(old, new) as there, compare_packages(new, old) as back:
            changes, undone = list(there.cell_changes()), list(back.cell_changes())
            assert there.is_same == back.is_same == (not changes)
            assert [(t.table, t.added, t.removed, t.revised) for t in there.tables] == [
                (t.table, t.removed, t.added, t.revised) for t in back.tables
            ]
        before, after = read_rows(old), read_rows(new)
        assert apply(changes, before, after) == after
        assert apply(undone, after, before) == before
        assert Counter((c.table, c.key, c.previous_key, c.column, c.old, c.new) for c in changes) == Counter(
            (c.table, c.previous_key, c.key, c.column, c.new, c.old) for c in undone
        )


@settings(max_examples=15)
@given(HARBOURS, PIERS, st.randoms(use_true_random=False))
def test_the_order_of_rows_says_nothing(
    harbours: dict[str, tuple[str, str]], piers: dict[tuple[str, str], str], random: Any
) -> None:
    items, other_items = list(harbours.items()), list(piers.items())
    random.shuffle(items)
    random.shuffle(other_items)
    with tempfile.TemporaryDirectory() as name:
        old = write_package(Path(name) / "old", package(harbours, piers))
        new = write_package(Path(name) / "new", package(dict(items), dict(other_items)))
        with compare_packages(old, new) as found:
            assert found.is_same


def many(last: str = "Corrow") -> dict[str, Any]:
    harbours = {f"h{number}": (f"Harbour {number}", "sea") for number in range(3_000)}
    return package(harbours | {"h2999": (last, "sea")}, {})


@pytest.mark.parametrize(("block", "pending"), [(1 << 12, 1 << 20), (1 << 12, 1), (1 << 20, 1 << 20)])
def test_blocks_and_limits_change_nothing(
    block: int, pending: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(differing_lines, "BLOCK", block)
    monkeypatch.setattr(differing_lines, "MOST_PENDING", pending)
    shifted = many("Linden")
    # A row before all others: every block holds other rows than that of the other file.
    shifted["resources"][0]["rows"].insert(0, ["a0", "Velm", ""])
    old, new = write_package(tmp_path / "old", many()), write_package(tmp_path / "new", shifted)
    with compare_packages(old, new) as found:
        changes = [(c.key, c.previous_key, c.column, c.old, c.new) for c in found.cell_changes()]
    assert changes == [("a0", None, None, None, None), ("h2999", "h2999", "name", "Corrow", "Linden")]


def test_little_memory_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison_module, "MEMORY_LIMIT", "64MB")
    monkeypatch.setattr(differing_lines, "MOST_PENDING", 1)
    harbours = {f"h{number}": (f"Harbour {number} " * 5, "sea") for number in range(60_000)}
    others = {key: (name, "lake") for key, (name, _) in harbours.items()}
    old, new = (write_package(tmp_path / n, package(h, {})) for n, h in (("old", harbours), ("new", others)))
    with compare_packages(old, new) as found:
        assert [(t.table, t.revised) for t in found.tables] == [("harbours", 60_000)]
        assert sum(1 for _ in found.cell_changes()) == 60_000


@pytest.mark.parametrize("rows", [[["a", "Halvey", ""], ["a", "Pell", ""]], [["", "Halvey", ""]]])
def test_a_key_has_one_row(rows: list[list[str]], tmp_path: Path) -> None:
    wrong = package({}, {})
    wrong["resources"][0]["rows"] = rows
    old, new = write_package(tmp_path / "old", package({}, {})), write_package(tmp_path / "new", wrong)
    for pair in ((old, new), (new, old)):
        with pytest.raises(ValidationError, match="harbour_id"):
            compare_packages(*pair)


def test_facts_that_stand_at_one_place_are_told_apart_by_their_parts(tmp_path: Path) -> None:
    names = ["fact_id", "document_id", "kind", "predicate", "subject_id", "subject", "object_id", "object",
             "start_edtf", "char_start", "char_end", "quote"]  # fmt: skip

    def facts(*, are_corrected: bool) -> dict[str, Any]:
        rows = []
        for number in range(3_000):
            year = str(number % 90 + (1 if are_corrected and number % 3 == 0 else 0))
            parts = ("salt-wars", "tenures", "held office", "", f"Roe {number}", "", "Regent", year)
            rows.append([f"{number}-{year}", *parts, "0", "9", "the words"])
        fields = [{"name": name, "type": "string"} for name in names]
        return {
            "name": "coast",
            "resources": [
                {"name": "facts", "rows": rows, "schema": {"fields": fields, "primaryKey": ["fact_id"]}}
            ],
        }

    old = write_package(tmp_path / "old", facts(are_corrected=False))
    new = write_package(tmp_path / "new", facts(are_corrected=True))
    with compare_packages(old, new) as found:
        assert found.facts == FactCounts(2_000, 0, 1_000, 0, 0)
        for change in found.cell_changes():
            assert change.key is not None and change.previous_key is not None
            assert change.key.partition("-")[0] == change.previous_key.partition("-")[0]

"""Parquet, DuckDB and SQLite, made from the descriptor and the CSV files of a package alone."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import UsageError, ValidationError
from pipeline.publishing import database
from pipeline.publishing.database import cut_pieces
from pipeline.publishing.derived_formats import make_formats

DERIVED = ("attested.duckdb", "attested.sqlite", "parquet")


def read_formats(folder: Path) -> dict[str, bytes]:
    paths = [p for name in DERIVED for p in [folder / name, *(folder / name).glob("*")] if p.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture
def checkout(invented_package: Path, tmp_path: Path) -> Path:
    """What is committed of a package, and nothing else."""
    folder = tmp_path / "packages" / "checkout"
    shutil.copytree(invented_package / "data", folder / "data")
    shutil.copy(invented_package / "datapackage.json", folder)
    return folder


def test_they_are_those_of_the_build_whatever_was_there(checkout: Path, invented_package: Path) -> None:
    make_formats(checkout)
    made = read_formats(checkout)
    assert len(made) == 2 + len(list((checkout / "data").iterdir()))
    assert made == read_formats(invented_package)
    for name in made:
        (checkout / name).write_bytes(b"garbage")
    make_formats(checkout)
    assert read_formats(checkout) == made
    assert [path.name for path in checkout.parent.iterdir()] == ["checkout"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("siege-of-linden", "", r"data/.*\.csv: "),
        (",264 BC,", ',"264 BC,', r"data/events\.csv: "),
        ("start_text,", "start,text,", r"data/events\.csv: "),
        ("-0263-01-01", "one day", r"data/events\.csv: .*one day"),
    ],
)
def test_a_broken_table_is_one_line(checkout: Path, old: str, new: str, message: str) -> None:
    path = checkout / "data" / "events.csv"
    content = path.read_text("utf-8")
    assert old in content
    path.write_text(content.replace(old, new), "utf-8")
    with pytest.raises(ValidationError, match=message) as caught:
        make_formats(checkout)
    assert "\n" not in str(caught.value)


def test_a_folder_without_a_descriptor_is_no_package(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        make_formats(tmp_path)


def test_a_dangling_reference_is_found(checkout: Path) -> None:
    path = checkout / "data" / "documents.csv"
    path.write_text("".join(path.read_text("utf-8").splitlines(keepends=True)[:1]), "utf-8")
    with pytest.raises(ValidationError, match=r"data/\w+\.csv: .*foreign key"):
        make_formats(checkout)


def test_sqlite_has_keys_checks_and_comments(invented_package: Path) -> None:
    path = invented_package / "attested.sqlite"
    # Page size; and instead of the version of the library, a constant.
    header = path.read_bytes()[:100]
    assert (int.from_bytes(header[16:18], "big"), int.from_bytes(header[96:100], "big")) == (4096, 3_008_000)
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        found = connection.execute("SELECT start_earliest, start_edtf FROM events WHERE name LIKE '%Linden'")
        assert found.fetchall() == [("-0263-01-01", "-0263")]
        negated = "SELECT typeof(negated), negated FROM facts GROUP BY negated ORDER BY 2"
        assert connection.execute(negated).fetchall() == [("integer", 0), ("integer", 1)]
        keys = connection.execute("SELECT count(*) FROM pragma_foreign_key_list('evidence')").fetchone()
        assert keys == (2,)
        [sql] = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'facts'").fetchone()
    assert "-- One row" in sql and "-- The source" in sql


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE facts SET certainty = 'surely'",
        "UPDATE facts SET negated = 2",
        "UPDATE facts SET predicate = NULL",
        "UPDATE facts SET char_start = -1",
        "INSERT INTO facts SELECT * FROM facts",
        "UPDATE evidence SET fact_id = 'nothing'",
    ],
)
def test_sqlite_guards_itself(invented_package: Path, tmp_path: Path, statement: str) -> None:
    path = Path(shutil.copy(invented_package / "attested.sqlite", tmp_path))
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)


REFERENCES = st.integers(0, 30).flatmap(
    lambda count: st.tuples(
        st.just(count),
        st.dictionaries(st.integers(0, count - 1), st.integers(0, count - 1)) if count else st.just({}),
    )
)


@pytest.mark.parametrize("most", [1, 2, 1000])
@given(table=REFERENCES)
def test_rows_come_after_those_that_they_refer_to(most: int, table: tuple[int, dict[int, int]]) -> None:
    count, references = table
    # Rows that refer to each other in a circle could never be put in.
    references = {a: b for a, b in references.items() if b < a or (b > a and b not in references)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "MOST_PIECES", most)
        order, pieces = cut_pieces(count, references)
    assert sorted(order) == list(range(count))
    assert pieces == sorted(pieces)
    piece_of = dict(zip(order, pieces, strict=True))
    assert all(piece_of[b] < piece_of[a] for a, b in references.items())


def test_rows_stay_in_order_where_they_can() -> None:
    assert cut_pieces(4, {2: 1}) == ([0, 1, 2, 3], [0, 0, 1, 1])
    assert cut_pieces(3, {0: 2}) == ([2, 0, 1], [0, 1, 1])


def test_a_column_with_years_before_christ_is_one_of_dates_again(invented_package: Path) -> None:
    descriptor = json.loads((invented_package / "datapackage.json").read_text("utf-8"))
    [events] = [resource for resource in descriptor["resources"] if resource["name"] == "events"]
    [field] = [f for f in events["schema"]["fields"] if f["name"] == "start_earliest"]
    assert field["type"] == "string"
    path = invented_package / "parquet" / "events.parquet"
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT DISTINCT typeof(start_earliest) FROM '{path}'").fetchall()
    assert found == [("DATE",)]

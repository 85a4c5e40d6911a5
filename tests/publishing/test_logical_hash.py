"""The hash of a table's rows: as it is defined, and the same in every format."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import sqlite3
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.model.date import CalendarDay
from pipeline.publishing.database import define_table, fill_table
from pipeline.publishing.logical_hash import hash_rows
from pipeline.publishing.metadata import read_metadata
from pipeline.publishing.profile import profile_table
from pipeline.publishing.sqlite import write_sqlite
from pipeline.publishing.stored_rows import check_formats, csv_rows, duckdb_rows, parquet_rows, sqlite_rows
from pipeline.tables.frames import Frame, make_frame, write_csv
from pipeline.tables.schemas import parse_schema
from pipeline.tables.table import Table, Value

COLUMNS = {"number": "integer", "name": "string", "day": "date", "is_true": "boolean"}
SCHEMA = parse_schema(
    {
        "name": "ferries",
        "title": "Ferries",
        "description": "One row is one ferry.",
        "fields": [
            {"name": name, "type": type_, "title": name, "description": f"The {name}."}
            for name, type_ in COLUMNS.items()
        ],
        "missingValues": [""],
        "primaryKey": ["number"],
    },
    "",
    "ferries",
)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def test_it_is_what_its_definition_says() -> None:
    rows = [("7", "Halvey", None), ("8", 'Pell "the\tOld" ü', "true")]
    hashes = [sha256('["7","Halvey",null]'), sha256('["8","Pell \\"the\\tOld\\" ü","true"]')]
    lines = ['["number","name","is_true"]', *sorted(hashes)]
    expected = "sha256:" + sha256("".join(f"{line}\n" for line in lines))
    assert hash_rows(("number", "name", "is_true"), rows) == expected
    assert hash_rows(("number", "name", "is_true"), reversed(rows)) == expected
    assert hash_rows(("number",), []) == "sha256:" + sha256('["number"]\n')


@pytest.mark.parametrize(
    "rows",
    [
        [("1", "a"), ("1", "a")],
        [("1", None)],
        [("a", "1")],
        [("1", "A")],
        [("1", "a ")],
        [],
    ],
)
def test_other_rows_have_another_hash(rows: list[tuple[str | None, ...]]) -> None:
    assert hash_rows(("x", "y"), rows) != hash_rows(("x", "y"), [("1", "a")])
    assert hash_rows(("x", "z"), [("1", "a")]) != hash_rows(("x", "y"), [("1", "a")])


def make_day(days: int) -> CalendarDay:
    """The day that many days after 2000-03-01, in any year from -3000 on."""
    cycles, rest = divmod(days, 146_097)
    day = date(2000, 3, 1) + timedelta(rest)
    return CalendarDay(day.year + 400 * cycles, day.month, day.day)


# No text of a cell goes across lines, and none holds U+0000: sources with it are refused.
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n"), min_size=1, max_size=12
)
ROWS = st.lists(
    st.tuples(
        st.integers(-(2**31), 2**31 - 1),
        st.none()
        | TEXTS
        | st.sampled_from(['"', ",", "NULL", "null", "true", "1.0", " x ", "-0263", "\u2028"]),
        st.none() | st.integers(-1_800_000, 1_800_000).map(make_day),
        st.none() | st.booleans(),
    ),
    max_size=8,
    unique_by=lambda row: row[0],
)


@settings(max_examples=40)
@given(ROWS)
@example([(1, "Pell", CalendarDay(0, 2, 29), True), (2, None, CalendarDay(-1, 12, 31), None)])
@example([(3, "Pell", CalendarDay(-2999, 1, 1), False), (-1, "x", CalendarDay(1, 1, 1), None)])
def test_all_formats_have_the_same(rows: list[tuple[Value, ...]]) -> None:
    frame = make_frame(Table(SCHEMA, tuple(rows)))
    assert isinstance(frame, Frame)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("data", "parquet"):
            (folder / part).mkdir()
        path = folder / "data" / "ferries.csv"
        write_csv(frame, path)
        found: dict[str, Any] = {"csv": hash_rows(SCHEMA.columns, csv_rows(path))}
        found["profile"] = profile_table(path).logical_hash
        write_sqlite([SCHEMA], folder)
        with contextlib.closing(sqlite3.connect(folder / "attested.sqlite")) as lite:
            found["sqlite"] = hash_rows(SCHEMA.columns, sqlite_rows(lite, "ferries", SCHEMA))
        with duckdb.connect() as connection:
            connection.execute(define_table(SCHEMA))
            fill_table(connection, SCHEMA, folder)
            found["duckdb"] = hash_rows(SCHEMA.columns, duckdb_rows(connection, "ferries", SCHEMA))
            parquet = parquet_rows(connection, folder / "parquet" / "ferries.parquet", SCHEMA)
            found["parquet"] = hash_rows(SCHEMA.columns, parquet)
    assert len(set(found.values())) == 1, found


def test_every_table_of_a_package_has_its_hash_in_every_format(invented_package: Path) -> None:
    assert check_formats(invented_package) == []
    tables = read_metadata(invented_package).tables
    assert [t.logical_hash for t in tables] == [
        profile_table(invented_package / t.path).logical_hash for t in tables
    ]


@pytest.fixture
def package(invented_package: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(invented_package, tmp_path / "package"))


def test_a_format_with_other_rows_is_found(package: Path) -> None:
    with contextlib.closing(sqlite3.connect(package / "attested.sqlite", isolation_level=None)) as lite:
        lite.execute("UPDATE tenures SET person = 'Osk Feld' WHERE person = 'Tamsin Roe'")
    (package / "parquet" / "facts.parquet").write_bytes((package / "parquet" / "names.parquet").read_bytes())
    with duckdb.connect(str(package / "attested.duckdb")) as connection:
        connection.execute("DELETE FROM mentions WHERE rowid = 0")
    text = "\n".join(map(str, check_formats(package)))
    assert "formats: " in text
    (package / "parquet" / "facts.parquet").unlink()
    assert [str(failure) for failure in check_formats(package)] == [
        "mentions: its rows in attested.duckdb have not the logical hash that the descriptor gives",
        "tenures: its rows in attested.sqlite have not the logical hash that the descriptor gives",
    ]

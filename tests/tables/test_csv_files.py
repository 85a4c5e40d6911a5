"""Frames to canonical CSV, and back without a data frame library."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ValidationError
from pipeline.model.date import CalendarDay
from pipeline.tables.csv_files import read_table
from pipeline.tables.frames import Frame, make_frame, write_csv
from pipeline.tables.schemas import Field, TableSchema
from pipeline.tables.table import Row, Table


def _field(name: str, type_: str) -> Field:
    return Field(name, type_, name, f"{name}.", False, (), None, None, None, False, ())


SCHEMA = TableSchema(
    "hats", "Hats", "Hats.", None, None,
    (_field("hat", "string"), _field("size", "integer"), _field("worn", "boolean"), _field("bought", "date")),
    ("hat",), (), "{}",
)  # fmt: skip


def write(rows: list[Row], path: Path) -> bytes:
    frame = make_frame(Table(SCHEMA, tuple(rows)))
    assert isinstance(frame, Frame)
    write_csv(frame, path)
    return path.read_bytes()


def test_canonical_form(tmp_path: Path) -> None:
    rows: list[Row] = [
        ("plain", 7, True, CalendarDay(1703, 5, 2)),
        ('a "b", c', None, False, CalendarDay(-263, 1, 1)),
        ("Žižkov\u00a0– é", -1, None, CalendarDay(0, 12, 31)),
        (None, None, None, None),
        ("line\nend", 0, None, CalendarDay(33, 4, 3)),
    ]
    expected = (
        "hat,size,worn,bought\n"
        "plain,7,true,1703-05-02\n"
        '"a ""b"", c",,false,-0263-01-01\n'
        "Žižkov\u00a0– é,-1,,0000-12-31\n"
        ",,,\n"
        '"line\nend",0,,0033-04-03\n'
    )
    assert write(rows, tmp_path / "hats.csv") == expected.encode()


def test_a_table_without_rows_has_its_header(tmp_path: Path) -> None:
    assert write([], tmp_path / "hats.csv") == b"hat,size,worn,bought\n"


days = st.builds(CalendarDay, st.integers(-3000, 3000), st.integers(1, 12), st.integers(1, 28))
rows = st.tuples(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1),
    st.none() | st.integers(-(2**31), 2**31 - 1),
    st.none() | st.booleans(),
    st.none() | days,
)


@given(st.lists(rows, max_size=8))
def test_rows_come_back(tmp_path_factory: pytest.TempPathFactory, rows: list[Row]) -> None:
    path = tmp_path_factory.mktemp("csv") / "hats.csv"
    write(rows, path)
    assert list(read_table(SCHEMA, path).rows) == rows


def test_values_of_another_type_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "hats.csv"
    path.write_text("hat,size,worn,bought\nx,seven,yes,May 1703\n")
    table = read_table(SCHEMA, path)
    assert table.rows == (("x", "seven", "yes", "May 1703"),)
    misfits = make_frame(table)
    assert isinstance(misfits, list)
    assert [(m.row, m.column) for m in misfits] == [(1, "size"), (1, "worn"), (1, "bought")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "the table is missing"),
        (b"", "expected the columns hat, size, worn, bought"),
        (b"hat,size\n", "expected the columns"),
        (b"hat,size,worn,bought\nx\n", "row 1: expected 4 values, found 1"),
        (b"hat,size,worn,bought\n\xff,,,\n", "codec can't decode"),
    ],
)
def test_no_such_table(tmp_path: Path, content: bytes | None, message: str) -> None:
    if content is not None:
        (tmp_path / "hats.csv").write_bytes(content)
    with pytest.raises(ValidationError, match=message):
        read_table(SCHEMA, tmp_path / "hats.csv")

"""Keys and checks of the DuckDB file, and what its views and macros say of dates."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.lexicon.predicates import predicates
from pipeline.publishing.database import write_database
from pipeline.query import open_package
from pipeline.tables.frames import Frame, make_frame, write_csv
from pipeline.tables.rows import make_tables
from pipeline.tables.schemas import read_schemas, schemas_folder
from pipeline.tables.table import Table, Tables
from pipeline.validation.frame_rules import check_frames, make_frames
from tests.invented import read_invented


def write(tables: Tables, folder: Path) -> None:
    (folder / "data").mkdir(parents=True)
    for table in tables.tables:
        frame = make_frame(table)
        assert isinstance(frame, Frame)
        write_csv(frame, folder / "data" / f"{table.name}.csv")
    write_database([table.schema for table in tables.tables], folder)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("database")
    write(make_tables(read_invented(), predicates(), read_schemas()), folder)
    return folder


@pytest.fixture(scope="module")
def connection(package: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(package / "attested.duckdb"), read_only=True) as connection:
        yield connection


def ask(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql).fetchall()


def test_the_same_bytes_at_any_size(tmp_path: Path) -> None:
    """From a few thousand rows on DuckDB would choose compressions by random samples."""
    tables = make_tables(read_invented(), predicates(), read_schemas())
    sentences = tables.table("sentences")
    more = [
        (f"x/t{n}", *sentences.rows[0][1:3], n, True, f"Sentence {n * n % 977} of {n}.", n, n + 1)
        for n in range(3, 6000)
    ]
    enlarged = Table(sentences.schema, (*sentences.rows, *more))
    changed = replace(tables, tables=tuple(enlarged if t.name == "sentences" else t for t in tables.tables))
    written = []
    for name in ("one", "another"):
        write(changed, tmp_path / name)
        written.append((tmp_path / name / "attested.duckdb").read_bytes())
    assert written[0] == written[1]


def test_a_table_of_points_in_time(tmp_path: Path) -> None:
    """A table may leave the end out, as what happens at once has none."""
    data = json.loads((schemas_folder() / "relations.json").read_text("utf-8"))
    data["fields"] = [field for field in data["fields"] if not field["name"].startswith("end_")]
    for path in schemas_folder().glob("*.json"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "relations.json").write_text(json.dumps(data))
    tables = make_tables(read_invented(), predicates(), read_schemas(tmp_path))
    frames, failures = make_frames(tables)
    assert failures + check_frames(frames) == []
    write(tables, tmp_path / "package")


def test_everything_has_a_comment(connection: duckdb.DuckDBPyConnection) -> None:
    for sql in (
        "SELECT table_name FROM duckdb_tables() WHERE comment IS NULL",
        "SELECT view_name FROM duckdb_views() WHERE NOT internal AND comment IS NULL",
        "FROM duckdb_columns() c JOIN duckdb_tables() USING (table_name) WHERE c.comment IS NULL",
        "SELECT function_name FROM duckdb_functions() WHERE NOT internal AND comment IS NULL",
    ):
        assert ask(connection, sql) == []


def test_all_views_and_macros_answer(connection: duckdb.DuckDBPyConnection) -> None:
    views = [row[0] for row in ask(connection, "SELECT view_name FROM duckdb_views() WHERE NOT internal")]
    assert {f"readable_{s.name}" for s in read_schemas() if s.row is not None} < set(views)
    for view in views:
        columns = [column[0] for column in connection.execute(f"FROM {view}").description or ()]
        if view.startswith("readable_"):
            assert not [c for c in columns if c.endswith("_id") and c != "fact_id"]


@pytest.fixture
def writable(package: Path, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    path = tmp_path / "copy.duckdb"
    path.write_bytes((package / "attested.duckdb").read_bytes())
    with duckdb.connect(str(path)) as connection:
        yield connection


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("INSERT INTO sections SELECT * FROM sections LIMIT 1", "Duplicate key"),
        ("UPDATE tenures SET person_id = 'nobody'", "foreign key"),
        ("UPDATE dates SET anchor_id = 'nothing'", "foreign key"),
        ("UPDATE tenures SET person = NULL", "NOT NULL"),
        ("UPDATE mentions SET form = 'shout'", "CHECK"),
        ("UPDATE sections SET level = 0", "CHECK"),
        ("UPDATE evidence SET char_end = char_start", "CHECK"),
        ("UPDATE tenures SET start_latest = DATE '1600-01-01'", "CHECK"),
        ("UPDATE tenures SET end_latest = DATE '1600-01-01', end_earliest = NULL", "CHECK"),
    ],
)
def test_the_database_guards_itself(writable: duckdb.DuckDBPyConnection, sql: str, message: str) -> None:
    with pytest.raises(duckdb.ConstraintException, match=message):
        writable.execute(sql)


DAY = "DATE '1704-06-15'"
PERIODS: list[
    tuple[str, str | None, str | None, str | None, str | None, str | None, str | None, bool, bool]
] = [
    # why, start (EDTF, earliest, latest), end (the same), certainly, possibly
    ("from 1703 to 1705", "1703", "1703-01-01", "1703-12-31", "1705", "1705-01-01", "1705-12-31", True, True),
    ("1704 to 1705", "1704", "1704-01-01", "1704-12-31", "1705", "1705-01-01", "1705-12-31", False, True),
    ("1703 to 1704", "1703", "1703-01-01", "1703-12-31", "1704", "1704-01-01", "1704-12-31", False, True),
    ("in 1704", "1704", "1704-01-01", "1704-12-31", "1704", "1704-01-01", "1704-12-31", False, True),
    (
        "to the day",
        "1704-01",
        "1704-01-01",
        "1704-01-31",
        "1704-06-15",
        "1704-06-15",
        "1704-06-15",
        True,
        True,
    ),
    (
        "to the day before",
        "1704-01",
        "1704-01-01",
        "1704-01-31",
        "1704-06-14",
        "1704-06-14",
        "1704-06-14",
        False,
        False,
    ),
    ("on the day", "1704-06-15", "1704-06-15", "1704-06-15", None, None, None, True, True),
    ("since the day before", "1704-06-14", "1704-06-14", "1704-06-14", None, None, None, False, True),
    ("since the day after", "1704-06-16", "1704-06-16", "1704-06-16", None, None, None, False, False),
    ("went on since 1703", "1703", "1703-01-01", "1703-12-31", "..", None, None, True, True),
    ("went on since 1704", "1704", "1704-01-01", "1704-12-31", "..", None, None, False, True),
    ("went on since 1705", "1705", "1705-01-01", "1705-12-31", "..", None, None, False, False),
    ("by 1703, and went on", "[..1703]", None, "1703-12-31", "..", None, None, True, True),
    ("by 1703", "[..1703]", None, "1703-12-31", None, None, None, False, True),
    ("until 1705", None, None, None, "1705", "1705-01-01", "1705-12-31", False, True),
    ("until the day", None, None, None, "1704-06-15", "1704-06-15", "1704-06-15", True, True),
    ("until 1703", None, None, None, "1703", "1703-01-01", "1703-12-31", False, False),
    ("no date", None, None, None, None, None, None, False, False),
    ("went on, since nobody knows", None, None, None, "..", None, None, False, True),
]


@pytest.mark.parametrize("period", PERIODS, ids=[p[0] for p in PERIODS])
def test_what_is_certain_and_what_is_possible(
    connection: duckdb.DuckDBPyConnection, period: tuple[Any, ...]
) -> None:
    _, start, first, last, end, end_first, end_last, certainly, possibly = period
    sql = f"""SELECT period_holds_certainly({DAY}, $1, $2::DATE, $3::DATE, $4, $5::DATE, $6::DATE),
                     period_holds_possibly({DAY}, $1, $2::DATE, $4, $6::DATE)"""
    found = connection.execute(sql, [start, first, last, end, end_first, end_last]).fetchone()
    assert found == (certainly, possibly)


def test_a_date_may_be_read_from_a_later_one(connection: duckdb.DuckDBPyConnection) -> None:
    sql = """SELECT d.text, d.edtf, a.text FROM dates d JOIN dates a ON a.date_id = d.anchor_id
             WHERE a.char_start > d.char_start"""
    assert ask(connection, sql) == [("9 May", "1704-05-09", "1704")]


def test_who_held_office(connection: duckdb.DuckDBPyConnection) -> None:
    sql = "SELECT person, title, certain FROM possibly_held_office(DATE '{}')"
    assert ask(connection, sql.format("1704-06-15")) == [("Tamsin Roe", "Regent", True)]
    assert ask(connection, sql.format("1705-06-15")) == [("Tamsin Roe", "Regent", False)]
    assert ask(connection, sql.format("1690-01-01")) == []
    assert ask(connection, "SELECT person FROM certainly_held_office(DATE '1705-06-15')") == []
    assert ask(connection, "SELECT person FROM certainly_held_office(DATE '1720-01-01')") == [
        ("Karsten Dray",)
    ]


def test_which_governments_existed(connection: duckdb.DuckDBPyConnection) -> None:
    sql = "SELECT name, seat FROM {}_existing_governments(DATE '{}')"
    assert ask(connection, sql.format("certainly", "1705-01-01")) == [("Blue Bench", "Halvey")]
    assert ask(connection, sql.format("certainly", "1710-01-02")) == []
    assert ask(connection, sql.format("possibly", "1710-01-02")) == [("Blue Bench", "Halvey")]
    assert ask(connection, sql.format("possibly", "1711-01-01")) == []


def test_timeline(connection: duckdb.DuckDBPyConnection) -> None:
    sql = "SELECT edtf, moment, statement FROM timeline(DATE '1703-04-01', DATE '1706-01-01')"
    assert ask(connection, sql) == [
        ("1703", "from", "Tamsin Roe held office Regent"),
        ("1703-05", "on", "Drovia recognized Blue Bench"),
        ("1704-05-02", "on", "Storming of Halvey occurred at Halvey"),
        ("1705", "until", "Tamsin Roe held office Regent"),
        ("1706", "from", "Karsten Dray held office Keeper of Halvey"),
    ]
    early = "SELECT passage FROM timeline(DATE '-0300-01-01', DATE '-0200-01-01')"
    assert ask(connection, early) == [("The Siege of Linden took place in 264 BC.",)]


def test_evidence_of_a_fact(connection: duckdb.DuckDBPyConnection) -> None:
    [(fact_id,)] = ask(connection, "SELECT fact_id FROM tenures WHERE person = 'Tamsin Roe'")
    sql = f"SELECT field, quote, passage, section FROM evidence_of('{fact_id}')"
    assert ask(connection, sql) == [
        (None, "Leader1: Tamsin Roe", "Leader1: Tamsin Roe", "Infobox"),
        ("end_text", "1705", "Year Leader1: 1703–1705", "Infobox"),
        ("object", "Leader1: Tamsin Roe", "Leader1: Tamsin Roe", "Infobox"),
        ("person", "Tamsin Roe", "Leader1: Tamsin Roe", "Infobox"),
        ("start_text", "1703", "Year Leader1: 1703–1705", "Infobox"),
        ("title", "Regent", "Title Leader: Regent", "Infobox"),
    ]


def test_recognition_summary(connection: duckdb.DuckDBPyConnection) -> None:
    sql = "SELECT target, recognized_by, not_recognized_by, other_stances FROM recognition_summary"
    assert ask(connection, sql) == [("Blue Bench", "Drovia", "Osk Feld", "Osk Feld: withheld")]


def test_no_progress_is_drawn_among_results(package: Path, tmp_path: Path) -> None:
    """DuckDB draws it on standard output, whatever that is, wherever a statement takes two seconds."""
    # One process opens a file only once, with one configuration.
    (tmp_path / "attested.duckdb").write_bytes((package / "attested.duckdb").read_bytes())
    with open_package(tmp_path) as connection:
        found = connection.execute("SELECT current_setting('enable_progress_bar')").fetchall()
    assert found == [(False,)]

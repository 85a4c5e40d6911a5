"""The databases of a published package, as programs of others open them."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.clients.conftest import PROGRAMS, ROOT, Published, run_for_json

Environment = Callable[[str], Path]

ARGUMENTS = {
    "day": "DATE '1862-01-01'",
    "from_day": "DATE '1850-01-01'",
    "to_day": "DATE '1870-12-31'",
    "id": "(SELECT min(fact_id) FROM facts)",
    "state": "'Breva'",
    "text": "'Breva'",
    "other": "'Velmora'",
}
PUBLISHING = ROOT / "pipeline" / "publishing"
VIEWS_SQL = "\n".join((PUBLISHING / name).read_text("utf-8") for name in ("views.sql", "questions.sql"))


def questions(database: Path) -> list[str]:
    """Every row of every table, view and macro, as text and in an order that any DuckDB keeps."""
    with duckdb.connect(str(database), read_only=True) as connection:
        names = connection.execute(
            "SELECT table_name FROM duckdb_tables() UNION ALL "
            "SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1"
        ).fetchall()
        first = connection.execute("SELECT min(fact_id) FROM facts").fetchone()
    arguments = ARGUMENTS | {"id": f"'{first[0] if first else ''}'"}
    macros = re.findall(r"^CREATE MACRO (\w+)\((.*?)\) AS TABLE", VIEWS_SQL, re.MULTILINE)
    called = [f"{name}({', '.join(arguments[a] for a in given.split(', '))})" for name, given in macros]
    return [
        f"SELECT COLUMNS(*)::VARCHAR FROM {name} ORDER BY ALL" for name in [*(n for (n,) in names), *called]
    ]


@pytest.mark.parametrize(("name", "version"), [("croissant", "1.4."), ("citation", "1.5.")])
def test_older_versions_of_duckdb_give_the_same_answers(
    published: Published, environment: Environment, name: str, version: str
) -> None:
    database = published.version / "attested.duckdb"
    asked = questions(database)
    assert len(asked) > 60
    with duckdb.connect(str(database), read_only=True) as connection:
        here = [[list(row) for row in connection.execute(sql).fetchall()] for sql in asked]
    command = [environment(name) / "bin" / "python", PROGRAMS / "ask_duckdb.py", database]
    there = run_for_json(command, json.dumps(asked))
    assert there["version"].startswith(version)
    for sql, expected, found in zip(asked, here, there["answers"], strict=True):
        assert found == expected, sql


def test_sqlite_has_every_row_and_keeps_its_keys(published: Published) -> None:
    database = published.version / "attested.sqlite"
    with sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for name, rows in published.tables.items():
            found = connection.execute(f'SELECT * FROM "{name}"')
            columns = [column[0] for column in found.description]
            written = [dict(zip(columns, map(as_written, row), strict=True)) for row in found.fetchall()]
            expected = [as_numbers(row) for row in rows]
            assert sorted(map(as_numbers, written), key=repr) == sorted(expected, key=repr)


def as_written(cell: object) -> str:
    return "" if cell is None else str(cell)


def as_numbers(row: dict[str, str]) -> dict[str, str]:
    """SQLite has no truth but 0 and 1."""
    return {name: {"true": "1", "false": "0"}.get(cell, cell) for name, cell in row.items()}

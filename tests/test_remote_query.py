"""Questions to packages that lie elsewhere: the answers are those of the package itself, only what they take
is fetched, and nothing else comes within reach."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from pipeline import query
from pipeline.citation import cite_fact
from pipeline.errors import AttestedError, QueryError, UsageError, ValidationError
from pipeline.publishing import fetching, partial_database
from pipeline.publishing.database import VIEWS as SQL_FILES
from pipeline.publishing.opening import opened_database
from pipeline.publishing.partial_database import PartialDatabase
from pipeline.query import LIST_TABLES, Rows, list_tables, select_parquet, select_rows, show_table
from tests.publishing.test_opening import write_zip
from tests.serving import Handler, Site, answer_page, answer_with, hang_up, say_nothing, serving
from tests.test_query import ATTACKS, READING, WRONG, entries

if TYPE_CHECKING:
    from pipeline.query import Package

DAY = "DATE '1704-05-02'"
PUBLISHING = Path(query.__file__).parent / "publishing"
VIEWS_SQL = "\n".join((PUBLISHING / name).read_text("utf-8") for name in SQL_FILES)
VIEWS = re.findall(r"^CREATE VIEW (\w+)", VIEWS_SQL, re.MULTILINE)
TABLE_MACROS = dict(re.findall(r"^CREATE MACRO (\w+)\((.*?)\) AS TABLE", VIEWS_SQL, re.MULTILINE))
ARGUMENTS = {
    "day": DAY,
    "from_day": "DATE '1700-01-01'",
    "to_day": "DATE '1710-12-31'",
    "state": "'Velmora'",
    "text": "'Halvey'",
    "other": "'Velmora'",
}


@pytest.fixture(scope="module")
def site(invented_package: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serves the package as a folder (`/package`) and as a zip, and, as `/bare`, only its committed files."""
    root = tmp_path_factory.mktemp("served")
    shutil.copytree(invented_package, root / "package")
    (root / "bare").mkdir()
    shutil.copy(invented_package / "datapackage.json", root / "bare")
    shutil.copytree(invented_package / "data", root / "bare" / "data")
    write_zip(root / "velmora-1.0.0.zip", invented_package, "velmora-1.0.0/")
    with serving(root) as site:
        yield site


@pytest.fixture(autouse=True)
def forgotten(site: Site) -> Iterator[None]:
    """Each test counts from nought, and leaves no misbehaviour behind."""
    site.requests.clear()
    yield
    site.misbehaviours.clear()


@pytest.fixture(scope="module")
def remote(site: Site) -> Iterator[Package]:
    """The package on the server; what one test fetched is there for the next."""
    with opened_database(f"{site.url}/package") as opened:
        assert isinstance(opened, PartialDatabase)
        yield opened


def ask(location: str, sql: str) -> Rows:
    with opened_database(location) as opened:
        return select_rows(opened, sql)


def a_fact(package: Path) -> str:
    (row,) = select_rows(package, "SELECT fact_id FROM facts WHERE place IS NOT NULL LIMIT 1").rows
    return str(row[0])


def questions(package: Path) -> list[str]:
    """All tables, views and macros."""
    tables = [str(row[0]) for row in select_rows(package, LIST_TABLES).rows]
    arguments = ARGUMENTS | {"id": repr(a_fact(package))}
    macros = [
        f"FROM {name}({', '.join(arguments[argument] for argument in names.split(', '))})"
        for name, names in TABLE_MACROS.items()
    ]
    return [f"FROM {name}" for name in tables] + macros


def in_order(sql: str, rows: Rows) -> Rows:
    """Rows that refer to others of their table are put in after those, so that without an ORDER BY their
    order may be another."""
    return replace(rows, rows=tuple(sorted(rows.rows, key=repr))) if " dates" in sql else rows


def assert_same_answers(found: Package, expected: Path, asked: list[str]) -> None:
    for sql in asked:
        assert in_order(sql, select_rows(found, sql)) == in_order(sql, select_rows(expected, sql)), sql


def test_every_table_view_and_macro_gives_the_same_answer(remote: Package, invented_package: Path) -> None:
    asked = questions(invented_package)
    assert len(asked) > 60 and all(f"FROM {name}" in asked for name in VIEWS)
    tables = [f"FROM {path.stem}" for path in (invented_package / "data").iterdir()]
    together = all_rows(invented_package)
    assert_same_answers(remote, invented_package, [together, *(sql for sql in asked if sql not in tables)])


def all_rows(package: Path) -> str:
    """One statement that gives every row of every table, as text and in order."""
    tables = sorted(path.stem for path in (package / "data").iterdir())
    lists = (f"(SELECT list(t::VARCHAR ORDER BY t::VARCHAR) FROM {name} AS t) AS {name}" for name in tables)
    return f"SELECT {', '.join(lists)}"


def test_other_forms_of_a_package_give_the_same_answers(
    site: Site, invented_package: Path, tmp_path: Path
) -> None:
    archive = write_zip(tmp_path / "velmora.zip", invented_package)
    asked = [all_rows(invented_package), "FROM contradictions"]
    for location in (f"{site.url}/bare", f"{site.url}/velmora-1.0.0.zip", str(archive)):
        with opened_database(location) as opened:
            assert_same_answers(opened, invented_package, asked)


FETCHED = {
    "SELECT 1": (),
    "SELECT person, title FROM tenures": ("tenures",),
    'SELECT count(*) FROM "Tenures" AS t': ("tenures",),
    "FROM main.tenures": ("tenures",),
    "FROM attested.main.tenures": ("tenures",),
    "WITH facts AS (FROM tenures) SELECT * FROM facts": ("tenures",),
    "SELECT * FROM events WHERE entity_id IN (SELECT about_id FROM facts)": ("events", "facts"),
    "SELECT (SELECT count(*) FROM names), n FROM range(2) r(n)": ("names",),
    "SELECT 1 FROM tenures WHERE false": ("tenures",),
    "SELECT max((SELECT count(*) FROM outcomes)) OVER () FROM range(2)": ("outcomes",),
    "EXPLAIN SELECT * FROM movements": ("movements",),
    "SUMMARIZE forces": ("forces",),
    "DESCRIBE facts": (),
    "DESCRIBE FROM facts": (),
    "SHOW TABLES": (),
    "SHOW ALL TABLES": (),
    "FROM duckdb_columns() WHERE table_name = 'facts'": (),
    "SELECT table_name FROM information_schema.tables": (),
    "FROM readable_tenures": ("documents", "facts", "tenures"),
    f"FROM certainly_held_office({DAY})": ("facts", "tenures"),
    f"FROM certainly_existing_governments({DAY})": ("governments",),
    "SELECT statement FROM statements": ("facts",),
    "SELECT period_holds_certainly(DATE '1704-01-01', NULL, NULL, NULL, NULL, NULL, NULL)": (),
    "TABLE dates UNION ALL BY NAME FROM dates": ("dates",),
    "PIVOT facts ON negated IN (true, false) USING count(*) GROUP BY kind": ("facts",),
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < (SELECT count(*) FROM events)) "
    "FROM n": ("events",),
}


@pytest.mark.parametrize("sql", FETCHED)
def test_only_what_a_statement_reads_is_fetched(site: Site, invented_package: Path, sql: str) -> None:
    answer = ask(f"{site.url}/package", sql)
    if not sql.startswith("FROM duckdb_columns"):  # which numbers its tables as it likes
        assert in_order(sql, answer) == in_order(sql, select_rows(invented_package, sql))
    tables = FETCHED[sql]
    files = ["datapackage.json", *(["SHA256SUMS"] if tables else [])]
    assert site.requests[: len(files)] == [("GET", f"/package/{name}") for name in files]
    assert sorted(site.asked_below("/package/")[len(files) :]) == [
        f"parquet/{name}.parquet" for name in tables
    ]


def test_without_parquet_the_csv_is_fetched(site: Site, invented_package: Path) -> None:
    sql = "SELECT person, title FROM tenures"
    assert ask(f"{site.url}/bare", sql) == select_rows(invented_package, sql)
    assert site.asked_below("/bare/") == ["datapackage.json", "SHA256SUMS", "data/tenures.csv"]


def test_of_a_zip_on_a_server_nothing_else_is_fetched(site: Site) -> None:
    ask(f"{site.url}/velmora-1.0.0.zip", "FROM tenures")
    assert site.requests == [("GET", "/velmora-1.0.0.zip")]


@pytest.mark.parametrize(
    "sql",
    [
        LIST_TABLES,
        "SELECT table_name, estimated_size FROM duckdb_tables",
        "SELECT * EXCLUDE (database_oid, schema_oid, table_oid) FROM duckdb_constraints()",
        "SELECT count(*) FROM information_schema.referential_constraints",
        "SELECT table_name, is_unique FROM duckdb_indexes()",
    ],
)
def test_keys_and_sizes_are_asked_of_the_packages_own_database(
    site: Site, invented_package: Path, sql: str
) -> None:
    assert ask(f"{site.url}/package", sql) == select_rows(invented_package, sql)
    assert site.asked_below("/package/") == ["datapackage.json", "SHA256SUMS", "attested.duckdb"]
    with pytest.raises(QueryError, match=r"only attested\.duckdb knows"):
        ask(f"{site.url}/bare", sql)


def test_listing_the_tables_takes_the_descriptor_alone(site: Site, invented_package: Path) -> None:
    here = list_tables(invented_package)
    with opened_database(f"{site.url}/package") as opened:
        there = list_tables(opened)
    assert (there.columns, [row[::2] for row in there.rows]) == (
        here.columns,
        [row[::2] for row in here.rows],
    )
    assert site.asked_below("/package/") == ["datapackage.json"]


def test_showing_a_table_fetches_that_table(site: Site, invented_package: Path) -> None:
    with opened_database(f"{site.url}/package") as opened:
        sql = show_table(opened, "tenures", ("title", "person"), 2)
        assert select_rows(opened, sql) == select_rows(invented_package, sql)
        assert len(site.requests) == 3
        with pytest.raises(UsageError, match="tenures has no column 'x'"):
            show_table(opened, "tenures", ("x",), 2)
        with pytest.raises(UsageError, match="no table 'x'"):
            show_table(opened, "x", (), 2)
    assert len(site.requests) == 3


def test_a_fact_is_cited_as_at_home(site: Site, invented_package: Path) -> None:
    fact_id = a_fact(invented_package)
    with opened_database(f"{site.url}/package") as opened:
        assert cite_fact(opened, fact_id) == cite_fact(invented_package, fact_id)
        with pytest.raises(UsageError, match="no fact has the id"):
            cite_fact(opened, "0" * 16)
    assert "parquet/mentions.parquet" not in site.asked_below("/package/")


def test_parquet_comes_out_as_at_home(remote: Package, invented_package: Path, tmp_path: Path) -> None:
    sql = "FROM dates ORDER BY date_id"
    for name, package in (("here", invented_package), ("there", remote)):
        (tmp_path / name).write_bytes(select_parquet(package, sql))
    rows = [duckdb.read_parquet(str(tmp_path / name)).fetchall() for name in ("here", "there")]
    assert rows[0] == rows[1] and rows[0]


@pytest.mark.parametrize("sql", [s for s in READING if "facts_about" not in s and "regents" not in s])
def test_reading_statements_are_answered(remote: Package, invented_package: Path, sql: str) -> None:
    there, here = select_rows(remote, sql), select_rows(invented_package, sql)
    assert there.columns == here.columns
    if "now()" not in sql and "duckdb_columns" not in sql:
        assert in_order(sql, there).rows == in_order(sql, here).rows


@pytest.fixture
def secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "secret.csv"
    path.write_text("word\nhush-hush\n")
    monkeypatch.setenv("HOME", "/home/hush-hush")
    monkeypatch.chdir(tmp_path)
    return path


REACHING = ("{", "://", "/proc", "getenv", "setting", "SET ", "INSTALL", "LOAD", "read_", "glob", "scan")


@pytest.mark.parametrize("attack", [a for a in ATTACKS if any(word in a for word in REACHING)])
def test_attacks_are_refused_and_reach_nothing(
    site: Site, remote: PartialDatabase, secret: Path, attack: str
) -> None:
    site_file = f"{site.url}/package/datapackage.json"
    sql = attack.replace("{package}", str(remote.folder)).replace("{folder}", str(secret.parent))
    sql = sql.replace("{secret}", str(secret)).replace("https://example.org/x.csv", site_file)
    before = entries(secret.parent), entries(remote.folder), dict(os.environ)
    with pytest.raises(QueryError) as refusal:
        select_rows(remote, sql)
    message = str(refusal.value)
    assert message and "\n" not in message and "hush-hush" not in message
    assert (entries(secret.parent), entries(remote.folder), dict(os.environ)) == before
    assert site.requests == []


@pytest.mark.parametrize(
    "sql", [*WRONG, "FROM nobody", "SELECT x FROM tenures", "FROM tenures; DROP TABLE facts"]
)
def test_what_is_refused_or_wrong_fetches_nothing(site: Site, sql: str) -> None:
    with pytest.raises(QueryError) as wrong:
        ask(f"{site.url}/package", sql)
    assert "\n" not in str(wrong.value)
    assert set(site.asked_below("/package/")) <= {"datapackage.json", "SHA256SUMS", "parquet/tenures.parquet"}
    assert "parquet/facts.parquet" not in site.asked_below("/package/")


def test_a_statement_that_does_not_end_is_stopped(remote: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query, "SECONDS", 0.5)
    with pytest.raises(QueryError, match="stopped after"):
        select_rows(
            remote, "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range = b.range + 1.5"
        )


@pytest.mark.parametrize(
    ("misbehave", "told"),
    [
        (answer_with(404), "is missing"),
        (answer_with(500), "cannot be read: 500"),
        (answer_page, "its hash differs"),
        (hang_up, "Server disconnected"),
        (say_nothing, "no answer in time"),
    ],
)
def test_a_server_that_fails_half_way_is_said_in_one_line(
    site: Site, misbehave: Callable[[Handler], None], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "SILENT_SECONDS", 0.3)
    site.misbehaviours["/package/parquet/tenures.parquet"] = misbehave
    with pytest.raises(AttestedError) as refusal:
        ask(f"{site.url}/package", "FROM tenures")
    assert told in str(refusal.value) and "\n" not in str(refusal.value)
    assert refusal.value.exit_code in (2, 5)


@pytest.fixture
def copy(invented_package: Path, tmp_path: Path) -> Path:
    shutil.copytree(invented_package, tmp_path / "copy")
    return tmp_path / "copy"


def test_rows_that_were_tampered_with_are_not_taken(copy: Path, tmp_path: Path) -> None:
    path = copy / "data" / "tenures.csv"
    path.write_bytes(path.read_bytes().replace(b"Tamsin Roe", b"Karsten Ro"))
    (copy / "SHA256SUMS").unlink()
    with serving(tmp_path) as site, pytest.raises(ValidationError, match=r"tenures\.csv: is not the file"):
        ask(f"{site.url}/copy", "FROM tenures")


def rewrite(package: Path, change: Callable[[dict[str, object]], None], table: str = "tenures") -> None:
    """Change how the descriptor describes a table; only it and the CSV are left, as of a hostile package."""
    path = package / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    change(next(r for r in descriptor["resources"] if r["name"] == table))
    path.write_text(json.dumps(descriptor))
    (package / "SHA256SUMS").unlink(missing_ok=True)


HOSTILE: dict[str, Callable[[dict[str, object]], None]] = {
    "a path elsewhere": lambda r: r.update(path="../secret.csv"),
    "an address": lambda r: r.update(path="http://127.0.0.1/secret.csv"),
    "no schema": lambda r: r.update(schema=None),
    "a link as schema": lambda r: r.update(schema="file:///etc/hostname"),
    "no fields": lambda r: r.update(schema={"fields": [], "primaryKey": ["x"]}),
    "a name that is no text": lambda r: r.update(name=["x"]),
    "a table whose name is SQL": lambda r: r.update(
        name="tenures AS SELECT 1; COPY (SELECT 1) TO 'out.csv'; CREATE VIEW x"
    ),
    "a column whose name is SQL": lambda r: r["schema"]["fields"][2].update(  # type: ignore[index]
        name="x\" VARCHAR); COPY (SELECT 1) TO 'out.csv'; CREATE TABLE x (\"x"
    ),
    "a key that is SQL": lambda r: r["schema"].update(  # type: ignore[attr-defined]
        primaryKey=["x\")); COPY (SELECT 1) TO 'out.csv'; --"]
    ),
    "a bound that is SQL": lambda r: r["schema"]["fields"][0].update(  # type: ignore[index]
        type="integer", constraints={"minimum": "0); COPY (SELECT 1) TO 'out.csv'; --"}
    ),
    "a type that is SQL": lambda r: r["schema"]["fields"][0].update(  # type: ignore[index]
        type="VARCHAR); COPY (SELECT 1) TO 'out.csv'; --"
    ),
    "a column that is not there": lambda r: r["schema"]["fields"][0].update(name="x"),  # type: ignore[index]
    "a key that is not there": lambda r: r["schema"].update(primaryKey=["x"]),  # type: ignore[attr-defined]
    "rows that break it": lambda r: r["schema"]["fields"][2].update(  # type: ignore[index]
        constraints={"enum": ["nobody"]}
    ),
    "words as days": lambda r: r["schema"]["fields"][2].update(type="date"),  # type: ignore[index]
}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_descriptor_is_refused_and_reaches_nothing(copy: Path, secret: Path, hostile: str) -> None:
    rewrite(copy, HOSTILE[hostile])
    with serving(secret.parent) as site:
        for location in (f"{site.url}/copy", str(write_zip(secret.parent / "copy.zip", copy))):
            with pytest.raises(ValidationError) as refusal:
                ask(location, "FROM tenures")
            assert "hush-hush" not in str(refusal.value) and "\n" not in str(refusal.value)
        assert set(site.asked_below("/copy/")) <= {"datapackage.json", "SHA256SUMS", "data/tenures.csv"}
    assert not (secret.parent / "out.csv").exists()


@pytest.mark.parametrize(
    "text", ["'; COPY (SELECT 1) TO 'out.csv'; --", '"; DROP TABLE facts; --', "\x00", "\n"]
)
def test_words_of_a_descriptor_stay_words(copy: Path, secret: Path, text: str) -> None:
    def change(resource: dict[str, object]) -> None:
        resource.update(title=text, description=text)
        resource["schema"]["fields"][0].update(title=text, description=text)  # type: ignore[index]

    rewrite(copy, change)
    with serving(secret.parent) as site:
        try:
            assert ask(f"{site.url}/copy", "FROM tenures").rows
        except ValidationError as error:
            assert "\n" not in str(error)
    assert not (secret.parent / "out.csv").exists()


def test_a_package_of_another_version_is_read_as_far_as_it_goes(copy: Path, tmp_path: Path) -> None:
    """Views that speak of what it has not are left out; all else is there."""
    path = copy / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    kept = [r for r in descriptor["resources"] if r["name"] not in ("conflicts", "conflict_members")]
    path.write_text(json.dumps(descriptor | {"resources": kept}))
    (copy / "SHA256SUMS").unlink()
    with serving(tmp_path) as site:
        assert ask(f"{site.url}/copy", f"FROM possibly_held_office({DAY})").rows
        with pytest.raises(QueryError, match="contradictions"):
            ask(f"{site.url}/copy", "FROM contradictions")


def test_our_own_statements_reach_no_other_file(
    copy: Path, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where a descriptor could smuggle something into them."""
    smuggled = f"COPY (SELECT 1) TO '{secret.parent / 'out.csv'}';"
    monkeypatch.setattr(partial_database, "define_table", lambda *_, **__: smuggled)
    with serving(secret.parent) as site, pytest.raises(ValidationError, match="Permission"):
        ask(f"{site.url}/{copy.name}", "FROM tenures")
    assert not (secret.parent / "out.csv").exists()


def test_a_package_that_traps_its_reader_in_its_database_reads_no_file(copy: Path, secret: Path) -> None:
    import hashlib

    (copy / "attested.duckdb").unlink()
    with duckdb.connect(str(copy / "attested.duckdb")) as connection:
        connection.execute(f"CREATE MACRO trap() AS TABLE SELECT content FROM read_text('{secret}')")
    sums = (copy / "SHA256SUMS").read_text().splitlines()
    digest = hashlib.sha256((copy / "attested.duckdb").read_bytes()).hexdigest()
    lines = [f"{digest}  attested.duckdb" if line.endswith("  attested.duckdb") else line for line in sums]
    (copy / "SHA256SUMS").write_text("\n".join(lines) + "\n")
    with serving(secret.parent) as site, opened_database(f"{site.url}/copy") as opened:
        assert select_rows(opened, LIST_TABLES).rows == ()
        for sql in ("FROM trap()", "FROM duckdb_tables(), trap()"):
            with pytest.raises(QueryError) as refusal:
                select_rows(opened, sql)
            assert "hush-hush" not in str(refusal.value)

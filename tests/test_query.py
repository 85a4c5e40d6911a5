"""Questions to a package: what is answered, in which words, and that nothing else can be done."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import time
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import query
from pipeline.errors import AttestedError, QueryError, UsageError
from pipeline.formats import TEXT_FORMATS, format_csv, format_json, format_table
from pipeline.query import LIST_TABLES, Rows, select_parquet, select_rows, show_table

READING = [
    "SELECT * FROM facts",
    "FROM facts",
    "TABLE facts",
    "VALUES (1), (2)",
    "(SELECT 1) UNION (SELECT 2) ORDER BY 1",
    "SELECT 1;",
    "SELECT 1 ; -- and a remark; with a semicolon",
    "SELECT 'é;ü', $$a;b$$ AS \"c;d\" /* ; */ -- ;",
    "-- first; a remark\nSELECT 1;;",
    "EXPLAIN SELECT * FROM facts",
    "EXPLAIN WITH f AS (FROM facts) FROM f;",
    "SELECT [INTERVAL 1 MONTH], {'t': now()}, 'ä' ORDER BY 1",
    "/* first */ SELECT 'DROP TABLE facts; COPY x TO y' AS words",
    "WITH f AS (FROM facts) SELECT count(*) FROM f",
    "WITH f AS MATERIALIZED (FROM facts) FROM f",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) FROM n",
    "SELECT f.subject, e.quote FROM facts f JOIN evidence e USING (fact_id) WHERE e.field IS NULL",
    "SELECT * FROM facts WHERE start_earliest < DATE '1704-01-01' ORDER BY ALL",
    "SELECT subject, row_number() OVER (ORDER BY subject) FROM facts QUALIFY row_number() OVER () < 3",
    "SELECT kind, n FROM (VALUES ('a', 1)) v(kind, n), generate_series(1, 3), range(2)",
    "SELECT unnest([1, 2]), list_transform([1], lambda x: x + 1)",
    "FROM facts_about('Tamsin Roe')",
    "FROM regents",
    "PIVOT facts ON negated IN (true, false) USING count(*) GROUP BY subject ORDER BY subject",
    "UNPIVOT (SELECT subject, object FROM facts) ON subject, object INTO NAME n VALUE v",
    "DESCRIBE facts",
    "DESCRIBE SELECT 1",
    "SHOW TABLES",
    "SHOW ALL TABLES",
    "SUMMARIZE facts",
    "FROM duckdb_columns() WHERE table_name = 'facts'",
    "SELECT * FROM information_schema.tables",
    "SELECT key, value FROM json_each('{\"a\": 1}')",
    "SELECT now(), INTERVAL 14 MONTH, TIMESTAMPTZ '2020-01-01 00:00:00+00'",
]

# Each tries to write, to leave the package, or to learn about the machine.
ATTACKS = [
    "CREATE TABLE x (i INTEGER)",
    "CREATE TEMP TABLE x AS SELECT 1",
    "CREATE TEMPORARY VIEW x AS SELECT 1",
    "CREATE OR REPLACE MACRO m() AS 1",
    "CREATE TEMP MACRO m() AS TABLE SELECT 1",
    "CREATE SEQUENCE s",
    "CREATE TYPE t AS ENUM ('a')",
    "CREATE SCHEMA s",
    "CREATE SECRET (TYPE s3, KEY_ID 'a', SECRET 'b')",
    "CREATE INDEX i ON facts(subject)",
    "INSERT INTO facts (fact_id, document_id) VALUES ('x', 'y')",
    "UPDATE facts SET subject = 'x'",
    "DELETE FROM facts",
    "TRUNCATE facts",
    "MERGE INTO facts USING facts f ON facts.fact_id = f.fact_id WHEN MATCHED THEN DELETE",
    "DROP TABLE facts",
    "ALTER TABLE facts ADD COLUMN x INTEGER",
    "COMMENT ON TABLE facts IS 'x'",
    "ANALYZE",
    "VACUUM",
    "CHECKPOINT",
    "BEGIN",
    "COMMIT",
    "WITH x AS (DELETE FROM facts RETURNING *) FROM x",
    "WITH x AS (INSERT INTO facts (fact_id, document_id) VALUES ('x', 'y') RETURNING *) FROM x",
    "WITH x AS (UPDATE facts SET subject = 'x' RETURNING *) FROM x",
    "WITH x AS (COPY facts TO '{package}/attested.duckdb.wal') SELECT 1",
    "SELECT * FROM (WITH x AS (COPY facts TO '{package}/attested.duckdb') SELECT 1)",
    "SELECT (WITH x AS (COPY facts TO '{folder}/out.csv') SELECT 1)",
    "SELECT 1 UNION ALL (WITH x AS (COPY facts TO '{folder}/out.csv') SELECT 2)",
    "DESCRIBE WITH x AS (COPY facts TO '{folder}/out.csv') SELECT 1",
    "SUMMARIZE WITH x AS (DELETE FROM facts RETURNING *) FROM x",
    "COPY facts TO '{folder}/out.csv'",
    "COPY (SELECT 1) TO '{package}/attested.duckdb.wal'",
    "COPY facts FROM '{secret}'",
    "COPY FROM DATABASE attested TO memory",
    "EXPORT DATABASE '{folder}/out'",
    "IMPORT DATABASE '{folder}'",
    "EXPLAIN ANALYZE SELECT 1",
    "EXPLAIN ANALYZE COPY facts TO '{folder}/out.csv'",
    "EXPLAIN COPY facts TO '{folder}/out.csv'",
    "EXPLAIN WITH x AS (COPY facts TO '{folder}/out.csv') SELECT 1",
    "EXPLAIN (ANALYZE) SELECT 1",
    "EXPLAIN SELECT 1; DROP TABLE facts",
    "ATTACH '{folder}/other.duckdb' AS other",
    "ATTACH ':memory:' AS other",
    "ATTACH 'https://example.org/x.duckdb' AS other",
    "DETACH attested",
    "USE memory",
    "INSTALL httpfs",
    "LOAD httpfs",
    "FORCE INSTALL json",
    "UPDATE EXTENSIONS",
    "SET memory_limit = '10GB'",
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "SET VARIABLE x = 1",
    "RESET disabled_filesystems",
    "PRAGMA database_list",
    "PRAGMA enable_profiling",
    "PRAGMA import_database('{folder}')",
    "CALL pragma_version()",
    "CALL enable_logging()",
    "PREPARE p AS SELECT 1",
    "EXECUTE p",
    "DEALLOCATE p",
    "SELECT 1; SELECT 2",
    "SELECT 1; DROP TABLE facts",
    "SELECT 1 /* ; */ ; COPY facts TO '{folder}/out.csv' --",
    "",
    " ; -- nothing",
    "SELECT $1",
    "SELECT ?",
    "PIVOT facts ON subject USING count(*)",
    "SELECT getenv('HOME')",
    "SELECT GetEnv('HOME')",
    "SELECT \"getenv\"('HOME')",
    "SELECT system.main.getenv('HOME')",
    "SELECT 'HOME'.getenv()",
    "SELECT current_setting('allowed_paths')",
    "SELECT list_transform(['allowed_paths'], lambda x: current_setting(x))",
    "SELECT getvariable('x')",
    "SELECT write_log('x')",
    "SELECT sleep_ms(10)",
    "SELECT pg_sleep(1)",
    "SHOW allowed_paths",
    "SHOW memory_limit",
    "FROM (SHOW secret_directory)",
    "SHOW DATABASES",
    "FROM duckdb_settings()",
    "FROM duckdb_settings",
    "FROM pg_catalog.pg_settings",
    "FROM pg_settings",
    "FROM PG_CATALOG.PG_SETTINGS",
    "FROM duckdb_databases()",
    "FROM duckdb_databases",
    "FROM pragma_database_list",
    "FROM duckdb_secrets()",
    "FROM which_secret('a', 'b')",
    "FROM duckdb_extensions()",
    "FROM duckdb_logs()",
    "FROM duckdb_temporary_files()",
    "FROM duckdb_variables()",
    "FROM enable_logging()",
    "FROM enable_profiling()",
    "FROM checkpoint()",
    "FROM create_external_resource()",
    "FROM pragma_table_info('facts')",
    "FROM test_all_types()",
    "FROM query('SELECT 1')",
    "FROM query_table('facts')",
    "FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
    "FROM read_csv('{secret}')",
    "FROM READ_CSV('{secret}')",
    "FROM \"read_csv\"('{secret}')",
    "FROM system.main.read_csv('{secret}')",
    "FROM read_csv_auto('{secret}')",
    "FROM read_text('{secret}')",
    "FROM read_blob('{secret}')",
    "FROM read_blob('{package}/attested.duckdb')",
    "FROM read_duckdb('{package}/attested.duckdb')",
    "FROM read_json('{secret}')",
    "FROM read_parquet('{secret}')",
    "FROM parquet_scan('{secret}')",
    "FROM parquet_metadata('{secret}')",
    "FROM sniff_csv('{secret}')",
    "FROM glob('{folder}/*')",
    "FROM '{secret}'",
    "FROM '{folder}/*.csv'",
    "FROM 'https://example.org/x.csv'",
    "FROM read_csv('https://example.org/x.csv')",
    "FROM 's3://bucket/x.parquet'",
    "FROM '/proc/self/environ'",
    "FROM read_text('/proc/self/environ')",
    "FROM 'file://{secret}'",
    "FROM arrow_scan(1, 2, 3)",
    "FROM pandas_scan(1)",
    "FROM hidden_rows",
    "FROM ATTACKS",
    "SELECT * FROM facts, read_text('{secret}')",
    "SELECT (SELECT content FROM read_text('{secret}'))",
    "SELECT EXISTS (FROM glob('{folder}/*'))",
    "SELECT * FROM facts WHERE subject IN (SELECT content FROM read_text('{secret}'))",
    "SELECT max((SELECT count(*) FROM read_text('{secret}'))) OVER () FROM facts",
    "SELECT * FROM facts ORDER BY (SELECT content FROM read_text('{secret}'))",
    "SELECT 1 LIMIT (SELECT count(*) FROM read_text('{secret}'))",
]

WRONG = [
    "SELEC 1",
    "SELECT * FROM fact",
    "SELECT nothing FROM facts",
    "SELECT no_such_function(1)",
    "SELECT 1 +",
    "SELECT 'open",
    "SELECT /* open",
    "SELECT CAST('x' AS INTEGER)",
    "SELECT error('as told')",
    "SELECT " + "(" * 3000 + "1" + ")" * 3000,
    "SELECT '\udcff'",
]


def entries(folder: Path) -> dict[str, str]:
    """What stands below a folder, with the hash of each file."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        if path.is_file()
        else "-"
        for path in sorted(folder.rglob("*"))
    }


@pytest.mark.parametrize("sql", READING)
def test_reading_statements_are_answered(small_package: Path, sql: str) -> None:
    rows = select_rows(small_package, sql)
    assert rows.columns
    for write in TEXT_FORMATS.values():
        assert "".join(write(rows)).endswith("\n")
    if not sql.startswith("EXPLAIN"):
        assert select_parquet(small_package, sql).startswith(b"PAR1")


@pytest.fixture
def secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that no statement may read; its content is in the environment too."""
    path = tmp_path / "secret.csv"
    path.write_text("word\nhush-hush\n")
    monkeypatch.setenv("HOME", "/home/hush-hush")
    monkeypatch.chdir(tmp_path)
    return path


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_are_refused_in_one_line_and_leave_no_trace(
    small_package: Path, secret: Path, attack: str
) -> None:
    hidden_rows = [("hush-hush",)]  # what DuckDB's Python client would offer as a table
    folder = secret.parent
    sql = attack.replace("{package}", str(small_package)).replace("{folder}", str(folder))
    sql = sql.replace("{secret}", str(secret))
    before = entries(small_package), entries(folder), dict(os.environ)
    for run in (select_rows, select_parquet):
        with pytest.raises(QueryError) as refusal:
            run(small_package, sql)
        message = str(refusal.value)
        assert message and "\n" not in message
        assert "hush-hush" not in message and "/root" not in message and str(Path.home()) not in message
    assert (entries(small_package), entries(folder), dict(os.environ)) == before
    assert hidden_rows


@pytest.mark.parametrize(
    "attack", [a for a in ATTACKS if "{" in a or "://" in a or "/proc" in a or "getenv" in a]
)
def test_the_engine_alone_holds_as_well(small_package: Path, secret: Path, attack: str) -> None:
    """With DuckDB's own locks only, none of them reads the file or the environment, or writes."""
    folder = secret.parent
    sql = attack.replace("{package}", str(small_package)).replace("{folder}", str(folder))
    sql = sql.replace("{secret}", str(secret))
    before = entries(small_package), entries(folder)
    with query.open_package(small_package) as connection:
        try:
            found = str(connection.execute(sql).fetchall())
        except duckdb.Error as error:
            found = str(error)
    assert "hush-hush" not in found
    assert (entries(small_package), entries(folder)) == before


# What somebody might put into a package for others to open.
TRAPS = [
    "CREATE VIEW trap AS SELECT content FROM read_text('{secret}')",
    "CREATE VIEW trap AS SELECT * FROM '{secret}'",
    "CREATE MACRO traps() AS TABLE SELECT content FROM read_text('{secret}')",
    "CREATE MACRO traps() AS TABLE SELECT value FROM duckdb_settings() WHERE name = 'secret_directory'",
    "CREATE MACRO read_csv(path) AS TABLE SELECT content FROM read_text(path)",
    "CREATE MACRO traps() AS TABLE WITH x AS (COPY (SELECT 1) TO '{folder}/out.csv') SELECT 1",
]


@pytest.mark.parametrize("trap", TRAPS)
def test_a_package_made_to_trap_its_reader_reads_no_file(secret: Path, trap: str) -> None:
    package = secret.parent / "package"
    package.mkdir()
    with duckdb.connect(str(package / "attested.duckdb")) as connection:
        try:
            connection.execute(trap.replace("{secret}", str(secret)).replace("{folder}", str(secret.parent)))
        except duckdb.Error:
            return  # not even the engine makes such a one
    before = entries(secret.parent)
    for sql in ("FROM trap", "FROM traps()", f"FROM read_csv('{secret}')", LIST_TABLES):
        try:
            found = str(select_rows(package, sql))
        except QueryError as error:
            found = str(error)
        # LIST_TABLES and the like answer; what lies outside of the package never does.
        assert "hush-hush" not in found
    assert entries(secret.parent) == before


@pytest.mark.parametrize("sql", WRONG)
def test_wrong_statements_give_one_line(small_package: Path, sql: str) -> None:
    with pytest.raises(QueryError) as wrong:
        select_rows(small_package, sql)
    assert str(wrong.value) and "\n" not in str(wrong.value) and "LINE 1" not in str(wrong.value)


def test_a_hint_of_the_engine_is_kept(small_package: Path) -> None:
    with pytest.raises(QueryError, match="Did you mean"):
        select_rows(small_package, "FROM fakts")


@given(st.text(max_size=60))
def test_any_text_is_answered_or_refused(small_package: Path, sql: str) -> None:
    before = entries(small_package)
    try:
        select_rows(small_package, sql)
    except QueryError as error:
        assert "\n" not in str(error)
    assert entries(small_package) == before


def test_a_statement_that_does_not_end_is_stopped(
    small_package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query, "SECONDS", 0.5)
    began = time.monotonic()
    with pytest.raises(QueryError, match="stopped after"):
        select_rows(
            small_package,
            "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range = b.range + 1.5",
        )
    assert time.monotonic() - began < 20


def test_a_statement_that_takes_all_memory_is_stopped(small_package: Path) -> None:
    with pytest.raises(QueryError, match=r"Memory|memory"):
        select_rows(small_package, "SELECT list(range::VARCHAR || repeat('x', 1000)) FROM range(100000000)")


def test_a_result_beyond_the_limit_is_refused(small_package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query, "MOST_ROWS", 3)
    assert len(select_rows(small_package, "FROM range(3)").rows) == 3
    for run in (select_rows, select_parquet):
        with pytest.raises(QueryError, match="more than 3 rows"):
            run(small_package, "FROM range(4)")


def test_a_missing_or_broken_database_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="pipeline build"):
        select_rows(tmp_path, "SELECT 1")
    (tmp_path / "attested.duckdb").write_bytes(b"no database at all" * 1000)
    with pytest.raises(UsageError, match="cannot be opened") as broken:
        select_rows(tmp_path, "SELECT 1")
    assert "\n" not in str(broken.value)


def test_every_lock_is_on(small_package: Path) -> None:
    # Some settings that are given to `connect` are left out without a word.
    with query.open_package(small_package) as connection:
        found = dict(connection.execute("SELECT name, value FROM duckdb_settings()").fetchall())
        # The setting of this one is not shown.
        with pytest.raises(duckdb.PermissionException, match="LocalFileSystem has been disabled"):
            connection.execute(f"COPY facts TO '{small_package}/attested.duckdb.wal'")
    for name, value in query.LOCKS.items():
        if name == "memory_limit":
            assert found[name] == "1.8 GiB"
        elif name == "secret_directory":
            assert "/" not in found[name]
        else:
            assert found[name] == value, name
    assert found["lock_configuration"] == "true"
    assert found["access_mode"].lower() == "read_only"
    assert found["TimeZone"] == "UTC"


def test_two_may_ask_at_once(small_package: Path) -> None:
    with query.open_package(small_package) as first, query.open_package(small_package) as second:
        assert first.execute("SELECT 1").fetchall() == second.execute("SELECT 1").fetchall()
        with pytest.raises(duckdb.Error):
            second.execute("FROM read_text('/etc/hostname')").fetchall()


VALUES = [
    ("NULL", None),
    ("TIMESTAMPTZ '1881-05-03 10:00:00+02'", "1881-05-03 08:00:00+00"),
    ("true", True),
    ("42", 42),
    ("170141183460469231731687303715884105727::HUGEINT", 170141183460469231731687303715884105727),
    ("1.50", 1.5),
    ("7::DECIMAL(9, 0)", 7),
    ("'é–ü'", "é–ü"),
    ("DATE '1881-05-03'", "1881-05-03"),
    ("DATE '0001-01-01'", "0001-01-01"),
    ("DATE '0001-01-01 (BC)'", "0000-01-01"),
    ("DATE '0264-07-31 (BC)'", "-0263-07-31"),
    ("DATE '12000-01-01'", "12000-01-01"),
    ("'0264-07-31 (BC)'", "0264-07-31 (BC)"),
    ("TIMESTAMP '1881-05-03 10:00:00'", "1881-05-03T10:00:00"),
    ("TIME '10:00:00'", "10:00:00"),
    ("INTERVAL 14 MONTH", "1 year 2 months"),
    ("[DATE '0264-07-31 (BC)', NULL]", ["-0263-07-31", None]),
    ("{'a': 1, 'b': [true]}", {"a": 1, "b": [True]}),
    ("MAP {DATE '1881-05-03': 2}", {"1881-05-03": 2}),
    ("'\\xAA'::BLOB", "aa"),
    ("'019c05a5-0000-7000-8000-000000000000'::UUID", "019c05a5-0000-7000-8000-000000000000"),
]


@pytest.mark.parametrize(("expression", "expected"), VALUES)
def test_values_are_plain_and_dates_are_iso(small_package: Path, expression: str, expected: object) -> None:
    rows = select_rows(small_package, f"SELECT {expression} AS cell")
    assert rows.rows == ((expected,),)
    assert type(rows.rows[0][0]) is type(expected)
    assert json.loads("".join(format_json(rows))) == [{"cell": expected}]


def test_parquet_keeps_types(small_package: Path, tmp_path: Path) -> None:
    sql = "SELECT subject, start_earliest, negated, 1 AS n, 2 AS n FROM facts ORDER BY fact_id"
    path = tmp_path / "rows.parquet"
    path.write_bytes(select_parquet(small_package, sql))
    with duckdb.connect() as connection:
        back = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
        assert [(c[0], str(c[1])) for c in back.description] == [
            ("subject", "VARCHAR"),
            ("start_earliest", "DATE"),
            ("negated", "BOOLEAN"),
            ("n", "INTEGER"),
            ("n_1", "INTEGER"),
        ]
        assert back.fetchall()[1] == ("Osk Feld", "0264-01-01 (BC)", True, 1, 2)


ROWS = Rows(
    ("name", "n", "n"), (("Roe, Tamsin", 1, None), ('"Blue" Bench\n', 20, 2.5), ("Pell\x1b[31m", None, True))
)


def test_a_table_is_aligned_and_gives_a_terminal_no_orders() -> None:
    assert "".join(format_table(ROWS)).splitlines() == [
        "name               n  n",
        "--------------  ----  ----",
        "Roe, Tamsin        1  NULL",
        '"Blue" Bench\\n    20  2.5',
        "Pell\\x1b[31m    NULL  true",
    ]
    lines = "".join(format_table(Rows(("who", "n"), (("Roe", 1), ("Feld", 200), (None, None))))).splitlines()
    assert lines == ["who      n", "----  ----", "Roe      1", "Feld   200", "NULL  NULL"]


def test_csv_reads_back() -> None:
    text = "".join(format_csv(ROWS))
    assert text.startswith("name,n,n\n") and "\r" not in text
    assert list(csv.reader(io.StringIO(text))) == [
        ["name", "n", "n"],
        ["Roe, Tamsin", "1", ""],
        ['"Blue" Bench\n', "20", "2.5"],
        ["Pell\x1b[31m", "", "true"],
    ]


def test_json_keeps_every_column_and_is_standard() -> None:
    assert json.loads("".join(format_json(ROWS)))[1] == {"name": '"Blue" Bench\n', "n": 20, "n_1": 2.5}
    odd = Rows(("x", "y"), ((float("inf"), [float("nan"), {"a": 1}]),))
    assert json.loads("".join(format_json(odd))) == [{"x": None, "y": [None, {"a": 1}]}]


@pytest.mark.parametrize(
    ("form", "expected"), [("table", "a  b\n-  -\n"), ("csv", "a,b\n"), ("json", "[]\n")]
)
def test_no_rows_are_no_error(small_package: Path, form: str, expected: str) -> None:
    rows = select_rows(small_package, "SELECT 1 AS a, 2 AS b WHERE false")
    assert "".join(TEXT_FORMATS[form](rows)) == expected


def test_tables_are_listed_with_views(small_package: Path) -> None:
    rows = {row[0]: row[1:] for row in select_rows(small_package, LIST_TABLES).rows}
    assert rows["facts"] == (3, "One row is one statement.")
    assert rows["regents"][0] is None


def test_showing_a_table_takes_only_what_it_has(small_package: Path) -> None:
    sql = show_table(small_package, "facts", ("object", "subject"), 1)
    assert select_rows(small_package, sql).columns == ("object", "subject")
    for table, columns in [
        ("fact", ()),
        ('facts"; DROP TABLE facts; --', ()),
        ("facts", ("x",)),
        ("facts", ('a"',)),
    ]:
        with pytest.raises(UsageError) as refusal:
            show_table(small_package, table, columns, 1)
        assert isinstance(refusal.value, AttestedError)

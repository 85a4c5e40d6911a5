"""What views and macros derive of an invented article: when events can have been, who held the highest office
or a territory according to whom, and where the text disagrees with itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from typing import Any

import duckdb
import pytest

from pipeline.reconciliation.conflicting_orders import ORDERS
from tests.publishing.invented_database import connected_to

TEXT = """
The Battle of Corrow took place on 3 May 1704. The Battle of Linden took place after the Battle of
Corrow. The Battle of Pell was fought before the Treaty of Halvey. The Treaty of Halvey was signed on 9
August 1706. The Battle of Pell took place after the Battle of Linden.

Osk Feld served as president of Drovia from 1702 to 1708. Karsten Dray served as president of Drovia from
1704 to 1710. In 1705 Velmora recognized Osk Feld as president of Drovia. Tamsin Roe was the vice
president of Drovia from 1702 to 1708. In 1707 Velmora did not recognize Karsten Dray.

In 1704 Drovia occupied Pell. On 3 May 1709 Pell was ceded to Velmora. Drovian troops occupied Corrow
from 1703 to 1707.
"""


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with connected_to(TEXT, tmp_path_factory.mktemp("perspectives")) as connection:
        yield connection


CIRCLE = """
The Battle of Corrow took place before the Battle of Pell. The Battle of Pell took place before the Siege of
Linden. The Siege of Linden took place before the Battle of Corrow. The Battle of Pell
took place on 3 May 1704.

Osk Feld served as president of Drovia from 1702 to 1708. On 9 June 1704 the Pell Assembly appointed Karsten
Dray president of Drovia. The Pell Assembly was not recognized by Feld.

Drovian troops occupied Halvey. The occupation of Halvey began on 3 May 1705.
"""


@pytest.fixture(scope="module")
def strained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with connected_to(CIRCLE, tmp_path_factory.mktemp("strained")) as connection:
        yield connection


def ask(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql).fetchall()


def test_bounds_follow_from_the_order_of_events(connection: duckdb.DuckDBPyConnection) -> None:
    sql = """SELECT event, start_earliest::VARCHAR, end_latest::VARCHAR,
                    len(string_split(start_earliest_from, '; ')), len(string_split(end_latest_from, '; '))
             FROM event_bounds WHERE is_derived ORDER BY event"""
    assert ask(connection, sql) == [
        ("Battle of Corrow", "1704-05-03", "1706-08-09", 1, 4),
        ("Battle of Linden", "1704-05-03", "1706-08-09", 2, 3),
        ("Battle of Pell", "1704-05-03", "1706-08-09", 3, 2),
    ]


def test_every_bound_is_proved_by_facts(connection: duckdb.DuckDBPyConnection) -> None:
    sql = """WITH proofs AS (
                 SELECT unnest(string_split(concat_ws('; ', start_earliest_from, start_latest_from,
                                                      end_earliest_from, end_latest_from), '; ')) AS fact_id
                 FROM event_bounds)
             SELECT fact_id FROM proofs WHERE fact_id NOT IN (SELECT fact_id FROM facts)"""
    assert ask(connection, sql) == []


def test_the_facts_that_prove_a_bound_hang_together(connection: duckdb.DuckDBPyConnection) -> None:
    sql = """UNPIVOT (SELECT entity_id, start_earliest_from, start_latest_from, end_earliest_from,
                             end_latest_from FROM event_bounds)
             ON COLUMNS(* EXCLUDE (entity_id)) INTO NAME bound VALUE chain"""
    ids = "SELECT fact_id, subject_id, object_id, about_id FROM facts"
    named = {row[0]: set(row[1:]) for row in ask(connection, ids)}
    dates = "SELECT fact_id, start_earliest, start_latest, end_earliest, end_latest FROM facts"
    days = {row[0]: set(row[1:]) for row in ask(connection, dates)}
    found = ask(connection, sql)
    assert len(found) > 10
    for entity_id, bound, chain in found:
        facts = chain.split("; ")
        column = bound.removesuffix("_from")
        [[day]] = ask(connection, f"SELECT {column} FROM event_bounds WHERE entity_id = '{entity_id}'")
        assert day in days[facts[0]]
        for one, then in pairwise(facts):
            assert named[one] & named[then] - {None}
        assert entity_id in named[facts[-1]]


def test_a_circle_is_a_conflict_and_bounds_what_it_can(strained: duckdb.DuckDBPyConnection) -> None:
    sql = "SELECT rule, strength FROM conflicts WHERE rule = 'order of events'"
    assert ask(strained, sql) == [("order of events", "hard")]
    events = ask(
        strained,
        "SELECT event FROM event_bounds WHERE event LIKE 'Battle%' OR event LIKE 'Siege%' ORDER BY event",
    )
    assert events == [("Battle of Corrow",), ("Battle of Pell",), ("Siege of Linden",)]


def test_who_denies_the_body_denies_whom_it_made(strained: duckdb.DuckDBPyConnection) -> None:
    sql = """SELECT claimant, authority, denied_by FROM who_held_highest_office('Drovia', DATE '1704-06-09')
             ORDER BY claimant"""
    assert ask(strained, sql) == [
        ("Karsten Dray", "Pell Assembly", "Osk Feld (of Pell Assembly)"),
        ("Osk Feld", None, None),
    ]


def test_an_occupation_is_dated_by_the_event(strained: duckdb.DuckDBPyConnection) -> None:
    sql = "SELECT territory, holder, start_edtf, certain FROM holders_of_territory(DATE '{}')"
    assert ask(strained, sql.format("1706-01-01")) == [("Halvey", "Drovian troops", "1705-05-03", False)]
    assert ask(strained, sql.format("1704-01-01")) == []


def test_the_view_and_the_rule_know_the_same_orders() -> None:
    sql = (files("pipeline") / "publishing" / "views.sql").read_text("utf-8")
    view = sql[sql.index("CREATE VIEW event_bounds") : sql.index("COMMENT ON VIEW event_bounds")]
    steps = view[view.index("steps AS (") : view.index("lower_bounds AS (")]
    named = re.findall(r"predicate = '([a-z ]+)'|\('(?:relations|events)', '([a-z ]+)'\)", steps)
    assert {one or other for one, other in named} == {predicate for _, predicate in ORDERS}


def test_what_is_derived_leaves_the_tables_alone(connection: duckdb.DuckDBPyConnection) -> None:
    assert ask(connection, "SELECT start_edtf FROM events WHERE name = 'Battle of Linden'") in ([], [(None,)])


def test_who_held_the_highest_office(connection: duckdb.DuckDBPyConnection) -> None:
    sql = """SELECT claimant, held, recognized_by, denied_by FROM who_held_highest_office('Drovia', DATE '{}')
             WHERE claim = 'tenure'"""
    assert ask(connection, sql.format("1706-06-01")) == [
        ("Karsten Dray", "certainly", None, None),
        ("Osk Feld", "certainly", "Velmora (1705)", None),
    ]
    assert ask(connection, sql.format("1707-06-01")) == [
        ("Karsten Dray", "certainly", None, "Velmora (1707)"),
        ("Osk Feld", "certainly", "Velmora (1705)", None),
    ]
    assert ask(connection, sql.format("1702-06-01")) == [("Osk Feld", "possibly", None, None)]
    assert ask(connection, sql.format("1720-06-01")) == []


def test_who_is_recognized_claims_the_office(connection: duckdb.DuckDBPyConnection) -> None:
    sql = """SELECT claimant, authority, title FROM who_held_highest_office('Drovia', DATE '1706-06-01')
             WHERE claim = 'recognition'"""
    assert ask(connection, sql) == [("Osk Feld", "Velmora", "president of Drovia")]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("1705-06-01", [("Corrow", "Drovian troops", True), ("Pell", "Drovia", False)]),
        ("1707-06-01", [("Corrow", "Drovian troops", False), ("Pell", "Drovia", False)]),
        ("1709-05-03", [("Pell", "Velmora", True)]),
        ("1712-01-01", [("Pell", "Velmora", False)]),
        ("1700-01-01", []),
    ],
)
def test_who_held_a_territory(
    connection: duckdb.DuckDBPyConnection, day: str, expected: list[tuple[str, str, bool]]
) -> None:
    found = ask(connection, f"SELECT territory, holder, certain FROM holders_of_territory(DATE '{day}')")
    assert found == expected


def test_contradictions_show_both_quotes(connection: duckdb.DuckDBPyConnection) -> None:
    sql = "SELECT strength, rule, side, quote FROM contradictions ORDER BY side"
    assert ask(connection, sql) == [
        ("tension", "one holder", 1, "Osk Feld served as president of Drovia from 1702 to 1708"),
        ("tension", "one holder", 2, "Karsten Dray served as president of Drovia from 1704 to 1710"),
    ]


def test_names_are_found_without_accents_and_capitals(connection: duckdb.DuckDBPyConnection) -> None:
    assert ask(connection, "SELECT name, kind FROM find_entities('FELD')") == [("Osk Feld", "person")]
    assert ask(connection, "SELECT name FROM find_entities('nobody')") == []
    assert ask(connection, "SELECT plain_text('Ñuñoa DE Ávila')") == [("nunoa de avila",)]


def test_facts_about_a_name(connection: duckdb.DuckDBPyConnection) -> None:
    found = ask(
        connection,
        "SELECT statement, start_edtf FROM facts_about('corrow') WHERE kind = 'territorial_changes'",
    )
    assert found == [("Drovian troops occupied Corrow", "1703")]
    assert ask(connection, "SELECT statement FROM facts_about('nobody')") == []


def test_one_row_an_event_agreement_and_career(connection: duckdb.DuckDBPyConnection) -> None:
    battles = ask(
        connection, "SELECT event, start_edtf FROM event_summary WHERE type = 'battle' ORDER BY event"
    )
    assert battles == [
        ("Battle of Corrow", "1704-05-03"),
        ("Battle of Linden", None),
        ("Battle of Pell", None),
    ]
    agreements = ask(connection, "SELECT agreement, signed_edtf FROM agreement_summary")
    assert agreements == [("Treaty of Halvey", "1706-08-09")]
    career = ask(connection, "SELECT title, start_edtf, end_edtf FROM careers WHERE person = 'Osk Feld'")
    assert career == [("president of Drovia", "1702", "1708")]


@pytest.mark.parametrize(
    ("view", "table"),
    [
        ("event_summary", "events"),
        ("agreement_summary", "agreements"),
        ("government_summary", "governments"),
    ],
)
def test_a_summary_has_a_row_an_entity(connection: duckdb.DuckDBPyConnection, view: str, table: str) -> None:
    assert ask(connection, f"SELECT count(*), count(DISTINCT entity_id) FROM {view}") == ask(
        connection, f"SELECT count(*), count(*) FROM {table}"
    )

"""What the macros that take a part of a name say of an invented article, and what they leave out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.publishing.invented_database import connected_to

TEXT = """
Osk Feld served as president of Drovia from 1702 to 1708. Karsten Dray served as president of Drovia from
1708 to 1710. Tamsin Roe was the vice president of Drovia from 1702 to 1708. In 1709 Karsten Dray
appointed Tamsin Roe as Governor of Pell. In 1704 Velmora recognized Osk Feld as president of Drovia. In
1705 Osk Feld condemned the Velmoran invasion.

On 4 June 1704 Tamsin Roe left Halvey for Corrow. She then marched to Linden. Osk Feld did not go to
Linden. On 9 August 1706 Osk Feld demanded the surrender of Halvey. The 250-man Corrow Guard was based in
Linden.

On 3 May 1709 the Treaty of Halvey was signed by Drovia and Velmora. The Treaty of Halvey ceded Pell to
Velmora. In 1704 Drovia occupied Corrow. The Battle of Linden was fought on 2 May 1705 between Osk Feld
and Karsten Dray. Drovia lost 40 men in the Battle of Linden. The siege of Linden never took place.

The Drovian occupation of Halvey lasted from 4 May 1705 to 9 August 1706. On 7 July 1707 Osk Feld
took part in the War of Pell.
"""


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with connected_to(TEXT, tmp_path_factory.mktemp("answers")) as connection:
        yield connection


ANSWERS: list[tuple[str, list[tuple[Any, ...]]]] = [
    # No vice presidents among presidents, unless they are asked for.
    (
        "SELECT person, start_edtf FROM office_holders('president')",
        [("Osk Feld", "1702"), ("Karsten Dray", "1708")],
    ),
    ("SELECT person FROM office_holders('president of Drovia')", [("Osk Feld",), ("Karsten Dray",)]),
    ("SELECT person FROM office_holders('vice president')", [("Tamsin Roe",)]),
    ("SELECT person FROM office_holders('resident')", []),
    ("SELECT earlier, later, basis FROM successions", [("Osk Feld", "Karsten Dray", "order of dates")]),
    (
        "SELECT by_whom, person, title FROM appointments",
        [("Karsten Dray", "Tamsin Roe", "Governor of Pell")],
    ),
    (
        "SELECT title, of_what FROM career_of('roe')",
        [
            ("vice president of Drovia", "Drovia"),
            ("left for", "from Halvey to Corrow"),
            ("Governor of Pell", "Pell"),
            ("marched", "to Linden"),
        ],
    ),
    ("SELECT title FROM career_of('nobody')", []),
    (
        'SELECT "from", "to", start_edtf, disputed FROM journey_of(\'TAMSIN\')',
        [("Halvey", "Corrow", "1704-06-04", False), (None, "Linden", None, False)],
    ),
    # What somebody did not do is no journey.
    ("SELECT \"to\" FROM journey_of('feld')", []),
    (
        "SELECT statement, standing FROM not_asserted_about('linden')",
        [("Osk Feld not moved Linden", "denied"), ("siege of Linden not occurred", "denied")],
    ),
    ("SELECT statement FROM not_asserted_about('pell')", []),
    # A siege that never took place is no event.
    (
        "SELECT event, parts_edtf FROM event_summary",
        [
            ("Battle of Linden", "1705-05-02"),
            ("occupation of Halvey", None),
            ("War of Pell", "1707-07-07"),
        ],
    ),
    # What somebody did in an event was not before its start and not after its end.
    (
        """SELECT start_earliest, start_latest::VARCHAR, end_earliest::VARCHAR, end_latest
           FROM event_bounds WHERE event = 'War of Pell'""",
        [(None, "1707-07-07", "1707-07-07", None)],
    ),
    (
        "SELECT statement FROM happened_at('linden')",
        [
            ("Battle of Linden occurred",),
            ("Tamsin Roe marched Linden",),
            ("Corrow Guard seat Linden",),
        ],
    ),
    (
        "SELECT statement, certain FROM happened_on(DATE '1705-05-02') WHERE kind <> 'participations'",
        [("Battle of Linden occurred", True), ("Osk Feld condemned Velmoran invasion", False)],
    ),
    ("SELECT statement FROM happened_on(DATE '1700-05-02')", []),
    ("SELECT actor, stance FROM stances_on('osk feld')", [("Velmora", "recognized")]),
    ("SELECT actor, stance FROM stances_on('dray')", []),
    # The president of a state speaks for it; its vice president, and the state that is condemned, do not.
    ("SELECT actor, stance FROM stances_of('drovia')", [("Osk Feld", "condemned")]),
    ("SELECT actor, stance FROM stances_of('velmora')", [("Velmora", "recognized")]),
    ("SELECT act, content FROM said_by('feld')", [("demanded", "the surrender of Halvey")]),
    ("SELECT speaker FROM said_about('halvey')", [("Osk Feld",)]),
    ("SELECT speaker FROM said_about('pell')", []),
    (
        "SELECT provision FROM terms_of('halvey')",
        [("ceded Pell to Velmora",), ("Pell ceded to Velmora",)],
    ),
    ("SELECT provision FROM terms_of('corrow')", []),
    (
        "SELECT statement, agreement_edtf FROM history_of_territory('pell')",
        [("Pell ceded to Velmora", "1709-05-03")],
    ),
    # What passes under a treaty passes from its day on; an occupation lasts as long as the event of its name.
    (
        "SELECT territory, holder, certain FROM holders_of_territory(DATE '1710-01-01')",
        [("Corrow", "Drovia", False), ("Pell", "Velmora", False)],
    ),
    (
        "SELECT territory, holder, certain FROM holders_of_territory(DATE '1706-01-01')",
        [("Corrow", "Drovia", False), ("Halvey", "Drovia", True)],
    ),
    ("SELECT party, number_low, number_high, event FROM losses", [("Drovia", 40, 40, "Battle of Linden")]),
    ("SELECT force, strength, seats FROM force_summary", [("Corrow Guard", "250 men", "Linden")]),
    ("SELECT DISTINCT who, seat FROM seats", [("Corrow Guard", "Linden")]),
    (
        "SELECT statement FROM facts_between('drovia', 'velmora') WHERE statement LIKE '%sign%' ORDER BY 1",
        [("Drovia signatory Treaty of Halvey",), ("Velmora signatory Treaty of Halvey",)],
    ),
    ("SELECT statement FROM facts_between('roe', 'velmora')", []),
    (
        "SELECT statement FROM facts_between('roe', 'dray')",
        [("Tamsin Roe held office Governor of Pell",)],
    ),
    ("SELECT statement FROM history_of_territory('drovia')", []),
    (
        "SELECT what, days_at_least, days_at_most FROM durations WHERE what LIKE '%of Halvey'",
        [("occupation of Halvey", 462, 462)],
    ),
    ("SELECT name, name_type FROM names_of('feld') ORDER BY name_type", [("Osk Feld", "canonical")]),
    ("SELECT passage FROM passages_about('never took')", [("The siege of Linden never took place.",)]),
    ("SELECT statement FROM contradictions_about('pell')", []),
]


@pytest.mark.parametrize(("sql", "answer"), ANSWERS, ids=[answer[0] for answer in ANSWERS])
def test_a_question_is_answered(
    connection: duckdb.DuckDBPyConnection, sql: str, answer: list[tuple[Any, ...]]
) -> None:
    assert connection.execute(sql).fetchall() == answer


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ('"Ñandú" Guard', "nandu guard", True),
        ("Drovian troops", "drovia", True),
        ("President (of Drovia)", "president of drovia", True),
        ("Corrow", "row", False),
        ("Osk Feld", "feld osk", False),
        (None, "feld", False),
    ],
)
def test_words_are_found_from_their_beginnings(
    connection: duckdb.DuckDBPyConnection, text: str | None, words: str, expected: bool
) -> None:
    found = connection.execute("SELECT has_words($1::VARCHAR, $2)", [text, words]).fetchone()
    assert found == (expected,)


@given(name=st.text(min_size=1).filter(lambda name: any(c.isalnum() for c in name)))
def test_every_text_has_its_own_words(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    found = connection.execute("SELECT has_words($1, $1)", [name.replace("\0", "")]).fetchone()
    assert found == (True,)

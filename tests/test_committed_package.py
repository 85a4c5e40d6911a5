"""The committed package of the first article: what its source gives, and answers to what it is built for."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipeline.build import check

ROOT = Path(__file__).parents[1]

# A question, the one statement that asks it, and its answer, read in the article.
QUESTIONS = [
    (
        "who commanded the occupation forces, and when",
        (
            "SELECT person, start_edtf, end_edtf FROM tenures WHERE title LIKE 'Commander in Chief%' "
            "ORDER BY start_earliest, end_latest, person"
        ),
        [
            ("Cornelio Saavedra", "1881", "1881"),
            ("Pedro Lagos", "1881", "1881"),
            ("Patricio Lynch", "1881", "1883"),
        ],
    ),
    (
        "who was president of Peru on 1882-09-15",
        "SELECT person FROM certainly_held_office(DATE '1882-09-15') WHERE polity = 'Peru'",
        [("Lizardo Montero",)],
    ),
    (
        "who recognized the government of La Magdalena",
        (
            "SELECT actor FROM recognitions WHERE target = 'Government of La Magdalena' "
            "AND stance = 'recognized' ORDER BY actor"
        ),
        [
            ("Costa Rica",),
            ("El Salvador",),
            ("Honduras",),
            ("Kingdom of Denmark",),
            ("Nicaragua",),
            ("Switzerland",),
            ("Uruguay",),
        ],
    ),
    (
        "who did not recognize it",
        (
            "SELECT actor FROM recognitions "
            "WHERE target = 'Government of La Magdalena' AND stance = 'not recognized'"
        ),
        [("international community",)],
    ),
    (
        "who did not recognize the assembly",
        (
            "SELECT actor FROM recognitions WHERE target = 'Montán Assembly' AND stance = 'not recognized' "
            "ORDER BY actor"
        ),
        [("Andrés A. Cáceres",), ("Chile",), ("Lizardo Montero",), ("Nicolás de Piérola",)],
    ),
    (
        "on whose authority Iglesias held his offices",
        (
            "SELECT title, authority, start_edtf FROM tenures WHERE person = 'Miguel Iglesias' "
            "AND authority IS NOT NULL ORDER BY title"
        ),
        [
            ("Military Chief of the North", "Lizardo Montero", None),
            ("Regenerator President", "Montán Assembly", "1883-01-01"),
        ],
    ),
    (
        "which battle took place on 1883-07-10, and between whom",
        (
            "SELECT p.participant FROM participations p WHERE p.event = 'Battle of Huamachuco' "
            "AND p.start_earliest = DATE '1883-07-10' ORDER BY 1"
        ),
        [("Alejandro Gorostiaga",), ("Andrés A. Cáceres",)],
    ),
    (
        "what the treaty gave to whom",
        'SELECT territory, "to", agreement FROM territorial_changes WHERE agreement IS NOT NULL',
        [("Tarapacá", "Chile", "Treaty of Ancón")],
    ),
    (
        "to which two men the one manifesto is given",
        (
            "SELECT DISTINCT f.subject FROM conflict_members m JOIN facts f USING (fact_id) "
            "JOIN conflicts c USING (conflict_id) "
            "WHERE f.object = 'Cry of Montán' AND c.strength = 'hard' ORDER BY 1"
        ),
        [("Lizardo Montero",), ("Miguel Iglesias",)],
    ),
]


def test_the_committed_package_is_what_the_source_gives() -> None:
    check(ROOT / "raw", ROOT / "datapackage", lambda _step: None)


@pytest.mark.parametrize(("statement", "answer"), [q[1:] for q in QUESTIONS], ids=[q[0] for q in QUESTIONS])
def test_a_question_is_answered_by_one_statement(
    statement: str, answer: list[tuple[str | None, ...]], built_package: Path
) -> None:
    with duckdb.connect(str(built_package / "attested.duckdb"), read_only=True) as connection:
        assert connection.execute(statement).fetchall() == answer

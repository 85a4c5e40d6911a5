"""A hundred questions of the article in `raw/`: one statement answers most, and none wrongly."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import duckdb
import pytest

QUESTIONS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "questions.toml").read_text("utf-8")
)["questions"]
ANSWERED = [question for question in QUESTIONS if "answer" in question]
SILENT = [question for question in QUESTIONS if "answer" not in question]
FEWEST_ANSWERED = 75


def ask(package: Path, sql: str) -> list[list[Any]]:
    with duckdb.connect(str(package / "attested.duckdb"), read_only=True) as connection:
        return [list(row) for row in connection.execute(sql).fetchall()]


def test_there_are_a_hundred_questions_and_most_are_answered() -> None:
    assert len({question["question"] for question in QUESTIONS}) == len(QUESTIONS) == 100
    assert len(ANSWERED) >= FEWEST_ANSWERED
    assert all(question["answer"] and "silent" not in question for question in ANSWERED)
    assert all(question["silent"] for question in SILENT)


@pytest.mark.parametrize("question", ANSWERED, ids=[question["question"] for question in ANSWERED])
def test_a_question_is_answered_rightly(question: dict[str, Any], built_package: Path) -> None:
    assert ask(built_package, question["sql"]) == question["answer"]


@pytest.mark.parametrize("question", SILENT, ids=[question["question"] for question in SILENT])
def test_what_is_not_answered_is_not_answered_wrongly(question: dict[str, Any], built_package: Path) -> None:
    assert ask(built_package, question["sql"]) in ([], question["truth"])

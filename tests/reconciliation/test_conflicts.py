"""Which statements disagree, on invented sentences: each is a conflict to a historian, or none."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.lexicon.predicates import predicates
from pipeline.reconciliation.conflicts import RULES
from pipeline.reconciliation.identity import fact_id
from pipeline.tables.rows import make_tables
from pipeline.tables.schemas import read_schemas
from tests.facts.article import CONTEXT, TITLE, extract_article, make_article

CASES = tomllib.loads((Path(__file__).parent / "cases" / "conflicts.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_conflicts(case: dict[str, Any]) -> None:
    article = make_article(
        case["text"], context=CONTEXT, infobox=case.get("infobox", ()), title=case.get("title", TITLE)
    )
    read = extract_article(article)
    assert [[c.rule, c.strength.value] for c in read.conflicts] == case["conflicts"]
    known = {fact_id(f) for f in read.facts}
    for conflict in read.conflicts:
        assert len(conflict.sides) >= 2 and all(conflict.sides)
        assert {fact_id(f) for side in conflict.sides for f in side} <= known
    tables = make_tables([read], predicates(), read_schemas())
    assert len(tables.table("conflicts").rows) == len(read.conflicts)
    sides = {(row[0], row[1]) for row in tables.table("conflict_members").rows}
    assert len(sides) == sum(len(c.sides) for c in read.conflicts)


def test_each_rule_has_a_case() -> None:
    shown = {rule for case in CASES for rule, _ in case["conflicts"]}
    assert shown >= {
        "one date",
        "one holder",
        "one head",
        "one name",
        "one seat",
        "one author",
        "one destination",
        "one receiver",
        "one stance",
        "end before start",
        "outside the event",
        "deed after death",
        "outlived end",
        "order of events",
        "recognized rival",
        "victor or defeated",
        "one victor",
        "one term",
        "one count",
        "one strength",
        "one occupier",
        "held after it passed",
        "deed before birth",
        "late predecessor",
        "order of stages",
        "order of office",
        "rival claimant",
        "disowned work",
        "general denial",
        "recognized after its end",
        "denied and stated",
    }


def test_contributing_lists_each_rule() -> None:
    text = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text("utf-8")
    assert [rule for rule in RULES if (rule.__doc__ or "").split("`")[1] not in text] == []

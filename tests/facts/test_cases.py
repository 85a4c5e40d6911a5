"""Cases in `cases/<table>.toml` in, and every sentence must state just the rows it says.

A case is an invented text and all rows of that table that are read in it:

    [[case]]
    context = "Tamsin Roe was Regent of Velmora."          # makes known who is who; its rows do not count
    text = "In 1704 Drovia recognized Roe as regent."
    rows = [{ subject = "Drovia", predicate = "recognized", object = "Tamsin Roe", start = "1704" }]

`infobox` is a list of fields, `title` another title than the usual one. A row names subject, predicate,
object, start, end, place, about (the name of the event or agreement), negated, certainty, qualifier and
cells (a table); what is not named must be empty, `negated` false and `certainty` asserted. `review` is the
gates of the candidates that the text must give, where that matters. A known gap has `gap`, the reason why.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.model.extraction import Extraction
from pipeline.model.fact import Fact
from tests.facts.article import TITLE, extract_article, make_article, unattested, whole_span

FOLDER = Path(__file__).parent / "cases"
KEYS = {"context", "text", "infobox", "title", "rows", "review", "gap"}
ROW = {
    "subject": "",
    "predicate": "",
    "object": "",
    "start": "",
    "end": "",
    "place": "",
    "about": "",
    "negated": False,
    "certainty": "asserted",
    "qualifier": "",
    "cells": {},
}


def _cases() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        for number, case in enumerate(tomllib.loads(path.read_text("utf-8"))["case"], start=1):
            marks = [pytest.mark.xfail(strict=True, reason=case["gap"])] if "gap" in case else []
            found.append(pytest.param(path.stem, case, id=f"{path.stem}-{number}", marks=marks))
    return found


def _row(extraction: Extraction, fact: Fact) -> dict[str, Any]:
    names = {e.entity_id: e.name for e in extraction.entities}
    return {
        "subject": fact.subject.text,
        "predicate": fact.predicate,
        "object": fact.object.text if fact.object else "",
        "start": fact.start.edtf if fact.start else "",
        "end": fact.end.edtf if fact.end else "",
        "place": fact.place.text if fact.place else "",
        "about": names[fact.about_id] if fact.about_id else "",
        "negated": fact.negated,
        "certainty": fact.certainty.value,
        "qualifier": fact.qualifier or "",
        "cells": {cell.column: cell.value.text for cell in fact.cells},
    }


@pytest.mark.parametrize(("kind", "case"), _cases())
def test_text_states_these_rows(kind: str, case: dict[str, Any]) -> None:
    assert not case.keys() - KEYS
    text, context = case.get("text", ""), case.get("context", "")
    article = make_article(
        text, context=context, infobox=case.get("infobox", ()), title=case.get("title", TITLE)
    )
    extraction = extract_article(article)
    aside = article.index(context.strip()) if context else len(article)
    end_of_aside = aside + len(context.strip())

    def counts(fact: Fact) -> bool:
        return fact.kind == kind and not aside <= whole_span(fact).start < end_of_aside

    facts = [f for f in extraction.facts if counts(f)]
    for row in case["rows"]:
        assert not row.keys() - ROW.keys()
    assert sorted((_row(extraction, f) for f in facts), key=repr) == sorted(
        (ROW | row for row in case["rows"]), key=repr
    )
    assert [e for f in facts for e in unattested(f, article)] == []
    if "review" in case:
        assert sorted(c.gate for c in extraction.candidates if counts(c.fact)) == sorted(case["review"])


def test_every_table_has_a_negative_for_every_two_positives() -> None:
    for path in sorted(FOLDER.glob("*.toml")):
        cases = tomllib.loads(path.read_text("utf-8"))["case"]
        negatives = sum(not case["rows"] for case in cases)
        assert negatives * 2 >= len(cases) - negatives, path.name

"""The same thing said twice is one fact with two pieces of evidence; two things that look alike stay two."""

from __future__ import annotations

import pytest

from pipeline.model.fact import Fact
from tests.facts.article import TITLE, extract_article, make_article

# Makes known what the names name.
KNOWN = (
    "Drovia lies east of Velmora. The Drovian army stayed in Drovia, and the Velmoran army in Velmora. "
    "The city of Halvey and the town of Pell are old. "
)
ONE = [
    (
        "the same words twice",
        "tenures",
        "Tamsin Roe became regent of Velmora in 1703. In 1703 Roe became regent of Velmora.",
        ["1703"],
    ),
    (
        "a date, then a finer one",
        "events",
        "The Battle of Halvey took place in May 1704. The Battle of Halvey took place on 3 May 1704.",
        ["1704-05-03"],
    ),
    (
        "a title beside a name, then the dated office",
        "tenures",
        (
            "The Drovian army left Drovia. Drovian President Osk Feld wrote home. "
            "Feld served as president of Drovia from 1702 to 1705."
        ),
        ["1702"],
    ),
    (
        "a town taken by nobody, then by somebody on a day of that year",
        "territorial_changes",
        KNOWN + "In 1704 Halvey was occupied. The Drovian army occupied Halvey on 3 May 1704.",
        ["1704-05-03"],
    ),
    (
        "a cession to somebody, and one that leaves out to whom",
        "territorial_changes",
        KNOWN + "Pell was ceded to Drovia in 1709. Pell was ceded in 1709.",
        ["1709"],
    ),
    (
        "a man killed, and who killed him",
        "outcomes",
        "Captain Osk Feld was killed. Karsten Dray, a sailor, killed Feld on 3 May 1704.",
        ["1704-05-03"],
    ),
    (
        "a signing with its day, and one with its year and place",
        "agreements",
        (
            "The city of Halvey is old. The Treaty of Linden was signed on 4 May 1709. "
            "The Treaty of Linden was signed at Halvey in 1709."
        ),
        ["1709-05-04"],
    ),
]
TWO = [
    (
        "a town taken by nobody in a year in which two took it",
        "territorial_changes",
        (
            KNOWN + "In 1704 Halvey was occupied. The Drovian army occupied Halvey on 3 May 1704. "
            "The Velmoran army occupied Halvey on 9 June 1704."
        ),
        ["1704", "1704-05-03", "1704-06-09"],
    ),
    (
        "a town taken in another year",
        "territorial_changes",
        KNOWN + "In 1702 Halvey was occupied. The Drovian army occupied Halvey on 3 May 1704.",
        ["1702", "1704-05-03"],
    ),
    (
        "one man killed, another killed by somebody",
        "outcomes",
        (
            "Captain Osk Feld was killed. Captain Linus Corrow was young. "
            "Karsten Dray, a sailor, killed Corrow on 3 May 1704."
        ),
        ["", "1704-05-03"],
    ),
    (
        "a signing at two places",
        "agreements",
        (
            KNOWN + "The Treaty of Linden was signed at Pell on 4 May 1709. "
            "The Treaty of Linden was signed at Halvey in 1709."
        ),
        ["1709-05-04", "1709"],
    ),
    (
        "two battles of one place",
        "events",
        (
            "The First Battle of Halvey took place on 3 May 1704. "
            "The Second Battle of Halvey took place on 9 June 1706."
        ),
        ["1704-05-03", "1706-06-09"],
    ),
    (
        "two terms of one man",
        "tenures",
        (
            "Osk Feld served as mayor of Halvey from 1702 to 1705. "
            "Feld served as mayor of Halvey from 1708 to 1709."
        ),
        ["1702", "1708"],
    ),
    (
        "two terms, and a mention that fits both",
        "tenures",
        (
            "Osk Feld served as mayor from 1702 to 1705. Feld served as mayor from 1708 to 1709. "
            "Mayor Osk Feld wrote home."
        ),
        ["1702", "1708", ""],
    ),
    (
        "two offices of one man",
        "tenures",
        "Osk Feld served as governor of Halvey from 1702 to 1705. Osk Feld, mayor of Pell, wrote home.",
        ["1702", ""],
    ),
    (
        "an undated capture beside a dated one",
        "territorial_changes",
        (
            "There are two rivers in Drovia. The Drovian army was in Halvey, a town. "
            "In 1704 Drovia captured Halvey. Later, Drovia captured Halvey."
        ),
        ["1704", ""],
    ),
    (
        "a date and a denial of it",
        "recognitions",
        (
            "The armies of Drovia met the army of Velmora. The Drovian army left. The Velmoran army stayed. "
            "In 1704 Drovia recognized Velmora. In 1703 Drovia did not recognize Velmora."
        ),
        ["1704", "1703"],
    ),
]


def _facts(kind: str, text: str, infobox: tuple[str, ...] = (), title: str = TITLE) -> list[Fact]:
    article = make_article(text, context="", infobox=infobox, title=title)
    predicates = {"events": "occurred"}
    return [
        f
        for f in extract_article(article).facts
        if f.kind == kind and f.predicate == predicates.get(kind, f.predicate)
    ]


@pytest.mark.parametrize(("kind", "text", "starts"), [c[1:] for c in ONE], ids=[c[0] for c in ONE])
def test_one_thing_said_twice_is_one_fact(kind: str, text: str, starts: list[str]) -> None:
    facts = _facts(kind, text)
    assert [f.start.edtf if f.start else "" for f in facts] == starts
    assert len([e for e in facts[0].evidence if e.field is None]) == 2


@pytest.mark.parametrize(("kind", "text", "starts"), [c[1:] for c in TWO], ids=[c[0] for c in TWO])
def test_two_things_stay_two(kind: str, text: str, starts: list[str]) -> None:
    assert [f.start.edtf if f.start else "" for f in _facts(kind, text)] == starts


def test_infobox_lead_and_body_are_one_fact() -> None:
    facts = _facts(
        "agreements",
        "The Treaty of Linden was signed on 4 May 1709.\n\n== End ==\n"
        "It ended after the signing of the Treaty of Linden in May 1709.",
        ("Conflict: Amber War", "Event1: Treaty of Linden", "Date Event1: 4 May 1709"),
        "Amber War",
    )
    [fact] = facts
    # The infobox states it in two fields.
    assert len([e for e in fact.evidence if e.field is None]) == 4


def test_two_statements_that_agree_give_one_fact_all_parts() -> None:
    [fact] = _facts("agreements", ONE[-1][2])
    assert fact.place is not None and fact.place.text == "Halvey"
    assert {e.field for e in fact.evidence} >= {None, "subject", "place", "start"}

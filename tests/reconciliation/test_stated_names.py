"""Names that only facts state are names of their subject too, each once."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model.entity import Name, NameType
from pipeline.model.evidence import Basis, Evidence
from pipeline.model.fact import Certainty, Fact, Reference
from pipeline.model.span import Span
from pipeline.reconciliation.stated_names import add_stated_names

GUILD = "case/heron-guild"
KNOWN = (Name(GUILD, "Heron Guild", NameType.CANONICAL, Span(4, 15)),)
STATED = Fact(
    kind="names",
    document_id="case",
    about_id=None,
    subject=Reference("Heron Guild", GUILD),
    predicate="abbreviation",
    object=Reference("HG", None),
    start=None,
    end=None,
    place=None,
    negated=False,
    certainty=Certainty.ASSERTED,
    qualifier=None,
    cells=(),
    evidence=(
        Evidence(None, Span(4, 20), Basis.LITERAL, None),
        Evidence("object", Span(17, 19), Basis.LITERAL, None),
    ),
)


def test_stated_name_is_added_once() -> None:
    added = add_stated_names(KNOWN, [STATED, STATED])
    assert added == (*KNOWN, Name(GUILD, "HG", NameType.SHORT, Span(17, 19)))


def test_known_name_stays_as_it_is() -> None:
    again = replace(STATED, object=Reference("Heron Guild", None))
    assert add_stated_names(KNOWN, [again]) == KNOWN


def test_nothing_is_added_that_is_denied_reported_or_of_no_entity() -> None:
    facts = [
        replace(STATED, negated=True),
        replace(STATED, certainty=Certainty.REPORTED),
        replace(STATED, subject=Reference("the guild", None)),
        replace(STATED, kind="relations"),
    ]
    assert add_stated_names(KNOWN, facts) == KNOWN

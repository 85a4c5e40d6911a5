"""Governments: who heads one, where it sits, which state it governs, its sort, when it began and ended.

Text rarely names a government: it says whose it is (`Roe's government`), where (`the Halvey-based
government`) or of which state (`the Velmoran government`), and each of these states a fact.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.entities.governments import GovernmentStatement
from pipeline.grammar.clause import Clause
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    clause_statement,
    normalized_argument,
    state_fact,
)
from pipeline.lexicon.verbs import verb_senses
from pipeline.model.entity import EntityKind
from pipeline.model.fact import Candidate, Fact


def governments(reading: Reading) -> Iterator[Fact | Candidate]:
    """Yield what the text states of governments."""
    for said in reading.government_statements:
        yield from _described(reading, said)
    for clause in reading.clauses:
        for sense in verb_senses(clause.lemma, "governments"):
            for token in clause.subjects if sense.about == "subject" else clause.objects:
                government = argument_at(reading, token, EntityKind.GOVERNMENT)
                if government is not None:
                    yield from _changed(reading, clause, sense.predicate, government)
        if clause.lemma == "head":
            yield from _headed(reading, clause)


def _described(reading: Reading, said: GovernmentStatement) -> Iterator[Fact | Candidate]:
    government = argument_at(reading, said.government_span)
    if said.value_id is None:
        word = reading.quote(said.value_span)
        value: Argument | None = normalized_argument(word.lower(), said.value_span, "lower_case")
    else:
        value = argument_at(reading, said.value_span)
    if government is None or value is None:
        return
    place = value if said.property == "seat" else None
    yield state_fact(reading, Statement("governments", government, said.property, value, place=place))


def _changed(
    reading: Reading, clause: Clause, predicate: str, government: Argument
) -> Iterator[Fact | Candidate]:
    place = next(
        (a for o in clause.objects_of("in", "at") if (a := argument_at(reading, o, EntityKind.PLACE))), None
    )
    doubts = () if clause.dates or place else ("no date and no place",)
    yield state_fact(
        reading,
        clause_statement(
            clause,
            kind="governments",
            subject=government,
            predicate=predicate,
            place=place,
            doubts=doubts,
        ),
    )


def _headed(reading: Reading, clause: Clause) -> Iterator[Fact | Candidate]:
    """`the Blue Bench was headed by Roe`, of a government with a name; what a description says of its head is
    read with it."""
    for token in clause.objects if len(clause.subjects) == 1 else ():
        government = argument_at(reading, token, EntityKind.GOVERNMENT) if token.mask is not None else None
        head = argument_at(reading, clause.subjects[0], EntityKind.PERSON)
        if government is not None and head is not None:
            yield state_fact(
                reading,
                clause_statement(
                    clause, kind="governments", subject=government, predicate="head", object=head
                ),
            )

"""Governments: who heads one, where it sits, which state it governs, its sort, who established it, as what it
served, when it began and ended.

Text rarely names a government: it says whose it is (`Roe's government`), where (`the Halvey-based
government`) or of which state (`the Velmoran government`), and each of these states a fact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.entities.governments import GovernmentStatement
from pipeline.grammar.antecedents import decide_clause
from pipeline.grammar.clause import Clause, SubjectSource, Voice
from pipeline.grammar.noun_phrases import find_of_objects, find_prepositions, noun_phrase_span
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    clause_statement,
    literal_argument,
    normalized_argument,
    state_fact,
)
from pipeline.lexicon.verbs import verb_senses
from pipeline.model.entity import EntityKind
from pipeline.model.fact import Candidate, Fact
from pipeline.model.syntax import Token

KIND, ESTABLISHED, ENDED = "governments", "established", "ended"
HEADED = frozenset({"head", "lead"})
# `had its seat in Pell`, `moved its seat to Corrow`, `moved to Corrow`.
SEATED, MOVED = frozenset({"have", "keep", "maintain"}), frozenset({"move", "transfer", "relocate", "shift"})
SEATS = frozenset({"seat", "headquarters", "capital"})
# Bodies of a state that may set up a government.
BODIES = frozenset(
    {
        *(
            "administration",
            "authority",
            "authorities",
            "occupier",
            "occupiers",
            "command",
            "forces",
            "troops",
        ),
        *("army", "officials", "conservatives", "liberals", "rebels", "communists", "royalists", "leaders"),
    }
)
FOUNDERS = (
    EntityKind.PERSON,
    EntityKind.POLITY,
    EntityKind.GOVERNMENT,
    EntityKind.ORGANIZATION,
    EntityKind.GROUP,
    EntityKind.UNIT,
)


def governments(reading: Reading) -> Iterator[Fact | Candidate]:
    """Yield what the text states of governments."""
    for said in reading.government_statements:
        yield from _described(reading, said)
    for clause in reading.clauses:
        for sense in verb_senses(clause.lemma, KIND):
            for token in clause.subjects if sense.about == "subject" else clause.objects:
                government = argument_at(reading, token, EntityKind.GOVERNMENT)
                if government is not None:
                    yield from _changed(reading, clause, sense.predicate, government)
                    if sense.predicate == ESTABLISHED and sense.about == "object":
                        yield from _founded(reading, clause, government)
        if clause.lemma in HEADED:
            yield from _headed(reading, clause)
        if clause.lemma in SEATED or clause.lemma in MOVED:
            yield from _seated(reading, clause)
        if clause.lemma in ("serve", "function", "act"):
            yield from _served(reading, clause)


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
    if said.place_span is not None:
        place = argument_at(reading, said.place_span, EntityKind.PLACE)
    yield state_fact(reading, Statement(KIND, government, said.property, value, place=place))


def _changed(
    reading: Reading, clause: Clause, predicate: str, government: Argument
) -> Iterator[Fact | Candidate]:
    place = _place_of(reading, clause)
    is_told = bool(clause.dates) or place is not None
    if predicate == ENDED:
        # "the government collapsed" says enough; "to bring down the government" does not say that it was.
        is_told = is_told or clause.verb.tag in ("VBD", "VBN")
    elif not is_told and _founders(reading, clause, government):
        return
    yield state_fact(
        reading,
        clause_statement(
            clause,
            kind=KIND,
            subject=government,
            predicate=predicate,
            place=place,
            doubts=() if is_told else ("no date and no place",),
        ),
    )


def _place_of(reading: Reading, clause: Clause) -> Argument | None:
    found = (argument_at(reading, o, EntityKind.PLACE) for o in clause.objects_of("in", "at"))
    return next((a for a in found if a is not None), None)


def _founded(reading: Reading, clause: Clause, government: Argument) -> Iterator[Fact | Candidate]:
    """`Roe established a rival government in Pell`."""
    for founder in _founders(reading, clause, government):
        said = clause_statement(
            clause,
            kind=KIND,
            subject=government,
            predicate="established by",
            object=founder,
            place=_place_of(reading, clause),
        )
        yield state_fact(reading, said)


def _founders(reading: Reading, clause: Clause, government: Argument) -> list[Argument]:
    found = (argument_at(reading, t, *FOUNDERS) or _body(reading, clause, t) for t in clause.subjects)
    return [a for a in found if a is not None and a.reference != government.reference]


def _body(reading: Reading, clause: Clause, token: Token) -> Argument | None:
    """`the Drovian occupying administration`, in the words of the source: a body with no name, told by its
    state."""
    if token.mask is not None or token.text.lower() not in BODIES or reading.entity_at(token) is not None:
        return None
    span = noun_phrase_span(clause.sentence, token)
    inside = [t for t in clause.sentence.tokens if span.contains(t.span) and t.mask is not None]
    is_of_state = any(reading.entity_at(t, EntityKind.POLITY) is not None for t in inside)
    return literal_argument(reading, span) if is_of_state else None


def _seated(reading: Reading, clause: Clause) -> Iterator[Fact | Candidate]:
    """`Roe's government had its seat in Pell`, `moved its seat to Corrow in 1704`, `moved to Corrow`."""
    sentence, is_moved = clause.sentence, clause.lemma in MOVED
    seats = [t for t in clause.objects if t.mask is None and t.lemma in SEATS]
    if not is_moved and not seats:
        return
    words = ("to",) if is_moved else ("in", "at")
    inside = [
        o for t in seats for w, found in find_prepositions(sentence, t) if w.lemma in words for o in found
    ]
    places = [
        a
        for t in (*clause.objects_of(*words), *inside)
        if (a := argument_at(reading, t, EntityKind.PLACE)) is not None
    ]
    for government in _holders_of_seat(reading, clause, seats) if len(places) == 1 else ():
        said = clause_statement(
            clause, kind=KIND, subject=government, predicate="seat", object=places[0], place=places[0]
        )
        yield state_fact(reading, said)


def _holders_of_seat(reading: Reading, clause: Clause, seats: Sequence[Token]) -> Iterator[Argument]:
    """Whose seat it is: what the seat is of, what is moved, else who has or moves it."""
    sentence = clause.sentence
    tokens = [t for seat in seats for t in find_of_objects(sentence, seat)]
    tokens = tokens or ([] if seats else list(clause.objects)) or list(clause.subjects)
    for token in tokens:
        government = argument_at(reading, token, EntityKind.GOVERNMENT)
        if government is not None:
            yield government


def _served(reading: Reading, clause: Clause) -> Iterator[Fact | Candidate]:
    """`the Blue Bench served as the representative government of Velmora`."""
    tokens = clause.objects_of("as") or clause.complements_as()
    if len(tokens) != 1 or tokens[0].mask is not None:
        return
    role = tokens[0]
    if role.lemma == "government":
        # "a government in Halvey, headed by Roe, that served as the government": only the one can.
        clause = decide_clause(reading, clause, lambda t: _is_government(reading, t))
    for subject in clause.subjects:
        government = argument_at(reading, subject, EntityKind.GOVERNMENT)
        if government is not None:
            words = literal_argument(reading, noun_phrase_span(clause.sentence, role, with_of=True))
            yield state_fact(
                reading,
                clause_statement(clause, kind=KIND, subject=government, predicate="served as", object=words),
            )


def _is_government(reading: Reading, token: Token) -> bool:
    return reading.entity_at(token, EntityKind.GOVERNMENT) is not None


def _headed(reading: Reading, clause: Clause) -> Iterator[Fact | Candidate]:
    """`the Blue Bench was headed by Roe`, of a government with a name; `Roe headed a provisional government`.
    What else a description says of its head is read with it."""
    is_active = clause.voice is Voice.ACTIVE and clause.subject_source is SubjectSource.OWN
    for token in clause.objects if len(clause.subjects) == 1 else ():
        is_named = clause.lemma == "head" and token.mask is not None
        government = argument_at(reading, token, EntityKind.GOVERNMENT) if is_named or is_active else None
        head = argument_at(reading, clause.subjects[0], EntityKind.PERSON)
        if government is not None and head is not None:
            yield state_fact(
                reading,
                clause_statement(clause, kind=KIND, subject=government, predicate="head", object=head),
            )

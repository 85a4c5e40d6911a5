"""A Reading in, which place is the capital of which state out: `the Velmoran capital, Halvey`, `with its
capital in Pell`, `Pell became the capital of Velmora`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.grammar.clause import Clause, Voice
from pipeline.grammar.noun_phrases import (
    find_appositions,
    find_modifiers,
    find_of_objects,
    find_possessor,
    find_prepositions,
)
from pipeline.grammar.reading import Reading
from pipeline.grammar.relating import pair_fits
from pipeline.grammar.statement import Argument, Statement, argument_at, clause_statement, entity_argument
from pipeline.model.entity import Entity, EntityKind, MentionForm
from pipeline.model.syntax import Sentence, Token

CAPITAL = "capital"
STATES = (EntityKind.POLITY, EntityKind.GOVERNMENT)
# What a state is divided into, which has a capital of its own.
DIVISIONS = frozenset(
    {"province", "department", "district", "canton", "county", "region", "territory", "state"}
)
# Words before `capital` that leave it the capital of the state.
NEUTRAL = frozenset({"national", "imperial", "royal", "federal", "official", "modern", "present"})
MADE = frozenset({"make", "declare", "proclaim", "name", "designate", "choose", "establish"})
MOVED = frozenset({"move", "transfer", "relocate", "shift"})


def capital_statements(reading: Reading, kind: str) -> Iterator[Statement]:
    """Yield what the text states of capitals, as facts of `kind`."""
    for sentence in reading.sentences:
        for token in sentence.tokens:
            if _is_capital(sentence, token):
                yield from _beside(reading, kind, sentence, token)
    for clause in reading.clauses:
        for state, place in _pairs(reading, clause):
            if pair_fits(reading, CAPITAL, state, place):
                yield clause_statement(clause, kind=kind, subject=state, predicate=CAPITAL, object=place)


def _is_capital(sentence: Sentence, token: Token) -> bool:
    """Whether a noun stands for the capital of a state: not `the former capital`, `the financial capital`."""
    if token.mask is not None or token.lemma != CAPITAL or token.tag != "NN":
        return False
    before = (m for m in find_modifiers(sentence, token) if m.mask is None)
    return all(m.lemma in NEUTRAL for m in before)


def _beside(reading: Reading, kind: str, sentence: Sentence, token: Token) -> Iterator[Statement]:
    """`the Velmoran capital, Halvey`, `Halvey, the capital of Velmora`, `with its capital in Halvey`."""
    tokens = list(find_appositions(sentence, token))
    if token.dependency == "appos":
        tokens.append(sentence.head(token))
    tokens += find_of_objects(sentence, token)
    own = find_possessor(sentence, token)
    if own is not None and sentence.head(token).text == "with":
        tokens += _places_in(sentence, token)
    state = _state_of(reading, sentence, token)
    for place in (argument_at(reading, t, EntityKind.PLACE) for t in tokens):
        if state is not None and place is not None and pair_fits(reading, CAPITAL, state, place):
            whole = state.span.cover(place.span).cover(token.span)
            yield Statement(kind, state, CAPITAL, place, spans=(whole,))


def _places_in(sentence: Sentence, token: Token) -> list[Token]:
    return [
        o for word, found in find_prepositions(sentence, token) if word.lemma in ("in", "at") for o in found
    ]


def _state_of(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    """The state of `the Velmoran capital`, `the capital of Velmora`, `its capital`; None for no known one."""
    for other in find_modifiers(sentence, token):
        state = argument_at(reading, other, *STATES)
        if state is not None:
            return state
    own = find_possessor(sentence, token)
    # "Drovia's capital of Pell": there the town stands behind.
    kinds = STATES if own is not None else (*STATES, EntityKind.PLACE)
    for other in find_of_objects(sentence, token):
        land = argument_at(reading, other, *kinds)
        if land is not None:
            return land
    if own is None:
        return None
    known = argument_at(reading, own, *STATES)
    if known is not None or own.text.lower() not in ("its", "whose"):
        return known
    named = {
        m.entity_id
        for m in reading.mentions_in(sentence.span)
        if m.span.end <= own.span.start
        and m.form is not MentionForm.DEMONYM
        and m.entity_id is not None
        and _may_own(reading.entities[m.entity_id])
    }
    only = reading.entities[next(iter(named))] if len(named) == 1 else None
    if only is None or only.kind is EntityKind.PERSON:
        return None
    return replace(entity_argument(reading, only, own.span, "the state before it"), is_inferred=True)


def _may_own(entity: Entity) -> bool:
    """Whether `its capital` can be said of it, or `his` of who is named before: a state, what one is divided
    into, a person."""
    is_division = entity.kind is EntityKind.PLACE and entity.place_type in DIVISIONS
    return is_division or entity.kind in (EntityKind.POLITY, EntityKind.PERSON)


def _pairs(reading: Reading, clause: Clause) -> Iterator[tuple[Argument, Argument]]:
    """The states and places that a clause relates."""
    sentence = clause.sentence
    if clause.lemma in ("be", "become"):
        yield from _equated(reading, clause)
    elif clause.lemma in MADE:
        # "made Pell the capital of Velmora"
        for capital in (c for c in clause.complements_as() if _is_capital(sentence, c)):
            state = _state_of(reading, sentence, capital)
            for place in _places(reading, clause.objects):
                if state is not None:
                    yield state, place
    else:
        for capital in (t for t in clause.objects if _is_capital(sentence, t)):
            state = _state_of(reading, sentence, capital)
            tokens: tuple[Token, ...] = ()
            if clause.lemma in MOVED:
                tokens = clause.objects_of("to")
            elif clause.lemma in ("have", "locate", "situate") or clause.lemma == "establish":
                tokens = (*clause.objects_of("in", "at"), *_places_in(sentence, capital))
            if clause.lemma == "have" and clause.voice is Voice.ACTIVE and len(clause.subjects) == 1:
                state = argument_at(reading, clause.subjects[0], *STATES)
            for place in _places(reading, tokens):
                if state is not None:
                    yield state, place


def _equated(reading: Reading, clause: Clause) -> Iterator[tuple[Argument, Argument]]:
    """`Halvey was the capital of Velmora`, `the capital of Velmora was Halvey`, `whose capital was Pell`."""
    sentence = clause.sentence
    if len(clause.subjects) != 1:
        return
    subject = clause.subjects[0]
    for noun in clause.complements_as():
        capital, other = (subject, noun) if _is_capital(sentence, subject) else (noun, subject)
        if _is_capital(sentence, capital):
            state = _state_of(reading, sentence, capital)
            place = argument_at(reading, other, EntityKind.PLACE)
            if state is not None and place is not None:
                yield state, place


def _places(reading: Reading, tokens: tuple[Token, ...]) -> list[Argument]:
    found = [argument_at(reading, t, EntityKind.PLACE) for t in tokens]
    return [a for a in found if a is not None]

"""Forces: how many men, ships and guns a military body had, who led it, what it was part of, where it stood.

The subject is a body with a name, or one that the words tell from others by a people, a holder or a number
(`two infantry battalions`). Numbers are kept as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.grammar.bodies import force_at, is_body
from pipeline.grammar.clause import Clause, Voice
from pipeline.grammar.counted_forces import counted_fighters, led_fighters
from pipeline.grammar.counts import CountedPhrase, find_counted_phrases, phrase_at, phrases_from
from pipeline.grammar.events import clause_places, infobox_event, read_sense, sense_objects
from pipeline.grammar.force_phrases import force_phrases
from pipeline.grammar.noun_phrases import find_numerals, find_of_objects, noun_phrase_span
from pipeline.grammar.reading import Reading
from pipeline.grammar.sides import nameless_side, side_party
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    clause_statement,
    literal_argument,
    state_fact,
)
from pipeline.grammar.strengths import (
    counted_argument,
    is_equipment,
    is_planned,
    part_gates,
    strength_or_equipment,
    unreal_gates,
)
from pipeline.lexicon.forces import force_words
from pipeline.lexicon.verbs import VerbSense, verb_senses
from pipeline.mentions.infobox import Side
from pipeline.mentions.infobox_values import NoteKind, Quantity
from pipeline.model.entity import EntityKind
from pipeline.model.fact import Candidate, Certainty, Fact
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

KIND = "forces"
# A state has its forces: "the Drovians had 30,000 troops".
_STATES = (EntityKind.POLITY, EntityKind.GOVERNMENT)
_RAISERS = (EntityKind.PERSON, EntityKind.POLITY, EntityKind.GOVERNMENT, EntityKind.ORGANIZATION)
_GIVERS = (*_RAISERS, EntityKind.PLACE)
# What is given to those who fight, beside men and ships.
_ARMS = frozenset(
    {"arms", "weapons", "ammunition", "munitions", "armament", "armaments", "artillery", "rifles"}
)
_OTHERS = frozenset({"new", "another", "own", "a", "an"})


def forces(reading: Reading) -> Iterator[Fact | Candidate]:
    """Yield what the infobox and the sentences state of military bodies."""
    for side in reading.infobox.sides:
        for quantity in side.strengths:
            yield from _side_strength(reading, side, quantity)
    phrases = {s.number: find_counted_phrases(reading.document.text, s) for s in reading.sentences}
    for clause in reading.clauses:
        for sense in verb_senses(clause.lemma, KIND):
            yield from _clause_facts(reading, clause, sense, phrases[clause.sentence.number])
        for told in counted_fighters(reading, clause, phrases[clause.sentence.number]):
            yield state_fact(reading, told)
    for sentence in reading.sentences:
        counted = phrases[sentence.number]
        for token in sentence.tokens:
            for told in (
                *force_phrases(reading, sentence, token, counted),
                *led_fighters(reading, sentence, token, counted),
            ):
                yield state_fact(reading, told)


# ---------------------------------------------------------------- infobox


def _side_strength(reading: Reading, side: Side, quantity: Quantity) -> Iterator[Fact | Candidate]:
    label = quantity.field.label_span
    event = infobox_event(reading, label)
    if event is None:
        return
    party, doubt = side_party(reading, side, quantity)
    doubts = [d for d in (quantity.doubt, doubt) if d]
    doubts += ["several dates"] if len(quantity.periods) > 1 else []
    period = quantity.periods[0] if len(quantity.periods) == 1 else None
    thing = reading.quote(quantity.thing).lower() if quantity.thing is not None else ""
    end = quantity.thing.end if quantity.thing is not None else quantity.number.end
    whose = party or nameless_side(side, event, label)
    if whose is None:
        return
    yield state_fact(
        reading,
        Statement(
            KIND,
            whose,
            "equipment" if is_equipment(thing) else "strength",
            literal_argument(reading, Span(quantity.number.start, end)),
            about=reading.entities.get(event.reference.entity_id or ""),
            start=period.start if period else None,
            end=period.end if period else None,
            qualifier=next((n.span for n in quantity.notes if n.kind is NoteKind.TEXT), None),
            spans=(label.cover(quantity.span),),
            doubts=tuple(doubts),
        ),
    )


# ---------------------------------------------------------------- verbs


def _clause_facts(
    reading: Reading, clause: Clause, sense: VerbSense, phrases: Sequence[CountedPhrase]
) -> Iterator[Fact | Candidate]:
    holders = read_sense(clause, sense)
    if holders is None:
        return
    if sense.predicate == "strength":
        yield from _counted(reading, clause, sense, phrases)
    elif sense.predicate == "composed of":
        yield from _composed(reading, clause, sense, phrases)
    elif sense.predicate == "commander":
        yield from _commanded(reading, clause, sense, holders)
    elif sense.predicate == "raised by":
        yield from _raised(reading, clause)
    elif sense.predicate == "supplied by":
        yield from _supplied(reading, clause, phrases)
    elif sense.predicate == "seat":
        yield from _stationed(reading, clause)
    elif sense.predicate == "part of":
        yield from _attached(reading, clause, sense)


def _state_clause(
    reading: Reading,
    clause: Clause,
    said: Argument,
    predicate: str,
    spoken: Argument,
    doubts: Sequence[str] = (),
    place: Argument | None = None,
    *,
    is_dated: bool = True,
) -> Fact | Candidate:
    # "allowed him to raise two battalions composed of 400 men": as real as the raising.
    is_told = said.reference.entity_id is None and clause.verb.dependency in ("acl", "relcl")
    planned = is_told and is_planned(reading, clause.sentence, clause.verb)
    if is_told and not planned:
        doubts = (*doubts, *unreal_gates(reading, clause.sentence, clause.verb))
    statement = clause_statement(
        clause,
        kind=KIND,
        subject=said,
        predicate=predicate,
        object=spoken,
        place=place,
        doubts=(*doubts, *(("denied",) if clause.negated else ())),
        is_dated=is_dated,
    )
    if planned:
        statement = replace(statement, certainty=Certainty.PLANNED)
    return state_fact(reading, statement)


def _bodies_of(
    reading: Reading, clause: Clause, tokens: Sequence[Token], *, with_states: bool = False
) -> list[Argument]:
    found = [force_at(reading, clause.sentence, t) for t in tokens]
    if with_states:
        found += [argument_at(reading, t, *_STATES) for t in tokens]
    return [a for a in found if a is not None]


def _counted(
    reading: Reading, clause: Clause, sense: VerbSense, phrases: Sequence[CountedPhrase]
) -> Iterator[Fact | Candidate]:
    """`Roe's army had 20,000 men and 14 guns`, `the Drovian Army numbered 8,000`."""
    bodies = _bodies_of(reading, clause, clause.subjects, with_states=clause.lemma in _KEEPING)
    tokens = clause.objects_of(sense.preposition) if sense.preposition else clause.objects
    first = next((p for t in tokens if (p := phrase_at(phrases, t)) is not None), None)
    if first is None and sense.preposition is None:
        first = next((p for p in phrases if 0 <= p.span.start - clause.verb.span.end <= 1), None)
    if first is None or len(bodies) != 1:
        return
    for phrase in phrases_from(reading.document.text, phrases, first):
        predicate = strength_or_equipment(phrase, may_be_bare=clause.lemma == "number")
        if predicate is not None:
            place, doubts = _narrowing(reading, clause, phrase)
            said, gates = counted_argument(reading, phrase), (*doubts, *part_gates(phrase))
            yield _state_clause(reading, clause, bodies[0], predicate, said, gates, place)


def _narrowing(
    reading: Reading, clause: Clause, phrase: CountedPhrase
) -> tuple[Argument | None, tuple[str, ...]]:
    """Where those stood that are counted (`8,000 men stationed in Corrow`); a gate, where anything else says
    that they are not all."""
    if phrase.thing is None:
        return None, ()
    holders = list(_narrowing_words(reading, clause.sentence, phrase.thing))
    for holder in holders:
        inner = [c for c in clause.sentence.children(holder) if c.dependency == "pobj"]
        kinds = (EntityKind.PLACE, EntityKind.POLITY)
        found = [a for t in inner if (a := argument_at(reading, t, *kinds)) is not None]
        if len(found) == 1 and holder.lemma in ("in", "at", "on", "near"):
            return found[0], ()
    if holders:
        return None, ("narrowed number",)
    places = clause_places(reading, clause)
    return (places[0] if len(places) == 1 else None), ()


def _narrowing_words(reading: Reading, sentence: Sentence, thing: Token) -> Iterator[Token]:
    """The words after a noun that narrow it: prepositions, its own or those of a participle (`stationed in`),
    and clauses."""
    for child in sentence.children(thing):
        between = reading.document.text[thing.span.end : max(thing.span.end, child.span.start)]
        if child.index < thing.index or re.search(r"[,(;]", between):
            continue
        if child.dependency in ("acl", "relcl"):
            yield child
            yield from (c for c in sentence.children(child) if c.dependency == "prep")
        elif child.dependency == "prep" and child.lemma != "of":
            yield child


_KEEPING = frozenset({"have", "field", "muster", "maintain", "deploy", "mobilize", "mobilise"})


def _composed(
    reading: Reading, clause: Clause, sense: VerbSense, phrases: Sequence[CountedPhrase]
) -> Iterator[Fact | Candidate]:
    """`The Corrow Army consisted of 8,000 men and two brigades`, `two battalions composed of 400 men`."""
    subjects = clause.objects if clause.voice is Voice.PASSIVE else clause.subjects
    bodies = _bodies_of(reading, clause, subjects)
    tokens = clause.objects_of(sense.preposition) if sense.preposition else clause.objects
    if len(bodies) != 1:
        return
    for token in tokens:
        phrase = phrase_at(phrases, token)
        predicate = strength_or_equipment(phrase) if phrase is not None else None
        if phrase is not None and predicate is not None:
            yield _state_clause(
                reading, clause, bodies[0], predicate, counted_argument(reading, phrase), part_gates(phrase)
            )
            continue
        part = force_at(reading, clause.sentence, token)
        if is_body(token) and find_numerals(clause.sentence, token):
            part = literal_argument(reading, noun_phrase_span(clause.sentence, token))
        elif part is not None and part.reference.entity_id is None:
            part = None
        if part is not None:
            yield _state_clause(reading, clause, bodies[0], "composed of", part)


def _commanded(
    reading: Reading, clause: Clause, sense: VerbSense, holders: tuple[Token, ...]
) -> Iterator[Fact | Candidate]:
    """`Feld commanded the Heron battalion`, `the army, led by Roe`, `Roe took command of the army`."""
    leaders, bodies = clause.subjects, clause.objects
    if sense.noun is not None:
        # "was placed in command of", "took command of": who is given it is acted upon in a passive.
        leaders = clause.objects if sense.about == "object" else clause.subjects
        bodies = sense_objects(clause, holders, sense.preposition or "of")
    persons = [a for t in leaders if (a := argument_at(reading, t, EntityKind.PERSON)) is not None]
    for body in _bodies_of(reading, clause, bodies):
        for person in persons:
            doubts = ("counted body",) if _is_counted(reading, body) else ()
            # A date is that of the taking over, not of the command.
            yield _state_clause(
                reading, clause, body, "commander", person, doubts, is_dated=sense.noun is None
            )


def _raised(reading: Reading, clause: Clause) -> Iterator[Fact | Candidate]:
    """`Feld raised three armies`, `the Heron battalion was formed by Drovia`."""
    raisers = [a for t in clause.subjects if (a := argument_at(reading, t, *_RAISERS)) is not None]
    for token in clause.objects:
        if any(c.lemma in _OTHERS for c in clause.sentence.children(token)):
            continue  # "formed a new Guard": not the one of that name.
        body = force_at(reading, clause.sentence, token)
        if body is None and is_body(token) and find_numerals(clause.sentence, token):
            body = literal_argument(reading, noun_phrase_span(clause.sentence, token))
        for raiser in raisers if body is not None else ():
            if body is not None and body.reference != raiser.reference:
                yield _state_clause(reading, clause, body, "raised by", raiser)


def _supplied(
    reading: Reading, clause: Clause, phrases: Sequence[CountedPhrase]
) -> Iterator[Fact | Candidate]:
    """`Drovia supplied troops`, `Linden contributed 3,000 men and ten ships`."""
    givers = [a for t in clause.subjects if (a := argument_at(reading, t, *_GIVERS)) is not None]
    for token in clause.objects:
        given = _given(reading, clause, token, phrases)
        if given is not None:
            yield from (_state_clause(reading, clause, given, "supplied by", giver) for giver in givers)


def _given(
    reading: Reading, clause: Clause, token: Token, phrases: Sequence[CountedPhrase]
) -> Argument | None:
    """Men, ships or arms that are given; None for anything else, for men that are sent somewhere, and for
    what is only weighed or is the giver's (`more soldiers`, `his troops`)."""
    known = force_words()
    is_arms = token.text.lower() in _ARMS
    names = {token.lemma.lower(), token.text.lower()} & (known.members | known.bodies | known.equipment)
    plural = token.tag == "NNS" or token.text.lower() in ("cavalry", "infantry")
    if token.mask is not None or not (is_arms or (names and plural and clause.lemma != "send")):
        return None
    if any(c.tag in ("JJR", "PRP$") or c.lemma in ("few", "other") for c in clause.sentence.children(token)):
        return None
    phrase = phrase_at(phrases, token)
    if phrase is not None and phrase.thing == token:
        return counted_argument(reading, phrase) if phrase.count is not None and not phrase.is_part else None
    return literal_argument(reading, noun_phrase_span(clause.sentence, token))


def _is_counted(reading: Reading, body: Argument) -> bool:
    return body.reference.entity_id is None and re.match(r"\d", reading.quote(body.span)) is not None


def _stationed(reading: Reading, clause: Clause) -> Iterator[Fact | Candidate]:
    """`The Heron battalion was quartered in Halvey.`"""
    bodies = _bodies_of(reading, clause, clause.objects if clause.objects else clause.subjects)
    places = clause_places(reading, clause)
    if clause.voice is Voice.PASSIVE and len(bodies) == 1 and len(places) == 1:
        yield _state_clause(reading, clause, bodies[0], "seat", places[0], (), places[0])


def _attached(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Fact | Candidate]:
    """`The Heron battalion was attached to the Army of Corrow`, `was part of the Army of Corrow`."""
    bodies = _bodies_of(reading, clause, clause.objects if sense.about == "object" else clause.subjects)
    bodies = [b for b in bodies if b.reference.entity_id is not None]
    if sense.noun is None:
        tokens = clause.objects_of(sense.preposition or "to")
    else:
        said = [t for t in clause.complements_as() if t.lemma == sense.noun]
        tokens = tuple(o for t in said for o in find_of_objects(clause.sentence, t))
    for body in bodies:
        for whole in _bodies_of(reading, clause, tokens):
            if whole.reference.entity_id is not None and whole.reference != body.reference:
                yield _state_clause(reading, clause, body, "part of", whole)

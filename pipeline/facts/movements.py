"""Movements: a person, a force or a government goes, or is sent, from a place to a place.

The subject is who moves, the object the destination, `place` the origin. Who is sent, exiled or taken is the
subject too, and who does that stands beside as `agent`. That somebody is sent to a place says nothing of an
arrival, so it has a predicate of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.grammar.antecedents import decide_clause
from pipeline.grammar.attachment import period_of
from pipeline.grammar.clause import Clause
from pipeline.grammar.crossings import subject_doubts
from pipeline.grammar.events import read_sense
from pipeline.grammar.nominals import NominalEvent, find_nominal_events
from pipeline.grammar.noun_phrases import (
    find_of_objects,
    find_possessor,
    find_prepositions,
    is_date,
    noun_phrase_span,
)
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    clause_statement,
    literal_argument,
    state_fact,
)
from pipeline.lexicon.forces import force_words
from pipeline.lexicon.movements import movement_words
from pipeline.lexicon.verbs import VerbSense, verb_senses
from pipeline.model.entity import EntityKind, MentionForm
from pipeline.model.fact import Candidate, Fact
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

KIND = "movements"
MOVERS = (
    EntityKind.PERSON,
    EntityKind.GROUP,
    EntityKind.UNIT,
    EntityKind.ORGANIZATION,
    EntityKind.GOVERNMENT,
)
PLACES = (EntityKind.PLACE, EntityKind.POLITY)
# A sense with the key takes any of these; `where` is the place that a relative clause is about.
FAMILIES = {
    "to": ("to", "into", "onto"),
    "in": ("in", "at", "on", "into", "where"),
    "for": ("for",),
    "on": ("on", "upon", "toward", "towards", "against"),
}
ORIGIN = ("from", "out")
WAY = ("through", "via", "across")
# Whose direct object is where they lead to, what is crossed, and where they start.
ARRIVING = frozenset({"entered", "reached", "visited"})
CROSSED = "crossed"
LEAVING = frozenset({"left", "left for", "fled", "fled to"})
MOVED_SEAT = "moved seat to"
# Of people only: a church or party that is banished is forbidden.
OF_PEOPLE = frozenset({"exiled to", "exiled", "deported to", "deported", "expelled"})
# What a state does through its forces, and with places only: "Drovia left the Union" is no movement.
OF_STATES = frozenset(
    {"entered", "reached", "crossed", "advanced", "marched", "retreated", "withdrew", "withdrew to", "landed"}
    | {"moved towards"}
)
# "withdrew north-west to Corrow": no object, though the parser takes it for one.
DIRECTIONS = frozenset(
    {"north", "south", "east", "west", "home", "inland", "northeast", "northwest", "southeast", "southwest"}
)
OBJECTIVE = frozenset({"him", "her", "them"})
PARTICLES = frozenset({"back", "away", "on", "up", "down", "over", "forward", "off", "north", "south"})


def movements(reading: Reading) -> Iterator[Fact | Candidate]:
    """Yield the movements that clauses and nouns of movement state."""
    for clause in reading.clauses:
        for sense in verb_senses(clause.lemma, KIND):
            found = tuple(_clause_movements(reading, clause, sense))
            yield from found
            if found:
                break  # The list has the fullest sense first.
    for sentence in reading.sentences:
        yield from _nominal_movements(reading, sentence)


@dataclass(frozen=True, slots=True)
class _Route:
    """From where to where a movement goes."""

    destinations: tuple[Argument, ...]
    origins: tuple[Argument, ...]
    via: Argument | None
    doubts: tuple[str, ...] = ()


# ---------------------------------------------------------------- verbs


def _clause_movements(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Fact | Candidate]:
    if not _has_sense(clause, sense):
        return
    clause = decide_clause(reading, clause, lambda t: reading.entity_at(t, *MOVERS) is not None)
    route = _find_route(reading, clause, sense)
    if route is None:
        return
    agent = None
    if sense.predicate == MOVED_SEAT:
        movers = _seat_holders(reading, clause)
    elif sense.about == "object":
        agents = [a for t in clause.subjects if (a := argument_at(reading, t, *MOVERS, EntityKind.POLITY))]
        agent = agents[0] if len(agents) == 1 == len(clause.subjects) else None
        movers = [m for t in clause.objects if (m := _carried(reading, clause, t, sense, agent)) is not None]
    else:
        movers = [m for t in clause.subjects if (m := _mover(reading, clause, t, sense, route)) is not None]
    for mover in movers:
        yield from _state_route(reading, clause, sense, mover, agent, route)


def _has_sense(clause: Clause, sense: VerbSense) -> bool:
    if sense.particle == "back" and any(t.lemma == "back" for t in clause.sentence.children(clause.verb)):
        return True
    if read_sense(clause, sense) is None:
        return False
    if sense.particle is None and clause.particle is not None:
        # "took over", "carried out" are other verbs.
        return clause.particle in (PARTICLES if sense.about == "subject" else {"back", "away", "out"})
    return True


def _find_route(reading: Reading, clause: Clause, sense: VerbSense) -> _Route | None:
    """The route of a clause in a sense; None where it lacks the place that the sense needs."""
    origins = _places(reading, clause, _objects_of(clause, *ORIGIN))
    via = _places(reading, clause, _objects_of(clause, *WAY))
    objects = _places(reading, clause, clause.objects)
    destinations: list[Argument] = []
    doubts: tuple[str, ...] = ()
    if sense.predicate in ARRIVING or sense.predicate == CROSSED:
        destinations = objects
        if not destinations:
            return None
    elif sense.preposition in FAMILIES:
        destinations = _destinations(reading, clause, sense)
        if not destinations:
            return None
    if sense.predicate in LEAVING:
        origins = objects or origins
        if objects and not _is_bare_leaving(reading, clause):
            return None
        doubts = _leaving_doubts(clause)
    elif sense.about == "subject" and sense.predicate not in (*ARRIVING, CROSSED) and _has_object(clause):
        return None
    if sense.preposition == "from" and (not origins or _place_before_origin(clause)):
        return None
    if sense.predicate in LEAVING and not destinations and not origins:
        return None
    if not destinations and not origins and sense.about == "subject" and _goes_elsewhere(clause):
        return None
    doubts = (*doubts, *_clause_doubts(clause, sense), *subject_doubts(clause))
    return _Route(tuple(destinations), tuple(origins), via[0] if len(via) == 1 else None, doubts)


def _phrases(clause: Clause) -> list[tuple[str, tuple[Token, ...]]]:
    """The prepositions of a clause with their objects, also those that the parser ties to an adverb (`fell
    back to Pell`, `marched north from Pell`) or to the exile that somebody went into."""
    sentence = clause.sentence
    holders = [t for t in sentence.children(clause.verb) if t.dependency == "advmod"]
    holders += [o for p in clause.prepositions if p.word == "into" for o in p.objects if o.lemma == "exile"]
    found = [(p.token.index, p.word, p.objects) for p in clause.prepositions]
    for holder in holders:
        for word, objects in find_prepositions(sentence, holder):
            names = tuple(o for o in objects if not is_date(o))
            if names and word.index > clause.verb.index:
                found.append((word.index, word.lemma, names))
    return [(word, objects) for _, word, objects in sorted(found, key=lambda f: f[0])]


def _objects_of(clause: Clause, *words: str) -> tuple[Token, ...]:
    return tuple(o for word, objects in _phrases(clause) if word in words for o in objects)


def _destinations(reading: Reading, clause: Clause, sense: VerbSense) -> list[Argument]:
    """The places of the first phrase that holds any (`arrived at Halvey in Velmora`: Halvey); of every
    phrase with `to`, which may follow each other."""
    found: list[Argument] = []
    for word, objects in _phrases(clause):
        if word in FAMILIES[sense.preposition or ""]:
            found += [p for p in _places(reading, clause, objects) if p not in found]
            if found and sense.preposition != "to":
                break
    return found


def _places(reading: Reading, clause: Clause, tokens: Sequence[Token]) -> list[Argument]:
    found: list[Argument] = []
    for token in tokens:
        place = _place_at(reading, clause.sentence, token)
        if place is None:
            continue
        between = reading.document.text[found[-1].span.end : place.span.start] if found else ""
        if between != ", " or token is not tokens[-1]:  # "to Halvey, Velmora" has one destination
            found.append(place)
    return found


def _place_at(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    """The place that a token names, or that a noun of settlement only introduces: `the town of Halvey`."""
    mention = reading.mention_at(token)
    if mention is not None and mention.form is MentionForm.DEMONYM:
        return None
    found = argument_at(reading, token, *PLACES)
    if found is not None or token.mask is not None or token.tag != "NN":
        return found
    named = find_of_objects(sentence, token)
    is_introduced = token.lemma in movement_words().settlements and len(named) == 1
    return argument_at(reading, named[0], *PLACES) if is_introduced else None


def _is_bare_leaving(reading: Reading, clause: Clause) -> bool:
    """Whether what is left is left behind, not left so: `left Pell open`, `left Pell in ruins`, `left Pell to
    Roe`."""
    for child in clause.sentence.children(clause.verb):
        if child.dependency in ("oprd", "acomp", "ccomp", "attr"):
            return False
        if child.dependency == "xcomp" and not _is_infinitive(clause.sentence, child):
            return False
    return not any(
        reading.entity_at(o, EntityKind.EVENT) is None for o in clause.objects_of("in", "under", "to", "at")
    )


def _is_infinitive(sentence: Sentence, verb: Token) -> bool:
    return any(t.tag == "TO" for t in sentence.children(verb))


def _has_object(clause: Clause) -> bool:
    return any(t.lemma not in DIRECTIONS for t in clause.objects)


def _goes_elsewhere(clause: Clause) -> bool:
    """Whether a retreat without a known place has another: `retreated from the talks`, `to his demands`."""
    words = {w for family in FAMILIES.values() for w in family} | {*ORIGIN, "behind"}
    return any(word in words for word, _ in _phrases(clause))


def _place_before_origin(clause: Clause) -> bool:
    """`arrived off an island, across the harbour from Pell`: not from Pell."""
    first, _ = next(iter(_phrases(clause)))
    return first not in ORIGIN


def _clause_doubts(clause: Clause, sense: VerbSense) -> Iterator[str]:
    sentence, verb = clause.sentence, clause.verb
    if sense.predicate in (*ARRIVING, "arrived") and _is_before(clause):
        yield "before arrival"
    if verb.dependency == "pcomp" and sentence.head(verb).lemma == "from" and clause.control is None:
        yield "kept from it"  # "blocked the Velmorans from coming to Pell"
    if clause.control is not None and clause.control.lemma == "purpose" and clause.parent is not None:
        inside = sentence.subtree(clause.parent)
        if verb.dependency == "acl" and not any(t in inside for t in clause.subjects):
            yield "infinitive of a noun"  # "approved a plan for the army to march on Pell"
    if any(t.text.lower() in OBJECTIVE for t in (*clause.subjects, *clause.objects)):
        yield "pronoun of an object"  # "abandoned Feld, forcing him to leave Pell"
    if len(clause.dates) > 1 and period_of(clause).end is not None:
        yield "two dates"  # "retreated on 4 May to Corrow until 6 June": a movement does not last


def _leaving_doubts(clause: Clause) -> tuple[str, ...]:
    return ("two senses",) if clause.objects and clause.objects_of("without") else ()


def _is_before(clause: Clause) -> bool:
    """Whether the clause is what somebody died or turned back before doing: `before reaching Pell`."""
    return clause.verb.dependency == "pcomp" and clause.sentence.head(clause.verb).lemma == "before"


# ---------------------------------------------------------------- who moves


def _mover(
    reading: Reading, clause: Clause, token: Token, sense: VerbSense, route: _Route
) -> Argument | None:
    found = argument_at(reading, token, *MOVERS)
    places = [reading.entities[a.reference.entity_id or ""] for a in (*route.destinations, *route.origins)]
    only_places = all(p.kind is EntityKind.PLACE for p in places)
    if found is not None:
        body = reading.entity_at(token, EntityKind.ORGANIZATION, EntityKind.GOVERNMENT)
        # "The party left the Union": a body leaves a state without a step.
        return None if body is not None and sense.predicate in LEAVING and not only_places else found
    state = argument_at(reading, token, EntityKind.POLITY)
    if state is not None:
        return state if sense.predicate in OF_STATES and only_places else None
    return _named_body(reading, clause.sentence, token)


def _named_body(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    """Nameless people who are told by whose they are: `Velmoran diplomats`."""
    if not _is_body(token) or token.mask is not None or _pronoun_before(sentence, token) is not None:
        return None
    span = noun_phrase_span(sentence, token)
    named = any(t.mask is not None and span.contains(t.span) for t in sentence.tokens)
    return literal_argument(reading, span) if named else None


def _carried(
    reading: Reading, clause: Clause, token: Token, sense: VerbSense, agent: Argument | None
) -> Argument | None:
    """Who is sent or taken; nameless people only where it is told by whom: `sent 400 men`."""
    people = (EntityKind.PERSON, EntityKind.GROUP)
    found = argument_at(reading, token, *(people if sense.predicate in OF_PEOPLE else MOVERS))
    if found is not None or token.mask is not None or not _is_body(token):
        return found
    named = _named_body(reading, clause.sentence, token)
    if named is not None or agent is None or clause.voice is not clause.voice.ACTIVE:
        return named
    span = noun_phrase_span(clause.sentence, token)
    holder = _pronoun_before(clause.sentence, token)
    return literal_argument(reading, span if holder is None else Span(holder.span.end + 1, span.end))


def _is_body(token: Token) -> bool:
    words = force_words()
    return token.lemma in words.bodies | words.members | movement_words().carried


def _pronoun_before(sentence: Sentence, token: Token) -> Token | None:
    holder = find_possessor(sentence, token)
    return holder if holder is not None and holder.tag == "PRP$" else None


def _seat_holders(reading: Reading, clause: Clause) -> list[Argument]:
    """Whose seat is moved: as the text says (`the seat of the council`), else that of who moves it."""
    seats = [t for t in clause.objects if t.mask is None and t.lemma in movement_words().seats]
    kinds = (*MOVERS, EntityKind.POLITY)
    if not seats:
        return []
    owner = None if _pronoun_before(clause.sentence, seats[0]) else find_possessor(clause.sentence, seats[0])
    holders = [*find_of_objects(clause.sentence, seats[0]), *([owner] if owner else [])] or clause.subjects
    return [a for t in holders if (a := argument_at(reading, t, *kinds)) is not None]


# ---------------------------------------------------------------- the rows


def _state_route(
    reading: Reading,
    clause: Clause,
    sense: VerbSense,
    mover: Argument,
    agent: Argument | None,
    route: _Route,
) -> Iterator[Fact | Candidate]:
    origins = route.origins if sense.predicate in LEAVING else route.origins[:1]
    for destination in route.destinations or (None,):
        for origin in origins or (None,):
            cells = tuple(_cells(destination, origin, route.via, agent))
            if mover.reference in [a.reference for _, a in cells]:
                continue
            yield state_fact(
                reading,
                clause_statement(
                    clause,
                    kind=KIND,
                    subject=mover,
                    predicate=sense.predicate,
                    object=destination,
                    place=origin,
                    cells=cells,
                    doubts=route.doubts,
                ),
            )


def _cells(
    destination: Argument | None, origin: Argument | None, via: Argument | None, agent: Argument | None
) -> Iterator[tuple[str, Argument]]:
    for column, argument in (("to", destination), ("from", origin), ("via", via), ("agent", agent)):
        if argument is not None:
            yield column, argument


# ---------------------------------------------------------------- nouns of movement


def _nominal_movements(reading: Reading, sentence: Sentence) -> Iterator[Fact | Candidate]:
    """`Roe's departure from Pell`, `the exile of Osk Feld to Drovia by the council`."""
    words = movement_words()
    triggers = {**words.acts, **words.ordeals}
    for event in find_nominal_events(sentence, reading.dates, reading.kind_at, frozenset(triggers)):
        is_ordeal = event.lemma in words.ordeals
        undergoing = event.of_objects or ((event.possessor,) if event.possessor is not None else ())
        tokens = undergoing if is_ordeal else (*undergoing, *event.by_objects, *event.modifiers)
        agents = event.by_objects if is_ordeal else ()
        route = _nominal_route(reading, event)
        if not route.destinations and not route.origins and not is_ordeal:
            continue
        for token in tokens:
            mover = argument_at(reading, token, *MOVERS)
            if mover is not None:
                agent = argument_at(reading, agents[0], *MOVERS, EntityKind.POLITY) if agents else None
                predicate = triggers[event.lemma]
                yield state_fact(reading, _nominal_statement(event, predicate, mover, agent, route))


def _nominal_route(reading: Reading, event: NominalEvent) -> _Route:
    found: dict[str, list[Argument]] = {"to": [], "from": []}
    phrases = [(p.word, p.objects) for p in event.prepositions]
    # "the arrival of Roe in Pell", where the parser ties Pell to Roe
    phrases += [(w.lemma, os) for o in event.of_objects for w, os in find_prepositions(event.sentence, o)]
    for word, objects in phrases:
        is_origin = word == "from"
        side = "from" if is_origin else "to" if word in ("to", "into", "in", "at") else None
        if side is not None and not found[side]:
            places = (_place_at(reading, event.sentence, o) for o in objects)
            found[side] = [p for p in places if p is not None]
    return _Route(tuple(found["to"][:1]), tuple(found["from"][:1]), None)


def _nominal_statement(
    event: NominalEvent, predicates: tuple[str, str], mover: Argument, agent: Argument | None, route: _Route
) -> Statement:
    destination, origin = next(iter(route.destinations), None), next(iter(route.origins), None)
    date = event.dates[0] if len(event.dates) == 1 else None
    cells = tuple(_cells(destination, origin, None, agent))
    spans = [mover.span, event.token.span, *(a.span for _, a in cells), *([date.span] if date else [])]
    return Statement(
        kind=KIND,
        subject=mover,
        predicate=predicates[0] if destination is not None else predicates[1],
        object=destination,
        place=origin,
        start=date.start if date else None,
        end=date.end if date else None,
        negated=event.negated,
        certainty=event.certainty,
        cells=cells,
        spans=(Span(min(s.start for s in spans), max(s.end for s in spans)),),
        doubts=(*event.doubts, *(("two dates",) if len(event.dates) > 1 else ())),
    )

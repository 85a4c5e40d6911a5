"""Movements: a person, a force or a government goes, or is sent, from a place to a place.

The subject is who moves, the object the destination, `place` the origin. Who is sent, exiled or taken is the
subject too, and who does that stands beside as `agent`. That somebody is sent to a place says nothing of an
arrival, so it has a predicate of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.grammar.antecedents import decide_clause
from pipeline.grammar.clause import Clause, Voice
from pipeline.grammar.events import read_sense, with_words
from pipeline.grammar.movers import (
    MOVERS,
    OF_STATES,
    find_carried,
    find_mover,
    find_mover_of_two,
    find_named_body,
    is_body,
    is_people,
    seat_holders,
)
from pipeline.grammar.nominals import NominalEvent, find_nominal_events
from pipeline.grammar.noun_phrases import (
    find_prepositions,
)
from pipeline.grammar.reading import Reading
from pipeline.grammar.results import exiled_people
from pipeline.grammar.routes import LEAVING, Route, find_home_route, find_route, place_at, route_doubts
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    clause_statement,
    literal_argument,
    state_fact,
)
from pipeline.lexicon.movements import movement_words
from pipeline.lexicon.verbs import VerbSense, verb_senses
from pipeline.model.date import DateMention
from pipeline.model.entity import EntityKind
from pipeline.model.fact import Candidate, Certainty, Fact
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

KIND = "movements"
MOVED_SEAT = "moved seat to"
# Nouns of movement that "in Pell" tells the place of, and not where they lead to.
INTO = frozenset({"advance", "march", "penetration", "incursion", "expedition", "raid"})
MEETING = frozenset({"oppose", "resist", "repel", "stop", "halt"})
# What one does in a direction, where no place is told.
HEADED = frozenset({"moved", "marched", "advanced", "retreated", "withdrew", "sailed", "moved towards"})
COMPASS = frozenset(
    {d + tail for d in ("north", "south", "east", "west") for tail in ("", "ward", "wards")}
    | {"northeast", "northwest", "southeast", "southwest", "inland"}
)
# "led the army to Pell": who leads moves too.
LEADING = "lead"
REFLEXIVE = frozenset({"himself", "herself", "themselves"})
TOGETHER = ("along", "alongside", "together")
PARTICLES = frozenset({"back", "away", "on", "up", "down", "over", "forward", "off", "north", "south"})


def movements(reading: Reading) -> Iterator[Fact | Candidate]:
    """Yield the movements that clauses and nouns of movement state."""
    for clause in reading.clauses:
        homeward = tuple(_homecomings(reading, clause))
        yield from homeward
        for sense in verb_senses(clause.lemma, KIND) if not homeward else ():
            found = tuple(_clause_movements(reading, clause, sense))
            yield from found
            if found:
                break  # The list has the fullest sense first.
        else:
            yield from _heading(reading, clause) if not homeward else ()
    for sentence in reading.sentences:
        yield from _nominal_movements(reading, sentence)
    for person, span in exiled_people(reading):
        yield state_fact(reading, Statement(KIND, person, "went into exile", spans=(span,)))


# ---------------------------------------------------------------- verbs


def _clause_movements(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Fact | Candidate]:
    if not _has_sense(clause, sense):
        return
    clause = decide_clause(reading, clause, lambda t: reading.entity_at(t, *MOVERS) is not None)
    leads = sense.lemma == LEADING
    if leads and clause.voice is Voice.PASSIVE:
        return
    route = find_route(reading, clause, sense, with_object=leads)
    if route is None or (leads and not _led(reading, clause)):
        return
    sense, route = _into_exile(reading, clause, sense, route)
    agent = None
    if sense.predicate == MOVED_SEAT:
        movers = seat_holders(reading, clause)
    elif sense.about == "object":
        agents = [a for t in clause.subjects if (a := argument_at(reading, t, *MOVERS, EntityKind.POLITY))]
        agent = agents[0] if len(agents) == 1 == len(clause.subjects) else None
        movers = [
            m for t in clause.objects if (m := find_carried(reading, clause, t, sense, agent)) is not None
        ]
    else:
        movers = [
            m for t in clause.subjects if (m := find_mover(reading, clause, t, sense, route)) is not None
        ]
    if leads:
        movers += _led_entities(reading, clause)
    is_told = bool(movers) or (sense.about == "object" and bool(clause.objects))
    for mover in (*movers, *(_companions(reading, clause) if is_told else ())):
        yield from _state_route(reading, clause, sense, mover, agent, route)


def _into_exile(reading: Reading, clause: Clause, sense: VerbSense, route: Route) -> tuple[VerbSense, Route]:
    """`was sent into exile in Drovia`, `exiled in Drovia`: to Drovia."""
    if sense.predicate != "exiled" or route.destinations:
        return sense, route
    abroad = find_route(reading, clause, replace(sense, preposition="in"))
    if abroad is None or not abroad.destinations:
        return sense, route
    return replace(sense, predicate="exiled to"), abroad


def _homecomings(reading: Reading, clause: Clause) -> Iterator[Fact | Candidate]:
    """`the Velmoran army went home`: to Velmora."""
    senses = (s for s in verb_senses(clause.lemma, KIND) if s.about == "subject" and s.preposition == "to")
    sense = next(senses, None)
    if sense is None or clause.voice is Voice.PASSIVE:
        return
    if sense.predicate == "moved" or clause.lemma == "come":
        sense = replace(sense, predicate="returned")
    for token in clause.subjects:
        route = find_home_route(reading, clause, sense, token)
        mover = find_mover(reading, clause, token, sense, route) if route is not None else None
        if is_people(reading, token):
            mover = literal_argument(reading, token.span)  # the Velmorans, not Velmora, went to Velmora
        if route is not None and mover is not None:
            yield from _state_route(reading, clause, sense, mover, None, route)


def _heading(reading: Reading, clause: Clause) -> Iterator[Fact | Candidate]:
    """`moved north`: of a movement without a goal, in which direction it went."""
    sense = next((s for s in verb_senses(clause.lemma, KIND) if s.predicate in HEADED), None)
    beside = [t for t in clause.sentence.children(clause.verb) if t.text in COMPASS]
    others = [t for t in clause.objects if t not in beside]
    if sense is None or len(beside) != 1 or others or clause.voice is Voice.PASSIVE:
        return
    if any(c.dependency in ("prep", "npadvmod", "cc") for c in clause.sentence.children(beside[0])):
        return  # "marched south of Pell", "10 miles north"
    route = Route((literal_argument(reading, beside[0].span),), (), None, route_doubts(clause, sense))
    for token in clause.subjects:
        mover = find_mover(reading, clause, token, sense, Route((), (), None))
        if mover is not None:
            heading = replace(sense, predicate="moved towards")
            yield from _state_route(reading, clause, heading, mover, None, route)


def _led(reading: Reading, clause: Clause) -> bool:
    """Whether what is led is a body of people: `led his army to Pell`; not `led a raid`."""
    return bool(clause.objects) and all(
        is_body(t) or reading.entity_at(t, EntityKind.UNIT, EntityKind.GROUP) is not None
        for t in clause.objects
    )


def _led_entities(reading: Reading, clause: Clause) -> list[Argument]:
    kinds = (EntityKind.UNIT, EntityKind.GROUP)
    return [a for t in clause.objects if (a := argument_at(reading, t, *kinds)) is not None]


def _companions(reading: Reading, clause: Clause) -> list[Argument]:
    """Who goes or is sent with somebody: `to Pell along with the Heron battalion`."""
    kinds = (EntityKind.PERSON, EntityKind.UNIT, EntityKind.GROUP)
    tokens = clause.objects_of(*TOGETHER)
    return [a for t in tokens if (a := argument_at(reading, t, *kinds)) is not None]


def _has_sense(clause: Clause, sense: VerbSense) -> bool:
    if sense.particle == "back" and any(t.lemma == "back" for t in clause.sentence.children(clause.verb)):
        return True
    if read_sense(clause, sense) is None:
        return False
    if sense.noun in REFLEXIVE and clause.complements:
        return False  # "established himself as regent in Pell"
    if sense.particle is None and clause.particle is not None:
        # "took over", "carried out" are other verbs.
        return clause.particle in (PARTICLES if sense.about == "subject" else {"back", "away", "out"})
    return True


# ---------------------------------------------------------------- the rows


def _state_route(
    reading: Reading,
    clause: Clause,
    sense: VerbSense,
    mover: Argument,
    agent: Argument | None,
    route: Route,
) -> Iterator[Fact | Candidate]:
    origins = route.origins if sense.predicate in LEAVING else route.origins[:1]
    for destination in route.destinations or (None,):
        for origin in origins or (None,):
            cells = tuple(_cells(destination, origin, route.via, agent))
            if mover.reference in [a.reference for _, a in cells]:
                continue
            statement = clause_statement(
                clause,
                kind=KIND,
                subject=mover,
                predicate=sense.predicate,
                object=destination,
                place=origin,
                cells=cells,
                doubts=route.doubts,
            )
            date = _date_of_departure(reading, clause, sense)
            if date is not None:
                spans = tuple(s.cover(date.span) for s in statement.spans)
                statement = replace(statement, start=date.start, spans=spans)
            yield state_fact(reading, with_words(statement, read_sense(clause, sense) or ()))


def _date_of_departure(reading: Reading, clause: Clause, sense: VerbSense) -> DateMention | None:
    """The date of `left Pell on 4 May, moving to Corrow`: whoever heads somewhere by leaving is on the way
    from that time on. None where the clause has a date of its own, or what it hangs on is no departure."""
    if clause.dates or sense.predicate not in HEADED or clause.verb.tag != "VBG" or clause.parent is None:
        return None
    above = next((c for c in reading.clauses if c.verb is clause.parent), None)
    if above is None or clause.verb.dependency != "advcl" or above.subjects != clause.subjects:
        return None
    is_leaving = any(s.predicate in LEAVING for s in verb_senses(above.lemma, KIND))
    dates = above.own_dates
    beside = {t.dependency for t in clause.sentence.children(clause.verb)}
    if not is_leaving or len(dates) != 1 or not beside.isdisjoint(("mark", "advmod", "aux")):
        return None
    is_point = dates[0].start is not None and dates[0].end is None and dates[0].modifier is None
    return dates[0] if is_point and dates[0].span.end < clause.verb.span.start else None


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
        only_places = all(_is_place(reading, a) for a in (*route.destinations, *route.origins))
        for token in tokens:
            mover = argument_at(reading, token, *MOVERS) or find_mover_of_two(
                reading, sentence, token, triggers[event.lemma][1]
            )
            if mover is None and only_places and triggers[event.lemma][1] in OF_STATES:
                mover = argument_at(reading, token, EntityKind.POLITY)  # "the Drovian retreat to Pell"
            mover = mover or find_named_body(reading, sentence, token) or _himself(reading, event, token)
            if mover is not None:
                agent = argument_at(reading, agents[0], *MOVERS, EntityKind.POLITY) if agents else None
                predicate = triggers[event.lemma]
                yield state_fact(reading, _nominal_statement(event, predicate, mover, agent, route))


def _himself(reading: Reading, event: NominalEvent, token: Token) -> Argument | None:
    """Feld in `after his retreat to Pell, Feld resigned`: of the subject of the clause, where the sentence
    speaks of no other person."""
    text = reading.quote(token.span).lower()
    clause = next((c for c in reading.clauses if _is_time_of(event, c)), None)
    if text not in ("his", "her") or clause is None:
        return None
    tokens = clause.objects if clause.voice is Voice.PASSIVE else clause.subjects
    found = argument_at(reading, tokens[0], EntityKind.PERSON) if len(tokens) == 1 else None
    others = [m for m in reading.mentions_in(event.sentence.span) if m.span != token.span]
    people = {m.entity_id for m in others if reading.entity_at(m.span, EntityKind.PERSON) is not None}
    unknown = any(m.entity_id is None for m in others)
    if found is None or people != {found.reference.entity_id} or unknown:
        return None
    return replace(found, span=token.span, rule="pronoun of the subject", is_inferred=True)


def _is_met(event: NominalEvent) -> bool:
    """Whether an advance is opposed by those whom it meets: then it took place."""
    return (
        event.lemma in INTO
        and event.parent is not None
        and event.parent.lemma in MEETING
        and event.certainty_reason == event.parent.span
    )


def _is_time_of(event: NominalEvent, clause: Clause) -> bool:
    """Whether a noun stands behind `after`, `before`, `upon` or the like in a clause."""
    if clause.sentence is not event.sentence:
        return False
    words = ("after", "before", "on", "upon", "following", "during", "since", "until")
    return any(p.word in words and event.token in p.objects for p in clause.prepositions)


def _is_place(reading: Reading, argument: Argument) -> bool:
    entity = reading.entities.get(argument.reference.entity_id or "")
    return entity is None or entity.kind is EntityKind.PLACE


def _nominal_route(reading: Reading, event: NominalEvent) -> Route:
    found: dict[str, list[Argument]] = {"to": [], "from": []}
    phrases = [(p.word, p.objects) for p in event.prepositions]
    # "the arrival of Roe in Pell", where the parser ties Pell to Roe
    people = (*event.of_objects, *event.by_objects)
    phrases += [(w.lemma, os) for o in people for w, os in find_prepositions(event.sentence, o)]
    if event.parent is not None and event.parent.lemma in MEETING:
        # "opposed the advance of the army into Velmora", where the parser ties Velmora to the opposing
        phrases += [(w.lemma, os) for w, os in find_prepositions(event.sentence, event.parent)]
    for word, objects in phrases:
        is_origin = word == "from"
        towards = ("to", "into", "towards", "on") if event.lemma in INTO else ("to", "into", "in", "at")
        side = "from" if is_origin else "to" if word in towards else None
        if side is not None and not found[side]:
            places = (place_at(reading, event.sentence, o) for o in objects)
            found[side] = [p for p in places if p is not None]
    return Route(tuple(found["to"][:1]), tuple(found["from"][:1]), None)


def _nominal_statement(
    event: NominalEvent, predicates: tuple[str, str], mover: Argument, agent: Argument | None, route: Route
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
        certainty=Certainty.ASSERTED if _is_met(event) else event.certainty,
        cells=cells,
        spans=(Span(min(s.start for s in spans), max(s.end for s in spans)),),
        doubts=(*event.doubts, *(("two dates",) if len(event.dates) > 1 else ())),
    )

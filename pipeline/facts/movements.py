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
from pipeline.grammar.nominals import NominalEvent, find_nominal_events
from pipeline.grammar.noun_phrases import (
    find_modifiers,
    find_numerals,
    find_of_objects,
    find_possessor,
    find_prepositions,
    is_date,
    noun_phrase_span,
)
from pipeline.grammar.reading import Reading
from pipeline.grammar.results import exiled_people
from pipeline.grammar.routes import LEAVING, Route, find_route, place_at, route_doubts
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
from pipeline.model.date import DateMention
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
MOVED_SEAT = "moved seat to"
# Of people only: a church or party that is banished is forbidden.
OF_PEOPLE = frozenset({"exiled to", "exiled", "deported to", "deported", "expelled"})
# What can be done to the forces of a people: "drove the Drovians out of Halvey".
OF_DRIVEN = frozenset({"driven from", "driven to"})
# What a state does through its forces, and with places only: "Drovia left the Union" is no movement.
OF_STATES = frozenset(
    {"entered", "reached", "crossed", "advanced", "marched", "retreated", "withdrew", "withdrew to", "landed"}
    | {"moved towards"}
)
# What its people do, in war, besides: "the Drovians left Halvey".
OF_PEOPLES = OF_STATES | {"left", "left for", "arrived", "moved", "returned", "sailed"}
# Where these have a state for their place, a people joins or quits it.
OF_PLACES = frozenset({"left", "left for", "entered", "returned", "withdrew"})
# Nouns of movement that "in Pell" tells the place of, and not where they lead to.
INTO = frozenset({"advance", "march", "penetration", "incursion", "expedition", "raid"})
# What one does in a direction, where no place is told.
HEADED = frozenset({"moved", "marched", "advanced", "retreated", "withdrew", "sailed", "moved towards"})
COMPASS = frozenset(
    {d + tail for d in ("north", "south", "east", "west") for tail in ("", "ward", "wards")}
    | {"northeast", "northwest", "southeast", "southwest", "inland"}
)
# "led the army to Pell": who leads moves too.
LEADING = "lead"
TOGETHER = ("along", "alongside", "together")
PARTICLES = frozenset({"back", "away", "on", "up", "down", "over", "forward", "off", "north", "south"})


def movements(reading: Reading) -> Iterator[Fact | Candidate]:
    """Yield the movements that clauses and nouns of movement state."""
    for clause in reading.clauses:
        for sense in verb_senses(clause.lemma, KIND):
            found = tuple(_clause_movements(reading, clause, sense))
            yield from found
            if found:
                break  # The list has the fullest sense first.
        else:
            yield from _heading(reading, clause)
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
    agent = None
    if sense.predicate == MOVED_SEAT:
        movers = _seat_holders(reading, clause)
    elif sense.about == "object":
        agents = [a for t in clause.subjects if (a := argument_at(reading, t, *MOVERS, EntityKind.POLITY))]
        agent = agents[0] if len(agents) == 1 == len(clause.subjects) else None
        movers = [m for t in clause.objects if (m := _carried(reading, clause, t, sense, agent)) is not None]
    else:
        movers = [m for t in clause.subjects if (m := _mover(reading, clause, t, sense, route)) is not None]
    if leads:
        movers += _led_entities(reading, clause)
    is_told = bool(movers) or (sense.about == "object" and bool(clause.objects))
    for mover in (*movers, *(_companions(reading, clause) if is_told else ())):
        yield from _state_route(reading, clause, sense, mover, agent, route)


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
        mover = _mover(reading, clause, token, sense, Route((), (), None))
        if mover is not None:
            heading = replace(sense, predicate="moved towards")
            yield from _state_route(reading, clause, heading, mover, None, route)


def _led(reading: Reading, clause: Clause) -> bool:
    """Whether what is led is a body of people: `led his army to Pell`; not `led a raid`."""
    return bool(clause.objects) and all(
        _is_body(t) or reading.entity_at(t, EntityKind.UNIT, EntityKind.GROUP) is not None
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
    if sense.particle is None and clause.particle is not None:
        # "took over", "carried out" are other verbs.
        return clause.particle in (PARTICLES if sense.about == "subject" else {"back", "away", "out"})
    return True


# ---------------------------------------------------------------- who moves


def _mover(reading: Reading, clause: Clause, token: Token, sense: VerbSense, route: Route) -> Argument | None:
    found = argument_at(reading, token, *MOVERS)
    places = [reading.entities[a.reference.entity_id or ""] for a in (*route.destinations, *route.origins)]
    only_places = all(p.kind is EntityKind.PLACE for p in places)
    if found is not None:
        body = reading.entity_at(token, EntityKind.ORGANIZATION, EntityKind.GOVERNMENT)
        # "The party left the Union": a body leaves a state without a step.
        return None if body is not None and sense.predicate in LEAVING and not only_places else found
    state = argument_at(reading, token, EntityKind.POLITY)
    if state is not None and sense.predicate in OF_PEOPLES and _is_people(reading, token):
        whole = not find_modifiers(clause.sentence, token)  # "many Drovians"
        return state if whole and (only_places or sense.predicate not in OF_PLACES) else None
    if state is not None:
        return state if sense.predicate in OF_STATES and only_places else None
    named = _named_body(reading, clause.sentence, token)
    return named if named is not None or not places else _counted_body(reading, clause.sentence, token)


def _is_people(reading: Reading, token: Token) -> bool:
    """Whether a state is spoken of by its people: `the Drovians`."""
    mention = reading.mention_at(token)
    return mention is not None and mention.form is MentionForm.DEMONYM


def _named_body(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    """Nameless people who are told by whose they are: `Velmoran envoys`, `regiments of the Velmoran Army`."""
    if not _is_body(token) or token.mask is not None or _pronoun_before(sentence, token) is not None:
        return None
    for with_of in (False, True):
        span = noun_phrase_span(sentence, token, with_of=with_of)
        if any(t.mask is not None and not is_date(t) and span.contains(t.span) for t in sentence.tokens):
            return literal_argument(reading, span)
    return None


def _counted_body(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    """Nameless people who are told by their number: `4,000 settlers`."""
    if not _is_body(token) or not find_numerals(sentence, token) or token.tag != "NNS":
        return None
    return literal_argument(reading, noun_phrase_span(sentence, token))


def _carried(
    reading: Reading, clause: Clause, token: Token, sense: VerbSense, agent: Argument | None
) -> Argument | None:
    """Who is sent or taken; nameless people only where it is told by whom: `sent 400 men`."""
    people = (EntityKind.PERSON, EntityKind.GROUP)
    found = argument_at(reading, token, *(people if sense.predicate in OF_PEOPLE else MOVERS))
    if found is None and sense.predicate in OF_DRIVEN and _is_people(reading, token):
        return argument_at(reading, token, EntityKind.POLITY)
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
    holders = [*find_of_objects(clause.sentence, seats[0]), *([owner] if owner else [])]
    holders = holders or [t for t in find_modifiers(clause.sentence, seats[0]) if t.mask is not None]
    holders = holders or list(clause.subjects)
    return [a for t in holders if (a := argument_at(reading, t, *kinds)) is not None]


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
            mover = argument_at(reading, token, *MOVERS)
            if mover is None and only_places and triggers[event.lemma][1] in OF_STATES:
                mover = argument_at(reading, token, EntityKind.POLITY)  # "the Drovian retreat to Pell"
            mover = mover or _named_body(reading, sentence, token)
            if mover is not None:
                agent = argument_at(reading, agents[0], *MOVERS, EntityKind.POLITY) if agents else None
                predicate = triggers[event.lemma]
                yield state_fact(reading, _nominal_statement(event, predicate, mover, agent, route))


def _is_place(reading: Reading, argument: Argument) -> bool:
    return reading.entities[argument.reference.entity_id or ""].kind is EntityKind.PLACE


def _nominal_route(reading: Reading, event: NominalEvent) -> Route:
    found: dict[str, list[Argument]] = {"to": [], "from": []}
    phrases = [(p.word, p.objects) for p in event.prepositions]
    # "the arrival of Roe in Pell", where the parser ties Pell to Roe
    phrases += [(w.lemma, os) for o in event.of_objects for w, os in find_prepositions(event.sentence, o)]
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
        certainty=event.certainty,
        cells=cells,
        spans=(Span(min(s.start for s in spans), max(s.end for s in spans)),),
        doubts=(*event.doubts, *(("two dates",) if len(event.dates) > 1 else ())),
    )

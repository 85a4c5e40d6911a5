"""A clause of movement in, from where to where it leads out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.grammar.attachment import period_of
from pipeline.grammar.clause import Clause
from pipeline.grammar.crossings import subject_doubts
from pipeline.grammar.lands import find_described_land
from pipeline.grammar.noun_phrases import (
    find_modifiers,
    find_of_objects,
    find_possessor,
    find_prepositions,
    is_date,
    noun_phrase_span,
    preposition_objects,
)
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, argument_at, literal_argument
from pipeline.lexicon.movements import movement_words
from pipeline.lexicon.verbs import VerbSense
from pipeline.model.entity import EntityKind, MentionForm
from pipeline.model.fact import Certainty
from pipeline.model.syntax import Sentence, Token

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
EXILED = "went into exile"
FROM_EXILE = "returned from exile"
# "withdrew north-west to Corrow": no object, though the parser takes it for one.
DIRECTIONS = frozenset(
    {"north", "south", "east", "west", "home", "inland", "northeast", "northwest", "southeast", "southwest"}
)
# Of somebody who is sent with a task, or "an ambassador to Drovia".
SENDING = frozenset({"send", "dispatch", "despatch", "take", "lead"})
OBJECTIVE = frozenset({"him", "her", "them"})
_AND_LATER = re.compile(r",? and (?:later|then|finally|eventually|afterwards) \Z")


@dataclass(frozen=True, slots=True)
class Route:
    """From where to where a movement goes."""

    destinations: tuple[Argument, ...]
    origins: tuple[Argument, ...]
    via: Argument | None
    doubts: tuple[str, ...] = ()


def find_route(
    reading: Reading, clause: Clause, sense: VerbSense, *, with_object: bool = False
) -> Route | None:
    """Return the route of a clause in a sense; None where it lacks the place that the sense needs.
    `with_object` where the clause may have an object that moves along: `led the army to Pell`."""
    origins = _places(reading, clause, _objects_of(clause, *ORIGIN))
    via = _places(reading, clause, _objects_of(clause, *WAY))
    objects = _places(reading, clause, clause.objects)
    destinations: list[Argument] = []
    doubts: tuple[str, ...] = ()
    if (sense.predicate in ARRIVING and sense.preposition is None) or sense.predicate == CROSSED:
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
    elif (
        sense.about == "subject"
        and sense.predicate not in (*ARRIVING, CROSSED)
        and _has_object(clause, sense)
        and not with_object
    ):
        return None
    if sense.predicate == FROM_EXILE:
        # "returned from exile in Drovia to Pell", or without either
        origins, destinations = _abroad(reading, clause), _places(reading, clause, _objects_of(clause, "to"))
        return Route(tuple(destinations), tuple(origins), None, route_doubts(clause, sense))
    if sense.preposition == "from" and (not origins or _place_before_origin(clause)):
        return None
    if sense.predicate in LEAVING and not destinations and not origins:
        return None
    if not destinations and not origins and sense.about == "subject" and _goes_elsewhere(clause):
        return Route((), (), None) if sense.predicate == EXILED else None
    doubts = (*doubts, *route_doubts(clause, sense))
    return Route(tuple(destinations), tuple(origins), via[0] if len(via) == 1 else None, doubts)


def _abroad(reading: Reading, clause: Clause) -> list[Argument]:
    """Drovia in `returned from exile in Drovia`."""
    exiles = [o for o in clause.objects_of("from") if o.mask is None and o.lemma == "exile"]
    phrases = [f for o in exiles for f in find_prepositions(clause.sentence, o)]
    return _places(reading, clause, [o for word, objects in phrases if word.lemma == "in" for o in objects])


def _phrases(clause: Clause) -> list[tuple[str, tuple[Token, ...]]]:
    """The prepositions of a clause with their objects, also those that the parser ties to an adverb (`fell
    back to Pell`, `marched north from Pell`), to the exile that somebody went into, or to what somebody was
    sent as (`sent Feld as envoy to Pell`)."""
    sentence = clause.sentence
    holders = [t for t in sentence.children(clause.verb) if t.dependency == "advmod"]
    into = [p for p in clause.prepositions if p.word in ("into", "in", "from")]
    holders += [o for p in into for o in p.objects if o.mask is None and o.lemma == "exile"]
    holders += [o for o in clause.objects if o.mask is None and o.lemma == "way"]
    if clause.lemma in SENDING:
        holders += [c.token for c in clause.complements if c.word == "as"]
        holders += [o for o in clause.objects if o.mask is None and o.lemma in movement_words().carried]
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
    return [*found, *_later_destinations(reading, clause, found)]


def _later_destinations(reading: Reading, clause: Clause, found: list[Argument]) -> Iterator[Argument]:
    """`left for Corrow and later Pell`, where the parser ties Pell to the verb."""
    for token in clause.sentence.children(clause.verb) if found else ():
        place = place_at(reading, clause.sentence, token) if token.dependency == "conj" else None
        if place is None or place.span.start < found[-1].span.end:
            continue
        if _AND_LATER.fullmatch(reading.document.text[found[-1].span.end : place.span.start]):
            yield place


def _places(reading: Reading, clause: Clause, tokens: Sequence[Token]) -> list[Argument]:
    found: list[Argument] = []
    for token in tokens:
        place = place_at(reading, clause.sentence, token)
        if place is None:
            continue
        between = reading.document.text[found[-1].span.end : place.span.start] if found else ""
        if between != ", " or token is not tokens[-1]:  # "to Halvey, Velmora" has one destination
            found.append(place)
    return found


def place_at(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    """Return the place that a token names, or that a noun of settlement only introduces (`the town of
    Halvey`), or that a bare `the town` means. None for no place, and for a people."""
    mention = reading.mention_at(token)
    if mention is not None and mention.form is MentionForm.DEMONYM:
        return None
    found = argument_at(reading, token, *PLACES)
    if found is not None or token.mask is not None or token.tag != "NN":
        return found
    named = find_of_objects(sentence, token)
    if not named and token.lemma in movement_words().soils:
        return _soil_of(reading, sentence, token)
    if not named and token.lemma in movement_words().quarters:
        return _place_of_quarters(reading, sentence, token)
    if not named:
        return find_described_land(reading, sentence, token)
    is_introduced = token.lemma in movement_words().settlements and len(named) == 1
    return argument_at(reading, named[0], *PLACES) if is_introduced else None


def _soil_of(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    """`Velmoran territory` is Velmora; the territory of a people is told in words."""
    whose = [m for m in find_modifiers(sentence, token) if reading.mention_at(m) is not None]
    span = noun_phrase_span(sentence, token)
    if len(whose) != 1 or span.start != whose[0].span.start:
        return None
    state = argument_at(reading, whose[0], EntityKind.POLITY)
    if state is not None:
        return replace(state, span=span, rule="territory of the state")
    entity = reading.entity_at(whose[0])
    is_people = entity is None or entity.kind is EntityKind.GROUP
    return literal_argument(reading, span) if is_people and whose[0].mask is not None else None


def _place_of_quarters(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    """Halvey in `his camp at Halvey`."""
    following = sentence.tokens[token.index + 1 : token.index + 2]  # whatever the parser ties it to
    named = [o for w in following if w.lemma in ("at", "in") for o in preposition_objects(sentence, w)]
    return argument_at(reading, named[0], *PLACES) if len(named) == 1 else None


# ---------------------------------------------------------------- home


def find_home_route(reading: Reading, clause: Clause, sense: VerbSense, token: Token) -> Route | None:
    """Return the route of `the Velmoran army returned home` or `to its homeland`: to the state whose name the
    army bears. None where the clause tells of no way home, or where no state is told."""
    word = _home_word(clause)
    home = _own_state(reading, clause.sentence, token) if word is not None else None
    if word is None or home is None:
        return None
    destination = Argument(home.reference, word.span, "own country", is_inferred=True)
    origins = _places(reading, clause, _objects_of(clause, *ORIGIN))
    return Route((destination,), tuple(origins), None, route_doubts(clause, sense))


def _home_word(clause: Clause) -> Token | None:
    """`home` beside the verb, or what is called so behind `to`; of a `country` only one's own."""
    sentence = clause.sentence
    for child in sentence.children(clause.verb):
        is_beside = (
            child.dependency in ("advmod", "dobj", "npadvmod", "prt") and child.index > clause.verb.index
        )
        if child.text == "home" and is_beside and not any(True for _ in sentence.children(child)):
            return child
    for token in clause.objects_of("to", "for", "into"):
        holder = find_possessor(sentence, token)
        is_own = holder is not None and holder.text.lower() in ("its", "their")
        beside = [t for t in sentence.children(token) if t is not holder and t.lemma != "own"]
        if token.mask is None and token.lemma in movement_words().homes and is_own and not beside:
            return token
    return None


def _own_state(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    """The state of a people (`the Velmorans`), or that a body of people has in its name: `the Velmoran army`,
    `the Velmoran Third Army`."""
    mention = reading.mention_at(token)
    if mention is not None and mention.form is MentionForm.PRONOUN:
        return None
    if reading.entity_at(token, EntityKind.PERSON) is not None:
        return None
    span = noun_phrase_span(sentence, token)
    if mention is not None:
        span = span.cover(mention.span)
    found = [m for m in reading.mentions_in(span) if m.form is MentionForm.DEMONYM]
    if len(found) != 1:
        return None
    return argument_at(reading, found[0].span, EntityKind.POLITY)


# ---------------------------------------------------------------- doubts


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


def _has_object(clause: Clause, sense: VerbSense) -> bool:
    return any(t.lemma not in (*DIRECTIONS, sense.noun) for t in clause.objects)


def _goes_elsewhere(clause: Clause) -> bool:
    """Whether a retreat without a known place has another: `retreated from the talks`, `to his demands`."""
    words = {w for family in FAMILIES.values() for w in family} | {*ORIGIN, "behind"}
    return any(word in words for word, _ in _phrases(clause))


def _place_before_origin(clause: Clause) -> bool:
    """`arrived off an island, across the harbour from Pell`: not from Pell."""
    first, _ = next(iter(_phrases(clause)))
    return first not in ORIGIN


def route_doubts(clause: Clause, sense: VerbSense) -> tuple[str, ...]:
    """Return the gates that a clause fails that tells of a movement."""
    return (*_clause_doubts(clause, sense), *subject_doubts(clause))


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
    above = clause.parent
    is_aside = verb.dependency == "advcl" and verb.tag == "VBG" and above is not None and above.tag == "VB"
    if is_aside and clause.certainty is Certainty.PLANNED:
        yield "participle of a plan"  # "decided to strike, crossing the river at night": that was done
    if any(t.text.lower() in OBJECTIVE for t in (*clause.subjects, *clause.objects)):
        yield "pronoun of an object"  # "abandoned Feld, forcing him to leave Pell"
    if len(clause.dates) > 1 and period_of(clause).end is not None:
        yield "two dates"  # "retreated on 4 May to Corrow until 6 June": a movement does not last


def _leaving_doubts(clause: Clause) -> tuple[str, ...]:
    return ("two senses",) if clause.objects and clause.objects_of("without") else ()


def _is_before(clause: Clause) -> bool:
    """Whether the clause is what somebody died or turned back before doing: `before reaching Pell`."""
    return clause.verb.dependency == "pcomp" and clause.sentence.head(clause.verb).lemma == "before"

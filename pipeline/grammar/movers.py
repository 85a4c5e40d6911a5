"""A clause of movement in a sense and a noun of it in, who moves or is moved out."""

from __future__ import annotations

from dataclasses import replace

from pipeline.grammar.antecedents import find_one_of_two
from pipeline.grammar.clause import Clause
from pipeline.grammar.counted_forces import force_of
from pipeline.grammar.leaders import leaders_after
from pipeline.grammar.noun_phrases import (
    find_modifiers,
    find_numerals,
    find_of_objects,
    find_possessor,
    is_date,
    list_head,
    noun_phrase_span,
)
from pipeline.grammar.reading import Reading
from pipeline.grammar.routes import LEAVING, Route
from pipeline.grammar.statement import Argument, argument_at, entity_argument, literal_argument
from pipeline.lexicon.forces import force_words
from pipeline.lexicon.movements import movement_words
from pipeline.lexicon.verbs import VerbSense
from pipeline.model.entity import EntityKind, MentionForm
from pipeline.model.fact import Reference
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

MOVERS = (
    EntityKind.PERSON,
    EntityKind.GROUP,
    EntityKind.UNIT,
    EntityKind.ORGANIZATION,
    EntityKind.GOVERNMENT,
)
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


def find_mover(
    reading: Reading, clause: Clause, token: Token, sense: VerbSense, route: Route
) -> Argument | None:
    """Return who moves, by the subject of a verb of movement; None where he is not told, or where such a
    thing does not move in that sense."""
    found = argument_at(reading, token, *MOVERS) or find_mover_of_two(
        reading, clause.sentence, token, sense.predicate
    )
    places = [
        reading.entities.get(a.reference.entity_id or "") for a in (*route.destinations, *route.origins)
    ]
    only_places = all(p is None or p.kind is EntityKind.PLACE for p in places)
    if found is not None:
        body = reading.entity_at(token, EntityKind.ORGANIZATION, EntityKind.GOVERNMENT)
        # "The party left the Union": a body leaves a state without a step.
        return None if body is not None and sense.predicate in LEAVING and not only_places else found
    state = argument_at(reading, token, EntityKind.POLITY)
    if state is not None and sense.predicate in OF_PEOPLES and is_people(reading, token):
        whole = not find_modifiers(clause.sentence, token)  # "many Drovians"
        return state if whole and (only_places or sense.predicate not in OF_PLACES) else None
    if state is not None:
        return state if sense.predicate in OF_STATES and only_places else None
    named = find_named_body(reading, clause.sentence, token) or _led_body(reading, clause.sentence, token)
    return named if named is not None or not places else _counted_body(reading, clause.sentence, token)


def _led_body(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    """Return the force of Feld for `a relief column of 300 men commanded by Feld`, which nothing else names;
    None for any other noun."""
    if token.mask is not None or token.lemma not in force_words().bodies or token.tag != "NN":
        return None
    leaders = leaders_after(reading, sentence, token)
    is_told = reading.mention_at(token) is not None or leaders is None or len(leaders.persons) != 1
    if is_told or leaders is None:
        return None
    return replace(force_of(leaders.persons[0]), span=token.span.cover(leaders.span))


def find_mover_of_two(reading: Reading, sentence: Sentence, token: Token, predicate: str) -> Argument | None:
    """Return who `the former` or `the latter` is; None where the token is neither, or they are not two."""
    kinds = (EntityKind.PERSON,) if predicate in OF_PEOPLE else MOVERS
    meant = find_one_of_two(reading, sentence, token, kinds)
    if meant is None:
        return None
    return replace(entity_argument(reading, meant, token.span, "one of two"), is_inferred=True)


def is_people(reading: Reading, token: Token) -> bool:
    """Say whether a state is spoken of by its people: `the Drovians`."""
    mention = reading.mention_at(token)
    return mention is not None and mention.form is MentionForm.DEMONYM


def find_named_body(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    """Return nameless people who are told by whose they are: `Velmoran envoys`, `regiments of the Velmoran
    Army`, the settlers of `Velmoran soldiers and settlers`. None for others."""
    if not is_body(token) or token.mask is not None or _pronoun_before(sentence, token) is not None:
        return None
    for with_of in (False, True):
        span = noun_phrase_span(sentence, token, with_of=with_of)
        if any(t.mask is not None and not is_date(t) and span.contains(t.span) for t in sentence.tokens):
            return literal_argument(reading, span)
    return _with_shared_adjective(reading, sentence, token)


def _with_shared_adjective(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    """The settlers of `Velmoran soldiers and settlers`: the adjective before the first is of all."""
    first = list_head(sentence, token)
    if first is token or token.tag != "NNS" or any(True for _ in sentence.children(token)):
        return None
    before = find_modifiers(sentence, first)
    whose = [m for m in before if reading.entity_at(m, EntityKind.POLITY) is not None]
    is_known = is_body(first) or reading.entity_at(first, *MOVERS) is not None
    if (
        not is_known
        or not is_body(token)
        or len(whose) != 1
        or sentence.tokens[token.index - 1].lemma not in ("and", "or")
    ):
        return None
    span = whose[0].span.cover(token.span)
    value = f"{reading.quote(whose[0].span)} {reading.quote(token.span)}"
    return Argument(Reference(value, None), span, "adjective of the whole list")


def _counted_body(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    """Nameless people who are told by their number: `4,000 settlers`, `some forty settlers`."""
    is_counted = find_numerals(sentence, token) or any(c.tag == "CD" for c in sentence.children(token))
    if not is_body(token) or not is_counted or token.tag != "NNS":
        return None
    is_rough = any(c.text.lower() == "some" for c in sentence.children(token))
    return literal_argument(reading, noun_phrase_span(sentence, token, with_determiner=is_rough))


def find_carried(
    reading: Reading, clause: Clause, token: Token, sense: VerbSense, agent: Argument | None
) -> Argument | None:
    """Return who is sent or taken; nameless people, and goods that are sent, only where it is told by whom:
    `sent 400 men`. None for others."""
    people = (EntityKind.PERSON, EntityKind.GROUP)
    found = argument_at(reading, token, *(people if sense.predicate in OF_PEOPLE else MOVERS))
    if found is None and sense.predicate in OF_DRIVEN and is_people(reading, token):
        return argument_at(reading, token, EntityKind.POLITY)
    is_goods = sense.predicate == "sent to" and token.lemma in movement_words().goods
    if found is not None or token.mask is not None or not (is_body(token) or is_goods):
        return found
    named = find_named_body(reading, clause.sentence, token)
    if named is not None or agent is None or clause.voice is not clause.voice.ACTIVE:
        return named
    span = noun_phrase_span(clause.sentence, token)
    holder = _pronoun_before(clause.sentence, token)
    return literal_argument(reading, span if holder is None else Span(holder.span.end + 1, span.end))


def is_body(token: Token) -> bool:
    """Say whether a noun is one of people who move or are moved: `army`, `envoy`, `ship`."""
    words = force_words()
    return token.lemma in words.bodies | words.members | movement_words().carried


def _pronoun_before(sentence: Sentence, token: Token) -> Token | None:
    holder = find_possessor(sentence, token)
    return holder if holder is not None and holder.tag == "PRP$" else None


def seat_holders(reading: Reading, clause: Clause) -> list[Argument]:
    """Return whose seat is moved: as the text says (`the seat of the council`), else that of who moves it."""
    seats = [t for t in clause.objects if t.mask is None and t.lemma in movement_words().seats]
    kinds = (*MOVERS, EntityKind.POLITY)
    if not seats:
        return []
    owner = None if _pronoun_before(clause.sentence, seats[0]) else find_possessor(clause.sentence, seats[0])
    holders = [*find_of_objects(clause.sentence, seats[0]), *([owner] if owner else [])]
    holders = holders or [t for t in find_modifiers(clause.sentence, seats[0]) if t.mask is not None]
    holders = holders or list(clause.subjects)
    return [a for t in holders if (a := argument_at(reading, t, *kinds)) is not None]

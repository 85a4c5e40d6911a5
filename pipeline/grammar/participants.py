"""A token in, who takes part there and in which role, out: entities that can act, states by their forces,
bodies of a people."""

from __future__ import annotations

from pipeline.grammar.clause import Clause
from pipeline.grammar.events import event_at, it_event, read_head_noun
from pipeline.grammar.noun_phrases import find_modifiers, find_of_objects, noun_phrase_span
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, Statement, argument_at, literal_argument
from pipeline.lexicon.events import event_words
from pipeline.lexicon.words import nouns
from pipeline.model.entity import Entity, EntityKind
from pipeline.model.span import Span
from pipeline.model.syntax import MaskKind, Sentence, Token

KIND = "participations"
PARTICIPANTS = (
    EntityKind.PERSON,
    EntityKind.POLITY,
    EntityKind.GOVERNMENT,
    EntityKind.ORGANIZATION,
    EntityKind.UNIT,
    EntityKind.GROUP,
)
# Whose forces a participant can be said to be.
OWNERS = (EntityKind.POLITY, EntityKind.GOVERNMENT, EntityKind.ORGANIZATION)
_SIGNED = (EntityKind.AGREEMENT, EntityKind.WORK)


def participants_at(reading: Reading, sentence: Sentence, token: Token) -> tuple[Argument, ...]:
    """Return who a token stands for: an entity that can act; the states whose `forces` it says they are; or
    a body of people that is told by whose it is (`Velmoran troops`), in the words of the text. Empty for any
    other."""
    found = argument_at(reading, token, *PARTICIPANTS)
    if found is not None:
        return (found,)
    if token.mask is not None or token.text.lower() not in nouns().groups | event_words().alliances:
        return ()
    owners = [argument_at(reading, o, *OWNERS) for o in find_of_objects(sentence, token)]
    if owners:
        return tuple(a for a in owners if a is not None)
    inside = [t for t in sentence.tokens if noun_phrase_span(sentence, token).contains(t.span)]
    plain = not any(t.tag == "CD" or t.dependency == "poss" for t in inside)
    named = any(
        m.mask is not None and m.mask.kind in (MaskKind.DEMONYM, MaskKind.NAME)
        for m in find_modifiers(sentence, token)
    )
    is_group = token.text.lower() in nouns().groups
    return (literal_argument(reading, _named_part(sentence, token)),) if named and plain and is_group else ()


def _named_part(sentence: Sentence, token: Token) -> Span:
    """`Velmoran troops` of `the weary Velmoran troops`."""
    span = noun_phrase_span(sentence, token)
    names = [t.span.start for t in sentence.tokens if t.mask is not None and span.contains(t.span)]
    return Span(min(names, default=span.start), span.end)


def thing_at(reading: Reading, clause: Clause, token: Token, role: str) -> Argument | None:
    """Return the event that a token of a clause stands for, of a signatory or negotiator the agreement; None
    for any other."""
    if role in ("signatory", "negotiator"):
        return event_at(reading, token, *_SIGNED) or it_event(reading, clause, token, *_SIGNED)
    return event_at(reading, token) or it_event(reading, clause, token)


def role_of(reading: Reading, member: Argument, role: str) -> str:
    """Return the role that `member` can have: a single person is no party to a war, but takes part in it."""
    entity = reading.entities.get(member.reference.entity_id or "")
    is_person = entity is not None and entity.kind is EntityKind.PERSON
    return "participant" if role == "belligerent" and is_person else role


def role_in(reading: Reading, member: Argument, role: str, event: Argument) -> str:
    """Return the role that `member` can have in `event`: who starts a rising leads it."""
    noun = read_head_noun(entity_of(reading, event))
    is_rising = noun is not None and noun[0] in event_words().uprisings
    return "leader" if role == "belligerent" and is_rising else role_of(reading, member, role)


def fitting_role(reading: Reading, told: Statement) -> str:
    """Return the role of a statement as its event can have it: nobody is a belligerent of talks, nor of what
    its name does not tell to be a fight (`a campaign known as the Renewal`)."""
    entity = reading.entities.get((told.object or told.subject).reference.entity_id or "")
    noun = read_head_noun(entity) if entity is not None else None
    if entity is None or entity.kind is not EntityKind.EVENT or told.predicate != "belligerent":
        return told.predicate
    # "attack against Pell" has no noun that names an event, and is a fight.
    is_fight = noun[0] not in event_words().peaceful if noun is not None else entity.name[0].islower()
    return told.predicate if is_fight else "participant"


def entity_of(reading: Reading, argument: Argument) -> Entity:
    """Return the entity that an argument refers to; raises KeyError for a literal one."""
    return reading.entities[argument.reference.entity_id or ""]

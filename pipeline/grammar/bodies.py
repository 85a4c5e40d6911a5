"""A token in, the military body or other actor that it stands for out, by name or in words of the text."""

from __future__ import annotations

from pipeline.grammar.noun_phrases import (
    find_modifiers,
    find_numerals,
    find_of_objects,
    find_possessor,
    noun_phrase_span,
)
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, argument_at, literal_argument
from pipeline.lexicon.forces import force_words
from pipeline.lexicon.words import nouns
from pipeline.model.entity import Entity, EntityKind
from pipeline.model.span import Span
from pipeline.model.syntax import MaskKind, Sentence, Token

ACTORS = (
    EntityKind.PERSON,
    EntityKind.POLITY,
    EntityKind.GOVERNMENT,
    EntityKind.ORGANIZATION,
    EntityKind.UNIT,
    EntityKind.GROUP,
)
_LED = frozenset({"command", "lead", "head"})
# Whose forces a body can be said to be.
_OWNERS = (
    EntityKind.POLITY,
    EntityKind.GOVERNMENT,
    EntityKind.ORGANIZATION,
    EntityKind.GROUP,
    EntityKind.UNIT,
)


def is_force(entity: Entity) -> bool:
    """Say whether an entity is a military body, by its kind, or by the nouns of its name."""
    if entity.kind is EntityKind.UNIT:
        return True
    words = entity.name.lower().replace("-", " ").split()
    known = force_words().bodies | force_words().members
    return entity.kind in (EntityKind.ORGANIZATION, EntityKind.GROUP) and any(
        word in known or word.removesuffix("s") in known for word in words
    )


def force_at(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    """Return the military body that a token stands for: an entity, or a phrase that says which one it is by
    a name, a people, a holder or a number (`two infantry battalions`). None for any other."""
    entity = reading.entity_at(token)
    found = argument_at(reading, token)
    if entity is not None and found is not None and found.span.end == token.span.end:
        return found if is_force(entity) else None
    if not is_body(token):
        return None
    span = _identified_span(reading, sentence, token)
    return literal_argument(reading, span) if span is not None else None


def is_body(token: Token) -> bool:
    """Say whether a token is a common noun of a military body."""
    return token.mask is None and token.lemma.lower() in force_words().bodies and token.tag.startswith("NN")


def _identified_span(reading: Reading, sentence: Sentence, token: Token) -> Span | None:
    holder = find_possessor(sentence, token)
    if holder is not None:
        named = holder.mask is not None and argument_at(reading, holder, *ACTORS) is not None
        # "its Velmoran garrison" is named by the people; whose it is, is not said in words that stand alone.
        return noun_phrase_span(sentence, token) if named else None
    span = noun_phrase_span(sentence, token)
    modifiers = [m for m in find_modifiers(sentence, token) if span.contains(m.span)]
    named = any(_is_name(reading, m) for m in modifiers)
    counted = bool(find_numerals(sentence, token)) and any(m.mask is None for m in modifiers)
    return span if named or counted else _with_place(reading, sentence, token, span)


def _with_place(reading: Reading, sentence: Sentence, token: Token, span: Span) -> Span | None:
    """`garrison of Halvey`, which no other town's is."""
    following = [t.text for t in sentence.tokens[token.index + 1 : token.index + 2]]
    objects = find_of_objects(sentence, token) if following == ["of"] and token.tag == "NN" else ()
    place = argument_at(reading, objects[0], EntityKind.PLACE) if len(objects) == 1 else None
    return span.cover(place.span) if place is not None else None


def _is_name(reading: Reading, modifier: Token) -> bool:
    """Whether a word before a body names one: a people, a state, or an adjective of two (`Salt-Velmoran`)."""
    if modifier.mask is None:
        return modifier.index > 0 and modifier.text[0].isupper() and "-" in modifier.text
    known = argument_at(reading, modifier, *_OWNERS, EntityKind.PLACE) is not None
    return modifier.mask.kind in (MaskKind.NAME, MaskKind.DEMONYM) and (known or "-" in modifier.text)


def actor_at(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    """Return who a token stands for: an entity that can act, or a military body or people that a name tells
    (`Velmoran troops`). None for any other."""
    found = argument_at(reading, token, *ACTORS)
    if found is not None:
        return found
    if token.mask is not None or reading.entity_at(token) is not None:
        return None
    if not is_body(token) and token.text.lower() not in nouns().groups:
        return None
    if find_numerals(sentence, token):
        return None
    span = _identified_span(reading, sentence, token)
    return literal_argument(reading, span) if span is not None else None


def is_narrowed(sentence: Sentence, token: Token) -> bool:
    """Say whether a clause narrows who or what is meant: `the Velmorans who had stayed`. Who commands a body
    only says more of it: `Velmoran troops led by Roe`."""
    following = sentence.tokens[token.index + 1] if token.index + 1 < len(sentence.tokens) else None
    return following is not None and any(
        c.dependency in ("relcl", "acl")
        and following.index <= c.index
        and following.text not in (",", "(", "—")
        and not (c.tag == "VBN" and c.lemma in _LED)
        for c in sentence.children(token)
    )


def side_of(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    """Return whose a thing or loss is said to be: the people before it (`Drovian losses`), its holder (`Roe's
    losses`), or who it is itself (`1,800 Drovians`). None where the phrase does not say, or names two."""
    found = [
        a for m in find_modifiers(sentence, token) if (a := argument_at(reading, m, *_OWNERS)) is not None
    ]
    holder = find_possessor(sentence, token)
    if holder is not None and (held := argument_at(reading, holder, *ACTORS)) is not None:
        found.append(held)
    if token.mask is not None and (own := argument_at(reading, token, *_OWNERS)) is not None:
        found.append(own)
    unique = {a.reference.entity_id: a for a in found}
    return next(iter(unique.values())) if len(unique) == 1 else None

"""A token in, the lands that it stands for out: by name, behind a noun that introduces them, or described."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.grammar.antecedents import find_described
from pipeline.grammar.bodies import actor_at
from pipeline.grammar.clause import Clause
from pipeline.grammar.noun_phrases import (
    Quantity,
    find_modifiers,
    find_of_objects,
    find_possessor,
    find_prepositions,
    name_in_apposition,
    read_quantity,
)
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, argument_at, entity_argument
from pipeline.lexicon.territory import territory_words
from pipeline.lexicon.words import name_words, nouns
from pipeline.model.entity import EntityKind, Mention, MentionForm
from pipeline.model.span import Span
from pipeline.model.syntax import MaskKind, Sentence, Token

_FIRST_OF_TWO = re.compile(r" (?:and|or) (?:the )?[A-Z]")
TERRITORIES = (EntityKind.PLACE, EntityKind.POLITY)


@dataclass(frozen=True, slots=True)
class Land:
    """A territory as a phrase names it."""

    argument: Argument
    extent: Span | None
    """The words that narrow it: `most of`; None where it is meant as a whole."""


def find_lands(
    reading: Reading, sentence: Sentence, token: Token, over: tuple[Token, ...] = ()
) -> tuple[Land, ...]:
    """Return the lands that a nominal stands for: `Halvey`, `the provinces of Halvey and Pell`, `the Halvey
    and Pell provinces`, `part of Halvey`, `control over Halvey`, `the capital, Halvey`. `over` are objects
    of that preposition which the parser tied to the verb."""
    quantity = read_quantity(sentence, token)
    if quantity.head is token:
        quantity = _quantity_above(sentence, token)
    if quantity.negative:
        return ()
    token = quantity.head
    own = find_land(reading, token)
    if own is not None:
        return (Land(own, _cover(quantity.qualifier, _direction(sentence, token))),)
    if token.mask is not None:
        return ()
    inner = tuple(_inner(reading, sentence, token, over))
    return tuple(
        Land(land, _cover(part or quantity.qualifier, _direction(sentence, held)))
        for held, part in inner
        if (land := find_land(reading, held)) is not None
    )


def _quantity_above(sentence: Sentence, token: Token) -> Quantity:
    """`a part of Halvey` of a token that is already taken for Halvey."""
    above = sentence.head(sentence.head(token))
    if token.dependency == "pobj" and sentence.head(token).lemma == "of" and above.mask is None:
        quantity = read_quantity(sentence, above)
        if quantity.head is token:
            return quantity
    return Quantity(token, None, False)


def _direction(sentence: Sentence, token: Token) -> Span | None:
    """`northern` in `northern Halvey`, which is less than Halvey."""
    words = (t for t in find_modifiers(sentence, token) if t.mask is None)
    narrowing = [t for t in words if t.lemma.lower() in name_words().directions]
    if not narrowing:
        return None
    first = narrowing[0]
    if first.index > 1 and sentence.tokens[first.index - 1].text == "-":
        return sentence.tokens[first.index - 2].span.cover(first.span)  # "south-western"
    return first.span


def _cover(one: Span | None, other: Span | None) -> Span | None:
    return one.cover(other) if one is not None and other is not None else one or other


def _inner(
    reading: Reading, sentence: Sentence, token: Token, over: tuple[Token, ...]
) -> Iterator[tuple[Token, Span | None]]:
    """The names that a common noun introduces, with what narrows them."""
    words = territory_words()
    if token.lemma in nouns().place_types | words.lands:
        named = find_of_objects(sentence, token)
        # "territories of Velmora" are a part of that state, and none that the words name.
        inner = [
            t for t in named if reading.kind_at(t) is not EntityKind.POLITY or token.lemma in words.states
        ]
        inner = inner or list(_names_before(sentence, token))
        inner = inner or [t for t in name_in_apposition(sentence, token) if t is not token]
        yield from ((t, None) for t in inner)
    elif token.lemma in words.control:
        tied = (
            o for word, objects in find_prepositions(sentence, token) if word.lemma == "over" for o in objects
        )
        for held in (*find_of_objects(sentence, token), *over, *tied):
            quantity = read_quantity(sentence, held)
            if find_land(reading, quantity.head) is not None:
                yield quantity.head, quantity.qualifier
            elif quantity.head.lemma in nouns().place_types | words.lands:
                yield from _inner(reading, sentence, quantity.head, ())


def find_land(reading: Reading, token: Token) -> Argument | None:
    """Return the land that a token itself names. None for a people (`freed the Velmorans`), a ship, or
    anything else."""
    mention = reading.mention_at(token)
    if mention is None or mention.form is MentionForm.DEMONYM or _may_be_ship(reading, mention):
        return None
    following = reading.document.text[mention.span.end :]
    if mention.text.lower() in name_words().directions and _FIRST_OF_TWO.match(following):
        return None  # "East and West Halvey"
    return argument_at(reading, token, *TERRITORIES)


def find_described_land(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    """Return the land that a bare `the town` means, where the sentence names one only before it."""
    if token.lemma not in territory_words().described:
        return None
    entity = find_described(reading, sentence, token)
    if entity is None or entity.kind not in TERRITORIES:
        return None
    return entity_argument(reading, entity, token.span, "described before")


def _may_be_ship(reading: Reading, mention: Mention) -> bool:
    """Whether the name of a land has here, and nowhere else, the article of ships: `lost the Velmora`."""
    text = reading.document.text
    others = [m.span for m in reading.mentions if m.entity_id == mention.entity_id and m.text == mention.text]
    with_article = [s for s in others if text[max(0, s.start - 4) : s.start].lower() == "the "]
    return with_article == [mention.span] and len(others) > 3


def _names_before(sentence: Sentence, token: Token) -> tuple[Token, ...]:
    """`the Halvey and Pell provinces`: for the parser these are parts of one name."""
    before = [t for t in sentence.subtree(token) if t.index < token.index and t.mask is not None]
    return tuple(t for t in before if t.mask is not None and t.mask.kind is MaskKind.NAME)


def list_introducer(reading: Reading, clause: Clause) -> Token | None:
    """Return the plural noun of a clause's undecided object whose list holds all the lands that it can be
    about: `the provinces of Halvey and Pell, which had been held by Drovia`. None where there is none."""
    for noun in clause.candidates:
        if noun.mask is not None or noun.tag != "NNS":
            continue
        listed = {land.argument.span for land in find_lands(reading, clause.sentence, noun)}
        others = [a.span for t in clause.candidates if (a := find_land(reading, t)) is not None]
        if len(listed) > 1 and others and all(span in listed for span in others):
            return noun
    return None


def is_hands(token: Token) -> bool:
    """Say whether a token is what a land comes into or under: `hands`, `rule`, `territory`."""
    words = territory_words()
    return token.mask is None and token.lemma in words.hands


def owners_of_hands(reading: Reading, sentence: Sentence, token: Token) -> Iterator[Argument]:
    """Yield of whom such a thing is: `Drovian hands`, `the hands of the Drovians`, `Drovia's control`."""
    holder = find_possessor(sentence, token)
    tokens = (*find_of_objects(sentence, token), *((holder,) if holder is not None else ()))
    for candidate in tokens or find_modifiers(sentence, token):
        owner = actor_at(reading, sentence, candidate)
        if owner is not None:
            yield owner

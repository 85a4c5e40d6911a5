"""A noun or a name as written in, the kinds of things that it can be the name of out.

Kinds decide who bears a name: in `a council at Halvey, styled the Blue Bench` it is the council.
"""

from __future__ import annotations

import re

from pipeline.grammar.reading import Reading
from pipeline.lexicon.words import nouns
from pipeline.model.entity import EntityKind
from pipeline.model.span import Span
from pipeline.model.syntax import Token

# Kinds between which the text does not always tell: a country is a place and a state.
_ALIKE = (
    {EntityKind.POLITY, EntityKind.PLACE},
    {EntityKind.UNIT, EntityKind.ORGANIZATION, EntityKind.GROUP},
    {EntityKind.AGREEMENT, EntityKind.WORK},
    {EntityKind.POLITY, EntityKind.GOVERNMENT},
)


def can_bear(reading: Reading, token: Token, name: Span) -> bool:
    """Say whether what `token` means can bear the name, by the kinds of both; where the name tells no kind,
    anything can."""
    bearer, kind = reading.entity_at(token), kind_of_name(reading, name)
    known = bearer.kind if bearer is not None else kind_of_noun(token)
    return kind is None or (known is not None and is_alike(known, kind))


def kind_of_noun(token: Token) -> EntityKind | None:
    """Return the kind of things that a common noun tells; None for a name and for any other word."""
    head = nouns().heads.get(token.lemma) if token.mask is None else None
    return head.kind if head is not None else None


def kind_of_name(reading: Reading, span: Span) -> EntityKind | None:
    """Return the kind of a name: of what it names, or of the noun that heads it; None where neither tells."""
    entity, mention = reading.entity_at(span), reading.mention_at(span)
    is_article = reading.document.text[max(0, span.start - 4) : span.start].lower() == "the "
    if entity is not None and entity.kind is EntityKind.PERSON and is_article:
        return None  # no person bears an article: "known as the Black Week"
    if entity is not None and mention is not None and mention.span.start <= span.start:
        return entity.kind
    # "Sack of Pell", where only Pell is known, is no place.
    return kind_of_words(reading.quote(span))


def kind_of_words(name: str) -> EntityKind | None:
    """Return the kind that the first or last word of a name tells, of `World War II` the word before its
    number; None where they tell none."""
    words = [w for w in name.lower().split() if not re.fullmatch(r"[ivx]+|\d+", w)]
    heads = (nouns().heads.get(w) for w in (words[-1:] + words[:1]))
    return next((h.kind for h in heads if h is not None), None)


def kinds_alike(kind: EntityKind | None) -> tuple[EntityKind, ...]:
    """Return the kinds that can bear a name of `kind`; of None all but a person, who is no `it`."""
    if kind is None:
        return tuple(k for k in EntityKind if k is not EntityKind.PERSON)
    return tuple(k for k in EntityKind if is_alike(k, kind))


def is_alike(first: EntityKind, second: EntityKind) -> bool:
    """Say whether a thing of the one kind can bear the name of one of the other."""
    return first is second or any({first, second} <= alike for alike in _ALIKE)


def shares_word(first: str, second: str) -> bool:
    """Say whether two names have a capitalised word in common."""
    words = {w for w in re.findall(r"\w{3,}", first) if w[0].isupper()}
    return bool(words & set(re.findall(r"\w{3,}", second)))

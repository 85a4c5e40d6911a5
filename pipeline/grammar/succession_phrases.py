"""A Reading in, who followed whom out, where a noun says so: `his successor, Osk Feld, took office`."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.grammar.noun_phrases import find_appositions, find_modifiers, find_possessor
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Statement, argument_at
from pipeline.model.entity import EntityKind
from pipeline.model.syntax import Sentence, Token

SUCCEEDED = "succeeded"
# Words before the noun that leave the one the next after the other.
NEUTRAL = frozenset({"immediate", "direct"})
# Whose subject is only meant to follow: "proclaimed his successor, Feld, regent".
MEANT = frozenset({"name", "choose", "designate", "appoint", "nominate", "propose", "recommend", "suggest"})


def successions(reading: Reading, kind: str) -> Iterator[Statement]:
    """Yield who succeeded whom, as facts of `kind`."""
    for sentence in reading.sentences:
        for token in sentence.tokens:
            if token.mask is None and token.lemma in ("successor", "predecessor") and token.tag == "NN":
                yield from _beside(reading, kind, sentence, token)


def _beside(reading: Reading, kind: str, sentence: Sentence, token: Token) -> Iterator[Statement]:
    """`Feld's successor, Tamsin Roe,`, `his predecessor Osk Feld`."""
    holder = find_possessor(sentence, token)
    modifiers = [m for m in find_modifiers(sentence, token) if m is not holder]
    if any(m.lemma.lower() not in NEUTRAL for m in modifiers):
        return
    head = sentence.head(token)
    beside = list(find_appositions(sentence, token))
    if token.dependency in ("compound", "nmod") and head.index == token.index + 1:
        holder = holder or find_possessor(sentence, head)
        beside.append(head)
    elif head.lemma in MEANT:
        return
    before = argument_at(reading, holder, EntityKind.PERSON) if holder is not None else None
    after = [a for t in beside if t.index > token.index and (a := argument_at(reading, t, EntityKind.PERSON))]
    if before is None or len(after) != 1 or before.reference == after[0].reference:
        return
    first, second = (after[0], before) if token.lemma == "successor" else (before, after[0])
    whole = before.span.cover(after[0].span)
    yield Statement(kind, first, SUCCEEDED, second, spans=(whole,))

"""A clause of signing in, who signed, and for which states, out: `signed by Roe for Velmora and Feld for
Drovia`, `signed by delegates of Drovia and Velmora`."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.grammar.clause import Clause, Voice
from pipeline.grammar.noun_phrases import expand_list, find_appositions, find_modifiers, find_of_objects
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, argument_at
from pipeline.lexicon.words import titles
from pipeline.model.entity import EntityKind
from pipeline.model.syntax import Sentence, Token

_STATES = (EntityKind.POLITY, EntityKind.ORGANIZATION, EntityKind.GOVERNMENT)
# Who signs in the name of the state before or after them.
_SENT = frozenset({"representative", "delegate", "envoy", "plenipotentiary", "commissioner", "emissary"}) | {
    "delegation",
    "government",
}
_FOR = (("for",), ("representing",), ("on", "behalf", "of"), ("acting", "for"))


def represented_states(reading: Reading, sentence: Sentence, token: Token) -> tuple[Argument, ...]:
    """Return the states in whose name those sign that a token stands for: `delegates of Drovia and Velmora`,
    `Drovian and Velmoran delegates`. Empty for any others."""
    if token.mask is not None or token.lemma.lower() not in _SENT:
        return ()
    words = [t for m in find_modifiers(sentence, token) for t in expand_list(sentence, m)]
    words += [c for m in words for c in sentence.children(m) if c.dependency == "conj"]
    words += find_of_objects(sentence, token)
    named = [t for t in words if t.mask is not None]
    found = [a for t in named if (a := argument_at(reading, t, *_STATES)) is not None]
    return tuple({a.reference: a for a in found}.values())


def named_envoys(reading: Reading, sentence: Sentence, token: Token) -> tuple[Argument, ...]:
    """Return the persons that an envoy who signs is said to be, with who is named behind them: `by the
    Drovian envoy, Osk Feld, and Tamsin Roe`. Empty for any other token."""
    if token.mask is not None or token.lemma.lower() not in _SENT:
        return ()
    named = [n for a in find_appositions(sentence, token) for n in expand_list(sentence, a)]
    found = [a for n in named if (a := argument_at(reading, n, EntityKind.PERSON)) is not None]
    return tuple(found) if len(found) == len(named) else ()


def signers_for_states(reading: Reading, clause: Clause) -> tuple[Argument, ...]:
    """Return the persons that `by` names in a clause of signing, each with the state that he signs for, where
    two or more are said to sign for one; empty where they are not."""
    if clause.voice is not Voice.PASSIVE:
        return ()
    tokens = clause.sentence.tokens
    by = next((t for t in tokens[clause.verb.index + 1 :] if t.text == "by" and t.mask is None), None)
    if by is None or any(t.tag.startswith("VB") for t in tokens[clause.verb.index + 1 : by.index]):
        return ()
    return tuple(_pairs(reading, clause.sentence, by.index + 1))


def _pairs(reading: Reading, sentence: Sentence, at: int) -> Iterator[Argument]:
    found: list[Argument] = []
    count = 0
    while True:
        person = _next(reading, sentence, at, EntityKind.PERSON)
        joint = _for(sentence, person[1] + 1) if person is not None else None
        state = _next(reading, sentence, joint, *_STATES, EntityKind.PERSON) if joint is not None else None
        if person is None or state is None:
            break
        # "on behalf of Dray": who signs is party to it; for whom he does so, as a person, is not.
        is_state = argument_at(reading, sentence.tokens[state[1]], *_STATES) is not None
        found += [person[0], state[0]] if is_state else [person[0]]
        count += 1
        at = state[1] + 1
        while at < len(sentence.tokens) and sentence.tokens[at].text in (",", "and", "by"):
            at += 1
    if count > 1:
        yield from found


def _for(sentence: Sentence, at: int) -> int | None:
    """Where the state stands that a signer signs for; None where no such words stand there."""
    if at < len(sentence.tokens) and sentence.tokens[at].text == ",":
        at += 1
    words = tuple(t.text.lower() for t in sentence.tokens[at : at + 3])
    return next((at + len(f) for f in _FOR if words[: len(f)] == f), None)


def _next(reading: Reading, sentence: Sentence, at: int, *kinds: EntityKind) -> tuple[Argument, int] | None:
    """The name of one of `kinds` at a token, behind `the` and titles."""
    for token in sentence.tokens[at : at + 5]:
        found = argument_at(reading, token, *kinds)
        if found is not None and token.mask is not None:
            return found, token.index
        if token.text != "the" and token.text not in titles().all_heads and not token.text[0].isupper():
            return None
    return None

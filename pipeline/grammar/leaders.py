"""A body of people in a sentence in, who led it out: `the Drovian army of 8,000 men under Feld`, `the rebels,
led by Feld and Roe`, `Led by Feld, the rebels ...`.

Read from the order of the words, since the parser ties a leader to any noun before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.grammar.bodies import force_at, is_body
from pipeline.grammar.noun_phrases import ARGUMENT_LABELS, find_modifiers, noun_phrase_span
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, argument_at, literal_argument, normalized_argument
from pipeline.lexicon.forces import force_words
from pipeline.lexicon.words import nouns, titles
from pipeline.model.entity import EntityKind, MentionForm
from pipeline.model.span import Span
from pipeline.model.syntax import MaskKind, Sentence, Token

_BY = frozenset({"led", "commanded", "headed", "directed"})
_COMMANDS = frozenset({"command", "leadership", "direction", "orders", "generalship"})
# Nouns that do not tell one body of men from another.
_VAGUE = frozenset(
    {"man", "men", "people", "member", "personnel", "officer", "soldier", "troop", "troops", "force"}
)
_BASED = frozenset({"based", "stationed", "quartered", "headquartered", "garrisoned"})
_ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "sixth"})
# "(8,000 men and 14 guns)" or "of 8,000 men", between a body and its leader.
_SIZE = re.compile(r" ?(?:\([^()]*\d[^()]*\)|of (?:about |some |around |nearly |over )?\d[\d,]* [a-z]+)")


@dataclass(frozen=True, slots=True)
class Leaders:
    """Who is said to have led somebody."""

    persons: tuple[Argument, ...]
    span: Span
    """From the words that say so to the last of the persons."""
    end: int
    """Index of the last token of the phrase."""


def group_at(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    """Return the body of people that a token is the head of, in words that tell which one it is: a force, a
    people in arms (`the Velmorans`), fighters told by what they are (`rebels`). None for any other."""
    force = force_at(reading, sentence, token) or _ordinal_body(reading, sentence, token)
    if force is not None:
        return force
    mention = reading.mention_at(token)
    if token.mask is not None:
        is_people = mention is not None and mention.form is MentionForm.DEMONYM
        plural = mention is not None and mention.text.endswith("s") and token.dependency in ARGUMENT_LABELS
        return literal_argument(reading, mention.span) if mention and is_people and plural else None
    known = mention is not None and mention.entity_id is not None
    if token.tag != "NNS" or (mention is not None and known and mention.span.contains(token.span)):
        return None
    named = [
        m for m in find_modifiers(sentence, token) if m.mask is not None and m.mask.kind is not MaskKind.DATE
    ]
    known = token.text.lower() in nouns().groups or token.lemma.lower() in force_words().members
    if not known or (token.lemma.lower() in _VAGUE and not named):
        return None
    return literal_argument(reading, _without_number(sentence, token))


def _ordinal_body(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    """`second army` of `raised three armies. Of these, the second, led by Feld, ...`: one of the bodies that
    were last spoken of."""
    following = sentence.tokens[token.index + 1 : token.index + 2]
    opens = following and following[0].text.lower() in (",", "under", "was", "were", *_BY)
    if token.mask is not None or token.text.lower() not in _ORDINALS or not opens:
        return None
    before = next((s for s in reading.sentences if s.number == sentence.number - 1), None)
    same = before is not None and before.section_id == sentence.section_id
    earlier = before.tokens if before is not None and same else ()
    bodies = [t for t in (*earlier, *sentence.tokens[: token.index]) if is_body(t) and t.tag == "NNS"]
    if not bodies:
        return None
    return normalized_argument(f"{token.text.lower()} {bodies[-1].lemma}", token.span, "ordinal_of_bodies")


def _without_number(sentence: Sentence, token: Token) -> Span:
    """`peasant rebels` of `some 3,000 peasant rebels`."""
    span = noun_phrase_span(sentence, token)
    inside = [t for t in sentence.tokens if span.contains(t.span)]
    numbers = [t.span.end for t in inside if t.tag == "CD" or t.text.isdigit()]
    if not numbers:
        return span
    rest = [t.span.start for t in inside if t.span.start >= max(numbers)]
    return Span(rest[0], span.end)


def leaders_after(reading: Reading, sentence: Sentence, token: Token) -> Leaders | None:
    """Return who led what `token` is the head of, said directly behind it; None where nobody is."""
    tokens, text = sentence.tokens, reading.document.text
    at = token.index + 1
    size = _SIZE.match(text, token.span.end, sentence.span.end)
    if size is not None:
        at = next((t.index for t in tokens if t.span.start >= size.end()), len(tokens))
    if at < len(tokens) and tokens[at].text == ",":
        at += 1
    return led_by(reading, sentence, at, may_be_under=True)


def leaders_before(reading: Reading, sentence: Sentence, token: Token) -> Leaders | None:
    """Return who led what `token` is the head of, said before it: `Led by Feld, the rebels`."""
    tokens, start = sentence.tokens, noun_phrase_span(sentence, token, with_determiner=True).start
    if token.dependency not in ("nsubj", "nsubjpass"):
        return None
    first = next(t.index for t in tokens if t.span.end > start)
    if first < 4 or tokens[first - 1].text != ",":
        return None
    for at in range(first - 2, max(-1, first - 16), -1):
        opens = at == 0 or tokens[at - 1].text == ","
        found = led_by(reading, sentence, at, may_be_under=False) if opens else None
        if found is not None:
            return found if found.end == first - 2 else None
    return None


def led_by(reading: Reading, sentence: Sentence, at: int, *, may_be_under: bool) -> Leaders | None:
    """Return who the words from token `at` on say led somebody: `led by Feld and Roe`, `under the command of
    Feld`; `under Feld` only where `may_be_under`. None where they say no such thing."""
    words = [t.text.lower() for t in sentence.tokens[at : at + 4]]
    if len(words) < 2:
        return None
    if words[0] in _BY and words[1] == "by":
        return _persons(reading, sentence, at, at + 2)
    if words[0] != "under":
        return None
    if words[1] == "the" and len(words) == 4 and words[2] in _COMMANDS and words[3] == "of":
        return _persons(reading, sentence, at, at + 4)
    return _persons(reading, sentence, at, at + 1) if may_be_under else None


def _persons(reading: Reading, sentence: Sentence, first: int, at: int) -> Leaders | None:
    """`General Feld`, `Feld and Roe`, `Feld, Dray and the Velmoran regent Roe`."""
    found: list[Leaders] = []
    pending: list[Argument] = []
    start = sentence.tokens[first].span
    while (one := _person(reading, sentence, at)) is not None:
        person, end = one
        pending.append(person)
        following = [t.text for t in sentence.tokens[end + 1 : end + 3]]
        joint = 1 if following[:1] == ["and"] else 2 if following == [",", "and"] else 0
        is_last = len(pending) > 1 and sentence.tokens[at - 1].text == "and"
        if len(pending) == 1 or is_last:
            found.append(Leaders(tuple(pending), start.cover(person.span), end))
        if is_last or not (joint or following[:1] == [","]):
            break
        at = end + 1 + (joint or 1)
    return found[-1] if found else None


def _person(reading: Reading, sentence: Sentence, at: int) -> tuple[Argument, int] | None:
    """The person whose name, with what title stands before it, begins at a token, and where it ends."""
    for token in sentence.tokens[at : at + 6]:
        person = argument_at(reading, token, EntityKind.PERSON)
        if person is not None and token.mask is not None:
            following = sentence.tokens[token.index + 1 : token.index + 2]
            return None if following and following[0].tag == "POS" else (person, token.index)
        is_title = token.text[0].isupper() or token.text in ("the", "a", "his", "their", "its")
        if not is_title and token.text.lower() not in titles().all_heads:
            return None
    return None


def seat_behind(reading: Reading, sentence: Sentence, at: int) -> Argument | None:
    """Return where the words from token `at` on say that a body was based: `, and based in Halvey`. None
    where they do not say so."""
    tokens = sentence.tokens
    while at < len(tokens) and tokens[at].text in (",", "and"):
        at += 1
    words = [t.text.lower() for t in tokens[at : at + 2]]
    if len(words) < 2 or words[0] not in _BASED or words[1] not in ("in", "at"):
        return None
    return argument_at(reading, tokens[at + 2], EntityKind.PLACE) if at + 2 < len(tokens) else None

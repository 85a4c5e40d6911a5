"""A noun in, what its phrase states of a force out: `an army of 8,000 men`, `the army under Roe`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.grammar.bodies import force_at, is_body
from pipeline.grammar.counts import CountedPhrase, phrase_at, phrases_from
from pipeline.grammar.leaders import group_at, leaders_after, leaders_before, seat_behind
from pipeline.grammar.noun_phrases import find_of_objects, find_prepositions, noun_phrase_span
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    literal_argument,
    normalized_argument,
)
from pipeline.grammar.strengths import counted_argument, part_gates, strength_or_equipment, unreal_gates
from pipeline.model.entity import EntityKind
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

KIND = "forces"


def force_phrases(
    reading: Reading, sentence: Sentence, token: Token, phrases: Sequence[CountedPhrase]
) -> Iterator[Statement]:
    """Yield the size, the commander and the whole that the phrase around `token` gives a force, where it is
    the head of one; `phrases` are those of the sentence."""
    yield from _led(reading, sentence, token)
    entity = reading.entity_at(token)
    ends = (
        entity is not None and (m := reading.mention_at(token)) is not None and m.span.end == token.span.end
    )
    if not is_body(token) and not ends:
        return
    body = force_at(reading, sentence, token)
    if (body is None and not is_body(token)) or token.dependency in ("compound", "nmod", "amod", "poss"):
        return
    nameless = body is None
    said = body or literal_argument(reading, noun_phrase_span(sentence, token))
    doubts = (*(("no name for the force",) if nameless else ()), *unreal_gates(reading, sentence, token))
    for spoken, predicate, part in _sizes(reading, sentence, token, phrases):
        yield _state_noun(_without_size(reading, said, spoken), predicate, spoken, (*doubts, *part))
    if body is not None:
        yield from _relations_of_noun(reading, sentence, token, body, doubts)


def _led(reading: Reading, sentence: Sentence, token: Token) -> Iterator[Statement]:
    """`the rebels, led by Feld and Roe`, `Led by Feld, the rebels ...`"""
    group = group_at(reading, sentence, token)
    if group is None or token.dependency in ("compound", "nmod", "amod", "poss"):
        return
    doubts = unreal_gates(reading, sentence, token)
    for led in (leaders_after(reading, sentence, token), leaders_before(reading, sentence, token)):
        for person in led.persons if led is not None else ():
            said = led.span if led is not None and led.span.start < group.span.start else person.span
            spans = (group.span.cover(person.span).cover(said),)
            yield Statement(KIND, group, "commander", person, spans=spans, doubts=doubts)
        seat = seat_behind(reading, sentence, led.end + 1) if led is not None else None
        if seat is not None:
            yield Statement(KIND, group, "seat", seat, spans=(group.span.cover(seat.span),), doubts=doubts)


def _state_noun(said: Argument, predicate: str, spoken: Argument, doubts: Sequence[str]) -> Statement:
    span = said.span.cover(spoken.span)
    return Statement(KIND, said, predicate, spoken, spans=(span,), doubts=tuple(doubts))


def _without_size(reading: Reading, said: Argument, spoken: Argument) -> Argument:
    """`French force` of `5,500 strong French force`: the size is no part of the name."""
    if said.reference.entity_id is not None or not said.span.contains(spoken.span):
        return said
    rest = re.match(r"[-\s]*(?:man|men|strong)?\s+", reading.document.text[spoken.span.end : said.span.end])
    start = spoken.span.end + (rest.end() if rest else 0)
    return literal_argument(reading, Span(start, said.span.end))


_COMPOUND = re.compile(
    r"(?P<number>(?:(?:about|approximately|around|some|nearly|over|roughly) )?\d[\d,]*)"
    r"(?P<word>[- ](?:man|men|strong))\b"
)


# "The Drovian army was 8,000 strong", "the Drovian army, about 8,000 men strong, ..."
_STRONG = re.compile(
    r"(?:,| (?:was|were)) (?P<number>"
    r"(?:(?:about|approximately|around|some|nearly|over|roughly) )?\d[\d,]*\d(?: men)?) strong\b"
)


def _sizes(
    reading: Reading, sentence: Sentence, token: Token, phrases: Sequence[CountedPhrase]
) -> Iterator[tuple[Argument, str, tuple[str, ...]]]:
    """`a 250-man battalion`, `a 5,500 strong force`, `an army of 8,000 men`: number, predicate and gates."""
    phrase_span = noun_phrase_span(sentence, token)
    before = Span(max(sentence.span.start, phrase_span.start - 14), token.span.start)
    for match in _COMPOUND.finditer(reading.document.text, before.start, before.end):
        gap = reading.document.text[match.end() : token.span.start]
        if re.search(r"[,;()]", gap) or len(gap.split()) > 4 or match.end() < phrase_span.start - 1:
            continue
        number = Span(match.start("number"), match.end("number"))
        if match["word"].endswith("strong"):
            whole = Span(number.start, match.end())
            yield normalized_argument(reading.quote(number), whole, "number_of_compound"), "strength", ()
        else:
            whole = Span(number.start, match.end())
            yield normalized_argument(f"{match['number']} men", whole, "men_of_compound"), "strength", ()
    behind = _STRONG.match(reading.document.text, token.span.end)
    if behind is not None:
        yield literal_argument(reading, Span(*behind.span("number"))), "strength", ()
    for word, objects in find_prepositions(sentence, token):
        if word.lemma != "of" or word.index != token.index + 1:
            continue
        first = next((p for o in objects if (p := phrase_at(phrases, o)) is not None), None)
        if first is None or not re.fullmatch(r"\s+", reading.document.text[word.span.end : first.span.start]):
            continue
        for phrase in phrases_from(reading.document.text, phrases, first):
            predicate = strength_or_equipment(phrase)
            if predicate is not None:
                yield counted_argument(reading, phrase), predicate, part_gates(phrase)


def _relations_of_noun(
    reading: Reading, sentence: Sentence, token: Token, body: Argument, doubts: Sequence[str]
) -> Iterator[Statement]:
    """`the Velmoran army under Roe`, `the 1st Division of the Army of Corrow`."""
    for word, objects in find_prepositions(sentence, token):
        adjacent = not re.search(r"[,;()]", reading.document.text[token.span.end : word.span.start])
        if word.lemma == "under" and adjacent:
            tokens = [
                t for o in objects for t in (find_of_objects(sentence, o) if o.lemma == "command" else (o,))
            ]
            for person in tokens:
                named = argument_at(reading, person, EntityKind.PERSON)
                if named is not None:
                    yield _state_noun(body, "commander", named, doubts)
        elif word.lemma == "of" and word.index == token.index + 1 and body.reference.entity_id is not None:
            for other in objects:
                whole = force_at(reading, sentence, other)
                if whole is not None and whole.reference.entity_id and whole.reference != body.reference:
                    yield _state_noun(body, "part of", whole, doubts)

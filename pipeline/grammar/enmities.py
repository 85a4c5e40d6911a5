"""A Reading in, who was at war with whom, where the war has no name, out: `Drovia's wars with Velmora
(1702–1704) and with Linden`, `was at war with Velmora`, `a state of war between Drovia and Velmora`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.grammar.clause import Clause, Voice
from pipeline.grammar.nominals import find_nominal_events
from pipeline.grammar.noun_phrases import find_possessor, find_prepositions
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    clause_statement,
    normalized_argument,
)
from pipeline.model.date import DateMention
from pipeline.model.entity import EntityKind
from pipeline.model.fact import Certainty
from pipeline.model.span import Span
from pipeline.model.syntax import MaskKind, Sentence, Token

KIND = "participations"
PARTIES = (EntityKind.POLITY, EntityKind.GROUP, EntityKind.GOVERNMENT)
# Nouns of a fight of one against another, and what the other stands behind.
_FIGHTS = {"war": ("with", "against"), "campaign": ("against",)}
_WAGED = frozenset({"wage", "fight"})
# "with Linden and Corrow", "and with": what may stand between the members of such a list.
_JOINT = re.compile(r"(?:,| and|, and)(?: (?P<word>with|against))?(?: the)? ")


def enmities(reading: Reading) -> Iterator[Statement]:
    """Yield the parties of wars that are told by the two sides alone, each against each other one."""
    for sentence in reading.sentences:
        yield from _wars_of_holders(reading, sentence)
    for clause in reading.clauses:
        yield from _wars_of_clause(reading, clause)


def _party_at(reading: Reading, token: Token) -> Argument | None:
    return argument_at(reading, token, *PARTIES) if token.mask is not None else None


def _war(said: str, words: Span, party: Argument) -> Argument:
    """The war as value: `war with Velmora`."""
    return normalized_argument(f"{said} {party.reference.text}", words.cover(party.span), "war_with_party")


# ---------------------------------------------------------------- whose wars


def _wars_of_holders(reading: Reading, sentence: Sentence) -> Iterator[Statement]:
    if not any(t.lemma in _FIGHTS for t in sentence.tokens):
        return
    for noun in find_nominal_events(sentence, reading.dates, reading.kind_at, _FIGHTS):
        holders = (noun.possessor,) if noun.possessor is not None else noun.modifiers
        owners = [a for t in holders if (a := _party_at(reading, t)) is not None]
        if len(owners) != 1 or noun.negated:
            continue
        for word, members, date in _phrases(reading, sentence, noun.token):
            for party in members:
                if party.reference == owners[0].reference:
                    continue
                spans = [owners[0].span, noun.token.span, party.span, *([date.span] if date else [])]
                yield Statement(
                    KIND,
                    owners[0],
                    "belligerent",
                    _war(f"{noun.lemma} {word}", noun.token.span, party),
                    start=date.start if date else None,
                    end=date.end if date else None,
                    # A war with its years in brackets was fought, whatever the clause around it.
                    certainty=noun.certainty if date is None else Certainty.ASSERTED,
                    spans=(Span(min(s.start for s in spans), max(s.end for s in spans)),),
                    doubts=noun.doubts,
                )


def _phrases(
    reading: Reading, sentence: Sentence, noun: Token
) -> Iterator[tuple[str, list[Argument], DateMention | None]]:
    """What stands behind the noun: `with Velmora (1702–1704) and with Linden and Corrow (1706)`, phrase by
    phrase, each with the date in its bracket. The parser ties later phrases to other words."""
    text, tokens = reading.document.text, sentence.tokens
    rest = tokens[noun.index + 1 :]
    if not rest or rest[0].text not in _FIGHTS[noun.lemma]:
        return
    word, at, members = rest[0].text, rest[0].span.end, list[Argument]()
    for token in rest[1:]:
        if token.mask is None or token.mask.kind is MaskKind.DATE or token.span.start < at:
            continue
        gap = text[at : token.span.start]
        joint = _JOINT.fullmatch(gap)
        opens = not members and gap in (" ", " the ")
        party = _party_at(reading, token)
        if party is None or not (opens or joint) or party.span.end != token.span.end:
            break
        if joint is not None and joint["word"]:
            yield word, members, None
            word, members = joint["word"], []
        members.append(party)
        date = _bracketed(reading, token.span.end)
        at = token.span.end
        if date is None and re.match(r" \(\d", text[at : at + 3]):
            return  # The years are there, and nobody could read them.
        if date is not None:
            yield word, members, date
            members, at = [], date.span.end + 1
            following = re.match(r",? and (with|against) (?:the )?", text[at : at + 20])
            if following is None:
                return
            word, at = following[1], at + following.end() - 1
    if members:
        yield word, members, None


def _bracketed(reading: Reading, end: int) -> DateMention | None:
    text = reading.document.text
    for date in reading.dates:
        if date.span.start >= end:
            is_own = text[end : date.span.start] == " (" and text[date.span.end : date.span.end + 1] == ")"
            return date if is_own and date.edtf else None
    return None


# ---------------------------------------------------------------- who waged, or was at, war


def _wars_of_clause(reading: Reading, clause: Clause) -> Iterator[Statement]:
    for said, words, first, second in _sides(reading, clause):
        for party in first:
            for other in second:
                if party.reference != other.reference:
                    yield clause_statement(
                        clause,
                        kind=KIND,
                        subject=party,
                        predicate="belligerent",
                        object=_war(f"{said} with", words, other),
                    )


def _sides(reading: Reading, clause: Clause) -> Iterator[tuple[str, Span, list[Argument], list[Argument]]]:
    """The words for the war, and its sides, each of which has one party of it as subject."""
    sentence = clause.sentence
    subjects = [a for t in clause.subjects if (a := _party_at(reading, t)) is not None]
    if clause.lemma == "declare" and clause.voice is Voice.PASSIVE:
        for token in clause.objects:
            words = _state_of_war(sentence, token)
            parties = [a for t in clause.objects_of("between") if (a := _party_at(reading, t)) is not None]
            if words is not None and len(parties) == len(clause.objects_of("between")) == 2:
                yield reading.quote(words).lower(), words, parties[:1], parties[1:]
                yield reading.quote(words).lower(), words, parties[1:], parties[:1]
    fights = clause.objects if clause.lemma in _WAGED else clause.objects_of("at")
    if clause.lemma not in (*_WAGED, "be", "remain"):
        return
    for token in fights:
        if token.mask is not None or token.text != "war" or find_possessor(sentence, token) is not None:
            continue
        beside = [o for w, os in find_prepositions(sentence, token) if w.lemma in _FIGHTS["war"] for o in os]
        tokens = beside or list(clause.objects_of(*_FIGHTS["war"]))
        others = [a for t in tokens if (a := _party_at(reading, t)) is not None]
        if subjects and others:
            yield "war", token.span, subjects, others


def _state_of_war(sentence: Sentence, token: Token) -> Span | None:
    """`state of war`, or `war` alone."""
    if token.mask is not None or token.text not in ("state", "war"):
        return None
    if token.text == "war":
        return token.span
    after = sentence.tokens[token.index + 1 : token.index + 3]
    return token.span.cover(after[1].span) if [t.text for t in after] == ["of", "war"] else None

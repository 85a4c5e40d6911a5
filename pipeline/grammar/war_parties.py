"""A Reading in, the parties that stand beside the name of a war or treaty out: `the Salt War between Drovia
and Velmora`, `the Salt War was a conflict between ...`."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.grammar.clause import Clause
from pipeline.grammar.events import EventMention, event_at
from pipeline.grammar.leaders import group_at, leaders_after
from pipeline.grammar.noun_phrases import (
    find_appositions,
    find_modifiers,
    find_of_objects,
    find_possessor,
    find_prepositions,
)
from pipeline.grammar.participants import KIND, OWNERS, entity_of, participants_at, role_of
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, Statement, argument_at, clause_statement
from pipeline.lexicon.events import event_noun, event_words
from pipeline.lexicon.words import nouns
from pipeline.model.entity import EntityKind
from pipeline.model.syntax import MaskKind, Sentence, Token

OPPOSED = ("between", "against", "with")
"""Who stands behind these takes part in a war that is spoken of: `the war with Drovia`."""


def parties_of_complement(reading: Reading, clause: Clause) -> Iterator[Statement]:
    """Yield the parties of `The Salt War was a conflict between Drovia and Velmora.`"""
    if clause.lemma != "be":
        return
    for subject in clause.subjects:
        event = event_at(reading, subject, EntityKind.EVENT, EntityKind.AGREEMENT)
        for said in _sorts(clause) if event is not None else ():
            if event is None or said.mask is not None or nouns().heads.get(said.lemma) is None:
                continue
            role = "belligerent" if event_noun(said.text) else "signatory"
            if (role == "belligerent") != (entity_of(reading, event).kind is EntityKind.EVENT):
                continue
            told = [
                (role, member)
                for token in _opposed(clause.sentence, said)
                for member in participants_at(reading, clause.sentence, token)
            ]
            told += _doers(reading, clause.sentence, said) if role == "belligerent" else []
            for stated, member in told:
                yield clause_statement(
                    clause,
                    kind=KIND,
                    subject=member,
                    predicate=role_of(reading, member, stated),
                    object=event,
                    about=entity_of(reading, event),
                    is_dated=False,
                )


def _sorts(clause: Clause) -> Iterator[Token]:
    """The nouns of what an event is said to be, those of `a series of battles` too."""
    for said in clause.complements_as():
        yield said
        if said.mask is None and said.lemma in event_words().series:
            yield from find_of_objects(clause.sentence, said)[:1]


def _doers(reading: Reading, sentence: Sentence, noun: Token) -> list[tuple[str, Argument]]:
    """Whose doing a fight is said to be, and who led them: `an invasion by the Drovian army under Feld`, `a
    Drovian offensive`, `a revolt of peasants against Drovia`."""
    phrases = {word.lemma: (word, objects) for word, objects in find_prepositions(sentence, noun)}
    role = "attacker" if noun.lemma in event_words().attacks else "belligerent"
    doers = list(phrases["by"][1]) if "by" in phrases else []
    if not doers and "against" in phrases and "of" in phrases and role == "belligerent":
        doers = list(phrases["of"][1])
    found: list[tuple[str, Argument]] = []
    for token in doers:
        group = group_at(reading, sentence, token)
        members = participants_at(reading, sentence, token) or ((group,) if group is not None else ())
        found += [(role, m) for m in members]
        led = leaders_after(reading, sentence, token) if group is not None else None
        found += [("commander", p) for p in led.persons] if led is not None else []
    if not found and noun.lemma in event_words().attacks | event_words().operations:
        people = [m for m in find_modifiers(sentence, noun) if m.mask and m.mask.kind is MaskKind.DEMONYM]
        found = [(role, a) for m in people if (a := argument_at(reading, m, *OWNERS)) is not None]
    return found


def _opposed(sentence: Sentence, noun: Token) -> tuple[Token, ...]:
    return tuple(
        o for word, objects in find_prepositions(sentence, noun) if word.lemma in OPPOSED for o in objects
    )


def parties_of_noun(reading: Reading, at: EventMention) -> Iterator[Statement]:
    """Yield the parties of `the Salt War between Drovia and Velmora`, `the Salt War against Drovia`."""
    event = at.argument
    yield from _parties_of_apposition(reading, at)
    for word, objects in find_prepositions(at.sentence, at.token):
        if word.lemma not in OPPOSED or word.index != at.token.index + 1:
            continue
        for member in (m for other in objects for m in participants_at(reading, at.sentence, other)):
            role = role_of(reading, member, "belligerent")
            if role == "participant" and word.lemma == "against":
                # A coup or revolt against a person has him for its target.
                continue
            about, spans = entity_of(reading, event), (event.span.cover(member.span),)
            yield Statement(KIND, member, role, event, about=about, spans=spans)
            holder = find_possessor(at.sentence, at.token) if word.lemma == "against" else None
            for owner in participants_at(reading, at.sentence, holder) if holder is not None else ():
                # "Velmora's War of Independence against Drovia"
                spans = (owner.span.cover(event.span),)
                yield Statement(KIND, owner, role, event, about=about, spans=spans)


def _parties_of_apposition(reading: Reading, at: EventMention) -> Iterator[Statement]:
    """`the Salt War, a confrontation of Drovia against Velmora and Corrow`."""
    for said in find_appositions(at.sentence, at.token):
        is_strife = said.mask is None and (event_noun(said.text) or said.lemma in event_words().strife)
        phrases = {word.lemma: objects for word, objects in find_prepositions(at.sentence, said)}
        opposed = [o for word in OPPOSED for o in phrases.get(word, ())]
        if not is_strife:
            continue
        told = [("belligerent", m) for o in opposed for m in participants_at(reading, at.sentence, o)]
        told += _doers(reading, at.sentence, said)
        for stated, member in told:
            role, about = role_of(reading, member, stated), entity_of(reading, at.argument)
            spans = (at.argument.span.cover(member.span),)
            yield Statement(KIND, member, role, at.argument, about=about, spans=spans)

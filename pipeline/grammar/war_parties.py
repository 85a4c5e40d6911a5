"""A Reading in, the parties that stand beside the name of a war or treaty out: `the Salt War between Drovia
and Velmora`, `the Salt War was a conflict between ...`."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.grammar.clause import Clause
from pipeline.grammar.events import EventMention, event_at
from pipeline.grammar.noun_phrases import find_appositions, find_of_objects, find_possessor, find_prepositions
from pipeline.grammar.participants import KIND, entity_of, participants_at, role_of
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Statement, clause_statement
from pipeline.lexicon.events import event_noun, event_words
from pipeline.lexicon.words import nouns
from pipeline.model.entity import EntityKind
from pipeline.model.syntax import Sentence, Token

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
            for token in _opposed(clause.sentence, said):
                for member in participants_at(reading, clause.sentence, token):
                    yield clause_statement(
                        clause,
                        kind=KIND,
                        subject=member,
                        predicate=role_of(reading, member, role),
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
        if not is_strife or not opposed:
            continue
        first = phrases.get("of", ()) if "against" in phrases else ()
        for member in (m for o in (*first, *opposed) for m in participants_at(reading, at.sentence, o)):
            role, about = role_of(reading, member, "belligerent"), entity_of(reading, at.argument)
            spans = (at.argument.span.cover(member.span),)
            yield Statement(KIND, member, role, at.argument, about=about, spans=spans)

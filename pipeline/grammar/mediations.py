"""A Reading in, who mediated in what out: `the Halvey dispute was settled through the mediation of Drovia`,
`the treaty was signed with Drovia as mediator`, `Drovia mediated the border dispute`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.grammar.antecedents import decide_clause
from pipeline.grammar.clause import Clause, Voice
from pipeline.grammar.noun_phrases import (
    find_modifiers,
    find_of_objects,
    find_possessor,
    find_prepositions,
    noun_phrase_span,
)
from pipeline.grammar.participants import KIND, participants_at
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, Statement, argument_at, clause_statement, literal_argument
from pipeline.lexicon.agreements import agreement_words
from pipeline.model.entity import EntityKind
from pipeline.model.span import Span
from pipeline.model.syntax import MaskKind, Sentence, Token

_MEDIATOR = "mediator"
_MEDIATORS = frozenset({"mediator", "arbitrator", "arbiter", "intermediary"})
_MEDIATION = frozenset({"mediation", "arbitration"})
_BY_WHICH = ("through", "with", "by", "under", "via", "after", "following")
_MATTERS = (EntityKind.AGREEMENT, EntityKind.EVENT)
# What is not yet told from others by such words alone: "the dispute", "the border dispute".
_TELLING = frozenset({MaskKind.NAME, MaskKind.DEMONYM})


def mediations(reading: Reading) -> Iterator[Statement]:
    """Yield who mediated, by the clause that says what came of it or by the verb itself."""
    for clause in reading.clauses:
        if clause.lemma == "mediate":
            yield from _mediated(reading, clause)
            continue
        for noun, who in _mediators(reading, clause):
            for matter in _matters(reading, clause):
                said = _said(reading, clause, who, matter)
                yield replace(said, spans=tuple(s.cover(noun.span) for s in said.spans))


def _said(reading: Reading, clause: Clause, who: Argument, matter: Argument) -> Statement:
    about = reading.entities.get(matter.reference.entity_id or "")
    return clause_statement(clause, kind=KIND, subject=who, predicate=_MEDIATOR, object=matter, about=about)


def _mediated(reading: Reading, clause: Clause) -> Iterator[Statement]:
    """`Drovia mediated the border dispute`, `a treaty mediated by Drovia`; of events all verbs are read."""
    clause = decide_clause(reading, clause, lambda t: reading.kind_at(t) is EntityKind.AGREEMENT)
    for token in clause.subjects:
        for who in participants_at(reading, clause.sentence, token):
            for noun in (*clause.objects, *clause.objects_of("in")):
                treaty = argument_at(reading, noun, EntityKind.AGREEMENT)
                matter = treaty or _dispute(reading, clause, noun)
                if matter is not None:
                    yield _said(reading, clause, who, matter)


def _mediators(reading: Reading, clause: Clause) -> Iterator[tuple[Token, Argument]]:
    """Who mediates by the phrases of a clause, each with the noun that says so."""
    sentence = clause.sentence
    for phrase in clause.prepositions:
        for noun in phrase.objects if phrase.word in _BY_WHICH else ():
            role = _role_behind(sentence, phrase.objects[-1]) if phrase.word == "with" else None
            if role is not None:
                yield from ((role, who) for who in participants_at(reading, sentence, noun))
            if noun.mask is not None or noun.lemma not in _MEDIATION:
                continue
            holder = find_possessor(sentence, noun)
            by = [o for w, objects in find_prepositions(sentence, noun) if w.lemma == "by" for o in objects]
            tokens = (*find_of_objects(sentence, noun), *by, *((holder,) if holder is not None else ()))
            for token in tokens or find_modifiers(sentence, noun):
                yield from ((noun, who) for who in participants_at(reading, sentence, token))


def _role_behind(sentence: Sentence, noun: Token) -> Token | None:
    """`mediator` of `with Drovia as the mediator`; whatever the parser ties `as` to."""
    after = [t for t in sentence.tokens[noun.index + 1 : noun.index + 5] if t.tag != "DT"]
    if after and after[0].lemma in ("act", "acting", "serve", "serving"):
        after = after[1:]
    is_role = len(after) > 1 and after[0].lemma == "as" and after[1].lemma in _MEDIATORS
    return after[1] if is_role else None


def _matters(reading: Reading, clause: Clause) -> Iterator[Argument]:
    """What came about or ended by it: a treaty or event, else a dispute that is told from others."""
    tokens = clause.objects or (clause.subjects if clause.voice is Voice.ACTIVE else ())
    named = [a for t in tokens if (a := argument_at(reading, t, *_MATTERS)) is not None]
    if named:
        yield named[0]
        return
    for token in tokens if clause.lemma in agreement_words().settling | {"end"} else ():
        matter = _dispute(reading, clause, token)
        if matter is not None:
            yield matter


def _dispute(reading: Reading, clause: Clause, token: Token) -> Argument | None:
    """The words of a dispute, where a name tells which: `border dispute between Velmora and Drovia`."""
    sentence = clause.sentence
    if token.mask is not None or token.lemma not in agreement_words().disputes:
        return None
    span = noun_phrase_span(sentence, token)
    between = [
        c for c in sentence.children(token) if c.dependency == "prep" and c.lemma in ("between", "over")
    ]
    for phrase in between[:1]:
        words = sentence.subtree(phrase)
        if min(t.index for t in words) == token.index + 1 and all(t.tag[0] != "V" for t in words):
            span = Span(span.start, max(t.span.end for t in words))
    inside = [t for t in sentence.tokens if span.contains(t.span)]
    tells = any(t.mask is not None and t.mask.kind in _TELLING for t in inside)
    return literal_argument(reading, span) if tells else None

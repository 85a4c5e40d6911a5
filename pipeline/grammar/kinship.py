"""A Reading in, who is whose kin out: `Roe's brother Osk Feld`, `Osk Feld, a nephew of Roe`, `Feld was a
brother of Roe`, `Roe had one son, Jonas Roe`, `Feld was born in Pell, the son of Jonas Feld`.

The holder of a noun of kinship stands before it or after `of`; whom it names stands beside it, or is what the
sentence is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.grammar.arguments import is_verb
from pipeline.grammar.clause import Clause
from pipeline.grammar.noun_phrases import (
    expand_list,
    find_appositions,
    find_modifiers,
    find_of_objects,
    find_possessor,
)
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, Statement, argument_at, clause_statement
from pipeline.lexicon.relations import kin_predicates
from pipeline.model.entity import EntityKind
from pipeline.model.fact import Certainty
from pipeline.model.syntax import Sentence, Token

# Words that make a relation another one: a half-brother is none, a late wife is no wife now but was one.
LESSENING = frozenset(
    {"half", "step", "foster", "adoptive", "adopted", "alleged", "supposed", "spiritual", "would"}
)


def kin_statements(reading: Reading, kind: str) -> Iterator[Statement]:
    """Yield who is whose kin, as facts of `kind`: the subject has the relation to the object."""
    for sentence in reading.sentences:
        for token in sentence.tokens:
            if _is_kin(reading, sentence, token):
                yield from _beside(reading, sentence, token, kind)
                yield from _of_who_was_born(reading, sentence, token, kind)
    for clause in reading.clauses:
        if clause.certainty is Certainty.ASSERTED and len(clause.subjects) == 1 and is_verb(clause.verb):
            if clause.lemma == "be":
                yield from _said_to_be(reading, clause, kind)
            elif clause.lemma in ("have", "bear", "father"):
                yield from _had(reading, clause, kind)


def _is_kin(reading: Reading, sentence: Sentence, token: Token) -> bool:
    if token.mask is not None or token.lemma not in kin_predicates() or _is_half_a_word(reading, token):
        return False
    return not any(m.lemma in LESSENING for m in find_modifiers(sentence, token))


def _is_half_a_word(reading: Reading, token: Token) -> bool:
    """`son` of `son-in-law`, which the parser takes apart."""
    text = reading.document.text
    return "-" in (text[token.span.start - 1 : token.span.start], text[token.span.end : token.span.end + 1])


def _beside(reading: Reading, sentence: Sentence, token: Token, kind: str) -> Iterator[Statement]:
    """`his father, Jonas Feld`, `Roe's brother Osk Feld`, `Osk Feld, a nephew of Roe`."""
    named = [n for a in find_appositions(sentence, token) for n in expand_list(sentence, a)]
    named += _names_of_the_same(sentence, token)
    holders = [find_possessor(sentence, token), *find_of_objects(sentence, token)]
    head = sentence.head(token)
    if token.dependency == "appos":
        named.append(head)
    elif token.dependency in ("compound", "nmod") and head.index == token.index + 1:
        named.append(head)
        holders.append(find_possessor(sentence, head))
    if token.tag == "NN":
        named = named[:1]
    elif any(n.mask is None for n in named):
        return
    for holder in dict.fromkeys(h for h in holders if h is not None):
        for other in named:
            yield from _stated(reading, token, holder, other, kind)


def _names_of_the_same(sentence: Sentence, token: Token) -> list[Token]:
    """Jonas Roe in `his son and later hero Jonas Roe`: what he was later says that both nouns are his."""
    return [
        c
        for c in sentence.children(token)
        if c.dependency == "conj"
        and c.mask is not None
        and any(m.lemma in ("later", "late", "future", "fellow", "eventual") for m in sentence.children(c))
    ]


def _of_who_was_born(reading: Reading, sentence: Sentence, token: Token, kind: str) -> Iterator[Statement]:
    """`Osk Feld was born in Pell, the son of Jonas Feld`, where the parser ties the son to the place."""
    if token.dependency != "appos" or token.tag != "NN" or find_possessor(sentence, token) is not None:
        return
    if reading.entity_at(sentence.head(token), EntityKind.PERSON) is not None:
        return
    nearest = next((t for t in reversed(sentence.tokens[: token.index]) if t.mask is not None), None)
    for clause in reading.clauses:
        if clause.sentence is not sentence or clause.lemma != "bear" or len(clause.objects) != 1:
            continue
        is_parent = nearest is not None and reading.entity_at(nearest, EntityKind.PERSON) is not None
        if is_parent and nearest not in clause.objects:
            continue  # "son of Jonas Feld and Mara Dray, a niece of Roe": of one of the parents
        if clause.verb.index < token.index and not clause.subjects and not clause.negated:
            for holder in find_of_objects(sentence, token):
                yield from _stated(reading, token, holder, clause.objects[0], kind)


def _stated(reading: Reading, token: Token, holder: Token, other: Token, kind: str) -> Iterator[Statement]:
    subject = argument_at(reading, holder, EntityKind.PERSON)
    person = argument_at(reading, other, EntityKind.PERSON)
    if subject is None or person is None or subject.reference == person.reference:
        return
    whole = subject.span.cover(person.span).cover(token.span)
    yield Statement(kind, subject, kin_predicates()[token.lemma], person, spans=(whole,))


def _said_to_be(reading: Reading, clause: Clause, kind: str) -> Iterator[Statement]:
    """`Feld was a brother of Roe`."""
    person = argument_at(reading, clause.subjects[0], EntityKind.PERSON)
    for noun in clause.complements_as() if person is not None else ():
        if noun.tag != "NN" or not _is_kin(reading, clause.sentence, noun):
            continue
        holders = (find_possessor(clause.sentence, noun), *find_of_objects(clause.sentence, noun))
        for holder in (h for h in holders if h is not None):
            subject = argument_at(reading, holder, EntityKind.PERSON)
            if subject is not None and person is not None:
                yield from _of_clause(clause, noun, subject, person, kind)


def _had(reading: Reading, clause: Clause, kind: str) -> Iterator[Statement]:
    """`Roe had one son, Jonas Roe`."""
    holder = argument_at(reading, clause.subjects[0], EntityKind.PERSON)
    nouns = [t for t in clause.sentence.children(clause.verb) if t.dependency == "dobj"]
    for noun in nouns if holder is not None else ():
        if not _is_kin(reading, clause.sentence, noun) or find_possessor(clause.sentence, noun) is not None:
            continue
        named = [n for a in find_appositions(clause.sentence, noun) for n in expand_list(clause.sentence, a)]
        for other in named:
            person = argument_at(reading, other, EntityKind.PERSON) if other.mask is not None else None
            if person is not None and holder is not None:
                yield from _of_clause(clause, noun, holder, person, kind)


def _of_clause(
    clause: Clause, noun: Token, subject: Argument, person: Argument, kind: str
) -> Iterator[Statement]:
    if subject.reference == person.reference:
        return
    said = clause_statement(
        clause,
        kind=kind,
        subject=subject,
        predicate=kin_predicates()[noun.lemma],
        object=person,
        is_dated=False,
    )
    yield replace(said, spans=(said.spans[0].cover(noun.span),))

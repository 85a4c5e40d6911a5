"""A Reading in, what clauses tell of the standing, parts, origin and change of states and other bodies out:
`Pell was a client state of Drovia`, `comprised Halvey and Linden`, `was formed from the union of ...`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.grammar.antecedents import decide_clause
from pipeline.grammar.clause import Clause, Role, SubjectSource
from pipeline.grammar.lands import find_lands
from pipeline.grammar.noun_phrases import find_modifiers, find_of_objects, find_prepositions, noun_phrase_span
from pipeline.grammar.reading import Reading
from pipeline.grammar.relating import KIND, entity_of, pair_fits
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    clause_statement,
    literal_argument,
)
from pipeline.lexicon.relations import polity_words
from pipeline.model.entity import EntityKind, MentionForm
from pipeline.model.fact import Certainty
from pipeline.model.span import Span
from pipeline.model.syntax import MaskKind, Sentence, Token

_LANDS = (EntityKind.POLITY, EntityKind.PLACE)
_BODIES = (EntityKind.POLITY, EntityKind.GOVERNMENT, EntityKind.ORGANIZATION, EntityKind.UNIT)


def polity_relations(reading: Reading) -> Iterator[Statement]:
    """Yield the standing, the parts, the origin and the changes of name or form of what a clause is about."""
    words = polity_words()
    for clause in reading.clauses:
        if clause.lemma in words.being:
            yield from _standings(reading, clause)
        if clause.lemma in words.comprising:
            yield from _parts(reading, clause)
        if clause.lemma in words.forming:
            yield from _origins(reading, clause)
        if clause.lemma in words.becoming:
            yield from _changes(reading, clause)


# ---------------------------------------------------------------- standing


def _standings(reading: Reading, clause: Clause) -> Iterator[Statement]:
    """`Pell was a client state of Drovia`, `remained de facto independent`."""
    # "the area known as Corrow remained independent": both nouns are one.
    clause = decide_clause(reading, clause, lambda t: reading.entity_at(t, *_LANDS) is not None)
    if clause.certainty is not Certainty.ASSERTED or len(clause.subjects) != 1:
        return
    subject = argument_at(reading, clause.subjects[0], *_LANDS)
    for said in clause.complements_as() if subject is not None else ():
        span = _dependence(reading, clause.sentence, said) or _independence(clause.sentence, said)
        if span is not None and subject is not None:
            status = literal_argument(reading, span)
            yield clause_statement(clause, kind=KIND, subject=subject, predicate="status", object=status)


def _dependence(reading: Reading, sentence: Sentence, noun: Token) -> Span | None:
    """`client state of Drovia`, `Drovian protectorate`: the words of what a land is to whom."""
    span = noun_phrase_span(sentence, noun)
    words = {reading.quote(span).lower().split()[-1], " ".join(reading.quote(span).lower().split()[-2:])}
    if noun.mask is not None or noun.tag != "NN" or not words & polity_words().dependent:
        return None
    owners = [o for o in find_of_objects(sentence, noun) if reading.entity_at(o, *_LANDS)]
    if owners:
        return Span(span.start, max(span.end, *(o.span.end for o in owners)))
    people = [
        m for m in find_modifiers(sentence, noun) if m.mask is not None and m.mask.kind is MaskKind.DEMONYM
    ]
    return span if people else None


def _independence(sentence: Sentence, word: Token) -> Span | None:
    """`de facto independent`: with what qualifies it."""
    if word.lemma not in polity_words().standing:
        return None
    before = []
    for token in reversed(sentence.tokens[: word.index]):
        if token.text.lower() not in polity_words().qualifying:
            break
        before.append(token)
    # What a land is without qualification is said of it in better words elsewhere.
    return before[-1].span.cover(word.span) if before else None


# ---------------------------------------------------------------- parts


def _parts(reading: Reading, clause: Clause) -> Iterator[Statement]:
    """`The Confederation comprised Halvey and Pell`: each of them was a part of it."""
    subjects = clause.objects if clause.lemma in ("compose", "make") else clause.subjects
    if len(subjects) != 1 or clause.negated or (clause.lemma == "make" and clause.particle != "up"):
        return
    whole = argument_at(reading, subjects[0], *_LANDS)
    tokens = clause.objects_of("of") if clause.lemma in ("consist", "compose", "make") else clause.objects
    if whole is None or clause.objects_of("in", "among"):
        return
    for token in tokens:
        for land in find_lands(reading, clause.sentence, token):
            if land.extent is None and pair_fits(reading, "part of", land.argument, whole):
                yield clause_statement(
                    clause, kind=KIND, subject=land.argument, predicate="part of", object=whole
                )


# ---------------------------------------------------------------- origin


def _origins(reading: Reading, clause: Clause) -> Iterator[Statement]:
    """`The Republic of Pell was formed from the union of Halvey and Linden`, `arose from the division of
    Drovia`."""
    phrases = [p for p in clause.prepositions if p.word in ("from", "by", "through", "out")]
    clause, formed = _formed(reading, clause)
    for subject in formed:
        for phrase in phrases:
            for token in phrase.objects:
                for source in _sources(reading, clause.sentence, token, is_bare=phrase.word == "from"):
                    if pair_fits(reading, "formed from", subject, source):
                        yield clause_statement(
                            clause, kind=KIND, subject=subject, predicate="formed from", object=source
                        )


def _formed(reading: Reading, clause: Clause) -> tuple[Clause, tuple[Argument, ...]]:
    """What came to be: the object of a passive, else the subject; or who is `one of two states that arose`.
    With the clause so decided."""
    tokens = clause.objects or clause.subjects
    if clause.open_role is Role.SUBJECT and not tokens:
        tokens = tuple(t for t in clause.candidates if _counted(reading, clause.sentence, t))
        if len(tokens) == 1:
            clause = replace(clause, doubts=tuple(d for d in clause.doubts if d != "two antecedents"))
    found = [argument_at(reading, t, *_BODIES) or _counted(reading, clause.sentence, t) for t in tokens]
    if len(tokens) == 1 and found[0] is not None:
        found += _others(reading, clause.sentence, tokens[0])
    return clause, tuple(a for a in found if a is not None)


def _others(reading: Reading, sentence: Sentence, noun: Token) -> list[Argument | None]:
    """Pell in `one of two states, the other being Pell, that arose`."""
    between = [t for t in sentence.tokens[noun.index + 1 :] if t.text == "being"][:1]
    told = [t for verb in between for t in sentence.children(verb)]
    of_whom = [sentence.head(verb) for verb in between]
    if not any(t.lemma == "other" for t in (*told, *of_whom)):
        return []
    return [argument_at(reading, t, *_LANDS) for t in told if t.dependency == "attr"]


def _counted(reading: Reading, sentence: Sentence, noun: Token) -> Argument | None:
    """Who is said to be `one of two states`, of those states."""
    of = sentence.head(noun)
    one = sentence.head(of)
    copula = sentence.head(one)
    if of.lemma != "of" or one.lemma != "one" or one.dependency != "attr" or copula.lemma != "be":
        return None
    subjects = [t for t in sentence.children(copula) if t.dependency == "nsubj"]
    return argument_at(reading, subjects[0], *_BODIES) if len(subjects) == 1 else None


def _sources(reading: Reading, sentence: Sentence, token: Token, *, is_bare: bool) -> Iterator[Argument]:
    named = argument_at(reading, token, *_BODIES, EntityKind.PLACE) if is_bare else None
    if named is not None:
        mention = reading.mention_at(token)
        if mention is not None and mention.form is MentionForm.NAME:
            yield named
        return
    if token.mask is None and token.lemma in polity_words().unions:
        inner = find_of_objects(sentence, token)
        inner += tuple(
            o for w, objects in find_prepositions(sentence, token) if w.lemma == "between" for o in objects
        )
        for part in inner:
            found = argument_at(reading, part, *_BODIES, EntityKind.PLACE)
            if found is not None:
                yield found


# ---------------------------------------------------------------- changes


def _changes(reading: Reading, clause: Clause) -> Iterator[Statement]:
    """`The Duchy of Pell became the Kingdom of Pell`, `was transformed into the Republic of Pell`."""
    subjects = clause.objects or clause.subjects
    if clause.lemma == "become" or _is_reverting(clause):
        others: tuple[Token, ...] = clause.complements_as()
    else:
        others = clause.objects_of("into", "to")
    for token in subjects:
        subject = argument_at(reading, token, *_BODIES, EntityKind.PLACE)
        for other in others:
            mention, named = reading.mention_at(other), argument_at(reading, other, *_BODIES)
            is_name = mention is not None and mention.form is MentionForm.NAME
            if subject is None or named is None or not is_name:
                continue
            if pair_fits(reading, "became", subject, named) and _is_alike(reading, subject, named):
                yield clause_statement(clause, kind=KIND, subject=subject, predicate="became", object=named)


def _is_reverting(clause: Clause) -> bool:
    """`reverted to being a unified Republic of Pell`."""
    above = clause.sentence.head(clause.sentence.head(clause.verb))
    return (
        clause.lemma == "be"
        and clause.subject_source is SubjectSource.PARTICIPLE
        and clause.verb.dependency == "pcomp"
        and above.lemma in ("revert", "return")
    )


def _is_alike(reading: Reading, subject: Argument, other: Argument) -> bool:
    """Whether both are of one kind, or a place became a state."""
    first, second = entity_of(reading, subject), entity_of(reading, other)
    if first is None or second is None:
        return False
    return first.kind is second.kind or (first.kind is EntityKind.PLACE and second.kind is EntityKind.POLITY)

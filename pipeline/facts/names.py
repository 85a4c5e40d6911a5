"""Names: the text says what something is called, officially, in its own language, for short or by others.

A name that the text merely uses is no such fact. Who bears it is decided by kinds: in `a council at Halvey,
styled the Blue Bench` it is the council.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.grammar.adjoined_names import ABBREVIATION, KIND, KNOWN_AS, NATIVE, adjoined_names
from pipeline.grammar.antecedents import decide_clause, find_described, find_opening_it
from pipeline.grammar.arguments import is_relative
from pipeline.grammar.bearers import can_bear, is_alike, kind_of_name, kind_of_noun, kinds_alike, shares_word
from pipeline.grammar.called_events import is_called
from pipeline.grammar.clause import Clause, Role, SubjectSource, Voice
from pipeline.grammar.name_phrases import doubts_of_name, find_name, joint_name, listed_names
from pipeline.grammar.noun_phrases import find_of_objects, is_nominal, noun_phrase_span
from pipeline.grammar.paired_names import PairedName, gapped_names, paired_names
from pipeline.grammar.reading import Reading
from pipeline.grammar.relatives import clause_start
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    clause_statement,
    entity_argument,
    literal_argument,
    state_fact,
    subject_argument,
)
from pipeline.lexicon.naming import naming
from pipeline.lexicon.verbs import VerbSense, verb_senses
from pipeline.lexicon.words import nouns
from pipeline.mentions.infobox import Statement as Field
from pipeline.model.entity import EntityKind, MentionForm
from pipeline.model.fact import Candidate, Fact
from pipeline.model.span import Span
from pipeline.model.syntax import MaskKind, Sentence, Token

OFFICIAL, FULL, NICKNAME = "official name", "full name", "nickname"
# The roles of infobox fields; `name` and `common name` only where they say more than the title.
FIELD_PREDICATES = {
    "name": KNOWN_AS,
    "official name": OFFICIAL,
    "common name": "common name",
    "native name": NATIVE,
    "birth name": "birth name",
    "other name": KNOWN_AS,
}
LABEL_PREDICATES = {"abbrev": ABBREVIATION, "nickname": NICKNAME}
# Adjectives that tell no thing from another.
VAGUE = frozenset(
    {"new", "same", "second", "first", "third", "last", "next", "other", "own", "such", "whole", "so"}
)


def names(reading: Reading) -> Iterator[Fact | Candidate]:
    """Yield the names that the infobox, brackets and sentences state."""
    for field in reading.infobox.statements:
        yield from _field_names(reading, field)
    yield from _full_name(reading)
    for statement in adjoined_names(reading):
        yield state_fact(reading, statement)
    for clause in reading.clauses:
        for sense in verb_senses(clause.lemma, KIND):
            if clause.voice is Voice.ACTIVE and sense.preposition == "passive":
                # What somebody calls a thing is what he says of it.
                continue
            pairs = paired_names(reading, clause)
            if not pairs:
                yield from _clause_names(reading, clause, sense)
            for pair in pairs or gapped_names(reading, clause):
                yield _paired(reading, clause, sense.predicate, pair)
        if clause.lemma in naming().with_name:
            yield from _received_names(reading, clause)


def _field_names(reading: Reading, field: Field) -> Iterator[Fact | Candidate]:
    predicate = FIELD_PREDICATES.get(field.role)
    subject = subject_argument(reading, field.field.label_span)
    if predicate is None or subject is None or reading.infobox_subject is None:
        return
    for start, special in LABEL_PREDICATES.items():
        if field.field.label.lower().startswith(start):
            predicate = special
    for item in field.items:
        name = literal_argument(reading, item.name)
        if predicate in (KNOWN_AS, "common name") and name.reference.text == reading.infobox_subject.name:
            continue
        doubts = [item.doubt] if item.doubt else []
        kind = kind_of_name(reading, item.name)
        if kind is not None and not is_alike(reading.infobox_subject.kind, kind):
            # The infobox of an occupation gives the long name of the occupied state.
            state = _state_named(reading, item.name, kind) if field.role == "official name" else None
            subject = state or subject
            doubts += [] if state is not None else ["wrong kind"]
        if field.role == "name" and not shares_word(name.reference.text, reading.infobox_subject.name):
            doubts.append("another thing")
        statement = Statement(KIND, subject, predicate, name, spans=(field.field.span,), doubts=tuple(doubts))
        yield state_fact(reading, statement)


def _state_named(reading: Reading, name: Span, kind: EntityKind) -> Argument | None:
    """The state of `Velmoran Republic` in the infobox of what is no state: the one that its adjective or the
    name in it tells, where the title of the article tells it too. None where there is none."""
    words = reading.quote(name)
    for mention in reading.mentions if kind is EntityKind.POLITY else ():
        state = reading.entity_at(mention.span, EntityKind.POLITY)
        found = re.search(rf"\b{re.escape(mention.text)}\b", words)
        if state is None or found is None or mention.text == words:
            continue
        known = {state.name, *(m.text for m in reading.mentions if m.entity_id == state.entity_id)}
        if any(re.search(rf"\b{re.escape(k)}\b", reading.document.title) for k in known):
            span = Span(name.start + found.start(), name.start + found.end())
            return entity_argument(reading, state, span, "state of its long name")
    return None


def _full_name(reading: Reading) -> Iterator[Fact | Candidate]:
    """The name that opens a biography, where it is longer than the title."""
    subject = reading.subject
    if subject is None or subject.kind is not EntityKind.PERSON or not reading.sentences:
        return
    first = reading.sentences[0]
    mention = next(
        (m for m in reading.mentions if m.entity_id == subject.entity_id and first.span.contains(m.span)),
        None,
    )
    if mention is None or len(mention.text.split()) <= len(reading.document.title.split()):
        return
    argument = argument_at(reading, mention.span)
    if argument is not None and mention.span.start == first.span.start:
        name = literal_argument(reading, mention.span)
        yield state_fact(reading, Statement(KIND, argument, FULL, name, spans=(mention.span,)))


def _clause_names(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Fact | Candidate]:
    sentence = clause.sentence
    if _opens_bracket(sentence, clause.verb):
        return
    predicate = sense.predicate
    if predicate == KNOWN_AS and _is_official(clause):
        predicate = OFFICIAL
    tokens = listed_names(sentence, [c.token for c in clause.complements])
    joint = joint_name(reading, sentence, tokens)
    for token in tokens[:1] if joint is not None else tokens:
        span = joint or find_name(reading, sentence, token)
        if span is None:
            continue
        decided = _decide(reading, clause, span)
        bearers = decided.objects or (decided.candidates if decided.open_role is Role.OBJECT else ())
        restricted = _restricted_noun(sentence, clause)
        if restricted is not None:
            bearers = (restricted,)
            decided = replace(decided, doubts=tuple(d for d in decided.doubts if d != "two antecedents"))
        doubts = doubts_of_name(reading, sentence, tokens, span)
        if len(decided.objects) > 1 and not reading.quote(span).endswith("s"):
            # "Halvey and the other islands are together called the Heron Keys": neither is so called.
            doubts = (*doubts, "one name of several")
        if sense.lemma == "name" and any(_is_person(reading, b) for b in bearers):
            # "was named envoy", "was named Man of the Year"
            continue
        for bearer in bearers:
            distant = ("two antecedents",) if _is_distant(reading, decided, bearer, span) else ()
            named = _described_by(reading, sentence, bearer)
            yield from _named(reading, decided, predicate, named, span, (*doubts, *distant))


def _paired(reading: Reading, clause: Clause, predicate: str, pair: PairedName) -> Fact | Candidate:
    name = literal_argument(reading, pair.name)
    # The lists are matched one by one.
    clause = replace(clause, doubts=tuple(d for d in clause.doubts if d != "crossing list"))
    said = clause_statement(clause, kind=KIND, subject=pair.bearer, predicate=predicate, object=name)
    return state_fact(reading, replace(said, spans=(said.spans[0].cover(pair.whole),)))


def _restricted_noun(sentence: Sentence, clause: Clause) -> Token | None:
    """The noun that a participle without comma directly follows: `a soldier known as the Bear`."""
    first = clause_start(sentence, clause.verb)
    before = sentence.tokens[first.index - 1] if first.index else None
    if clause.subject_source is not SubjectSource.REDUCED_RELATIVE or before is None:
        return None
    return before if before.mask is None and is_nominal(before) and before.dependency != "pobj" else None


def _described_by(reading: Reading, sentence: Sentence, token: Token) -> Token:
    """The name that a noun stands beside: Feld in `Osk Feld, a soldier known as the Bear`."""
    if token.dependency == "appos" and token.mask is None and reading.entity_at(token) is None:
        holder = sentence.head(token)
        return holder if reading.entity_at(holder) is not None else token
    return token


def _opens_bracket(sentence: Sentence, verb: Token) -> bool:
    """Whether a verb stands first in brackets, which say it of what stands before them."""
    before = [t for t in sentence.tokens[: verb.index] if t.dependency not in ("advmod", "neg")]
    return bool(before) and before[-1].text == "("


def _decide(reading: Reading, clause: Clause, name: Span) -> Clause:
    return decide_clause(reading, clause, lambda t: can_bear(reading, t, name))


def _is_person(reading: Reading, token: Token) -> bool:
    return reading.entity_at(token, EntityKind.PERSON) is not None


def _is_distant(reading: Reading, clause: Clause, bearer: Token, name: Span) -> bool:
    """Whether a participle stands off the noun that it seems to belong to, and no kind supports that."""
    if clause.subject_source is SubjectSource.OWN:
        return False
    between = _outside_brackets(clause.sentence.tokens[bearer.index + 1 : clause.verb.index])
    entity, kind = reading.entity_at(bearer), kind_of_name(reading, name)
    if entity is not None and entity.kind is kind:
        return False
    return any(is_nominal(t) and not is_relative(t) for t in between)


def _outside_brackets(tokens: Sequence[Token]) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and token.text != ")":
            yield token


def _is_official(clause: Clause) -> bool:
    return any(
        t.dependency == "advmod" and t.lemma in naming().official
        for t in clause.sentence.children(clause.verb)
    )


def _named(
    reading: Reading, clause: Clause, predicate: str, token: Token, span: Span, doubts: tuple[str, ...]
) -> Iterator[Fact | Candidate]:
    sentence = clause.sentence
    bearer, entity = argument_at(reading, token), reading.entity_at(token)
    if entity is None:
        kinds = kinds_alike(kind_of_name(reading, span))
        meant = find_described(reading, sentence, token) or find_opening_it(reading, sentence, token, kinds)
        if meant is not None:
            entity, bearer = meant, entity_argument(reading, meant, token.span, "the one that fits before it")
    is_introduced = _is_introduced(clause, token, reading.quote(span))
    if bearer is None or entity is None:
        kind, named = kind_of_noun(token), kind_of_name(reading, span)
        if named is not None and kind is not None and is_alike(kind, named):
            # "a council, styled the Blue Bench": the thing has no other name.
            return
        bearer = literal_argument(reading, noun_phrase_span(sentence, token, with_of=True))
        if not (is_introduced or _is_specific(sentence, token, bearer.span)):
            doubts = (*doubts, "unresolved subject")
    elif is_called(reading, token):
        # "a general uprising known as the Black Week": its only name, told of what sort of event it was.
        bearer = literal_argument(reading, noun_phrase_span(sentence, token, with_of=True))
        if not (is_introduced or _is_specific(sentence, token, bearer.span)):
            return
    elif entity.name == reading.quote(span):
        second = _called_by_head(reading, sentence, token)
        if second is None:
            return
        bearer, span, predicate = argument_at(reading, span) or bearer, second, KNOWN_AS
    else:
        doubts = (*doubts, *_doubts_of_bearer(reading, sentence, token, span))
    yield state_fact(
        reading,
        clause_statement(
            clause,
            kind=KIND,
            subject=bearer,
            predicate=predicate,
            object=literal_argument(reading, span),
            doubts=doubts,
            is_dated=bool(clause.own_dates),
        ),
    )


def _called_by_head(reading: Reading, sentence: Sentence, token: Token) -> Span | None:
    """`Osk Feld government` of `the Osk Feld government, known as the Blue Bench`: a name beside the other
    one. None where somebody's government is only said to be theirs (`Feld's government`)."""
    before = [c for c in sentence.children(token) if c.index < token.index and c.lemma != "the"]
    if token.mask is not None or len(before) != 1 or before[0].dependency not in ("compound", "nmod"):
        return None
    is_person = before[0].mask is not None and reading.entity_at(before[0], EntityKind.PERSON) is not None
    return before[0].span.cover(token.span) if is_person else None


def _doubts_of_bearer(reading: Reading, sentence: Sentence, token: Token, name: Span) -> Iterator[str]:
    entity, mention = reading.entity_at(token), reading.mention_at(token)
    kind = kind_of_name(reading, name)
    named = reading.entity_at(name) if kind is not None else None
    if entity is not None and kind is not None and not is_alike(entity.kind, kind):
        yield "wrong kind"
    above = sentence.head(sentence.head(token))
    if (
        token.dependency == "pobj"
        and sentence.head(token).lemma == "of"
        and above.lemma in ("part", "portion")
    ):
        yield "part of it"  # "the part of Velmora known as Pell"
    if any(c.lemma in ("some", "many", "several", "most") for c in sentence.children(token)):
        yield "some of them"
    is_described = mention is not None and mention.form is MentionForm.DESCRIPTION
    if is_described and entity is not None and named not in (None, entity) and kind in (None, entity.kind):
        # "this treaty, known as the Treaty of Linden" need not be the treaty that was spoken of.
        yield "two things"


def _is_specific(sentence: Sentence, token: Token, span: Span) -> bool:
    """Whether words say enough of what has no other name: of whom people are (`supporters of Roe`), or of
    what sort an event is (`the great rising`)."""
    inside = [t for t in sentence.tokens if span.contains(t.span)]
    is_named = any(t.mask is not None and t.mask.kind is not MaskKind.DATE for t in inside)
    is_sort = any(t.dependency == "amod" and t.mask is None and t.lemma not in VAGUE for t in inside)
    if any(t.tag == "PRP$" for t in inside):
        return False
    head = nouns().heads.get(token.lemma)
    if token.tag == "NN":
        return head is not None and head.kind is EntityKind.EVENT and (is_named or is_sort)
    return token.tag == "NNS" and is_named


def _is_introduced(clause: Clause, token: Token, name: str) -> bool:
    """Whether a name is all that tells what a noun means, and the noun only says of what sort it is:
    `entered a period known as the Long Calm`."""
    if token.mask is not None or token.tag != "NN" or token.lemma not in naming().described:
        return False
    if not name[0].isupper():
        return False
    words = {c.lemma for c in clause.sentence.children(token) if c.index < token.index}
    is_indefinite = not words.isdisjoint({"a", "an", "another"})
    behind = clause.sentence.tokens[token.index + 1]
    is_restricted = behind is clause.verb and clause.subject_source is SubjectSource.REDUCED_RELATIVE
    is_pointed = not words.isdisjoint({"this", "that", "his", "her", "its", "their"})
    return not is_pointed and (is_indefinite or is_restricted)


def _received_names(reading: Reading, clause: Clause) -> Iterator[Fact | Candidate]:
    """`the city took the name Halvey`, `the guild received the name of Blue Bench`."""
    sentence = clause.sentence
    for token in _after_name(sentence, clause):
        span = find_name(reading, sentence, token)
        for bearer in clause.subjects if span is not None else ():
            assert span is not None
            yield from _named(reading, clause, KNOWN_AS, bearer, span, ())


def _after_name(sentence: Sentence, clause: Clause) -> Iterator[Token]:
    for token in clause.objects:
        if token.mask is None and token.lemma == "name":
            beside = (c for c in sentence.children(token) if c.index > token.index)
            yield from (c for c in beside if c.dependency in ("appos", "nmod"))
            yield from find_of_objects(sentence, token)
        elif token.dependency == "appos" and sentence.head(token).lemma == "name":
            yield token

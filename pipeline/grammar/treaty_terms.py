"""A clause in, the treaty out under which the text puts what the clause says: `under the terms of the treaty,
Velmora ceded Halvey`; and what goes on with such a clause, or is listed as terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.grammar.arguments import list_verbs
from pipeline.grammar.clause import Clause, Voice
from pipeline.grammar.noun_phrases import find_of_objects, find_possessor
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, argument_at
from pipeline.lexicon.agreements import agreement_words
from pipeline.lexicon.verbs import verb_senses
from pipeline.model.document import Block, BlockKind
from pipeline.model.entity import EntityKind
from pipeline.model.fact import Certainty
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token


@dataclass(frozen=True, slots=True)
class FollowingTerm:
    """A clause that goes on with the terms of a treaty, with its own subject."""

    clause: Clause
    subject: Span


@dataclass(frozen=True, slots=True)
class ListedTerm:
    """One item of a list of terms, with the treaty that its introduction names."""

    agreement: Argument
    introduction: Span
    """The sentence that introduces the list."""
    item: Span
    """The item without its bullet and its last stop."""


def treaty_of_terms(sentence: Sentence, token: Token) -> tuple[Token, ...]:
    """Return the treaty of `the terms of the treaty` and `the treaty's terms`; empty for another noun."""
    if token.mask is not None or token.lemma not in agreement_words().terms:
        return ()
    holder = find_possessor(sentence, token)
    return (*find_of_objects(sentence, token), *((holder,) if holder is not None else ()))


def governing_treaty(reading: Reading, clause: Clause) -> tuple[Token, Argument] | None:
    """Return the preposition and the treaty that a clause stands under (`under the treaty, Velmora ceded
    Halvey`); None where it stands under none, or under two. `By` counts only before the verb, since behind it
    the doer follows; `in` only there, and with a verb of what treaties do."""
    found: dict[str | None, tuple[Token, Argument]] = {}
    for word, objects in (*_phrases_above(clause), *_agent_phrase(clause)):
        for token in objects:
            for named in (token, *treaty_of_terms(clause.sentence, token)):
                treaty = argument_at(reading, named, EntityKind.AGREEMENT)
                if treaty is not None:
                    found.setdefault(treaty.reference.entity_id, (word, treaty))
    return next(iter(found.values())) if len(found) == 1 else None


def _phrases_above(clause: Clause) -> Iterator[tuple[Token, tuple[Token, ...]]]:
    words = agreement_words()
    for phrase in clause.prepositions:
        word, is_before = phrase.word.lower(), phrase.token.index < clause.verb.index
        within = word in words.within and clause.lemma in words.done
        if (word in words.under or within) and (is_before or not (word == "by" or within)):
            yield phrase.token, phrase.objects


def _agent_phrase(clause: Clause) -> Iterator[tuple[Token, tuple[Token, ...]]]:
    """`by the treaty, Halvey was ceded`: for the grammar the treaty cedes it. `The question was settled by
    the treaty` tells what came of it, and no provision."""
    is_done = clause.lemma in agreement_words().done or bool(verb_senses(clause.lemma, "agreement_terms"))
    is_done = is_done and clause.lemma not in ("settle", "resolve")
    if clause.voice is Voice.PASSIVE and is_done:
        for word in clause.sentence.children(clause.verb):
            if word.lemma == "by" and word.dependency in ("agent", "prep"):
                yield word, clause.subjects


def term_to_be(clause: Clause) -> FollowingTerm | None:
    """Return the term that a clause states of what is to be: `Halvey was to be sold`, `Drovia agreed to pay`;
    None where it states none, or without naming what it is about."""
    if clause.control is None or clause.control.lemma not in agreement_words().binding or clause.negated:
        return None
    top = clause.control.token
    subjects = [
        t
        for verb in (top, clause.verb)
        for t in clause.sentence.children(verb)
        if t.dependency in ("nsubj", "nsubjpass") and t.index < top.index
    ]
    if not subjects or subjects[0].tag in ("PRP", "WDT", "WP"):
        return None
    words = clause.sentence.subtree(subjects[0])
    return FollowingTerm(clause, Span(min(t.span.start for t in words), top.span.end))


def terms_that_follow(reading: Reading, stated: Clause) -> Iterator[FollowingTerm]:
    """Yield what goes on with a clause that states a term: `while Halvey was to be sold` beside it, and
    `Drovia was also to keep Pell` as the next sentence of the paragraph."""
    for clause in reading.clauses:
        beside = clause.sentence is stated.sentence
        if clause.control is None or clause is stated or clause.own_dates:
            continue  # "and Feld was to die in 1710" looks ahead
        top = clause.control.token
        follows = beside and _hangs_on(clause.sentence, top, stated.verb)
        if follows or (not beside and _opens_next(reading, clause, top, stated)):
            term = term_to_be(clause)
            if term is not None:
                yield term


def deeds_beside(reading: Reading, stated: Clause) -> Iterator[tuple[Clause, Token]]:
    """Yield the clauses that go on with one that states a term, each with the noun that it is about: `and
    recognized Corrow` of `under the treaty, Velmora ceded Halvey and recognized Corrow`; `while Velmora
    regained Pell` beside `the treaty ceded Halvey`."""
    sentence = stated.sentence
    for clause in reading.clauses:
        told = clause.certainty is Certainty.ASSERTED and not (clause.negated or clause.doubts)
        if clause.sentence is not sentence or clause is stated or not told or clause.control is not None:
            continue
        if clause.lemma not in agreement_words().done or clause.own_dates:
            continue
        first = list_verbs(sentence, clause.verb)[0]
        is_while = _hangs_on(sentence, first, stated.verb) and first.dependency == "advcl"
        is_joined = clause.verb.dependency == "conj" and (is_while or first is stated.verb)
        if not (is_while or is_joined):
            continue
        own = [t for t in sentence.children(clause.verb) if t.dependency in ("nsubj", "nsubjpass")]
        subjects = own or [t for t in sentence.children(first) if t.dependency in ("nsubj", "nsubjpass")]
        if len(subjects) == 1 and subjects[0].tag not in ("PRP", "WDT", "WP"):
            yield clause, subjects[0]


def _hangs_on(sentence: Sentence, verb: Token, main: Token) -> bool:
    """Whether a clause stands beside the main one by `and` or `while`."""
    marks = {c.text.lower() for c in sentence.children(verb) if c.dependency == "mark"}
    joined = {c.text.lower() for c in sentence.children(main) if c.dependency == "cc"}
    is_joined = verb.dependency == "conj" and joined == {"and"}
    return sentence.head(verb) is main and (is_joined or (verb.dependency == "advcl" and marks == {"while"}))


def _opens_next(reading: Reading, clause: Clause, verb: Token, stated: Clause) -> bool:
    sentence = clause.sentence
    between = reading.document.text[stated.sentence.span.end : sentence.span.start]
    is_next = sentence.number == stated.sentence.number + 1 and "\n" not in between
    words = {t.text for t in (*sentence.children(verb), *sentence.children(clause.verb))}
    return is_next and verb.dependency == "ROOT" and "also" in words


def listed_terms(reading: Reading) -> Iterator[ListedTerm]:
    """Yield the items of lists that a line like `The terms of the Treaty of Linden were:` introduces."""
    introduced: tuple[Argument, Span] | None = None
    for block in reading.document.blocks:
        if block.kind is BlockKind.BULLET:
            text = reading.quote(block.content)
            if introduced is not None and text:
                kept = text.rstrip(" .;,")
                item = Span(block.content.start, block.content.start + len(kept))
                yield ListedTerm(*introduced, item)
        elif block.kind is not BlockKind.BLANK or introduced is None:
            introduced = _introduced(reading, block)


def _introduced(reading: Reading, block: Block) -> tuple[Argument, Span] | None:
    """The treaty whose terms a line introduces, with the sentence that does; None where it introduces none,
    or names two."""
    text = reading.quote(block.content)
    if block.kind is not BlockKind.PARAGRAPH or not text.rstrip().endswith(":"):
        return None
    last = [s for s in reading.sentences if block.content.contains(s.span)][-1:]
    words = agreement_words().terms
    for sentence in last:
        verbs = {t.lemma for t in sentence.tokens if verb_senses(t.lemma, "agreement_terms")}
        if not verbs & {"provide", "stipulate", "include", "establish"} and not any(
            t.lemma in words for t in sentence.tokens
        ):
            return None
        named = {
            a.reference.entity_id: a
            for t in sentence.tokens
            if (a := argument_at(reading, t, EntityKind.AGREEMENT)) is not None
        }
        return (next(iter(named.values())), sentence.span) if len(named) == 1 else None
    return None

"""A clause in, the treaty out under which the text puts what the clause says: `under the terms of the treaty,
Velmora ceded Halvey`; and what goes on with such a clause, or is listed as terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.grammar.arguments import list_verbs
from pipeline.grammar.clause import Clause, Voice
from pipeline.grammar.noun_phrases import find_of_objects, find_possessor
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, argument_at, entity_argument
from pipeline.lexicon.agreements import agreement_words
from pipeline.lexicon.verbs import verb_senses
from pipeline.lexicon.words import nouns
from pipeline.model.document import Block, BlockKind
from pipeline.model.entity import EntityKind
from pipeline.model.fact import Certainty
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

LONGEST_ITEM = 160
"""Characters: a longer item of a list is more than one term."""


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
            of_terms = treaty_of_terms(clause.sentence, token)
            for named in (token, *of_terms):
                treaty = argument_at(reading, named, EntityKind.AGREEMENT)
                if treaty is None and named in of_terms:
                    treaty = _treaty_before(reading, clause.sentence, named)
                if treaty is not None:
                    found.setdefault(treaty.reference.entity_id, (word, treaty))
    return next(iter(found.values())) if len(found) == 1 else None


def _treaty_before(reading: Reading, sentence: Sentence, its: Token) -> Argument | None:
    """What `its` means at the opening of a sentence in `Under its terms, Velmora ceded Halvey`: the one
    treaty that the sentence before names. None where that names two, or speaks of one without a name."""
    before = next((s for s in reading.sentences if s.number == sentence.number - 1), None)
    if its.text.lower() != "its" or its.index > 2 or before is None:
        return None
    if "\n" in reading.document.text[before.span.end : sentence.span.start]:
        return None
    heads = nouns().heads
    found = set()
    for token in before.tokens:
        entity, head = reading.entity_at(token, EntityKind.AGREEMENT), heads.get(token.lemma)
        if entity is None and token.mask is None and head is not None and head.kind is EntityKind.AGREEMENT:
            return None
        if entity is not None:
            found.add(entity.entity_id)
    if len(found) != 1:
        return None
    return entity_argument(reading, reading.entities[next(iter(found))], its.span, "pronoun")


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
    `Drovia was also to keep Pell` as the next sentence of the paragraph; `and Drovia to pay` behind `Velmora
    was to leave`."""
    main = stated.control.token if stated.control is not None else stated.verb
    for clause in reading.clauses:
        beside = clause.sentence is stated.sentence
        if beside and stated.control is not None and (clause.control is None or clause.control.token == main):
            subject = _subject_to_do(clause, main)
            if subject is not None and not clause.own_dates:
                yield FollowingTerm(clause, subject)
        if clause.control is None or clause is stated or clause.own_dates:
            continue  # "and Feld was to die in 1710" looks ahead
        top = clause.control.token
        follows = beside and _hangs_on(clause.sentence, top, main)
        if follows or (not beside and _opens_next(reading, clause, top, stated)):
            term = term_to_be(clause)
            if term is not None:
                yield term


def _subject_to_do(clause: Clause, main: Token) -> Span | None:
    """The subject of `and Drovia to pay` where it goes on with `Velmora was to leave`."""
    sentence, verb = clause.sentence, clause.verb
    before = [t for t in sentence.children(verb) if t.index < verb.index]
    subjects = [t for t in before if t.dependency in ("nsubj", "nsubjpass") and t.tag.startswith("NN")]
    is_to_do = (
        verb.dependency == "conj" and sentence.head(verb) is main and any(t.tag == "TO" for t in before)
    )
    if not is_to_do or len(subjects) != 1 or main.lemma != "be" or clause.negated:
        return None
    words = sentence.subtree(subjects[0])
    return Span(min(t.span.start for t in words), max(t.span.end for t in words))


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
                for item in _items(reading, block):
                    yield ListedTerm(*introduced, item)
        elif block.kind is not BlockKind.BLANK or introduced is None:
            introduced = _introduced(reading, block)


def _items(reading: Reading, block: Block) -> Iterator[Span]:
    """An item of a list as one term, or where it is longer than one can be, each of its sentences that does
    not open with a pronoun."""
    parts = [block.content]
    if len(reading.quote(block.content)) > LONGEST_ITEM:
        parts = [s.span for s in reading.sentences if block.content.contains(s.span) and not _looks_back(s)]
    for part in parts:
        kept = reading.quote(part).rstrip(" .;,")
        yield Span(part.start, part.start + len(kept))


def _looks_back(sentence: Sentence) -> bool:
    return sentence.tokens[0].tag in ("PRP", "PRP$") or sentence.tokens[0].lemma.lower() in ("this", "these")


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

"""A Reading and the book of its entities in, the same Reading with the agreements that it tells of by a
common noun out: `signed a peace treaty on 4 May 1709`, `concluded an alliance with Drovia`.

Such a noun tells of one agreement only where its date, or two of its parties, tell which.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.entities.book import EntityBook
from pipeline.grammar.attachment import read_period
from pipeline.grammar.clause import Clause
from pipeline.grammar.noun_phrases import find_possessor, find_prepositions, is_date, noun_phrase_span
from pipeline.grammar.reading import Reading
from pipeline.lexicon.agreements import agreement_words
from pipeline.model.entity import EntityKind, Mention, MentionForm
from pipeline.model.fact import Certainty
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

_PARTIES = (EntityKind.POLITY, EntityKind.GOVERNMENT, EntityKind.PERSON, EntityKind.ORGANIZATION)
_BETWEEN = ("with", "between", "and")
_ABOUT = frozenset({"between", "regarding", "concerning", "on", "over", "about", "of", "with"})
LONGEST_NAME = 100
"""Characters: longer, what follows is no name any more."""
_OTHER = frozenset({"the", "this", "that", "any", "no", "every", "each", "another"})


@dataclass(frozen=True, slots=True)
class _Unnamed:
    """A noun that tells of an agreement, with what tells it from others."""

    span: Span
    """The noun with its modifiers, without article."""
    mark: str


def add_unnamed_agreements(reading: Reading, book: EntityBook) -> Reading:
    """Return the reading with a mention for each agreement without a name; they are filed in `book`."""
    found: dict[Span, Mention] = {}
    for told in sorted(_unnamed(reading), key=lambda u: (u.span, u.mark)):
        text = reading.quote(told.span)
        entity = book.file(("unnamed", text.lower(), told.mark), EntityKind.AGREEMENT, text, told.span)
        rule = "agreement told of"
        found.setdefault(
            told.span, Mention(told.span, text, MentionForm.DESCRIPTION, entity.entity_id, (), rule)
        )
    return reading.with_mentions(found.values(), book.entities) if found else reading


def _unnamed(reading: Reading) -> Iterator[_Unnamed]:
    words = agreement_words()
    for clause in reading.clauses:
        is_fact = clause.certainty is Certainty.ASSERTED and not clause.negated and not clause.doubts
        if clause.lemma not in words.made or not is_fact:
            continue
        for token in (*clause.objects, *clause.objects_of("into")):
            if token.mask is not None or token.tag != "NN" or token.lemma not in words.unnamed:
                continue
            if reading.mention_at(token) is not None or not _is_new(clause, token):
                continue
            mark = _mark(reading, clause, token)
            if mark is not None:
                yield _Unnamed(_name_span(clause.sentence, token), mark)


def _name_span(sentence: Sentence, token: Token) -> Span:
    """The noun with its modifiers, and with what directly behind it says between whom or about what it is,
    where that is short: `agreement between the two states regarding Halvey`."""
    span = noun_phrase_span(sentence, token)
    phrases = [c for c in sentence.children(token) if c.dependency == "prep" and c.lemma in _ABOUT]
    inner = [sentence.subtree(p) for p in phrases]
    last = token.index
    for tokens in sorted(inner, key=lambda ts: min(t.index for t in ts)):
        plain = not any(_breaks_name(t) for t in tokens)
        if min(t.index for t in tokens) != last + 1 or not plain:
            break
        longer = Span(span.start, max(t.span.end for t in tokens))
        if len(longer) > LONGEST_NAME:
            break
        span, last = longer, max(t.index for t in tokens)
    return span


def _breaks_name(token: Token) -> bool:
    is_clause = token.part_of_speech in ("VERB", "AUX") and token.lemma not in ("regard", "concern")
    is_pronoun = token.tag in ("PRP", "PRP$")
    return is_clause or is_pronoun or token.part_of_speech == "PUNCT" or is_date(token)


def _is_new(clause: Clause, token: Token) -> bool:
    """Whether the noun tells of an agreement for the first time: `a truce`, not `the treaty`."""
    articles = [c for c in clause.sentence.children(token) if c.dependency == "det"]
    return find_possessor(clause.sentence, token) is None and not any(
        c.text.lower() in _OTHER for c in articles
    )


def _mark(reading: Reading, clause: Clause, token: Token) -> str | None:
    period = read_period(clause.sentence, clause.dates)
    date = period.start or period.end
    if date is not None and period.doubt is None:
        return date.edtf
    tied = (o for w, os in find_prepositions(clause.sentence, token) if w.lemma in _BETWEEN for o in os)
    tokens = (*clause.subjects, *clause.objects_of(*_BETWEEN), *tied)
    parties = {e.entity_id for t in tokens if (e := reading.entity_at(t, *_PARTIES)) is not None}
    return " ".join(sorted(parties)) if len(parties) > 1 else None

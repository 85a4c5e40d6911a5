"""A Reading and the book of its entities in, the same Reading with the occasions that it tells of by a common
noun and a date out: `general elections were held in 1704`, `led a coup in 1705`.

Such a noun names an event only with a date or place that tells it from others; a bare `elections were held`
names none. Once told, `the plebiscite` is the one that was told of, where it was the only one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.entities.book import EntityBook
from pipeline.grammar.attachment import read_period
from pipeline.grammar.clause import Clause
from pipeline.grammar.events import clause_places, read_sense, sense_arguments
from pipeline.grammar.noun_phrases import noun_phrase_span
from pipeline.grammar.reading import Reading, index_mentions
from pipeline.lexicon.events import event_words
from pipeline.lexicon.verbs import verb_senses
from pipeline.model.entity import Entity, EntityKind, Mention, MentionForm
from pipeline.model.fact import Certainty
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

_DEFINITE = frozenset({"the", "this", "that"})
_TOLD = frozenset({"occurred", "began", "ended"})


@dataclass(frozen=True, slots=True)
class _Occasion:
    """A noun that tells of an occasion, where a clause says something of it."""

    sentence: Sentence
    token: Token
    span: Span
    """The noun with its modifiers, without article."""
    mark: str | None
    """The date or place that tells it from others; None where the clause gives none."""
    negated: bool

    @property
    def is_bare(self) -> bool:
        """Whether it is `the plebiscite`, with nothing that may make it another."""
        words = {c.lemma.lower() for c in self.sentence.children(self.token) if c.dependency == "det"}
        return bool(words & _DEFINITE) and self.span == self.token.span


def add_occasions(reading: Reading, book: EntityBook) -> Reading:
    """Return the reading with a mention for each occasion; their events are filed in `book`."""
    found: dict[Span, Mention] = {}
    told: list[tuple[str, Entity]] = []
    for occasion in sorted(_occasions(reading), key=lambda o: (o.span, o.mark is None)):
        if occasion.span in found:
            continue
        entity = _entity(reading, book, occasion, told)
        if entity is not None:
            text = reading.quote(occasion.span)
            rule = "description" if occasion.is_bare else "event and date"
            found[occasion.span] = Mention(
                occasion.span, text, MentionForm.DESCRIPTION, entity.entity_id, (), rule
            )
            told.append((occasion.token.lemma, entity))
    if not found:
        return reading
    mentions = tuple(sorted((*reading.mentions, *found.values()), key=lambda m: (m.span, m.form.value)))
    entities = {e.entity_id: e for e in book.entities}
    return replace(reading, entities=entities, mentions=mentions, _by_character=index_mentions(mentions))


def _entity(
    reading: Reading, book: EntityBook, occasion: _Occasion, told: Sequence[tuple[str, Entity]]
) -> Entity | None:
    """The one occasion of that noun that was told of before; else a new one, where something tells which one
    it is, or it is said that it never was."""
    before = {e.entity_id: e for lemma, e in told if lemma == occasion.token.lemma}
    if occasion.is_bare and before:
        return next(iter(before.values())) if len(before) == 1 else None
    if occasion.mark is None and not (occasion.negated and occasion.span == occasion.token.span):
        return None
    name = reading.quote(occasion.span)
    key = ("occasion", name.lower(), occasion.mark or "")
    return book.file(key, EntityKind.EVENT, name, occasion.span)


def _occasions(reading: Reading) -> Iterator[_Occasion]:
    for clause in reading.clauses:
        for token in dict.fromkeys(_told(clause)):
            if token.mask is not None or token.lemma.lower() not in event_words().occasions:
                continue
            if reading.mention_at(token) is not None:
                continue
            span = noun_phrase_span(clause.sentence, token)
            if any(c.dependency == "poss" for c in clause.sentence.children(token)):
                continue
            is_denied = clause.negated and clause.certainty is Certainty.ASSERTED
            yield _Occasion(clause.sentence, token, span, _mark(reading, clause), is_denied)


def _told(clause: Clause) -> Iterator[Token]:
    """What a clause says took place, or was led."""
    for sense in verb_senses(clause.lemma, "events"):
        holders = read_sense(clause, sense) if sense.predicate in _TOLD else None
        if holders is not None:
            yield from sense_arguments(clause, holders, sense.about)
    for sense in verb_senses(clause.lemma, "participations"):
        if sense.predicate == "leader" and sense.noun is None:
            yield from clause.objects


def _mark(reading: Reading, clause: Clause) -> str | None:
    period = read_period(clause.sentence, clause.dates)
    date = period.start or period.end
    if date is not None and period.doubt is None:
        return date.edtf
    places = clause_places(reading, clause)
    return places[0].reference.text if len(places) == 1 else None

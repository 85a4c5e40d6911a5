"""A Reading in, where it says that the war that it is about broke out, without naming it, out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.grammar.attachment import read_period
from pipeline.grammar.clause import Clause
from pipeline.grammar.events import event_at, read_head_noun, read_sense
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, entity_argument
from pipeline.lexicon.events import event_words
from pipeline.lexicon.verbs import verb_senses
from pipeline.model.date import PartialDate
from pipeline.model.entity import Entity, EntityKind
from pipeline.model.fact import Certainty
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

LONGEST_BEFORE = 8
"""Years: a battle may be of a war that broke out so long before it."""
_BARE = frozenset({"war", "hostilities"})
_NEAR = frozenset({"in", "on"})


@dataclass(frozen=True, slots=True)
class Outbreak:
    """One place where a text says that its war broke out on a date."""

    war: Argument
    date: PartialDate
    span: Span


def outbreaks(reading: Reading) -> Iterator[Outbreak]:
    """Yield where a bare `war` is the war of the article: `after the outbreak of war in April 1702`, `war
    broke out in 1702`. Only of a date that can be its own, since another war may be spoken of."""
    war, first, last = _war_of(reading)
    if war is None or first is None or last is None:
        return
    for token, date, span in (*_of_nouns(reading), *_of_clauses(reading)):
        year = date.earliest.year if date.earliest is not None and ".." not in date.edtf else None
        if year is not None and first <= year <= last:
            yield Outbreak(entity_argument(reading, war, token.span, "the war of the article"), date, span)


def _war_of(reading: Reading) -> tuple[Entity | None, int | None, int | None]:
    """The war that the infobox is about or that its event is a part of, with the years in which it can have
    broken out."""
    subject = reading.infobox_subject
    dates = [d for o in reading.infobox.occurrences if o.role in ("occurred", "lasted") for d in o.dates]
    begun = dates[0].period.start if len(dates) == 1 else None
    if subject is None or begun is None or begun.earliest is None:
        return None, None, None
    year = begun.earliest.year
    if _is_war(subject):
        return subject, year, year
    wholes = [i for s in reading.infobox.statement("part of") for i in s.items]
    whole = event_at(reading, wholes[0].name) if len(wholes) == 1 else None
    entity = reading.entities.get(whole.reference.entity_id or "") if whole is not None else None
    if entity is None or not _is_war(entity):
        return None, None, None
    return entity, year - LONGEST_BEFORE, year


def _is_of_its_parties(reading: Reading, clause: Clause) -> bool:
    """Whether a clause says of no other parties than those of the infobox that there was war `between Drovia
    and Velmora`."""
    others = clause.objects_of("between", "with", "against")
    sides = [i for side in reading.infobox.sides for i in side.belligerents]
    known = {e.entity_id for i in sides if (e := reading.entity_at(i.name)) is not None}
    between = [reading.entity_at(t) for t in others]
    return all(e is not None and e.entity_id in known for e in between)


def _is_war(entity: Entity) -> bool:
    noun = read_head_noun(entity) if entity.kind is EntityKind.EVENT else None
    return noun is not None and noun[0] in ("war", "civil war")


def _is_bare(sentence: Sentence, token: Token) -> bool:
    """Whether a token is `war` with nothing that says which."""
    told = [c for c in sentence.children(token) if c.dependency != "prep"]
    return token.text.lower() in _BARE and not told


def _of_nouns(reading: Reading) -> Iterator[tuple[Token, PartialDate, Span]]:
    for sentence in reading.sentences:
        for token in sentence.tokens:
            of = sentence.head(token)
            noun = sentence.head(of)
            if of.lemma != "of" or noun.lemma not in event_words().beginnings or noun.mask is not None:
                continue
            for date in reading.dates:
                gap = reading.document.text[token.span.end : max(token.span.end, date.span.start)]
                is_near = gap.strip() in _NEAR and gap == f" {gap.strip()} "
                if is_near and _is_bare(sentence, token) and date.start is not None and date.end is None:
                    yield token, date.start, noun.span.cover(date.span)


def _of_clauses(reading: Reading) -> Iterator[tuple[Token, PartialDate, Span]]:
    for clause in reading.clauses:
        began = any(
            s.predicate == "began" and s.about == "subject" and read_sense(clause, s) is not None
            for s in verb_senses(clause.lemma, "events")
        )
        is_told = (
            began and clause.certainty is Certainty.ASSERTED and not clause.negated and not clause.doubts
        )
        period = read_period(clause.sentence, clause.own_dates) if is_told else None
        if period is None or period.start is None or period.end is not None or period.doubt:
            continue
        for token in clause.subjects:
            if _is_bare(clause.sentence, token) and _is_of_its_parties(reading, clause):
                parts = (token.span, clause.verb.span, period.start.span)
                yield token, period.start, Span(min(p.start for p in parts), max(p.end for p in parts))

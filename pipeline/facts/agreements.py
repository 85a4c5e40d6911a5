"""Agreements: their sort, when and where they were signed, took effect, ended, and who ratified them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.grammar.antecedents import place_at
from pipeline.grammar.clause import Clause
from pipeline.grammar.nominals import find_nominal_events
from pipeline.grammar.noun_phrases import find_prepositions, noun_phrase_span
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    clause_statement,
    literal_argument,
    state_fact,
    subject_argument,
)
from pipeline.grammar.treaty_dates import settled_matters
from pipeline.lexicon.verbs import VerbSense, verb_senses
from pipeline.lexicon.words import nouns
from pipeline.mentions.infobox import DatedEvent, Occurrence
from pipeline.mentions.infobox_values import Ratification
from pipeline.model.entity import EntityKind
from pipeline.model.fact import Candidate, Fact
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

KIND = "agreements"
PLACES = (EntityKind.PLACE, EntityKind.POLITY)
RATIFIERS = (EntityKind.POLITY, EntityKind.GOVERNMENT, EntityKind.PERSON, EntityKind.ORGANIZATION)
OCCURRENCES = {
    "drafted": "drafted",
    "signed": "signed",
    "sealed": "sealed",
    "ratified": "was ratified",
    "effective": "took effect",
    "expired": "ended",
}
# Of which the place is told as well.
PLACED = frozenset({"signed", "drafted", "agreed"})
RANKING = frozenset({"first", "second", "third", "fourth", "fifth", "last", "final", "next", "only"})
SIGNING = frozenset({"signing", "signature", "conclusion"})


def agreements(reading: Reading) -> Iterator[Fact | Candidate]:
    """Yield what the infobox and the sentences state of agreements."""
    if reading.infobox_subject is not None and reading.infobox_subject.kind is EntityKind.AGREEMENT:
        for occurrence in reading.infobox.occurrences:
            yield from _infobox_dates(reading, occurrence)
        yield from _infobox_type(reading)
        yield from _ratifiers(reading)
        for ratification in reading.infobox.ratifications:
            yield from _ratified(reading, ratification)
    for dated in reading.infobox.events:
        yield from _infobox_event(reading, dated)
    for clause in reading.clauses:
        for sense in verb_senses(clause.lemma, KIND):
            if sense.noun is None or _has_noun(clause, sense.noun):
                yield from _clause_facts(reading, clause, sense)
    for clause in reading.clauses_of("be"):
        yield from _types(reading, clause)
    yield from _signings(reading)
    for matter in settled_matters(reading):
        yield state_fact(
            reading,
            Statement(
                KIND,
                matter.treaty,
                "settled",
                literal_argument(reading, matter.matter),
                start=matter.date.start,
                spans=(matter.span.cover(matter.treaty.span),),
            ),
        )


def _infobox_event(reading: Reading, dated: DatedEvent) -> Iterator[Fact | Candidate]:
    """`Event1: Treaty of Linden`, `Date Event1: 4 May 1709`: a treaty happens when it is signed."""
    item, period = dated.event, dated.period
    agreement = argument_at(reading, item.name, EntityKind.AGREEMENT) if item is not None else None
    if item is None or period is None or agreement is None or agreement.span != item.name:
        return
    fields = [f for f in dated.fields if any(f.span.contains(s) for s in period.spans)]
    spans = tuple(dict.fromkeys((item.field.span, *(f.span for f in fields))))
    about = reading.entities.get(agreement.reference.entity_id or "")
    doubts = (dated.doubt,) if dated.doubt else ()
    yield state_fact(
        reading,
        Statement(
            KIND,
            agreement,
            "signed",
            about=about,
            start=period.start,
            end=period.end,
            spans=spans,
            doubts=doubts,
        ),
    )


def _infobox_dates(reading: Reading, occurrence: Occurrence) -> Iterator[Fact | Candidate]:
    predicate = OCCURRENCES.get(occurrence.role)
    agreement = subject_argument(reading, occurrence.fields[0].label_span)
    if predicate is None or agreement is None:
        return
    places = [
        a for p in occurrence.places[:1] if p.doubt is None and (a := argument_at(reading, p.name, *PLACES))
    ]
    dates = [d for d in occurrence.dates if not d.labels]
    if len(dates) > 1 or not (dates or places):
        return
    period = dates[0].period if dates else None
    yield state_fact(
        reading,
        Statement(
            KIND,
            agreement,
            predicate,
            start=period.start if period else None,
            end=period.end if period else None,
            place=places[0] if places else None,
            spans=tuple(f.span for f in occurrence.fields),
            doubts=tuple(d.doubt for d in dates if d.doubt),
        ),
    )


def _infobox_type(reading: Reading) -> Iterator[Fact | Candidate]:
    for statement in reading.infobox.statement("type"):
        agreement = subject_argument(reading, statement.field.label_span)
        items = [i for i in statement.items if i.doubt is None]
        if agreement is None:
            continue
        for item in items:
            kind = _lower(literal_argument(reading, item.name))
            whole = statement.field.span if len(items) == 1 else statement.field.label_span.cover(item.span)
            yield state_fact(reading, Statement(KIND, agreement, "type", kind, spans=(whole,)))


def _ratifiers(reading: Reading) -> Iterator[Fact | Candidate]:
    """`Ratifiers: Drovia, Velmora`; when, the field does not say."""
    for statement in reading.infobox.statement("ratifier"):
        agreement = subject_argument(reading, statement.field.label_span)
        for item in statement.items:
            party = argument_at(reading, item.name, *RATIFIERS)
            if agreement is not None and party is not None:
                whole = statement.field.label_span.cover(item.span)
                doubts = (item.doubt,) if item.doubt else ()
                said = Statement(KIND, agreement, "ratified by", party, spans=(whole,), doubts=doubts)
                yield state_fact(reading, said)


def _ratified(reading: Reading, ratification: Ratification) -> Iterator[Fact | Candidate]:
    agreement = subject_argument(reading, ratification.field.label_span)
    party = argument_at(reading, ratification.party.name, *RATIFIERS)
    if agreement is None or party is None:
        return
    yield state_fact(
        reading,
        Statement(
            KIND,
            agreement,
            "ratified by",
            party,
            start=ratification.period.start,
            end=ratification.period.end,
            spans=(Span(party.span.start, max(s.end for s in (party.span, *ratification.period.spans))),),
            doubts=(ratification.party.doubt,) if ratification.party.doubt else (),
        ),
    )


def _lower(argument: Argument) -> Argument:
    """`Peace treaty` in an infobox is the `peace treaty` of a sentence."""
    text = argument.reference.text
    lowered = text[:1].lower() + text[1:]
    if lowered == text:
        return argument
    return Argument(replace(argument.reference, text=lowered), argument.span, "lower_case")


def _has_noun(clause: Clause, noun: str) -> bool:
    tokens = [*clause.objects, *(o for p in clause.prepositions for o in p.objects)]
    tokens += [t for t in clause.sentence.children(clause.verb) if t.dependency in ("acomp", "oprd")]
    return any(t.lemma == noun for t in tokens)


def _clause_facts(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Fact | Candidate]:
    for token in clause.objects if sense.about == "object" else clause.subjects:
        agreement = argument_at(reading, token, EntityKind.AGREEMENT)
        if agreement is None:
            continue
        values: list[Argument | None] = [None]
        if sense.predicate == "ratified by":
            values = [a for t in clause.subjects if (a := argument_at(reading, t, *RATIFIERS))]
        is_unsaid = sense.predicate == "ratified by" and not clause.subjects
        for value in values or ([None] if is_unsaid else []):
            statement = clause_statement(
                clause,
                kind=KIND,
                subject=agreement,
                predicate="was ratified" if is_unsaid else sense.predicate,
                object=value,
                place=_place(reading, clause, token) if sense.predicate in PLACED else None,
            )
            yield state_fact(reading, _without_bare_signing(statement))


def _place(reading: Reading, clause: Clause, token: Token) -> Argument | None:
    """The place of a signing; the parser may tie `in Halvey` to the treaty as well as to the verb."""
    tied = (
        o
        for word, objects in find_prepositions(clause.sentence, token)
        if word.lemma in ("in", "at")
        for o in objects
    )
    tokens = (*clause.objects_of("in", "at", "where"), *tied, *_behind(clause))
    places = (place_at(reading, clause.sentence, o) for o in tokens)
    return next((p for p in places if p is not None and _is_town(reading, p)), None)


def _is_town(reading: Reading, place: Argument) -> bool:
    return reading.entities[place.reference.entity_id or ""].kind is EntityKind.PLACE


def _behind(clause: Clause) -> Iterator[Token]:
    """`was a treaty signed on 4 May 1709, in Halvey`, where the parser ties the place to the noun."""
    if clause.parent is not None and clause.verb.dependency == "acl":
        for word, objects in find_prepositions(clause.sentence, clause.parent):
            if word.lemma in ("in", "at") and word.index > clause.verb.index:
                yield from objects


def _without_bare_signing(statement: Statement) -> Statement:
    """A signing of which neither day nor place is said tells nothing here; who signed is a participation."""
    says_something = statement.start or statement.end or statement.place or statement.object
    # "was never ratified": that it never was is all there is to say.
    if says_something or (statement.negated and statement.predicate == "was ratified"):
        return statement
    return replace(statement, doubts=(*statement.doubts, "no date and no place"))


def _types(reading: Reading, clause: Clause) -> Iterator[Fact | Candidate]:
    """`The Treaty of Linden was a trade treaty.`"""
    for token in clause.subjects:
        agreement = argument_at(reading, token, EntityKind.AGREEMENT)
        if agreement is None:
            continue
        for said in clause.complements_as():
            head = nouns().heads.get(said.lemma)
            if said.mask is None and head is not None and head.kind is EntityKind.AGREEMENT:
                span = _sort_span(clause.sentence, said)
                yield state_fact(
                    reading,
                    clause_statement(
                        clause,
                        kind=KIND,
                        subject=agreement,
                        predicate="type",
                        object=literal_argument(reading, span),
                        is_dated=False,
                    ),
                )


def _sort_span(sentence: Sentence, noun: Token) -> Span:
    """The noun with the words that say of which sort it is: not `last` and `largest`, which rank it."""
    span = noun_phrase_span(sentence, noun)
    for token in sentence.tokens:
        if span.contains(token.span) and (token.tag in ("JJS", "RBS") or token.lemma in RANKING):
            span = Span(sentence.tokens[token.index + 1].span.start, span.end)
    return span


def _signings(reading: Reading) -> Iterator[Fact | Candidate]:
    """`the signing of the Treaty of Linden in Halvey on 4 May 1709`."""
    for sentence in reading.sentences:
        for event in find_nominal_events(sentence, reading.dates, reading.kind_at, SIGNING):
            for token in event.of_objects:
                agreement = argument_at(reading, token, EntityKind.AGREEMENT)
                if agreement is None or not event.dates:
                    continue
                date = event.dates[0]
                places = [a for t in event.places if (a := argument_at(reading, t, EntityKind.PLACE))]
                yield state_fact(
                    reading,
                    Statement(
                        KIND,
                        agreement,
                        "signed",
                        start=date.start,
                        end=date.end,
                        place=places[0] if len(places) == 1 else None,
                        negated=event.negated,
                        certainty=event.certainty,
                        spans=(event.token.span.cover(agreement.span).cover(date.span),),
                        doubts=(*event.doubts, *(("two dates",) if len(event.dates) > 1 else ())),
                    ),
                )

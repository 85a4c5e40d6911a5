"""A Reading in, what verbs say of its events out: when and where one `took place`, `broke out`, `ended`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.grammar.attachment import attach_dates, read_period
from pipeline.grammar.clause import Clause, SubjectSource, Voice
from pipeline.grammar.event_fields import KIND, entity_of_event, event_statement
from pipeline.grammar.events import (
    NEAR_WORDS,
    PLACES,
    clause_places,
    event_at,
    is_lasting,
    it_event,
    read_sense,
    sense_arguments,
    sense_objects,
    with_words,
)
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    clause_statement,
)
from pipeline.lexicon.verbs import verb_senses
from pipeline.model.date import DateMention, PartialDate, Resolution
from pipeline.model.entity import MentionForm
from pipeline.model.fact import Certainty
from pipeline.model.syntax import Token


def clause_events(reading: Reading) -> Iterator[Statement]:
    """Yield what `The Battle of Halvey took place in May 1704`, `the Salt War broke out` state."""
    for clause in reading.clauses:
        for sense in verb_senses(clause.lemma, KIND):
            decided = clause.decide(lambda t: event_at(reading, t) is not None)
            holders = read_sense(decided, sense)
            if holders is None:
                continue
            tokens = sense_arguments(decided, holders, sense.about)
            if sense.about == "object" and not tokens and decided.voice is Voice.ACTIVE:
                # "a conflict fought between 1701 and 1714": what the parser takes for who fights is fought.
                tokens = decided.subjects
            for token in tokens:
                event = event_at(reading, token) or it_event(reading, decided, token)
                if event is not None:
                    yield from _happened(reading, decided, sense.predicate, event, holders)


def dates_of_deeds(reading: Reading) -> Iterator[Statement]:
    """Yield what `Feld was killed at the Battle of Halvey in 1704` says of the battle: a date of somebody's
    part in a battle is the battle's, where one that lasts has it for a part of its time only."""
    for clause in reading.clauses:
        if clause.certainty is not Certainty.ASSERTED or clause.negated:
            continue
        is_own = clause.subject_source in (SubjectSource.OWN, SubjectSource.COORDINATION)
        dates = clause.own_dates or (clause.dates if is_own else ())
        at = [a for o in sense_objects(clause, (), "at", "in") if (a := event_at(reading, o)) is not None]
        period = read_period(clause.sentence, dates)
        is_plain = len(dates) == 1 and dates[0].resolution is Resolution.EXPLICIT
        if len(at) != 1 or is_lasting(entity_of_event(reading, at[0])) or not is_plain:
            continue
        if period.start is None or period.end is not None or ".." in period.start.edtf:
            continue
        mention = reading.mention_at(at[0].span)
        is_told = mention is not None and mention.resolution == "event and date"
        if mention is not None and (mention.form is MentionForm.NAME or is_told):
            spans = (at[0].span.cover(period.start.span).cover(clause.verb.span),)
            yield event_statement(
                reading, at[0], "occurred", period=(period.start, None), spans=spans, doubts=clause.doubts
            )


def _happened(
    reading: Reading, clause: Clause, predicate: str, event: Argument, holders: tuple[Token, ...]
) -> Iterator[Statement]:
    places = clause_places(reading, clause)
    is_whole = predicate == "occurred"
    statement = clause_statement(
        clause,
        kind=KIND,
        subject=event,
        predicate=predicate,
        about=entity_of_event(reading, event),
        place=None if is_whole or len(places) != 1 else places[0],
    )
    statement = with_words(statement, holders)
    if is_whole and len(clause.dates) == 1:
        start, end = whole_period(reading, event, clause.dates[0])
        statement = replace(statement, start=start, end=end)
    if statement.start is not None and statement.end is not None:
        # "undertook the campaign from May to July": no beginning lasts.
        statement = replace(statement, predicate="occurred")
    if is_whole and len(clause.dates) == 1 and clause.dates[0].modifier in ("since", "from"):
        # "had gone on since 1702": the year is that of its beginning.
        statement = replace(statement, predicate="began" if statement.end is None else "occurred")
    if predicate in ("began", "ended") and not clause.dates:
        statement = _dated_by_companion(reading, clause, statement)
    if any(t.lemma == "earnest" for t in clause.objects_of("in")):
        statement = replace(statement, doubts=(*statement.doubts, "in earnest"))
    if statement.start or statement.end:
        yield statement
    elif clause.dates:
        yield replace(statement, doubts=(*statement.doubts, "date not read"))
    elif is_whole and statement.negated and statement.certainty is Certainty.ASSERTED and not places:
        # "The plebiscite never took place."
        yield statement
    elif predicate == "ended" and not statement.negated and clause.objects_of("after", "following", "upon"):
        # "The occupation came to an end after the treaty was signed": that it ended is told, if not when.
        yield statement
    if is_whole:
        for place in places or _near_places(reading, clause):
            located = clause_statement(
                clause,
                kind=KIND,
                subject=event,
                predicate="location",
                object=place,
                about=entity_of_event(reading, event),
                place=place,
                is_dated=False,
                doubts=() if places else ("only near the place",),
            )
            yield with_words(located, holders)


def _dated_by_companion(reading: Reading, clause: Clause, statement: Statement) -> Statement:
    """`The war ended with the signing of the Treaty of Linden in 1709`: that with which it ended is of the
    date of its end."""
    companions = {t.index for t in clause.objects_of("with")}
    found = [a.date for a in attach_dates(clause.sentence, reading.dates) if a.owner.index in companions]
    if len(companions) != 1 or len(found) != 1:
        return statement
    period = read_period(clause.sentence, found)
    if period.start is None or period.end is not None or period.doubt or ".." in period.start.edtf:
        return statement
    spans = tuple(s.cover(period.start.span) for s in statement.spans)
    return replace(statement, start=period.start, spans=spans)


def whole_period(
    reading: Reading, event: Argument, date: DateMention
) -> tuple[PartialDate | None, PartialDate | None]:
    """Return the period of an event: one that lasts and was fought `between 1701 and 1714` fills that time,
    where between gives anything else a point within bounds."""
    if date.modifier == "between" and len(date.parts) == 2 and is_lasting(entity_of_event(reading, event)):
        return date.parts
    return date.start, date.end


def _near_places(reading: Reading, clause: Clause) -> tuple[Argument, ...]:
    found = [argument_at(reading, o, *PLACES) for o in clause.objects_of(*NEAR_WORDS)]
    return tuple(a for a in found if a is not None)

"""A sentence in, who won or was defeated at which place, where no battle is named, out."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.grammar.attachment import read_period
from pipeline.grammar.bodies import actor_at
from pipeline.grammar.clause import Clause, Voice
from pipeline.grammar.events import IN_WORDS, event_at, read_sense, sense_arguments, sense_objects, with_words
from pipeline.grammar.nominals import NominalEvent, find_nominal_events
from pipeline.grammar.noun_phrases import find_prepositions
from pipeline.grammar.outcome_statements import KIND
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, Statement, argument_at, clause_statement
from pipeline.lexicon.acts import act_nouns
from pipeline.lexicon.verbs import verb_senses
from pipeline.model.entity import EntityKind
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

# What an act of a role at a place is, with and without whom it was over.
_PREVAILING = frozenset({"win", "triumph", "prevail"})
_PREDICATES = {"victor": "won", "defeated": "was defeated"}


def victories(reading: Reading, sentence: Sentence) -> Iterator[Statement]:
    """Yield what nouns say of places where no battle is named: `Feld's victory over Dray at Pell in 1704`,
    `the defeat of Feld at Pell`."""
    if not any(t.lemma in act_nouns() for t in sentence.tokens):
        return
    for act in find_nominal_events(sentence, reading.dates, reading.kind_at, act_nouns()):
        if act.token.tag == "NNS" or act.negated or _names_event(reading, act):
            continue
        for place in _places(reading, _where(act)):
            winners = _members(reading, act, "victor")
            losers = _members(reading, act, "defeated")
            for winner in winners:
                for loser in losers:
                    yield _of_act(act, winner, "defeated", loser, place)
                if not losers:
                    yield _of_act(act, winner, "won", None, place)
            for loser in losers if not winners else ():
                yield _of_act(act, loser, "was defeated", None, place)


def _names_event(reading: Reading, act: NominalEvent) -> bool:
    return any(
        event_at(reading, o) is not None for o in (*act.prepositions_of(*IN_WORDS, "into"), *act.of_objects)
    )


def _where(act: NominalEvent) -> tuple[Token, ...]:
    """What stands after `at`, beside the noun or beside whom it was over: `the defeat of Feld at Pell`. What
    stands after `in` may be any field of a success."""
    beside = (*act.of_objects, *act.by_objects, *act.prepositions_of("over", "against"))
    phrases = [p for t in beside if t.mask is not None for p in find_prepositions(act.sentence, t)]
    return (
        *act.prepositions_of("at"),
        *(o for word, objects in phrases if word.lemma == "at" for o in objects),
    )


def _places(reading: Reading, tokens: tuple[Token, ...]) -> tuple[Argument, ...]:
    """The places that follow, states left out: a success in Drovia may be one at court."""
    found = [a for t in tokens if (a := argument_at(reading, t, EntityKind.PLACE)) is not None]
    return tuple(found) if len(found) == len(tokens) else ()


def _members(reading: Reading, act: NominalEvent, role: str) -> list[Argument]:
    tokens: list[Token] = []
    for place, known in act_nouns()[act.lemma].roles.items():
        if known != role:
            continue
        if place == "holder":
            tokens += [act.possessor] if act.possessor is not None else act.modifiers
        else:
            by_word = {"of": act.of_objects, "by": act.by_objects}
            tokens += by_word.get(place) or act.prepositions_of(place)
    return [a for t in tokens if (a := actor_at(reading, act.sentence, t)) is not None]


def _of_act(
    act: NominalEvent,
    subject: Argument,
    predicate: str,
    spoken: Argument | None,
    place: Argument,
) -> Statement:
    period = read_period(act.sentence, act.dates)
    parts = [act.token.span, subject.span, place.span, *([spoken.span] if spoken is not None else [])]
    parts += [d.span for d in (period.start, period.end) if d is not None]
    return Statement(
        KIND,
        subject,
        predicate,
        spoken,
        start=period.start,
        end=period.end,
        place=place,
        certainty=act.certainty,
        spans=(Span(min(s.start for s in parts), max(s.end for s in parts)),),
        doubts=(*act.doubts, *((period.doubt,) if period.doubt else ())),
    )


def won_at_places(reading: Reading, clause: Clause) -> Iterator[Statement]:
    """Yield what `Feld won a victory at Pell`, `Dray suffered a defeat at Corrow`, `Roe won at Linden`
    state."""
    if clause.lemma in _PREVAILING and not clause.objects and clause.voice is Voice.ACTIVE:
        tokens = clause.objects_of("at")
        for token in clause.subjects if not any(event_at(reading, t) is not None for t in tokens) else ():
            winner = actor_at(reading, clause.sentence, token)
            for place in _places(reading, tokens) if winner is not None else ():
                if winner is not None:
                    yield clause_statement(clause, kind=KIND, subject=winner, predicate="won", place=place)
    for sense in verb_senses(clause.lemma, "participations"):
        predicate = _PREDICATES.get(sense.predicate)
        holders = read_sense(clause, sense) if predicate is not None and sense.noun is not None else None
        if predicate is None or not holders or sense.about != "subject":
            continue
        tokens = sense_objects(clause, holders, "at", "in")
        if any(event_at(reading, t) is not None for t in tokens):
            continue
        for token in sense_arguments(clause, holders, sense.about):
            who = actor_at(reading, clause.sentence, token)
            for place in _places(reading, tokens) if who is not None else ():
                if who is not None:
                    said = clause_statement(clause, kind=KIND, subject=who, predicate=predicate, place=place)
                    yield with_words(said, holders)

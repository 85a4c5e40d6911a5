"""Outcomes: what came of an event, what a side lost, and what befell a person in it.

Losses of a side are its own (`Drovia lost 519 killed`, `Drovia suffered heavy casualties`); where only the
event or who did it is known, the verb is theirs (`Storming of Halvey killed 12`). Numbers stay as written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.grammar.advantages import advantages
from pipeline.grammar.attacks import PREDICATES as ATTACKED
from pipeline.grammar.attacks import attacks
from pipeline.grammar.clause import Clause
from pipeline.grammar.counts import CountedPhrase, find_counted_phrases
from pipeline.grammar.deaths import lives_lost
from pipeline.grammar.deeds import (
    OWN_ENDS,
    decide_victim,
    deeds,
    defeats,
    overthrows,
    own_ends,
    suppressions,
)
from pipeline.grammar.events import read_sense
from pipeline.grammar.looting import PREDICATES as LOOTED
from pipeline.grammar.looting import looted_places
from pipeline.grammar.losses import losses_at_a_cost, own_losses, total_losses
from pipeline.grammar.outcome_statements import KIND
from pipeline.grammar.reading import Reading
from pipeline.grammar.results import consequences, endings, infobox_results
from pipeline.grammar.side_losses import fates, side_losses
from pipeline.grammar.statement import Statement, state_fact
from pipeline.grammar.victories import victories, won_at_places
from pipeline.lexicon.verbs import VerbSense, verb_senses
from pipeline.model.fact import Candidate, Fact

_LOSING = frozenset({"lost", "suffered"})


def outcomes(reading: Reading) -> Iterator[Fact | Candidate]:
    """Yield the outcomes that the infobox and the sentences state."""
    for statement in (*_infobox_statements(reading), *_sentence_statements(reading)):
        yield state_fact(reading, statement)


def _infobox_statements(reading: Reading) -> Iterator[Statement]:
    for side in reading.infobox.sides:
        yield from side_losses(reading, side)
        yield from fates(reading, side)
    yield from infobox_results(reading)


def _sentence_statements(reading: Reading) -> Iterator[Statement]:
    phrases = {s.number: find_counted_phrases(reading.document.text, s) for s in reading.sentences}
    for clause in reading.clauses:
        here = phrases[clause.sentence.number]
        for sense in verb_senses(clause.lemma, KIND):
            yield from _clause_statements(reading, clause, sense, here)
            if sense.predicate in LOOTED:
                yield from looted_places(reading, clause, KIND, sense.predicate)
        yield from won_at_places(reading, clause)
        yield from advantages(reading, clause)
        yield from lives_lost(reading, clause, here)
        yield from losses_at_a_cost(reading, clause, here)
        yield from total_losses(reading, clause, here)
    for sentence in reading.sentences:
        yield from victories(reading, sentence)


def _clause_statements(
    reading: Reading, clause: Clause, sense: VerbSense, phrases: Sequence[CountedPhrase]
) -> Iterator[Statement]:
    if sense.predicate == "ended":
        yield from endings(reading, clause, sense)
        return
    if sense.predicate in ATTACKED:
        yield from attacks(reading, clause, sense)
        return
    decided = decide_victim(reading, clause, phrases)
    holders = read_sense(decided, sense)
    if holders is None:
        return
    if sense.predicate in _LOSING:
        yield from own_losses(reading, decided, sense, phrases)
    elif sense.predicate in ("defeated", "repulsed"):
        yield from defeats(reading, decided, sense)
    elif sense.predicate == "suppressed":
        yield from suppressions(reading, decided, sense)
    elif sense.predicate == "overthrew":
        yield from overthrows(reading, decided, sense)
    elif sense.predicate == "resulted in":
        yield from consequences(reading, decided, sense, phrases)
    elif sense.predicate in OWN_ENDS:
        yield from own_ends(reading, decided, sense, phrases)
    else:
        yield from deeds(reading, decided, sense, holders, phrases)

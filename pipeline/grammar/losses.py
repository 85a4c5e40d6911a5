"""A clause and its counted phrases in, what a side lost in it out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.grammar.bodies import actor_at, side_of
from pipeline.grammar.both_sides import both_sides
from pipeline.grammar.clause import Clause, Voice
from pipeline.grammar.counts import CountedPhrase, phrase_at, phrases_from
from pipeline.grammar.events import event_at
from pipeline.grammar.noun_phrases import find_prepositions
from pipeline.grammar.outcome_statements import (
    event_of_clause,
    far_participle,
    outcome_statement,
    phrase_cells,
    phrase_doubts,
    text_between,
)
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Statement, literal_argument, normalized_argument
from pipeline.lexicon.forces import force_words
from pipeline.lexicon.verbs import VerbSense

_DRIVEN_OFF = frozenset({"drive", "repulse", "repel", "beat", "defeat", "rout", "throw", "force"})
_TOTALLING = frozenset({"total", "number", "amount", "be"})


def own_losses(
    reading: Reading, clause: Clause, sense: VerbSense, phrases: Sequence[CountedPhrase]
) -> Iterator[Statement]:
    """Yield what `Drovia lost 600 men and 3 ships`, `the Drovians suffered heavy casualties` state."""
    losers = [a for t in clause.subjects if (a := actor_at(reading, clause.sentence, t)) is not None]
    both = [a for t in clause.subjects for a in both_sides(reading, clause.sentence, t)]
    events = [a for t in clause.subjects if (a := event_at(reading, t)) is not None]
    for phrase in object_phrases(reading, clause, phrases):
        if not is_loss(phrase, sense.predicate):
            continue
        if phrase.count is not None:
            both = []  # A number of both is the number of none.
        for loser in (*losers, *both) if not events else ():
            loss = phrase.outcome or "lost"
            cells = phrase_cells(reading, phrase, loss, clause.verb.span, loser)
            spoken = literal_argument(reading, phrase.span)
            doubts = (
                *phrase_doubts(phrase),
                *far_participle(clause),
                *(("whose losses",) if len(losers) > 1 else ()),
            )
            predicate = "suffered" if phrase.outcome == "casualties" else sense.predicate
            event = event_of_clause(reading, clause)
            yield outcome_statement(reading, clause, loser, predicate, spoken, event, cells, doubts)


def losses_at_a_cost(
    reading: Reading, clause: Clause, phrases: Sequence[CountedPhrase]
) -> Iterator[Statement]:
    """Yield what `marched at the cost of six casualties`, `took the keep with the loss of 30 men` state; in
    `were repulsed by Roe with the loss of 30 men` they are of those repulsed, in `was taken by Roe with the
    loss of 30 men` nobody can say whose."""
    for noun in clause.objects_of("at", "with"):
        if noun.lemma not in ("cost", "loss", "price") or noun.mask is not None:
            continue
        for word, objects in find_prepositions(clause.sentence, noun):
            for token in objects if word.lemma == "of" else ():
                phrase = phrase_at(phrases, token)
                if phrase is None or not is_loss(phrase, "lost"):
                    continue
                tokens = clause.subjects
                if clause.voice is Voice.PASSIVE:
                    tokens = clause.objects if clause.lemma in _DRIVEN_OFF else ()
                losers = [a for t in tokens if (a := actor_at(reading, clause.sentence, t)) is not None]
                for loser in losers:
                    cells = phrase_cells(reading, phrase, phrase.outcome or "lost", noun.span, loser)
                    predicate = "suffered" if phrase.outcome == "casualties" else "lost"
                    yield outcome_statement(
                        reading, clause, loser, predicate, literal_argument(reading, phrase.span),
                        event_of_clause(reading, clause), cells,
                        (*phrase_doubts(phrase), *(("whose losses",) if len(losers) > 1 else ())),
                    )  # fmt: skip


def total_losses(reading: Reading, clause: Clause, phrases: Sequence[CountedPhrase]) -> Iterator[Statement]:
    """Yield what `Drovian losses totalled over 1,000 men`, `Roe's casualties were 500 killed` state."""
    known = force_words()
    for token in clause.subjects if clause.lemma in _TOTALLING else ():
        if token.mask is not None or token.lemma not in ("casualty", "loss"):
            continue
        party = side_of(reading, clause.sentence, token)
        after = [p for p in phrases if p.span.start >= clause.verb.span.end]
        if (
            not after
            or party is None
            or re.search(r"[,;(]", text_between(reading, clause.verb.span, after[0].span))
        ):
            continue
        for phrase in phrases_from(reading.document.text, phrases, after[0]):
            fits = phrase.thing is None or phrase.thing.lemma in known.countable | known.losses.keys()
            loss = phrase.outcome or known.losses[token.lemma]
            bare = phrase.outcome is None and phrase.thing is None
            spoken = literal_argument(reading, phrase.span)
            if bare:
                words = f"{reading.quote(phrase.span)} {token.text}"
                spoken = normalized_argument(words, token.span.cover(phrase.span), "number_of_subject")
            yield outcome_statement(
                reading, clause, party, "suffered" if bare or phrase.outcome == "casualties" else "lost",
                spoken, event_of_clause(reading, clause),
                phrase_cells(reading, phrase, loss, token.span, party),
                (*phrase_doubts(phrase), *(() if fits else ("no loss",))), (token,),
            )  # fmt: skip


def object_phrases(
    reading: Reading, clause: Clause, phrases: Sequence[CountedPhrase]
) -> tuple[CountedPhrase, ...]:
    """Return the counted phrases that a clause has for objects, with those that go on from the last."""
    found: list[CountedPhrase] = []
    for token in clause.objects:
        phrase = phrase_at(phrases, token)
        if phrase is not None and phrase not in found:
            found.append(phrase)
    if clause.voice is Voice.ACTIVE and not found:
        after = [p for p in phrases if 0 <= p.span.start - clause.verb.span.end <= 1]
        found += after[:1]
    if found and clause.voice is Voice.ACTIVE:
        chained = phrases_from(reading.document.text, phrases, found[-1])
        found += [p for p in chained if p not in found]
    return tuple(found)


def is_loss(phrase: CountedPhrase, predicate: str) -> bool:
    """Say whether a counted phrase is a loss to somebody of whom `predicate` says it."""
    if phrase.outcome is not None:
        return True
    if phrase.thing is None or predicate == "suffered":
        return False
    known = force_words()
    return phrase.thing.lemma.lower() in (known.members | known.equipment)

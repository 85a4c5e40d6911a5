"""A clause and its counted phrases in, how many lives its event took out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.grammar.antecedents import decide_clause
from pipeline.grammar.clause import Clause
from pipeline.grammar.counts import CountedPhrase, phrase_at
from pipeline.grammar.events import event_at
from pipeline.grammar.noun_phrases import find_of_objects
from pipeline.grammar.outcome_statements import outcome_statement, party_of, phrase_cells, phrase_doubts
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Statement, literal_argument
from pipeline.lexicon.forces import force_words
from pipeline.model.syntax import Token

_TAKING = frozenset({"claim", "cost", "take"})
_BRINGING = {"result": "in", "lead": "to", "end": "in", "culminate": "in"}
_DEATHS = frozenset({"death", "killing"})


def lives_lost(reading: Reading, clause: Clause, phrases: Sequence[CountedPhrase]) -> Iterator[Statement]:
    """Yield what `the Salt War claimed the lives of 5,000 people`, `the siege resulted in the deaths of 300
    guards` state: whom an event killed."""
    nouns = tuple(_nouns_of_death(clause))
    if not nouns:
        return
    decided = decide_clause(reading, clause, lambda t: event_at(reading, t) is not None)
    events = [a for t in decided.subjects if (a := event_at(reading, t)) is not None]
    known = force_words()
    for noun in nouns if len(events) == len(decided.subjects) == 1 else ():
        for token in find_of_objects(clause.sentence, noun):
            phrase = phrase_at(phrases, token)
            if phrase is None or phrase.count is None or phrase.thing is None or phrase.outcome is not None:
                continue
            party = party_of(reading, clause.sentence, phrase)
            cells = phrase_cells(reading, phrase, "killed", noun.span, party)
            fits = phrase.thing.mask is not None or phrase.thing.lemma.lower() in known.members | known.people
            doubts = (*phrase_doubts(phrase), *(() if fits else ("what is counted",)))
            spoken = literal_argument(reading, phrase.span)
            yield outcome_statement(
                reading, decided, events[0], "killed", spoken, events[0], cells, doubts, (noun,)
            )


def _nouns_of_death(clause: Clause) -> Iterator[Token]:
    """`lives` of `claimed the lives of`, `deaths` of `resulted in the deaths of`, `caused the deaths of`."""
    for token in clause.objects:
        taken = clause.lemma in _TAKING and token.lemma == "life"
        if token.mask is None and (taken or (clause.lemma == "cause" and token.lemma in _DEATHS)):
            yield token
    word = _BRINGING.get(clause.lemma)
    for token in clause.objects_of(word) if word is not None else ():
        if token.mask is None and token.lemma in _DEATHS:
            yield token

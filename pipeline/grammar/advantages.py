"""A clause in, which advantage a side won or lost in it out: `won naval superiority`, `lost its access to the
sea`."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.grammar.antecedents import decide_clause
from pipeline.grammar.bodies import actor_at
from pipeline.grammar.clause import Clause
from pipeline.grammar.lands import find_lands
from pipeline.grammar.noun_phrases import find_prepositions, noun_phrase_span
from pipeline.grammar.outcome_statements import event_of_clause, outcome_statement
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, Statement, literal_argument
from pipeline.lexicon.forces import force_words
from pipeline.model.span import Span
from pipeline.model.syntax import Token

_WON = frozenset({"win", "gain", "achieve", "secure", "obtain", "establish", "regain", "attain"})
_OVER = frozenset({"of", "over", "to", "from"})
LONGEST_ADVANTAGE = 7
"""Words: a longer one is told, not named."""


def advantages(reading: Reading, clause: Clause) -> Iterator[Statement]:
    """Yield what `Drovia won naval superiority at Halvey`, `Velmora lost access to the sea` state; a land of
    which somebody gains control is a territory's."""
    predicate = "won" if clause.lemma in _WON else "lost" if clause.lemma == "lose" else None
    nouns = [t for t in clause.objects if t.mask is None and t.lemma in force_words().advantages]
    if predicate is None or len(nouns) != 1:
        return
    decided = decide_clause(reading, clause, lambda t: actor_at(reading, clause.sentence, t) is not None)
    who = [a for t in decided.subjects if (a := actor_at(reading, clause.sentence, t)) is not None]
    advantage = _advantage(reading, clause, nouns[0])
    for actor in who if advantage is not None and len(who) == len(decided.subjects) else ():
        yield outcome_statement(
            reading, decided, actor, predicate, advantage, event_of_clause(reading, decided)
        )


def _advantage(reading: Reading, clause: Clause, noun: Token) -> Argument | None:
    """`naval superiority`, `access to the Corrow Ocean`; None where it is one over a land, or too long."""
    sentence = clause.sentence
    span = noun_phrase_span(sentence, noun)
    words = [t for t in sentence.tokens if span.contains(t.span) and t is not noun]
    if any(t.dependency == "poss" or t.tag == "PRP$" for t in words):
        # "its access": whose, the words do not say when they stand alone.
        span = noun.span
    beside = [objects for word, objects in find_prepositions(sentence, noun) if word.lemma in _OVER]
    for objects in beside[:1]:
        inside = noun_phrase_span(sentence, objects[0])
        pronouns = [t for t in sentence.tokens if inside.contains(t.span) and t.tag in ("PRP", "PRP$")]
        if len(objects) != 1 or pronouns or find_lands(reading, sentence, objects[0], ()):
            return None
        span = Span(span.start, inside.end)
    is_told = bool(beside) or any(t.dependency in ("amod", "compound") for t in words)
    return literal_argument(reading, span) if is_told and _is_short(reading, span) else None


def _is_short(reading: Reading, span: Span) -> bool:
    return len(reading.quote(span).split()) <= LONGEST_ADVANTAGE

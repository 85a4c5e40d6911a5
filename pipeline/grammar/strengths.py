"""Counted phrases in, whether and in which words they tell how strong a force is out."""

from __future__ import annotations

import re

from pipeline.grammar.clause import Clause
from pipeline.grammar.counts import CountedPhrase
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, literal_argument
from pipeline.lexicon.forces import force_words
from pipeline.model.fact import Certainty
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token


def strength_or_equipment(phrase: CountedPhrase, *, may_be_bare: bool = False) -> str | None:
    """Return strength for men, equipment for ships and guns; None for anything else that is counted."""
    if phrase.count is None or phrase.outcome is not None:
        return None
    if phrase.thing is None:
        return "strength" if may_be_bare else None
    lemma, known = phrase.thing.lemma.lower(), force_words()
    if phrase.thing.mask is not None:
        return None
    if lemma in known.members:
        return "strength"
    return "equipment" if lemma in known.equipment else None


def part_gates(phrase: CountedPhrase) -> tuple[str, ...]:
    """Return the gate of a number that is said to be more of something; empty for any other."""
    return ("part of a number",) if phrase.is_part else ()


def counted_argument(reading: Reading, phrase: CountedPhrase) -> Argument:
    """Return the number with its noun, and `each` where it follows."""
    after = re.match(r" (?:each|apiece)\b", reading.document.text[phrase.span.end : phrase.span.end + 8])
    end = phrase.span.end + (after.end() if after else 0)
    return literal_argument(reading, Span(phrase.span.start, end))


def is_equipment(words: str) -> bool:
    """Say whether a phrase counts ships, guns and the like: `wooden ships`, `ships of the line`."""
    known = force_words().equipment
    parts = [w.removesuffix("s") for w in re.split(r"[\s-]+", words.lower())]
    return any(part in known for part in parts) or words.lower() in known


def unreal_gates(reading: Reading, sentence: Sentence, token: Token) -> tuple[str, ...]:
    """Return the gate of a body in a clause that is planned, imagined or denied; empty for any other."""
    unreal = (Certainty.PLANNED, Certainty.COUNTERFACTUAL)
    governing = _governing(reading, sentence, token)
    stated = all(not c.negated and c.certainty not in unreal for c in governing)
    return () if stated else ("in a clause not asserted",)


def is_planned(reading: Reading, sentence: Sentence, token: Token) -> bool:
    """Say whether a body is in a clause that is planned, and in none that is denied or imagined: `allowed him
    to raise`."""
    governing = _governing(reading, sentence, token)
    kinds = {c.certainty for c in governing}
    return (
        Certainty.PLANNED in kinds
        and Certainty.COUNTERFACTUAL not in kinds
        and not any(c.negated for c in governing)
    )


def _governing(reading: Reading, sentence: Sentence, token: Token) -> list[Clause]:
    verbs = {t.index for t in sentence.ancestors(token)}
    return [c for c in reading.clauses if c.sentence.number == sentence.number and c.verb.index in verbs]

"""A Reading in, whom its nouns call founders of a body or state out: `its founders were Feld and Roe`,
`Feld was a founder of the Blue League`, `Feld, founder of the Blue League`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.grammar.clause import Clause
from pipeline.grammar.noun_phrases import expand_list, find_appositions, find_of_objects, find_possessor
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, argument_at
from pipeline.model.entity import EntityKind
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

_NOUNS = frozenset({"founder", "co-founder", "cofounder"})
_DENIED = frozenset({"no", "neither"})


@dataclass(frozen=True, slots=True)
class Founding:
    """One place where somebody is called a founder."""

    founded: Argument
    founders: tuple[Argument, ...]
    words: Span
    """The noun."""

    @property
    def span(self) -> Span:
        """The stretch that states it."""
        spans = [self.founded.span, self.words, *(f.span for f in self.founders)]
        return Span(min(s.start for s in spans), max(s.end for s in spans))


def foundings(reading: Reading, *kinds: EntityKind) -> Iterator[Founding]:
    """Yield where somebody is called a founder of something of `kinds`, in text order."""
    for sentence in reading.sentences:
        for token in sentence.tokens:
            if token.mask is not None or token.lemma.lower() not in _NOUNS:
                continue
            founded = _founded(reading, sentence, token, *kinds)
            founders = _founders(reading, sentence, token) if founded is not None else ()
            if founded is not None and founders:
                yield Founding(founded, founders, token.span)


def _founded(reading: Reading, sentence: Sentence, token: Token, *kinds: EntityKind) -> Argument | None:
    holder = find_possessor(sentence, token)
    tokens = (holder,) if holder is not None else find_of_objects(sentence, token)
    found = [a for t in tokens if (a := argument_at(reading, t, *kinds)) is not None]
    return found[0] if len(found) == len(tokens) == 1 else None


def _founders(reading: Reading, sentence: Sentence, token: Token) -> tuple[Argument, ...]:
    if any(c.dependency == "det" and c.lemma.lower() in _DENIED for c in sentence.children(token)):
        return ()
    verb = sentence.head(token)
    clause = next((c for c in reading.clauses if c.sentence is sentence and c.verb == verb), None)
    if clause is not None and clause.lemma == "be" and not clause.negated and not clause.doubts:
        return _persons(reading, sentence, _beside(clause, token))
    is_apposed = token.dependency == "appos" and token.mask is None
    return _persons(reading, sentence, (verb,)) if is_apposed else ()


def _beside(clause: Clause, token: Token) -> tuple[Token, ...]:
    """The other side of `A was B`."""
    if token in clause.subjects:
        return clause.complements_as()
    return clause.subjects if token in clause.complements_as() else ()


def _persons(reading: Reading, sentence: Sentence, tokens: tuple[Token, ...]) -> tuple[Argument, ...]:
    """The persons that stand there, or beside a noun for them (`two guildsmen, Feld and Roe`); none where one
    of them is not known."""
    named = [t for t in tokens if t.mask is not None]
    for token in (t for t in tokens if t.mask is None):
        beside = [e for a in find_appositions(sentence, token) for e in expand_list(sentence, a)]
        named += beside or [token]
    found = [a for t in dict.fromkeys(named) if (a := argument_at(reading, t, EntityKind.PERSON)) is not None]
    return tuple(found) if len(found) == len(dict.fromkeys(named)) else ()

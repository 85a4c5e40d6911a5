"""A clause in, the clauses that it tells of when it says its verb once out.

`Was recognized by Velmora in 1704 and by Drovia in 1705`, `defeated Feld at Pell on 4 May and at Corrow on 9
May`, `Roe signed it on 4 May and Feld on 9 May`: each doer or place has the date directly
behind it. Read as one clause it would have two dates, and so none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.grammar.arguments import ACTORS
from pipeline.grammar.clause import Clause, KindOf, Preposition, Voice
from pipeline.grammar.noun_phrases import is_date, preposition_objects
from pipeline.model.date import DateMention
from pipeline.model.syntax import MaskKind, Sentence, Token

BEFORE_DATE = frozenset({"in", "on", "from", "since"})
BETWEEN = frozenset({",", "also", "then", "later", "again", "finally"})


@dataclass(frozen=True, slots=True)
class _Dated:
    """A date with the word before it, and the token of it."""

    date: DateMention
    token: Token


def split_gapped(clause: Clause, kind_of: KindOf) -> tuple[Clause, ...]:
    """Return the clauses that `clause` tells of, in text order; itself alone where it is one."""
    if len(clause.dates) != 2:
        return (clause,)
    first, second = (_dated(clause.sentence, d) for d in sorted(clause.dates, key=lambda d: d.span))
    if first is None or second is None:
        return (clause,)
    start = _after_and(clause.sentence, first.token)
    if start is None or start.index >= second.token.index:
        return (clause,)
    return (
        _by_preposition(clause, first, start, second)
        or _by_subject(clause, first, start, second, kind_of)
        or (clause,)
    )


def _dated(sentence: Sentence, date: DateMention) -> _Dated | None:
    token = next((t for t in sentence.tokens if is_date(t) and t.span.overlaps(date.span)), None)
    if token is None or not token.index or sentence.tokens[token.index - 1].text.lower() not in BEFORE_DATE:
        return None
    return _Dated(date, token)


def _after_and(sentence: Sentence, date: Token) -> Token | None:
    """The word behind the `and` that follows a date directly; None where none does."""
    following = [t for t in sentence.tokens[date.index + 1 : date.index + 5] if t.text not in BETWEEN]
    return following[1] if len(following) > 1 and following[0].text == "and" else None


def _stands_before(sentence: Sentence, token: Token, date: _Dated) -> bool:
    """Whether nothing but the word before the date parts it from what it dates."""
    return date.token.index - token.index == 2 and sentence.tokens[token.index + 1].text in BEFORE_DATE


def _by_preposition(clause: Clause, first: _Dated, start: Token, second: _Dated) -> tuple[Clause, ...]:
    sentence, verb = clause.sentence, clause.verb
    before = [
        t
        for t in sentence.tokens[verb.index + 1 : first.token.index]
        if t.lemma == start.lemma and t.part_of_speech == "ADP" and preposition_objects(sentence, t)
    ]
    later = preposition_objects(sentence, start) if start.part_of_speech == "ADP" else ()
    if not before or not later or not _stands_before(sentence, later[-1], second):
        return ()
    earlier = preposition_objects(sentence, before[-1])
    earlier = tuple(t for t in earlier if t.index < first.token.index)
    if not earlier or not _stands_before(sentence, earlier[-1], first):
        return ()
    one, other = _with_date(clause, first.date), _with_date(clause, second.date)
    if start.lemma == "by" and clause.voice is Voice.PASSIVE:
        return replace(one, subjects=earlier), replace(other, subjects=later)
    rest = tuple(p for p in clause.prepositions if p.token not in (before[-1], start))
    places = Preposition(start.lemma, before[-1], earlier), Preposition(start.lemma, start, later)
    return (
        replace(one, prepositions=_in_order(*rest, places[0])),
        replace(other, prepositions=_in_order(*rest, places[1])),
    )


def _by_subject(
    clause: Clause, first: _Dated, start: Token, second: _Dated, kind_of: KindOf
) -> tuple[Clause, ...]:
    is_name = start.mask is not None and start.mask.kind is MaskKind.NAME
    if not is_name or clause.voice is not Voice.ACTIVE or len(clause.subjects) != 1:
        return ()
    if not _stands_before(clause.sentence, start, second) or not _ends(clause.sentence, second.token):
        return ()
    doers = (clause.subjects[0], start)
    if any(kind_of(t) not in ACTORS for t in doers):
        return ()
    rest = tuple(p for p in clause.prepositions if start not in p.objects)
    one = replace(_with_date(clause, first.date), prepositions=rest)
    other = replace(_with_date(clause, second.date), prepositions=rest, subjects=(start,))
    return one, other


def _ends(sentence: Sentence, date: Token) -> bool:
    following = sentence.tokens[date.index + 1 : date.index + 2]
    return all(t.text in (".", ";", ",") for t in following)


def _with_date(clause: Clause, date: DateMention) -> Clause:
    doubts = tuple(d for d in clause.doubts if d != "date attachment")
    return replace(clause, dates=(date,), own_dates=(date,), doubts=doubts)


def _in_order(*phrases: Preposition) -> tuple[Preposition, ...]:
    found: Sequence[Preposition] = phrases
    return tuple(sorted(found, key=lambda p: p.token.index))

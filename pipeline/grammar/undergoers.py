"""A clause with an undecided argument in, the same clause out, decided where its verb can befall one of them
only: treaties are signed, and persons are acquitted."""

from __future__ import annotations

from dataclasses import replace

from pipeline.grammar.clause import Clause, KindOf, Role, Voice
from pipeline.grammar.relatives import is_people
from pipeline.lexicon.grammar import load_grammar_lexicon
from pipeline.lexicon.words import nouns
from pipeline.model.entity import EntityKind
from pipeline.model.syntax import Token

_AGREEMENT = frozenset({EntityKind.AGREEMENT, EntityKind.WORK})


def settle_undergoer(clause: Clause, kind_of: KindOf) -> Clause:
    """Return the clause with the one candidate that its passive verb can befall for its object. Where none or
    several fit, or the verb can befall many sorts of things, it is returned as it is, undecided."""
    if clause.open_role is not Role.OBJECT or clause.voice is not Voice.PASSIVE:
        return clause
    lexicon = load_grammar_lexicon()
    if clause.lemma in lexicon.agreed:
        fitting = [t for t in clause.candidates if _kind(t, kind_of) in _AGREEMENT]
    elif clause.lemma in lexicon.personal:
        fitting = [t for t in clause.candidates if is_people(t, kind_of)]
    else:
        return clause
    if len(fitting) != 1:
        return clause
    doubts = tuple(d for d in clause.doubts if d != "two antecedents")
    return replace(clause, objects=(fitting[0],), candidates=(), open_role=None, doubts=doubts)


def _kind(token: Token, kind_of: KindOf) -> EntityKind | None:
    """The kind of what a token names, or of what its noun is of."""
    known = kind_of(token)
    head = nouns().heads.get(token.lemma) if known is None and token.mask is None else None
    return head.kind if head is not None else known

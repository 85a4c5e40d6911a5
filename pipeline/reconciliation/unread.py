"""Clauses and what was read of them in, the verbs that state facts but gave none out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.grammar.clause import Clause
from pipeline.lexicon.speech import tells_by_itself
from pipeline.lexicon.verbs import trigger_kinds
from pipeline.model.fact import Candidate, Fact, UnreadTrigger
from pipeline.model.span import Span

# Verbs that state a fact only with certain complements: no trigger by themselves.
LIGHT = frozenset(
    {
        *("be", "have", "take", "set", "make", "continue", "remain", "follow", "act", "see", "call", "name"),
        *(
            "go",
            "come",
            "bring",
            "carry",
            "fall",
            "add",
            "get",
            "give",
            "put",
            "keep",
            "leave",
            "hold",
            "say",
        ),
    }
)


def unread_triggers(
    clauses: Sequence[Clause], facts: Sequence[Fact], candidates: Sequence[Candidate]
) -> Iterator[UnreadTrigger]:
    """Yield, in the order of the text, each verb of the word list in whose place no fact and no candidate
    of a kind that it can state was read."""
    read: dict[str, list[Span]] = {}
    for fact in (*facts, *(c.fact for c in candidates)):
        read.setdefault(fact.kind, []).extend(e.span for e in fact.evidence if e.field is None)
    for clause in clauses:
        if clause.lemma in LIGHT:
            continue
        kinds = trigger_kinds(clause.lemma)
        if not tells_by_itself(clause.lemma):
            kinds -= {"communications"}
        if kinds and not any(s.overlaps(clause.verb.span) for kind in kinds for s in read.get(kind, ())):
            yield from (UnreadTrigger(clause.verb.span, kind) for kind in sorted(kinds))

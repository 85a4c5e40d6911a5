"""Terms of agreements: one provision of a treaty or law, in the words of the text.

`The treaty granted Drovia the tolls of Halvey`: what a treaty itself is said to do is a provision of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.grammar.antecedents import decide_clause
from pipeline.grammar.clause import Clause
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import argument_at, clause_statement, literal_argument, state_fact
from pipeline.lexicon.verbs import verb_senses
from pipeline.model.entity import EntityKind
from pipeline.model.fact import Candidate, Fact
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

KIND = "agreement_terms"
# What hangs on a verb without being part of what is provided: reasons, times, asides, the next clause.
OUTSIDE = frozenset(
    {"advcl", "conj", "cc", "punct", "nsubj", "nsubjpass", "mark", "relcl", "parataxis", "aux", "auxpass"}
)
TIMES = frozenset({"after", "before", "during", "since", "following"})


def agreement_terms(reading: Reading) -> Iterator[Fact | Candidate]:
    """Yield the provisions that clauses with a treaty as their subject state."""
    for undecided in reading.clauses:
        clause = decide_clause(reading, undecided, lambda t: reading.kind_at(t) is EntityKind.AGREEMENT)
        if not verb_senses(clause.lemma, KIND) or not (
            clause.objects or clause.lemma in ("provide", "stipulate")
        ):
            continue
        for token in clause.subjects:
            agreement = argument_at(reading, token, EntityKind.AGREEMENT)
            if agreement is not None:
                provision = literal_argument(reading, _provision(clause.sentence, clause))
                yield state_fact(
                    reading,
                    clause_statement(
                        clause,
                        kind=KIND,
                        subject=agreement,
                        predicate="provides",
                        object=provision,
                        about=reading.entities[agreement.reference.entity_id or ""],
                        is_dated=False,
                    ),
                )


def _provision(sentence: Sentence, clause: Clause) -> Span:
    """From the verb, with an adverb directly before it, to the end of its last object or complement."""
    start, end = clause.verb.span.start, clause.verb.span.end
    for child in sentence.children(clause.verb):
        if child.index == clause.verb.index - 1 and child.dependency == "advmod":
            start = child.span.start
        is_time = child.dependency == "prep" and child.lemma in TIMES
        if child.index > clause.verb.index and child.dependency not in OUTSIDE and not is_time:
            end = max(end, _end(sentence, child))
    return Span(start, end)


def _end(sentence: Sentence, token: Token) -> int:
    """The end of a phrase without what is loosely added to it: relative clauses, participles, asides."""
    loose: set[int] = set()
    for child in sentence.subtree(token):
        if child.dependency in ("relcl", "advcl", "appos") or (
            child.dependency == "acl" and child.tag != "TO"
        ):
            loose |= {t.index for t in sentence.subtree(child)}
    kept = [t for t in sentence.subtree(token) if t.index not in loose]
    while kept and kept[-1].part_of_speech == "PUNCT":
        kept.pop()
    return max(t.span.end for t in kept) if kept else token.span.end

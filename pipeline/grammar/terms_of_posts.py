"""A Reading and a clause that gives somebody an office in, how long a relative clause says he held it out."""

from __future__ import annotations

from pipeline.grammar.attachment import Period, read_period
from pipeline.grammar.clause import Clause
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, argument_at
from pipeline.lexicon.verbs import verb_senses
from pipeline.model.entity import EntityKind
from pipeline.model.syntax import Token

# What stands for an office that was named before.
POSTS = frozenset({"post", "office", "position", "rank", "title", "seat", "dignity", "role"})


def held_until(reading: Reading, clause: Clause, person: Argument) -> Period | None:
    """Return the dates of `a post he held until 1711` behind the office that `clause` gives to `person`; None
    where none stands there, or where somebody else held it."""
    for other in reading.clauses:
        if other.sentence is not clause.sentence or other.verb.dependency != "relcl" or other.negated:
            continue
        post = other.sentence.head(other.verb)
        is_post = post.mask is None and post.lemma in POSTS and _is_indefinite(other, post)
        if not is_post or not any(s.predicate == "occupied" for s in verb_senses(other.lemma, "tenures")):
            continue
        holders = [argument_at(reading, t, EntityKind.PERSON) for t in other.subjects]
        is_his = [h.reference if h else None for h in holders] == [person.reference]
        if is_his and clause.verb.index < post.index and _last_before(reading, other, post) is clause:
            period = read_period(other.sentence, other.dates)
            return period if period.doubt is None and (period.start or period.end) else None
    return None


def _is_indefinite(clause: Clause, post: Token) -> bool:
    return any(t.text.lower() in ("a", "an") for t in clause.sentence.children(post))


def _last_before(reading: Reading, clause: Clause, post: Token) -> Clause | None:
    """The clause whose verb stands nearest before the post."""
    before = [c for c in reading.clauses if c.sentence is clause.sentence and c.verb.index < post.index]
    return max(before, key=lambda c: c.verb.index, default=None)

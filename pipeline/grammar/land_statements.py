"""A clause about a land, with who holds or receives it, in; the row that it states out, with its extent, the
treaty that did it, and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pipeline.grammar.bodies import actor_at
from pipeline.grammar.clause import Clause
from pipeline.grammar.lands import Land
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    clause_statement,
    literal_argument,
    state_fact,
)
from pipeline.grammar.treaty_dates import settled_matters
from pipeline.grammar.treaty_terms import treaty_of_terms
from pipeline.lexicon.territory import territory_words
from pipeline.model.entity import Entity, EntityKind
from pipeline.model.evidence import Evidence
from pipeline.model.fact import Candidate, Cell, Certainty, Fact
from pipeline.model.span import Span
from pipeline.model.syntax import Token

KIND = "territorial_changes"
UNDER = ("under", "by", "in", "through", "with", "according", "According")
GAVE_UP, TRANSFERRED = "gave up", "transferred"
# Of what passes on, what its giver has held, and what a treaty can do.
_GIVEN = frozenset({"ceded to", "sold to", "returned to"})
_PASSED = _GIVEN | {"awarded to", "transferred to", "annexed to"}


def with_other_ends(fact: Fact) -> Iterator[Fact]:
    """Yield a fact of a land that passed from one to another under a treaty, and what it tells besides, each
    between two ends only: who gave the land up, and which treaty made it change hands."""
    yield fact
    cells = {cell.column: cell.value for cell in fact.cells}
    giver, treaty = cells.get("from"), cells.get("agreement")
    if fact.negated or fact.certainty is not Certainty.ASSERTED or fact.predicate not in _PASSED:
        return
    if giver is not None and fact.predicate in _GIVEN:
        kept = tuple(c for c in fact.cells if c.column in ("territory", "from", "extent"))
        evidence = _renamed(fact.evidence, {"from": "subject", "subject": "object"}, kept)
        yield replace(
            fact, subject=giver, predicate=GAVE_UP, object=fact.subject, cells=kept, evidence=evidence
        )
    if treaty is not None and "extent" not in cells:
        # Of a part of a land the row could not say that it is one.
        evidence = _renamed(fact.evidence, {"agreement": "subject", "subject": "object"}, ())
        yield replace(
            fact,
            kind="agreements",
            subject=treaty,
            predicate=TRANSFERRED,
            object=fact.subject,
            cells=(),
            evidence=evidence,
        )


def _renamed(
    evidence: tuple[Evidence, ...], ends: Mapping[str, str], kept: tuple[Cell, ...]
) -> tuple[Evidence, ...]:
    """The evidence of other ends of a fact, of the cells that it keeps, and of the whole and its dates."""
    columns = {None, "start", "end", *(c.column for c in kept)}
    found = [e for e in evidence if e.field in columns]
    found += [replace(e, field=ends[e.field]) for e in evidence if e.field is not None and e.field in ends]
    return tuple(found)


def state_land(
    reading: Reading,
    clause: Clause,
    land: Land,
    subject: Argument,
    predicate: str,
    other: Argument | None,
    cells: tuple[tuple[str, Argument], ...],
    about: Entity | None = None,
    noun: Token | None = None,
) -> Fact | Candidate:
    """Return the row of a clause about `land`, with the clause's dates, denial and certainty; `other` is None
    where nobody else is told of, `noun` the one that the verb needs to say it (`under siege`)."""
    statement = clause_statement(
        clause,
        kind=KIND,
        subject=subject,
        predicate=predicate,
        object=other,
        about=about,
        cells=cells,
        doubts=("narrowed denial",) if _denies_degree(clause) else (),
    )
    words = [
        t.span for t in clause.objects_of("under", "into", "in", "to") if t.lemma in territory_words().hands
    ]
    words = [noun.span] if noun is not None else words
    spans = tuple(s.cover(w) for s in statement.spans for w in words[:1]) or statement.spans
    statement = replace(statement, qualifier=_narrowing(clause, land), spans=spans)
    return state_fact(reading, _with_treaty_date(reading, clause, statement))


def _with_treaty_date(reading: Reading, clause: Clause, statement: Statement) -> Statement:
    """A change that `this treaty` made is of the time at which the sentence before has the matter settled."""
    for settled in settled_matters(reading) if not clause.dates else ():
        if settled.sentence is clause.sentence and clause.verb.index in settled.verbs:
            spans = tuple(settled.span.cover(s) for s in statement.spans)
            return replace(statement, start=settled.date.start, spans=spans)
    return statement


def _denies_degree(clause: Clause) -> bool:
    """`was never fully occupied` does not deny that it was occupied."""
    degrees = {"fully", "entirely", "completely", "wholly", "totally", "effectively"}
    return clause.negated and any(t.lemma in degrees for t in clause.sentence.children(clause.verb))


def actors_of(reading: Reading, clause: Clause, tokens: tuple[Token, ...]) -> list[Argument]:
    """Return whom the tokens stand for; nameless bodies only alone, since a list may run across clauses."""
    found = [a for t in tokens if (a := actor_at(reading, clause.sentence, t)) is not None]
    return [a for a in found if a.reference.entity_id is not None or len(tokens) == 1]


def treaties_of(reading: Reading, clause: Clause) -> list[Argument]:
    """Return the treaties that do it (`the treaty ceded Halvey`) or under which it is done."""
    tokens = [*clause.subjects, *clause.objects_of(*UNDER)]
    tokens += [t for term in clause.objects_of(*UNDER) for t in treaty_of_terms(clause.sentence, term)]
    return [a for t in tokens if (a := argument_at(reading, t, EntityKind.AGREEMENT)) is not None]


def extent_cells(reading: Reading, clause: Clause, land: Land) -> Iterator[tuple[str, Argument]]:
    """Yield the cell for what narrows a land; none where it is meant as a whole."""
    extent = _narrowing(clause, land)
    if extent is not None:
        yield "extent", literal_argument(reading, extent)


def _narrowing(clause: Clause, land: Land) -> Span | None:
    """The words that narrow a land: its own, the clause's, or both where one follows the other (`most of
    eastern Halvey`)."""
    own, whole = land.extent, clause.qualifier
    if own is not None and whole is not None and whole.end + 1 == own.start:
        return whole.cover(own)
    return own or whole

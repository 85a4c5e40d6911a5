"""What was read of all documents and what persons decided of it in, what is published out.

A decision names a candidate or a fact by its id, and the quote that it was made for. Where nothing has that
id any more, or the quote is another, the decision is of a text or a reading that is gone: that is an error,
since nobody knows what would be decided now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.errors import ValidationError
from pipeline.model.curation import Action, Decision
from pipeline.model.evidence import Basis
from pipeline.model.extraction import Extraction
from pipeline.model.fact import Candidate, Fact
from pipeline.reconciliation.conflicts import find_conflicts
from pipeline.reconciliation.identity import candidate_id, fact_id
from pipeline.reconciliation.restatement import join_restatements
from pipeline.reconciliation.stated_names import add_stated_names
from pipeline.reconciliation.statements import whole_span

RULE = "curation"
"""The rule of all evidence that a person vouches for."""


def curate(extractions: Iterable[Extraction], decisions: Sequence[Decision]) -> tuple[Extraction, ...]:
    """Return the extractions as decided: accepted candidates are facts, rejected facts and candidates are
    gone, and what was accepted has the basis `curated`.

    Raises ValidationError for a decision that nothing matches, or that was made for another quote.
    """
    by_id = {decision.item_id: decision for decision in decisions}
    used: set[str] = set()
    curated = tuple(_curate_one(extraction, by_id, used) for extraction in extractions)
    for decision in decisions:
        if decision.item_id not in used:
            raise ValidationError(
                f"{decision.place}: no candidate and no fact has the id {decision.item_id}; "
                "decide again, or remove the row"
            )
    return curated


def _curate_one(extraction: Extraction, decisions: Mapping[str, Decision], used: set[str]) -> Extraction:
    text = extraction.document.text
    facts: list[Fact] = []
    candidates: list[Candidate] = []
    before = len(used)
    for fact in extraction.facts:
        decision = _decision_on(fact_id(fact), fact, text, decisions, used)
        if decision is None:
            facts.append(fact)
        elif decision.action is Action.ACCEPT:
            facts.append(_vouch_for(fact))
    for candidate in extraction.candidates:
        decision = _decision_on(candidate_id(candidate), candidate.fact, text, decisions, used)
        if decision is None:
            candidates.append(candidate)
        elif decision.action is Action.ACCEPT:
            facts.append(_vouch_for(candidate.fact))
    if len(used) == before:
        return extraction
    joined = join_restatements(facts)
    names = add_stated_names(extraction.names, joined)
    conflicts = find_conflicts(extraction.document, extraction.sentences, extraction.entities, names, joined)
    return replace(extraction, facts=joined, candidates=tuple(candidates), names=names, conflicts=conflicts)


def _decision_on(
    item_id: str, fact: Fact, text: str, decisions: Mapping[str, Decision], used: set[str]
) -> Decision | None:
    decision = decisions.get(item_id)
    if decision is None:
        return None
    quote = whole_span(fact).of(text)
    if quote != decision.expected_quote:
        raise ValidationError(
            f"{decision.place}: {item_id} was decided for {decision.expected_quote!r} and is now {quote!r}"
        )
    used.add(item_id)
    return decision


def _vouch_for(fact: Fact) -> Fact:
    evidence = tuple(replace(e, basis=Basis.CURATED, rule=RULE) for e in fact.evidence)
    return replace(fact, evidence=evidence)

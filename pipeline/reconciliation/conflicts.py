"""The facts of one document in, those that cannot all be true or that strain each other out.

Each rule looks for one kind of disagreement and is sure of it before it speaks: a date that only is coarser
than another disagrees with nothing, two facts of one sentence are held together by the text itself, and what
can change in time disagrees only where the dates say that it was so at once. Which facts have one value only
stands in the table `predicates` (`functional_on`); which offices one person holds, in `en/conflicts.toml`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from pipeline.model.conflict import Conflict
from pipeline.model.document import Document
from pipeline.model.entity import Entity, Name
from pipeline.model.fact import Fact
from pipeline.model.syntax import Sentence
from pipeline.reconciliation.conflicting_claims import (
    denied_and_stated,
    disowned_works,
    imagined_and_stated,
    opposite_outcomes,
    rival_authors,
    rival_destinations,
    rival_victors,
)
from pipeline.reconciliation.conflicting_dates import (
    dates_outside_event,
    deeds_outside_life,
    ends_before_starts,
    late_predecessors,
    outlived_ends,
    rival_dates,
    rival_terms,
    swapped_stages,
)
from pipeline.reconciliation.conflicting_figures import rival_losses, rival_strengths
from pipeline.reconciliation.conflicting_governments import (
    rival_claimants,
    rival_heads,
    rival_holders,
    rival_presidents,
    rival_seats,
    shared_government_names,
    swapped_successions,
)
from pipeline.reconciliation.conflicting_lands import held_after_passing, rival_occupiers, rival_receivers
from pipeline.reconciliation.conflicting_orders import contradicted_orders
from pipeline.reconciliation.conflicting_stances import (
    general_denials,
    opposite_stances,
    recognized_after_end,
    recognized_creatures,
)
from pipeline.reconciliation.statements import Statements, whole_span

Rule = Callable[[Statements], Iterable[Conflict]]

RULES: tuple[Rule, ...] = (
    rival_dates,
    ends_before_starts,
    dates_outside_event,
    deeds_outside_life,
    outlived_ends,
    late_predecessors,
    swapped_stages,
    contradicted_orders,
    rival_holders,
    rival_claimants,
    rival_terms,
    swapped_successions,
    rival_presidents,
    rival_heads,
    rival_seats,
    shared_government_names,
    rival_authors,
    disowned_works,
    rival_destinations,
    rival_receivers,
    rival_occupiers,
    held_after_passing,
    opposite_stances,
    general_denials,
    recognized_creatures,
    recognized_after_end,
    opposite_outcomes,
    rival_victors,
    rival_losses,
    rival_strengths,
    denied_and_stated,
    imagined_and_stated,
)


def find_conflicts(
    document: Document,
    sentences: Sequence[Sentence],
    entities: Sequence[Entity],
    names: Sequence[Name],
    facts: Sequence[Fact],
) -> tuple[Conflict, ...]:
    """Return the conflicts of one document's facts, in the order of the text; their sides are in that order
    too. `facts` are joined restatements."""
    stated = Statements(document, sentences, {e.entity_id: e for e in entities}, names, facts)
    found = [_in_order(conflict) for rule in RULES for conflict in rule(stated)]
    return tuple(sorted(found, key=_first_place))


def _in_order(conflict: Conflict) -> Conflict:
    sides = sorted((tuple(sorted(side, key=_place)) for side in conflict.sides), key=lambda s: _place(s[0]))
    return Conflict(conflict.rule, conflict.strength, conflict.about_id, conflict.description, tuple(sides))


def _place(fact: Fact) -> tuple[int, int, str, str]:
    span = whole_span(fact)
    return span.start, span.end, fact.kind, fact.predicate


def _first_place(conflict: Conflict) -> tuple[object, ...]:
    return (*_places(conflict), conflict.rule, conflict.description)


def _places(conflict: Conflict) -> Iterator[tuple[int, int, str, str]]:
    yield from (_place(side[0]) for side in conflict.sides[:2])

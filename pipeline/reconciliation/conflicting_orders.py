"""What a document says of dates, before, after, during and parts in, orders that cannot be out: circles, and
chains that put an event later or earlier than its dates allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.grammar.events import is_lasting
from pipeline.model.conflict import Conflict, Strength
from pipeline.model.date import CalendarDay, PartialDate
from pipeline.model.fact import Fact
from pipeline.reconciliation.periods import is_rough, write_time
from pipeline.reconciliation.statements import Statements

Point = tuple[str, str]
"""The `start` or `end` of an entity."""
START, END = "start", "end"
STARTS, ENDS = ("began", "established"), ("ended",)
DATED = ("events", "agreements", "governments")
# What S p O says of the order: the ends of S and O (`s`, `o`) of which the first is not after the second.
# The view `event_bounds` of the database has the same list.
ORDERS: Mapping[tuple[str, str], tuple[tuple[str, str, str, str], ...]] = {
    ("relations", "before"): (("s", END, "o", START),),
    ("relations", "after"): (("o", END, "s", START),),
    ("relations", "ended after"): (("o", END, "s", END),),
    ("relations", "began before"): (("s", START, "o", START),),
    ("relations", "during"): (("o", START, "s", START), ("s", END, "o", END)),
    ("events", "part of"): (("o", START, "s", START), ("s", END, "o", END)),
    ("relations", "same day"): (("s", START, "o", START), ("o", START, "s", START)),
    ("relations", "began with"): (("s", START, "o", START), ("o", START, "s", START)),
}
STRICT = ("before", "after", "began before")
"""Of what is before something else a circle cannot be true; two wars can each be during the other."""


@dataclass(frozen=True, slots=True)
class Step:
    """One point is not later than another."""

    first: Point
    then: Point
    fact: Fact | None
    """What says so; None for the start and the end of one thing."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The last or first day that a point can be, and the facts that prove it: a date, then the steps."""

    day: CalendarDay
    chain: tuple[Fact, ...]


def contradicted_orders(stated: Statements) -> Iterator[Conflict]:
    """`order of events`: what is said of before, after, during and parts, taken together, goes round in
    a circle, or puts something before its first or after its last day."""
    steps = _find_steps(stated)
    found: dict[frozenset[Fact], Conflict] = {}
    for facts in _find_circles(steps):
        found.setdefault(frozenset(facts), _order_conflict(facts[:1], facts[1:]))
    for relations, dates in _find_impossible_bounds(stated, steps):
        found.setdefault(frozenset(relations), _order_conflict(relations, dates))
    # What a part of the relations cannot be, all of them cannot.
    yield from (c for facts, c in found.items() if not any(other < facts for other in found))


def _find_steps(stated: Statements) -> list[Step]:
    steps: list[Step] = []
    ends: dict[str, None] = {}
    for kind, predicate in ORDERS:
        for fact in stated.stated(kind, predicate):
            if fact.object is None or fact.subject.entity_id is None or fact.object.entity_id is None:
                continue
            if fact.subject.entity_id == fact.object.entity_id:
                continue
            side = {"s": fact.subject.entity_id, "o": fact.object.entity_id}
            ends |= dict.fromkeys(side.values())
            steps += [Step((side[a], m), (side[b], n), fact) for a, m, b, n in ORDERS[kind, predicate]]
    return [*steps, *(Step((entity_id, START), (entity_id, END), None) for entity_id in ends)]


def _find_circles(steps: Sequence[Step]) -> Iterator[tuple[Fact, ...]]:
    for step in steps:
        if step.fact is not None and step.fact.predicate in STRICT:
            chain = _find_chain(steps, step.then, step.first)
            if chain is not None:
                yield step.fact, *(s.fact for s in chain if s.fact is not None and s.fact != step.fact)


def _find_chain(steps: Sequence[Step], first: Point, last: Point) -> list[Step] | None:
    """The shortest chain of steps from one point to another; None where there is none."""
    paths: list[list[Step]] = [[step] for step in steps if step.first == first]
    seen = {first}
    for path in paths:
        reached = path[-1].then
        if reached == last:
            return path
        if reached not in seen:
            seen.add(reached)
            paths += [[*path, step] for step in steps if step.first == reached]
    return None


def _find_impossible_bounds(
    stated: Statements, steps: Sequence[Step]
) -> Iterator[tuple[tuple[Fact, ...], tuple[Fact, ...]]]:
    """Yield the relations and the dates that cannot both be."""
    earliest, latest = _find_dates(stated)
    lower = _spread(earliest, steps, is_forward=True)
    upper = _spread(latest, steps, is_forward=False)
    for point, low in lower.items():
        high = upper.get(point)
        if high is None or low.day <= high.day:
            continue
        facts = list(dict.fromkeys((*low.chain, *high.chain)))
        relations = tuple(f for f in facts if (f.kind, f.predicate) in ORDERS)
        if relations:
            yield relations, tuple(f for f in facts if f not in relations)


def _find_dates(stated: Statements) -> tuple[dict[Point, Bound], dict[Point, Bound]]:
    """The first and the last day of each point that its own dates give."""
    earliest: dict[Point, Bound] = {}
    latest: dict[Point, Bound] = {}
    for point, date, fact in _dated_points(stated):
        if date.earliest is not None and (point not in earliest or date.earliest > earliest[point].day):
            earliest[point] = Bound(date.earliest, (fact,))
        if date.latest is not None and (point not in latest or date.latest < latest[point].day):
            latest[point] = Bound(date.latest, (fact,))
    return earliest, latest


def _dated_points(stated: Statements) -> Iterator[tuple[Point, PartialDate, Fact]]:
    for kind in DATED:
        for fact in stated.stated(kind, *STARTS, *ENDS, "occurred", "signed"):
            entity = stated.entities.get(fact.subject.entity_id or "")
            if entity is None or fact.start is None or is_rough(fact):
                continue
            if fact.predicate not in ENDS:
                yield (entity.entity_id, START), fact.start, fact
            if fact.predicate in ENDS:
                yield (entity.entity_id, END), fact.start, fact
            elif fact.end is not None and fact.end.edtf != "..":
                yield (entity.entity_id, END), fact.end, fact
            elif fact.predicate == "signed" or (fact.predicate == "occurred" and not is_lasting(entity)):
                # "A war in 1704" may have gone on; a battle is over.
                yield (entity.entity_id, END), fact.start, fact


def _spread(own: Mapping[Point, Bound], steps: Sequence[Step], *, is_forward: bool) -> dict[Point, Bound]:
    """Carry first days on to what is not earlier, or last days back to what is not later."""
    bounds = dict(own)
    has_changed = True
    while has_changed:
        has_changed = False
        for step in steps:
            source, target = (step.first, step.then) if is_forward else (step.then, step.first)
            if source not in bounds:
                continue
            found = bounds[source]
            carried = Bound(found.day, (*found.chain, step.fact) if step.fact is not None else found.chain)
            if target not in bounds or _is_tighter(carried, bounds[target], is_forward=is_forward):
                bounds[target] = carried
                has_changed = True
    return bounds


def _is_tighter(one: Bound, other: Bound, *, is_forward: bool) -> bool:
    if one.day == other.day:
        return len(one.chain) < len(other.chain)
    return one.day > other.day if is_forward else one.day < other.day


def _order_conflict(relations: Sequence[Fact], against: Sequence[Fact]) -> Conflict:
    is_sure = any(f.predicate in (*STRICT, "ended after") for f in (*relations, *against))
    return Conflict(
        "order of events",
        # A fight after the peace can be called a part of the war.
        Strength.HARD if is_sure else Strength.TENSION,
        relations[0].subject.entity_id,
        f"{' and '.join(map(_say, relations))}, but {' and '.join(map(_say, against))}",
        (tuple(relations), tuple(against)),
    )


def _say(fact: Fact) -> str:
    told = fact.object.text if (fact.kind, fact.predicate) in ORDERS and fact.object else write_time(fact)
    return f"{fact.subject.text} {fact.predicate} {told}"

"""The facts of one document in, conflicts between numbers out: two counts of one side's losses in one event,
two strengths of one force."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from pipeline.model.conflict import Conflict, Strength
from pipeline.model.fact import Fact
from pipeline.reconciliation.periods import is_at_once, with_time, write_time
from pipeline.reconciliation.statements import Statements, cell_of, key_of, text_of

NUMBER = re.compile(r"\d[\d,.]*")
PEOPLE = ("men", "soldiers", "troops")
"""What is counted where a count of the killed names nothing."""
UNBOUNDED = 10**12
ROUNDING = 0.1
"""Two counts that differ by less than this part of the greater may be one count, rounded."""

Range = tuple[int, int]


def rival_losses(stated: Statements) -> Iterator[Conflict]:
    """`one count`: one side's losses of one sort in one event are two numbers. What one line or sentence
    counts in parts (of the army, of the navy) is no count of the whole."""
    counted: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in stated.stated("outcomes"):
        party, loss = cell_of(fact, "party"), cell_of(fact, "loss")
        if fact.about_id is not None and party is not None and loss is not None and fact.qualifier is None:
            counted[fact.about_id, key_of(party), loss.text, _thing_of(fact)].append(fact)
    for facts in counted.values():
        for one, other in combinations(_without_parts(stated, facts), 2):
            first, second = _read_count(one), _read_count(other)
            if first is None or second is None or not _differ(first, second) or not is_at_once(one, other):
                continue
            event = stated.entities[one.about_id or ""]
            party = cell_of(one, "party")
            assert party is not None
            yield Conflict(
                "one count",
                Strength.TENSION,
                event.entity_id,
                f"{event.name}: {party.text} {one.predicate} {text_of(one)} or {text_of(other)}",
                ((one,), (other,)),
            )


def rival_strengths(stated: Statements) -> Iterator[Conflict]:
    """`one strength`: one force has two strengths at one date. Without a date it may have grown."""
    by_force: dict[str | None, list[Fact]] = defaultdict(list)
    for fact in stated.stated("forces", "strength"):
        if fact.qualifier is None and fact.subject.entity_id is not None:
            by_force[fact.subject.entity_id].append(fact)
    for facts in by_force.values():
        for one, other in combinations(facts, 2):
            first, second = _read_number(text_of(one)), _read_number(text_of(other))
            is_dated = None not in (one.start, other.start) and write_time(one) == write_time(other)
            if first is None or second is None or _unit_of(one) != _unit_of(other) or not is_dated:
                continue
            if _differ(first, second) and not stated.in_one_line((one, other)):
                yield Conflict(
                    "one strength",
                    Strength.TENSION,
                    one.subject.entity_id,
                    f"{one.subject.text}: {with_time(text_of(one), one)} or "
                    f"{with_time(text_of(other), other)}",
                    ((one,), (other,)),
                )


def _thing_of(fact: Fact) -> str | None:
    thing = cell_of(fact, "thing")
    return None if thing is None or thing.text in PEOPLE else thing.text


def _without_parts(stated: Statements, facts: Sequence[Fact]) -> list[Fact]:
    """The facts that alone count what they count in their line."""
    lines = [stated.line_of(f) for f in facts]
    return [f for f, line in zip(facts, lines, strict=True) if lines.count(line) == 1]


def _read_count(fact: Fact) -> Range | None:
    low, high = (cell_of(fact, f"number_{end}") for end in ("low", "high"))
    if low is None and high is None:
        return None
    return int(low.text) if low is not None else 0, int(high.text) if high is not None else UNBOUNDED


def _read_number(text: str) -> Range | None:
    """The one number of a strength; None where there are several, or it is only a bound (`over 400 men`)."""
    found = NUMBER.findall(text)
    if len(found) != 1 or not text.startswith(found[0]):
        return None
    number = int(re.sub(r"\D", "", found[0]))
    return number, number


def _unit_of(fact: Fact) -> str:
    """What is counted: `men`, `guns`."""
    return NUMBER.sub("", text_of(fact)).strip().casefold()


def _differ(one: Range, other: Range) -> bool:
    low, high = sorted((one, other))
    return low[1] < high[0] * (1 - ROUNDING)

"""The facts of one document in, conflicts about who held or received a territory out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from pipeline.lexicon.conflicts import conflict_words
from pipeline.model.conflict import Conflict, Strength
from pipeline.model.fact import Fact
from pipeline.reconciliation.periods import (
    Stretch,
    certain_stretch,
    is_at_once,
    is_on_one_day,
    is_rough,
    possible_stretch,
    share_days,
    with_time,
    write_time,
)
from pipeline.reconciliation.statements import Statements, cell_of, group_by, key_of, text_of

STEM = 5
"""So many letters of the name of a state begin those of its forces, too."""


def rival_receivers(stated: Statements) -> Iterator[Conflict]:
    """`one receiver`: a whole territory passes to two receivers at one date, or under one agreement."""
    passed = stated.stated("territorial_changes", *conflict_words().transfers)
    for group in group_by([f for f in passed if _is_whole(f) and f.object], "subject"):
        for one, other in combinations(group, 2):
            if key_of(one.object) == key_of(other.object) or stated.in_one_line((one, other)):
                continue
            first, second = (cell_of(f, "agreement") for f in (one, other))
            same_treaty = first is not None and second is not None and key_of(first) == key_of(second)
            dated = possible_stretch(one) is not None and possible_stretch(other) is not None
            if (dated and is_at_once(one, other)) or (same_treaty and is_at_once(one, other)):
                yield Conflict(
                    "one receiver",
                    Strength.HARD if same_treaty or is_on_one_day(one, other) else Strength.TENSION,
                    one.subject.entity_id,
                    f"{one.subject.text} was {one.predicate} {text_of(one)} ({write_time(one)}) or "
                    f"{other.predicate} {text_of(other)} ({write_time(other)})",
                    ((one,), (other,)),
                )


def rival_occupiers(stated: Statements) -> Iterator[Conflict]:
    """`one occupier`: two who fought each other hold one territory for certain on the same days. Allies may
    hold it together, and a part of it may be another's."""
    foes = _find_foes(stated)
    held = [f for f in stated.stated("territorial_changes", *conflict_words().holdings) if _is_whole(f)]
    for group in group_by([f for f in held if f.object is not None], "object"):
        for one, other in combinations(group, 2):
            days = share_days(certain_stretch(one), certain_stretch(other))
            are_foes = frozenset(map(_state_of, (one, other))) in foes
            if days is None or not are_foes or stated.in_one_line((one, other)):
                continue
            yield Conflict(
                "one occupier",
                Strength.TENSION,
                key_of(one.object) if one.object is not None and one.object.entity_id else None,
                f"{one.subject.text} {one.predicate} {text_of(one)} ({write_time(one)}), and so did "
                f"{other.subject.text} ({write_time(other)})",
                ((one,), (other,)),
            )


def held_after_passing(stated: Statements) -> Iterator[Conflict]:
    """`held after it passed`: a whole territory passes to somebody, and another still holds it for certain
    later."""
    held = stated.stated("territorial_changes", *conflict_words().holdings)
    for passing in stated.stated("territorial_changes", *conflict_words().transfers):
        passed = possible_stretch(passing)
        if passed is None or is_rough(passing) or passing.object is None or not _is_whole(passing):
            continue
        later = [f for f in held if key_of(f.object) == key_of(passing.subject) and _is_whole(f)
                 and _state_of(f) != text_of(passing)[:STEM]
                 and key_of(f.subject) != key_of(passing.object) and not is_rough(f)
                 and _starts_before(f, passed) and f.end is not None and f.end.edtf != ".."
                 and f.end.earliest is not None and f.end.earliest > passed[1]
                 and not stated.in_one_line((f, passing))]  # fmt: skip
        if later:
            yield Conflict(
                "held after it passed",
                Strength.TENSION,
                passing.subject.entity_id,
                f"{passing.subject.text} was {passing.predicate} {with_time(text_of(passing), passing)}, but "
                f"{later[0].subject.text} {later[0].predicate} it {write_time(later[0])}",
                ((passing,), tuple(later)),
            )


def _is_whole(fact: Fact) -> bool:
    return cell_of(fact, "extent") is None and fact.qualifier is None


def _starts_before(fact: Fact, passed: Stretch) -> bool:
    """Whether it was held when it passed: who comes to it later may have taken it."""
    return fact.start is None or (fact.start.latest is not None and fact.start.latest < passed[0])


def _find_foes(stated: Statements) -> set[frozenset[str]]:
    """The pairs that stood on two sides of one event, or of which one defeated the other."""
    fought = [(f, c.text) for f in stated.stated("participations") if (c := cell_of(f, "side")) is not None]
    fought += [(f, f.predicate) for f in stated.stated("participations", "victor", "defeated")]
    foes = {frozenset((_state_of(one), _state_of(other)))
            for (one, side), (other, side_of_other) in combinations(fought, 2)
            if one.about_id == other.about_id and side != side_of_other
            and side.isdigit() == side_of_other.isdigit()}  # fmt: skip
    beaten = [f for f in stated.stated("outcomes", "defeated") if f.object is not None]
    return foes | {frozenset((_state_of(f), text_of(f)[:STEM])) for f in beaten}


def _state_of(fact: Fact) -> str:
    """What the name of a state and those of its forces have in common: `Drovia`, `Drovian troops`."""
    return fact.subject.text[:STEM]

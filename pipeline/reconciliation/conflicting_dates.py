"""The facts of one document in, conflicts between their dates out: what happened twice, too early or too
late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from pipeline.grammar.events import is_lasting
from pipeline.lexicon.conflicts import conflict_words
from pipeline.lexicon.predicates import predicates
from pipeline.model.conflict import Conflict, Strength
from pipeline.model.entity import Entity, EntityKind
from pipeline.model.fact import Fact
from pipeline.reconciliation.periods import (
    Stretch,
    are_apart,
    differ_by_calendar,
    is_rough,
    possible_stretch,
    write_time,
)
from pipeline.reconciliation.statements import Statements, group_by

STARTS, ENDS = ("began", "established"), ("ended",)
OF_ENTITIES = ("events", "agreements", "governments")


def rival_dates(stated: Statements) -> Iterator[Conflict]:
    """`one date`: what happens once is given two dates, neither of which holds the other."""
    for predicate in predicates():
        if predicate.functional_on != ("subject",) or predicate.object_kinds:
            continue
        dated = [f for f in stated.stated(predicate.kind, predicate.predicate) if _can_compare(f)]
        for facts in group_by(dated, "subject"):
            entity = stated.entities.get(facts[0].subject.entity_id or "")
            for one, other in _first_pairs(facts):
                yield Conflict(
                    "one date",
                    _date_strength(predicate.predicate, entity, one, other),
                    facts[0].subject.entity_id,
                    f"{one.subject.text} {predicate.predicate}: {write_time(one)} or {write_time(other)}",
                    ((one,), (other,)),
                )


def _date_strength(label: str, entity: Entity | None, one: Fact, other: Fact) -> Strength:
    """A war that `occurred` in one year and in another may have gone on; one day may be two of two
    calendars."""
    if label == "occurred" and (entity is None or is_lasting(entity)):
        return Strength.TENSION
    if one.start is not None and other.start is not None and differ_by_calendar(one.start, other.start):
        return Strength.TENSION
    return Strength.HARD


def _can_compare(fact: Fact) -> bool:
    return possible_stretch(fact) is not None and not is_rough(fact)


def _stretch(fact: Fact) -> Stretch:
    found = possible_stretch(fact)
    assert found is not None
    return found


def _first_pairs(facts: Sequence[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """The pairs that are apart, each fact that disagrees with an earlier one once."""
    done: set[int] = set()
    for (_, one), (j, other) in combinations(enumerate(facts), 2):
        if j not in done and are_apart(_stretch(one), _stretch(other)):
            done.add(j)
            yield one, other


def ends_before_starts(stated: Statements) -> Iterator[Conflict]:
    """`end before start`: the last day that an end can be lies before the first day that the start can be."""
    for kind in OF_ENTITIES:
        for facts in group_by([f for f in stated.stated(kind) if _can_compare(f)], "subject"):
            starts = [f for f in facts if f.predicate in STARTS]
            ends = [f for f in facts if f.predicate in ENDS]
            pairs = [(s, e) for s in starts for e in ends if _stretch(e)[1] < _stretch(s)[0]]
            for start, end in pairs[:1]:
                yield Conflict(
                    "end before start",
                    Strength.HARD,
                    start.subject.entity_id,
                    f"{start.subject.text}: started {write_time(start)}, but ended {write_time(end)}",
                    ((start,), (end,)),
                )


def dates_outside_event(stated: Statements) -> Iterator[Conflict]:
    """`outside the event`: somebody takes part in a fight at a time that the fight's own dates exclude. Not
    of events that last, where the dates of parts are meant."""
    deeds = [f for f in stated.stated("participations", *conflict_words().deeds) if _can_compare(f)]
    dates = {f.subject.entity_id: f for f in reversed(stated.stated("events", "occurred")) if _can_compare(f)}
    for group in group_by(deeds, "object"):
        event = stated.entities.get(group[0].about_id or "")
        own = dates.get(group[0].about_id)
        if event is None or own is None or event.kind is not EntityKind.EVENT or is_lasting(event):
            continue
        strange = [f for f in group if are_apart(_stretch(f), _stretch(own)) and not _same_dates(f, own)]
        if strange:
            yield Conflict(
                "outside the event",
                Strength.TENSION,
                event.entity_id,
                f"{event.name}: {write_time(own)}, but {strange[0].subject.text} {strange[0].predicate} "
                f"at {write_time(strange[0])}",
                ((own,), tuple(strange)),
            )


def _same_dates(one: Fact, other: Fact) -> bool:
    return one.start == other.start and one.end == other.end


def deeds_after_death(stated: Statements) -> Iterator[Conflict]:
    """`deed after death`: an office begins, or somebody takes part in an event, after the last day that the
    death of the person can be."""
    words = conflict_words()
    deaths = {
        f.subject.entity_id: f for f in reversed(stated.stated("outcomes", *words.deaths)) if _can_compare(f)
    }
    deaths |= {
        f.object.entity_id: f
        for f in reversed(stated.stated("outcomes", *words.killings))
        if _can_compare(f) and f.object is not None
    }
    deeds = [*stated.stated("tenures"), *stated.stated("participations", *words.deeds)]
    living = [f for f in deeds if f.start is not None and _can_compare(f)]
    for group in group_by(living, "subject"):
        person = stated.entities.get(group[0].subject.entity_id or "")
        death = deaths.get(group[0].subject.entity_id)
        if person is None or person.kind is not EntityKind.PERSON or death is None:
            continue
        later = [f for f in group if _stretch(f)[0] > _stretch(death)[1]]
        if later:
            yield Conflict(
                "deed after death",
                Strength.HARD,
                person.entity_id,
                f"{person.name}: dead by {write_time(death)}, but {later[0].predicate} at "
                f"{write_time(later[0])}",
                ((death,), tuple(later)),
            )


def outlived_ends(stated: Statements) -> Iterator[Conflict]:
    """`outlived end`: an event ended, and goes on in something: it still has a capital, or troops of the
    occupation that the text is about still hold a territory. They are known by its name (`Drovian
    occupation`, `Drovian forces`)."""
    title = stated.document.title.casefold()
    held = stated.stated("territorial_changes", *conflict_words().holdings)
    for end in filter(_can_compare, stated.stated("events", "ended")):
        later = [f for f in stated.stated("relations", "capital") if f.subject == end.subject]
        words = end.subject.text.split()
        if end.subject.text.casefold() == title and "occupation" in words:
            later += [f for f in held if words[0] in f.subject.text.split()]
        for facts in group_by([f for f in later if _ends_after(f, end)], "object"):
            place = facts[0].object.text if facts[0].object is not None else ""
            yield Conflict(
                "outlived end",
                Strength.TENSION,
                end.subject.entity_id,
                f"{end.subject.text} ended {write_time(end)}, but {facts[0].subject.text} "
                f"{facts[0].predicate} {place}: {write_time(facts[0])}",
                ((end,), tuple(facts)),
            )


def _ends_after(fact: Fact, end: Fact) -> bool:
    last = fact.end.earliest if fact.end is not None and fact.end.edtf != ".." else None
    return last is not None and not is_rough(fact) and last > _stretch(end)[1]

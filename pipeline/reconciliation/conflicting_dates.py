"""The facts of one document in, conflicts between their dates out: what happened twice, too early or too
late."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from pipeline.grammar.events import is_lasting
from pipeline.lexicon.conflicts import conflict_words
from pipeline.lexicon.predicates import predicates
from pipeline.model.conflict import Conflict, Strength
from pipeline.model.date import CalendarDay, PartialDate
from pipeline.model.entity import Entity, EntityKind
from pipeline.model.fact import Fact
from pipeline.reconciliation.periods import (
    FAR_AHEAD,
    LONG_AGO,
    Stretch,
    are_apart,
    differ_by_calendar,
    is_rough,
    possible_stretch,
    with_time,
    write_time,
)
from pipeline.reconciliation.statements import Statements, cell_of, group_by, key_of

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
                if _signed_apart(stated, one, other):
                    continue
                yield Conflict(
                    "one date",
                    _date_strength(predicate.predicate, entity, one, other),
                    facts[0].subject.entity_id,
                    f"{one.subject.text} {predicate.predicate}: {write_time(one)} or {write_time(other)}",
                    ((one,), (other,)),
                )


def _signed_apart(stated: Statements, one: Fact, other: Fact) -> bool:
    """Whether one party signed an agreement on the one day, and another on the other."""
    signings = [
        f for f in stated.stated("participations", "signatory") if f.about_id == one.subject.entity_id
    ]
    first, second = ({key_of(f.subject) for f in signings if write_time(f) == write_time(date)}
                     for date in (one, other))  # fmt: skip
    return bool(first and second and not first & second)


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


def deeds_outside_life(stated: Statements) -> Iterator[Conflict]:
    """`deed after death`, `deed before birth`: an office begins, or somebody takes part in an event, after
    the last day that the death of the person can be, or before the first day of the birth."""
    words = conflict_words()
    deeds = [*stated.stated("tenures"), *stated.stated("participations", *words.deeds)]
    living = [f for f in deeds if f.start is not None and _can_compare(f)]
    births, deaths = _find_lives(stated)
    for group in group_by(living, "subject"):
        person = stated.entities.get(group[0].subject.entity_id or "")
        if person is None or person.kind is not EntityKind.PERSON:
            continue
        born, dead = births.get(person.entity_id), deaths.get(person.entity_id)
        later = [f for f in group if dead is not None and _stretch(f)[0] > _stretch(dead)[1]]
        early = [f for f in group if born is not None and _last_start(f) < _stretch(born)[0]]
        for bound, strange, rule, word in (
            (dead, later, "deed after death", "dead by"),
            (born, early, "deed before birth", "born"),
        ):
            if bound is not None and strange:
                deed = strange[0]
                what = f"{deed.predicate} {deed.object.text}" if deed.object is not None else deed.predicate
                yield Conflict(
                    rule,
                    Strength.HARD,
                    person.entity_id,
                    f"{person.name}: {word} {write_time(bound)}, but {with_time(what, deed)}",
                    ((bound,), tuple(strange)),
                )


def _find_lives(stated: Statements) -> tuple[dict[str | None, Fact], dict[str | None, Fact]]:
    """The first dated statement of each person's birth, and of each person's death."""
    words = conflict_words()
    births: dict[str | None, Fact] = {}
    deaths: dict[str | None, Fact] = {}
    for fact in filter(_can_compare, stated.stated("participations", "subject")):
        event = stated.entities.get(fact.about_id or "")
        noun = event.name.split()[0].casefold() if event is not None else ""
        if noun in ("birth", "death"):
            (births if noun == "birth" else deaths).setdefault(fact.subject.entity_id, fact)
    for fact in filter(_can_compare, stated.stated("outcomes", *words.deaths)):
        deaths.setdefault(fact.subject.entity_id, fact)
    for fact in filter(_can_compare, stated.stated("outcomes", *words.killings)):
        if fact.object is not None:
            deaths.setdefault(fact.object.entity_id, fact)
    return births, deaths


def _last_start(fact: Fact) -> CalendarDay:
    """The last day that something can have begun."""
    last = fact.start.latest if fact.start is not None else None
    return last if last is not None else FAR_AHEAD


def rival_terms(stated: Statements) -> Iterator[Conflict]:
    """`one term`: one term of one office of a person is given two starts or two ends, and one other end."""
    whole = [
        f for f in stated.stated("tenures") if f.start and f.end and f.end.edtf != ".." and not is_rough(f)
    ]
    for group in group_by(whole, "subject"):
        for one, other in combinations(group, 2):
            starts, ends = (_are_disjoint(a, b) for a, b in ((one.start, other.start), (one.end, other.end)))
            if starts == ends or _office_of(one) != _office_of(other) or stated.in_one_line((one, other)):
                continue
            yield Conflict(
                "one term",
                Strength.TENSION,
                one.subject.entity_id,
                f"{one.subject.text} was {_office_name(one)} {write_time(one)} or {write_time(other)}",
                ((one,), (other,)),
            )


def _are_disjoint(one: PartialDate | None, other: PartialDate | None) -> bool:
    first, second = ((d.earliest or LONG_AGO, d.latest or FAR_AHEAD) if d else (LONG_AGO, FAR_AHEAD)
                     for d in (one, other))  # fmt: skip
    return are_apart(first, second)


def _office_of(tenure: Fact) -> tuple[str, str | None]:
    """The office without how its title is written: `President (of Drovia)`, `president of Drovia`."""
    return re.sub(r"[^\w ]", "", _office_name(tenure).casefold()), key_of(cell_of(tenure, "polity"))


def _office_name(tenure: Fact) -> str:
    title = cell_of(tenure, "title") or tenure.object
    return title.text if title is not None else ""


YEARS = re.compile(r"\(\d{3,4}[–-](\d{3,4})\)")
STAGES = (("drafted", "signed"), ("agreed", "signed"), ("signed", "ratified by"), ("signed", "was ratified"),
          ("signed", "took effect"), ("signed", "ended"), ("took effect", "ended"))  # fmt: skip
"""What comes first of an agreement, and what not before it."""


def swapped_stages(stated: Statements) -> Iterator[Conflict]:
    """`order of stages`: an agreement was ratified, in effect or at its end before it was signed, or signed
    before it was agreed, by the dates of both."""
    for facts in group_by([f for f in stated.stated("agreements") if _can_compare(f)], "subject"):
        pairs = [(one, other) for first, then in STAGES for one in facts for other in facts
                 if one.predicate == first and other.predicate == then
                 and _last_start(other) < _stretch(one)[0]
                 and not stated.in_one_line((one, other))]  # fmt: skip
        for one, other in pairs[:1]:
            yield Conflict(
                "order of stages",
                Strength.TENSION,
                one.subject.entity_id,
                f"{one.subject.text}: {one.predicate} {write_time(one)}, but "
                f"{other.predicate} {write_time(other)}",
                ((one,), (other,)),
            )


def _last_year(fact: Fact) -> int | None:
    last = (
        fact.end.earliest if fact.end is not None and fact.end.edtf != ".." and not is_rough(fact) else None
    )
    return last.year if last is not None else None


def late_predecessors(stated: Statements) -> Iterator[Conflict]:
    """`late predecessor`: what came before something, by its own years, ended years after that began. What
    lasted as long as all of it is no predecessor but the age that it belongs to (`History of Velmora
    (1700–1710)`)."""
    starts = {f.subject.entity_id: f for kind in OF_ENTITIES for f in reversed(stated.stated(kind, *STARTS))
              if _can_compare(f)}  # fmt: skip
    existed = [f for f in stated.stated("relations", "existed") if f.start and _can_compare(f)]
    starts |= {f.subject.entity_id: f for f in existed}
    ended = [f for kind in OF_ENTITIES for f in stated.stated(kind, *ENDS) if _can_compare(f)]
    last_years = {f.subject.entity_id: _stretch(f)[1].year for f in ended}
    last_years |= {f.subject.entity_id: year for f in existed if (year := _last_year(f)) is not None}
    for fact in stated.stated("relations", "preceded by"):
        start = starts.get(fact.subject.entity_id)
        years = YEARS.search(fact.object.text) if fact.object is not None else None
        last = int(years[1]) if years is not None else _last_year(fact)
        if start is None or start.start is None or last is None or last <= _last_start(start).year + 1:
            continue
        if last < last_years.get(fact.subject.entity_id, FAR_AHEAD.year):
            yield Conflict(
                "late predecessor",
                Strength.TENSION,
                fact.subject.entity_id,
                f"{fact.subject.text} began {start.start.edtf}, but was preceded by what lasted until "
                f"{last}: {fact.object.text if fact.object is not None else ''}",
                ((start,), (fact,)),
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
            told = f"{facts[0].subject.text} {facts[0].predicate} {place}"
            if facts[0].predicate == "capital":
                told = f"had its capital in {place}"
            yield Conflict(
                "outlived end",
                Strength.TENSION,
                end.subject.entity_id,
                f"{end.subject.text} ended {write_time(end)}, but {told} {write_time(facts[0])}",
                ((end,), tuple(facts)),
            )


def _ends_after(fact: Fact, end: Fact) -> bool:
    last = fact.end.earliest if fact.end is not None and fact.end.edtf != ".." else None
    return last is not None and not is_rough(fact) and last > _stretch(end)[1]

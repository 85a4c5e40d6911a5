"""The facts of one document in, conflicts between what they say of somebody or something out: two authors of
one work, two destinations of one departure, two victors of one battle, what is denied and stated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from pipeline.lexicon.predicates import functional_predicates
from pipeline.model.conflict import Conflict, Strength
from pipeline.model.entity import EntityKind
from pipeline.model.fact import Certainty, Fact
from pipeline.reconciliation.periods import (
    is_at_once,
    is_on_one_day,
    write_time,
)
from pipeline.reconciliation.statements import (
    Statements,
    cell_of,
    group_by,
    is_change,
    is_denial,
    key_of,
    text_of,
    whole_span,
)


def rival_authors(stated: Statements) -> Iterator[Conflict]:
    """`one author`: a work is issued by two actors, in sentences that do not know of each other. A government
    and its head are one."""
    heads = {f.subject.entity_id: key_of(f.object) for f in stated.stated("governments", "head")}
    for group in group_by(_issued_works(stated), "object"):
        work = stated.entities[key_of(group[0].object) or ""]
        authors: dict[str | None, list[Fact]] = {}
        for fact in group:
            authors.setdefault(heads.get(fact.subject.entity_id, key_of(fact.subject)), []).append(fact)
        if len(authors) < 2 or len({stated.line_of(f) for f in group}) == 1:
            continue
        who = " or ".join(f"{facts[0].subject.text} ({write_time(facts[0])})" for facts in authors.values())
        yield Conflict(
            "one author",
            Strength.HARD,
            work.entity_id,
            f"{work.name} was issued by {who}",
            tuple(map(tuple, authors.values())),
        )


def _issued_works(stated: Statements) -> list[Fact]:
    """The statements of who issued a work, which has one author."""
    issued = stated.stated("communications", *functional_predicates("communications", "object"))
    works = {i for i, e in stated.entities.items() if e.kind is EntityKind.WORK}
    return [f for f in issued if f.object is not None and f.object.entity_id in works]


def disowned_works(stated: Statements) -> Iterator[Conflict]:
    """`disowned work`: somebody issued a work, and did not recognize it: by its name, or as the manifesto of
    another to whom the text gives it as well (`Roe's manifesto`)."""
    issued = _issued_works(stated)
    denials = [f for f in stated.facts if f.kind == "recognitions" and f.certainty is Certainty.ASSERTED
               and is_denial(f) and f.object is not None]  # fmt: skip
    for denial in denials:
        words = re.split(r"['’]s? ", text_of(denial), maxsplit=1)
        owners = {n.entity_id for n in stated.names if len(words) == 2 and n.name == words[0]}
        named = {f.object.entity_id for f in issued if f.object and f.subject.entity_id in owners}
        meant = named or {key_of(denial.object)}
        own = [f for f in issued if key_of(f.subject) == key_of(denial.subject) and key_of(f.object) in meant]
        if not own or stated.in_one_line((own[0], denial)):
            continue
        work = own[0].object
        theirs = [f for f in issued if f.subject.entity_id in owners and key_of(f.object) == key_of(work)]
        told = f": {theirs[0].subject.text} {theirs[0].predicate} it as well" if theirs else ""
        yield Conflict(
            "disowned work",
            Strength.TENSION,
            key_of(work),
            f"{own[0].subject.text} {own[0].predicate} {text_of(own[0])}, but did not recognize "
            f"{text_of(denial)}{told}",
            ((own[0],), (denial, *theirs)),
        )


def rival_destinations(stated: Statements) -> Iterator[Conflict]:
    """`one destination`: somebody leaves one place for two others, of which none lies in the other, at dates
    that do not exclude each other, in sentences that do not know of each other."""
    gone = stated.stated("movements", *functional_predicates("movements", "subject", "place"))
    for group in group_by([f for f in gone if f.place and f.object], "subject", "place"):
        for one, other in combinations(group, 2):
            if one.object is None or other.object is None or key_of(one.object) == key_of(other.object):
                continue
            if not is_at_once(one, other) or stated.in_one_line((one, other)):
                continue
            if (
                _came_back(stated, one, other)
                or stated.is_in(one.object, other.object)
                or stated.is_in(other.object, one.object)
            ):
                continue
            assert one.place is not None
            yield Conflict(
                "one destination",
                Strength.HARD if is_on_one_day(one, other) else Strength.TENSION,
                one.subject.entity_id,
                f"{one.subject.text} left {one.place.text} for {text_of(one)} ({write_time(one)}) or for "
                f"{text_of(other)} ({write_time(other)})",
                ((one,), (other,)),
            )


def _came_back(stated: Statements, one: Fact, other: Fact) -> bool:
    """Whether the text has somebody come back, between two departures from a place, to that place."""
    first, last = sorted(whole_span(f).start for f in (one, other))
    return any(
        key_of(f.subject) == key_of(one.subject) and key_of(f.object) == key_of(one.place)
        for f in stated.stated("movements")
        if first < whole_span(f).start < last
    )


def opposite_outcomes(stated: Statements) -> Iterator[Conflict]:
    """`victor or defeated`: one party is the victor of an event, and defeated in it."""
    victors, losers = (stated.stated("participations", role) for role in ("victor", "defeated"))
    for victor in victors:
        for loser in losers:
            same_event = victor.about_id is not None and victor.about_id == loser.about_id
            if same_event and key_of(victor.subject) == key_of(loser.subject):
                yield Conflict(
                    "victor or defeated",
                    Strength.HARD,
                    victor.about_id,
                    f"{victor.subject.text} was the victor of {text_of(victor)}, and defeated in it",
                    ((victor,), (loser,)),
                )


def rival_victors(stated: Statements) -> Iterator[Conflict]:
    """`one victor`: two victors, or two defeated, of one event fought on different sides of it."""
    sides = {(f.about_id, key_of(f.subject)): c.text for f in stated.stated("participations")
             if (c := cell_of(f, "side")) is not None}  # fmt: skip
    for role in ("victor", "defeated"):
        facts = [f for f in stated.stated("participations", role) if f.about_id is not None]
        for group in group_by(facts, "about_id"):
            for one, other in combinations(group, 2):
                own, others = (sides.get((f.about_id, key_of(f.subject))) for f in (one, other))
                if None in (own, others) or own == others or stated.in_one_line((one, other)):
                    continue
                yield Conflict(
                    "one victor",
                    Strength.HARD,
                    one.about_id,
                    f"{text_of(one)}: {role} was {one.subject.text} or its enemy {other.subject.text}",
                    ((one,), (other,)),
                )


def denied_and_stated(stated: Statements) -> Iterator[Conflict]:
    """`denied and stated`: one sentence denies what another asserts, of one time or neither with a date.
    Stances have a rule of their own. An event that never took place has no date and no place either."""
    denied = [
        f
        for f in stated.facts
        if f.negated and f.certainty is Certainty.ASSERTED and f.kind != "recognitions"
    ]
    for fact in denied:
        same = [f for f in stated.stated(fact.kind, fact.predicate)
                if key_of(f.subject) == key_of(fact.subject) and key_of(f.object) == key_of(fact.object)
                and key_of(f.place) == key_of(fact.place)]  # fmt: skip
        if fact.kind == "events" and fact.predicate == "occurred" and _has_name(stated, fact):
            same = [f for f in stated.stated("events", "occurred", "began", "ended", "location")
                    if key_of(f.subject) == key_of(fact.subject)]  # fmt: skip
        same = [f for f in same if (f.start is None) == (fact.start is None) or fact.kind == "events"]
        same = [f for f in same if is_at_once(f, fact) and not stated.in_one_line((f, fact))]
        if fact.kind != "events" and fact.start is None:
            same = [f for f in same if not is_change(stated, fact, f)]
        if same:
            yield Conflict(
                "denied and stated",
                Strength.HARD if fact.kind == "events" and _has_name(stated, fact) else Strength.TENSION,
                fact.subject.entity_id,
                f"that {fact.subject.text} {fact.predicate} {text_of(fact)}".rstrip()
                + " is denied in one place, and asserted in another",
                ((fact,), tuple(same)),
            )


def _has_name(stated: Statements, fact: Fact) -> bool:
    """Whether the event has a name of its own: two plebiscites can be called `plebiscite`."""
    entity = stated.entities.get(fact.subject.entity_id or "")
    return entity is not None and any(word[0].isupper() for word in entity.name.split())


def imagined_and_stated(stated: Statements) -> Iterator[Conflict]:
    """`imagined and stated`: what one sentence only imagines (`had Roe burned Halvey`), another asserts."""
    imagined = [f for f in stated.facts if f.certainty is Certainty.COUNTERFACTUAL and not f.negated]
    for fact in imagined:
        same = [f for f in stated.stated(fact.kind, fact.predicate)
                if _is_one_actor(f, fact) and key_of(f.object) == key_of(fact.object)
                and is_at_once(f, fact) and not stated.in_one_line((f, fact))]  # fmt: skip
        if same:
            yield Conflict(
                "imagined and stated",
                Strength.TENSION,
                fact.subject.entity_id,
                f"that {fact.subject.text} {fact.predicate} {text_of(fact)} is imagined in one place, and "
                f"asserted of {same[0].subject.text} in another",
                ((fact,), tuple(same)),
            )


def _is_one_actor(one: Fact, other: Fact) -> bool:
    """Whether two subjects are one, or forces of one state: `Drovian army`, `Drovian troops`."""
    first, second = one.subject.text.split(), other.subject.text.split()
    same_side = len(first) == len(second) == 2 and first[0] == second[0] and first[0].istitle()
    return key_of(one.subject) == key_of(other.subject) or same_side

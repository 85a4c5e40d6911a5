"""The facts of one document in, conflicts between what they say of somebody or something out: two holders of
one office, two authors of one work, two stances of one actor, two destinations of one departure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from pipeline.lexicon.conflicts import conflict_words
from pipeline.lexicon.predicates import predicates
from pipeline.lexicon.words import government_types
from pipeline.model.conflict import Conflict, Strength
from pipeline.model.entity import EntityKind
from pipeline.model.fact import Certainty, Fact
from pipeline.reconciliation.periods import (
    are_apart,
    certain_stretch,
    possible_stretch,
    share_days,
    write_time,
)
from pipeline.reconciliation.statements import Statements, cell_of, group_by, key_of

WORD = re.compile(r"[\w-]+")
DENIALS = ("withheld recognition",)


def _at_once(one: Fact, other: Fact) -> bool:
    """Whether the dates allow that both are meant of one time, and no date says otherwise."""
    first, second = possible_stretch(one), possible_stretch(other)
    return first is None or second is None or not are_apart(first, second)


def _on_one_day(one: Fact, other: Fact) -> bool:
    first, second = possible_stretch(one), possible_stretch(other)
    return first is not None and first == second and first[0] == first[1]


def _functional(kind: str, *parts: str) -> tuple[str, ...]:
    """The predicates of a kind that have one value only for what `parts` name."""
    return tuple(p.predicate for p in predicates() if p.kind == kind and p.functional_on == parts)


def _text(fact: Fact) -> str:
    return fact.object.text if fact.object is not None else ""


# --- offices and governments --------------------------------------------------------------------------------


def rival_holders(stated: Statements) -> Iterator[Conflict]:
    """`one holder`: two people hold an office of one state that one person holds, for certain on the same
    days."""
    by_office: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in stated.stated("tenures"):
        office = read_sole_office(fact)
        if office is not None:
            by_office[office].append(fact)
    for (title, _), facts in by_office.items():
        done: set[frozenset[str | None]] = set()
        for one, other in combinations(facts, 2):
            days = share_days(certain_stretch(one), certain_stretch(other))
            people = frozenset((key_of(one.subject), key_of(other.subject)))
            if days is not None and len(people) == 2 and people not in done:
                done.add(people)
                state = cell_of(one, "polity")
                assert state is not None
                yield Conflict(
                    "one holder",
                    Strength.TENSION,
                    state.entity_id,
                    f"{one.subject.text} and {other.subject.text} were both {title} of {state.text} between "
                    f"{days[0].isoformat()} and {days[1].isoformat()}",
                    ((one,), (other,)),
                )


def read_sole_office(tenure: Fact) -> tuple[str, str] | None:
    """Return the office and the state (its entity or name) of a tenure, where one person holds that office of
    the state at a time; None where several can, where it is an office of something else than the state
    (`president of the Senate`), or where the state is not known."""
    words, state = conflict_words(), cell_of(tenure, "polity")
    title = cell_of(tenure, "title") or tenure.object
    if title is None or state is None:
        return None
    head, _, domain = title.text.casefold().replace("(", "").replace(")", "").partition(" of ")
    left = set(WORD.findall(domain)) - set(WORD.findall(state.text.casefold())) - words.state_words
    office = next((o for o in words.sole_offices if head == o or head.endswith(f" {o}")), None)
    if left or office is None or words.lesser & set(WORD.findall(head.removesuffix(office))):
        return None
    state_key = key_of(state)
    return (office, state_key) if state_key is not None else None


def rival_presidents(stated: Statements) -> Iterator[Conflict]:
    """`recognized rival`: a government that one person heads recognizes another person as holder of an office
    of the state that the first holds."""
    heads = {f.subject.entity_id: f for f in stated.stated("governments", "head")}
    tenures = [(f, o) for f in stated.stated("tenures") if (o := read_sole_office(f)) is not None]
    for stance in stated.stated("recognitions", "recognized"):
        head, office = heads.get(stance.subject.entity_id), cell_of(stance, "recognized_as")
        if head is None or head.object is None or stance.object is None or office is None:
            continue
        if stance.object.entity_id in (None, head.object.entity_id):
            continue
        said = set(WORD.findall(office.text.casefold()))
        own = [f for f, (title, _) in tenures
               if f.subject.entity_id == head.object.entity_id and set(title.split()) <= said
               and (state := cell_of(f, "polity")) is not None
               and set(WORD.findall(state.text.casefold())) <= said and _at_once(f, stance)]  # fmt: skip
        if own and not conflict_words().lesser & said:
            yield Conflict(
                "recognized rival",
                Strength.TENSION,
                stance.object.entity_id,
                f"{stance.subject.text} recognized {stance.object.text} as {office.text}, but its head, "
                f"{head.object.text}, held that office",
                ((stance,), (own[0], head)),
            )


def rival_heads(stated: Statements) -> Iterator[Conflict]:
    """`one head`: a government has two heads, for certain on the same days (hard), or both without any date
    and in sentences that do not know of each other (tension)."""
    for facts in group_by(stated.stated("governments", *_functional("governments", "subject")), "subject"):
        heads = [f for f in facts if f.predicate == "head"]
        for one, other in combinations(heads, 2):
            days = share_days(certain_stretch(one), certain_stretch(other))
            undated = possible_stretch(one) is None and possible_stretch(other) is None
            if key_of(one.object) == key_of(other.object) or stated.in_one_line((one, other)):
                continue
            if days is not None or (undated and not _succeed(stated, one, other)):
                yield Conflict(
                    "one head",
                    Strength.HARD if days is not None else Strength.TENSION,
                    one.subject.entity_id,
                    f"{one.subject.text} was headed by {_text(one)} ({write_time(one)}) or {_text(other)} "
                    f"({write_time(other)})",
                    ((one,), (other,)),
                )


def _succeed(stated: Statements, one: Fact, other: Fact) -> bool:
    """Whether the text has one of the two heads follow the other in some office."""
    people = {key_of(one.object), key_of(other.object)}
    for tenure in stated.stated("tenures"):
        linked = [cell_of(tenure, column) for column in ("predecessor", "successor")]
        if key_of(tenure.subject) in people and any(key_of(c) in people for c in linked if c is not None):
            return True
    return False


def rival_seats(stated: Statements) -> Iterator[Conflict]:
    """`one seat`: a government, or the capital of a state, is in two places for certain on the same days,
    none of which lies in the other."""
    facts = stated.stated("governments", "seat")
    facts += stated.stated("relations", *_functional("relations", "subject"))
    for group in group_by(facts, "subject", "predicate"):
        for one, other in combinations(group, 2):
            days = share_days(certain_stretch(one), certain_stretch(other))
            if days is None or one.object is None or other.object is None:
                continue
            if stated.is_in(one.object, other.object) or stated.is_in(other.object, one.object):
                continue
            yield Conflict(
                "one seat",
                Strength.TENSION,
                one.subject.entity_id,
                f"{one.subject.text} had its {one.predicate} in {_text(one)} and in {_text(other)} between "
                f"{days[0].isoformat()} and {days[1].isoformat()}",
                ((one,), (other,)),
            )


def shared_government_names(stated: Statements) -> Iterator[Conflict]:
    """`one name`: two governments with different heads have one name, or one name and its longer form with
    the state (`the Blue Bench`, `the Blue Bench of Velmora`)."""
    heads = {f.subject.entity_id: f for f in reversed(stated.stated("governments", "head"))}
    names: dict[str, set[str]] = defaultdict(set)
    for name in stated.names:
        if name.entity_id in heads:
            names[name.entity_id].add(name.name)
    for fact in stated.stated("names"):
        named = fact.subject.entity_id
        if named is not None and named in heads and fact.object is not None:
            names[named].add(fact.object.text)
    for one, other in combinations(sorted(names), 2):
        first, second = heads[one], heads[other]
        shared = {a for a in names[one] for b in names[other] if _is_one_name(a, b)}
        if shared and key_of(first.object) != key_of(second.object):
            yield Conflict(
                "one name",
                Strength.HARD,
                one,
                f"{_choose_name(shared, first)} was headed by {_text(first)} or {_text(second)}",
                tuple(
                    (head, *_naming(stated, head, names[two]))
                    for head, two in ((first, other), (second, one))
                ),
            )


def _choose_name(shared: set[str], head: Fact) -> str:
    return head.subject.text if head.subject.text in shared else min(shared)


def _is_one_name(one: str, other: str) -> bool:
    """Whether two names are one, or one is the other with the state that it is of. A description by its head
    or seat is no name."""
    short, long = sorted((one.casefold(), other.casefold()), key=len)
    if "'" in short or "’" in short or "-based" in short or len(short.split()) < 2:
        return False
    if set(WORD.findall(short)) <= conflict_words().plain_names | government_types():
        # "Provisional Government" names any.
        return False
    return (
        short == long
        or re.fullmatch(re.escape(short) + r" (?:of|de|du|da|del|della|van|von)\b.*", long) is not None
    )


def _naming(stated: Statements, head: Fact, others: set[str]) -> tuple[Fact, ...]:
    """The facts that give the government of `head` a name that is one of `others` too."""
    return tuple(
        f
        for f in stated.stated("names")
        if f.subject.entity_id == head.subject.entity_id
        and f.object is not None
        and any(_is_one_name(f.object.text, o) for o in others)
    )


# --- works, places, stances ---------------------------------------------------------------------------------


def rival_authors(stated: Statements) -> Iterator[Conflict]:
    """`one author`: a work is issued by two actors, in sentences that do not know of each other. A government
    and its head are one."""
    heads = {f.subject.entity_id: key_of(f.object) for f in stated.stated("governments", "head")}
    issued = [f for f in stated.stated("communications", *conflict_words().issues) if f.object is not None]
    for group in group_by(issued, "object"):
        work = stated.entities.get(key_of(group[0].object) or "")
        if work is None or work.kind is not EntityKind.WORK:
            continue
        authors: dict[str | None, list[Fact]] = {}
        for fact in group:
            authors.setdefault(heads.get(fact.subject.entity_id, key_of(fact.subject)), []).append(fact)
        if len(authors) < 2 or len({stated.line_of(f) for f in group}) == 1:
            continue
        who = " or ".join(facts[0].subject.text for facts in authors.values())
        yield Conflict(
            "one author",
            Strength.HARD,
            work.entity_id,
            f"{work.name} was issued by {who}",
            tuple(map(tuple, authors.values())),
        )


def rival_destinations(stated: Statements) -> Iterator[Conflict]:
    """`one destination`: somebody leaves one place for two others, of which none lies in the other, at dates
    that do not exclude each other, in sentences that do not know of each other."""
    gone = stated.stated("movements", *_functional("movements", "subject", "place"))
    for group in group_by([f for f in gone if f.place and f.object], "subject", "place"):
        for one, other in combinations(group, 2):
            if one.object is None or other.object is None or key_of(one.object) == key_of(other.object):
                continue
            if not _at_once(one, other) or stated.in_one_line((one, other)):
                continue
            if stated.is_in(one.object, other.object) or stated.is_in(other.object, one.object):
                continue
            assert one.place is not None
            yield Conflict(
                "one destination",
                Strength.HARD if _on_one_day(one, other) else Strength.TENSION,
                one.subject.entity_id,
                f"{one.subject.text} left {one.place.text} for {_text(one)} ({write_time(one)}) or for "
                f"{_text(other)} ({write_time(other)})",
                ((one,), (other,)),
            )


def rival_receivers(stated: Statements) -> Iterator[Conflict]:
    """`one receiver`: a whole territory passes to two receivers at one date, or under one agreement."""
    passed = stated.stated("territorial_changes", *conflict_words().transfers)
    whole = [f for f in passed if cell_of(f, "extent") is None and f.qualifier is None and f.object]
    for group in group_by(whole, "subject"):
        for one, other in combinations(group, 2):
            if key_of(one.object) == key_of(other.object) or stated.in_one_line((one, other)):
                continue
            first, second = (cell_of(f, "agreement") for f in (one, other))
            same_treaty = first is not None and second is not None and key_of(first) == key_of(second)
            dated = possible_stretch(one) is not None and possible_stretch(other) is not None
            if (dated and _at_once(one, other)) or (same_treaty and _at_once(one, other)):
                yield Conflict(
                    "one receiver",
                    Strength.HARD if same_treaty or _on_one_day(one, other) else Strength.TENSION,
                    one.subject.entity_id,
                    f"{one.subject.text} was {one.predicate} {_text(one)} ({write_time(one)}) or "
                    f"{other.predicate} {_text(other)} ({write_time(other)})",
                    ((one,), (other,)),
                )


def opposite_stances(stated: Statements) -> Iterator[Conflict]:
    """`one stance`: one actor recognized a target and did not. A denial with a date and a recognition with a
    later one, or the other way round, is a change of mind. What all states did and what one of them did are
    stances of two actors."""
    facts = [f for f in stated.facts if f.kind == "recognitions" and f.certainty is Certainty.ASSERTED]
    for group in group_by(facts, "subject", "object"):
        positive = [f for f in group if f.predicate == "recognized" and not f.negated]
        negative = [f for f in group if (f.predicate == "recognized" and f.negated)
                    or (f.predicate in DENIALS and not f.negated)]  # fmt: skip
        for one, other in ((p, n) for p in positive for n in negative):
            dated = [possible_stretch(f) is not None for f in (one, other)]
            if not _at_once(one, other) or dated[0] != dated[1] or stated.in_one_line((one, other)):
                continue
            as_what = {key_of(cell_of(f, "recognized_as")) for f in (one, other)} - {None}
            if len(as_what) == 2:
                continue
            yield Conflict(
                "one stance",
                Strength.HARD if _on_one_day(one, other) else Strength.TENSION,
                one.object.entity_id if one.object is not None else None,
                f"{one.subject.text} recognized {_text(one)} ({write_time(one)}) and did not "
                f"({write_time(other)})",
                ((one,), (other,)),
            )
            break


def recognized_creatures(stated: Statements) -> Iterator[Conflict]:
    """`recognized by its work`: an actor recognizes a government or person in an office that comes from a
    body which the actor did not recognize."""
    heads = {f.subject.entity_id: f for f in stated.stated("governments", "head")}
    stances = [f for f in stated.facts if f.kind == "recognitions" and f.certainty is Certainty.ASSERTED]
    denied = [f for f in stances if f.predicate == "recognized" and f.negated and f.object is not None]
    given = [(f, a) for f in stated.stated("tenures") if (a := cell_of(f, "authority")) is not None]
    for denial in denied:
        for stance in stated.stated("recognitions", "recognized"):
            if key_of(stance.subject) != key_of(denial.subject) or stance.object is None:
                continue
            head = heads.get(stance.object.entity_id)
            person = key_of(head.object) if head is not None else key_of(stance.object)
            offices = [
                f for f, a in given if key_of(f.subject) == person and key_of(a) == key_of(denial.object)
            ]
            if offices and _at_once(stance, denial):
                yield Conflict(
                    "recognized by its work",
                    Strength.TENSION,
                    stance.object.entity_id,
                    f"{stance.subject.text} recognized {_text(stance)}, but not {_text(denial)}, from which "
                    f"{offices[0].subject.text} was {_text(offices[0])}",
                    ((denial,), (stance, offices[0], *([head] if head is not None else []))),
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
                    f"{victor.subject.text} was the victor of {_text(victor)}, and defeated in it",
                    ((victor,), (loser,)),
                )


def imagined_and_stated(stated: Statements) -> Iterator[Conflict]:
    """`imagined and stated`: what one sentence only imagines (`had Roe burned Halvey`), another asserts."""
    imagined = [f for f in stated.facts if f.certainty is Certainty.COUNTERFACTUAL and not f.negated]
    for fact in imagined:
        same = [f for f in stated.stated(fact.kind, fact.predicate)
                if _is_one_actor(f, fact) and key_of(f.object) == key_of(fact.object)
                and _at_once(f, fact) and not stated.in_one_line((f, fact))]  # fmt: skip
        if same:
            yield Conflict(
                "imagined and stated",
                Strength.TENSION,
                fact.subject.entity_id,
                f"{fact.subject.text} {fact.predicate} {_text(fact)}".rstrip()
                + ": imagined in one place, asserted in another",
                ((fact,), tuple(same)),
            )


def _is_one_actor(one: Fact, other: Fact) -> bool:
    """Whether two subjects are one, or forces of one state: `Drovian army`, `Drovian troops`."""
    first, second = one.subject.text.split(), other.subject.text.split()
    same_side = len(first) == len(second) == 2 and first[0] == second[0] and first[0].istitle()
    return key_of(one.subject) == key_of(other.subject) or same_side

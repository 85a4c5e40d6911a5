"""The facts of one document in, conflicts about who held an office or headed a government, and where, out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from pipeline.lexicon.conflicts import conflict_words
from pipeline.lexicon.predicates import functional_predicates
from pipeline.lexicon.words import government_types
from pipeline.model.conflict import Conflict, Strength
from pipeline.model.fact import Certainty, Fact
from pipeline.reconciliation.periods import (
    certain_stretch,
    is_at_once,
    is_rough,
    possible_stretch,
    share_days,
    with_time,
    write_time,
)
from pipeline.reconciliation.statements import Statements, cell_of, group_by, is_denial, key_of, text_of

WORD = re.compile(r"[\w-]+")


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
                    f"{with_time(one.subject.text, one)} and {with_time(other.subject.text, other)} were "
                    f"both {title} of {state.text}",
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
               and set(WORD.findall(state.text.casefold())) <= said and is_at_once(f, stance)]  # fmt: skip
        if own and not conflict_words().lesser & said:
            yield Conflict(
                "recognized rival",
                Strength.TENSION,
                stance.object.entity_id,
                f"{stance.subject.text} recognized {stance.object.text} as {office.text}, but its head, "
                f"{head.object.text}, held that office ({write_time(own[0])})",
                ((stance,), (own[0], head)),
            )


def rival_claimants(stated: Statements) -> Iterator[Conflict]:
    """`rival claimant`: while one person for certain holds an office of a state, a body makes another person
    holder of such an office, and the first recognizes neither the body nor the person: no successor."""
    heads = {f.subject.entity_id: key_of(f.object) for f in stated.stated("governments", "head")}
    denials = [f for f in stated.facts if f.kind == "recognitions" and is_denial(f)
               and f.certainty is Certainty.ASSERTED]  # fmt: skip
    tenures = stated.stated("tenures")
    holders = [(f, o, days) for f in tenures if (o := read_sole_office(f)) and (days := certain_stretch(f))]
    for made in tenures:
        body, title = cell_of(made, "authority"), cell_of(made, "title") or made.object
        if body is None or title is None or made.start is None or is_rough(made):
            continue
        said = set(WORD.findall(title.text.casefold()))
        first, last = made.start.earliest, made.start.latest
        for holder, (office, _), days in holders:
            if key_of(holder.subject) == key_of(made.subject) or not set(office.split()) <= said:
                continue
            if first is None or last is None or not days[0] <= first <= last <= days[1]:
                continue
            refused = [f for f in denials
                       if key_of(f.object) in (key_of(body), key_of(made.subject)) and is_at_once(f, made)
                       and key_of(holder.subject) in (key_of(f.subject), heads.get(f.subject.entity_id))
                       ]  # fmt: skip
            if refused and not conflict_words().lesser & said:
                yield Conflict(
                    "rival claimant",
                    Strength.TENSION,
                    made.subject.entity_id,
                    f"{body.text} made {made.subject.text} {with_time(title.text, made)} while "
                    f"{holder.subject.text} was {with_time(text_of(holder), holder)}, who did not "
                    f"recognize {text_of(refused[0])}",
                    ((holder, refused[0]), (made,)),
                )


def swapped_successions(stated: Statements) -> Iterator[Conflict]:
    """`order of office`: the predecessor of somebody in an office came to it later, by the dates of both. Who
    held it twice can be both."""
    by_holder: dict[tuple[str, str, str | None], list[Fact]] = defaultdict(list)
    for tenure in stated.stated("tenures"):
        sole = read_sole_office(tenure)
        if sole is not None and tenure.start is not None and not is_rough(tenure):
            by_holder[(*sole, key_of(tenure.subject))].append(tenure)
    for (office, state, _), facts in by_holder.items():
        for tenure, column in ((f, c) for f in facts for c in ("predecessor", "successor")):
            linked = cell_of(tenure, column)
            others = by_holder.get((office, state, key_of(linked)), []) if linked is not None else []
            if len(facts) != 1 or len(others) != 1 or stated.in_one_line((tenure, others[0])):
                continue
            earlier, later = (others[0], tenure) if column == "predecessor" else (tenure, others[0])
            first, last = possible_stretch(earlier), later.start.latest if later.start is not None else None
            if first is not None and last is not None and first[0] > last:
                yield Conflict(
                    "order of office",
                    Strength.TENSION,
                    tenure.subject.entity_id,
                    f"{earlier.subject.text} ({write_time(earlier)}) came before {later.subject.text} "
                    f"({write_time(later)}) as {text_of(tenure)}, but by the dates after",
                    ((tenure,), (others[0],)),
                )


def rival_heads(stated: Statements) -> Iterator[Conflict]:
    """`one head`: a government has two heads, for certain on the same days (hard), or both without any date
    and in sentences that do not know of each other (tension)."""
    for facts in group_by(
        stated.stated("governments", *functional_predicates("governments", "subject")), "subject"
    ):
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
                    f"{one.subject.text} was headed by {text_of(one)} ({write_time(one)}) or "
                    f"{text_of(other)} ({write_time(other)})",
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
    facts += stated.stated("relations", *functional_predicates("relations", "subject"))
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
                f"{one.subject.text} had two {one.predicate}s at one time: "
                f"{with_time(text_of(one), one)} and {with_time(text_of(other), other)}",
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
                f"{_choose_name(shared, first)} was headed by {text_of(first)} or {text_of(second)}",
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

"""The facts of one document in, conflicts between the stances of states and persons out."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.lexicon.conflicts import conflict_words
from pipeline.model.conflict import Conflict, Strength
from pipeline.model.fact import Certainty
from pipeline.reconciliation.periods import (
    is_at_once,
    is_on_one_day,
    is_rough,
    possible_stretch,
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
)

EXCEPTIONS = 5
"""From so many recognitions on, `with very few exceptions` needs a word."""


def opposite_stances(stated: Statements) -> Iterator[Conflict]:
    """`one stance`: one actor recognized a target and did not. A denial with a date and a recognition with a
    later one, or the other way round, is a change of mind; so is a recognition told after a denial, neither
    with a date. What all states did and what one of them did are stances of two actors."""
    facts = [f for f in stated.facts if f.kind == "recognitions" and f.certainty is Certainty.ASSERTED]
    for group in group_by(facts, "subject", "object"):
        positive = [f for f in group if f.predicate == "recognized" and not f.negated]
        negative = [f for f in group if is_denial(f)]
        for one, other in ((p, n) for p in positive for n in negative):
            dated = [possible_stretch(f) is not None for f in (one, other)]
            if not is_at_once(one, other) or dated[0] != dated[1] or stated.in_one_line((one, other)):
                continue
            if not any(dated) and is_change(stated, other, one):
                continue
            as_what = {key_of(cell_of(f, "recognized_as")) for f in (one, other)} - {None}
            if len(as_what) == 2:
                continue
            yield Conflict(
                "one stance",
                Strength.HARD if is_on_one_day(one, other) else Strength.TENSION,
                one.object.entity_id if one.object is not None else None,
                f"{one.subject.text} recognized {text_of(one)} ({write_time(one)}) and did not "
                f"({write_time(other)})",
                ((one,), (other,)),
            )
            break


def general_denials(stated: Statements) -> Iterator[Conflict]:
    """`general denial`: all states are said not to have recognized what one of them recognized, or, where the
    denial leaves exceptions (`with few exceptions`), what many of them recognized. Who was the only one to
    recognize it is known to be an exception."""
    words = conflict_words()
    for denial in stated.facts:
        is_general = denial.subject.text.casefold() in words.all_states
        if not is_general or denial.kind != "recognitions" or not is_denial(denial):
            continue
        given = [f for f in stated.stated("recognitions", "recognized")
                 if key_of(f.object) == key_of(denial.object)
                 and f.subject.text.casefold() not in words.all_states
                 and is_at_once(f, denial) and not stated.in_one_line((f, denial))
                 and not words.excepting & stated.words_of_line(f)]  # fmt: skip
        actors = list(dict.fromkeys(f.subject.text for f in given))
        if len(actors) >= (EXCEPTIONS if denial.qualifier is not None else 1):
            exceptions = f", {denial.qualifier}" if denial.qualifier is not None else ""
            yield Conflict(
                "general denial",
                Strength.TENSION,
                key_of(denial.object) if denial.object is not None and denial.object.entity_id else None,
                f"{denial.subject.text} did not recognize {text_of(denial)}{exceptions}, but "
                f"{len(actors)} did: {', '.join(actors)}",
                ((denial,), tuple(given)),
            )


def recognized_after_end(stated: Statements) -> Iterator[Conflict]:
    """`recognized after its end`: a government was recognized when it had ended for certain."""
    ends = {f.subject.entity_id: f for f in reversed(stated.stated("governments", "ended"))}
    for stance in stated.stated("recognitions", "recognized"):
        end = ends.get(stance.object.entity_id) if stance.object is not None else None
        if end is None or is_rough(end) or is_rough(stance) or stance.start is None:
            continue
        last, first = possible_stretch(end), stance.start.earliest
        if last is not None and first is not None and first > last[1]:
            yield Conflict(
                "recognized after its end",
                Strength.TENSION,
                end.subject.entity_id,
                f"{end.subject.text} ended {write_time(end)}, but {stance.subject.text} recognized it "
                f"{write_time(stance)}",
                ((end,), (stance,)),
            )


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
            if offices and is_at_once(stance, denial):
                yield Conflict(
                    "recognized by its work",
                    Strength.TENSION,
                    stance.object.entity_id,
                    f"{stance.subject.text} recognized {text_of(stance)}, but not {text_of(denial)}, which "
                    f"made {offices[0].subject.text} {text_of(offices[0])}",
                    ((denial,), (stance, offices[0], *([head] if head is not None else []))),
                )

"""A Reading in, the two sides of a fight that stand behind `between` out, with who led and who supported
them: `fought between a Drovian army led by Feld and a Velmoran force under Roe`, `a war between Drovia,
supported by Linden, and Velmora`.

Read from the order of the words: the parser ties what follows a leader to the leader.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.grammar.clause import Clause
from pipeline.grammar.events import event_at
from pipeline.grammar.leaders import group_at, led_by
from pipeline.grammar.noun_phrases import find_of_objects, is_date, is_nominal
from pipeline.grammar.participants import KIND, OWNERS, entity_of, participants_at, role_of
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, Statement, argument_at, clause_statement
from pipeline.lexicon.events import event_noun, event_words
from pipeline.lexicon.verbs import verb_senses
from pipeline.lexicon.words import nouns, titles
from pipeline.model.syntax import Sentence, Token

_FILLERS = frozenset({"DT", "JJ", "JJR", "JJS", "CD", "VBN", "RB", "NN", "PRP$"})
_IN_PHRASE = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "HYPH"})
_HELPED = frozenset({"supported", "backed", "aided", "assisted"})
_ONE_SIDE = ("on one side", "on the one side", "on the one hand", "on one hand")
_OTHER_SIDE = ("on the other side", "on the other hand", "on the other")


@dataclass(frozen=True, slots=True)
class Sides:
    """Who stands on both sides of a `between`."""

    members: tuple[Argument, ...]
    leaders: tuple[Argument, ...]
    supporters: tuple[Argument, ...]


def parties_between(reading: Reading) -> Iterator[Statement]:
    """Yield the parties, commanders and supporters of events that are said to be between two sides."""
    for sentence in reading.sentences:
        for token in sentence.tokens:
            if token.mask is None and token.text.lower() == "between":
                yield from _statements(reading, sentence, token)


def _statements(reading: Reading, sentence: Sentence, between: Token) -> Iterator[Statement]:
    held = _event_before(reading, sentence, between)
    sides = _sides(reading, sentence, between) if held is not None else None
    if held is None or sides is None:
        return
    event, clause, is_dated = held
    about = entity_of(reading, event)
    is_fought = clause is not None and clause.lemma != "be"
    told = [("belligerent" if is_fought else role_of(reading, m, "belligerent"), m) for m in sides.members]
    told += [("commander", a) for a in sides.leaders] + [("supporter", a) for a in sides.supporters]
    for role, member in told:
        if clause is None:
            spans = (event.span.cover(member.span),)
            yield Statement(KIND, member, role, event, about=about, spans=spans)
        else:
            yield clause_statement(
                clause,
                kind=KIND,
                subject=member,
                predicate=role,
                object=event,
                about=about,
                is_dated=is_dated,
            )


# ---------------------------------------------------------------- what is between them


def _event_before(
    reading: Reading, sentence: Sentence, between: Token
) -> tuple[Argument, Clause | None, bool] | None:
    """The event that is between two sides, with the clause that says so, and whether the dates of that are
    the event's: `the Salt War, fought in 1702 between`, `the Salt War was a war between`, `the Salt War
    between`."""
    held = sentence.head(between)
    while held.head != held.index and held.part_of_speech in ("ADP", "SCONJ"):
        held = sentence.head(held)
    if is_date(held):
        held = sentence.head(sentence.head(held))
    clause = next((c for c in reading.clauses if c.sentence is sentence and c.verb == held), None)
    if clause is not None:
        senses = verb_senses(clause.lemma, KIND)
        fights = any(s.about == "between" and s.predicate == "belligerent" for s in senses)
        found = [a for t in (*clause.subjects, *clause.objects) if (a := event_at(reading, t)) is not None]
        return (found[0], clause, True) if fights and len(found) == 1 else None
    if held.index == between.index - 1 and (event := event_at(reading, held)) is not None:
        return event, None, False
    return _event_of_sort(reading, sentence, held)


def _event_of_sort(
    reading: Reading, sentence: Sentence, noun: Token
) -> tuple[Argument, Clause | None, bool] | None:
    """`the Salt War was a series of battles between`, `the Salt War, a conflict between`."""
    if noun.mask is not None or not is_nominal(noun):
        return None
    if event_noun(noun.text) is None and noun.lemma not in event_words().strife:
        return None
    above = sentence.head(noun)
    if noun.dependency == "pobj" and above.lemma == "of":
        noun = sentence.head(above)
        if noun.lemma not in event_words().series:
            return None
    if noun.dependency == "appos":
        event = event_at(reading, sentence.head(noun))
        return (event, None, False) if event is not None else None
    for clause in reading.clauses:
        if clause.sentence is sentence and clause.lemma == "be" and noun in clause.complements_as():
            found = [a for t in clause.subjects if (a := event_at(reading, t)) is not None]
            return (found[0], clause, False) if len(found) == 1 else None
    return None


# ---------------------------------------------------------------- the two sides


def _sides(reading: Reading, sentence: Sentence, between: Token) -> Sides | None:
    """The sides behind `between`; None where a word stands there that is not read, or but one side."""
    members: list[Argument] = []
    leaders: list[Argument] = []
    supporters: list[Argument] = []
    at, joints, has_marks = between.index + 1, 0, False
    while (one := _member(reading, sentence, at)) is not None:
        members += one[0]
        at = one[1] + 1
        at, led, helped, marked = _said_of_member(reading, sentence, at)
        leaders += led
        supporters += helped
        has_marks = has_marks or marked
        words = [t.text.lower() for t in sentence.tokens[at : at + 2]]
        joint = 1 if words[:1] == ["and"] else 2 if words == [",", "and"] else 0
        joints += joint > 0
        if (words[:1] != [","] and not joint) or (joint and joints > 1 and not has_marks):
            break
        if joint:
            at += joint
        elif joints and not has_marks:
            break
        else:
            at += 1
    is_pair = joints > 0 and len({m.reference for m in members}) > 1
    return Sides(tuple(members), tuple(leaders), tuple(supporters)) if is_pair else None


def _member(reading: Reading, sentence: Sentence, at: int) -> tuple[tuple[Argument, ...], int] | None:
    """Who stands at a token, and the index of the last word: `3,000 Drovians`, `the forces of Drovia`."""
    tokens = sentence.tokens
    for token in tokens[at : at + 6]:
        if token.mask is None and token.text.lower() not in nouns().groups:
            if token.tag not in _FILLERS and token.text.lower() not in titles().all_heads:
                return None
            continue
        head = token
        for following in tokens[token.index + 1 :]:
            if is_date(following) or following.tag not in _IN_PHRASE:
                break
            head = following
        found = participants_at(reading, sentence, head)
        if not found and (group := group_at(reading, sentence, head)) is not None:
            found = (group,)
        end = head.index
        if found and all(a.span.start >= head.span.end for a in found):
            owned = [o for o in find_of_objects(sentence, head) if argument_at(reading, o, *OWNERS)]
            end = max(o.index for o in owned)
        behind = tokens[end + 1 : end + 2]
        return (found, end) if found and not (behind and behind[0].tag == "POS") else None
    return None


def _said_of_member(
    reading: Reading, sentence: Sentence, at: int
) -> tuple[int, tuple[Argument, ...], tuple[Argument, ...], bool]:
    """What is said behind a member of a side: where it ends, who led it, who supported it, and whether it
    marks a side (`on one side`)."""
    tokens, marked = sentence.tokens, False
    leaders: tuple[Argument, ...] = ()
    supporters: tuple[Argument, ...] = ()
    while True:
        words = [t.text.lower() for t in tokens[at : at + 5]]
        after_comma = words[:1] == [","]
        led = led_by(reading, sentence, at + after_comma, may_be_under=True)
        said = " ".join(words[after_comma:])
        mark = next((m for m in (*_ONE_SIDE, *_OTHER_SIDE) if said.startswith(m)), None)
        if led is not None:
            leaders, at = (*leaders, *led.persons), led.end + 1
        elif mark is not None:
            marked, at = True, at + after_comma + len(mark.split())
        elif words[after_comma : after_comma + 2] in ([w, "by"] for w in _HELPED):
            helpers, at = _helpers(reading, sentence, at + after_comma + 2)
            supporters = (*supporters, *helpers)
            if not helpers:
                return at, leaders, supporters, marked
        elif words[:1] == ["("]:
            closing = next((t.index for t in tokens[at:] if t.text == ")"), None)
            if closing is None:
                return at, leaders, supporters, marked
            at = closing + 1
        else:
            return at, leaders, supporters, marked


def _helpers(reading: Reading, sentence: Sentence, at: int) -> tuple[tuple[Argument, ...], int]:
    """`supported by Linden and Pell,`: who supported, up to the comma."""
    found: list[Argument] = []
    for token in sentence.tokens[at:]:
        helper = argument_at(reading, token, *OWNERS)
        if token.mask is not None and helper is not None:
            found.append(helper)
        elif token.text == "," and found:
            return tuple(found), token.index
        elif token.text not in ("and", "the", ","):
            break
    return (), at

"""A Reading in, how its sentences order events out: before, after, during, on the same day.

Both ends are events or agreements that the text names. A date beside such words belongs to the event and not
to the order, so these statements have no dates.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.grammar.clause import Clause, Voice
from pipeline.grammar.events import event_at
from pipeline.grammar.noun_phrases import (
    find_of_objects,
    find_possessor,
    find_prepositions,
    preposition_objects,
)
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, Statement, argument_at, clause_statement, literal_argument
from pipeline.lexicon.chronology import chronology_words
from pipeline.lexicon.events import event_words
from pipeline.model.entity import EntityKind
from pipeline.model.fact import Certainty, Reference
from pipeline.model.syntax import Sentence, Token

KINDS = (EntityKind.EVENT, EntityKind.AGREEMENT)
DOERS = (
    EntityKind.PERSON,
    EntityKind.POLITY,
    EntityKind.GOVERNMENT,
    EntityKind.UNIT,
    EntityKind.GROUP,
    EntityKind.ORGANIZATION,
)
WHOLE, START, END = "happening", "starting", "ending"
LATER, EARLIER = ("after", "following"), ("before",)
# What the sentence tells of the one event, beside words that lead to the other -> how the two lie.
AFTER = {WHOLE: "after", START: "after", END: "ended after"}
WITH = {START: "began with", END: "ended with"}
BEFORE = {WHOLE: "before", END: "before", START: "began before"}


def event_orders(reading: Reading, kind: str) -> Iterator[Statement]:
    """Yield the orders of events that clauses and noun phrases state, as facts of `kind`."""
    for clause in reading.clauses:
        if clause.lemma in ("follow", "precede"):
            yield from _successions(reading, clause, kind)
        phase = read_phase(clause)
        if phase is not None and clause.certainty is Certainty.ASSERTED:
            for subject in _happening_events(reading, clause):
                yield from _clause_orders(reading, clause, phase, subject, kind)
    for sentence in reading.sentences:
        yield from _nominal_orders(reading, sentence, kind)


def read_phase(clause: Clause) -> str | None:
    """Return what a clause with an event as its subject tells of it: that it was (`happening`), started or
    ended; None where its verb says none of these."""
    words = chronology_words()
    if clause.lemma in words.nouns:
        noun, told = words.nouns[clause.lemma]
        near = [*clause.objects, *(o for p in clause.prepositions for o in p.objects)]
        near += [t for t in clause.sentence.children(clause.verb) if t.dependency == "dobj"]
        return told if any(t.mask is None and t.lemma == noun for t in near) else None
    if clause.lemma in words.particles:
        return START if clause.particle == words.particles[clause.lemma] else None
    phase = words.phases.get(clause.lemma)
    if phase == WHOLE and clause.voice is Voice.ACTIVE and clause.lemma not in ("occur", "happen"):
        return None
    return phase


def _happening_events(reading: Reading, clause: Clause) -> Iterator[Argument]:
    tokens = clause.objects if clause.voice is Voice.PASSIVE else clause.subjects
    if len(tokens) == 1 and (found := event_at(reading, tokens[0], *KINDS)) is not None:
        yield found


def _clause_orders(
    reading: Reading, clause: Clause, phase: str, subject: Argument, kind: str
) -> Iterator[Statement]:
    for phrase in clause.prepositions:
        for token in phrase.objects:
            found = find_anchor(reading, clause.sentence, token)
            label = _label(phrase.word.lower(), phase, found[1]) if found is not None else None
            if found is not None and label is not None and _is_plain(clause, phrase.token):
                yield from _order(clause, subject, label, found[0], kind)
        if phrase.word == "with" and phase in WITH:
            yield from _opened_or_closed(reading, clause, WITH[phase], subject, phrase.objects, kind)
    for later in _subordinate(reading, clause):
        yield from _order_of_clauses(reading, clause, phase, subject, later, kind)
    yield from _same_days(reading, clause, phase, subject, kind)


def _opened_or_closed(
    reading: Reading, clause: Clause, label: str, subject: Argument, tokens: tuple[Token, ...], kind: str
) -> Iterator[Statement]:
    """`the war began with the Siege of Halvey`: its date, if any, is that of the beginning."""
    found = [e for t in tokens if (e := _made_or_met(reading, clause.sentence, t)) is not None]
    if len(found) == len(tokens) == 1 and not clause.negated and found[0].reference != subject.reference:
        yield clause_statement(clause, kind=kind, subject=subject, predicate=label, object=found[0])


def _made_or_met(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    """The event or agreement that a token names, or whose making it tells: `the signing of the Treaty of
    Linden`."""
    found = event_at(reading, token, *KINDS)
    if found is not None or token.mask is not None or token.lemma not in event_words().makings:
        return found
    made = [a for t in find_of_objects(sentence, token) if (a := event_at(reading, t, EntityKind.AGREEMENT))]
    return made[0] if len(made) == 1 else None


def _label(word: str, phase: str, anchor: str) -> str | None:
    if word in LATER:
        return AFTER[phase] if anchor in (WHOLE, END) else None
    if word in EARLIER:
        return BEFORE[phase] if anchor in (WHOLE, START) else None
    return "during" if word == "during" and anchor == WHOLE and phase == WHOLE else None


def _is_plain(clause: Clause, word: Token) -> bool:
    """Not `until after`, `not long before`, `since before`."""
    before = clause.sentence.tokens[word.index - 1].text.lower() if word.index > 0 else ""
    return not clause.negated and before not in ("until", "till", "since", "from", "or", "not")


def find_anchor(reading: Reading, sentence: Sentence, token: Token) -> tuple[Argument, str] | None:
    """Return the event that a noun phrase names a time by, and what of it: all for `the Siege of Halvey`
    and `Roe's defeat at the Battle of Halvey`, its start for `the outbreak of the war`, its end for `the end
    of the war`. None where it names none."""
    found = event_at(reading, token, *KINDS)
    if found is not None:
        return found, WHOLE
    if token.mask is not None:
        return None
    if token.lemma in event_words().beginnings | event_words().endings:
        events = [e for t in find_of_objects(sentence, token) if (e := event_at(reading, t, *KINDS))]
        part = START if token.lemma in event_words().beginnings else END
        # An agreement has no conclusion that it could be told from.
        return (events[0], part) if len(events) == 1 else None
    words = chronology_words()
    if token.lemma in words.passing:
        inner = [o for word, objects in find_prepositions(sentence, token)
                 if word.lemma in words.passing_words for o in objects]  # fmt: skip
        events = [e for t in inner if (e := event_at(reading, t, *KINDS)) is not None]
        if events:
            return (events[0], WHOLE) if len(events) == 1 else None
    deed = _deed_of_somebody(reading, sentence, token) if token.lemma in words.deeds else None
    return (deed, WHOLE) if deed is not None else None


def _deed_of_somebody(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    """`Roe's departure for Pell`, `the death of Osk Feld`: as the event that the article tells of, where it
    does, else in its words. None where nobody is named beside it, or a word tells it apart (`the second`)."""
    holder = find_possessor(sentence, token)
    whose = [holder] if holder is not None else list(find_of_objects(sentence, token))
    found = [a for t in whose if (a := argument_at(reading, t, *DOERS)) is not None]
    if len(whose) != 1 or len(found) != 1 or whose[0].mask is None:
        return None
    if any(t.dependency in ("amod", "nummod") for t in sentence.children(token)):
        return None
    span = found[0].span.cover(token.span)
    name = f"{token.lemma} of {found[0].reference.text}"
    told = next((e for e in reading.entities.values() if e.kind is EntityKind.EVENT and e.name == name), None)
    if told is not None:
        return Argument(Reference(told.name, told.entity_id), span, "event of a deed")
    return literal_argument(reading, span)


def _order(clause: Clause, subject: Argument, label: str, other: Argument, kind: str) -> Iterator[Statement]:
    if subject.reference != other.reference:
        yield clause_statement(
            clause, kind=kind, subject=subject, predicate=label, object=other, is_dated=False
        )


def _subordinate(reading: Reading, clause: Clause) -> Iterator[tuple[str, Clause]]:
    """The clauses that say when: `after the Siege of Halvey ended`."""
    for other in reading.clauses:
        if other.sentence is not clause.sentence or other.parent is not clause.verb:
            continue
        marks = [t for t in other.sentence.children(other.verb) if t.dependency == "mark"]
        if marks and marks[0].lemma in ("after", "before"):
            yield marks[0].lemma, other


def _order_of_clauses(
    reading: Reading, clause: Clause, phase: str, subject: Argument, later: tuple[str, Clause], kind: str
) -> Iterator[Statement]:
    word, other = later
    phase_of_other = read_phase(other)
    label = _label(word, phase, phase_of_other) if phase_of_other is not None else None
    if label is None or clause.negated or other.negated or other.doubts:
        return
    for event in _happening_events(reading, other):
        yield from _order(clause, subject, label, event, kind)


def _successions(reading: Reading, clause: Clause, kind: str) -> Iterator[Statement]:
    """`the Siege of Pell was followed by the Battle of Halvey`, `the battle preceded the siege`."""
    if len(clause.subjects) != 1 or len(clause.objects) != 1 or clause.negated:
        return
    first, second = (event_at(reading, t, *KINDS) for t in (clause.subjects[0], clause.objects[0]))
    if first is not None and second is not None:
        label = "after" if clause.lemma == "follow" else "before"
        yield from _order(clause, first, label, second, kind)


def _same_days(
    reading: Reading, clause: Clause, phase: str, subject: Argument, kind: str
) -> Iterator[Statement]:
    """`on the same day as the Battle of Pell`, and `the same day` after a sentence that dates one event."""
    if phase != WHOLE or clause.negated:
        return
    for token in _after_same_day(clause):
        named = event_at(reading, token, *KINDS)
        if named is not None:
            yield from _order(clause, subject, "same day", named, kind)
    dates = [d for d in clause.own_dates if "same day" in d.text.casefold()]
    if len(dates) != 1 or _after_same_day(clause):
        return
    if dates[0].anchor is None:
        return
    for other in reading.clauses:
        on_it = [d for d in other.own_dates if d.span == dates[0].anchor]
        if on_it and len(other.own_dates) == 1 and read_phase(other) == WHOLE and not other.negated:
            for event in _happening_events(reading, other):
                known = Argument(event.reference, dates[0].span, "event of the day", is_inferred=True)
                yield from _order(clause, subject, "same day", known, kind)


def _after_same_day(clause: Clause) -> tuple[Token, ...]:
    """What stands after `the same day as`."""
    tokens = clause.sentence.tokens
    for word in tokens[clause.verb.index + 1 :]:
        before = " ".join(t.text.lower() for t in tokens[max(0, word.index - 3) : word.index])
        if word.text.lower() == "as" and before.endswith("same day"):
            return preposition_objects(clause.sentence, word)
    return ()


def _nominal_orders(reading: Reading, sentence: Sentence, kind: str) -> Iterator[Statement]:
    """`the Battle of Halvey during the Amber War`. What stands right behind the event is said of it as well
    where the parser ties it to the verb."""
    for token in sentence.tokens:
        event = event_at(reading, token, *KINDS)
        if event is None or event.span.end != token.span.end:
            continue
        after = [t for t in sentence.tokens[token.index + 1 : token.index + 4] if t.text.lower() != "the"]
        if len(after) < 2 or after[0].text.lower() != "during":
            continue
        other = event_at(reading, after[1], *KINDS)
        if other is not None and other.reference != event.reference:
            yield Statement(kind, event, "during", other, spans=(event.span.cover(other.span),))

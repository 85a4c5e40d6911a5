"""A sentence with its counted phrases in, how strong those were that it tells of as fighting out: `1,600
defenders faced more than 8,000 Drovians`, `3,000 Drovians under Feld`, `Feld landed with 2,000 men`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.grammar.bodies import is_body
from pipeline.grammar.clause import Clause, Voice
from pipeline.grammar.counts import CountedPhrase, phrase_at
from pipeline.grammar.events import clause_places
from pipeline.grammar.leaders import group_at, leaders_after
from pipeline.grammar.noun_phrases import find_of_objects, find_prepositions
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    clause_statement,
    literal_argument,
    normalized_argument,
)
from pipeline.grammar.strengths import counted_argument, part_gates, strength_or_equipment, unreal_gates
from pipeline.model.entity import EntityKind, MentionForm
from pipeline.model.fact import Certainty
from pipeline.model.syntax import MaskKind, Sentence, Token

KIND = "forces"
# Who fights whom: both sides are as many as it says. Who was killed or captured is but a part of one.
_FIGHTING = frozenset({"fight", "face", "confront", "oppose", "meet", "resist", "repel", "repulse"}) | {
    "attack",
    "assault",
    "besiege",
    "defend",
}
_COMING = frozenset({"march", "advance", "land", "cross", "invade", "storm", "set", "arrive", "sail"})
_GATHERING = frozenset({"assemble", "gather", "muster"})
# Who does these with so many men has them.
_BRINGING = _COMING | {"attack", "assault", "besiege", "defend"}
# Of those who are told to have been lost, nobody says that they were all.
_LOSING = frozenset(
    {"kill", "wound", "die", "perish", "fall", "lose", "drown", "capture", "massacre", "slaughter"}
)
_COMMANDERS = (EntityKind.PERSON, EntityKind.POLITY)


def counted_fighters(
    reading: Reading, clause: Clause, phrases: Sequence[CountedPhrase]
) -> Iterator[Statement]:
    """Yield the strengths of who fights in a clause, and of who comes with so many men."""
    if clause.negated or clause.certainty is not Certainty.ASSERTED:
        return
    acting = clause.lemma in _FIGHTING | _COMING | _GATHERING
    places = clause_places(reading, clause)
    place = places[0] if len(places) == 1 else None
    tokens = [*clause.subjects] if acting and clause.voice is Voice.ACTIVE else []
    tokens += [*clause.subjects, *clause.objects] if clause.lemma in _FIGHTING else []
    for token in dict.fromkeys(tokens):
        told = _strength_of(reading, clause.sentence, token, phrases)
        if told is not None:
            group, count, doubts = told
            yield clause_statement(
                clause,
                kind=KIND,
                subject=group,
                predicate="strength",
                object=count,
                place=place,
                doubts=doubts,
            )
    if clause.lemma in _BRINGING:
        yield from _brought(reading, clause, phrases, place)


def led_fighters(
    reading: Reading, sentence: Sentence, token: Token, phrases: Sequence[CountedPhrase]
) -> Iterator[Statement]:
    """Yield the strength of `3,000 Drovians under Feld`; of `a force of 3,000 men under Feld`, which nothing
    else names, as the force of Feld."""
    leaders = leaders_after(reading, sentence, token)
    if leaders is None:
        return
    told = _strength_of(reading, sentence, token, phrases)
    gates = unreal_gates(reading, sentence, token)
    if told is not None:
        group, count, doubts = told
        spans = (count.span.cover(leaders.span),)
        yield Statement(KIND, group, "strength", count, spans=spans, doubts=(*doubts, *gates))
    elif is_body(token) and token.tag == "NN" and group_at(reading, sentence, token) is None:
        found = _size_behind(sentence, token, phrases)
        if found is not None and len(leaders.persons) == 1:
            spans = (token.span.cover(leaders.span),)
            doubts = (*part_gates(found), *gates)
            said = counted_argument(reading, found)
            force = force_of(leaders.persons[0])
            yield Statement(KIND, force, "strength", said, spans=spans, doubts=doubts)
    elif token.tag == "NNS" and len(leaders.persons) == 1:
        # "1,200 men under Feld"; of the men that an army is made of, the army is told
        found = phrase_at(phrases, token)
        is_loss = sentence.head(token).lemma in _LOSING | {"of"}
        if found is None or found.thing != token or found.outcome is not None or is_loss:
            return
        if strength_or_equipment(found) == "strength":
            said = counted_argument(reading, found)
            spans = (said.span.cover(leaders.span),)
            doubts = (*part_gates(found), *gates)
            force = force_of(leaders.persons[0])
            yield Statement(KIND, force, "strength", said, spans=spans, doubts=doubts)


def _strength_of(
    reading: Reading, sentence: Sentence, token: Token, phrases: Sequence[CountedPhrase]
) -> tuple[Argument, Argument, tuple[str, ...]] | None:
    """`8,000 Drovians`: the people or body, its number, and its gates. None for whom nothing tells from
    others, and for a number of anything else."""
    phrase = phrase_at(phrases, token)
    if phrase is None or phrase.count is None or phrase.thing != token or phrase.outcome is not None:
        return None
    # "thousands of Drovians", "two armies", "one Field Army"
    is_name = token.mask is not None and token.mask.kind is not MaskKind.DEMONYM
    if (phrase.count.low is None and phrase.count.high is None) or is_body(token) or is_name:
        return None
    group = group_at(reading, sentence, token)
    if group is None or group.span.overlaps(phrase.count.span):
        return None
    return group, literal_argument(reading, phrase.count.span), part_gates(phrase)


def _size_behind(sentence: Sentence, token: Token, phrases: Sequence[CountedPhrase]) -> CountedPhrase | None:
    """`3,000 men` of `a force of 3,000 men`."""
    for word, objects in find_prepositions(sentence, token):
        if word.lemma == "of" and word.index == token.index + 1 and objects:
            phrase = phrase_at(phrases, objects[0])
            if phrase is not None and strength_or_equipment(phrase) == "strength":
                return phrase
    return None


def _brought(
    reading: Reading, clause: Clause, phrases: Sequence[CountedPhrase], place: Argument | None
) -> Iterator[Statement]:
    """`Feld landed at Pell with 2,000 men`, `at the head of 2,000 men`, `with an army of 2,000 men`."""
    heads = [o for o in clause.objects_of("at") if o.mask is None and o.lemma == "head"]
    brought = list(clause.objects_of("with"))
    brought += [o for h in heads for o in find_of_objects(clause.sentence, h)]
    subjects = [a for t in clause.subjects if (a := _commander(reading, t)) is not None]
    if len(subjects) != 1 or len(clause.subjects) != 1 or clause.voice is Voice.PASSIVE:
        return
    for token in brought:
        phrase = phrase_at(phrases, token)
        if phrase is None and is_body(token) and token.tag == "NN":
            phrase = _size_behind(clause.sentence, token, phrases)
        elif phrase is not None and phrase.thing != token:
            phrase = None
        predicate = strength_or_equipment(phrase) if phrase is not None else None
        if phrase is not None and predicate is not None:
            yield clause_statement(
                clause,
                kind=KIND,
                subject=subjects[0],
                predicate=predicate,
                object=counted_argument(reading, phrase),
                place=place,
                doubts=part_gates(phrase),
            )


def _commander(reading: Reading, token: Token) -> Argument | None:
    """A person, or a people in arms, that comes with men; no `it`, and no state by its name."""
    found = argument_at(reading, token, *_COMMANDERS)
    mention = reading.mention_at(token)
    if found is None or mention is None:
        return None
    entity = reading.entities[found.reference.entity_id or ""]
    is_people = mention.form is MentionForm.DEMONYM
    if entity.kind is EntityKind.PERSON:
        return force_of(found)
    return found if is_people else None


def force_of(leader: Argument) -> Argument:
    """Return the force that nothing names but its leader: `force of Osk Feld`."""
    return normalized_argument(f"force of {leader.reference.text}", leader.span, "force_of_leader")

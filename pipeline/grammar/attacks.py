"""A clause in, whom or what it says was attacked, and by whom, out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.grammar.antecedents import decide_clause, place_at
from pipeline.grammar.bodies import actor_at, is_force, is_narrowed
from pipeline.grammar.clause import Clause, Voice
from pipeline.grammar.events import clause_places, read_sense, sense_objects
from pipeline.grammar.outcome_statements import event_of_clause, far_agent, far_participle, outcome_statement
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, Statement
from pipeline.lexicon.verbs import VerbSense
from pipeline.model.entity import EntityKind, MentionForm
from pipeline.model.syntax import Token

PREDICATES = frozenset({"attacked", "bombarded"})
# Who attacks with arms; an organization only where it is a military body: a newspaper attacks in words.
_ARMED = (EntityKind.PERSON, EntityKind.POLITY, EntityKind.UNIT, EntityKind.GROUP)
_HELD = (EntityKind.PLACE, EntityKind.POLITY, EntityKind.UNIT, EntityKind.GROUP)
# "launched an attack on Pell", "an assault against Pell": what a noun of attack is aimed at.
_AIMED = ("on", "upon", "against")

# "German-occupied Hungary", "Route 14": what was found is a part of the name.
_GOES_ON = re.compile(r"[-–]\w| \d")


def attacks(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Statement]:
    """Yield what `the Drovian fleet bombarded Halvey`, `launched an assault on Pell`, `Pell was attacked`
    state."""
    decided = decide_clause(reading, clause, lambda t: _attacker(reading, clause, t) is not None)
    holders = read_sense(decided, sense)
    # "attacked him for his silence": in words.
    if holders is None or decided.objects_of("for", "over"):
        return
    event = event_of_clause(reading, decided)
    attackers = [_attacker(reading, decided, t) for t in decided.subjects]
    tokens = sense_objects(decided, holders, *_AIMED) if sense.preposition is not None else decided.objects
    for token in tokens:
        target = _target(reading, decided, token)
        if target is None:
            continue
        doubts = ("narrowed",) if is_narrowed(decided.sentence, token) else ()
        for attacker in attackers:
            if attacker is not None and attacker.reference != target.reference:
                yield outcome_statement(
                    reading,
                    decided,
                    attacker,
                    sense.predicate,
                    target,
                    event,
                    doubts=(*doubts, *far_agent(reading, decided, attacker), *far_participle(decided)),
                    words=holders,
                )
        if not decided.subjects and decided.voice is Voice.PASSIVE and not _is_people(reading, token):
            predicate = f"was {sense.predicate}"
            yield outcome_statement(
                reading, decided, target, predicate, None, event, doubts=doubts, words=holders
            )


def _is_people(reading: Reading, token: Token) -> bool:
    """`the retreating French were attacked`: a people stands for its state where it acts, not for those of it
    whom something befell."""
    mention = reading.mention_at(token)
    return mention is not None and mention.form is MentionForm.DEMONYM


def _attacker(reading: Reading, clause: Clause, token: Token) -> Argument | None:
    found = actor_at(reading, clause.sentence, token)
    entity = reading.entities.get(found.reference.entity_id or "") if found is not None else None
    return found if entity is None or entity.kind in _ARMED or is_force(entity) else None


def _target(reading: Reading, clause: Clause, token: Token) -> Argument | None:
    """What can be attacked with arms: a place, a state, a body of men; a person or a government only where
    the clause says at which place."""
    found = place_at(reading, clause.sentence, token) or actor_at(reading, clause.sentence, token)
    if found is not None and _GOES_ON.match(reading.document.text, found.span.end):
        return None
    entity = reading.entities.get(found.reference.entity_id or "") if found is not None else None
    if entity is None or entity.kind in _HELD or is_force(entity):
        return found
    is_person = entity.kind is EntityKind.PERSON
    return found if is_person and clause_places(reading, clause) else None

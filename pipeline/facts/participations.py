"""Participations: who took part in an event or agreement, in which role, on which side.

Stated by the sides of an infobox, by the battles and treaties that one lists, by verbs (`won the battle`,
`was defeated at the Battle of Halvey`, `signed the treaty`) and by nouns (`the defeat of Feld at Halvey`,
`the war between Drovia and Velmora`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.grammar.act_parties import parties_of_acts
from pipeline.grammar.antecedents import decide_clause, find_two_states
from pipeline.grammar.clause import Clause
from pipeline.grammar.counts import find_counted_phrases, phrase_at
from pipeline.grammar.enmities import enmities
from pipeline.grammar.events import (
    IN_WORDS,
    clause_places,
    event_at,
    event_mentions,
    is_lasting,
    read_head_noun,
    read_sense,
    sense_arguments,
    sense_objects,
    with_words,
)
from pipeline.grammar.happening import Happening
from pipeline.grammar.leaders import group_at, leaders_after, leaders_before
from pipeline.grammar.mediations import mediations
from pipeline.grammar.noun_phrases import list_head, nominals_before
from pipeline.grammar.participants import (
    KIND,
    PARTICIPANTS,
    entity_of,
    fitting_role,
    participants_at,
    role_in,
    thing_at,
)
from pipeline.grammar.party_fields import field_parties
from pipeline.grammar.reading import Reading
from pipeline.grammar.signatories import named_envoys, represented_states, signers_for_states
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    clause_statement,
    entity_argument,
    literal_argument,
    state_fact,
)
from pipeline.grammar.two_sides import parties_between
from pipeline.grammar.war_parties import OPPOSED, parties_of_complement, parties_of_noun
from pipeline.lexicon.verbs import VerbSense, verb_senses
from pipeline.lexicon.words import nouns
from pipeline.model.entity import Entity, EntityKind
from pipeline.model.fact import Candidate, Certainty, Fact
from pipeline.model.syntax import Sentence, Token

# The prepositions that one of a sense stands for: "in" takes any event, "at" a battle or siege.
_PHRASES = {"in": IN_WORDS, "at": ("at", "in")}
_OUTCOMES = frozenset({"victor", "defeated"})
_FIGHTERS = frozenset({"attacker", "defender"})
_REFLEXIVE = frozenset({"themselves", "himself", "herself", "itself"})


def participations(reading: Reading) -> Iterator[Fact | Candidate]:
    """Yield the participations that the infobox and the sentences state."""
    mediated = tuple(mediations(reading))
    # "signed with Drovia as mediator": Drovia did not sign.
    between = {(m.subject.reference, m.object.reference) for m in mediated if m.object is not None}
    for told in (*mediated, *_statements(reading)):
        ends = (told.subject.reference, told.object.reference if told.object is not None else None)
        if told.predicate != "signatory" or ends not in between:
            yield state_fact(reading, replace(told, predicate=fitting_role(reading, told)))


def _statements(reading: Reading) -> Iterator[Statement]:
    yield from field_parties(reading)
    for clause in reading.clauses:
        for sense in verb_senses(clause.lemma, KIND):
            yield from _parties_of_clause(reading, clause, sense)
        yield from parties_of_complement(reading, clause)
    yield from parties_between(reading)
    yield from enmities(reading)
    for happening in reading.happenings:
        yield from _befallen(reading, happening)
    for mention in event_mentions(reading):
        yield from parties_of_noun(reading, mention)
    for sentence in reading.sentences:
        yield from parties_of_acts(reading, sentence)


# ---------------------------------------------------------------- verbs


def _parties_of_clause(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Statement]:
    kinds = (*PARTICIPANTS, EntityKind.EVENT)
    decided = decide_clause(reading, clause, lambda t: argument_at(reading, t, *kinds) is not None)
    decided = _unreflected(reading, decided)
    holders = read_sense(decided, sense)
    if holders is None or _misses_object(decided, sense):
        return
    beside = (*holders, *decided.objects) if sense.about in OPPOSED else holders
    members = sense_arguments(decided, beside, sense.about)
    found = [m for token in members for m in participants_at(reading, decided.sentence, token)]
    if sense.predicate == "participant" and not found:
        found = [a for t in members if (a := _counted_people(reading, decided.sentence, t)) is not None]
    if sense.predicate == "signatory":
        found = _signatories(reading, decided, members, found)
    for event in _events_of_sense(reading, decided, holders, sense, members):
        for member in found:
            if member.reference != event.reference:
                yield _state_party(reading, decided, sense, holders, member, event)
        for leader in _leaders(reading, decided, members) if found else ():
            yield replace(
                _state_party(reading, decided, sense, holders, leader, event), predicate="commander"
            )


def _counted_people(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    """`Some 30,000 people` that take part, told by their number."""
    phrase = phrase_at(find_counted_phrases(reading.document.text, sentence), token)
    if phrase is None or phrase.count is None or phrase.thing != token or phrase.is_part or phrase.outcome:
        return None
    is_people = token.tag == "NNS" and token.text.lower() in nouns().groups | {"men", "women", "workers"}
    return literal_argument(reading, phrase.span) if is_people and token.mask is None else None


def _signatories(
    reading: Reading, clause: Clause, members: Sequence[Token], found: list[Argument]
) -> list[Argument]:
    """Who signed: those found, with the states of their envoys, or both parties of `the two countries`."""
    # A government that has a name, or is described so that it can be told, signs itself.
    unnamed = [t for t in members if argument_at(reading, t, EntityKind.GOVERNMENT) is None]
    envoys = [a for t in unnamed for a in represented_states(reading, clause.sentence, t)]
    envoys += [a for t in unnamed for a in named_envoys(reading, clause.sentence, t)]
    if not found and not envoys and len(members) == 1:
        return list(_both_states(reading, clause, members[0]))
    sent = [t.span for t in unnamed if represented_states(reading, clause.sentence, t)]
    named = [a for a in found if not any(a.span.overlaps(s) for s in sent)]
    return list({a.reference: a for a in (*named, *envoys, *signers_for_states(reading, clause))}.values())


def _leaders(reading: Reading, clause: Clause, members: Sequence[Token]) -> Iterator[Argument]:
    """Who led those that took part: `the Drovians, led by Feld, were defeated at the Battle of Halvey`."""
    for token in members if not clause.negated else ():
        if group_at(reading, clause.sentence, token) is not None:
            for led in (leaders_after, leaders_before):
                found = led(reading, clause.sentence, token)
                yield from found.persons if found is not None else ()


def _both_states(reading: Reading, clause: Clause, token: Token) -> Iterator[Argument]:
    """The parties of `an agreement between the two countries`."""
    for state in find_two_states(reading, clause.sentence, token):
        yield entity_argument(reading, state, token.span, "both of two")


def _misses_object(clause: Clause, sense: VerbSense) -> bool:
    """`this Drovian defeat at Halvey`, where the parser takes the noun for a verb: who defeats, defeats
    somebody."""
    if sense.predicate != "victor" or sense.preposition is None or sense.noun is not None:
        return False
    others = verb_senses(clause.lemma, KIND)
    return not clause.objects and any(s.about == "object" and s.preposition for s in others)


def _state_party(
    reading: Reading,
    clause: Clause,
    sense: VerbSense,
    holders: tuple[Token, ...],
    member: Argument,
    event: Argument,
) -> Statement:
    places = clause_places(reading, clause)
    role = sense.predicate if sense.about == "between" else role_in(reading, member, sense.predicate, event)
    noun = read_head_noun(entity_of(reading, event))
    if sense.preposition == "at" and sense.about == "object" and noun is not None and noun[0] == "massacre":
        role = "victim"
    statement = clause_statement(
        clause,
        kind=KIND,
        subject=member,
        predicate=role,
        object=event,
        about=entity_of(reading, event),
        place=places[0] if len(places) == 1 else None,
        doubts=("list before a bracket",) if _opens_bracket(reading, clause, member) else (),
    )
    return with_words(statement, holders)


def _events_of_sense(
    reading: Reading,
    clause: Clause,
    holders: tuple[Token, ...],
    sense: VerbSense,
    members: Sequence[Token],
) -> tuple[Argument, ...]:
    """The events or agreements that the clause is about, a list of them included; of a battle in a war, for
    who won or attacked, the battle alone. Empty where it names none, or is not clear."""
    if sense.preposition is not None:
        words = _PHRASES.get(sense.preposition, (sense.preposition,))
        tokens = sense_objects(clause, (*holders, *clause.objects), *words)
        tokens = tokens or _where(reading, clause) if "in" in words else tokens
    else:
        tokens = tuple(t for t in (*clause.subjects, *clause.objects) if t not in members)
    if sense.predicate == "neutral" and not tokens and not clause.objects_of("during", "throughout"):
        return _own_war(reading, clause)
    found = {t: a for t in tokens if (a := thing_at(reading, clause, t, sense.predicate)) is not None}
    if sense.preposition == "at" or sense.predicate in _FIGHTERS:
        found = {t: a for t, a in found.items() if _is_fight(entity_of(reading, a))}
    if sense.predicate in _OUTCOMES and (len(found) > 1 or _is_during(clause)):
        found = {t: a for t, a in found.items() if not is_lasting(entity_of(reading, a))}
    lists = {list_head(clause.sentence, t).index for t in found}
    if sense.predicate != "participant" and len(lists) > 1:
        return ()
    return tuple({a.reference.entity_id: a for a in found.values()}.values())


def _own_war(reading: Reading, clause: Clause) -> tuple[Argument, ...]:
    """The war that an article is about, for who `remained neutral` in it without saying in what."""
    entity = reading.subject
    noun = read_head_noun(entity) if entity is not None and entity.kind is EntityKind.EVENT else None
    is_war = noun is not None and noun[0].rpartition(" ")[2] == "war"
    if entity is None or not is_war or clause.certainty is not Certainty.ASSERTED:
        return ()
    argument = entity_argument(reading, entity, clause.verb.span, "the war of the article")
    return (replace(argument, is_inferred=True),)


def _where(reading: Reading, clause: Clause) -> tuple[Token, ...]:
    """The event of `the Battle of Halvey, where Feld was defeated`; empty where there is none, or two."""
    children = clause.sentence.children(clause.verb)
    pronoun = next((t for t in children if t.tag == "WRB" and t.lemma == "where"), None)
    if pronoun is None:
        return ()
    before = nominals_before(clause.sentence, pronoun.index)
    found = [t for t in before if event_at(reading, t) is not None]
    return tuple(found) if len(found) == 1 and not clause.objects_of("where") else ()


def _is_during(clause: Clause) -> bool:
    """Who was defeated during a war did not lose the war."""
    return bool(clause.objects_of("during"))


def _is_fight(entity: Entity) -> bool:
    """Whether an event is one attack or siege, whose attacker is not the one of a single day of a war."""
    noun = read_head_noun(entity)
    return not is_lasting(entity) or (noun is not None and noun[0] == "siege")


def _unreflected(reading: Reading, clause: Clause) -> Clause:
    """`Roe saw herself fighting at Halvey`: Roe fights, and what stands beside `saw` is said of the fight."""
    if not any(t.text.lower() in _REFLEXIVE for t in clause.subjects):
        return clause
    above = next(
        (c for c in reading.clauses if c.sentence is clause.sentence and c.verb == clause.parent), None
    )
    if above is None:
        return clause
    prepositions = (*clause.prepositions, *above.prepositions)
    return replace(clause, subjects=above.subjects, prepositions=prepositions)


def _opens_bracket(reading: Reading, clause: Clause, member: Argument) -> bool:
    """`Drovia, Velmora and Pell (already fighting the Salt War)`: what a bracket says is of the last."""
    between = reading.document.text[member.span.end : max(member.span.end, clause.verb.span.start)]
    return "(" in between and ")" not in between and not between.lstrip().startswith("(")


# ---------------------------------------------------------------- births, deaths, foundings


def _befallen(reading: Reading, told: Happening) -> Iterator[Statement]:
    """Whom or what an event without a name befell: who was born, who was murdered; and who did it."""
    if told.who.reference.entity_id is not None:
        yield _state_befallen(reading, told, told.who, told.role)
    dated = _dated_founding(reading, told)
    for agent in told.agents:
        if agent.reference.entity_id is not None:
            found = _state_befallen(reading, told, agent, told.agent_role)
            yield found if dated is None else replace(found, start=dated.start, end=dated.end)


def _dated_founding(reading: Reading, told: Happening) -> Happening | None:
    """Where else, the nearest first, the text says when that was founded whose founder somebody is called
    without a date: both tell of one event. None where it nowhere says so, or gives several dates."""
    if told.agent_role != "founder" or told.start is not None or told.end is not None:
        return None
    others = [
        h
        for h in reading.happenings
        if h.event.reference == told.event.reference and h.start is not None and not h.doubts
    ]
    dates = {h.start.edtf for h in others if h.start is not None}
    nearest = sorted(others, key=lambda h: abs(h.span.start - told.span.start))
    return nearest[0] if len(dates) == 1 and nearest[0].certainty is told.certainty else None


def _state_befallen(reading: Reading, told: Happening, member: Argument, role: str) -> Statement:
    about = reading.entities.get(told.event.reference.entity_id or "")
    place = told.places[0] if told.places else None
    spans = told.date_spans or (told.span.cover(place.span) if place is not None else told.span,)
    if told.date_spans and place is not None:
        spans = (told.date_spans[0].cover(place.span), *told.date_spans[1:])
    if member is not told.who:
        spans = (spans[0].cover(member.span), *spans[1:])
    return Statement(
        KIND,
        member,
        role,
        told.event,
        about=about,
        start=told.start,
        end=told.end,
        place=place,
        certainty=told.certainty,
        spans=spans,
        doubts=told.doubts,
    )

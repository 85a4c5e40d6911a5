"""Participations: who took part in an event or agreement, in which role, on which side.

Stated by the sides of an infobox, by the battles and treaties that one lists, by verbs (`won the battle`,
`was defeated at the Battle of Halvey`, `signed the treaty`) and by nouns (`the defeat of Feld at Halvey`,
`the war between Drovia and Velmora`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.grammar.antecedents import find_two_states
from pipeline.grammar.attachment import read_period
from pipeline.grammar.clause import Clause
from pipeline.grammar.enmities import enmities
from pipeline.grammar.events import (
    IN_WORDS,
    EventMention,
    clause_places,
    event_at,
    event_mentions,
    infobox_event,
    is_lasting,
    it_event,
    read_head_noun,
    read_sense,
    sense_arguments,
    sense_objects,
    with_words,
)
from pipeline.grammar.happening import Happening
from pipeline.grammar.nominals import NominalEvent, find_nominal_events
from pipeline.grammar.noun_phrases import (
    find_appositions,
    find_modifiers,
    find_of_objects,
    find_possessor,
    find_prepositions,
    list_head,
    nominals_before,
    noun_phrase_span,
)
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    clause_statement,
    entity_argument,
    literal_argument,
    normalized_argument,
    state_fact,
    subject_argument,
)
from pipeline.lexicon.acts import act_nouns
from pipeline.lexicon.events import event_noun, event_words
from pipeline.lexicon.verbs import VerbSense, verb_senses
from pipeline.lexicon.words import nouns
from pipeline.mentions.infobox import Side
from pipeline.mentions.infobox import Statement as FieldStatement
from pipeline.mentions.infobox_values import Item
from pipeline.model.date import PartialDate
from pipeline.model.entity import Entity, EntityKind, MentionForm
from pipeline.model.fact import Candidate, Fact
from pipeline.model.span import Span
from pipeline.model.syntax import MaskKind, Sentence, Token

KIND = "participations"
PARTICIPANTS = (
    EntityKind.PERSON,
    EntityKind.POLITY,
    EntityKind.GOVERNMENT,
    EntityKind.ORGANIZATION,
    EntityKind.UNIT,
    EntityKind.GROUP,
)
# Whose forces a participant can be said to be.
OWNERS = (EntityKind.POLITY, EntityKind.GOVERNMENT, EntityKind.ORGANIZATION)
AGREEMENTS = (EntityKind.AGREEMENT,)
SIGNED = (EntityKind.AGREEMENT, EntityKind.WORK)
OUTCOMES = frozenset({"victor", "defeated"})
# The prepositions that one of a sense stands for: "in" takes any event, "at" a battle or siege.
_PHRASES = {"in": IN_WORDS, "at": ("at", "in")}
FIGHTERS = frozenset({"attacker", "defender"})
# What infobox fields of an agreement list, and in which role.
_LISTED = {
    "signatory": "signatory",
    "contracting party": "signatory",
    "mediator": "mediator",
    "negotiator": "negotiator",
}
# Who stands behind these takes part in a war that is spoken of: "the war with Drovia".
_OPPOSED = ("between", "against", "with")
# "Decisive Drovian victory": at most one adjective on each side of the people, which must leave it a victory.
_RESULT = re.compile(
    r"(?:(?P<first>\w[\w-]*) )?(?P<people>[A-Z][\w-]+)(?: (?P<second>[a-z-]+))? (?P<act>[Vv]ictory|[Dd]efeat)"
)
# Verbs that tie an act to the event that it ended: "ended in a Drovian victory".
_ENDED_IN = frozenset({"be", "end", "result", "culminate", "conclude", "become", "bring", "mark"})
_REFLEXIVE = frozenset({"themselves", "himself", "herself", "itself"})


def participations(reading: Reading) -> Iterator[Fact | Candidate]:
    """Yield the participations that the infobox and the sentences state."""
    for side in reading.infobox.sides:
        yield from _side_members(reading, side)
    for statement in reading.infobox.statements:
        yield from _listed(reading, statement)
    for statement in reading.infobox.statement("result"):
        yield from _winners(reading, statement)
    for clause in reading.clauses:
        for sense in verb_senses(clause.lemma, KIND):
            yield from _clause_facts(reading, clause, sense)
        yield from _parties_of_complement(reading, clause)
    yield from (state_fact(reading, told) for told in enmities(reading))
    for happening in reading.happenings:
        yield from _befallen(reading, happening)
    for mention in event_mentions(reading):
        yield from _parties_of_noun(reading, mention)
    for sentence in reading.sentences:
        if any(t.lemma in act_nouns() for t in sentence.tokens):
            yield from _acts(reading, sentence)


# ---------------------------------------------------------------- infobox


def _side_members(reading: Reading, side: Side) -> Iterator[Fact | Candidate]:
    for role, items in (
        ("belligerent", side.belligerents),
        ("commander", side.commanders),
        ("belligerent", side.units),
    ):
        for item in items:
            label = item.field.label_span
            event, member = infobox_event(reading, label), _member(reading, item)
            if event is None or member is None:
                continue
            cells = (
                ()
                if side.index is None
                else (("side", normalized_argument(str(side.index), label, "side_of_label")),)
            )
            stated = item.role(role) if role == "belligerent" else role
            yield _state_item(reading, item, member, stated, event, cells)


def _member(reading: Reading, item: Item) -> Argument | None:
    found = argument_at(reading, item.name, *PARTICIPANTS, EntityKind.PLACE)
    return found if found is not None and found.span == item.name else None


def _listed(reading: Reading, statement: FieldStatement) -> Iterator[Fact | Candidate]:
    """`Battles` of a person, `Signatories` of a treaty."""
    subject = subject_argument(reading, statement.field.label_span)
    if reading.infobox_subject is None or subject is None:
        return
    for item in statement.items:
        if statement.role == "battle" and reading.infobox_subject.kind in PARTICIPANTS:
            event = argument_at(reading, item.name, EntityKind.EVENT)
            if event is not None:
                yield _state_item(reading, item, subject, "participant", event, ())
        elif statement.role in _LISTED and reading.infobox_subject.kind in AGREEMENTS:
            member = _member(reading, item)
            if member is not None:
                yield _state_item(reading, item, member, _LISTED[statement.role], subject, ())


def _winners(reading: Reading, statement: FieldStatement) -> Iterator[Fact | Candidate]:
    """`Result: Decisive Drovian victory`: whose victory or defeat it was, where the rest of the text knows
    the people."""
    for item in statement.items:
        found = _RESULT.fullmatch(reading.quote(item.name))
        event = infobox_event(reading, statement.field.label_span)
        owner = _polity_of_demonym(reading, found["people"]) if found else None
        if found is None or event is None or owner is None:
            continue
        if not {w.lower() for w in (found["first"], found["second"]) if w} <= event_words().whole:
            continue
        start = item.name.start + found.start("people")
        member = entity_argument(reading, owner, Span(start, start + len(found["people"])), "demonym")
        role = act_nouns()[found["act"].lower()].roles["holder"]
        yield _state_item(reading, item, member, role, event, ())


def _polity_of_demonym(reading: Reading, word: str) -> Entity | None:
    """The one state that the text calls by a demonym."""
    ids = {m.entity_id for m in reading.mentions if m.form is MentionForm.DEMONYM and m.text == word}
    entity = reading.entities.get(next(iter(ids)) or "") if len(ids) == 1 else None
    return entity if entity is not None and entity.kind in OWNERS else None


def _state_item(
    reading: Reading,
    item: Item,
    member: Argument,
    role: str,
    event: Argument,
    cells: tuple[tuple[str, Argument], ...],
) -> Fact | Candidate:
    periods = item.periods
    start, end = (periods[0].start, periods[0].end) if len(periods) == 1 else (None, None)
    doubts = (*((item.doubt,) if item.doubt else ()), *(("several dates",) if len(periods) > 1 else ()))
    return state_fact(
        reading,
        Statement(
            KIND,
            member,
            role,
            event,
            about=_entity(reading, event),
            start=start,
            end=end,
            cells=cells,
            spans=(_item_span(item, start, end),),
            doubts=doubts,
        ),
    )


def _item_span(item: Item, *dates: PartialDate | None) -> Span:
    """From the label of the field to the item, with its dates: the label says in which role it stands."""
    span = item.field.label_span.cover(item.name)
    for date in dates:
        if date is not None:
            span = span.cover(date.span)
    return span


def _entity(reading: Reading, argument: Argument) -> Entity:
    return reading.entities[argument.reference.entity_id or ""]


# ---------------------------------------------------------------- participants and events at tokens


def _participants_at(reading: Reading, sentence: Sentence, token: Token) -> tuple[Argument, ...]:
    """Who a token stands for: an entity that can act; the states whose `forces` it says they are; or a body
    of people that is told by whose it is (`Velmoran troops`), in the words of the text."""
    found = argument_at(reading, token, *PARTICIPANTS)
    if found is not None:
        return (found,)
    if token.mask is not None or token.text.lower() not in nouns().groups | event_words().alliances:
        return ()
    owners = [argument_at(reading, o, *OWNERS) for o in find_of_objects(sentence, token)]
    if owners:
        return tuple(a for a in owners if a is not None)
    inside = [t for t in sentence.tokens if noun_phrase_span(sentence, token).contains(t.span)]
    plain = not any(t.tag == "CD" or t.dependency == "poss" for t in inside)
    named = any(
        m.mask is not None and m.mask.kind in (MaskKind.DEMONYM, MaskKind.NAME)
        for m in find_modifiers(sentence, token)
    )
    is_group = token.text.lower() in nouns().groups
    return (literal_argument(reading, _named_part(sentence, token)),) if named and plain and is_group else ()


def _named_part(sentence: Sentence, token: Token) -> Span:
    """`Velmoran troops` of `the weary Velmoran troops`."""
    span = noun_phrase_span(sentence, token)
    names = [t.span.start for t in sentence.tokens if t.mask is not None and span.contains(t.span)]
    return Span(min(names, default=span.start), span.end)


def _thing_at(reading: Reading, clause: Clause, token: Token, role: str) -> Argument | None:
    if role in ("signatory", "negotiator"):
        return event_at(reading, token, *SIGNED) or it_event(reading, clause, token, *SIGNED)
    return event_at(reading, token) or it_event(reading, clause, token)


def _role_of(reading: Reading, member: Argument, role: str) -> str:
    """A single person is no party to a war, but takes part in it."""
    entity = reading.entities.get(member.reference.entity_id or "")
    is_person = entity is not None and entity.kind is EntityKind.PERSON
    return "participant" if role == "belligerent" and is_person else role


def _role_in(reading: Reading, member: Argument, role: str, event: Argument) -> str:
    """Who starts a rising leads it."""
    noun = read_head_noun(_entity(reading, event))
    is_rising = noun is not None and noun[0] in event_words().uprisings
    return "leader" if role == "belligerent" and is_rising else _role_of(reading, member, role)


# ---------------------------------------------------------------- verbs


def _clause_facts(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Fact | Candidate]:
    decided = clause.decide(lambda t: argument_at(reading, t, *PARTICIPANTS, EntityKind.EVENT) is not None)
    decided = _unreflected(reading, decided)
    holders = read_sense(decided, sense)
    if holders is None or _misses_object(decided, sense):
        return
    beside = (*holders, *decided.objects) if sense.about in _OPPOSED else holders
    members = sense_arguments(decided, beside, sense.about)
    found = [m for token in members for m in _participants_at(reading, decided.sentence, token)]
    if sense.predicate == "signatory" and not found and len(members) == 1:
        found = list(_both_states(reading, decided, members[0]))
    for event in _events_of_sense(reading, decided, holders, sense, members):
        for member in found:
            if member.reference != event.reference:
                yield _state_clause(reading, decided, sense, holders, member, event)


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


def _state_clause(
    reading: Reading,
    clause: Clause,
    sense: VerbSense,
    holders: tuple[Token, ...],
    member: Argument,
    event: Argument,
) -> Fact | Candidate:
    places = clause_places(reading, clause)
    role = sense.predicate if sense.about == "between" else _role_in(reading, member, sense.predicate, event)
    noun = read_head_noun(_entity(reading, event))
    if sense.preposition == "at" and sense.about == "object" and noun is not None and noun[0] == "massacre":
        role = "victim"
    statement = clause_statement(
        clause,
        kind=KIND,
        subject=member,
        predicate=role,
        object=event,
        about=_entity(reading, event),
        place=places[0] if len(places) == 1 else None,
        doubts=("list before a bracket",) if _opens_bracket(reading, clause, member) else (),
    )
    return state_fact(reading, with_words(statement, holders))


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
    found = {t: a for t in tokens if (a := _thing_at(reading, clause, t, sense.predicate)) is not None}
    if sense.preposition == "at" or sense.predicate in FIGHTERS:
        found = {t: a for t, a in found.items() if _is_fight(_entity(reading, a))}
    if sense.predicate in OUTCOMES and (len(found) > 1 or _is_during(clause)):
        found = {t: a for t, a in found.items() if not is_lasting(_entity(reading, a))}
    lists = {list_head(clause.sentence, t).index for t in found}
    if sense.predicate != "participant" and len(lists) > 1:
        return ()
    return tuple({a.reference.entity_id: a for a in found.values()}.values())


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


def _befallen(reading: Reading, told: Happening) -> Iterator[Fact | Candidate]:
    """Whom or what an event without a name befell: who was born, who was murdered; and who founded it."""
    for member, role in ((told.who, told.role), *((founder, "founder") for founder in told.founders)):
        yield _state_befallen(reading, told, member, role)


def _state_befallen(reading: Reading, told: Happening, member: Argument, role: str) -> Fact | Candidate:
    about = reading.entities.get(told.event.reference.entity_id or "")
    place = told.places[0] if told.places else None
    spans = told.date_spans or (told.span.cover(place.span) if place is not None else told.span,)
    if told.date_spans and place is not None:
        spans = (told.date_spans[0].cover(place.span), *told.date_spans[1:])
    if role == "founder":
        spans = (spans[0].cover(member.span), *spans[1:])
    statement = Statement(
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
    return state_fact(reading, statement)


# ---------------------------------------------------------------- wars between parties


def _parties_of_complement(reading: Reading, clause: Clause) -> Iterator[Fact | Candidate]:
    """`The Salt War was a conflict between Drovia and Velmora.`"""
    if clause.lemma != "be":
        return
    for subject in clause.subjects:
        event = event_at(reading, subject, EntityKind.EVENT, EntityKind.AGREEMENT)
        for said in _sorts(clause) if event is not None else ():
            if event is None or said.mask is not None or nouns().heads.get(said.lemma) is None:
                continue
            role = "belligerent" if event_noun(said.text) else "signatory"
            if (role == "belligerent") != (_entity(reading, event).kind is EntityKind.EVENT):
                continue
            for token in _opposed(clause.sentence, said):
                for member in _participants_at(reading, clause.sentence, token):
                    yield state_fact(
                        reading,
                        clause_statement(
                            clause,
                            kind=KIND,
                            subject=member,
                            predicate=_role_of(reading, member, role),
                            object=event,
                            about=_entity(reading, event),
                            is_dated=False,
                        ),
                    )


def _sorts(clause: Clause) -> Iterator[Token]:
    """The nouns of what an event is said to be, those of `a series of battles` too."""
    for said in clause.complements_as():
        yield said
        if said.mask is None and said.lemma in event_words().series:
            yield from find_of_objects(clause.sentence, said)[:1]


def _opposed(sentence: Sentence, noun: Token) -> tuple[Token, ...]:
    return tuple(
        o for word, objects in find_prepositions(sentence, noun) if word.lemma in _OPPOSED for o in objects
    )


def _parties_of_noun(reading: Reading, at: EventMention) -> Iterator[Fact | Candidate]:
    """`the Salt War between Drovia and Velmora`, `the Salt War against Drovia`."""
    event = at.argument
    yield from _parties_of_apposition(reading, at)
    for word, objects in find_prepositions(at.sentence, at.token):
        if word.lemma not in _OPPOSED or word.index != at.token.index + 1:
            continue
        for member in (m for other in objects for m in _participants_at(reading, at.sentence, other)):
            role = _role_of(reading, member, "belligerent")
            if role == "participant" and word.lemma == "against":
                # A coup or revolt against a person has him for its target.
                continue
            about, spans = _entity(reading, event), (event.span.cover(member.span),)
            yield state_fact(reading, Statement(KIND, member, role, event, about=about, spans=spans))
            holder = find_possessor(at.sentence, at.token) if word.lemma == "against" else None
            for owner in _participants_at(reading, at.sentence, holder) if holder is not None else ():
                # "Velmora's War of Independence against Drovia"
                spans = (owner.span.cover(event.span),)
                yield state_fact(reading, Statement(KIND, owner, role, event, about=about, spans=spans))


def _parties_of_apposition(reading: Reading, at: EventMention) -> Iterator[Fact | Candidate]:
    """`the Salt War, a confrontation of Drovia against Velmora and Corrow`."""
    for said in find_appositions(at.sentence, at.token):
        is_strife = said.mask is None and (event_noun(said.text) or said.lemma in event_words().strife)
        phrases = {word.lemma: objects for word, objects in find_prepositions(at.sentence, said)}
        opposed = [o for word in _OPPOSED for o in phrases.get(word, ())]
        if not is_strife or not opposed:
            continue
        first = phrases.get("of", ()) if "against" in phrases else ()
        for member in (m for o in (*first, *opposed) for m in _participants_at(reading, at.sentence, o)):
            role, about = _role_of(reading, member, "belligerent"), _entity(reading, at.argument)
            spans = (at.argument.span.cover(member.span),)
            yield state_fact(reading, Statement(KIND, member, role, at.argument, about=about, spans=spans))


# ---------------------------------------------------------------- nouns of acts


def _acts(reading: Reading, sentence: Sentence) -> Iterator[Fact | Candidate]:
    """`the defeat of Feld by Roe at the Battle of Halvey`."""

    def kind_of(token: Token) -> EntityKind | None:
        entity = reading.entity_at(token)
        return entity.kind if entity is not None else None

    for act in find_nominal_events(sentence, reading.dates, kind_of, act_nouns()):
        event = _event_of_act(reading, sentence, act)
        if event is None:
            continue
        period = read_period(sentence, act.dates)
        dates = [d for d in (period.start, period.end) if d is not None]
        for role, token in _roles_of_act(act):
            for member in _participants_at(reading, sentence, token):
                yield state_fact(
                    reading,
                    Statement(
                        KIND,
                        member,
                        role,
                        event,
                        about=_entity(reading, event),
                        start=period.start,
                        end=period.end,
                        negated=act.negated,
                        certainty=act.certainty,
                        spans=(_cover(act.token.span, member.span, event.span, *(d.span for d in dates)),),
                        doubts=(*act.doubts, *((period.doubt,) if period.doubt else ())),
                    ),
                )


def _cover(*spans: Span) -> Span:
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def _event_of_act(reading: Reading, sentence: Sentence, act: NominalEvent) -> Argument | None:
    """The event that an act belongs to: `the defeat of Feld at the Battle of Halvey`; `the Battle of Halvey
    ended in a Drovian victory`."""
    words = ("from",) if "withdrew" in act_nouns()[act.lemma].roles.values() else (*IN_WORDS, "into")
    objects = [o for p in act.prepositions if p.word in words for o in p.objects]
    found = {a.reference.entity_id: a for o in objects if (a := event_at(reading, o)) is not None}
    if objects and not found:
        return None
    if found:
        return next(iter(found.values())) if len(found) == 1 else None
    verb = sentence.head(act.token)
    if act.token.dependency == "pobj" and verb.lemma in ("in", "with"):
        verb = sentence.head(verb)
    elif act.token.dependency not in ("attr", "dobj"):
        return None
    if verb.lemma not in _ENDED_IN or act.token.index < verb.index:
        return None
    subjects = [t for t in sentence.children(verb) if t.dependency == "nsubj"]
    return event_at(reading, subjects[0]) if len(subjects) == 1 else None


def _roles_of_act(act: NominalEvent) -> Iterator[tuple[str, Token]]:
    roles = act_nouns()[act.lemma].roles
    holders = (act.possessor,) if act.possessor is not None else act.modifiers
    by_word = {"of": act.of_objects, "by": act.by_objects, "holder": holders}
    for place, role in roles.items():
        if place in by_word:
            yield from ((role, token) for token in by_word[place])
        else:
            yield from ((role, o) for p in act.prepositions if p.word == place for o in p.objects)

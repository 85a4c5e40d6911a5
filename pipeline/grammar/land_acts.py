"""A sentence in, the nouns out that tell what somebody did to a land: `the Drovian occupation of Halvey`,
`the cession of Halvey to Drovia`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.grammar.antecedents import decide_clause
from pipeline.grammar.arguments import is_verb
from pipeline.grammar.bodies import actor_at
from pipeline.grammar.clause import Clause, Voice
from pipeline.grammar.lands import TERRITORIES, Land, find_lands, is_hands, owners_of_hands
from pipeline.grammar.nominals import NominalEvent, find_nominal_events
from pipeline.grammar.noun_phrases import (
    find_modifiers,
    find_possessor,
    find_prepositions,
    is_date,
    preposition_objects,
)
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, argument_at, entity_argument
from pipeline.lexicon.states import demonyms
from pipeline.lexicon.territory import territory_words
from pipeline.model.date import DateMention
from pipeline.model.entity import Entity, EntityKind, MentionForm
from pipeline.model.fact import Certainty
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

# What follows them is taken for granted: "after the occupation of Halvey", "led to the cession of Pell".
_GRANTED = frozenset({"after", "before", "during", "since", "following", "until", "despite", "with"})
# Verbs of terms and plans, whose content need not come about.
_CONTAINING = frozenset(
    {"involve", "include", "provide", "require", "stipulate", "entail", "envisage", "forecast", "predict"}
    | {"foresee", "authorize", "authorise", "justify", "permit"}
)
# What somebody else than the victor does.
_NOT_OF_VICTORS = frozenset({"loss"})
# "The war ended in 1709 with the cession of Halvey": both are of one time.
_ENDING = frozenset({"end", "conclude", "culminate"})
# "The Drovian victory led to the occupation of Halvey": what leads to it -> the word before the act.
_RESULTING = {"result": "in", "lead": "to"}
# What a treaty brings about: "the treaty ended the war with the cession of Halvey".
_BROUGHT_BY = {
    "end": ("with",),
    "conclude": ("with",),
    "settle": ("with",),
    "provide": ("for",),
    "result": ("in",),
    "lead": ("to",),
}
_UNDER = ("under", "by", "in", "through")
_ACT_NAME = re.compile(r"(?:[Tt]he )?(?P<who>[A-Z][\w-]+) (?P<act>[A-Za-z]+) of (?:the )?(?P<land>[A-Z].*)")
_DEFINITE = frozenset({"the", "this", "that"})


@dataclass(frozen=True, slots=True)
class LandAct:
    """A noun of an act, with who did it to which lands, and to whom they passed."""

    span: Span
    """The shortest stretch that holds the noun, its lands, who acts, who receives, and its date."""
    predicate: str
    is_passing: bool
    """Whether the lands pass on, to `receivers`; else `actors` hold or take them."""
    lands: tuple[Land, ...]
    actors: tuple[Argument, ...]
    receivers: tuple[Argument, ...]
    doubts: tuple[str, ...]
    date: DateMention | None = None
    negated: bool = False
    certainty: Certainty = Certainty.ASSERTED
    treaty: Argument | None = None
    """The agreement by which it is done; None where none is named."""


def find_land_acts(reading: Reading, sentence: Sentence) -> Iterator[LandAct]:
    """Yield the nouns of a sentence that tell of an act upon a land, where both ends are told."""
    words = territory_words()
    triggers = frozenset({*words.held, *words.passed})
    for event in find_nominal_events(sentence, reading.dates, reading.kind_at, triggers):
        lands = _lands(reading, event)
        actors = tuple(_actors(reading, event))
        is_passing = event.lemma in words.passed
        receivers = tuple(_receivers(reading, event)) if is_passing else ()
        predicate = words.passed[event.lemma] if is_passing else words.held[event.lemma]
        if predicate == "annexed to" and not receivers:
            receivers, actors = actors, ()
        if not actors and not is_passing and event.lemma not in _NOT_OF_VICTORS:
            actors = tuple(_victors(reading, event))
        dates = event.dates or _dates_of_end(reading, event)
        if not lands or not (receivers if is_passing else actors):
            continue
        spans = [event.token.span, *(land.argument.span for land in lands)]
        spans += [a.span for a in (*actors, *receivers)]
        spans += [d.span for d in dates]
        spans += [o.span for p in event.prepositions for o in p.objects if p.word == "into" and is_hands(o)]
        yield LandAct(
            span=Span(min(s.start for s in spans), max(s.end for s in spans)),
            predicate=predicate,
            is_passing=is_passing,
            lands=lands,
            actors=actors,
            receivers=receivers,
            doubts=tuple(_doubts(event)),
            date=dates[0] if len(dates) == 1 else None,
            negated=event.negated,
            certainty=Certainty.PLANNED if _is_provided(event) else event.certainty,
            treaty=_treaty(reading, event),
        )


def find_named_acts(reading: Reading) -> Iterator[LandAct]:
    """Yield the acts upon a land that the names of events tell of, each once: `the Drovian occupation of
    Halvey`."""
    seen: set[str] = set()
    for mention in reading.mentions:
        named = _ACT_NAME.fullmatch(mention.text)
        predicate = territory_words().held.get(named["act"].lower()) if named else None
        entity = reading.entities.get(mention.entity_id or "")
        is_title = reading.document.title_span.contains(mention.span)
        if named is None or predicate is None or entity is None or is_title:
            continue
        actor = _people(reading, named["who"])
        land = reading.entity_named(named["land"], *TERRITORIES)
        if entity.kind is EntityKind.EVENT and actor and land and entity.entity_id not in seen:
            seen.add(entity.entity_id)
            who, where = (
                Span(mention.span.start + named.start(part), mention.span.start + named.end(part))
                for part in ("who", "land")
            )
            yield LandAct(
                span=mention.span,
                predicate=predicate,
                is_passing=False,
                lands=(Land(entity_argument(reading, land, where, "part of a name"), None),),
                actors=(entity_argument(reading, actor, who, "demonym"),),
                receivers=(),
                doubts=(),
            )


def _people(reading: Reading, word: str) -> Entity | None:
    """The state that a demonym means: as elsewhere in the text, else the one of that name."""
    meant = {m.entity_id for m in reading.mentions if m.form is MentionForm.DEMONYM and m.text == word}
    known = demonyms().get(word)
    if not meant and known is not None and len(known.states) == 1:
        return reading.entity_named(known.states[0].name, EntityKind.POLITY)
    entity = reading.entities.get(next(iter(meant)) or "") if len(meant) == 1 else None
    return entity if entity is not None and entity.kind is EntityKind.POLITY else None


def _lands(reading: Reading, event: NominalEvent) -> tuple[Land, ...]:
    sentence = event.sentence
    tokens = [
        o
        for word, objects in find_prepositions(sentence, event.token)
        if word.lemma == "of"
        for o in objects
        if not is_date(o)
    ] or list(event.of_objects)
    return tuple(land for t in tokens for land in find_lands(reading, sentence, t))


def _actors(reading: Reading, event: NominalEvent) -> Iterator[Argument]:
    """Who acts: those after `by`, else the holder, else a people or name directly before the noun."""
    # "Velmora's loss of Halvey by the troops": who loses stands before the noun
    tokens = event.agents if event.lemma != "loss" else (event.possessor, *event.modifiers)
    for token in tokens:
        actor = actor_at(reading, event.sentence, token) if token is not None else None
        if actor is not None:
            yield actor


def _clause_above(reading: Reading, event: NominalEvent) -> tuple[str, Clause] | None:
    """The clause that an act is a part of by a preposition, with that preposition."""
    word = event.sentence.head(event.token)
    verb = event.sentence.head(word)
    if word.dependency != "prep":
        return None
    if verb.dependency == "dobj":
        verb = event.sentence.head(verb)  # "ended the war with the cession of Halvey"
    clause = next((c for c in reading.clauses if c.sentence is event.sentence and c.verb is verb), None)
    return (word.lemma, clause) if clause is not None else None


def _treaty(reading: Reading, event: NominalEvent) -> Argument | None:
    """The treaty of `the cession of Halvey under the Treaty of Linden`, and of `the treaty ended the war with
    the cession of Halvey`."""
    beside = [o for p in event.prepositions if p.word in _UNDER for o in p.objects]
    found = [a for t in (*beside, *event.by_objects) if (a := argument_at(reading, t, EntityKind.AGREEMENT))]
    above = _clause_above(reading, event)
    if not found and above is not None and above[0] in _BROUGHT_BY.get(above[1].lemma, ()):
        clause = decide_clause(reading, above[1], lambda t: reading.kind_at(t) is EntityKind.AGREEMENT)
        tokens = clause.subjects if clause.voice is Voice.ACTIVE and not clause.negated else ()
        found = [a for t in tokens if (a := argument_at(reading, t, EntityKind.AGREEMENT))]
    return found[0] if len(found) == 1 else None


def _victors(reading: Reading, event: NominalEvent) -> Iterator[Argument]:
    """Whose victory led to the act: theirs is the occupation or conquest that it led to."""
    above = _clause_above(reading, event)
    if above is None or _RESULTING.get(above[1].lemma) != above[0] or above[1].negated:
        return
    for noun in above[1].subjects[:1] if len(above[1].subjects) == 1 else ():
        holder = find_possessor(event.sentence, noun)
        for token in (holder,) if holder is not None else find_modifiers(event.sentence, noun):
            victor = actor_at(reading, event.sentence, token) if noun.lemma == "victory" else None
            if victor is not None:
                yield victor


def _dates_of_end(reading: Reading, event: NominalEvent) -> tuple[DateMention, ...]:
    """The date of `The war ended in 1709 with the cession of Halvey`, a point in time."""
    above = _clause_above(reading, event)
    if above is None or above[0] not in ("with", "in") or above[1].lemma not in _ENDING:
        return ()
    dates = above[1].own_dates
    is_point = len(dates) == 1 and dates[0].start is not None and dates[0].end is None
    return dates if is_point and dates[0].modifier is None else ()


def _receivers(reading: Reading, event: NominalEvent) -> Iterator[Argument]:
    phrases = [(p.word, p.objects) for p in event.prepositions]
    # "the cession of Halvey to Drovia", where the parser ties `to` to Halvey
    phrases += [(w.lemma, os) for o in event.of_objects for w, os in find_prepositions(event.sentence, o)]
    phrases += _phrases_after(event)
    for word, objects in phrases:
        if word in ("to", "into"):
            for token in objects:
                actor = actor_at(reading, event.sentence, token)
                if actor is not None:
                    yield actor
                elif is_hands(token):
                    yield from owners_of_hands(reading, event.sentence, token)
            return


def _phrases_after(event: NominalEvent) -> list[tuple[str, tuple[Token, ...]]]:
    """What stands directly behind the noun and its `of`, though the parser ties it to the verb: `the terms
    involved the cession of Halvey to Drovia`."""
    sentence, token = event.sentence, event.token
    end = max(t.index for t in sentence.subtree(token)) + 1
    above = {t.index for t in sentence.ancestors(token)}
    return [
        (t.lemma, preposition_objects(sentence, t))
        for t in sentence.tokens[end : end + 1]
        if t.dependency in ("prep", "dative") and t.head in above
    ]


def _is_provided(event: NominalEvent) -> bool:
    """Whether the act is only what terms or a demand contain: `the terms involved the cession of Halvey`."""
    holders = event.sentence.ancestors(event.token)
    verb = next((t for t in holders if is_verb(t)), None)
    return verb is not None and verb.lemma in _CONTAINING and verb.index < event.token.index


def _doubts(event: NominalEvent) -> Iterator[str]:
    yield from event.doubts
    if len(event.dates) > 1:
        yield "two dates"
    if not _is_definite(event) and not event.dates:
        yield "indefinite act"  # "an invasion of Halvey would need ships"


def _is_definite(event: NominalEvent) -> bool:
    """Whether the text speaks of one act that it takes for granted: `the occupation`, `Drovia's occupation`,
    `after occupation by Drovia`."""
    sentence, token = event.sentence, event.token
    head: Token = sentence.head(token) if token.dependency != "conj" else sentence.head(sentence.head(token))
    if find_possessor(sentence, token) is not None or event.possessor is not None:
        return True
    if any(c.dependency == "det" and c.lemma in _DEFINITE for c in sentence.children(token)):
        return True
    return head.dependency == "prep" and head.lemma in _GRANTED

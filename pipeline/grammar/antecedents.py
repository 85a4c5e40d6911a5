"""Words in, what they stand for out, where the kinds that fit decide: `it`, `both governments`, `each other`,
and the noun that a relative clause belongs to."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import replace

from pipeline.entities.linking import SETTLEMENTS
from pipeline.grammar.clause import Clause, Voice
from pipeline.grammar.noun_phrases import expand_list, find_of_objects, list_head
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, argument_at
from pipeline.lexicon.words import nouns
from pipeline.model.entity import Entity, EntityKind, MentionForm
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

PAIR_WORDS = frozenset({"both", "two"})
# A "country" is a state, whatever its name is filed as.
_COUNTRIES = frozenset({"country", "nation", "state", "republic", "power"})


def decide_clause(reading: Reading, clause: Clause, fits: Callable[[Token], bool]) -> Clause:
    """Return the clause with its undecided argument filled where one candidate `fits`, as `Clause.decide`
    does; candidates for one and the same entity (`his new government, known as the Blue Government, which`)
    count as the nearest of them."""
    seen: set[str] = set()
    kept: list[Token] = []
    for token in clause.candidates:
        entity = reading.entity_at(token)
        if entity is None or entity.entity_id not in seen:
            kept.append(token)
        if entity is not None:
            seen.add(entity.entity_id)
    return replace(clause, candidates=tuple(kept)).decide(fits)


def find_it(
    reading: Reading,
    sentence: Sentence,
    token: Token,
    kinds: Collection[EntityKind],
    actor: Entity | None = None,
) -> Entity | None:
    """Return what `it` means: the one thing of `kinds` that the sentence names before it, `actor` aside. None
    where `token` is no `it`, or there is none or more than one."""
    if token.text.lower() != "it":
        return None
    found = _named_before(reading, sentence, token, kinds)
    if actor is not None:
        found.pop(actor.entity_id, None)
    return next(iter(found.values())) if len(found) == 1 else None


def find_opening_it(
    reading: Reading, sentence: Sentence, token: Token, kinds: Collection[EntityKind]
) -> Entity | None:
    """Return what the `it` of a main clause means, where the sentence names nothing of `kinds` before it: the
    one thing that the sentence before is about, by the subject of its main verb, itself an `it` or not. None
    for a thing of another kind, and where there is none."""
    is_main = sentence.head(token).dependency == "ROOT" and token.dependency in ("nsubj", "nsubjpass")
    if token.text.lower() != "it" or not is_main or _named_before(reading, sentence, token, kinds):
        return None
    before = next((s for s in reading.sentences if s.number == sentence.number - 1), None)
    if before is None or "\n" in reading.document.text[before.span.end : sentence.span.start]:
        return None
    main = next((c for c in reading.clauses if c.sentence is before and c.verb.dependency == "ROOT"), None)
    if main is None:
        return None
    tokens = main.objects if main.voice is Voice.PASSIVE else main.subjects
    if len(tokens) != 1:
        return None
    entity = reading.entity_at(tokens[0]) or find_opening_it(reading, before, tokens[0], kinds)
    return entity if entity is not None and entity.kind in kinds else None


def find_one_of_two(
    reading: Reading, sentence: Sentence, token: Token, kinds: Collection[EntityKind]
) -> Entity | None:
    """Return what `the former` or `the latter` means: of the two of `kinds` that the sentence joins by `and`
    last before it, else of the only two that it names before it. None where they are not two."""
    word = token.text.lower()
    beside = [c.lemma for c in sentence.children(token) if c.tag != "POS"]
    if word not in ("former", "latter") or beside != ["the"]:
        return None
    joined = [t for t in sentence.tokens[: token.index] if t.dependency == "conj"]
    pairs = [p for t in joined if len(p := _joined_pair(reading, sentence, t, kinds)) == 2]
    two = pairs[-1] if pairs else tuple(_named_before(reading, sentence, token, kinds).values())
    return two[0 if word == "former" else 1] if len(two) == 2 else None


def _joined_pair(
    reading: Reading, sentence: Sentence, token: Token, kinds: Collection[EntityKind]
) -> tuple[Entity, ...]:
    members = expand_list(sentence, list_head(sentence, token))
    found = [e for m in members if (e := reading.entity_at(m, *kinds)) is not None]
    return tuple(found) if len(found) == len(members) else ()


def find_described(reading: Reading, sentence: Sentence, token: Token) -> Entity | None:
    """Return what a bare `the city` means that nothing else resolved: the one thing of that kind that the
    sentence names before it. None where `token` is no such noun, or there is none or more than one."""
    kinds = _kinds_of(token) if token.mask is None else ()
    words = [c for c in sentence.children(token) if c.dependency != "punct"]
    if not kinds or [c.lemma for c in words] not in (["the"], ["this"]) or token.tag != "NN":
        return None
    named = _named_before(reading, sentence, token, kinds)
    found = [e for e in named.values() if e.kind is not EntityKind.PLACE or _may_be_called(e, token.lemma)]
    return found[0] if len(found) == 1 else None


def _may_be_called(place: Entity, noun: str) -> bool:
    """Whether a place is of the sort that a noun says: any town is `the city`, but not `the territory`."""
    if place.place_type is None:
        return noun in SETTLEMENTS
    return place.place_type == noun or {place.place_type, noun} <= SETTLEMENTS


def _named_before(
    reading: Reading, sentence: Sentence, token: Token, kinds: Collection[EntityKind]
) -> dict[str, Entity]:
    return {
        m.entity_id: reading.entities[m.entity_id]
        for m in reading.mentions
        if m.entity_id is not None
        and m.form is not MentionForm.DEMONYM
        and sentence.span.start <= m.span.start
        and m.span.end <= token.span.start
        and reading.entities[m.entity_id].kind in kinds
    }


def place_at(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    """Return the place that a token names, or that its noun only introduces: `the town of Halvey`. None where
    there is no place or state."""
    places = (EntityKind.PLACE, EntityKind.POLITY)
    found = argument_at(reading, token, *places)
    head = nouns().heads.get(token.lemma) if token.mask is None else None
    if found is not None or head is None or head.kind is not EntityKind.PLACE or token.tag != "NN":
        return found
    named = find_of_objects(sentence, token)
    return argument_at(reading, named[0], *places) if len(named) == 1 else None


def find_pair(reading: Reading, sentence: Sentence, token: Token) -> tuple[Entity, ...]:
    """Return the two entities that `both governments` means: those of that kind of which the sentence before
    it speaks, where they are two. Empty where it is no such phrase, or they are not two."""
    kinds = _kinds_of(token) if _is_pair(sentence, token) else ()
    before = next((s for s in reading.sentences if s.number == sentence.number - 1), None)
    if before is None or before.section_id != sentence.section_id or not kinds:
        return ()
    found = {
        m.entity_id: reading.entities[m.entity_id]
        for m in reading.mentions
        if m.entity_id is not None
        and before.span.contains(m.span)
        and reading.entities[m.entity_id].kind in kinds
    }
    return tuple(found.values()) if len(found) == 2 else ()


def find_two_states(reading: Reading, sentence: Sentence, token: Token) -> tuple[Entity, ...]:
    """Return the two states that `the two countries` means: as `find_pair`, else those of which its paragraph
    speaks before it, or of which the name of what the article is about tells (`the Drovian occupation of
    Velmora`), where its paragraph speaks of no third. Empty where it is no such phrase."""
    counted = [c for c in sentence.children(token) if c.index < token.index and c.lemma in PAIR_WORDS]
    known = (*PAIR_WORDS, "the")
    others = [c for c in sentence.children(token) if c.index < token.index and c.lemma not in known]
    if token.mask is not None or token.lemma not in _COUNTRIES or not counted or others:
        return ()
    pair = find_pair(reading, sentence, token)
    start = reading.document.text.rfind("\n", 0, token.span.start) + 1
    mentions = list(reading.mentions_in(Span(start, token.span.start)))
    if any(m.entity_id is None and m.form is MentionForm.NAME for m in mentions):
        return ()  # may be a third
    before = {
        m.entity_id: reading.entities[m.entity_id]
        for m in mentions
        if m.entity_id is not None and reading.entities[m.entity_id].kind is EntityKind.POLITY
    }
    if pair or len(before) > 1:
        return pair or (tuple(before.values()) if len(before) == 2 else ())
    named = _states_of_subject(reading)
    return named if len(named) == 2 and set(before) <= {e.entity_id for e in named} else ()


def _states_of_subject(reading: Reading) -> tuple[Entity, ...]:
    """The states that the name of what the article is about tells, by name or by people."""
    name = reading.subject.name if reading.subject is not None else ""
    found: dict[str, tuple[int, Entity]] = {}
    for mention in reading.mentions:
        place = re.search(rf"\b{re.escape(mention.text)}\b", name)
        entity = reading.entities.get(mention.entity_id or "")
        if place is not None and entity is not None and entity.kind is EntityKind.POLITY:
            found.setdefault(entity.entity_id, (place.start(), entity))
    return tuple(entity for _, entity in sorted(found.values(), key=lambda f: (f[0], f[1].entity_id)))


def _is_pair(sentence: Sentence, token: Token) -> bool:
    """`both governments` and `the two states`, with no other word that tells them apart."""
    if token.mask is not None or token.tag != "NNS":
        return False
    before = [c for c in sentence.children(token) if c.index < token.index]
    after = [c for c in sentence.children(token) if c.index > token.index]
    counted = any(c.lemma in PAIR_WORDS for c in before)
    return counted and not after and all(c.lemma in (*PAIR_WORDS, "the") for c in before)


def _kinds_of(token: Token) -> tuple[EntityKind, ...]:
    if token.lemma in _COUNTRIES:
        return (EntityKind.POLITY,)
    head = nouns().heads.get(token.lemma)
    return (head.kind,) if head is not None and head.kind is not None else ()


def is_reciprocal(sentence: Sentence, token: Token) -> bool:
    """Say whether `token` is, or is held by, `each other` or `one another`."""
    holders = [token, *(c for c in sentence.children(token) if c.dependency == "poss")]
    for holder in holders:
        before = sentence.tokens[holder.index - 1] if holder.index else None
        if before is not None and (before.lemma, holder.lemma) in (("each", "other"), ("one", "another")):
            return True
    return False

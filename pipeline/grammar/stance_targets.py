"""A clause of recognition and a noun in, on what a stance is taken and as what it is recognized out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.grammar.antecedents import find_it, find_opening_it, find_pair, is_reciprocal
from pipeline.grammar.clause import Clause
from pipeline.grammar.noun_phrases import (
    PLACE_MASKS,
    find_modifiers,
    find_of_objects,
    find_possessor,
    find_prepositions,
    is_event_noun,
    noun_phrase_span,
    preposition_objects,
)
from pipeline.grammar.reading import Reading
from pipeline.grammar.stance_actors import ACTORS, STATES, with_phrase
from pipeline.grammar.statement import Argument, argument_at, entity_argument, literal_argument
from pipeline.lexicon.stances import stances
from pipeline.lexicon.verbs import verb_senses
from pipeline.lexicon.words import nouns
from pipeline.model.entity import Entity, EntityKind, MentionForm
from pipeline.model.span import Span
from pipeline.model.syntax import MaskKind, Sentence, Token

KIND = "recognitions"
RECOGNIZED = "recognized"
COUNTRY = frozenset({"country", "state"})
_RIGHTS = (EntityKind.GOVERNMENT, EntityKind.POLITY, EntityKind.AGREEMENT, EntityKind.WORK)
_NAMEABLE = (*_RIGHTS, EntityKind.ORGANIZATION)
TARGETS = {
    RECOGNIZED: _NAMEABLE,
    "condemned": (*_RIGHTS, EntityKind.EVENT, EntityKind.ORGANIZATION, EntityKind.PERSON, EntityKind.GROUP),
    "disputed": (EntityKind.GOVERNMENT, EntityKind.AGREEMENT, EntityKind.WORK),
    "abstained": _RIGHTS,
    "opposed": (
        EntityKind.GOVERNMENT,
        EntityKind.AGREEMENT,
        EntityKind.WORK,
        EntityKind.PERSON,
        EntityKind.ORGANIZATION,
    ),
}
# What is taken on acts, which need no name.
ACT_STANCES = frozenset({"condemned", "opposed"})
# What may stand unnamed as a target, if its phrase names whose it is: "Roe's manifesto".
_DESCRIBED = (EntityKind.GOVERNMENT, EntityKind.AGREEMENT, EntityKind.WORK)


@dataclass(frozen=True, slots=True)
class Target:
    """On what a stance is taken, and as what it is recognized."""

    argument: Argument
    kind: EntityKind | None
    """None for a target in words."""
    recognized_as: Argument | None


def labels_of(clause: Clause) -> list[Token]:
    """Return the nouns behind `as`: what a target is recognized as."""
    found = [c.token for c in clause.complements if c.word == "as"]
    return found or list(_parts_behind(clause))


def _parts_behind(clause: Clause) -> Iterator[Token]:
    """`recognized Pell as part of Velmora`: here it says as what."""
    sentence = clause.sentence
    for child in sentence.children(clause.verb):
        is_label = child.lemma == "as" and child.dependency == "prep" and child.index > clause.verb.index
        for token in preposition_objects(sentence, child) if is_label else ():
            whole = find_of_objects(sentence, token) if token.lemma == "part" else ()
            if any(t.mask is not None and t.mask.placeholder in PLACE_MASKS for t in whole):
                yield token


def targets(
    reading: Reading, clause: Clause, token: Token, predicate: str, actor: Entity | None
) -> Iterator[Target]:
    """Yield on what a clause takes the stance `predicate`, by one of its nouns. None for `actor` where nobody
    knows who takes it."""
    sentence = clause.sentence
    label = read_label(reading, clause)
    if is_reciprocal(sentence, token):
        for entity in _both(reading, clause):
            yield Target(entity_argument(reading, entity, token.span, "each other"), entity.kind, label)
        return
    if token.mask is None and token.lemma in stances().aspects:
        aspect = literal_argument(reading, _aspect_span(reading, sentence, token))
        if predicate in ACT_STANCES:
            yield Target(
                literal_argument(reading, noun_phrase_span(sentence, token, with_of=True)), None, label
            )
            return
        for entity, argument in _holders(reading, clause, token, actor):
            if entity.kind is not EntityKind.EVENT:
                yield Target(argument, entity.kind, label or (aspect if predicate == RECOGNIZED else None))
        return
    found = _target_at(reading, sentence, token, actor)
    if found is not None:
        if is_target(found[0], predicate, label, actor) and not _is_rewarded(clause, found[0]):
            yield Target(found[1], found[0].kind, label)
    elif token.text.lower() == "it":
        parallel = find_parallel(reading, clause, token) if predicate == RECOGNIZED else None
        if parallel is not None:
            yield replace(parallel, recognized_as=label)
    elif _is_act(reading, sentence, token, predicate):
        yield Target(literal_argument(reading, noun_phrase_span(sentence, token, with_of=True)), None, label)
    elif _is_matter(token, predicate) or _is_described(reading, sentence, token, predicate):
        phrase = noun_phrase_span(sentence, token, with_of=True)
        yield Target(literal_argument(reading, phrase), None, label)


def _holders(
    reading: Reading, clause: Clause, token: Token, actor: Entity | None
) -> Iterator[tuple[Entity, Argument]]:
    """Whose the independence, the claim or the credentials are that are recognized."""
    sentence = clause.sentence
    possessor = find_possessor(sentence, token)
    if possessor is not None and possessor.tag == "PRP$":
        received = _received(reading, clause)
        meant = reading.entity_at(possessor, *_RIGHTS) if possessor.text.lower() == "its" else None
        argument = argument_at(reading, possessor)
        if received is not None:
            yield received
        elif meant is not None and argument is not None:
            yield meant, argument
        return
    named = (possessor,) if possessor is not None else find_of_objects(sentence, token)
    before = [
        m for m in find_modifiers(sentence, token) if reading.entity_at(m, EntityKind.POLITY) is not None
    ]
    for holder in named or before[:1]:
        found = _target_at(reading, sentence, holder, actor)
        if found is not None:
            yield found


def _received(reading: Reading, clause: Clause) -> tuple[Entity, Argument] | None:
    """Feld in `received Feld as envoy, recognizing his credentials`."""
    above = next((c for c in reading.clauses if c.verb is clause.parent), None)
    if above is None or above.subjects != clause.subjects or len(above.objects) != 1:
        return None
    entity = reading.entity_at(above.objects[0], EntityKind.PERSON)
    found = argument_at(reading, above.objects[0], EntityKind.PERSON)
    return (entity, found) if entity is not None and found is not None else None


def _aspect_span(reading: Reading, sentence: Sentence, token: Token) -> Span:
    """`sovereignty over Pell`, `claim to Pell`: the word with the land that it is over."""
    for word, objects in find_prepositions(sentence, token):
        land = reading.mention_at(objects[0]) if len(objects) == 1 else None
        if word.index == token.index + 1 and word.lemma in ("over", "to", "in") and land is not None:
            return token.span.cover(land.span)
    return token.span


def _is_matter(token: Token, predicate: str) -> bool:
    return token.mask is None and token.lemma in stances().matters and predicate != "condemned"


def find_parallel(reading: Reading, clause: Clause, token: Token) -> Target | None:
    """Return what `it` means after another recognition: what that one was of, in this sentence or the two
    before. None where there is none."""
    here = clause.sentence
    for earlier in reversed(reading.clauses):
        near = here.number - 2 <= earlier.sentence.number <= here.number
        if not near or earlier.sentence.section_id != here.section_id:
            continue
        if earlier.verb.span.end > clause.verb.span.start or not verb_senses(earlier.lemma, KIND):
            continue
        for noun in earlier.objects:
            for target in targets(reading, earlier, noun, RECOGNIZED, None):
                quoted = replace(target.argument, span=token.span, rule="what was recognized before it")
                return replace(target, argument=quoted, recognized_as=None)
    return None


def _target_at(
    reading: Reading, sentence: Sentence, token: Token, actor: Entity | None
) -> tuple[Entity, Argument] | None:
    meant = find_it(reading, sentence, token, _NAMEABLE, actor) or _topic_before(reading, sentence, token)
    if meant is not None:
        return meant, entity_argument(reading, meant, token.span, "the one that fits before it")
    entity, argument = reading.entity_at(token), argument_at(reading, token)
    if entity is None or argument is None:
        return None
    return entity, with_phrase(reading, sentence, token, argument)


def _topic_before(reading: Reading, sentence: Sentence, token: Token) -> Entity | None:
    """What an opening `it` means: what the sentence before is about, where its main clause has no other such
    thing beside it."""
    meant = find_opening_it(reading, sentence, token, _NAMEABLE)
    before = (c for c in reading.clauses if c.sentence.number == sentence.number - 1)
    main = next((c for c in before if c.verb.dependency == "ROOT"), None)
    if meant is None or main is None:
        return None
    beside = [reading.entity_at(t, *_NAMEABLE) for t in (*main.subjects, *main.objects)]
    return meant if [e for e in beside if e is not None] == [meant] else None


def _both(reading: Reading, clause: Clause) -> tuple[Entity, ...]:
    """The two subjects of which each does it to the other; empty where they are not two."""
    if len(clause.subjects) == 1:
        return find_pair(reading, clause.sentence, clause.subjects[0])
    found = [e for t in clause.subjects if (e := reading.entity_at(t, *ACTORS)) is not None]
    return tuple(found) if len(found) == len(clause.subjects) == 2 else ()


def is_target(entity: Entity, predicate: str, label: Argument | None, actor: Entity | None = None) -> bool:
    """Say whether a stance of that sort is taken on such a thing. Others are recognized only as something;
    but a state that recognizes a person does not mean his face."""
    if entity.kind in TARGETS.get(predicate, ()):
        return True
    if predicate != RECOGNIZED:
        return False
    if entity.kind is EntityKind.PERSON and actor is not None and actor.kind in STATES:
        return True
    if entity.kind is EntityKind.PLACE and entity.place_type in COUNTRY:
        return True
    return label is not None and entity.kind is not EntityKind.OFFICE


def _is_rewarded(clause: Clause, entity: Entity) -> bool:
    """`recognized him for his courage`, `with a statue`"""
    return entity.kind is EntityKind.PERSON and bool(clause.objects_of("for", "with"))


def _is_described(reading: Reading, sentence: Sentence, token: Token, predicate: str) -> bool:
    """Whether the words of a target without a name say enough: what it is, and whose or of whom."""
    head = nouns().heads.get(token.lemma) if token.mask is None else None
    kinds = (*_DESCRIBED, EntityKind.EVENT) if predicate == "condemned" else _DESCRIBED
    if head is None or head.kind not in kinds or reading.mention_at(token) is not None:
        return False
    phrase = noun_phrase_span(sentence, token, with_of=True)
    return any(
        t.mask is not None and t.mask.kind is not MaskKind.DATE and phrase.contains(t.span)
        for t in sentence.tokens
    )


def _is_act(reading: Reading, sentence: Sentence, token: Token, predicate: str) -> bool:
    """Whether a noun tells of an act that is condemned or opposed, and of whom or what it is: `the annexation
    of Pell`, `the Drovian raids`."""
    if predicate not in ACT_STANCES or not is_event_noun(token) or reading.mention_at(token) is not None:
        return False
    if token.lemma in stances().aspects or find_possessor(sentence, token) is not None:
        return False
    phrase = noun_phrase_span(sentence, token, with_of=True)
    inside = [m for m in reading.mentions_in(phrase) if m.form is not MentionForm.PRONOUN]
    return bool(inside)


def read_label(reading: Reading, clause: Clause) -> Argument | None:
    """Return as what the target is recognized, without article; None where the clause does not say."""
    tokens = labels_of(clause)
    if not tokens:
        return None
    sentence = clause.sentence
    spans = [_label_span(reading, sentence, t) for t in tokens]
    whole = Span(min(s.start for s in spans), max(s.end for s in spans))
    return literal_argument(reading, whole)


def _label_span(reading: Reading, sentence: Sentence, token: Token) -> Span:
    span = noun_phrase_span(sentence, token, with_of=True)
    mention = reading.mention_at(token)
    if mention is not None and mention.span.start <= token.span.start:
        span = span.cover(mention.span)
    return span

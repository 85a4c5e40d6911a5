"""Recognitions: an actor takes a stance on a government, a state, an act, or somebody's right to an office.

The actor recognizes, withholds recognition, condemns, disputes or abstains. Denials are kept: `did not
recognize` is a stance too. Perceiving (`recognized the danger`) is none: a target must be a thing on which
stances are taken, and a person is recognized only as something.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.grammar.antecedents import decide_clause, find_it, find_pair, is_reciprocal
from pipeline.grammar.clause import Clause, Role, Voice
from pipeline.grammar.nominals import NominalEvent, find_nominal_events
from pipeline.grammar.noun_phrases import find_modifiers, find_of_objects, find_possessor, noun_phrase_span
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    clause_statement,
    entity_argument,
    literal_argument,
    state_fact,
)
from pipeline.lexicon.stances import stances
from pipeline.lexicon.verbs import VerbSense, verb_senses
from pipeline.lexicon.words import nouns
from pipeline.model.entity import Entity, EntityKind
from pipeline.model.fact import Candidate, Fact
from pipeline.model.span import Span
from pipeline.model.syntax import MaskKind, Sentence, Token

KIND = "recognitions"
RECOGNIZED, WITHHELD = "recognized", "withheld recognition"
ACTORS = (
    EntityKind.POLITY,
    EntityKind.GOVERNMENT,
    EntityKind.PERSON,
    EntityKind.ORGANIZATION,
    EntityKind.GROUP,
)
STATES = (EntityKind.POLITY, EntityKind.GOVERNMENT)
COUNTRY = frozenset({"country", "state"})
_RIGHTS = (EntityKind.GOVERNMENT, EntityKind.POLITY, EntityKind.AGREEMENT, EntityKind.WORK)
TARGETS = {
    RECOGNIZED: (*_RIGHTS, EntityKind.ORGANIZATION),
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
# What may stand unnamed as a target, if its phrase names whose it is: "Roe's manifesto".
_DESCRIBED = (EntityKind.GOVERNMENT, EntityKind.AGREEMENT, EntityKind.WORK)


@dataclass(frozen=True, slots=True)
class _Target:
    """On what a stance is taken, and as what it is recognized."""

    argument: Argument
    kind: EntityKind | None
    """None for a target in words."""
    recognized_as: Argument | None


def recognitions(reading: Reading) -> Iterator[Fact | Candidate]:
    """Yield the stances that the sentences state."""
    for clause in reading.clauses:
        for sense in verb_senses(clause.lemma, KIND):
            yield from _stances(reading, clause, sense)
        yield from _recognition_phrases(reading, clause)
    for sentence in reading.sentences:
        yield from _nominal_recognitions(reading, sentence)


# ---------------------------------------------------------------- verbs


def _stances(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Fact | Candidate]:
    clause = _with_said_subject(reading, clause)
    undecided = clause
    clause = decide_clause(reading, clause, lambda t: _is_fitting(reading, undecided, sense, t))
    if sense.preposition == "as" and not _complements(clause):
        return
    if sense.predicate == "opposed" and undecided.open_role is Role.OBJECT:
        # "the sale of the guild, which was opposed by": of what, the kinds do not tell.
        return
    if clause.lemma == "condemn" and clause.objects_of("to"):
        # "condemned him to death" is a sentence, not a stance.
        return
    tokens = clause.objects
    if sense.preposition not in (None, "as"):
        tokens = clause.objects_of(str(sense.preposition))
    if sense.lemma == "abstain":
        yield from _abstentions(reading, clause)
        return
    frame, predicate, doubts = _act_of(reading, clause, sense.predicate)
    for actor in _actors(reading, clause, frame):
        who = reading.entities.get(actor.reference.entity_id or "")
        for token in tokens:
            if clause.lemma == "reject" and _is_indefinite(clause.sentence, token):
                continue  # what was offered is turned down, not disputed
            for target in _targets(reading, clause, token, sense.predicate, who):
                if actor.reference != target.argument.reference:
                    yield from _state(reading, frame, clause, predicate, actor, target, doubts)


def _is_indefinite(sentence: Sentence, token: Token) -> bool:
    return token.mask is None and any(
        c.dependency == "det" and c.lemma in ("a", "an", "any", "every") for c in sentence.children(token)
    )


def _abstentions(reading: Reading, clause: Clause) -> Iterator[Fact | Candidate]:
    """`Drovia abstained`, with nothing or `from acting` behind it; abstaining from recognition is stated by
    its own clause."""
    gerunds = [t for p in clause.sentence.children(clause.verb) for t in clause.sentence.children(p)]
    gerunds = [t for t in gerunds if t.dependency == "pcomp"]
    if clause.objects_of("from") or any(t.lemma not in stances().acting for t in gerunds):
        return
    for token in clause.subjects:
        actor = _actor(reading, clause.sentence, token)
        if actor is not None:
            yield state_fact(
                reading, clause_statement(clause, kind=KIND, subject=actor, predicate="abstained")
            )


def _is_fitting(reading: Reading, clause: Clause, sense: VerbSense, token: Token) -> bool:
    """Whether a noun can be the undecided argument of the clause."""
    if clause.open_role is Role.SUBJECT:
        return reading.entity_at(token, *ACTORS) is not None
    return any(True for _ in _targets(reading, clause, token, sense.predicate, None))


def _act_of(reading: Reading, clause: Clause, predicate: str) -> tuple[Clause, str, tuple[str, ...]]:
    """The clause that states the act, and its predicate: refusing to recognize is withholding, and
    abstaining from it is an act too, neither of them denied."""
    control = clause.control
    if control is None or control.effect not in ("refused", "abstained"):
        return clause, predicate, ()
    governor = next(
        (c for c in reading.clauses if c.sentence is clause.sentence and c.verb is control.token), None
    )
    if governor is None:
        return clause, predicate, ()
    doubts = ("denied refusal",) if governor.negated else ()
    if predicate != RECOGNIZED:
        return governor, predicate, (*doubts, "refused")
    act = WITHHELD if control.effect == "refused" else "abstained"
    return governor, act, doubts


def _complements(clause: Clause) -> list[Token]:
    return [c.token for c in clause.complements if c.word == "as"]


def _actors(reading: Reading, clause: Clause, frame: Clause) -> Iterator[Argument]:
    sentence = clause.sentence
    # Undecided ones go to review: the clause carries the doubt.
    undecided = clause.candidates if clause.open_role is Role.SUBJECT else ()
    for token in frame.subjects or clause.subjects or undecided or _agents_behind_label(reading, clause):
        for entity in find_pair(reading, sentence, token):
            yield entity_argument(reading, entity, token.span, "the two of the sentence before")
        actor = _actor(reading, sentence, token)
        if actor is not None:
            yield actor


def _agents_behind_label(reading: Reading, clause: Clause) -> tuple[Token, ...]:
    """The agents of `was not recognized as regent by Drovia`, where the parser ties them to the regent."""
    if clause.voice is not Voice.PASSIVE:
        return ()
    found = [o for t in _complements(clause) for o in _phrase_objects(clause.sentence, t, ("by",))]
    return tuple(t for t in found if reading.entity_at(t, *ACTORS) is not None)


def _with_said_subject(reading: Reading, clause: Clause) -> Clause:
    """`Drovia was the first state to recognize Velmora`: the clause with Drovia as its subject."""
    noun = clause.parent
    if clause.subjects or noun is None or noun.dependency != "attr" or clause.control is None:
        return clause
    if clause.control.effect != "asserted":
        return clause
    verb = clause.sentence.head(noun)
    above = next((c for c in reading.clauses if c.sentence is clause.sentence and c.verb is verb), None)
    if above is None or above.lemma not in ("be", "become") or above.negated or above.doubts:
        return clause
    doubts = tuple(d for d in clause.doubts if d != "subject missing")
    return replace(clause, subjects=above.subjects, doubts=doubts)


def _actor(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    meant = find_it(reading, sentence, token, ACTORS)
    if meant is not None:
        return entity_argument(reading, meant, token.span, "the one that fits before it")
    found = argument_at(reading, token, *ACTORS)
    if found is not None:
        return _with_phrase(reading, sentence, token, found)
    # A place that takes a stance is its people or its state.
    place = argument_at(reading, token, EntityKind.PLACE)
    if place is not None:
        return place
    phrase = noun_phrase_span(sentence, token)
    is_known = reading.quote(phrase) in stances().collectives or _is_body_of_state(reading, sentence, token)
    return literal_argument(reading, phrase) if is_known else None


def _is_body_of_state(reading: Reading, sentence: Sentence, token: Token) -> bool:
    """Whether a noun stands for people of one state who take stances: `the Velmoran resistance`."""
    if token.mask is not None or token.lemma not in stances().bodies or reading.mention_at(token) is not None:
        return False
    return any(reading.entity_at(m, *STATES) is not None for m in find_modifiers(sentence, token))


def _with_phrase(reading: Reading, sentence: Sentence, token: Token, argument: Argument) -> Argument:
    """The argument with all the words of a description: `Roe's government`, `the government of Velmora`."""
    if token.mask is not None or token.tag == "PRP":
        return argument
    phrase = noun_phrase_span(sentence, token, with_of=True)
    same = reading.quote(phrase) == argument.reference.text
    return replace(argument, span=phrase, rule=None if same else argument.rule or "description")


def _targets(
    reading: Reading, clause: Clause, token: Token, predicate: str, actor: Entity | None
) -> Iterator[_Target]:
    sentence = clause.sentence
    label = _label(reading, clause)
    if is_reciprocal(sentence, token):
        for entity in _both(reading, clause):
            yield _Target(entity_argument(reading, entity, token.span, "each other"), entity.kind, label)
        return
    if token.mask is None and token.lemma in stances().aspects:
        holder = find_possessor(sentence, token) or next(iter(find_of_objects(sentence, token)), None)
        found = _target_at(reading, sentence, holder, actor) if holder is not None else None
        if found is not None and found[0].kind is not EntityKind.EVENT:
            aspect = literal_argument(reading, token.span) if predicate == RECOGNIZED else None
            yield _Target(found[1], found[0].kind, label or aspect)
        return
    found = _target_at(reading, sentence, token, actor)
    if found is not None:
        if _is_target(found[0], predicate, label, actor) and not _is_rewarded(clause, found[0]):
            yield _Target(found[1], found[0].kind, label)
    elif token.text.lower() == "it":
        parallel = _parallel(reading, clause, token) if predicate == RECOGNIZED else None
        if parallel is not None:
            yield replace(parallel, recognized_as=label)
    elif _is_matter(token, predicate) or _is_described(reading, sentence, token, predicate):
        phrase = noun_phrase_span(sentence, token, with_of=True)
        yield _Target(literal_argument(reading, phrase), None, label)


def _is_matter(token: Token, predicate: str) -> bool:
    return token.mask is None and token.lemma in stances().matters and predicate != "condemned"


def _parallel(reading: Reading, clause: Clause, token: Token) -> _Target | None:
    """What `it` means after another recognition: what that one was of, in this sentence or the two before."""
    here = clause.sentence
    for earlier in reversed(reading.clauses):
        near = here.number - 2 <= earlier.sentence.number <= here.number
        if not near or earlier.sentence.section_id != here.section_id:
            continue
        if earlier.verb.span.end > clause.verb.span.start or not verb_senses(earlier.lemma, KIND):
            continue
        for noun in earlier.objects:
            for target in _targets(reading, earlier, noun, RECOGNIZED, None):
                quoted = replace(target.argument, span=token.span, rule="what was recognized before it")
                return replace(target, argument=quoted, recognized_as=None)
    return None


def _target_at(
    reading: Reading, sentence: Sentence, token: Token, actor: Entity | None
) -> tuple[Entity, Argument] | None:
    meant = find_it(reading, sentence, token, (*_RIGHTS, EntityKind.ORGANIZATION), actor)
    if meant is not None:
        return meant, entity_argument(reading, meant, token.span, "the one that fits before it")
    entity, argument = reading.entity_at(token), argument_at(reading, token)
    if entity is None or argument is None:
        return None
    return entity, _with_phrase(reading, sentence, token, argument)


def _both(reading: Reading, clause: Clause) -> tuple[Entity, ...]:
    """The two subjects of which each does it to the other; empty where they are not two."""
    if len(clause.subjects) == 1:
        return find_pair(reading, clause.sentence, clause.subjects[0])
    found = [e for t in clause.subjects if (e := reading.entity_at(t, *ACTORS)) is not None]
    return tuple(found) if len(found) == len(clause.subjects) == 2 else ()


def _is_target(entity: Entity, predicate: str, label: Argument | None, actor: Entity | None = None) -> bool:
    """Whether a stance of that sort is taken on such a thing. Others are recognized only as something; but
    a state that recognizes a person does not mean his face."""
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


def _label(reading: Reading, clause: Clause) -> Argument | None:
    """As what the target is recognized, without article; None where the clause does not say."""
    tokens = _complements(clause)
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


def _state(
    reading: Reading,
    frame: Clause,
    clause: Clause,
    predicate: str,
    actor: Argument,
    target: _Target,
    doubts: tuple[str, ...],
) -> Iterator[Fact | Candidate]:
    label = target.recognized_as if predicate in (RECOGNIZED, WITHHELD, "abstained") else None
    if clause.lemma == "denounce" and target.kind is EntityKind.AGREEMENT:
        # Denouncing a treaty can be leaving it.
        doubts = (*doubts, "two senses")
    said = clause_statement(
        frame,
        kind=KIND,
        subject=actor,
        predicate=predicate,
        object=target.argument,
        cells=(("recognized_as", label),) if label is not None else (),
        doubts=doubts,
    )
    if frame is not clause:
        whole = said.spans[0].cover(clause.verb.span)
        is_denied_by_verb = predicate == "abstained"
        said = replace(said, spans=(whole,), negated=said.negated and not is_denied_by_verb)
    yield state_fact(reading, said)


# ---------------------------------------------------------------- with the noun "recognition"


def _recognition_phrases(reading: Reading, clause: Clause) -> Iterator[Fact | Candidate]:
    """`granted recognition to the Bench`, `the Bench received recognition from Drovia`."""
    for phrase in stances().phrases_of(clause.lemma):
        noun = next((o for o in clause.objects if o.mask is None and o.lemma == "recognition"), None)
        if noun is None:
            continue
        others = [*clause.objects_of(*phrase.prepositions), *clause.indirect_objects]
        others += _phrase_objects(clause.sentence, noun, phrase.prepositions)
        if phrase.is_given and not others:
            yield from _of_the_same(reading, clause, phrase.predicate, noun)
        for subject in clause.subjects:
            for other in dict.fromkeys(others):
                giver, taker = (subject, other) if phrase.is_given else (other, subject)
                actor = _actor(reading, clause.sentence, giver)
                entity, argument = reading.entity_at(taker), argument_at(reading, taker)
                if actor is None or entity is None or argument is None:
                    continue
                label = _label(reading, clause)
                if not _is_target(entity, RECOGNIZED, label):
                    continue
                target = _Target(argument, entity.kind, label)
                yield from _state(reading, clause, clause, phrase.predicate, actor, target, ())


def _of_the_same(reading: Reading, clause: Clause, predicate: str, noun: Token) -> Iterator[Fact | Candidate]:
    """`recognized the Bench but withdrew its recognition in 1709`: of the Bench."""
    target = _parallel(reading, clause, noun)
    possessor = find_possessor(clause.sentence, noun)
    if target is None or (possessor is not None and possessor.tag != "PRP$"):
        return
    for subject in clause.subjects:
        actor = _actor(reading, clause.sentence, subject)
        if actor is not None:
            yield from _state(reading, clause, clause, predicate, actor, target, ())


def _phrase_objects(sentence: Sentence, noun: Token, words: tuple[str, ...]) -> list[Token]:
    return [
        inner
        for child in sentence.children(noun)
        if child.lemma in words
        for inner in sentence.children(child)
        if inner.dependency == "pobj"
    ]


def _nominal_recognitions(reading: Reading, sentence: Sentence) -> Iterator[Fact | Candidate]:
    """`Drovia's recognition of the Blue Bench in 1704`."""

    def kind_of(token: Token) -> EntityKind | None:
        entity = reading.entity_at(token)
        return entity.kind if entity is not None else None

    triggers = {"recognition": RECOGNIZED, "condemnation": "condemned", "denunciation": "condemned"}
    for event in find_nominal_events(sentence, reading.dates, kind_of, triggers):
        predicate = triggers[event.lemma]
        for agent in event.agents:
            actor = _actor(reading, sentence, agent)
            for patient in event.patients if actor is not None else ():
                target = argument_at(reading, patient)
                entity = reading.entity_at(patient)
                if actor is None or target is None or entity is None or agent == patient:
                    continue
                if _is_target(entity, predicate, None):
                    yield state_fact(reading, _nominal_statement(event, predicate, actor, target))


def _nominal_statement(event: NominalEvent, predicate: str, actor: Argument, target: Argument) -> Statement:
    date = event.dates[0] if len(event.dates) == 1 else None
    spans = [actor.span, target.span, event.token.span, *([date.span] if date else [])]
    doubts = (*event.doubts, *(("two dates",) if len(event.dates) > 1 else ()))
    return Statement(
        kind=KIND,
        subject=actor,
        predicate=predicate,
        object=target,
        start=date.start if date else None,
        end=date.end if date else None,
        negated=event.negated,
        certainty=event.certainty,
        spans=(Span(min(s.start for s in spans), max(s.end for s in spans)),),
        doubts=doubts,
    )

"""Recognitions: an actor takes a stance on a government, a state, an act, or somebody's right to an office.

The actor recognizes, withholds recognition, condemns, disputes or abstains. Denials are kept: `did not
recognize` is a stance too. Perceiving (`recognized the danger`) is none: a target must be a thing on which
stances are taken, and a person is recognized only as something.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.grammar.antecedents import decide_clause, find_pair
from pipeline.grammar.clause import Clause, Role, Voice
from pipeline.grammar.nominals import NominalEvent, find_nominal_events
from pipeline.grammar.noun_phrases import find_possessor
from pipeline.grammar.reading import Reading
from pipeline.grammar.stance_actors import ACTORS, STATES, find_actor
from pipeline.grammar.stance_targets import (
    KIND,
    RECOGNIZED,
    Target,
    find_parallel,
    is_target,
    labels_of,
    read_label,
    targets,
)
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    clause_statement,
    entity_argument,
    literal_argument,
    state_fact,
)
from pipeline.grammar.wording import clause_wording
from pipeline.lexicon.stances import stances
from pipeline.lexicon.verbs import VerbSense, verb_senses
from pipeline.model.entity import EntityKind
from pipeline.model.fact import Candidate, Certainty, Fact
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

WITHHELD = "withheld recognition"
# Of envoys only: "received Feld as a guest".
RECEIVING = frozenset({"receive", "accredit"})


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
    if sense.preposition == "as" and not labels_of(clause):
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
    if sense.predicate == "abstained":
        yield from _abstentions(reading, clause)
        return
    if clause.lemma in RECEIVING and not all(t.lemma in stances().envoys for t in labels_of(clause)):
        return
    frame, predicate, doubts = _act_of(reading, clause, sense.predicate)
    for actor in _actors(reading, clause, frame):
        if actor.reference.text.lower().startswith("any ") and not frame.negated:
            continue
        who = reading.entities.get(actor.reference.entity_id or "")
        for token in tokens:
            if clause.lemma == "reject" and _is_indefinite(clause.sentence, token):
                continue  # what was offered is turned down, not disputed
            for target in targets(reading, clause, token, sense.predicate, who):
                if actor.reference != target.argument.reference:
                    yield from _state(reading, frame, clause, predicate, actor, target, doubts)
    if predicate == RECOGNIZED and not frame.negated and frame is clause:
        yield from _echoes(reading, clause, tokens)


def _echoes(reading: Reading, clause: Clause, tokens: tuple[Token, ...]) -> Iterator[Fact | Candidate]:
    """`recognized the Bench, but Drovia did not`, `as did Drovia`, `followed by Drovia in 1705`: what others
    did is told by what it has in common."""
    later = [c for c in reading.clauses if c.sentence is clause.sentence and c.verb.index > clause.verb.index]
    echo = next(iter(later), None)
    if echo is None or clause.certainty is not Certainty.ASSERTED or echo.objects != _echoed(echo):
        return
    is_answer = echo.lemma == "do" and (echo.negated or _has_as(echo))
    is_next = echo.lemma == "follow" and echo.voice is Voice.PASSIVE and echo.verb.dependency != "relcl"
    if not is_answer and not is_next:
        return
    bare = replace(echo, doubts=tuple(d for d in echo.doubts if d != "two antecedents"), open_role=None)
    for subject in echo.subjects:
        actor = find_actor(reading, echo.sentence, subject)
        for token in tokens if actor is not None else ():
            for target in targets(reading, clause, token, RECOGNIZED, None):
                if actor is not None and actor.reference != target.argument.reference:
                    yield from _state(reading, bare, clause, RECOGNIZED, actor, target, ())


def _echoed(echo: Clause) -> tuple[Token, ...]:
    """What an echo may have for an object: nothing, but for who is followed."""
    return echo.objects if echo.lemma == "follow" else ()


def _has_as(clause: Clause) -> bool:
    return any(t.lemma == "as" and t.dependency == "mark" for t in clause.sentence.children(clause.verb))


def _is_indefinite(sentence: Sentence, token: Token) -> bool:
    return token.mask is None and any(
        c.dependency == "det" and c.lemma in ("a", "an", "any", "every") for c in sentence.children(token)
    )


def _abstentions(reading: Reading, clause: Clause) -> Iterator[Fact | Candidate]:
    """`Drovia abstained`, with nothing or `from acting` behind it; abstaining from recognition is stated by
    its own clause."""
    gerunds = [t for p in clause.sentence.children(clause.verb) for t in clause.sentence.children(p)]
    gerunds = [t for t in gerunds if t.dependency == "pcomp"]
    if len(gerunds) == 1 and gerunds[0].lemma in stances().withheld:
        yield from _left_undone(reading, clause, gerunds[0])
        return
    if clause.objects_of("from") or any(t.lemma not in stances().acting for t in gerunds):
        return
    for token in clause.subjects:
        actor = find_actor(reading, clause.sentence, token)
        if actor is not None:
            yield state_fact(
                reading, clause_statement(clause, kind=KIND, subject=actor, predicate="abstained")
            )


def _left_undone(reading: Reading, clause: Clause, gerund: Token) -> Iterator[Fact | Candidate]:
    """`Drovia refrained from sending envoys to Pell`: what a state or body does not do."""
    wording = clause_wording(clause.sentence, gerund, gerund)
    for token in clause.subjects if wording is not None else ():
        actor = argument_at(reading, token, *STATES, EntityKind.ORGANIZATION)
        if actor is not None and wording is not None:
            left = literal_argument(reading, wording)
            said = clause_statement(clause, kind=KIND, subject=actor, predicate="abstained", object=left)
            yield state_fact(reading, said)


def _is_fitting(reading: Reading, clause: Clause, sense: VerbSense, token: Token) -> bool:
    """Whether a noun can be the undecided argument of the clause."""
    if clause.open_role is Role.SUBJECT:
        return reading.entity_at(token, *ACTORS) is not None
    return any(True for _ in targets(reading, clause, token, sense.predicate, None))


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


def _actors(reading: Reading, clause: Clause, frame: Clause) -> Iterator[Argument]:
    sentence = clause.sentence
    # Undecided ones go to review: the clause carries the doubt.
    undecided = clause.candidates if clause.open_role is Role.SUBJECT else ()
    for token in frame.subjects or clause.subjects or undecided or _agents_behind_label(reading, clause):
        for entity in find_pair(reading, sentence, token):
            yield entity_argument(reading, entity, token.span, "the two of the sentence before")
        actor = find_actor(reading, sentence, token)
        if actor is not None:
            yield actor


def _agents_behind_label(reading: Reading, clause: Clause) -> tuple[Token, ...]:
    """The agents of `was not recognized as regent by Drovia`, where the parser ties them to the regent."""
    if clause.voice is not Voice.PASSIVE:
        return ()
    found = [o for t in labels_of(clause) for o in _phrase_objects(clause.sentence, t, ("by",))]
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


def _state(
    reading: Reading,
    frame: Clause,
    clause: Clause,
    predicate: str,
    actor: Argument,
    target: Target,
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
                actor = find_actor(reading, clause.sentence, giver)
                entity, argument = reading.entity_at(taker), argument_at(reading, taker)
                if actor is None or entity is None or argument is None:
                    continue
                label = read_label(reading, clause)
                if not is_target(entity, RECOGNIZED, label):
                    continue
                target = Target(argument, entity.kind, label)
                yield from _state(reading, clause, clause, phrase.predicate, actor, target, ())


def _of_the_same(reading: Reading, clause: Clause, predicate: str, noun: Token) -> Iterator[Fact | Candidate]:
    """`recognized the Bench but withdrew its recognition in 1709`: of the Bench."""
    target = find_parallel(reading, clause, noun)
    possessor = find_possessor(clause.sentence, noun)
    if target is None or (possessor is not None and possessor.tag != "PRP$"):
        return
    for subject in clause.subjects:
        actor = find_actor(reading, clause.sentence, subject)
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
            actor = find_actor(reading, sentence, agent)
            for patient in event.patients if actor is not None else ():
                target = argument_at(reading, patient)
                entity = reading.entity_at(patient)
                if actor is None or target is None or entity is None or agent == patient:
                    continue
                if is_target(entity, predicate, None):
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

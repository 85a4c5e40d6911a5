"""Communications: somebody demands, offers, refuses, orders, proclaims, says.

The subject is the speaker, the predicate the act, the object what is said, in words of the source that stand
for themselves. The act is asserted even where what is demanded or promised never came about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.grammar.antecedents import decide_clause
from pipeline.grammar.arguments import is_verb
from pipeline.grammar.attachment import period_of
from pipeline.grammar.clause import Clause, Voice
from pipeline.grammar.events import read_sense
from pipeline.grammar.nominals import NominalEvent, find_nominal_events
from pipeline.grammar.noun_phrases import find_prepositions, first_token, is_date, is_event_noun
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    clause_statement,
    literal_argument,
    state_fact,
)
from pipeline.grammar.wording import clause_wording, noun_wording, quotations
from pipeline.lexicon.speech import SpeechAct, speech_words
from pipeline.lexicon.verbs import VerbSense, verb_senses
from pipeline.model.entity import EntityKind
from pipeline.model.fact import Candidate, Fact
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

KIND = "communications"
SPEAKERS = (
    EntityKind.PERSON,
    EntityKind.POLITY,
    EntityKind.GOVERNMENT,
    EntityKind.ORGANIZATION,
    EntityKind.GROUP,
    EntityKind.UNIT,
)
# What is written demands and proclaims too.
WRITINGS = frozenset({"demanded", "called for", "proclaimed", "declared", "announced", "ordered", "forbade"})
STATES = frozenset({"country", "state"})
NAMED = (EntityKind.WORK, EntityKind.AGREEMENT, EntityKind.EVENT, EntityKind.GOVERNMENT, EntityKind.POLITY)
NAMED_BY = frozenset({"proclaimed", "announced", "issued", "rejected", "accepted", "declared"})
BOUNDS = ("by", "until", "before", "after")
# Between a verb of speech and the quotation that it opens, and between a quotation and its verb.
_OPENING = re.compile(r"(?:(?: (?:to|in|on|at|of)? ?[^.;:,\"“”]{0,50})?[,:]| that)? ?[\"“]\Z")
_CLOSING = re.compile(r"\A,?[\"”],? ")


def communications(reading: Reading) -> Iterator[Fact | Candidate]:
    """Yield the acts of speech that clauses and nouns of speech state."""
    for clause in reading.clauses:
        for sense in verb_senses(clause.lemma, KIND):
            found = tuple(_clause_acts(reading, clause, sense))
            yield from found
            if found:
                break
    for sentence in reading.sentences:
        yield from _nominal_acts(reading, sentence)


@dataclass(frozen=True, slots=True)
class _Content:
    """What is said, to whom, and why it may not be published."""

    argument: Argument
    addressees: tuple[Argument, ...]
    doubts: tuple[str, ...] = ()


# ---------------------------------------------------------------- verbs


def _clause_acts(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Fact | Candidate]:
    if read_sense(clause, sense) is None or (clause.particle is not None and sense.particle is None):
        return
    if _is_content_of_noun(clause):
        return
    act = speech_words().acts[sense.predicate]
    clause = decide_clause(reading, clause, lambda t: _speaker(reading, t, act) is not None)
    contents = tuple(_contents(reading, clause, sense, act))
    for token in clause.subjects:
        speaker = _speaker(reading, token, act)
        if speaker is None:
            continue
        for content in contents:
            if content.argument.reference == speaker.reference:
                continue
            yield _state(reading, clause, act, speaker, content)


def _is_content_of_noun(clause: Clause) -> bool:
    """`the refusal to accept the terms` is one act, the refusal."""
    noun = clause.parent
    is_speech = noun is not None and noun.mask is None and noun.lemma in speech_words().nouns
    return is_speech and clause.control is not None and clause.verb.dependency in ("acl", "relcl", "xcomp")


def _state(
    reading: Reading, clause: Clause, act: SpeechAct, speaker: Argument, content: _Content
) -> Fact | Candidate:
    others = [a for a in content.addressees if a.reference != speaker.reference]
    said = clause_statement(
        clause,
        kind=KIND,
        subject=speaker,
        predicate=act.predicate,
        object=content.argument,
        cells=(("addressee", others[0]),) if len(others) == 1 else (),
        doubts=content.doubts,
        is_dated=not _dates_content(clause, content.argument.span),
    )
    return state_fact(reading, said)


def _dates_content(clause: Clause, content: Span) -> bool:
    """Whether a date belongs to what is said: it stands in it, or bounds it (`demanded them by 4 May`)."""
    return any(
        content.overlaps(d.span) or (d.modifier in BOUNDS and d.span.start > clause.verb.span.end)
        for d in clause.dates
    ) or (period_of(clause).end is not None and any(d.span.start > content.end for d in clause.dates))


def _speaker(reading: Reading, token: Token, act: SpeechAct) -> Argument | None:
    found = argument_at(reading, token, *SPEAKERS)
    if found is None and act.predicate in WRITINGS:
        found = argument_at(reading, token, EntityKind.WORK)
    if found is None:
        place = reading.entity_at(token, EntityKind.PLACE)
        if place is not None and place.place_type in STATES:
            found = argument_at(reading, token, EntityKind.PLACE)
    return found


# ---------------------------------------------------------------- what is said


def _contents(reading: Reading, clause: Clause, sense: VerbSense, act: SpeechAct) -> Iterator[_Content]:
    """The contents of an act, each put in one way; of several ways the first that the clause has."""
    if sense.preposition is not None and "noun" in act.forms:
        yield from _after_preposition(reading, clause, sense, act)
        return
    quoted = _quotation(reading, clause) if "quotation" in act.forms else None
    if quoted is not None:
        yield _Content(literal_argument(reading, quoted), _addressees(reading, clause, act, clause.objects))
        return
    verb = _content_verb(clause)
    if verb is not None:
        content = _clause_content(reading, clause, act, verb)
        if content is not None:
            yield content
        return
    complement = _complement_content(reading, clause) if "complement" in act.forms else None
    if complement is not None:
        yield complement
    elif not clause.complements:
        yield from _noun_contents(reading, clause, act)


def _content_verb(clause: Clause) -> Token | None:
    """The head of the infinitive or clause that says what is said."""
    for child in clause.sentence.children(clause.verb):
        if child.dependency in ("ccomp", "xcomp") and child.index > clause.verb.index:
            return child
    return None


def _clause_content(reading: Reading, clause: Clause, act: SpeechAct, verb: Token) -> _Content | None:
    sentence = clause.sentence
    children = list(sentence.children(verb))
    particle = next((t for t in children if t.dependency == "aux" and t.tag == "TO"), None)
    form = "infinitive" if particle is not None else "clause"
    if form not in act.forms or not is_verb(verb):
        return None
    if particle is None and not _is_told(sentence, clause.verb, verb):
        return None
    subject = next((t for t in children if t.dependency in ("nsubj", "nsubjpass")), None)
    start, told = particle, list(clause.objects)
    if particle is not None and subject is not None and subject.index < particle.index:
        told = [subject]
    if particle is not None and clause.voice is Voice.ACTIVE:
        # "ordered his men to fire": who is no entity belongs to the content.
        start = _start_of_infinitive(reading, sentence, clause, told, particle)
    wording = clause_wording(sentence, verb, start)
    if wording is None:
        return None
    return _Content(literal_argument(reading, wording), _addressees(reading, clause, act, told))


def _start_of_infinitive(
    reading: Reading, sentence: Sentence, clause: Clause, told: Sequence[Token], particle: Token
) -> Token:
    before = [t for t in told if clause.verb.index < t.index < particle.index]
    if not before or reading.mention_at(before[0]) is not None or before[0].tag == "PRP":
        return particle
    return first_token(sentence, before[0])


def _is_told(sentence: Sentence, speech: Token, verb: Token) -> bool:
    """Whether a finite clause is what is said: with `that`, or with a subject of its own; no question."""
    children = list(sentence.children(verb))
    if any(t.dependency == "mark" and t.lemma != "that" for t in children):
        return False
    if any(t.tag in ("WRB", "WP", "WDT") and t.index < verb.index for t in children):
        return False
    between = sentence.tokens[speech.index + 1 : verb.index]
    return any(t.dependency in ("nsubj", "nsubjpass", "expl") for t in children) and (
        any(t.lemma == "that" for t in children) or not any(t.text in (",", ":") for t in between)
    )


def _complement_content(reading: Reading, clause: Clause) -> _Content | None:
    """`declared itself neutral`, `proclaimed himself regent`."""
    sentence = clause.sentence
    bare = [c.token for c in clause.complements if c.word is None]
    reflexive = next((t for t in sentence.tokens if _is_reflexive(clause, t)), None)
    if reflexive is None:
        return None
    if not bare:
        bare = [t for t in sentence.children(clause.verb) if t.dependency in ("ccomp", "oprd", "acomp")]
        bare = [t for t in bare if not is_verb(t) and t.index > reflexive.index]
    wording = noun_wording(sentence, bare[0]) if len(bare) == 1 else None
    if wording is None or wording.start - reflexive.span.end > 12:
        return None
    return _Content(literal_argument(reading, Span(reflexive.span.start, wording.end)), ())


def _is_reflexive(clause: Clause, token: Token) -> bool:
    return token.index == clause.verb.index + 1 and token.text.lower() in (
        "himself",
        "herself",
        "itself",
        "themselves",
    )


def _noun_contents(reading: Reading, clause: Clause, act: SpeechAct) -> Iterator[_Content]:
    if not act.forms & {"noun", "event"}:
        return
    tokens = clause.objects
    if clause.voice is Voice.ACTIVE:
        tokens = tuple(t for t in tokens if t.index > clause.verb.index)
    for token in tokens:
        content = _noun_content(reading, clause.sentence, act, token)
        if content is None:
            continue
        own = _addressees(reading, clause, act, clause.indirect_objects)
        yield replace(
            content, addressees=(*content.addressees, *(a for a in own if a not in content.addressees))
        )


def _noun_content(reading: Reading, sentence: Sentence, act: SpeechAct, token: Token) -> _Content | None:
    named = argument_at(reading, token, *NAMED) if token.mask is not None else None
    if token.mask is not None:
        fits = named is not None and act.predicate in NAMED_BY
        return _Content(named, ()) if named is not None and fits else None
    if not _can_be_said(act, token):
        return None
    outer = [w for w, _ in find_prepositions(sentence, token) if w.lemma in act.addressed]
    heard = [o for w in outer for o in _names_after(reading, sentence, token, w)]
    is_war = act.predicate == "declared"
    left_out = tuple(w for w in outer if heard and not is_war)
    if act.predicate == "issued":
        left_out = (*left_out, *(t for t in sentence.children(token) if t.dependency == "acl"))
    wording = noun_wording(sentence, token, without=left_out)
    if wording is None:
        return None
    found = tuple(a for t in heard if (a := argument_at(reading, t, *SPEAKERS)) is not None)
    return _Content(literal_argument(reading, wording), found)


def _names_after(reading: Reading, sentence: Sentence, token: Token, word: Token) -> list[Token]:
    """The actors behind one preposition of a noun; empty where anything else stands there."""
    objects = next((o for w, o in find_prepositions(sentence, token) if w.index == word.index), ())
    return list(objects) if all(reading.entity_at(o, *SPEAKERS) is not None for o in objects) else []


def _can_be_said(act: SpeechAct, token: Token) -> bool:
    if token.tag not in ("NN", "NNS", "NNP", "NNPS", "VBG") or token.lemma in act.barred or is_date(token):
        return False
    if act.nouns:
        return token.lemma in act.nouns
    if "event" in act.forms:
        return is_event_noun(token) or token.lemma in speech_words().events
    return True


def _after_preposition(
    reading: Reading, clause: Clause, sense: VerbSense, act: SpeechAct
) -> Iterator[_Content]:
    for token in clause.objects_of(sense.preposition or ""):
        content = _noun_content(reading, clause.sentence, act, token)
        if content is not None:
            yield replace(content, addressees=_addressees(reading, clause, act, clause.objects))


def _addressees(
    reading: Reading, clause: Clause, act: SpeechAct, told: Sequence[Token]
) -> tuple[Argument, ...]:
    tokens = [*told, *clause.indirect_objects, *clause.objects_of(*act.addressed)]
    found = [a for t in tokens if (a := argument_at(reading, t, *SPEAKERS)) is not None]
    return tuple(dict.fromkeys(found))


# ---------------------------------------------------------------- quotations


def _quotation(reading: Reading, clause: Clause) -> Span | None:
    """The quotation that the verb opens (`said, "We wait."`) or closes (`"We wait," said Roe`)."""
    text, verb = reading.document.text, clause.verb.span
    line_start = text.rfind("\n", 0, verb.start) + 1
    line_end = text.find("\n", verb.end)
    line = Span(line_start, line_end if line_end >= 0 else len(text))
    for quoted in quotations(reading.document, line):
        if quoted.start > verb.end and _OPENING.fullmatch(text[verb.end : quoted.start]):
            return quoted if len(quoted) > 2 else None
        subject = clause.subjects[0].span if clause.subjects else verb
        first = min(subject.start, verb.start)
        if quoted.end < first and len(quoted.of(text).split()) > 2:
            between = text[quoted.end : first]
            if _CLOSING.fullmatch(between) or _CLOSING.fullmatch("," + between.lstrip(",")):
                return quoted
    return None


# ---------------------------------------------------------------- nouns of speech


def _nominal_acts(reading: Reading, sentence: Sentence) -> Iterator[Fact | Candidate]:
    """`Roe's refusal to pay`, `the declaration of war by Velmora`, `received an order from Roe to retreat`."""
    words = speech_words()
    for event in find_nominal_events(sentence, reading.dates, reading.kind_at, frozenset(words.nouns)):
        act = words.acts[words.nouns[event.lemma]]
        content = _nominal_content(reading, event, act)
        if content is None:
            continue
        for token in _nominal_speakers(event):
            speaker = _speaker(reading, token, act)
            if speaker is not None and not content.argument.span.contains(speaker.span):
                yield state_fact(reading, _nominal_statement(event, act, speaker, content))


def _nominal_speakers(event: NominalEvent) -> tuple[Token, ...]:
    if event.agents:
        return event.agents
    received = event.parent is not None and event.parent.lemma in ("receive", "get")
    senders = tuple(o for p in event.prepositions if p.word == "from" for o in p.objects)
    return senders if received and len(senders) == 1 else ()


def _nominal_content(reading: Reading, event: NominalEvent, act: SpeechAct) -> _Content | None:
    sentence = event.sentence
    for child in sentence.children(event.token):
        particle = next((t for t in sentence.children(child) if t.tag == "TO"), None)
        if child.dependency in ("acl", "relcl", "xcomp") and particle is not None:
            wording = clause_wording(sentence, child, particle)
            return _Content(literal_argument(reading, wording), ()) if wording is not None else None
    is_wish = act.predicate in ("demanded", "requested", "called for", "insisted on")
    words = ("for", "on") if is_wish else ()
    behind = tuple(o for p in event.prepositions if p.word in words for o in p.objects)
    for token in behind if is_wish else event.of_objects:
        if token.mask is None:
            return _noun_content(reading, sentence, act, token)
    return None


def _nominal_statement(
    event: NominalEvent, act: SpeechAct, speaker: Argument, content: _Content
) -> Statement:
    date = event.dates[0] if len(event.dates) == 1 else None
    spans = [speaker.span, content.argument.span, event.token.span, *([date.span] if date else [])]
    heard = content.addressees
    return Statement(
        kind=KIND,
        subject=speaker,
        predicate=act.predicate,
        object=content.argument,
        start=date.start if date else None,
        end=date.end if date else None,
        negated=event.negated,
        certainty=event.certainty,
        cells=(("addressee", heard[0]),) if len(heard) == 1 else (),
        spans=(Span(min(s.start for s in spans), max(s.end for s in spans)),),
        doubts=(*event.doubts, *(("two dates",) if len(event.dates) > 1 else ())),
    )

"""Communications: somebody demands, offers, refuses, orders, proclaims, says.

The subject is the speaker, the predicate the act, the object what is said, in words of the source that stand
for themselves. The act is asserted even where what is demanded or promised never came about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from pipeline.grammar.antecedents import decide_clause, find_one_of_two
from pipeline.grammar.attachment import period_of
from pipeline.grammar.clause import Clause
from pipeline.grammar.contents import SPEAKERS, Content, find_contents, read_noun_content, with_infinitive
from pipeline.grammar.crossings import subject_doubts
from pipeline.grammar.events import read_sense
from pipeline.grammar.movers import find_named_body
from pipeline.grammar.nominals import NominalEvent, find_nominal_events
from pipeline.grammar.noun_phrases import find_possessor, noun_phrase_span
from pipeline.grammar.reading import Reading
from pipeline.grammar.stance_actors import is_body_of_state
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
from pipeline.lexicon.speech import SpeechAct, speech_words
from pipeline.lexicon.verbs import VerbSense, verb_senses
from pipeline.model.entity import EntityKind
from pipeline.model.fact import Candidate, Certainty, Fact
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

KIND = "communications"
# What is written demands and proclaims too.
WRITINGS = frozenset({"demanded", "called for", "proclaimed", "declared", "announced", "ordered", "forbade"})
STATES = frozenset({"country", "state"})
# "cast his lot with Feld and promised him help": whom they mean, is too uncertain.
OBJECTIVE = frozenset({"him", "her", "them"})
ANSWERING = frozenset({"comply", "obey", "disobey", "ignore", "reject", "defy", "resist", "oppose", "follow"})
BOUNDS = ("by", "until", "before", "after")


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
        yield from _possessed_writings(reading, sentence)


def _possessed_writings(reading: Reading, sentence: Sentence) -> Iterator[Fact | Candidate]:
    """`Roe's Manifesto of Pell`: a writing that is somebody's was issued by him. Only what is named, of a
    sort that is issued to the public; of a law or book the holder may be who it is for."""
    for token in sentence.tokens:
        work, holder = argument_at(reading, token, EntityKind.WORK), find_possessor(sentence, token)
        if work is None or holder is None or token.mask is None or holder.mask is None:
            continue
        speaker = argument_at(reading, holder, EntityKind.PERSON, EntityKind.GOVERNMENT)
        name = set(work.reference.text.casefold().split())
        if speaker is not None and name & speech_words().writings:
            span = speaker.span.cover(work.span)
            yield state_fact(reading, Statement(KIND, speaker, "issued", work, spans=(span,)))


# ---------------------------------------------------------------- verbs


def _clause_acts(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Fact | Candidate]:
    if read_sense(clause, sense) is None or (clause.particle is not None and sense.particle is None):
        return
    if _is_content_of_noun(clause):
        return
    act = speech_words().acts[sense.predicate]
    clause = decide_clause(reading, clause, _speaking(reading, clause, act))
    contents = tuple(find_contents(reading, clause, sense, act))
    for token in clause.subjects:
        speaker = _speaker(reading, clause.sentence, token, act)
        if speaker is None:
            continue
        for content in contents:
            if content.argument.reference == speaker.reference:
                continue
            yield _state(reading, clause, act, speaker, content)


def _speaking(reading: Reading, clause: Clause, act: SpeechAct) -> Callable[[Token], bool]:
    """What can be the undecided subject: of somebody and what he wrote, the writing (`issued a manifesto
    demanding peace`)."""
    is_written = any(reading.entity_at(t, EntityKind.WORK) is not None for t in clause.candidates)
    if is_written and act.predicate in WRITINGS:
        return lambda t: reading.entity_at(t, EntityKind.WORK) is not None
    return lambda t: _speaker(reading, clause.sentence, t, act) is not None


def _is_content_of_noun(clause: Clause) -> bool:
    """`the refusal to accept the terms` is one act, the refusal."""
    noun = clause.parent
    is_speech = noun is not None and noun.mask is None and noun.lemma in speech_words().nouns
    return is_speech and clause.control is not None and clause.verb.dependency in ("acl", "relcl", "xcomp")


def _state(
    reading: Reading, clause: Clause, act: SpeechAct, speaker: Argument, content: Content
) -> Fact | Candidate:
    inside = {m.entity_id for m in reading.mentions_in(content.argument.span)}
    named = act.predicate == "declared"
    others = [
        a
        for a in content.addressees
        # "urged him to dismiss Feld": he is not Feld.
        if a.reference != speaker.reference
        and (named or a.reference.entity_id not in inside)
        and reading.quote(a.span).lower() not in OBJECTIVE
    ]
    said = clause_statement(
        clause,
        kind=KIND,
        subject=speaker,
        predicate=act.predicate,
        object=content.argument,
        cells=(("addressee", others[0]),) if len(others) == 1 else (),
        doubts=(*content.doubts, *subject_doubts(clause)),
        is_dated=not _dates_content(clause, content.argument.span),
    )
    return state_fact(reading, said)


def _dates_content(clause: Clause, content: Span) -> bool:
    """Whether a date belongs to what is said: it stands in it, bounds it (`demanded them by 4 May`), or is
    left open (`outlined a withdrawal sometime in 1708`)."""
    open_from = [
        t.span.start for t in clause.sentence.tokens if t.lemma == "sometime" and t.span.start > content.start
    ]
    return any(
        content.overlaps(d.span)
        or (d.modifier in BOUNDS and d.span.start > clause.verb.span.end)
        or any(start <= d.span.end for start in open_from)
        for d in clause.dates
    ) or (period_of(clause).end is not None and any(d.span.start > content.end for d in clause.dates))


def _speaker(reading: Reading, sentence: Sentence, token: Token, act: SpeechAct) -> Argument | None:
    kinds = tuple(
        k for k in SPEAKERS if not act.is_of_bodies or k not in (EntityKind.PERSON, EntityKind.UNIT)
    )
    found = argument_at(reading, token, *kinds)
    if found is None and act.predicate in WRITINGS:
        found = argument_at(reading, token, EntityKind.WORK)
    if found is None:
        place = reading.entity_at(token, EntityKind.PLACE)
        if place is not None and place.place_type in STATES:
            found = argument_at(reading, token, EntityKind.PLACE)
    if found is not None or reading.mention_at(token) is not None:
        return found
    meant = find_one_of_two(reading, sentence, token, SPEAKERS)
    if meant is not None:
        return replace(entity_argument(reading, meant, token.span, "one of two"), is_inferred=True)
    if is_body_of_state(reading, sentence, token):
        return literal_argument(reading, noun_phrase_span(sentence, token))
    named = find_named_body(reading, sentence, token)
    # "the representative of Roe's concern": whose words, the parse does not tell.
    is_short = named is not None and not any(w in reading.quote(named.span) for w in ("'", "’"))
    return named if is_short else None


# ---------------------------------------------------------------- nouns of speech


def _nominal_acts(reading: Reading, sentence: Sentence) -> Iterator[Fact | Candidate]:
    """`Roe's refusal to pay`, `the declaration of war by Velmora`, `an order from Roe to retreat`."""
    words = speech_words()
    for event in find_nominal_events(sentence, reading.dates, reading.kind_at, frozenset(words.nouns)):
        act = words.acts[words.nouns[event.lemma]]
        content = _nominal_content(reading, event, act)
        if content is None:
            continue
        for token in _nominal_speakers(reading, event):
            speaker = _speaker(reading, sentence, token, act)
            if speaker is not None and not content.argument.span.contains(speaker.span):
                said = _nominal_statement(event, act, speaker, content)
                yield state_fact(reading, _received(reading, event, said))


def _nominal_speakers(reading: Reading, event: NominalEvent) -> tuple[Token, ...]:
    giving = _clause_of(reading, event) if _is_given(event) else None
    if giving is not None:
        return () if event.by_objects else giving.subjects
    if event.agents:
        return event.agents
    senders = tuple(o for p in event.prepositions if p.word == "from" for o in p.objects)
    return senders if _receives(event) and len(senders) == 1 else ()


def _received(reading: Reading, event: NominalEvent, said: Statement) -> Statement:
    """`On 4 May Feld received an order from Roe`: to whom it is said, and when, is told of the receiving."""
    clause = _clause_of(reading, event) if _receives(event) or _is_given(event) else None
    if clause is None:
        return said
    told = clause.subjects if _receives(event) else (*clause.indirect_objects, *clause.objects_of("to"))
    heard = [a for t in told if (a := argument_at(reading, t, *SPEAKERS)) is not None]
    period = period_of(clause)
    dated = said.start is None and period.doubt is None and not _dates_content(clause, said.spans[0])
    cells = (("addressee", heard[0]),) if len(heard) == 1 and not said.cells else said.cells
    parts = [said.spans[0], clause.verb.span, *(a.span for _, a in cells)]
    parts += [d.span for d in (period.start, period.end) if d is not None and dated]
    return replace(
        said,
        cells=cells,
        start=period.start if dated else said.start,
        end=period.end if dated else said.end,
        spans=(Span(min(s.start for s in parts), max(s.end for s in parts)),),
        negated=said.negated or (_is_given(event) and clause.negated),
        certainty=clause.certainty if _is_given(event) else said.certainty,
        doubts=(*said.doubts, *clause.doubts, *(subject_doubts(clause) if _is_given(event) else ())),
    )


def _clause_of(reading: Reading, event: NominalEvent) -> Clause | None:
    """The clause whose object the noun is."""
    of_sentence = (c for c in reading.clauses if c.sentence is event.sentence)
    return next((c for c in of_sentence if c.verb == event.parent), None)


def _is_given(event: NominalEvent) -> bool:
    """Whether who speaks is told by the verb: `gave the order to retreat`, `made a promise to help`."""
    parent = event.parent
    return parent is not None and parent.lemma in ("give", "make") and event.token.dependency == "dobj"


def _receives(event: NominalEvent) -> bool:
    return event.parent is not None and event.parent.lemma in ("receive", "get")


def _infinitive_beside(event: NominalEvent) -> tuple[Token, Token] | None:
    """The verb and its `to` in `received an order from Roe to retreat`, where the parser ties it to the
    receiving."""
    sentence, parent = event.sentence, event.parent
    for child in sentence.children(parent) if parent is not None else ():
        particle = next((t for t in sentence.children(child) if t.tag == "TO"), None)
        if (
            child.dependency in ("advcl", "xcomp")
            and particle is not None
            and child.index > event.token.index
        ):
            return child, particle
    return None


def _nominal_content(reading: Reading, event: NominalEvent, act: SpeechAct) -> Content | None:
    sentence = event.sentence
    for child in sentence.children(event.token):
        particle = next((t for t in sentence.children(child) if t.tag == "TO"), None)
        if child.dependency in ("acl", "relcl", "xcomp") and particle is not None:
            wording = clause_wording(sentence, child, particle)
            if wording is None or _is_judged(event, wording):
                return None
            return Content(literal_argument(reading, wording), ())
    infinitive = _infinitive_beside(event) if _receives(event) or _is_given(event) else None
    if infinitive is not None:
        wording = clause_wording(sentence, *infinitive)
        return Content(literal_argument(reading, wording), ()) if wording is not None else None
    is_wish = act.predicate in ("demanded", "requested", "called for", "insisted on")
    words = ("for", "on") if is_wish else ()
    behind = tuple(o for p in event.prepositions if p.word in words for o in p.objects)
    for token in behind if is_wish else event.of_objects:
        if token.mask is None:
            content = read_noun_content(reading, sentence, act, token)
            if content is not None and act.predicate == "declared" and not content.addressees:
                return _with_enemy(reading, event, act, content)
            return with_infinitive(reading, sentence, content) if is_wish and content else content
    return None


def _is_judged(event: NominalEvent, wording: Span) -> bool:
    """Whether the words run into what somebody thinks of it: `praised the decision to wait as his wisest`."""
    inside = [t for t in event.sentence.tokens if wording.contains(t.span)]
    return event.token.dependency == "dobj" and any(
        t.lemma == "as" and t.dependency == "prep" for t in inside
    )


def _with_enemy(reading: Reading, event: NominalEvent, act: SpeechAct, content: Content) -> Content:
    """`the declaration of war on Drovia`, where the parser ties the enemy to the declaration."""
    for phrase in event.prepositions:
        enemies = [argument_at(reading, o, *SPEAKERS) for o in phrase.objects]
        found = tuple(e for e in enemies if e is not None)
        is_next = phrase.token.span.start == content.argument.span.end + 1
        if phrase.word in act.addressed and is_next and found and len(found) == len(enemies):
            whole = content.argument.span.cover(found[-1].span)
            return replace(content, argument=literal_argument(reading, whole), addressees=found)
    return content


def _is_answered(event: NominalEvent) -> bool:
    """Whether somebody answers what was said: who `refused to obey Roe's order` had got it."""
    above = [t for t in event.sentence.ancestors(event.token) if t.dependency != "prep"]
    return event.possessor is not None and bool(above) and above[0].lemma in ANSWERING


def _nominal_statement(event: NominalEvent, act: SpeechAct, speaker: Argument, content: Content) -> Statement:
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
        certainty=Certainty.ASSERTED if _is_answered(event) else event.certainty,
        cells=(("addressee", heard[0]),) if len(heard) == 1 else (),
        spans=(Span(min(s.start for s in spans), max(s.end for s in spans)),),
        doubts=(*event.doubts, *(("two dates",) if len(event.dates) > 1 else ())),
    )

"""Communications: somebody demands, offers, refuses, orders, proclaims, says.

The subject is the speaker, the predicate the act, the object what is said, in words of the source that stand
for themselves. The act is asserted even where what is demanded or promised never came about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.grammar.antecedents import decide_clause
from pipeline.grammar.arguments import is_verb
from pipeline.grammar.attachment import period_of
from pipeline.grammar.clause import Clause, Voice
from pipeline.grammar.crossings import subject_doubts
from pipeline.grammar.events import read_sense
from pipeline.grammar.nominals import NominalEvent, find_nominal_events
from pipeline.grammar.noun_phrases import (
    find_possessor,
    find_prepositions,
    first_token,
    is_date,
    is_event_noun,
)
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
# "cast his lot with Feld and promised him help": whom they mean, is too uncertain.
OBJECTIVE = frozenset({"him", "her", "them"})
_TELLING = frozenset({"tell", "inform", "assure", "notify", "warn", "remind"})
BOUNDS = ("by", "until", "before", "after")
# Between a verb of speech and the quotation that it opens, and between a quotation and its verb.
_OPENING = re.compile(r"(?:(?: [^.;:,\"“”]{1,60})?(?:[,:]| that))? ?[\"“]")
_TOLD_NAME = re.compile(r" [A-Z][^.;:,\"“”]{1,40} [\"“]")
_ENDING = re.compile(r",?[\"”](?:[.,;:)\n—]|\Z| and | but )")
_GOES_ON = re.compile(r"[^.\n\"“]{0,30}, [\"“]")
_CLOSING = re.compile(r"[\"”],? ")


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
    clause = decide_clause(reading, clause, _speaking(reading, clause, act))
    contents = tuple(_contents(reading, clause, sense, act))
    for token in clause.subjects:
        speaker = _speaker(reading, token, act)
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
    return lambda t: _speaker(reading, t, act) is not None


def _is_content_of_noun(clause: Clause) -> bool:
    """`the refusal to accept the terms` is one act, the refusal."""
    noun = clause.parent
    is_speech = noun is not None and noun.mask is None and noun.lemma in speech_words().nouns
    return is_speech and clause.control is not None and clause.verb.dependency in ("acl", "relcl", "xcomp")


def _state(
    reading: Reading, clause: Clause, act: SpeechAct, speaker: Argument, content: _Content
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
        following = reading.document.text[clause.verb.span.end :][:40]
        doubts = (
            ("quotation goes on",)
            if quoted.end < clause.verb.span.start and _GOES_ON.match(following)
            else ()
        )
        heard = _addressees(reading, clause, act, clause.objects)
        yield _Content(literal_argument(reading, quoted), heard, doubts)
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
    elif not clause.complements and not _has_lost_clause(clause):
        yield from _noun_contents(reading, clause, act)


def _has_lost_clause(clause: Clause) -> bool:
    """Whether a clause or a second object follows that the parser did not find: `announced that 400 men who`,
    `declaring themselves the victors`."""
    following = clause.sentence.tokens[clause.verb.index + 1 : clause.verb.index + 2]
    return any(t.lemma == "that" or _is_reflexive(clause, t) for t in following)


def _content_verb(clause: Clause) -> Token | None:
    """The head of the infinitive or clause that says what is said."""
    for child in clause.sentence.children(clause.verb):
        if child.dependency in ("ccomp", "xcomp") and child.index > clause.verb.index and is_verb(child):
            return child
    return None


def _clause_content(reading: Reading, clause: Clause, act: SpeechAct, verb: Token) -> _Content | None:
    sentence = clause.sentence
    children = list(sentence.children(verb))
    particle = next((t for t in children if t.dependency == "aux" and t.tag == "TO"), None)
    form = "infinitive" if particle is not None else "clause"
    if form not in act.forms or not is_verb(verb):
        return None
    if particle is None and not _is_told(sentence, clause, verb):
        return None
    if verb.lemma in act.barred or _is_extracted(clause, verb):
        return None
    subject = next((t for t in children if t.dependency in ("nsubj", "nsubjpass")), None)
    start, told = particle, list(clause.objects)
    if particle is not None and subject is not None and subject.index < particle.index:
        told = [subject]
    if particle is not None:
        denial = next((t for t in children if t.dependency == "neg" and t.index < particle.index), None)
        start = denial or particle
    if particle is not None and clause.voice is Voice.ACTIVE:
        # "ordered his men to fire", "ordered Pell to be razed": who is told nothing belongs to the content.
        undergoes = any(t.dependency == "auxpass" for t in children)
        before = [t for t in told if clause.verb.index < t.index < particle.index]
        if act.predicate == "called on":
            before = [o for o in clause.objects_of("on", "upon") if o.index < particle.index][:1]
        if before and (undergoes or not _is_known(reading, before[0])):
            start = first_token(sentence, before[0])
        told = [] if undergoes else told
    wording = clause_wording(sentence, verb, start)
    heard = _addressees(reading, clause, act, told)
    # "ordered him to send Feld and 400 men", where the parser lists the men with the ordering
    stray = any(t.dependency == "conj" and t.tag[:1] == "N" for t in sentence.children(clause.verb))
    if wording is None or stray:
        cut = verb.span.cover((start or verb).span)
        return _Content(literal_argument(reading, cut), heard, ("wording not whole",))
    return _Content(literal_argument(reading, wording), heard)


def _is_known(reading: Reading, token: Token) -> bool:
    return reading.mention_at(token) is not None or token.tag == "PRP"


def _is_extracted(clause: Clause, verb: Token) -> bool:
    """Whether a part of what is said stands before the act: `the town that he claimed to hold`."""
    inside = clause.sentence.subtree(verb)
    return any(t.index < clause.verb.index for t in inside)


def _is_told(sentence: Sentence, clause: Clause, verb: Token) -> bool:
    """Whether a finite clause is what is said: with `that`, or with a plain subject of its own."""
    children = list(sentence.children(verb))
    told = [t for t in clause.objects if clause.verb.index < t.index < verb.index]
    if any(t.mask is None and t.tag != "PRP" for t in told) and clause.lemma not in _TELLING:
        return False  # "wrote a letter ..., the tolls were gone"
    if any(t.dependency == "mark" and t.lemma != "that" for t in children):
        return False
    if any(t.tag in ("WRB", "WP", "WDT") and t.index < verb.index for t in children):
        return False
    if any(t.lemma == "that" and t.dependency == "mark" for t in children):
        return True
    between = sentence.tokens[clause.verb.index + 1 : verb.index]
    subjects = [t for t in children if t.dependency in ("nsubj", "nsubjpass", "expl")]
    return bool(subjects) and not any(t.text in (",", ":", '"') or t.dependency == "cc" for t in between)


def _complement_content(reading: Reading, clause: Clause) -> _Content | None:
    """`declared itself neutral`, `proclaimed himself regent`."""
    sentence = clause.sentence
    bare = [c.token for c in clause.complements if c.word is None]
    reflexive = next((t for t in sentence.tokens if _is_reflexive(clause, t)), None)
    if reflexive is None or (reflexive.text.lower() == "themselves" and not _are_many(reading, clause)):
        return None
    if not bare:
        bare = [t for t in sentence.children(clause.verb) if t.dependency in ("ccomp", "oprd", "acomp")]
        bare = [t for t in bare if not is_verb(t) and t.index > reflexive.index]
    wording = noun_wording(sentence, bare[0]) if len(bare) == 1 else None
    if wording is None or wording.start - reflexive.span.end > 12:
        return None
    return _Content(literal_argument(reading, Span(reflexive.span.start, wording.end)), ())


def _are_many(reading: Reading, clause: Clause) -> bool:
    return all(reading.entity_at(t, EntityKind.GROUP) is not None for t in clause.subjects)


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
        content = _noun_content(reading, clause.sentence, act, token, clause.verb)
        if content is None:
            continue
        own = _addressees(reading, clause, act, clause.indirect_objects)
        yield replace(
            content, addressees=(*content.addressees, *(a for a in own if a not in content.addressees))
        )


def _noun_content(
    reading: Reading, sentence: Sentence, act: SpeechAct, token: Token, verb: Token | None = None
) -> _Content | None:
    """What a noun says that is said. `verb` is that of the saying: the men of `the men promised by Roe`."""
    named = argument_at(reading, token, *NAMED) if token.mask is not None else None
    if token.mask is not None:
        # "proclaimed Velmora neutral" proclaims no state.
        alone = not any(
            t.dependency in ("ccomp", "oprd", "acomp") for t in sentence.children(sentence.head(token))
        )
        fits = named is not None and act.predicate in NAMED_BY and alone
        return _Content(named, ()) if named is not None and fits else None
    if not _can_be_said(act, token):
        return None
    words = tuple(w for w in act.addressed if w not in ("of", "from"))
    outer = {w: _names_after(reading, sentence, token, w) for w in _words_of(sentence, token, words)}
    heard = [o for names in outer.values() for o in names]
    # "war on Drovia" is another war than "war on Velmora": there the addressee stays.
    left_out = tuple(w for w, names in outer.items() if names and act.predicate != "declared")
    if act.predicate == "issued":
        left_out = (*left_out, *(t for t in sentence.children(token) if t.dependency == "acl"))
    if verb is not None and verb.dependency in ("acl", "relcl") and sentence.head(verb) is token:
        left_out = (*left_out, verb)
    wording = noun_wording(sentence, token, without=left_out)
    if wording is None:
        return None
    if act.predicate == "declared" and not heard:
        wording, heard = _with_enemy(reading, sentence, act, token, wording)
    found = tuple(a for t in heard if (a := argument_at(reading, t, *SPEAKERS)) is not None)
    return _Content(literal_argument(reading, wording), found)


def _with_enemy(
    reading: Reading, sentence: Sentence, act: SpeechAct, token: Token, wording: Span
) -> tuple[Span, list[Token]]:
    """`declared war on Drovia`, where the parser ties the enemy to the verb."""
    verb = sentence.head(token)
    for word in _words_of(sentence, verb, act.addressed):
        names = _names_after(reading, sentence, verb, word)
        objects = [t for t in sentence.children(word) if t.dependency == "pobj"]
        if objects and word.span.start == wording.end + 1 and not is_date(objects[0]):
            last = names[-1] if names else objects[0]
            return Span(wording.start, last.span.end), names
    return wording, []


def _words_of(sentence: Sentence, token: Token, words: Sequence[str]) -> list[Token]:
    return [w for w, _ in find_prepositions(sentence, token) if w.lemma in words]


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
    phrase = next((p for p in clause.prepositions if p.word == sense.preposition), None)
    for token in phrase.objects if phrase is not None else ():
        content = _noun_content(reading, clause.sentence, act, token)
        if content is not None and act.predicate == "called for":
            content = _with_infinitive(reading, clause.sentence, content)
        if content is not None:
            yield replace(content, addressees=_addressees(reading, clause, act, clause.objects))


def _with_infinitive(reading: Reading, sentence: Sentence, content: _Content) -> _Content | None:
    """`called for the towns to send men`: not for the towns. None where the infinitive cannot be cut out."""
    span = content.argument.span
    following = [t for t in sentence.tokens if t.span.start >= span.end][:2]
    if not following or following[0].tag != "TO":
        return content
    verb = sentence.head(following[0])
    start = next(t for t in sentence.tokens if t.span.start >= span.start)
    wording = clause_wording(sentence, verb, following[0]) if is_verb(verb) else None
    if wording is None:
        return None
    return replace(content, argument=literal_argument(reading, Span(start.span.start, wording.end)))


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
        between = text[verb.end : quoted.start]
        opens = _OPENING.fullmatch(between) or (clause.lemma in _TELLING and _TOLD_NAME.fullmatch(between))
        if quoted.start > verb.end and opens:
            # "said that "the tolls" were gone" quotes no more than two words.
            is_whole = text[quoted.end - 1] in ".,?!" or _ENDING.match(text, quoted.end)
            return quoted if is_whole else None
        subject = clause.subjects[0].span if clause.subjects else verb
        first = min(subject.start, verb.start)
        if quoted.end < first and len(quoted.of(text).split()) > 2:
            between = text[quoted.end : first]
            goes_on = between.startswith(",") or text[quoted.end - 1] in "?!"
            if goes_on and _CLOSING.fullmatch(between.lstrip(",")):
                return quoted
    return None


# ---------------------------------------------------------------- nouns of speech


def _nominal_acts(reading: Reading, sentence: Sentence) -> Iterator[Fact | Candidate]:
    """`Roe's refusal to pay`, `the declaration of war by Velmora`, `an order from Roe to retreat`."""
    words = speech_words()
    for event in find_nominal_events(sentence, reading.dates, reading.kind_at, frozenset(words.nouns)):
        act = words.acts[words.nouns[event.lemma]]
        content = _nominal_content(reading, event, act)
        if content is None:
            continue
        for token in _nominal_speakers(event):
            speaker = _speaker(reading, token, act)
            if speaker is not None and not content.argument.span.contains(speaker.span):
                said = _nominal_statement(event, act, speaker, content)
                yield state_fact(reading, _received(reading, event, said))


def _nominal_speakers(event: NominalEvent) -> tuple[Token, ...]:
    if event.agents:
        return event.agents
    senders = tuple(o for p in event.prepositions if p.word == "from" for o in p.objects)
    return senders if _receives(event) and len(senders) == 1 else ()


def _received(reading: Reading, event: NominalEvent, said: Statement) -> Statement:
    """`On 4 May Feld received an order from Roe`: to whom it is said, and when, is told of the receiving."""
    clause = next((c for c in reading.clauses if _receives(event) and c.verb == event.parent), None)
    if clause is None or clause.sentence is not event.sentence:
        return said
    heard = [a for t in clause.subjects if (a := argument_at(reading, t, *SPEAKERS)) is not None]
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
        doubts=(*said.doubts, *clause.doubts),
    )


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


def _nominal_content(reading: Reading, event: NominalEvent, act: SpeechAct) -> _Content | None:
    sentence = event.sentence
    for child in sentence.children(event.token):
        particle = next((t for t in sentence.children(child) if t.tag == "TO"), None)
        if child.dependency in ("acl", "relcl", "xcomp") and particle is not None:
            wording = clause_wording(sentence, child, particle)
            return _Content(literal_argument(reading, wording), ()) if wording is not None else None
    infinitive = _infinitive_beside(event) if _receives(event) else None
    if infinitive is not None:
        wording = clause_wording(sentence, *infinitive)
        return _Content(literal_argument(reading, wording), ()) if wording is not None else None
    is_wish = act.predicate in ("demanded", "requested", "called for", "insisted on")
    words = ("for", "on") if is_wish else ()
    behind = tuple(o for p in event.prepositions if p.word in words for o in p.objects)
    for token in behind if is_wish else event.of_objects:
        if token.mask is None:
            content = _noun_content(reading, sentence, act, token)
            return _with_infinitive(reading, sentence, content) if is_wish and content else content
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

"""Events: what sort of event one was, when and where it took place, and what it was a part of.

Stated by the fields of an infobox, by names (`the War of the Two Crowns`, `the siege of Pell in 1704`), by
verbs (`took place`, `broke out`) and by what an event is said to be (`was a naval battle of the Salt War`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.grammar.attachment import read_period
from pipeline.grammar.clause import Clause, SubjectSource, Voice
from pipeline.grammar.event_dates import is_own_date, is_taken_for_granted, shared_names
from pipeline.grammar.event_fields import KIND, entity_of_event, event_statement, infobox_events
from pipeline.grammar.events import (
    NEAR_WORDS,
    PLACES,
    EventMention,
    clause_places,
    event_at,
    event_mentions,
    events_of,
    is_lasting,
    it_event,
    named_argument,
    read_head_noun,
    read_sense,
    sense_arguments,
    sense_objects,
    with_words,
)
from pipeline.grammar.happenings import Happening
from pipeline.grammar.noun_phrases import (
    find_appositions,
    find_of_objects,
    find_prepositions,
    noun_phrase_span,
)
from pipeline.grammar.outbreaks import outbreaks
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    clause_statement,
    literal_argument,
    normalized_argument,
    state_fact,
)
from pipeline.lexicon.events import event_noun, event_words
from pipeline.lexicon.verbs import verb_senses
from pipeline.lexicon.words import nouns
from pipeline.model.date import DateMention, PartialDate, Resolution
from pipeline.model.entity import Entity, MentionForm
from pipeline.model.fact import Candidate, Certainty, Fact
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

# What a place and a larger event stand behind: "the battle at Pell", "the battle in the Salt War".
_BESIDE = re.compile(r",? (?:in|at) ")
_WITHIN = re.compile(r" (?:in|of) the ")
_WORD_BEFORE = re.compile(r"(?<=[a-z,] )(?P<word>[A-Z][\w'’-]+)(?: and)? \Z")
# "the Commission for Relief of the Poor": what somebody is there for, not what happened.
_PURPOSE_BEFORE = re.compile(r"\b[A-Z][\w'’-]+ for (?:the )?\Z")
# "Campaign of Pell and Corrow", at the end of what names it.
_GOES_ON = re.compile(r" and [A-Z][\w-]+[).\"”]")
_LOOKS_BACK = re.compile(r"\b(?:after|before|during|since|following|throughout) the \Z", re.IGNORECASE)
_WAS = re.compile(r",? (?:was|is|were|became|had|\(|also|known|or|sometimes)|,")
_APPOSED = re.compile(r"(?: \([^()]*\))?, (?:an?|the) ")


def events(reading: Reading) -> Iterator[Fact | Candidate]:
    """Yield what the infobox, the names and the sentences state of events."""
    found = [state_fact(reading, statement) for statement in infobox_events(reading)]
    found += [*_descriptions(reading), *_clause_facts(reading)]
    found += [fact for happening in reading.happenings for fact in _befell(reading, happening)]
    for outbreak in outbreaks(reading):
        period = (outbreak.date, None)
        found.append(_state(reading, outbreak.war, "began", period=period, spans=(outbreak.span,)))
    shared = shared_names(reading)
    for mention in event_mentions(reading):
        dates = [d for d in reading.dates if d.edtf and mention.sentence.span.contains(d.span)]
        found += [
            *_dated(reading, mention, dates, shared),
            *_placed(reading, mention),
            *_ended(reading, mention, dates),
        ]
        found += _apposed(reading, mention)
    dated = {f.subject.entity_id for f in found if isinstance(f, Fact) and f.predicate == "occurred"}
    # Where the text dates the battle itself, a deed of another day is no second date of it.
    found += [f for f in _dated_by_deeds(reading) if _subject_id(f) not in dated]
    yield from found
    stated = [f for f in found if isinstance(f, Fact) and not f.negated]
    told = {f.subject.entity_id for f in stated if f.certainty is Certainty.ASSERTED}
    described = {f.subject.entity_id for f in stated if f.predicate == "type"}
    denied = {
        _subject_id(f) for f in found if isinstance(f, Fact) and f.negated and f.predicate == "occurred"
    }
    for entity in events_of(reading):
        is_past = entity.entity_id not in denied and _is_named_or_past(reading, entity)
        is_real = entity.entity_id in told or is_past
        if entity.entity_id not in described and is_real:
            yield from _type_in_name(reading, entity)


def _subject_id(found: Fact | Candidate) -> str | None:
    fact = found.fact if isinstance(found, Candidate) else found
    return fact.subject.entity_id


def _state(
    reading: Reading,
    event: Argument,
    predicate: str,
    object: Argument | None = None,  # noqa: A002 - the field's name everywhere in the data model
    *,
    period: tuple[PartialDate | None, PartialDate | None] = (None, None),
    place: Argument | None = None,
    spans: tuple[Span, ...] = (),
    certainty: Certainty = Certainty.ASSERTED,
    negated: bool = False,
    doubts: tuple[str, ...] = (),
) -> Fact | Candidate:
    said = event_statement(
        reading,
        event,
        predicate,
        object,
        period=period,
        place=place,
        spans=spans,
        certainty=certainty,
        negated=negated,
        doubts=doubts,
    )
    return state_fact(reading, said)


# ---------------------------------------------------------------- births, deaths, foundings


def _befell(reading: Reading, told: Happening) -> Iterator[Fact | Candidate]:
    """`Roe was born at Halvey in 1681`: sort, date and place of an event that has no name."""
    if told.sort is not None:
        yield _state_befallen(
            reading, told, Statement(KIND, told.event, "type", told.sort, spans=(told.span,))
        )
    if told.start is not None or told.end is not None:
        dated = Statement(KIND, told.event, "occurred", start=told.start, end=told.end, spans=told.date_spans)
        yield _state_befallen(reading, told, dated)
    for place in told.places:
        spans = (told.span.cover(place.span),)
        located = Statement(KIND, told.event, "location", place, place=place, spans=spans)
        yield _state_befallen(reading, told, located)


def _state_befallen(reading: Reading, told: Happening, statement: Statement) -> Fact | Candidate:
    about = reading.entities.get(told.event.reference.entity_id or "")
    return state_fact(reading, replace(statement, about=about, certainty=told.certainty, doubts=told.doubts))


# ---------------------------------------------------------------- names


def _type_in_name(reading: Reading, entity: Entity) -> Iterator[Fact | Candidate]:
    found = read_head_noun(entity)
    if found is None:
        return
    noun, span = found
    event = named_argument(reading, entity)
    words = reading.quote(span)
    sort = literal_argument(reading, span) if words == noun else normalized_argument(noun, span, "lower_case")
    doubts = ("longer name",) if _is_cut_short(reading, entity) else ()
    yield _state(reading, event, "type", sort, spans=(entity.span,), doubts=doubts)


def _is_cut_short(reading: Reading, entity: Entity) -> bool:
    """Whether the name may be a part of a longer one: a capitalised word that names nothing else stands
    directly before it, within a sentence (`Days Offensive` of `the Hundred Days Offensive`), or a noun of
    events (`Storming and Capture of Pell`), or another place follows it."""
    start = entity.span.start
    before = reading.document.text[max(0, start - 40) : start]
    if _PURPOSE_BEFORE.search(before) or _GOES_ON.match(reading.document.text, entity.span.end):
        return True
    found = _WORD_BEFORE.search(before)
    if found is None:
        return False
    word = Span(start - len(found[0]), start - len(found[0]) + len(found["word"]))
    over = [n for n in reading.names if n.span.overlaps(word)]
    if event_noun(found["word"]) is not None and all(n.span == word for n in over):
        return True
    return reading.mention_at(word) is None and not over


def _is_named_or_past(reading: Reading, entity: Entity) -> bool:
    """Whether an event has a name of its own, or a description of it looks back on it (`after the siege of
    Pell`): `the liberation of Pell became his aim` says of none that it took place."""
    mentions = [m for m in reading.mentions if m.entity_id == entity.entity_id]
    if any(m.form is MentionForm.NAME for m in mentions):
        return True
    text = reading.document.text
    return any(_LOOKS_BACK.search(text[max(0, m.span.start - 20) : m.span.start]) for m in mentions)


def _dated(
    reading: Reading, mention: EventMention, dates: Sequence[DateMention], shared: frozenset[str]
) -> Iterator[Fact | Candidate]:
    """`the Salt War (1702–1709)`; `after the battle on 4 May 1704`."""
    event = mention.argument
    doubts = ("several events of one name",) if event.reference.entity_id in shared else ()
    for date in dates:
        if is_own_date(reading, mention, date):
            period, spans = (date.start, date.end), (event.span.cover(date.span),)
            yield _state(reading, event, "occurred", period=period, spans=spans, doubts=doubts)


def _ended(reading: Reading, at: EventMention, dates: Sequence[DateMention]) -> Iterator[Fact | Candidate]:
    """`after the outbreak of the Salt War in 1702`; `the end of the war in May 1709`."""
    words, event = event_words(), at.argument
    preposition = at.sentence.head(at.token)
    noun = at.sentence.head(preposition)
    if preposition.lemma != "of" or noun.lemma not in words.beginnings | words.endings:
        return
    predicate = "began" if noun.lemma in words.beginnings else "ended"
    for date in dates:
        gap = reading.document.text[event.span.end : max(event.span.end, date.span.start)]
        if date.end is None and re.fullmatch(r",? (?:in|on)(?: the)? ", gap):
            spans = (noun.span.cover(event.span).cover(date.span),)
            yield _state(reading, event, predicate, period=(date.start, None), spans=spans)


def _placed(reading: Reading, at: EventMention) -> Iterator[Fact | Candidate]:
    """`at the Battle of Halvey in Pell`; `the Battle of Halvey in the Salt War`."""
    event = at.argument
    if is_lasting(entity_of_event(reading, event)):
        return
    for other in at.sentence.tokens[at.token.index + 1 : at.token.index + 5]:
        gap = reading.document.text[event.span.end : other.span.start]
        place, whole = argument_at(reading, other, *PLACES), event_at(reading, other)
        if place is not None and _BESIDE.fullmatch(gap) and is_taken_for_granted(at.sentence, at.token):
            yield _beside(reading, event, "location", place)
        elif whole is not None and _WITHIN.fullmatch(gap) and is_lasting(entity_of_event(reading, whole)):
            yield _beside(reading, event, "part of", whole)


def _beside(reading: Reading, event: Argument, predicate: str, value: Argument) -> Fact | Candidate:
    place = value if predicate == "location" else None
    return _state(reading, event, predicate, value, place=place, spans=(event.span.cover(value.span),))


# ---------------------------------------------------------------- what an event is said to be


def _descriptions(reading: Reading) -> Iterator[Fact | Candidate]:
    """`The Battle of Halvey was a naval battle of the Salt War`."""
    for clause in reading.clauses_of("be", "become"):
        for token in clause.subjects:
            event = event_at(reading, token) or it_event(reading, clause, token)
            if event is None or not _WAS.match(reading.document.text, event.span.end):
                continue
            for said in clause.complements_as():
                yield from _described(reading, clause.sentence, event, said, clause)
                dates = [d for d in clause.own_dates if d.span.start > said.span.end]
                if _says_sort(clause.sentence, said) and len(dates) == len(clause.dates) == 1:
                    yield from _dated_by_description(reading, clause, event)


def _says_sort(sentence: Sentence, said: Token) -> bool:
    is_part = said.mask is None and said.lemma in event_words().parts
    return is_part or (said.mask is None and _sort_span(sentence, said) is not None)


def _dated_by_description(reading: Reading, clause: Clause, event: Argument) -> Iterator[Fact | Candidate]:
    """`The Halvey campaign was a stage of the Salt War in 1704`: when what it was took place, it did."""
    date = clause.dates[0]
    if date.modifier in ("since", "from", "until", "by") or clause.negated:
        return
    start, end = _whole_period(reading, event, date)
    statement = clause_statement(
        clause, kind=KIND, subject=event, predicate="occurred", about=entity_of_event(reading, event)
    )
    if start is not None:
        yield state_fact(reading, replace(statement, start=start, end=end))


def _apposed(reading: Reading, at: EventMention) -> Iterator[Fact | Candidate]:
    """`the Battle of Halvey, a naval battle of the Salt War`."""
    event = at.argument
    for said in find_appositions(at.sentence, at.token):
        start = noun_phrase_span(at.sentence, said).start
        gap = reading.document.text[event.span.end : max(event.span.end, start)]
        if event_at(reading, said) is None and _APPOSED.fullmatch(gap):
            yield from _described(reading, at.sentence, event, said, None)


def _described(
    reading: Reading, sentence: Sentence, event: Argument | None, said: Token, clause: Clause | None
) -> Iterator[Fact | Candidate]:
    if event is None or said.mask is not None:
        return
    certainty = clause.certainty if clause else Certainty.ASSERTED
    negated = clause.negated if clause else False
    doubts = clause.doubts if clause else ()
    span = _sort_span(sentence, said) or _series_span(sentence, said)
    if span is not None:
        yield _state(
            reading, event, "type", literal_argument(reading, span), spans=(event.span.cover(span),),
            certainty=certainty, negated=negated, doubts=doubts,
        )  # fmt: skip
    for word, objects in find_prepositions(sentence, said):
        is_part = said.lemma in event_words().parts and word.lemma in ("of", "in")
        if not is_part and not (span is not None and word.lemma in ("of", "in")):
            continue
        for token in objects:
            whole = event_at(reading, token)
            if whole is not None and whole.reference != event.reference:
                yield _state(
                    reading, event, "part of", whole, spans=(event.span.cover(whole.span),),
                    certainty=certainty, negated=negated, doubts=doubts,
                )  # fmt: skip


def _sort_span(sentence: Sentence, said: Token) -> Span | None:
    """The words that say what sort of event one is: `naval battle` of `a decisive naval battle`; None where
    the noun is none of events, or is counted or somebody's."""
    words = noun_phrase_span(sentence, said)
    inside = [t for t in sentence.tokens if words.contains(t.span)]
    noun = event_noun(said.text)
    if noun is None or said.tag == "NNS":
        return None
    determiner = next((t.text.lower() for t in sentence.children(said) if t.dependency == "det"), None)
    is_sort = noun == "conflict" or nouns().heads[noun].names_in_lower_case
    if determiner not in ("a", "an") and not (determiner == "the" and is_sort):
        # "the success was the capture of Pell" says of no event what sort it was.
        return None
    if any(t.dependency in ("poss", "nummod") or t.tag in ("POS", "JJS", "CD") for t in inside):
        return None
    kept = inside
    while len(kept) > 1 and (_judges(kept[0]) or kept[0].text in (",", "and", '"')):
        kept = kept[1:]
    return Span(kept[0].span.start, kept[-1].span.end) if len(kept) <= 4 else None


def _series_span(sentence: Sentence, said: Token) -> Span | None:
    """`series of naval battles`: many events in a row; None where it is no series of events."""
    if said.lemma not in event_words().series:
        return None
    members = find_of_objects(sentence, said)
    if not members or members[0].mask is not None or event_noun(members[0].text) is None:
        return None
    inside = sentence.tokens[said.index : members[0].index + 1]
    plain = all(t.mask is None and t.tag in ("NN", "NNS", "IN", "JJ") for t in inside)
    return said.span.cover(members[0].span) if plain and len(inside) <= 5 else None


def _judges(token: Token) -> bool:
    return token.mask is None and bool({token.lemma.lower(), token.text.lower()} & event_words().judging)


# ---------------------------------------------------------------- verbs


def _clause_facts(reading: Reading) -> Iterator[Fact | Candidate]:
    for clause in reading.clauses:
        for sense in verb_senses(clause.lemma, KIND):
            decided = clause.decide(lambda t: event_at(reading, t) is not None)
            holders = read_sense(decided, sense)
            if holders is None:
                continue
            tokens = sense_arguments(decided, holders, sense.about)
            if sense.about == "object" and not tokens and decided.voice is Voice.ACTIVE:
                # "a conflict fought between 1701 and 1714": what the parser takes for who fights is fought.
                tokens = decided.subjects
            for token in tokens:
                event = event_at(reading, token) or it_event(reading, decided, token)
                if event is not None:
                    yield from _happened(reading, decided, sense.predicate, event, holders)


def _dated_by_deeds(reading: Reading) -> Iterator[Fact | Candidate]:
    """`Feld was killed at the Battle of Halvey in 1704`: a date of somebody's part in a battle is the
    battle's, where one that lasts has it for a part of its time only."""
    for clause in reading.clauses:
        if clause.certainty is not Certainty.ASSERTED or clause.negated:
            continue
        is_own = clause.subject_source in (SubjectSource.OWN, SubjectSource.COORDINATION)
        dates = clause.own_dates or (clause.dates if is_own else ())
        at = [a for o in sense_objects(clause, (), "at", "in") if (a := event_at(reading, o)) is not None]
        period = read_period(clause.sentence, dates)
        is_plain = len(dates) == 1 and dates[0].resolution is Resolution.EXPLICIT
        if len(at) != 1 or is_lasting(entity_of_event(reading, at[0])) or not is_plain:
            continue
        if period.start is None or period.end is not None or ".." in period.start.edtf:
            continue
        mention = reading.mention_at(at[0].span)
        is_told = mention is not None and mention.resolution == "event and date"
        if mention is not None and (mention.form is MentionForm.NAME or is_told):
            spans = (at[0].span.cover(period.start.span).cover(clause.verb.span),)
            yield _state(
                reading, at[0], "occurred", period=(period.start, None), spans=spans, doubts=clause.doubts
            )


def _happened(
    reading: Reading, clause: Clause, predicate: str, event: Argument, holders: tuple[Token, ...]
) -> Iterator[Fact | Candidate]:
    places = clause_places(reading, clause)
    is_whole = predicate == "occurred"
    statement = clause_statement(
        clause,
        kind=KIND,
        subject=event,
        predicate=predicate,
        about=entity_of_event(reading, event),
        place=None if is_whole or len(places) != 1 else places[0],
    )
    statement = with_words(statement, holders)
    if is_whole and len(clause.dates) == 1:
        start, end = _whole_period(reading, event, clause.dates[0])
        statement = replace(statement, start=start, end=end)
    if statement.start is not None and statement.end is not None:
        # "undertook the campaign from May to July": no beginning lasts.
        statement = replace(statement, predicate="occurred")
    if is_whole and len(clause.dates) == 1 and clause.dates[0].modifier in ("since", "from"):
        # "had gone on since 1702": the year is that of its beginning.
        statement = replace(statement, predicate="began" if statement.end is None else "occurred")
    if any(t.lemma == "earnest" for t in clause.objects_of("in")):
        statement = replace(statement, doubts=(*statement.doubts, "in earnest"))
    if statement.start or statement.end:
        yield state_fact(reading, statement)
    elif clause.dates:
        yield state_fact(reading, replace(statement, doubts=(*statement.doubts, "date not read")))
    elif is_whole and statement.negated and statement.certainty is Certainty.ASSERTED and not places:
        # "The plebiscite never took place."
        yield state_fact(reading, statement)
    elif predicate == "ended" and not statement.negated and clause.objects_of("after", "following", "upon"):
        # "The occupation came to an end after the treaty was signed": that it ended is told, if not when.
        yield state_fact(reading, statement)
    if is_whole:
        for place in places or _near_places(reading, clause):
            located = clause_statement(
                clause,
                kind=KIND,
                subject=event,
                predicate="location",
                object=place,
                about=entity_of_event(reading, event),
                place=place,
                is_dated=False,
                doubts=() if places else ("only near the place",),
            )
            yield state_fact(reading, with_words(located, holders))


def _whole_period(
    reading: Reading, event: Argument, date: DateMention
) -> tuple[PartialDate | None, PartialDate | None]:
    """The period of an event: one that lasts and was fought `between 1701 and 1714` fills that time, where
    between gives anything else a point within bounds."""
    if date.modifier == "between" and len(date.parts) == 2 and is_lasting(entity_of_event(reading, event)):
        return date.parts
    return date.start, date.end


def _near_places(reading: Reading, clause: Clause) -> tuple[Argument, ...]:
    found = [argument_at(reading, o, *PLACES) for o in clause.objects_of(*NEAR_WORDS)]
    return tuple(a for a in found if a is not None)

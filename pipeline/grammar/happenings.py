"""A Reading and the book of its entities in, the same Reading with what befell persons and states out, each
an event of its own: `birth of Tamsin Roe`, `dissolution of the Blue League`.

Such events have no name in the text. They are called by their sort and by whom they befell, and stand in the
text where it tells of them: `born`, `Death Date`, the dates behind the name that opens a life.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.entities.book import EntityBook
from pipeline.grammar.antecedents import decide_clause
from pipeline.grammar.attachment import read_period
from pipeline.grammar.clause import Clause, Voice
from pipeline.grammar.events import PLACES, clause_places, it_event, read_sense
from pipeline.grammar.founders import foundings
from pipeline.grammar.nominals import NominalEvent, find_nominal_events
from pipeline.grammar.noun_phrases import find_of_objects
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, argument_at, subject_argument
from pipeline.lexicon.happenings import HappeningSort, happening_sorts
from pipeline.lexicon.verbs import verb_senses
from pipeline.lexicon.words import nouns
from pipeline.mentions.infobox import DatedEvent, Occurrence
from pipeline.model.date import DateMention, PartialDate
from pipeline.model.entity import Entity, EntityKind, MentionForm
from pipeline.model.fact import Certainty, Reference
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

LONGEST_LIFE = 115
"""Years: a longer stretch behind a name is no life."""
_LIFE = re.compile(r" \((?:[^();]*; ?)?(?:born |b\. ?|c\. ?|ca\. ?)?\Z")
_BORN = re.compile(r"(?:born|b\.) ?\Z")
_OTHER = frozenset({"another", "any", "every", "each", "no", "new", "second", "third"})
_INDEFINITE = frozenset({"a", "an", "some"})
# What a noun stands after that takes it for granted: "in response to the death of Feld".
_ANSWERS = frozenset({"response", "reaction", "due", "owing", "prior", "aftermath", "wake", "time", "news"})
_FOLLOWS = frozenset({"follow", "precede", "mourn", "avenge", "witness", "survive"})
_LOOKS_ON = frozenset(
    {"after", "before", "since", "following", "until", "upon", "with", "by", "during", "on"}
)
_FOUNDING = frozenset({"found", "establish", "create", "form", "constitute"})
_FOUNDERS = (
    EntityKind.PERSON,
    EntityKind.POLITY,
    EntityKind.GOVERNMENT,
    EntityKind.ORGANIZATION,
    EntityKind.GROUP,
)
_POSTPONED = (Certainty.PLANNED, Certainty.COUNTERFACTUAL)


@dataclass(frozen=True, slots=True)
class Happening:
    """One place where a text tells that something befell somebody or something."""

    event: Argument
    sort: Argument | None
    """None for an event that an infobox names and that says of no sort."""
    who: Argument
    role: str
    start: PartialDate | None
    end: PartialDate | None
    date_spans: tuple[Span, ...]
    """Whole-fact spans of the date; empty where none is stated."""
    places: tuple[Argument, ...]
    span: Span
    """The stretch that states it, without date and place."""
    certainty: Certainty
    doubts: tuple[str, ...]
    founders: tuple[Argument, ...] = ()
    """Who founded it, where the text tells of a founding."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A happening before its event is filed."""

    sort: HappeningSort
    who: Argument
    words: Span
    """What says the sort of event."""
    span: Span
    start: PartialDate | None = None
    end: PartialDate | None = None
    date_spans: tuple[Span, ...] = ()
    places: tuple[Argument, ...] = ()
    certainty: Certainty = Certainty.ASSERTED
    doubts: tuple[str, ...] = ()
    founders: tuple[Argument, ...] = ()
    event: Entity | None = None
    """Where the text has a name or description of it already."""


def add_happenings(reading: Reading, book: EntityBook) -> Reading:
    """Return the reading with its happenings; their events are filed in `book`. What fails a gate keeps its
    doubts, and files no event."""
    told = [*_nominals(reading), *_fields(reading), *_lives(reading), *_periods(reading), *_clauses(reading)]
    told += _foundings(reading)
    told.sort(key=lambda t: (t.words, t.sort.sort))
    known = {_key(t): t.event for t in reversed(told) if t.event is not None}
    known |= _titled(reading)
    for one in told:
        if not one.doubts and _key(one) not in known:
            name = _name(reading, one)
            known[_key(one)] = book.file(("happening", *_key(one)), EntityKind.EVENT, name, one.words)
    happenings = [_happening(reading, one, known.get(_key(one))) for one in told]
    happenings += _named_in_infobox(reading, book)
    entities = {e.entity_id: e for e in book.entities}
    return replace(reading, entities=entities, happenings=tuple(happenings))


def _key(told: _Told) -> tuple[str, str]:
    """What makes two happenings one: nobody is murdered and executed."""
    is_killing = told.sort.role == "victim"
    return "killing" if is_killing else told.sort.sort, told.who.reference.entity_id or ""


def _titled(reading: Reading) -> dict[tuple[str, str], Entity]:
    """The events that an infobox calls by such a noun: `Death of Queen Tamsin`."""
    found: dict[tuple[str, str], Entity] = {}
    for dated in reading.infobox.events:
        event = reading.entity_at(dated.event.name, EntityKind.EVENT) if dated.event is not None else None
        noun, _, whom = event.name.partition(" of ") if event is not None else ("", "", "")
        words = whom.removeprefix("the ").split()
        for sort in happening_sorts():
            if event is None or noun.lower() not in sort.nouns:
                continue
            tails = (" ".join(words[i:]) for i in range(len(words)))
            who = next((e for t in tails if (e := reading.entity_named(t, *sort.kinds)) is not None), None)
            if who is not None:
                found[sort.sort, who.entity_id] = event
    return found


def _name(reading: Reading, told: _Told) -> str:
    """`birth of Tamsin Roe`, `establishment of the Blue League`: with the article where the text has one."""
    who = told.who.reference.text
    found = re.search(rf"\b[Tt]he {re.escape(who)}\b(?! [A-Z]|['’-])", reading.document.text)
    return f"{told.sort.sort} of {'the ' if found else ''}{who}"


def _happening(reading: Reading, told: _Told, event: Entity | None) -> Happening:
    name = event.name if event is not None else _name(reading, told)
    same = reading.quote(told.words) == told.sort.sort
    sort = Argument(Reference(told.sort.sort, None), told.words, None if same else "sort_of_happening", True)
    event_id = event.entity_id if event is not None else None
    is_first = event is None or told.sort.role != "victim" or name.startswith(told.sort.sort)
    return Happening(
        event=Argument(Reference(name, event_id), told.words, "event_of_happening", True),
        # What is called a murder and an assassination is one event, of the sort that it is called first.
        sort=sort if is_first else None,
        who=told.who,
        role=told.sort.role,
        start=told.start,
        end=told.end,
        date_spans=told.date_spans,
        places=told.places,
        span=told.span,
        certainty=told.certainty,
        doubts=told.doubts,
        founders=told.founders,
    )


# ---------------------------------------------------------------- infobox


def _fields(reading: Reading) -> Iterator[_Told]:
    """`Birth Date`, `Birth Place` of a person; `Founded` of a body; `Date Start` of a state."""
    subject = reading.infobox_subject
    if subject is None:
        return
    for sort in happening_sorts():
        if subject.kind not in sort.kinds:
            continue
        for occurrence in reading.infobox.occurrences:
            if occurrence.role in sort.fields:
                yield from _of_occurrence(reading, sort, occurrence)
        for dated in reading.infobox.events:
            if _is_own_end(sort, dated) or _is_act(reading, sort, dated):
                yield from _of_dated_event(reading, sort, dated)


def _of_occurrence(reading: Reading, sort: HappeningSort, occurrence: Occurrence) -> Iterator[_Told]:
    plain = [d for d in occurrence.dates if not d.labels and not d.notes]
    for date in plain:
        label = date.field.label_span
        who = subject_argument(reading, label)
        doubts = (*((date.doubt,) if date.doubt else ()), *(("several dates",) if len(plain) > 1 else ()))
        whole = Span(date.field.span.start, max(s.end for s in date.period.spans))
        if who is not None:
            yield _Told(sort, who, label, whole, date.period.start, date.period.end, (whole,), doubts=doubts)
    for item in occurrence.places:
        label, place = item.field.label_span, argument_at(reading, item.name, *PLACES)
        who = subject_argument(reading, label)
        if who is None or place is None or place.span != item.name:
            continue
        # A place that stands in a field for dates is said by the label all the same.
        doubts = (item.doubt,) if item.doubt and item.doubt != "place in a date field" else ()
        yield _Told(
            sort, who, label, Span(item.field.span.start, item.name.end), places=(place,), doubts=doubts
        )


def _is_own_end(sort: HappeningSort, dated: DatedEvent) -> bool:
    """The start or end of a state itself, whatever event it is tied to."""
    return (dated.role, sort.sort) in (("start", "establishment"), ("end", "dissolution"))


def _is_act(reading: Reading, sort: HappeningSort, dated: DatedEvent) -> bool:
    return dated.role == "event" and dated.event is not None and reading.quote(dated.event.name) in sort.acts


def _of_dated_event(reading: Reading, sort: HappeningSort, dated: DatedEvent) -> Iterator[_Told]:
    if dated.period is None:
        return
    fields = [f for f in dated.fields if any(f.span.contains(s) for s in dated.period.spans)]
    act = dated.event if _names_act(reading, sort, dated) else None
    label = act.name if act is not None else fields[0].label_span
    who = subject_argument(reading, fields[0].label_span)
    spans = tuple(f.span for f in fields) if act is None else (act.field.span, *(f.span for f in fields))
    doubts = (dated.doubt,) if dated.doubt and (act is not None or dated.event is None) else ()
    if who is not None:
        whole = act.field.span if act is not None else fields[0].span
        period = dated.period
        yield _Told(sort, who, label, whole, period.start, period.end, spans, doubts=doubts)


def _names_act(reading: Reading, sort: HappeningSort, dated: DatedEvent) -> bool:
    return dated.event is not None and reading.quote(dated.event.name) in sort.acts


def _named_in_infobox(reading: Reading, book: EntityBook) -> Iterator[Happening]:
    """`Event1: Confederation` with its date: an event of the history of a state that has no other name."""
    subject = reading.infobox_subject
    if subject is None or subject.kind not in (EntityKind.POLITY, EntityKind.ORGANIZATION):
        return
    acts = {act for sort in happening_sorts() for act in sort.acts}
    for dated in reading.infobox.events:
        item, period = dated.event, dated.period
        if item is None or period is None or dated.doubt or dated.role in ("start", "end"):
            continue
        name, named = reading.quote(item.name), reading.entity_at(item.name)
        # "Battle of Halvey" is told of as an event of its own; a bare "Secession" is the state's.
        is_bare = name[0].isupper() and not any(c.isupper() for c in name[1:])
        if named is not None and named.kind is EntityKind.POLITY and is_bare:
            named = None  # "Confederation" as an event is when it was made.
        if name in acts or (named is not None and (named.kind is not EntityKind.EVENT or not is_bare)):
            continue
        fields = [f for f in dated.fields if any(f.span.contains(s) for s in period.spans)]
        who = subject_argument(reading, item.field.label_span)
        key = ("infobox event", str(item.name.start))
        event = named or book.file(key, EntityKind.EVENT, name, item.name)
        if who is None:
            continue
        yield Happening(
            event=Argument(Reference(event.name, event.entity_id), item.name, None),
            sort=None,
            who=who,
            role="subject",
            start=period.start,
            end=period.end,
            date_spans=(item.field.span, *(f.span for f in fields)),
            places=(),
            span=item.field.span,
            certainty=Certainty.ASSERTED,
            doubts=(),
        )


# ---------------------------------------------------------------- brackets behind a name


def _lives(reading: Reading) -> Iterator[_Told]:
    """`Tamsin Roe (18 December 1625 – 5 May 1701) was ...`, where a person opens the article of a person."""
    subject = reading.subject
    if subject is None or subject.kind is not EntityKind.PERSON or not reading.sentences:
        return
    first = reading.sentences[0]
    opening = next((m for m in reading.mentions_in(first.span) if m.span.start == first.span.start), None)
    who = argument_at(reading, opening.span, EntityKind.PERSON) if opening is not None else None
    if who is None:
        return
    birth, death = (_sort(s) for s in ("birth", "death"))
    for date in (d for d in reading.dates if first.span.contains(d.span) and d.edtf):
        gap = reading.document.text[who.span.end : max(who.span.end, date.span.start)]
        if ")" in re.sub(r"\([^()]*\)", "", gap[2:]) or not _LIFE.fullmatch(gap):
            continue
        if date.start is not None and date.end is not None and _is_life(date):
            yield _of_bracket(birth, who, date.start)
            yield _of_bracket(death, who, date.end)
        elif date.start is not None and date.end is None and _BORN.search(gap):
            yield _of_bracket(birth, who, date.start)


def _sort(name: str) -> HappeningSort:
    return next(s for s in happening_sorts() if s.sort == name)


def _is_life(date: DateMention) -> bool:
    start, end = date.start, date.end
    if (
        start is None
        or end is None
        or start.earliest is None
        or end.latest is None
        or date.modifier is not None
    ):
        return False
    return 1 <= end.latest.year - start.earliest.year <= LONGEST_LIFE


def _of_bracket(sort: HappeningSort, who: Argument, date: PartialDate) -> _Told:
    whole = who.span.cover(date.span)
    return _Told(sort, who, date.span, whole, start=date, date_spans=(whole,))


_DEALT_WITH = re.compile(r"\b(?:with|against|between|to|from)\b[^.;:()]*\Z")


def is_dealt_with(text: str, start: int) -> bool:
    """Say whether years in brackets behind the name that starts there are of what is told of it: `wars with
    the Republic of Pell (1836–1839)`, `envoy to the Republic of Pell (1836–1839)`."""
    return _DEALT_WITH.search(text, max(0, start - 60), start) is not None


def _periods(reading: Reading) -> Iterator[_Told]:
    """`the Republic of Pell (1836–1839)`: how long a state was there; only where its name says that it is a
    state, since years behind the name of a land may be those of what is told."""
    start, end = (_sort(s) for s in ("establishment", "dissolution"))
    text = reading.document.text
    for mention in reading.mentions:
        entity = reading.entities.get(mention.entity_id or "")
        if entity is None or entity.kind is not EntityKind.POLITY or mention.form is not MentionForm.NAME:
            continue
        if " " not in mention.text or not _says_state(mention.text):
            continue
        if is_dealt_with(text, mention.span.start):
            continue
        for date in reading.dates:
            gap = text[mention.span.end : max(mention.span.end, date.span.start)]
            is_closed = text[date.span.end : date.span.end + 1] == ")"
            if date.end is None or date.start is None or date.modifier or not is_closed or gap != " (":
                continue
            who = argument_at(reading, mention.span)
            if who is not None and any(s.span.contains(date.span) for s in reading.sentences):
                yield _of_bracket(start, who, date.start)
                yield _of_bracket(end, who, date.end)


def _says_state(name: str) -> bool:
    words = name.lower().split()
    return any((head := nouns().heads.get(w)) is not None and head.kind is EntityKind.POLITY for w in words)


# ---------------------------------------------------------------- verbs


def _clauses(reading: Reading) -> Iterator[_Told]:
    for clause in reading.clauses:
        for sort in happening_sorts():
            is_undergone = clause.lemma in sort.undergone
            is_done = clause.lemma in sort.done or (sort.sort == "dissolution" and _ends(clause))
            if clause.negated or clause.certainty in _POSTPONED or not (is_undergone or is_done):
                continue
            if clause.lemma in sort.passive and clause.voice is not Voice.PASSIVE:
                continue
            if sort.sort == "establishment" and clause.complements:
                # "proclaimed the league ended" founds none.
                continue
            yield from _of_clause(reading, clause, sort, is_undergone=is_undergone)


def _ends(clause: Clause) -> bool:
    """`The league ended`, `came to an end`, `ceased to exist`."""
    for sense in verb_senses(clause.lemma, "events"):
        if sense.predicate == "ended" and sense.about == "subject" and not clause.objects:
            return read_sense(clause, sense) is not None and clause.lemma in ("end", "come", "cease")
    return False


def _of_clause(
    reading: Reading, clause: Clause, sort: HappeningSort, *, is_undergone: bool
) -> Iterator[_Told]:
    decided = decide_clause(reading, clause, lambda t: _fits(reading, t, sort))
    found = decided.objects if is_undergone else decided.subjects
    dates = decided.own_dates if sort.sort == "birth" else decided.dates
    period = read_period(decided.sentence, dates)
    places = _places(reading, decided)
    if not (period.start or period.end or len(places) == 1):
        return
    for token in found:
        who = argument_at(reading, token, *sort.kinds) or it_event(reading, decided, token, *sort.kinds)
        if who is None or _is_another(decided.sentence, token) or not _is_whole(reading, who):
            continue
        if token.text.lower() == "it" and _may_mean_an_event(reading, decided.sentence, token):
            continue
        span = who.span.cover(decided.verb.span)
        dated = tuple(d.span for d in (period.start, period.end) if d is not None)
        yield _Told(
            sort,
            who,
            decided.verb.span,
            span,
            period.start,
            period.end,
            (_cover(span, *dated),) if dated else (),
            places if len(places) == 1 else (),
            decided.certainty,
            (*decided.doubts, *((period.doubt,) if period.doubt else ())),
            _founders(reading, decided) if is_undergone and sort.sort == "establishment" else (),
        )


def _founders(reading: Reading, clause: Clause) -> tuple[Argument, ...]:
    """Who founded: `Feld founded the Blue League`, `the league was formed by Drovia`."""
    if clause.lemma not in _FOUNDING:
        return ()
    found = [argument_at(reading, t, *_FOUNDERS) for t in clause.subjects]
    return tuple(a for a in found if a is not None)


def _fits(reading: Reading, token: Token, sort: HappeningSort) -> bool:
    who = argument_at(reading, token, *sort.kinds)
    return who is not None and _is_whole(reading, who)


def _may_mean_an_event(reading: Reading, sentence: Sentence, it: Token) -> bool:
    """Whether `it` may be an event that is spoken of before: in `Velmora suffered a civil war. It claimed
    many lives; it came to an end in 1712` the war ended, not the state."""
    before = reading.sentences[max(0, sentence.number - 3) : sentence.number - 1]
    tokens = [t for s in before for t in s.tokens] + list(sentence.tokens[: it.index])
    heads = [nouns().heads.get(t.lemma) for t in tokens if t.mask is None and t.part_of_speech == "NOUN"]
    return any(head is not None and head.kind is EntityKind.EVENT for head in heads)


def _is_another(sentence: Sentence, token: Token) -> bool:
    """`founded a new Blue League`: not the one of that name."""
    return bool(_determiners(sentence, token) & _OTHER)


def _determiners(sentence: Sentence, token: Token) -> frozenset[str]:
    return frozenset(c.lemma.lower() for c in sentence.children(token) if c.dependency in ("det", "amod"))


def _is_whole(reading: Reading, who: Argument) -> bool:
    """Whether a state is named as one, and by a name that shares a word with the one that it has here: a land
    is not founded, and `proclaimed Velmora neutral` founds no state."""
    entity, name = reading.entities[who.reference.entity_id or ""], reading.quote(who.span)
    if entity.kind is not EntityKind.POLITY or name.lower() == "it":
        return True
    return _says_state(name) and bool(set(name.split()) & set(entity.name.split()))


def _places(reading: Reading, clause: Clause) -> tuple[Argument, ...]:
    """Where: `in Halvey`, and `in the town of Halvey`."""
    found = clause_places(reading, clause)
    if found:
        return found
    described: list[Argument] = []
    for token in clause.objects_of("in", "at", "on"):
        head = nouns().heads.get(token.lemma)
        if token.mask is None and head is not None and head.kind is EntityKind.PLACE:
            named = [
                argument_at(reading, o, EntityKind.PLACE) for o in find_of_objects(clause.sentence, token)
            ]
            described += [a for a in named if a is not None]
    return tuple(described)


def _cover(*spans: Span) -> Span:
    return Span(min(s.start for s in spans), max(s.end for s in spans))


# ---------------------------------------------------------------- nouns


def _nominals(reading: Reading) -> Iterator[_Told]:
    """`the death of Feld at Pell in 1711`, `Feld's death`, `the assassination of President Osk Feld`."""
    by_noun = {noun: sort for sort in happening_sorts() for noun in sort.nouns}
    for sentence in reading.sentences:
        if not any(t.lemma in by_noun for t in sentence.tokens):
            continue
        for act in find_nominal_events(sentence, reading.dates, reading.kind_at, by_noun):
            is_told = not act.negated and act.certainty not in _POSTPONED
            if is_told and _is_taken_to_be(sentence, act.token):
                yield from _of_nominal(reading, sentence, act, by_noun[act.lemma])


def _is_taken_to_be(sentence: Sentence, token: Token) -> bool:
    """Whether a noun is spoken of as something that happened: `after the death of Feld`, `Feld's death in
    1711 ended it`; `ordered the execution of Feld` does not say so."""
    if token.tag == "NNS" or _determiners(sentence, token) & (_OTHER | _INDEFINITE):
        return False
    head = sentence.head(token)
    if token.dependency == "pobj":
        answers = head.lemma in ("to", "of") and sentence.head(head).lemma in _ANSWERS
        return answers or head.lemma.lower() in _LOOKS_ON
    return token.dependency in ("nsubj", "nsubjpass") or (
        token.dependency == "dobj" and head.lemma in _FOLLOWS
    )


def _of_nominal(
    reading: Reading, sentence: Sentence, act: NominalEvent, sort: HappeningSort
) -> Iterator[_Told]:
    holders: Sequence[Token] = act.of_objects
    if not holders and act.possessor is not None and not act.by_objects:
        holders = (act.possessor,)
    members = [a for t in holders if (a := argument_at(reading, t, *sort.kinds)) is not None]
    period = read_period(sentence, act.dates)
    places = [a for t in act.places if (a := argument_at(reading, t, *PLACES)) is not None]
    if len(members) != 1 or not _is_whole(reading, members[0]):
        return
    if not (sort.undated or period.start or period.end or len(places) == 1):
        return
    who = members[0]
    span = who.span.cover(act.token.span)
    dated = tuple(d.span for d in (period.start, period.end) if d is not None)
    yield _Told(
        sort,
        who,
        act.token.span,
        span,
        period.start,
        period.end,
        (_cover(span, *dated),) if dated else (),
        tuple(places) if len(places) == 1 else (),
        act.certainty,
        (*act.doubts, *((period.doubt,) if period.doubt else ())),
        event=reading.entity_at(act.token, EntityKind.EVENT),
    )


def _foundings(reading: Reading) -> Iterator[_Told]:
    """`Its founders were Feld and Roe`, `Feld, founder of the Blue League`."""
    sort = _sort("establishment")
    for told in foundings(reading, *sort.kinds):
        entity = reading.entities[told.founded.reference.entity_id or ""]
        if entity.kind is not EntityKind.POLITY or _says_state(entity.name):
            yield _Told(sort, told.founded, told.words, told.span, founders=told.founders)

"""A Reading and the book of its entities in, the same Reading with the occasions that it tells of by a common
noun and a date out: `general elections were held in 1704`, `led a coup in 1705`.

Such a noun names an event only with a date or place that tells it from others; a bare `elections were held`
names none. Once told, `the plebiscite` is the one that was told of, where it was the only one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.entities.book import EntityBook
from pipeline.grammar.attachment import read_period
from pipeline.grammar.clause import Clause
from pipeline.grammar.events import clause_places, read_sense, sense_arguments
from pipeline.grammar.noun_phrases import find_prepositions, is_date, noun_phrase_span
from pipeline.grammar.reading import Reading
from pipeline.lexicon.events import event_noun, event_words
from pipeline.lexicon.verbs import verb_senses
from pipeline.model.date import DateMention, Resolution
from pipeline.model.entity import Entity, EntityKind, Mention, MentionForm
from pipeline.model.fact import Certainty
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

_DEFINITE = frozenset({"the", "this", "that"})
_TOLD = frozenset({"occurred", "began", "ended"})
_LED = frozenset({"leader", "victor", "defeated", "belligerent"})
# What an attack is aimed at, or where it is made: "an assault on Pell", "a campaign against Drovia".
_AIMED = ("against", "on", "upon", "at", "of")
# "the planned plebiscite of 1712" may never have been.
_NOT_YET = frozenset(
    {"plan", "planned", "proposed", "propose", "schedule", "scheduled", "intended", "intend", "attempted"}
    | {
        "forthcoming",
        "upcoming",
        "next",
        "future",
        "cancelled",
        "cancel",
        "postponed",
        "postpone",
        "abortive",
    }
)
LONGEST_PURPOSE = 5
"""Words: `a campaign to take Halvey` is told from others by what it is for, `talks between Drovia and
Velmora` by whose they are; a longer purpose is a story."""


@dataclass(frozen=True, slots=True)
class _Occasion:
    """A noun that tells of an occasion, where a clause says something of it."""

    sentence: Sentence
    token: Token
    span: Span
    """The noun with its modifiers, without article."""
    mark: str | None
    """The date or place that tells it from others; None where the clause gives none."""
    negated: bool
    place: Span | None = None
    """`at Halvey`, where it is told to have been at that one place."""

    @property
    def is_bare(self) -> bool:
        """Whether it is `the plebiscite`, with nothing that may make it another."""
        words = {c.lemma.lower() for c in self.sentence.children(self.token) if c.dependency == "det"}
        return bool(words & _DEFINITE) and self.span == self.token.span


def add_occasions(reading: Reading, book: EntityBook) -> Reading:
    """Return the reading with a mention for each occasion; their events are filed in `book`."""
    found: dict[Span, Mention] = {}
    told: list[tuple[str, Entity]] = []
    for occasion in sorted(_occasions(reading), key=lambda o: (o.span, o.mark is None)):
        if occasion.span in found:
            continue
        entity = _entity(reading, book, occasion, told)
        if entity is not None:
            text = reading.quote(occasion.span)
            rule = "description" if occasion.is_bare else "event and date"
            found[occasion.span] = Mention(
                occasion.span, text, MentionForm.DESCRIPTION, entity.entity_id, (), rule
            )
            told.append((occasion.token.text.lower(), entity))
    return reading.with_mentions(found.values(), book.entities) if found else reading


def _entity(
    reading: Reading, book: EntityBook, occasion: _Occasion, told: Sequence[tuple[str, Entity]]
) -> Entity | None:
    """The one occasion of that noun that was told of before; else a new one, where something tells which one
    it is, or it is said that it never was."""
    before = {e.entity_id: e for word, e in told if word == occasion.token.text.lower()}
    if occasion.is_bare and before:
        return next(iter(before.values())) if len(before) == 1 else None
    if occasion.is_bare and occasion.token.lemma.lower() not in event_words().occasions:
        return None  # "the attack" goes back to one that is told of in other words.
    if occasion.mark is None and not (occasion.negated and occasion.span == occasion.token.span):
        return None
    name = reading.quote(occasion.span)
    is_short = occasion.span.end == occasion.token.span.end and name == name.lower()
    if occasion.place is not None and is_short:
        # "The congress opened at Halvey": a bare noun tells nobody which one it was.
        name = f"{name} {reading.quote(occasion.place)}"
    key = ("occasion", name.lower(), occasion.mark or "")
    return book.file(key, EntityKind.EVENT, name, occasion.span)


def _occasions(reading: Reading) -> Iterator[_Occasion]:
    yield from _named_by_date(reading)
    for found in reading.clauses:
        # "demonstrations of guildsmen, which took place in 1704": what takes place is no guildsman.
        clause = found.decide(lambda t: _may_tell(reading, t)) if _tells(found) else found
        mark = _mark(reading, clause)
        is_denied = clause.negated and clause.certainty is Certainty.ASSERTED
        for token in dict.fromkeys(_told(clause)):
            occasion = _occasion(reading, clause, token, mark, negated=is_denied)
            if occasion is not None:
                yield occasion
        for token in clause.objects_of("in", "during") if not is_denied else ():
            occasion = _occasion(reading, clause, token, mark, negated=False)
            # "was deposed in a coup in 1704": what is over in a day has the day of what happened in it.
            if occasion is not None and _is_brief(occasion):
                yield occasion


def _named_by_date(reading: Reading) -> Iterator[_Occasion]:
    """`after the plebiscite of 1725`: what is called after its date needs no verb to be told."""
    for sentence in reading.sentences:
        for token in sentence.tokens:
            children = [c.lemma.lower() for c in sentence.children(token) if c.dependency in ("det", "amod")]
            if token.mask is not None or "the" not in children or _NOT_YET & set(children):
                continue
            span = noun_phrase_span(sentence, token)
            nouns = {token.lemma.lower(), event_noun(reading.quote(span)) or ""}
            own = _own_date(reading, span)
            if own is None or not nouns & (event_words().occasions | event_words().actions):
                continue
            is_named = reading.document.text[span.end : own.span.start] == " of "
            if is_named and own.resolution is Resolution.EXPLICIT and reading.mention_at(token) is None:
                yield _Occasion(sentence, token, span.cover(own.span), own.edtf, negated=False)


def _tells(clause: Clause) -> bool:
    senses = verb_senses(clause.lemma, "events")
    return any(s.predicate in _TOLD and read_sense(clause, s) is not None for s in senses)


def _may_tell(reading: Reading, token: Token) -> bool:
    words = event_words().occasions | event_words().actions
    entity = reading.entity_at(token, EntityKind.EVENT)
    return entity is not None or (token.mask is None and token.lemma.lower() in words)


def _occasion(
    reading: Reading, clause: Clause, token: Token, mark: str | None, *, negated: bool
) -> _Occasion | None:
    """What a noun tells of; None where it is no noun of occasions, or names something known already."""
    sentence = clause.sentence
    span = noun_phrase_span(sentence, token)
    # "civil war" tells of one, where a bare "war" may be any.
    nouns = {token.lemma.lower(), event_noun(reading.quote(span)) or ""}
    if token.mask is not None or not nouns & (event_words().occasions | event_words().actions):
        return None
    if reading.mention_at(token) is not None or any(c.dependency == "poss" for c in sentence.children(token)):
        return None
    aim = _aim(reading, clause, token)
    if aim is not None:
        span = span.cover(aim)
        # "a campaign against Drovia" alone is any of several, but for who is said to have led it.
        mark = mark or (reading.quote(aim) if clause.subjects and clause.objects else None)
    sides = _sides(sentence, token)
    if sides is not None:
        span = span.cover(sides)
    own = _own_date(reading, span)
    if own is not None:
        # "the election of 1704" is called so; the year of "a riot in 1704" is only said of it.
        is_named = reading.document.text[span.end : own.span.start] == " of "
        span, mark = span.cover(own.span) if is_named else span, own.edtf
    return _Occasion(sentence, token, span, mark, negated, _place(reading, clause))


def _place(reading: Reading, clause: Clause) -> Span | None:
    """The phrase `at Halvey` behind a verb; None where another place is told of as well."""
    found = [
        p for p in clause.prepositions if p.word in ("at", "in") and not all(is_date(t) for t in p.objects)
    ]
    places = clause_places(reading, clause)
    if len(found) != 1 or len(places) != 1 or len(found[0].objects) != 1:
        return None
    words = found[0].token.span.cover(places[0].span)
    return words if reading.quote(words) == f"{found[0].word} {places[0].reference.text}" else None


def _sides(sentence: Sentence, token: Token) -> Span | None:
    """Those between whom talks are, where a few words say so directly behind: `negotiations between the two
    states`, which are no others."""
    if not {token.lemma.lower(), token.text.lower()} & event_words().peaceful:
        return None
    for word, others in find_prepositions(sentence, token):
        if word.lemma == "between" and word.index == token.index + 1 and others:
            last = max(noun_phrase_span(sentence, o, with_determiner=True).end for o in others)
            words = [t for t in sentence.tokens[word.index :] if t.span.end <= last]
            if len(words) <= LONGEST_PURPOSE:
                return Span(word.span.start, last)
    return None


def _own_date(reading: Reading, span: Span) -> DateMention | None:
    """The date within the words of an occasion, or directly behind them."""
    for date in reading.dates:
        gap = reading.document.text[span.end : max(span.end, date.span.start)]
        if date.edtf and (span.contains(date.span) or gap in (" of ", " in ", " on ")):
            return date
    return None


def _aim(reading: Reading, clause: Clause, token: Token) -> Span | None:
    """What stands directly behind a noun and tells it from others: against whom, on what, or what for."""
    sentence = clause.sentence
    beside = [(p.token, p.objects) for p in clause.prepositions if p.word in ("on", "upon", "against")]
    for word, others in (*find_prepositions(sentence, token), *beside):
        known = reading.mention_at(others[0]) if len(others) == 1 else None
        if word.index == token.index + 1 and word.lemma in _AIMED and known is not None:
            return word.span.cover(known.span)
    for verb in sentence.children(token):
        words = sentence.tokens[token.index + 1 : verb.index + 1]
        if verb.dependency != "acl" or verb.tag != "VB" or len(words) != 2 or words[0].tag != "TO":
            continue
        objects = [t for t in sentence.children(verb) if t.dependency == "dobj"]
        known = reading.mention_at(objects[0]) if len(objects) == 1 else None
        if (
            known is not None
            and len(reading.quote(words[0].span.cover(known.span)).split()) <= LONGEST_PURPOSE
        ):
            return words[0].span.cover(known.span)
    return None


def _is_brief(occasion: _Occasion) -> bool:
    """Whether a noun tells of what is over in a day, as one of several that may be meant (`a coup`)."""
    is_one = any(c.lemma in ("a", "an") for c in occasion.sentence.children(occasion.token))
    return is_one and occasion.token.lemma.lower() in event_words().brief


def _told(clause: Clause) -> Iterator[Token]:
    """What a clause says took place, or was led, won or lost."""
    for sense in verb_senses(clause.lemma, "events"):
        holders = read_sense(clause, sense) if sense.predicate in _TOLD else None
        if holders is not None:
            yield from sense_arguments(clause, holders, sense.about)
    for sense in verb_senses(clause.lemma, "participations"):
        is_led = sense.predicate in _LED and sense.preposition is None and sense.about == "subject"
        if is_led and sense.noun is None and read_sense(clause, sense) is not None:
            yield from clause.objects


def _mark(reading: Reading, clause: Clause) -> str | None:
    period = read_period(clause.sentence, clause.dates)
    date = period.start or period.end
    if date is not None and period.doubt is None:
        return date.edtf
    places = clause_places(reading, clause)
    return places[0].reference.text if len(places) == 1 else None

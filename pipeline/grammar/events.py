"""A Reading in, what all readers of events need out: events at tokens, their head nouns, what a verb sense
takes from a clause."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.grammar.clause import Clause
from pipeline.grammar.noun_phrases import find_prepositions, is_date
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    entity_argument,
    subject_argument,
)
from pipeline.lexicon.events import event_noun, event_words
from pipeline.lexicon.verbs import VerbSense
from pipeline.lexicon.words import name_words, nouns
from pipeline.model.entity import Entity, EntityKind, MentionForm
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

PLACE_WORDS = ("at", "in", "on", "where")
NEAR_WORDS = ("near", "outside", "off", "around")
IN_WORDS = ("in", "at", "during")
"""What an event stands after that somebody fights in: a sense with the preposition `in` takes any of them."""
PLACES = (EntityKind.PLACE, EntityKind.POLITY)


def event_at(reading: Reading, place: Token | Span, *kinds: EntityKind) -> Argument | None:
    """Return the event (or what else is of `kinds`) that a token or span refers to. None where it is none,
    and where the words around it may make it another: `the war with Drovia`, `the second battle of Pell`."""
    found = argument_at(reading, place, *(kinds or (EntityKind.EVENT,)))
    mention = reading.mention_at(place)
    if found is None or mention is None or mention.form is MentionForm.PRONOUN:
        return found
    text = reading.document.text
    before = text[max(0, mention.span.start - 16) : mention.span.start]
    after = text[mention.span.end : mention.span.end + 12]
    begins = _begins_sentence(reading, mention.span.start)
    in_part = " " not in mention.text and (
        (not begins and _CONTINUES_NAME.search(before)) or _GOES_ON.match(after)
    )
    if in_part or _COUNTED.search(before):
        return None
    if mention.text == "War" and _OPENS.search(before):
        # "War broke out between Drovia and Pell": any war, with the capital of the sentence.
        return None
    if mention.form is MentionForm.DESCRIPTION and mention.resolution == "description":
        return None if _NARROWED.match(after) else found
    return found


def _begins_sentence(reading: Reading, start: int) -> bool:
    """Whether a sentence begins at a character: `... in Pell. Talks began` is no `Pell. Talks`."""
    index = bisect_left(reading.sentences, start, key=lambda s: s.span.start)
    return index < len(reading.sentences) and reading.sentences[index].span.start == start


def it_event(reading: Reading, clause: Clause, token: Token, *kinds: EntityKind) -> Argument | None:
    """Return the event (or what else is of `kinds`) that `it` means beside a verb that only such things can
    have: the one that the sentence before, in the same paragraph, is about. None where that is about
    another or none."""
    if token.text.lower() != "it" or reading.mention_at(token) is not None or clause.sentence.number < 2:
        return None
    before = reading.sentences[clause.sentence.number - 2]
    gap = reading.document.text[before.span.end : clause.sentence.span.start]
    if "\n" in gap or before.section_id != clause.sentence.section_id:
        return None
    labels = ("nsubj", "nsubjpass")
    subjects = [t for t in before.tokens if t.dependency in labels and before.head(t).dependency == "ROOT"]
    event = event_at(reading, subjects[0], *kinds) if subjects else None
    if event is None:
        return None
    return Argument(event.reference, token.span, "pronoun of an event", is_inferred=True)


_COMMANDS = frozenset({"command", "leadership", "direction"})
_COUNTED = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|1st|2nd|3rd|4th|5th|last|next|previous|earlier|later|other|another|"
    r"subsequent|new|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty|eighty|hundred|"
    r"thousand) \Z",
    re.IGNORECASE,
)
# "War" of "the Ten Years' War" or of "War of the Crowns", where the whole name was not found.
_GOES_ON = re.compile(r" of (?:the )?[A-Z0-9]")
_CONTINUES_NAME = re.compile(r"(?:(?<!\w)(?!The |This |That |An? )[A-Z0-9][\w.-]*['’]?s?|\w['’]s?) \Z")
_OPENS = re.compile(r"(?:[.!?][\"”)]? |\n|^)\Z")
_NARROWED = re.compile(r" (?:with|between|against|for|over|at|to) ")


def read_head_noun(entity: Entity) -> tuple[str, Span] | None:
    """Return the noun that says what sort of event `entity` is, in lower case, and where it stands in its
    first name: `war` of `War of the Two Crowns`; None where the name does not tell."""
    if entity.kind is not EntityKind.EVENT:
        return None
    if entity.name.startswith("Operation "):
        return "operation", Span(entity.span.start, entity.span.start + len("operation"))
    head = re.split(r" (?:of|at|in|during|for|against|between|on|by|to|from|and|with) |,| \(", entity.name)[0]
    head = re.sub(r"[\s\d–-]+\Z", "", head)
    noun = event_noun(head)
    if noun is not None and any(one in nouns().heads for one in _singulars(noun)):
        return None
    if noun is None or (noun in event_words().uncertain and " of " not in entity.name):
        return None
    end = entity.span.start + len(head)
    return noun, Span(end - len(noun), end)


def _singulars(noun: str) -> tuple[str, ...]:
    endings = (("s", ""), ("es", ""), ("ies", "y"))
    return tuple(noun.removesuffix(many) + one for many, one in endings if noun.endswith(many))


def is_lasting(entity: Entity) -> bool:
    """Say whether an event lasts, so that a date beside it may be any day of it; also where its name does not
    tell what sort of event it is."""
    found = read_head_noun(entity)
    return found is None or found[0] in event_words().lasting


def infobox_event(reading: Reading, label: Span) -> Argument | None:
    """Return the event that the infobox is about, attested by the `label` of the field that is read. None
    where it is about no event."""
    subject = reading.infobox_subject
    if subject is None or subject.kind is not EntityKind.EVENT:
        return None
    return subject_argument(reading, label)


# ---------------------------------------------------------------- senses of verbs


def read_sense(clause: Clause, sense: VerbSense) -> tuple[Token, ...] | None:
    """Return the words whose prepositions a clause in this sense can use: the verb's noun where it needs
    one. None where the clause does not have the sense: another particle, or the noun is missing."""
    if sense.particle is not None and clause.particle != sense.particle:
        return None
    if sense.noun is None:
        return ()
    sentence, verb = clause.sentence, clause.verb
    nearby = [*clause.objects, *clause.complements_as(), *(o for p in clause.prepositions for o in p.objects)]
    nearby += [
        t
        for t in sentence.children(verb)
        if t.dependency in ("acomp", "dobj", "advmod", "oprd", "attr", "advcl", "xcomp")
    ]
    found = [t for t in nearby if t.mask is None and t.lemma == sense.noun]
    return (found[0],) if found else None


def sense_objects(clause: Clause, holders: tuple[Token, ...], *words: str) -> tuple[Token, ...]:
    """Return what stands after one of the prepositions `words`, beside the verb or beside `holders`."""
    found = list(clause.objects_of(*words))
    # "was routed under Feld's command at the Battle of Halvey": the command is no more than the army's.
    commands = tuple(o for o in clause.objects_of("under") if o.mask is None and o.lemma in _COMMANDS)
    for holder in (*holders, *commands):
        found += [o for word, objects in find_prepositions(clause.sentence, holder)
                  if word.lemma in words for o in objects if not is_date(o)]  # fmt: skip
    return tuple(dict.fromkeys(found))


def sense_arguments(clause: Clause, holders: tuple[Token, ...], role: str) -> tuple[Token, ...]:
    """Return the arguments of a clause in a role: subject, object, or what follows a preposition."""
    if role == "subject":
        return clause.subjects
    if role == "object":
        return clause.objects
    return sense_objects(clause, holders, role)


def with_words(statement: Statement, words: tuple[Token, ...]) -> Statement:
    """Return the statement with its quote drawn out over the words that its verb needs: `took place`."""
    spans = list(statement.spans)
    for word in words:
        spans = [s.cover(word.span) for s in spans]
    return replace(statement, spans=tuple(spans))


def clause_places(reading: Reading, clause: Clause) -> tuple[Argument, ...]:
    """Return the places of the first phrase of place of a clause (`at Halvey and Pell in Velmora`: Halvey and
    Pell); empty where it has none."""
    for phrase in clause.prepositions:
        # "between Drovia on one side and Velmora on the other": no place.
        is_side = any(o.mask is None and o.lemma in ("side", "hand") for o in phrase.objects)
        if phrase.word in PLACE_WORDS and not is_side:
            found = [a for o in phrase.objects if (a := argument_at(reading, o, *PLACES)) is not None]
            if found:
                return tuple(found)
    return ()


@dataclass(frozen=True, slots=True)
class EventMention:
    """One place of a sentence where an event is named or described."""

    sentence: Sentence
    token: Token
    argument: Argument


def event_mentions(reading: Reading) -> tuple[EventMention, ...]:
    """Return the places where sentences name or describe events, in text order; none in a list of works,
    where titles are quoted and nothing is told."""
    listed = _reference_sections(reading)
    sentences = [s for s in reading.sentences if s.section_id not in listed]
    starts = [s.span.start for s in sentences]
    found: dict[int, EventMention] = {}
    for mention in reading.mentions:
        entity = reading.entities.get(mention.entity_id or "")
        index = bisect_right(starts, mention.span.start) - 1
        if entity is None or entity.kind is not EntityKind.EVENT or index < 0:
            continue
        sentence = sentences[index]
        token = _head_within(sentence, mention.span)
        argument = event_at(reading, token) if token is not None else None
        if token is not None and argument is not None and argument.span == mention.span:
            found[token.span.start] = EventMention(sentence, token, argument)
    return tuple(found[start] for start in sorted(found))


def _head_within(sentence: Sentence, span: Span) -> Token | None:
    """The token of a stretch that the rest of it hangs on: `siege` of `siege of Halvey`. None where none
    does, or two do."""
    inside = [t for t in sentence.tokens if span.contains(t.span)]
    heads = [t for t in inside if not span.contains(sentence.head(t).span) or sentence.head(t) is t]
    return heads[0] if len(heads) == 1 else None


def _reference_sections(reading: Reading) -> frozenset[str]:
    headings = name_words().reference_headings
    return frozenset(s.section_id for s in reading.document.sections if s.heading.lower() in headings)


def events_of(reading: Reading) -> Iterator[Entity]:
    """Yield the events of a document, in the order of their names; none that only a list of works names."""
    listed = _reference_sections(reading)
    works = [b.span for b in reading.document.blocks if b.section_id in listed]
    found = [e for e in reading.entities.values() if e.kind is EntityKind.EVENT]
    for entity in sorted(found, key=lambda e: (e.span, e.entity_id)):
        if not any(span.contains(entity.span) for span in works):
            yield entity


def named_argument(reading: Reading, entity: Entity) -> Argument:
    """Return an entity as argument where its name first stands."""
    return entity_argument(reading, entity, entity.span, "full name")

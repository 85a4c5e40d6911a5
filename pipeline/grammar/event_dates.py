"""A date and an event beside it in, whether the date is the event's own out; and which names of events are
those of several, told apart by the years in their brackets."""

from __future__ import annotations

import re

from pipeline.grammar.event_fields import entity_of_event
from pipeline.grammar.events import EventMention, event_mentions, is_lasting, read_head_noun
from pipeline.grammar.reading import Reading
from pipeline.lexicon.events import event_words
from pipeline.model.date import DateMention, Resolution
from pipeline.model.entity import EntityKind
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

# What a date stands behind that is an event's own: "the battle on 4 May 1704", "the war (1702-1709)".
_DATE_BEHIND = re.compile(r" (?:on|in|of|from)(?: the)? ")
_LISTED = re.compile(r"(?:,|:| [-–—]|) (?:the )?\(?")
_OPEN_BRACKET = re.compile(r" \((?:[^()]*[,;:] )?(?:from |in |on )?\Z")
# "The Salt War, also known as the War of the Crowns (1702–1709), was": the years of both its names.
_OTHER_NAME = re.compile(
    r",? (?:or|also (?:known|called|referred to) as|also called|sometimes called)(?: the)? "
    r"[A-Z][\w'’-]*(?: (?:[A-Z][\w'’-]*|of|the|for|in|de|del)){0,6},? \("
)
_THEN_WAS = re.compile(r"\),? (?:was|were|is|are)\b")
LONGEST_OTHER_NAME = 90
"""Characters from a name to the years behind another name of the same event."""
_TAKEN_FOR_GRANTED = frozenset({"after", "before", "since", "following", "during", "until", "at", "in"})


def is_own_date(reading: Reading, at: EventMention, date: DateMention) -> bool:
    """Say whether a date in the name of an event, directly before it or behind it is the event's own."""
    sentence, token, event = at.sentence, at.token, at.argument
    if event.span.contains(date.span):
        # The War of 1702 may have gone on; a campaign or a civil war of one year has it all.
        noun = read_head_noun(entity_of_event(reading, event))
        return date.end is not None or noun is None or noun[0] not in ("war", "revolution")
    if sentence.is_bullet and _is_listed(reading, at, date):
        return True
    text, mention = reading.document.text, reading.mention_at(event.span)
    if mention is None or mention.resolution == "description":
        return False
    if date.span.end < event.span.start:
        masked = next((t for t in sentence.tokens if t.span.overlaps(date.span)), None)
        beside = text[date.span.end : event.span.start] == " " and date.resolution is Resolution.EXPLICIT
        full = " " in mention.text and masked is not None and sentence.head(masked).index == token.index
        return beside and full
    gap = text[event.span.end : date.span.start]
    opens = sentence.span.contains(event.span) and event.span.start - sentence.span.start <= len("The ")
    if opens and len(gap) <= LONGEST_OTHER_NAME and _OTHER_NAME.fullmatch(gap):
        # Where the other name is known for an event, the date is read there.
        other = reading.entity_at(Span(date.span.start - 3, date.span.start - 2), EntityKind.EVENT)
        return other is None and _THEN_WAS.match(text, date.span.end) is not None
    if date.span.start < event.span.end or len(gap) > 40:
        return False
    if _OPEN_BRACKET.fullmatch(gap) and text[date.span.end : date.span.end + 1] in (")", ";", ","):
        return True
    if not _DATE_BEHIND.fullmatch(gap):
        return False
    if gap == " of ":
        return True
    entity = entity_of_event(reading, event)
    noun = read_head_noun(entity)
    if is_lasting(entity) and (noun is None or noun[0] not in event_words().short):
        return False
    return is_taken_for_granted(sentence, token) or _is_before_verb(sentence, token, date)


def shared_names(reading: Reading) -> frozenset[str]:
    """Return the ids of events whose name stands before brackets with dates that have nothing in common: `the
    Salt War (1702–1704)` and `the Salt War (1726)` are two of one name."""
    found: dict[str, list[DateMention]] = {}
    text = reading.document.text
    for mention in event_mentions(reading):
        end, event_id = mention.argument.span.end, mention.argument.reference.entity_id
        for date in reading.dates:
            closes = text[date.span.end : date.span.end + 1] == ")"
            if event_id is not None and date.edtf and closes and text[end : date.span.start] == " (":
                found.setdefault(event_id, []).append(date)
    return frozenset(i for i, dates in found.items() if any(_are_apart(a, b) for a in dates for b in dates))


def _are_apart(first: DateMention, second: DateMention) -> bool:
    """Whether the first is over before the second begins."""
    last = first.end.latest if first.end is not None else first.start.latest if first.start else None
    next_ = second.start.earliest if second.start is not None else None
    return last is not None and next_ is not None and last < next_


def _is_listed(reading: Reading, at: EventMention, date: DateMention) -> bool:
    """A list item that is an event and its date: `Battle of Halvey, 4 May 1704`; `1704: Battle of Halvey`."""
    text, line = reading.document.text, at.sentence.span
    before, after = (
        (at.argument.span, date.span) if at.argument.span < date.span else (date.span, at.argument.span)
    )
    head = text[line.start : before.start] + text[after.end : line.end]
    return bool(_LISTED.fullmatch(text[before.end : after.start])) and not head.strip(" .;,()")


def is_taken_for_granted(sentence: Sentence, token: Token) -> bool:
    """Say whether a clause only looks back to an event: what `after the battle on 4 May 1704, Roe left` says
    of a day beside the battle is the battle's."""
    head = sentence.head(token)
    return token.dependency == "pobj" and head.lemma in _TAKEN_FOR_GRANTED


def _is_before_verb(sentence: Sentence, token: Token, date: DateMention) -> bool:
    """`The Siege of Halvey in 1704 was ...`: a date between the subject and its verb."""
    verb = sentence.head(token)
    is_subject = token.dependency in ("nsubj", "nsubjpass")
    return is_subject and verb.span.start > date.span.end

"""What was read in an infobox in, the names that its items hold out, as the entity stage takes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.lexicon.events import event_noun
from pipeline.lexicon.infobox import ValueKind
from pipeline.lexicon.states import state_by_code, state_by_name
from pipeline.lexicon.words import nouns
from pipeline.mentions.infobox import FieldReading, Infobox
from pipeline.mentions.infobox_values import Item
from pipeline.mentions.name_words import read_words
from pipeline.mentions.names import read_shape
from pipeline.mentions.title_words import before_joint, lower_phrase
from pipeline.model.document import Document
from pipeline.model.entity import EntityKind
from pipeline.model.name import NameForm, NameSpan
from pipeline.model.span import Span

# What such a field holds is words, whatever is capitalised in it.
NO_NAMES = (ValueKind.TEXT, ValueKind.CLAUSE)
# What stands before the dates of an event is its name's own: "Corrow uprising of 1704".
_DATED = re.compile(r" of (?=\d)| in (?=\d)| \(| \d{3,4}")


def infobox_names(document: Document, infobox: Infobox) -> tuple[NameSpan, ...]:
    """Return the names of persons, places and all else that the fields name, in document order, not
    overlapping."""
    found: list[NameSpan] = []
    for name in sorted(_names(document.text, infobox), key=lambda n: (n.span.start, -n.span.end)):
        if name.text and not (found and found[-1].span.overlaps(name.span)):
            found.append(name)
    return tuple(found)


def _names(text: str, infobox: Infobox) -> Iterator[NameSpan]:
    for reading in infobox.readings:
        if reading.sense is not None and reading.sense.values not in NO_NAMES:
            yield from _item_names(text, reading)
            if reading.sense.role == "name":
                yield from _event_names(text, reading)
        yield from (_name(text, r.party) for r in infobox.ratifications if r.field == reading.field)
        for title in reading.titles:
            if title.doubt is None and title.domains:
                words = title.span.of(text)
                yield NameSpan(
                    title.span, words, NameForm.TITLE, EntityKind.OFFICE, None, title.domains, None, True
                )


def _item_names(text: str, reading: FieldReading) -> Iterator[NameSpan]:
    for item in reading.items:
        # The label of a field for dates says of a place in it whose birth it was all the same.
        if not item.kinds or item.doubt not in (None, "place in a date field"):
            continue
        if item.title is not None:
            yield NameSpan(item.title, item.title.of(text), NameForm.TITLE, None, None, (), None, True)
        yield _name(text, item)
        for place in item.containing:
            yield _place(text, place)


def _event_names(text: str, reading: FieldReading) -> Iterator[NameSpan]:
    """`Conflict: Corrow uprising of 1704`: the event that the infobox is about, where its name says that it
    is one; the article may be about a larger one."""
    for item in reading.items:
        name = item.name.of(text)
        words = read_words(name, Span(0, len(name)), whole=False)
        kind, noun = read_shape(words, name) if words else (None, None)
        head = _DATED.split(name)[0]
        if kind is None and event_noun(head) is not None:
            kind, noun = EntityKind.EVENT, event_noun(head)
        if kind is EntityKind.EVENT and item.doubt is None and name[0].isupper():
            yield NameSpan(item.name, name, NameForm.NAME, kind, noun, (), None, True)


def _place(text: str, place: Span) -> NameSpan:
    words = place.of(text)
    kind = EntityKind.POLITY if state_by_name(words) is not None else EntityKind.PLACE
    return NameSpan(place, words, NameForm.NAME, kind, None, (), None, True)


def _name(text: str, item: Item) -> NameSpan:
    """The name of an item: of the kind that its own words say if the field can hold that, else of what the
    field can hold, the likeliest first; the prose decides."""
    name = item.name.of(text)
    words = read_words(name, Span(0, len(name)), whole=False)
    kind, noun = read_shape(words, name) if words else (None, None)
    last = lower_phrase(before_joint(words)[-1:])
    if item.code is not None and state_by_code(item.code) is not None:
        kind, noun = EntityKind.POLITY, None
    elif kind is EntityKind.UNIT and EntityKind.ORGANIZATION in item.kinds:
        return NameSpan(item.name, name, NameForm.NAME, kind, noun, (), None, True)
    elif last in nouns().groups and EntityKind.GROUP in item.kinds:
        kind, noun = (kind, noun) if kind is EntityKind.ORGANIZATION else (EntityKind.GROUP, None)
    if kind in item.kinds or len(item.kinds) == 1:
        kind, noun = (kind, noun) if kind in item.kinds else (item.kinds[0], None)
        return NameSpan(item.name, name, NameForm.NAME, kind, noun, (), None, True)
    return NameSpan(item.name, name, NameForm.NAME, None, None, (), None, True, item.kinds)

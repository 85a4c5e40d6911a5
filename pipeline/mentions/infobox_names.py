"""What was read in an infobox in, the names that its items hold out, as the entity stage takes them."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.lexicon.infobox import ValueKind
from pipeline.lexicon.states import state_by_code, state_by_name
from pipeline.lexicon.words import nouns
from pipeline.mentions.infobox import Infobox
from pipeline.mentions.infobox_values import Item
from pipeline.model.document import Document
from pipeline.model.entity import EntityKind
from pipeline.model.name import NameForm, NameSpan


def infobox_names(document: Document, infobox: Infobox) -> tuple[NameSpan, ...]:
    """Return the names of persons, places and all else that the fields name, in document order."""
    return tuple(sorted(_names(document, infobox), key=lambda n: n.span))


def _names(document: Document, infobox: Infobox) -> Iterator[NameSpan]:
    for reading in infobox.readings:
        for item in reading.items:
            if (
                item.kinds
                and item.doubt is None
                and reading.sense is not None
                and reading.sense.values is not ValueKind.TEXT
            ):
                yield _name(document.text, item)
                for place in item.containing:
                    yield NameSpan(
                        place,
                        place.of(document.text),
                        NameForm.NAME,
                        _place_kind(place.of(document.text)),
                        None,
                        (),
                        None,
                        True,
                    )
        for title in reading.titles:
            if title.doubt is None and title.domains:
                yield NameSpan(
                    title.span,
                    title.span.of(document.text),
                    NameForm.TITLE,
                    EntityKind.OFFICE,
                    None,
                    title.domains,
                    None,
                    True,
                )


def _place_kind(text: str) -> EntityKind:
    return EntityKind.POLITY if state_by_name(text) is not None else EntityKind.PLACE


def _name(text: str, item: Item) -> NameSpan:
    words = item.name.of(text)
    state = state_by_name(words) or (state_by_code(item.code) if item.code else None)
    head = nouns().heads.get(words.split(" of ")[0].split()[-1].lower()) if words else None
    kind = item.kinds[0]
    if state is not None and EntityKind.POLITY in item.kinds:
        kind = EntityKind.POLITY
    elif head is not None and head.kind in item.kinds:
        kind = head.kind or kind
    noun = head.noun if head is not None and head.kind is kind else None
    return NameSpan(item.name, words, NameForm.NAME, kind, noun, (), None, True)

"""The word list `en/events.toml` in, what the names and descriptions of events tell out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipeline.errors import SchemaError
from pipeline.lexicon.words import load_word_list, nouns
from pipeline.model.entity import EntityKind


@dataclass(frozen=True, slots=True)
class EventWords:
    """Words about events, in lower case."""

    lasting: frozenset[str]
    """Nouns of events that last longer than a date beside them may tell."""
    short: frozenset[str]
    """Of `lasting`, those that last no longer than a date beside them tells."""
    uncertain: frozenset[str]
    """Nouns that end the names of places and bodies too."""
    judging: frozenset[str]
    """Adjectives that do not say what sort of event one is."""
    parts: frozenset[str]
    """Nouns that say with `of` what an event is a part of."""
    series: frozenset[str]
    """Nouns of many events, told after `of`, in a row."""
    alliances: frozenset[str]
    """Bodies that stand for the members after `of`."""
    beginnings: frozenset[str]
    """Nouns that say with `of` that an event began."""
    endings: frozenset[str]
    """The same of its end."""
    makings: frozenset[str]
    """Nouns that say with `of` that an agreement was made."""
    whole: frozenset[str]
    """Adjectives that leave a victory a victory."""
    uprisings: frozenset[str]
    """Nouns of events that somebody puts down."""
    attacks: frozenset[str]
    """Nouns of events whose doer attacks."""
    operations: frozenset[str]
    """Nouns of events that a people before them does: `a Velmoran campaign`."""
    strife: frozenset[str]
    """Nouns of strife that name no event by themselves."""
    peaceful: frozenset[str]
    """Nouns of events that two parties have without a fight."""
    brief: frozenset[str]
    """Of `occasions` and `actions`, those that are over in a day."""
    occasions: frozenset[str]
    """Nouns that with a date name an event, though nothing calls it by a name."""
    actions: frozenset[str]
    """Those that do so only where words around them tell one from others."""


@cache
def event_words() -> EventWords:
    """Return the words about events. Raises SchemaError where the list lacks a section."""
    entry = load_word_list("events")
    try:
        sections = {name: frozenset(entry[name]["words"]) for name in EventWords.__slots__}
    except KeyError as error:
        raise SchemaError(f"lexicon/en/events.toml: {error} is missing") from None
    return EventWords(**sections)


def event_noun(words: str) -> str | None:
    """Return the event noun that `words` end with, the longest that there is: `civil war` of `Velmoran Civil
    War`; None where they end with none."""
    parts = words.lower().split()
    for length in (2, 1):
        ending = " ".join(parts[-length:])
        head = nouns().heads.get(ending)
        if len(parts) >= length and head is not None and head.kind is EntityKind.EVENT:
            return ending
    return None

"""The word list `en/happenings.toml` in, what befalls persons and states as events without names out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipeline.errors import SchemaError
from pipeline.lexicon.words import load_word_list
from pipeline.model.entity import EntityKind


@dataclass(frozen=True, slots=True)
class HappeningSort:
    """One sort of event that befalls somebody or something: a birth, a founding."""

    sort: str
    """The type of the event: `birth`."""
    kinds: tuple[EntityKind, ...]
    """What it can befall."""
    role: str
    """The part that whom it befell has in it."""
    undergone: frozenset[str]
    """Verbs whose object it befalls."""
    passive: frozenset[str]
    """Of those, the ones that say it in the passive only."""
    done: frozenset[str]
    """Verbs whose subject it befalls."""
    nouns: frozenset[str]
    """Nouns that name it with `of` or a holder."""
    undated: bool
    """Whether the noun is worth a row without a date or a place."""
    fields: frozenset[str]
    """Roles of infobox fields whose date or place it has."""
    acts: frozenset[str]
    """What an infobox calls it in one word."""
    examples: tuple[str, ...]


@cache
def happening_sorts() -> tuple[HappeningSort, ...]:
    """Return the sorts in the order of the list. Raises SchemaError where an entry is incomplete."""
    found = []
    for entry in load_word_list("happenings")["sorts"]:
        if entry.keys() != set(HappeningSort.__slots__):
            wrong = sorted(entry.keys() ^ set(HappeningSort.__slots__))
            raise SchemaError(f"lexicon/en/happenings.toml: {entry.get('sort')}: {', '.join(wrong)}")
        found.append(
            HappeningSort(
                sort=entry["sort"],
                kinds=tuple(EntityKind(kind) for kind in entry["kinds"]),
                role=entry["role"],
                undergone=frozenset(entry["undergone"]),
                passive=frozenset(entry["passive"]),
                done=frozenset(entry["done"]),
                nouns=frozenset(entry["nouns"]),
                undated=entry["undated"],
                fields=frozenset(entry["fields"]),
                acts=frozenset(entry["acts"]),
                examples=tuple(entry["examples"]),
            )
        )
    return tuple(found)

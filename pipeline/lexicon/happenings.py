"""The word list `en/happenings.toml` in, what befalls persons and states as events without names out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

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
    things: frozenset[str] = frozenset()
    """Nouns of what it can befall that has no name: `a constitution`; `any` for every noun."""
    named: frozenset[str] = frozenset()
    """Nouns of which the name of a body must have one; empty where any body will do."""
    beside: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Verb -> words of which it needs one beside it in this sense: `relieve` needs `command`."""
    alone: frozenset[str] = frozenset()
    """Verbs that have this sense without an object only: `the Diet met`."""
    repeats: bool = False
    """Whether it can befall one of them more than once."""
    is_told: bool = False
    """Whether a verb is worth a row without a date or a place."""
    behind: frozenset[str] = frozenset()
    """Prepositions that bring what belongs to its name: `to` of `sentenced to death`."""
    link: str = "of"
    """What stands in its name before whom it befell: `accusation against Feld`."""
    agent: str | None = None
    """The part of who does it; None where that is not told of here."""


_LEFT_OUT = frozenset({"things", "named", "beside", "alone", "repeats", "is_told", "behind", "link", "agent"})
"""The fields that an entry need not have."""


@cache
def happening_sorts() -> tuple[HappeningSort, ...]:
    """Return the sorts in the order of the list. Raises SchemaError where an entry is incomplete."""
    words = load_word_list("happenings")
    return tuple(_read_sort(entry, words["things"]) for entry in words["sorts"])


@cache
def told_before() -> frozenset[str]:
    """Return the nouns that, with nothing but `the`, go back to what a text tells in other words. Raises
    SchemaError where the list lacks them."""
    words = load_word_list("happenings")
    if "told_before" not in words:
        raise SchemaError("lexicon/en/happenings.toml: told_before")
    return frozenset(words["told_before"])


def _read_sort(entry: Mapping[str, Any], things: Mapping[str, list[str]]) -> HappeningSort:
    wrong = (set(HappeningSort.__slots__) - _LEFT_OUT - entry.keys()) | (
        entry.keys() - set(HappeningSort.__slots__)
    )
    groups = {*entry.get("things", ()), *entry.get("named", ())} - {"any"}
    if wrong or not groups <= things.keys():
        told = ", ".join(sorted(wrong | (groups - things.keys())))
        raise SchemaError(f"lexicon/en/happenings.toml: {entry.get('sort')}: {told}")

    return HappeningSort(
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
        things=frozenset(n for group in entry.get("things", ()) for n in things.get(group, [group])),
        named=frozenset(n for group in entry.get("named", ()) for n in things.get(group, [group])),
        beside={verb: frozenset(words) for verb, words in entry.get("beside", {}).items()},
        alone=frozenset(entry.get("alone", ())),
        repeats=entry.get("repeats", False),
        is_told=entry.get("is_told", False),
        behind=frozenset(entry.get("behind", ())),
        link=entry.get("link", "of"),
        agent=entry.get("agent"),
    )

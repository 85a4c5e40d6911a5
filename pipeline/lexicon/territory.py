"""The word list `en/territory.toml` in, nouns about territory with what they state out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.errors import SchemaError
from pipeline.lexicon.words import load_word_list


@dataclass(frozen=True, slots=True)
class TerritoryWords:
    """Nouns, as lemmas."""

    held: Mapping[str, str]
    """Of an act upon a land, whose doer is the subject -> its predicate: `occupation`."""
    passed: Mapping[str, str]
    """Of an act by which a land passes on -> its predicate: `cession`."""
    unsaid: Mapping[str, str]
    """Predicate -> the predicate where nobody is named who does it: `was captured`."""
    participles: Mapping[str, str]
    """Before the name of a land -> the predicate of who did it: `conquered`."""
    keeping: frozenset[str]
    """Verbs whose subject is who took what they tell of: `retained the conquered provinces`."""
    lands: frozenset[str]
    """What introduces the name of a land, besides the types of places: `area`."""
    states: frozenset[str]
    """Of such nouns, those that mean the whole of a state: `kingdom`."""
    control: frozenset[str]
    """What one has over a land: `sovereignty`."""
    hands: frozenset[str]
    """What a land is in or under: `hand`, `rule`."""
    parts: frozenset[str]
    """What a land is of another: `province`."""
    described: frozenset[str]
    """What means by itself a place that was named before: `town`."""


@cache
def territory_words() -> TerritoryWords:
    """Return the words of territory. Raises SchemaError where the list lacks an entry."""
    entry = load_word_list("territory")
    try:
        words = {
            name: frozenset(entry["words"][name])
            for name in ("keeping", "lands", "states", "control", "hands", "parts", "described")
        }
        return TerritoryWords(
            held=dict(entry["held"]),
            passed=dict(entry["passed"]),
            unsaid=dict(entry["unsaid"]),
            participles=dict(entry["participles"]),
            **words,
        )
    except KeyError as error:
        raise SchemaError(f"lexicon/en/territory.toml: {error!r}") from error

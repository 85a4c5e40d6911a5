"""The word list `en/conflicts.toml` in, which offices and predicates exclude a second value out."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

from pipeline.errors import SchemaError
from pipeline.lexicon.words import load_word_list


@dataclass(frozen=True, slots=True)
class ConflictWords:
    """What the rules that find conflicts need to know of words."""

    sole_offices: frozenset[str]
    """Offices that one person of a state holds at a time."""
    lesser: frozenset[str]
    """Words that make another office of one of them."""
    state_words: frozenset[str]
    """What a state is called in a title beside its name."""
    plain_names: frozenset[str]
    """Words that, with those of sorts of government alone, make a name that many governments have."""
    all_states: frozenset[str]
    """Who stands for all states where a text says that none recognized something."""
    always: frozenset[str]
    """Words by which a denial or a statement holds for all time."""
    excepting: frozenset[str]
    """Words by which a sentence says that it tells an exception."""
    transfers: frozenset[str]
    """Predicates of territorial changes whose object receives the territory for good."""
    holdings: frozenset[str]
    """Predicates of territorial changes whose subject is in the territory."""
    deaths: frozenset[str]
    """Predicates of outcomes that end the life of the subject."""
    killings: frozenset[str]
    """Predicates of outcomes that end the life of the object."""
    deeds: frozenset[str]
    """Predicates of participations that only the living have, and only while the event lasts."""


@cache
def conflict_words() -> ConflictWords:
    """Return the word list. Raises SchemaError where a list is missing."""
    words = load_word_list("conflicts")
    try:
        return ConflictWords(**{f.name: frozenset(words[f.name]) for f in fields(ConflictWords)})
    except KeyError as error:
        raise SchemaError(f"lexicon/en/conflicts.toml: no {error}") from error

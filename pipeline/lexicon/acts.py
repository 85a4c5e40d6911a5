"""The word list `en/acts.toml` in, nouns of acts with the roles of those around them out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.errors import SchemaError
from pipeline.lexicon.words import load_word_list


@dataclass(frozen=True, slots=True)
class ActNoun:
    """A noun of an act in an event: `defeat`."""

    noun: str
    roles: Mapping[str, str]
    """Where the participant stands to its role: `of`, `by`, `holder` (before the noun), or a preposition."""
    examples: tuple[str, ...]


@cache
def act_nouns() -> Mapping[str, ActNoun]:
    """Return the nouns of acts by their lemma. Raises SchemaError where an entry is incomplete."""
    found: dict[str, ActNoun] = {}
    for entry in load_word_list("acts")["acts"]:
        if entry.keys() != {"nouns", "roles", "examples"}:
            raise SchemaError(f"lexicon/en/acts.toml: entry {entry.get('nouns')}: nouns, roles and examples")
        for noun in entry["nouns"]:
            found[noun] = ActNoun(noun, entry["roles"], tuple(entry["examples"]))
    return found

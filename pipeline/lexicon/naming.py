"""The word list `en/naming.toml` in, the words that introduce a second name out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.errors import SchemaError
from pipeline.lexicon.words import load_word_list


@dataclass(frozen=True, slots=True)
class Naming:
    """Words that introduce a name beside a name."""

    languages: frozenset[str]
    """Languages that no state is named after."""
    own_languages: frozenset[str]
    """Words before a translation."""
    introductions: Mapping[str, str]
    """Words before a second name to the predicate that they state."""
    with_name: frozenset[str]
    """Verbs with the noun `name` as their object."""
    described: frozenset[str]
    """Nouns of what often has no name but the one that a sentence gives it."""
    official: frozenset[str]
    """Adverbs that make a name the official one."""


@cache
def naming() -> Naming:
    """Return the words of naming. Raises SchemaError where the list lacks an entry."""
    words = load_word_list("naming")
    try:
        return Naming(
            languages=frozenset(words["languages"]),
            own_languages=frozenset(words["own_languages"]),
            introductions={
                phrase: predicate
                for predicate, phrases in words["introductions"].items()
                for phrase in phrases
            },
            with_name=frozenset(words["with_name"]["verbs"]),
            described=frozenset(words["described"]["nouns"]),
            official=frozenset(words["official"]["adverbs"]),
        )
    except KeyError as error:
        raise SchemaError(f"lexicon/en/naming.toml: no {error}") from error

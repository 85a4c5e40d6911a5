"""The word list `en/agreements.toml` in, words about treaties out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipeline.errors import SchemaError
from pipeline.lexicon.words import load_word_list


@dataclass(frozen=True, slots=True)
class AgreementWords:
    """Words about agreements, as lemmas."""

    unnamed: frozenset[str]
    """Nouns that tell of an agreement without a name: `truce`."""
    made: frozenset[str]
    """Verbs whose object comes about as an agreement: `conclude`."""
    terms: frozenset[str]
    """What stands for a treaty in `the terms of the treaty`."""
    under: frozenset[str]
    """Prepositions of the treaty whose term the clause is."""
    within: frozenset[str]
    """Prepositions of a treaty, and of much else: only before a treaty, where the verb is one of `done`."""
    done: frozenset[str]
    """Verbs of what the parties of a treaty do by it."""
    binding: frozenset[str]
    """Verbs that bind somebody to a deed, `be` in `was to pay`."""
    not_terms: frozenset[str]
    """Verbs that tell of a treaty, and no term of it."""
    settling: frozenset[str]
    """Verbs of what a treaty does to a dispute: `settle`."""
    disputes: frozenset[str]
    """What is settled so."""


@cache
def agreement_words() -> AgreementWords:
    """Return the words about agreements. Raises SchemaError where the list lacks an entry."""
    entry = load_word_list("agreements")
    try:
        return AgreementWords(
            unnamed=frozenset(entry["unnamed"]["nouns"]),
            made=frozenset(entry["unnamed"]["verbs"]),
            terms=frozenset(entry["terms"]["nouns"]),
            under=frozenset(entry["terms"]["under"]),
            within=frozenset(entry["terms"]["within"]),
            done=frozenset(entry["terms"]["done"]),
            binding=frozenset(entry["terms"]["binding"]),
            not_terms=frozenset(entry["terms"]["not_terms"]),
            settling=frozenset(entry["settled"]["verbs"]),
            disputes=frozenset(entry["settled"]["disputes"]),
        )
    except KeyError as error:
        raise SchemaError(f"lexicon/en/agreements.toml: {error!r}") from error

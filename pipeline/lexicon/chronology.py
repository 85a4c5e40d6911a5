"""The word list `en/chronology.toml` in, how verbs and nouns order events out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipeline.errors import SchemaError
from pipeline.lexicon.words import load_word_list

PHASES = ("happening", "starting", "ending")


@dataclass(frozen=True, slots=True)
class ChronologyWords:
    """Words that order events, in lower case."""

    phases: dict[str, str]
    """Verb -> what of the event it tells: `happening`, `starting`, `ending`."""
    particles: dict[str, str]
    """Verb of a start -> the particle that it needs."""
    nouns: dict[str, tuple[str, str]]
    """Verb -> the noun that it needs, and what it tells then."""
    passing: frozenset[str]
    """Nouns that name an event by what stands after one of `passing_words`."""
    passing_words: tuple[str, ...]
    deeds: frozenset[str]
    """Nouns of what somebody does or suffers, which name a time by whose they are."""
    examples: tuple[tuple[str, str], ...]
    """Sentences with the predicate that they state."""


@cache
def chronology_words() -> ChronologyWords:
    """Return the word list. Raises SchemaError where a part is missing."""
    entry = load_word_list("chronology")
    try:
        return ChronologyWords(
            phases={verb: phase for phase in PHASES for verb in entry[phase]},
            particles=dict(entry["particles"]),
            nouns={verb: (e["noun"], e["phase"]) for verb, e in entry["nouns"].items()},
            passing=frozenset(entry["passing"]["nouns"]),
            passing_words=tuple(entry["passing"]["words"]),
            deeds=frozenset(entry["deeds"]["nouns"]),
            examples=tuple((e["text"], e["predicate"]) for e in entry["examples"]),
        )
    except KeyError as error:
        raise SchemaError(f"lexicon/en/chronology.toml: no {error}") from error

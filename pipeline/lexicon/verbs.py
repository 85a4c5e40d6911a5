"""The word list of verbs in, what each can state by kind of fact out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.errors import SchemaError
from pipeline.lexicon.words import load_word_list


@dataclass(frozen=True, slots=True)
class VerbSense:
    """One thing that a verb can state. Which arguments must be of which kinds, the fact module knows."""

    lemma: str
    kind: str
    """The fact table."""
    predicate: str
    about: str
    """Which argument of the clause the fact's subject is: subject, object, or the preposition that it stands
    after: `between` of `was fought between`."""
    preposition: str | None
    """The preposition of the fact's object where it is no plain argument: `in` of `took part in`."""
    particle: str | None
    """`out` of `broke out`; None where the verb has none, or any."""
    noun: str | None
    """The word that the verb needs beside it in this sense, as object, complement or after a preposition:
    `place` of `took place`, `end` of `came to an end`; None where it needs none."""
    examples: tuple[str, ...]


@cache
def _by_kind_and_lemma() -> Mapping[tuple[str, str], tuple[VerbSense, ...]]:
    found: dict[tuple[str, str], list[VerbSense]] = defaultdict(list)
    for entry in load_word_list("verbs")["verbs"]:
        unknown = entry.keys() - {
            "lemmas",
            "kind",
            "predicate",
            "about",
            "preposition",
            "particle",
            "noun",
            "examples",
        }
        if unknown or not entry.get("examples"):
            raise SchemaError(
                f"lexicon/en/verbs.toml: entry {entry.get('lemmas')}: {sorted(unknown) or 'no example'}"
            )
        for lemma in entry["lemmas"]:
            sense = VerbSense(
                lemma,
                entry["kind"],
                entry["predicate"],
                entry.get("about", "subject"),
                entry.get("preposition"),
                entry.get("particle"),
                entry.get("noun"),
                tuple(entry["examples"]),
            )
            found[entry["kind"], lemma].append(sense)
    return {key: tuple(senses) for key, senses in found.items()}


def verb_senses(lemma: str, kind: str) -> tuple[VerbSense, ...]:
    """Return what a verb can state for a kind of fact; empty where it states nothing of that kind."""
    return _by_kind_and_lemma().get((kind, lemma), ())


def all_verb_senses() -> tuple[VerbSense, ...]:
    """Return every sense of the word list, in its order."""
    return tuple(sense for senses in _by_kind_and_lemma().values() for sense in senses)


def trigger_kinds(lemma: str) -> frozenset[str]:
    """Return the kinds of fact that a verb can state by itself, without a certain noun or `as` beside it, for
    the coverage of sentences."""
    return frozenset(
        kind
        for (kind, known), senses in _by_kind_and_lemma().items()
        if known == lemma and any(s.noun is None and s.preposition != "as" for s in senses)
    )

"""The word list `en/relations.toml` in, the verbs that relate two parties together with a noun out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipeline.errors import SchemaError
from pipeline.lexicon.words import load_word_list


@dataclass(frozen=True, slots=True)
class RelationPhrase:
    """What some verbs state with some nouns."""

    verbs: frozenset[str]
    nouns: frozenset[str]
    predicate: str
    prepositions: tuple[str, ...]
    """What stands before the other party."""
    example: str


@cache
def relation_phrases() -> tuple[RelationPhrase, ...]:
    """Return the phrases. Raises SchemaError where an entry is incomplete."""
    try:
        return tuple(
            RelationPhrase(
                frozenset(entry["verbs"]),
                frozenset(entry["nouns"]),
                entry["predicate"],
                tuple(entry["prepositions"]),
                entry["example"],
            )
            for entry in load_word_list("relations")["phrases"]
        )
    except KeyError as error:
        raise SchemaError(f"lexicon/en/relations.toml: no {error}") from error


@cache
def kin_predicates() -> dict[str, str]:
    """Return the nouns of kinship, each with the relation that its holder has to whom it names."""
    kin = load_word_list("relations")["kin"]
    return {noun: predicate for predicate, nouns in kin.items() for noun in nouns}


@cache
def gender_nouns() -> dict[str, bool]:
    """Return the nouns that tell the gender of whom they name, with whether it is a woman."""
    genders = load_word_list("relations")["genders"]
    return {noun: gender == "woman" for gender, nouns in genders.items() for noun in nouns}

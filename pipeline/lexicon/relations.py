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


@dataclass(frozen=True, slots=True)
class PolityWords:
    """Words about the standing, parts, origin and change of states; verbs and nouns are lemmas."""

    being: frozenset[str]
    """Verbs of what something is: `remain`."""
    dependent: frozenset[str]
    """What a land is of another, in one word or two: `client state`."""
    standing: frozenset[str]
    """Adjectives of its standing, where something qualifies them: `independent`."""
    qualifying: frozenset[str]
    """Words that qualify it: `de`, `facto`, `nominally`."""
    comprising: frozenset[str]
    """Verbs whose other end are its parts: `comprise`."""
    forming: frozenset[str]
    """Verbs of coming to be, with what it was before after `from`: `arise`."""
    unions: frozenset[str]
    """Nouns between those and what it came from: `union`, `ruins`."""
    becoming: frozenset[str]
    """Verbs of turning into another: `transform`."""


@cache
def polity_words() -> PolityWords:
    """Return the words about states. Raises SchemaError where the list lacks an entry."""
    words = load_word_list("relations").get("polities", {})
    try:
        return PolityWords(**{name: frozenset(words[name]) for name in PolityWords.__dataclass_fields__})
    except KeyError as error:
        raise SchemaError(f"lexicon/en/relations.toml: no polities.{error}") from error

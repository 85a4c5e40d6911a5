"""The word list `en/stances.toml` in, the words of recognition beside its verbs out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipeline.errors import SchemaError
from pipeline.lexicon.words import load_word_list


@dataclass(frozen=True, slots=True)
class RecognitionPhrase:
    """What a verb states with the noun `recognition` as its object."""

    verb: str
    predicate: str
    is_given: bool
    """Whether the subject recognizes the other party; False where the other party recognizes the subject."""
    prepositions: tuple[str, ...]
    """What stands before the other party."""
    example: str


@dataclass(frozen=True, slots=True)
class Stances:
    """Words of recognition, as lemmas in lower case."""

    aspects: frozenset[str]
    """What is recognized of its holder: `independence`."""
    matters: frozenset[str]
    """What is recognized by itself, without a name: `border`."""
    acting: frozenset[str]
    """What those abstain from who take no side."""
    withheld: frozenset[str]
    """What those leave undone who refrain from it."""
    collectives: frozenset[str]
    """Who takes a stance without being named: `international community`."""
    bodies: frozenset[str]
    """Who takes a stance with a word for its state before it: `the Velmoran resistance`."""
    envoys: frozenset[str]
    """Who is received for a state: `envoy`."""
    judgements: frozenset[str]
    """Adjectives that say as what somebody is recognized: `legitimate`."""
    phrases: tuple[RecognitionPhrase, ...]

    def phrases_of(self, verb: str) -> tuple[RecognitionPhrase, ...]:
        """Return what `verb` states with the noun `recognition`; empty where it states nothing."""
        return tuple(p for p in self.phrases if p.verb == verb)


@cache
def stances() -> Stances:
    """Return the words of recognition. Raises SchemaError where the list lacks an entry."""
    words = load_word_list("stances")
    try:
        return Stances(
            aspects=frozenset(words["aspects"]),
            matters=frozenset(words["matters"]),
            acting=frozenset(words["acting"]),
            withheld=frozenset(words["withheld"]),
            collectives=frozenset(words["collectives"]),
            bodies=frozenset(words["bodies"]),
            envoys=frozenset(words["envoys"]),
            judgements=frozenset(words["judgements"]),
            phrases=tuple(
                RecognitionPhrase(
                    verb,
                    entry["predicate"],
                    entry["direction"] == "given",
                    tuple(entry["prepositions"]),
                    entry["example"],
                )
                for entry in words["phrases"]
                for verb in entry["verbs"]
            ),
        )
    except KeyError as error:
        raise SchemaError(f"lexicon/en/stances.toml: no {error}") from error

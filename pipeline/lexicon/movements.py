"""The word list `en/movements.toml` in, nouns of movement with what they state out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.errors import SchemaError
from pipeline.lexicon.words import load_word_list


@dataclass(frozen=True, slots=True)
class MovementWords:
    """Nouns, as lemmas. A noun of a movement stands for two predicates: with a destination, and without."""

    acts: Mapping[str, tuple[str, str]]
    """Of what somebody does: `departure`."""
    ordeals: Mapping[str, tuple[str, str]]
    """Of what is done to somebody: `deportation`."""
    settlements: frozenset[str]
    """What only introduces the name of a place: `town` in `the town of Halvey`."""
    carried: frozenset[str]
    """Who can be sent or taken, besides forces: `envoy`."""
    seats: frozenset[str]
    """What a government moves when it moves itself."""
    goods: frozenset[str]
    """What is sent besides people: `weapon`."""
    homes: frozenset[str]
    """What somebody's own country is called: `homeland`."""
    soils: frozenset[str]
    """What stands for a state behind its adjective: `Velmoran territory`."""
    quarters: frozenset[str]
    """What people have at a place, so that who goes there goes to the place: `his camp at Halvey`."""


@cache
def movement_words() -> MovementWords:
    """Return the words of movements. Raises SchemaError where the list lacks an entry."""
    entry = load_word_list("movements")
    try:
        return MovementWords(
            acts={noun: (pair[0], pair[1]) for noun, pair in entry["acts"].items()},
            ordeals={noun: (pair[0], pair[1]) for noun, pair in entry["ordeals"].items()},
            settlements=frozenset(entry["words"]["settlements"]),
            carried=frozenset(entry["words"]["carried"]),
            seats=frozenset(entry["words"]["seats"]),
            goods=frozenset(entry["words"]["goods"]),
            homes=frozenset(entry["words"]["homes"]),
            soils=frozenset(entry["words"]["soils"]),
            quarters=frozenset(entry["words"]["quarters"]),
        )
    except (KeyError, IndexError) as error:
        raise SchemaError(f"lexicon/en/movements.toml: {error!r}") from error

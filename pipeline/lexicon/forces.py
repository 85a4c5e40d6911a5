"""The word lists `en/forces.toml` and of losses in infoboxes in, typed words about forces and losses out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.errors import SchemaError
from pipeline.lexicon.infobox import load_infobox_lexicon
from pipeline.lexicon.words import load_word_list


@dataclass(frozen=True, slots=True)
class ForceWords:
    """Words of military bodies and of what they lose; nouns are lemmas."""

    bodies: frozenset[str]
    loose_bodies: frozenset[str]
    """Those that name a body only where something says whose or which it is."""
    members: frozenset[str]
    people: frozenset[str]
    equipment: frozenset[str]
    losses: Mapping[str, str]
    """`casualty` and the like -> the name of what happened."""
    severity: frozenset[str]
    approximate: Mapping[str, str]
    """Words before a number -> about, at least, at most."""
    vague: tuple[str, ...]
    """Numbers without bounds, the longest first."""
    partial: frozenset[str]
    owned_results: frozenset[str]
    """What comes of a war, where a name says whose: `defeat`."""
    plain_results: frozenset[str]
    ended: frozenset[str]
    """What has an end and often no name: `rule`, `dispute`."""
    advantages: frozenset[str]
    """What a side can win or lose and is no land: `superiority`, `access`."""
    casualty_words: Mapping[str, str]
    """`killed`, `taken prisoner` -> the name of what happened."""

    @property
    def countable(self) -> frozenset[str]:
        """Nouns of what can be lost: people and equipment."""
        return self.members | self.people | self.equipment


@cache
def force_words() -> ForceWords:
    """Return the words of forces and losses. Raises SchemaError where the list lacks an entry."""
    entry, infobox = load_word_list("forces"), load_infobox_lexicon()
    try:
        own = {word: effect for effect, words in entry["approximate"].items() for word in words}
        return ForceWords(
            bodies=frozenset(entry["bodies"]["nouns"]),
            loose_bodies=frozenset(entry["bodies"]["loose"]),
            members=frozenset(entry["members"]["nouns"]),
            people=frozenset(entry["people"]["nouns"]),
            equipment=frozenset(entry["equipment"]["nouns"]),
            losses=dict(entry["losses"]),
            severity=frozenset(entry["severity"]["adjectives"]),
            approximate=dict(infobox.approximate) | own,
            vague=tuple(sorted(entry["vague"]["numbers"], key=lambda w: (-len(w), w))),
            partial=frozenset(entry["partial"]["words"]),
            owned_results=frozenset(entry["results"]["owned"]),
            plain_results=frozenset(entry["results"]["plain"]),
            ended=frozenset(entry["results"]["ended"]),
            advantages=frozenset(entry["results"]["advantages"]),
            casualty_words=infobox.casualty_words,
        )
    except KeyError as error:
        raise SchemaError(f"lexicon/en/forces.toml: no {error}") from error

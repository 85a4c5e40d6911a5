"""The words of a document in, the demonyms among them out: from the closed list, and by their stem."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.lexicon.demonyms import shares_stem
from pipeline.lexicon.states import Demonym, demonyms, state_by_name
from pipeline.lexicon.words import name_words, nouns, titles
from pipeline.mentions.name_words import Word

STEM = 3
LEAST_OF_IRREGULAR = 5


def find_demonyms(texts: Iterable[list[Word]]) -> Mapping[str, str]:
    """Return demonym -> the name of its place, for every word that the document uses as one; an empty name
    where the document never names the place.

    A word of the closed list counts wherever it stands. Any other counts where it is made from a name
    that the same document uses, and stands before a lower-case word or a title or head noun, or after
    `the` in the plural: so an article about states that no list knows reads as well.
    """
    seen = _read_uses(texts)
    found = {w: _place_of(demonyms()[w]) for w in seen.words if w in demonyms()}
    by_stem: dict[str, list[str]] = defaultdict(list)
    for place in sorted(seen.places | seen.alone):
        if place not in found:
            by_stem[place[:STEM].lower()].append(place)
    for form in sorted(seen.as_demonym - found.keys()):
        if state_by_name(form) is not None:
            continue
        roots = [p for p in by_stem[form[:STEM].lower()] if p != form and shares_stem(p, form)]
        sure = [p for p in roots if p in seen.places] or roots
        if len(sure) == 1:
            found[form] = sure[0]
        elif not roots and form in seen.describing and form not in seen.otherwise:
            found[form] = _irregular_root(form, seen.places)
    for form in sorted(seen.words - found.keys()):
        # "most Velmorans", "ten thousand Velmorans"
        if form.endswith("s") and form[:-1] in found:
            found[form] = found[form[:-1]]
    return found


def _irregular_root(form: str, places: Iterable[str]) -> str:
    """The one place that a demonym begins like, in all but the end: `Velma` of `Velmish`; empty for none."""
    roots = [p for p in places if len(p) >= LEAST_OF_IRREGULAR and p != form and form.startswith(p[:-1])]
    return roots[0] if len(roots) == 1 else ""


@dataclass(slots=True)
class _Uses:
    """How a document uses its capitalised words."""

    words: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    """After a preposition that places follow."""
    alone: set[str] = field(default_factory=set)
    """Not beside another capitalised word."""
    as_demonym: set[str] = field(default_factory=set)
    describing: set[str] = field(default_factory=set)
    """With the ending of a demonym, before an office or a body of people."""
    otherwise: set[str] = field(default_factory=set)
    """In a way that no adjective is used."""


def _read_uses(texts: Iterable[list[Word]]) -> _Uses:
    uses = _Uses()
    for words in texts:
        for before, word, after in zip([None, *words], words, [*words[1:], None], strict=False):
            if not word.is_capitalised:
                continue
            uses.words.add(word.text)
            if _follows_place_preposition(before):
                uses.places.add(word.text)
            if not (before and before.is_capitalised) and not (after and after.is_capitalised):
                uses.alone.add(word.text)
            if _stands_as_demonym(before, word, after):
                uses.as_demonym.add(word.text)
            if _describes_a_body(word, after):
                uses.describing.add(word.text)
            else:
                uses.otherwise.add(word.text)
    return uses


def _describes_a_body(word: Word, after: Word | None) -> bool:
    if after is None or after.gap != " " or word.is_possessive:
        return False
    if not word.text.endswith(name_words().demonym_endings):
        return False
    lower = after.text.lower()
    return lower in titles().offices or lower in nouns().groups or lower in name_words().political_nouns


def _place_of(demonym: Demonym) -> str:
    # Of two Koreas, or of a Dominican, the text must tell which; its own form stands until then.
    return demonym.states[0].name if len(demonym.states) == 1 else demonym.text


def _follows_place_preposition(before: Word | None) -> bool:
    words = name_words()
    return before is not None and (
        before.text.lower() in words.place_prepositions
        or before.text.lower() in words.weak_place_prepositions
        or before.text.lower() in ("of", "between", "and", "by", "with", "against")
    )


def _stands_as_demonym(before: Word | None, word: Word, after: Word | None) -> bool:
    if before is not None and before.text.lower() == "the" and word.text.endswith("s"):
        return True
    if after is None or after.gap not in (" ", "-") or word.is_possessive:
        return False
    lower = after.text.lower()
    if after.is_capitalised:
        return lower in nouns().heads or lower in titles().heads or lower in nouns().groups
    return lower not in name_words().function_words

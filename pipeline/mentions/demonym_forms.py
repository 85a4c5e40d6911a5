"""The words of a document in, the demonyms among them out: from the closed list, and by their stem."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pipeline.lexicon.demonyms import shares_stem
from pipeline.lexicon.states import Demonym, demonyms, state_by_name
from pipeline.lexicon.words import name_words, nouns, titles
from pipeline.mentions.name_words import Word

STEM = 3


def find_demonyms(texts: Iterable[list[Word]]) -> Mapping[str, str]:
    """Return demonym -> the name of its place, for every word that the document uses as one.

    A word of the closed list counts wherever it stands. Any other counts where it is made from a name
    that the same document uses of a place, and stands before a lower-case word or a title or head
    noun, or after `the` in the plural: so an article about states that no list knows reads as well.
    """
    places: set[str] = set()
    used_as: set[str] = set()
    words_seen: set[str] = set()
    for words in texts:
        for before, word, after in zip([None, *words], words, [*words[1:], None], strict=False):
            if not word.is_capitalised:
                continue
            words_seen.add(word.text)
            if _follows_place_preposition(before):
                places.add(word.text)
            if _stands_as_demonym(before, word, after):
                used_as.add(word.text)
    found = {w: _place_of(demonyms()[w]) for w in words_seen if w in demonyms()}
    by_stem: dict[str, list[str]] = defaultdict(list)
    for place in sorted(places):
        if place not in found:
            by_stem[place[:STEM].lower()].append(place)
    for form in sorted(used_as - found.keys()):
        roots = [p for p in by_stem[form[:STEM].lower()] if p != form and shares_stem(p, form)]
        if len(roots) == 1 and state_by_name(form) is None:
            found[form] = roots[0]
    return found


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

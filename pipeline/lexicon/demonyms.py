"""A place name and a capitalised word in, whether English could have made the word from the name out."""

from __future__ import annotations

import re
import unicodedata

# Shorter names are the beginning of too many words: `Ham` and `Hamish`.
_SHORTEST_PLACE = 4
_ARTICLE = re.compile(r"(?:the|el|la|los|las|le|les) (?=.)")

# (what the place ends in, how many characters of that end the demonym drops, what it adds). The endings
# of English demonyms as grammars list them: -an and its kin, -ese, -i, -ish, -er, -ite, -iot.
_RULES: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    (r"[bcdfghjklmnpqrstvwxz]", 0, ("an", "ian", "ean", "ese", "ite")),
    (r"[aeiouy][bcdfghjklmnpqrtvz]", 0, ("i",)),
    (r"(?:[aeiou]|[aeiou]l)l", 0, ("ish",)),
    (r"ia", 0, ("n",)),
    (r"ea", 0, ("n",)),
    (r"[^ie]a", 0, ("n",)),
    (r"[^ie]a", 1, ("ian", "ean", "ese", "ine")),
    (r"[vnm]a", 0, ("nian", "nese")),
    (r"e", 0, ("an", "se")),
    (r"e", 1, ("an", "ian", "ese")),
    (r"i", 0, ("an", "nese", "tan")),
    (r"o", 0, ("an", "lese", "vian", "nian")),
    (r"o", 1, ("an", "ian", "ese", "in")),
    (r"u", 0, ("an", "vian", "ese")),
    (r"ow", 1, ("vian",)),
    (r"aw", 1, ("vian",)),
    (r"y", 0, ("an", "ite")),
    (r"[^aeou]y", 1, ("ian",)),
    (r"us", 1, ("an", "ian")),
    (r"us", 2, ("an", "ian", "iot", "iote")),
    (r"[aeo]s", 2, ("an", "ian")),
    (r"[ae]s", 1, ("n",)),
    (r"ns", 1, ("ian",)),
    (r"[aeo]s", 1, ("an", "ian", "tian")),
    (r"um", 2, ("an", "ian")),
    (r"polis", 2, ("itan",)),
    (r"en", 2, ("ish", "er")),
    (r"y", 0, ("ard",)),
    (r"(?:sh|nt)", 0, ("i", "ish")),
    (r"(?:rk|rg|rd|lk|lt|ck)", 0, ("ish",)),
    (r"que", 3, ("can",)),
    (r"way", 3, ("wegian",)),
    (r"istan", 5, ("", "i")),
    (r"islands", 1, ("er",)),
    (r"land", 0, ("er", "ic")),
    (r"[a-z]{3}land", 4, ("ish", "ic", "er")),
    (r"(?:burg|berg|dorf|stadt|stein|bourg|don|ton|lin|heim)", 0, ("er",)),
)
_COMPILED = tuple((re.compile(rf"(?:{end})\Z"), drop, additions) for end, drop, additions in _RULES)


def shares_stem(place: str, demonym: str) -> bool:
    """Say whether `demonym` looks like the adjective or the people (singular or plural) of `place`.

    Judged by English word formation alone: `Senegal` and `Senegalese`, `Iraq` and `Iraqis`. Both must be
    capitalised, and the place have four letters or more; of names of several words all but the last must
    be equal. Irregular ones (`Dane`, `Swiss`) are in the closed list, not here. Accents do not count.
    """
    if not (place[:1].isupper() and demonym[:1].isupper()):
        return False
    *first_words, last_word = _ARTICLE.sub("", _fold(place)).split(" ")
    *demonym_first, demonym_last = _fold(demonym).split(" ")
    if demonym_first != first_words or len(last_word) < _SHORTEST_PLACE:
        return False
    return not _singulars(demonym_last).isdisjoint(_formed_from(last_word))


def _fold(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def _singulars(word: str) -> frozenset[str]:
    """The word itself and what is left without a plural's end: `-s`, `-men` of `-ishmen`."""
    words = {word}
    if word.endswith("s") and not word.endswith("ss"):
        words.add(word[:-1])
    for end in ("man", "men", "woman", "women"):
        if word.endswith("ish" + end):
            words.add(word.removesuffix(end))
    return frozenset(words)


def _formed_from(place: str) -> frozenset[str]:
    return frozenset(
        place[: len(place) - drop] + addition
        for pattern, drop, additions in _COMPILED
        if pattern.search(place) and len(place) - drop >= 3
        for addition in additions
    )

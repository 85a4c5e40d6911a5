"""A stretch of text in, its words out: where they stand, which are capitalised, which begin a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.lexicon.words import name_words
from pipeline.model.span import Span

# Initials and abbreviations of initials (U.S., A.), ordinals (2nd), then words with inner hyphens, dashes
# before a capital (Peru–Bolivian), apostrophes (O'Higgins) and numerals of names (St. comes by list). What
# stands behind `then-` is a word of its own (then-President).
WORD = re.compile(
    r"(?:[^\W\d_]\.)+(?![^\W\d_]{2})|\d+(?:st|nd|rd|th)\b|then(?=-[^\W\d_])|"
    r"[^\W\d_](?:[^\W\d_]|[-'’·](?=[^\W\d_])|–(?=[^\W\d_]))*|\d[\d,.]*\d|\d"
)
POSSESSIVE = re.compile(r"['’]s\Z")
SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+[\"'“‘(\[]*\Z")


@dataclass(frozen=True, slots=True)
class Word:
    """One word, without a possessive ending."""

    span: Span
    text: str
    gap: str
    """The characters between the word before and this one; all before the first word of its stretch."""
    is_capitalised: bool
    begins_sentence: bool
    is_possessive: bool


def read_words(text: str, stretch: Span, whole: bool = True) -> list[Word]:
    """Return the words of `text` within `stretch`. `whole` says whether the stretch begins a sentence."""
    words: list[Word] = []
    end = stretch.start
    for match in WORD.finditer(text, stretch.start, stretch.end):
        word, start = match.group(), match.start()
        gap = text[end:start]
        possessive = POSSESSIVE.search(word) is not None
        plain = _without_tail(POSSESSIVE.sub("", word))
        stop = start + len(plain)
        if not possessive and text[stop : stop + 1] in ("'", "’") and plain.endswith("s"):
            possessive = not text[stop + 1 : stop + 2].isalnum()
        if plain.lower() in name_words().abbreviations and text[stop : stop + 1] == ".":
            plain, stop = text[start : stop + 1], stop + 1
        words.append(
            Word(
                span=Span(start, stop),
                text=plain,
                gap=gap,
                is_capitalised=_is_capitalised(plain),
                begins_sentence=_begins_sentence(words, gap, whole),
                is_possessive=possessive,
            )
        )
        end = stop
    return words


def _is_capitalised(word: str) -> bool:
    if word[0].isupper() or (word[0].isdigit() and word[-1].isalpha()):
        return True
    article, hyphen, name = word.partition("-")
    return bool(hyphen) and name[:1].isupper() and article in name_words().tied_articles


def _without_tail(word: str) -> str:
    """Cut what is tied to a name but no part of it: `-based`."""
    name, hyphen, tail = word.rpartition("-")
    return name if hyphen and word[0].isupper() and tail in name_words().hyphen_tails else word


def _begins_sentence(before: Sequence[Word], gap: str, whole: bool) -> bool:
    if not before:
        return whole
    if before[-1].text.endswith("."):
        # "U.S. Secretary", "Gen. Roe", "A. Roe": the full stop is the word's own.
        return False
    return SENTENCE_END.search(gap) is not None or ":" in gap

"""A chain of capitalised words in, the words of it that make the title of a person out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pipeline.lexicon.words import name_words, titles
from pipeline.mentions.name_words import Word

JOINTS = ("of", "for", "to", "in", "from")
ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)\Z")
LONGEST_TITLE = 7
# Bodies that are called by those who sit in them, or by what they see to.
COUNCILS = frozenset({"council", "chamber", "house", "board", "court", "committee", "assembly"})
COUNCILLORS = frozenset(
    {"Ministers", "Deputies", "Representatives", "Commons", "Lords", "Delegates", "Burgesses", "Notables"}
    | {"State", "Regency", "War", "Trade", "Admiralty", "Elders", "Electors", "Appeal", "Appeals", "Justice"}
)


def lower_phrase(chain: Sequence[Word]) -> str:
    """Return the words in lower case, joined by spaces; `DR` and other acronyms as they are."""
    return " ".join(w.text if w.text.isupper() and len(w.text) > 1 else w.text.lower() for w in chain)


def before_joint(chain: Sequence[Word]) -> Sequence[Word]:
    """Return the words before the first `of`, `for`, `to`, `in` or `from`; all where there is none."""
    for i, word in enumerate(chain):
        if i and word.text in JOINTS:
            return chain[:i]
    return chain


def is_title(chain: Sequence[Word]) -> bool:
    """Say whether all of the chain is a title without a domain: `Prime Minister`."""
    return bool(chain) and title_length(chain) == len(chain)


def title_length(chain: Sequence[Word]) -> int:
    """Return how many words at the start of the chain are a title, 0 for none; demonyms are not counted."""
    best = 0
    known = titles()
    for length in range(1, min(len(chain), LONGEST_TITLE) + 1):
        words = chain[:length]
        phrase = lower_phrase(words)
        if phrase in known.heads:
            best = length
            continue
        head = _head_length(words)
        is_prefixed = head and head < length and all(_may_precede(words, i) for i in range(length - head))
        is_suffixed = best and best == length - 1 and words[-1].text.lower() in known.modifiers
        if is_prefixed or is_suffixed:
            best = length  # "Minister Plenipotentiary" ends with a modifier
    return best


def _head_length(words: Sequence[Word]) -> int:
    """How many words at the end are one head of a title; 0 for none."""
    return next((n for n in (3, 2, 1) if n <= len(words) and lower_phrase(words[-n:]) in titles().heads), 0)


def _may_precede(words: Sequence[Word], i: int) -> bool:
    """Whether the word at `i` may stand inside a title before its head; `War` only before an office."""
    lower = words[i].text.lower()
    if lower in titles().modifiers or lower in titles().heads:
        return True
    return lower in titles().domains and lower_phrase(words[-1:]) in titles().offices


def title_start(chain: Sequence[Word]) -> int | None:
    """Return where in the chain a title begins that reaches up to its first joint; None where there is none.

    One word that no list knows may stand before its head if it is shaped like an adjective:
    `Restorative President`.
    """
    before = before_joint(chain)
    head = _head_length(before)
    if not head:
        return None
    start = len(before) - head
    while start and _may_precede(before, start - 1):
        start -= 1
    if start and before[start - 1].text.lower().endswith(name_words().adjective_endings):
        start -= 1
    return start


def title_inside(chain: Sequence[Word], is_known: Callable[[Word], bool]) -> int:
    """Return where a title begins inside a chain that goes on with a name: 1 in `Corrow Governor Tamsin Roe`;
    0 where none does, or where the chain begins with it. `is_known` says of a word whether it is a name
    alone."""
    known = titles()
    for i in range(1, len(chain) - 1):
        lower, after = chain[i].text.lower(), chain[i + 1].text
        if lower in known.plurals and len(chain) > i + 2:
            return i  # "Heron Generals Osk Feld and Tamsin Roe"
        if lower not in known.offices | known.ranks:
            continue
        if i == 1 and len(chain) == 3 and not is_known(chain[0]):
            continue  # "William Ensign Roe" may have three names
        is_sure = lower not in name_words().surname_titles and after not in JOINTS and not is_initial(after)
        if is_sure or after.lower() in known.ranks:
            start = i
            while start and _may_precede(chain[: i + 1], start - 1):
                start -= 1
            return start
    return 0


def is_initial(text: str) -> bool:
    """Say whether a word is the initial of a name: `A.`."""
    return len(text) == 2 and text[0].isupper() and text[1] == "."


def split_styles(words: Sequence[Word]) -> tuple[Sequence[Word], ...]:
    """Return a title as the office or rank and the style that a person has besides: `Prime Minister` and
    `Lord`; the title alone where there is no such two."""
    for i in range(1, len(words)):
        styles = words[i:]
        is_style = all(w.text.lower() in titles().honorifics | titles().styles for w in styles)
        if is_style and lower_phrase(words[i - 1 : i]) in titles().offices | titles().ranks:
            return words[:i], styles
    return (words,)


def takes_domain(chain: Sequence[Word], joint: str, after: str) -> bool:
    """Say whether the title that ends the chain goes on after `joint`: `Minister` after `of`, and `Speaker of
    the House` before `of Deputies`. `after` is the word behind the joint."""
    if not chain or title_start(chain) is None:
        return False
    if any(w.text in JOINTS for w in chain) and not is_title(chain):
        # It has its domain; "Commander in Chief" has none yet.
        return joint == "of" and after in COUNCILLORS and chain[-1].text.lower() in COUNCILS
    last = chain[-1].text.lower()
    if joint in ("to", "to the"):
        return last in name_words().missions
    if joint == "in":
        return last in ("chief", "commander", "general")
    if joint == "from":
        return last in name_words().constituents
    return last not in titles().honorifics

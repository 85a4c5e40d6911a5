"""An invented sentence with its names and dates marked in, parsed sentences, dates and kinds out.

`[Tamsin Roe|person] left [Halvey|place] on {4 May 1709}.` marks a name with its kind, and a date.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from pipeline.mentions.dates import find_dates
from pipeline.model.date import DateMention
from pipeline.model.document import Source
from pipeline.model.entity import EntityKind
from pipeline.model.span import Span
from pipeline.model.syntax import Mask, MaskKind, Sentence, Token
from pipeline.parsing.parser import parse_document
from pipeline.reading.article import read_article

MARK = re.compile(r"\[(?P<name>[^|\]]+)\|(?P<kind>[a-z]+)\]|\{(?P<date>[^}]+)\}")
PLACEHOLDERS = {
    "person": ("Smith", "Johnson", "Williams"),
    "place": ("London", "Paris"),
    "polity": ("France", "Germany"),
    "government": ("Congress",),
    "organization": ("Congress",),
    "unit": ("Congress",),
    "event": ("Verdun",),
    "agreement": ("Versailles",),
    "work": ("Versailles",),
    "group": ("Germans",),
    "office": ("chairman",),
    "demonym": ("foreign",),
}
SOURCE = Source("invented", "Invented", "https://example.org", None, "CC0", "nobody", "")


@dataclass(frozen=True)
class Reading:
    """One marked text, parsed."""

    text: str
    sentences: tuple[Sentence, ...]
    dates: tuple[DateMention, ...]
    kind_of: Callable[[Token], EntityKind | None]


@cache
def read_marked(marked: str) -> Reading:
    """Return the parse of a marked text. A common noun before which stands no mark has a kind where its
    lemma is one of NOUN_KINDS, as the resolution of descriptions gives it in the whole flow."""
    head = "= Invented =\n\n"
    parts, masks, kinds = [head], [], {}
    length, position = len(head), 0
    rotation: dict[str, dict[str, str]] = {}
    for match in MARK.finditer(marked):
        before = marked[position : match.start()]
        shown = match["name"] or match["date"]
        start = length + len(before)
        span = Span(start, start + len(shown))
        if match["date"] is None:
            kind = match["kind"]
            masks.append(_name_mask(span, shown, kind, rotation))
            if kind != "demonym":
                kinds[span] = EntityKind(kind)
        else:
            # Directly before a name, a month is read as the first part of it.
            followed = marked[match.end() : match.end() + 2] == " ["
            masks.append(Mask(MaskKind.DATE, span, "today" if followed else "June"))
        parts += [before, shown]
        length = span.end
        position = match.end()
    parts.append(marked[position:])
    text = "".join(parts)
    document = read_article(SOURCE, text, "invented.txt")
    sentences = parse_document(document, masks)

    def kind_of(token: Token) -> EntityKind | None:
        if token.mask is not None:
            return kinds.get(token.span)
        return NOUN_KINDS.get(token.lemma)

    return Reading(text, sentences, find_dates(document), kind_of)


NOUN_KINDS = {
    "council": EntityKind.GOVERNMENT,
    "government": EntityKind.GOVERNMENT,
    "army": EntityKind.UNIT,
    "company": EntityKind.UNIT,
    "town": EntityKind.PLACE,
    "treaty": EntityKind.AGREEMENT,
    "envoy": EntityKind.OFFICE,
    "regent": EntityKind.OFFICE,
    "guild": EntityKind.ORGANIZATION,
}


def _name_mask(span: Span, name: str, kind: str, rotation: dict[str, dict[str, str]]) -> Mask:
    words = PLACEHOLDERS[kind]
    seen = rotation.setdefault(kind, {})
    word = seen.setdefault(name, words[len(seen) % len(words)])
    return Mask(MaskKind.DEMONYM if kind == "demonym" else MaskKind.NAME, span, word)

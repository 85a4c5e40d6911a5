"""An infobox field about strengths or losses in, the numbers of its value out, with what they count."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from pipeline.lexicon.infobox import InfoboxLexicon, load_infobox_lexicon
from pipeline.mentions.infobox_parts import DateIndex, Part, split_value, strip_span
from pipeline.mentions.infobox_values import NoteKind, Quantity
from pipeline.model.document import InfoboxField
from pipeline.model.span import Span

_NUMBER = r"\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?"
_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_LONGEST_THING = 7


def read_quantities(text: str, field: InfoboxField, dates: DateIndex) -> list[Quantity]:
    """Return the numbers that the value lists. A number inside a bracket is a part of the one before it
    and not read: `12 dead (9 gunners & 3 cooks)`."""
    found: list[Quantity] = []
    for part in split_value(text, field, dates):
        for piece in _cut_pieces(text, part.core):
            quantity = _read_quantity(text, field, part, piece)
            if quantity is not None:
                found.append(quantity)
            elif found and _is_casualty_word(piece.of(text)):
                # "40 killed, wounded and missing": one number of all three.
                found[-1] = replace(found[-1], doubt="broken list")
    return found


def _is_casualty_word(words: str) -> bool:
    known = load_infobox_lexicon().casualty_words
    return any(word in known for word in re.split(r"\s*(?:\band\b|\bor\b|&)\s*", words.lower()))


def _cut_pieces(text: str, core: Span) -> list[Span]:
    """Cut `2 ships and 40 men` in two."""
    pieces, start = [], core.start
    for joint in re.finditer(r"\s+(?:and|&|plus)\s+(?=\d)", core.of(text)):
        pieces.append(Span(start, core.start + joint.start()))
        start = core.start + joint.end()
    pieces.append(Span(start, core.end))
    return [piece for piece in pieces if piece]


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted(load_infobox_lexicon().approximate, key=lambda word: (-len(word), word))
    approximate = "|".join(re.escape(word) + (r"\b" if word[-1].isalpha() else "") for word in words)
    return re.compile(
        rf"(?:(?P<approximate>{approximate})\s*)?(?P<low>{_NUMBER})"
        rf"(?:(?:\s*[–—-]\s*|\s+to\s+)(?P<high>{_NUMBER}))?(?:\s+(?P<scale>thousand|million|billion)\b)?(?P<plus>\s?\+)?"
        r"(?=\s|\Z|[*^])",
        re.IGNORECASE,
    )


def _read_quantity(text: str, field: InfoboxField, part: Part, piece: Span) -> Quantity | None:
    words = piece.of(text)
    match = _pattern().match(words) or _pattern().search(words)
    if match is None:
        return None
    lexicon = load_infobox_lexicon()
    low, high = _bounds(match)
    qualifier = lexicon.approximate.get((match["approximate"] or "").lower())
    if match["plus"]:
        qualifier = "at least"
    number = Span(
        piece.start + match.start("approximate" if match["approximate"] else "low"), piece.start + match.end()
    )
    before = words[: match.start()].rstrip(" :–-").lower()
    after = strip_span(text, Span(piece.start + match.end(), piece.end), " \t\xa0*")
    thing, category, category_span = _read_counted(text, after, lexicon)
    elsewhere = None if category else _category_before(piece, before, lexicon)
    elsewhere = elsewhere or (None if category else _category_elsewhere(text, part, field, thing, lexicon))
    is_total = any(
        word in f" {before} {after.of(text).lower()} " for word in (f" {t} " for t in lexicon.totals)
    )
    is_total = is_total or any(label.role == "total" for label in part.labels)
    doubt = part.doubt or _find_doubt(text, part, piece, before, after, match, lexicon)
    return Quantity(
        field=field,
        span=Span(piece.start, part.span.end) if piece.end == part.core.end else piece,
        number=number,
        low=0 if qualifier == "at most" else low,
        high=None if qualifier == "at least" else high,
        qualifier=qualifier,
        thing=thing,
        category=category or (elsewhere[0] if elsewhere else None),
        category_span=category_span or (elsewhere[1] if elsewhere else None),
        is_total=is_total,
        labels=part.labels,
        notes=part.notes if piece.end == part.core.end else (),
        doubt=doubt,
    )


def _bounds(match: re.Match[str]) -> tuple[int, int]:
    scale = _SCALES.get((match["scale"] or "").lower(), 1)
    low = round(float(match["low"].replace(",", "")) * scale)
    high = round(float((match["high"] or match["low"]).replace(",", "")) * scale)
    return low, high


def _read_counted(
    text: str, after: Span, lexicon: InfoboxLexicon
) -> tuple[Span | None, str | None, Span | None]:
    """What is counted, and what happened to it: in `8 guns captured` the guns are captured."""
    words = after.of(text)
    lowered = words.lower()
    for phrase in sorted(lexicon.casualty_words, key=lambda word: (-len(word), word)):
        match = re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", lowered)
        if match is None:
            continue
        thing = strip_span(text, Span(after.start, after.start + match.start()), " \t\xa0,")
        category_span = Span(after.start + match.start(), after.start + match.end())
        return (thing or None), lexicon.casualty_words[phrase], category_span
    total = re.search(rf"(?:\A|\s)(?:{'|'.join(sorted(lexicon.totals, reverse=True))})\Z", lowered)
    if total is not None:
        after = Span(after.start, after.start + total.start())
    return (after or None), None, None


def _category_before(piece: Span, before: str, lexicon: InfoboxLexicon) -> tuple[str, Span] | None:
    """The category in `Overall casualties up to 50`."""
    for match in re.finditer(r"\w+", before):
        if match.group() in lexicon.casualty_words:
            span = Span(piece.start + match.start(), piece.start + match.end())
            return lexicon.casualty_words[match.group()], span
    return None


def _category_elsewhere(
    text: str, part: Part, field: InfoboxField, thing: Span | None, lexicon: InfoboxLexicon
) -> tuple[str, Span] | None:
    """The category that a mark (`40 KIA`), a sub-label (`Military dead:`) or the label of the field gives;
    that of the field only where the value does not say what is counted."""
    for note in part.notes:
        if note.kind is NoteKind.FATE and note.word is not None:
            return note.word, note.span
    places = [label.span for label in reversed(part.labels)] + ([field.label_span] if thing is None else [])
    for span in places:
        words = span.of(text).lower()
        for phrase in sorted(lexicon.casualty_words, key=lambda word: (-len(word), word)):
            found = re.search(rf"(?<!\w){re.escape(phrase)}(?=\s*\d*\Z)", words)
            if found is not None:
                start = span.start + found.start()
                return lexicon.casualty_words[phrase], Span(start, start + len(phrase))
    return None


def _find_doubt(
    text: str,
    part: Part,
    piece: Span,
    before: str,
    after: Span,
    match: re.Match[str],
    lexicon: InfoboxLexicon,
) -> str | None:
    if any(word not in lexicon.totals and word not in lexicon.casualty_words for word in before.split()):
        return "words before a number"
    if part.is_date and piece == part.core:
        return "year or number"
    if re.search(r"\d", after.of(text)) or len(after.of(text).split()) > _LONGEST_THING:
        return "long count"
    if any("." in (match[end] or "") for end in ("low", "high")) and not match["scale"]:
        return "no whole number"
    if match["high"] and _bounds(match)[0] > _bounds(match)[1]:
        return "range runs backwards"
    return None

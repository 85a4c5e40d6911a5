"""The words of one name in an infobox in, the exact name out, and whether it has the shape of its kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from pipeline.lexicon.infobox import FieldSense, ValueKind, load_infobox_lexicon
from pipeline.lexicon.states import state_by_name
from pipeline.lexicon.words import name_words, nouns, titles
from pipeline.mentions.infobox_parts import DateIndex, matching_brackets, period_notes, strip_span
from pipeline.mentions.infobox_values import Note
from pipeline.model.entity import EntityKind
from pipeline.model.span import Span

# What a value of the kind can be the name of; the likeliest first.
KINDS: dict[ValueKind, tuple[EntityKind, ...]] = {
    ValueKind.PERSON: (EntityKind.PERSON,),
    ValueKind.PARTY: (
        EntityKind.POLITY,
        EntityKind.ORGANIZATION,
        EntityKind.GROUP,
        EntityKind.UNIT,
        EntityKind.GOVERNMENT,
    ),
    ValueKind.POLITY: (EntityKind.POLITY, EntityKind.GOVERNMENT, EntityKind.PLACE),
    ValueKind.PLACE: (EntityKind.PLACE, EntityKind.POLITY),
    ValueKind.EVENT: (EntityKind.EVENT, EntityKind.AGREEMENT, EntityKind.WORK),
    ValueKind.AGREEMENT: (EntityKind.AGREEMENT,),
    ValueKind.UNIT: (EntityKind.UNIT, EntityKind.ORGANIZATION),
    ValueKind.ORGANIZATION: (EntityKind.ORGANIZATION, EntityKind.GOVERNMENT, EntityKind.GROUP),
    ValueKind.AGENT: (
        EntityKind.PERSON,
        EntityKind.POLITY,
        EntityKind.GOVERNMENT,
        EntityKind.ORGANIZATION,
        EntityKind.GROUP,
    ),
    ValueKind.SIGNATORY: (EntityKind.PERSON, EntityKind.POLITY),
}
STATE_VALUES = (ValueKind.PARTY, ValueKind.POLITY, ValueKind.SIGNATORY, ValueKind.AGENT)
PERSON_VALUES = (ValueKind.PERSON, ValueKind.SIGNATORY, ValueKind.AGENT)
AND = re.compile(r"\s+(?:and|&)\s+(?:the\s+)?(?=\S)")
ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)\b")
_STUCK = re.compile(r"(?<=[^\W\d_A-ZÀ-ÖØ-Þ])(?=[A-ZÀ-ÖØ-Þ])")
_WORD = re.compile(r"[^\s,]+")
_ARTICLE = re.compile(r"(?:the|a|an)\s+(?=\S)")
_CAPITAL_ARTICLE = re.compile(r"The\s+(?=\S)")
_CODE = re.compile(r"[A-Z]{2,4}\Z")
_LONGEST_NAME = 9


def unstick_name(text: str, core: Span) -> tuple[Span, Span | None, str | None]:
    """The name, what stuck to it, and a doubt. The page shows a link under another name than that of its
    article, and the text holds both: `Velmora (1702–1710)Velmora`."""
    closes = {close for opening, close in matching_brackets(text, core).items() if text[opening] == "("}
    for close in sorted(closes, reverse=True):
        if close + 1 < core.end and text[close + 1].isalnum():
            head, tail = Span(core.start, close + 1), Span(close + 1, core.end)
            return tail, head, None if _repeats(text, head, tail) else "stuck together"
        if close + 1 < core.end:
            return core, None, "text after brackets"
    for match in _STUCK.finditer(core.of(text)):
        offset = core.start + match.start()
        word_start = (
            max(text.rfind(" ", core.start, offset), text.rfind("-", core.start, offset), core.start - 1) + 1
        )
        word = re.split(r"['’]", text[word_start:offset])[-1]
        head, tail = Span(core.start, offset), Span(offset, core.end)
        if _repeats(text, head, tail):
            return tail, (None if head.of(text) == tail.of(text) else head), None
        if word not in load_infobox_lexicon().camel_prefixes:
            return core, None, "stuck together"
    return core, None, None


def _repeats(text: str, head: Span, tail: Span) -> bool:
    """Whether all words of the tail stand in the head already."""
    words = set(re.findall(r"\w+", head.of(text).lower()))
    return bool(tail) and set(re.findall(r"\w+", tail.of(text).lower())) <= words


def without_late_date(
    text: str, name: Span, sense: FieldSense, dates: DateIndex
) -> tuple[Span, tuple[Note, ...]]:
    """Part `Osk Feld 1702–1705` into the name and its period; the dates of events are part of their names."""
    if sense.values in (ValueKind.EVENT, ValueKind.TEXT, ValueKind.UNIT, ValueKind.NAME):
        return name, ()
    mentions = [m for m in dates.within(name) if m.span.end == name.end]
    if not mentions:
        return name, ()
    before = text[name.start : mentions[-1].span.start]
    bound = re.search(r"[\s,]+(?:(?:from|until|till|since|after|before|in|c\.|circa)\s+)?\Z", before)
    if bound is None or not before[: bound.start()].strip() or before.rstrip().endswith(" of"):
        return name, ()
    start = name.start + bound.start()
    note_span = strip_span(text, Span(start, name.end))
    return Span(name.start, start), period_notes(text, note_span, dates)


def without_article(text: str, name: Span, sense: FieldSense) -> Span:
    if sense.values is ValueKind.NAME or sense.values is ValueKind.TEXT:
        return name
    pattern = (
        _ARTICLE
        if sense.values is ValueKind.PLACE
        else re.compile(f"{_ARTICLE.pattern}|{_CAPITAL_ARTICLE.pattern}")
    )
    match = pattern.match(name.of(text))
    return Span(name.start + match.end(), name.end) if match else name


def split_title(text: str, name: Span, sense: FieldSense) -> tuple[Span | None, Span]:
    """Part a person's name from the titles before it; a title with nothing but `of` after it is the name."""
    if sense.values not in PERSON_VALUES:
        return None, name
    words = [Span(name.start + m.start(), name.start + m.end()) for m in _WORD.finditer(name.of(text))]
    length = _title_length([word.of(text).lower() for word in words])
    while length and (length >= len(words) or not text[words[length].start].isupper()):
        length = 0
    if not length:
        return None, name
    return Span(name.start, words[length - 1].end), Span(words[length].start, name.end)


def _title_length(words: Sequence[str]) -> int:
    """How many words at the start are titles: the longest run that ends in a head, over and over."""
    known, total = titles(), 0
    while True:
        best = 0
        for length in range(1, min(5, len(words) - total) + 1):
            run = words[total : total + length]
            is_title = " ".join(run) in known.heads or (
                run[-1] in known.heads
                and all(word in known.modifiers or word in known.heads for word in run[:-1])
            )
            best = length if is_title else best
        if not best:
            return total
        total += best


def find_doubt_of_name(text: str, name: Span, sense: FieldSense) -> str | None:
    words = name.of(text).split()
    if not words or not any(character.isalpha() for character in name.of(text)):
        return "not a name"
    if len(words) > _LONGEST_NAME or not any(word[:1].isupper() or not word.isascii() for word in words):
        return "not a name"
    if sense.values is ValueKind.PERSON or (
        sense.values in PERSON_VALUES and not is_headed_by_other_kind(words)
    ):
        return _doubt_of_person(words, sense)
    if words[0] in load_infobox_lexicon().vague_openers:
        return "not a name"
    first = words[0].lstrip("'\"“‘([")
    if not (first[:1].isupper() or ORDINAL.match(first) or not first[:1].isascii()):
        return "not a name"
    if AND.search(name.of(text)) and not _is_one_name_with_and(words, sense):
        return "joined names"
    if sense.values is ValueKind.EVENT and sense.group is None:
        if not has_event_noun(name.of(text)):
            return "no event noun"
        if (
            len(words) > 4
            and words[1] == "of"
            and all(has_event_noun(word) for word in (words[0], words[-1]))
        ):
            return "two events"
    if (
        sense.values in (*STATE_VALUES, ValueKind.PLACE)
        and re.search(r"\d", name.of(text))
        and not ORDINAL.search(name.of(text))
    ):
        return "not a name"
    return None


def _is_one_name_with_and(words: Sequence[str], sense: FieldSense) -> bool:
    whole = " ".join(words)
    if sense.values in (ValueKind.EVENT, ValueKind.UNIT, ValueKind.ORGANIZATION):
        return (
            sense.group is not None or sense.values is not ValueKind.EVENT or len(re.findall(AND, whole)) == 0
        )
    return state_by_name(whole) is not None or words[0] in load_infobox_lexicon().polity_heads


def _doubt_of_person(words: Sequence[str], sense: FieldSense) -> str | None:
    whole = " ".join(words)
    if state_by_name(whole) is not None:
        return None if sense.values is not ValueKind.PERSON else "not a person"
    if any(re.search(r"\d", word) for word in words) or not any(
        w[:1].isupper() or not w[:1].isascii() for w in words
    ):
        return "not a name"
    if any(word in ("and", "&", "or") for word in words):
        return "joined names"
    if any(word[:1].islower() and not _is_small_word(word) for word in words):
        return "not a name"
    if len(words) > 2 and words[-1] in ("X", "x"):
        # A cross, the sign for an execution, or a numeral?
        return "mark or numeral"
    if sense.values is ValueKind.PERSON and (_CODE.match(whole) or is_headed_by_other_kind(words)):
        return "not a person"
    if _is_title_only(words):
        return "title only"
    return None


@cache
def _particle_words() -> frozenset[str]:
    return frozenset(word for particle in name_words().particles for word in particle.split()) | {
        "of",
        "the",
        "in",
    }


def _is_small_word(word: str) -> bool:
    """`de`, the `d'Aubrac` of a French name, and titles that stand inside a name: `Isa bey`."""
    is_elided = re.match(r"\w{1,2}['’-][A-ZÀ-Þ]", word) is not None
    return is_elided or word.lower() in _particle_words() or word.lower() in titles().heads


def is_headed_by_other_kind(words: Sequence[str]) -> bool:
    """`War Council`, `Army of Corrow`: bodies, not persons."""
    if not words:
        return False
    known = nouns()
    head = words[0] if len(words) > 1 and words[1] == "of" else words[-1]
    found = known.heads.get(head.lower())
    is_body = found is not None and found.kind not in (
        EntityKind.PERSON,
        EntityKind.OFFICE,
        EntityKind.PLACE,
        None,
    )
    return (is_body and len(words) > 1) or head.lower() in known.groups


def _is_title_only(words: Sequence[str]) -> bool:
    """`President of Velmora` is no name; `Duke of Pell` is how that person is called."""
    before_of = words[: words.index("of")] if "of" in words else words
    is_title = " ".join(before_of).lower() in titles().heads
    return is_title and (before_of is words or before_of[-1] not in load_infobox_lexicon().peerage)


def has_event_noun(name: str) -> bool:
    heads = nouns().heads
    for word in re.findall(r"[^\W\d_]+", name.lower()):
        for form in (word, word.removesuffix("s"), word.removesuffix("es")):
            found = heads.get(form)
            if found and found.kind in (EntityKind.EVENT, EntityKind.AGREEMENT, EntityKind.WORK):
                return True
    return False

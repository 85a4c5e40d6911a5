"""An infobox field and its sense in, the items of its value out: names, places, text, titles, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from pipeline.lexicon.infobox import FieldSense, ValueKind, load_infobox_lexicon
from pipeline.lexicon.states import state_by_code, state_by_name
from pipeline.lexicon.words import name_words, nouns, titles
from pipeline.mentions.infobox_parts import (
    DateIndex,
    Part,
    matching_brackets,
    period_of,
    split_value,
    strip_span,
    whole_value,
)
from pipeline.mentions.infobox_values import DateItem, Item, Label, Note, NoteKind, Title
from pipeline.model.document import InfoboxField
from pipeline.model.entity import EntityKind
from pipeline.model.span import Span

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
_STUCK = re.compile(r"(?<=[^\W\d_A-ZÀ-ÖØ-Þ])(?=[A-ZÀ-ÖØ-Þ])")
_WORD = re.compile(r"[^\s,]+")
_ARTICLE = re.compile(r"(?:the|a|an)\s+(?=\S)")
_CAPITAL_ARTICLE = re.compile(r"The\s+(?=\S)")
_AND = re.compile(r"\s+(?:and|&)\s+(?:the\s+)?(?=\S)")
_CODE = re.compile(r"[A-Z]{2,4}\Z")
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)\b")
_ORDINALS = re.compile(
    rf"(?:the\s+)?({_ORDINAL.pattern})(?:\s*(?:,|and|&|,\s*and)\s*({_ORDINAL.pattern}))*", re.IGNORECASE
)
_JOINT = re.compile(r"\s+(?:of|for|from|in|to)\s+(?:the\s+)?(?=\S)")
_OPEN_END = re.compile(r"\b(?:the|a|an|of|and|or|to|in|by|from|with|for|its|as|at|on)[,;\s]*\Z")
_SENTENCE_END = re.compile(r"[\w)]{4}(?P<stop>\.)\s+(?=[A-ZÀ-Þ])")
_LONGEST_NAME = 9
_LONGEST_TITLE = 14
_LONGEST_NOTED = 5


def read_names(text: str, field: InfoboxField, sense: FieldSense, dates: DateIndex) -> list[Item]:
    """Return the names that the value lists: persons, parties, events and the like."""
    items: list[Item] = []
    for part in split_value(text, field, dates):
        if not part.core or part.is_date:
            _attach(items, part, dates)
        elif (suffix := _is_name_suffix(text, part)) and items:
            items[-1] = replace(
                items[-1], name=items[-1].name.cover(part.core), span=items[-1].span.cover(part.span)
            )
        elif suffix or _is_non_value(text, part):
            continue
        elif items and _is_peerage(text, part):
            note = Note(NoteKind.TEXT, part.core, None, None, None)
            items[-1] = replace(
                items[-1], notes=(*items[-1].notes, note, *part.notes), span=items[-1].span.cover(part.span)
            )
        else:
            items.extend(_build_items(text, field, sense, part, dates, is_first=not items))
    return items


def _attach(items: list[Item], part: Part, dates: DateIndex) -> None:
    """Give a bracket or a date that stands alone to the name before it."""
    if not items:
        return
    notes = part.notes
    if part.core:
        notes = (Note(NoteKind.PERIOD, part.core, None, None, period_of(dates.within(part.core))), *notes)
    items[-1] = replace(items[-1], notes=(*items[-1].notes, *notes), span=items[-1].span.cover(part.span))


def _is_non_value(text: str, part: Part) -> bool:
    words = part.core.of(text).lower().strip(" .")
    return words in load_infobox_lexicon().non_values or not any(character.isalnum() for character in words)


def _is_name_suffix(text: str, part: Part) -> bool:
    words = part.core.of(text)
    return words in name_words().suffixes or f"{words}." in name_words().suffixes


def _is_peerage(text: str, part: Part) -> bool:
    """Whether the part is no second name but a title of the one before: `1st Earl of Pell`."""
    words = part.core.of(text).split()
    return (
        len(words) > 2
        and _ORDINAL.fullmatch(words[0]) is not None
        and words[1] in load_infobox_lexicon().peerage
    )


# ---------------------------------------------------------------- one name


def _build_items(
    text: str, field: InfoboxField, sense: FieldSense, part: Part, dates: DateIndex, *, is_first: bool
) -> Iterator[Item]:
    part = _without_dash_note(text, part, sense)
    pieces = _split_joined(text, part.core, sense)
    for piece in pieces:
        is_last = piece is pieces[-1]
        span = Span(piece.start, part.span.end) if is_last else piece
        notes = part.notes if is_last or len(pieces) == 1 else ()
        item = _build_item(text, field, sense, piece, span, notes, part, dates)
        doubt = item.doubt
        if doubt is None and len(pieces) > 1:
            doubt = _doubt_of_joined(text, pieces, part)
        if (
            doubt is None
            and not is_first
            and sense.values is ValueKind.PERSON
            and _is_bare_peerage(text, piece)
        ):
            doubt = "title or person"
        yield replace(item, doubt=doubt)


def _without_dash_note(text: str, part: Part, sense: FieldSense) -> Part:
    """Part `Osk Roe – uncle` into the name and a note."""
    dash = re.search(r"\s+[–—-]\s+", part.core.of(text)) if sense.values in _PERSON_VALUES else None
    if dash is None:
        return part
    note = Note(NoteKind.TEXT, Span(part.core.start + dash.end(), part.core.end), None, None, None)
    return replace(
        part, core=Span(part.core.start, part.core.start + dash.start()), notes=(note, *part.notes)
    )


def _split_joined(text: str, core: Span, sense: FieldSense) -> list[Span]:
    """Cut `Osk Feld and Tamsin Roe` in two where both sides are whole."""
    words = core.of(text)
    joint = _AND.search(words)
    if joint is None:
        return [core]
    first, second = words[: joint.start()], words[joint.end() :]
    if _AND.search(second) and sense.values is not ValueKind.PERSON:
        return [core]
    if not _may_be_cut(first, second, words, sense.values):
        return [core]
    left = Span(core.start, core.start + joint.start())
    right = Span(core.start + joint.end(), core.end)
    return [left, *_split_joined(text, right, sense)]


def _may_be_cut(first: str, second: str, whole: str, values: ValueKind) -> bool:
    if not (first.removeprefix("the ")[:1].isupper() and second[:1].isupper()):
        return False
    if values in _PERSON_VALUES:
        return " of " not in whole
    if values in (ValueKind.PARTY, ValueKind.POLITY, ValueKind.PLACE):
        return state_by_name(whole) is None and all(
            state_by_name(name) is not None for name in (first, second)
        )
    if values is ValueKind.EVENT:
        return all(_has_event_noun(name) for name in (first, second))
    return False


def _doubt_of_joined(text: str, pieces: Sequence[Span], part: Part) -> str | None:
    """Notes may speak of both, and a first name may lack its family name: `Osk and Tamsin Roe`."""
    counts = [len(piece.of(text).split()) for piece in pieces]
    if part.notes or any(left == 1 < right for left, right in pairwise(counts)):
        return "joined names"
    return None


def _is_bare_peerage(text: str, piece: Span) -> bool:
    """`Duke of Pell` after a name: another person, or the same one's title?"""
    words = piece.of(text).split()
    return len(words) > 2 and words[0] in load_infobox_lexicon().peerage and words[1] in ("of", "de")


def _build_item(
    text: str,
    field: InfoboxField,
    sense: FieldSense,
    piece: Span,
    span: Span,
    notes: tuple[Note, ...],
    part: Part,
    dates: DateIndex,
) -> Item:
    name, alias, doubt = _unstick(text, piece)
    name, late = _without_late_date(text, name, sense, dates)
    name = _without_article(text, name, sense)
    title, name = _split_title(text, name, sense)
    kinds = KINDS.get(sense.values, ())
    words = name.of(text)
    if sense.values in (ValueKind.SIGNATORY, ValueKind.AGENT) and _is_headed_by_other_kind(words.split()):
        kinds = KINDS[ValueKind.ORGANIZATION]
    if sense.values is ValueKind.EVENT and re.fullmatch(r"\w+ed", words):
        # "Established", "Recognised": what happened to the subject, no event with a name.
        kinds = ()
    code = words if sense.values in _STATE_VALUES and state_by_code(words) is not None else None
    if code is None and sense.values in _STATE_VALUES and _CODE.match(words) and len(words) == 3:
        code = words
    doubt = part.doubt or doubt or (None if code else _doubt_of_name(text, name, sense))
    return Item(field, span, name, kinds, title, code, (), alias, part.labels, (*late, *notes), doubt)


_STATE_VALUES = (ValueKind.PARTY, ValueKind.POLITY, ValueKind.SIGNATORY, ValueKind.AGENT)
_PERSON_VALUES = (ValueKind.PERSON, ValueKind.SIGNATORY, ValueKind.AGENT)


def _unstick(text: str, core: Span) -> tuple[Span, Span | None, str | None]:
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


def _without_late_date(
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
    return Span(name.start, start), (Note(NoteKind.PERIOD, note_span, None, None, period_of(mentions[-1:])),)


def _without_article(text: str, name: Span, sense: FieldSense) -> Span:
    if sense.values is ValueKind.NAME or sense.values is ValueKind.TEXT:
        return name
    pattern = (
        _ARTICLE
        if sense.values is ValueKind.PLACE
        else re.compile(f"{_ARTICLE.pattern}|{_CAPITAL_ARTICLE.pattern}")
    )
    match = pattern.match(name.of(text))
    return Span(name.start + match.end(), name.end) if match else name


def _split_title(text: str, name: Span, sense: FieldSense) -> tuple[Span | None, Span]:
    """Part a person's name from the titles before it; a title with nothing but `of` after it is the name."""
    if sense.values not in _PERSON_VALUES:
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


# ---------------------------------------------------------------- what a name may look like


def _doubt_of_name(text: str, name: Span, sense: FieldSense) -> str | None:
    words = name.of(text).split()
    if not words or not any(character.isalpha() for character in name.of(text)):
        return "not a name"
    if len(words) > _LONGEST_NAME or not any(word[:1].isupper() or not word.isascii() for word in words):
        return "not a name"
    if sense.values is ValueKind.PERSON or (
        sense.values in _PERSON_VALUES and not _is_headed_by_other_kind(words)
    ):
        return _doubt_of_person(words, sense)
    if words[0] in load_infobox_lexicon().vague_openers:
        return "not a name"
    first = words[0].lstrip("'\"“‘([")
    if not (first[:1].isupper() or _ORDINAL.match(first) or not first[:1].isascii()):
        return "not a name"
    if _AND.search(name.of(text)) and not _is_one_name_with_and(words, sense):
        return "joined names"
    if sense.values is ValueKind.EVENT and sense.group is None:
        if not _has_event_noun(name.of(text)):
            return "no event noun"
        if (
            len(words) > 4
            and words[1] == "of"
            and all(_has_event_noun(word) for word in (words[0], words[-1]))
        ):
            return "two events"
    if (
        sense.values in (*_STATE_VALUES, ValueKind.PLACE)
        and re.search(r"\d", name.of(text))
        and not _ORDINAL.search(name.of(text))
    ):
        return "not a name"
    return None


def _is_one_name_with_and(words: Sequence[str], sense: FieldSense) -> bool:
    whole = " ".join(words)
    if sense.values in (ValueKind.EVENT, ValueKind.UNIT, ValueKind.ORGANIZATION):
        return (
            sense.group is not None
            or sense.values is not ValueKind.EVENT
            or len(re.findall(_AND, whole)) == 0
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
    if sense.values is ValueKind.PERSON and (_CODE.match(whole) or _is_headed_by_other_kind(words)):
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


def _is_headed_by_other_kind(words: Sequence[str]) -> bool:
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


def _has_event_noun(name: str) -> bool:
    heads = nouns().heads
    for word in re.findall(r"[^\W\d_]+", name.lower()):
        for form in (word, word.removesuffix("s"), word.removesuffix("es")):
            found = heads.get(form)
            if found and found.kind in (EntityKind.EVENT, EntityKind.AGREEMENT, EntityKind.WORK):
                return True
    return False


# ---------------------------------------------------------------- places


def read_places(text: str, field: InfoboxField, sense: FieldSense, dates: DateIndex) -> list[Item]:
    """Return the places of the value. What follows a place is either another place or what it lies in:
    the sense of the field, brackets, known states and the words themselves decide; else it is doubtful."""
    items: list[Item] = []
    segment: list[Part] = []
    for part in split_value(text, field, dates):
        segment.append(part)
        if part.ends_list:
            items.extend(place_items(text, field, sense, segment, dates))
            segment = []
    items.extend(place_items(text, field, sense, segment, dates))
    return items


def place_items(
    text: str, field: InfoboxField, sense: FieldSense, parts: Sequence[Part], dates: DateIndex
) -> list[Item]:
    """Return the items of parts that no semicolon parts, as `read_places` does."""
    items: list[Item] = []
    for part in parts:
        if not part.core or part.is_date:
            _attach(items, part, dates)
        elif not _is_non_value(text, part):
            items.extend(_build_items(text, field, sense, part, dates, is_first=not items))
    if len(items) < 2:
        return items
    order = _order_of_places(text, items, is_chain=not sense.is_list)
    if order == "chain":
        return [_chain(items)]
    if order == "list":
        return items
    return [items[0], *(replace(item, doubt=item.doubt or "list or containing place") for item in items[1:])]


def _chain(items: Sequence[Item]) -> Item:
    first = items[0]
    notes = tuple(note for item in items for note in item.notes)
    doubt = next((item.doubt for item in items if item.doubt), None)
    span = first.span.cover(items[-1].span)
    return replace(
        first, containing=tuple(item.name for item in items[1:]), notes=notes, span=span, doubt=doubt
    )


def _order_of_places(text: str, items: Sequence[Item], *, is_chain: bool) -> str:
    names = [item.name.of(text) for item in items]
    known = [state_by_name(name) is not None for name in names]
    if is_chain:
        return "unsure" if any(known[:-1]) and not (len(set(names)) < len(names)) else "chain"
    # A bracket ends a place with all that it lies in.
    if any(item.notes for item in items[:-1]) or items[-1].periods or len(items) > 4 or sum(known) > 1:
        return "list"
    if any(note.kind is NoteKind.PRESENT_DAY for note in items[-1].notes):
        return "chain"
    wide = load_infobox_lexicon().wide_regions
    if any(not name[:1].isupper() or name.lower().split()[-1] in wide for name in names):
        return "list"
    return "chain" if known[-1] or len(set(names)) < len(names) else "unsure"


# ---------------------------------------------------------------- text, names of the subject, titles, dates


def read_texts(text: str, field: InfoboxField, sense: FieldSense, dates: DateIndex) -> list[Item]:
    """Return the phrases of the value, as they stand; a phrase that breaks off goes on after the comma."""
    parts = split_value(text, field, dates)
    is_dated_list = len(parts) > 1 and all(
        any(note.kind is NoteKind.PERIOD for note in part.notes) and part.core for part in parts
    )
    if not sense.is_list and not is_dated_list:
        part = whole_value(text, field, dates)
        return (
            [_text_item(field, sense, part, text)]
            if part and part.core and not _is_non_value(text, part)
            else []
        )
    items: list[Item] = []
    for part in _join_broken(text, parts) if sense.values is ValueKind.CLAUSE and sense.is_list else parts:
        if not part.core:
            _attach(items, part, dates)
        elif not _is_non_value(text, part):
            item = _text_item(field, sense, part, text)
            is_plain = sense.values is ValueKind.DEMONYM and not item.notes
            names = _cut_at_and(text, item.name) if is_plain else _sentences(text, item.name)
            items.extend([item] if len(names) == 1 else [replace(item, name=n, span=n) for n in names])
    return items


def _sentences(text: str, span: Span) -> list[Span]:
    """Cut a value of several sentences; a single phrase stays as it is."""
    found, start = [], span.start
    for end in _SENTENCE_END.finditer(text, span.start, span.end):
        found.append(Span(start, end.start("stop")))
        start = end.end()
    return [*found, Span(start, span.end)]


def _cut_at_and(text: str, span: Span) -> list[Span]:
    """Cut `Senn and Old Drovian` in two."""
    joint = _AND.search(span.of(text))
    if joint is None or not text[span.start + joint.end()].isupper():
        return [span]
    rest = Span(span.start + joint.end(), span.end)
    return [Span(span.start, span.start + joint.start()), *_cut_at_and(text, rest)]


def _join_broken(text: str, parts: Sequence[Part]) -> list[Part]:
    """Join what a comma inside a phrase has parted: where phrases end in full stops or semicolons, all up to
    the next one; else what breaks off at a small word, or goes on in small letters."""
    is_closed = [part.ends_list or part.span.of(text).endswith(".") for part in parts]
    has_closed = any(is_closed[:-1])
    joined: list[Part] = []
    for i, part in enumerate(parts):
        if joined and part.core and not part.labels and i:
            goes_on = _OPEN_END.search(joined[-1].core.of(text)) or part.core.of(text)[:1].islower()
            if goes_on if not has_closed else not is_closed[i - 1]:
                before = joined[-1]
                joined[-1] = replace(
                    part, span=before.span.cover(part.span), core=before.core.cover(part.core)
                )
                continue
        joined.append(part)
    return joined


def _text_item(field: InfoboxField, sense: FieldSense, part: Part, text: str) -> Item:
    name, alias, doubt = (part.core, None, None) if " " in part.core.of(text) else _unstick(text, part.core)
    notes = part.notes
    if (
        notes
        and len(name.of(text).split()) > _LONGEST_NOTED
        and text[notes[-1].span.end : notes[-1].span.end + 1] == ")"
    ):
        # A bracket at the end of a sentence belongs to the sentence.
        name, notes = Span(name.start, notes[-1].span.end + 1), ()
    if doubt is None and sense.values is ValueKind.DEMONYM and not name.of(text)[:1].isupper():
        doubt = "not a name"
    return Item(field, part.span, name, (), None, None, (), alias, part.labels, notes, part.doubt or doubt)


def read_title(text: str, field: InfoboxField, dates: DateIndex) -> tuple[list[Span], list[Title]]:
    """Return the ordinals and the titles of an office, as in `7th and 9th Regent of Velmora`; at most one
    title."""
    value = strip_span(text, field.value_span)
    ordinals, start = _leading_ordinals(text, value)
    rest = strip_span(text, Span(start, value.end))
    if not rest:
        return ordinals, []
    part = whole_value(text, replace(field, value_span=rest), dates)
    if part is None or not part.core:
        return ordinals, []
    return ordinals, [_build_title(text, field, part.core, part.notes, (), part.doubt)]


def read_ranks(text: str, field: InfoboxField, dates: DateIndex) -> list[Title]:
    """Return the ranks that the value lists."""
    return [
        _build_title(text, field, part.core, part.notes, part.labels, part.doubt)
        for part in split_value(text, field, dates)
        if part.core and not part.is_date and not _is_non_value(text, part)
    ]


def _leading_ordinals(text: str, value: Span) -> tuple[list[Span], int]:
    match = _ORDINALS.match(text, value.start, value.end)
    if match is None or (match.end() < value.end and text[match.end()] not in " ,;("):
        return [], value.start
    found = _ORDINAL.finditer(text, value.start, match.end())
    return [Span(m.start(), m.end()) for m in found], match.end()


def _build_title(
    text: str,
    field: InfoboxField,
    core: Span,
    notes: tuple[Note, ...],
    labels: tuple[Label, ...],
    doubt: str | None,
) -> Title:
    first = core.start + _length_of_known_title(core.of(text))
    joints = list(_JOINT.finditer(text, first, core.end))
    head = Span(core.start, joints[0].start()) if joints else core
    domains = [Span(joint.end(), core.end) for joint in joints]
    whole, kept = core, []
    for note in notes:
        domain = re.match(r"(?:of|for)\s+(?:the\s+)?(?=[A-ZÀ-Þ])", note.span.of(text))
        if note.kind is NoteKind.TEXT and domain and text[note.span.end : note.span.end + 1] == ")":
            domains.append(Span(note.span.start + domain.end(), note.span.end))
            whole = Span(whole.start, note.span.end + 1)
        else:
            kept.append(note)
    words = core.of(text)
    if doubt is None and (len(words.split()) > _LONGEST_TITLE or not any(c.isalpha() for c in words)):
        doubt = "not a title"
    if doubt is None and "," in words and not re.search(r"\w, (?:\w+ )+(?:and|&) ", words):
        doubt = "comma in a title"
    return Title(field, whole, head, tuple(domains), labels, tuple(kept), doubt)


def _length_of_known_title(words: str) -> int:
    """How many characters at the start are a title that holds `of` or `in` itself: `Secretary of State`."""
    joints = [joint.start() for joint in re.finditer(r"(?=\s|\Z)", words)]
    return max((end for end in joints if words[:end].lower() in titles().heads), default=0)


def read_dates(
    text: str, field: InfoboxField, sense: FieldSense, dates: DateIndex
) -> tuple[list[DateItem], list[Item]]:
    """Return the dates and periods of the value, and the place that may follow them."""
    found: list[DateItem] = []
    places: list[Part] = []
    for part in split_value(text, field, dates, has_headings=False):
        mentions = dates.within(part.span)
        outside = [m for m in mentions if part.core.contains(m.span)]
        if outside:
            doubt = part.doubt or (None if part.is_date else "words beside a date")
            period = period_of(outside)
            assert period is not None
            found.append(DateItem(field, part.span, period, part.labels, part.notes, doubt))
        elif not part.core and found:
            found[-1] = replace(found[-1], notes=(*found[-1].notes, *part.notes))
        elif not part.core:
            stated = [note.period for note in part.notes if note.kind is NoteKind.PERIOD and note.period]
            found.extend(DateItem(field, part.span, period, part.labels, (), None) for period in stated)
        elif part.core and not _is_non_value(text, part):
            places.append(part)
    found = found if sense.is_list else _doubt_several(found)
    if sense.group != "occurrence" or sense.role in ("occurred", "lasted", "service"):
        return found, []
    place_sense = replace(sense, values=ValueKind.PLACE, is_list=False)
    items = place_items(text, field, place_sense, places, dates)
    if not found:
        items = [replace(item, doubt="place in a date field") for item in items]
    return found, items


def _doubt_several(found: Sequence[DateItem]) -> list[DateItem]:
    """Of what happens once, one bare date is stated; others need a label of their own."""
    bare = [date for date in found if not date.labels]
    if len(bare) < 2:
        return list(found)
    doubt = next((date.doubt for date in bare if date.doubt), None)
    return [
        replace(d, doubt=d.doubt or (doubt if d is bare[0] else "several dates")) if d in bare else d
        for d in found
    ]

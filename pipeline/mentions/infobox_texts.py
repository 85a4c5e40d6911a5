"""An infobox field of phrases, titles or dates in, the items of its value out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.lexicon.infobox import FieldSense, ValueKind, load_infobox_lexicon
from pipeline.lexicon.words import titles
from pipeline.mentions.infobox_items import attach_notes, is_non_value, place_items
from pipeline.mentions.infobox_parts import (
    DateIndex,
    Part,
    find_periods,
    split_value,
    strip_span,
    whole_value,
)
from pipeline.mentions.infobox_shapes import AND, KINDS, ORDINAL, find_doubt_of_name, unstick_name
from pipeline.mentions.infobox_values import DateItem, Item, Label, Note, NoteKind, Ratification, Title
from pipeline.model.document import InfoboxField
from pipeline.model.span import Span

_ORDINALS = re.compile(
    rf"(?:the\s+)?({ORDINAL.pattern})(?:\s*(?:,|and|&|,\s*and)\s*({ORDINAL.pattern}))*", re.IGNORECASE
)
_JOINT = re.compile(r"\s+(?:of|for|from|in|to)\s+(?:the\s+)?(?=\S)")
_RATIFIED = re.compile(r"(?:Ratification|Ratified|ratification|ratified)\s+by\s+")
_RATIFIER = re.compile(
    r"\)?(?:,|\s|\band\b|\bby\b|\bthe\b)*(?P<name>[^\s,(].*?)\s*(?:,|\(|\bon\b|\bin\b)*\s*"
)
_OPEN_END = re.compile(r"\b(?:the|a|an|of|and|or|to|in|by|from|with|for|its|as|at|on)[,;\s]*\Z")
_SENTENCE_END = re.compile(r"[\w)]{4}(?P<stop>\.)\s+(?=[A-ZÀ-Þ])")
_LONGEST_TITLE = 14
_LONGEST_NOTED = 5


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
            if part and part.core and not is_non_value(text, part)
            else []
        )
    items: list[Item] = []
    for part in _join_broken(text, parts) if sense.values is ValueKind.CLAUSE and sense.is_list else parts:
        if not part.core:
            attach_notes(items, part, text, dates)
        elif not is_non_value(text, part):
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
    joint = AND.search(span.of(text))
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
    name, alias, doubt = (
        (part.core, None, None) if " " in part.core.of(text) else unstick_name(text, part.core)
    )
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


# ---------------------------------------------------------------- titles


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
        if part.core and not part.is_date and not is_non_value(text, part)
    ]


def _leading_ordinals(text: str, value: Span) -> tuple[list[Span], int]:
    match = _ORDINALS.match(text, value.start, value.end)
    if match is None or (match.end() < value.end and text[match.end()] not in " ,;("):
        return [], value.start
    found = ORDINAL.finditer(text, value.start, match.end())
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


# ---------------------------------------------------------------- dates


def read_dates(
    text: str, field: InfoboxField, sense: FieldSense, dates: DateIndex
) -> tuple[list[DateItem], list[Item]]:
    """Return the dates and periods of the value, and the place that may follow them."""
    found: list[DateItem] = []
    places: list[Part] = []
    for part in split_value(text, field, dates, has_headings=False):
        periods = find_periods(text, part.core, dates)
        if periods:
            doubt = part.doubt or (None if part.is_date else "words beside a date")
            found += [
                DateItem(field, part.span, period, part.labels, _without_ages(text, part.notes), doubt)
                for period in periods
            ]
        elif not part.core and found:
            found[-1] = replace(found[-1], notes=(*found[-1].notes, *_without_ages(text, part.notes)))
        elif not part.core:
            stated = [note.period for note in part.notes if note.kind is NoteKind.PERIOD and note.period]
            found.extend(DateItem(field, part.span, period, part.labels, (), None) for period in stated)
        elif part.core and not is_non_value(text, part):
            places.append(part)
    found = found if sense.is_list else _doubt_several(found)
    if sense.group != "occurrence" or sense.role in ("occurred", "lasted", "service"):
        return found, []
    place_sense = replace(sense, values=ValueKind.PLACE, is_list=False)
    items = place_items(text, field, place_sense, places, dates)
    if not found:
        items = [replace(item, doubt="place in a date field") for item in items]
    return found, items


def _without_ages(text: str, notes: Sequence[Note]) -> tuple[Note, ...]:
    """`12 March 1870 (aged 68)`: the age follows from the dates, and says nothing more of the day."""
    ages = load_infobox_lexicon().ages
    words = ((n, text[n.span.start : n.span.end].strip("( ").lower().split()) for n in notes)
    return tuple(n for n, said in words if not (said and said[0] in ages))


def _doubt_several(found: Sequence[DateItem]) -> list[DateItem]:
    """Of what happens once, one bare date is stated; others need a label of their own."""
    bare = [date for date in found if not date.labels]
    if len(bare) < 2:
        return list(found)
    return [replace(d, doubt=d.doubt or "several dates") if not d.labels else d for d in found]


def read_ratifications(
    text: str, field: InfoboxField, sense: FieldSense, dates: DateIndex
) -> list[Ratification]:
    """Return who ratified when, where that is all that the value says: `Ratification by Velmora on 4 May
    and Drovia on 6 June 1709`. Without its date a ratification is only a condition."""
    value = strip_span(text, field.value_span, " \t\xa0,;.")
    start = _RATIFIED.match(text, value.start, value.end)
    found: list[Ratification] = []
    if start is None:
        return found
    offset = start.end()
    for mention in dates.within(value):
        match = _RATIFIER.fullmatch(text, offset, mention.span.start)
        if match is None:
            return []
        name = Span(match.start("name"), match.end("name"))
        party = replace(sense, values=ValueKind.POLITY, group=None)
        item = Item(
            field,
            name,
            name,
            KINDS[ValueKind.POLITY],
            None,
            None,
            (),
            None,
            (),
            (),
            find_doubt_of_name(text, name, party),
        )
        period = find_periods(text, mention.span, dates)[0]
        found.append(Ratification(field, item, period))
        offset = mention.span.end
    return found if text[offset : value.end].strip(" ).") == "" else []

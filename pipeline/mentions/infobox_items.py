"""An infobox field that lists names or places in, its items out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.lexicon.infobox import FieldSense, ValueKind, load_infobox_lexicon
from pipeline.lexicon.states import state_by_code, state_by_name
from pipeline.lexicon.words import name_words
from pipeline.mentions.infobox_parts import DateIndex, Part, period_notes, split_value
from pipeline.mentions.infobox_shapes import (
    AND,
    KINDS,
    ORDINAL,
    PERSON_VALUES,
    STATE_VALUES,
    find_doubt_of_name,
    has_event_noun,
    is_headed_by_other_kind,
    split_title,
    unstick_name,
    without_article,
    without_late_date,
)
from pipeline.mentions.infobox_values import Item, Note, NoteKind
from pipeline.model.document import InfoboxField
from pipeline.model.span import Span

_CODE = re.compile(r"[A-Z]{2,4}\Z")


def read_names(text: str, field: InfoboxField, sense: FieldSense, dates: DateIndex) -> list[Item]:
    """Return the names that the value lists: persons, parties, events and the like."""
    items: list[Item] = []
    for part in split_value(text, field, dates):
        if not part.core or part.is_date:
            attach_notes(items, part, text, dates)
        elif (suffix := _is_name_suffix(text, part)) and items:
            items[-1] = replace(
                items[-1], name=items[-1].name.cover(part.core), span=items[-1].span.cover(part.span)
            )
        elif suffix or is_non_value(text, part):
            continue
        elif items and _is_peerage(text, part):
            note = Note(NoteKind.TEXT, part.core, None, None, None)
            items[-1] = replace(
                items[-1], notes=(*items[-1].notes, note, *part.notes), span=items[-1].span.cover(part.span)
            )
        else:
            items.extend(_build_items(text, field, sense, part, dates, is_first=not items))
    return items


def attach_notes(items: list[Item], part: Part, text: str, dates: DateIndex) -> None:
    """Give a bracket or a date that stands alone to the name before it."""
    if not items:
        return
    notes = part.notes
    if part.core:
        notes = (*period_notes(text, part.core, dates), *notes)
    items[-1] = replace(items[-1], notes=(*items[-1].notes, *notes), span=items[-1].span.cover(part.span))


def is_non_value(text: str, part: Part) -> bool:
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
        and ORDINAL.fullmatch(words[0]) is not None
        and words[1] in load_infobox_lexicon().peerage
    )


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
    dash = re.search(r"\s+[–—-]\s+", part.core.of(text)) if sense.values in PERSON_VALUES else None
    if dash is None:
        return part
    note = Note(NoteKind.TEXT, Span(part.core.start + dash.end(), part.core.end), None, None, None)
    return replace(
        part, core=Span(part.core.start, part.core.start + dash.start()), notes=(note, *part.notes)
    )


def _split_joined(text: str, core: Span, sense: FieldSense) -> list[Span]:
    """Cut `Osk Feld and Tamsin Roe` in two where both sides are whole."""
    words = core.of(text)
    joint = AND.search(words)
    if joint is None:
        return [core]
    first, second = words[: joint.start()], words[joint.end() :]
    if AND.search(second) and sense.values is not ValueKind.PERSON:
        return [core]
    if not _may_be_cut(first, second, words, sense.values):
        return [core]
    left = Span(core.start, core.start + joint.start())
    right = Span(core.start + joint.end(), core.end)
    return [left, *_split_joined(text, right, sense)]


def _may_be_cut(first: str, second: str, whole: str, values: ValueKind) -> bool:
    if not (first.removeprefix("the ")[:1].isupper() and second[:1].isupper()):
        return False
    if values in PERSON_VALUES:
        return " of " not in whole
    if values in (ValueKind.PARTY, ValueKind.POLITY, ValueKind.PLACE):
        return state_by_name(whole) is None and all(
            state_by_name(name) is not None for name in (first, second)
        )
    if values is ValueKind.EVENT:
        return all(has_event_noun(name) for name in (first, second))
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
    name, alias, doubt = unstick_name(text, piece)
    name, late = without_late_date(text, name, sense, dates)
    name = without_article(text, name, sense)
    title, name = split_title(text, name, sense)
    kinds = KINDS.get(sense.values, ())
    words = name.of(text)
    if sense.values in (ValueKind.SIGNATORY, ValueKind.AGENT) and is_headed_by_other_kind(words.split()):
        kinds = KINDS[ValueKind.ORGANIZATION]
    if sense.values is ValueKind.EVENT and re.fullmatch(r"\w+ed", words):
        # "Established", "Recognised": what happened to the subject, no event with a name.
        kinds = ()
    code = words if sense.values in STATE_VALUES and state_by_code(words) is not None else None
    if code is None and sense.values in STATE_VALUES and _CODE.match(words) and len(words) == 3:
        code = words
    doubt = part.doubt or doubt or (None if code else find_doubt_of_name(text, name, sense))
    return Item(field, span, name, kinds, title, code, (), alias, part.labels, (*late, *notes), doubt)


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
            attach_notes(items, part, text, dates)
        elif not is_non_value(text, part):
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

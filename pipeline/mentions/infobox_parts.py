"""The value of an infobox field in, its parts out: what stands between commas, with its notes and sub-labels.

In the text of an infobox the lines, bullets and cells of the page have become parts between commas, some of
them empty; brackets, commas of numbers and commas inside dates part nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.lexicon.infobox import InfoboxLexicon, load_infobox_lexicon
from pipeline.lexicon.words import titles
from pipeline.mentions.infobox_values import Label, Note, NoteKind, Period
from pipeline.model.date import DateMention
from pipeline.model.document import InfoboxField
from pipeline.model.span import Span

_PAIRS = {")": "(", "]": "[", "}": "{"}
_FOOTNOTE = re.compile(r"(?:\^\{[^{}]*\}|\[[^\[\]]{0,4}\]|\*+|\^\w)\Z")
_ENTITY = re.compile(r"&#?\w{2,8}\Z")
_INLINE_LABEL = re.compile(r"(?P<label>[^:\d][^:]{0,48}?)\s*:\s*(?=\S)")
# What may stand around the dates of a period without saying anything but when.
_DATE_WORDS = re.compile(
    r"(?:\b(?:from|since|until|till|to|through|after|before|by|in|on|of|the|and|or|or|circa|ca|c|between|during|as|onwards?"
    r"|present|date)\b|[\s.,;/–—-])*\Z",
    re.IGNORECASE,
)
_HEADING_WORD = re.compile(r"(?:In|During|By|From|Until|After|Before|As of|Since|At|Late|Early)\b")
_ABBREVIATION = re.compile(r"(?:\b\w{1,3}|\b\w\.\w{0,2})\.\Z")
_JOINED = re.compile(r"\s*(?:[–—-]|\bto\b|\buntil\b|\btill\b)\s*")
# What a date in front of which one of these stands is still a point in time.
_POINT_MODIFIERS = (None, "circa", "early", "mid", "late", "during")
_LONGEST_LABEL = 6
_MARKUP = re.compile(r"\[\[|\]\]|\{\{|\}\}|<\w|</|&\w+;|'''?|\|")


@dataclass(frozen=True, slots=True)
class Part:
    """What stands between two commas or semicolons of a value."""

    span: Span
    """All of it, without blanks around it."""
    core: Span
    """Without notes, marks, footnotes and label; empty where nothing else is there."""
    notes: tuple[Note, ...]
    labels: tuple[Label, ...]
    """The labels that govern it, the nearest last."""
    is_date: bool
    """Whether the core is nothing but a date or period."""
    ends_list: bool
    """Whether a semicolon follows."""
    doubt: str | None


class DateIndex:
    """The dates of one document by where they stand."""

    def __init__(self, dates: Sequence[DateMention]) -> None:
        self._dates = sorted(dates, key=lambda mention: mention.span)

    def within(self, span: Span) -> tuple[DateMention, ...]:
        """Return the dates that lie wholly in `span` and can be placed in time, in text order."""
        return tuple(m for m in self._dates if span.contains(m.span) and (m.start or m.end))

    def covers(self, offset: int) -> bool:
        """Say whether the character at `offset` stands inside a date, not at its edge."""
        return any(m.span.start < offset < m.span.end - 1 for m in self._dates)


def find_periods(text: str, span: Span, dates: DateIndex) -> tuple[Period, ...]:
    """Return the points in time and periods that stand in `span`, in text order. Two dates with only a dash
    or `to` between them are one period; a date with a dash and nothing behind it has an open end."""
    periods: list[Period] = []
    mentions = dates.within(span)
    for i, mention in enumerate(mentions):
        before = text[mentions[i - 1].span.end if i else span.start : mention.span.start]
        after = text[mention.span.end : mentions[i + 1].span.start if i + 1 < len(mentions) else span.end]
        if i and _JOINED.fullmatch(before) and periods[-1].end is None and mention.end is None:
            last = periods[-1]
            periods[-1] = Period(last.start, mention.start, (*last.spans, mention.span), False)
        elif (not before.strip() and i == 0) or not _JOINED.fullmatch(before):
            is_open = i + 1 == len(mentions) and _JOINED.fullmatch(after) is not None
            is_point = mention.start is not None and mention.end is None and not is_open
            is_point = is_point and mention.modifier in _POINT_MODIFIERS
            periods.append(Period(mention.start, mention.end, (mention.span,), is_point))
        else:
            # "(–1705)": only the end is given.
            periods.append(Period(None, mention.end or mention.start, (mention.span,), False))
    return tuple(periods)


def period_notes(text: str, span: Span, dates: DateIndex) -> tuple[Note, ...]:
    """Return a note for each period that stands in `span`, where nothing else does."""
    periods = find_periods(text, span, dates)
    if len(periods) == 1:
        return (Note(NoteKind.PERIOD, span, None, None, periods[0]),)
    return tuple(
        Note(NoteKind.PERIOD, period.spans[0].cover(period.spans[-1]), None, None, period)
        for period in periods
    )


def _only_period(text: str, span: Span, dates: DateIndex) -> Period | None:
    periods = find_periods(text, span, dates)
    return periods[0] if len(periods) == 1 else None


def split_value(text: str, field: InfoboxField, dates: DateIndex, *, has_headings: bool = True) -> list[Part]:
    """Return the parts of the field's value that hold anything, in text order. `has_headings`: whether a
    date alone (`In 1705`) governs what follows it."""
    reader = _PartReader(text, dates, load_infobox_lexicon(), True, has_headings)
    for span, ends_list in _split(text, field.value_span, dates):
        reader.read(span, ends_list)
    return reader.parts


def whole_value(text: str, field: InfoboxField, dates: DateIndex) -> Part | None:
    """Return the value as one part, for fields where a comma parts nothing; None where it is empty."""
    span = strip_span(text, field.value_span)
    reader = _PartReader(text, dates, load_infobox_lexicon(), False, False)
    reader.read(span, ends_list=True)
    return reader.parts[0] if reader.parts else None


def strip_span(text: str, span: Span, characters: str = " \t\xa0,;") -> Span:
    """Return `span` without the given characters at either end."""
    start, end = span.start, span.end
    while start < end and text[start] in characters:
        start += 1
    while end > start and text[end - 1] in characters:
        end -= 1
    return Span(start, end)


def matching_brackets(text: str, span: Span) -> dict[int, int]:
    """Return the offset of each opening bracket in `span` with that of its closing one; a bracket without
    its partner is left out."""
    found: dict[int, int] = {}
    stack: list[int] = []
    for offset in range(span.start, span.end):
        if text[offset] in "([{":
            stack.append(offset)
        elif text[offset] in _PAIRS:
            while stack and text[stack[-1]] != _PAIRS[text[offset]]:
                stack.pop()
            if stack:
                found[stack.pop()] = offset
    return found


def _split(text: str, span: Span, dates: DateIndex) -> Iterator[tuple[Span, bool]]:
    brackets = matching_brackets(text, span)
    start = offset = span.start
    while offset < span.end:
        if offset in brackets:
            offset = brackets[offset]
        elif text[offset] in ",;•\n\u2028" and not _is_inside(text, offset, dates):
            part = strip_span(text, Span(start, offset))
            if part:
                yield part, text[offset] == ";"
            start = offset + 1
        offset += 1
    part = strip_span(text, Span(start, span.end))
    if part:
        yield part, True


def _is_inside(text: str, offset: int, dates: DateIndex) -> bool:
    """Whether the separator at `offset` is part of a number, a date or a character code."""
    if text[offset] == ";":
        return _ENTITY.search(text, 0, offset) is not None and "&" in text[max(0, offset - 9) : offset]
    if text[offset] != ",":
        return False
    if re.match(r"\d,\d{3}(?!\d)", text[max(0, offset - 1) : offset + 5]):
        return True
    return dates.covers(offset)


class _PartReader:
    """Reads part after part, remembering the labels that govern what follows."""

    def __init__(
        self, text: str, dates: DateIndex, lexicon: InfoboxLexicon, has_labels: bool, has_headings: bool
    ) -> None:
        self.text, self.dates, self.lexicon = text, dates, lexicon
        self.has_labels, self.has_headings = has_labels, has_headings
        self.parts: list[Part] = []
        self.labels: tuple[Label, ...] = ()
        self.heading: Label | None = None
        self.follows_label = False
        self.loose = False

    def read(self, span: Span, ends_list: bool) -> None:
        if self._is_more_mark(span):
            return
        if self.has_labels and self._read_label(span):
            return
        once: tuple[Label, ...] = ()
        rest = span
        if self.has_labels:
            once, rest = self._read_inline_label(span)
        core, notes = self._peel(self._without_and(rest))
        note = self._read_note(core) if core else None
        if note is not None and note.kind is NoteKind.PRESENT_DAY:
            # "Halvey, now in Drovia": without brackets, but no second place.
            core, notes = Span(core.start, core.start), [note, *notes]
        is_date = self._is_date(core)
        if self.has_headings and is_date and _HEADING_WORD.match(core.of(self.text)) and not ends_list:
            self.heading = Label(core, None, _only_period(self.text, core, self.dates))
            self.labels = ()
            return
        if once and once[-1].role == "more":
            return
        labels = (*((self.heading,) if self.heading else ()), *(once or self.labels))
        doubt = self._find_doubt(core) or ("after a loose label" if self.loose and not once else None)
        self.parts.append(Part(span, core, tuple(notes), labels, is_date, ends_list, doubt))
        self.follows_label = False

    def _without_and(self, span: Span) -> Span:
        """The part without the `and` before the last of a list."""
        match = re.match(r"(?:and|&|as well as)\s+(?=\S)", span.of(self.text)) if self.has_labels else None
        return Span(span.start + match.end(), span.end) if match else span

    def _is_more_mark(self, span: Span) -> bool:
        words = span.of(self.text).strip(" .…()[]").lower()
        return words in self.lexicon.more_marks or re.match(r"(?:see|further|more)\s+\w", words) is not None

    # ------------------------------------------------------------ labels

    def _read_label(self, span: Span) -> bool:
        """Whether the part is a label alone: `Supported by:`."""
        if not span.of(self.text).endswith(":"):
            return False
        label = self._label(strip_span(self.text, Span(span.start, span.end - 1)))
        if label is None:
            return False
        if label.period is not None and label.role is None:
            self.heading, self.labels = label, ()
        else:
            self.labels = (*self.labels, label) if self.follows_label else (label,)
        self.follows_label, self.loose = True, False
        return True

    def _label(self, span: Span) -> Label | None:
        if not any(character.isalnum() for character in span.of(self.text)):
            return None
        core, notes = self._peel(span)
        if not core:
            return None
        words = " ".join(core.of(self.text).lower().split())
        period = next((note.period for note in notes if note.kind is NoteKind.PERIOD), None)
        if self._is_date(core):
            return Label(core, None, _only_period(self.text, core, self.dates))
        if len(words.split()) > _LONGEST_LABEL or any(character.isdigit() for character in words):
            return None
        return Label(core, self.lexicon.label_roles.get(words), period)

    def _read_inline_label(self, span: Span) -> tuple[tuple[Label, ...], Span]:
        """The label before a value in the same part (`Total: 1,200`), and the rest of the part. A label of
        totals, and one without a colon, governs this part alone."""
        words = span.of(self.text)
        match = _INLINE_LABEL.match(words)
        if match and "(" not in match["label"] and "//" not in words[match.end() - 1 : match.end() + 2]:
            label = self._label(Span(span.start, span.start + match.end("label")))
            if label is not None:
                if label.role != "total":
                    self.labels, self.loose = (label,), False
                return (label,), Span(span.start + match.end(), span.end)
        phrase = self._support_phrase(words)
        if phrase:
            label = Label(Span(span.start, span.start + len(phrase)), self.lexicon.label_roles[phrase], None)
            self.loose = True
            return (label,), strip_span(self.text, Span(span.start + len(phrase), span.end))
        return (), span

    def _support_phrase(self, words: str) -> str | None:
        """A phrase such as `supported by` before a name."""
        lowered = words.lower()
        for phrase in self.lexicon.label_roles:
            if phrase.rsplit(" ", 1)[-1] in ("by", "from", "of", "with") and lowered.startswith(phrase + " "):
                return phrase
        return None

    # ------------------------------------------------------------ notes and marks

    def _peel(self, span: Span) -> tuple[Span, list[Note]]:
        """The part without what stands at its end: brackets, marks of a fate, footnotes, a full stop."""
        notes: list[Note] = []
        brackets = {close: opening for opening, close in matching_brackets(self.text, span).items()}
        start, end = span.start, span.end
        while True:
            core = strip_span(self.text, Span(start, end), " \t\xa0")
            start, end = core.start, core.end
            mark = _FOOTNOTE.search(core.of(self.text))
            if mark and mark.group() and self._is_footnote(mark.group()):
                end -= len(mark.group())
                continue
            if core and self.text[end - 1] == ")" and end - 1 in brackets:
                inner = Span(brackets[end - 1] + 1, end - 1)
                notes[:0] = self._read_notes(inner)
                end = brackets[end - 1]
                continue
            fate = self._fate_at_end(core)
            if fate is not None:
                notes.insert(0, fate)
                end = fate.span.start
                continue
            if core.of(self.text).endswith(".") and not _ABBREVIATION.search(core.of(self.text)):
                end -= 1
                continue
            return core, notes

    def _is_footnote(self, mark: str) -> bool:
        return not (mark.startswith("[") and mark.strip("[]").isalpha() and len(mark) > 4)

    def _fate_at_end(self, core: Span) -> Note | None:
        words = core.of(self.text)
        for mark in self.lexicon.stuck_fates:
            if words.endswith(mark) and self._parts_from(words[: -len(mark)], mark):
                span = Span(core.end - len(mark), core.end)
                return Note(NoteKind.FATE, span, self.lexicon.fates[mark.lower()], None, None)
        return None

    def _parts_from(self, before: str, mark: str) -> bool:
        """Whether a mark can follow: `FeldKIA` and `Feld KIA`, but neither `KIA` as a syllable of a name in
        capitals nor a name that ends so."""
        if not before:
            return True
        return not mark[0].isalpha() or before[-1] in " \xa0)." or before[-1].islower()

    def _read_notes(self, inner: Span) -> list[Note]:
        """The notes of one bracket: `(acting, 1702–1703)` holds two."""
        notes: list[Note] = []
        for span, _ in _split(self.text, inner, self.dates):
            notes += (
                period_notes(self.text, span, self.dates) if self._is_date(span) else [self._read_note(span)]
            )
        return notes

    def _read_note(self, span: Span) -> Note:
        words = span.of(self.text)
        lowered = words.lower().strip(". ")
        mentions = self.dates.within(span)
        period = _only_period(self.text, span, self.dates)
        if lowered in self.lexicon.fates or words.strip() in self.lexicon.fates:
            return Note(NoteKind.FATE, span, self.lexicon.fates[lowered], None, None)
        if mentions:
            before = self.text[span.start : mentions[0].span.start].lower()
            word = re.sub(r"\s*(?:\b(?:in|on|c\.|circa|by|early|late))?\s*\Z", "", before).strip(" .,")
            if word in self.lexicon.fates:
                return Note(NoteKind.FATE, span, self.lexicon.fates[word], None, period)
        for table, kind in ((titles().capacity, NoteKind.CAPACITY), (self.lexicon.orders, NoteKind.ORDER)):
            if lowered in table:
                return Note(kind, span, table[lowered], None, None)
        return self._read_named_note(span, period)

    def _read_named_note(self, span: Span, period: Period | None) -> Note:
        lowered = span.of(self.text).lower()
        for phrase in self.lexicon.present_day:
            if lowered.startswith(phrase + " ") and self.text[span.start + len(phrase) + 1].isupper():
                name = strip_span(self.text, Span(span.start + len(phrase), span.end))
                return Note(NoteKind.PRESENT_DAY, span, None, name, None)
        phrase_found = self._support_phrase(span.of(self.text))
        if phrase_found and self.lexicon.label_roles[phrase_found] == "supporter":
            name = strip_span(self.text, Span(span.start + len(phrase_found), span.end))
            return Note(NoteKind.SUPPORTER, span, None, name, period)
        return Note(NoteKind.TEXT, span, None, None, period)

    # ------------------------------------------------------------ dates and doubts

    def _is_date(self, span: Span) -> bool:
        """Whether nothing but dates and their small words stands in `span`."""
        mentions = self.dates.within(span)
        if not mentions:
            return False
        rest, start = "", span.start
        for mention in mentions:
            rest += self.text[start : mention.span.start] + " "
            start = mention.span.end
        return _DATE_WORDS.match(rest + self.text[start : span.end]) is not None

    def _find_doubt(self, core: Span) -> str | None:
        words = core.of(self.text)
        if _MARKUP.search(words):
            return "markup"
        if self.has_labels and words.endswith(":"):
            return "unread label"
        brackets = matching_brackets(self.text, core)
        if len(brackets) * 2 != sum(words.count(character) for character in "()[]{}"):
            return "unbalanced brackets"
        return None

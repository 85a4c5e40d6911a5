"""What the value of an infobox field is made of: items, quantities, titles and dates, each with its place.

Every span is half-open and absolute: offsets into the text of the Document.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pipeline.model.date import PartialDate
from pipeline.model.document import InfoboxField
from pipeline.model.entity import EntityKind
from pipeline.model.span import Span


@dataclass(frozen=True, slots=True)
class Period:
    """A point in time or a stretch of it, as one field or two state it."""

    start: PartialDate | None
    """The point in time, or the first day; None where only an end is stated (`until 1705`)."""
    end: PartialDate | None
    """The end, included; None for a point in time and where no end is stated."""
    spans: tuple[Span, ...]
    """The expressions that were read, in document order."""
    is_point: bool
    """Whether one bare date states it, without `since`, `from` or the like: for an office or a seat, its
    start and its end."""


class NoteKind(Enum):
    """What stands beside a name."""

    PERIOD = "period"
    FATE = "fate"
    """What happened to the person: `word` is killed, captured, executed ..."""
    CAPACITY = "capacity"
    """By what right an office was held: `word` is acting, provisional, de facto ..."""
    ORDER = "order"
    """`word` is first or last."""
    PRESENT_DAY = "present-day"
    """`name` is the state that the place lies in today."""
    SUPPORTER = "supporter"
    """`name` is who supported."""
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Note:
    """Words beside a name, in brackets or not, which say something of it."""

    kind: NoteKind
    span: Span
    """Without brackets."""
    word: str | None
    name: Span | None
    period: Period | None
    """The dates inside it: of the note itself (`executed 1705`), unless its kind is PERIOD."""


@dataclass(frozen=True, slots=True)
class Label:
    """A sub-label inside a value, which governs what follows it."""

    span: Span
    """Without the colon."""
    role: str | None
    """supporter, ally, belligerent, total or commander; None for any other heading, such as the name of an
    army, whose sense is not known."""
    period: Period | None
    """Where the label is a date: `In 1879`."""


@dataclass(frozen=True, slots=True)
class Item:
    """One member of a value: a name, or a short phrase, with what is said of it."""

    field: InfoboxField
    span: Span
    """All of it, notes included."""
    name: Span
    """Exactly the name: without article, title, notes, marks and footnotes."""
    kinds: tuple[EntityKind, ...]
    """What the name can be, the likeliest first; empty for text that names nothing."""
    title: Span | None
    """A title or rank that stands before the name."""
    code: str | None
    """The name itself where it is the code of a state: `SWE`."""
    containing: tuple[Span, ...]
    """Of a place: the places that it lies in, from the inside out."""
    alias: Span | None
    """The name of a linked article that stuck to the name: `Velmora (1702–1710)` in
    `Velmora (1702–1710)Velmora`."""
    labels: tuple[Label, ...]
    notes: tuple[Note, ...]
    doubt: str | None
    """The gate that it fails; None where it was read safely."""

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods that are said of it, in text order."""
        return tuple(n.period for n in self.notes if n.kind is NoteKind.PERIOD and n.period)

    @property
    def fate(self) -> Note | None:
        """What happened to it; None where nothing is said."""
        return next((note for note in self.notes if note.kind is NoteKind.FATE), None)

    def role(self, default: str) -> str:
        """Return the role that its nearest sub-label gives it, `default` where none does."""
        return next((label.role for label in reversed(self.labels) if label.role), default)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of something: a strength or a loss."""

    field: InfoboxField
    span: Span
    number: Span
    """The number or range as written, with what makes it inexact: `c. 1,200`, `600–626`."""
    low: int
    """The least that it can be; equal to `high` where the number is exact."""
    high: int | None
    """The most that it can be, included; None after `at least`."""
    qualifier: str | None
    """about, at least or at most; None where there is none."""
    thing: Span | None
    """What is counted, as written (`guns`); None where the text does not say."""
    category: str | None
    """killed, wounded, captured, lost ...; None where the text does not say."""
    category_span: Span | None
    is_total: bool
    labels: tuple[Label, ...]
    notes: tuple[Note, ...]
    doubt: str | None

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods that are said of it, those of its labels first."""
        of_labels = tuple(label.period for label in self.labels if label.period)
        return of_labels + tuple(n.period for n in self.notes if n.kind is NoteKind.PERIOD and n.period)


@dataclass(frozen=True, slots=True)
class Title:
    """The title of an office or a rank, as a field writes it."""

    field: InfoboxField
    span: Span
    """Without ordinal and notes, but with a bracket that names the domain: `President (of Velmora)`."""
    head: Span
    """What stands before the domain: `President`; all of it where there is no domain."""
    domains: tuple[Span, ...]
    """What follows each `of`, `for`, `from` or `in`, the longest first, without article: for
    `Minister of War of Velmora` the spans of `War of Velmora` and `Velmora`."""
    labels: tuple[Label, ...]
    notes: tuple[Note, ...]
    doubt: str | None


@dataclass(frozen=True, slots=True)
class DateItem:
    """One date or period of a field, with what is said of it."""

    field: InfoboxField
    span: Span
    period: Period
    labels: tuple[Label, ...]
    notes: tuple[Note, ...]
    doubt: str | None


@dataclass(frozen=True, slots=True)
class Ratification:
    """Somebody ratified the treaty that the article is about."""

    field: InfoboxField
    party: Item
    period: Period

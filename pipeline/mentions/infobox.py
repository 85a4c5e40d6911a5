"""The infobox of a Document and its dates in, what its fields state together out: offices with their holders,
sides of a conflict, dated events, single statements; and for each field whether it was read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from pipeline.lexicon.infobox import FieldSense, ValueKind, find_sense, fold_label, load_infobox_lexicon
from pipeline.mentions.infobox_items import read_names, read_places
from pipeline.mentions.infobox_parts import DateIndex, strip_span
from pipeline.mentions.infobox_quantities import read_quantities
from pipeline.mentions.infobox_texts import (
    read_dates,
    read_ranks,
    read_ratifications,
    read_texts,
    read_title,
)
from pipeline.mentions.infobox_values import DateItem, Item, Period, Quantity, Ratification, Title
from pipeline.model.date import CalendarDay, DateMention, PartialDate
from pipeline.model.document import Document, InfoboxField
from pipeline.model.span import Span

# What makes a group of fields a term of office, beside who served in it.
_TITLE_PARTS = frozenset({"title", "ordinal", "alternative title"})
_TERM_PARTS = _TITLE_PARTS | {"start", "end", "period", "predecessors", "successors"}


class FieldStatus(Enum):
    """What became of a field."""

    READ = "read"
    IN_DOUBT = "in doubt"
    """All that was found in it fails a gate."""
    NO_FACT = "no fact"
    """A picture, a caption, a measure of the page."""
    NO_VALUE = "no value"
    """Empty, or it says that there is none: `Vacant`, `Unknown`."""
    UNREAD = "unread"
    """The label is not known, or nothing could be read in the value."""


@dataclass(frozen=True, slots=True)
class FieldReading:
    """What was read in one field."""

    field: InfoboxField
    sense: FieldSense | None
    """None where the label is not known, or is one that never holds a fact."""
    status: FieldStatus
    items: tuple[Item, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    titles: tuple[Title, ...] = ()
    ordinals: tuple[Span, ...] = ()
    dates: tuple[DateItem, ...] = ()

    @property
    def pieces(self) -> tuple[Span, ...]:
        """The exact spans of all names, numbers, titles and dates that were read, in text order."""
        spans = [item.name for item in self.items]
        spans += [quantity.number for quantity in self.quantities]
        spans += [title.span for title in self.titles]
        spans += [*self.ordinals, *(span for date in self.dates for span in date.period.spans)]
        return tuple(sorted(spans))

    @property
    def gates(self) -> tuple[str, ...]:
        """The gates that something in it failed, each once, in the order of the text."""
        found: list[Item | Quantity | Title | DateItem]
        found = [*self.items, *self.quantities, *self.titles, *self.dates]
        return tuple(dict.fromkeys(part.doubt for part in found if part.doubt))


@dataclass(frozen=True, slots=True)
class Associate:
    """Somebody who held another office beside or above the holder of an office."""

    role: str
    """president, vice president, prime minister, deputy, monarch, governor, chancellor, regent, appointer or
    alongside, as the label says."""
    person: Item


@dataclass(frozen=True, slots=True)
class OfficeHolding:
    """Somebody holds an office: a title, a holder and a period of one group of fields."""

    title: Title | None
    """None where no field gives it."""
    ordinal: Span | None
    """Which holder of the office: `10th`; None where the fields do not say."""
    holder: Item | None
    """None for the person that the article is about."""
    periods: tuple[Period, ...]
    """Stated for the holding; a single year is its start and its end. Empty where nothing is stated."""
    predecessors: tuple[Item, ...]
    successors: tuple[Item, ...]
    associates: tuple[Associate, ...]
    constituencies: tuple[Item, ...]
    fields: tuple[InfoboxField, ...]
    """All that it was read from, in document order."""
    doubt: str | None


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """An event of the history of a country: `Event1` with `Date Event1`, or its start or end."""

    role: str
    """start, end, before, after or event."""
    event: Item | None
    """None where only the date is stated: the start or end of the country itself."""
    period: Period | None
    fields: tuple[InfoboxField, ...]
    doubt: str | None


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a conflict."""

    index: int | None
    """None for numbers that are given for all sides together."""
    belligerents: tuple[Item, ...]
    """`item.role("belligerent")` is the role of each: a sub-label makes it a supporter or an ally."""
    commanders: tuple[Item, ...]
    units: tuple[Item, ...]
    strengths: tuple[Quantity, ...]
    casualties: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Something that happened to the subject once, by its date and its place: birth, signing, the conflict
    itself."""

    role: str
    """occurred, birth, death, burial, signed, effective, founded, dissolved, lasted, service ..."""
    dates: tuple[DateItem, ...]
    places: tuple[Item, ...]
    fields: tuple[InfoboxField, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One field that states something of the subject by itself."""

    role: str
    """capital, part of, result, signatory, battle, rank ..."""
    field: InfoboxField
    items: tuple[Item, ...]
    quantities: tuple[Quantity, ...]
    titles: tuple[Title, ...]


@dataclass(frozen=True, slots=True)
class Infobox:
    """All that an infobox states, each group in document order."""

    infobox_class: str | None
    """conflict, treaty, former country, office holder ...; None where no label tells it."""
    holdings: tuple[OfficeHolding, ...]
    events: tuple[DatedEvent, ...]
    sides: tuple[Side, ...]
    occurrences: tuple[Occurrence, ...]
    statements: tuple[Statement, ...]
    ratifications: tuple[Ratification, ...]
    readings: tuple[FieldReading, ...]
    """One a field, in document order."""

    def items(self) -> Iterator[Item]:
        """Yield every item of every field, doubtful ones included, in document order."""
        for reading in self.readings:
            yield from reading.items

    def statement(self, role: str) -> tuple[Statement, ...]:
        """Return the statements of that role."""
        return tuple(statement for statement in self.statements if statement.role == role)


def read_infobox(document: Document, dates: Sequence[DateMention]) -> Infobox:
    """Return what the infobox states; one without any part where the document has none."""
    infobox_class = find_class(document.fields)
    index = DateIndex([d for d in dates if any(f.value_span.contains(d.span) for f in document.fields)])
    readings = [_read_field(document.text, f, infobox_class, index) for f in document.fields]
    groups = _Groups(document.text, readings)
    return Infobox(
        infobox_class=infobox_class,
        holdings=groups.holdings(),
        events=groups.events(),
        sides=groups.sides(),
        occurrences=groups.occurrences(),
        statements=groups.statements(),
        ratifications=tuple(
            ratification
            for reading in readings
            if reading.sense is not None and reading.sense.role == "condition of effect"
            for ratification in read_ratifications(document.text, reading.field, reading.sense, index)
        ),
        readings=tuple(readings),
    )


def find_class(fields: Sequence[InfoboxField]) -> str | None:
    """Return the class of infobox that most of the labels tell; of equals the first of the word list."""
    labels = [fold_label(f.label)[0] for f in fields]
    best, most = None, 0
    for name, telling in load_infobox_lexicon().classes:
        count = len({label for label in labels if label in telling})
        if count > most:
            best, most = name, count
    return best


# ---------------------------------------------------------------- fields


def _read_field(text: str, f: InfoboxField, infobox_class: str | None, dates: DateIndex) -> FieldReading:
    sense = find_sense(f.label, infobox_class)
    folded = fold_label(f.label)[0]
    if sense is None and folded.startswith(load_infobox_lexicon().ignored_prefixes):
        return FieldReading(f, None, FieldStatus.NO_FACT)
    if sense is None:
        return FieldReading(f, None, FieldStatus.UNREAD)
    if sense.values is ValueKind.NOTHING:
        return FieldReading(f, sense, FieldStatus.NO_FACT)
    if _is_without_value(text, f, sense):
        return FieldReading(f, sense, FieldStatus.NO_VALUE)
    return _with_status(_read_value(text, f, sense, dates))


def _is_without_value(text: str, f: InfoboxField, sense: FieldSense) -> bool:
    words = strip_span(text, f.value_span, " \t\xa0,;.()–—-?").of(text).lower()
    lexicon = load_infobox_lexicon()
    if not words or words in lexicon.non_values:
        return True
    if sense.values is ValueKind.PERSON and words.isdigit():
        # "Children: 3" counts them.
        return True
    if sense.part in ("predecessors", "successors", "holder"):
        return any(
            words == phrase or words.startswith((phrase + " ", phrase + ",")) for phrase in lexicon.vacancies
        )
    return False


def _read_value(text: str, f: InfoboxField, sense: FieldSense, dates: DateIndex) -> FieldReading:
    reading = FieldReading(f, sense, FieldStatus.READ)
    match sense.values:
        case ValueKind.QUANTITY:
            return replace(reading, quantities=tuple(read_quantities(text, f, dates)))
        case ValueKind.PLACE:
            return replace(reading, items=tuple(read_places(text, f, sense, dates)))
        case ValueKind.TEXT | ValueKind.CLAUSE | ValueKind.NAME | ValueKind.DEMONYM:
            return replace(reading, items=tuple(read_texts(text, f, sense, dates)))
        case ValueKind.DATE:
            found, places = read_dates(text, f, sense, dates)
            return replace(reading, dates=tuple(found), items=tuple(places))
        case ValueKind.OFFICE | ValueKind.ORDINAL if sense.group == "holding":
            ordinals, titles = read_title(text, f, dates)
            return replace(reading, ordinals=tuple(ordinals), titles=tuple(titles))
        case ValueKind.OFFICE | ValueKind.ORDINAL:
            return replace(reading, titles=tuple(read_ranks(text, f, dates)))
        case _:
            return replace(reading, items=tuple(read_names(text, f, sense, dates)))


def _with_status(reading: FieldReading) -> FieldReading:
    found: list[Item | Quantity | Title | DateItem]
    found = [*reading.items, *reading.quantities, *reading.titles, *reading.dates]
    if not found and not reading.ordinals and not _is_ongoing(reading.field):
        return replace(reading, status=FieldStatus.UNREAD)
    if found and all(part.doubt for part in found):
        return replace(reading, status=FieldStatus.IN_DOUBT)
    return reading


def _is_ongoing(f: InfoboxField) -> bool:
    return f.value.strip(" .").lower() in load_infobox_lexicon().ongoing


# ---------------------------------------------------------------- groups


@dataclass(frozen=True, slots=True)
class _Office:
    """The fields of one numbered group of an office, by their part."""

    index: int | None
    parts: dict[str, list[FieldReading]] = field(default_factory=lambda: defaultdict(list))

    def first(self, *names: str) -> FieldReading | None:
        return next((reading for name in names for reading in self.parts.get(name, ())), None)

    def items(self, name: str) -> tuple[Item, ...]:
        return tuple(item for reading in self.parts.get(name, ()) for item in reading.items)

    def fields(self) -> list[InfoboxField]:
        return [reading.field for readings in self.parts.values() for reading in readings]


class _Groups:
    """Joins the readings of single fields by group, family and number."""

    def __init__(self, text: str, readings: Sequence[FieldReading]) -> None:
        self.text, self.readings = text, readings

    def _of_group(self, group: str) -> Iterator[tuple[FieldReading, FieldSense]]:
        for reading in self.readings:
            if reading.sense is not None and reading.sense.group == group:
                yield reading, reading.sense

    def statements(self) -> tuple[Statement, ...]:
        """Every field that states something by itself, where anything was read in it."""
        return tuple(
            Statement(r.sense.role, r.field, r.items, r.quantities, r.titles)
            for r in self.readings
            if r.sense is not None and r.sense.group is None and (r.items or r.quantities or r.titles)
        )

    def occurrences(self) -> tuple[Occurrence, ...]:
        """Date and place of one role together."""
        by_role: dict[str, list[FieldReading]] = defaultdict(list)
        for reading, sense in self._of_group("occurrence"):
            if reading.items or reading.dates:
                by_role[sense.role].append(reading)
        return tuple(
            Occurrence(
                role,
                tuple(date for reading in readings for date in reading.dates),
                tuple(item for reading in readings for item in reading.items),
                tuple(reading.field for reading in readings),
            )
            for role, readings in by_role.items()
        )

    def events(self) -> tuple[DatedEvent, ...]:
        """Events and their dates, by what they are and their number."""
        groups: dict[tuple[str, int | None], dict[str, FieldReading]] = defaultdict(dict)
        for reading, sense in self._of_group("event"):
            assert sense.part is not None
            groups[(sense.role, fold_label(reading.field.label)[1])].setdefault(sense.part, reading)
        found = [_build_event(role, parts) for (role, _), parts in groups.items()]
        return tuple(sorted((event for event in found if event), key=lambda event: event.fields[0].number))

    def sides(self) -> tuple[Side, ...]:
        """The sides by their number; numbers for a side that nobody else is on stand for all sides."""
        groups: dict[int | None, dict[str, list[FieldReading]]] = defaultdict(lambda: defaultdict(list))
        for reading, sense in self._of_group("side"):
            assert sense.part is not None
            groups[fold_label(reading.field.label)[1]][sense.part].append(reading)
        peopled = {index for index, parts in groups.items() if set(parts) - {"casualties"}}
        sides = []
        for index in sorted(groups, key=lambda i: (i is None, i or 0)):
            parts = groups[index]
            is_all = index not in peopled and len(peopled) > 1
            sides.append(_build_side(None if is_all else index, parts))
        return tuple(sides)

    # ------------------------------------------------------------ offices

    def holdings(self) -> tuple[OfficeHolding, ...]:
        """Holders under the title of their family, then the offices of the person the article is about."""
        families: dict[str, list[FieldReading]] = defaultdict(list)
        for reading, sense in self._of_group("holding"):
            assert sense.family is not None
            families[sense.family].append(reading)
        found: list[OfficeHolding] = []
        for family, readings in families.items():
            found.extend(self._own_offices(readings) if family == "office" else self._held_offices(readings))
        return tuple(sorted(found, key=lambda holding: holding.fields[0].number))

    def _held_offices(self, readings: Sequence[FieldReading]) -> Iterator[OfficeHolding]:
        """`Leader2` with `Year Leader2` under `Title Leader`, or under `Leader Title2`."""
        groups = _by_index(readings)
        shared = groups[None].first("title") if None in groups else None
        for group in groups.values():
            own = group.first("title") or shared
            period = group.first("period")
            holders = group.items("holder")
            fields = [*([own.field] if own else []), *group.fields()]
            for holder in holders:
                stated = tuple(_whole_period(d.period) for d in period.dates if not d.doubt) if period else ()
                if not stated:
                    stated = tuple(_whole_period(p) for p in holder.periods)
                doubt = holder.doubt or _doubt_of_title(own)
                if doubt is None and len(holders) > 1 and period is not None:
                    doubt = "one period of several holders"
                if doubt is None and period is not None and period.gates:
                    doubt = period.gates[0]
                title = own.titles[0] if own and own.titles else None
                yield OfficeHolding(title, None, holder, stated, (), (), (), (), _in_order(fields), doubt)

    def _own_offices(self, readings: Sequence[FieldReading]) -> list[OfficeHolding]:
        """`Office2` with `Term Start2`. A numbered group without a title of its own goes on with the one
        before it, as the page shows it: one office, held again; but not where a seat of its own is named."""
        found: list[OfficeHolding] = []
        title: FieldReading | None = None
        terms: list[tuple[tuple[Span, ...], list[int]]] = []
        for group in _merge_undated(list(_by_index(readings).values())):
            own = self._title_of(group)
            if own is not None or {"seat", "constituency"} & set(group.parts):
                ordinal = group.first("ordinal")
                title = own
                terms.append((ordinal.ordinals if ordinal else own.ordinals if own else (), []))
            if not _TERM_PARTS & set(group.parts):
                continue
            if terms:
                terms[-1][1].append(len(found))
            found.append(self._own_office(group, title))
        return _with_ordinals(found, terms)

    def _title_of(self, group: _Office) -> FieldReading | None:
        readings = [group.first("title"), group.first("ordinal"), group.first("alternative title")]
        return next((reading for reading in readings if reading is not None and reading.titles), None)

    def _own_office(self, group: _Office, title: FieldReading | None) -> OfficeHolding:
        fields = group.fields()
        if title is not None and title.field not in fields:
            fields.append(title.field)
        periods, doubt = self._periods(group)
        associates = tuple(
            Associate(reading.sense.role, item)
            for reading in group.parts.get("associates", ())
            if reading.sense is not None
            for item in reading.items
        )
        return OfficeHolding(
            title=title.titles[0] if title else None,
            ordinal=None,
            holder=None,
            periods=periods,
            predecessors=group.items("predecessors"),
            successors=group.items("successors"),
            associates=associates,
            constituencies=group.items("constituency"),
            fields=_in_order(fields),
            doubt=_doubt_of_title(title) or doubt,
        )

    def _periods(self, group: _Office) -> tuple[tuple[Period, ...], str | None]:
        """The term of a group, from its start and end, or from the one field that gives both."""
        start, end, whole = group.first("start"), group.first("end"), group.first("period")
        if start is None and end is None:
            dates = whole.dates if whole else ()
            doubt = next((date.doubt for date in dates if date.doubt), None)
            return tuple(_whole_period(date.period) for date in dates if not date.doubt), doubt
        for reading in (start, end):
            if reading is not None and (len(reading.dates) > 1 or reading.gates):
                return (), "term not read"
            if reading is not None and not reading.dates and not _is_ongoing(reading.field):
                return (), "term not read" if reading.status is FieldStatus.UNREAD else None
        first = start.dates[0].period if start and start.dates else None
        last = end.dates[0].period if end and end.dates else None
        last_day = (last.end or last.start) if last else _open_end(self.text, end)
        spans = (*(first.spans if first else ()), *(last.spans if last else ()))
        period = Period(first.start if first else None, last_day, spans, False)
        return ((period,) if spans else ()), None


def _build_side(index: int | None, parts: Mapping[str, Sequence[FieldReading]]) -> Side:
    def items(name: str) -> tuple[Item, ...]:
        return tuple(item for reading in parts.get(name, ()) for item in reading.items)

    def quantities(name: str) -> tuple[Quantity, ...]:
        return tuple(quantity for reading in parts.get(name, ()) for quantity in reading.quantities)

    return Side(
        index,
        items("belligerents"),
        items("commanders"),
        items("units"),
        quantities("strengths"),
        quantities("casualties"),
    )


def _by_index(readings: Sequence[FieldReading]) -> dict[int | None, _Office]:
    """The readings by number, the unnumbered first, then ascending."""
    groups: dict[int | None, _Office] = {}
    for reading in readings:
        assert reading.sense is not None and reading.sense.part is not None
        index = fold_label(reading.field.label)[1]
        groups.setdefault(index, _Office(index)).parts[reading.sense.part].append(reading)
    return {i: groups[i] for i in sorted(groups, key=lambda i: (i is not None, i or 0))}


def _merge_undated(groups: Sequence[_Office]) -> list[_Office]:
    """Join a group that gives neither title nor date to the one before it, where that one leaves open what
    it gives: `Office` with `Predecessor1`."""
    merged: list[_Office] = []
    for group in groups:
        own = set(group.parts) & (_TERM_PARTS - {"predecessors", "successors"})
        if merged and not own and not set(group.parts) & set(merged[-1].parts):
            merged[-1] = _Office(merged[-1].index, defaultdict(list, {**merged[-1].parts, **group.parts}))
        else:
            merged.append(group)
    return merged


def _in_order(fields: Sequence[InfoboxField]) -> tuple[InfoboxField, ...]:
    return tuple(sorted(dict.fromkeys(fields), key=lambda f: f.number))


def _doubt_of_title(reading: FieldReading | None) -> str | None:
    if reading is None or not reading.titles:
        return "no title"
    return reading.titles[0].doubt


def _whole_period(period: Period) -> Period:
    """The period of an office or seat: a single date is its start and its end."""
    return replace(period, end=period.start) if period.is_point else period


def _open_end(text: str, reading: FieldReading | None) -> PartialDate | None:
    """The end `..` of a term that is said to go on; None where no end is stated."""
    if reading is None or not _is_ongoing(reading.field):
        return None
    span = strip_span(text, reading.field.value_span)
    return PartialDate(span.of(text), "..", None, None, span, "explicit")


def _with_ordinals(
    found: Sequence[OfficeHolding], terms: Sequence[tuple[tuple[Span, ...], list[int]]]
) -> list[OfficeHolding]:
    """Give `7th and 9th` to the two terms under one title, the lower number to the earlier term; nothing
    where their numbers differ or a term has no date."""
    holdings = list(found)
    for ordinals, places in terms:
        starts = {i: _first_day(holdings[i]) for i in places}
        dated = sorted((day, i) for i, day in starts.items() if day is not None)
        if len(ordinals) != len(places) or (len(places) > 1 and len(dated) < len(places)):
            continue
        for ordinal, i in zip(ordinals, [i for _, i in dated] or places, strict=True):
            holdings[i] = replace(holdings[i], ordinal=ordinal)
    return holdings


def _first_day(holding: OfficeHolding) -> CalendarDay | None:
    return next((p.start.earliest for p in holding.periods if p.start), None)


def _build_event(role: str, parts: dict[str, FieldReading]) -> DatedEvent | None:
    name, date, year = parts.get("name"), parts.get("date"), parts.get("year")
    item = name.items[0] if name and name.items else None
    dated = [reading for reading in (date, year) if reading is not None and reading.dates]
    period = dated[0].dates[0].period if dated else None
    if item is None and period is None:
        return None
    fields = _in_order([reading.field for reading in parts.values()])
    doubt = (item.doubt if item else None) or next((d.doubt for r in dated for d in r.dates if d.doubt), None)
    if doubt is None and name is not None and len(name.items) > 1:
        doubt = "several events of one date"
    if doubt is None and period is None and date is not None and date.status is FieldStatus.UNREAD:
        doubt = "date not read"
    if period is not None and date is not None and year is not None and date.dates:
        period = replace(period, spans=(*period.spans, *(s for d in year.dates for s in d.period.spans)))
    return DatedEvent(role, item, period, fields, doubt)

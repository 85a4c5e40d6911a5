"""One side of an infobox in, whose its numbers are and in which words, out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.grammar.bodies import ACTORS
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import (
    Argument,
    argument_at,
    entity_argument,
    literal_argument,
    normalized_argument,
)
from pipeline.lexicon.forces import force_words
from pipeline.lexicon.words import nouns
from pipeline.mentions.infobox import Side
from pipeline.mentions.infobox_values import Item, Quantity
from pipeline.model.entity import EntityKind
from pipeline.model.span import Span


def quantity_argument(reading: Reading, quantity: Quantity, words: Span) -> Argument:
    """Return `words` of a quantity as a value, with what became of those counted where a label alone says it:
    `600 killed` of `Killed: 600`."""
    category, where = quantity.category, quantity.category_span
    if category is None or where is None or words.contains(where):
        return literal_argument(reading, words)
    return normalized_argument(f"{reading.quote(words)} {category}", words.cover(where), "number_with_label")


def quantity_words(quantity: Quantity) -> Span:
    """Return the number with what is counted and what became of it, where they stand together."""
    span = quantity.number
    for part in (quantity.thing, quantity.category_span):
        if part is not None and part.start >= span.end and part.start - span.end <= 1:
            span = span.cover(part)
    return span


def side_party(reading: Reading, side: Side, quantity: Quantity) -> tuple[Argument | None, str | None]:
    """Return whose a number of one side is: the entity that its sub-label names, else the one party of that
    side; None where there is none or more than one. The second value is a gate, where a sub-label cannot be
    told."""
    known = force_words().casualty_words
    labels = [
        label.span
        for label in quantity.labels
        if label.role != "total" and label.period is None and reading.quote(label.span).lower() not in known
        and not (quantity.category_span is not None and label.span.contains(quantity.category_span))
    ]  # fmt: skip
    if len(labels) > 1:
        return None, "nested labels"
    if labels:
        named = argument_named(reading, labels[0]) or _body_label(reading, labels[0])
        return named, None if named is not None else "label names nobody"
    members = [item for item in side.belligerents if item.role("belligerent") == "belligerent"]
    if side.index is None or not members or any(m.doubt for m in members) or _goes_on(members[-1]):
        return None, None
    if len(members) == 1:
        return argument_at(reading, members[0].name, *ACTORS, EntityKind.PLACE), None
    return _allies(reading, members), None


def argument_named(reading: Reading, span: Span) -> Argument | None:
    """Return the entity that a span is the whole name of: by its mention there, else because one entity is
    called so elsewhere. None where nothing, or more than one thing, is."""
    here = argument_at(reading, span, *ACTORS, EntityKind.PLACE)
    if reading.quote(span).lower() in force_words().bodies:
        # "Army:" is whose army it is there, not whose it is in the text.
        return None
    if here is not None and here.span == span:
        return here
    entity = reading.entity_named(reading.quote(span), *ACTORS, EntityKind.PLACE)
    return entity_argument(reading, entity, span, "same name") if entity is not None else None


def _body_label(reading: Reading, span: Span) -> Argument | None:
    """`Velmoran Army`, a sub-label that names a body of men by itself."""
    first, *rest = reading.quote(span).split()
    last = rest[-1].lower() if rest else ""
    known = force_words().bodies | nouns().groups
    is_name = first[0].isupper() and (last in known or last.removesuffix("s") in known)
    return literal_argument(reading, span) if is_name and len(rest) <= 3 else None


def _allies(reading: Reading, members: Sequence[Item]) -> Argument | None:
    """`Velmora, Linden`: two or three parties of one side, in the words of the field."""
    span = members[0].name.cover(members[-1].name)
    plain = re.fullmatch(r"[^:()\n]{1,60}", reading.quote(span))
    fields = {m.field.field_id for m in members}
    return literal_argument(reading, span) if plain and len(members) <= 3 and len(fields) == 1 else None


def _goes_on(item: Item) -> bool:
    """`Velmora,`: a list whose other members are lost."""
    rest = item.field.span.end - item.span.end
    return item.field.value[-rest:].strip() in (",", ";", "and", ", and") if rest else False


def nameless_side(side: Side, event: Argument, label: Span) -> Argument | None:
    """Return the side itself as who a number is of, told by its number in the infobox and by the event; None
    for numbers of all sides together."""
    if side.index is None:
        return None
    return normalized_argument(f"side {side.index} ({event.reference.text})", label, "side_of_label")


def number_cells(span: Span, low: int | None, high: int | None) -> list[tuple[str, Argument]]:
    """Return the cells `number_low` and `number_high` of a number at `span`; None leaves one out."""
    found = []
    if low:
        found.append(("number_low", normalized_argument(str(low), span, "least_number")))
    if high is not None:
        found.append(("number_high", normalized_argument(str(high), span, "greatest_number")))
    return found

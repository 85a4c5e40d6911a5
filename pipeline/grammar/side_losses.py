"""One side of an infobox in, its losses and what became of its people out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.grammar.events import infobox_event
from pipeline.grammar.outcome_statements import KIND
from pipeline.grammar.reading import Reading
from pipeline.grammar.sides import (
    nameless_side,
    number_cells,
    quantity_argument,
    quantity_words,
    side_party,
)
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    literal_argument,
    normalized_argument,
)
from pipeline.lexicon.forces import force_words
from pipeline.mentions.infobox import Side
from pipeline.mentions.infobox_values import Quantity
from pipeline.model.entity import EntityKind
from pipeline.model.span import Span


def side_losses(reading: Reading, side: Side) -> Iterator[Statement]:
    """Yield the losses of one side of an infobox."""
    for quantity in side.casualties:
        event = infobox_event(reading, quantity.field.label_span)
        if event is not None:
            yield _state_quantity(reading, side, quantity, event)


def _state_quantity(reading: Reading, side: Side, quantity: Quantity, event: Argument) -> Statement:
    party, doubt = side_party(reading, side, quantity)
    label = quantity.field.label_span
    losing = normalized_argument(
        _loss_of(reading, quantity), quantity.category_span or label, "casualty_word"
    )
    cells = [("event", event), ("loss", losing), *number_cells(quantity.number, quantity.low, quantity.high)]
    cells += [("party", party)] if party is not None else []
    cells += [("thing", literal_argument(reading, quantity.thing))] if quantity.thing is not None else []
    if side.index is not None:
        cells.append(("side", normalized_argument(str(side.index), label, "side_of_label")))
    words = quantity_words(quantity)
    period = quantity.periods[0] if len(quantity.periods) == 1 else None
    doubts = [d for d in (quantity.doubt, doubt) if d]
    doubts += ["two senses of a loss"] if _is_torn(reading, quantity) else []
    doubts += ["several dates"] if len(quantity.periods) > 1 else []
    whose = party or nameless_side(side, event, label)
    if whose is not None:
        predicate = "suffered" if quantity.category == "casualties" else "lost"
        said, spoken = whose, quantity_argument(reading, quantity, words)
    else:
        predicate = quantity.category or "lost"
        doubts += ["whose losses"] if predicate == "lost" else []
        end = quantity.thing.end if quantity.thing is not None else quantity.number.end
        said, spoken = event, literal_argument(reading, Span(quantity.number.start, end))
    return Statement(
        KIND,
        said,
        predicate,
        spoken,
        about=reading.entities.get(event.reference.entity_id or ""),
        start=period.start if period else None,
        end=period.end if period else None,
        qualifier=next((n.span for n in quantity.notes if n.kind.value == "text"), None),
        cells=tuple(cells),
        spans=(label.cover(quantity.span),),
        doubts=tuple(doubts),
    )


def _loss_of(reading: Reading, quantity: Quantity) -> str:
    """What happened, by its usual name; several things in the words of the field (`killed or captured`)."""
    words = reading.quote(quantity.category_span).lower() if quantity.category_span is not None else ""
    return words if re.search(r"\b(?:or|and)\b|[,&/]", words) else quantity.category or "lost"


def _is_torn(reading: Reading, quantity: Quantity) -> bool:
    """`Killed and wounded: 25,000 killed`: the label says another thing than the words."""
    if quantity.category_span is None:
        return False
    known = force_words().casualty_words
    for label in quantity.labels:
        said = known.get(reading.quote(label.span).lower())
        if said is not None and said not in (quantity.category, "casualties"):
            return True
    return False


_FATE_PREDICATES = {
    "killed": "was killed",
    "wounded": "was wounded",
    "captured": "was captured",
    "executed": "was executed",
    "assassinated": "was assassinated",
    "died of wounds": "died of wounds",
    "surrendered": "surrendered",
    "died": "died",
    "missing": "went missing",
    "deserted": "deserted",
}


def fates(reading: Reading, side: Side) -> Iterator[Statement]:
    """Yield what became of those whom one side of an infobox lists: `Karsten Dray KIA` of the commanders."""
    for item in (*side.commanders, *side.belligerents):
        fate = item.fate
        event = infobox_event(reading, item.field.label_span)
        person = argument_at(reading, item.name, EntityKind.PERSON)
        predicate = _FATE_PREDICATES.get(fate.word or "") if fate is not None else None
        if fate is None or event is None or person is None or predicate is None or person.span != item.name:
            continue
        period = fate.period
        yield Statement(
            KIND,
            person,
            predicate,
            event,
            about=reading.entities.get(event.reference.entity_id or ""),
            start=period.start if period else None,
            end=period.end if period else None,
            cells=(("event", event),),
            spans=(item.field.label_span.cover(fate.span).cover(item.name),),
            doubts=(item.doubt,) if item.doubt else (),
        )

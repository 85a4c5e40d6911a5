"""A Reading and the book of its entities in, the same Reading with what befell persons and states out, each
an event of its own: `birth of Tamsin Roe`, `dissolution of the Blue League`.

Such events have no name in the text. They are called by their sort and by whom they befell, and stand in the
text where it tells of them: `born`, `Death Date`, the dates behind the name that opens a life.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.entities.book import EntityBook
from pipeline.grammar.happening import Happening, Told
from pipeline.grammar.happening_brackets import lives_in_brackets, states_in_brackets
from pipeline.grammar.happening_fields import events_of_states, field_happenings
from pipeline.grammar.happening_sentences import clause_happenings, noun_happenings, told_foundings
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument
from pipeline.lexicon.happenings import happening_sorts
from pipeline.model.entity import Entity, EntityKind
from pipeline.model.fact import Reference


def add_happenings(reading: Reading, book: EntityBook) -> Reading:
    """Return the reading with its happenings; their events are filed in `book`. What fails a gate keeps its
    doubts, and files no event."""
    told = [
        *noun_happenings(reading),
        *field_happenings(reading),
        *lives_in_brackets(reading),
        *states_in_brackets(reading),
        *clause_happenings(reading),
    ]
    told += told_foundings(reading)
    told.sort(key=lambda t: (t.words, t.sort.sort))
    known = {_key(t): t.event for t in reversed(told) if t.event is not None}
    known |= _titled(reading)
    for one in told:
        if not one.doubts and _key(one) not in known:
            name = _name(reading, one)
            known[_key(one)] = book.file(("happening", *_key(one)), EntityKind.EVENT, name, one.words)
    happenings = [_happening(reading, one, known.get(_key(one))) for one in told]
    happenings += events_of_states(reading, book)
    entities = {e.entity_id: e for e in book.entities}
    return replace(reading, entities=entities, happenings=tuple(happenings))


def _key(told: Told) -> tuple[str, str]:
    """What makes two happenings one: nobody is murdered and executed."""
    is_killing = told.sort.role == "victim"
    return "killing" if is_killing else told.sort.sort, told.who.reference.entity_id or ""


def _titled(reading: Reading) -> dict[tuple[str, str], Entity]:
    """The events that an infobox calls by such a noun: `Death of Queen Tamsin`."""
    found: dict[tuple[str, str], Entity] = {}
    for dated in reading.infobox.events:
        event = reading.entity_at(dated.event.name, EntityKind.EVENT) if dated.event is not None else None
        noun, _, whom = event.name.partition(" of ") if event is not None else ("", "", "")
        words = whom.removeprefix("the ").split()
        for sort in happening_sorts():
            if event is None or noun.lower() not in sort.nouns:
                continue
            tails = (" ".join(words[i:]) for i in range(len(words)))
            who = next((e for t in tails if (e := reading.entity_named(t, *sort.kinds)) is not None), None)
            if who is not None:
                found[sort.sort, who.entity_id] = event
    return found


def _name(reading: Reading, told: Told) -> str:
    """`birth of Tamsin Roe`, `establishment of the Blue League`: with the article where the text has one."""
    who = told.who.reference.text
    found = re.search(rf"\b[Tt]he {re.escape(who)}\b(?! [A-Z]|['’-])", reading.document.text)
    return f"{told.sort.sort} of {'the ' if found else ''}{who}"


def _happening(reading: Reading, told: Told, event: Entity | None) -> Happening:
    name = event.name if event is not None else _name(reading, told)
    same = reading.quote(told.words) == told.sort.sort
    sort = Argument(Reference(told.sort.sort, None), told.words, None if same else "sort_of_happening", True)
    event_id = event.entity_id if event is not None else None
    is_first = event is None or told.sort.role != "victim" or name.startswith(told.sort.sort)
    return Happening(
        event=Argument(Reference(name, event_id), told.words, "event_of_happening", True),
        # What is called a murder and an assassination is one event, of the sort that it is called first.
        sort=sort if is_first else None,
        who=told.who,
        role=told.sort.role,
        start=told.start,
        end=told.end,
        date_spans=told.date_spans,
        places=told.places,
        span=told.span,
        certainty=told.certainty,
        doubts=told.doubts,
        founders=told.founders,
    )

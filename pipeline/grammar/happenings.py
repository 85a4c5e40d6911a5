"""A Reading and the book of its entities in, the same Reading with what befell persons and states out, each
an event of its own: `birth of Tamsin Roe`, `dissolution of the Blue League`.

Such events have no name in the text. They are called by their sort and by whom they befell, and stand in the
text where it tells of them: `born`, `Death Date`, the dates behind the name that opens a life.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.entities.book import EntityBook
from pipeline.grammar.happening import Happening, Told
from pipeline.grammar.happening_brackets import lives_in_brackets, states_in_brackets
from pipeline.grammar.happening_fields import events_of_states, field_happenings
from pipeline.grammar.happening_sentences import clause_happenings, noun_happenings, told_foundings
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument
from pipeline.lexicon.happenings import happening_sorts
from pipeline.model.date import PartialDate
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
    keys = _keys(told)
    known = {k: t.event for k, t in reversed(list(zip(keys, told, strict=True))) if t.event is not None}
    known |= _titled(reading)
    for key, one in zip(keys, told, strict=True):
        if not one.doubts and key not in known:
            name = _name(reading, one)
            same = _named_so(reading, name) if not one.sort.repeats else None
            if same is not None:
                known[key] = same
                continue
            known[key] = book.file(("happening", *key), EntityKind.EVENT, name, one.words)
    happenings = [_happening(reading, one, known.get(key)) for key, one in zip(keys, told, strict=True)]
    happenings += events_of_states(reading, book)
    entities = {e.entity_id: e for e in book.entities}
    return replace(reading, entities=entities, happenings=tuple(happenings))


def _named_so(reading: Reading, name: str) -> Entity | None:
    """The event that the text itself calls so: `the Siege of Pell`, where somebody besieged Pell."""
    named = (e for e in reading.entities.values() if e.kind is EntityKind.EVENT)
    return next((e for e in named if e.name.lower().removeprefix("the ") == name.lower()), None)


def _keys(told: Sequence[Told]) -> list[tuple[str, str]]:
    """What makes two tellings one happening. Where one of a sort can happen twice, another time is another;
    what has no date is the first."""
    times: dict[tuple[str, str], list[PartialDate]] = {}
    keys = []
    for one in told:
        key, when = _key(one), one.start or one.end
        if one.sort.repeats and when is not None:
            known = times.setdefault(key, [])
            number = next((i for i, other in enumerate(known) if _overlaps(when, other)), len(known))
            if number == len(known):
                known.append(when)
            key = (key[0], f"{key[1]} {number}") if number else key
        keys.append(key)
    return keys


def _overlaps(one: PartialDate, other: PartialDate) -> bool:
    starts_late = one.earliest is not None and other.latest is not None and one.earliest > other.latest
    ends_early = one.latest is not None and other.earliest is not None and one.latest < other.earliest
    return not (starts_late or ends_early)


def _key(told: Told) -> tuple[str, str]:
    """What befell whom: nobody is murdered and executed."""
    is_killing = told.sort.role == "victim"
    who = told.who.reference.entity_id or told.who.reference.text.removeprefix("the ").removeprefix("a ")
    return "killing" if is_killing else told.sort.sort, who


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
    """`birth of Tamsin Roe`, `establishment of the Blue League`: with the article where the text has one;
    `sentence of Feld to death`, with what belongs to it."""
    who = told.who.reference.text
    is_named = told.who.reference.entity_id is not None
    found = is_named and re.search(rf"\b[Tt]he {re.escape(who)}\b(?! [A-Z]|['’-])", reading.document.text)
    if is_named and who[0].islower() and not found:
        found = re.search(rf"\b[Tt]he (?:[\w-]+ ){{1,3}}{re.escape(who)}\b", reading.document.text)
    behind = f" {told.behind}" if told.behind is not None else ""
    return f"{told.sort.sort} {told.sort.link} {'the ' if found else ''}{who}{behind}"


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
        agents=told.agents,
        agent_role=told.sort.agent or "founder",
    )

"""Surnames that several persons of a document bear in, who is meant at each place out.

A text that speaks of `Roe` means the Roe whom it has introduced. Where it has introduced two, it means the
one whom it called `Roe` before the other came, unless the other is named in the same paragraph; where that
paragraph called the first so as well, it is open. A title in front (`Admiral Roe`) is that of its bearer.
Where nothing of that tells, the mention stays open.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from pipeline.entities.people import PersonForms
from pipeline.lexicon.relations import kin_predicates
from pipeline.mentions.name_kinds import TypedName
from pipeline.model.document import Document
from pipeline.model.entity import EntityKind
from pipeline.model.name import NameForm

_KIN = "|".join(sorted(kin_predicates()))
# "Osk Feld, brother of General Feld": not of himself.
_OF_RELATIVE = re.compile(
    rf",? (?:was |is )?(?:the |a |an )?(?:[a-z-]+ )?(?:{_KIN}) (?:of|to) (?:the )?(?:[A-Z][\w.]* )*"
)


def choose_namesakes(
    document: Document, typed: Sequence[TypedName], people: PersonForms
) -> Mapping[int, str]:
    """Return the person that each ambiguous surname means, by its index in `typed`; those that stay open are
    not in it."""
    prose_start = document.prose[0].span.start if document.prose else len(document.text)
    titles = _titles_of_persons(document.text, typed, people)
    chosen: dict[int, str] = {}
    holders: dict[str, str] = {}
    introduced: dict[str, int] = {}
    """Where each person was last named in full, in the prose."""
    called: dict[tuple[str, str], str] = {}
    """Who was meant by a title with a surname: `President Feld`."""
    meant: dict[str, tuple[str, int]] = {}
    """Whom each surname alone meant last, and where."""
    last, last_end = "", 0
    for i, name in enumerate(typed):
        if name.kind is not EntityKind.PERSON or name.name.form is not NameForm.NAME:
            continue
        start, text = name.name.span.start, name.name.text
        if start < prose_start:
            continue
        fitting = people.candidates.get(text, ())
        if not fitting:
            introduced[people.person_of[text]] = start
            last, last_end = people.person_of[text], name.name.span.end
            continue
        if last in fitting and _OF_RELATIVE.fullmatch(document.text, last_end, start):
            fitting = tuple(p for p in fitting if p != last)
        paragraph = document.text.rfind("\n", 0, start)
        title = _title_before(document.text, typed, i)
        who = _by_title(document.text, typed, i, fitting, titles)
        who = who or called.get((title or "", text))
        who = who or _by_introduction(fitting, introduced, holders.get(text), paragraph, meant.get(text))
        if who is not None and _is_called_otherwise(document.text, typed, i, fitting, titles.get(who)):
            who = None
        if who is not None:
            chosen[i] = who
            holders.setdefault(text, who)
            meant[text] = who, start
            if title is not None:
                called.setdefault((title, text), who)
    return chosen


def _by_introduction(
    fitting: Sequence[str],
    introduced: Mapping[str, int],
    holder: str | None,
    paragraph: int,
    meant: tuple[str, int] | None,
) -> str | None:
    known = [p for p in fitting if p in introduced]
    if len(known) == 1:
        return known[0]
    here = [p for p in known if introduced[p] > paragraph]
    if meant is not None and meant[1] > paragraph and [meant[0]] != here:
        return None  # "Feld won. His brother, Jon Feld, lost. Feld left": either of them may have left
    if len(here) == 1:
        return here[0]
    return holder if holder is not None and not here else None


def _is_called_otherwise(
    text: str, typed: Sequence[TypedName], i: int, fitting: Sequence[str], known: frozenset[str] | None
) -> bool:
    """Whether the title in front is none of those that the text gives the likeliest of several persons: a
    President Feld may well be another than the Ambassador Osk Feld of before."""
    title = _title_before(text, typed, i)
    return len(fitting) > 1 and title is not None and bool(known) and title not in (known or ())


def _titles_of_persons(
    text: str, typed: Sequence[TypedName], people: PersonForms
) -> Mapping[str, frozenset[str]]:
    """The titles in front of the full names of persons."""
    found: dict[str, set[str]] = defaultdict(set)
    for i, name in enumerate(typed):
        title = _title_before(text, typed, i)
        if title is not None and name.name.text in people.person_of:
            found[people.person_of[name.name.text]].add(title)
    return {person: frozenset(titles) for person, titles in found.items()}


def _by_title(
    text: str,
    typed: Sequence[TypedName],
    i: int,
    fitting: Sequence[str],
    titles: Mapping[str, frozenset[str]],
) -> str | None:
    title = _title_before(text, typed, i)
    bearers = [p for p in fitting if title is not None and title in titles.get(p, ())]
    return bearers[0] if len(bearers) == 1 else None


def _title_before(text: str, typed: Sequence[TypedName], i: int) -> str | None:
    before = typed[i - 1].name if i else None
    if before is None or before.form is not NameForm.TITLE:
        return None
    is_adjacent = text[before.span.end : typed[i].name.span.start] == " "
    return before.noun if is_adjacent else None

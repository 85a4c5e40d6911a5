"""The names of a text in, the short names of states out whose formal names the text has: `Velmora`, where it
has a Kingdom of Velmora, and speaks of no town or land of that name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.lexicon.states import formal_state_pattern
from pipeline.lexicon.words import name_words
from pipeline.mentions.kind_evidence import Evidence, line_before, singular_type
from pipeline.model.entity import EntityKind
from pipeline.model.name import NameForm, NameSpan

_PLACE_WORD = re.compile(r"(?P<type>[a-z]+) of (?:the )?\Z")
_WORDS_BEFORE = re.compile(r"(?P<second>[\w-]+ )?(?P<last>[\w-]+) \Z")
# States that are no more than a town.
_CITY_STATES = ("Free City", "Free Imperial City")
# What is done `to` a state with lands, and to no town.
_PASSING = frozenset(
    {
        "ceded",
        "joined",
        "belonged",
        "belong",
        "annexed",
        "returned",
        "restored",
        "lost",
        "loyal",
        "subject",
        "transferred",
    }
)


def short_states(text: str, names: Sequence[NameSpan], evidence: Sequence[Evidence]) -> frozenset[str]:
    """Return the names that stand behind `Kingdom of` or the like, and by themselves for the same state.
    `evidence` is that of each name."""
    formal = [formal_state_pattern().fullmatch(n.text) for n in names if n.kind is EntityKind.POLITY]
    places = {m["place"]: m[0] for m in formal if m is not None and m["place"]}
    typed = {n.text for n, e in zip(names, evidence, strict=True) if e.place_type is not None}
    return frozenset(
        p for p, whole in places.items() if p not in typed and _is_state_alone(text, p, whole, names)
    )


def _is_state_alone(text: str, place: str, formal: str, names: Sequence[NameSpan]) -> bool:
    """Whether the `Velmora` of `Kingdom of Velmora` is used by itself, and nowhere as a town or a land is: of
    a Free City both are one, and a direction in front is that of no town."""
    own = [n for n in names if n.text == place and n.form is NameForm.NAME]
    if formal.startswith(_CITY_STATES) or place.split()[0].lower() in name_words().directions:
        return bool(own)
    return bool(own) and not any(_stands_as_place(text, name) for name in own)


def _stands_as_place(text: str, name: NameSpan) -> bool:
    if name.kind is not None or (name.possible and name.possible[0] is EntityKind.PLACE):
        return True
    left = line_before(text, name.span.start)
    typed = _PLACE_WORD.search(left)
    if typed is not None and singular_type(typed["type"]) is not None:
        return True
    before = _WORDS_BEFORE.search(left)
    word = before["last"].lower() if before is not None else ""
    if word == "to" and before is not None:
        return (before["second"] or "").strip() not in _PASSING
    return word in name_words().place_prepositions | name_words().weak_place_prepositions

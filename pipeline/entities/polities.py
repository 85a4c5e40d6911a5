"""The names of states as a document writes them in, which of them are one state out.

`Republic of Velmora` and `Velmora` are one where the text uses both of a state; `Republic of Halvey` and the
town of Halvey are two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.lexicon.states import (
    DemonymForm,
    State,
    demonyms,
    formal_state_pattern,
    state_by_code,
    state_by_name,
)
from pipeline.mentions.initialisms import find_initialisms
from pipeline.mentions.name_kinds import TypedName
from pipeline.model.entity import EntityKind
from pipeline.model.name import NameForm

Key = tuple[str, ...]
CODE = re.compile(r"[A-Z]{3}\Z")
# `Velmoran Republic` is the state of the Velmorans; their empire may be more than that.
OWN_CONSTITUTIONS = frozenset({"republic", "kingdom", "state"})
ARTICLE = re.compile(r"(?:the|la|el|los|las|le|les|al)[ -]", re.IGNORECASE)
# What a crown ruled from afar, which the later state of that name is not.
COLONIES = ("Captaincy General", "Viceroyalty")
# What a people can be beside that of a state; its name alone then proves no state.
OTHER_SENSES = ("people", "order")


def plain_name(text: str) -> str:
    """Return a name without its article, case and kinds of dashes: what two spellings of it share."""
    folded = text.casefold().replace("–", "-")
    return ARTICLE.sub("", folded, count=1)


@dataclass(frozen=True, slots=True)
class Polities:
    """The states of a document."""

    key_of: Mapping[str, Key]
    """By spelling."""
    name_of: Mapping[Key, TypedName]
    """The mention that names each."""

    def key(self, text: str) -> Key:
        """Return the key of a state by one of its names."""
        return self.key_of.get(text) or ("polity", plain_name(text))

    def demonym_key(self, typed: TypedName) -> Key | None:
        """Return the key of what a demonym is made from; None where several states fit, or where it may
        mean a people of no state."""
        listed = demonyms().get(typed.name.text)
        if listed is None:
            return self.key(typed.name.noun) if typed.name.noun else None
        if len(listed.states) != 1:
            named = [s for s in listed.states if ("state", s.name) in self.name_of]
            return ("state", named[0].name) if len(named) == 1 else None
        state = listed.states[0]
        key = ("state", state.name)
        return None if _may_mean_a_people(state) and key not in self.name_of else key

    def is_people(self, typed: TypedName) -> bool:
        """Say whether a demonym in the plural is the name of a people: the text never names the state that it
        could be of, and the people is more than that state's."""
        listed = demonyms().get(typed.name.text)
        if listed is None or DemonymForm.PEOPLE not in listed.forms or not typed.name.text.endswith("s"):
            return False
        unnamed = all(("state", s.name) not in self.name_of for s in listed.states)
        return unnamed and all(_may_mean_a_people(s) for s in listed.states)


def _may_mean_a_people(state: State) -> bool:
    return any(sense in also for also in state.also for sense in OTHER_SENSES)


def read_polities(typed: Sequence[TypedName], title: str) -> Polities:
    """Return which of the typed names of states name one. `title` is that of the article: its subject is
    called by it."""
    named = [n for n in typed if n.kind is EntityKind.POLITY and n.name.form is NameForm.NAME]
    spellings = {n.name.text for n in named}
    roots = {n.name.text: n.name.noun for n in typed if n.name.form is NameForm.DEMONYM and n.name.noun}
    key_of = {text: _key(text, spellings, roots) for text in sorted(spellings)}
    key_of |= _constitutions_apart(named, key_of, title)
    for initials, full in find_initialisms(sorted(spellings)).items():
        if key_of[initials][0] == "polity":
            key_of[initials] = key_of[full]
    name_of: dict[Key, TypedName] = {}
    for name in sorted(named, key=lambda n: (_rank(n.name.text, title), n.name.span)):
        name_of.setdefault(key_of[name.name.text], name)
    return Polities(key_of, name_of)


def _constitutions_apart(named: Sequence[TypedName], key_of: Mapping[str, Key], title: str) -> dict[str, Key]:
    """Return keys of their own for what else the land of a state was: the `Free State of Velmora` of another
    time is not the `Republic of Velmora`. Which of them the bare `Velmora` is, the title tells, else what is
    named first; closed lists know of real states what is one with what."""
    first: dict[Key, str] = {}
    own: dict[str, Key] = {}
    for name in sorted(named, key=lambda n: (n.name.text != title, n.name.span)):
        text = name.name.text
        match = formal_state_pattern().fullmatch(text)
        key = key_of[text]
        if match is None or not match["place"] or key[0] != "polity":
            continue
        held = first.setdefault(key, text)
        if held.split(" of ")[0].casefold() != text.split(" of ")[0].casefold():
            own[text] = ("polity", plain_name(text))
    return own


def _key(text: str, spellings: set[str], roots: Mapping[str, str | None]) -> Key:
    state = state_by_name(text) or (state_by_code(text) if CODE.match(text) else None)
    if state is not None:
        return ("state", state.name)
    match = formal_state_pattern().fullmatch(text)
    place = match["place"] or match["united"] if match else None
    if place:
        # "Republic of North Velmora" is not Velmora, and has its own name.
        inner = state_by_name(place)
        if inner is not None and not text.startswith(COLONIES):
            return ("state", inner.name)
        return ("polity", plain_name(place if place in spellings else text))
    first, _, last = text.partition(" ")
    if match and last.lower() in OWN_CONSTITUTIONS and roots.get(first):
        root = str(roots[first])
        same = [s for s in spellings if s == root or _state_name(s) == root]
        if same:
            return _key(sorted(same)[0], set(), {})
    return ("polity", plain_name(text))


def _state_name(text: str) -> str | None:
    state = state_by_name(text)
    return state.name if state is not None else None


def _rank(text: str, title: str) -> int:
    """How well a spelling serves as the name: the title of the article, the state's own name, a short name, a
    formal one, a code."""
    if text == title:
        return 0
    if _state_name(text) == text:
        return 1
    if CODE.match(text) or "." in text:
        return 4
    return 3 if formal_state_pattern().fullmatch(text) else 2

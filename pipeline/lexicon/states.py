"""The closed lists of `en/states.toml` in, the states of the world and their demonyms out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from pipeline.errors import SchemaError


class DemonymForm(Enum):
    """What a demonym can stand for."""

    ADJECTIVE = "adjective"
    """`Danish` in `Danish troops`."""
    PEOPLE = "people"
    """`Danes`: a plural noun."""


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory, of today or of the past, as a named outside source lists it."""

    name: str
    """The short name in English; no other state has it."""
    kind: str
    """The kind of place: `country`, `territory`, `kingdom`, `city` ..."""
    sources: tuple[str, ...]
    """Keys of the table `sources` in the file: the lists that name it."""
    iso: str | None
    """Alpha-3, ISO 3166-1 or 3166-3."""
    ioc: str | None
    """The Olympic code where it differs from `iso`."""
    cow: str | None
    """The Correlates of War abbreviation of a member that is no longer a state."""
    variants: tuple[str, ...]
    """Other names in use. What a pattern such as `Kingdom of X` gives is left to `formal_state_pattern`."""
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    """Plural nouns."""
    also: tuple[str, ...]
    """What else its name or demonym commonly is: `given name`, `river` ...; such a word alone is no proof."""
    no_demonym: str | None
    """Why it has none; None where it has one."""

    @property
    def names(self) -> tuple[str, ...]:
        """The name and its variants."""
        return (self.name, *self.variants)


@dataclass(frozen=True, slots=True)
class Demonym:
    """A word for what is of a state, or for its people, in one of its forms."""

    text: str
    forms: frozenset[DemonymForm]
    """Both where one word is both: `the Chinese army`, `the Chinese`."""
    states: tuple[State, ...]
    """Every state that it can mean, states of today first; more than one is an ambiguity."""


@cache
def states() -> tuple[State, ...]:
    """Return all states, those of ISO 3166-1 first.

    Raises SchemaError where the file is not as its first lines say.
    """
    file = resources.files("pipeline.lexicon").joinpath("en/states.toml")
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    known = frozenset(content["sources"])
    read = tuple(_read_state(entry, known) for entry in content["states"])
    if len({state.name for state in read}) != len(read):
        raise SchemaError("lexicon/en/states.toml: a name is listed twice")
    return read


@cache
def sources() -> Mapping[str, str]:
    """Return what each list is complete over, by the key that `State.sources` holds."""
    file = resources.files("pipeline.lexicon").joinpath("en/states.toml")
    return MappingProxyType(dict(tomllib.loads(file.read_text(encoding="utf-8"))["sources"]))


def _read_state(entry: dict[str, Any], known: frozenset[str]) -> State:
    unknown = set(entry["sources"]) - known
    if unknown or not entry["sources"]:
        found = ", ".join(sorted(unknown)) or "none"
        raise SchemaError(f"lexicon/en/states.toml: {entry['name']}: expected known sources, found {found}")
    return State(
        name=entry["name"],
        kind=entry["kind"],
        sources=tuple(entry["sources"]),
        iso=entry.get("iso"),
        ioc=entry.get("ioc"),
        cow=entry.get("cow"),
        variants=tuple(entry.get("variants", ())),
        adjectives=tuple(entry.get("adjectives", ())),
        people=tuple(entry.get("people", ())),
        also=tuple(entry.get("also", ())),
        no_demonym=entry.get("no_demonym"),
    )


def state_by_name(name: str) -> State | None:
    """Return the state of that name or variant, in exactly this case; a leading `the` is no part of it.

    None where there is none, and where two states share the name (`Congo`).
    """
    found = _by_name().get(name) or _by_name().get(re.sub(r"\A[Tt]he ", "", name), ())
    return found[0] if len(found) == 1 else None


@cache
def _by_name() -> Mapping[str, tuple[State, ...]]:
    by_name: dict[str, tuple[State, ...]] = {}
    for state in states():
        for name in state.names:
            by_name[name] = (*by_name.get(name, ()), state)
    return MappingProxyType(by_name)


def state_by_code(code: str) -> State | None:
    """Return the state of that ISO alpha-3 code or, where no state has it, of that Olympic code.

    `BRN` is Brunei by ISO, though Olympic Bahrain. Only capitals; None where there is none.
    """
    return _by_code().get(code)


@cache
def _by_code() -> Mapping[str, State]:
    olympic = {state.ioc: state for state in states() if state.ioc}
    standard = {state.iso: state for state in states() if state.iso}
    return MappingProxyType({**olympic, **standard})


@cache
def demonyms() -> Mapping[str, Demonym]:
    """Return every adjective and people form, in exactly this case, with the states that it can mean."""
    found: dict[str, tuple[frozenset[DemonymForm], tuple[State, ...]]] = {}
    for state in states():
        for form, words in ((DemonymForm.ADJECTIVE, state.adjectives), (DemonymForm.PEOPLE, state.people)):
            for word in words:
                forms, meant = found.get(word, (frozenset(), ()))
                found[word] = (forms | {form}, meant if state in meant else (*meant, state))
    return MappingProxyType({word: Demonym(word, forms, meant) for word, (forms, meant) in found.items()})


_CONSTITUTIONS = (
    r"(?:Kingdom|Republic|Empire|Duchy|Principality|Sultanate|Emirate|Khanate|Caliphate|Electorate"
    r"|Confederation|Confederacy|Federation|Commonwealth|Dominion|Union|Tsardom|Shogunate|Margraviate"
    r"|Landgraviate|Bishopric|Archbishopric|Archduchy|Protectorate|Viceroyalty|Captaincy General|State"
    r"|Regency)"
)
_QUALITIES = (
    r"(?:(?:Grand|United|Federal|Federative|Democratic|People['’]s|Socialist|Soviet|Islamic|Independent"
    r"|Autonomous|Constitutional|Oriental|Free|Holy|Imperial|First|Second|Third|Fourth|Fifth)[ ])*"
)
_PARTICLES = r"(?:the|de|del|della|di|da|do|dos|das|du|des|van|von|der|den|la|le|las|los|el|al|y|of)"
_WORD = r"[^\W\d_a-zà-öø-ÿ][\w'’]*(?:[-–][\w'’]+)*"
_NAME = rf"(?:(?:the|la|le|las|los|el|al)[ ])?{_WORD}(?:[ ](?:{_PARTICLES}[ ])*{_WORD})*"
_FORMAL = re.compile(
    rf"\b(?:"
    rf"(?:{_QUALITIES}{_CONSTITUTIONS}|Free[ ](?:Imperial[ ])?City)[ ]of[ ](?P<place>{_NAME})"
    rf"|United[ ](?:States|Provinces|Kingdoms?|Principalities)[ ]of[ ](?P<united>{_NAME})"
    rf"|(?!(?:The|This|That|An?|Its|Their|His|Her)\b)(?P<demonym>{_WORD})[ ]{_QUALITIES}{_CONSTITUTIONS}"
    rf")\b"
)


def formal_state_pattern() -> re.Pattern[str]:
    """Return the pattern of a state's formal name, invented ones included.

    The group `place` holds the X of `Kingdom of X`, `united` that of `United Provinces of X`, `demonym` the
    first word of `X Republic`, which is a place's adjective, a place (`Congo Free State`) or an ordinal
    (`Second Republic`): `demonyms()` and `shares_stem` tell. The others are None.
    """
    return _FORMAL

"""The word list `predicates.toml` in, the closed list of what a fact can state out."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.errors import SchemaError
from pipeline.model.entity import EntityKind

ANY = "any"
"""Stands for every kind of entity."""
KINDS = frozenset({ANY, *(kind.value for kind in EntityKind)})
PARTS = frozenset({"subject", "object", "place", "about"})
NAME = "lexicon/predicates.toml"
REQUIRED = frozenset({"predicate", "kind", "subject_kinds", "description"})
OPTIONAL = frozenset({"object_kinds", "inverse", "functional_on"})


@dataclass(frozen=True, slots=True)
class Predicate:
    """One thing that a fact of one kind can state."""

    predicate: str
    """The label, always positive."""
    kind: str
    """The typed table of its facts."""
    subject_kinds: tuple[str, ...]
    """The kinds of entity that can be its subject; `any` for all of them."""
    object_kinds: tuple[str, ...]
    """The same of its object; empty where the object is a literal value, or there is none."""
    inverse: str | None
    """The label that holds with subject and object exchanged; None where there is none."""
    functional_on: tuple[str, ...]
    """The parts for which only one value can be true at a time; empty where many can."""
    description: str


@cache
def predicates() -> tuple[Predicate, ...]:
    """Return all predicates, in the order of the list. Raises SchemaError where it cannot be read."""
    return read_predicates((files("pipeline") / NAME).read_text("utf-8"))


def functional_predicates(kind: str, *parts: str) -> tuple[str, ...]:
    """Return the labels of a kind that have one value only for what `parts` name together."""
    return tuple(p.predicate for p in predicates() if p.kind == kind and p.functional_on == parts)


def read_predicates(text: str) -> tuple[Predicate, ...]:
    """Return the predicates of a TOML text. Raises SchemaError where an entry is incomplete, doubled,
    or names a kind of entity or a part that there is not."""
    try:
        entries = tomllib.loads(text).get("predicates", [])
    except tomllib.TOMLDecodeError as error:
        raise SchemaError(f"{NAME}: {error}") from None
    found: list[Predicate] = []
    known: set[tuple[str, str]] = set()
    for entry in entries:
        predicate = _read_entry(entry)
        key = (predicate.predicate, predicate.kind)
        if key in known:
            raise SchemaError(f"{NAME}: {key[0]!r} of {key[1]} stands there twice")
        known.add(key)
        found.append(predicate)
    for predicate in found:
        if predicate.inverse is not None and (predicate.inverse, predicate.kind) not in known:
            raise SchemaError(
                f"{NAME}: {predicate.predicate!r} has the inverse {predicate.inverse!r}, which is not there"
            )
    return tuple(found)


def _read_entry(entry: dict[str, Any]) -> Predicate:
    label = f"{NAME}: {entry.get('predicate', '(no label)')!r}"
    missing, strange = REQUIRED - entry.keys(), entry.keys() - REQUIRED - OPTIONAL
    if missing or strange:
        word = "misses" if missing else "does not know"
        raise SchemaError(f"{label} {word} {', '.join(sorted(missing or strange))}")
    for key, allowed in (("subject_kinds", KINDS), ("object_kinds", KINDS), ("functional_on", PARTS)):
        for value in entry.get(key, ()):
            if value not in allowed:
                raise SchemaError(
                    f"{label}: {key} names {value!r}, expected one of {', '.join(sorted(allowed))}"
                )
    return Predicate(
        predicate=entry["predicate"],
        kind=entry["kind"],
        subject_kinds=tuple(entry["subject_kinds"]),
        object_kinds=tuple(entry.get("object_kinds", ())),
        inverse=entry.get("inverse"),
        functional_on=tuple(entry.get("functional_on", ())),
        description=entry["description"],
    )

"""The things that a text names, and the places where it names them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pipeline.model.span import Span


class EntityKind(Enum):
    """What an entity is."""

    PERSON = "person"
    OFFICE = "office"
    POLITY = "polity"
    GOVERNMENT = "government"
    PLACE = "place"
    ORGANIZATION = "organization"
    UNIT = "unit"
    EVENT = "event"
    AGREEMENT = "agreement"
    WORK = "work"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that the text speaks of, one for all its mentions in a document."""

    entity_id: str
    """`<document_id>/<slug>`, the slug made from the first full name in the document; the kind is
    appended where two would collide."""
    kind: EntityKind
    name: str
    """The first full name in the document, as written; for a thing that is only described, such as a
    government known by its head or seat, the shortest description that tells it apart."""
    place_type: str | None
    """`country`, `province`, `city` ...; None where the text does not say, or it is no place."""
    span: Span
    """Where `name` stands."""


class MentionForm(Enum):
    """What kind of expression refers to an entity."""

    NAME = "name"
    DEMONYM = "demonym"
    """`Drovian` in `Drovian troops`."""
    TITLE = "title"
    DESCRIPTION = "description"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an entity is named or referred to."""

    span: Span
    text: str
    form: MentionForm
    entity_id: str | None
    """None where the mention stayed ambiguous or its referent is unknown."""
    candidates: tuple[str, ...]
    """The entity ids between which an ambiguous mention was not decided; empty where it was."""
    resolution: str
    """How it was resolved, by the name of the rule: `full name`, `short name`, `description` ...;
    `ambiguous` where it was not."""


class NameType(Enum):
    """What sort of name of an entity a name is."""

    CANONICAL = "canonical"
    SHORT = "short"
    VARIANT = "variant"
    NATIVE = "native-language"
    TRANSLATION = "translation"
    EPITHET = "epithet"


@dataclass(frozen=True, slots=True)
class Name:
    """One name of an entity, at the first place where it is used or stated."""

    entity_id: str
    name: str
    name_type: NameType
    span: Span

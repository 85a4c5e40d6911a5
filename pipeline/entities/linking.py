"""Typed names in, entities and the mentions that name them out."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.entities.people import PersonForms, link_people
from pipeline.lexicon.states import State, demonyms, formal_state_pattern, state_by_name
from pipeline.mentions.name_kinds import TypedName
from pipeline.model.document import Document
from pipeline.model.entity import Entity, EntityKind, Mention, MentionForm, Name, NameType
from pipeline.model.name import NameForm
from pipeline.model.span import Span

ARTICLE = re.compile(r"(?:the|la|el|los|las|le|les|al)[ -]", re.IGNORECASE)
FORMS = {
    NameForm.NAME: MentionForm.NAME,
    NameForm.TITLE: MentionForm.TITLE,
    NameForm.DEMONYM: MentionForm.DEMONYM,
}


def make_slug(name: str) -> str:
    """Return a name in lower-case ASCII letters, digits and hyphens: `Bancu Azura` -> `bancu-azura`."""
    folded = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("Ł", "L").replace("ß", "ss"))
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return slug or "-".join(f"u{ord(c):x}" for c in name if c.isalnum()) or "unnamed"


@dataclass(slots=True)
class EntityBook:
    """The entities of a document while it is read. Each is filed under a key that says what makes two
    names one; ids are given at the end, so that they do not depend on the order of filing."""

    document: Document
    _by_key: dict[tuple[str, ...], Entity] = field(default_factory=dict)
    _slugs: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def file(
        self, key: tuple[str, ...], kind: EntityKind, name: str, span: Span, place_type: str | None = None
    ) -> Entity:
        """Return the entity of `key`, made from these values where it is new."""
        known = self._by_key.get(key)
        if known is not None:
            if place_type and not known.place_type and kind is EntityKind.PLACE:
                known = Entity(known.entity_id, known.kind, known.name, place_type, known.span)
                self._by_key[key] = known
            return known
        slug = make_slug(name)
        if slug in self._slugs:
            slug = f"{slug}-{kind.value}"
        base, number = slug, 2
        while slug in self._slugs:
            slug, number = f"{base}-{number}", number + 1
        self._slugs[slug] = key
        entity = Entity(f"{self.document.document_id}/{slug}", kind, name, place_type, span)
        self._by_key[key] = entity
        return entity

    def find(self, key: tuple[str, ...]) -> Entity | None:
        """Return the entity of `key`; None where there is none."""
        return self._by_key.get(key)

    @property
    def entities(self) -> tuple[Entity, ...]:
        """All entities, in the order of the text."""
        return tuple(sorted(self._by_key.values(), key=lambda e: (e.span, e.entity_id)))


@dataclass(frozen=True, slots=True)
class LinkedNames:
    """The entities that names name, and the mentions of them."""

    book: EntityBook
    mentions: tuple[Mention, ...]
    names: tuple[Name, ...]
    subject: Entity | None
    """What the article is about; None where its title names no entity."""


def link_names(document: Document, typed: Sequence[TypedName]) -> LinkedNames:
    """Return entities and mentions for `typed`, which are in document order."""
    book = EntityBook(document)
    people = _link_people(document, typed)
    first_spans = {n.name.text: n.name.span for n in reversed(typed) if n.name.form is NameForm.NAME}
    typed_places = _typed_places(typed)
    # A state is called by its name, its full one where the text has it, even where the text speaks of its
    # people first.
    polities = [n for n in typed if n.name.form is NameForm.NAME and n.kind is EntityKind.POLITY]
    for name in sorted(polities, key=lambda n: not _is_full_state_name(n.name.text)):
        _polity_entity(book, name)
    mentions: list[Mention] = []
    subject: Entity | None = None
    for name in typed:
        mention = _mention(book, name, people, first_spans, typed_places)
        mentions.append(mention)
        if name.name.span == document.title_span or (
            document.title_span.contains(name.name.span) and name.name.span.start == document.title_span.start
        ):
            subject = next((e for e in book.entities if e.entity_id == mention.entity_id), None)
    return LinkedNames(book, tuple(mentions), tuple(_names(book, typed, mentions)), subject)


def _link_people(document: Document, typed: Sequence[TypedName]) -> PersonForms:
    persons = [n for n in typed if n.kind is EntityKind.PERSON and n.name.form is NameForm.NAME]
    forms = tuple(dict.fromkeys(n.name.text for n in persons))
    subject = next((n.name.text for n in persons if document.title_span.contains(n.name.span)), None)
    return link_people(forms, subject)


SETTLEMENTS = frozenset({"city", "town", "village", "municipality", "commune", "parish", "suburb", "port", "capital"})


def _typed_places(typed: Sequence[TypedName]) -> Mapping[str, tuple[str, ...]]:
    """The place types that the text gives each spelling, the first of every sort of place: `province` and
    `territory` are said of one land, `province` and `city` of two."""
    types: dict[str, dict[str, str]] = defaultdict(dict)
    for name in typed:
        if name.kind is EntityKind.PLACE and name.place_type and name.name.kind is None:
            types[_plain(name.name.text)].setdefault(_sort_of_place(name.place_type), name.place_type)
    return {form: tuple(found.values()) for form, found in types.items()}


def _sort_of_place(place_type: str) -> str:
    return "settlement" if place_type in SETTLEMENTS else "land"


def _plain(text: str) -> str:
    return ARTICLE.sub("", text.casefold(), count=1) if ARTICLE.match(text) else text.casefold()


def state_key(state: State) -> tuple[str, ...]:
    """Return the key under which a state of the closed list is filed."""
    return ("state", state.name)


def _mention(
    book: EntityBook,
    typed: TypedName,
    people: PersonForms,
    first_spans: Mapping[str, Span],
    typed_places: Mapping[str, tuple[str, ...]],
) -> Mention:
    name, kind = typed.name, typed.kind
    form = FORMS[name.form]
    entity: Entity | None = None
    resolution = "unknown kind"
    if name.form is NameForm.DEMONYM:
        entity, resolution = _demonym_entity(book, typed)
    elif name.form is NameForm.TITLE:
        entity, resolution = _office_entity(book, typed)
    elif kind is EntityKind.PERSON:
        if name.text in people.candidates:
            ids = tuple(
                book.file(("person", c), EntityKind.PERSON, c, first_spans[c]).entity_id
                for c in people.candidates[name.text]
            )
            return Mention(name.span, name.text, form, None, ids, "ambiguous")
        full = people.person_of[name.text]
        entity = book.file(("person", full), kind, full, first_spans[full])
        resolution = "full name" if full == name.text else "short name"
    elif kind is EntityKind.POLITY:
        entity, resolution = _polity_entity(book, typed)
    elif kind is EntityKind.PLACE:
        types = typed_places.get(_plain(name.text), ())
        if len(types) > 1 and typed.place_type is None and name.kind is None:
            return Mention(name.span, name.text, form, None, (), "ambiguous")
        place_type = (
            typed.place_type
            if len(types) > 1
            else (types[0] if types and name.kind is None else typed.place_type)
        )
        sort = _sort_of_place(place_type) if place_type and len(types) > 1 else ""
        key = ("place", _plain(name.text), sort)
        entity = book.file(key, kind, name.text, name.span, place_type)
        resolution = "full name"
    elif kind is not None and name.text.lower() == name.noun:
        form, resolution = MentionForm.DESCRIPTION, "open"  # "the Assembly": which one, the sentences tell
    elif kind is not None:
        entity = book.file((kind.value, _plain(name.text)), kind, name.text, name.span)
        resolution = "full name"
    return Mention(name.span, name.text, form, entity.entity_id if entity else None, (), resolution)


def _polity_entity(book: EntityBook, typed: TypedName) -> tuple[Entity | None, str]:
    name = typed.name
    state = state_by_name(name.text)
    if state is None and (match := formal_state_pattern().fullmatch(name.text)):
        place = match["place"] or match["united"]
        # "Republic of Velmora" is Velmora; "Republic of North Velmora" is not, and has its own name.
        state = state_by_name(place) if place else None
    key = state_key(state) if state else ("polity", _plain(name.text))
    return book.file(key, EntityKind.POLITY, name.text, name.span), "full name"


def _is_full_state_name(text: str) -> bool:
    state = state_by_name(text)
    return state is not None and state.name == text


def _demonym_entity(book: EntityBook, typed: TypedName) -> tuple[Entity | None, str]:
    name = typed.name
    known = demonyms().get(name.text)
    if known is not None:
        if len(known.states) != 1:
            return None, "ambiguous"
        state = known.states[0]
        return book.file(state_key(state), EntityKind.POLITY, state.name, name.span), "demonym"
    root = name.noun or ""
    for key in (("polity", _plain(root)), ("place", _plain(root), "")):
        entity = book.find(key)
        if entity is not None:
            return entity, "demonym"
    return None, "unknown"


def _office_entity(book: EntityBook, typed: TypedName) -> tuple[Entity | None, str]:
    name = typed.name
    if typed.kind is not EntityKind.OFFICE or (not name.inner and " " not in name.text):
        return None, "title"
    return book.file(office_key(name.text), EntityKind.OFFICE, name.text, name.span), "full name"


def office_key(title: str) -> tuple[str, ...]:
    """Return the key under which an office is filed: `President (of Velmora)` is `President of Velmora`."""
    return ("office", re.sub(r"[()]", "", title).casefold())


def _names(book: EntityBook, typed: Sequence[TypedName], mentions: Sequence[Mention]) -> list[Name]:
    """One name a spelling an entity, at the first place of each."""
    by_id = {e.entity_id: e for e in book.entities}
    found: dict[tuple[str, str], Name] = {}
    for name, mention in zip(typed, mentions, strict=True):
        if mention.entity_id is None or mention.form is MentionForm.DEMONYM:
            continue
        entity = by_id[mention.entity_id]
        spelling = (entity.entity_id, mention.text)
        if spelling not in found:
            kind = NameType.CANONICAL if mention.text == entity.name else _name_type(mention.text, entity)
            found[spelling] = Name(entity.entity_id, mention.text, kind, mention.span)
        if name.name.native is not None:
            native = Name(
                entity.entity_id, name.name.native.of(book.document.text), NameType.NATIVE, name.name.native
            )
            found.setdefault((entity.entity_id, native.name), native)
    return sorted(found.values(), key=lambda n: n.span)


def _name_type(text: str, entity: Entity) -> NameType:
    words, full = text.casefold().split(), entity.name.casefold().split()
    return NameType.SHORT if len(words) < len(full) and set(words) <= set(full) else NameType.VARIANT

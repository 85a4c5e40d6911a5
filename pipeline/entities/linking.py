"""Typed names in, entities and the mentions that name them out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.entities.book import EntityBook
from pipeline.entities.namesakes import choose_namesakes
from pipeline.entities.people import PersonForms, link_people
from pipeline.entities.polities import Key, Polities, plain_name, read_polities
from pipeline.lexicon.states import demonyms
from pipeline.lexicon.words import name_words, nouns
from pipeline.mentions.initialisms import find_initialisms
from pipeline.mentions.name_kinds import TypedName, is_adjective
from pipeline.model.document import Document
from pipeline.model.entity import Entity, EntityKind, Mention, MentionForm, Name, NameType
from pipeline.model.name import NameForm
from pipeline.model.span import Span

FORMS = {
    NameForm.NAME: MentionForm.NAME,
    NameForm.TITLE: MentionForm.TITLE,
    NameForm.DEMONYM: MentionForm.DEMONYM,
}
SETTLEMENTS = frozenset(
    {"city", "town", "village", "municipality", "commune", "parish", "suburb", "port", "capital"}
)
ROYALTY = frozenset(
    {"king", "queen", "emperor", "empress", "tsar", "tsarina", "czar", "kaiser", "sultan", "shah", "pope"}
)
_TWO_PERSONS = re.compile(r"\b(?:not to be confused with|unrelated to|no relation (?:of|to))\b")
# What tells one of two places of a name: `Little Pell` is not Pell.
_SIZES = frozenset({"little", "great", "big", "small", "high", "low", "nether"})
_OF_TWO = re.compile(r"\b[Tt]he (?:younger|elder|older) \Z")
_ENDS = re.compile(r"[.!?] [A-Z]|\n")
_WITH_YEAR = re.compile(r"(\S+ .+) of \d{3,4}(?:[–-]\d{2,4})?")
_HOME = re.compile(r" of [A-Z]")
# Sorts of things whose bodies may be one: a regiment is called a unit here and an army there.
BODIES = frozenset({EntityKind.ORGANIZATION, EntityKind.UNIT})


@dataclass(frozen=True, slots=True)
class LinkedNames:
    """The entities that names name, and the mentions of them."""

    book: EntityBook
    mentions: tuple[Mention, ...]
    names: tuple[Name, ...]
    subject: Entity | None
    """What the article is about; None where its title names no entity."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What the names of a document say together, before any is linked."""

    people: PersonForms
    namesakes: Mapping[int, str]
    """Which person a surname of several means, by the index of the name."""
    polities: Polities
    first_spans: Mapping[str, Span]
    place_types: Mapping[str, tuple[str, ...]]
    initialisms: Mapping[str, str]
    """Initials -> the name that they stand for."""
    full_places: Mapping[str, str]
    """Short names of places -> the longer name that the text has of each."""
    offices: frozenset[str]
    """All titles that are written with the state or department they are of."""


def link_names(document: Document, typed: Sequence[TypedName]) -> LinkedNames:
    """Return entities and mentions for `typed`, which are in document order."""
    book = EntityBook(document)
    known = _read_known(document, typed)
    for key, name in sorted(known.polities.name_of.items(), key=lambda item: item[1].name.span):
        # A state is called by its name, even where the text speaks of its people first.
        if name.name.text.lower() != name.name.noun:
            book.file(key, EntityKind.POLITY, name.name.text, name.name.span)
    _file_groups(book, typed)
    mentions = tuple(_mention(book, i, typed, known) for i in range(len(typed)))
    return LinkedNames(
        book,
        mentions,
        tuple(_names(book, typed, mentions)),
        _subject(document, book, mentions),
    )


def _subject(document: Document, book: EntityBook, mentions: Sequence[Mention]) -> Entity | None:
    title = document.title_span
    first = next((m for m in mentions if title.contains(m.span) and m.span.start == title.start), None)
    is_whole = first is not None and (first.span == title or document.text[first.span.end :].startswith(" ("))
    if first is None or not is_whole:
        return None
    return next((e for e in book.entities if e.entity_id == first.entity_id), None)


def _read_known(document: Document, typed: Sequence[TypedName]) -> _Known:
    people = _link_people(document, typed)
    title = next((n.name.text for n in typed if document.title_span.contains(n.name.span)), document.title)
    return _Known(
        people=people,
        namesakes=choose_namesakes(document, typed, people),
        polities=read_polities(typed, title),
        first_spans={n.name.text: n.name.span for n in reversed(typed) if n.name.form is NameForm.NAME},
        place_types=_place_types(typed),
        initialisms=find_initialisms(n.name.text for n in typed if n.name.form is NameForm.NAME),
        full_places=_full_places(typed),
        offices=frozenset(n.name.text.casefold() for n in typed if n.kind is EntityKind.OFFICE),
    )


def _link_people(document: Document, typed: Sequence[TypedName]) -> PersonForms:
    persons = [n for n in typed if n.kind is EntityKind.PERSON and n.name.form is NameForm.NAME]
    forms = tuple(dict.fromkeys(n.name.text for n in persons))
    subject = next((n.name.text for n in persons if document.title_span.contains(n.name.span)), None)
    opening = document.prose[0].content.start if document.prose else None
    variant = next((n.name.text for n in persons if n.name.span.start == opening), None)
    crowned = (
        n.name.text
        for before, n in pairwise(typed)
        if before.name.form is NameForm.TITLE
        and before.name.noun in ROYALTY
        and before.name.span.end + 1 == n.name.span.start
    )
    return link_people(
        forms, subject, variant, frozenset(crowned), _told_apart(document, persons), _homes(document, persons)
    )


def _told_apart(document: Document, persons: Sequence[TypedName]) -> frozenset[frozenset[str]]:
    """The pairs of names that a sentence says are two persons: `not to be confused with`, `unrelated to`."""
    found = set()
    for said in _TWO_PERSONS.finditer(document.text):
        before = [n for n in persons if n.name.span.end <= said.start()]
        after = [n for n in persons if n.name.span.start >= said.end()]
        for one, other in zip(before[-1:], after[:1], strict=False):
            between = document.text[one.name.span.end : other.name.span.start]
            if not _ENDS.search(between):
                found.add(frozenset((one.name.text, other.name.text)))
    return frozenset(found)


def _homes(document: Document, persons: Sequence[TypedName]) -> Mapping[str, int]:
    """The single words that first name somebody with `of` a place behind, each with its place among the
    spellings of persons: `her husband, Osk of Pell`."""
    forms = tuple(dict.fromkeys(n.name.text for n in persons))
    first = {n.name.text: n.name.span for n in reversed(persons)}
    return {
        form: i
        for i, form in enumerate(forms)
        if " " not in form and _HOME.match(document.text, first[form].end)
    }


def _place_types(typed: Sequence[TypedName]) -> Mapping[str, tuple[str, ...]]:
    """The place types that the text gives each spelling, the first of every sort of place: `province` and
    `territory` are said of one land, `province` and `city` of two."""
    types: dict[str, dict[str, str]] = defaultdict(dict)
    for name in typed:
        if name.kind is EntityKind.PLACE and name.place_type and name.name.kind is None:
            types[plain_name(name.name.text)].setdefault(_sort_of_place(name.place_type), name.place_type)
    return {form: tuple(found.values()) for form, found in types.items()}


def _full_places(typed: Sequence[TypedName]) -> Mapping[str, str]:
    """`Petra` is `Santa Petra` where no other place ends so; `York` is not `New York`, nor `Pell` `North
    Pell`."""
    places = {n.name.text for n in typed if n.kind is EntityKind.PLACE and n.name.form is NameForm.NAME}
    telling = name_words().openers | name_words().directions | nouns().place_first | _SIZES
    # Asia is no short name of Minor Asia.
    places -= name_words().continents
    longer: dict[str, set[str]] = defaultdict(set)
    for place in places:
        first, _, last = place.partition(" ")
        is_plain = first.lower() not in telling and last.lower() not in nouns().heads
        if last in places and is_plain and " " not in last and "St." not in first:
            longer[last].add(place)
    return {short: full.pop() for short, full in longer.items() if len(full) == 1}


def _sort_of_place(place_type: str) -> str:
    return "settlement" if place_type in SETTLEMENTS else "land"


# --- one mention ---------------------------------------------------------------------------------------


def _mention(book: EntityBook, i: int, typed: Sequence[TypedName], known: _Known) -> Mention:
    name = typed[i].name
    if name.form is NameForm.DEMONYM:
        entity, resolution = _demonym_entity(book, typed[i], known)
    elif name.form is NameForm.TITLE:
        entity, resolution = _office_entity(book, i, typed, known)
    elif typed[i].kind is EntityKind.PERSON:
        return _person_mention(book, i, typed, known)
    elif typed[i].kind is EntityKind.PLACE:
        entity, resolution = _place_entity(book, typed[i], known)
    else:
        return _thing_mention(book, typed[i], known)
    entity_id = entity.entity_id if entity is not None else None
    return Mention(name.span, name.text, FORMS[name.form], entity_id, (), resolution)


def _person_mention(book: EntityBook, i: int, typed: Sequence[TypedName], known: _Known) -> Mention:
    name, people = typed[i].name, known.people

    def person(full: str) -> str:
        return book.file(("person", full), EntityKind.PERSON, full, known.first_spans[full]).entity_id

    is_either = name.text in people.candidates
    if is_either and (
        i not in known.namesakes
        or _OF_TWO.search(book.document.text, max(0, name.span.start - 14), name.span.start)
    ):
        ids = tuple(person(c) for c in people.candidates[name.text])
        return Mention(name.span, name.text, MentionForm.NAME, None, ids, "ambiguous")
    full = known.namesakes.get(i) or people.person_of[name.text]
    resolution = "full name" if full == name.text else "short name"
    return Mention(name.span, name.text, MentionForm.NAME, person(full), (), resolution)


def _place_entity(book: EntityBook, typed: TypedName, known: _Known) -> tuple[Entity | None, str]:
    name = typed.name
    full = known.full_places.get(name.text, name.text)
    types = known.place_types.get(plain_name(full), ())
    if len(types) > 1 and typed.place_type is None and name.kind is None:
        return None, "ambiguous"
    place_type = typed.place_type
    if len(types) == 1 and name.kind is None:
        place_type = types[0]
    sort = _sort_of_place(place_type) if place_type and len(types) > 1 else ""
    key = ("place", plain_name(full), sort)
    if full != name.text:
        book.file(key, EntityKind.PLACE, full, known.first_spans[full], place_type)
        return book.file(key, EntityKind.PLACE, full, name.span, place_type), "short name"
    return book.file(key, EntityKind.PLACE, name.text, name.span, place_type), "full name"


def _thing_mention(book: EntityBook, typed: TypedName, known: _Known) -> Mention:
    name, kind = typed.name, typed.kind
    form = MentionForm.NAME
    if kind is None:
        return Mention(name.span, name.text, form, None, (), "unknown kind")
    if name.text.lower() == name.noun and not _is_proper(book, typed):
        # "the Assembly": which one, the sentences tell
        return Mention(name.span, name.text, MentionForm.DESCRIPTION, None, (), "open")
    if kind is EntityKind.POLITY:
        entity = book.file(known.polities.key(name.text), kind, name.text, name.span)
    else:
        full = known.initialisms.get(name.text, name.text)
        full = _without_year(full, known.first_spans) if kind is EntityKind.EVENT else full
        entity = book.file(_thing_key(kind, full), kind, full, known.first_spans[full])
        if kind is EntityKind.GROUP and is_adjective(book.document.text, name.span):
            form = MentionForm.DEMONYM  # "Heron militia"
    return Mention(name.span, name.text, form, entity.entity_id, (), "full name")


def _is_proper(book: EntityBook, typed: TypedName) -> bool:
    """Whether a capitalised noun of a state, `the Union`, is its name: no longer name ends with it."""
    if typed.kind is not EntityKind.POLITY:
        return False
    ending = f" {typed.name.text}".casefold()
    start = f"{typed.name.text} of ".casefold()
    names = [e.name.casefold() for e in book.entities if e.kind is EntityKind.POLITY]
    return not any(name.endswith(ending) or name.startswith(start) for name in names)


def _without_year(name: str, names: Mapping[str, Span]) -> str:
    """Return `Salt War` for `Salt War of 1704`, where the text calls it so as well and has no Salt War of
    another year; else the name itself."""
    dated = _WITH_YEAR.fullmatch(name)
    if dated is None or dated[1] not in names:
        return name
    others = (_WITH_YEAR.fullmatch(n) for n in names if n != name)
    return name if any(o is not None and o[1] == dated[1] for o in others) else dated[1]


def _thing_key(kind: EntityKind, text: str) -> Key:
    if kind is EntityKind.GROUP:
        return ("named group", singular_name(plain_name(text)))
    return ("body" if kind in BODIES else kind.value, plain_name(text))


def singular_name(name: str) -> str:
    """Return the name of one member of a group: `heron` of `herons`."""
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name


def _file_groups(book: EntityBook, typed: Sequence[TypedName]) -> None:
    """File every group by its plural, where the text has it."""
    for name in typed:
        if name.kind is EntityKind.GROUP and name.name.form is NameForm.NAME and name.name.text.endswith("s"):
            key = _thing_key(EntityKind.GROUP, name.name.text)
            book.file(key, EntityKind.GROUP, name.name.text, name.name.span)


def _demonym_entity(book: EntityBook, typed: TypedName, known: _Known) -> tuple[Entity | None, str]:
    name = typed.name
    key = known.polities.demonym_key(typed)
    if key is None and known.polities.is_people(typed):
        group = _thing_key(EntityKind.GROUP, name.text)
        return book.file(group, EntityKind.GROUP, name.text, name.span), "people"
    if key is None:
        return None, "ambiguous" if name.text in demonyms() else "unknown"
    if key[0] == "state":
        return book.file(key, EntityKind.POLITY, key[1], name.span), "demonym"
    for own in (key, ("place", plain_name(name.noun or ""), "")):
        entity = book.find(own)
        if entity is not None:
            return entity, "demonym"
    return None, "unknown"


def _office_entity(
    book: EntityBook, i: int, typed: Sequence[TypedName], known: _Known
) -> tuple[Entity | None, str]:
    name = typed[i].name
    if typed[i].kind is not EntityKind.OFFICE or (not name.inner and " " not in name.text):
        return None, "title"
    return book.file(office_key(_office_name(i, typed, known)), EntityKind.OFFICE, name.text, name.span), (
        "full name"
    )


def _office_name(i: int, typed: Sequence[TypedName], known: _Known) -> str:
    """The title, with the state whose demonym stands in front where the text knows it so: `Velmoran Lord
    Chancellor` is the `Lord Chancellor of Velmora`."""
    name = typed[i].name
    before = typed[i - 1] if i else None
    if (
        before is None
        or before.name.form is not NameForm.DEMONYM
        or before.name.span.end + 1 != name.span.start
    ):
        return name.text
    whole = f"{name.text} of {before.name.noun}"
    return whole if whole.casefold() in known.offices else name.text


def office_key(title: str) -> Key:
    """Return the key under which an office is filed: `President (of Velmora)` is `President of Velmora`."""
    return ("office", re.sub(r"[()]", "", title).casefold())


# --- names ---------------------------------------------------------------------------------------------


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

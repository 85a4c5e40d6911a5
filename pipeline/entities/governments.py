"""Sentences with linked names in; the governments that they describe out.

Rival governments seldom have names: they are told apart by their head (`Roe's government`), their seat
(`the Halvey-based government`) or their state (`the Velmoran government`). Two descriptions are one
government where they share the head, or, where one names no head, the seat. They are never one where
their heads differ, whatever they are called.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.entities.book import EntityBook
from pipeline.entities.government_descriptions import (
    EMPTY_ADJECTIVES,
    NOUNS,
    DescriptionReader,
    GovernmentDescription,
    names_government,
)
from pipeline.model.document import Document
from pipeline.model.entity import Entity, EntityKind, Mention, MentionForm
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence


@dataclass(frozen=True, slots=True)
class GovernmentStatement:
    """One thing that a description says of a government."""

    government_id: str
    property: str
    """head, seat, polity or type."""
    value_id: str | None
    """None for a type, which is a word: `provisional`."""
    government_span: Span
    """The noun that stands for the government."""
    value_span: Span
    sentence: Sentence
    place_span: Span | None = None
    """Where the place stands that the same phrase gives the government, ahead of its head."""


@dataclass(slots=True)
class _Government:
    """A government that was met, with all that was said of it so far."""

    section_id: str
    entity: Entity | None = None
    """The entity of its proper name; None for one that is only described."""
    descriptions: list[GovernmentDescription] = field(default_factory=list)
    heads: set[str] = field(default_factory=set)
    seats: set[str] = field(default_factory=set)
    polities: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    adjectives: set[str] = field(default_factory=set)

    @property
    def is_told_by_state(self) -> bool:
        """Whether it was met as the government of its state before its head was: `Roe led the Velmoran
        government`."""
        first = self.descriptions[0] if self.descriptions else None
        return first is not None and first.polity is not None and first.head is None

    def learn(self, said: GovernmentDescription) -> None:
        for known, new in (
            (self.heads, said.head),
            (self.heads, said.stated_head),
            (self.seats, said.seat),
            (self.seats, said.new_seat),
            (self.polities, said.polity),
            (self.names, said.name),
        ):
            if new is not None:
                known.add(new)
        self.adjectives |= said.adjectives
        self.descriptions.append(said)

    @property
    def best_description(self) -> GovernmentDescription:
        """The first that names its head, else its seat, else its state, else the first."""
        return min(
            self.descriptions,
            key=lambda d: (not d.is_named_by_head, not d.seat, not d.polity, d.token.span),
        )


def resolve_governments(
    document: Document, book: EntityBook, mentions: tuple[Mention, ...], sentences: Sequence[Sentence]
) -> tuple[tuple[Mention, ...], tuple[GovernmentStatement, ...]]:
    """Return `mentions` with one more for each description of a government, and what the descriptions say;
    new governments are filed in `book`. A description that fits several, or none and says too little,
    stays open."""
    reader = DescriptionReader(document, book, mentions)
    entities = {e.entity_id: e for e in book.entities}
    known: list[_Government] = []
    described: list[tuple[GovernmentDescription, tuple[_Government, ...], Sentence]] = []
    for sentence in sentences:
        for token in sentence.tokens:
            named = reader.entity(token, EntityKind.GOVERNMENT) if token.mask else None
            if named is not None:
                met = _meet_named(known, entities[named], sentence)
                if (head := reader.stated_head(sentence, token)) is not None:
                    met.heads.add(head)
            if names_government(sentence, token):
                said = reader.read(sentence, token)
                described.append((said, _fitting(known, said, sentence), sentence))
    for government in known:
        if government.entity is None:
            names = sorted((entities[n] for n in government.names), key=lambda e: e.span)
            government.entity = names[0] if names else _file(document, book, government, known)
    found = [*mentions, *(_mention(document, said, fitting) for said, fitting, _ in described)]
    statements = tuple(
        s for said, fitting, sentence in described for s in _statements(said, fitting, sentence)
    )
    return tuple(sorted(found, key=lambda m: (m.span, m.form.value))), statements


def _statements(
    said: GovernmentDescription, fitting: tuple[_Government, ...], sentence: Sentence
) -> Iterator[GovernmentStatement]:
    if len(fitting) != 1 or fitting[0].entity is None:
        return
    government_id = fitting[0].entity.entity_id
    if said.listed_head is not None:
        place = said.places["listed_head"]
        yield GovernmentStatement(government_id, "head", said.listed_head, said.token.span, place, sentence)
    for part, value in (("head", said.head), ("seat", said.seat or said.new_seat), ("polity", said.polity)):
        if value is not None and not (part == "seat" and _is_of(sentence, said.places[part])):
            where = _place_before(sentence, said) if part == "head" else None
            yield GovernmentStatement(
                government_id, part, value, said.token.span, said.places[part], sentence, where
            )
    for adjective in said.type_words:
        yield GovernmentStatement(government_id, "type", None, said.token.span, adjective.span, sentence)


def _place_before(sentence: Sentence, said: GovernmentDescription) -> Span | None:
    """Halvey in `a government in Halvey headed by Roe`."""
    seat, head = said.places.get("seat"), said.places["head"]
    if said.seat is None or seat is None or not said.token.span.end <= seat.start < head.start:
        return None
    return None if _is_of(sentence, seat) else seat


def _is_of(sentence: Sentence, name: Span) -> bool:
    """Whether a place stands behind `of`: the government of the north rules it, wherever it sits."""
    before = [t for t in sentence.tokens if t.span.end <= name.start and t.text.lower() != "the"]
    return bool(before) and before[-1].text.lower() == "of"


def _meet_named(known: list[_Government], entity: Entity, sentence: Sentence) -> _Government:
    government = next((g for g in known if g.entity == entity or entity.entity_id in g.names), None)
    if government is None:
        government = _Government(sentence.section_id, entity, names={entity.entity_id})
        known.append(government)
    government.section_id = sentence.section_id
    return government


def _fitting(
    known: list[_Government], said: GovernmentDescription, sentence: Sentence
) -> tuple[_Government, ...]:
    """The governments that a description fits; a new one where it fits none and says enough."""
    if said.is_predicate or said.is_of_another:
        return ()
    fitting = [g for g in known if _is_one(said, g, sentence)]
    if not fitting and not said.is_bare:
        fitting = [_Government(sentence.section_id)]
        known.extend(fitting)
    if len(fitting) == 1:
        fitting[0].learn(said)
        fitting[0].section_id = sentence.section_id
    return tuple(fitting)


def _mention(document: Document, said: GovernmentDescription, fitting: tuple[_Government, ...]) -> Mention:
    ids = tuple(g.entity.entity_id for g in fitting if g.entity is not None)
    resolution = "described government" if len(ids) == 1 else "ambiguous" if ids else "unknown"
    who = ids[0] if len(ids) == 1 else None
    text = said.token.span.of(document.text)
    return Mention(said.token.span, text, MentionForm.DESCRIPTION, who, () if who else ids, resolution)


def _file(
    document: Document, book: EntityBook, government: _Government, known: Sequence[_Government]
) -> Entity:
    best = government.best_description
    others = [g.best_description.span for g in known if g is not government and g.descriptions]
    is_alone = all(best.span.of(document.text) != other.of(document.text) for other in others)
    span = best.span if is_alone else best.longer_span
    key = ("government", str(span.start))
    name = _composed_name(book, government, span.of(document.text)) or " ".join(
        span.of(document.text).split()
    )
    return book.file(key, EntityKind.GOVERNMENT, name, span)


def _composed_name(book: EntityBook, government: _Government, words: str) -> str | None:
    """`government of Tamsin Roe` for what is only called `his new government`; None where the words say
    which one it is, or nothing says who headed it."""
    if len(government.heads) != 1 or not all(w in NOUNS | EMPTY_ADJECTIVES for w in words.lower().split()):
        return None
    head = next((e for e in book.entities if e.entity_id in government.heads), None)
    return f"government of {head.name}" if head is not None else None


def _is_one(said: GovernmentDescription, known: _Government, sentence: Sentence) -> bool:
    if said.name in known.names:
        return said.head is None or not known.heads or said.head in known.heads
    if said.head is not None:
        return said.head in known.heads
    if said.polity is not None and said.seat is None and known.is_told_by_state:
        return said.polity in known.polities
    if known.heads and said.polity is not None and said.seat is None:
        return False  # "the Velmoran government" is none of the rivals in particular
    if said.seat is not None:
        return said.seat in known.seats and said.is_definite
    if said.polity is not None:
        return said.polity in known.polities and not known.heads
    if not said.is_definite:
        return False
    if said.adjectives:
        return said.adjectives <= known.adjectives
    return known.section_id == sentence.section_id

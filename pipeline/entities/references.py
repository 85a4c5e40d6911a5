"""Linked names and parsed sentences in; what descriptions and pronouns refer to out.

`the battle` is resolved only where one antecedent fits; the rest is recorded as open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.entities.book import EntityBook
from pipeline.entities.descriptions import resolve_descriptions
from pipeline.entities.governments import GovernmentStatement, resolve_governments
from pipeline.entities.groups import resolve_groups, resolve_held_groups
from pipeline.entities.linking import LinkedNames
from pipeline.entities.mention_index import MentionIndex
from pipeline.entities.pronouns import resolve_pronouns
from pipeline.entities.thing_pronouns import resolve_thing_pronouns
from pipeline.lexicon.words import nouns
from pipeline.model.document import Document
from pipeline.model.entity import Entity, EntityKind, Mention, MentionForm
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token


@dataclass(frozen=True, slots=True)
class ResolvedNames:
    """All entities and mentions of a document."""

    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    government_statements: tuple[GovernmentStatement, ...]
    subject: Entity | None


def resolve_references(
    document: Document, linked: LinkedNames, sentences: Sequence[Sentence]
) -> ResolvedNames:
    """Return the entities and mentions of `linked` with those of descriptions and pronouns added."""
    mentions = _resolve_events(linked.book, linked.mentions, sentences)
    mentions = resolve_groups(document, linked.book, mentions, sentences)
    mentions = resolve_pronouns(document, linked.book, mentions, sentences, linked.subject)
    mentions, statements = resolve_governments(document, linked.book, mentions, sentences)
    mentions = resolve_descriptions(document, linked, mentions, sentences)
    mentions = resolve_thing_pronouns(document, linked.book, mentions, sentences, linked.subject)
    mentions = resolve_held_groups(linked.book, mentions, sentences)
    return ResolvedNames(linked.book.entities, mentions, statements, linked.subject)


def _sorted(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    return tuple(sorted(mentions, key=lambda m: (m.span, m.form.value)))


# --- events that are described --------------------------------------------------------------------------


def _resolve_events(
    book: EntityBook, mentions: tuple[Mention, ...], sentences: Sequence[Sentence]
) -> tuple[Mention, ...]:
    """File `the occupation of Halvey` as an event: a noun of war with the place that it befell."""
    by_place = MentionIndex(mentions)
    kinds = {e.entity_id: e.kind for e in book.entities}
    found = list(mentions)
    for sentence in sentences:
        for token in sentence.tokens:
            head = nouns().heads.get(token.lemma)
            if (
                token.mask
                or head is None
                or head.kind is not EntityKind.EVENT
                or token.part_of_speech != "NOUN"
            ):
                continue
            place = _of_object(sentence, token)
            mention = by_place.at(place) if place is not None else None
            if place is None or mention is None or mention.form is not MentionForm.NAME:
                continue
            if kinds.get(mention.entity_id or "") not in (EntityKind.PLACE, EntityKind.POLITY):
                continue
            determiner = next((c for c in sentence.children(token) if c.dependency == "det"), None)
            if determiner is None or determiner.lemma != "the" or token.tag == "NNS":
                continue
            if any(c.dependency in ("amod", "compound") and c.mask is None for c in sentence.children(token)):
                continue
            span = Span(token.span.start, mention.span.end)
            text = f"{token.text} of {mention.text}"
            if len(span) != len(text):
                continue
            entity = book.file(("event", text.casefold()), EntityKind.EVENT, text, span)
            found.append(
                Mention(span, text, MentionForm.DESCRIPTION, entity.entity_id, (), "event and place")
            )
    return _sorted(found)


def _of_object(sentence: Sentence, token: Token) -> Token | None:
    of = next((c for c in sentence.children(token) if c.lemma == "of" and c.dependency == "prep"), None)
    return (
        next((c for c in sentence.children(of) if c.dependency == "pobj"), None) if of is not None else None
    )

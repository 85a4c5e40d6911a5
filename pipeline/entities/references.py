"""Linked names and parsed sentences in; what descriptions and pronouns refer to out.

`the battle` is resolved only where one antecedent fits; the rest is recorded as open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.entities.book import EntityBook
from pipeline.entities.governments import GovernmentStatement, resolve_governments
from pipeline.entities.groups import resolve_groups
from pipeline.entities.linking import LinkedNames
from pipeline.entities.mention_index import MentionIndex
from pipeline.entities.pronouns import resolve_pronouns
from pipeline.entities.thing_pronouns import resolve_thing_pronouns
from pipeline.lexicon.words import nouns
from pipeline.model.document import Document
from pipeline.model.entity import Entity, EntityKind, Mention, MentionForm
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

# "the war with Drovia" is perhaps not the one that was named.
TELLING = frozenset({"of", "with", "against", "between", "for", "over", "on"})
DEFINITE = frozenset({"the", "this", "that"})
# "this treaty, known as the Treaty of Pell": no other that was named before.
NAMED_BEHIND = re.compile(
    r",? (?:which (?:was|is|became) |also |commonly |formally |officially |better )*"
    r"(?:known as|called|named|titled|entitled) (?:the )?[\"“']?"
)
# A description with any other modifier may mean something else ("the second battle").
NEUTRAL_MODIFIERS = frozenset({"aforementioned", "same", "so-called"})


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
    mentions = _resolve_descriptions(document, linked, mentions, sentences)
    mentions = resolve_thing_pronouns(document, linked.book, mentions, sentences)
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


# --- the battle, the treaty ---------------------------------------------------------------------------------


def _resolve_descriptions(
    document: Document, linked: LinkedNames, mentions: tuple[Mention, ...], sentences: Sequence[Sentence]
) -> tuple[Mention, ...]:
    """Resolve `the` or `this` and a kind noun where one entity of that noun was named since the heading, or
    where the article is about one and none was."""
    heads = {e.entity_id: _head_noun(e.name) for e in linked.book.entities}
    named: dict[str, list[tuple[Span, str]]] = {}
    open_names = [m for m in mentions if m.resolution == "open"]
    found = [m for m in mentions if m.resolution != "open"]
    taken = MentionIndex(found)
    starts = {s.section_id: s.heading_span.start for s in document.sections}
    for mention in found:
        if mention.entity_id and mention.form in (MentionForm.NAME, MentionForm.DESCRIPTION):
            named.setdefault(heads.get(mention.entity_id) or "", []).append((mention.span, mention.entity_id))
    own = linked.subject
    names_at = {m.span.start: m.entity_id for m in found if m.form is MentionForm.NAME and m.entity_id}
    for sentence in sentences:
        for token in sentence.tokens:
            is_open = any(token.span.contains(m.span) for m in open_names)
            if taken.at(token) is not None or not (is_open or _is_bare_description(sentence, token)):
                continue
            noun = token.text.lower() if is_open else token.lemma
            since = [
                entity
                for span, entity in named.get(noun, ())
                if starts[sentence.section_id] <= span.start < token.span.start
            ]
            ids = tuple(dict.fromkeys(since))
            if own is not None and heads.get(own.entity_id) == noun and own.entity_id not in ids:
                # The article's own battle competes with the ones that its section has named, but in the
                # lead it is the one meant.
                ids = (
                    (own.entity_id,)
                    if sentence.section_id == document.sections[0].section_id
                    else (*ids, own.entity_id)
                )
            behind = NAMED_BEHIND.match(document.text, token.span.end)
            if behind is not None and (other := names_at.get(behind.end())) is not None:
                ids = (other,) if heads.get(other) == noun else ()
            if ids or is_open:
                who = ids[0] if len(ids) == 1 else None
                resolution = "description" if who else "ambiguous" if ids else "unknown"
                text = document.text[token.span.start : token.span.end]
                found.append(
                    Mention(
                        token.span, text, MentionForm.DESCRIPTION, who, ids if who is None else (), resolution
                    )
                )
    in_prose = {m.span for m in found}
    found += [replace(m, resolution="unknown") for m in open_names if m.span not in in_prose]
    return _sorted(found)


def _head_noun(name: str) -> str | None:
    words = name.lower().split(" of ")[0].split()
    for length in (2, 1):
        if len(words) >= length and " ".join(words[-length:]) in nouns().heads:
            return words[-1]
    return None


def _is_bare_description(sentence: Sentence, token: Token) -> bool:
    head = nouns().heads.get(token.lemma)
    if token.mask or head is None or token.part_of_speech not in ("NOUN", "PROPN") or token.tag == "NNS":
        return False
    if head.kind not in (EntityKind.EVENT, EntityKind.AGREEMENT, EntityKind.WORK, EntityKind.ORGANIZATION):
        return False
    children = list(sentence.children(token))
    if not any(c.dependency == "det" and c.lemma in DEFINITE for c in children):
        return False
    return not any(
        (c.dependency in ("amod", "compound", "nummod", "poss", "nmod") and c.lemma not in NEUTRAL_MODIFIERS)
        or (c.dependency == "prep" and c.lemma in TELLING)
        for c in children
    )

"""Sentences with linked names in; the bodies of people that they describe by whose they are out.

`Velmoran troops`, `Roe's soldiers`: not named, but told apart by their state or leader, and the actors of
most military prose. One entity a holder and noun; the army that has a name as well is that name's entity.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.entities.book import EntityBook
from pipeline.lexicon.words import nouns
from pipeline.model.document import Document
from pipeline.model.entity import Entity, EntityKind, Mention, MentionForm
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

HOLDERS = (EntityKind.POLITY, EntityKind.PERSON, EntityKind.GROUP, EntityKind.GOVERNMENT, EntityKind.PLACE)
# Bodies of which a state has many at a time.
OF_MANY = frozenset({"force", "column", "squadron", "flotilla", "contingent"})
# Those of whom a number is counted: `9,000 Velmoran troops` are one body, `two Velmoran armies` are not.
OF_MEN = frozenset({"troops", "soldiers"})
# Words between holder and noun that make no other body of it.
NEUTRAL = frozenset(
    {
        "own",
        "remaining",
        "main",
        "combined",
        "occupying",
        "defending",
        "regular",
        "retreating",
        "victorious",
        "military",
        "'s",
        "'",
        "’s",
        "’",
    }
)


def resolve_groups(
    document: Document, book: EntityBook, mentions: tuple[Mention, ...], sentences: Sequence[Sentence]
) -> tuple[Mention, ...]:
    """Return `mentions` with one more for each described body; new ones are filed in `book`."""
    kinds = {e.entity_id: e.kind for e in book.entities}
    named = {e.name.casefold(): e for e in book.entities if e.kind is EntityKind.ORGANIZATION}
    at = {m.span.end: m for m in mentions if m.entity_id and kinds[m.entity_id] in HOLDERS}
    found = list(mentions)
    for sentence in sentences:
        for token in sentence.tokens:
            if (
                token.mask is not None
                or token.text.lower() not in nouns().groups
                or token.tag not in ("NN", "NNS", "NNP", "NNPS")
            ):
                continue
            holder = _holder(sentence, token, at)
            if holder is None or holder.entity_id is None:
                continue
            span = Span(holder.span.start, token.span.end)
            name = span.of(document.text)
            entity = named.get(name.casefold()) or _file(book, holder, token, name, span)
            found.append(
                Mention(
                    token.span, token.text, MentionForm.DESCRIPTION, entity.entity_id, (), "described group"
                )
            )
    return tuple(sorted(found, key=lambda m: (m.span, m.form.value)))


def _holder(sentence: Sentence, token: Token, at: dict[int, Mention]) -> Mention | None:
    """The name or demonym in front of a noun, with at most neutral words between; None where a number or
    any other word makes it another body (`two Velmoran armies`)."""
    i = token.index - 1
    while i >= 0 and sentence.tokens[i].mask is None:
        if sentence.tokens[i].text.lower() not in NEUTRAL:
            return None
        i -= 1
    if i < 0:
        return None
    before = sentence.tokens[i - 1] if i else None
    is_counted = before is not None and before.tag == "CD"
    if is_counted and token.text.lower() in OF_MEN and token.dependency in ("nsubj", "nsubjpass"):
        return at.get(sentence.tokens[i].span.end)  # "9,000 Velmoran troops landed"
    if before is not None and (
        before.tag == "CD" or before.text.lower() in ("some", "several", "many", "other", "all")
    ):
        return None
    if before is not None and before.text.lower() in ("a", "an", "another") and token.lemma in OF_MANY:
        return None  # "a Velmoran squadron" is one of several
    return at.get(sentence.tokens[i].span.end)


def _file(book: EntityBook, holder: Mention, token: Token, name: str, span: Span) -> Entity:
    return book.file(_key(holder, token), EntityKind.GROUP, name, span)


def _key(holder: Mention, token: Token) -> tuple[str, ...]:
    return ("group", holder.entity_id or "", token.text.lower())


def resolve_held_groups(
    book: EntityBook, mentions: tuple[Mention, ...], sentences: Sequence[Sentence]
) -> tuple[Mention, ...]:
    """Return `mentions` with one more for each `his army` whose holder is known, where the text calls that
    body by its holder's name as well; a pronoun alone makes no name of a body."""
    at = {m.span: m for m in mentions if m.form is MentionForm.PRONOUN and m.entity_id}
    taken = {m.span for m in mentions}
    found = list(mentions)
    for sentence in sentences:
        for token in sentence.tokens:
            if token.mask is not None or token.text.lower() not in nouns().groups or token.span in taken:
                continue
            before = sentence.tokens[token.index - 1] if token.index else None
            holder = at.get(before.span) if before is not None and before.dependency == "poss" else None
            entity = book.find(_key(holder, token)) if holder is not None else None
            if entity is not None:
                found.append(
                    Mention(
                        token.span, token.text, MentionForm.DESCRIPTION, entity.entity_id, (), "held group"
                    )
                )
    return tuple(sorted(found, key=lambda m: (m.span, m.form.value)))

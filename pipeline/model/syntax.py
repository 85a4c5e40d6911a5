"""A parsed sentence, free of any parser library: tokens with heads and labels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from pipeline.model.span import Span


class MaskKind(Enum):
    """What a masked stretch of text is."""

    NAME = "name"
    DEMONYM = "demonym"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Mask:
    """A stretch of text that the parser sees as one plain word, so that the parse does not depend on
    which names and years an article happens to hold."""

    kind: MaskKind
    span: Span
    placeholder: str
    """One word that the tokenizer leaves whole."""


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a sentence. A name of several words is one token, and so is a date."""

    index: int
    """Position in its sentence, from 0."""
    span: Span
    text: str
    """As written in the source."""
    lemma: str
    part_of_speech: str
    """Universal POS tag."""
    tag: str
    """Penn Treebank tag."""
    dependency: str
    """The dependency label to the head, in the ClearNLP scheme of spaCy's English models."""
    head: int
    """Index of the head; its own index for the root."""
    mask: Mask | None
    """What was replaced by a plain word for the parser; None for a word that was parsed as it is."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or list item, with its dependency tree."""

    sentence_id: str
    """`<document_id>/t<number>`, numbered in document order from 1."""
    number: int
    section_id: str
    is_bullet: bool
    span: Span
    tokens: tuple[Token, ...]
    _children: tuple[tuple[int, ...], ...] = field(repr=False, compare=False)

    def children(self, token: Token) -> Iterator[Token]:
        """Yield the direct dependents of `token`, in text order."""
        for index in self._children[token.index]:
            yield self.tokens[index]

    def head(self, token: Token) -> Token:
        """Return the head of `token`, which is itself for a root."""
        return self.tokens[token.head]

    def subtree(self, token: Token) -> list[Token]:
        """Return `token` and all that depends on it, in text order."""
        found, stack = [], [token.index]
        while stack:
            index = stack.pop()
            found.append(index)
            stack.extend(self._children[index])
        return [self.tokens[index] for index in sorted(found)]

    def ancestors(self, token: Token) -> Iterator[Token]:
        """Yield the head, the head's head, and so on up to the root."""
        while token.head != token.index:
            token = self.tokens[token.head]
            yield token

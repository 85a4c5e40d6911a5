"""Mentions in, the one that stands for a token out."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model.entity import Mention
from pipeline.model.syntax import Token


class MentionIndex:
    """Mentions by the token that stands for them; the shortest where several cover a place."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._by_character: dict[int, Mention] = {}
        self._by_token: dict[int, Mention | None] = {}
        for mention in mentions:
            for i in range(mention.span.start, mention.span.end):
                known = self._by_character.get(i)
                if known is None or len(known.span) >= len(mention.span):
                    self._by_character[i] = mention

    def at(self, token: Token) -> Mention | None:
        """Return the mention of a token; None where there is none."""
        # A token may begin with a title, and end with a foreign name in brackets.
        start = token.span.start
        if start not in self._by_token:
            places = range(token.span.end - 1, start - 1, -1)
            found = (self._by_character[i] for i in places if i in self._by_character)
            self._by_token[start] = next(found, None)
        return self._by_token[start]

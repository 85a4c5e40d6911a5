"""Stretches of text that name something, before it is known what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pipeline.model.entity import EntityKind
from pipeline.model.span import Span


class NameForm(Enum):
    """What sort of name a stretch of text is."""

    NAME = "name"
    TITLE = "title"
    """An office or rank, with its domain where it has one: `Minister of War`."""
    DEMONYM = "demonym"
    """An adjective or a people made from a place name: `Velmoran`, `the Velmorans`."""


@dataclass(frozen=True, slots=True)
class NameSpan:
    """One name, title or demonym in a text."""

    span: Span
    text: str
    form: NameForm
    kind: EntityKind | None
    """What its own shape says it is; None where only its surroundings can tell."""
    noun: str | None
    """The noun that said so, in lower case: `battle`, `president`, `department`; for a demonym the name
    of the place it is made from, as the closed list or the text writes it."""
    inner: tuple[Span, ...]
    """Names inside it: `Linden` in `Treaty of Linden`."""
    native: Span | None
    """A name in another language that directly follows in parentheses; None where there is none."""
    is_sure: bool
    """False for a single capitalised word that only begins a sentence."""
    possible: tuple[EntityKind, ...] = ()
    """What it can be where its place says no more, the likeliest first: a belligerent of an infobox. Empty
    where nothing is excluded."""

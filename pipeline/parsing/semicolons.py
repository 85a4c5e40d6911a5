"""A tagged line in, its boundaries at semicolons between main clauses set for the parser out."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span
    from spacy.tokens import Token as SpacyToken

SPLITTER = "attested_semicolons"
"""The name of the component, which stands between the tagger and the parser."""

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SUBORDINATING = frozenset({"WDT", "WP", "WP$", "WRB"})


def add_semicolon_splitter(model: Language) -> None:
    """Put the component between the tagger and the parser of a loaded model."""
    # Registered here, and not by a decorator, so that nothing loads the library before it parses.
    model.component(SPLITTER, func=part_main_clauses)
    model.add_pipe(SPLITTER, before="parser")


def part_main_clauses(doc: Doc) -> Doc:
    """Return `doc` with a boundary after each semicolon that parts two main clauses: `Velmora recognized the
    council; Drovia and Corrow did not`. Otherwise the parser reads lists, dates and reports across it. A
    semicolon in brackets, or in a list (`Roe, who left; Feld, who stayed`), parts nothing."""
    stops = [t.i for t in doc if t.text == ";" and not _is_bracketed(doc, t.i)]
    edges = [-1, *stops, len(doc) - 1]
    segments = [doc[a + 1 : b + 1] for a, b in pairwise(edges)]
    for before, after in pairwise(segments):
        if len(after) and _holds_main_clause(_last_sentence(before)) and _holds_main_clause(list(after)):
            after[0].is_sent_start = True
    return doc


def _is_bracketed(doc: Doc, index: int) -> bool:
    depth = 0
    for token in doc[:index]:
        depth += (token.text == "(") - (token.text == ")")
    return depth > 0


def _last_sentence(segment: Span) -> list[SpacyToken]:
    tokens: list[SpacyToken] = []
    for token in segment:
        tokens = [] if token.text in (".", "!", "?") else [*tokens, token]
    return tokens


def _holds_main_clause(tokens: list[SpacyToken]) -> bool:
    """Whether a finite verb stands before any word that opens a subordinate clause."""
    for token in tokens:
        if token.tag_ in _FINITE:
            return True
        if token.tag_ in _SUBORDINATING or token.text in (".", "!", "?"):
            return False
    return False

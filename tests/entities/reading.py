"""Invented words in, what every name, description and pronoun of them refers to out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.model.extraction import Extraction
from tests.facts.article import TITLE, extract_article, make_article

MARKED = re.compile(r"\[([^\]]+)\]")


def extract_text(text: str, *, title: str = TITLE, infobox: Sequence[str] = ()) -> Extraction:
    """Return what is read of a short article."""
    return extract_article(make_article(text, title=title, infobox=infobox))


def referents(text: str, *, title: str = TITLE, infobox: Sequence[str] = ()) -> list[str]:
    """Return the name of the entity that each [marked] stretch refers to, `?` where it stays open."""
    extraction = extract_text(MARKED.sub(r"\1", text), title=title, infobox=infobox)
    names = {e.entity_id: e.name for e in extraction.entities}
    base = extraction.document.text.index(MARKED.sub(r"\1", text).strip())
    found = []
    for shift, match in enumerate(MARKED.finditer(text)):
        start = base + match.start() - 2 * shift
        end = start + len(match[1])
        here = [m for m in extraction.mentions if m.span.start == start and m.span.end == end]
        ids = {m.entity_id for m in here if m.entity_id}
        found.append(names[ids.pop()] if len(ids) == 1 else "?")
    return found

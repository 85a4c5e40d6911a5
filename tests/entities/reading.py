"""Invented words in, what the names, descriptions and pronouns of them refer to out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.entities.linking import link_names
from pipeline.entities.references import ResolvedNames, resolve_references
from pipeline.mentions.dates import find_dates
from pipeline.mentions.infobox import read_infobox
from pipeline.mentions.infobox_names import infobox_names
from pipeline.mentions.name_kinds import type_names
from pipeline.mentions.names import find_names
from pipeline.model.document import Source
from pipeline.parsing.masks import mask_text
from pipeline.parsing.parser import parse_document
from pipeline.reading.article import read_article
from tests.facts.article import TITLE, make_article

MARKED = re.compile(r"\[([^\]]+)\]")


@dataclass(frozen=True)
class Read:
    """The text of an article with its entities and mentions."""

    text: str
    resolved: ResolvedNames


def read_text(text: str, *, title: str = TITLE, infobox: Sequence[str] = ()) -> Read:
    """Return the entities and mentions of a short article."""
    article = make_article(text, title=title, infobox=infobox)
    source = Source("case", title, "https://example.org", None, "CC BY-SA 4.0", "Example", "0" * 64)
    document = read_article(source, article, "case.txt")
    dates = find_dates(document)
    known = infobox_names(document, read_infobox(document, dates))
    names = type_names(document, (*known, *find_names(document, dates, known)))
    sentences = parse_document(document, mask_text(document.text, names, dates))
    return Read(article, resolve_references(document, link_names(document, names), sentences))


def referents(text: str, *, title: str = TITLE, infobox: Sequence[str] = ()) -> list[str]:
    """Return the name of the entity that each [marked] stretch refers to, `?` where it stays open."""
    plain = MARKED.sub(r"\1", text)
    read = read_text(plain, title=title, infobox=infobox)
    names = {e.entity_id: e.name for e in read.resolved.entities}
    base = read.text.index(plain.strip())
    found = []
    for shift, match in enumerate(MARKED.finditer(text)):
        start = base + match.start() - 2 * shift
        end = start + len(match[1])
        here = [m for m in read.resolved.mentions if (m.span.start, m.span.end) == (start, end)]
        ids = {m.entity_id for m in here if m.entity_id}
        found.append(names[ids.pop()] if len(ids) == 1 else "?")
    return found

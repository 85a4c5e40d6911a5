"""A source text as it was read: its lines, sections and infobox fields, each with its exact place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pipeline.model.span import Span


@dataclass(frozen=True, slots=True)
class Source:
    """One row of `raw/sources.csv`: where a text comes from and under which licence."""

    document_id: str
    title: str
    url: str
    revision: str | None
    """None where the revision that was copied is not known."""
    licence: str
    attribution: str
    sha256: str


class BlockKind(Enum):
    """What one line of a source is."""

    TITLE = "title"
    INFOBOX_HEADER = "infobox header"
    FIELD = "field"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    BLANK = "blank"
    REMAINDER = "remainder"


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the source. `span` is the whole line without its line end; `content` is the part
    that is text (a bullet without its `- `, a heading without its `==`)."""

    kind: BlockKind
    line_number: int
    """Counted from 1."""
    span: Span
    content: Span
    section_id: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what follows it up to the next heading of any level."""

    section_id: str
    """`<document_id>/s<number>`, numbered in document order; 0 is the lead, before any heading."""
    number: int
    level: int
    """1 is the title (the lead and the infobox), 2 a heading of two equals signs, and so on."""
    heading: str
    heading_span: Span
    parent_id: str | None
    """None for the lead."""


@dataclass(frozen=True, slots=True)
class InfoboxField:
    """One `- Key: value` line of the infobox."""

    field_id: str
    """`<document_id>/f<number>`, numbered in document order from 1."""
    number: int
    label: str
    """As written: `Year Leader2`."""
    key: str
    """The label without its number: `Year Leader`."""
    index: int | None
    """The number that the label carries: 2 for `Year Leader2`; None where it carries none."""
    value: str
    """As written; empty where the source gives none."""
    span: Span
    """The whole of `Key: value`, without the dash."""
    label_span: Span
    value_span: Span


@dataclass(frozen=True, slots=True)
class Document:
    """A source that was read. Every line of `text` is exactly one block."""

    source: Source
    text: str
    title: str
    title_span: Span
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    fields: tuple[InfoboxField, ...]

    @property
    def document_id(self) -> str:
        """The stem of the source's file name."""
        return self.source.document_id

    @property
    def prose(self) -> tuple[Block, ...]:
        """The paragraphs and bullets, in document order."""
        return tuple(b for b in self.blocks if b.kind in (BlockKind.PARAGRAPH, BlockKind.BULLET))

    def section(self, section_id: str) -> Section:
        """Return the section of that id. Raises KeyError where there is none."""
        for section in self.sections:
            if section.section_id == section_id:
                return section
        raise KeyError(section_id)

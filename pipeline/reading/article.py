"""The article text format in, a Document out.

The format, as articles come in it: `= Title =`, then an infobox block (a header line that is `Infobox`,
the article's name or stray template text, followed by `- Key: value` lines), then paragraphs, `- `
bullets and headings of two or more equals signs, with blank lines between.
"""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.model.document import Block, BlockKind, Document, InfoboxField, Section, Source
from pipeline.model.span import Span

HEADING = re.compile(r"(={1,6})[ \t]*(?P<text>[^=\s](?:.*?[^=\s])?)[ \t]*\1[ \t]*\Z")
FIELD = re.compile(r"- (?P<label>[^:]{1,60}?):(?:[ \t]+(?P<value>.*?))?[ \t]*\Z")
NUMBERED_KEY = re.compile(r"(?P<key>.*?[^\d\s])\s*(?P<index>\d+)\Z")
LINE_END = re.compile(r"\r\n|\n|\r")


def read_article(source: Source, text: str, path: Path | str) -> Document:
    """Return the Document of a text in the article format.

    `path` stands in messages only. Raises SourceError where the first line that is not blank is not a
    title such as `= Title =`.
    """
    lines = _lines(text)
    first = next((i for i, span in enumerate(lines) if _stripped(text, span)), None)
    title = HEADING.match(_stripped(text, lines[first]).of(text)) if first is not None else None
    if first is None or title is None or len(title.group(1)) != 1:
        found = _stripped(text, lines[first]).of(text)[:60] if first is not None else "nothing"
        number = first + 1 if first is not None else 1
        raise SourceError(path, f"expected a title such as '= Title =', found {found!r}", number)
    reader = _Reader(source.document_id, text, lines, first)
    blocks = reader.blocks()
    return Document(
        source=source,
        text=text,
        title=reader.sections[0].heading,
        title_span=reader.sections[0].heading_span,
        blocks=tuple(blocks),
        sections=tuple(reader.sections),
        fields=tuple(reader.fields),
    )


def _lines(text: str) -> list[Span]:
    """Return the span of each line without its line end; what `str.splitlines` also splits at (form
    feeds, U+2028) stays inside a line, so that line numbers are those of an editor."""
    spans, start = [], 0
    for end in LINE_END.finditer(text):
        spans.append(Span(start, end.start()))
        start = end.end()
    if start < len(text):
        spans.append(Span(start, len(text)))
    return spans


def _stripped(text: str, span: Span) -> Span:
    line = span.of(text)
    inner = line.strip(" \t\ufeff\xa0")
    start = span.start + line.index(inner) if inner else span.start
    return Span(start, start + len(inner))


class _Reader:
    """Walks the lines once, remembering the section it is in."""

    def __init__(self, document_id: str, text: str, lines: list[Span], title_line: int) -> None:
        self.document_id, self.text, self.lines, self.title_line = document_id, text, lines, title_line
        self.sections: list[Section] = []
        self.fields: list[InfoboxField] = []

    def blocks(self) -> list[Block]:
        infobox = self._infobox_lines()
        blocks = []
        for i, span in enumerate(self.lines):
            content = _stripped(self.text, span)
            if not content or i < self.title_line:
                kind = BlockKind.BLANK
            elif i in infobox:
                kind, content = self._read_infobox_line(content, is_header=i == min(infobox))
            else:
                kind, content = self._read_body_line(content)
            section_id = self.sections[-1].section_id if self.sections else f"{self.document_id}/s0"
            blocks.append(Block(kind, i + 1, span, content, section_id))
        return blocks

    def _infobox_lines(self) -> range:
        """The lines of the infobox: one line that is no field, directly followed by fields, before any
        other content. Without that it has none."""
        start = self.title_line + 1
        while start < len(self.lines) and not _stripped(self.text, self.lines[start]):
            start += 1
        end = start + 1
        while end < len(self.lines) and self._is_field(self.lines[end]):
            end += 1
        has_header = start < len(self.lines) and not self._is_field(self.lines[start])
        return range(start, end) if has_header and end > start + 1 else range(0)

    def _is_field(self, span: Span) -> bool:
        return FIELD.match(_stripped(self.text, span).of(self.text)) is not None

    def _read_infobox_line(self, content: Span, *, is_header: bool) -> tuple[BlockKind, Span]:
        match = None if is_header else FIELD.match(content.of(self.text))
        if match is None:
            return BlockKind.INFOBOX_HEADER, content
        label_span = Span(content.start + match.start("label"), content.start + match.end("label"))
        value = match.group("value") or ""
        value_start = content.start + match.start("value") if value else label_span.end + 1
        value_span = Span(value_start, value_start + len(value))
        label = match.group("label")
        numbered = NUMBERED_KEY.match(label)
        number = len(self.fields) + 1
        self.fields.append(
            InfoboxField(
                field_id=f"{self.document_id}/f{number}",
                number=number,
                label=label,
                key=numbered["key"] if numbered else label,
                index=int(numbered["index"]) if numbered else None,
                value=value,
                span=Span(label_span.start, max(label_span.end + 1, value_span.end)),
                label_span=label_span,
                value_span=value_span,
            )
        )
        return BlockKind.FIELD, self.fields[-1].span

    def _read_body_line(self, content: Span) -> tuple[BlockKind, Span]:
        line = content.of(self.text)
        heading = HEADING.match(line)
        if heading and (len(heading[1]) > 1 or not self.sections):
            inner = Span(content.start + heading.start("text"), content.start + heading.end("text"))
            self._open_section(len(heading[1]), inner)
            return (BlockKind.TITLE if len(self.sections) == 1 else BlockKind.HEADING), inner
        if line.startswith(("- ", "* ", "• ")):
            start = content.start + 2 + len(line[2:]) - len(line[2:].lstrip())
            return BlockKind.BULLET, Span(start, content.end)
        if any(character.isalpha() for character in line):
            return BlockKind.PARAGRAPH, content
        # Debris of a conversion, such as a lone "-" or "()": nothing to read, and not lost either.
        return BlockKind.REMAINDER, content

    def _open_section(self, level: int, heading: Span) -> None:
        number = len(self.sections)
        parent = next((s.section_id for s in reversed(self.sections) if s.level < level), None)
        if parent is None and self.sections:
            parent = self.sections[0].section_id
        self.sections.append(
            Section(f"{self.document_id}/s{number}", number, level, heading.of(self.text), heading, parent)
        )

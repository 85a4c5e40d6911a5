"""The article text format in, a Document out.

The format, as articles come in it: `= Title =`, then an infobox block (a header line that is `Infobox`,
the article's name or stray template text, followed by `- Key: value` lines), then paragraphs, `- `
bullets and headings of equals signs to any depth, with blank lines between.
"""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.model.document import Block, BlockKind, Document, InfoboxField, Section, Source
from pipeline.model.span import Span

HEADING = re.compile(r"(?P<open>=+)[ \t]*(?P<text>[^=\s](?:.*?[^=\s])?)[ \t]*(?P<close>=+)\Z")
BULLET = re.compile(r"(?:[-–•]|\*+)[ \t\xa0]+(?=\S)")
# The label ends at the first colon before a blank: `- Time 10:30: noon`; else at the first colon of all.
FIELD = re.compile(r"- +(?P<label>[^\s:](?:.{0,60}?\S)??)[ \t]?:(?:[ \t]+(?P<value>.+))?\Z")
TIGHT_FIELD = re.compile(r"- +(?P<label>[^\s:](?:[^:]{0,60}[^\s:])?)[ \t]?:(?P<value>\S.*)\Z")
# `Leader2`, `Term Start 3`; the number of `Census 1702` is a year.
NUMBERED_KEY = re.compile(r"(?P<key>.*[^\W\d_])\s*(?P<index>[0-9]{1,2})\Z")
INFOBOX = "infobox"
# What ends a sentence or announces a list ends no infobox header.
PROSE_END = (".", ":", ";", ",", "!", "?")
LINE_END = re.compile(r"\r\n|\n|\r")


def read_article(source: Source, text: str, path: Path | str) -> Document:
    """Return the Document of a text in the article format.

    `path` stands in messages only. Raises SourceError where the first line that is not blank is not a
    title such as `= Title =`.
    """
    lines = _lines(text)
    first = next((i for i, span in enumerate(lines) if _stripped(text, span)), None)
    title = HEADING.match(_stripped(text, lines[first]).of(text)) if first is not None else None
    if first is None or title is None or title["open"] != "=" or title["close"] != "=":
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


def _field(line: str) -> re.Match[str] | None:
    """Match a stripped line that is an infobox field."""
    return FIELD.match(line) or TIGHT_FIELD.match(line)


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
                kind, content = self._read_infobox_line(content)
            else:
                kind, content = self._read_body_line(content)
            section_id = self.sections[-1].section_id if self.sections else f"{self.document_id}/s0"
            blocks.append(Block(kind, i + 1, span, content, section_id))
        return blocks

    def _line(self, i: int) -> str:
        """The text of a line, stripped; empty behind the last one."""
        return _stripped(self.text, self.lines[i]).of(self.text) if i < len(self.lines) else ""

    def _infobox_lines(self) -> range:
        """The lines of the infobox: before any other content, a header and a run of lines up to the last
        that begins as a field. What is neither, such as the rest of a broken value, is in it as well.
        Empty where there is no infobox."""
        start = self._next_content(self.title_line + 1)
        header = self._line(start)
        first = start + 1
        if _field(header):
            # Without a header, all must be fields: else it is a list that the article begins with.
            end = self._end_of_run(start)
            return range(start, end) if all(_field(self._line(i)) for i in range(start, end)) else range(0)
        if header.lower() in (INFOBOX, self._line(self.title_line).strip("= \t").lower()):
            first = self._next_content(first)
        elif header.endswith(PROSE_END) or HEADING.match(header):
            return range(0)
        return range(start, self._end_of_run(first)) if _field(self._line(first)) else range(0)

    def _end_of_run(self, first: int) -> int:
        """The line behind the last one that begins with a dash, before a blank line, heading or sentence."""
        end = i = first
        while line := self._line(i):
            is_item = line.startswith("-")
            if HEADING.match(line) or (not is_item and line.endswith(PROSE_END)):
                break
            end = i + 1 if is_item else end
            i += 1
        return end

    def _next_content(self, i: int) -> int:
        while i < len(self.lines) and not self._line(i):
            i += 1
        return i

    def _read_infobox_line(self, content: Span) -> tuple[BlockKind, Span]:
        line = content.of(self.text)
        match = _field(line)
        if match is None:
            is_header = not self.fields and not line.startswith("-")
            return BlockKind.INFOBOX_HEADER if is_header else BlockKind.REMAINDER, content
        label, value = match["label"], match["value"] or ""
        label_span = Span(content.start + match.start("label"), content.start + match.end("label"))
        value_start = content.start + (match.start("value") if value else match.end())
        value_span = Span(value_start, value_start + len(value))
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
                span=Span(label_span.start, value_span.end),
                label_span=label_span,
                value_span=value_span,
            )
        )
        return BlockKind.FIELD, self.fields[-1].span

    def _read_body_line(self, content: Span) -> tuple[BlockKind, Span]:
        line = content.of(self.text)
        heading = HEADING.match(line)
        if heading:
            inner = Span(content.start + heading.start("text"), content.start + heading.end("text"))
            self._open_section(min(len(heading["open"]), len(heading["close"])), inner)
            return (BlockKind.TITLE if len(self.sections) == 1 else BlockKind.HEADING), inner
        bullet = BULLET.match(line)
        if bullet and any(character.isalnum() for character in line):
            return BlockKind.BULLET, Span(content.start + bullet.end(), content.end)
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

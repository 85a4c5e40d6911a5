"""A noun of power in, the office of who holds it out: `the presidency` is held by a president, `command of
the fleet` by its commander."""

from __future__ import annotations

from pipeline.grammar.noun_phrases import find_of_objects, noun_phrase_span
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, normalized_argument
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

# What can be assumed or given up in words that are no title of a person, and who has it.
HOLDERS = {
    "command": "commander",
    "charge": "head",
    "presidency": "president",
    "vice-presidency": "vice-president",
    "premiership": "premier",
    "chancellorship": "chancellor",
    "governorship": "governor",
    "mayoralty": "mayor",
    "chairmanship": "chairman",
    "regency": "regent",
    "kingship": "king",
    "throne": "monarch",
    "crown": "monarch",
}
# Powers that say nothing without what they are over.
NEEDS_DOMAIN = frozenset({"command", "charge"})
POINTING = frozenset({"this", "that", "these", "those", "such"})
"""What is over `this combined force` says nothing outside its text."""


def holder_of_power(
    reading: Reading, sentence: Sentence, token: Token, *, with_of: bool = True
) -> Argument | None:
    """Return the office of who has the power that `token` names: `commander of the northern forts` for
    `command of the northern forts`, `Velmoran monarch` for `the Velmoran throne`; without `with_of` only that
    of the words before it (`the presidency of Roe`). None for any other word, and for a power that says too
    little (`took command`)."""
    holder = HOLDERS.get(token.lemma) if token.mask is None else None
    if holder is None or any(c.lemma in ("a", "an") for c in sentence.children(token)):
        return None  # "a crown of gold"
    span = _without_holder(sentence, token, noun_phrase_span(sentence, token, with_of=with_of))
    over = (c for o in find_of_objects(sentence, token) for c in sentence.children(o))
    is_pointed_at = with_of and any(c.dependency == "det" and c.lemma.lower() in POINTING for c in over)
    if (token.lemma in NEEDS_DOMAIN and span.end == token.span.end) or is_pointed_at:
        return None
    text = reading.document.text
    words = text[span.start : token.span.start] + holder + text[token.span.end : span.end]
    return normalized_argument(words, span, "holder_of_power")


def _without_holder(sentence: Sentence, token: Token, span: Span) -> Span:
    """`the throne` of `Roe's throne`: whose it is does not tell which office it is."""
    before = [c for c in sentence.children(token) if c.dependency == "poss" and c.index < token.index]
    if not before:
        return span
    after = sentence.tokens[before[-1].index + 1 : token.index + 1]
    first = next(t for t in after if t.tag != "POS")
    return Span(first.span.start, span.end)

"""A noun that something befell in, what it names without being a name out: `a constitution`, `serfdom`."""

from __future__ import annotations

from pipeline.grammar.noun_phrases import find_of_objects, is_date, noun_phrase_span
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, argument_at
from pipeline.lexicon.happenings import HappeningSort, told_before
from pipeline.lexicon.words import nouns
from pipeline.model.entity import EntityKind
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
_HOLDERS = (EntityKind.PERSON, EntityKind.PLACE)
"""Whose names stand without an article."""
_MARKS = ('"', "“", "”", "(", ")", ";", " '", " ‘")
_NARROWS = frozenset({"relcl", "acl"})


def named_thing(reading: Reading, sentence: Sentence, token: Token, sort: HappeningSort) -> Argument | None:
    """Return what a noun and the name behind it stand for: `the newspaper Nova Luna`, `the town of Pell`.
    None where no name of what the sort can befall stands there."""
    head = nouns().heads.get(token.lemma.lower())
    if token.mask is not None or head is None or head.kind not in sort.kinds:
        return None
    behind = list(find_of_objects(sentence, token)) + list(sentence.tokens[token.index + 1 : token.index + 2])
    for name in behind:
        found = argument_at(reading, name, head.kind) if name.mask is not None else None
        gap = reading.document.text[token.span.end : found.span.start] if found is not None else ""
        if found is not None and (gap == " " or (gap == " of " and head.kind is EntityKind.PLACE)):
            return found
    return None


def thing_argument(
    reading: Reading, sentence: Sentence, token: Token, sort: HappeningSort, verb: Token | None = None
) -> Argument | None:
    """Return what befell, in the words of the text with their article, as a literal value. None for a noun
    that the sort does not take, for a name or what stands for one, and where the words alone do not tell
    which is meant: `their privileges`, `the laws that banned it`. `verb` is what it is said to undergo."""
    is_listed = bool({token.lemma.lower(), reading.quote(token.span).lower()} & sort.things)
    # What opens a sentence or is written large, the parser may take for a name: "the Diet was dissolved".
    is_noun = token.tag in ("NN", "NNS") or (token.tag == "NNP" and (token.index == 0 or is_listed))
    if not is_noun or reading.entity_at(token) is not None or (token.mask is not None and not is_listed):
        return None
    if "any" not in sort.things and not is_listed:
        return None
    before = [c for c in sentence.children(token) if c.dependency in ("det", "amod", "poss", "predet")]
    if any(c.lemma.lower() in _VAGUE for c in before) or _is_narrowed(sentence, token, verb):
        return None
    is_bare = not any(c.dependency in ("det", "poss") for c in before)
    if token.tag == "NNS" and is_bare and sort.undergone and "any" not in sort.things:
        return None  # "passed laws": which, nobody knows.
    pronoun = next((c for c in before if c.tag == "PRP$"), None)
    span = _phrase(sentence, token)
    if pronoun is not None:
        span = Span(pronoun.span.end + 1, span.end)
    text = reading.quote(span)
    noun = token.text.lower()
    is_bare_noun = pronoun is None and text.lower() in (noun, f"the {noun}")
    if is_bare_noun and token.lemma.lower() in told_before():
        return None  # "Feld abolished the post": which one, another sentence tells.
    if len(text.split()) > LONGEST_THING or "\n" in text or any(mark in text for mark in _MARKS):
        return None
    if pronoun is not None:
        is_one = pronoun.text.lower() != "their"
        holder = argument_at(reading, pronoun, *_HOLDERS) if is_one else None
        is_named = token.text[0].isupper() and token.index > 0
        if holder is None and not sort.alone and not is_named:
            return None
        text = f"the {text} of {holder.reference.text}" if holder is not None else text
        if holder is None and is_named:
            text = f"the {reading.quote(token.span)}"  # "their own Diet, which was abolished"
    if token.lemma == "sentence" and text == "the sentence":
        text = f"the sentence of {who}" if (who := _sentenced(reading, sentence)) is not None else text
    first = next((t for t in sentence.tokens if t.span.start == span.start), token)
    if first.mask is None and (first.index == 0 or not first.tag.startswith("NNP")):
        text = text[0].lower() + text[1:]
    return Argument(Reference(text, None), span, None)


def _sentenced(reading: Reading, sentence: Sentence) -> str | None:
    """The one who is sentenced in the same sentence: `Feld was sentenced to death, but the sentence ...`."""
    clauses = (c for c in reading.clauses_of("sentence", "condemn") if c.sentence is sentence)
    found = [argument_at(reading, t, EntityKind.PERSON) for c in clauses for t in c.objects]
    return found[0].reference.text if len(found) == 1 and found[0] is not None else None


def _is_narrowed(sentence: Sentence, token: Token, verb: Token | None) -> bool:
    """Whether a clause without a comma says which is meant: `the law that banned it`."""
    for child in sentence.children(token):
        if verb is not None and child.index == verb.index:
            continue
        start = min(t.index for t in sentence.subtree(child))
        if _tells_what_for(sentence, token) is child:
            continue
        if child.dependency in _NARROWS and start > token.index and sentence.tokens[start - 1].text != ",":
            return True
    return False


def _tells_what_for(sentence: Sentence, token: Token) -> Token | None:
    """The verb of `a law abolishing serfdom`, `a plan to take Pell`; None where none stands there with an
    object."""
    for child in sentence.children(token):
        is_to = child.index == token.index + 2 and sentence.tokens[token.index + 1].tag == "TO"
        is_behind = is_to or (child.tag == "VBG" and child.index == token.index + 1)
        if child.dependency == "acl" and is_behind:
            return child if any(t.dependency == "dobj" for t in sentence.children(child)) else None
    return None


def _phrase(sentence: Sentence, token: Token) -> Span:
    """The noun with its article, its modifiers and what stands directly behind it: `the tax on salt`."""
    span = noun_phrase_span(sentence, token, with_determiner=True, with_of=True)
    behind = sentence.tokens[token.index + 1 : token.index + 2]
    for name in behind:
        is_beside = name.dependency == "appos" and sentence.head(name).index == token.index
        if is_beside and name.mask is not None and name.mask.kind is MaskKind.NAME:
            return span.cover(name.span)  # "the newspaper Nova Luna"
    purpose = _tells_what_for(sentence, token)
    if purpose is not None:
        what = next(t for t in sentence.children(purpose) if t.dependency == "dobj")
        return span.cover(noun_phrase_span(sentence, what, with_of=True))
    for child in sentence.children(token):
        if child.lemma == "on" and child.span.start == span.end + 1:
            for inner in sentence.children(child):
                if inner.dependency == "pobj" and not is_date(inner):
                    return span.cover(noun_phrase_span(sentence, inner, with_of=True))
    return span

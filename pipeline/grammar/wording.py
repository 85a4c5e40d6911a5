"""A verb or noun of a parsed sentence in, the words that say what it says, whole and no more, out.

What somebody demands or orders is told in his own words or the author's, and ends where the clause that
tells it goes on: at a reason, a time, an aside, another clause. A stretch that cannot be cut there is None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.grammar.arguments import is_verb
from pipeline.grammar.clause import Clause
from pipeline.grammar.noun_phrases import first_token, is_date
from pipeline.model.document import Document
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

# Clauses of time and reason are of whoever tells; those of condition belong to what is said.
OUTER_MARKS = frozenset(
    {"while", "when", "as", "because", "after", "before", "since", "although", "though", "whereas", "where"}
)
FINITE = frozenset({"VBD", "VBZ", "VBP", "VBN"})
# A stretch that ends in one of these was cut in its middle.
OPEN_ENDS = frozenset({"IN", "DT", "CC", "TO", "PRP$", "POS", "WDT", "WP", "WRB"})
# An opening mark follows a blank or a bracket; without that, marks of different pairs are taken together.
_QUOTED = re.compile(r'(?<![^\s(\[—])"(?=\S)([^"\n]*)"|“([^“”\n]*)”')
# Verbs with whom is told before what: `told Feld that`.
TELLING = frozenset({"tell", "inform", "assure", "notify", "warn", "remind"})
# Between a verb of speech and the quotation that it opens, and between a quotation and its verb.
_OPENING = re.compile(r"(?:(?: [^.;:,\"“”]{1,60})?(?:[,:]| that))? ?[\"“]")
_TOLD_NAME = re.compile(r" [A-Z][^.;:,\"“”]{1,40} [\"“]")
_ENDING = re.compile(r",?[\"”](?:[.,;:)\n—]|\Z| and | but )")
_CLOSING = re.compile(r"[\"”],? ")


def clause_wording(sentence: Sentence, verb: Token, start: Token | None = None) -> Span | None:
    """Return the words of the clause that `verb` heads, without `that`, from `start` where one is given; None
    where they cannot be cut from what surrounds them."""
    first = start or _first_word(sentence, verb)
    return _cut(sentence, verb, first)


def noun_wording(sentence: Sentence, noun: Token, *, without: tuple[Token, ...] = ()) -> Span | None:
    """Return the words of the phrase that `noun` heads, with what narrows it and without the other members of
    a list; `without` are tokens whose phrases are left out where they stand at its end."""
    others = tuple(t for t in sentence.children(noun) if t.dependency == "conj")
    return _cut(sentence, noun, first_token(sentence, noun), (*without, *others))


def _first_word(sentence: Sentence, verb: Token) -> Token:
    inside = [t for t in _kept(sentence, verb, ()) if t.text[:1].isalnum() or t.text in ('"', "“", "(")]
    told = [t for t in inside if not (t.dependency == "mark" and t.lemma == "that")]
    return min(told, key=lambda t: t.index)


def _cut(sentence: Sentence, head: Token, first: Token, without: tuple[Token, ...] = ()) -> Span | None:
    kept = [t for t in _kept(sentence, head, without) if t.index >= first.index and not _is_loose(t)]
    if not kept:
        return None
    last = max(kept, key=lambda t: t.index)
    inside = sentence.tokens[first.index : last.index + 1]
    if last.tag in OPEN_ENDS and last.mask is None:
        return None
    if last.lemma.lower() == "sometime":
        return None  # "with an end sometime in late 1708", where the date is left out
    if any(_is_stray(sentence, t) for t in inside) or [t.lemma for t in inside[-2:]] == ["as", "well"]:
        return None
    if any(t.text == "," and _opens_clause(sentence, t.index + 1, head) for t in inside[:-1]):
        return None
    if sum(t.text == "(" for t in inside) != sum(t.text == ")" for t in inside):
        return None
    return _close_quotation(sentence, Span(first.span.start, last.span.end), last)


def _is_stray(sentence: Sentence, token: Token) -> bool:
    """Whether a noun is listed with a verb: `ordered him to halt and Feld stayed`, where the parser takes
    what follows for a part of the halt."""
    if token.dependency != "conj" or is_verb(token) or token.tag[:1] != "N":
        return False
    if is_verb(sentence.head(token)):
        return True
    # "to build a base, and a request to send men": another thing said
    return any(
        t.dependency == "acl" and any(c.tag == "TO" for c in sentence.children(t))
        for t in sentence.children(token)
    )


def _opens_clause(sentence: Sentence, index: int, head: Token) -> bool:
    """Whether a subject of the head stands behind a comma: `insisted that Feld wait, he left the town`, where
    the parser takes the second clause for what is insisted on."""
    token = sentence.tokens[index]
    while token.index < head.index and token.dependency in ("det", "amod", "compound", "poss", "nmod"):
        token = sentence.head(token)
    if token.dependency not in ("nsubj", "nsubjpass") or token.head != head.index:
        return False
    return any(t.dependency == "advcl" and t.index < token.index for t in sentence.children(head))


def _kept(sentence: Sentence, head: Token, without: tuple[Token, ...]) -> Iterator[Token]:
    yield head
    for child in sentence.children(head):
        if child not in without and not _is_outer(sentence, head, child):
            yield from _kept(sentence, child, without)


def _is_loose(token: Token) -> bool:
    return token.dependency in ("punct", "cc") or is_date(token)


def _is_outer(sentence: Sentence, head: Token, child: Token) -> bool:
    """Whether what `child` heads is no part of what `head` says."""
    if child.index < head.index:
        return False
    before = sentence.tokens[min(t.index for t in sentence.subtree(child)) - 1]
    after_comma = before.text in (",", ";", "—", "–", ":", "(")
    marks = {t.lemma for t in sentence.children(child) if t.dependency in ("mark", "advmod")}
    if child.dependency == "conj":
        return _is_other_clause(sentence, head, child)
    if child.dependency in ("parataxis", "dep"):
        return True
    if child.dependency == "advcl":
        # "until 4 May and Roe left": the date is no subject
        dated = any(t.dependency == "nsubj" and is_date(t) for t in sentence.children(child))
        return after_comma or dated or bool(marks & OUTER_MARKS)
    if child.dependency in ("relcl", "appos", "acl", "prep"):
        dated = child.dependency == "prep" and child.lemma != "of"
        return after_comma or (dated and any(is_date(t) for t in sentence.children(child)))
    return False


def _is_other_clause(sentence: Sentence, head: Token, child: Token) -> bool:
    """Whether a member of a list of verbs has a subject or a tense of its own."""
    if not is_verb(head):
        return False
    own = any(t.dependency in ("nsubj", "nsubjpass") for t in sentence.children(child))
    is_infinitive = any(t.tag == "TO" for t in sentence.children(head))
    # "warned that Feld was arming, and left": a comma before a finite verb may begin what the speaker did.
    before = sentence.tokens[max(0, child.index - 2) : child.index]
    goes_on = [t.dependency for t in before] == ["punct", "cc"] and child.tag in ("VBD", "VBZ", "VBP")
    return own or goes_on or (is_infinitive and child.tag in FINITE)


def _close_quotation(sentence: Sentence, span: Span, last: Token) -> Span | None:
    """The span drawn out to a closing quotation mark; None where one stays open."""
    opened = [t for t in sentence.tokens if span.contains(t.span) and t.text in ('"', "“", "”", "``", "''")]
    if len(opened) % 2 == 0:
        return span
    following = sentence.tokens[last.index + 1 : last.index + 3]
    for i, token in enumerate(following):
        if token.text in ('"', "”", "''"):
            return Span(span.start, token.span.end)
        if i == 0 and token.text not in (".", ","):
            break
    return None


def quotations(document: Document, line: Span) -> Iterator[Span]:
    """Yield what stands between quotation marks on a line, without the marks and the comma that the author
    ends it with, in text order. Nothing where the marks of the line make no pairs."""
    if document.text.count('"', line.start, line.end) % 2:
        return
    for found in _QUOTED.finditer(document.text, line.start, line.end):
        group = 1 if found.group(1) is not None else 2
        start, end = found.span(group)
        text = document.text[start:end]
        kept = text.strip().rstrip(",")
        if kept:
            start += len(text) - len(text.lstrip())
            yield Span(start, start + len(kept))


def find_quotation(document: Document, clause: Clause) -> Span | None:
    """Return the quotation that the verb of a clause opens (`said, "We wait."`) or closes (`"We wait," said
    Roe`); None where there is none."""
    text, verb = document.text, clause.verb.span
    line_start = text.rfind("\n", 0, verb.start) + 1
    line_end = text.find("\n", verb.end)
    line = Span(line_start, line_end if line_end >= 0 else len(text))
    for quoted in quotations(document, line):
        between = text[verb.end : quoted.start]
        opens = _OPENING.fullmatch(between) or (clause.lemma in TELLING and _TOLD_NAME.fullmatch(between))
        if quoted.start > verb.end and opens:
            # "said that "the tolls" were gone" quotes no more than two words.
            is_whole = text[quoted.end - 1] in ".,?!" or _ENDING.match(text, quoted.end)
            return quoted if is_whole else None
        subject = clause.subjects[0].span if clause.subjects else verb
        first = min(subject.start, verb.start)
        if quoted.end < first and len(quoted.of(text).split()) > 2:
            between = text[quoted.end : first]
            goes_on = between.startswith(",") or text[quoted.end - 1] in "?!"
            if goes_on and _CLOSING.fullmatch(between.lstrip(",")):
                return quoted
    return None

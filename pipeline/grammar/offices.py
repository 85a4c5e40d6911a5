"""A noun of a sentence in, the office that it names out: a title, a power (`the presidency`), a title with a
noun around it (`the rank of colonel`), a seat in a body, the place of who heads one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.grammar.clause import Clause
from pipeline.grammar.noun_phrases import find_of_objects, noun_phrase_span
from pipeline.grammar.powers import POINTING, holder_of_power
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, argument_at, literal_argument, normalized_argument
from pipeline.grammar.titles import TitlePhrase, read_title
from pipeline.lexicon.words import titles
from pipeline.model.date import PartialDate
from pipeline.model.entity import EntityKind
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

# Nouns that a title stands behind, after `of`: `the rank of colonel`.
WRAPPERS = frozenset({"rank", "title", "office", "post", "position", "dignity", "role"})
# Bodies to which one is elected as a member.
BODIES = frozenset(
    {
        *(
            "senate",
            "congress",
            "parliament",
            "house",
            "chamber",
            "assembly",
            "council",
            "legislature",
            "diet",
        ),
        *("cortes", "committee", "board", "senado", "duma", "reichstag", "bundestag", "sejm", "riksdag"),
    }
)
# Words before a title that say which holder somebody was, and not how good a one.
COUNTING = frozenset(
    {
        *("fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "last"),
        *("only", "sole", "current", "incumbent", "twice", "once", "longtime", "next", "new"),
    }
)
# Titles that say what somebody does rather than what they hold, unless it is of something.
OCCUPATIONS = frozenset(
    {
        *("diplomat", "leader", "ruler", "monarch", "chieftain", "representative", "delegate", "chief"),
        *("lord", "commander"),
    }
)
# Who heads something, where no title is known for it.
HEADS = frozenset({"head", "commander", "leader"})
# Titles in lower case that are as often adjectives or common nouns: "a major Velmoran attack".
AMBIGUOUS = frozenset({"major", "private", "count", "ban", "master", "general secretary"})
ORDINALS = re.compile(
    r"(?:\d{1,3}(?:st|nd|rd|th)[ \xa0]\((?P<last>[^()\n]*\d[^()\n]*)\)(?:, and|,| and)?[ \xa0])+(?=[^\W\d_])"
)


@dataclass(frozen=True, slots=True)
class NumberedTerm:
    """One of several terms in one office: `the 4th (1701–1703) and 6th (1705–1709) President`."""

    person: Argument
    title: TitlePhrase
    start: PartialDate
    end: PartialDate | None
    span: Span


def says_enough(title: TitlePhrase) -> bool:
    """Say whether a title tells an office: "became a leader in building the guild" tells none, and only the
    leader of something holds a place."""
    is_of_something = re.search(r" (?:of|to|for|in) ", title.title.reference.text) is not None
    return title.head not in OCCUPATIONS or title.polity is not None or is_of_something


def office_at(
    reading: Reading, sentence: Sentence, token: Token, *, is_bare: bool = True
) -> TitlePhrase | None:
    """Return the office that `token` names: a title, a power, or the title that a word such as `rank` wraps;
    without `is_bare` no mere title, which is a person (`took the governor`). None where it names none."""
    if token.mask is None and token.lemma in WRAPPERS:
        inner = [t for o in find_of_objects(sentence, token) if (t := read_title(reading, sentence, o))]
        return _with_capacity(sentence, token, inner[0]) if len(inner) == 1 else None
    power = holder_of_power(reading, sentence, token)
    if power is not None:
        return _in_words(reading, sentence, power, power.span, token)
    if not is_bare:
        return None
    return read_title(reading, sentence, token) or headed_body(reading, sentence, token)


def headed_body(reading: Reading, sentence: Sentence, token: Token) -> TitlePhrase | None:
    """Return the place of who heads something, in the words of the source: `head of the mint`, `leader of the
    northern miners`. None where `token` is no such noun, or does not say of what (`head of a family`)."""
    if token.mask is not None or token.lemma not in HEADS or token.tag != "NN":
        return None
    span = noun_phrase_span(sentence, token, with_of=True)
    over = (c for o in find_of_objects(sentence, token) for c in sentence.children(o))
    if span.end == token.span.end or any(c.lemma.lower() in {"a", "an", *POINTING} for c in over):
        return None
    return _in_words(reading, sentence, literal_argument(reading, span), span, token)


def _with_capacity(sentence: Sentence, wrapper: Token, title: TitlePhrase) -> TitlePhrase:
    """The title with the adjective of `the honorary title of general`."""
    known = titles().capacity
    for child in sentence.children(wrapper):
        if child.dependency == "amod" and child.lemma in known and title.capacity is None:
            capacity = normalized_argument(known[child.lemma], child.span, "capacity_of_title")
            return replace(title, capacity=capacity)
    return title


def seat_in(reading: Reading, sentence: Sentence, token: Token) -> TitlePhrase | None:
    """Return the seat that somebody elected to a body has: `member of the Halvey Senate`; None where `token`
    is no body."""
    words = token.text.lower().split() if token.mask is not None else [token.lemma]
    if not words or not {words[0], words[-1]} & BODIES:
        return None
    return _compose(reading, sentence, token, "member of", "member_of_body")


def headship_of(reading: Reading, sentence: Sentence, token: Token) -> TitlePhrase | None:
    """Return the place of who heads an organization: `head of the Salt Guild`; None where `token` is none."""
    if reading.entity_at(token, EntityKind.ORGANIZATION) is None or token.mask is None:
        return None
    return _compose(reading, sentence, token, "head of", "head_of_body")


def rule_over(reading: Reading, sentence: Sentence, token: Token) -> TitlePhrase | None:
    """Return the place of who rules a state: `ruler of Velmora`; None where `token` is none."""
    if reading.entity_at(token, EntityKind.POLITY) is None or token.mask is None:
        return None
    return _compose(reading, sentence, token, "ruler of", "ruler_of_state")


def _compose(reading: Reading, sentence: Sentence, token: Token, before: str, rule: str) -> TitlePhrase:
    span = noun_phrase_span(sentence, token, with_determiner=True, with_of=True)
    body = reading.quote(span)
    body = "the" + body[3:] if body.startswith("The ") else body
    words = normalized_argument(f"{before} {body}", span, rule)
    return _in_words(reading, sentence, words, span, token)


def _in_words(reading: Reading, sentence: Sentence, words: Argument, span: Span, token: Token) -> TitlePhrase:
    inside = (t for t in sentence.tokens if span.contains(t.span))
    polity = next((a for t in inside if (a := argument_at(reading, t, EntityKind.POLITY))), None)
    return TitlePhrase(words, words, token.lemma, polity, None, is_past=False)


def is_judged(sentence: Sentence, token: Token) -> bool:
    """Say whether an adjective that belongs to no title stands before the noun: `was a poor commander`."""
    known = titles().modifiers | titles().heads | titles().capacity.keys() | COUNTING
    return any(
        c.dependency == "amod"
        and c.mask is None
        and c.text.lower() not in known
        and not re.fullmatch(r"\d+(?:st|nd|rd|th)", c.text)
        for c in sentence.children(token)
    )


def numbered_terms(reading: Reading, sentence: Sentence) -> Iterator[NumberedTerm]:
    """Yield the terms of `served as the 4th (1701–1703) and 6th (1705–1709) President of Velmora`."""
    for listed in ORDINALS.finditer(reading.document.text, sentence.span.start, sentence.span.end):
        title = _title_from(reading, sentence, listed.end())
        person = _person_before(reading, sentence, listed.start())
        if title is None or person is None:
            continue
        for date in reading.dates:
            if listed.start() <= date.span.start and date.span.end <= listed.end() and date.start is not None:
                whole = person.span.cover(title.title.span)
                yield NumberedTerm(person, title, date.start, date.end or date.start, whole)


def _title_from(reading: Reading, sentence: Sentence, start: int) -> TitlePhrase | None:
    for token in sentence.tokens:
        title = read_title(reading, sentence, token) if token.span.start >= start else None
        if title is not None:
            return title if title.title.span.start == start else None
    return None


def _person_before(reading: Reading, sentence: Sentence, end: int) -> Argument | None:
    """Who the nearest verb before is said of."""

    def is_before(clause: Clause) -> bool:
        return clause.sentence is sentence and clause.verb.span.end <= end

    clause = next((c for c in reversed(reading.clauses) if is_before(c)), None)
    if clause is None or clause.lemma not in ("serve", "be", "become", "act") or len(clause.subjects) != 1:
        return None
    return argument_at(reading, clause.subjects[0], EntityKind.PERSON)

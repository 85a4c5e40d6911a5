"""A parsed sentence in, its counted phrases out: `about 1,500 casualties`, `12,000 to 14,000 men`.

A number is kept as it is written, with the words that make it inexact; nothing is added up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipeline.grammar.noun_phrases import is_nominal, noun_phrase_span
from pipeline.lexicon.dates import load_date_lexicon
from pipeline.lexicon.forces import force_words
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token


@dataclass(frozen=True, slots=True)
class Count:
    """A number or a range."""

    span: Span
    """As written, with what makes it inexact: `more than 8,000`."""
    low: int | None
    """The least that it can be; None where the words do not say."""
    high: int | None
    """The most that it can be, included; None where the words do not say."""


@dataclass(frozen=True, slots=True)
class CountedPhrase:
    """A number with what it counts and what became of it, or losses that are only weighed."""

    span: Span
    """All of it, from the number on: `about 1,500 casualties`."""
    count: Count | None
    """None for `heavy casualties`."""
    thing: Token | None
    """The head noun of what is counted; None for `500 killed` and a bare number."""
    outcome: str | None
    """killed, captured, casualties ... as infoboxes have it; None where the phrase does not say."""
    is_part: bool
    """Whether it is said to be more of something, or the rest of it: `another 200`."""

    @property
    def number_span(self) -> Span:
        """The number as written, or the whole where there is none."""
        return self.count.span if self.count is not None else self.span


def find_counts(text: str, span: Span) -> tuple[Count, ...]:
    """Return the numbers within `span` of `text` that can count something, in text order; no percentages,
    sums of money, ordinals or parts of words."""
    found = []
    for match in _pattern().finditer(text, span.start, span.end):
        low, high = _read_bounds(match)
        found.append(Count(Span(match.start(), match.end()), low, high))
    return tuple(found)


def find_counted_phrases(text: str, sentence: Sentence) -> tuple[CountedPhrase, ...]:
    """Return the counted phrases of a sentence, in text order. `text` is that of the document."""
    found = [_read_phrase(text, sentence, count) for count in find_counts(text, sentence.span)]
    found += _weighed_losses(sentence)
    return tuple(sorted(found, key=lambda phrase: phrase.span))


# ---------------------------------------------------------------- numbers


@cache
def _pattern() -> re.Pattern[str]:
    words = force_words()
    approximate = sorted(words.approximate, key=lambda word: (-len(word), word))
    before = "|".join(re.escape(word) + (r"\b" if word[-1].isalpha() else "") for word in approximate)
    digits = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+(?=\s+(?:million|billion)\b))?"
    single = "|".join(sorted((w for w in _numbers()), key=lambda word: (-len(word), word)))
    spelled = rf"(?:(?:{single}|a)\s+(?:dozen|hundred|thousand)|(?:{single}))"
    number = rf"(?:{digits}|{spelled})(?:\s+(?:thousand|million|billion))?"
    vague = "|".join(re.escape(word).removesuffix(r"\ of") for word in words.vague)
    return re.compile(
        rf"(?<![\w.,$£€¥/'’–-])(?:(?P<approximate>{before})\s*)?(?:(?P<between>between|from)\s+)?"
        rf"(?:(?P<vague>{vague})|(?P<low>{number})(?:(?:\s?[–-]\s?|\s+(?:to|or|and(?=\s+\d))\s+)(?P<high>{number}))?)"
        r"(?![\w%–]|-\w|[.,]\d|\s?(?:%|percent|per\s+cent))",
        re.IGNORECASE,
    )


@cache
def _numbers() -> dict[str, int]:
    """`twelve`, `twenty-one`: the number words of the dates, also as they are written with a hyphen."""
    known = load_date_lexicon().numbers
    tens = [word for word, value in known.items() if value >= 20 and value % 10 == 0]
    found = {}
    for word, value in known.items():
        ten = next((t for t in tens if word.startswith(t) and word != t), None)
        found[f"{ten}-{word.removeprefix(ten)}" if ten else word] = value
    return found


_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}


def _read_bounds(match: re.Match[str]) -> tuple[int | None, int | None]:
    if match["vague"]:
        return None, None
    low = _value(match["low"])
    high = _value(match["high"]) if match["high"] else low
    effect = force_words().approximate.get((match["approximate"] or "").lower())
    if low is None or high is None or low > high:
        return None, None
    if effect == "at least":
        return low, None
    return (None, high) if effect == "at most" else (low, high)


def _value(words: str) -> int | None:
    value = 1.0
    for word in words.lower().split():
        if word in _SCALES:
            value *= _SCALES[word]
        elif word in _numbers():
            value *= _numbers()[word]
        elif word != "a":
            value *= float(word.replace(",", ""))
    return round(value)


# ---------------------------------------------------------------- what is counted


@cache
def _outcome_pattern() -> re.Pattern[str]:
    known = sorted(force_words().casualty_words, key=lambda word: (-len(word), word))
    one = "|".join(re.escape(word) for word in known)
    return re.compile(
        rf"\s+(?P<words>(?:{one})(?:(?:,|,?\s+(?:and|or|&)|-|/)\s*(?:{one}))*)(?!\w)", re.IGNORECASE
    )


def _read_phrase(text: str, sentence: Sentence, count: Count) -> CountedPhrase:
    is_part = _is_part(text, sentence, count)
    direct = _outcome_pattern().match(text, count.span.end, sentence.span.end)
    thing = _thing_counted(sentence, count)
    if direct is not None and not (thing is not None and thing.span.start > direct.end()):
        span = Span(count.span.start, direct.end())
        return CountedPhrase(span, count, None, _outcome(direct["words"]), is_part)
    if thing is None:
        return CountedPhrase(count.span, count, None, None, is_part)
    both = _BOTH.match(text, thing.span.end, sentence.span.end) if thing.lemma == "officer" else None
    span = Span(count.span.start, both.end() if both else thing.span.end)
    after = _outcome_pattern().match(text, span.end, sentence.span.end)
    outcome = force_words().losses.get(thing.lemma.lower())
    if after is not None:
        return CountedPhrase(Span(span.start, after.end()), count, thing, _outcome(after["words"]), is_part)
    return CountedPhrase(span, count, thing, outcome, is_part)


_BOTH = re.compile(r" and (?:enlisted )?(?:men|soldiers|sailors|troops|seamen|other ranks)\b")


def read_outcome(text: str, start: int, end: int) -> tuple[str, Span] | None:
    """Return what a list of verbs that begins at `start` tells of a loss, with its place: `killed, wounded
    or captured`. None where no word of a loss stands there."""
    if start == 0:
        return None
    match = _outcome_pattern().match(text, start - 1, end)
    return (_outcome(match["words"]), Span(*match.span("words"))) if match is not None else None


def _outcome(words: str) -> str:
    """The one name of what happened, for several of it the words themselves."""
    known = force_words().casualty_words
    folded = re.sub(r"\s+", " ", words.lower())
    # "killed or captured" says nothing of the wounded, whatever heading infoboxes have for it.
    return folded if re.search(r"\b(?:or|and)\b|[,&/]", folded) else known.get(folded, folded)


def _thing_counted(sentence: Sentence, count: Count) -> Token | None:
    """The noun whose numeral the count is, or that stands after its `of` (`90 of his men`)."""
    inside = [t for t in sentence.tokens if count.span.overlaps(t.span)]
    if not inside:
        return None
    last = inside[-1]
    following = sentence.tokens[last.index + 1] if last.index + 1 < len(sentence.tokens) else None
    if following is not None and following.lemma == "of":
        objects = [c for c in sentence.children(following) if c.dependency == "pobj" and is_nominal(c)]
        return objects[0] if len(objects) == 1 else None
    for token in reversed(inside):
        head = token
        while head.index <= last.index and head.head != head.index and head.dependency in _COUNTING:
            head = sentence.head(head)
        if head.index > last.index and is_nominal(head) and _is_phrase(sentence, last, head):
            return head
    return None


_COUNTING = frozenset({"nummod", "quantmod", "amod", "advmod", "compound", "nmod", "det", "npadvmod", "conj"})


def _is_phrase(sentence: Sentence, last: Token, head: Token) -> bool:
    """Whether only words of one noun phrase stand between a number and its noun."""
    between = sentence.tokens[last.index + 1 : head.index]
    return len(between) <= 5 and all(
        t.dependency in ("amod", "compound", "nmod", "poss", "case", "punct", "advmod", "det", "nummod")
        and t.text not in (",", "(", ")", ";", ":", "—", "/")
        for t in between
    )


def _is_part(text: str, sentence: Sentence, count: Count) -> bool:
    words = force_words().partial
    before = text[max(sentence.span.start, count.span.start - 30) : count.span.start].lower().split()
    after = text[count.span.end : min(sentence.span.end, count.span.end + 30)].lower().split()
    return bool({*before[-2:], *after[:1]} & {*words, "more"})


def _weighed_losses(sentence: Sentence) -> list[CountedPhrase]:
    """`heavy casualties`, `severe losses`."""
    words = force_words()
    found = []
    for token in sentence.tokens:
        if token.mask is not None or token.lemma not in ("casualty", "loss"):
            continue
        before = [c for c in sentence.children(token) if c.index < token.index]
        if any(c.lemma in words.severity for c in before) and not any(c.tag == "CD" for c in before):
            span = noun_phrase_span(sentence, token)
            if all(c.dependency in ("amod", "advmod", "det", "compound", "nmod") for c in before):
                found.append(CountedPhrase(span, None, token, words.losses[token.lemma], False))
    return found


def phrase_at(phrases: Sequence[CountedPhrase], token: Token) -> CountedPhrase | None:
    """Return the counted phrase that ends in or before `token` and holds it; None where there is none."""
    return next(
        (p for p in phrases if p.span.contains(token.span) or p.number_span.overlaps(token.span)), None
    )


def phrases_from(
    text: str, phrases: Sequence[CountedPhrase], first: CountedPhrase
) -> tuple[CountedPhrase, ...]:
    """Return `first` and the phrases that go on with it: `3,602 killed, 500 wounded and 12 guns`."""
    found = [first]
    for phrase in phrases:
        if phrase.span.start < found[-1].span.end:
            continue
        if (
            re.fullmatch(
                r",?\s+(?:and|as well as|plus)\s+|,\s+", text[found[-1].span.end : phrase.span.start]
            )
            is None
        ):
            break
        if phrase.outcome is None and phrase.thing is None:
            break
        found.append(replace(phrase))
    return tuple(found)

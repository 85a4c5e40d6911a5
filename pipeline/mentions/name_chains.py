"""The words of a text in, the runs of them that may be one name out, with what the document says of words.

A chain is capitalised words, with the particles, `of` and other joints between them. It still holds what
stands before a name: demonyms and titles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.lexicon.dates import load_date_lexicon
from pipeline.lexicon.states import demonyms as listed_demonyms
from pipeline.lexicon.states import state_by_name
from pipeline.lexicon.words import HeadNoun, name_words, nouns, titles
from pipeline.mentions.demonym_forms import find_demonyms
from pipeline.mentions.name_words import Word
from pipeline.mentions.title_words import (
    ORDINAL,
    before_joint,
    is_initial,
    is_title,
    lower_phrase,
    takes_domain,
)
from pipeline.model.date import DateMention
from pipeline.model.entity import EntityKind
from pipeline.model.span import Span

ARTICLES = frozenset({"the", "a", "an", "his", "her", "its", "their"})
NAME_JOINTS = frozenset({"of", "of the", "for", "for the", "of the city of", "in the"})
TITLE_JOINTS = frozenset({"of", "of the", "for", "for the", "to", "to the", "in", "from"})
# Particles that also join two names or two titles, and belong to one only inside a name.
CONJUNCTIONS = frozenset({"y", "e", "i", "und"})
WORD_GAP = re.compile(r"[ \xa0]\Z")
# "the Nine Years' War", "the Hundred Days' Offensive": how long it took is its name.
MEASURES = frozenset({"years", "months", "weeks", "days", "hours"})


@dataclass(frozen=True, slots=True)
class NameContext:
    """What the reading of one chain needs to know of its document."""

    text: str
    demonyms: Mapping[str, str]
    lower_case_words: frozenset[str]
    inner_words: frozenset[str]
    """Words that are capitalised somewhere inside a sentence."""
    inner_pairs: frozenset[tuple[str, str]]
    """Neighbours that are both capitalised somewhere inside a sentence."""
    standing_alone: frozenset[str]
    """Words that are capitalised somewhere between words that are not."""
    surnames: frozenset[str]
    """Words that somewhere end a run of capitalised words that no noun heads."""
    date_at: Callable[[Span], DateMention | None]


def make_context(text: str, dates: Sequence[DateMention], stretches: Sequence[list[Word]]) -> NameContext:
    """Return what the words of all stretches of a document say."""
    words = [w for stretch in stretches for w in stretch]
    pairs = [(a, b) for stretch in stretches for a, b in pairwise(stretch)]
    capitalised_pairs = [(a, b) for a, b in pairs if a.is_capitalised and b.is_capitalised and b.gap == " "]
    inside_runs = {a.span for a, _ in capitalised_pairs} | {b.span for _, b in capitalised_pairs}
    first_of_pairs = {a.span for a, _ in capitalised_pairs}
    return NameContext(
        text=text,
        demonyms=find_demonyms(stretches),
        lower_case_words=frozenset(w.text for w in words if not w.is_capitalised),
        inner_words=frozenset(w.text for w in words if w.is_capitalised and not w.begins_sentence),
        inner_pairs=frozenset((a.text, b.text) for a, b in capitalised_pairs if not a.begins_sentence),
        standing_alone=frozenset(w.text for w in words if w.is_capitalised and w.span not in inside_runs),
        surnames=frozenset(
            b.text
            for _, b in capitalised_pairs
            if b.span not in first_of_pairs
            and b.text.lower() not in nouns().heads
            and b.text.lower() not in titles().all_heads
        ),
        date_at=index_dates(dates),
    )


def index_dates(dates: Sequence[DateMention]) -> Callable[[Span], DateMention | None]:
    """Return what finds the date at the start of a span. Vague words such as `now` break no name."""
    by_character = {i: d for d in dates if d.edtf is not None for i in range(d.span.start, d.span.end)}
    return lambda span: by_character.get(span.start)


def chains(words: Sequence[Word], context: NameContext) -> Iterator[list[Word]]:
    """Yield the chains of one stretch, in text order."""
    i = 0
    while i < len(words):
        if not may_name(words, i, context):
            i += 1
            continue
        chain, i = _read_run(words, i, context)
        while chain and (is_opener(chain[-1]) or ORDINAL.match(chain[-1].text)):
            chain.pop()
        if chain:
            yield chain


def is_opener(word: Word) -> bool:
    """Say whether a word names only with what follows: the `New` of `New Halvey`."""
    return word.text.lower() in name_words().openers


def may_name(words: Sequence[Word], i: int, context: NameContext) -> bool:
    """Say whether the word at `i` may be part of a name."""
    word = words[i]
    date = context.date_at(word.span)
    if _is_nameless_measure(words, i):
        return False
    if date is not None or not word.is_capitalised or word.text in name_words().months_and_days:
        return False
    lower = word.text.lower()
    if lower not in name_words().function_words or _counts_time(words, i) or _counts_in_name(words, i):
        return True
    if lower in name_words().openers:
        return _opens_name(words, i, context)
    if word.text in name_words().suffixes and i and words[i - 1].is_capitalised and word.gap == " ":
        # "the Salt War I": English does not put "I" behind a name in any other sense.
        return (
            not words[i - 1].begins_sentence or words[i - 1].text.lower() not in name_words().function_words
        )
    if lower in titles().modifiers:
        return not word.begins_sentence
    # "Jubal A. Early": behind a given name and an initial stands a surname, whatever it means.
    return i > 1 and is_initial(words[i - 1].text) and words[i - 2].is_capitalised and word.gap == " "


def _counts_time(words: Sequence[Word], i: int) -> bool:
    """Whether the word at `i` is the `Ten` of `Ten Years' War`."""
    after = words[i + 1] if i + 1 < len(words) else None
    is_measure = after is not None and after.is_possessive and after.text.lower() in MEASURES
    return is_measure and after is not None and after.is_capitalised and words[i].text.lower() not in ARTICLES


def _counts_in_name(words: Sequence[Word], i: int) -> bool:
    """Whether the word at `i` is the `Two` of `Battle of the Two Wells`: inside a sentence, English writes a
    number with a capital in names only."""
    word, after = words[i], words[i + 1] if i + 1 < len(words) else None
    is_number = word.text.lower() in load_date_lexicon().numbers and not word.begins_sentence
    return is_number and after is not None and after.is_capitalised and after.gap == " "


def _is_nameless_measure(words: Sequence[Word], i: int) -> bool:
    """Whether the word at `i` is the `Years` of `3 Years' War`, which no name begins with."""
    is_measure = words[i].is_possessive and words[i].text.lower() in MEASURES
    return is_measure and (i == 0 or not words[i - 1].is_capitalised or words[i].gap not in (" ", "-"))


def _opens_name(words: Sequence[Word], i: int, context: NameContext) -> bool:
    """Whether `New` or `First` begins a name: inside a sentence wherever it is capitalised, at the start of
    one where the name is known, or has no other."""
    word, after = words[i], words[i + 1] if i + 1 < len(words) else None
    if after is None or after.gap != " " or not after.is_capitalised:
        return False
    if not word.begins_sentence or (word.text, after.text) in context.inner_pairs:
        return True
    is_rank = word.text.lower() in titles().modifiers
    is_known = after.text in context.standing_alone or after.text in context.demonyms or is_rank
    return not is_known and after.text.lower() not in titles().all_heads


def _read_run(words: Sequence[Word], i: int, context: NameContext) -> tuple[list[Word], int]:
    chain = [words[i]]
    before = words[i - 1] if i else None
    i += 1
    while i < len(words):
        if chain[-1].is_possessive:
            if not (_is_landmark(words, i, chain[-1], context) or _is_of_many(words, i, chain[-1])):
                break
            chain.append(words[i])
            i += 1
            continue
        if WORD_GAP.match(words[i].gap) and may_name(words, i, context):
            chain.append(words[i])
            i += 1
            continue
        if _is_number_of_operation(words, i, chain, context):
            chain.append(words[i])
            i += 1
            break
        joined = _joined(words, i, chain, before, context)
        if not joined:
            break
        chain.extend(words[i : i + joined])
        i += joined
    return chain, i


def _is_number_of_operation(
    words: Sequence[Word], i: int, chain: Sequence[Word], context: NameContext
) -> bool:
    """Whether a number is part of the name of an operation: `Operation Heron 5` is not the fourth."""
    word = words[i]
    is_number = word.text.isdigit() and word.gap in (" ", "-", "\xa0") and len(word.text) < 4
    is_named = chain[0].text == "Operation" and len(chain) > 1
    return is_number and is_named and context.date_at(word.span) is None


def _is_of_many(words: Sequence[Word], i: int, owner: Word) -> bool:
    """Whether the possessive `owner` is no one's name but a part of one: `People's Republic`."""
    lower = owner.text.lower()
    return (lower in name_words().owners_in_names or lower in MEASURES) and words[i].is_capitalised


def _is_landmark(words: Sequence[Word], i: int, owner: Word, context: NameContext) -> bool:
    """Whether the possessive `owner` is part of a place's name: `Feld's Landing`, `Roe's Salt Bridge`."""
    if owner.text in context.demonyms or state_by_name(owner.text) is not None:
        return False
    run = 0
    while i + run < len(words) and words[i + run].is_capitalised and (run == 0 or words[i + run].gap == " "):
        run += 1
    return 0 < run <= 3 and words[i + run - 1].text.lower() in nouns().landmarks


def _joined(
    words: Sequence[Word], i: int, chain: list[Word], before: Word | None, context: NameContext
) -> int:
    """How many words from `i` on continue the chain through particles or a joint; 0 for none."""
    for length in (4, 3, 2, 1):
        between, after = words[i : i + length], words[i + length] if i + length < len(words) else None
        if (
            len(between) < length
            or after is None
            or not all(WORD_GAP.match(w.gap) for w in (*between, after))
            or any(w.is_capitalised for w in between)
        ):
            continue
        phrase = " ".join(w.text for w in between)
        date = context.date_at(after.span)
        if date is not None:
            if phrase == "of" and not after.text[0].islower() and is_of_kind(chain, EntityKind.EVENT):
                # "the Salt War of 1704": the year is part of the name; in "of late 1704" it is a date
                return length + sum(date.span.contains(w.span) for w in words[i + length : i + length + 6])
            continue
        if may_name(words, i + length, context) and _joins(chain, phrase, after, before, context):
            return length + 1
    return 0


def _joins(
    chain: Sequence[Word], phrase: str, after: Word, before: Word | None, context: NameContext
) -> bool:
    if phrase in name_words().particles or all(w in name_words().particles for w in phrase.split()):
        return _takes_particle(chain, phrase, context)
    if phrase == "and":
        # "Minister of War and Navy": both are departments, and one man has them.
        domains = titles().domains
        is_department = after.text.lower() in domains and chain[-1].text.lower() in domains
        return is_department and _title_with_domain(chain)
    if phrase in NAME_JOINTS and _takes_of(chain, phrase, before, context):
        return True
    return phrase in TITLE_JOINTS and takes_domain(without_demonyms(chain, context), phrase, after.text)


def _title_with_domain(chain: Sequence[Word]) -> bool:
    before = before_joint(chain)
    return len(before) < len(chain) and is_title(before)


def _takes_particle(chain: Sequence[Word], phrase: str, context: NameContext) -> bool:
    """Whether a particle continues the chain: in a name, behind a title, and in the place that a noun is of
    (`Battle of Dos de Halvey`)."""
    rest = without_demonyms(chain, context)
    if not rest or is_title(rest):
        return bool(rest) and phrase not in CONJUNCTIONS
    return len(before_joint(rest)) < len(rest) or head_of(rest) is None


def _takes_of(chain: Sequence[Word], phrase: str, before: Word | None, context: NameContext) -> bool:
    chain = without_demonyms(chain, context)
    if not chain or is_title(chain):
        return False
    head = head_of(chain)
    if phrase in ("for", "for the", "in the"):
        return head is not None and head.kind is EntityKind.ORGANIZATION and phrase != "in the"
    if head is not None:
        return True
    last = chain[-1]
    if last.text in context.demonyms or state_by_name(last.text) is not None or len(chain) > 1:
        return False
    # "the Shield of Halvey": a capitalised noun after "the" is none that a name could follow as it is.
    return not last.begins_sentence and before is not None and before.text.lower() in ARTICLES


def demonym_length(chain: Sequence[Word], context: NameContext) -> int:
    """Return how many words at the start of the chain are one demonym: 2 for `South Velmoran`, 0 for none."""
    if len(chain) > 1 and chain[1].gap == " ":
        is_part = chain[0].text.lower() in name_words().directions and chain[1].text in context.demonyms
        if is_part or f"{chain[0].text} {chain[1].text}" in listed_demonyms():
            return 2
    return 1 if chain and chain[0].text in context.demonyms else 0


def without_demonyms(chain: Sequence[Word], context: NameContext) -> Sequence[Word]:
    """Return what is left of the chain behind the demonyms at its start."""
    while length := demonym_length(chain, context):
        chain = chain[length:]
    return chain


def head_of(chain: Sequence[Word]) -> HeadNoun | None:
    """Return the noun that heads a chain: its last words before the first joint; None where none does."""
    before = before_joint(chain)
    if len(before) > 1 and before[-1].text in name_words().suffixes:
        before = before[:-1]  # "World War II" is a war
    for length in (3, 2, 1):
        if len(before) >= length and lower_phrase(before[-length:]) in nouns().heads:
            return nouns().heads[lower_phrase(before[-length:])]
    return None


def is_of_kind(chain: Sequence[Word], kind: EntityKind) -> bool:
    """Say whether a noun of that kind heads the chain."""
    head = head_of(chain)
    return head is not None and head.kind is kind

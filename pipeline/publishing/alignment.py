"""The units of a text before and after an edit (headings, infobox fields, sentences) in, where each stretch
of the old text stands in the new one out.

Units with the same words are the same, wherever they stand now. Between those that kept their order, the
words of what is left are compared, so that a corrected name leaves the rest of its sentence in place, and a
sentence that was cut in two still is where it was. Units that share hardly a word are not taken for each
other: one is gone, the other is new.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

TOKEN = re.compile(r"\w+|[^\w\s]")
SHARE = 0.3
"""Of the telling words of the shorter of two units, how many the other has to have, for them to be two
versions of one."""
MOST_STEPS = 2_000_000
"""Words before times words after, above which a stretch counts as written anew."""
HEADING = "heading"
LONG = 5
"""Letters from which on a word without a capital tells something."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A heading, an infobox field or a sentence."""

    kind: str
    text: str
    start: int
    """In code points of the source, as are all offsets here."""
    end: int
    """Not included."""
    label: str = ""
    """What a field is called: a field of the same label is the same field."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where characters of the old text stand in the new one."""

    old_start: int
    old_end: int
    """Not included."""
    new_start: int | None
    """None where they are gone."""
    new_end: int | None
    is_same: bool
    """The same characters; otherwise they were replaced by those of the new stretch."""


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int
    unit: int


def align_units(old: Sequence[Unit], new: Sequence[Unit]) -> tuple[Stretch, ...]:
    """Return the stretches of the old text in order, without overlaps. Units are in the order of the text
    and do not overlap."""
    partners = _same_units(old, new)
    stretches = [
        Stretch(old[i].start, old[i].end, new[j].start, new[j].end, True) for i, j in partners.items()
    ]
    taken = set(partners.values())
    for i, j, k, m in _gaps(partners, len(old), len(new)):
        before = [n for n in range(i, j) if n not in partners]
        after = [n for n in range(k, m) if n not in taken]
        stretches += _align_gap(old, new, before, after)
    return tuple(_join_same(sorted(stretches, key=lambda found: found.old_start)))


def _same_units(old: Sequence[Unit], new: Sequence[Unit]) -> dict[int, int]:
    """Units with the same words, first with first, second with second."""
    places: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for number in reversed(range(len(new))):
        places[new[number].kind, new[number].text].append(number)
    found = {}
    for number, unit in enumerate(old):
        if waiting := places.get((unit.kind, unit.text)):
            found[number] = waiting.pop()
    return found


def _gaps(partners: dict[int, int], old: int, new: int) -> Iterator[tuple[int, int, int, int]]:
    """Where units are between those that kept their order: first and end in the old, and in the new."""
    kept = [*_longest_rise(sorted(partners.items())), (old, new)]
    before = after = 0
    for i, j in kept:
        yield before, i, after, j
        before, after = i + 1, j + 1


def _longest_rise(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the pairs in which both numbers rise: what was not moved."""
    ends: list[int] = []
    at: list[int] = []
    previous: list[int | None] = []
    for number, (_, j) in enumerate(pairs):
        place = bisect_left(ends, j)
        previous.append(at[place - 1] if place else None)
        if place == len(ends):
            ends.append(j)
            at.append(number)
        else:
            ends[place], at[place] = j, number
    found = []
    number_or_none = at[-1] if at else None
    while number_or_none is not None:
        found.append(pairs[number_or_none])
        number_or_none = previous[number_or_none]
    return found[::-1]


def _align_gap(
    old: Sequence[Unit], new: Sequence[Unit], before: Sequence[int], after: Sequence[int]
) -> Iterator[Stretch]:
    tokens = [token for number in before for token in _tokens(old[number], number)]
    others = [token for number in after for token in _tokens(new[number], number)]
    matches: list[tuple[int, int]] = []
    if len(tokens) * len(others) <= MOST_STEPS:
        matcher = SequenceMatcher(None, [t.text for t in tokens], [t.text for t in others], autojunk=False)
        for i, j, size in matcher.get_matching_blocks():
            matches += zip(range(i, i + size), range(j, j + size), strict=True)
    related = _related(old, new, before, after, [(tokens[i], others[j]) for i, j in matches])
    matches = [(i, j) for i, j in matches if (tokens[i].unit, others[j].unit) in related]
    mapped = {before for before, _ in related}
    for number in before:
        if number not in mapped:
            yield Stretch(old[number].start, old[number].end, None, None, False)
    yield from _token_stretches(tokens, others, matches, related)


def _tokens(unit: Unit, number: int) -> Iterator[_Token]:
    for match in TOKEN.finditer(unit.text):
        yield _Token(match[0], unit.start + match.start(), unit.start + match.end(), number)


def _related(
    old: Sequence[Unit],
    new: Sequence[Unit],
    before: Sequence[int],
    after: Sequence[int],
    matches: Sequence[tuple[_Token, _Token]],
) -> set[tuple[int, int]]:
    """The units that are versions of each other."""
    shared = Counter((a.unit, b.unit) for a, b in matches if _tells(a.text))
    found = set()
    for (i, j), count in shared.items():
        least = min(sum(map(_tells, TOKEN.findall(unit.text))) for unit in (old[i], new[j]))
        if old[i].kind == new[j].kind and count >= SHARE * least:
            found.add((i, j))
    labels = {new[j].label: j for j in reversed(after) if new[j].label}
    for i in before:
        if old[i].label in labels:
            # A field of the same name is the same field, whatever else has its words now.
            found = {pair for pair in found if pair[0] != i} | {(i, labels[old[i].label])}
    own, other = ([i for i in numbers if units[i].kind == HEADING] for numbers, units in
                  ((before, old), (after, new)))  # fmt: skip
    if len(own) == len(other) == 1:
        found.add((own[0], other[0]))
    return found


def _tells(word: str) -> bool:
    """Whether a word is a name, a number, or long enough to say something."""
    return len(word) >= LONG or word[0].isdigit() or word[0].isupper()


def _token_stretches(
    tokens: Sequence[_Token],
    others: Sequence[_Token],
    matches: Sequence[tuple[int, int]],
    related: set[tuple[int, int]],
) -> Iterator[Stretch]:
    """The words that stayed, and what stands between them in place of those that did not."""
    partner = dict(matches)
    versions: defaultdict[int, list[int]] = defaultdict(list)
    for i, j in sorted(related):
        versions[i].append(j)
    for number, own in _by_unit(tokens).items():
        if number not in versions:
            continue
        # Only words of its versions can stand for words of a unit.
        room = [j for j, other in enumerate(others) if other.unit in versions[number]]
        last, pending = room[0] - 1, []
        for i in own:
            if i not in partner:
                pending.append(tokens[i])
                continue
            j = partner[i]
            if pending:
                yield _replaced(pending, others, range(last + 1, j), others[j].start)
            yield Stretch(tokens[i].start, tokens[i].end, others[j].start, others[j].end, True)
            last, pending = j, []
        if pending:
            place = others[last].end if last >= room[0] else others[room[0]].start
            yield _replaced(pending, others, range(last + 1, room[-1] + 1), place)


def _by_unit(tokens: Sequence[_Token]) -> dict[int, list[int]]:
    units: defaultdict[int, list[int]] = defaultdict(list)
    for index, token in enumerate(tokens):
        units[token.unit].append(index)
    return units


def _replaced(tokens: Sequence[_Token], others: Sequence[_Token], by: range, place: int) -> Stretch:
    """Words that others stand for now; where none do, they are an empty stretch at `place`."""
    start, end = (others[by[0]].start, others[by[-1]].end) if by else (place, place)
    return Stretch(tokens[0].start, tokens[-1].end, start, end, False)


def _join_same(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """Join neighbours that were moved by the same number of characters and have nothing between them but
    blanks."""
    last: Stretch | None = None
    for stretch in stretches:
        if last is not None and _continues(last, stretch):
            last = Stretch(last.old_start, stretch.old_end, last.new_start, stretch.new_end, True)
            continue
        if last is not None:
            yield last
        last = stretch
    if last is not None:
        yield last


def _continues(last: Stretch, following: Stretch) -> bool:
    if not (last.is_same and following.is_same):
        return False
    assert last.new_start is not None and following.new_start is not None
    return last.new_start - last.old_start == following.new_start - following.old_start

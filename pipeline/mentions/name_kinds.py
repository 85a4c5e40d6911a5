"""Names in, the same names with their kinds out, judged by the words around each and by all its uses.

A name that its own shape does not explain (`Halvey`) is weighed: a title in front makes a person, `in`
makes a place, a list shares what is known of its first member. One spelling that is used of a person
here and of a place there stays two.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pipeline.lexicon.words import name_words, nouns, titles
from pipeline.model.document import Document
from pipeline.model.entity import EntityKind
from pipeline.model.name import NameForm, NameSpan
from pipeline.model.span import Span

# Strong evidence decides a mention; weak evidence only counts where nothing else speaks.
STRONG, MIDDLING, WEAK = 4.0, 1.5, 0.5
INITIAL = re.compile(r"(?<!\w)\w\.(?!\w\.)")
LIST_GAP = re.compile(r",? and |, |,? or |, and (?:later|then) ")
WORDS_BEFORE = re.compile(r"(\w[\w-]*)[^\w.;:!?]+\Z")
TYPE_BEFORE = re.compile(r"(?P<type>[a-z]+) of (?:the )?\Z")
TYPE_AFTER = re.compile(r" (?P<type>[a-z]+)\b")
Votes = dict[EntityKind, float]


@dataclass(frozen=True, slots=True)
class TypedName:
    """A name with the kind that its surroundings give it."""

    name: NameSpan
    kind: EntityKind | None
    """None where the text does not tell, or tells two things."""
    place_type: str | None


@dataclass(slots=True)
class _Evidence:
    votes: Votes = field(default_factory=lambda: defaultdict(float))
    place_type: str | None = None

    def add(self, kind: EntityKind, weight: float) -> None:
        self.votes[kind] += weight


def type_names(document: Document, names: Sequence[NameSpan]) -> tuple[TypedName, ...]:
    """Return every name of `names` with its kind, in the same order."""
    text = document.text
    evidence = [
        _read_evidence(text, name, names[i - 1] if i else None, _next(names, i))
        for i, name in enumerate(names)
    ]
    _share_in_lists(text, names, evidence)
    polities = _roots_of_demonyms(text, names)
    places_inside = _places_inside(document.text, names)
    common = _lower_case_words(document)
    by_form: dict[str, Votes] = defaultdict(lambda: defaultdict(float))
    for name, found in zip(names, evidence, strict=True):
        if name.form is not NameForm.NAME:
            continue
        if name.text in places_inside and name.kind is None:
            found.add(EntityKind.PLACE, MIDDLING)
        if name.kind is None and _looks_personal(name.text, common, places_inside):
            found.add(EntityKind.PERSON, WEAK)
        for kind, weight in found.votes.items():
            by_form[name.text][kind] += weight
    surnames = _person_words(names, by_form)
    return tuple(
        _decide(name, found, by_form[name.text], polities, surnames)
        for name, found in zip(names, evidence, strict=True)
    )


def _next(names: Sequence[NameSpan], i: int) -> NameSpan | None:
    return names[i + 1] if i + 1 < len(names) else None


def _read_evidence(text: str, name: NameSpan, before: NameSpan | None, after: NameSpan | None) -> _Evidence:
    found = _Evidence()
    if name.form is not NameForm.NAME:
        return found
    if name.kind is not None:
        found.add(name.kind, STRONG)
    _add_person_evidence(text, name, before, after, found)
    if name.kind in (None, EntityKind.PLACE, EntityKind.POLITY):
        _add_place_evidence(text, name, found)
    return found


def _lines_before(text: str, start: int) -> str:
    return text[max(text.rfind("\n", 0, start) + 1, start - 60) : start]


def _line_after(text: str, end: int) -> str:
    return text[end : end + 60].split("\n", 1)[0]


def _add_person_evidence(
    text: str, name: NameSpan, before: NameSpan | None, after: NameSpan | None, found: _Evidence
) -> None:
    if name.kind is not None:
        return
    words = name_words()
    left, right = _lines_before(text, name.span.start), _line_after(text, name.span.end)
    last = left.split()[-2:]
    if (
        before is not None
        and before.form is NameForm.TITLE
        and text[before.span.end : name.span.start] in (" ", ", ")
    ):
        found.add(EntityKind.PERSON, STRONG)
    if after is not None and after.form is NameForm.TITLE and text[name.span.end : after.span.start] == ", ":
        found.add(EntityKind.PERSON, STRONG)
    if last and last[-1] in titles().heads and left.endswith(" "):
        found.add(EntityKind.PERSON, STRONG)
    if INITIAL.search(name.text) and " " in name.text:
        found.add(EntityKind.PERSON, STRONG)
    if last and last[-1] in words.before_person:
        found.add(EntityKind.PERSON, MIDDLING)
    if len(last) == 2 and last[-1] == "by" and last[0] in words.before_by_person:
        found.add(EntityKind.PERSON, MIDDLING)
    follows = re.match(r",? ?(\w+)(?: (\w+))?", right)
    if follows and (follows[1] in words.after_person or f"{follows[1]} {follows[2]}" in words.after_person):
        found.add(EntityKind.PERSON, STRONG if follows[1] in ("who", "himself", "herself") else MIDDLING)
    apposed = re.match(r", (?:the |then )?(\w+)(?: (?:of|to|for) | \w+ of )", right)
    if apposed and (apposed[1] in titles().heads or apposed[1] == "head"):
        found.add(EntityKind.PERSON, STRONG)
    if re.match(r" \((?:c\. |born )?[^()]{0,40}\d{3,4}\s?[–-]\s?[^()]{0,24}\d{3,4}\)", right):
        found.add(EntityKind.PERSON, WEAK)
    if re.match(r"['’]s? (?:[a-z-]+ )?(?:government|army|troops|forces|regime|rule|reign)\b", right):
        found.add(EntityKind.PERSON, WEAK)
    grouped = re.match(r" (\w+)", right)
    if grouped and grouped[1] in words.group_nouns:
        found.add(EntityKind.GROUP, MIDDLING)
    if last and last[-1].lower() == "the" and name.text.endswith("s") and " " not in name.text:
        found.add(EntityKind.GROUP, MIDDLING)


def _looks_personal(name: str, common: frozenset[str], places: frozenset[str]) -> bool:
    """Whether a name of several words is like a person's: none of them is a common noun, a place, or of."""
    words = name.split()
    if words[-1].endswith("s") and words[-1][:-1] in places:
        return False
    return 1 < len(words) <= 5 and not any(
        w == "of" or w in places or (w[0].isupper() and (w.lower() in common or w.lower() in nouns().heads))
        for w in words
    )


def _lower_case_words(document: Document) -> frozenset[str]:
    return frozenset(
        re.findall(
            r"(?<!\w)[a-z][a-z]{2,}(?!\w)", " ".join(b.content.of(document.text) for b in document.prose)
        )
    )


def _places_inside(text: str, names: Sequence[NameSpan]) -> frozenset[str]:
    """The `Corrow` of `Corrow Department`, and of `Battle of Corrow`: a place until something speaks
    against it."""
    found = set()
    for name in names:
        if name.kind is EntityKind.PLACE and name.noun and name.text.lower().endswith(f" {name.noun}"):
            found.add(name.text[: -len(name.noun) - 1])
        elif (
            name.kind in (EntityKind.EVENT, EntityKind.AGREEMENT)
            and " of " in name.text
            and len(name.inner) == 1
        ):
            found.add(name.inner[0].of(text))
    return frozenset(found)


def _add_place_evidence(text: str, name: NameSpan, found: _Evidence) -> None:
    left, right = _lines_before(text, name.span.start), _line_after(text, name.span.end)
    is_possessor = right.startswith(("'", "’"))
    kind = name.kind or EntityKind.PLACE
    typed = TYPE_BEFORE.search(left)
    singular = _singular_type(typed["type"]) if typed else None
    if singular and not is_possessor:
        found.add(kind, STRONG)
        found.place_type = singular
    follows = TYPE_AFTER.match(right)
    if follows and name.kind is None and _singular_type(follows["type"]):
        found.add(kind, STRONG)
        found.place_type = found.place_type or _singular_type(follows["type"])
    match = re.search(
        r"(?P<word>\w+) (?:the |nearby |central |northern |southern |eastern |western )?\Z", left
    )
    if follows and not found.place_type and _heads_a_body(follows["type"]):
        return  # "in Corrow troops": the name only describes them
    if name.kind is None and re.match(r"-[a-z]+", right):
        found.add(kind, STRONG)  # "the Halvey-based guild"
    if match is None or is_possessor or name.kind is not None:
        return
    word = match["word"].lower()
    if word in name_words().place_prepositions or match.group().endswith("nearby "):
        found.add(kind, STRONG)
    elif word in name_words().weak_place_prepositions:
        found.add(kind, MIDDLING)


def _heads_a_body(word: str) -> bool:
    return word in nouns().groups or word in name_words().political_nouns or word in name_words().group_nouns


def _singular_type(word: str) -> str | None:
    """Return the place type that a word is, singular or plural; None for any other word."""
    types = nouns().place_types
    if word in types:
        return word
    for ending, single in (("ies", "y"), ("es", ""), ("s", "")):
        stem = word.removesuffix(ending) + single
        if word.endswith(ending) and stem in types:
            return stem
    return None


def _share_in_lists(text: str, names: Sequence[NameSpan], evidence: list[_Evidence]) -> None:
    """Give the members of `Halvey, Corrow and Pell` what is known of the one before or after."""
    for run in _list_runs(text, names):
        for source, target in (*pairwise(run), *pairwise(run[::-1])):
            giver, taker = evidence[source], evidence[target]
            if names[target].kind is not None:
                continue
            if (
                giver.votes.get(EntityKind.PLACE, 0) >= MIDDLING
                and not taker.votes.get(EntityKind.PERSON, 0) >= MIDDLING
            ):
                taker.add(EntityKind.PLACE, MIDDLING)
                taker.place_type = taker.place_type or giver.place_type
            elif giver.votes.get(EntityKind.PERSON, 0) >= STRONG and not taker.votes.get(EntityKind.PLACE, 0):
                taker.add(EntityKind.PERSON, MIDDLING)


def _list_runs(text: str, names: Sequence[NameSpan]) -> list[list[int]]:
    """The indices of names that stand in one list. A comma alone makes none: `in Halvey, Roe said`."""
    runs: list[list[int]] = []
    run: list[int] = []
    closed = False
    for i, name in enumerate(names):
        gap = text[names[run[-1]].span.end : name.span.start] if run else ""
        if name.form is NameForm.NAME and run and LIST_GAP.fullmatch(gap) and not closed:
            run.append(i)
            closed = "and" in gap or "or" in gap
            continue
        if closed:
            runs.append(run)
        run, closed = ([i] if name.form is NameForm.NAME else []), False
    return [*runs, run] if closed else runs


def _roots_of_demonyms(text: str, names: Sequence[NameSpan]) -> frozenset[str]:
    """The names of places whose demonym the text uses of a government, an army, a president ..."""
    roots = set()
    for name in names:
        if name.form is NameForm.DEMONYM and name.noun:
            following = re.match(r"(?: [a-z-]+){0,2}? (\w+)", _line_after(text, name.span.end))
            if (following and following[1].lower() in name_words().political_nouns) or name.text.endswith(
                "s"
            ):
                roots.add(name.noun)
    return frozenset(roots)


def _person_words(names: Sequence[NameSpan], by_form: Mapping[str, Votes]) -> frozenset[str]:
    """Every word but the first of the full names that are surely persons'."""
    words: set[str] = set()
    for name in names:
        votes = by_form[name.text]
        person, place = votes.get(EntityKind.PERSON, 0), votes.get(EntityKind.PLACE, 0)
        if (
            name.form is NameForm.NAME
            and name.kind in (None, EntityKind.PERSON)
            and " " in name.text
            and person > place
        ):
            words.update(name.text.split()[1:])
    return frozenset(words)


def _decide(
    name: NameSpan, found: _Evidence, form: Votes, polities: frozenset[str], surnames: frozenset[str]
) -> TypedName:
    if name.form is NameForm.DEMONYM or name.form is NameForm.TITLE:
        return TypedName(name, name.kind, None)
    if name.kind is not None:
        place_type = name.noun if name.kind is EntityKind.PLACE else found.place_type
        return TypedName(name, name.kind, place_type)
    if name.text in polities:
        return TypedName(name, EntityKind.POLITY, None)
    own = _strongest(found.votes, STRONG)
    if own is None:
        own = _strongest(form, WEAK)
        if own is EntityKind.PLACE and name.text in surnames and form[EntityKind.PLACE] < STRONG:
            own = EntityKind.PERSON
    if own is None and name.text in surnames:
        own = EntityKind.PERSON
    return TypedName(name, own, found.place_type if own is EntityKind.PLACE else None)


def _strongest(votes: Mapping[EntityKind, float], least: float) -> EntityKind | None:
    ranked = sorted(votes.items(), key=lambda item: (-item[1], item[0].value))
    if not ranked or ranked[0][1] < least or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    return ranked[0][0]


def with_kind(typed: TypedName, kind: EntityKind) -> TypedName:
    """Return the name with another kind."""
    return replace(typed, kind=kind)


def covering(names: Sequence[TypedName], span: Span) -> TypedName | None:
    """Return the name that covers `span`; None where there is none."""
    return next((n for n in names if n.name.span.contains(span)), None)

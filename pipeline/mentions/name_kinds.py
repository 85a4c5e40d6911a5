"""Names in, the same names with their kinds out, judged by the words around each and by all its uses.

A name that its own shape does not explain (`Halvey`) is weighed: a title in front makes a person, `in`
makes a place, a list shares what is known of its first member. One spelling that is used of a person
here and of a place there stays two.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.lexicon.states import DemonymForm, demonyms, state_by_name
from pipeline.lexicon.words import name_words, nouns
from pipeline.mentions.initialisms import find_initialisms
from pipeline.mentions.kind_evidence import (
    MIDDLING,
    STRONG,
    WEAK,
    Evidence,
    line_after,
    read_evidence,
    singular_type,
    strongest,
    sum_votes,
)
from pipeline.mentions.state_names import short_states
from pipeline.model.document import Document
from pipeline.model.entity import EntityKind
from pipeline.model.name import NameForm, NameSpan
from pipeline.model.span import Span

LIST_GAP = re.compile(r",? and |, |,? or |, and (?:later|then) ")
AFTER_DEMONYM = re.compile(r"(?: [a-z-]+){0,2}? (\w+)")
LOWER_CASE_WORD = re.compile(r"(?<!\w)[a-z][a-z]{2,}(?!\w)")
# Who governs a place, and who a state.
SEATS = frozenset(
    {"governor", "mayor", "bishop", "archbishop", "prefect", "intendant", "duke", "count", "earl", "marquis"}
)
THRONES = frozenset(
    {"president", "king", "queen", "emperor", "empress", "tsar", "regent", "chancellor", "sultan", "premier"}
)
# Kinds that one thing may seem to be of, the first wins.
ONE_THING = (
    (EntityKind.POLITY, EntityKind.PLACE),
    (EntityKind.UNIT, EntityKind.ORGANIZATION),
    (EntityKind.AGREEMENT, EntityKind.WORK),
)
ROMAN_NUMERAL = re.compile(r"[IVX]+\Z")
NEXT_WORD = re.compile(r" ([a-z]{3,})")
Votes = Mapping[EntityKind, float]


@dataclass(frozen=True, slots=True)
class TypedName:
    """A name with the kind that its surroundings give it."""

    name: NameSpan
    kind: EntityKind | None
    """None where the text does not tell, or tells two things."""
    place_type: str | None


@dataclass(frozen=True, slots=True)
class _Spellings:
    """What all mentions of each spelling say together."""

    votes: Mapping[str, Votes]
    polities: frozenset[str]
    """Places whose demonym the text uses of a government, an army, a president."""
    surnames: frozenset[str]
    """What ends the full name of a person."""
    groups: frozenset[str]
    """Groups in the plural: `Herons`."""
    called_short: frozenset[str]
    """Names of several words that look like a person's, and whose last word alone the text uses as well, but
    not their first: `Tamsin Roe`, whom it calls `Roe`."""


def type_names(document: Document, names: Sequence[NameSpan]) -> tuple[TypedName, ...]:
    """Return every name of `names` with its kind, in the same order."""
    text = document.text
    around = zip(names, [None, *names], [*names[1:], None], strict=False)
    evidence = [read_evidence(text, name, before, after) for name, before, after in around]
    _share_in_lists(text, names, evidence)
    _add_shapes(document, names, evidence)
    spellings = _read_spellings(text, names, evidence)
    typed = [_decide(name, found, spellings) for name, found in zip(names, evidence, strict=True)]
    return tuple(_with_one_kind(_with_initialisms(typed)))


def _by_spelling(names: Sequence[NameSpan], evidence: Sequence[Evidence]) -> dict[str, Votes]:
    mentions: dict[str, list[Evidence]] = defaultdict(list)
    for name, found in zip(names, evidence, strict=True):
        if name.form is NameForm.NAME:
            mentions[name.text].append(found)
    return {spelling: sum_votes(found) for spelling, found in mentions.items()}


# --- what the shape of a name says beside its surroundings ---------------------------------------------


def _add_shapes(document: Document, names: Sequence[NameSpan], evidence: Sequence[Evidence]) -> None:
    """Add what names inside names say, and the shape of a person's name where no word of it is known as
    something else."""
    inside = _names_inside(document.text, names)
    for name, found in zip(names, evidence, strict=True):
        if name.form is NameForm.NAME and name.kind is None:
            for kind in inside.get(name.text, ()):
                found.add(kind, MIDDLING)
    own_kind = _kind_by_fields(document)
    for name, found in zip(names, evidence, strict=True):
        if own_kind is not None and name.kind is None and document.title_span.contains(name.span):
            found.add(own_kind, STRONG)
    votes = _by_spelling(names, evidence)
    ends = {
        n.text.rsplit(" ", 1)[1] for n in names if n.form is NameForm.NAME and not n.kind and " " in n.text
    }
    places = {
        spelling
        for spelling, by_kind in votes.items()
        if strongest(by_kind, MIDDLING) in (EntityKind.PLACE, EntityKind.POLITY)
        # "Roe ceded it" where the text has "Tamsin Roe": what acts like a state may be a head of state.
        and not (
            spelling in ends
            and by_kind.get(EntityKind.POLITY, 0) < STRONG
            and not by_kind.get(EntityKind.PLACE)
        )
    }
    common = _lower_case_words(document)
    for name, found in zip(names, evidence, strict=True):
        if name.form is NameForm.NAME and name.kind is None:
            first, _, rest = name.text.partition(" ")
            is_part = first.lower() in name_words().directions
            if is_part and (rest in places or state_by_name(rest) is not None):
                found.add(EntityKind.PLACE, MIDDLING)
            elif rest and first.lower() in name_words().openers:
                found.add(EntityKind.PLACE, WEAK)  # "New Halvey"
            if " " in name.text and nouns().foreign.get(first.lower()) is EntityKind.PLACE:
                found.add(EntityKind.PLACE, MIDDLING)
            elif _looks_personal(name.text, common, places):
                found.add(EntityKind.PERSON, WEAK)
            if _is_people(name.text):
                found.add(EntityKind.GROUP, STRONG)


def _kind_by_fields(document: Document) -> EntityKind | None:
    """What the article is about by the labels of its infobox; None where they do not say, or disagree."""
    labels = [f.label for f in document.fields]
    starts = name_words().title_fields
    kinds = [kind for kind in starts if any(label.startswith(starts[kind]) for label in labels)]
    return kinds[0] if len(kinds) == 1 else None


def _looks_personal(name: str, common: frozenset[str], places: set[str]) -> bool:
    """Whether a name of several words is like a person's: none of them is a common noun, a place, or of."""
    words = name.split()
    is_people = words[-1].endswith("s") and words[-1][:-1] in places
    if words[0].lower() in name_words().saints:
        return False
    if len(words) < 2 or sum(w[0].isupper() for w in words) > 5 or is_people:
        return False
    return not any(
        w == "of"
        or w in places
        or state_by_name(w) is not None
        or w.lower() in name_words().directions
        or w.lower() in name_words().openers
        or (w[0].isupper() and (w.lower() in common or w.lower() in nouns().heads))
        for w in words
    )


def _is_people(name: str) -> bool:
    """Whether a name of several words ends with the name of a people: `Red Velmorans` only by closed list."""
    known = demonyms().get(name.rsplit(" ", 1)[-1]) if " " in name else None
    return known is not None and DemonymForm.PEOPLE in known.forms and name.endswith("s")


def _lower_case_words(document: Document) -> frozenset[str]:
    return frozenset(LOWER_CASE_WORD.findall(" ".join(b.content.of(document.text) for b in document.prose)))


def _names_inside(text: str, names: Sequence[NameSpan]) -> Mapping[str, tuple[EntityKind, ...]]:
    """What the `Corrow` of `Corrow Department`, `Battle of Corrow` and `Governor of Corrow` is: a place; that
    of `King of Corrow` a state; until something speaks against it."""
    found: dict[str, dict[EntityKind, None]] = defaultdict(dict)
    for name in names:
        if name.form is NameForm.TITLE and len(name.inner) == 1 and name.noun:
            last = name.noun.split()[-1]
            if last in SEATS:
                found[name.inner[0].of(text)][EntityKind.PLACE] = None
            elif last in THRONES:
                found[name.inner[0].of(text)][EntityKind.POLITY] = None
        elif name.kind is EntityKind.PLACE and name.noun and name.text.lower().endswith(f" {name.noun}"):
            found[name.text[: -len(name.noun) - 1]][EntityKind.PLACE] = None
        elif (
            name.kind in (EntityKind.EVENT, EntityKind.AGREEMENT)
            and " of " in name.text
            and len(name.inner) == 1
        ):
            found[name.inner[0].of(text)][EntityKind.PLACE] = None
    return {spelling: tuple(kinds) for spelling, kinds in found.items()}


# --- lists ---------------------------------------------------------------------------------------------


def _share_in_lists(text: str, names: Sequence[NameSpan], evidence: Sequence[Evidence]) -> None:
    """Give the members of `Halvey, Corrow and Pell` what is known of the one before or after."""
    for run in _list_runs(text, names):
        for source, target in (*pairwise(run), *pairwise(run[::-1])):
            giver, taker = evidence[source], evidence[target]
            if names[target].kind is not None:
                continue
            is_person = taker.has(EntityKind.PERSON, MIDDLING)
            if giver.has(EntityKind.POLITY, STRONG) and not is_person and not taker.votes:
                taker.add(EntityKind.POLITY, WEAK)
            elif giver.has(EntityKind.PLACE, MIDDLING) and not is_person:
                taker.add(EntityKind.PLACE, MIDDLING)
                taker.place_type = taker.place_type or giver.place_type
            elif giver.has(EntityKind.PERSON, STRONG) and not taker.has(EntityKind.PLACE, WEAK):
                taker.add(EntityKind.PERSON, MIDDLING)


def _share_known_kinds(text: str, names: Sequence[NameSpan], evidence: Sequence[Evidence]) -> None:
    """Give the members of a list of which nothing else is said the kind that its other members surely have by
    all that the text says of them: `Corrow, Pell and Linden`, where Pell is a town elsewhere."""
    votes = _by_spelling(names, evidence)
    states = _roots_of_demonyms(text, names)
    for run in _list_runs(text, names):
        found = [
            EntityKind.POLITY if names[i].text in states else strongest(votes[names[i].text], STRONG)
            for i in run
        ]
        known = [kind for kind in found if kind is not None]
        if len(set(known)) == 1 and known[0] in (EntityKind.PLACE, EntityKind.POLITY):
            for i in run:
                if names[i].kind is None and not votes[names[i].text]:
                    evidence[i].add(known[0], MIDDLING)


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


# --- all mentions of a spelling together ---------------------------------------------------------------


def _read_spellings(text: str, names: Sequence[NameSpan], evidence: Sequence[Evidence]) -> _Spellings:
    _share_known_kinds(text, names, evidence)
    votes = _by_spelling(names, evidence)
    groups = frozenset(
        spelling
        for spelling, by_kind in votes.items()
        if strongest(by_kind, MIDDLING) is EntityKind.GROUP and spelling.endswith("s")
    )
    surnames = _surnames(names, votes)
    roots = _roots_of_demonyms(text, names) | short_states(text, names, evidence)
    return _Spellings(votes, roots, surnames, groups, _called_short(names, votes))


def _called_short(names: Sequence[NameSpan], votes: Mapping[str, Votes]) -> frozenset[str]:
    alone = {n.text for n in names if n.form is NameForm.NAME and " " not in n.text}
    other = {n.text for n in names if n.form is NameForm.DEMONYM or n.kind not in (None, EntityKind.PERSON)}
    return frozenset(
        spelling
        for spelling, by_kind in votes.items()
        if 1 <= spelling.count(" ") <= 3
        and by_kind.get(EntityKind.PERSON, 0) >= WEAK
        and spelling.rsplit(" ", 1)[1] in alone - other
        and spelling.split(" ", 1)[0] not in alone | other
    )


def _roots_of_demonyms(text: str, names: Sequence[NameSpan]) -> frozenset[str]:
    roots = set()
    for name in names:
        if name.form is NameForm.DEMONYM and name.noun and name.noun not in name_words().continents:
            following = AFTER_DEMONYM.match(line_after(text, name.span.end))
            is_political = following and following[1].lower() in name_words().political_nouns
            if is_political or name.text.endswith("s"):
                roots.add(name.noun)
    return frozenset(roots)


def _surnames(names: Sequence[NameSpan], votes: Mapping[str, Votes]) -> frozenset[str]:
    """Every word but the first of the full names that are surely persons'."""
    words: set[str] = set()
    for name in names:
        by_kind = votes.get(name.text, {})
        person, place = by_kind.get(EntityKind.PERSON, 0), by_kind.get(EntityKind.PLACE, 0)
        is_person = name.kind in (None, EntityKind.PERSON) and " " in name.text and person > place
        if name.form is NameForm.NAME and is_person:
            words.update(name.text.split()[1:])
        if name.form is NameForm.NAME and is_person and " " in name.text:
            words.update(_called_else(name.text))
    return frozenset(words) | {without_accents(word) for word in words}


def _called_else(name: str) -> Iterator[str]:
    """The surname of `Osk del Corrow` as a sentence begins with it (`Del Corrow`), and what kings and lords
    are called who have none: Osk of `Osk II` and of `Osk Pasha`."""
    *rest, last = name.split()
    if len(rest) == 1 and (ROMAN_NUMERAL.match(last) or last in name_words().styles_behind):
        yield rest[0]
    if len(rest) > 1 and rest[-1] in name_words().particles:
        yield f"{rest[-1].capitalize()} {last}"


def _decide(name: NameSpan, found: Evidence, spellings: _Spellings) -> TypedName:
    if name.form is not NameForm.NAME:
        return TypedName(name, name.kind, None)
    if name.kind is not None:
        own_type = singular_type(name.noun) or name.noun if name.noun else None
        return TypedName(name, name.kind, own_type if name.kind is EntityKind.PLACE else found.place_type)
    kind = _kind(name, found, spellings)
    return TypedName(name, kind, found.place_type if kind is EntityKind.PLACE else None)


def _kind(name: NameSpan, found: Evidence, spellings: _Spellings) -> EntityKind | None:
    if name.text in spellings.polities:
        return EntityKind.POLITY
    votes = dict(spellings.votes[name.text])
    if name.text in spellings.called_short and votes.get(EntityKind.POLITY, 0) < STRONG:
        # "an alliance with Tamsin Roe", "Tamsin Roe recognized it": a head of state acts as states do.
        votes.pop(EntityKind.POLITY, None)
    own = strongest(found.votes, STRONG)
    if own is EntityKind.PLACE and not found.place_type and _is_state(votes):
        return EntityKind.POLITY
    if own is not None:
        return own
    if name.text not in spellings.surnames and _plural(name.text) & spellings.groups:
        return EntityKind.GROUP  # "Heron militia", where the text has "the Herons"
    if _is_state(votes):
        votes.pop(EntityKind.PLACE, None)
        if votes.get(EntityKind.PERSON, 0) < MIDDLING:
            votes.pop(EntityKind.PERSON, None)  # "Velmora Nova declared war" only looks like a person
        if votes.get(EntityKind.GROUP, 0) <= votes[EntityKind.POLITY]:
            votes.pop(EntityKind.GROUP, None)  # "the Free Cantons declared war"
    if name.text in spellings.surnames and votes.get(EntityKind.PLACE, 0) < STRONG:
        votes[EntityKind.PERSON] = votes.get(EntityKind.PERSON, 0) + STRONG
    if votes.get(EntityKind.PLACE) and 0 < votes.get(EntityKind.POLITY, 0) < MIDDLING:
        # Beside a state in a list, and taken in a war: both speak of a land.
        votes[EntityKind.PLACE] += votes.pop(EntityKind.POLITY)
    state = state_by_name(name.text)
    if state is not None:
        # A city that was a state, a state that is a given name: a state where nothing else is said.
        return strongest(votes, MIDDLING) or EntityKind.POLITY
    return strongest(votes, WEAK) or (name.possible[0] if name.possible else None)


def _with_initialisms(typed: Sequence[TypedName]) -> list[TypedName]:
    """Give initials the kind of the name that they stand for, and a name without its accents that of the
    name with them."""
    named = [n for n in typed if n.name.form is NameForm.NAME]
    full_of = dict(find_initialisms(n.name.text for n in named))
    kinds = {n.name.text: n.kind for n in named if n.kind is not None}
    accented = {without_accents(text): text for text in kinds if without_accents(text) != text}
    for name in named:
        if name.kind is None and name.name.text in accented:
            full_of[name.name.text] = accented[name.name.text]
    return [
        replace(n, kind=kinds.get(full_of[n.name.text], n.kind))
        if n.name.form is NameForm.NAME and n.name.text in full_of
        else n
        for n in typed
    ]


def without_accents(text: str) -> str:
    """Return a text with plain letters for accented ones."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _is_state(votes: Votes) -> bool:
    """Whether a spelling is that of a state: `in Velmora` speaks of its land, and against nothing."""
    return votes.get(EntityKind.POLITY, 0) >= MIDDLING and votes.get(EntityKind.PERSON, 0) < STRONG


def _with_one_kind(typed: Sequence[TypedName]) -> Iterator[TypedName]:
    """Give one spelling one kind where two would only be two views of one thing: a state is a land as well, a
    numbered regiment is a body. A person and a place, a place and an event of one name stay two."""
    kinds: dict[str, Counter[EntityKind]] = defaultdict(Counter)
    for name in typed:
        if name.kind is not None and name.name.form is NameForm.NAME:
            kinds[name.name.text][name.kind] += 1
    for name in typed:
        own = kinds.get(name.name.text, Counter())
        if name.kind is None or name.name.form is not NameForm.NAME or len(own) == 1:
            yield name
            continue
        same = next((views for views in ONE_THING if name.kind in views), (name.kind,))
        kind = next(k for k in same if k in own)
        yield replace(name, kind=kind, place_type=name.place_type if kind is EntityKind.PLACE else None)


def _plural(word: str) -> set[str]:
    return {f"{word}s", f"{word[:-1]}ies" if word.endswith("y") else f"{word}es", f"{word[:-3]}ies"}


def is_adjective(text: str, span: Span) -> bool:
    """Say whether the name of a group stands as an adjective before a noun: `Heron` in `Heron militia`."""
    following = NEXT_WORD.match(text, span.end)
    if span.of(text).endswith("s") or following is None:
        return False
    return following[1] not in name_words().function_words

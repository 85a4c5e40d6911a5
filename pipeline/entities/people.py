"""The spellings of persons' names in, the person that each one names out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.lexicon.words import name_words

Words = tuple[str, ...]
ROMAN_NUMERAL = re.compile(r"[ivxl]+\Z")
# What stands between a person's name and the father's.
PATRONYMICS = frozenset({"ibn", "bin", "ben", "bint", "ould", "oglu", "ogly"})


@dataclass(frozen=True, slots=True)
class PersonForms:
    """Which person each spelling names. A person is known by the first of their full spellings."""

    person_of: Mapping[str, str]
    candidates: Mapping[str, tuple[str, ...]]
    """For spellings that fit several persons: those persons, in the order of the text."""


def link_people(
    forms: Sequence[str],
    subject: str | None,
    subject_variant: str | None = None,
    crowned: frozenset[str] = frozenset(),
    apart: frozenset[frozenset[str]] = frozenset(),
    homes: Mapping[str, int] | None = None,
) -> PersonForms:
    """Say which person each of `forms` names; `forms` are distinct, in the order of the text.

    `Roe` and `Marin Roe` are `Tamsin Marin Roe` where only one full name fits. A surname that fits two
    persons stays open, but in an article about one of them (`subject`) it is that one. `subject_variant`
    is how the first sentence writes the subject's name; None where it does not begin with it. `crowned` are
    the forms that a title of royalty stands before: King Osk is not Osk de Pell. `apart` are pairs of forms
    that the text says are two persons; `homes` are single words that the text introduces with `of` a place
    (`Osk of Pell`), each with how many of `forms` it met before: whoever is named so first is no later `Tam
    Osk`.
    """
    words = {form: _words(form) for form in forms}

    def is_part(form: str, other: str) -> bool:
        if frozenset((form, other)) in apart:
            return False
        if homes is not None and form in homes and forms.index(other) > homes[form]:
            return False
        if form in crowned and other not in crowned and words[other][:1] == words[form][:1]:
            return False
        return _is_part(words[form], words[other])

    full = [f for f in forms if not any(is_part(f, g) for g in forms if g != f)]
    person_of: dict[str, str] = {}
    for form in full:
        if form == subject_variant and subject in person_of and _contains(words[form], words[subject]):
            person_of[form] = person_of[subject]
            continue
        known = [
            p
            for p in dict.fromkeys(person_of.values())
            if frozenset((form, p)) not in apart and _is_same(words[form], words[p], full, words)
        ]
        person_of[form] = known[0] if len(known) == 1 else form
    full_names = tuple(person_of)
    candidates: dict[str, tuple[str, ...]] = {}
    for form in forms:
        if form in full_names:
            continue
        fitting = tuple(dict.fromkeys(person_of[f] for f in full_names if is_part(form, f)))
        own_subject = person_of.get(subject or "")
        if len(fitting) == 1:
            person_of[form] = fitting[0]
        elif own_subject in fitting:
            person_of[form] = own_subject or fitting[0]
        else:
            candidates[form] = fitting
    return _canonical(person_of, candidates, full_names)


def _canonical(
    person_of: Mapping[str, str], candidates: Mapping[str, tuple[str, ...]], full_names: Sequence[str]
) -> PersonForms:
    """The first full spelling names the person, whichever spelling was met first while linking."""
    first = {p: next(f for f in full_names if person_of[f] == p) for p in person_of.values()}
    return PersonForms(
        {f: first[p] for f, p in person_of.items()},
        {f: tuple(dict.fromkeys(first[p] for p in c)) for f, c in candidates.items()},
    )


def _words(form: str) -> Words:
    """The words of a name without case, accents and Arabic articles: `Perón` is `Peron`."""
    decomposed = unicodedata.normalize("NFKD", form.casefold())
    words = "".join(c for c in decomposed if not unicodedata.combining(c)).split()
    return tuple(_without_article(word) for word in words)


def _without_article(word: str) -> str:
    """`al-Feld` is called Feld as well."""
    article, hyphen, rest = word.partition("-")
    return rest if hyphen and rest and article in name_words().tied_articles else word


def _contains(long: Words, short: Words) -> bool:
    """Whether the words of `short` stand in `long` in their order, the first of both the same."""
    rest = iter(long)
    return long[:1] == short[:1] and all(word in rest for word in short)


def _is_part(short: Words, long: Words) -> bool:
    """Whether `short` is a surname of `long`; a given name alone only where no family name follows."""
    if len(short) >= len(long):
        return False
    if len(short) == 1 and short[0] == long[0]:
        # "Isa de Pell" is Isa in the text that calls her so, "Osk II" is Osk, and so is "Osk Pasha".
        styles = {style.casefold() for style in name_words().styles_behind}
        is_styled = len(long) == 2 and long[1] in styles
        return (
            is_styled
            or long[1] in name_words().particles | {"of"}
            or ROMAN_NUMERAL.match(long[1]) is not None
        )
    if "of" in long:
        # "Osk of Pell" is Osk, and Pell is a place.
        return short == long[: long.index("of")]
    if any(_stands_at(short, long, i) for i in range(1, len(long) - len(short) + 1)):
        return short[0] not in name_words().particles or long[-len(short) :] == short
    return False


def _stands_at(short: Words, long: Words, i: int) -> bool:
    """Whether the words stand there as a name of the person's own: the `Osk Feld` of `Tam ibn Osk Feld` is
    the father."""
    is_father = long[i - 1] in PATRONYMICS
    return long[i : i + len(short)] == short and not is_father


def _is_same(one: Words, other: Words, full: Sequence[str], words: Mapping[str, Words]) -> bool:
    """Whether two full names are spellings of one: `Tamsin Roe`, `Tamsin M. Roe`, `Tamsin Marin Roe`.

    Not where the word that one has more is the family name of a third person: `Edmund Vale` and
    `Edmund Vale Harrow` are relatives in an article that also names an `Osk Harrow`. Nor where it says
    which of two it is: `Edmund Vale Jr.`.
    """
    short, long = sorted((one, other), key=len)
    if not _matches(short[0], long[0]) or len(short) < 2:
        return False
    i = 0
    for word in long:
        # An initial stands for a given name, never for the family name that ends the shorter spelling.
        if i < len(short) and (short[i] == word or (i < len(short) - 1 and _matches(short[i], word))):
            i += 1
    if i < len(short):
        return False
    extra = set(long) - set(short)
    families = {words[f][-1] for f in full if words[f] not in (one, other) and len(words[f]) > 1}
    return not extra & families and not any(word in _numbers() for word in extra)


def _numbers() -> frozenset[str]:
    """What tells one person from another of the same name: `Jr.`, `II`, the `Younger` of `the Younger`."""
    return frozenset(suffix.casefold().split()[-1] for suffix in name_words().suffixes)


def _matches(one: str, other: str) -> bool:
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    return shorter.endswith(".") and len(shorter) == 2 and longer.startswith(shorter[0])

"""The word list `en/infobox.toml` in, what each infobox field states as typed senses out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from pipeline.errors import SchemaError
from pipeline.lexicon.words import load_word_list

_NUMBERED = re.compile(r"(?P<before>[^\d]*[^\d\s_-])[\s_-]*(?P<index>\d{1,3})(?P<after>[^\d]*)\Z")


class ValueKind(Enum):
    """What the value of a field is made of."""

    PERSON = "person"
    PARTY = "party"
    """Whoever takes a side: a state, a movement, a people, an army."""
    POLITY = "polity"
    PLACE = "place"
    EVENT = "event"
    AGREEMENT = "agreement"
    UNIT = "unit"
    ORGANIZATION = "organization"
    SIGNATORY = "signatory"
    """A person, or the state for which somebody signed."""
    AGENT = "agent"
    """A person, or whoever else can appoint, plan or commit something."""
    OFFICE = "office"
    ORDINAL = "ordinal"
    """Which holder of an office: `10th`, or `27th President of Velmora`."""
    NAME = "name"
    """A name of what the article is about, whole."""
    DATE = "date"
    """Points in time and periods; a place may follow."""
    QUANTITY = "quantity"
    DEMONYM = "demonym"
    """What people or things are called, always with a capital: `Velmoran`."""
    TEXT = "text"
    """Nouns between commas."""
    CLAUSE = "clause"
    """Phrases or sentences, which commas may part or not."""
    NOTHING = "nothing"
    """No fact: a picture, its caption, a colour, a measure of the page."""


@dataclass(frozen=True, slots=True)
class FieldExample:
    """What an entry promises: lines of an infobox, and what is read in the first of them."""

    lines: tuple[str, ...]
    reads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldSense:
    """What the fields of some labels state."""

    role: str
    """What the value is to the subject of the infobox: `capital`, `birth`, `belligerent` ..."""
    labels: tuple[str, ...]
    """In any spelling of case, blanks and underscores, without their number."""
    classes: frozenset[str]
    """The classes of infobox in which the labels have this sense; empty for all others."""
    values: ValueKind
    is_list: bool
    """False where a comma does not part two values."""
    group: str | None
    """`side`, `holding`, `event` or `occurrence` for fields that only together state something."""
    part: str | None
    """What the field is in its group."""
    family: str | None
    """Which fields of the group belong together: those of one family and one number."""
    examples: tuple[FieldExample, ...]


@dataclass(frozen=True, slots=True)
class InfoboxLexicon:
    """All words by which infoboxes are read."""

    senses: dict[tuple[str, str | None], FieldSense]
    """By folded label, and class or None."""
    ignored_prefixes: tuple[str, ...]
    """Folded beginnings of labels that never hold a fact."""
    classes: tuple[tuple[str, frozenset[str]], ...]
    """Names of infobox classes with the folded labels that tell them."""
    fates: dict[str, str]
    """Words and signs after a name, in lower case, to what happened: `kia` to `killed`."""
    stuck_fates: tuple[str, ...]
    """Marks that are also found without a blank before them, as written; the longest first."""
    label_roles: dict[str, str]
    """Sub-labels to roles: `supported by` to `supporter`."""
    orders: dict[str, str]
    """`last` and `first`, of a holder."""
    present_day: tuple[str, ...]
    """Phrases before the state that a place lies in today; the longest first."""
    non_values: frozenset[str]
    """Values that say that there is none, or none known."""
    vacancies: tuple[str, ...]
    """Beginnings of values that say that nobody held an office before or after."""
    more_marks: frozenset[str]
    """What stands for further items that are not given."""
    ongoing: frozenset[str]
    ages: frozenset[str]
    """First words of notes that tell an age: `aged 68`."""
    peerage: frozenset[str]
    """Titles that follow a name and a comma: `1st Earl of Pell`."""
    vague_openers: frozenset[str]
    """First words of what describes and does not name."""
    camel_prefixes: frozenset[str]
    """Beginnings of names with a capital inside: `Mac` of `MacArthur`."""
    polity_heads: frozenset[str]
    wide_regions: frozenset[str]
    """Words of places wider than a state, which stand beside others and not around them."""
    casualty_words: dict[str, str]
    totals: frozenset[str]
    approximate: dict[str, str]
    victory_words: frozenset[str]


def fold_label(label: str) -> tuple[str, int | None]:
    """Return the label in small letters without blanks and number, and its number, None where it has
    none. `Leader Title1` gives `leadertitle` and 1, `Event1 Date` gives `eventdate` and 1; the letter of
    `Combatant1b` is no part of either."""
    match = _NUMBERED.match(label.strip())
    if match is None:
        return _fold(label), None
    after = "" if re.fullmatch(r"[a-d]?", match["after"], re.IGNORECASE) else match["after"]
    return _fold(match["before"] + after), int(match["index"])


def _fold(label: str) -> str:
    return "".join(character for character in label.lower() if character.isalpha())


@cache
def load_infobox_lexicon() -> InfoboxLexicon:
    """Return the words of infoboxes. Raises SchemaError where the list contradicts itself or lacks an
    entry."""
    words = _read_words()
    try:
        return _build_lexicon(words)
    except (KeyError, TypeError, ValueError) as error:
        raise SchemaError(f"lexicon/en/infobox.toml: {error!r}") from error


def load_field_senses() -> tuple[FieldSense, ...]:
    """Return every entry of the list of fields, in its order."""
    return tuple(_build_sense(entry) for entry in _read_words()["fields"])


def find_sense(label: str, infobox_class: str | None) -> FieldSense | None:
    """Return what a field of that label states in an infobox of that class; None where the label is not
    known."""
    lexicon, folded = load_infobox_lexicon(), fold_label(label)[0]
    return lexicon.senses.get((folded, infobox_class)) or lexicon.senses.get((folded, None))


def _read_words() -> dict[str, Any]:
    return load_word_list("infobox")


def _build_sense(entry: dict[str, Any]) -> FieldSense:
    return FieldSense(
        role=entry["role"],
        labels=tuple(entry["labels"]),
        classes=frozenset(entry.get("classes", ())),
        values=ValueKind(entry["values"]),
        is_list=entry.get("is_list", True),
        group=entry.get("group"),
        part=entry.get("part"),
        family=entry.get("family"),
        examples=tuple(FieldExample(tuple(e["lines"]), tuple(e["reads"])) for e in entry["examples"]),
    )


def _build_lexicon(words: dict[str, Any]) -> InfoboxLexicon:
    classes = tuple((c["name"], frozenset(_fold(label) for label in c["labels"])) for c in words["classes"])
    return InfoboxLexicon(
        senses=_index_senses(words["fields"], {name for name, _ in classes}),
        ignored_prefixes=tuple(_fold(prefix) for prefix in words["ignored"]["prefixes"]),
        classes=classes,
        fates=_invert(words["fates"]),
        stuck_fates=tuple(sorted(words["stuck_fates"]["marks"], key=lambda mark: (-len(mark), mark))),
        label_roles=_invert(words["label_roles"]),
        orders=_invert(words["orders"]),
        present_day=_longest_first(words["present_day"]["phrases"]),
        non_values=frozenset(words["non_values"]["words"]),
        vacancies=_longest_first(words["vacancies"]["phrases"]),
        more_marks=frozenset(words["more_marks"]["phrases"]),
        ongoing=frozenset(words["ongoing"]["words"]),
        ages=frozenset(words["ages"]["words"]),
        peerage=frozenset(words["peerage"]["words"]),
        vague_openers=frozenset(words["peerage"]["vague_openers"]),
        camel_prefixes=frozenset(words["camel_prefixes"]["words"]),
        polity_heads=frozenset(words["polity_heads"]["words"]),
        wide_regions=frozenset(words["wide_regions"]["words"]),
        casualty_words=_invert(words["casualty_words"]),
        totals=frozenset(words["totals"]["words"]),
        approximate=_invert(words["approximate"]),
        victory_words=frozenset(words["victory"]["words"]),
    )


def _index_senses(entries: list[dict[str, Any]], known: set[str]) -> dict[tuple[str, str | None], FieldSense]:
    senses: dict[tuple[str, str | None], FieldSense] = {}
    for entry in entries:
        sense = _build_sense(entry)
        if not sense.classes <= known:
            raise ValueError(f"{sense.role}: no such class: {sorted(sense.classes - known)}")
        for label in sense.labels:
            classes: list[str | None] = [*sorted(sense.classes)] or [None]
            for infobox_class in classes:
                key = _fold(label), infobox_class
                if senses.get(key, sense) != sense:
                    raise ValueError(f"{label} has two senses in the class {infobox_class}")
                senses[key] = sense
    return senses


def _invert(section: dict[str, list[str]]) -> dict[str, str]:
    return {word: meaning for meaning, words in section.items() for word in words}


def _longest_first(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: (-len(word), word)))

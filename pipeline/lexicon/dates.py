"""The word list `en/dates.toml` in, the words of English dates as typed tuples out."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from pipeline.errors import SchemaError


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of time; `factor` designators of ISO 8601, behind the `T` where `inside_day`."""

    singular: str
    plural: str
    designator: str
    factor: int
    inside_day: bool


@dataclass(frozen=True, slots=True)
class DateLexicon:
    """All words of dates. A mapping goes from a word in lower case to what it stands for."""

    months: dict[str, int]
    """Names and abbreviations, as written, to 1-12."""
    full_months: frozenset[str]
    ambiguous_months: frozenset[str]
    month_introducers: frozenset[str]
    month_joiners: frozenset[str]
    """Words after which an ambiguous month is one unless a name follows."""
    weekdays: dict[str, int]
    """1 for Monday to 7 for Sunday."""
    seasons: dict[str, int]
    """EDTF numbers, 21 to 24."""
    before_fall: frozenset[str]
    after_a_fall: frozenset[str]
    season_events: frozenset[str]
    feasts: dict[str, tuple[int, int]]
    """Name as written to month and day."""
    eras_before: tuple[str, ...]
    eras_after: tuple[str, ...]
    open_ends: tuple[str, ...]
    numbers: dict[str, int]
    """`one` to `ninety-nine`, without hyphen or blank in between: `twenty-one` is `twentyone`."""
    number_units: tuple[str, ...]
    number_tens: tuple[str, ...]
    hundred: str
    inexact: tuple[str, ...]
    ordinals: dict[str, int]
    units: tuple[Unit, ...]
    unit_fillers: tuple[str, ...]
    single_stretches: tuple[str, ...]
    """Words that make a duration of one unit: `the past decade`."""
    plural_stretches: tuple[str, ...]
    """Words that make a duration of some units: `the coming years`."""
    part_adjectives: dict[str, str]
    """`early` and the like to `early`, `mid` or `late`."""
    part_nouns: dict[str, str]
    """`beginning` and the like to `early`, `mid`, `late`, `first half` or `second half`."""
    day_parts: dict[str, str]
    day_hours: tuple[str, ...]
    day_parts_alone: tuple[str, ...]
    clocks: tuple[str, ...]
    clock_hours: tuple[str, ...]
    clock_introducers: frozenset[str]
    function_words: frozenset[str]
    determiners: frozenset[str]
    bounds: dict[str, str]
    """Prepositions to by, until, since, from, before, after, during or circa."""
    range_joiners: tuple[str, ...]
    range_pairs: tuple[str, ...]
    steps: dict[str, int]
    """`next` 1, `same` 0, `previous` -1."""
    demonstratives: tuple[str, ...]
    directions: dict[str, int]
    """`later` 1, `earlier` -1."""
    ago: tuple[str, ...]
    approximations: dict[str, str | None]
    """Words before a number to circa, over or under; None where they leave it exact."""
    vague: dict[str, str]
    """Phrases to past, present or future."""
    time_introducers: frozenset[str]
    indefinite: tuple[str, ...]
    recurring: dict[str, str]
    """`daily` and the like to the unit at which they recur."""
    recurring_before: tuple[str, ...]
    counted_labels: frozenset[str]
    counted_nouns: frozenset[str]
    counted_before: frozenset[str]
    year_introducers: frozenset[str]


@dataclass(frozen=True, slots=True)
class DateExample:
    """What an entry of the word list promises: how `find` is read in `text`."""

    section: str
    text: str
    find: str | None
    """None where the text holds no temporal expression."""
    edtf: str | None
    duration: str | None
    vague: str | None


@cache
def load_date_lexicon() -> DateLexicon:
    """Return the words of English dates. Raises SchemaError where the word list lacks an entry."""
    words = _read_words()
    try:
        return _build_lexicon(words)
    except (KeyError, TypeError, ValueError) as error:
        raise SchemaError(f"pipeline/lexicon/en/dates.toml: {error!r}") from error


def load_date_examples() -> tuple[DateExample, ...]:
    """Return the examples of every section of the word list, in its order."""
    return tuple(
        DateExample(
            section,
            example["text"],
            example.get("find"),
            example.get("edtf"),
            example.get("duration"),
            example.get("vague"),
        )
        for section, entries in _read_words().items()
        for example in entries["examples"]
    )


def _read_words() -> dict[str, Any]:
    text = resources.files("pipeline.lexicon").joinpath("en/dates.toml").read_text("utf-8")
    return tomllib.loads(text)


def _build_lexicon(words: dict[str, Any]) -> DateLexicon:
    months, parts, steps, numbers = words["months"], words["parts"], words["steps"], words["numbers"]
    approximations, vague = words["approximations"], words["vague"]
    return DateLexicon(
        months={name: i for i, names in enumerate(months["names"], 1) for name in names},
        full_months=frozenset(names[0] for names in months["names"]),
        ambiguous_months=frozenset(months["ambiguous"]),
        month_introducers=frozenset(months["introducers"]),
        month_joiners=frozenset(months["joiners"]),
        weekdays={name.lower(): i for i, name in enumerate(words["weekdays"]["names"], 1)},
        seasons={
            name: number
            for number, season in enumerate(("spring", "summer", "autumn", "winter"), 21)
            for name in words["seasons"][season]
        },
        before_fall=frozenset(words["seasons"]["before_fall"]),
        after_a_fall=frozenset(words["seasons"]["after_a_fall"]),
        season_events=frozenset(words["seasons"]["before_events"]),
        feasts={n: (f["month"], f["day"]) for f in words["feasts"]["fixed"] for n in f["names"]},
        eras_before=tuple(words["eras"]["before"]),
        eras_after=tuple(words["eras"]["after"]),
        open_ends=tuple(words["open_ends"]["words"]),
        numbers=_number_words(numbers["units"], numbers["tens"]),
        number_units=tuple(numbers["units"]),
        number_tens=tuple(numbers["tens"]),
        hundred=numbers["hundred"],
        inexact=tuple(numbers["inexact"]),
        ordinals={word: i for i, word in enumerate(words["ordinals"]["words"], 1)},
        units=tuple(Unit(**unit) for unit in words["units"]["names"]),
        unit_fillers=tuple(words["units"]["fillers"]),
        single_stretches=tuple(words["units"]["single_stretches"]),
        plural_stretches=tuple(words["units"]["plural_stretches"]),
        part_adjectives={w: part for part in ("early", "mid", "late") for w in parts[part]},
        part_nouns={
            word: key.removesuffix("_nouns").replace("_", " ")
            for key, entries in parts.items()
            if key.endswith("_nouns")
            for word in entries
        },
        day_parts={
            word: part
            for part, entries in words["day_parts"].items()
            if part in ("morning", "noon", "afternoon", "evening", "night", "dawn", "day")
            for word in entries
        },
        day_hours=tuple(words["day_parts"]["hours"]),
        day_parts_alone=tuple(words["day_parts"]["alone"]),
        clocks=tuple(words["day_parts"]["clock"]),
        clock_hours=tuple(words["day_parts"]["clock_hours"]),
        clock_introducers=frozenset(words["day_parts"]["clock_introducers"]),
        function_words=frozenset(words["attributes"]["function_words"]),
        determiners=frozenset(words["attributes"]["determiners"]),
        bounds={w: b for b, entries in words["bounds"].items() if b != "examples" for w in entries},
        range_joiners=tuple(words["ranges"]["joiners"]),
        range_pairs=tuple(words["ranges"]["pairs"]),
        steps={w: n for key, n in (("next", 1), ("same", 0), ("previous", -1)) for w in steps[key]},
        demonstratives=tuple(steps["this"]),
        directions={w: n for key, n in (("later", 1), ("earlier", -1)) for w in steps[key]},
        ago=tuple(steps["ago"]),
        approximations={
            word: None if key == "exact" else key
            for key, entries in approximations.items()
            if key != "examples"
            for word in entries
        },
        vague={w: kind for kind in ("past", "present", "future") for w in vague[kind]},
        time_introducers=frozenset(vague["time_introducers"]),
        indefinite=tuple(words["indefinite"]["phrases"]),
        recurring=dict(words["recurring"]["words"]),
        recurring_before=tuple(words["recurring"]["before"]),
        counted_labels=frozenset(words["counted"]["labels"]),
        counted_nouns=frozenset(words["counted"]["nouns"]),
        counted_before=frozenset(words["counted"]["before"]),
        year_introducers=frozenset(words["counted"]["introducers"]),
    )


def _number_words(units: list[str], tens: list[str]) -> dict[str, int]:
    numbers = {word: i for i, word in enumerate(units, 1)}
    for i, ten in enumerate(tens, 2):
        numbers[ten] = 10 * i
        numbers |= {ten + unit: 10 * i + j for j, unit in enumerate(units[:9], 1)}
    return numbers

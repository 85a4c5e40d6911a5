"""The TOML word lists about names, nouns and titles in, looked-up word classes out."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.errors import SchemaError
from pipeline.model.entity import EntityKind


def load_word_list(name: str) -> dict[str, Any]:
    """Return the content of `lexicon/en/<name>.toml`. Raises SchemaError where it is not TOML."""
    path = files("pipeline.lexicon") / "en" / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SchemaError(f"lexicon/en/{name}.toml: {error}") from None


@dataclass(frozen=True, slots=True)
class HeadNoun:
    """A common noun that tells what a name or description is about."""

    noun: str
    kind: EntityKind | None
    """None for a noun whose names are no entities, such as `century`."""
    names_in_lower_case: bool
    """Whether it makes a name also when it is not capitalised: `the battle of Halvey`."""
    is_plural: bool = False
    """Whether it is the plural of one that is listed; alone it names nothing: `Republics`."""


@dataclass(frozen=True, slots=True)
class Nouns:
    """Head nouns by what they head."""

    heads: Mapping[str, HeadNoun]
    """Heads of names, singular or plural as listed; where two kinds list one noun, the first."""
    groups: frozenset[str]
    """Nouns of bodies of people that act together: `troops`, `rebels`."""
    place_first: frozenset[str]
    """Place nouns that stand before the name: `Lake`."""
    place_types: frozenset[str]
    landmarks: frozenset[str]
    """Nouns that make the name of a place of its owner's: `Roe's Landing`."""
    foreign: Mapping[str, EntityKind]
    """Nouns of languages in which the noun stands first: `Tratado de Halvey`."""
    meetings: frozenset[str]
    """Bodies that are events where a place follows `of`: `the Congress of Halvey`."""


@cache
def nouns() -> Nouns:
    """Return the head nouns of `lexicon/en/nouns.toml`."""
    heads: dict[str, HeadNoun] = {}
    groups: frozenset[str] = frozenset()
    first: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    landmarks: frozenset[str] = frozenset()
    meetings: frozenset[str] = frozenset()
    foreign: dict[str, EntityKind] = {}
    for entry in load_word_list("nouns")["kind"]:
        kind = None if entry["kind"] == "none" else EntityKind(entry["kind"])
        if kind is EntityKind.GROUP:
            groups = frozenset(entry["nouns"])
            continue
        for noun in (*entry["named"], *entry.get("nouns", ()), *entry.get("last", ())):
            heads.setdefault(noun, HeadNoun(noun, kind, noun in entry["named"]))
        first |= frozenset(entry.get("first", ()))
        types |= frozenset(entry.get("types", ()))
        landmarks |= frozenset(entry.get("landmarks", ()))
        meetings |= frozenset(entry.get("meetings", ()))
        if kind is not None:
            foreign |= dict.fromkeys(entry.get("foreign", ()), kind)
    for noun, head in list(heads.items()):
        # "the Battles of Corrow and Pell"
        heads.setdefault(make_plural(noun), HeadNoun(make_plural(noun), head.kind, False, is_plural=True))
    return Nouns(heads, groups, first, types, landmarks, foreign, meetings)


def make_plural(noun: str) -> str:
    """Return the regular plural of an English noun."""
    if noun.endswith("y") and noun[-2:-1] not in tuple("aeiou"):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


@dataclass(frozen=True, slots=True)
class Titles:
    """Words that make the title of a person."""

    offices: frozenset[str]
    ranks: frozenset[str]
    honorifics: frozenset[str]
    modifiers: frozenset[str]
    styles: frozenset[str]
    """Nobility and styles that a person has beside an office."""
    domains: frozenset[str]
    """Words for what ministers are in charge of."""
    plurals: Mapping[str, str]
    """Offices and ranks of several persons -> of one: `generals`."""
    capacity: Mapping[str, str]
    """How a title says by what right it is held, as written -> the value of `capacity`."""

    heads: frozenset[str]
    """What a title can end with, before its domain: offices, ranks and honorifics."""
    all_heads: frozenset[str]
    """The heads, of one person or of several."""


@cache
def titles() -> Titles:
    """Return the title words of `lexicon/en/titles.toml`."""
    entry = load_word_list("titles")
    offices = _with_hyphens(entry["offices"])
    ranks = _with_hyphens(entry["ranks"]) | frozenset(entry["abbreviations"])
    honorifics = frozenset(entry["honorifics"])
    plurals = {make_plural(t): t for t in sorted(offices | ranks) if not t.endswith((".", "s"))}
    return Titles(
        offices=offices,
        ranks=ranks,
        honorifics=honorifics,
        heads=offices | ranks | honorifics,
        all_heads=offices | ranks | honorifics | plurals.keys(),
        modifiers=frozenset(entry["modifiers"]),
        styles=frozenset(entry["styles"]),
        domains=frozenset(entry["domains"]),
        plurals=plurals,
        capacity=dict(entry["capacity"]),
    )


def _with_hyphens(phrases: Sequence[str]) -> frozenset[str]:
    """The phrases, each also as it is written with hyphens: `rear-admiral`."""
    return frozenset(phrases) | {p.replace(" ", "-") for p in phrases}


@dataclass(frozen=True, slots=True)
class NameWords:
    """How English text writes names; see `lexicon/en/names.toml` for each list."""

    particles: frozenset[str]
    tied_articles: frozenset[str]
    styles_behind: frozenset[str]
    leading_particles: frozenset[str]
    function_words: frozenset[str]
    openers: frozenset[str]
    months_and_days: frozenset[str]
    abbreviations: frozenset[str]
    place_prepositions: frozenset[str]
    weak_place_prepositions: frozenset[str]
    saints: frozenset[str]
    before_place: frozenset[str]
    weak_before_place: frozenset[str]
    land_nouns: Mapping[str, frozenset[str]]
    directions: frozenset[str]
    suffixes: frozenset[str]
    hyphen_tails: frozenset[str]
    adjective_endings: tuple[str, ...]
    demonym_endings: tuple[str, ...]
    missions: frozenset[str]
    constituents: frozenset[str]
    ordinals: frozenset[str]
    continents: frozenset[str]
    ship_prefixes: frozenset[str]
    codes: frozenset[str]
    owners_in_names: frozenset[str]
    link_headings: frozenset[str]
    before_person: frozenset[str]
    before_by_person: frozenset[str]
    callings: frozenset[str]
    after_person: frozenset[str]
    political_nouns: frozenset[str]
    group_nouns: frozenset[str]
    reference_headings: frozenset[str]
    title_fields: Mapping[EntityKind, tuple[str, ...]]
    """How labels of infoboxes begin that only an article about such a thing has."""
    adjective_titles: frozenset[str]
    organization_nouns: frozenset[str]
    vessels: frozenset[str]
    publications: frozenset[str]
    types_after_name: frozenset[str]
    state_possessions: frozenset[str]
    state_acts: tuple[str, ...]
    state_nouns: Mapping[str, frozenset[str]]
    """By the preposition behind the noun: `with` -> `war`, `relations`."""
    surname_titles: frozenset[str]
    name_titles: frozenset[str]
    after_event: frozenset[str]


@cache
def name_words() -> NameWords:
    """Return the word classes of `lexicon/en/names.toml`."""
    entry = load_word_list("names")
    return NameWords(
        particles=frozenset(entry["particles"]),
        tied_articles=frozenset(entry["tied_articles"]),
        styles_behind=frozenset(entry["styles_behind"]),
        leading_particles=frozenset(entry["leading_particles"]),
        function_words=frozenset(entry["function_words"]),
        openers=frozenset(entry["openers"]),
        months_and_days=frozenset(entry["months_and_days"]),
        abbreviations=frozenset(entry["abbreviations"]),
        place_prepositions=frozenset(entry["place_prepositions"]),
        weak_place_prepositions=frozenset(entry["weak_place_prepositions"]),
        saints=frozenset(entry["saints"]),
        before_place=frozenset(entry["before_place"]),
        weak_before_place=frozenset(entry["weak_before_place"]),
        land_nouns={joint: frozenset(words) for joint, words in entry["land_nouns"].items()},
        directions=frozenset(entry["directions"]),
        suffixes=frozenset(entry["suffixes_after_a_name"]),
        hyphen_tails=frozenset(entry["hyphen_tails"]),
        adjective_endings=tuple(entry["adjective_endings"]),
        demonym_endings=tuple(entry["demonym_endings"]),
        missions=frozenset(entry["missions"]),
        ordinals=frozenset(entry["ordinals"]),
        constituents=frozenset(entry["constituents"]),
        continents=frozenset(entry["continents"]),
        ship_prefixes=frozenset(entry["ship_prefixes"]),
        codes=frozenset(entry["codes"]),
        owners_in_names=frozenset(entry["owners_in_names"]),
        link_headings=frozenset(entry["link_headings"]),
        before_person=frozenset(entry["before_person"]),
        before_by_person=frozenset(entry["before_by_person"]),
        callings=frozenset(entry["callings"]),
        after_person=frozenset(entry["after_person"]),
        political_nouns=frozenset(entry["political_nouns"]),
        group_nouns=frozenset(entry["group_nouns"]),
        reference_headings=frozenset(entry["reference_headings"]),
        title_fields={EntityKind(kind): tuple(found) for kind, found in entry["title_fields"].items()},
        adjective_titles=frozenset(entry["adjective_titles"]),
        organization_nouns=frozenset(entry["organization_nouns"]),
        vessels=frozenset(entry["vessels"]),
        publications=frozenset(entry["publications"]),
        types_after_name=frozenset(entry["types_after_name"]),
        state_possessions=frozenset(entry["state_possessions"]),
        state_acts=tuple(entry["state_acts"]),
        state_nouns={joint: frozenset(found) for joint, found in entry["state_nouns"].items()},
        surname_titles=frozenset(entry["surname_titles"]),
        name_titles=frozenset(entry["name_titles"]),
        after_event=frozenset(entry["after_event"]),
    )


@cache
def government_types() -> frozenset[str]:
    """Return the adjectives that say what sort of government one is: `provisional`."""
    return frozenset(load_word_list("nouns")["government_types"])

"""The word list `en/grammar.toml` in, words that deny, plan, report or weaken as typed sets out."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from pipeline.errors import SchemaError


@dataclass(frozen=True, slots=True)
class GrammarLexicon:
    """All words of grammar, as lemmas in lower case."""

    control: dict[str, str]
    """Verbs with an infinitive or -ing clause to asserted, planned, refused, abstained or reported;
    `be-able` is the adjective behind `be`, `stop-from` the verb with a clause after `from`."""
    content: dict[str, str]
    """Verbs with a that-clause to reported, asserted, planned or counterfactual."""
    negators: frozenset[str]
    negative_subjects: frozenset[str]
    negative_prepositions: frozenset[str]
    reporting_adverbs: frozenset[str]
    narrative_adverbs: frozenset[str]
    missing_adverbs: frozenset[str]
    qualifying_adverbs: frozenset[str]
    modals: frozenset[str]
    conditions: frozenset[str]
    later: frozenset[str]
    means: frozenset[str]
    measures: frozenset[str]
    consequences: frozenset[str]
    effects: frozenset[str]
    naming: frozenset[str]
    intransitive: frozenset[str]
    prepositional: frozenset[str]
    factive_nouns: frozenset[str]
    unbound: frozenset[str]
    as_idioms: frozenset[str]
    overcoming: frozenset[str]
    giving: frozenset[str]
    authored: frozenset[str]
    kin: frozenset[str]
    dated_nouns: frozenset[str]
    personal: frozenset[str]
    """Verbs that are done to persons only."""
    agreed: frozenset[str]
    """Verbs that are done to treaties, laws and the like only."""
    natural: frozenset[str]
    """Nouns of waters and heights, and of their parts."""
    statehood: frozenset[str]
    """Verbs whose subject is a state or a body of people, and never a river."""
    provision_headings: frozenset[str]
    """Headings of what a treaty or law provides, in lower case."""
    quantities: dict[str, str]
    """Words before `of` to part, whole or none."""
    unreal_nouns: frozenset[str]
    unreal_verbs: frozenset[str]
    unreal_adjectives: frozenset[str]


@dataclass(frozen=True, slots=True)
class GrammarExample:
    """What an entry of the word list promises of the clause of the verb between asterisks."""

    section: str
    word: str
    text: str


@cache
def load_grammar_lexicon() -> GrammarLexicon:
    """Return the words of grammar. Raises SchemaError where the word list lacks an entry."""
    words = _read_words()
    try:
        return _build_lexicon(words)
    except (KeyError, TypeError, AttributeError) as error:
        raise SchemaError(f"pipeline/lexicon/en/grammar.toml: {error!r}") from error


def load_grammar_examples() -> tuple[GrammarExample, ...]:
    """Return the example of every entry that has one, in the order of the word list."""
    return tuple(_examples("", _read_words()))


def _examples(section: str, words: dict[str, Any]) -> Iterator[GrammarExample]:
    for word, value in words.items():
        if isinstance(value, str):
            yield GrammarExample(section, word, value)
        elif isinstance(value, dict):
            yield from _examples(f"{section}.{word}".strip("."), value)


def _read_words() -> dict[str, Any]:
    text = resources.files("pipeline.lexicon").joinpath("en/grammar.toml").read_text("utf-8")
    return tomllib.loads(text)


def _build_lexicon(words: dict[str, Any]) -> GrammarLexicon:
    adverbs, lists = words["adverbs"], words["words"]
    governors = lists["governors"]
    return GrammarLexicon(
        control=_invert(words["control"]),
        content=_invert(words["content"]),
        negators=frozenset(words["negators"]),
        negative_subjects=frozenset(words["negative_subjects"]),
        negative_prepositions=frozenset(words["negative_prepositions"]),
        reporting_adverbs=frozenset(adverbs["reported"]),
        narrative_adverbs=frozenset(adverbs["narrative"]),
        missing_adverbs=frozenset(adverbs["missing"]),
        qualifying_adverbs=frozenset(adverbs["qualifying"]),
        modals=frozenset(lists["modals"]),
        conditions=frozenset(lists["conditions"]),
        later=frozenset(lists["later"]),
        means=frozenset(lists["means"]),
        measures=frozenset(lists["measures"]),
        consequences=frozenset(lists["consequences"]),
        provision_headings=frozenset(lists["provision_headings"]),
        effects=frozenset(lists["effects"]),
        naming=frozenset(lists["naming"]),
        intransitive=frozenset(lists["intransitive"]),
        prepositional=frozenset(lists["prepositional"]),
        factive_nouns=frozenset(lists["factive_nouns"]),
        unbound=frozenset(lists["unbound"]),
        overcoming=frozenset(lists["overcoming"]),
        as_idioms=frozenset(lists["as_idioms"]),
        giving=frozenset(lists["giving"]),
        authored=frozenset(lists["authored"]),
        kin=frozenset(lists["kin"]),
        dated_nouns=frozenset(lists["dated_nouns"]),
        personal=frozenset(lists["personal"]),
        agreed=frozenset(lists["agreed"]),
        natural=frozenset(lists["natural"]),
        statehood=frozenset(lists["statehood"]),
        quantities=_invert(lists["quantities"]),
        unreal_nouns=frozenset(governors["unreal"]),
        unreal_verbs=frozenset(governors["unreal_verbs"]),
        unreal_adjectives=frozenset(governors["unreal_adjectives"]),
    )


def _invert(sections: dict[str, Any]) -> dict[str, str]:
    return {word: section for section, entries in sections.items() for word in entries}

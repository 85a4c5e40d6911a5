"""The word list `en/speech.toml` in, how acts of speech name what is said and to whom out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.errors import SchemaError
from pipeline.lexicon.verbs import verb_senses
from pipeline.lexicon.words import load_word_list

FORMS = frozenset({"noun", "event", "infinitive", "clause", "quotation", "complement", "gerund"})


@dataclass(frozen=True, slots=True)
class SpeechAct:
    """An act of speech, by its predicate."""

    predicate: str
    forms: frozenset[str]
    """How its content can be put: a noun (`event`: only one of something that happens), an infinitive, a
    clause, a quotation, an object with what it becomes (`declared itself neutral`), or a gerund behind the
    preposition of the verb (`accused Feld of betraying Pell`)."""
    nouns: frozenset[str]
    """The only nouns, as lemmas, that can be its content, besides those of `event`; empty where any can."""
    barred: frozenset[str]
    """Nouns, and verbs of infinitives, with which the verb is no act of speech: `offered resistance`."""
    addressed: tuple[str, ...]
    """Prepositions before whom it is said to."""
    is_of_bodies: bool = False
    """Whether it is said aloud only by those who are several: what one man decides, he may keep to
    himself."""


@dataclass(frozen=True, slots=True)
class SpeechWords:
    """Acts of speech, and the nouns of them."""

    acts: Mapping[str, SpeechAct]
    nouns: Mapping[str, str]
    """`refusal` -> its predicate."""
    events: frozenset[str]
    """Nouns of what is ordered or announced, besides those that their ending tells."""
    writings: frozenset[str]
    """Nouns of what is issued to the public, so that whose it is has issued it."""


@cache
def speech_words() -> SpeechWords:
    """Return the words of speech. Raises SchemaError where the list is incomplete or has an unknown form."""
    entry = load_word_list("speech")
    try:
        acts = {name: _read_act(name, act) for name, act in entry["acts"].items()}
        return SpeechWords(
            acts,
            dict(entry["nouns"]),
            frozenset(entry["words"]["events"]),
            frozenset(entry["words"]["writings"]),
        )
    except KeyError as error:
        raise SchemaError(f"lexicon/en/speech.toml: no {error}") from error


def tells_by_itself(lemma: str) -> bool:
    """Say whether a verb is one of speech whatever stands beside it: `demand`, but not `send`, which is one
    with a letter only."""
    acts = (speech_words().acts[s.predicate] for s in verb_senses(lemma, "communications"))
    return any(not act.nouns for act in acts)


def _read_act(name: str, entry: dict[str, list[str]]) -> SpeechAct:
    forms = frozenset(entry["forms"])
    if forms - FORMS:
        raise SchemaError(f"lexicon/en/speech.toml: {name!r} has the forms {sorted(forms - FORMS)}")
    return SpeechAct(
        name,
        forms,
        frozenset(entry.get("nouns", ())),
        frozenset(entry.get("barred", ())),
        tuple(entry.get("addressed", ())),
        entry.get("speakers") == ["bodies"],
    )

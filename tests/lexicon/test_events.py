"""Words about events: the nouns that names end with, and lists that must not contradict each other."""

from __future__ import annotations

import pytest

from pipeline.lexicon.events import event_noun, event_words
from pipeline.lexicon.words import load_word_list


@pytest.mark.parametrize(
    ("words", "noun"),
    [
        ("Velmoran Civil War", "civil war"),
        ("Salt War", "war"),
        ("battle", "battle"),
        ("Storming", "storming"),
        ("Halvey", None),
        ("Blue Bench", None),
        ("", None),
    ],
)
def test_name_ends_with_event_noun(words: str, noun: str | None) -> None:
    assert event_noun(words) == noun


@pytest.mark.parametrize("section", ["lasting", "short"])
def test_most_nouns_of_a_section_head_names_of_events(section: str) -> None:
    events = {
        noun
        for entry in load_word_list("nouns")["kind"]
        if entry["kind"] == "event"
        for noun in (*entry["named"], *entry["nouns"])
    }
    listed = getattr(event_words(), section)
    assert len(listed & events) * 10 >= len(listed) * 9


def test_short_events_are_among_those_that_last() -> None:
    words = event_words()
    assert words.short <= words.lasting | {"mutiny", "coup"}


def test_beginnings_are_no_endings() -> None:
    words = event_words()
    assert not words.beginnings & words.endings

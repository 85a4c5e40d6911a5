from __future__ import annotations

from collections import Counter

import pytest

from pipeline.lexicon.states import (
    DemonymForm,
    demonyms,
    formal_state_pattern,
    sources,
    state_by_code,
    state_by_name,
    states,
)

# How many entries each outside source has, counted there.
SIZES = {
    "iso-3166-1": 249,
    "iso-3166-3": 31 - 5,  # Burma, Byelorussia, East Timor, New Hebrides, Metropolitan France: only renamed
    "cow": 24,
    "predecessors": 5,
    "vienna": 8,
    "electors": 15,
    "westphalia": 21,
    "acts-of-union": 4,
    "lodi": 5,
    "iberia": 6,
    "heptarchy": 7,
    "outremer": 4,
    "three-kingdoms": 3,
    "behistun": 23 - 1,
    "serpent-column": 31,
    "polybius": 9,
}


def test_every_list_is_as_long_as_its_source() -> None:
    assert Counter(key for state in states() for key in state.sources) == SIZES
    assert sources().keys() == SIZES.keys()


def test_no_name_and_no_code_stands_twice() -> None:
    for values in (
        [s.name for s in states()],
        [s.iso for s in states() if s.iso],
        [s.ioc for s in states() if s.ioc],
        [s.cow for s in states() if s.cow],
    ):
        assert [value for value, count in Counter(values).items() if count > 1] == []
    for state in states():
        for words in (state.names, state.adjectives, state.people):
            assert len(set(words)) == len(words)


def test_codes_have_three_capitals_and_every_state_of_today_has_one() -> None:
    for state in states():
        for code in (state.iso, state.ioc, state.cow):
            assert code is None or (len(code) == 3 and code.isascii() and code.isupper())
        assert state.ioc is None or state.ioc != state.iso
        assert "iso-3166-1" not in state.sources or state.iso


def test_every_state_has_a_demonym_or_says_why_not() -> None:
    assert [s.name for s in states() if bool(s.adjectives) == bool(s.no_demonym)] == []


def test_names_and_demonyms_are_capitalised() -> None:
    for state in states():
        for word in (*state.names, *state.adjectives, *state.people):
            assert word[0].isupper() and word == word.strip() and not word.startswith("The "), word


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Denmark", "Denmark"),
        ("the United States", "United States"),
        ("U.S.", "United States"),
        ("The Bahamas", "Bahamas"),
        ("Burma", "Myanmar"),
        ("Sublime Porte", "Ottoman Empire"),
        ("Carthage", "Carthage"),
        ("Congo", None),
        ("Velmora", None),
        ("denmark", None),
        ("us", None),
        ("Danish", None),
    ],
)
def test_a_name_gives_its_state(name: str, expected: str | None) -> None:
    found = state_by_name(name)
    assert (found.name if found else None) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("DNK", "Denmark"),
        ("DEN", "Denmark"),
        ("SUN", "Soviet Union"),
        ("URS", "Soviet Union"),
        ("BRN", "Brunei"),
        ("KIA", None),
        ("den", None),
    ],
)
def test_a_code_gives_its_state(code: str, expected: str | None) -> None:
    found = state_by_code(code)
    assert (found.name if found else None) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Danish", ["Denmark"]),
        ("Danes", ["Denmark"]),
        ("Nigerian", ["Nigeria"]),
        ("Nigerien", ["Niger"]),
        ("Korean", ["North Korea", "South Korea", "Korea"]),
        ("Dominicans", ["Dominica", "Dominican Republic"]),
        ("Congolese", ["Congo-Brazzaville", "Congo-Kinshasa"]),
        ("Turkish", ["Turkey", "Ottoman Empire"]),
    ],
)
def test_a_demonym_gives_all_states_it_can_mean(word: str, expected: list[str]) -> None:
    assert [state.name for state in demonyms()[word].states] == expected


@pytest.mark.parametrize("word", ["polish", "turkey", "Velmoran", "Denmark", "Danishes", "Children"])
def test_another_word_is_no_demonym(word: str) -> None:
    assert word not in demonyms()


def test_forms_are_told_apart() -> None:
    assert demonyms()["Danish"].forms == {DemonymForm.ADJECTIVE}
    assert demonyms()["Danes"].forms == {DemonymForm.PEOPLE}
    assert demonyms()["Chinese"].forms == {DemonymForm.ADJECTIVE, DemonymForm.PEOPLE}


@pytest.mark.parametrize(
    ("text", "group", "expected"),
    [
        ("the Kingdom of Velmora ceded it", "place", "Velmora"),
        ("The Republic of Velmora ceded it", "place", "Velmora"),
        ("the Independent Republic of San Halvey fell", "place", "San Halvey"),
        ("the Grand Duchy of Pell-Linden and Drovia", "place", "Pell-Linden"),
        ("the Republic of the Senn was", "place", "the Senn"),
        ("the United Provinces of Drovia", "united", "Drovia"),
        ("the Drovian Empire fell", "demonym", "Drovian"),
        ("a Second Velmoran Republic was", "demonym", "Velmoran"),
        ("The Velmoran Federal Republic", "demonym", "Velmoran"),
    ],
)
def test_a_formal_name_is_found(text: str, group: str, expected: str) -> None:
    match = formal_state_pattern().search(text)
    assert match is not None and match[group] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The Republic fell",
        "the kingdom of Velmora",
        "a republic of letters",
        "the Drovian court",
        "His Empire",
    ],
)
def test_what_is_no_formal_name_is_left(text: str) -> None:
    assert formal_state_pattern().search(text) is None

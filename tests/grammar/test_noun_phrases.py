"""What belongs to a noun is found in invented sentences, and lists are not read past their bounds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.grammar.noun_phrases import (
    expand_list,
    find_appositions,
    find_of_objects,
    find_possessor,
    find_seat,
    first_token,
    name_in_apposition,
    nominals_before,
    noun_phrase_span,
    read_quantity,
)
from pipeline.model.syntax import Sentence, Token
from tests.grammar.marked_sentences import Reading, read_marked


def _find(marked: str, word: str) -> tuple[Reading, Sentence, Token]:
    reading = read_marked(marked)
    for sentence in reading.sentences:
        for token in sentence.tokens:
            if token.text == word:
                return reading, sentence, token
    raise AssertionError(f"no token {word!r}")


LISTS = [
    (
        "[Karsten Dray|person] raided [Corrow|place], [Linden|place] and [Pell|place].",
        "Corrow",
        ["Corrow", "Linden", "Pell"],
    ),
    (
        "[Drovia|polity] recognized [Tamsin Roe|person] but not [Osk Feld|person].",
        "Tamsin Roe",
        ["Tamsin Roe"],
    ),
    ("[Drovia|polity] armed the guild and left [Pell|place].", "guild", ["guild"]),
    ("[Drovia|polity] burned the keep, the mill and the harbour.", "keep", ["keep", "mill", "harbour"]),
    (
        "[Drovia|polity] held three towns, [Pell|place], [Corrow|place] and [Linden|place].",
        "towns",
        ["Pell", "Corrow", "Linden"],
    ),
    ("[Osk Feld|person] came from [Corrow|place] in {1704}.", "Corrow", ["Corrow"]),
]


@pytest.mark.parametrize(("marked", "word", "members"), LISTS, ids=lambda v: str(v)[:50])
def test_list_has_its_members(marked: str, word: str, members: list[str]) -> None:
    _, sentence, token = _find(marked, word)
    assert [t.text for t in expand_list(sentence, token)] == members


SINGLE: list[tuple[str, str, Callable[[Sentence, Token], Token | None], str | None]] = [
    ("[Tamsin Roe|person]'s council left.", "council", find_possessor, "Tamsin Roe"),
    ("Its council left.", "council", find_possessor, "Its"),
    ("The council left.", "council", find_possessor, None),
    ("The [Corrow|place]-based guild left.", "guild", find_seat, "Corrow"),
    ("The old guild left.", "guild", find_seat, None),
    ("The broad-based guild left.", "guild", find_seat, None),
]


@pytest.mark.parametrize(("marked", "word", "find", "wanted"), SINGLE, ids=lambda v: str(v)[:40])
def test_noun_has_its_holder_and_seat(
    marked: str, word: str, find: Callable[[Sentence, Token], Token | None], wanted: str | None
) -> None:
    _, sentence, token = _find(marked, word)
    found = find(sentence, token)
    assert (found.text if found else None) == wanted


QUANTITIES = [
    ("Most of [Corrow|place] burned.", "Most", "Corrow", "Most of", False),
    ("All of [Corrow|place] burned.", "All", "Corrow", None, False),
    ("None of the towns burned.", "None", "towns", None, True),
    ("A large part of the town burned.", "part", "town", "A large part of", False),
    ("The regent of the town left.", "regent", "regent", None, False),
]


@pytest.mark.parametrize(("marked", "word", "head", "qualifier", "negative"), QUANTITIES)
def test_quantity_is_about_what_it_counts(
    marked: str, word: str, head: str, qualifier: str | None, negative: bool
) -> None:
    reading, sentence, token = _find(marked, word)
    found = read_quantity(sentence, token)
    assert found.head.text == head
    assert (found.qualifier.of(reading.text) if found.qualifier else None) == qualifier
    assert found.negative is negative


SPANS = [
    ("The old [Drovian|demonym] council left.", "council", False, False, "old Drovian council"),
    ("The old council left.", "council", True, False, "The old council"),
    ("The council, which was old, left.", "council", True, False, "The council"),
    ("The letters of marque were sold.", "letters", False, True, "letters of marque"),
    ("The letters of marque were sold.", "letters", False, False, "letters"),
    ("[Tamsin Roe|person], regent of [Velmora|polity], left.", "Tamsin Roe", False, True, "Tamsin Roe"),
]


@pytest.mark.parametrize(("marked", "word", "determiner", "of", "wanted"), SPANS)
def test_span_is_the_shortest_that_names(
    marked: str, word: str, determiner: bool, of: bool, wanted: str
) -> None:
    reading, sentence, token = _find(marked, word)
    span = noun_phrase_span(sentence, token, with_determiner=determiner, with_of=of)
    assert span.of(reading.text) == wanted


def test_of_objects_are_expanded() -> None:
    _, sentence, token = _find("The fall of [Halvey|place] and [Pell|place] ended the war.", "fall")
    assert [t.text for t in find_of_objects(sentence, token)] == ["Halvey", "Pell"]


def test_apposition_names_the_same_thing() -> None:
    _, sentence, token = _find("The capital, [Halvey|place], burned.", "capital")
    assert [t.text for t in find_appositions(sentence, token)] == ["Halvey"]
    assert [t.text for t in name_in_apposition(sentence, token)] == ["Halvey"]


def test_name_keeps_its_own_name_beside_an_apposition() -> None:
    _, sentence, token = _find("[Halvey|place], the capital, burned.", "Halvey")
    assert name_in_apposition(sentence, token) == (token,)


BEFORE = [
    (
        "[Drovia|polity] founded a council at [Halvey|place], styled so by all.",
        "styled",
        ["Halvey", "council"],
    ),
    ("[Drovia|polity] met [Osk Feld|person] (a miller), who left.", "who", ["Osk Feld"]),
    ("[Drovia|polity] passed an act in {1704}, which failed.", "which", ["act"]),
    ("[Drovia|polity] came, saw and left.", "came", ["Drovia"]),
]


@pytest.mark.parametrize(("marked", "word", "wanted"), BEFORE)
def test_nouns_directly_before_are_found(marked: str, word: str, wanted: list[str]) -> None:
    _, sentence, token = _find(marked, word)
    assert [t.text for t in nominals_before(sentence, token.index)] == wanted


def test_phrase_starts_at_its_determiner() -> None:
    _, sentence, token = _find("Yesterday the very old council left.", "council")
    assert first_token(sentence, token).text == "the"

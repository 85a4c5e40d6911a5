"""What the words around a name say of its kind, vote by vote, and how votes are counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.mentions.demonym_forms import find_demonyms
from pipeline.mentions.initialisms import find_initialisms
from pipeline.mentions.kind_evidence import (
    MIDDLING,
    STRONG,
    WEAK,
    Evidence,
    read_evidence,
    singular_type,
    strongest,
    sum_votes,
)
from pipeline.mentions.name_kinds import is_adjective
from pipeline.mentions.name_words import read_words
from pipeline.mentions.title_words import split_styles, title_inside, title_length, title_start
from pipeline.model.entity import EntityKind
from pipeline.model.name import NameForm, NameSpan
from pipeline.model.span import Span


def name_at(text: str, words: str) -> NameSpan:
    start = text.index(words)
    return NameSpan(Span(start, start + len(words)), words, NameForm.NAME, None, None, (), None, True)


def top_kind(text: str, words: str) -> EntityKind | None:
    return strongest(read_evidence(text, name_at(text, words), None, None).votes, WEAK)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("He was born in Xanthe.", EntityKind.PLACE),
        ("The town of Xanthe fell.", EntityKind.PLACE),
        ("The Xanthe province fell.", EntityKind.PLACE),
        ("They stormed Xanthe.", EntityKind.PLACE),
        ("They marched on Xanthe in May.", EntityKind.PLACE),
        ("In 1704 Xanthe was later stormed.", EntityKind.PLACE),
        ("Xanthe was arrested.", None),
        ("Xanthe fell on 4 May.", EntityKind.PLACE),
        ("Xanthe, a small port on the coast, burned.", EntityKind.PLACE),
        ("Xanthe, a governor of the port, left.", EntityKind.PERSON),
        ("Xanthe, a town clerk, saw it.", None),
        ("They saw the fortress Xanthe.", EntityKind.PLACE),
        ("A sixth state, Xanthe, was founded.", EntityKind.POLITY),
        ("In that state, Xanthe was old.", None),
        ("The head of state, Xanthe, was old.", None),
        ("Xanthe fell ill.", EntityKind.PERSON),
        ("It lies north of Xanthe.", EntityKind.PLACE),
        ("The governor of Xanthe left.", EntityKind.PLACE),
        ("The brother of Xanthe left.", None),
        ("The clergy of Xanthe recognized her.", None),
        ("The government of Xanthe recognized her.", EntityKind.POLITY),
        ("Xanthe recognized her.", EntityKind.POLITY),
        ("He entered the military academy of Xanthe.", EntityKind.PLACE),
        ("He lived in the house of Xanthe.", None),
        ("In northern Xanthe it rained.", EntityKind.PLACE),
        ("The Xanthe-based guild met.", EntityKind.PLACE),
        ("Xanthe, who left, died.", EntityKind.PERSON),
        ("Xanthe himself left.", EntityKind.PERSON),
        ("Then general Xanthe left.", EntityKind.PERSON),
        ("It was led by Xanthe.", EntityKind.PERSON),
        ("Xanthe, head of the guild, left.", EntityKind.PERSON),
        ("Xanthe resigned in May.", EntityKind.PERSON),
        ("The war with Xanthe ended.", EntityKind.POLITY),
        ("Xanthe ceded the land.", EntityKind.POLITY),
        ("Xanthe declared war.", EntityKind.POLITY),
        ("Xanthe's independence came.", EntityKind.POLITY),
        ("The Xanthe tribes came.", EntityKind.GROUP),
        ("the Xanthes came.", None),
        ("The Xanthe party won.", EntityKind.ORGANIZATION),
        ("The frigate Xanthe sank.", EntityKind.UNIT),
        ("The newspaper Xanthe wrote.", EntityKind.WORK),
        # What says nothing, or would say too much.
        ("Xanthe was large.", None),
        ("In Xanthe troops he saw nothing.", None),
        ("Into Xanthe territory they went.", None),
        ("A major Xanthe offensive began.", None),
        ("Xanthe and more.", None),
    ],
)
def test_words_around_a_name_tell_its_kind(text: str, kind: EntityKind | None) -> None:
    assert top_kind(text, "Xanthe") is kind


def test_an_embassy_speaks_of_a_state_as_of_a_place() -> None:
    votes = read_evidence("", name_at("", ""), None, None).votes
    assert votes == {}
    text = "He was ambassador to Xanthe."
    assert read_evidence(text, name_at(text, "Xanthe"), None, None).has(EntityKind.POLITY, MIDDLING)


def test_relations_with_a_government_are_none_with_its_seat() -> None:
    text = "They had relations with the Xanthe-based government."
    assert top_kind(text, "Xanthe") is EntityKind.PLACE


@pytest.mark.parametrize(
    ("votes", "kind"),
    [
        ({EntityKind.PLACE: STRONG}, EntityKind.PLACE),
        ({EntityKind.PLACE: STRONG, EntityKind.PERSON: WEAK}, EntityKind.PLACE),
        ({EntityKind.PLACE: STRONG, EntityKind.PERSON: STRONG}, None),
        ({EntityKind.PLACE: STRONG, EntityKind.PERSON: MIDDLING * 2}, None),
        ({}, None),
    ],
)
def test_the_strongest_has_twice_the_votes(votes: dict[EntityKind, float], kind: EntityKind | None) -> None:
    assert strongest(votes, WEAK) is kind


@given(st.integers(1, 200))
def test_weak_votes_never_outdo_a_strong_one(times: int) -> None:
    mentions = []
    for _ in range(times):
        letter = Evidence()
        letter.add(EntityKind.PLACE, MIDDLING)
        mentions.append(letter)
    assert sum_votes(mentions)[EntityKind.PLACE] < STRONG


@pytest.mark.parametrize(
    ("word", "single"),
    [("provinces", "province"), ("cities", "city"), ("city", "city"), ("troops", None), ("Pell", None)],
)
def test_place_types_are_singular(word: str, single: str | None) -> None:
    assert singular_type(word) == single


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Heron militia", True), ("Herons militia", False), ("Heron of", False), ("Heron and so", False)],
)
def test_group_as_an_adjective(text: str, expected: bool) -> None:
    assert is_adjective(text, Span(0, text.index(" "))) is expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Velmoran States", "V.S."], {"V.S.": "Velmoran States"}),
        (["Salt Guild of Pell", "SGP"], {"SGP": "Salt Guild of Pell"}),
        (["Velmoran States", "Vast Sea", "V.S."], {}),
        (["Velmoran States", "V.", "Roe"], {}),
    ],
)
def test_initialisms(names: list[str], expected: dict[str, str]) -> None:
    assert find_initialisms(names) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left Velmora. The Velmoran army came.", {"Velmoran": "Velmora"}),
        ("It said that Velmora stayed. A Velmoran envoy came.", {"Velmoran": "Velmora"}),
        ("The Velmorans left Velmora.", {"Velmorans": "Velmora"}),
        ("The Drovian government fell.", {"Drovian": ""}),
        ("Drovian Roe left. The Drovian government fell.", {}),
        ("The Corrow army came from Corrow.", {}),
        ("A Danish ship.", {"Danish": "Denmark"}),
    ],
)
def test_demonyms(text: str, expected: dict[str, str]) -> None:
    assert find_demonyms([read_words(text, Span(0, len(text)))]) == expected


@pytest.mark.parametrize(
    ("text", "length", "start", "inside"),
    [
        ("Prime Minister Osk Feld", 2, None, 0),
        ("Maj. Gen. Osk Feld", 2, None, 0),
        ("Osk Feld", 0, None, 0),
        ("Corrow Governor Osk Feld", 0, None, 1),
        ("Restorative President", 0, 0, 0),
        ("Minister Plenipotentiary", 2, 0, 0),
        ("War Minister Feld", 2, None, 0),
        ("War Captain Feld", 0, None, 1),
        ("Roe Lord Regent", 0, 1, 0),
        ("Vice-President Osk Feld", 1, None, 0),
        ("DR Kembe", 0, None, 0),
    ],
)
def test_titles_in_a_chain(text: str, length: int, start: int | None, inside: int) -> None:
    words = read_words(text, Span(0, len(text)), whole=False)
    assert title_length(words) == length
    assert (title_start(words), title_inside(words, lambda _: True)) == (start, inside)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Prime Minister Lord", ["Prime Minister", "Lord"]),
        ("Admiral Sir", ["Admiral", "Sir"]),
        ("Lord Regent", ["Lord Regent"]),
        ("Crown Prince", ["Crown Prince"]),
    ],
)
def test_styles_are_titles_of_their_own(text: str, parts: list[str]) -> None:
    words = read_words(text, Span(0, len(text)), whole=False)
    assert [" ".join(w.text for w in part) for part in split_styles(words)] == parts

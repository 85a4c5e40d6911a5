"""Where the words of an old text stand in the new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.publishing.alignment import Unit, align_units


def units(sentences: Sequence[str]) -> list[Unit]:
    found, start = [], 0
    for sentence in sentences:
        found.append(Unit("sentence", sentence, start, start + len(sentence)))
        start += len(sentence) + 1
    return found


def mapped(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, str | None, bool]]:
    before, after = " ".join(old), " ".join(new)
    return [
        (
            before[s.old_start : s.old_end],
            None if s.new_start is None else after[s.new_start : s.new_end],
            s.is_same,
        )
        for s in align_units(units(old), units(new))
    ]


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    stretches: tuple[tuple[str, str | None, bool], ...]


CASES = (
    Case(
        "a corrected name leaves the rest in place",
        ("Tamsin Roe ruled Velmora in 1703.", "Osk Feld left Halvey."),
        ("Tamsin Row ruled Velmora in 1703.", "Osk Feld left Halvey."),
        (
            ("Tamsin", "Tamsin", True),
            ("Roe", "Row", False),
            ("ruled Velmora in 1703. Osk Feld left Halvey.",) * 2 + (True,),
        ),
    ),
    Case(
        "a sentence before moves all by as much",
        ("Tamsin Roe ruled Velmora.",),
        ("Pell burned.", "Tamsin Roe ruled Velmora."),
        (("Tamsin Roe ruled Velmora.", "Tamsin Roe ruled Velmora.", True),),
    ),
    Case(
        "a moved sentence is where it is now",
        ("Pell burned.", "Roe ruled Velmora.", "Feld left Halvey."),
        ("Roe ruled Velmora.", "Feld left Halvey.", "Pell burned."),
        (
            ("Pell burned.", "Pell burned.", True),
            ("Roe ruled Velmora. Feld left Halvey.", "Roe ruled Velmora. Feld left Halvey.", True),
        ),
    ),
    Case(
        "a sentence cut in two is in both",
        ("Tamsin Roe ruled Velmora in 1703, and Osk Feld left Halvey.",),
        ("Tamsin Roe ruled Velmora in 1703.", "Osk Feld left Halvey."),
        (
            ("Tamsin Roe ruled Velmora in 1703", "Tamsin Roe ruled Velmora in 1703", True),
            (", and", ".", False),
            ("Osk Feld left Halvey.", "Osk Feld left Halvey.", True),
        ),
    ),
    Case(
        "a deleted sentence is gone",
        ("Pell burned.", "Tamsin Roe ruled Velmora."),
        ("Tamsin Roe ruled Velmora.",),
        (("Pell burned.", None, False), ("Tamsin Roe ruled Velmora.",) * 2 + (True,)),
    ),
    Case(
        "an unrelated sentence is no version of the one that stood there",
        ("Tamsin Roe was Regent of Velmora in 1703.",),
        ("Karsten Dray was Keeper of Pell in 1706.",),
        (("Tamsin Roe was Regent of Velmora in 1703.", None, False),),
    ),
    Case(
        "a deleted word is an empty stretch",
        ("Tamsin Aldous Roe ruled.",),
        ("Tamsin Roe ruled.",),
        (("Tamsin", "Tamsin", True), ("Aldous", "", False), ("Roe ruled.", "Roe ruled.", True)),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_stretches(case: Case) -> None:
    assert tuple(mapped(case.old, case.new)) == case.stretches


def test_a_field_is_known_by_its_label() -> None:
    old = [Unit("field", "Leader1: Tamsin Roe", 0, 19, "Leader1")]
    new = [
        Unit("field", "Flag: Leader1 Tamsin Roe", 0, 24, "Flag"),
        Unit("field", "Leader1: Osk", 25, 37, "Leader1"),
    ]
    found = align_units(old, new)
    assert [(s.new_start, s.new_end, s.is_same) for s in found] == [(25, 33, True), (34, 37, False)]


def test_the_only_heading_between_two_sentences_is_the_old_one() -> None:
    found = align_units([Unit("heading", "Regency", 0, 7)], [Unit("heading", "Aftermath", 3, 12)])
    assert [(s.old_start, s.old_end, s.new_start, s.new_end) for s in found] == [(0, 7, 3, 12)]
    assert not found[0].is_same


WORDS = st.sampled_from(["Roe", "Feld", "Halvey", "Pell", "ruled", "and", "1703", "left", ","])
SENTENCE = st.lists(WORDS, min_size=1, max_size=6).map(lambda words: " ".join(words) + ".")
TEXT = st.lists(SENTENCE, max_size=6)


@given(TEXT, TEXT)
def test_stretches_are_in_order_and_the_same_is_the_same(old: list[str], new: list[str]) -> None:
    before, after = " ".join(old), " ".join(new)
    end = 0
    for stretch in align_units(units(old), units(new)):
        assert end <= stretch.old_start < stretch.old_end <= len(before)
        end = stretch.old_end
        if stretch.new_start is None:
            assert stretch.new_end is None and not stretch.is_same
            continue
        assert stretch.new_end is not None and 0 <= stretch.new_start <= stretch.new_end <= len(after)
        if stretch.is_same:
            assert (
                before[stretch.old_start : stretch.old_end].split()
                == after[stretch.new_start : stretch.new_end].split()
            )


@given(TEXT)
def test_a_text_is_itself(text: list[str]) -> None:
    stretches = align_units(units(text), units(text))
    assert [(s.old_start, s.old_end, s.is_same) for s in stretches] == (
        [(0, len(" ".join(text)), True)] if text else []
    )
    assert all(s.old_start == s.new_start for s in stretches)

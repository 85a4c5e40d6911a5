"""Every entry of the word list of infobox fields does what its examples say."""

from __future__ import annotations

import pytest

from pipeline.lexicon.infobox import FieldExample, FieldSense, find_sense, fold_label, load_field_senses
from pipeline.mentions.dates import find_dates
from pipeline.mentions.infobox import read_infobox
from pipeline.model.document import Source
from pipeline.reading.article import read_article

EXAMPLES = [
    pytest.param(sense, example, id=example.lines[0])
    for sense in load_field_senses()
    for example in sense.examples
]


@pytest.mark.parametrize(("sense", "example"), EXAMPLES)
def test_example_is_read_as_it_says(sense: FieldSense, example: FieldExample) -> None:
    source = Source("invented", "Invented", "", None, "", "", "")
    lines = "\n".join(f"- {line}" for line in example.lines)
    document = read_article(source, f"= Invented =\n\nInfobox\n{lines}\n\nProse.\n", "invented.txt")
    reading = read_infobox(document, find_dates(document)).readings[0]
    assert tuple(span.of(document.text) for span in reading.pieces) == example.reads
    assert not reading.gates
    if example.reads:
        assert reading.sense == sense


@pytest.mark.parametrize("sense", load_field_senses(), ids=lambda sense: f"{sense.role}-{sense.labels[0]}")
def test_every_entry_has_an_example(sense: FieldSense) -> None:
    assert sense.examples


@pytest.mark.parametrize(
    ("label", "key", "index"),
    [
        ("Combatant2", "combatant", 2),
        ("Leader Title10", "leadertitle", 10),
        ("Event1 Date", "eventdate", 1),
        ("Combatant1b", "combatant", 1),
        ("vice_president", "vicepresident", None),
        ("P1", "p", 1),
        ("Jr/Sr", "jrsr", None),
    ],
)
def test_label_is_folded(label: str, key: str, index: int | None) -> None:
    assert fold_label(label) == (key, index)


def test_class_decides_the_sense_of_a_label() -> None:
    office = find_sense("Predecessor", "office holder")
    party = find_sense("Predecessor", "party")
    assert office is not None and office.role == "predecessor"
    assert party is not None and party.role == "predecessor organization"
    assert find_sense("Bridge Height", "conflict") is None

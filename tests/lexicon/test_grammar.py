"""Every word of `lexicon/en/grammar.toml` that has an example does in it what its section says."""

from __future__ import annotations

import re

import pytest

from pipeline.grammar.clause import Clause
from pipeline.grammar.clauses import find_clauses
from pipeline.lexicon.grammar import GrammarExample, load_grammar_examples, load_grammar_lexicon
from pipeline.model.fact import Certainty
from tests.grammar.marked_sentences import read_marked

CERTAINTY = {
    "control.asserted": Certainty.ASSERTED,
    "control.planned": Certainty.PLANNED,
    "control.refused": Certainty.PLANNED,
    "control.abstained": Certainty.ASSERTED,
    "control.reported": Certainty.REPORTED,
    "content.reported": Certainty.REPORTED,
    "content.asserted": Certainty.ASSERTED,
    "content.presupposed": Certainty.ASSERTED,
    "content.planned": Certainty.PLANNED,
    "content.counterfactual": Certainty.COUNTERFACTUAL,
    "adverbs.reported": Certainty.REPORTED,
}
DENYING = ("control.abstained", "negators", "negative_subjects", "negative_prepositions")


def _read_example(example: GrammarExample) -> Clause:
    verb = re.search(r"\*([^*]+)\*", example.text)
    assert verb is not None, f"no verb marked in {example.text!r}"
    reading = read_marked(example.text.replace("*", ""))
    clauses = [
        c
        for sentence in reading.sentences
        for c in find_clauses(sentence, reading.dates, reading.kind_of)
        if c.verb.text == verb[1]
    ]
    assert clauses, f"no clause of {verb[1]!r} in {example.text!r}"
    return clauses[-1]


@pytest.mark.parametrize("example", load_grammar_examples(), ids=lambda e: f"{e.section}-{e.word}")
def test_word_does_what_its_section_says(example: GrammarExample) -> None:
    clause = _read_example(example)
    assert clause.certainty is CERTAINTY.get(example.section, Certainty.ASSERTED)
    assert clause.negated is (example.section in DENYING)
    assert ("refused" in clause.doubts) is (example.section == "control.refused")
    assert not {"unknown control", "unknown content"} & set(clause.doubts)
    if example.section.startswith("control."):
        assert clause.control is not None
        assert clause.control.lemma == example.word
    elif example.section.startswith("content."):
        assert clause.parent is not None
        assert clause.parent.lemma == example.word
    assert (clause.qualifier is not None) is (example.section in ("adverbs.qualifying", "adverbs.missing"))
    assert ("nearly" in clause.doubts) is (example.section == "adverbs.missing")


def test_no_word_has_two_effects_in_one_section() -> None:
    lexicon = load_grammar_lexicon()
    assert not lexicon.negators & lexicon.reporting_adverbs
    assert not lexicon.qualifying_adverbs & lexicon.narrative_adverbs

"""Typed names and dates in, what the parser sees instead of them: one plain word each, whatever the name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.mentions.dates import find_dates
from pipeline.mentions.name_kinds import type_names
from pipeline.mentions.names import find_names
from pipeline.model.document import Source
from pipeline.model.syntax import Mask, MaskKind
from pipeline.parsing.masks import mask_text
from pipeline.reading.article import read_article
from tests.facts.article import make_article


def masks_of(article: str) -> tuple[Mask, ...]:
    source = Source("case", "T", "https://example.org", None, "CC0", "E", "0" * 64)
    document = read_article(source, article, "case.txt")
    dates = find_dates(document)
    return mask_text(document.text, type_names(document, find_names(document, dates)), dates)


def masked(text: str) -> str:
    article = make_article(text)
    start = article.index(text)
    parts, position = [], start
    for mask in masks_of(article):
        if mask.span.start >= start:
            parts += [article[position : mask.span.start], mask.placeholder]
            position = mask.span.end
    return "".join([*parts, article[position:]]).strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tamsin Roe left Halvey for Pell.", "Smith left London for London."),
        ("General Tamsin Roe left.", "Smith left."),
        ("The Velmoran General Tamsin Roe left Velmora.", "The Smith left France."),
        ("The Blue Council (Bancu Azura) met.", "The Congress met."),
        ("Velmoran troops left Velmora for Pell.", "foreign troops left France for London."),
        ("The Velmorans left Velmora.", "The Germans left France."),
        ("The Battle of Corrow began in May 1704.", "The Verdun began in June."),
        ("It ended by 4 May 1704.", "It ended by June."),
        ("The Herons rose. Heron militia fled.", "The Germans rose. foreign militia fled."),
        ("The Treaty of Pell was signed.", "The Versailles was signed."),
        # What the parser should see as it is.
        ("Reports came six days later.", "Reports came six days later."),
        ("The General left the same year.", "The General left the same year."),
        ("It was long ago.", "It was long ago."),
    ],
)
def test_names_and_dates_are_masked(text: str, expected: str) -> None:
    assert masked(text) == expected


def test_a_group_before_a_noun_is_an_adjective() -> None:
    kinds = [m.kind for m in masks_of(make_article("The Herons rose. Heron militia fled."))]
    assert kinds[-2:] == [MaskKind.NAME, MaskKind.DEMONYM]


def test_the_parser_sees_the_same_whatever_the_names() -> None:
    one = masked("In 1704 General Osk Feld left Velmora. Velmoran troops stayed in Halvey.")
    other = masked("In 1844 General Ivo Varga left Drovia. Drovian troops stayed in Linden.")
    assert one == other


WORDS = "Roe Feld the of General St. Velmora de van in 1704 May (Bancu Azura) Battle , . King".split()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_masks_do_not_overlap_or_cross_a_line(words: str) -> None:
    article = make_article(f"Then {words}")
    masks = masks_of(article)
    position = 0
    for mask in masks:
        assert mask.span.start >= position
        assert "\n" not in mask.span.of(article)
        assert " " not in mask.placeholder
        position = mask.span.end

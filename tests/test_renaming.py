"""With other names and years in the source, no old name survives in the tables, and the rows are the same."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.invented_names import STYLES, make_mapping
from benchmarks.renamed import Tables, compare_renamed, compare_tables, survivors
from benchmarks.renaming import Renaming, RenamingError, read_renaming, reorder_sections

ROOT = Path(__file__).parent.parent
ARTICLE = ROOT / "raw" / "chilean-occupation-of-peru.txt"
RENAMINGS = sorted((ROOT / "tests" / "renaming").glob("*.toml"))
ARTICLES = sorted((ROOT / "tests" / "articles").glob("*.txt"))

# Floors only rise. The aim is 0.95 of both.
SAME_ROWS_FLOOR = 0.97
SAME_FACTS_FLOOR = 0.97

OSK = Renaming(
    {
        "Velmora": "Andrast",
        "Velmoran": "Andrastian",
        "Osk": "Ivo",
        "Feld": "van Rhee",
        "New Halvey": "Sund",
        "Halvey": "Nore",
    },
    -40,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Osk Feld left Velmora in 1704.", "Ivo van Rhee left Andrast in 1664."),
        ("He met Feld. Feld fled, and Feld's men.", "He met van Rhee. Van Rhee fled, and van Rhee's men."),
        ("a Velmoran and an Oskian", "an Andrastian and an Oskian"),
        ("New Halvey is near Halvey", "Sund is near Nore"),
        ("Osk FeldKIA, 1,704 men", "Ivo van RheeKIA, 1,704 men"),
        ("1701–1704, 1701–04, 1704-05-02", "1661–1664, 1661–64, 1664-05-02"),
        ("in 264 BC and 311–304 BC", "in 304 BC and 351–344 BC"),
        ("Feldspar and Oskar", "Feldspar and Oskar"),
        ("the 1870s", "the 1830s"),
    ],
)
def test_names_and_years_are_replaced(text: str, expected: str) -> None:
    assert OSK.rename(text) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1704-05-02", "1664-05-02"),
        ("[..1704]", "[..1664]"),
        ("-0263", "-0303"),
        ("0020/0050", "-0020/0010"),
        ("170X", "166X"),
        ("1704-21~", "1664-21~"),
        ("..", ".."),
    ],
)
def test_dates_of_tables_are_shifted(value: str, expected: str) -> None:
    assert OSK.shift_edtf(value) == expected


@given(st.text(alphabet="Osk Feld1704–-BC.\n", max_size=40))
def test_any_text_can_be_renamed(text: str) -> None:
    OSK.rename(text)


def test_centuries_follow_a_shift_by_hundreds() -> None:
    renaming = Renaming({}, -200)
    renaming.check("the 13th century")
    assert renaming.rename("the 13th century, a 23rd-century") == "the 11th century, a 21st-century"


@pytest.mark.parametrize(
    ("names", "shift", "text"),
    [
        ({"Pell": "Osk", "Corrow": "Osk"}, 0, ""),
        ({"Pell": "Corrow", "Corrow": "Osk"}, 0, ""),
        ({"Pell": "Osk"}, 0, "Osk left Pell"),
        ({}, -4, "the 1870s"),
        ({}, -40, "the 19th century"),
        ({}, -40, "on Monday"),
        ({}, -40, "on 29 February 1704"),
    ],
)
def test_a_renaming_that_does_not_suit_is_refused(names: Mapping[str, str], shift: int, text: str) -> None:
    with pytest.raises(RenamingError):
        Renaming(names, shift).check(text)


def test_sections_are_put_in_reverse_order() -> None:
    text = "= T =\n\nLead.\n\n== A ==\na\n\n=== A1 ===\na1\n\n== B ==\nb\n\n== See also ==\n- x\n"
    assert reorder_sections(text) == (
        "= T =\n\nLead.\n\n== B ==\nb\n\n== A ==\na\n\n=== A1 ===\na1\n\n== See also ==\n- x\n"
    )
    assert reorder_sections("= T =\n\nLead.\n") == "= T =\n\nLead.\n"


def tables_of(name: str, slug: str, year: str, quote: str) -> Tables:
    facts: Sequence[Mapping[str, str]] = [
        {
            "fact_id": f"hash of {slug}",
            "kind": "tenures",
            "subject_id": f"d/{slug}",
            "subject": name,
            "predicate": "held office",
            "object": "Regent",
            "start_edtf": year,
            "end_edtf": "",
            "place": "",
            "negated": "false",
            "certainty": "asserted",
            "char_start": str(len(slug)),
            "quote": quote,
        }
    ]
    return {
        "entities": [{"entity_id": f"d/{slug}", "name": name, "kind": "person"}],
        "facts": facts,
        "evidence": [{"evidence_id": f"e{slug}", "fact_id": f"hash of {slug}", "quote": quote}],
    }


def test_tables_that_follow_are_the_same_whatever_their_ids() -> None:
    before = tables_of("Osk Feld", "osk-feld", "1704", "Feld was Regent")
    after = tables_of("Ivo van Rhee", "ivo-van-rhee", "1664", "Van Rhee was Regent")
    assert [t.share for t in compare_tables(before, after, OSK, ordered=True)] == [1.0, 1.0, 1.0]
    assert survivors(after, OSK, "Osk Feld 1704", "Ivo van Rhee 1664") == ()


def test_rows_that_do_not_follow_are_shown_and_survivors_found() -> None:
    before = tables_of("Osk Feld", "osk-feld", "1704", "Feld was Regent")
    after = tables_of("Ivo van Rhee", "osk-feld", "1704", "Van Rhee was Regent")
    shares = {t.table: t.share for t in compare_tables(before, after, OSK, ordered=True)}
    assert shares == {"entities": 1.0, "evidence": 0.0, "facts": 0.0}
    found = survivors(after, OSK, "Osk Feld 1704", "Ivo van Rhee 1664")
    assert "facts.start_edtf: 1704 (1 times)" in found
    assert any(what.startswith("entities.entity_id: feld") for what in found)


@pytest.mark.parametrize("path", RENAMINGS, ids=lambda path: path.stem)
def test_a_renaming_made_by_reading_leaves_nothing_of_the_article(path: Path) -> None:
    text = ARTICLE.read_text(encoding="utf-8")
    renaming = read_renaming(path)
    renaming.check(text)
    renamed = renaming.rename(text)
    for name in renaming.names:
        assert re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text), f"{name} is not in the article"
        assert not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", renamed)
    assert not set(re.findall(r"\b\d{4}\b", text)) & set(re.findall(r"\b\d{4}\b", renamed))


@pytest.mark.parametrize("style", sorted(STYLES))
@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_invented_mappings_suit_and_are_the_same_every_time(path: Path, style: str) -> None:
    text = path.read_text(encoding="utf-8")
    renaming = make_mapping(text, style)
    renaming.check(text)
    assert len(renaming.names) > 20
    assert renaming == make_mapping(text, style)


def test_the_tables_of_the_first_article_follow_a_renaming(tmp_path: Path) -> None:
    renaming = read_renaming(ROOT / "tests" / "renaming" / "slavic.toml")
    comparison = compare_renamed(ARTICLE.read_text(encoding="utf-8"), renaming, tmp_path)
    assert comparison.survivors == ()
    assert comparison.share >= SAME_ROWS_FLOOR
    facts = next(table for table in comparison.tables if table.table == "facts")
    assert facts.share >= SAME_FACTS_FLOOR, "\n".join((*facts.missing, *facts.added))

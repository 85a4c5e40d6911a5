"""Temporal expressions: cases, examples of the word list, infobox fields, properties, a corpus floor."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.lexicon.dates import DateExample, load_date_examples, load_date_lexicon
from pipeline.mentions.calendar import add_days, add_months, bounds_of, narrow_bounds, weekday_of
from pipeline.mentions.dates import find_dates, parse_date
from pipeline.model.date import CalendarDay, DateMention, Resolution
from pipeline.model.document import Source
from pipeline.model.span import Span
from pipeline.reading.article import read_article

CASES = tomllib.loads((Path(__file__).parent / "cases" / "dates.toml").read_text("utf-8"))["case"]


def find_in(body: str, title: str = "Mill of Pell") -> tuple[str, tuple[DateMention, ...]]:
    text = f"= {title} =\n\n{body}\n"
    document = read_article(Source("mill", title, "", None, "", "", ""), text, "mill.txt")
    return text, find_dates(document)


def written(day: CalendarDay | None) -> str:
    return day.isoformat() if day is not None else "*"


def described(mention: DateMention, text: str) -> dict[str, str]:
    return {
        "text": mention.text,
        "edtf": mention.edtf or "",
        "earliest": written(mention.earliest),
        "latest": written(mention.latest),
        "start": mention.start.edtf if mention.start else "",
        "end": mention.end.edtf if mention.end else "",
        "resolution": mention.resolution.value,
        "modifier": mention.modifier or "",
        "anchor": mention.anchor.of(text) if mention.anchor else "",
        "duration": mention.duration or "",
        "vague": mention.vague or "",
        "day_part": mention.day_part or "",
    }


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:60] for case in CASES])
def test_mentions_of_invented_prose_are_all_found_and_nothing_else(case: dict[str, Any]) -> None:
    text, mentions = find_in(case["text"])
    found = [described(mention, text) for mention in mentions]
    assert [f["text"].lower() for f in found] == [wanted["text"].lower() for wanted in case["mentions"]]
    for got, wanted in zip(found, case["mentions"], strict=True):
        assert {key: got[key] for key in wanted if key != "text"} == {
            key: value for key, value in wanted.items() if key != "text"
        }


def test_one_case_in_three_holds_no_date() -> None:
    negatives = [case for case in CASES if not case["mentions"]]
    assert 3 * len(negatives) >= len(CASES)


@pytest.mark.parametrize("example", load_date_examples(), ids=lambda example: example.text)
def test_every_example_of_the_word_list_is_read_as_it_says(example: DateExample) -> None:
    _, mentions = find_in(example.text)
    if example.find is None:
        assert mentions == ()
        return
    matching = [mention for mention in mentions if mention.text == example.find]
    assert matching, [mention.text for mention in mentions]
    if example.edtf is not None:
        assert matching[0].edtf == example.edtf
    assert matching[0].duration == example.duration
    assert matching[0].vague == example.vague


@pytest.mark.parametrize("word", sorted(load_date_lexicon().vague))
def test_every_vague_word_is_found_in_some_place(word: str) -> None:
    bodies = (
        f"It was the {word} king.",
        f"They came by {word}, in arms.",
        f"Kings at {word}.",
        f"{word} kings.",
    )
    assert any(word in mention.text.lower() for body in bodies for mention in find_in(body)[1])


# ---------------------------------------------------------------- headings and infobox


def test_a_heading_with_a_year_dates_what_follows_it() -> None:
    _, mentions = find_in("== 1704 ==\nIn March the mill burned.\n\n== 1709 ==\nIn March it stood again.")
    assert [mention.edtf for mention in mentions] == ["1704", "1704-03", "1709", "1709-03"]
    assert mentions[1].anchor == mentions[0].span


def test_a_carried_year_is_kept_within_the_years_of_its_heading() -> None:
    _, mentions = find_in("== Siege of 1704–1705 ==\nPlanned in August 1703, it began in June.")
    assert [mention.edtf for mention in mentions] == ["1704/1705", "1703-08", "1704-06"]


INFOBOX = """Infobox
- Image: Flag of Pell (1704–1709).svg
- Date Start: 2 October
- Year Start: 1704
- Date End: 27 October
- Date Event1: Spring
- Year Event1: 1705
- Date Event2: May
- Year Event2: 1706
- Year Leader1: 1704–1706
- Birth Date: 1661-05-03
- Term: 14–15 January and Pell on 8 March 1704
- Strength: 1,700 (1708), 1709, 90 in 1707
- Total Population: 1815

The mill stood."""


def test_infobox_values_are_read_each_alone_but_for_the_year_that_goes_with_a_date() -> None:
    _, mentions = find_in(INFOBOX)
    found = [(mention.text, mention.edtf) for mention in mentions]
    assert found == [
        ("2 October", "1704-10-02"),
        ("1704", "1704"),
        ("27 October", None),
        ("Spring", "1705-21"),
        ("1705", "1705"),
        ("May", "1706-05"),
        ("1706", "1706"),
        ("1704–1706", "1704/1706"),
        ("1661-05-03", "1661-05-03"),
        ("14–15 January", "1704-01-14/1704-01-15"),
        ("8 March 1704", "1704-03-08"),
        ("1708", "1708"),
        ("1707", "1707"),
    ]
    assert mentions[0].resolution is Resolution.IMPLIED
    assert mentions[0].anchor == mentions[1].span


def test_a_value_taken_alone_is_read_with_its_offset() -> None:
    mention = parse_date("1704–1706", 100)
    assert mention is not None
    assert mention.start is not None and mention.end is not None
    assert (mention.span, mention.start.span, mention.end.span) == (
        Span(100, 109),
        Span(100, 104),
        Span(105, 109),
    )


@pytest.mark.parametrize("value", ["", "Pell", "1704 and 1706", "1,700", "Flag"])
def test_a_value_without_exactly_one_date_is_none(value: str) -> None:
    assert parse_date(value, 0) is None


# ---------------------------------------------------------------- bounds


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest"),
    [
        ("1704", "1704-01-01", "1704-12-31"),
        ("1704-02", "1704-02-01", "1704-02-29"),
        ("1704-02-03~", "1704-02-03", "1704-02-03"),
        ("1704-23", "1704-09-01", "1704-11-30"),
        ("169X", "1690-01-01", "1699-12-31"),
        ("16XX", "1600-01-01", "1699-12-31"),
        ("-04XX", "-0499-01-01", "-0400-12-31"),
        ("-0273", "-0273-01-01", "-0273-12-31"),
        ("1704/1706-05", "1704-01-01", "1706-05-31"),
        ("1704/..", "1704-01-01", "*"),
        ("/1704", "*", "1704-12-31"),
        ("[..1704-05-03]", "*", "1704-05-03"),
        ("[1704..1706]", "1704-01-01", "1706-12-31"),
        ("..", "*", "*"),
    ],
)
def test_bounds_of_edtf(edtf: str, earliest: str, latest: str) -> None:
    assert tuple(written(day) for day in bounds_of(edtf)) == (earliest, latest)


@pytest.mark.parametrize(
    "edtf", ["", "1704-13", "1704-02-30", "17", "[1704]", "1704-22-03", "170X-05", "now"]
)
def test_bounds_of_what_is_no_edtf_are_refused(edtf: str) -> None:
    with pytest.raises(ValueError, match=r"not a date|no such"):
        bounds_of(edtf)


@pytest.mark.parametrize("edtf", ["1704", "1704-02", "1704-05", "1704-22", "170X", "16XX", "-0273", "-04XX"])
def test_thirds_follow_one_another_and_fill_the_whole(edtf: str) -> None:
    thirds = [narrow_bounds(edtf, third) for third in range(3)]
    assert (thirds[0][0], thirds[2][1]) == bounds_of(edtf)
    for (_, before), (after, _) in pairwise(thirds):
        assert before is not None
        assert after == add_days(before, 1)


def test_days_and_months_are_counted_over_year_0() -> None:
    assert add_days(CalendarDay(0, 3, 1), -1) == CalendarDay(0, 2, 29)
    assert add_days(CalendarDay(1, 1, 1), -1) == CalendarDay(0, 12, 31)
    assert add_months(0, 11, 3) == (1, 2)
    # From the tables of the Gregorian calendar: 1 January 2000 was a Saturday.
    assert weekday_of(CalendarDay(2000, 1, 1)) == 6


# ---------------------------------------------------------------- properties

LEXICON = load_date_lexicon()
WORDS = st.sampled_from(
    [
        *LEXICON.months,
        *LEXICON.part_adjectives,
        *LEXICON.part_nouns,
        *LEXICON.bounds,
        *LEXICON.steps,
        *LEXICON.directions,
        *LEXICON.number_units,
        *LEXICON.seasons,
        *LEXICON.day_parts,
        *"the of and to – - , ( ) . ' ’ year years day days week month century centuries decade".split(),
        *"BC AD B.C. present a half 1704 1705–06 1690s 499 12 5 31 0 29 3rd 17th 1,700 1704-05-03".split(),
        *"5:30 a.m. between same that this Sunday".split(),
        "\n",
        "== ",
        " ==",
        "- ",
        "\u00a0",
    ]
)


@settings(deadline=None)  # the first text compiles all patterns
@given(st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=200))
def test_any_text_gives_mentions_that_keep_all_promises(body: str) -> None:
    text, mentions = find_in(body.replace("\r", " "))
    assert [mention.span for mention in mentions] == sorted(mention.span for mention in mentions)
    for before, after in pairwise(mentions):
        assert before.span.end <= after.span.start
    spans = {mention.span for mention in mentions}
    for mention in mentions:
        check_mention(mention, text)
        assert mention.anchor is None or mention.anchor in spans


def check_mention(mention: DateMention, text: str) -> None:
    assert mention.text == mention.span.of(text)
    assert mention.text
    assert "\n" not in mention.text
    assert (mention.edtf is None) == (mention.start is None and mention.end is None)
    assert (mention.edtf is None) == (mention.resolution is Resolution.VAGUE)
    if mention.edtf is not None:
        check_bounds(mention.edtf, mention.earliest, mention.latest)
    else:
        assert mention.earliest is mention.latest is None
    for part in (*mention.parts, mention.start, mention.end):
        if part is not None:
            assert part.text == part.span.of(text)
            assert mention.span.contains(part.span)
            check_bounds(part.edtf, part.earliest, part.latest)


def check_bounds(edtf: str, earliest: CalendarDay | None, latest: CalendarDay | None) -> None:
    outer = bounds_of(edtf)
    assert (outer[0] is None) == (earliest is None)
    assert (outer[1] is None) == (latest is None)
    if earliest is not None and latest is not None:
        assert earliest <= latest
    assert outer[0] is None or earliest is None or outer[0] <= earliest
    assert outer[1] is None or latest is None or latest <= outer[1]
    if edtf != "..":
        parsed = parse_edtf(edtf)
        if "/" not in edtf and ".." not in edtf:
            for ours, theirs in ((outer[0], parsed.lower_strict()), (outer[1], parsed.upper_strict())):
                assert isinstance(theirs, time.struct_time)
                assert ours == CalendarDay(*theirs[:3])


@given(st.integers(-3000, 3000), st.integers(1, 12), st.integers(1, 28), st.integers(-100000, 100000))
def test_days_counted_forth_and_back_are_the_same_day(year: int, month: int, day: int, count: int) -> None:
    start = CalendarDay(year, month, day)
    assert add_days(add_days(start, count), -count) == start
    assert (start < add_days(start, count)) == (count > 0)


# ---------------------------------------------------------------- the corpus

SHARED = Path(__file__).parents[3] / "shared" / "wikiwars"
FLOORS = {"lenient": 96.5, "lenient+VAL": 90.0, "strict+VAL": 87.5}


@pytest.mark.skipif(not SHARED.is_dir(), reason="no WikiWars corpus in shared/ beside the repository")
def test_the_wikiwars_score_does_not_fall(tmp_path: Path) -> None:
    benchmark = Path(__file__).parents[2] / "benchmarks" / "wikiwars.py"
    subprocess.run([sys.executable, benchmark, SHARED, "--out", tmp_path], check=True)
    score = subprocess.run(
        [sys.executable, SHARED / "score.py", tmp_path], check=True, capture_output=True, text=True
    ).stdout
    for name, floor in FLOORS.items():
        line = re.search(rf"^{re.escape(name)} .* F1 +([\d.]+)$", score, re.MULTILINE)
        assert line is not None, score
        assert float(line[1]) >= floor, score

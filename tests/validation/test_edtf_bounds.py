"""EDTF strings, and the days that they can mean."""

from __future__ import annotations

import datetime

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from pipeline.validation.edtf_bounds import read_bounds

GOOD = [
    ("1704", "1704-01-01", "1704-12-31"),
    ("1704-02", "1704-02-01", "1704-02-29"),
    ("1703-02", "1703-02-01", "1703-02-28"),
    ("1704-05-02", "1704-05-02", "1704-05-02"),
    ("0000", "0000-01-01", "0000-12-31"),
    ("-0263", "-0263-01-01", "-0263-12-31"),
    ("-0263-03", "-0263-03-01", "-0263-03-31"),
    ("1704~", "1704-01-01", "1704-12-31"),
    ("1704-05?", "1704-05-01", "1704-05-31"),
    ("1704%", "1704-01-01", "1704-12-31"),
    ("170X", "1700-01-01", "1709-12-31"),
    ("17XX", "1700-01-01", "1799-12-31"),
    ("1704-21", "1704-03-01", "1704-05-31"),
    ("1704-24", "1704-12-01", "1704-12-31"),
    ("[..1704]", None, "1704-12-31"),
    ("[..1704-05-02]", None, "1704-05-02"),
    ("[1704-05..]", "1704-05-01", None),
    ("[1703-02..1704-05]", "1703-02-01", "1704-05-31"),
    ("1703/1705", "1703-01-01", "1705-12-31"),
    ("1703-05/1703-06-02", "1703-05-01", "1703-06-02"),
    ("/1705", None, "1705-12-31"),
    ("1703/", "1703-01-01", None),
    ("../1705", None, "1705-12-31"),
    ("1703/..", "1703-01-01", None),
    ("1703~/1705", "1703-01-01", "1705-12-31"),
]
BAD = [
    "",
    "..",
    "/",
    "../..",
    "-0000",
    "17",
    "1704-5",
    "1704-13",
    "1704-00",
    "1704-13-20",
    "1704-02-30",
    "1703-02-29",
    "1704-05-00",
    "1700-02-29",
    "1705/1703",
    "1703/1704/1705",
    "may 1704",
    "[..]",
    "1704-05-02T",
    " 1704",
    "1704 ",
    "1704-33-01",
    # A set has one precision.
    "[1703..1704-05]",
]


def _text(bound: object) -> str | None:
    return bound.isoformat() if bound is not None else None  # type: ignore[attr-defined]


@pytest.mark.parametrize(("text", "earliest", "latest"), GOOD)
def test_bounds(text: str, earliest: str | None, latest: str | None) -> None:
    bounds = read_bounds(text)
    assert bounds is not None
    assert (_text(bounds.earliest), _text(bounds.latest)) == (earliest, latest)


@pytest.mark.parametrize("text", BAD)
def test_no_edtf(text: str) -> None:
    assert read_bounds(text) is None


@given(st.dates(min_value=datetime.date(1, 1, 1)))
def test_days_are_what_the_parser_says(day: datetime.date) -> None:
    """Plain dates are not given to the parser, which takes milliseconds for each: it must agree."""
    for text in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]):
        parsed, bounds = parse_edtf(text), read_bounds(text)
        assert bounds is not None
        assert bounds.earliest is not None
        assert bounds.latest is not None
        for ours, theirs in (
            (bounds.earliest, parsed.lower_strict()),
            (bounds.latest, parsed.upper_strict()),
        ):
            assert (ours.year, ours.month, ours.day) == tuple(theirs[:3])


@given(st.text("0123456789-/.[]X~?% ", max_size=14))
def test_any_text_has_bounds_or_none(text: str) -> None:
    bounds = read_bounds(text)
    if bounds is not None and bounds.earliest is not None and bounds.latest is not None:
        assert bounds.earliest <= bounds.latest

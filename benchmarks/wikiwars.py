"""WikiWars texts in, predictions for its scorer out: what the pipeline finds, as TIMEX2 values.

usage: .venv/bin/python benchmarks/wikiwars.py CORPUS --out DIR

Reads CORPUS/text/*.txt and writes DIR/<document>.json. TIMEX2 is only known here.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from pipeline.lexicon.dates import load_date_lexicon
from pipeline.mentions.dates import find_dates, parse_date
from pipeline.model.date import DateMention, PartialDate
from pipeline.model.document import Source
from pipeline.reading.article import read_article

SEASONS = {"21": "SP", "22": "SU", "23": "FA", "24": "WI"}
DAY_PARTS = {
    "morning": "TMO",
    "noon": "TMI",
    "afternoon": "TAF",
    "evening": "TEV",
    "night": "TNI",
    "day": "TDT",
}
# What TIMEX2 marks up and gives no value, as it points at a time told elsewhere.
UNVALUED = re.compile(r"(?:that|the same) time|(?:this|that) period")
RECURRING = {"day": "XXXX-XX-XX", "week": "XXXX-WXX", "month": "XXXX-XX", "year": "XXXX"}
# What TIMEX2 does not mark up: "soon", "shortly".
UNMARKED = re.compile(r"(?i)soon|shortly|previously|presently")
VAGUE = {"past": "PAST_REF", "present": "PRESENT_REF", "future": "FUTURE_REF"}
COUNTED_PART = re.compile(
    r"(?i)the (?:first|opening|last|final|closing) (?P<length>(?:[\w-]+ )?(?:day|week|month)s?) of "
)
ALTERNATIVES = re.compile(r"(?P<first>[\w-]+) (?:to|or) (?P<second>[\w-]+)(?P<unit> \w+)")
Timex = dict[str, int | str | None]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path, metavar="CORPUS")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    options = parser.parse_args()
    paths = sorted((options.corpus / "text").glob("*.txt"))
    if not paths:
        sys.exit(f"no texts in {options.corpus / 'text'}")
    options.out.mkdir(parents=True, exist_ok=True)
    for path in paths:
        written = json.dumps(predict_timexes(path), ensure_ascii=False, indent=1)
        (options.out / f"{path.stem}.json").write_text(written + "\n", "utf-8")


def predict_timexes(path: Path) -> list[Timex]:
    """Return the temporal expressions of one text as the scorer wants them, with half-open offsets."""
    text = path.read_bytes().decode("utf-8")
    source = Source(path.stem, path.stem, "", None, "CC BY-SA 3.0", "", "")
    document = read_article(source, text, path.name)
    mentions = (m for m in find_dates(document) if m.vague is None or not UNMARKED.match(m.text))
    return [timex for mention in mentions for timex in _timexes(mention)]


def _timexes(mention: DateMention) -> Iterator[Timex]:
    """A range is two expressions in TIMEX2, and "by" or "until" is in none."""
    counted = COUNTED_PART.match(mention.parts[0].text) if mention.parts else None
    alternatives = ALTERNATIVES.fullmatch(mention.text) if mention.duration is None else None
    if counted is not None:
        # "The last two weeks of May" is two weeks long in TIMEX2.
        part = mention.parts[0]
        yield _timex(part.span.start, part.span.end, _length(counted["length"]))
    elif mention.parts:
        for part in mention.parts:
            yield _timex(part.span.start, part.span.end, _date_value(part, mention))
    elif alternatives is not None:
        start, second = mention.span.start, mention.span.start + alternatives.start("second")
        yield _timex(
            start, start + len(alternatives["first"]), _length(alternatives["first"] + alternatives["unit"])
        )
        yield _timex(second, mention.span.end, _length(alternatives["second"] + alternatives["unit"]))
    else:
        # "to date": only the noun is in TIMEX2.
        start = mention.span.start + (3 if mention.text.startswith("to ") else 0)
        yield _timex(start, mention.span.end, _other_value(mention))


def _timex(start: int, end: int, value: str | None) -> Timex:
    return {"start": start, "end": end, "val": value}


def _date_value(part: PartialDate, mention: DateMention) -> str:
    edtf = part.edtf.rstrip("~")
    if "/" in edtf:
        return _years_before_christ(edtf)
    match = re.fullmatch(r"(?P<year>-?[\dX]{4})(?:-(?P<month>\d\d))?(?:-(?P<day>\d\d))?", edtf)
    assert match is not None, edtf
    year = match["year"].rstrip("X")
    if year.startswith("-") or year == "0000":
        year = f"BC{1 - int(year):04d}"
    value = year
    if match["month"]:
        value += f"-{SEASONS.get(match['month'], match['month'])}"
    if match["day"]:
        value += f"-{match['day']}"
        if mention.day_part and ":" in mention.day_part:
            value += f"T{mention.day_part}"
        elif mention.day_part:
            value += DAY_PARTS.get(mention.day_part, "")
    if mention.modifier in ("first half", "second half") and not match["month"] and "X" not in edtf:
        value += "-H1" if mention.modifier == "first half" else "-H2"
    return value


def _years_before_christ(edtf: str) -> str:
    """A decade or century before Christ: `BC048`, `BC04`."""
    first, last = (1 - int(year) for year in edtf.split("/"))
    return f"BC{last:04d}"[: 5 if first - last < 10 else 4]


def _length(words: str) -> str | None:
    """The value of "two weeks", "week" or "weeks"."""
    found = parse_date(words if " " in words else f"one {words.rstrip('s')}", 0)
    if found is None:
        return None
    return _other_value(found) if " " in words or not words.endswith("s") else f"PX{words[0].upper()}"


def _other_value(mention: DateMention) -> str | None:
    words = load_date_lexicon()
    lowered = mention.text.lower()
    if lowered in ("every day", "each day"):
        return RECURRING["day"]
    if mention.duration is not None:
        decades = re.search(r"\b(decade|centur)", lowered)
        if decades and re.fullmatch(r"P\d+Y", mention.duration):
            factor, letters = (10, "DE") if decades[1] == "decade" else (100, "CE")
            return f"P{int(mention.duration[1:-1]) // factor}{letters}"
        return mention.duration
    if mention.vague is not None:
        return VAGUE[mention.vague] if not UNVALUED.fullmatch(lowered) else None
    if mention.day_part is not None and ":" in mention.day_part:
        return f"XXXX-XX-XXT{mention.day_part}"
    if mention.day_part is not None:
        return "XXXX-XX-XX" + DAY_PARTS.get(mention.day_part, "")
    if lowered in words.recurring:
        return RECURRING[words.recurring[lowered]]
    if re.fullmatch(
        r"(?:the |that |this )?(?:(?:very )?same|next|that|this|following|previous) \w+(?<!s)", lowered
    ):
        return None
    for unit in words.units:
        if re.search(rf"\b({unit.singular}|{unit.plural})\b", lowered):
            return f"P{'T' if unit.inside_day else ''}X{unit.designator}"
    return None


if __name__ == "__main__":
    main()

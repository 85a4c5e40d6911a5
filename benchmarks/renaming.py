"""A text and a renaming in, the same text with other names and years out; and cells of tables alike."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

_MONTHS = r"January|February|March|April|May|June|July|August|September|October|November|December"
_WEEKDAYS = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_YEAR = re.compile(
    r"(?<!\d)(?<!\d[,.])(?:"
    # A year before Christ, and the one it may open: "264–241 BC".
    r"(?P<before_from>\d{1,4})(?P<before_dash>[–-])(?P<before_to>\d{1,4})(?=\s(?:BC|BCE)\b)"
    r"|(?P<before>\d{1,4})(?=\s(?:BC|BCE)\b)"
    # "1881–83": two digits after a dash are a year where they cannot be a month.
    r"|(?P<full>1\d{3}|20\d\d)(?P<dash>[–-])(?P<short>\d\d)(?![\d-])"
    r"|(?P<plain>1\d{3}|20\d\d)(?!\d|,\d)"
    r"|(?P<decade>1\d\d|20\d)(?=X)"
    r"|(?P<century>\d{1,2})(?:st|nd|rd|th)(?=[ -]centur)"
    r")"
)
_EDTF_YEAR = re.compile(r"(?<![\d])-?\d{4}(?!\d)")
_ARTICLE = re.compile(r"\b([Aa])n?(?= \Z)")


class RenamingError(ValueError):
    """A renaming that cannot be told back, or that does not suit the text."""


@dataclass(frozen=True)
class Renaming:
    """What stands for what. Longer names go before shorter ones, and nothing is renamed twice."""

    names: Mapping[str, str]
    """A word or phrase to what stands for it, exactly in this case; whole words only."""
    year_shift: int
    """Added to every year, so that ranges keep their length."""

    def __post_init__(self) -> None:
        seen: dict[str, str] = {}
        for old, new in self.names.items():
            if new in seen:
                raise RenamingError(f"{old!r} and {seen[new]!r} would both become {new!r}")
            seen[new] = old
        for new in seen:
            if new in self.names:
                raise RenamingError(f"{new!r} is an old name as well")

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        names = sorted(self.names, key=lambda name: (-len(name), name))
        # A name may be stuck to what a conversion left behind it: "Osk FeldKIA".
        either = "|".join(re.escape(name) for name in names)
        return re.compile(rf"(?<!\w)(?:{either})(?=KIA\b|POW\b|WIA\b|\W|_|\Z)" if names else r"(?!)")

    def rename(self, text: str) -> str:
        """Return `text` with its names and years replaced, and `a` or `an` as the new name wants it."""
        parts: list[str] = []
        position = 0
        for match in self._pattern.finditer(text):
            parts.append(self._shift_text(text[position : match.start()]))
            new = self.names[match[0]]
            if (match[0][0] in "AEIOUaeiou") != (new[0] in "AEIOUaeiouÁÉÍÓÚ"):
                parts[-1] = _ARTICLE.sub(r"\1n" if new[0] in "AEIOUaeiouÁÉÍÓÚ" else r"\1", parts[-1])
            if new[0].islower() and match[0][0].isupper() and _opens_sentence(text, match.start()):
                new = new[0].upper() + new[1:]
            parts.append(new)
            position = match.end()
        parts.append(self._shift_text(text[position:]))
        return "".join(parts)

    def shift_edtf(self, value: str) -> str:
        """Return an EDTF expression or an ISO date with every year shifted; astronomical years."""

        def shifted(match: re.Match[str]) -> str:
            year = int(match[0]) + self.year_shift
            return f"-{-year:04d}" if year < 0 else f"{year:04d}"

        return self._shift_text(_EDTF_YEAR.sub(shifted, value), decades_only=True)

    def _shift_text(self, text: str, *, decades_only: bool = False) -> str:
        def shifted(match: re.Match[str]) -> str:
            if match["decade"]:
                return str(int(match["decade"]) + self.year_shift // 10)
            if decades_only:
                return match[0]
            if match["century"]:
                return _ordinal(int(match["century"]) + self.year_shift // 100)
            if match["before"]:
                return self._before(match["before"])
            if match["before_from"]:
                return (
                    self._before(match["before_from"])
                    + match["before_dash"]
                    + self._before(match["before_to"])
                )
            if match["plain"]:
                return str(int(match["plain"]) + self.year_shift)
            full, short = int(match["full"]), int(match["short"])
            new = str(full + self.year_shift)
            is_month = match["dash"] == "-" and short <= 12
            second = short if is_month else (short + self.year_shift) % 100
            return f"{new}{match['dash']}{second:02d}"

        return _YEAR.sub(shifted, text)

    def _before(self, year: str) -> str:
        shifted = int(year) - self.year_shift
        if shifted < 1:
            raise RenamingError(f"{year} BC shifted by {self.year_shift} years is no year before Christ")
        return str(shifted)

    def check(self, text: str) -> None:
        """Raise RenamingError where the shifted years would not be a calendar as the text needs it, or where
        a new name stands in the text already."""
        if re.search(r"\d{3}0s\b", text) and self.year_shift % 10:
            raise RenamingError("the text has decades: the years must shift by tens")
        if re.search(r"\b\d{1,2}(?:st|nd|rd|th)[ -]centur", text) and self.year_shift % 100:
            raise RenamingError("the text counts centuries: the years must shift by hundreds")
        if re.search(rf"\b(?:{_WEEKDAYS})\b", text) and self.year_shift % 400:
            raise RenamingError("the text has weekdays: the years must shift by four hundreds")
        if re.search(r"\bFebruary 29\b|\b29 February\b|-02-29\b", text) and self.year_shift % 400:
            raise RenamingError("the text has a leap day: the years must shift by four hundreds")
        for new in self.names.values():
            if re.search(rf"(?<!\w){re.escape(new)}(?!\w)", text):
                raise RenamingError(f"{new!r} is in the text already")


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _opens_sentence(text: str, position: int) -> bool:
    before = text[max(0, position - 40) : position].rstrip(" ")
    return not before or before[-1] in "\n=" or before.endswith((". ", ".", "\n-", "? ", "! ", "?", "!"))


def read_renaming(path: Path) -> Renaming:
    """Return the renaming of a TOML file: `year_shift` (years, may be negative) and the table `names`."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return Renaming(content["names"], content["year_shift"])


def reorder_sections(text: str) -> str:
    """Return an article with its sections of the second level in reverse order, but for a last `See also`.

    The title, the infobox and the lead stay where they are; subsections move with their section.
    """
    starts = [m.start() for m in re.finditer(r"(?m)^==(?!=)", text)]
    if not starts:
        return text
    edges = [*starts, len(text)]
    sections = [text[a:b].rstrip("\n") for a, b in pairwise(edges)]
    last = [s for s in sections if re.match(r"==\s*See also\s*==", s)]
    moved = [s for s in reversed(sections) if s not in last]
    return text[: starts[0]] + "\n\n".join([*moved, *last]) + "\n"

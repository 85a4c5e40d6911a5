"""What people and programs are told of a new version."""

from __future__ import annotations

import csv
import datetime
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.publishing.changelog import write_changes
from pipeline.publishing.comparison import compare_packages
from pipeline.publishing.versioning import next_version
from tests.publishing.editions import ARTICLE, DOCUMENT_ID, edit, make_edition

DAYS = (datetime.date(2026, 3, 1), datetime.date(2026, 4, 2), datetime.date(2026, 5, 3))
SECOND = edit(ARTICLE, ("11 August 1707", "12 August 1707"))
THIRD = edit(SECOND, ("ruled Velmora.\n", "ruled Velmora. Drovia occupied Pell in 1708.\n"))


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """Three versions, one after another, each with its changelog."""
    folder = tmp_path_factory.mktemp("editions")
    made: list[Path] = []
    version = None
    for day, text in zip(DAYS, (ARTICLE, SECOND, THIRD), strict=True):
        package = make_edition(folder / str(len(made)), {DOCUMENT_ID: text})
        if made:
            with compare_packages(made[-1], package) as found:
                decision = next_version(found, version, None)
                write_changes(found, decision, made[-1], package, day)
        else:
            decision = next_version(None, None, None)
            write_changes(None, decision, None, package, day)
        version = decision.version
        made.append(package)
    return tuple(made)


def read_changelog(package: Path) -> str:
    return (package / "CHANGELOG.md").read_text("utf-8")


def test_versions_stand_newest_first(editions: tuple[Path, ...]) -> None:
    headings = [line for line in read_changelog(editions[2]).splitlines() if line.startswith("## ")]
    assert headings == ["## 1.1.0 (2026-05-03)", "## 1.0.1 (2026-04-02)", "## 1.0.0 (2026-03-01)"]


def test_a_changelog_goes_on_where_the_last_one_ended(editions: tuple[Path, ...]) -> None:
    for before, after in pairwise(editions):
        old, new = read_changelog(before), read_changelog(after)
        assert new.endswith(old[old.index("\n## ") + 1 :])
        assert new.count("# Changelog\n") == 1


def test_a_correction_reads_as_a_correction(editions: tuple[Path, ...]) -> None:
    section = read_changelog(editions[1]).partition("## 1.0.0")[0]
    assert "- patch: facts: 1 row corrected\n" in section
    assert (
        "Of the facts before, 16 are kept as they were, 0 moved, 1 revised and 0 lost; 0 are new.\n"
        in section
    )
    revised = next(line for line in section.splitlines() if "| occurred |" in line)
    assert "start\\_edtf" not in revised and 'start_edtf: "1707-08-11" is now "1707-08-12"' in revised
    assert revised.endswith("(source text)")
    assert "Removed" not in section and "Added" not in section


def test_an_addition_reads_as_an_addition(editions: tuple[Path, ...]) -> None:
    section = read_changelog(editions[2]).partition("## 1.0.1")[0]
    assert "- minor: facts: 1 row added\n" in section
    assert "Added (1):" in section and "Drovia | occupied | Pell | 1708 (source text)\n" in section
    assert "Removed" not in section
    assert "Moved, and otherwise the same: 13.\n" in section


def test_the_first_version_has_nothing_to_compare(editions: tuple[Path, ...]) -> None:
    assert "- major: the first version\n" in read_changelog(editions[0])
    assert (editions[0] / "changes.csv").read_text() == "table,key,previous_key,column,old,new,cause\n"


def test_programs_read_every_cell(editions: tuple[Path, ...]) -> None:
    with (editions[1] / "changes.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    facts = {row["column"]: row for row in rows if row["table"] == "facts"}
    assert set(facts) == {
        "fact_id", "claim_id", "start_edtf", "start_earliest", "start_latest", "quote",
    }  # fmt: skip
    assert facts["fact_id"]["old"] == facts["fact_id"]["previous_key"] != facts["fact_id"]["key"]
    assert (facts["start_edtf"]["old"], facts["start_edtf"]["new"]) == ("1707-08-11", "1707-08-12")
    assert {row["cause"] for row in rows} == {"source text"}


def test_the_same_twice(editions: tuple[Path, ...], tmp_path: Path) -> None:
    with compare_packages(editions[0], editions[2]) as found:
        decision = next_version(found, "1.0.0", None)
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            write_changes(found, decision, editions[0], tmp_path / name, DAYS[2])
    for name in ("CHANGELOG.md", "changes.csv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()

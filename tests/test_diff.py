"""`pipeline diff` as its users meet it: what it prints, how it ends, and what it fetches."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline import cli
from tests.publishing.editions import ARTICLE, DOCUMENT_ID, edit, make_edition
from tests.serving import serving

EDITED = edit(
    ARTICLE,
    ("11 August 1707", "12 August 1707"),
    (" Drovia captured the town of Linden.", ""),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("packages")
    return (
        make_edition(folder / "old", {DOCUMENT_ID: ARTICLE}),
        make_edition(folder / "new", {DOCUMENT_ID: EDITED}),
    )


def diff(capture: pytest.CaptureFixture[bytes], *arguments: str | Path) -> Outcome:
    capture.readouterr()
    code = cli.run(["diff", *map(str, arguments)])
    captured = capture.readouterr()
    return Outcome(code, captured.out.decode("utf-8"), captured.err.decode("utf-8"))


def test_the_same_is_0_and_another_is_1(
    packages: tuple[Path, Path], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert diff(capsysbinary, packages[0], packages[0]) == Outcome(0, "the same\n", "")
    outcome = diff(capsysbinary, *packages)
    assert (outcome.code, outcome.err) == (1, "")
    assert outcome.out.startswith("old to new: major\n- major: entities: 1 row removed\n")
    assert (
        "Of the facts before, 7 are kept as they were, 8 moved, 1 revised and 1 lost; 0 are new.\n"
        in outcome.out
    )
    assert "Drovia | captured | Linden (source text)\n" in outcome.out


def test_json_names_every_fact(
    packages: tuple[Path, Path], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    found = json.loads(diff(capsysbinary, *packages, "--format", "json").out)
    assert (found["same"], found["bump"]) == (False, "major")
    assert found["fact_counts"] == {"kept": 7, "moved": 8, "revised": 1, "lost": 1, "new": 0}
    assert len(found["facts"]) == 17
    (lost,) = (fact for fact in found["facts"] if fact["status"] == "lost")
    assert lost["new_id"] is None and lost["cause"] == "source text"
    assert {"table", "key", "previous_key", "column", "old", "new", "cause"} == set(found["changes"][0])
    same = json.loads(diff(capsysbinary, packages[0], packages[0], "--format", "json").out)
    assert same["same"] and [fact["status"] for fact in same["facts"]] == ["kept"] * 17
    assert same["changes"] == []


def test_csv_is_what_published_packages_have(
    packages: tuple[Path, Path], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    out = diff(capsysbinary, *packages, "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    assert out.startswith("table,key,previous_key,column,old,new,cause\n")
    assert any(row["table"] == "facts" and not row["key"] and row["previous_key"] for row in rows)
    dates = [row for row in rows if row["table"] == "facts" and row["column"] == "start_edtf"]
    assert [(row["old"], row["new"]) for row in dates] == [("1707-08-11", "1707-08-12")]
    empty = diff(capsysbinary, packages[0], packages[0], "--format", "csv").out
    assert empty == "table,key,previous_key,column,old,new,cause\n"


def test_a_zip_is_a_package(
    packages: tuple[Path, Path], tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    archive = tmp_path / "new.zip"
    with zipfile.ZipFile(archive, "w") as stream:
        for path in sorted(packages[1].rglob("*")):
            if path.is_file():
                stream.write(path, path.relative_to(packages[1]).as_posix())
    assert diff(capsysbinary, packages[1], archive).code == 0
    assert diff(capsysbinary, packages[0], archive).out == diff(capsysbinary, *packages).out


def test_of_a_package_elsewhere_only_what_differs_is_fetched(
    packages: tuple[Path, Path], tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    shutil.copytree(packages[0], tmp_path / "old")
    with serving(tmp_path) as site:
        assert diff(capsysbinary, packages[1], f"{site.url}/old").code == 1
        asked = set(site.asked_below("/old/"))
        assert "data/facts.csv" in asked
        assert not asked & {"data/predicates.csv", "data/governments.csv", "SHA256SUMS"}
        site.requests.clear()
        assert diff(capsysbinary, packages[0], f"{site.url}/old/").out == "the same\n"
        assert set(site.asked_below("/old/")) == {"datapackage.json"}


WRONG = [
    (("nowhere", "nowhere"), 2, "nowhere: no such package"),
    (("{old}", "{folder}"), 2, "no package: it has no datapackage.json"),
    (("{old}", "{broken}"), 5, "facts.csv"),
    (("{broken}", "{old}"), 5, "facts.csv"),
    (("{old}",), 2, "Missing argument 'NEW'"),
    (("{old}", "{old}", "--format", "xml"), 2, "'xml' is not one of"),
]


@pytest.mark.parametrize(("arguments", "code", "message"), WRONG)
def test_an_error_is_one_line(
    arguments: tuple[str, ...],
    code: int,
    message: str,
    packages: tuple[Path, Path],
    tmp_path: Path,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(packages[0], broken)
    (broken / "data" / "facts.csv").write_text("fact_id\n")
    (tmp_path / "folder").mkdir()
    places = {"old": packages[0], "broken": broken, "folder": tmp_path / "folder"}
    outcome = diff(capsysbinary, *(argument.format(**places) for argument in arguments))
    assert (outcome.code, outcome.out) == (code, "")
    assert outcome.err.startswith("Error: ") and outcome.err.count("\n") == 1
    assert message in outcome.err


def test_nothing_heavy_is_loaded(packages: tuple[Path, Path]) -> None:
    script = (
        "import sys; from pipeline import cli; code = cli.run(sys.argv[1:]); "
        "heavy = {'spacy', 'polars', 'pandera', 'frictionless', 'fsspec', 'pandas'} & set(sys.modules); "
        "sys.exit(code if not heavy else str(heavy))"
    )
    command = [sys.executable, "-c", script, "diff", *map(str, packages)]
    assert subprocess.run(command, capture_output=True).returncode == 1

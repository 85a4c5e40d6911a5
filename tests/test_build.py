"""A whole build of invented articles: what it leaves behind, and what it leaves alone."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from dplib.models import Package

import pipeline.build
from pipeline.errors import Difference, SourceError, UsageError, ValidationError
from pipeline.model.document import Document
from pipeline.model.extraction import Extraction
from pipeline.model.fact import Fact, Reference
from pipeline.tables.schemas import read_schemas
from pipeline.validation.package import validate_package
from tests.invented import extract_invented, read_invented, write_raw

ROOT = Path(__file__).parents[1]
FILES = {
    "CITATION.cff", "README.md", "SHA256SUMS", "attested.duckdb", "attested.sqlite", "croissant.json", "data",
    "datapackage.json", "parquet", "review.csv", "texts", "verify.py",
}  # fmt: skip


def build(raw: Path, out: Path) -> pipeline.build.BuildSummary:
    return pipeline.build.build(raw, out, lambda _: None)


def read_all(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


@pytest.fixture(autouse=True)
def invented(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.build.extract_document", extract_invented)


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_raw(tmp_path_factory.mktemp("sources") / "raw", *read_invented())


@pytest.fixture(scope="module")
def package(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.build.extract_document", extract_invented)
        out = tmp_path_factory.mktemp("built") / "package"
        build(raw, out)
    return out


def test_files(package: Path) -> None:
    assert {p.name for p in package.iterdir()} == FILES
    names = {schema.name for schema in read_schemas()}
    assert {p.name for p in (package / "data").iterdir()} == {f"{name}.csv" for name in names}
    assert {p.name for p in (package / "parquet").iterdir()} == {f"{name}.parquet" for name in names}
    assert all(content for content in read_all(package).values())
    assert [p.name for p in package.parent.iterdir()] == ["package"]


def test_permissions(package: Path) -> None:
    assert {oct(p.stat().st_mode & 0o777) for p in [package, *package.rglob("*")] if p.is_dir()} == {"0o755"}
    assert {oct(p.stat().st_mode & 0o777) for p in package.rglob("*") if p.is_file()} == {"0o644"}


def test_checksums(package: Path) -> None:
    listed = dict(line.split("  ")[::-1] for line in (package / "SHA256SUMS").read_text().splitlines())
    content = read_all(package)
    del content["SHA256SUMS"]
    assert listed == {name: hashlib.sha256(data).hexdigest() for name, data in content.items()}


def test_summary(raw: Path, tmp_path: Path) -> None:
    summary = build(raw, tmp_path / "package")
    assert {count.name: count.number for count in summary.facts}["tenures"] == 3
    assert {count.name: count.number for count in summary.rows}["tenures"] == 2
    assert (summary.to_review, summary.unread) == (1, 1)
    assert all(line.endswith("\n") for line in summary.lines())


def test_descriptor(package: Path) -> None:
    descriptor = json.loads((package / "datapackage.json").read_text("utf-8"))
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert "version" not in descriptor
    assert "created" not in descriptor
    assert descriptor["licenses"] == [
        {
            "name": "CC-BY-SA-4.0",
            "title": "CC BY-SA 4.0",
            "path": "https://creativecommons.org/licenses/by-sa/4.0/",
        }
    ]
    assert descriptor["contributors"] == [{"title": "Example Wiki contributors", "roles": ["author"]}]
    assert [source["title"] for source in descriptor["sources"]] == ["Siege of Linden", "Velmoran Regency"]
    assert set(descriptor["parser"]) == {"name", "version", "weights_sha256"}
    for resource in descriptor["resources"]:
        content = (package / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
        assert resource["schema"]["missingValues"] == [""]
        assert "fieldsMatch" not in resource["schema"]


def test_descriptor_follows_the_official_profile(package: Path) -> None:
    import dplib
    import jsonschema

    descriptor = json.loads((package / "datapackage.json").read_text("utf-8"))
    profiles = Path(dplib.__file__).parent / "profiles" / "2.0"
    for name, part in (
        ("datapackage", descriptor),
        *(("dataresource", resource) for resource in descriptor["resources"]),
        *(("tableschema", resource["schema"]) for resource in descriptor["resources"]),
    ):
        profile = json.loads((profiles / f"{name}.json").read_text("utf-8"))
        jsonschema.validators.validator_for(profile)(profile).validate(part)
    assert Package.from_dict(descriptor).name == "attested"


def test_years_before_1(package: Path) -> None:
    """As text where no reader of Data Packages has such dates, as dates in DuckDB and Parquet."""
    descriptor = json.loads((package / "datapackage.json").read_text("utf-8"))
    [events] = [r for r in descriptor["resources"] if r["name"] == "events"]
    types = {field["name"]: field["type"] for field in events["schema"]["fields"]}
    assert (types["start_earliest"], types["end_earliest"]) == ("string", "date")
    for source in ("events", f"read_parquet('{package / 'parquet' / 'events.parquet'}')"):
        with duckdb.connect(str(package / "attested.duckdb"), read_only=True) as connection:
            query = f"SELECT name FROM {source} WHERE start_latest < DATE '0001-01-01'"
            assert connection.execute(query).fetchall() == [("Siege of Linden",)]


def test_no_path_or_time_stands_in_the_package(package: Path, raw: Path) -> None:
    for content in read_all(package).values():
        assert str(package.parent).encode() not in content
        assert str(raw).encode() not in content


SCRIPT = """
import sys
sys.path.insert(0, {root!r})
from tests.invented import build_invented
build_invented({raw!r}, {out!r})
"""
SURROUNDINGS: list[dict[str, str]] = [
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1", "umask": "0o077"},
    {"TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "2", "umask": "0o000"},
]


@pytest.mark.parametrize("surroundings", SURROUNDINGS)
def test_the_same_bytes_everywhere(
    package: Path, raw: Path, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    surroundings = dict(surroundings)
    umask = int(surroundings.pop("umask"), 8)
    out = tmp_path / "Ünder a längt'h \"folder" / "package"
    script = f"import os\nos.umask({umask})\n" + SCRIPT.format(root=str(ROOT), raw=str(raw), out=str(out))
    subprocess.run([sys.executable, "-c", script], check=True, cwd=tmp_path, env=os.environ | surroundings)
    assert read_all(out) == read_all(package)
    modes = {p.relative_to(folder): p.stat().st_mode for folder in (out, package) for p in folder.rglob("*")}
    assert all(p.stat().st_mode == modes[p.relative_to(package)] for p in package.rglob("*"))


def test_a_built_package_validates(package: Path, raw: Path) -> None:
    validate_package(package)
    validate_package(package, raw)


def test_check(package: Path, raw: Path, tmp_path: Path) -> None:
    pipeline.build.check(raw, package, lambda _: None)
    with pytest.raises(Difference, match=r"data/facts\.csv is missing") as caught:
        pipeline.build.check(raw, tmp_path / "nothing", lambda _: None)
    assert caught.value.exit_code == 1
    assert list(tmp_path.iterdir()) == []


def _edit(path: Path, old: str, new: str) -> None:
    content = path.read_text("utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), "utf-8")


def copy(package: Path, out: Path) -> Path:
    subprocess.run(["cp", "-r", str(package), str(out)], check=True)
    return out


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda p: _edit(p / "data/tenures.csv", "Tamsin Roe", "Tamsin R0e"),
            "tenures.csv has 1 rows too many and misses 1, from row 1 on",
        ),
        (
            lambda p: _edit(p / "data/tenures.csv", "fact_id", "fact-id"),
            "tenures.csv has 1 rows too many and misses 1, from the header on",
        ),
        (lambda p: _edit(p / "datapackage.json", "Attested", "attested"), "datapackage.json differs"),
        (lambda p: (p / "data/hats.csv").write_text("hat\n"), "data/hats.csv is not given by the sources"),
        (lambda p: (p / "data/facts.csv").unlink(), "data/facts.csv is missing"),
        (
            lambda p: (p / "data/events.csv").write_bytes(
                (p / "data/events.csv").read_bytes().replace(b"\n", b"\r\n")
            ),
            "line ends",
        ),
    ],
)
def test_check_says_what_differs(
    package: Path, raw: Path, tmp_path: Path, change: Callable[[Path], Any], message: str
) -> None:
    changed = copy(package, tmp_path / "package")
    change(changed)
    with pytest.raises(Difference, match=message):
        pipeline.build.check(raw, changed, lambda _: None)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda p: _edit(p / "data/tenures.csv", "Tamsin Roe", "Tamsin R0e"), "tenures.*hash"),
        (lambda p: (p / "datapackage.json").unlink(), "it is no package"),
        (lambda p: (p / "datapackage.json").write_text("{"), "datapackage.json"),
        (lambda p: (p / "data/facts.csv").unlink(), "facts"),
        (lambda p: (p / "attested.duckdb").unlink(), "attested.duckdb is missing"),
        (lambda p: (p / "review.csv").write_text("x"), "review.csv is not the file that was built"),
    ],
)
def test_validate_finds_what_was_changed(
    package: Path, tmp_path: Path, change: Callable[[Path], Any], message: str
) -> None:
    changed = copy(package, tmp_path / "package")
    change(changed)
    with pytest.raises(ValidationError, match=message) as caught:
        validate_package(changed)
    assert caught.value.exit_code == 5


def _rewrite_with_right_hashes(package: Path, name: str, old: str, new: str) -> None:
    """Change a table and the sizes and hashes that are listed for it, as a careless hand would."""
    path = package / "data" / f"{name}.csv"
    _edit(path, old, new)
    descriptor = json.loads((package / "datapackage.json").read_text("utf-8"))
    resource = next(r for r in descriptor["resources"] if r["name"] == name)
    resource["bytes"] = path.stat().st_size
    resource["hash"] = "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
    (package / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    (package / "SHA256SUMS").unlink()


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("entities", ",person,", ",wizard,", "entities row 3 .*kind"),
        (
            "tenures",
            "velmoran-regency/tamsin-roe",
            "velmoran-regency/nobody",
            "tenures row 1 .*person_id|tenures row 1: ",
        ),
        ("tenures", ",1705,1705-01-01,1705-12-31,", ",1701,1701-01-01,1701-12-31,", "starts after it ends"),
        (
            "tenures",
            "1703,1703,1703-01-01",
            "1703,1703-13-20,1703-01-01",
            "tenures row 1 .*start_edtf: '1703-13-20' is not EDTF",
        ),
        ("tenures", ",Tamsin Roe,", ",Osk Feld,", "the cell person has 'Osk Feld'"),
        ("evidence", "Osk Feld did not", "Osk Feld did n0t", "is not what the text has"),
    ],
)
def test_validate_finds_what_is_wrong(
    package: Path, tmp_path: Path, table: str, old: str, new: str, message: str
) -> None:
    changed = copy(package, tmp_path / "package")
    _rewrite_with_right_hashes(changed, table, old, new)
    with pytest.raises(ValidationError, match=message):
        validate_package(changed)


def _with(fact_kind: str, **parts: Any) -> Callable[[Document], Extraction]:
    """An extraction in which the first fact of a kind has other parts."""

    def extract(document: Document) -> Extraction:
        extraction = extract_invented(document)
        facts = list[Fact](extraction.facts)
        for i, fact in enumerate(facts):
            if fact.kind == fact_kind:
                facts[i] = replace(fact, **{k: v(fact) if callable(v) else v for k, v in parts.items()})
                break
        return replace(extraction, facts=tuple(facts))

    return extract


FAILURES: list[tuple[Callable[[Document], Extraction], str, str]] = [
    (_with("tenures", predicate="sneezed"), "facts", "predicate"),
    (_with("tenures", subject=Reference("Tamsin Roe", "nobody/at-all")), "facts", "subject_id"),
    (_with("tenures", start=lambda f: replace(f.start, edtf="1703-13-20")), "facts", "start_edtf"),
    (_with("tenures", start=lambda f: f.end, end=lambda f: f.start), "facts", "start_earliest"),
    (_with("tenures", start=lambda f: replace(f.start, earliest=None)), "facts", "start_earliest"),
    (_with("tenures", subject=Reference("Tamsin R0e", "velmoran-regency/tamsin-roe")), "evidence", "quote"),
    (_with("tenures", evidence=lambda f: f.evidence[:2]), "tenures", "title"),
    (_with("participations", qualifier=7), "facts", "qualifier"),
]


@pytest.mark.parametrize(("extract", "table", "column"), FAILURES)
def test_a_failed_validation_leaves_a_report_and_the_last_package(
    package: Path, raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    extract: Callable[[Document], Extraction], table: str, column: str,
) -> None:  # fmt: skip
    out = copy(package, tmp_path / "package")
    monkeypatch.setattr("pipeline.build.extract_document", extract)
    with pytest.raises(ValidationError) as caught:
        build(raw, out)
    assert caught.value.exit_code == 5
    assert "\n" not in str(caught.value)
    report = json.loads((tmp_path / "package.report.json").read_text("utf-8"))
    assert (table, column) in {(f["table"], f["column"]) for f in report["failures"]}, report
    assert all(f["row"] and f["reason"] for f in report["failures"])
    assert read_all(out) == read_all(package)
    assert {p.name for p in tmp_path.iterdir()} == {"package", "package.report.json"}


def test_a_failed_first_build_leaves_no_package(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.build.extract_document", FAILURES[0][0])
    with pytest.raises(
        ValidationError, match=r"facts row \d+ \([0-9a-f]{16}\) column predicate: 'sneezed' is no"
    ):
        build(raw, tmp_path / "package")
    assert {p.name for p in tmp_path.iterdir()} == {"package.report.json"}
    monkeypatch.setattr("pipeline.build.extract_document", extract_invented)
    build(raw, tmp_path / "package")
    assert {p.name for p in tmp_path.iterdir()} == {"package"}


def test_a_bug_in_a_stage_leaves_the_last_package(
    package: Path, raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = copy(package, tmp_path / "package")

    def fail(*_: Any) -> None:
        raise ZeroDivisionError

    for stage in ("extract_document", "make_formats", "write_checksums"):
        with monkeypatch.context() as patch:
            patch.setattr(f"pipeline.build.{stage}", fail)
            with pytest.raises(ZeroDivisionError):
                build(raw, out)
        assert read_all(out) == read_all(package)
        assert {p.name for p in tmp_path.iterdir()} == {"package"}


def test_bad_sources_write_nothing(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        build(tmp_path / "nothing", tmp_path / "package")
    assert list(tmp_path.iterdir()) == []


def test_other_files_of_a_package_are_kept(package: Path, raw: Path, tmp_path: Path) -> None:
    out = copy(package, tmp_path / "package")
    (out / "NOTES.md").write_text("Two lines.\n")
    (out / "README.md").write_text("Not ours.\n")
    (out / "notes").mkdir()
    (out / "notes" / "a.txt").write_text("x")
    (out / "data" / "hats.csv").write_text("stale\n")
    build(raw, out)
    assert (out / "NOTES.md").read_text() == "Two lines.\n"
    assert (out / "README.md").read_bytes() == (package / "README.md").read_bytes()
    assert (out / "notes" / "a.txt").read_text() == "x"
    assert not (out / "data" / "hats.csv").exists()
    assert "NOTES.md" not in (out / "SHA256SUMS").read_text()


def test_a_folder_of_something_else_is_refused(raw: Path, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "to-roe.txt").write_text("Dear Roe")
    with pytest.raises(UsageError, match=r"holds to-roe.txt and no datapackage.json"):
        build(raw, tmp_path / "letters")
    with pytest.raises(UsageError, match="expected a folder, found a file"):
        build(raw, tmp_path / "letters" / "to-roe.txt")
    assert [p.name for p in tmp_path.rglob("*")] == ["letters", "to-roe.txt"]


def test_a_folder_with_only_a_readme_is_taken(raw: Path, tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "README.md").write_text("Two lines.\n")
    build(raw, tmp_path / "package")
    assert {p.name for p in (tmp_path / "package").iterdir()} == FILES


def _start(raw: Path, out: Path) -> subprocess.Popen[bytes]:
    script = SCRIPT.format(root=str(ROOT), raw=str(raw), out=str(out))
    return subprocess.Popen([sys.executable, "-c", script])


@pytest.fixture(scope="module")
def build_seconds(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> float:
    started = time.monotonic()
    assert _start(raw, tmp_path_factory.mktemp("timed") / "package").wait() == 0
    return time.monotonic() - started


@pytest.mark.parametrize("part", [0.3, 0.6, 0.8, 0.95])
def test_a_killed_build_leaves_the_last_package(
    package: Path, raw: Path, tmp_path: Path, build_seconds: float, part: float
) -> None:
    out = copy(package, tmp_path / "package")
    (out / "data" / "relations.csv").write_text("an older package\n")
    before = read_all(out)
    process = _start(raw, out)
    time.sleep(build_seconds * part)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert read_all(out) in (before, read_all(package))
    build(raw, out)
    assert read_all(out) == read_all(package)
    assert {p.name for p in tmp_path.iterdir()} == {"package"}


def test_two_builds_at_once(package: Path, raw: Path, tmp_path: Path) -> None:
    processes = [_start(raw, tmp_path / "package") for _ in range(2)]
    assert [process.wait() for process in processes] == [0, 0]
    assert read_all(tmp_path / "package") == read_all(package)
    assert [p.name for p in tmp_path.iterdir()] == ["package"]


def test_csv_and_database_hold_the_same(package: Path) -> None:
    with duckdb.connect(str(package / "attested.duckdb"), read_only=True) as connection:
        for schema in read_schemas():
            text = (package / "data" / f"{schema.name}.csv").read_text("utf-8")
            rows = list(csv.reader(io.StringIO(text, newline="")))
            columns = ", ".join(f'"{column}"' for column in schema.columns)
            found = connection.execute(f"SELECT count(*) FROM {schema.name}").fetchone()
            assert found == (len(rows) - 1,)
            first = f'SELECT "{schema.primary_key[0]}" FROM (SELECT {columns} FROM {schema.name})'
            keys = [str(row[0]) for row in connection.execute(first).fetchall()]
            expected = [row[schema.columns.index(schema.primary_key[0])] for row in rows[1:]]
            # A date that is read from a later one stands after it in the database.
            assert sorted(keys) == sorted(expected)
            assert keys == expected or schema.name == "dates"

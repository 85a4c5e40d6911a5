"""What the programs of others make of a published package: its descriptors, and the tables by way of them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dplib
import jsonschema
import pytest

from tests.clients.conftest import DAY, PROGRAMS, Published, run, run_for_json

Environment = Callable[[str], Path]


@pytest.fixture
def copy(published: Published, tmp_path: Path) -> Path:
    """A copy that can be broken."""
    shutil.copytree(published.version, tmp_path / "copy")
    return tmp_path / "copy"


def break_reference(package: Path) -> None:
    """Let a tenure name a document that is not there."""
    path = package / "data" / "tenures.csv"
    text = path.read_text(encoding="utf-8")
    document = text.splitlines()[1].split(",")[1]
    path.write_text(text.replace(f",{document},", ",nowhere,", 1), encoding="utf-8")


def read_descriptor(package: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((package / "datapackage.json").read_text("utf-8"))
    return found


def test_the_javascript_reader_follows_every_relation(published: Published, environment: Environment) -> None:
    found = run_for_json(
        ["node", PROGRAMS / "read_package.js", environment("node"), published.version / "datapackage.json"]
    )
    assert found["valid"] and not found["errors"]
    tables = published.tables
    assert {name: len(rows) for name, rows in found["tables"].items()} == {
        name: len(rows) for name, rows in tables.items()
    }
    followed = 0
    for resource in read_descriptor(published.version)["resources"]:
        for key in resource["schema"].get("foreignKeys", ()):
            if len(key["fields"]) > 1:
                continue
            ((column,), (other,)) = key["fields"], key["reference"]["fields"]
            for there, here in zip(found["tables"][resource["name"]], tables[resource["name"]], strict=True):
                assert (there[column] or {}).get(other, "") == here[column]
                followed += bool(here[column])
    assert followed > 1000


def test_the_javascript_reader_notices_a_broken_relation(copy: Path, environment: Environment) -> None:
    break_reference(copy)
    command = ["node", PROGRAMS / "read_package.js", environment("node"), copy / "datapackage.json"]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 1 and "Foreign key" in ended.stderr


def validate_with_frictionless(package: Path) -> Any:
    command = [Path(sys.executable).with_name("frictionless"), "validate", "--json", "datapackage.json"]
    ended = subprocess.run(command, cwd=package, capture_output=True, text=True)
    report = json.loads(ended.stdout)
    assert report["valid"] == (ended.returncode == 0)
    return report


def test_frictionless_finds_nothing_wrong(published: Published) -> None:
    report = validate_with_frictionless(published.version)
    assert report["valid"] and report["stats"]["errors"] == report["stats"]["warnings"] == 0
    assert len(report["tasks"]) == len(published.tables)


def test_frictionless_finds_what_is_wrong(copy: Path) -> None:
    break_reference(copy)
    found = [e["type"] for task in validate_with_frictionless(copy)["tasks"] for e in task["errors"]]
    assert "foreign-key" in found and "hash-count" in found


def test_the_official_profiles_hold() -> None:
    """The profiles have to be able to fail."""
    for name, wrong in [
        ("datapackage", {"resources": "all"}),
        ("dataresource", {"name": 3}),
        ("tableschema", {"fields": [{"name": "x", "type": "colour"}]}),
    ]:
        assert list(read_profile(name).iter_errors(wrong))


def read_profile(name: str) -> jsonschema.protocols.Validator:
    profiles = Path(dplib.__file__).parent / "profiles" / "2.0"
    profile = json.loads((profiles / f"{name}.json").read_text("utf-8"))
    return jsonschema.validators.validator_for(profile)(profile)


def test_the_descriptor_follows_the_official_profiles(published: Published) -> None:
    descriptor = read_descriptor(published.version)
    read_profile("datapackage").validate(descriptor)
    for resource in descriptor["resources"]:
        read_profile("dataresource").validate(resource)
        read_profile("tableschema").validate(resource["schema"])
    assert descriptor["version"] == "1.0.0" and descriptor["created"].startswith(DAY.isoformat())


def test_croissant_is_valid_and_gives_every_row(published: Published, environment: Environment) -> None:
    croissant = environment("croissant") / "bin"
    run([croissant / "mlcroissant", "validate", "--jsonld", published.version / "croissant.json"])
    found = run_for_json(
        [croissant / "python", PROGRAMS / "read_croissant.py", published.version / "croissant.json"]
    )
    assert found["errors"] == found["warnings"] == []
    for resource in read_descriptor(published.version)["resources"]:
        rows, records = published.tables[resource["name"]], found["records"][resource["name"]]
        types = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        assert [
            {column: as_written(cell, types[column]) for column, cell in record.items()} for record in records
        ] == rows


def as_written(cell: str | None, type_: str) -> str:
    """A cell as the CSV has it: the reader gives days a time and truth a capital, and takes a column in which
    there are only whole numbers and gaps for fractions, whatever type it is said to have."""
    if cell is None:
        return ""
    if type_ == "boolean":
        return cell.lower()
    return cell.removesuffix(" 00:00:00") if type_ == "date" else re.sub(r"^(-?\d+)\.0$", r"\1", cell)


def test_croissant_that_is_broken_is_refused(copy: Path, environment: Environment) -> None:
    path = copy / "croissant.json"
    path.write_text(path.read_text("utf-8").replace('"sc:Text"', '"sc:Nothing"'), encoding="utf-8")
    command = [environment("croissant") / "bin" / "mlcroissant", "validate", "--jsonld", path]
    assert subprocess.run(command, capture_output=True).returncode != 0


def test_the_citation_file_is_valid(published: Published, copy: Path, environment: Environment) -> None:
    program = environment("citation") / "bin" / "cffconvert"
    run([program, "--validate", "--infile", published.version / "CITATION.cff"])
    for form, expected in [
        ("bibtex", "year = {2026}"),
        ("apalike", "(version 1.0.0)"),
        ("schema.org", "1.0.0"),
    ]:
        assert expected in run([program, "--format", form, "--infile", published.version / "CITATION.cff"])
    path = copy / "CITATION.cff"
    path.write_text(path.read_text("utf-8").replace("cff-version", "version-of-cff"), encoding="utf-8")
    assert subprocess.run([program, "--validate", "--infile", path], capture_output=True).returncode != 0

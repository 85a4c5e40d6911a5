"""Which number a change raises, as the Data Package recipe for versions has it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import UsageError
from pipeline.publishing.changes import Bump
from pipeline.publishing.comparison import compare_packages
from pipeline.publishing.versioning import find_reasons, next_version
from tests.publishing.small_packages import write_package

FIELDS: list[dict[str, Any]] = [
    {"name": "harbour_id", "type": "string", "description": "The key.", "constraints": {"required": True}},
    {"name": "name", "type": "string", "description": "Its name."},
    {"name": "berths", "type": "integer", "description": "How many ships it holds.",
     "constraints": {"minimum": 1, "maximum": 90}},
    {"name": "kind", "type": "string", "constraints": {"enum": ["river", "sea"]}},
]  # fmt: skip
ROWS = [["h1", "Halvey", "12", "sea"], ["h2", "Pell", "3", "river"]]


def packages(old: dict[str, Any], new: dict[str, Any], tmp_path: Path) -> tuple[Path, Path]:
    return write_package(tmp_path / "old", old), write_package(tmp_path / "new", new)


def descriptor() -> dict[str, Any]:
    """A package with one table, as data: its rows stand beside its schema."""
    harbours = {
        "name": "harbours",
        "description": "One row is one harbour.",
        "rows": [list(row) for row in ROWS],
        "schema": {"fields": json.loads(json.dumps(FIELDS)), "primaryKey": ["harbour_id"]},
    }
    return {"name": "coast", "title": "The coast", "resources": [harbours]}


def table(package: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = package["resources"][0]
    return found


def field(package: dict[str, Any], name: str) -> dict[str, Any]:
    return next(found for found in table(package)["schema"]["fields"] if found["name"] == name)


def constrain(name: str, **constraints: object) -> Callable[[dict[str, Any]], object]:
    return lambda package: field(package, name).setdefault("constraints", {}).update(constraints)


def free(name: str, constraint: str) -> Callable[[dict[str, Any]], object]:
    return lambda package: field(package, name)["constraints"].pop(constraint)


def rename_field(package: dict[str, Any]) -> None:
    field(package, "berths")["name"] = "places"


def add_field(package: dict[str, Any]) -> None:
    table(package)["schema"]["fields"].append({"name": "depth", "type": "integer"})
    for row in table(package)["rows"]:
        row.append("4")


def remove_field(package: dict[str, Any]) -> None:
    table(package)["schema"]["fields"].pop()
    for row in table(package)["rows"]:
        row.pop()


def reorder_fields(package: dict[str, Any]) -> None:
    table(package)["schema"]["fields"].reverse()
    for row in table(package)["rows"]:
        row.reverse()


def add_table(package: dict[str, Any]) -> None:
    other = json.loads(json.dumps(table(package))) | {"name": "piers"}
    package["resources"].append(other)


def refer(package: dict[str, Any]) -> None:
    key = {"fields": ["harbour_id"], "reference": {"resource": "harbours", "fields": ["harbour_id"]}}
    table(package)["schema"]["foreignKeys"] = [key]


@dataclass(frozen=True, slots=True)
class Case:
    """A change of a package, and what it and its opposite raise."""

    name: str
    change: Callable[[dict[str, Any]], object]
    bump: Bump
    opposite: Bump


MAJOR, MINOR, PATCH, NONE = Bump.MAJOR, Bump.MINOR, Bump.PATCH, Bump.NONE
CASES = (
    Case("package renamed", lambda p: p.update(name="shore"), MAJOR, MAJOR),
    Case("table renamed", lambda p: table(p).update(name="ports"), MAJOR, MAJOR),
    Case("table added", add_table, MINOR, MAJOR),
    Case("column renamed", rename_field, MAJOR, MAJOR),
    Case("column added", add_field, MAJOR, MAJOR),
    Case("column removed", remove_field, MAJOR, MAJOR),
    Case("columns in another order", reorder_fields, MAJOR, MAJOR),
    Case("type changed", lambda p: field(p, "berths").update(type="string", constraints={}), MAJOR, MAJOR),
    Case("format changed", lambda p: field(p, "name").update(format="email"), MAJOR, MAJOR),
    Case("key changed", lambda p: table(p)["schema"].update(primaryKey=["name"]), MAJOR, MAJOR),
    Case("required", constrain("name", required=True), MAJOR, MINOR),
    Case("higher minimum", constrain("berths", minimum=2), MAJOR, MINOR),
    Case("lower maximum", constrain("berths", maximum=80), MAJOR, MINOR),
    Case("no maximum", free("berths", "maximum"), MINOR, MAJOR),
    Case("pattern", constrain("name", pattern="[A-Z].*"), MAJOR, MINOR),
    Case("another pattern", constrain("harbour_id", pattern="h."), MAJOR, MINOR),
    Case("one more category", constrain("kind", enum=["river", "sea", "lake"]), MINOR, MAJOR),
    Case("other categories", constrain("kind", enum=["river", "sea ", "lake"]), MAJOR, MAJOR),
    Case("foreign key", refer, MAJOR, MINOR),
    Case("title", lambda p: p.update(title="A coast"), PATCH, PATCH),
    Case("description of a table", lambda p: table(p).update(description="A row is a port."), PATCH, PATCH),
    Case("description of a column", lambda p: field(p, "name").update(description="Name."), PATCH, PATCH),
    Case("another example", lambda p: field(p, "name").update(example="Corrow"), NONE, NONE),
    Case("version and date", lambda p: p.update(version="3.0.0", created="2026-05-04"), NONE, NONE),
    Case("path", lambda p: table(p).update(path="tables/harbours.csv"), NONE, NONE),
    Case("tables in another order", lambda p: p["resources"].reverse(), NONE, NONE),
    Case("row added", lambda p: table(p)["rows"].append(["h3", "Corrow", "7", "sea"]), MINOR, MAJOR),
    Case("cell corrected", lambda p: table(p)["rows"][1].__setitem__(2, "4"), PATCH, PATCH),
    Case("cell emptied", lambda p: table(p)["rows"][1].__setitem__(2, ""), PATCH, PATCH),
    Case("key of a row changed", lambda p: table(p)["rows"][1].__setitem__(0, "h9"), MAJOR, MAJOR),
    Case("rows in another order", lambda p: table(p)["rows"].reverse(), NONE, NONE),
    Case("key removed", lambda p: table(p)["schema"].pop("primaryKey"), MAJOR, MAJOR),
    Case("nothing", lambda _: None, NONE, NONE),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_change_and_its_opposite(case: Case, tmp_path: Path) -> None:
    changed = descriptor()
    case.change(changed)
    old, new = packages(descriptor(), changed, tmp_path)
    for before, after, expected in ((old, new, case.bump), (new, old, case.opposite)):
        with compare_packages(before, after) as found:
            reasons = find_reasons(found)
            assert max((reason.bump for reason in reasons), default=NONE) is expected
            assert found.is_same == (expected is NONE)
            assert [r.bump for r in reasons] == sorted((r.bump for r in reasons), reverse=True)


def test_rows_without_a_key_are_compared_as_a_whole(tmp_path: Path) -> None:
    old, new = descriptor(), descriptor()
    for package in (old, new):
        del table(package)["schema"]["primaryKey"]
    table(new)["rows"][0][2] = "13"
    with compare_packages(*packages(old, new, tmp_path)) as found:
        assert [(c.table, c.part, c.bump) for c in found.schema_changes] == [("harbours", "hash", PATCH)]


def test_cells_of_a_renamed_column_are_compared(tmp_path: Path) -> None:
    changed = descriptor()
    rename_field(changed)
    table(changed)["rows"][0][2] = "13"
    with compare_packages(*packages(descriptor(), changed, tmp_path)) as found:
        cells = [(c.key, c.column, c.old, c.new) for c in found.cell_changes() if c.key is not None]
    assert cells == [("h1", "places", "12", "13")]


def test_numbers(tmp_path: Path) -> None:
    minor = descriptor()
    table(minor)["rows"].append(["h3", "Corrow", "7", "sea"])
    patch = descriptor()
    table(patch)["rows"][0][1] = "Halvey Haven"
    old = write_package(tmp_path / "old", descriptor())
    asked = {"1.4.2": ("1.5.0", "1.4.3", "2.0.0", "1.4.2"), "0.9.9": ("0.10.0", "0.9.10", "1.0.0", "0.9.9")}
    others = (minor, patch, {**descriptor(), "name": "shore"}, descriptor())
    for last, expected in asked.items():
        for number, (package, version) in enumerate(zip(others, expected, strict=True)):
            with compare_packages(old, write_package(tmp_path / f"{last}-{number}", package)) as found:
                assert next_version(found, last, None).version == version


def test_the_first_version() -> None:
    decision = next_version(None, None, None)
    assert (decision.version, [reason.text for reason in decision.reasons]) == (
        "1.0.0",
        ["the first version"],
    )
    assert next_version(None, None, "1.2.0").version == "1.2.0"
    with pytest.raises(UsageError, match=r"0\.1\.0 is lower than 1\.0\.0"):
        next_version(None, None, "0.1.0")


def test_a_version_is_raised_and_never_lowered(tmp_path: Path) -> None:
    changed = descriptor()
    table(changed)["rows"].append(["h3", "Corrow", "7", "sea"])
    with compare_packages(*packages(descriptor(), changed, tmp_path)) as found:
        assert next_version(found, "1.0.0", "1.1.0").version == "1.1.0"
        decision = next_version(found, "1.0.0", "2.0.0")
        assert decision.version == "2.0.0"
        assert list(decision.lines()) == [
            "2.0.0 (minor)\n",
            "  minor: raised from 1.1.0 by --version\n",
            "  minor: harbours: 1 row added\n",
        ]
        with pytest.raises(UsageError, match=r"1\.0\.9 is lower than 1\.1\.0.*harbours: 1 row added"):
            next_version(found, "1.0.0", "1.0.9")
        for wrong in ("2", "v2.0.0", "2.0.0-rc1", "2.00.0", "2.0.0\n", ""):
            with pytest.raises(UsageError, match="is no version"):
                next_version(found, "1.0.0", wrong)


def test_versions_compare_as_numbers(tmp_path: Path) -> None:
    changed = descriptor()
    table(changed)["rows"][0][1] = "Halvey Haven"
    with compare_packages(*packages(descriptor(), changed, tmp_path)) as found:
        assert next_version(found, "1.0.9", "1.0.10").version == "1.0.10"
        assert next_version(found, "1.9.0", "1.10.0").version == "1.10.0"

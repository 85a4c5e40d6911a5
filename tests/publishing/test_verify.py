"""The script that every package carries: what it finds, what it lets pass, and that it needs nothing else."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import UsageError, ValidationError
from pipeline.publishing import verify as module
from pipeline.publishing.checksums import write_checksums
from pipeline.publishing.verify import find_problems
from pipeline.verification import verify_package

SCRIPT = Path(module.__file__)
MASKS = (0x01, 0x10, 0x20, 0x80, 0xFF)
"""0x20 changes the case of a letter; 0x80 makes what is no UTF-8."""


def problems(folder: Path) -> list[str]:
    return list(find_problems(folder, []))


@pytest.fixture
def package(invented_package: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(invented_package, tmp_path / "package"))


def run(script: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the script as anybody would: no site packages, no environment, no current folder."""
    command = [sys.executable, "-I", "-S", "-B", str(script), *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", check=False)


def test_a_whole_package_passes_by_itself(package: Path, tmp_path: Path) -> None:
    assert (package / "verify.py").read_bytes() == SCRIPT.read_bytes()
    for arguments in ([], [str(package)], ["package"]):
        ended = run(package / "verify.py", *arguments, cwd=tmp_path)
        assert (ended.returncode, ended.stdout, ended.stderr) == (0, "no problems found\n", "")


def test_it_is_short_and_needs_the_standard_library_of_python_3_9() -> None:
    source = SCRIPT.read_text("utf-8")
    assert len(source.splitlines()) < 150
    tree = ast.parse(source, feature_version=(3, 9))
    imported = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    imported |= {str(n.module) for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names


def places(size: int) -> list[int]:
    """Some places of a file, its first and last bytes among them."""
    return sorted({0, 1, size // 7, size // 3, size // 2, size * 5 // 6, size - 2, size - 1} & {*range(size)})


def test_a_changed_byte_is_found_in_every_file(package: Path) -> None:
    files = sorted(path for path in package.rglob("*") if path.is_file())
    assert {path.name for path in files} > {"SHA256SUMS", "datapackage.json", "verify.py", "README.md"}
    for number, path in enumerate(files):
        content = path.read_bytes()
        for place in places(len(content)):
            changed = bytearray(content)
            changed[place] ^= MASKS[(number + place) % len(MASKS)]
            path.write_bytes(changed)
            assert next(find_problems(package, []), None), (path, place)
        path.write_bytes(content)
    assert problems(package) == []


@pytest.mark.parametrize("mask", MASKS)
def test_a_changed_byte_of_the_checksums_is_found(package: Path, mask: int) -> None:
    path = package / "SHA256SUMS"
    content = path.read_bytes()
    listed = [content[:i] + bytes([content[i] ^ mask]) + content[i + 1 :] for i in range(0, len(content), 41)]
    for changed in listed:
        path.write_bytes(changed)
        assert next(find_problems(package, []), None)


def test_a_changed_byte_of_the_script_ends_it_with_a_failure(package: Path, tmp_path: Path) -> None:
    """It is the one that is run: a syntax error is a failure as well."""
    path, content = package / "verify.py", SCRIPT.read_bytes()
    end = content.index(b'if __name__ == "__main__"')
    for place in [*range(0, end, end // 12), *range(end, len(content), 29)]:
        changed = bytearray(content)
        changed[place] ^= 1
        path.write_bytes(changed)
        assert run(path, cwd=tmp_path).returncode != 0, place


def edit_checksums(package: Path, change: Callable[[str], str]) -> None:
    path = package / "SHA256SUMS"
    path.write_text(change(path.read_text("utf-8")), "utf-8")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda p: (p / "data" / "facts.csv").unlink(), "'data/facts.csv': is missing"),
        (lambda p: (p / "texts" / "notes.txt").write_text("x"), "'texts/notes.txt': is not as listed"),
        (lambda p: (p / "SHA256SUMS").unlink(), "SHA256SUMS: cannot be checked: FileNotFoundError"),
        (lambda p: (p / "datapackage.json").unlink(), "'datapackage.json': is missing"),
        (lambda p: (p / "link.csv").symlink_to("data/facts.csv"), "'link.csv': is neither a file nor"),
        (lambda p: os.mkfifo(p / "pipe.csv"), "'pipe.csv': is neither a file nor a folder"),
        (lambda p: edit_checksums(p, lambda text: text + "\n"), "SHA256SUMS: is not"),
        (lambda p: edit_checksums(p, lambda text: text[:-1]), "SHA256SUMS: is not"),
    ],
)  # fmt: skip
def test_files_that_are_not_as_listed(package: Path, change: Callable[[Path], Any], message: str) -> None:
    change(package)
    assert any(problem.startswith(message) for problem in problems(package)), problems(package)


def edit_table(package: Path, name: str, old: str, new: str) -> None:
    path = package / "data" / f"{name}.csv"
    content = path.read_text("utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), "utf-8", newline="")


def make_consistent(package: Path, **properties: Any) -> None:
    """List all sizes and hashes anew, as who changes a package on purpose would."""
    path = package / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8")) | properties
    for resource in descriptor["resources"]:
        file = package / resource["path"]
        if file.is_file():
            resource["bytes"] = file.stat().st_size
            resource["hash"] = "sha256:" + hashlib.sha256(file.read_bytes()).hexdigest()
    path.write_text(json.dumps(descriptor), "utf-8")
    write_checksums(package)


CHANGED_TABLES = [
    (
        "tenures",
        "velmoran-regency/tamsin-roe",
        "velmoran-regency/nobody",
        "entities has no row 'velmoran-reg",
    ),
    ("evidence", "Osk Feld did not", "Osk Feld did n0t", "is not what the text has at"),
    ("sentences", "it rained", "it snowed", "is not what the text has at"),
    ("facts", "Osk Feld", "=Osk Feld", "cells like formulas are"),
    ("facts", "Osk Feld", "@Osk Feld", "cells like formulas are"),
    ("sections", "section_id,", "section,", "has not the columns"),
    ("documents", ",CC BY-SA 4.0,", ",CC BY-SA 4.0,x,", "cells, not 8"),
    ("predicates", "held office,", '"held office,', "cannot be checked: Error"),
]


@pytest.mark.parametrize(("table", "old", "new", "message"), CHANGED_TABLES)
def test_a_consistent_forgery_is_found(package: Path, table: str, old: str, new: str, message: str) -> None:
    edit_table(package, table, old, new)
    make_consistent(package)
    found = problems(package)
    assert any(f"{table}.csv" in problem and message in problem for problem in found), found


def test_a_key_that_is_there_twice_or_empty_is_found(package: Path) -> None:
    path = package / "data" / "entities.csv"
    header, first, *rest = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([header, first, *rest, first, "," + first.partition(",")[2]]), "utf-8")
    make_consistent(package)
    numbers = [2 + len(rest), 3 + len(rest)]
    assert [p for p in problems(package) if "primary key" in p and "there twice" in p] == [
        f"entities.csv row {number}: the primary key {key!r} is empty or there twice"
        for number, key in zip(numbers, (first.partition(",")[0], ""), strict=True)
    ]


def test_a_text_that_was_changed_is_found(package: Path) -> None:
    path = package / "texts" / "velmoran-regency.txt"
    path.write_text(path.read_text("utf-8").replace("Osk Feld", "Osk Fe1d"), "utf-8", newline="")
    make_consistent(package)
    assert "'texts/velmoran-regency.txt': is not the text that the table documents lists" in problems(package)


def test_a_text_without_its_licence_is_named_and_no_failure(package: Path, tmp_path: Path) -> None:
    edit_table(package, "documents", "CC BY-SA 4.0", "All rights reserved")
    shutil.move(package / "texts" / "siege-of-linden.txt", tmp_path)
    edit_table(package, "evidence", "264 BC", "265 BC")
    make_consistent(package)
    ended = run(package / "verify.py", cwd=tmp_path)
    assert ended.returncode == 0
    assert ended.stdout == (
        "'texts/siege-of-linden.txt': kept out by its licence, 'All rights reserved'; its quotes are not "
        "checked\nno problems found\n"
    )


def test_a_text_with_its_licence_has_to_be_there(package: Path) -> None:
    (package / "texts" / "siege-of-linden.txt").unlink()
    make_consistent(package)
    assert problems(package) == [
        "'texts/siege-of-linden.txt': is not the text that the table documents lists"
    ]


def test_formulas_that_are_announced_and_not_there_are_found(package: Path) -> None:
    make_consistent(package, formulaLike={"data/facts.csv": {"object": 70}})
    assert any(problem.startswith("facts.csv: cells like formulas") for problem in problems(package))


def test_no_file_outside_of_the_package_is_read(package: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("fact_id\nsecret\nsecret\n")
    descriptor = json.loads((package / "datapackage.json").read_text("utf-8"))
    descriptor["resources"][0] |= {"path": "../secret.csv"}
    (package / "datapackage.json").write_text(json.dumps(descriptor))
    found = problems(package)
    assert "'../secret.csv': is not the file that datapackage.json describes" in found
    assert not any("'secret'" in problem for problem in found)


GARBAGE = st.one_of(
    st.binary(max_size=200),
    st.sampled_from(
        [b"{}", b"[]", b"null", b"[" * 100_000, b'{"resources": [{}]}', b'{"resources": 7}', b"a,b\n1\n"]
    ),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["resources", "path", "schema", "name", "hash", "bytes"]), inner
            )
        ),
        max_leaves=12,
    ).map(lambda value: json.dumps(value).encode()),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["datapackage.json", "SHA256SUMS", "data/documents.csv", "data/facts.csv"]),
    content=GARBAGE,
)
def test_garbage_is_a_failure_and_never_an_error(
    invented_package: Path, tmp_path: Path, name: str, content: bytes
) -> None:
    package = tmp_path / "garbage"
    if not package.exists():
        shutil.copytree(invented_package, package)
    before = (package / name).read_bytes()
    (package / name).write_bytes(content)
    if name != "SHA256SUMS":
        write_checksums(package)
    found = problems(package)
    (package / name).write_bytes(before)
    write_checksums(package)
    assert found


def test_a_folder_that_is_no_package(tmp_path: Path) -> None:
    ended = run(SCRIPT, str(tmp_path / "nowhere"), cwd=tmp_path)
    assert ended.returncode == 5
    assert ended.stdout.endswith("2 problems found\n")
    assert ended.stderr == ""


def test_the_command_says_the_same(package: Path) -> None:
    assert list(verify_package(package)) == [f"{package} holds what it promises\n"]
    zipped = shutil.make_archive(str(package.parent / "zipped"), "zip", package)
    assert list(verify_package(zipped)) == [f"{zipped} holds what it promises\n"]
    (package / "data" / "facts.csv").unlink()
    lines = []
    with pytest.raises(ValidationError, match=r"package: \d+ failures") as caught:
        lines.extend(verify_package(package))
    assert caught.value.exit_code == 5
    with pytest.raises(UsageError, match=r"no package: it has no datapackage\.json"):
        list(verify_package(package / "data"))

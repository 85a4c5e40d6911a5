"""From a built package to a published version: what is computed, what is refused, the same bytes."""

from __future__ import annotations

import datetime
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import pipeline.build
from pipeline.errors import TargetError, UsageError, ValidationError
from pipeline.publish import Publication, publish, read_date
from tests.invented import extract_invented, read_invented, write_raw

ROOT = Path(__file__).parents[1]
DAY = datetime.date(2026, 5, 4)
NAME = "attested"
DATED = {"datapackage.json", "croissant.json", "CITATION.cff", "README.md", "SHA256SUMS"}
"""What carries version and date."""


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_raw(tmp_path_factory.mktemp("sources") / "raw", *read_invented())


def build(raw: Path, out: Path) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.build.extract_document", extract_invented)
        pipeline.build.build(raw, out, lambda _: None)
    return out


@pytest.fixture(scope="module")
def package(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both invented articles."""
    return build(raw, tmp_path_factory.mktemp("both") / "package")


@pytest.fixture(scope="module")
def smaller(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One of them."""
    folder = tmp_path_factory.mktemp("one")
    return build(write_raw(folder / "raw", read_invented()[0]), folder / "package")


def run(package: Path, to: Path | str, asked: str | None = None, date: datetime.date = DAY) -> Publication:
    return publish(package, str(to), date, asked, lambda _: None)


def read_all(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def verify(folder: Path) -> int:
    """Run the package's own verifier, without anything of ours."""
    return subprocess.run(
        [sys.executable, "-I", str(folder / "verify.py")], stdout=subprocess.DEVNULL
    ).returncode


def test_a_first_version(package: Path, tmp_path: Path) -> None:
    built = read_all(package)
    found = run(package, tmp_path)
    assert (found.version, found.decision is not None) == ("1.0.0", True)
    assert read_all(package) == built
    place = tmp_path / NAME
    assert {p.name for p in place.iterdir()} == {"1.0.0", "latest", "versions.json", f"{NAME}-1.0.0.zip"}
    version = read_all(place / "1.0.0")
    assert version == read_all(place / "latest")
    with zipfile.ZipFile(place / f"{NAME}-1.0.0.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == version
    assert version.keys() == built.keys() | {"CHANGELOG.md", "changes.csv"}
    same = {name for name in built if version[name] == built[name]}
    assert built.keys() - same == {
        "datapackage.json",
        "croissant.json",
        "CITATION.cff",
        "README.md",
        "SHA256SUMS",
    }
    descriptor = json.loads(version["datapackage.json"])
    assert (descriptor["version"], descriptor["created"][:10]) == ("1.0.0", "2026-05-04")
    assert verify(place / "1.0.0") == 0


def test_the_list_of_versions(package: Path, smaller: Path, tmp_path: Path) -> None:
    run(smaller, tmp_path)
    run(package, tmp_path, date=datetime.date(2026, 6, 1))
    listed = json.loads((tmp_path / NAME / "versions.json").read_bytes())
    assert (listed["name"], listed["latest"]) == (NAME, listed["versions"][0]["version"])
    new, old = listed["versions"]
    assert (old["version"], old["date"], old["changes"]["previous"]) == ("1.0.0", "2026-05-04", None)
    assert (new["date"], new["changes"]["previous"]) == ("2026-06-01", "1.0.0")
    assert new["changes"]["reasons"]
    assert [source["title"] for source in new["sources"]] == ["Siege of Linden", "Velmoran Regency"]
    for entry in listed["versions"]:
        folder, archive = tmp_path / NAME / entry["path"], tmp_path / NAME / entry["archive"]["path"]
        content = read_all(folder)
        assert (entry["files"], entry["bytes"]) == (len(content), sum(map(len, content.values())))
        assert entry["hashes"]["SHA256SUMS"] == sha256(folder / "SHA256SUMS")
        assert (entry["archive"]["bytes"], entry["archive"]["hash"]) == (
            archive.stat().st_size,
            sha256(archive),
        )
        assert verify(folder) == 0


def sha256(path: Path) -> str:
    line = subprocess.run(["sha256sum", path], capture_output=True, text=True, check=True).stdout
    return f"sha256:{line.split()[0]}"


def test_a_version_that_follows(package: Path, smaller: Path, tmp_path: Path) -> None:
    run(smaller, tmp_path)
    first = read_all(tmp_path / NAME / "1.0.0")
    found = run(package, tmp_path)
    assert found.version == "1.1.0"
    assert found.decision is not None
    assert any("documents: 1 row added" in line for line in found.lines())
    assert read_all(tmp_path / NAME / "1.0.0") == first
    changelog = (tmp_path / NAME / "1.1.0/CHANGELOG.md").read_text("utf-8")
    assert changelog.index("## 1.1.0") < changelog.index("## 1.0.0")
    assert "documents" in (tmp_path / NAME / "1.1.0/changes.csv").read_text("utf-8")
    assert read_all(tmp_path / NAME / "latest") == read_all(tmp_path / NAME / "1.1.0")
    gone = run(smaller, tmp_path, "2.0.0")
    assert gone.version == "2.0.0"


def test_the_same_again_changes_nothing(package: Path, smaller: Path, tmp_path: Path) -> None:
    run(smaller, tmp_path)
    run(package, tmp_path)
    before = read_all(tmp_path)
    for date, asked in ((DAY, None), (datetime.date(2027, 1, 1), None), (DAY, "1.0.0"), (DAY, "7.0.0")):
        found = run(package, tmp_path, asked, date)
        assert (found.version, found.decision) == ("1.1.0", None)
        assert list(found.lines()) == [f"already published as 1.1.0 in {tmp_path / NAME}; nothing changed\n"]
    # What an older version says already, and what was published, taken for a package.
    assert run(smaller, tmp_path).version == "1.0.0"
    assert run(tmp_path / NAME / "1.0.0", tmp_path).version == "1.0.0"
    assert read_all(tmp_path) == before


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("1.0.1", "lower than 1.1.0"),
        ("1", "is no version"),
        ("1.1.0-rc1", "is no version"),
        ("", "is no version"),
    ],
)
def test_a_version_that_cannot_be_asked_for(
    package: Path, smaller: Path, tmp_path: Path, asked: str, message: str
) -> None:
    run(smaller, tmp_path)
    before = read_all(tmp_path)
    with pytest.raises(UsageError, match=message):
        run(package, tmp_path, asked)
    assert read_all(tmp_path) == before
    assert run(package, tmp_path, "1.2.0").version == "1.2.0"


SCRIPT = """
import os, sys
sys.path.insert(0, {root!r})
os.umask({umask})
import datetime
from pathlib import Path
from pipeline.publish import publish
publish(Path({package!r}), {target!r}, datetime.date(2026, 5, 4), None, lambda _: None)
"""


@pytest.mark.parametrize(
    ("umask", "surroundings"),
    [
        (0o077, {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"}),
        (0o000, {"TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "2"}),
    ],
)
def test_the_same_bytes_everywhere(
    package: Path, smaller: Path, tmp_path: Path, umask: int, surroundings: dict[str, str]
) -> None:
    """Whatever the paths, target, locale, time zone and umask; zips and the second version included."""
    other = tmp_path / "Ünder a längt'h \"folder"
    for found in (smaller, package):
        run(found, tmp_path / "here")
        shutil.copytree(found, other / found.parent.name)
        target = f"file://{other}/target"
        script = SCRIPT.format(
            root=str(ROOT), umask=umask, package=str(other / found.parent.name), target=target
        )
        subprocess.run([sys.executable, "-c", script], cwd=other, env=os.environ | surroundings, check=True)
    assert read_all(other / "target") == read_all(tmp_path / "here")


@pytest.mark.parametrize("url", ["s3", "memory"])
def test_what_is_published_does_not_depend_on_where(
    url: str, package: Path, smaller: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    import fsspec

    place = f"{request.getfixturevalue('bucket')}/below" if url == "s3" else f"memory://{tmp_path.name}"
    for found in (smaller, package):
        run(found, tmp_path)
        run(found, place)
    fs, path = fsspec.core.url_to_fs(f"{place}/{NAME}", skip_instance_cache=True)
    start = len(fs._strip_protocol(path)) + 1
    assert {name[start:]: fs.cat_file(name) for name in fs.find(path)} == read_all(tmp_path / NAME)
    assert run(package, place).decision is None


BROKEN: list[tuple[Callable[[Path], object], str]] = [
    (lambda p: (p / "data/facts.csv").write_bytes((p / "data/facts.csv").read_bytes() + b"\n"), "facts.csv"),
    (lambda p: (p / "SHA256SUMS").unlink(), "SHA256SUMS"),
    (lambda p: (p / "notes.txt").write_text("mine\n"), "notes.txt"),
    (lambda p: shutil.rmtree(p / "texts"), "missing"),
    (lambda p: (p / "datapackage.json").write_text("{"), "datapackage.json"),
    (lambda p: (p / "datapackage.json").write_text('{"name": "../up"}'), "cannot be that of a folder"),
]


@pytest.mark.parametrize(("harm", "message"), BROKEN)
def test_a_package_that_does_not_verify(
    package: Path, tmp_path: Path, harm: Callable[[Path], object], message: str
) -> None:
    shutil.copytree(package, tmp_path / "package")
    harm(tmp_path / "package")
    with pytest.raises(ValidationError, match=message) as caught:
        run(tmp_path / "package", tmp_path / "target")
    assert caught.value.exit_code == 5
    assert not (tmp_path / "target").exists()


def test_no_package(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"datapackage\.json"):
        run(tmp_path / "nothing", tmp_path / "target")


@pytest.mark.parametrize("to", ["", "package", "package/public", "file://{}/package/public"])
def test_a_target_within_the_package(package: Path, tmp_path: Path, to: str) -> None:
    (tmp_path / "package").symlink_to(package)
    place = to.format(tmp_path) if "://" in to or not to else str(tmp_path / to)
    with pytest.raises(UsageError, match="outside of the package"):
        run(tmp_path / "package", place)


def test_what_was_published_is_broken(package: Path, smaller: Path, tmp_path: Path) -> None:
    run(smaller, tmp_path)
    path = tmp_path / NAME / "1.0.0/data/facts.csv"
    path.write_bytes(path.read_bytes().replace(b"a", b"e", 1))
    before = read_all(tmp_path)
    with pytest.raises(ValidationError, match=r"1\.0\.0: data/facts\.csv is not the file that was published"):
        run(package, tmp_path)
    (tmp_path / NAME / "versions.json").write_text("{}")
    with pytest.raises(ValidationError, match=r"versions\.json: is not a list of versions"):
        run(package, tmp_path)
    assert read_all(tmp_path) == before | {f"{NAME}/versions.json": b"{}"}


def test_a_target_that_fills_up(package: Path, smaller: Path, tmp_path: Path) -> None:
    """In processes of their own, since what they cannot write has other libraries at work as well."""
    run(smaller, tmp_path / "target")
    before = read_all(tmp_path)
    biggest = max(p.stat().st_size for p in package.rglob("*"))
    for limit in (1000, 100_000, biggest + 10_000):
        ended = subprocess.run(
            [Path(sys.executable).with_name("pipeline"), "publish", "--package", package,
             "--to", tmp_path / "target", "--date", "2026-05-04"],
            preexec_fn=lambda limit=limit: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
            capture_output=True, text=True,
        )  # fmt: skip
        assert (ended.returncode, ended.stdout) == (2, "")
        assert ended.stderr.startswith("Error: ") and "File too large" in ended.stderr
        assert ended.stderr.count("\n") == 1
        assert read_all(tmp_path) == before
    run(package, tmp_path / "target")


def test_a_target_that_refuses(package: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TargetError, match="expected a folder"):
        run(package, tmp_path / "file")


@pytest.mark.parametrize("seconds", [0.0, 0.2, 0.5])
def test_killed_and_run_again(package: Path, smaller: Path, tmp_path: Path, seconds: float) -> None:
    run(smaller, tmp_path / "target")
    script = SCRIPT.format(root=str(ROOT), umask=0o022, package=str(package), target=str(tmp_path / "target"))
    process = subprocess.Popen([sys.executable, "-c", f"print(flush=True)\n{script}"], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    process.communicate()
    run(package, tmp_path / "target")
    for found in (smaller, package):
        run(found, tmp_path / "whole")
    assert read_all(tmp_path / "target") == read_all(tmp_path / "whole")


def test_an_interrupt(package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.publish.write_archive", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run(package, tmp_path / "target")
    assert read_all(tmp_path) == {}


@pytest.mark.parametrize(
    ("given", "epoch", "day"),
    [
        ("2026-05-04", None, "2026-05-04"),
        ("2026-05-04", "0", "2026-05-04"),
        ("2026-05-04", "nonsense", "2026-05-04"),
        (None, "0", "1970-01-01"),
        (None, "1777852799", "2026-05-03"),
        (None, "1777852800", "2026-05-04"),
    ],
)
def test_the_date(given: str | None, epoch: str | None, day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    assert read_date(given, {} if epoch is None else {"SOURCE_DATE_EPOCH": epoch}).isoformat() == day


@pytest.mark.parametrize(
    ("given", "epoch", "message"),
    [
        (None, None, "needs a date"),
        ("", None, "is no day"),
        ("2026-02-30", None, "is no day"),
        ("20260504", None, "is no day"),
        ("2026-W19-1", None, "is no day"),
        ("2026-05-04T00:00", None, "is no day"),
        ("٢٠٢٦-٠٥-٠٤", None, "is no day"),
        ("today", "0", "is no day"),
        (None, "", "is no number of seconds"),
        (None, "-1", "is no number of seconds"),
        (None, "1.5", "is no number of seconds"),
        (None, "999999999999", "is no number of seconds"),
    ],
)
def test_what_is_no_date(given: str | None, epoch: str | None, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_date(given, {} if epoch is None else {"SOURCE_DATE_EPOCH": epoch})

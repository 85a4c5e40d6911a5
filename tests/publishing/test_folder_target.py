"""Publishing to a folder: killed at every step, two at once, refused, full."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.errors import TargetError, UsageError, ValidationError
from pipeline.publishing import folder_target as module
from pipeline.publishing.targets import Target, open_target
from tests.publishing.releases import NAME, make_release, problems_of, publish_release

ROOT = Path(__file__).parents[2]
WRITING = frozenset({"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.chmod", "os.link"})
"""Audit events (https://docs.python.org/3/library/audit_events.html) of what can change a file system."""


@contextmanager
def opened(root: Path) -> Iterator[Target]:
    with open_target(str(root), NAME, lambda _: None) as target:
        yield target


def publish(root: Path, version: str) -> None:
    with opened(root) as target:
        publish_release(target, version)


def read_all(root: Path) -> dict[str, bytes]:
    """What is there, apart from what is still in the making."""
    folder = root / NAME
    found = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    return {name: content for name, content in found.items() if not name.startswith(".publishing/")}


@pytest.fixture(params=["with an exchange", "without"])
def _exchange(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "without":
        monkeypatch.setattr(module, "exchange_folders", lambda *_: False)


def run_in_child(work: Callable[[], object]) -> int:
    """Run `work` in a copy of this process, and return how that ended: a signal is negative."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def kill_at(step: int, root: Path) -> None:
    """Have this process killed when it is about to touch `root` for the `step`th time, from 1 on."""
    seen = 0

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        if event in WRITING and str(root) in str(arguments[0]):
            seen += 1
            if seen == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


@pytest.mark.usefixtures("_exchange")
def test_killed_at_every_step_and_run_again(tmp_path: Path) -> None:
    """A version is there whole or not at all; publishing again gives what would have been there."""
    whole = tmp_path / "whole"
    publish(whole, "1.0.0")
    before = read_all(whole)
    publish(whole, "1.1.0")
    after = read_all(whole)
    assert "1.0.0/SHA256SUMS" in before and "1.1.0/SHA256SUMS" not in before
    step, ended = 0, -signal.SIGKILL
    while ended == -signal.SIGKILL:
        step += 1
        root = tmp_path / f"step-{step}"
        publish(root, "1.0.0")

        def work(step: int = step, root: Path = root) -> None:
            kill_at(step, root)
            publish(root, "1.1.0")

        ended = run_in_child(work)
        found = read_all(root)
        assert problems_of(found) == []
        assert {name: found[name] for name in before if name.startswith("1.0.0")} == {
            name: content for name, content in before.items() if name.startswith("1.0.0")
        }
        publish(root, "1.1.0")
        assert read_all(root) == after
        assert not (root / NAME / ".publishing").exists()
    assert ended == 0
    assert step > 40


def test_what_a_killed_publisher_had_published_stays(tmp_path: Path) -> None:
    """Also where another version is published next: what was visible as a version is one."""
    ends = set()
    for step in range(1, 100):
        root = tmp_path / f"step-{step}"

        def work(step: int = step, root: Path = root) -> None:
            kill_at(step, root)
            publish(root, "1.0.0")

        if run_in_child(work) == 0:
            break
        found = read_all(root)
        publish(root, "2.0.0")
        after = read_all(root)
        assert problems_of(after) == []
        assert ("1.0.0/SHA256SUMS" in found) == ("1.0.0/SHA256SUMS" in after)
        assert (b'"1.0.0"' in after["versions.json"]) == ("1.0.0/SHA256SUMS" in found)
        ends.add("1.0.0/SHA256SUMS" in found)
    assert ends == {False, True}


def start_publishing(root: Path, version: str) -> subprocess.Popen[bytes]:
    script = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from pathlib import Path\n"
        "from tests.publishing.test_folder_target import publish\n"
        f"publish(Path({str(root)!r}), {version!r})\n"
    )
    return subprocess.Popen([sys.executable, "-c", script])


def test_three_at_once(tmp_path: Path) -> None:
    running = [start_publishing(tmp_path / "target", "1.0.0") for _ in range(3)]
    assert [process.wait() for process in running] == [0, 0, 0]
    publish(tmp_path / "alone", "1.0.0")
    assert read_all(tmp_path / "target") == read_all(tmp_path / "alone")


def test_the_second_waits_for_the_first(tmp_path: Path) -> None:
    with opened(tmp_path) as target:
        second = start_publishing(tmp_path, "1.1.0")
        with pytest.raises(subprocess.TimeoutExpired):
            second.wait(1.5)
        publish_release(target, "1.0.0")
    assert second.wait() == 0
    assert problems_of(read_all(tmp_path)) == []
    assert {"1.0.0/SHA256SUMS", "1.1.0/SHA256SUMS"} <= read_all(tmp_path).keys()


def test_a_target_that_fills_up(tmp_path: Path) -> None:
    """Whatever no longer fits: one error, and nothing of it to be seen."""
    publish(tmp_path, "1.0.0")
    before = read_all(tmp_path)

    def work(limit: int) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        with pytest.raises(TargetError, match="File too large"):
            publish(tmp_path, "1.1.0")

    for limit in (0, 100, 300, 500, 1000):
        assert run_in_child(lambda limit=limit: work(limit)) == 0  # type: ignore[misc]
        assert read_all(tmp_path) == before
        assert not (tmp_path / NAME / ".publishing").exists()
    publish(tmp_path, "1.1.0")
    assert "1.1.0/SHA256SUMS" in read_all(tmp_path)


def test_a_target_that_refuses(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TargetError, match="expected a folder, found a file") as caught:
        publish(tmp_path / "file", "1.0.0")
    assert caught.value.exit_code == 2
    with pytest.raises(TargetError, match="Not a directory"):
        publish(tmp_path / "file" / "below", "1.0.0")
    (tmp_path / "shut").mkdir(mode=0o555)

    def work() -> None:
        if os.geteuid() == 0:
            # No mode keeps the superuser out.
            os.seteuid(65534)
        with pytest.raises(TargetError, match=r"shut.*Permission denied"):
            publish(tmp_path / "shut", "1.0.0")

    tmp_path.chmod(0o755)
    for folder in (tmp_path.parent, tmp_path.parent.parent):
        folder.chmod(0o755)
    assert run_in_child(work) == 0


@pytest.mark.parametrize("url", ["nonsense://bucket/folder", "sftp-not-there://x", "s3://", "s3:///"])
def test_a_target_of_no_known_kind(url: str) -> None:
    with pytest.raises(UsageError, match="://"), open_target(url, NAME, lambda _: None):
        pass


def test_an_interrupt_leaves_nothing_behind(tmp_path: Path) -> None:
    publish(tmp_path, "1.0.0")
    before = read_all(tmp_path)
    with pytest.raises(KeyboardInterrupt), opened(tmp_path) as target, target.workshop() as workshop:
        make_release(workshop, "1.1.0")
        raise KeyboardInterrupt
    assert read_all(tmp_path) == before
    assert not (tmp_path / NAME / ".publishing").exists()
    with pytest.raises(KeyboardInterrupt), opened(tmp_path / "new"):
        raise KeyboardInterrupt
    assert not (tmp_path / "new" / NAME).exists()


def test_a_published_version_is_never_overwritten(tmp_path: Path) -> None:
    publish(tmp_path, "1.0.0")
    with opened(tmp_path) as target, target.workshop() as workshop:
        history = target.read_history()
        release = make_release(workshop, "1.0.0", extra=("more.txt",))
        with pytest.raises(TargetError, match=r"1\.0\.0 is there"):
            target.put(release, history)
    assert "1.0.0/more.txt" not in read_all(tmp_path)


def test_what_is_not_listed_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / NAME / "1.0.0").mkdir(parents=True)
    with pytest.raises(TargetError, match=r"1\.0\.0 is there and not in versions\.json"):
        publish(tmp_path, "1.0.0")
    assert [p.name for p in (tmp_path / NAME).iterdir()] == ["1.0.0"]


@pytest.mark.parametrize("lost", ["latest", "latest/data", "latest/SHA256SUMS"])
def test_latest_is_repaired(tmp_path: Path, lost: str) -> None:
    publish(tmp_path, "1.0.0")
    before = read_all(tmp_path)
    path = tmp_path / NAME / lost
    subprocess.run(["rm", "-r", path], check=True)
    publish(tmp_path, "1.0.0")
    assert read_all(tmp_path) == before


def test_latest_is_a_copy(tmp_path: Path) -> None:
    publish(tmp_path, "1.0.0")
    publish(tmp_path, "1.0.1")
    found = read_all(tmp_path)
    assert [found[f"latest/{name}"] for name in ("SHA256SUMS", "data/facts.csv")] == [
        found[f"1.0.1/{name}"] for name in ("SHA256SUMS", "data/facts.csv")
    ]
    assert not (tmp_path / NAME / "latest/SHA256SUMS").samefile(tmp_path / NAME / "1.0.1/SHA256SUMS")


def test_what_it_is_compared_with_is_what_was_published(tmp_path: Path) -> None:
    publish(tmp_path, "1.0.0")
    with opened(tmp_path) as target:
        last = target.read_history().versions[-1]
        with target.fetch(last) as folder:
            assert (folder / "data/facts.csv").is_file()
        (tmp_path / NAME / "1.0.0/data/facts.csv").write_text("other\n")
        with (
            pytest.raises(ValidationError, match=r"1\.0\.0: data/facts\.csv is not the file"),
            target.fetch(last),
        ):
            pass
        (tmp_path / NAME / "1.0.0/data/facts.csv").unlink()
        with pytest.raises(ValidationError, match=r"data/facts\.csv: No such file"), target.fetch(last):
            pass


def test_permissions(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        publish(tmp_path, "1.0.0")
    finally:
        os.umask(before)
    paths = list((tmp_path / NAME).rglob("*"))
    assert {oct(p.stat().st_mode & 0o777) for p in paths if p.is_dir()} == {"0o755"}
    assert {oct(p.stat().st_mode & 0o777) for p in paths if p.is_file()} == {"0o644"}

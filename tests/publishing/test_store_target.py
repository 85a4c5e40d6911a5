"""Publishing to object stores, in memory and on an S3 server: killed, several at once, refused, full."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import fsspec
import pytest

from pipeline.errors import TargetError, ValidationError
from pipeline.publishing import lease
from pipeline.publishing.object_store import ObjectStore
from pipeline.publishing.targets import Target, open_target
from tests.publishing.releases import NAME, make_release, problems_of, publish_release

ROOT = Path(__file__).parents[2]
MEMORY = "memory://place"


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "RENEWAL_SECONDS", 0.2)
    monkeypatch.setattr(lease, "EXPIRY_SECONDS", 60)
    monkeypatch.setattr(lease, "LOOK_SECONDS", 0.05)


@pytest.fixture(params=["memory", "s3"])
def url(request: pytest.FixtureRequest) -> str:
    if request.param == "s3":
        return f"{request.getfixturevalue('bucket')}/below"
    return f"memory://place-{uuid.uuid4().hex}"


@contextmanager
def opened(url: str) -> Iterator[Target]:
    with open_target(url, NAME, lambda _: None) as target:
        yield target


def publish(url: str, version: str, extra: tuple[str, ...] = ()) -> None:
    with opened(url) as target:
        publish_release(target, version, extra)


def store_of(url: str) -> tuple[Any, str]:
    fs, path = fsspec.core.url_to_fs(f"{url}/{NAME}", skip_instance_cache=True)
    fs.invalidate_cache()
    return fs, path


def read_all(url: str) -> dict[str, bytes]:
    """What is there, apart from the right to publish."""
    fs, path = store_of(url)
    start = len(fs._strip_protocol(path)) + 1
    names = [name for name in fs.find(path) if name[start:] != lease.LOCK_NAME]
    return {name[start:]: fs.cat_file(name) for name in names}


def listed_in(found: dict[str, bytes]) -> dict[str, bytes]:
    """What versions.json lists: without what a killed publisher left behind, which is none of it."""
    versions = found.get("versions.json", b"").decode()
    kept = {n: c for n, c in found.items() if f'"{n.split("/")[0]}/"' in versions or f'"{n}"' in versions}
    return kept | {name: found[name] for name in ("versions.json",) if name in found}


def test_the_layout_is_that_of_a_folder(url: str, tmp_path: Path) -> None:
    for target in (url, str(tmp_path)):
        publish(target, "1.0.0", ("more.txt",))
        publish(target, "1.1.0")
        publish(target, "1.1.0")
    folder = tmp_path / NAME
    assert read_all(url) == {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }
    assert problems_of(read_all(url)) == []


class Stopped(BaseException):
    """Stands for the end of a process."""


def end_at(step: int, end: Callable[[], object], *, after: bool) -> Callable[[ObjectStore], Any]:
    """Give a stand-in for what each request to a store goes through, which ends the publisher right before
    or after its `step`th one. An end that is only an error ends all later ones as well."""
    requests = ObjectStore._refusals
    seen = 0

    @contextmanager
    def counted(store: ObjectStore) -> Iterator[None]:
        nonlocal seen
        seen += 1
        if seen > step or (seen == step and not after):
            end()
        with requests(store):
            yield
        if seen == step:
            end()

    return counted


def stop() -> None:
    raise Stopped


def check_after_a_kill(url: str, whole: dict[str, bytes]) -> None:
    found = read_all(url)
    assert problems_of(listed_in(found)) == []
    assert {n: c for n, c in found.items() if n.startswith("1.0.0/")} == {
        name: content for name, content in whole.items() if name.startswith("1.0.0/")
    }
    publish(url, "1.1.0")
    if b'"1.1.0"' not in found["versions.json"]:
        assert read_all(url) == whole
    assert problems_of(read_all(url)) == []
    latest, version = (
        {
            name.partition("/")[2]: content
            for name, content in read_all(url).items()
            if name.startswith(folder)
        }
        for folder in ("latest/", "1.1.0/")
    )
    assert latest == version


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_stopped_at_every_step_and_run_again(monkeypatch: pytest.MonkeyPatch, *, after: bool) -> None:
    """versions.json never lists what is not whole; publishing again gives what would have been there."""
    monkeypatch.setattr(lease, "RENEWAL_SECONDS", 60)
    monkeypatch.setattr(lease, "EXPIRY_SECONDS", 0.1)
    monkeypatch.setattr(lease.Lease, "check", lambda _: None)
    place = f"memory://place-{uuid.uuid4().hex}"
    publish(f"{place}/whole", "1.0.0")
    publish(f"{place}/whole", "1.1.0")
    whole = read_all(f"{place}/whole")
    for step in range(1, 200):
        url = f"{place}/step-{step}"
        publish(url, "1.0.0")
        with monkeypatch.context() as patch:
            patch.setattr(ObjectStore, "_refusals", end_at(step, stop, after=after))
            try:
                # More files than the next run has, which would be left over.
                publish(url, "1.1.0", ("more.txt",) if step % 2 else ())
                break
            except Stopped:
                pass
        check_after_a_kill(url, whole)
    assert 20 < step < 199


@pytest.mark.parametrize("step", [4, 13, 20])
def test_killed_and_run_again(bucket: str, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """A process of its own, which nothing can clean up after."""
    publish(f"{bucket}/whole", "1.0.0")
    publish(f"{bucket}/whole", "1.1.0")
    whole = read_all(f"{bucket}/whole")
    publish(f"{bucket}/killed", "1.0.0")
    script = (
        f"import os, signal, sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from pipeline.publishing.object_store import ObjectStore\n"
        "from tests.publishing import test_store_target as tests\n"
        "kill = lambda: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"ObjectStore._refusals = tests.end_at({step}, kill, after=False)\n"
        "tests.publish(sys.argv[1], '1.1.0', ('more.txt',))\n"
    )
    ended = subprocess.run([sys.executable, "-c", script, f"{bucket}/killed"])
    assert ended.returncode == -signal.SIGKILL
    # The killed one is known to have ended, and is not waited for.
    monkeypatch.setattr(lease, "EXPIRY_SECONDS", 600)
    check_after_a_kill(f"{bucket}/killed", whole)


def test_several_at_once(url: str) -> None:
    versions = ["1.0.0", "1.0.0", "1.0.0"]
    errors: list[BaseException] = []

    def work(version: str) -> None:
        try:
            publish(url, version)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(version,)) for version in versions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert problems_of(read_all(url)) == []
    alone = f"{url}-alone"
    publish(alone, "1.0.0")
    assert read_all(url) == read_all(alone)


def test_processes_at_once(bucket: str) -> None:
    script = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from tests.publishing.test_store_target import publish\n"
        "publish(sys.argv[1], '1.0.0')\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", script, bucket]) for _ in range(3)]
    assert [process.wait() for process in running] == [0, 0, 0]
    publish(f"{bucket}/alone", "1.0.0")
    found = {name: content for name, content in read_all(bucket).items() if "alone" not in name}
    assert found == read_all(f"{bucket}/alone")


def test_the_second_waits_for_the_first(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if url.startswith("memory"):
        # Which is never slow: less than it waits, so that the first has to renew its right.
        monkeypatch.setattr(lease, "EXPIRY_SECONDS", 2)
    steps: list[str] = []

    def work() -> None:
        with open_target(url, NAME, steps.append) as second:
            publish_release(second, "1.1.0")

    with opened(url) as target:
        thread = threading.Thread(target=work)
        thread.start()
        thread.join(2.5)
        assert thread.is_alive()
        publish_release(target, "1.0.0")
    thread.join()
    assert any(step.startswith("waiting for another publisher of") for step in steps)
    assert {"1.0.0/SHA256SUMS", "1.1.0/SHA256SUMS"} <= read_all(url).keys()


@pytest.mark.parametrize(
    "holder", [b'{"machine": "another", "process": 1, "started": "5", "token": "x"}', b"?"]
)
def test_a_publisher_that_is_gone_is_not_waited_for_long(
    url: str, holder: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "EXPIRY_SECONDS", 0.5)
    # Its own right would last no longer than that, which is not what this is about.
    monkeypatch.setattr(lease.Lease, "check", lambda _: None)
    fs, path = store_of(url)
    fs.pipe_file(f"{path}/{lease.LOCK_NAME}", holder)
    publish(url, "1.0.0")
    assert problems_of(read_all(url)) == []
    assert not fs.exists(f"{path}/{lease.LOCK_NAME}")


def test_a_publisher_that_was_taken_for_gone_stops(url: str) -> None:
    with opened(url) as first:
        history = first.read_history()
        with first.workshop() as workshop:
            release = make_release(workshop, "1.0.0")
            fs, path = store_of(url)
            fs.rm_file(f"{path}/{lease.LOCK_NAME}")
            with opened(url) as second:
                publish_release(second, "1.0.0", ("more.txt",))
                whole = read_all(url)
                with pytest.raises(TargetError, match="another publisher has taken over"):
                    first.put(release, history.with_version(release.entry))
                assert listed_in(read_all(url))["versions.json"] == whole["versions.json"]


def test_the_last_word_is_conditional(url: str) -> None:
    """Even where both believe that nobody else is there."""
    fs, path = store_of(url)
    store = ObjectStore(fs, path, url)
    first = store.create("versions.json", b"first")
    assert first is not None
    assert store.create("versions.json", b"second") is None
    second = store.replace("versions.json", b"second", first)
    assert second is not None
    assert store.replace("versions.json", b"third", first) is None
    found = store.read("versions.json")
    assert found is not None and found.data == b"second"


def test_s3_itself_refuses_what_is_no_longer_so(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another publisher comes between looking and writing."""
    fs, path = store_of(bucket)
    store = ObjectStore(fs, path, bucket)
    known = store.create("versions.json", b"first")
    assert known is not None
    found = store.replace("versions.json", b"second", known)
    answers = iter([known, found, found])
    monkeypatch.setattr(store, "read", lambda _: next(answers))
    assert store.replace("versions.json", b"third", known) is None
    assert fs.cat_file(f"{path}/versions.json") == b"second"


def test_latest_is_repaired(url: str) -> None:
    publish(url, "1.0.0")
    before = read_all(url)
    fs, path = store_of(url)
    fs.rm_file(f"{path}/latest/SHA256SUMS")
    fs.pipe_file(f"{path}/latest/data/other.csv", b"1")
    fs.pipe_file(f"{path}/latest/data/facts.csv", b"1")
    publish(url, "1.0.0")
    assert read_all(url) == before


def test_what_it_is_compared_with_is_what_was_published(url: str) -> None:
    publish(url, "1.0.0")
    with opened(url) as target:
        last = target.read_history().versions[-1]
        with target.fetch(last) as folder:
            assert sorted(p.name for p in folder.rglob("*") if p.is_file()) == [
                "SHA256SUMS", "datapackage.json", "facts.csv", "names.csv",
            ]  # fmt: skip
        fs, path = store_of(url)
        fs.pipe_file(f"{path}/1.0.0/data/facts.csv", b"other\n")
        changed = pytest.raises(ValidationError, match=r"1\.0\.0: data/facts\.csv is not the file")
        with changed, target.fetch(last):
            pass
        fs.pipe_file(f"{path}/1.0.0/SHA256SUMS", b"a" * 64 + b"  ../../outside\n")
        with pytest.raises(ValidationError, match="not one line a file of the package"), target.fetch(last):
            pass


def test_no_bucket(bucket: str) -> None:
    with pytest.raises(TargetError, match="bucket does not exist") as caught:
        publish(f"{bucket}-not", "1.0.0")
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/place", "https://localhost:9/place"])
def test_what_can_only_be_read(url: str) -> None:
    with pytest.raises(TargetError, match="://"):
        publish(url, "1.0.0")


def test_no_credentials(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(TargetError, match="credentials"):
        publish(bucket, "1.0.0")


def test_a_store_that_fills_up(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it no longer takes: nothing of it is listed, and it can be published later."""
    publish(url, "1.0.0")
    before = read_all(url)
    fs, _ = store_of(url)
    put_file = type(fs).put_file
    room = 3

    def fill(*arguments: Any, **options: Any) -> None:
        nonlocal room
        room -= 1
        if room < 0:
            raise OSError("no space is left")
        put_file(*arguments, **options)

    with monkeypatch.context() as patch, pytest.raises(TargetError, match="no space is left"):
        patch.setattr(type(fs), "put_file", fill)
        publish(url, "1.1.0")
    assert listed_in(read_all(url)) == listed_in(before)
    publish(url, "1.1.0")
    assert problems_of(read_all(url)) == []


def test_a_store_that_keeps_less_than_it_was_given(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = ObjectStore.sizes
    monkeypatch.setattr(ObjectStore, "sizes", lambda *a: {name: n - 1 for name, n in sizes(*a).items()})
    with pytest.raises(TargetError, match="did not keep what was written"):
        publish(url, "1.0.0")
    assert "versions.json" not in read_all(url)

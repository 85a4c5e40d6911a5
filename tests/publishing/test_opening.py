"""Packages in folders, zips and on servers: what is fetched of them, and what is wrong with them."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import UsageError, ValidationError
from pipeline.publishing import fetching, opening
from pipeline.publishing.opening import open_files
from tests.serving import (
    Handler,
    Site,
    answer_page,
    answer_with,
    hang_up,
    redirect_to,
    say_nothing,
    send_drops,
    send_without_end,
    serving,
    stop_half_way,
)

ROWS = {"data/people.csv": b"name\nTamsin Roe\nOsk Feld\n", "data/places.csv": b"name\nHalvey\nPell\n"}


@contextmanager
def opened_package(location: str | Path) -> Iterator[Path]:
    """Give a folder with the files of all tables of a package, as a reader that needs them all gets them."""
    with open_files(location) as files:
        for resource in files.resources:
            files.fetch_resource(resource)
        yield files.folder


def describe(rows: dict[str, bytes]) -> bytes:
    resources = [
        {
            "name": Path(path).stem,
            "path": path,
            "bytes": len(content),
            "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        }
        for path, content in rows.items()
    ]
    return json.dumps({"name": "velmora", "resources": resources}).encode()


def write_package(folder: Path, rows: dict[str, bytes] = ROWS) -> Path:
    for name, content in {"datapackage.json": describe(rows), "notes.txt": b"not asked for", **rows}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    sums = [
        f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(folder).as_posix()}\n" for p in files
    ]
    (folder / "SHA256SUMS").write_text("".join(sums))
    return folder


def write_zip(path: Path, folder: Path, top: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, top + file.relative_to(folder).as_posix())
    return path


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return write_package(tmp_path / "site" / "velmora" / "1.0.0")


@pytest.fixture
def site(package: Path) -> Iterator[Site]:
    with serving(package.parents[1]) as site:
        yield site


def read(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def test_a_folder_is_used_where_it_is(package: Path) -> None:
    for location in (
        package,
        str(package),
        f"{package}/",
        f"{package}/datapackage.json",
        f"file://{package}",
    ):
        with opened_package(location) as folder:
            assert folder.samefile(package)
    assert package.is_dir()


@pytest.mark.parametrize("top", ["", "velmora-1.0.0/"])
def test_of_a_zip_only_the_tables_come_out(tmp_path: Path, package: Path, top: str) -> None:
    archive = write_zip(tmp_path / "velmora-1.0.0.zip", package, top)
    for location in (str(archive), archive.as_uri()):
        with opened_package(location) as folder:
            assert read(folder) == {"datapackage.json": describe(ROWS), **ROWS}
        assert not folder.exists()


@pytest.mark.parametrize("end", ["", "/", "/datapackage.json"])
def test_of_a_folder_on_a_server_only_the_tables_are_fetched(site: Site, end: str) -> None:
    with opened_package(f"{site.url}/velmora/1.0.0{end}") as folder:
        assert read(folder) == {"datapackage.json": describe(ROWS), **ROWS}
    assert not folder.exists()
    assert site.requests == [("GET", f"/velmora/1.0.0/{name}") for name in ("datapackage.json", *ROWS)]


def test_a_key_behind_the_folder_goes_with_every_file(site: Site) -> None:
    with opened_package(f"{site.url}/velmora/1.0.0/?key=a-b") as folder:
        assert "data/people.csv" in read(folder)
    assert site.asked_below("/velmora/1.0.0/") == [f"{n}?key=a-b" for n in ("datapackage.json", *ROWS)]


def test_a_zip_on_a_server_is_fetched_once(site: Site, package: Path) -> None:
    write_zip(package.parent / "velmora-1.0.0.zip", package)
    for end in ("", "?download=1"):
        site.requests.clear()
        with opened_package(f"{site.url}/velmora/velmora-1.0.0.zip{end}") as folder:
            assert read(folder) == {"datapackage.json": describe(ROWS), **ROWS}
        assert site.requests == [("GET", f"/velmora/velmora-1.0.0.zip{end}")]


def test_a_server_may_send_the_reader_to_another(site: Site, package: Path) -> None:
    with serving(package) as other:
        for name in ("datapackage.json", *ROWS):
            site.misbehaviours[f"/latest/{name}"] = redirect_to(f"{other.url}/{name}")
        with opened_package(f"{site.url}/latest") as folder:
            assert "data/people.csv" in read(folder)


def test_any_file_system_of_fsspec_will_do() -> None:
    import fsspec

    memory = fsspec.filesystem("memory")
    for name, content in {"datapackage.json": describe(ROWS), **ROWS}.items():
        memory.pipe_file(f"/opening/velmora/{name}", content)
    with opened_package("memory://opening/velmora") as folder:
        assert read(folder) == {"datapackage.json": describe(ROWS), **ROWS}
    with pytest.raises(UsageError, match=r"memory://opening/pell: no package: it has no datapackage\.json"):
        opened_package("memory://opening/pell").__enter__()


def test_a_bucket_is_read_like_a_folder(bucket: str, package: Path) -> None:
    import s3fs

    s3fs.S3FileSystem(skip_instance_cache=True).put(str(package), f"{bucket}/velmora", recursive=True)
    with opened_package(f"{bucket}/velmora") as folder:
        assert read(folder) == {"datapackage.json": describe(ROWS), **ROWS}
    for place in (f"{bucket}/pell", f"{bucket}-of-nobody/velmora"):
        with pytest.raises(UsageError, match=r"no package: it has no datapackage\.json"):
            opened_package(place).__enter__()


NO_PACKAGE: dict[str, Callable[[Handler], None]] = {
    "no package: it has no datapackage.json": answer_with(404),
    "a web page, not the descriptor": answer_page,
    "cannot be read: 403": answer_with(403),
    "cannot be read: 500": answer_with(500),
    "cannot be read: Server disconnected": hang_up,
    "not completed": stop_half_way,
    "no answer in time": say_nothing,
    "too slow": send_drops,
    "cannot be read: file:///etc/hostname": redirect_to("file:///etc/hostname"),
}


@pytest.mark.parametrize("told", NO_PACKAGE)
def test_a_server_that_gives_no_package_is_said_in_one_line(
    site: Site, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "SILENT_SECONDS", 0.3)
    site.misbehaviours["/velmora/1.0.0/datapackage.json"] = NO_PACKAGE[told]
    with pytest.raises(UsageError) as refusal:
        opened_package(f"{site.url}/velmora/1.0.0").__enter__()
    message = str(refusal.value)
    assert site.url in message and told in message and "\n" not in message


@pytest.mark.parametrize(
    ("told", "misbehave"),
    [
        ("places.csv: is missing", answer_with(404)),
        ("places.csv: has 59 bytes; the descriptor says 17", None),
        ("places.csv: has more than the 17 bytes", answer_page),
        ("places.csv: has more than the 17 bytes", send_without_end),
    ],
)
def test_a_server_with_half_a_package_is_said_in_one_line(
    site: Site, package: Path, told: str, misbehave: Callable[[Handler], None] | None
) -> None:
    if misbehave is None:
        (package / "data" / "places.csv").write_bytes(b"name\n")
        told = "places.csv: has 5 bytes; the descriptor says 17"
    else:
        site.misbehaviours["/velmora/1.0.0/data/places.csv"] = misbehave
    with pytest.raises(ValidationError) as refusal:
        opened_package(f"{site.url}/velmora/1.0.0").__enter__()
    assert told in str(refusal.value) and "\n" not in str(refusal.value)


def test_a_file_that_is_another_is_not_taken(site: Site, package: Path, tmp_path: Path) -> None:
    (package / "data" / "places.csv").write_bytes(b"name\nHalvey\nLell\n")
    archive = write_zip(tmp_path / "velmora.zip", package)
    for location in (f"{site.url}/velmora/1.0.0", str(archive)):
        with pytest.raises(ValidationError, match=r"places\.csv: is not the file that was published"):
            opened_package(location).__enter__()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/velmora",
        "http://",
        "http://[",
        "nothing://velmora",
        "http://no-such-host.invalid/x",
    ],
)
def test_what_cannot_be_reached_is_said_in_one_line(url: str) -> None:
    with pytest.raises(UsageError) as refusal:
        opened_package(url).__enter__()
    assert str(refusal.value).startswith(url.rstrip("/")[:6]) and "\n" not in str(refusal.value)


def test_what_is_no_package_is_said_in_one_line(tmp_path: Path, package: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("Tamsin Roe")
    write_zip(tmp_path / "empty.zip", tmp_path / "empty")
    write_zip(tmp_path / "two.zip", package.parents[1], "")
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a/datapackage.json", "{}")
        archive.writestr("b/datapackage.json", "{}")
    for name, told in [
        ("none", "no such package"),
        ("empty", "no package: it has no datapackage.json"),
        ("notes.txt", "neither a folder nor a zip"),
        ("empty.zip", "holds no datapackage.json"),
        ("two.zip", "holds more than one datapackage.json"),
    ]:
        with pytest.raises(UsageError) as refusal:
            opened_package(str(tmp_path / name)).__enter__()
        assert str(refusal.value).startswith(f"{tmp_path / name}: ") and told in str(refusal.value)


UNSAFE_PATHS = [
    "../secret.csv",
    "data/../../secret.csv",
    "data/..",
    "/etc/hostname",
    "//127.0.0.1/x.csv",
    "http://127.0.0.1/x.csv",
    "file:///etc/hostname",
    "C:/x.csv",
    "data\\..\\..\\x.csv",
    "./data/people.csv",
    "data//people.csv",
    "data/people.csv/",
    "data/people.csv\n",
    "",
    ".",
    "..",
    None,
    3,
    ["data/people.csv"],
    {},
]


@pytest.mark.parametrize("path", UNSAFE_PATHS)
def test_a_descriptor_cannot_reach_beyond_its_package(site: Site, package: Path, path: object) -> None:
    (package.parent / "secret.csv").write_text("hush-hush")
    descriptor = {"name": "velmora", "resources": [{"name": "people", "path": path}]}
    (package / "datapackage.json").write_text(json.dumps(descriptor))
    for location in (str(package), f"{site.url}/velmora/1.0.0"):
        with pytest.raises(ValidationError, match="has no path within the package"):
            opened_package(location).__enter__()
    assert site.asked_below("/velmora/1.0.0/") == ["datapackage.json"]


BROKEN_DESCRIPTORS = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"\xff\xfe",
    b"[" * 100_000,
    b"{}",
    b'{"resources": {}}',
    b'{"resources": []}',
    b'{"resources": [1]}',
    b'{"resources": [{"path": "data/people.csv"}]}',
    b'{"resources": [{"name": "people", "path": "data/people.csv", "bytes": -1}]}',
    b'{"resources": [{"name": "people", "path": "data/people.csv", "bytes": "many"}]}',
    b'{"resources": [{"name": "people", "path": "data/people.csv", "bytes": 99999999999999}]}',
    b'{"resources": [{"name": "people", "path": "data/people.csv", "hash": "sha256:abc"}]}',
    b'{"resources": [{"name": "people", "path": "data/people.csv", "hash": "rot13:abc"}]}',
    b'{"resources": [{"name": "a", "path": "data/a.csv"}, {"name": "a", "path": "data/b.csv"}]}',
    b'{"resources": [{"name": "a", "path": "data/a.csv"}, {"name": "b", "path": "data/a.csv"}]}',
    b'{"resources": [{"name": "people", "path": "data/nobody.csv"}]}',
    b'{"resources": [{"name": "people", "path": "data", "bytes": 7}]}',
    b'{"resources": [{"name": "people", "path": "data/people.csv/x"}]}',
]


@pytest.mark.parametrize("content", BROKEN_DESCRIPTORS)
def test_a_broken_descriptor_is_said_in_one_line(
    site: Site, package: Path, tmp_path: Path, content: bytes
) -> None:
    (package / "datapackage.json").write_bytes(content)
    archive = write_zip(tmp_path / "velmora.zip", package)
    for location in (str(package), str(archive), f"{site.url}/velmora/1.0.0"):
        with pytest.raises(ValidationError) as refusal:
            opened_package(location).__enter__()
        assert "\n" not in str(refusal.value)


def test_a_zip_writes_nothing_but_what_was_asked_for(tmp_path: Path, package: Path) -> None:
    archive = write_zip(tmp_path / "velmora.zip", package)
    with zipfile.ZipFile(archive, "a") as trap:
        for name in ("../slipped.csv", "/slipped.csv", "data/../../slipped.csv"):
            trap.writestr(name, "hush-hush")
        link = zipfile.ZipInfo("data/link")
        link.external_attr = 0o120777 << 16
        trap.writestr(link, "/etc")
    with opened_package(str(archive)) as folder:
        assert sorted(read(folder)) == ["data/people.csv", "data/places.csv", "datapackage.json"]
        assert not any(path.is_symlink() for path in folder.rglob("*"))
    assert not list(tmp_path.rglob("slipped.csv"))


def test_a_zip_that_blows_up_is_stopped(
    tmp_path: Path, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (package / "data" / "people.csv").write_bytes(b"\n" * 50_000_000)
    archive = write_zip(tmp_path / "bomb.zip", package)
    assert archive.stat().st_size < 100_000
    with pytest.raises(ValidationError, match=r"people\.csv: has more than the 25 bytes"):
        opened_package(str(archive)).__enter__()
    (package / "datapackage.json").write_bytes(b" " * 50_000_000)
    monkeypatch.setattr(opening, "MOST_DESCRIPTOR_BYTES", 1_000_000)
    with pytest.raises(ValidationError, match=r"datapackage\.json: has more than the 1,000,000 bytes"):
        opened_package(str(write_zip(tmp_path / "bomb.zip", package))).__enter__()


@given(st.data())
def test_a_zip_with_any_byte_changed_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("zipped")
    archive = write_zip(folder / "velmora.zip", write_package(folder / "package"))
    content = bytearray(archive.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    archive.write_bytes(content)
    try:
        with opened_package(str(archive)) as opened:
            assert {name: rows for name, rows in read(opened).items() if name in ROWS} == ROWS
    except (UsageError, ValidationError) as error:
        assert "\n" not in str(error)
    finally:
        shutil.rmtree(folder)


def test_a_listed_file_is_checked_against_the_list(site: Site, package: Path) -> None:
    with open_files(f"{site.url}/velmora/1.0.0") as files:
        assert files.resources[0].name == "people"
        assert files.fetch_listed("notes.txt").read_bytes() == b"not asked for"
        for name in ("other.txt", "../secret.csv"):
            with pytest.raises(ValidationError, match="does not list"):
                files.fetch_listed(name)
    assert site.asked_below("/velmora/1.0.0/") == ["datapackage.json", "SHA256SUMS", "notes.txt"]
    (package / "notes.txt").write_bytes(b"another")
    with (
        open_files(f"{site.url}/velmora/1.0.0") as files,
        pytest.raises(ValidationError, match=r"notes\.txt: is not the file that was published"),
    ):
        assert files.resources and files.fetch_listed("notes.txt")


def test_a_package_that_is_replaced_while_it_is_read_is_noticed(site: Site, package: Path) -> None:
    with open_files(f"{site.url}/velmora/1.0.0") as files:
        assert files.resources
        write_package(package, {"data/people.csv": b"name\nKarsten Dray\n"})
        with pytest.raises(ValidationError, match=r"datapackage\.json: is not the file"):
            assert files.checksums


@pytest.mark.parametrize("misbehave", [answer_with(404), answer_page])
def test_a_package_need_not_have_a_list(site: Site, misbehave: Callable[[Handler], None]) -> None:
    site.misbehaviours["/velmora/1.0.0/SHA256SUMS"] = misbehave
    with open_files(f"{site.url}/velmora/1.0.0") as files:
        assert files.resources and files.checksums == {}

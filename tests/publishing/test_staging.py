"""One folder taking the place of another, and what a killed build leaves behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.publishing import staging as module
from pipeline.publishing.staging import staging


def publish(target: Path, content: str) -> None:
    with staging(target) as place:
        (place.folder / "datapackage.json").write_text(content)
        place.publish()


@pytest.fixture(params=[True, False], ids=["exchange", "two renames"])
def has_exchange(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    if not request.param:
        monkeypatch.setattr(module, "exchange_folders", lambda *_: False)
    return bool(request.param)


@pytest.mark.usefixtures("has_exchange")
def test_the_new_takes_the_place_of_the_old(tmp_path: Path) -> None:
    for content in ("one", "two", "three"):
        publish(tmp_path / "package", content)
        assert (tmp_path / "package" / "datapackage.json").read_text() == content
        assert [path.name for path in tmp_path.iterdir()] == ["package"]


@pytest.mark.usefixtures("has_exchange")
def test_nothing_happens_where_nothing_is_published(tmp_path: Path) -> None:
    publish(tmp_path / "package", "one")
    with pytest.raises(ZeroDivisionError), staging(tmp_path / "package") as place:
        (place.folder / "datapackage.json").write_text("two")
        raise ZeroDivisionError
    assert (tmp_path / "package" / "datapackage.json").read_text() == "one"
    assert [path.name for path in tmp_path.iterdir()] == ["package"]


def test_linux_exchanges(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    (tmp_path / "one" / "file").write_text("x")
    assert module.exchange_folders(tmp_path / "one", tmp_path / "two")
    assert (tmp_path / "two" / "file").read_text() == "x"
    assert not module.exchange_folders(tmp_path / "one", tmp_path / "three")


def test_a_package_that_was_moved_aside_is_put_back(tmp_path: Path) -> None:
    """Killed between two renames."""
    old = tmp_path / ".package.building" / "old"
    (tmp_path / ".package.building" / "new" / "data").mkdir(parents=True)
    old.mkdir()
    (old / "datapackage.json").write_text("one")
    with staging(tmp_path / "package") as place:
        assert (place.target / "datapackage.json").read_text() == "one"
        assert sorted(path.name for path in place.folder.iterdir()) == ["data", "parquet"]
    assert [path.name for path in tmp_path.iterdir()] == ["package"]


def test_leftovers_are_cleared(tmp_path: Path) -> None:
    publish(tmp_path / "package", "one")
    (tmp_path / ".package.building" / "old").mkdir(parents=True)
    (tmp_path / ".package.building" / "new").mkdir()
    (tmp_path / ".package.building" / "new" / "half").write_text("x")
    publish(tmp_path / "package", "two")
    assert (tmp_path / "package" / "datapackage.json").read_text() == "two"
    assert [path.name for path in tmp_path.iterdir()] == ["package"]


def test_the_folder_above_is_made(tmp_path: Path) -> None:
    publish(tmp_path / "a" / "b" / "package", "one")
    assert (tmp_path / "a" / "b" / "package" / "datapackage.json").exists()


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    publish(tmp_path / "package", "one")
    (tmp_path / "link").symlink_to("package")
    publish(tmp_path / "link", "two")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "package" / "datapackage.json").read_text() == "two"

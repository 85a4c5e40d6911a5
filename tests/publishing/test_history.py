"""versions.json: what goes in comes out, and what was not written by publishing is refused."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ValidationError
from pipeline.publishing.history import (
    History,
    PublishedSource,
    PublishedVersion,
    read_history,
    write_history,
)
from pipeline.publishing.versioning import read_version

HASHES = st.text("0123456789abcdef", min_size=64, max_size=64)
VERSIONS = st.tuples(*[st.integers(0, 30)] * 3).map(lambda numbers: ".".join(map(str, numbers)))
SOURCES = st.builds(PublishedSource, st.text(), st.text(), st.none() | st.text())


def entries(version: str) -> st.SearchStrategy[PublishedVersion]:
    return st.builds(
        PublishedVersion,
        version=st.just(version),
        date=st.dates(),
        files=st.integers(0),
        bytes=st.integers(0),
        checksums_hash=HASHES,
        content_hash=HASHES,
        archive_bytes=st.integers(0),
        archive_hash=HASHES,
        sources=st.lists(SOURCES, max_size=2).map(tuple),
        previous=st.none() | VERSIONS,
        bump=st.sampled_from(["major", "minor", "patch"]),
        reasons=st.lists(st.text(), max_size=2).map(tuple),
    )


HISTORIES = (
    st.lists(VERSIONS, unique=True, max_size=4)
    .map(lambda versions: sorted(versions, key=read_version))
    .flatmap(lambda versions: st.tuples(*map(entries, versions)))
    .map(lambda found: History("velmora", found))
)


@given(HISTORIES)
def test_what_goes_in_comes_out(history: History) -> None:
    assert read_history(write_history(history), "velmora", "here") == history
    assert json.loads(write_history(history))["latest"] == (history.latest and history.latest.version)


ENTRY = PublishedVersion(
    "1.2.0", datetime.date(2026, 5, 4), 3, 40, "a" * 64, "b" * 64, 50, "c" * 64, (), None, "minor", ()
)


def change(edit: Callable[[Any], object]) -> bytes:
    newer = write_history(History("velmora", (ENTRY, ENTRY)))
    data = json.loads(newer.replace(b"1.2.0", b"1.10.0", 4))
    edit(data)
    return json.dumps(data).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"<html>",
        b'{"versions": null}',
        b"\xff",
        b"[" * 100_000,
        change(lambda data: data["versions"].reverse()),
        change(lambda data: data["versions"].append(data["versions"][0])),
        change(lambda data: data["versions"][0].pop("date")),
        change(lambda data: data["versions"][0].update(version="2")),
        change(lambda data: data["versions"][0].update(version="1.10.٠")),
        change(lambda data: data["versions"][0].update(path="../1.10.0/")),
        change(lambda data: data["versions"][0].update(date="20260504")),
        change(lambda data: data["versions"][0]["archive"].update(path="other.zip")),
        change(lambda data: data["versions"][0].update(more=1)),
        change(lambda data: data.update(latest="1.2.0")),
        change(lambda data: data.update(name="drovia")),
        change(lambda data: data["versions"].__setitem__(0, None)),
    ],
)
def test_what_publishing_did_not_write(content: bytes) -> None:
    with pytest.raises(ValidationError, match="here: is not a list of versions of velmora"):
        read_history(content, "velmora", "here")


def test_versions_are_ordered_by_their_numbers() -> None:
    found = read_history(change(lambda _: None), "velmora", "here")
    assert [version.version for version in found.versions] == ["1.2.0", "1.10.0"]


def test_content_is_found_in_the_latest_version_that_has_it() -> None:
    history = read_history(change(lambda _: None), "velmora", "here")
    found = history.find_content("b" * 64)
    assert found is not None and found.version == "1.10.0"
    assert history.find_content("d" * 64) is None

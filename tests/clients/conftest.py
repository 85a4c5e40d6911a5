"""A package of the invented articles, published and served; and the programs of others that read it."""

from __future__ import annotations

import csv
import datetime
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.serving import Site, serving

ROOT = Path(__file__).parents[2]
PROGRAMS = Path(__file__).parent / "programs"
DAY = datetime.date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class Published:
    """A published version of a package."""

    target: Path
    """The folder that was published to."""
    version: Path
    """The folder of the version."""

    @property
    def tables(self) -> dict[str, list[dict[str, str]]]:
        """The rows of each table, as its CSV has them."""
        found = {}
        for path in sorted((self.version / "data").glob("*.csv")):
            with path.open(encoding="utf-8", newline="") as stream:
                found[path.stem] = list(csv.DictReader(stream))
        return found


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The articles of `tests/articles`, built and published once for all tests; not to be written to."""
    from pipeline.build import build
    from pipeline.publish import publish
    from pipeline.reading.sources import add_source

    folder = tmp_path_factory.mktemp("published")
    (folder / "raw").mkdir()
    for path in sorted((ROOT / "tests" / "articles").glob("*.txt")):
        add_source(
            folder / "raw",
            path,
            title=path.read_text(encoding="utf-8").splitlines()[0].strip("= "),
            url=f"https://example.org/wiki/{path.stem}",
            licence="CC BY-SA 4.0",
            attribution="Example Wiki contributors",
            revision="1234567",
            replace=False,
        )
    build(folder / "raw", folder / "datapackage", lambda _: None)
    publish(folder / "datapackage", str(folder / "target"), DAY, None, lambda _: None)
    return Published(folder / "target", folder / "target" / "attested" / "1.0.0")


@pytest.fixture
def site(published: Published) -> Iterator[Site]:
    """Serves what was published, as any static file server does."""
    with serving(published.target) as site:
        yield site


@pytest.fixture(scope="session")
def environment() -> Callable[[str], Path]:
    """Gives the folder of an environment that `make test` sets up; without it a test fails."""

    def find(name: str) -> Path:
        folder = ROOT / ".clients" / name
        if not (folder / "installed").is_file():
            pytest.fail(f".clients/{name} is not there: `make .clients/{name}/installed` sets it up")
        return folder

    return find


def run(command: list[str | Path], given: str = "") -> str:
    """Run a program to its end and return what it printed. Fails where it does not end well."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "NO_COLOR": "1"}
    ended = subprocess.run(command, input=given, env=environment, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def run_for_json(command: list[str | Path], given: str = "") -> Any:
    """Run a program and return the JSON that it printed."""
    return json.loads(run(command, given))

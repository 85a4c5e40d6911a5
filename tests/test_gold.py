"""Recall on articles annotated by reading, with floors that only rise.

The annotated articles and the scorer lie in the folder `shared` beside the repository; where it is absent,
these tests are skipped. The gold in `tests/gold` is the project's own; it was made before any output was
looked at, and is never edited to fit.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.build import build
from pipeline.reading.sources import add_source

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
OWN = ROOT / "tests" / "gold"
# Per cent of core facts found, of all kinds.
FLOORS = {"shared": 52.0, "own": 58.0}

pytestmark = pytest.mark.skipif(
    not (SHARED / "gold" / "score_facts.py").exists(),
    reason="NOT TESTED: the folder of annotated articles, shared, is not beside the repository",
)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gold")
    annotated = {p.stem for p in (*OWN.glob("*.jsonl"), *(SHARED / "gold").glob("*.jsonl"))}
    for stem in sorted(annotated):
        add_source(
            folder / "raw",
            SHARED / "articles" / f"{stem}.txt",
            title=stem,
            url=f"https://en.wikipedia.org/wiki/{stem}",
            licence="CC BY-SA 4.0",
            attribution="Wikipedia contributors",
            revision=None,
        )
    build(folder / "raw", folder / "package", lambda _step: None)
    return folder / "package"


@pytest.mark.parametrize(("name", "gold"), [("shared", SHARED / "gold"), ("own", OWN)])
def test_recall_stays_above_its_floor(name: str, gold: Path, package: Path) -> None:
    scorer = SHARED / "gold" / "score_facts.py"
    command = [sys.executable, str(scorer), str(package), "--gold", str(gold)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search(r"core recall \d+/\d+ = ([\d.]+) %", printed)
    assert found is not None
    assert float(found[1]) >= FLOORS[name], printed

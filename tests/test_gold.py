"""Recall on articles annotated by reading, with floors that only rise.

The annotated articles and the scorer lie in the folder `shared` beside the repository; where it is absent,
these tests are skipped. The gold in `tests/gold` is the project's own; it was made before any output was
looked at, and is never edited to fit. The article of `raw` is annotated whole, the others in their openings;
it has a floor of its own. So have the invented articles of `tests/gold/invented`, whose texts lie beside
their gold.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.build import build
from pipeline.reading.sources import add_source

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
OWN = ROOT / "tests" / "gold"
INVENTED = OWN / "invented"
FOLDERS = (SHARED / "articles", SHARED / "raw", INVENTED)
ARTICLES = {path.stem: path for folder in FOLDERS for path in sorted(folder.glob("*.txt"))}
WHOLE = {path.stem for path in (ROOT / "raw").glob("*.txt")}
GROUPS = {
    "shared": sorted((SHARED / "gold").glob("*.jsonl")),
    "own": sorted(path for path in OWN.glob("*.jsonl") if path.stem not in WHOLE),
    "whole": sorted(path for path in OWN.glob("*.jsonl") if path.stem in WHOLE),
    "invented": sorted(INVENTED.glob("*.jsonl")),
}
# Per cent of core facts found, of all kinds.
FLOORS = {"shared": 82.0, "own": 77.0, "whole": 71.5, "invented": 55.0}

pytestmark = pytest.mark.skipif(
    not (SHARED / "gold" / "score_facts.py").exists(),
    reason="NOT TESTED: the folder of annotated articles, shared, is not beside the repository",
)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gold")
    for stem in sorted({path.stem for group in GROUPS.values() for path in group}):
        add_source(
            folder / "raw",
            ARTICLES[stem],
            title=stem,
            url=f"https://en.wikipedia.org/wiki/{stem}",
            licence="CC BY-SA 4.0",
            attribution="Wikipedia contributors",
            revision=None,
        )
    build(folder / "raw", folder / "package", lambda _step: None)
    return folder / "package"


@pytest.mark.parametrize("name", GROUPS)
def test_recall_stays_above_its_floor(name: str, package: Path, tmp_path: Path) -> None:
    for path in GROUPS[name]:
        shutil.copy(path, tmp_path)
    scorer = SHARED / "gold" / "score_facts.py"
    command = [sys.executable, str(scorer), str(package), "--gold", str(tmp_path)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search(r"core recall \d+/\d+ = ([\d.]+) %", printed)
    assert found is not None
    assert float(found[1]) >= FLOORS[name], printed

"""Build packages of annotated articles and score them against their gold, fact by fact.

    python benchmarks/extraction.py SCORER RAW GOLD [GOLD ...] [--misses]

SCORER is a program that takes a package and `--gold FOLDER` and prints recall by kind; RAW a folder of
sources that holds the annotated articles; GOLD a folder of `<document_id>.jsonl`. The project's own gold is
in `tests/gold`. Recall is scored; precision is read.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from pipeline.build import build


def score(scorer: Path, package: Path, gold: Path, *, misses: bool) -> str:
    """Return what the scorer prints for a package and one folder of gold. Raises CalledProcessError where
    it fails."""
    command = [sys.executable, str(scorer), str(package), "--gold", str(gold)]
    return subprocess.run(
        [*command, *(["--misses"] if misses else [])], check=True, text=True, stdout=-1
    ).stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("scorer", type=Path)
    parser.add_argument("raw", type=Path)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--misses", action="store_true", help="print every gold fact that was not found")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "package"
        build(arguments.raw, package, lambda _step: None)
        for gold in arguments.gold:
            print(f"{gold}\n{score(arguments.scorer, package, gold, misses=arguments.misses)}")


if __name__ == "__main__":
    main()

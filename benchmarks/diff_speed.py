"""How long `pipeline diff` takes beside bare joins, and how much memory: `python benchmarks/diff_speed.py`.

Two packages are made of what a build makes of `raw/`, repeated under other names until they have a million
facts, with entities, evidence, typed tables and all else in proportion. In the second one, some of the
documents are copies of an edited text: a name corrected, a sentence moved to the end, one taken away. The
floor is what DuckDB takes, in the same run and with the same limit of memory, for full outer joins of the
same tables by their keys, counting the rows of which any cell differs. `diff` should take no more than twice
that, and never more than 2 GiB.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import duckdb

ROOT = Path(__file__).parents[1]
RATIO = 2.0
MEMORY = 2 << 30
CONTENT_IDS = ("fact_id", "claim_id", "evidence_id", "conflict_id")
JOINS = """
import json, sys, time
from pathlib import Path
import duckdb
old, new, spilled = map(Path, sys.argv[1:])
start = time.perf_counter()
connection = duckdb.connect(config={"memory_limit": "1GB", "temp_directory": str(spilled)})
connection.execute("SET enable_progress_bar = false")
differing = 0
for resource in json.loads((new / "datapackage.json").read_text())["resources"]:
    names = [field["name"] for field in resource["schema"]["fields"]]
    types = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    options = "header = true, auto_detect = false, quote = '\\"', escape = '\\"', columns = {" + types + "}"
    sides = [f"read_csv('{folder / resource['path']}', {options})" for folder in (old, new)]
    keys = ", ".join(f'"{name}"' for name in resource["schema"]["primaryKey"])
    differs = " OR ".join(f'a."{name}" IS DISTINCT FROM b."{name}"' for name in names)
    found = connection.execute(
        f"SELECT count(*) FROM {sides[0]} AS a FULL OUTER JOIN {sides[1]} AS b USING ({keys}) WHERE {differs}"
    ).fetchone()
    differing += found[0]
print(time.perf_counter() - start, differing)
"""


def build_sources(raw: Path, folder: Path) -> tuple[Path, Path]:
    """Build the sources as they are, and once more with each of them edited; return both packages."""
    pipeline = Path(sys.executable).with_name("pipeline")
    packages = folder / "base", folder / "edited"
    subprocess.run([pipeline, "build", "--raw", raw, "--out", packages[0]], check=True, capture_output=True)
    sources = folder / "raw"
    shutil.copytree(raw, sources)
    with (sources / "sources.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    for row in rows[1:]:
        path = sources / f"{row[0]}.txt"
        content = _edited(path.read_bytes().decode("utf-8"), row[0], packages[0]).encode("utf-8")
        path.write_bytes(content)
        row[-1] = hashlib.sha256(content).hexdigest()
    with (sources / "sources.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)
    subprocess.run(
        [pipeline, "build", "--raw", sources, "--out", packages[1]], check=True, capture_output=True
    )
    return packages


def _edited(text: str, document_id: str, package: Path) -> str:
    """A text with one sentence moved to its end, one taken away, and a person's name corrected."""

    def rows(table: str) -> list[dict[str, str]]:
        with (package / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
            return [row for row in csv.DictReader(stream) if row["document_id"] == document_id]

    sentences = rows("sentences")
    moved, gone = sentences[len(sentences) // 2], sentences[len(sentences) // 4]
    for sentence in (moved, gone):
        start, end = int(sentence["char_start"]), int(sentence["char_end"])
        text = text[:start] + text[end:].lstrip(" ")
    text = f"{text.rstrip()}\n\n{moved['text']}\n"
    for entity in rows("entities"):
        if entity["kind"] == "person" and " " in entity["name"]:
            return text.replace(entity["name"], f"{entity['name']}n")
    return text


def make_package(packages: tuple[Path, Path], folder: Path, copies: int, edited: int) -> None:
    """Write a package of as many copies of all rows, each under the name of another document; those whose
    number is a multiple of `edited` are copies of the second package; with 0, none."""
    descriptor = json.loads((packages[0] / "datapackage.json").read_text("utf-8"))
    (folder / "data").mkdir(parents=True)
    with duckdb.connect(
        config={"memory_limit": "2GB", "temp_directory": str(folder / "spilled")}
    ) as connection:
        connection.execute("SET enable_progress_bar = false")
        for table in descriptor["resources"]:
            paths = [package / table["path"] for package in packages]
            _write_table(connection, paths, folder / table["path"], copies, edited)
            with (folder / table["path"]).open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            table |= {"bytes": (folder / table["path"]).stat().st_size, "hash": f"sha256:{digest}"}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")


def _write_table(
    connection: duckdb.DuckDBPyConnection, paths: list[Path], target: Path, copies: int, edited: int
) -> None:
    reads = [f"read_csv('{path}', all_varchar = true, header = true, quote = '\"')" for path in paths]
    names = [str(row[0]) for row in connection.execute(f"DESCRIBE SELECT * FROM {reads[0]}").fetchall()]
    if "document_id" not in names and "fact_id" not in names:
        # The list of predicates is the same, however many documents there are.
        shutil.copyfile(paths[0], target)
        return
    for number, read in enumerate(reads):
        connection.execute(
            f"CREATE OR REPLACE TABLE rows_{number} AS SELECT *, row_number() OVER () AS n FROM {read}"
        )
    cells = ", ".join(f'{_renamed(name)} AS "{name}"' for name in names)
    is_edited = f"i % {edited} = 0" if edited else "false"
    connection.execute(
        f"""COPY (SELECT {cells} FROM (
            SELECT i, * FROM range({copies}) AS r(i), rows_0 WHERE NOT {is_edited}
            UNION ALL SELECT i, * FROM range({copies}) AS r(i), rows_1 WHERE {is_edited}) ORDER BY i, n)
        TO '{target}' (HEADER)"""
    )


def _renamed(name: str) -> str:
    if name in CONTENT_IDS:
        return f"""substr(md5("{name}" || i), 1, 16)"""
    if name == "document_id":
        return "'copy-' || lpad(i::VARCHAR, 6, '0')"
    if name.endswith("_id"):
        # `<document>/<rest>`
        return f"""'copy-' || lpad(i::VARCHAR, 6, '0') || substr("{name}", strpos("{name}", '/'))"""
    if name == "sha256":
        return f"""sha256("{name}" || i)"""
    return f'"{name}"'


@dataclass(frozen=True, slots=True)
class Measured:
    """What a command took."""

    seconds: float
    """Wall time."""
    cpu_seconds: float
    memory: int
    """Bytes, at most."""
    code: int

    def __str__(self) -> str:
        megabytes = self.memory / 1e6
        return f"{self.seconds:7.1f} s wall, {self.cpu_seconds:7.1f} s of a processor, {megabytes:6.0f} MB"


def measure(command: Sequence[str | Path], log: Path) -> Measured:
    """Run a command, with its output in a file."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    with log.open("wb") as stream:
        process = subprocess.Popen(list(map(str, command)), stdout=stream, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds, cpu = time.perf_counter() - start, usage.ru_utime + usage.ru_stime
    return Measured(seconds, cpu, usage.ru_maxrss * 1024, process.returncode)


def main() -> int:
    """Print times, ratio and memory; return 1 where one is above its limit."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--facts", type=int, default=1_000_000)
    parser.add_argument("--raw", type=Path, default=ROOT / "raw", help="the sources that are repeated")
    parser.add_argument("--every", type=int, default=100, help="one of so many documents is edited")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        packages = build_sources(options.raw, folder)
        rows = (packages[0] / "data" / "facts.csv").read_bytes().count(b"\n") - 1
        copies = -(-options.facts // rows)
        # In processes of their own: what a process has at its start counts as memory of what it starts.
        for name, every in (("old", 0), ("new", options.every)):
            making = get_context("spawn").Process(
                target=make_package, args=(packages, folder / name, copies, every)
            )
            making.start()
            making.join()
        print(f"{copies:,} times {options.raw}, about {copies * rows:,} facts, 1 of {options.every} edited")
        size = sum(path.stat().st_size for path in (folder / "old").rglob("*.csv"))
        print(f"{size / 1e6:,.0f} MB of CSV in each package")
        joins: list[str | Path] = [
            sys.executable,
            "-c",
            JOINS,
            folder / "old",
            folder / "new",
            folder / "spilled",
        ]
        floor = measure(joins, folder / "joins.log")
        diff: list[str | Path] = [
            Path(sys.executable).with_name("pipeline"),
            "diff",
            folder / "old",
            folder / "new",
        ]
        taken = measure([*diff, "--format", "csv"], folder / "diff.csv")
        differing = int((folder / "joins.log").read_text().split()[-1])
        changes = (folder / "diff.csv").read_bytes().count(b"\n") - 1
    ratio = taken.seconds / floor.seconds
    print(f"joins  {floor}; {differing:,} rows differ")
    print(f"diff   {taken}; exit code {taken.code}, {changes:,} changes")
    print(f"ratio  {ratio:7.2f}   (at most {RATIO})")
    return int(taken.code != 1 or ratio > RATIO or taken.memory > MEMORY)


if __name__ == "__main__":
    sys.exit(main())

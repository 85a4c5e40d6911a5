"""What publishing a million facts takes, in time and memory: `python benchmarks/publish_size.py`.

The packages are those of `diff_speed.py`: what a build makes of `raw/`, repeated under other names until it
has so many facts, with the texts, descriptor and checksums that a build would have given it, so that it
verifies; and a second one, in which some of the documents are copies of an edited text. The first is
published to an empty folder, the second beside it, which compares the two; and the second once more, which
changes nothing. No process should take more than 2 GiB.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
import tempfile
from multiprocessing import get_context
from pathlib import Path

from diff_speed import ROOT, build_sources, make_package, measure

from pipeline.publishing.checksums import write_checksums
from pipeline.publishing.derived_formats import make_formats
from pipeline.publishing.descriptor import count_other_formulas
from pipeline.publishing.metadata_files import write_metadata_files, write_verifier
from pipeline.publishing.profile import profile_table

MEMORY = 2 << 30


def complete_package(packages: tuple[Path, Path], folder: Path, copies: int, edited: int) -> None:
    """Write what `make_package` leaves out: texts, descriptor, formats, metadata and checksums."""
    make_package(packages, folder, copies, edited)
    texts = [next((package / "texts").glob("*.txt")).read_bytes() for package in packages]
    (folder / "texts").mkdir()
    hashes = {}
    for number in range(copies):
        name = f"copy-{number:06}"
        text = texts[1 if edited and number % edited == 0 else 0]
        (folder / "texts" / f"{name}.txt").write_bytes(text)
        hashes[name] = hashlib.sha256(text).hexdigest()
    _rewrite_documents(folder / "data" / "documents.csv", hashes)
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    (folder / "review.csv").write_bytes((packages[0] / "review.csv").read_bytes())
    descriptor["formulaLike"] = {}
    for table in descriptor["resources"]:
        path = folder / table["path"]
        profile = profile_table(path)
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        missing = {column.name: column.missing for column in profile.columns if column.missing}
        table |= {"bytes": path.stat().st_size, "hash": f"sha256:{digest}"}
        table |= {"rows": profile.rows, "missing": missing, "logicalHash": profile.logical_hash}
        descriptor["formulaLike"] |= {table["path"]: profile.like_formulas} if profile.like_formulas else {}
    tables = {table["path"] for table in descriptor["resources"]}
    descriptor["formulaLike"] |= count_other_formulas(folder, tables)
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    make_formats(folder)
    write_verifier(folder)
    write_metadata_files(folder)
    write_checksums(folder)


def _rewrite_documents(path: Path, hashes: dict[str, str]) -> None:
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(row | {"sha256": hashes[row["document_id"]]} for row in rows)


def main() -> int:
    """Print times, memory and sizes; return 1 where a step fails or takes more memory than it may."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--facts", type=int, default=1_000_000)
    parser.add_argument("--raw", type=Path, default=ROOT / "raw", help="a folder of one source")
    parser.add_argument("--every", type=int, default=100, help="one of so many documents is edited")
    options = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        packages = build_sources(options.raw, folder)
        rows = (packages[0] / "data" / "facts.csv").read_bytes().count(b"\n") - 1
        copies = -(-options.facts // rows)
        print(f"{copies:,} times {options.raw}, about {copies * rows:,} facts, 1 of {options.every} edited")
        pipeline = Path(sys.executable).with_name("pipeline")
        for step, name, every in (("first", "old", 0), ("second", "new", options.every), ("same", "new", 0)):
            if not (folder / name).exists():
                # In a process of its own: what a process has at its start counts as memory of what it starts.
                making = get_context("spawn").Process(
                    target=complete_package, args=(packages, folder / name, copies, every)
                )
                making.start()
                making.join()
            command = [pipeline, "publish", "--package", folder / name, "--to", folder / "target"]
            taken = measure([*command, "--date", "2026-05-04"], folder / "publish.log")
            said = (folder / "publish.log").read_text("utf-8").splitlines()
            failed |= taken.code != 0 or taken.memory > MEMORY
            print(f"{step:<7}{taken}; exit code {taken.code}: {'; '.join(said[:2])}")
        for path in sorted((folder / "target").glob("*/*")):
            files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
            print(f"{path.name:<22}{sum(file.stat().st_size for file in files) / 1e6:10,.0f} MB")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())

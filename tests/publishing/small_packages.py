"""Packages of a few invented tables, written from a descriptor that holds their rows."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any


def write_package(folder: Path, package: dict[str, Any]) -> Path:
    """Write a descriptor whose resources have `rows` beside their schemas, and their CSVs; return the
    folder."""
    written = json.loads(json.dumps(package))
    for resource in written["resources"]:
        rows = resource.pop("rows")
        resource.setdefault("path", f"data/{resource['name']}.csv")
        path = folder / resource["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(field["name"] for field in resource["schema"]["fields"])
            writer.writerows(rows)
        content = path.read_bytes()
        resource |= {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    (folder / "datapackage.json").write_text(json.dumps(written), encoding="utf-8")
    return folder

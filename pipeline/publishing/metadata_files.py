"""A package with its descriptor in, the files out that say the same to other programs and to people."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipeline.publishing import verify
from pipeline.publishing.citation_file import format_citation_file
from pipeline.publishing.croissant import describe_for_croissant
from pipeline.publishing.descriptor import write_json
from pipeline.publishing.metadata import PackageMetadata, read_metadata
from pipeline.publishing.readme import format_readme

VERIFIER_NAME = "verify.py"
CROISSANT_NAME = "croissant.json"
CITATION_NAME = "CITATION.cff"
README_NAME = "README.md"


def write_metadata_files(folder: Path) -> PackageMetadata:
    """Write `croissant.json`, `CITATION.cff` and `README.md` as the descriptor in `folder` says; return what
    it says."""
    metadata = read_metadata(folder)
    write_json(describe_for_croissant(metadata), folder / CROISSANT_NAME)
    for name, text in (
        (CITATION_NAME, format_citation_file(metadata)),
        (README_NAME, format_readme(metadata)),
    ):
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return metadata


def write_verifier(folder: Path) -> None:
    """Write `verify.py`, byte for byte as it is here."""
    shutil.copyfile(verify.__file__, folder / VERIFIER_NAME)

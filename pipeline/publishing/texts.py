"""Source texts in, those that their licence lets us pass on out, byte for byte, as files of the package."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.model.document import Document
from pipeline.publishing.verify import OPEN_LICENCES

FOLDER_NAME = "texts"


def may_be_carried(licence: str) -> bool:
    """Say whether a text may be passed on as it is: under any licence of Creative Commons that asks for
    attribution (https://creativecommons.org/licenses/), CC0, or in the public domain. The package names
    its authors and its licence."""
    return licence.upper().startswith(OPEN_LICENCES)


def write_texts(documents: Sequence[Document], folder: Path) -> None:
    """Write `texts/<document_id>.txt` for each document that may be carried, just as it is in `raw/`."""
    for document in documents:
        if may_be_carried(document.source.licence):
            path = folder / FOLDER_NAME / f"{document.source.document_id}.txt"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(document.text.encode("utf-8"))

"""The folder of a package in, an error out where it does not hold what a build promises."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import ValidationError
from pipeline.tables.csv_files import read_table
from pipeline.tables.schemas import read_schemas
from pipeline.tables.table import Tables
from pipeline.validation.evidence import check_evidence, restore_texts
from pipeline.validation.failures import Failure, raise_failures
from pipeline.validation.written_package import check_checksums, check_written_package


def validate_package(folder: Path, raw: Path | None = None) -> None:
    """Check a package as it lies there: Frictionless on descriptor and CSVs, every rule of the schemas,
    the evidence, and the checksums where they are listed.

    Evidence is checked against the sources in `raw`; None checks it against what the package itself
    holds of them, which is every sentence, heading and infobox field. Raises ValidationError with the
    first failure, SourceError where `raw` cannot be read.
    """
    failures = check_written_package(folder)
    if not failures:
        failures = _check_tables(folder, raw)
    raise_failures(failures + check_checksums(folder), report=None)


def _check_tables(folder: Path, raw: Path | None) -> list[Failure]:
    from pipeline.validation.frame_rules import check_frames, make_frames

    try:
        tables = Tables(tuple(read_table(s, folder / "data" / f"{s.name}.csv") for s in read_schemas()), ())
    except ValidationError as error:
        return [Failure("data", None, None, str(error))]
    frames, failures = make_frames(tables)
    if failures:
        return failures
    texts = _read_texts(raw) if raw is not None else restore_texts(tables)
    return check_frames(frames) + check_evidence(tables, texts)


def _read_texts(raw: Path) -> dict[str, str]:
    from pipeline.reading.sources import read_sources, read_text

    return {source.document_id: read_text(raw, source) for source in read_sources(raw)}

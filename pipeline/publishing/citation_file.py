"""The description of a package in, its citation out: as text, and as `CITATION.cff`
(https://github.com/citation-file-format/citation-file-format, version 1.2.0).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from pipeline.publishing.metadata import PackageMetadata, SourceMetadata

KNOWN_LICENCE = re.compile(r"CC0-1\.0|CC-BY(?:-NC)?(?:-(?:SA|ND))?-(?:1\.0|2\.0|2\.5|3\.0|4\.0)")
"""Identifiers of SPDX that the format takes; it refuses any other."""
LINE_ENDS = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")
"""Characters that JSON leaves as they are and YAML takes for something else."""


def format_package_citation(metadata: PackageMetadata) -> str:
    """Return how to cite a package, as DataCite recommends it: authors, year, title, version, kind of thing,
    licence (https://support.datacite.org/docs/data-citation)."""
    year = f" ({metadata.created.year})" if metadata.created else ""
    version = f"version {metadata.version}" if metadata.version else "not published"
    licences = ", ".join(licence.title for licence in metadata.licences)
    return f"{'; '.join(metadata.authors)}{year}. {metadata.title} ({version}) [Data set]. {licences}."


def format_source(source: SourceMetadata) -> str:
    """Return how to cite one source."""
    revision = f"revision {source.revision}" if source.revision else "revision not recorded"
    return f"{source.attribution}, {source.title!r}, {source.url} ({revision}), {source.licence}"


def format_citation_file(metadata: PackageMetadata) -> str:
    """Return the content of `CITATION.cff`; without version and date where it was not published."""
    return "".join(_lines(metadata))


def _lines(metadata: PackageMetadata) -> Iterator[str]:
    yield "cff-version: 1.2.0\n"
    yield "message: If you use this data, please cite it, and the sources that it was read from.\n"
    yield "type: dataset\n"
    yield f"title: {_quote(metadata.title)}\n"
    yield f"abstract: {_quote(metadata.description)}\n"
    yield "authors:\n"
    yield from (f"  - name: {_quote(author)}\n" for author in metadata.authors)
    if metadata.version:
        yield f"version: {_quote(metadata.version)}\n"
    if metadata.created:
        yield f"date-released: {_quote(metadata.created.isoformat())}\n"
    licences = [licence.name for licence in metadata.licences]
    if all(KNOWN_LICENCE.fullmatch(licence) for licence in licences):
        yield f"license: {licences[0]}\n" if len(licences) == 1 else f"license: [{', '.join(licences)}]\n"
    yield "keywords:\n"
    yield from (f"  - {_quote(keyword)}\n" for keyword in metadata.keywords)
    yield "references:\n"
    for source in metadata.sources:
        yield "  - type: encyclopedia\n"
        yield f"    title: {_quote(source.title)}\n"
        yield f"    authors:\n      - name: {_quote(source.attribution)}\n"
        yield f"    url: {_quote(source.url)}\n"
        if source.revision:
            yield f"    version: {_quote(source.revision)}\n"
        yield f"    notes: {_quote(source.licence)}\n"


def _quote(text: str) -> str:
    """A JSON string is one of YAML as well, but for a few characters."""
    return LINE_ENDS.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))

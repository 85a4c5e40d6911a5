"""Written tables in, their `datapackage.json` (Data Package 2.0) out.

Properties of our own, which the standard allows: `parser`, `curation` and `formulaLike` of the package;
`document_id`, `licence` and `attribution` of a source; `rows`, `missing` and `logicalHash` of a resource; and
those of the schemas, which CONTRIBUTING describes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipeline.model.curation import Decision
from pipeline.model.date import CalendarDay
from pipeline.model.document import Source
from pipeline.parsing.parser import ParserModel
from pipeline.publishing.profile import TableProfile, profile_table
from pipeline.tables.table import Table, Tables
from pipeline.validation.written_package import DESCRIPTOR_NAME, hash_file

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
NAME = "attested"
DESCRIPTION = (
    "Facts that narrative texts state, as normalised tables. Every fact, and every cell that its schema "
    "marks as attested, points at the exact characters of the source that state it: see the tables `facts` "
    "and `evidence`. What was not read is shown in `coverage`. All of it is extracted by a program; none of "
    "it was typed in."
)
KEYWORDS = (
    "history",
    "events",
    "recognition of governments",
    "office holders",
    "provenance",
    "text mining",
)
ANCIENT_DAY = r"-?\d{4,}-\d{2}-\d{2}"
CREATIVE_COMMONS = re.compile(r"CC[ -](?P<terms>BY(?:-(?:NC|ND|SA)){0,2})[ -](?P<version>\d\.\d)\Z")


def write_descriptor(
    tables: Tables,
    sources: Sequence[Source],
    parser: ParserModel,
    decisions: Sequence[Decision],
    folder: Path,
) -> None:
    """Write the descriptor of the CSVs in `folder/data`; the review list has to be there as well."""
    profiles = {t.name: profile_table(folder / "data" / f"{t.name}.csv") for t in tables.tables}
    like_formulas = {f"data/{name}.csv": profile.like_formulas for name, profile in profiles.items()}
    content = {
        "$schema": PROFILE,
        "name": NAME,
        "title": _title(sources),
        "description": DESCRIPTION,
        "keywords": list(KEYWORDS),
        "licenses": [_license(name) for name in _unique(source.licence for source in sources)],
        "contributors": [
            {"title": name, "roles": ["author"]} for name in _unique(source.attribution for source in sources)
        ],
        "sources": [_source(source) for source in sources],
        # What parsed the texts: with another model the same sources can give other facts.
        "parser": asdict(parser),
        # What persons decided of what was read, where they did: without it, nobody could tell later why a
        # fact is gone.
        **({"curation": list(map(_decision, decisions))} if decisions else {}),
        "formulaLike": {path: found for path, found in like_formulas.items() if found}
        | count_other_formulas(folder, like_formulas),
        "resources": [_resource(table, profiles[table.name], folder) for table in tables.tables],
    }
    write_json(content, folder / DESCRIPTOR_NAME)


def count_other_formulas(folder: Path, tables: Container[str]) -> dict[str, dict[str, int]]:
    """Return how many cells look like formulas, by file and column, in CSV files that are not `tables`."""
    others = (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.csv")))
    found = {name: profile_table(folder / name).like_formulas for name in others if name not in tables}
    return {name: columns for name, columns in found.items() if columns}


def write_json(content: dict[str, Any], path: Path) -> None:
    """Write JSON in the one form that it has in packages."""
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _title(sources: Sequence[Source]) -> str:
    return f"Attested: {sources[0].title}" if len(sources) == 1 else f"Attested: {len(sources)} sources"


def _decision(decision: Decision) -> dict[str, str]:
    return {
        "action": decision.action.value,
        "id": decision.item_id,
        "reason": decision.reason,
        "author": decision.author,
    }


def _license(name: str) -> dict[str, str]:
    """A licence as the specification wants it: an identifier, and an address where it is known."""
    found = {"name": re.sub(r"[^-a-zA-Z0-9._]+", "-", name).strip("-"), "title": name}
    match = CREATIVE_COMMONS.match(name)
    if match:
        found["path"] = f"https://creativecommons.org/licenses/{match['terms'].lower()}/{match['version']}/"
    return found


def _source(source: Source) -> dict[str, str]:
    found = {"title": source.title, "path": source.url}
    if source.revision:
        found["version"] = source.revision
    return found | {
        "document_id": source.document_id,
        "licence": source.licence,
        "attribution": source.attribution,
    }


def _resource(table: Table, profile: TableProfile, folder: Path) -> dict[str, Any]:
    path = f"data/{table.name}.csv"
    file = folder / path
    return {
        "name": table.name,
        "type": "table",
        "title": table.schema.title,
        "description": table.schema.description,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{hash_file(file)}",
        "logicalHash": profile.logical_hash,
        "rows": profile.rows,
        "missing": {column.name: column.missing for column in profile.columns if column.missing},
        "schema": _schema(table, profile),
    }


def _schema(table: Table, profile: TableProfile) -> dict[str, Any]:
    """The table's own schema, without what its resource says already, and with examples."""
    schema: dict[str, Any] = json.loads(table.schema.content)
    for key in ("name", "title", "description"):
        del schema[key]
    ancient = set(_ancient_columns(table))
    fields = (_as_text(field) if field["name"] in ancient else field for field in schema["fields"])
    schema["fields"] = [
        field | ({"example": column.example} if column.example else {})
        for field, column in zip(fields, profile.columns, strict=True)
    ]
    return schema


def _ancient_columns(table: Table) -> Iterator[str]:
    for index, field in enumerate(table.schema.fields):
        if field.type == "date" and any(
            isinstance(d := row[index], CalendarDay) and d.year < 1 for row in table.rows
        ):
            yield field.name


def _as_text(field: dict[str, Any]) -> dict[str, Any]:
    """No reader of Data Packages has dates before year 1: a column that holds one is published as text
    of a fixed form. In Parquet and DuckDB it stays a date."""
    constraints = field.get("constraints", {}) | {"pattern": ANCIENT_DAY}
    return field | {"type": "string", "constraints": constraints}

"""The descriptor of a package in, the one description of it out that all its metadata files are made from.

`datapackage.json` holds everything: `croissant.json`, `CITATION.cff` and `README.md` say the same in the
forms that other programs and people read.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError, ValidationError
from pipeline.tables.schemas import ForeignKey
from pipeline.validation.written_package import DESCRIPTOR_NAME


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence that the package is under."""

    name: str
    """An identifier of SPDX (https://spdx.org/licenses/) where it has one."""
    title: str
    url: str | None
    """None where it is not known."""


@dataclass(frozen=True, slots=True)
class SourceMetadata:
    """A text that the package was read from."""

    document_id: str
    title: str
    url: str
    revision: str | None
    """None where it was not recorded."""
    licence: str
    attribution: str
    """The authors to name."""


@dataclass(frozen=True, slots=True)
class ColumnMetadata:
    """A column of a table."""

    name: str
    type: str
    """`string`, `integer`, `boolean` or `date`."""
    title: str
    description: str
    required: bool
    enum: tuple[str, ...]
    """Empty where any value is allowed."""
    attested: bool
    """Whether each cell has evidence of its own."""
    example: str | None
    """None where all cells are empty or long."""
    missing: int
    """How many cells are empty."""


@dataclass(frozen=True, slots=True)
class TableMetadata:
    """A table, which is a CSV file."""

    name: str
    title: str
    description: str
    path: str
    """In the package, with slashes."""
    bytes: int
    sha256: str
    rows: int
    logical_hash: str
    columns: tuple[ColumnMetadata, ...]
    primary_key: tuple[str, ...]
    references: tuple[ForeignKey, ...]


@dataclass(frozen=True, slots=True)
class PackageMetadata:
    """What a package says of itself."""

    name: str
    title: str
    description: str
    version: str | None
    """None where it was built and not published."""
    created: datetime.date | None
    """When it was published; None where it was not."""
    keywords: tuple[str, ...]
    licences: tuple[Licence, ...]
    authors: tuple[str, ...]
    sources: tuple[SourceMetadata, ...]
    parser: str
    """Name and version of what parsed the texts."""
    tables: tuple[TableMetadata, ...]
    like_formulas: tuple[tuple[str, str, int], ...]
    """File, column and number of cells that a spreadsheet may take for formulas."""


def describe_release(folder: Path, version: str, created: datetime.date) -> None:
    """Write version and date into the descriptor of a package that was built, and all other metadata files
    anew. SHA256SUMS is not touched: it has to be written last.

    Raises UsageError where there is no descriptor, ValidationError where it cannot be read.
    """
    # Imported here, since reading what a package says of itself needs nothing that writes.
    from pipeline.publishing.descriptor import count_other_formulas, write_json
    from pipeline.publishing.metadata_files import write_metadata_files

    descriptor = read_descriptor(folder)
    # The standard wants a time; a day is all that is known (RFC 3339, section 5.6).
    descriptor |= {"version": version, "created": f"{created.isoformat()}T00:00:00Z"}
    tables = {resource["path"] for resource in descriptor["resources"]}
    known = {path: columns for path, columns in descriptor["formulaLike"].items() if path in tables}
    descriptor["formulaLike"] = known | count_other_formulas(folder, tables)
    write_json(_in_order(descriptor), folder / DESCRIPTOR_NAME)
    write_metadata_files(folder)


def _in_order(descriptor: dict[str, Any]) -> dict[str, Any]:
    """What is new comes after the title and the description, where a reader looks for it."""
    first = [
        key for key in ("$schema", "name", "title", "description", "version", "created") if key in descriptor
    ]
    return {key: descriptor[key] for key in (*first, *(key for key in descriptor if key not in first))}


def read_metadata(folder: Path) -> PackageMetadata:
    """Return what a package says of itself.

    Raises UsageError where it has no descriptor, ValidationError where that lacks something.
    """
    return describe_package(read_descriptor(folder), str(folder / DESCRIPTOR_NAME))


def read_descriptor(folder: Path) -> dict[str, Any]:
    path = folder / DESCRIPTOR_NAME
    try:
        descriptor = json.loads(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); 'pipeline build' makes it") from None
    except (ValueError, RecursionError) as error:
        raise ValidationError(f"{path}: {error}") from None
    if not isinstance(descriptor, dict):
        raise ValidationError(f"{path}: is no JSON object")
    return descriptor


def describe_package(descriptor: dict[str, Any], place: str) -> PackageMetadata:
    """Return what a descriptor says. Raises ValidationError, which names
    `place`, where it lacks something."""
    try:
        created = descriptor.get("created")
        return PackageMetadata(
            name=descriptor["name"],
            title=descriptor["title"],
            description=descriptor["description"],
            version=descriptor.get("version"),
            created=None if created is None else datetime.date.fromisoformat(created[:10]),
            keywords=tuple(descriptor["keywords"]),
            licences=tuple(Licence(i["name"], i["title"], i.get("path")) for i in descriptor["licenses"]),
            authors=tuple(c["title"] for c in descriptor["contributors"] if "author" in c["roles"]),
            sources=tuple(map(_describe_source, descriptor["sources"])),
            parser=f"{descriptor['parser']['name']} {descriptor['parser']['version']}",
            tables=tuple(map(_describe_table, descriptor["resources"])),
            like_formulas=tuple(
                (path, column, number)
                for path, columns in descriptor["formulaLike"].items()
                for column, number in columns.items()
            ),
        )
    except KeyError as error:
        raise ValidationError(f"{place}: {error.args[0]!r} is missing") from None
    except (TypeError, AttributeError, ValueError) as error:
        raise ValidationError(f"{place}: is not what a build writes: {error}") from None


def _describe_source(source: dict[str, Any]) -> SourceMetadata:
    return SourceMetadata(
        document_id=source["document_id"],
        title=source["title"],
        url=source["path"],
        revision=source.get("version"),
        licence=source["licence"],
        attribution=source["attribution"],
    )


def _describe_table(resource: dict[str, Any]) -> TableMetadata:
    schema, missing = resource["schema"], resource["missing"]
    return TableMetadata(
        name=resource["name"],
        title=resource["title"],
        description=resource["description"],
        path=resource["path"],
        bytes=resource["bytes"],
        sha256=resource["hash"].removeprefix("sha256:"),
        rows=resource["rows"],
        logical_hash=resource["logicalHash"],
        columns=tuple(_describe_column(field, missing.get(field["name"], 0)) for field in schema["fields"]),
        primary_key=tuple(schema["primaryKey"]),
        references=tuple(
            ForeignKey(tuple(key["fields"]), key["reference"]["resource"], tuple(key["reference"]["fields"]))
            for key in schema.get("foreignKeys", ())
        ),
    )


def _describe_column(field: dict[str, Any], missing: int) -> ColumnMetadata:
    constraints = field.get("constraints", {})
    return ColumnMetadata(
        name=field["name"],
        type=field["type"],
        title=field["title"],
        description=field["description"],
        required=constraints.get("required", False),
        enum=tuple(constraints.get("enum", ())),
        attested=field.get("attested", False),
        example=field.get("example"),
        missing=missing,
    )

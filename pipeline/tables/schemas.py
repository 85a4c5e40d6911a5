"""`schemas/*.json` in, frozen descriptions of the tables out; the only place that reads them.

A schema is a plain Table Schema (Data Package 2.0) with a few properties of our own, which CONTRIBUTING
describes: `row` and `span` of a table, `from` and `attested` of a field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.errors import SchemaError

TYPES = frozenset({"string", "integer", "boolean", "date"})
SPINE = ("document_id", "about_id", "subject", "subject_id", "predicate", "object", "object_id", "place",
         "place_id", "negated", "certainty", "qualifier", "fact_id", "claim_id")  # fmt: skip
DATE_PARTS = tuple(
    f"{end}_{part}" for end in ("start", "end") for part in ("text", "edtf", "earliest", "latest")
)


class RowKind(Enum):
    """What one row of a typed table is."""

    FACT = "fact"
    """One fact of the kind that the table is named for."""
    ENTITY = "entity"
    """One entity; each stated cell is a fact of its own."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a cell of a typed table comes from."""

    part: str
    """A part of the spine that all facts share, or the column of a cell of the fact."""
    predicates: tuple[str, ...]
    """Which facts fill the column, in a table of entities; empty in a table of facts."""
    labels: tuple[tuple[str, str], ...]
    """What stands in the column for a value that is not taken over as it is."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column."""

    name: str
    type: str
    title: str
    description: str
    required: bool
    enum: tuple[str, ...]
    """Empty where any value is allowed."""
    pattern: str | None
    """Must match the whole value."""
    minimum: int | None
    maximum: int | None
    attested: bool
    """Whether every value needs a row of `evidence` for this column."""
    origins: tuple[Origin, ...]
    """Empty where the column's own name says it."""


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns whose values must stand in other columns; null in any of them refers to nothing."""

    fields: tuple[str, ...]
    table: str
    reference: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableSchema:
    """One table, as `schemas/<name>.json` defines it."""

    name: str
    title: str
    description: str
    row: RowKind | None
    """None where the rows are made by name in code."""
    span: str | None
    """The column that repeats the source between `char_start` and `char_end`; None where none does."""
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    content: str
    """The file as it is."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(field.name for field in self.fields)

    @property
    def keeps_denials(self) -> bool:
        """Whether negated facts have rows in this typed table: where it has a column to say so."""
        return "negated" in self.columns

    def evidence_column(self, part: str, predicate: str) -> str:
        """Return the column that evidence for `part` of a fact of this kind attests: a column of this
        table, or of `facts` where this table leaves the part out."""
        part = {"start": "start_text", "end": "end_text"}.get(part, part)
        if self.row is RowKind.ENTITY and part == "subject":
            return "name"
        for field in self.fields:
            for origin in field.origins or (Origin(field.name, (), ()),):
                if origin.part == part and (self.row is not RowKind.ENTITY or predicate in origin.predicates):
                    return field.name
        return part


def schemas_folder() -> Path:
    """Return the folder of the schemas: beside the package in a checkout, inside it once installed."""
    package = Path(__file__).parents[1]
    inside = package / "schemas"
    return inside if inside.is_dir() else package.parent / "schemas"


@cache
def read_schemas(folder: Path | None = None) -> tuple[TableSchema, ...]:
    """Return all tables, each after those that its foreign keys name and otherwise by name.

    `folder` None is the project's own. Raises SchemaError where a schema is missing, cannot be read,
    or contradicts itself or another.
    """
    folder = folder or schemas_folder()
    schemas = [read_schema(path) for path in sorted(folder.glob("*.json"))]
    if not schemas:
        raise SchemaError(f"{folder}: no schemas")
    _check_references(schemas)
    return _in_order_of_reference(schemas)


def read_schema(path: Path) -> TableSchema:
    """Return the table that a file defines. Raises SchemaError where it is no Table Schema that this
    project can hold."""
    try:
        content = path.read_text("utf-8")
        data = json.loads(content)
    except (OSError, ValueError) as error:
        raise SchemaError(f"{path.name}: {error}") from None
    schema = parse_schema(data, content, path.name)
    if schema.name != path.stem:
        raise SchemaError(f"{path.name}: the table's name is {schema.name!r}, expected {path.stem!r}")
    if data.get("missingValues") != [""]:
        raise SchemaError(f'{path.name}: missingValues must be [""], the only form that all readers agree on')
    return schema


def parse_schema(data: Any, content: str, place: str) -> TableSchema:
    """Return the table that a Table Schema, as read from JSON, defines: `content` is that JSON as it is
    kept, `place` what messages call it. Raises SchemaError as `read_schema` does."""
    try:
        schema = TableSchema(
            name=_text(data["name"]),
            title=_text(data["title"]),
            description=_text(data["description"]),
            row=RowKind(data["row"]) if "row" in data else None,
            span=data.get("span"),
            fields=tuple(_read_field(field) for field in data["fields"]),
            primary_key=tuple(map(_text, data["primaryKey"])),
            foreign_keys=tuple(_read_foreign_key(key) for key in data.get("foreignKeys", ())),
            content=content,
        )
    except KeyError as error:
        raise SchemaError(f"{place}: {error.args[0]!r} is missing") from None
    except (TypeError, ValueError, AttributeError, re.error) as error:
        raise SchemaError(f"{place}: {error}") from None
    _check_columns(schema, place)
    return schema


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no text")
    return value


def _bound(value: Any) -> int | None:
    if value is not None and type(value) is not int:
        raise ValueError(f"{value!r} is no whole number")
    return value


def _read_field(data: dict[str, Any]) -> Field:
    constraints = data.get("constraints", {})
    if data["type"] not in TYPES:
        raise ValueError(
            f"field {data['name']!r} has the type {data['type']!r}, expected {', '.join(sorted(TYPES))}"
        )
    strange = constraints.keys() - {"required", "enum", "pattern", "minimum", "maximum"}
    if strange:
        raise ValueError(
            f"field {data['name']!r} has the constraint {sorted(strange)[0]!r}, which nothing checks"
        )
    if "pattern" in constraints:
        re.compile(constraints["pattern"])
    return Field(
        name=_text(data["name"]),
        type=data["type"],
        title=_text(data["title"]),
        description=_text(data["description"]),
        required=constraints.get("required", False),
        enum=tuple(map(_text, constraints.get("enum", ()))),
        pattern=constraints.get("pattern"),
        minimum=_bound(constraints.get("minimum")),
        maximum=_bound(constraints.get("maximum")),
        attested=data.get("attested", False),
        origins=_read_origins(data.get("from")),
    )


def _read_origins(data: Any) -> tuple[Origin, ...]:
    """`from` is a part, an object with `part` and `labels`, or a list of objects with `predicates`."""
    if data is None:
        return ()
    if isinstance(data, str):
        return (Origin(data, (), ()),)
    entries = data if isinstance(data, list) else [data]
    return tuple(
        Origin(entry["part"], tuple(entry.get("predicates", ())), tuple(entry.get("labels", {}).items()))
        for entry in entries
    )


def _read_foreign_key(data: dict[str, Any]) -> ForeignKey:
    reference = data["reference"]
    key = ForeignKey(
        tuple(map(_text, data["fields"])),
        _text(reference["resource"]),
        tuple(map(_text, reference["fields"])),
    )
    if len(key.fields) != len(key.reference):
        raise ValueError(
            f"foreign key {', '.join(key.fields)} has another number of columns than what it refers to"
        )
    return key


def _check_columns(schema: TableSchema, name: str) -> None:
    columns = schema.columns
    if not columns or not schema.primary_key:
        raise SchemaError(f"{name}: a table needs fields and a primary key")
    for column in columns:
        if columns.count(column) > 1:
            raise SchemaError(f"{name}: field {column!r} stands there twice")
    used = [
        *schema.primary_key,
        *(c for key in schema.foreign_keys for c in key.fields),
        schema.span or columns[0],
    ]
    if schema.span is not None:
        used += ["document_id", "char_start", "char_end"]
    for column in used:
        if column not in columns:
            raise SchemaError(f"{name}: {column!r} is used, but is no field")
    for column in columns:
        prefix, found, _ = column.rpartition("edtf")
        bounds = (f"{prefix}earliest", f"{prefix}latest")
        if found and not set(bounds) <= set(columns):
            raise SchemaError(f"{name}: {column!r} needs its bounds, {bounds[0]!r} and {bounds[1]!r}")
    for field in schema.fields:
        for origin in field.origins:
            if schema.row is RowKind.ENTITY and not origin.predicates:
                raise SchemaError(
                    f"{name}: field {field.name!r} is from {origin.part!r} of which predicates?"
                )
            if schema.row is RowKind.ENTITY and origin.part not in (*SPINE, *DATE_PARTS):
                raise SchemaError(
                    f"{name}: field {field.name!r} is from {origin.part!r}, which is no part of a fact"
                )


def _check_references(schemas: Iterable[TableSchema]) -> None:
    known = {schema.name: schema for schema in schemas}
    for schema in known.values():
        for key in schema.foreign_keys:
            target = known.get(key.table)
            if target is None:
                raise SchemaError(
                    f"{schema.name}.json: a foreign key refers to {key.table!r}, which has no schema"
                )
            if key.reference != target.primary_key:
                found = ", ".join(key.reference)
                raise SchemaError(f"{schema.name}.json: {found} is not the primary key of {key.table}")


def _in_order_of_reference(schemas: list[TableSchema]) -> tuple[TableSchema, ...]:
    ordered: list[TableSchema] = []
    left = list(schemas)
    while left:
        done = {schema.name for schema in ordered}
        free = [s for s in left if all(k.table in done or k.table == s.name for k in s.foreign_keys)]
        if not free:
            raise SchemaError(f"{left[0].name}.json: its foreign keys go round in a circle")
        ordered.append(free[0])
        left.remove(free[0])
    return tuple(ordered)

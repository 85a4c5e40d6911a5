"""The descriptor of a package in, what a comparison needs to know of its tables out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.errors import ValidationError


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a descriptor, with its value as canonical JSON."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class FieldDescription:
    """One column."""

    name: str
    type: str
    properties: tuple[Property, ...]
    """All but `name` and `type`, constraints as `constraints.<name>`, sorted."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key."""

    columns: tuple[str, ...]
    table: str
    """The table itself where it refers to itself."""


@dataclass(frozen=True, slots=True)
class TableDescription:
    """One resource with its schema."""

    name: str
    fields: tuple[FieldDescription, ...]
    primary_key: tuple[str, ...]
    """Empty where it has none: then its rows cannot be told apart, and only its hash is compared."""
    references: tuple[Reference, ...]
    properties: tuple[Property, ...]
    """All else that describes the table, schema properties as `schema.<name>`, sorted."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(field.name for field in self.fields)


@dataclass(frozen=True, slots=True)
class PackageDescription:
    """What a descriptor says."""

    name: str
    version: str | None
    """None where it gives none: a package that was built and not published."""
    properties: tuple[Property, ...]
    """What describes the package as a whole, sorted."""
    tables: tuple[TableDescription, ...]

    def table(self, name: str) -> TableDescription | None:
        """Return the table of that name; None where there is none."""
        return next((table for table in self.tables if table.name == name), None)


NOT_DESCRIPTIVE = frozenset({"resources", "name", "version", "created", "formulaLike"})
"""Of a package: what is compared otherwise, says only when it was published, or follows from the rows."""
NOT_OF_A_TABLE = frozenset({"name", "schema", "path", "bytes", "hash", "logicalHash", "rows", "missing"})
"""Of a resource: where it lies, and what follows from its rows."""
NOT_OF_A_SCHEMA = frozenset({"fields", "primaryKey"})
NOT_OF_A_FIELD = frozenset({"name", "type", "constraints", "example"})
"""Examples are cells, and change as cells do."""


def read_description(descriptor: dict[str, Any], place: str) -> PackageDescription:
    """Return what the descriptor says. Raises ValidationError, which names `place`, where that is not
    what a descriptor has."""
    try:
        tables = tuple(_read_table(resource) for resource in descriptor["resources"])
        version = descriptor.get("version")
        return PackageDescription(
            name=str(descriptor.get("name", "")),
            version=None if version is None else str(version),
            properties=_properties(descriptor, NOT_DESCRIPTIVE),
            tables=tables,
        )
    except KeyError as error:
        raise ValidationError(f"{place}: {error.args[0]!r} is missing") from None
    except (TypeError, AttributeError, ValueError) as error:
        raise ValidationError(f"{place}: cannot be read: {error}") from None


def _read_table(resource: dict[str, Any]) -> TableDescription:
    schema = resource.get("schema", {})
    name, fields = str(resource["name"]), tuple(_read_field(field) for field in schema.get("fields", ()))
    primary_key = _names(schema.get("primaryKey", ()))
    columns = [field.name for field in fields]
    if not set(primary_key) <= set(columns) or len(set(columns)) < len(columns):
        raise ValueError(f"the fields and the primary key of {name!r} do not fit")
    described = {k: v for k, v in schema.items() if k not in NOT_OF_A_SCHEMA}
    left_out = NOT_OF_A_TABLE if primary_key else NOT_OF_A_TABLE - {"hash"}
    return TableDescription(
        name=name,
        fields=fields,
        primary_key=primary_key,
        references=tuple(
            Reference(_names(key["fields"]), str(key["reference"].get("resource") or name))
            for key in schema.get("foreignKeys", ())
        ),
        properties=tuple(
            sorted(
                (*_properties(resource, left_out), *_properties(described, frozenset(), "schema.")),
                key=lambda found: found.name,
            )
        ),
    )


def _read_field(field: dict[str, Any]) -> FieldDescription:
    constraints = _properties(field.get("constraints", {}), frozenset(), "constraints.")
    own = _properties(field, NOT_OF_A_FIELD)
    return FieldDescription(
        name=str(field["name"]),
        type=str(field.get("type", "any")),
        properties=tuple(sorted((*own, *constraints), key=lambda found: found.name)),
    )


def _names(value: str | Sequence[str]) -> tuple[str, ...]:
    """Both forms that the specification allows."""
    return (value,) if isinstance(value, str) else tuple(map(str, value))


def _properties(data: dict[str, Any], left_out: frozenset[str], prefix: str = "") -> tuple[Property, ...]:
    return tuple(
        Property(f"{prefix}{name}", json.dumps(value, ensure_ascii=False, sort_keys=True))
        for name, value in sorted(data.items())
        if name not in left_out
    )

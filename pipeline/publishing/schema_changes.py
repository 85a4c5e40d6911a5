"""Two descriptions of a package in, what differs in its schemas and metadata out, with the bump of each.

The bumps are those of the recipe "Data Package version", which `pipeline.publishing.versioning` cites. Where
the recipe cannot decide, as with a pattern that is merely another one, the change counts as the more
restrictive, so that nobody is surprised.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from pipeline.publishing.changes import Bump, Cause, SchemaChange
from pipeline.publishing.descriptions import (
    FieldDescription,
    PackageDescription,
    Property,
    TableDescription,
)

OF_SOURCES = frozenset({"title", "licenses", "contributors", "sources"})
"""Properties of the package that are made from the list of sources."""
OF_RULES = frozenset({"parser"})
OF_CURATION = frozenset({"curation"})
OF_FORMAT = frozenset({"format", "encoding", "dialect", "mediatype", "type", "schema.missingValues"})
"""Properties of a table that decide how its cells are read."""
OF_FIELD_FORMAT = frozenset({"format", "trueValues", "falseValues", "decimalChar", "groupChar", "bareNumber",
                             "delimiter", "itemType", "missingValues"})  # fmt: skip
LOWER_BOUNDS = frozenset({"constraints.minimum", "constraints.exclusiveMinimum", "constraints.minLength"})
UPPER_BOUNDS = frozenset({"constraints.maximum", "constraints.exclusiveMaximum", "constraints.maxLength"})


def find_schema_changes(old: PackageDescription, new: PackageDescription) -> tuple[SchemaChange, ...]:
    """Return all differences but those of rows: the package first, then its tables in the new order, then
    those that are gone."""
    return tuple(_package_changes(old, new))


def find_renamed_columns(old: TableDescription, new: TableDescription) -> tuple[tuple[str, str], ...]:
    """Return old and new names of columns that only changed their name: of the same type, with the same
    description or at the same place between two schemas of as many columns."""
    gone = [field for field in old.fields if field.name not in new.columns]
    come = [field for field in new.fields if field.name not in old.columns]
    found = []
    for field in gone:
        for other in come:
            if field.type == other.type and _is_same_column(field, other, old, new):
                found.append((field.name, other.name))
                come.remove(other)
                break
    return tuple(found)


def _is_same_column(
    field: FieldDescription, other: FieldDescription, old: TableDescription, new: TableDescription
) -> bool:
    told = [{p.name: p.value for p in f.properties}.get("description") for f in (field, other)]
    same_place = old.columns.index(field.name) == new.columns.index(other.name)
    return (told[0] is not None and told[0] == told[1]) or (
        same_place and len(old.columns) == len(new.columns)
    )


def _package_changes(old: PackageDescription, new: PackageDescription) -> Iterator[SchemaChange]:
    if old.name != new.name:
        yield SchemaChange("", "", "name", old.name, new.name, Bump.MAJOR, Cause.SCHEMA)
    for name, before, after in _differing(old.properties, new.properties):
        bump = Bump.MAJOR if name in ("id", "identifier") else Bump.PATCH
        yield SchemaChange("", "", name, before, after, bump, _package_cause(name))
    for table in new.tables:
        before_table = old.table(table.name)
        if before_table is None:
            yield SchemaChange(table.name, "", "added", "", "table", Bump.MINOR, Cause.SCHEMA)
        else:
            yield from _table_changes(before_table, table)
    for table in old.tables:
        if new.table(table.name) is None:
            yield SchemaChange(table.name, "", "removed", "table", "", Bump.MAJOR, Cause.SCHEMA)


def _package_cause(name: str) -> Cause:
    if name in OF_SOURCES:
        return Cause.SOURCE_TEXT
    if name in OF_RULES:
        return Cause.RULES
    return Cause.CURATION if name in OF_CURATION else Cause.SCHEMA


def _table_changes(old: TableDescription, new: TableDescription) -> Iterator[SchemaChange]:
    def change(column: str, part: str, before: str, after: str, bump: Bump) -> SchemaChange:
        return SchemaChange(new.name, column, part, before, after, bump, Cause.SCHEMA)

    renamed = dict(find_renamed_columns(old, new))
    for before_name, after_name in renamed.items():
        yield change(after_name, "renamed", before_name, after_name, Bump.MAJOR)
    before = {renamed.get(field.name, field.name): field for field in old.fields}
    for field in new.fields:
        if field.name not in before:
            yield change(field.name, "added", "", field.type, Bump.MAJOR)
        else:
            yield from _field_changes(new.name, before[field.name], field)
    for name, field in before.items():
        if name not in new.columns:
            yield change(name, "removed", field.type, "", Bump.MAJOR)
    shared = [name for name in before if name in new.columns]
    order = [name for name in new.columns if name in before]
    if shared != order:
        yield change("", "order of columns", ", ".join(shared), ", ".join(order), Bump.MAJOR)
    if tuple(renamed.get(name, name) for name in old.primary_key) != new.primary_key:
        keys = (", ".join(old.primary_key), ", ".join(new.primary_key))
        yield change("", "schema.primaryKey", *keys, Bump.MAJOR)
    for name, value, other in _differing(old.properties, new.properties):
        yield change("", name, value, other, _table_bump(name, value, other))


def _table_bump(name: str, old: str, new: str) -> Bump:
    if name in OF_FORMAT:
        return Bump.MAJOR
    if name in ("schema.foreignKeys", "schema.uniqueKeys"):
        before = {json.dumps(key, sort_keys=True) for key in json.loads(old or "[]")}
        after = {json.dumps(key, sort_keys=True) for key in json.loads(new or "[]")}
        # A key more is a constraint more.
        return Bump.MINOR if after <= before else Bump.MAJOR
    return Bump.PATCH


def _field_changes(table: str, old: FieldDescription, new: FieldDescription) -> Iterator[SchemaChange]:
    if old.type != new.type:
        yield SchemaChange(table, new.name, "type", old.type, new.type, Bump.MAJOR, Cause.SCHEMA)
    for name, before, after in _differing(old.properties, new.properties):
        yield SchemaChange(
            table, new.name, name, before, after, _field_bump(name, before, after), Cause.SCHEMA
        )


def _field_bump(name: str, old: str, new: str) -> Bump:
    if name in OF_FIELD_FORMAT:
        return Bump.MAJOR
    if not name.startswith("constraints."):
        return Bump.PATCH
    before, after = (json.loads(text) if text else None for text in (old, new))
    if name in ("constraints.required", "constraints.unique"):
        return Bump.MAJOR if after else Bump.MINOR
    if after is None:
        return Bump.MINOR
    if before is None:
        return Bump.MAJOR
    if name == "constraints.enum":
        return Bump.MINOR if set(map(str, before)) <= set(map(str, after)) else Bump.MAJOR
    try:
        if name in LOWER_BOUNDS:
            return Bump.MINOR if after <= before else Bump.MAJOR
        if name in UPPER_BOUNDS:
            return Bump.MINOR if after >= before else Bump.MAJOR
    except TypeError:
        # Bounds of two types: which is the greater cannot be said.
        return Bump.MAJOR
    return Bump.MAJOR


def _differing(old: tuple[Property, ...], new: tuple[Property, ...]) -> Iterator[tuple[str, str, str]]:
    """Name, old and new value of each property that differs, by name; empty where there is none."""
    before = {found.name: found.value for found in old}
    after = {found.name: found.value for found in new}
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            yield name, before.get(name, ""), after.get(name, "")

"""The descriptor of a package in, the definitions of its tables out: those that it was published with."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from pipeline.errors import SchemaError, ValidationError
from pipeline.publishing.descriptor import ANCIENT_DAY
from pipeline.tables.schemas import TableSchema, parse_schema

NAME = re.compile(r"[A-Za-z_]\w*\Z", re.ASCII)


def read_described_schemas(descriptor: dict[str, Any], place: str) -> tuple[TableSchema, ...]:
    """Return the table of each resource, in the descriptor's order. `place` is what messages call it.

    A column of dates that is published as text, since dates before year 1 stand in it, is one of dates
    again. Raises ValidationError where a schema is none that a package of ours can have.
    """
    try:
        return tuple(_read_schema(resource) for resource in descriptor["resources"])
    except (SchemaError, KeyError, TypeError, AttributeError) as error:
        raise ValidationError(f"{place}: a resource without a schema of ours: {error}") from None


def _read_schema(resource: dict[str, Any]) -> TableSchema:
    data = {key: resource[key] for key in ("name", "title", "description")} | resource["schema"]
    schema = parse_schema(data, json.dumps(data, ensure_ascii=False), str(resource["name"]))
    for name in (schema.name, *schema.columns):
        if not NAME.match(name):
            raise SchemaError(f"{name!r} is no name of ours")
    fields = (replace(f, type="date", pattern=None) if f.pattern == ANCIENT_DAY else f for f in schema.fields)
    return replace(schema, fields=tuple(fields))

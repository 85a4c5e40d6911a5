"""The schemas of the project, and schemas that contradict themselves."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import SchemaError
from pipeline.lexicon.predicates import predicates, read_predicates
from pipeline.tables.schemas import RowKind, read_schema, read_schemas, schemas_folder


def test_each_table_comes_after_those_it_refers_to() -> None:
    seen: set[str] = set()
    for schema in read_schemas():
        assert {key.table for key in schema.foreign_keys} <= seen | {schema.name}
        seen.add(schema.name)


def test_everything_is_described() -> None:
    for schema in read_schemas():
        for field in schema.fields:
            assert field.title
            assert field.description.endswith((".", "...", "`")), (schema.name, field.name)
        assert schema.description


def test_facts_are_what_the_design_says() -> None:
    columns = (
        "fact_id claim_id kind document_id about_id subject_id subject predicate object_id object "
        "start_edtf start_earliest start_latest end_edtf end_earliest end_latest place_id place "
        "negated certainty qualifier char_start char_end quote"
    )
    assert next(s for s in read_schemas() if s.name == "facts").columns == tuple(columns.split())


def test_each_predicate_is_of_a_table_of_facts() -> None:
    tables = {schema.name for schema in read_schemas() if schema.row is not None} | {"names"}
    assert {predicate.kind for predicate in predicates()} <= tables


def test_columns_of_entities_come_from_predicates_that_exist() -> None:
    known = {(predicate.predicate, predicate.kind) for predicate in predicates()}
    for schema in read_schemas():
        if schema.row is RowKind.ENTITY:
            for field in schema.fields:
                for origin in field.origins:
                    assert {(p, schema.name) for p in origin.predicates} <= known


def _set(*path: Any) -> Callable[[Any], None]:
    *keys, last, value = path

    def change(data: Any) -> None:
        for key in keys:
            data = data[key]
        data[last] = value

    return change


BROKEN: list[tuple[Callable[[Any], None], str]] = [
    (_set("name", "hats"), "the table's name is 'hats', expected 'relations'"),
    (_set("missingValues", ["", "-"]), "missingValues must be"),
    (_set("fields", 0, "type", "number"), "field 'fact_id' has the type 'number'"),
    (_set("fields", 0, "constraints", {"unique": True}), "the constraint 'unique', which nothing checks"),
    (_set("fields", 0, "constraints", {"pattern": "("}), "relations.json"),
    (_set("fields", 0, {"name": "fact_id", "type": "string"}), "'title' is missing"),
    (_set("fields", 1, "name", "fact_id"), "field 'fact_id' stands there twice"),
    (_set("primaryKey", ["nothing"]), "'nothing' is used, but is no field"),
    (_set("span", "nothing"), "'nothing' is used, but is no field"),
    (_set("fields", -1, "name", "on_edtf"), "'on_edtf' needs its bounds, 'on_earliest' and 'on_latest'"),
    (_set("row", "column"), "'column' is not a valid RowKind"),
    (_set("row", "entity"), "of which predicates"),
    (
        _set("foreignKeys", 0, "reference", {"resource": "facts", "fields": ["a", "b"]}),
        "another number of columns",
    ),
]


@pytest.mark.parametrize(("change", "message"), BROKEN)
def test_broken_schema(tmp_path: Path, change: Callable[[Any], None], message: str) -> None:
    data = json.loads((schemas_folder() / "relations.json").read_text("utf-8"))
    change(data)
    (tmp_path / "relations.json").write_text(json.dumps(data))
    with pytest.raises(SchemaError) as caught:
        read_schema(tmp_path / "relations.json")
    assert message in str(caught.value)
    assert caught.value.exit_code == 4


def _table(name: str, refers_to: str, column: str = "x_id") -> str:
    fields = [{"name": "x_id", "type": "string", "title": "X", "description": "X."}]
    key = {"fields": ["x_id"], "reference": {"resource": refers_to, "fields": [column]}}
    return json.dumps(
        {"name": name, "title": name, "description": name, "fields": fields, "missingValues": [""],
         "primaryKey": ["x_id"], "foreignKeys": [key]}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "no schemas"),
        ({"a": "{"}, "a.json: Expecting"),
        ({"a": _table("a", "b")}, "refers to 'b', which has no schema"),
        ({"a": _table("a", "a", "y_id")}, "y_id is not the primary key of a"),
        ({"a": _table("a", "b"), "b": _table("b", "a")}, "go round in a circle"),
    ],
)
def test_schemas_that_do_not_go_together(tmp_path: Path, files: dict[str, str], message: str) -> None:
    for name, content in files.items():
        (tmp_path / f"{name}.json").write_text(content)
    with pytest.raises(SchemaError, match=message):
        read_schemas(tmp_path)


ENTRY = (
    '[[predicates]]\npredicate = "sat"\nkind = "hats"\nsubject_kinds = ["person"]\ndescription = "S sat."\n'
)


def test_predicates_that_read() -> None:
    [predicate] = read_predicates(ENTRY)
    assert (predicate.predicate, predicate.object_kinds, predicate.inverse) == ("sat", (), None)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[", "predicates.toml"),
        (ENTRY + ENTRY, "'sat' of hats stands there twice"),
        (ENTRY.replace('kind = "hats"\n', ""), "'sat' misses kind"),
        (ENTRY + "colour = 1\n", "'sat' does not know colour"),
        (ENTRY.replace('["person"]', '["wizard"]'), "subject_kinds names 'wizard'"),
        (ENTRY + 'functional_on = ["hat"]\n', "functional_on names 'hat'"),
        (ENTRY + 'inverse = "stood"\n', "the inverse 'stood', which is not there"),
    ],
)
def test_predicates_that_do_not_read(text: str, message: str) -> None:
    with pytest.raises(SchemaError, match=message):
        read_predicates(text)

"""Two packages in, what differs between them out: by table, key and cell, with the cause of each change.

Tables whose resources have the same hash are not looked into. Of the others, only rows that differ are kept,
in temporary tables of DuckDB that go to disk where they do not fit into memory.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from pipeline.errors import ValidationError
from pipeline.publishing.causes import CHANGED_ROWS, find_causes
from pipeline.publishing.changes import (
    Cause,
    CellChange,
    FactChange,
    FactCounts,
    Regrouping,
    RowChange,
    SchemaChange,
    Status,
    TableCounts,
)
from pipeline.publishing.compared_tables import (
    ComparedTable,
    compare_columns,
    csv_rows,
    key_of,
    load_rows,
    quote_name,
    quote_text,
)
from pipeline.publishing.descriptions import PackageDescription, TableDescription, read_description
from pipeline.publishing.differing_lines import DifferingLines, find_differing_lines
from pipeline.publishing.edited_texts import DOCUMENTS, align_texts, find_edited_documents
from pipeline.publishing.opening import PackageFiles, Resource, open_files
from pipeline.publishing.revisions import pair_rows
from pipeline.publishing.row_changes import CELLS, collect_changes, find_regroupings, place_columns
from pipeline.publishing.schema_changes import find_renamed_columns, find_schema_changes

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY_LIMIT = "1GB"
"""Of DuckDB; the process itself needs some more."""
FETCHED = 10_000
"""Rows at a time."""
FACTS = "facts"
KEPT = '"@kept facts"'
FACT_STATUSES = {
    Status.MOVED: "moved",
    Status.REVISED: "revised",
    Status.REMOVED: "lost",
    Status.ADDED: "new",
}


class Comparison:
    """What differs between two packages. To be closed, or used as a context; its rows are gone then."""

    def __init__(
        self,
        old: PackageDescription,
        new: PackageDescription,
        connection: DuckDBPyConnection,
        folder: tempfile.TemporaryDirectory[str],
        compared: tuple[ComparedTable, ...],
        facts_before: int,
    ) -> None:
        self._connection, self._folder = connection, folder
        self._compared = {table.name: table for table in compared}
        self.old_version, self.new_version = old.version, new.version
        self.schema_changes: tuple[SchemaChange, ...] = find_schema_changes(old, new)
        """Of the package as a whole first."""
        self.tables: tuple[TableCounts, ...] = self._count_tables()
        """Those with changed rows, in the order of the new package."""
        self.regroupings = tuple(Regrouping(*found) for found in find_regroupings(connection, self._compared))
        self.referenced: frozenset[str] = frozenset(
            reference.table
            for table in (*old.tables, *new.tables)
            for reference in table.references
            if reference.table != table.name
        )
        """Tables that other tables refer to."""
        self.facts = self._count_facts(facts_before)

    def __enter__(self) -> Comparison:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the rows."""
        self._connection.close()
        self._folder.cleanup()

    @property
    def is_same(self) -> bool:
        """Whether nothing differs but versions, dates and places of files."""
        return not self.schema_changes and not self.tables

    def cell_changes(self) -> Iterator[CellChange]:
        """Yield the rows of `changes.csv`: the schemas first, then table by table in the order of the
        text."""
        for change in self.schema_changes:
            column = f"{change.column}:{change.part}" if _is_property(change) else change.column or None
            if not change.column and not change.table:
                column = change.part
            elif not change.column and _is_property(change):
                column = f":{change.part}"
            yield CellChange(
                change.table, None, None, column, change.old or None, change.new or None, change.cause.value
            )
        for row in self._fetch(
            f"""SELECT t.name, r.key, r.previous_key, t.columns[c.place + 1], c.old, c.new, r.cause
            FROM {CHANGED_ROWS} AS r JOIN "@tables" AS t USING (number)
            LEFT JOIN {CELLS} AS c ON c.number = r.number AND c.key = r.key
            ORDER BY r.number, r.doc NULLS FIRST, r.start, coalesce(r.key, r.previous_key),
            r.key NULLS FIRST, c.place"""
        ):
            yield CellChange(*row)

    def row_changes(self, table: str, status: Status, limit: int) -> Iterator[RowChange]:
        """Yield the first `limit` rows of a table that changed in this way, in the order of the text. Where
        other cells differ, those that only say where a row stands or that follow from others are left out."""
        found = self._compared[table]
        left_out = _derived_columns(self._compared, found)
        side = "o" if status is Status.REMOVED else "n"
        labels = ", ".join(f"{side}.{quote_name(name)}" for name in found.labels)
        rows = f"""(SELECT * FROM {CHANGED_ROWS} WHERE number = {found.number} AND status = '{status.value}'
            ORDER BY doc NULLS FIRST, start, coalesce(key, previous_key) LIMIT {limit})"""
        cells = f"""(SELECT key, list({{'place': place, 'old': old, 'new': new}} ORDER BY place) AS cells
            FROM {CELLS} WHERE number = {found.number} AND key IN (SELECT key FROM {rows}) GROUP BY key)"""
        for key, previous, cause, label, own, renamed in self._fetch(
            f"""SELECT r.key, r.previous_key, r.cause, [{labels}], c.cells, e.renamed FROM {rows} AS r
            LEFT JOIN {self._renamed(found)} AS e ON e.key = r.key
            LEFT JOIN {found.new} AS n ON n."@key" = r.key
            LEFT JOIN {found.old} AS o ON o."@key" = r.previous_key LEFT JOIN {cells} AS c ON c.key = r.key
            ORDER BY r.doc NULLS FIRST, r.start, coalesce(r.key, r.previous_key)"""
        ):
            changed = [(found.columns[cell["place"]], cell["old"], cell["new"]) for cell in own or ()]
            telling = [cell for cell in changed if cell[0] not in left_out]
            words = " | ".join(str(word) for word in label if word)
            ids = tuple(tuple(pair) for pair in renamed or ())
            yield RowChange(table, status, key, previous, words, tuple(telling or changed), Cause(cause), ids)

    def fact_changes(self) -> Iterator[FactChange]:
        """Yield what became of each fact that was not kept, and of those that were where the comparison was
        asked to list them: by the order of the new text, lost ones where they stood in the old one."""
        for (key,) in self._fetch(f"SELECT key FROM {KEPT} ORDER BY key"):
            yield FactChange("kept", key, key, None)
        facts = self._compared.get(FACTS)
        if facts is None:
            return
        for status, key, previous, cause, renamed in self._fetch(
            f"""SELECT r.status, r.key, r.previous_key, r.cause, e.renamed FROM {CHANGED_ROWS} AS r
            LEFT JOIN {self._renamed(facts)} AS e ON e.key = r.key WHERE r.number = {facts.number}
            ORDER BY r.doc NULLS FIRST, r.start, coalesce(r.key, r.previous_key), r.key NULLS FIRST"""
        ):
            ids = tuple(tuple(pair) for pair in renamed or ())
            yield FactChange(FACT_STATUSES[Status(status)], previous, key, Cause(cause), ids)

    def _renamed(self, table: ComparedTable) -> str:
        """SQL for the entities of facts that have another id now, by the new key of the fact."""
        entities = self._compared.get("entities")
        if table.name != FACTS or entities is None:
            return "(SELECT NULL::VARCHAR AS key, NULL::VARCHAR[][] AS renamed LIMIT 0)"
        return f"""(SELECT c.key, list(DISTINCT [c.old, c.new] ORDER BY [c.old, c.new]) AS renamed
            FROM {CELLS} AS c JOIN {entities.pairs} AS p ON c.old = p.old_key AND c.new = p.new_key
            WHERE c.number = {table.number} GROUP BY c.key)"""

    def _fetch(self, sql: str) -> Iterator[tuple[Any, ...]]:
        cursor = self._connection.cursor()
        cursor.execute(sql)
        while rows := cursor.fetchmany(FETCHED):
            yield from rows

    def _count_tables(self) -> tuple[TableCounts, ...]:
        names = ", ".join(
            f"({table.number}, {quote_text(table.name)}, [{', '.join(map(quote_text, table.columns))}])"
            for table in self._compared.values()
        )
        self._connection.execute(
            f"""CREATE TABLE "@tables" (number INTEGER, name VARCHAR, columns VARCHAR[]);
            {f'INSERT INTO "@tables" VALUES {names}' if names else ""}"""
        )
        counts = ", ".join(
            f"count(*) FILTER (status = '{status.value}')"
            for status in (Status.ADDED, Status.REMOVED, Status.REVISED, Status.MOVED)
        )
        rows = self._fetch(
            f"""SELECT name, {counts} FROM {CHANGED_ROWS} JOIN "@tables" USING (number)
            GROUP BY number, name ORDER BY number"""
        )
        return tuple(TableCounts(*row) for row in rows)

    def _count_facts(self, before: int) -> FactCounts:
        own = next(
            (counts for counts in self.tables if counts.table == FACTS), TableCounts(FACTS, 0, 0, 0, 0)
        )
        kept = before - own.moved - own.revised - own.removed
        return FactCounts(kept, own.moved, own.revised, own.removed, own.added)


def _derived_columns(tables: dict[str, ComparedTable], table: ComparedTable) -> frozenset[str]:
    """Columns that say where a row stands, that repeat its key, or that follow from another one: an id from
    its name, the bounds of a date from its EDTF."""
    found = place_columns(tables, table) | {"claim_id", *table.primary_key}
    for name in table.columns:
        stem, _, part = name.rpartition("_")
        if part == "id" and stem in table.columns:
            found |= {name}
        if part in ("earliest", "latest") and f"{stem}_edtf".lstrip("_") in table.columns:
            found |= {name}
    return found


def _is_property(change: SchemaChange) -> bool:
    return change.part not in ("added", "removed", "renamed")


class _Side:
    """One of the two packages."""

    def __init__(self, location: Path | str, files: PackageFiles) -> None:
        self.files = files
        self.description = read_description(files.descriptor, str(location))
        self._resources = {resource.name: resource for resource in files.resources}
        self._checked: set[str] = set()

    def resource(self, name: str) -> Resource:
        return self._resources[name]

    def find(self, name: str) -> tuple[Path, TableDescription] | None:
        """The file of a table, once it is there and is what the descriptor says."""
        description = self.description.table(name)
        if description is None:
            return None
        resource = self._resources[name]
        path = self.files.fetch_resource(resource)
        if name not in self._checked and resource.hash is not None:
            algorithm, _, digest = resource.hash.rpartition(":")
            with path.open("rb") as stream:
                if hashlib.file_digest(stream, algorithm).hexdigest() != digest:
                    raise ValidationError(
                        f"{path}: is not the file that the descriptor is of: its hash differs"
                    )
        self._checked.add(name)
        return path, description

    def told_rows(self, name: str) -> int | None:
        """How many rows the descriptor says that a table has; None where it does not say."""
        for resource in self.files.descriptor["resources"]:
            rows = resource.get("rows")
            if resource["name"] == name and type(rows) is int:
                return rows
        return None

    @property
    def decisions(self) -> set[str]:
        """What persons decided on, as far as the descriptor says: action and id."""
        found = self.files.descriptor.get("curation", [])
        return {json.dumps(item, sort_keys=True) for item in found} if isinstance(found, list) else set()


def compare_packages(old: Path | str, new: Path | str, *, list_kept: bool = False) -> Comparison:
    """Compare two packages: folders, zips or URLs.

    `list_kept` has `Comparison.fact_changes` name the facts that were kept as well. Of packages that lie
    elsewhere only the tables that differ are fetched. Raises UsageError where there is no such package,
    ValidationError where one is broken: its descriptor, a table's file, or a key.
    """
    import duckdb

    folder = tempfile.TemporaryDirectory(prefix="attested-")
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "memory_limit": MEMORY_LIMIT,
        "preserve_insertion_order": "false",
        "temp_directory": str(Path(folder.name) / "spilled"),
    }
    try:
        connection = duckdb.connect(config=config)
        try:
            # Else it is drawn on standard output, after two seconds.
            connection.execute("SET enable_progress_bar = false")
            with open_files(old) as old_files, open_files(new) as new_files:
                before, after = _Side(old, old_files), _Side(new, new_files)
                return _compare(connection, folder, before, after, list_kept=list_kept)
        except BaseException:
            connection.close()
            raise
    except BaseException:
        folder.cleanup()
        raise


def _compare(
    connection: DuckDBPyConnection,
    folder: tempfile.TemporaryDirectory[str],
    old: _Side,
    new: _Side,
    *,
    list_kept: bool,
) -> Comparison:
    tables = {}
    for description in old.description.tables:
        if new.description.table(description.name) is None and old.files.is_here:
            old.find(description.name)
    for number, description in enumerate(new.description.tables):
        table = _load_table(connection, Path(folder.name), old, new, description, number)
        if table is not None:
            tables[table.name] = table
    find_edited_documents(connection, tables.get(DOCUMENTS))
    align_texts(connection, old.find, new.find, Path(folder.name))
    pair_rows(connection, tables)
    collect_changes(connection, tables)
    find_causes(
        connection,
        tables,
        decided=_decided(old, new),
        other_columns=_other_columns(old.description, new.description),
        has_other_model=old.files.descriptor.get("parser") != new.files.descriptor.get("parser"),
    )
    before = _count_facts_before(connection, old, tables.get(FACTS), list_kept=list_kept)
    return Comparison(old.description, new.description, connection, folder, tuple(tables.values()), before)


def _load_table(
    connection: DuckDBPyConnection,
    folder: Path,
    old: _Side,
    new: _Side,
    description: TableDescription,
    number: int,
) -> ComparedTable | None:
    """The rows of a table that differ; None where there are none, or where they cannot be compared."""
    before = old.description.table(description.name)
    if before is None:
        new.find(description.name)
        return None
    table = compare_columns(before, description, number)
    resources = old.resource(description.name), new.resource(description.name)
    if resources[0].hash is not None and resources[0].hash == resources[1].hash:
        for side in (old, new):
            if side.files.is_here:
                side.find(description.name)
        return None
    paths = []
    for side in (old, new):
        found = side.find(description.name)
        assert found is not None
        if found[1].columns:
            csv_rows(*found)
        paths.append(found[0])
    if table is None:
        return None
    lines = DifferingLines(paths[0], paths[1])
    if before.columns == description.columns:
        lines = find_differing_lines(lines.old, lines.new, folder)
    load_rows(connection, table, (lines.old, before), (lines.new, description))
    for name in (table.old, table.new):
        if connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone() is not None:
            return table
    return None


def _decided(old: _Side, new: _Side) -> set[str]:
    """The ids that a person decided on in one package only, or otherwise than in the other."""
    items = [json.loads(item) for item in old.decisions ^ new.decisions]
    return {str(item["id"]) for item in items if isinstance(item, dict) and "id" in item}


def _other_columns(old: PackageDescription, new: PackageDescription) -> set[str]:
    found: set[str] = set()
    for table in new.tables:
        before = old.table(table.name)
        if before is not None:
            renamed = {name for pair in find_renamed_columns(before, table) for name in pair}
            found |= (set(before.columns) ^ set(table.columns)) - renamed
    return found


def _count_facts_before(
    connection: DuckDBPyConnection, old: _Side, facts: ComparedTable | None, *, list_kept: bool
) -> int:
    """How many facts the old package has; lists those that did not change where that is asked for."""
    connection.execute(f"CREATE TABLE {KEPT} (key VARCHAR)")
    told = old.told_rows(FACTS)
    if told is not None and facts is None and not list_kept and not old.files.is_here:
        # Not worth fetching a table for.
        return told
    found = old.find(FACTS)
    if found is None:
        return 0
    rows = csv_rows(*found)
    if list_kept:
        changed = f'(SELECT "@key" FROM {facts.old})' if facts is not None else "(SELECT NULL LIMIT 0)"
        name = quote_name(found[1].primary_key[0]) if facts is None else key_of(facts)
        connection.execute(
            f"""INSERT INTO {KEPT} SELECT {name} FROM {rows}
            WHERE {name} NOT IN {changed}"""
        )
    counted = connection.execute(f"SELECT count(*) FROM {rows}").fetchone()
    return int(counted[0]) if counted else 0

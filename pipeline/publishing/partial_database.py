"""A package that lies elsewhere in, a database on this machine out that gets the rows of a table when they
are asked for.

It has all tables, views and macros of the package's own database, but foreign keys: most of the rows that
these refer to never come over.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import QueryError, ValidationError
from pipeline.publishing.database import DATABASE_NAME, FORMAT, define_table, define_views, select_csv
from pipeline.publishing.metadata import PackageMetadata, describe_package
from pipeline.publishing.opening import PackageFiles, Resource

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from pipeline.tables.schemas import TableSchema


class PartialDatabase:
    """The database of a package that lies elsewhere; it is a file in `folder`."""

    def __init__(self, files: PackageFiles, folder: Path) -> None:
        """Define everything, and fetch no more than the descriptor. Raises UsageError where there is no
        package or it cannot be reached, ValidationError where it is broken."""
        from pipeline.publishing.described_schemas import read_described_schemas

        self.folder = folder
        self._files = files
        self._resources = {resource.name: resource for resource in files.resources}
        schemas = read_described_schemas(files.descriptor, files.location)
        self._schemas = {schema.name: schema for schema in schemas}
        self._loaded: set[str] = set()
        with self._write() as connection:
            tables = " ".join(define_table(schema, with_foreign_keys=False) for schema in schemas)
            connection.execute(f"BEGIN; {tables} COMMIT")
            _create_views(connection, define_views(schemas))

    @property
    def metadata(self) -> PackageMetadata:
        """What the package says of itself. Raises ValidationError where its descriptor lacks something."""
        return describe_package(self._files.descriptor, self._files.location)

    @property
    def counts(self) -> dict[str, int | None]:
        """The number of rows of each table as the descriptor gives it; None where it does not."""
        found = ((r["name"], r.get("rows")) for r in self._files.descriptor["resources"])
        return {str(name): count if type(count) is int else None for name, count in found}

    def load(self, names: Iterable[str]) -> None:
        """Put in the rows of some tables. Raises UsageError where their files cannot be reached,
        ValidationError where they are missing, are not what the package lists, or break its schema."""
        missing = [name for name in self._resources if name in set(names) - self._loaded]
        if not missing:
            return
        with self._write() as connection:
            for name in missing:
                self._insert(connection, self._resources[name], self._schemas[name])
        self._loaded.update(missing)

    def load_whole(self) -> None:
        """Take the package's own database in place of this one: for questions about keys and sizes.

        Raises QueryError where the package has none, or lists none to check it by.
        """
        if self._loaded == set(self._resources):
            return
        if DATABASE_NAME not in self._files.checksums:
            raise QueryError(
                f"what this asks only {DATABASE_NAME} knows, which {self._files.location} has not"
            )
        path = self._files.fetch_listed(DATABASE_NAME)
        shutil.copyfile(path, self.folder / DATABASE_NAME)
        self._loaded = set(self._resources)

    def _insert(self, connection: DuckDBPyConnection, resource: Resource, schema: TableSchema) -> None:
        """Parquet is a fraction of the size; a package that is only its committed files has none."""
        import duckdb

        parquet = f"parquet/{resource.name}.parquet"
        columns = ", ".join(_name(column) for column in schema.columns)
        if parquet in self._files.checksums:
            size = resource.bytes or 0
            path = self._files.fetch_listed(parquet, 2 * size + (1 << 20))
            rows, parameters = f"SELECT {columns} FROM read_parquet($path)", {"path": str(path)}
        else:
            path = self._files.fetch_resource(resource)
            rows, parameters = select_csv(schema), {"path": str(path)}
        try:
            connection.execute(f"INSERT INTO {_name(resource.name)} ({columns}) {rows}", parameters)
        except duckdb.Error as error:
            reason = " ".join(str(error).split())
            raise ValidationError(f"{self._files.location}: {resource.name}: {reason}") from None

    @contextmanager
    def _write(self) -> Iterator[DuckDBPyConnection]:
        import duckdb

        config: dict[str, Any] = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "memory_limit": "2GB",
            "temp_directory": str(self.folder / "spilled"),
        }
        with duckdb.connect(config=config) as connection:
            connection.execute("SET enable_progress_bar = false")
            # Whatever a descriptor were to make of our own statements, they reach these two folders only.
            folders = ", ".join(_quote(f"{folder}/") for folder in (self.folder, self._files.folder))
            connection.execute(f"SET allowed_directories = [{folders}]; SET enable_external_access = false")
            connection.execute(
                f"ATTACH {_quote(str(self.folder / DATABASE_NAME))} AS attested ({FORMAT}); USE attested"
            )
            try:
                yield connection
            except duckdb.Error as error:
                raise ValidationError(f"{self._files.location}: {' '.join(str(error).split())}") from None
            connection.execute("USE memory; DETACH attested")


def _create_views(connection: DuckDBPyConnection, statements: str) -> None:
    """Create the views and macros that this version of Attested knows, but for those that speak of what
    a package of another version has not."""
    import duckdb

    try:
        connection.execute(f"BEGIN; {statements} COMMIT")
    except (duckdb.BinderException, duckdb.CatalogException):
        connection.rollback()
        for statement in connection.extract_statements(statements):
            with suppress(duckdb.BinderException, duckdb.CatalogException):
                connection.execute(statement)


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'

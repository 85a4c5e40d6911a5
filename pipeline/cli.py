"""The command line: reads options, calls, prints; it decides nothing.

Results go to standard output, progress and errors to standard error.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.errors import AttestedError, UsageError

if TYPE_CHECKING:
    from pipeline.query import Package

# What reads, parses or validates is imported where it is called: a question to a package that is
# already built waits for no model, no data frames and no validator.

RAW = Path("raw")
PACKAGE = Path("datapackage")
FORMATS = ("table", "csv", "json", "parquet")
BROKEN_PIPE = 141
"""What a shell sees of a program whose reader went away: 128 and the number of SIGPIPE."""
INTERRUPTED = 130


def _as_utf8(_: click.Context, __: click.Parameter, text: str | None) -> str | None:
    """Read an argument as UTF-8, whatever the locale said that it was."""
    return None if text is None else os.fsencode(text).decode("utf-8", "surrogateescape")


raw_option = click.option(
    "--raw",
    type=click.Path(path_type=Path),
    default=RAW,
    show_default=True,
    help="The folder of sources.",
)
package_option = click.option(
    "--package",
    metavar="FOLDER|ZIP|URL",
    default=str(PACKAGE),
    show_default=True,
    callback=_as_utf8,
    help="A package: its folder, a zip of it, or the URL of either.",
)
format_option = click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="How to print the rows.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="attested", prog_name="pipeline")
def commands() -> None:
    """Turn narrative history into tables in which every cell can be traced to its source.

    \b
    Examples:
      pipeline build                    make datapackage/ from the articles in raw/
      pipeline show                     what the package holds
      pipeline query "SELECT subject, object, start_edtf FROM facts LIMIT 5"
      pipeline COMMAND --help           what a command does, with examples
    """


@commands.command(short_help="Make the package from the sources.")
@raw_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=PACKAGE,
    show_default=True,
    help="The folder that becomes the package.",
)
@click.option("--check", is_flag=True, help="Write nothing; say whether OUT is what RAW gives.")
def build(raw: Path, out: Path, check: bool) -> None:
    """Read the sources and write the package: tables, descriptor, Parquet and a DuckDB file.

    The package appears whole or not at all: it is made beside the old one, validated, and only then
    takes its place. At the end come the rows of each table, the facts of each kind, how many are left
    for review and how many statements were seen and not read.

    \b
    Examples:
      pipeline build
      pipeline build --raw raw --out datapackage
      pipeline build --check            exit code 1 where it differs
    """
    from pipeline.build import build as build_package
    from pipeline.build import check as check_package

    with _progress() as progress:
        if check:
            check_package(raw, out, progress)
            lines: Iterable[str] = [f"{out} is what {raw} gives\n"]
        else:
            lines = build_package(raw, out, progress).lines()
    _write(lines)


@commands.command(short_help="Check a package.")
@click.argument("package", type=click.Path(path_type=Path), default=PACKAGE)
@click.option(
    "--raw",
    type=click.Path(path_type=Path),
    help="Check the evidence against these sources; without it, against what the package holds of them.",
)
def validate(package: Path, raw: Path | None) -> None:
    """Validate a package: its descriptor, its tables with their keys, their evidence, and whether all
    formats have the same rows.

    \b
    Examples:
      pipeline validate
      pipeline validate datapackage --raw raw
    """
    from pipeline.validation.package import validate_package
    from pipeline.verification import compare_formats

    with _progress() as progress:
        progress(f"validating {package}")
        validate_package(package, raw)
        compare_formats(package)
    _write([f"{package} is valid\n"])


@commands.command(short_help="Check all that a package proves by itself.")
@click.argument("package", metavar="[FOLDER|ZIP|URL]", default=str(PACKAGE), callback=_as_utf8)
def verify(package: str) -> None:
    """Check a package as its own verify.py does: hashes, keys, and every quote against the texts.

    Nothing is needed but the package: not its sources, and no library. Each failure is a line on standard
    output. A text that its licence keeps out of the package is named.

    \b
    Examples:
      pipeline verify
      pipeline verify datapackage       exit code 5 where anything does not hold
      python datapackage/verify.py      the same, without Attested
    """
    from pipeline.verification import verify_package

    _write(verify_package(package))


@commands.command(short_help="Publish the package as a version.")
@click.option("--to", required=True, callback=_as_utf8, help="The folder or URL of all that is published.")
@click.option("--date", callback=_as_utf8, help="The day of the release; else that of SOURCE_DATE_EPOCH.")
@click.option("--version", callback=_as_utf8, help="A higher version than the one that is computed.")
@click.option(
    "--package",
    type=click.Path(path_type=Path),
    default=PACKAGE,
    show_default=True,
    help="The folder of a built package.",
)
def publish(to: str, date: str | None, version: str | None, package: Path) -> None:
    """Publish the built package as a version that never changes, under a number that is computed.

    The package is compared with the latest published version. Its number follows from what changed: major
    where data were removed or columns changed, minor where data were added, patch where values were
    corrected; the first is 1.0.0. What is published already is not published again.

    Below TO, the folder of the package's name gets a folder and a zip for the version, a copy of it called
    latest, and versions.json, which lists all versions. A version is published once it is listed there: a
    publish that was interrupted can simply be run again.

    \b
    Examples:
      pipeline publish --to public --date 2026-05-04
      pipeline publish --to public --date 2026-05-04 --version 2.0.0
      SOURCE_DATE_EPOCH=1777852800 pipeline publish --to s3://bucket/data
    """
    from pipeline.publish import publish as publish_package
    from pipeline.publish import read_date

    day = read_date(date, os.environ)
    with _progress() as progress:
        publication = publish_package(package, to, day, version, progress)
    _write(publication.lines())


@commands.command(short_help="Say what differs between two packages.")
@click.argument("old", callback=_as_utf8)
@click.argument("new", callback=_as_utf8)
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "json", "csv")),
    default="text",
    show_default=True,
    help="How to print the differences.",
)
def diff(old: str, new: str, format_: str) -> int:
    """Compare two packages: folders, zips or URLs.

    Rows are compared by key and cell, and a corrected fact is shown as corrected, though its id is another
    one. Each change has its cause: source text, rules, curation or schema. The first lines say by which
    number a new version would differ, and why. JSON names what became of every fact; CSV is what published
    packages have as changes.csv. Exit code 0 where the packages are the same, 1 where they differ.

    \b
    Examples:
      pipeline diff old datapackage
      pipeline diff old datapackage --format json
      pipeline diff old datapackage --format csv > changes.csv
    """
    from pipeline.publishing.comparison import compare_packages
    from pipeline.publishing.comparison_formats import FORMATS

    with _progress() as progress:
        progress(f"comparing {old} with {new}")
        comparison = compare_packages(old, new, list_kept=format_ == "json")
    with comparison:
        _write(FORMATS[format_](comparison))
        return 0 if comparison.is_same else 1


@commands.command(short_help="Answer one SQL question.")
@click.argument("sql", callback=_as_utf8)
@package_option
@format_option
def query(sql: str, package: str, format_: str) -> None:
    """Answer one SQL question to a package, here or on any static file server.

    Statements can only read: SELECT, FROM, WITH, VALUES, DESCRIBE, SUMMARIZE, SHOW TABLES and EXPLAIN.
    They reach no file, no network and no setting, and stop after a minute. Of a package elsewhere only
    the tables that the statement reads are fetched.

    \b
    Examples:
      pipeline query "SHOW TABLES"
      pipeline query "DESCRIBE tenures"
      pipeline query "SELECT person, title, start_text, end_text FROM tenures ORDER BY start_earliest"
      pipeline query "SELECT kind, count(*) AS facts FROM facts GROUP BY kind" --format json
      pipeline query "FROM facts" --format csv > facts.csv
      pipeline query "FROM tenures" --package https://example.org/attested/latest
    """
    from pipeline.publishing.opening import opened_database

    with opened_database(package) as opened:
        _write_rows(opened, sql, format_)


@commands.command(short_help="List the tables, or show one.")
@click.argument("table", required=False)
@click.option("--columns", default="", help="Some columns, separated by commas; all if not given.")
@click.option("--limit", type=click.IntRange(min=0), default=20, show_default=True, help="The most rows.")
@package_option
@format_option
def show(table: str | None, columns: str, limit: int, package: str, format_: str) -> None:
    """Show the first rows of a table or view; without TABLE, list them all, and the macros.

    \b
    Examples:
      pipeline show
      pipeline show tenures --columns person,title,start_text,end_text
      pipeline show facts --limit 5 --format json
    """
    from pipeline.publishing.opening import opened_database
    from pipeline.query import LIST_ANSWERING, list_tables, show_table

    chosen = tuple(column.strip() for column in columns.split(",") if column.strip())
    with opened_database(package) as opened:
        if table:
            _write_rows(opened, show_table(opened, table, chosen, limit), format_)
        elif format_ == "parquet":
            _write_rows(opened, LIST_ANSWERING, format_)
        else:
            from pipeline.formats import TEXT_FORMATS

            _write(TEXT_FORMATS[format_](list_tables(opened)))


@commands.command(short_help="Show how to cite the package, or what attests a fact.")
@click.argument("fact_id", required=False)
@package_option
def cite(fact_id: str | None, package: str) -> None:
    """Show how to cite the package; with FACT_ID, the passage that attests a fact, and how to cite that.

    The quote stands between [[ and ]]. FACT_ID is the column fact_id of most tables.

    \b
    Examples:
      pipeline cite
      pipeline query "SELECT fact_id, subject, object FROM facts LIMIT 5"
      pipeline cite 0123456789abcdef
      pipeline cite 0123456789abcdef --package datapackage
    """
    from pipeline.citation import cite_fact, cite_package, format_citation
    from pipeline.publishing.opening import opened_database

    with opened_database(package) as opened:
        _write(format_citation(cite_fact(opened, fact_id)) if fact_id else cite_package(opened))


@commands.command(short_help="Add an article to the sources.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--title", required=True, callback=_as_utf8, help="The article's title.")
@click.option("--url", required=True, callback=_as_utf8, help="Where it can be read.")
@click.option("--licence", required=True, callback=_as_utf8, help="Its licence, such as 'CC BY-SA 4.0'.")
@click.option(
    "--attribution", required=True, callback=_as_utf8, help="Its authors, such as 'Wikipedia contributors'."
)
@click.option("--revision", callback=_as_utf8, help="The revision that was copied, where it is known.")
@click.option("--replace", is_flag=True, help="Replace the text that is listed under the same id.")
@raw_option
def add(
    file: Path,
    title: str,
    url: str,
    licence: str,
    attribution: str,
    revision: str | None,
    replace: bool,
    raw: Path,
) -> None:
    """Copy an article to the sources, byte for byte, and list it with its hash.

    The file's name, in lower case and with hyphens, becomes the id of the document.

    \b
    Examples:
      pipeline add salt-wars.txt --title "Salt Wars" --url https://example.org/wiki/Salt_Wars \\
          --licence "CC BY-SA 4.0" --attribution "Example Wiki contributors"
      pipeline add blue-bench.txt --title "Blue Bench" --url https://example.org/wiki/Blue_Bench \\
          --licence "CC BY-SA 4.0" --attribution "Example Wiki contributors" --revision 1234567
    """
    from pipeline.reading.sources import add_source

    source = add_source(
        raw,
        file,
        title=title,
        url=url,
        licence=licence,
        attribution=attribution,
        revision=revision,
        replace=replace,
    )
    _write([f"{raw / source.document_id}.txt is listed, sha256 {source.sha256}\n"])


def _write_rows(package: Package, sql: str, format_: str) -> None:
    if format_ == "parquet":
        from pipeline.query import select_parquet

        if sys.stdout.isatty():
            raise UsageError("Parquet is not text: redirect it to a file, such as > rows.parquet")
        _write([select_parquet(package, sql)])
        return
    from pipeline.formats import TEXT_FORMATS
    from pipeline.query import select_rows

    _write(TEXT_FORMATS[format_](select_rows(package, sql)))


def _write(chunks: Iterable[str | bytes]) -> None:
    """Print a result, always in UTF-8. Ends the program where nobody reads on."""
    stream = sys.stdout.buffer
    try:
        for chunk in chunks:
            stream.write(chunk if isinstance(chunk, bytes) else chunk.encode("utf-8", "surrogateescape"))
        stream.flush()
    except OSError as error:
        # Else Python tries once more at its end, and complains.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if isinstance(error, BrokenPipeError):
            raise SystemExit(BROKEN_PIPE) from None
        raise UsageError(f"standard output: {error.strerror}") from None


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Give a function that takes the name of the step that begins; silent where nobody watches."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("starting") as status:
        yield status.update


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code; errors are one line on standard error."""
    try:
        code = commands.main(arguments, prog_name="pipeline", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except AttestedError as error:
        message, code = str(error), error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return UsageError.exit_code
    except click.ClickException as error:
        message, code = error.format_message(), UsageError.exit_code
    except click.Abort:
        return INTERRUPTED
    except Exception:
        traceback.print_exc()
        return AttestedError.exit_code
    click.echo("Error: " + " ".join(message.split()), err=True)
    return code


def main() -> None:
    """The console script `pipeline`."""
    sys.exit(run(sys.argv[1:]))

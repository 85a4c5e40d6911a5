"""The description of a package in, its `README.md` out: what it holds, how to use it, every column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from pipeline.publishing.citation_file import format_package_citation
from pipeline.publishing.metadata import ColumnMetadata, PackageMetadata, TableMetadata
from pipeline.publishing.texts import may_be_carried

PUBLISHED = """\
Version {version}, {created}. What changed since the last one is in `CHANGELOG.md`, and cell by cell in
`changes.csv`.
"""
NOT_PUBLISHED = """\
A build that was not published: it has no version and no date.
"""
HEAD = """\
# {title}

{status}
{description}

Please cite it as:

> {citation}

and a single fact by its `fact_id`, with its source.
"""
USE = """\

## What is here, and how to use it

| file | what it is |
|---|---|
| `data/<table>.csv` | the tables: the master of all other forms |
| `datapackage.json` | the description of all of it, a [Data Package 2.0](https://datapackage.org) |
| `attested.duckdb` | the tables with keys, comments, views and macros, for DuckDB 1.2 or later |
| `attested.sqlite` | the tables with keys, for SQLite |
| `parquet/<table>.parquet` | the tables as Parquet |
| `texts/<document_id>.txt` | the sources, byte for byte, where their licence lets them be passed on |
| `review.csv` | what was read and failed a check: not part of the data |
| `croissant.json` | the description for machine learning: [Croissant](https://mlcommons.org/croissant) |
| `CITATION.cff` | the citation, in the [Citation File Format](https://citation-file-format.github.io) |
| `SHA256SUMS`, `verify.py` | the hash of every file, and what checks them |

Start with `facts`: one row is one statement, with subject, predicate, object, dates, place, and where the
text says so. The typed tables spell out what is asserted; `evidence` has the quote behind each fact and each
cell. The CSV files are UTF-8 with a header line; an empty cell is a missing value.

```sql
-- DuckDB: a CSV file as it is, and the database
SELECT subject, predicate, object, start_edtf, quote FROM 'data/facts.csv' WHERE NOT negated LIMIT 10;
ATTACH 'attested.duckdb' AS attested (READ_ONLY); FROM attested.readable_facts LIMIT 10;
```

```python
import pandas

facts = pandas.read_csv("data/facts.csv")
```

Dates come as EDTF, the [Extended Date/Time Format](https://www.loc.gov/standards/datetime/), with the first
and last day that each can be: `start_edtf`, `start_earliest`, `start_latest`. Years before Christ are
astronomical: 264 BC is `-0263`. In SQLite, days are text, and truth is 0 or 1.
"""
TRUST = """\

## How to check it

`python verify.py` needs Python 3.9 or later and nothing else. It checks every file against `SHA256SUMS`, all
keys, and every quote against the texts. Its exit code is 0 if all holds, and otherwise 5.

`logicalHash` of a resource in `datapackage.json` is that of its rows, the same for CSV, Parquet, DuckDB and
SQLite: the SHA-256 of these lines, each with its line feed: the names of the columns, then the SHA-256 of
each row in lower-case hexadecimal, sorted. Names and rows are hashed as JSON arrays without blanks, in UTF-8
with the escapes of RFC 8785; of a row, the text of each cell as the CSV has it, and `null` where it is empty.

The texts were parsed with {parser}. All facts were read by published rules, in a program; none was typed in.
"""
FORMULAS = """\

## In a spreadsheet

Spreadsheets take a cell for a formula that begins with `=`, `+`, `-`, `@`, a tab or a line end. No cell was
changed to prevent that: the data would then be false. Instead, all such cells are counted, here and under
`formulaLike` in `datapackage.json`, and `verify.py` fails where there is any other. To be safe, import all
columns as text, or use another form than CSV.

"""
LICENCE = """\

## Licence and attribution

The data is derived from the sources below, and under their licence: {licences}. If you pass it on, name the
sources, say what you changed, and keep the licence.

| source | authors | licence | revision | text |
|---|---|---|---|---|
"""
DICTIONARY = """\

## Every table and column

*Empty* says how many cells have no value; `never` where none may. Each cell of an *attested* column has a
quote of its own in `evidence`.
"""


def format_readme(metadata: PackageMetadata) -> str:
    """Return the content of `README.md`; it says so where the package was not published."""
    return "".join(_parts(metadata))


def _parts(metadata: PackageMetadata) -> Iterator[str]:
    status = NOT_PUBLISHED
    if metadata.version and metadata.created:
        status = PUBLISHED.format(version=_escape(metadata.version), created=metadata.created.isoformat())
    yield HEAD.format(
        title=_escape(metadata.title),
        status=status,
        description=metadata.description,
        citation=_escape(format_package_citation(metadata)),
    )
    yield USE
    yield TRUST.format(parser=_escape(metadata.parser))
    yield FORMULAS
    yield from _formulas(metadata)
    names = (f"[{_escape(i.title)}]({i.url})" if i.url else _escape(i.title) for i in metadata.licences)
    yield LICENCE.format(licences=", ".join(names))
    yield from _sources(metadata)
    yield DICTIONARY
    for table in metadata.tables:
        yield from _table(table)


def _formulas(metadata: PackageMetadata) -> Iterator[str]:
    if not metadata.like_formulas:
        yield "There are none in this package.\n"
        return
    yield "| file | column | cells that look like formulas |\n|---|---|---:|\n"
    for file, column, number in metadata.like_formulas:
        yield f"| `{file}` | `{column}` | {number} |\n"


def _sources(metadata: PackageMetadata) -> Iterator[str]:
    for source in metadata.sources:
        text = f"`texts/{source.document_id}.txt`" if may_be_carried(source.licence) else "not carried"
        link = f"[{_escape(source.title)}](<{_link(source.url)}>)"
        cells = map(_escape, (source.attribution, source.licence, source.revision or "not recorded"))
        yield f"| {' | '.join((link, *cells, text))} |\n"


def _table(table: TableMetadata) -> Iterator[str]:
    rows = f"{table.rows} row" + "s" * (table.rows != 1)
    yield f"\n### {table.name}\n\n{table.description} {rows}. Primary key: {_names(table.primary_key)}.\n"
    for key in table.references:
        yield f"{_names(key.fields)} refers to `{key.table}`.\n"
    yield "\n| column | type | meaning | example | empty |\n|---|---|---|---|---|\n"
    yield from (_column(column, table.rows) for column in table.columns)


def _column(column: ColumnMetadata, rows: int) -> str:
    meaning = column.description.replace("|", "\\|")
    if column.enum:
        meaning += f" One of {', '.join(map(_code, column.enum))}."
    if column.attested:
        meaning += " *Attested.*"
    example = _code(column.example) if column.example else ""
    empty = "never" if column.required else f"{column.missing} of {rows}"
    return f"| `{column.name}` | {column.type} | {meaning} | {example} | {empty} |\n"


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f"`{column}`" for column in columns)


def _escape(text: str) -> str:
    """Words of a source, so that none of them is taken for Markdown."""
    return re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", " ".join(text.split()))


def _link(url: str) -> str:
    """An address between `<` and `>` in a table."""
    return re.sub(r"[\s<>|\\]", lambda found: quote(found[0]), url)


def _code(text: str) -> str:
    """The same as code, which in a table may hold anything but a bar."""
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    blank = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{blank}{' '.join(text.split())}{blank}{fence}".replace("|", "\\|")

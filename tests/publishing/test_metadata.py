"""What a package says of itself, in all the forms that other programs and people read."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from dplib.models import Package

from pipeline.errors import UsageError, ValidationError
from pipeline.publishing.citation_file import format_citation_file, format_package_citation
from pipeline.publishing.croissant import describe_for_croissant
from pipeline.publishing.metadata import PackageMetadata, describe_package, describe_release, read_metadata
from pipeline.publishing.readme import format_readme
from pipeline.publishing.texts import may_be_carried
from tests.invented import LINDEN, VELMORA

DAY = datetime.date(2001, 2, 3)


@pytest.fixture(scope="module")
def metadata(invented_package: Path) -> PackageMetadata:
    return read_metadata(invented_package)


@pytest.fixture
def release(invented_package: Path, tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(invented_package, tmp_path / "release"))
    (folder / "changes.csv").write_text("table,old\nfacts,=1+1\nfacts,\n")
    describe_release(folder, "1.2.0", DAY)
    return folder


def read_json(path: Path) -> dict[str, Any]:
    content = json.loads(path.read_text("utf-8"))
    assert isinstance(content, dict)
    return content


def test_the_texts_are_carried_byte_for_byte(invented_package: Path) -> None:
    texts = {path.name: path.read_bytes() for path in (invented_package / "texts").iterdir()}
    assert texts == {"velmoran-regency.txt": VELMORA.encode(), "siege-of-linden.txt": LINDEN.encode()}


@pytest.mark.parametrize(
    ("licence", "carried"),
    [
        ("CC BY-SA 4.0", True),
        ("cc-by-3.0", True),
        ("CC BY-NC-ND 4.0", True),
        ("CC0 1.0", True),
        ("Public domain", True),
        ("All rights reserved", False),
        ("no CC BY", False),
        ("Proprietary, public on request", False),
    ],
)
def test_a_text_is_carried_where_its_licence_lets_it(licence: str, carried: bool) -> None:
    assert may_be_carried(licence) is carried


def test_the_descriptor_tells_rows_examples_and_what_is_missing(metadata: PackageMetadata) -> None:
    tables = {table.name: table for table in metadata.tables}
    assert (tables["documents"].rows, tables["outcomes"].rows) == (2, 0)
    columns = {column.name: column for column in tables["documents"].columns}
    assert (columns["revision"].missing, columns["revision"].example) == (2, None)
    assert (columns["title"].missing, columns["title"].example) == (0, "Siege of Linden")
    # A cell too long to be an example is passed over.
    assert {c.name: c.example for c in tables["documents"].columns}["sha256"] is None
    assert all(c.missing == 0 for table in metadata.tables for c in table.columns if c.required)
    assert [source.attribution for source in metadata.sources] == ["Example Wiki contributors"] * 2


def test_cells_like_formulas_are_announced(metadata: PackageMetadata) -> None:
    found = set(metadata.like_formulas)
    assert ("data/events.csv", "start_earliest", 1) in found
    assert {column for _, column, _ in found} <= {
        "edtf", "earliest", "latest", "start_edtf", "start_earliest", "start_latest",
    }  # fmt: skip


def test_a_release_adds_version_and_day_and_nothing_else(release: Path, invented_package: Path) -> None:
    before, after = read_json(invented_package / "datapackage.json"), read_json(release / "datapackage.json")
    assert list(after)[:6] == ["$schema", "name", "title", "description", "version", "created"]
    assert (after.pop("version"), after.pop("created")) == ("1.2.0", "2001-02-03T00:00:00Z")
    assert after.pop("formulaLike") == before.pop("formulaLike") | {"changes.csv": {"old": 1}}
    assert after == before
    assert Package.from_dict(after).name == "attested"
    changed = {
        path.relative_to(release).as_posix()
        for path in release.rglob("*")
        if path.is_file()
        and path.name != "changes.csv"
        and path.read_bytes() != (invented_package / path.relative_to(release)).read_bytes()
    }
    assert changed == {"datapackage.json", "croissant.json", "CITATION.cff", "README.md"}


def test_a_release_can_be_described_anew(release: Path) -> None:
    first = (release / "README.md").read_bytes()
    describe_release(release, "2.0.0", DAY)
    assert (release / "README.md").read_bytes() == first.replace(b"1.2.0", b"2.0.0")


def test_the_citation_of_a_package(release: Path, metadata: PackageMetadata) -> None:
    assert format_package_citation(read_metadata(release)) == (
        "Example Wiki contributors (2001). Attested: 2 sources (version 1.2.0) [Data set]. CC BY-SA 4.0."
    )
    assert format_package_citation(metadata) == (
        "Example Wiki contributors. Attested: 2 sources (not published) [Data set]. CC BY-SA 4.0."
    )


def test_the_citation_file(release: Path, invented_package: Path) -> None:
    text = (release / "CITATION.cff").read_text("utf-8")
    for line in (
        "cff-version: 1.2.0", "type: dataset", 'version: "1.2.0"', 'date-released: "2001-02-03"',
        "license: CC-BY-SA-4.0", '  - name: "Example Wiki contributors"',
        '    url: "https://example.org/wiki/siege-of-linden"',
    ):  # fmt: skip
        assert f"\n{line}\n" in f"\n{text}"
    built = (invented_package / "CITATION.cff").read_text("utf-8")
    assert "\nversion" not in built and "date-released" not in built


def make_metadata(invented_package: Path, **changes: Any) -> PackageMetadata:
    return describe_package(read_json(invented_package / "datapackage.json") | changes, "x")


def test_words_of_a_source_are_no_yaml_and_no_markdown(invented_package: Path) -> None:
    source = {
        "title": 'Roe | "*Regent*"\u2028: <b>x</b>\x85',
        "path": "https://example.org/wiki/|Roe>",
        "version": "7",
        "document_id": "roe",
        "licence": "CC0",
        "attribution": "- [Nobody]",
    }
    metadata = make_metadata(
        invented_package, sources=[source], licenses=[{"name": "Ask-us", "title": "Ask us"}]
    )
    cited = format_citation_file(metadata)
    assert '    title: "Roe | \\"*Regent*\\"\\u2028: <b>x</b>\\u0085"\n' in cited
    assert '    version: "7"\n' in cited
    # The format takes no licence that SPDX does not list.
    assert "license" not in cited
    row = (
        '| [Roe \\| "\\*Regent\\*" : \\<b\\>x\\</b\\>](<https://example.org/wiki/%7CRoe%3E>) '
        "| - \\[Nobody\\] | CC0 | 7 | `texts/roe.txt` |\n"
    )
    assert row in format_readme(metadata)


def test_croissant(release: Path) -> None:
    croissant = read_json(release / "croissant.json")
    assert (croissant["version"], croissant["datePublished"]) == ("1.2.0", "2001-02-03")
    assert croissant["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    files = {file["@id"]: file for file in croissant["distribution"]}
    for name, file in files.items():
        content = (release / name).read_bytes()
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
        assert file["contentSize"] == f"{len(content)} B"
    records = {record["name"]: record for record in croissant["recordSet"]}
    assert len(records) == len(files)
    assert records["conflict_members"]["key"] == [
        {"@id": f"conflict_members/{column}"} for column in ("conflict_id", "side", "fact_id")
    ]
    types = {field["name"]: field["dataType"] for field in records["facts"]["field"]}
    assert (types["negated"], types["char_start"], types["quote"]) == ("sc:Boolean", "sc:Integer", "sc:Text")
    # A day before year 1 is none that a reader knows.
    dates = {field["name"]: field["dataType"] for field in records["events"]["field"]}
    assert (dates["start_earliest"], dates["end_earliest"]) == ("sc:Text", "sc:Date")


def test_croissant_of_a_build_has_no_version(metadata: PackageMetadata) -> None:
    assert not {"version", "datePublished"} & describe_for_croissant(metadata).keys()


def test_the_readme_describes_every_column(release: Path) -> None:
    text = (release / "README.md").read_text("utf-8")
    descriptor = read_json(release / "datapackage.json")
    for resource in descriptor["resources"]:
        part = text.partition(f"\n### {resource['name']}\n")[2].partition("\n### ")[0]
        rows = re.findall(r"^\| `(\w+)` \| (\w+) \| (.+) \| (.*) \| (.+) \|$", part, re.MULTILINE)
        fields = resource["schema"]["fields"]
        assert [row[:2] for row in rows] == [(field["name"], field["type"]) for field in fields]
        for row, field in zip(rows, fields, strict=True):
            assert row[2].startswith(field["description"].replace("|", "\\|"))
            assert (row[4] == "never") is field.get("constraints", {}).get("required", False)
    assert "Version 1.2.0, 2001-02-03." in text
    assert "| `data/events.csv` | `start_edtf` | 1 |\n" in text
    assert "| `changes.csv` | `old` | 1 |\n" in text


def test_the_readme_of_a_build_says_so(metadata: PackageMetadata) -> None:
    text = format_readme(metadata)
    assert "A build that was not published: it has no version and no date.\n" in text
    assert "CHANGELOG" not in text


def test_the_readme_says_where_nothing_looks_like_a_formula(invented_package: Path) -> None:
    assert "There are none in this package.\n" in format_readme(
        make_metadata(invented_package, formulaLike={})
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "datapackage.json: "),
        ("[]", "is no JSON object"),
        ("{}", "'name' is missing"),
        ('{"name": "x", "title": "x", "description": "x", "keywords": 7}', "is not what a build writes"),
    ],
)
def test_a_broken_descriptor_is_one_line(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "datapackage.json").write_text(content)
    with pytest.raises(ValidationError, match=message):
        read_metadata(tmp_path)


def test_a_folder_without_a_descriptor_is_no_package(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'pipeline build' makes it"):
        read_metadata(tmp_path)

"""What the README says of packages on the web, done on one that is served on this machine."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.clients.conftest import PROGRAMS, ROOT, Published, run, run_for_json
from tests.serving import Site

Environment = Callable[[str], Path]
ADDRESS = "https://example.org/attested"


def snippets(language: str) -> list[str]:
    """The blocks of a language in the section on packages on the web."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.split("\n## A package on the web\n")[1].split("\n## ")[0]
    return re.findall(rf"^```{language}\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)


def served(snippet: str, site: Site) -> str:
    assert ADDRESS in snippet
    return snippet.replace(ADDRESS, f"{site.url}/attested")


def test_the_section_has_a_snippet_for_each() -> None:
    assert [len(snippets(language)) for language in ("sh", "sql", "python", "r")] == [1, 1, 2, 1]
    (of_r,) = snippets("r")
    assert f'url <- "{ADDRESS}/latest"' in of_r and "/data/tenures.csv" in of_r


def test_duckdb_alone_reads_it(published: Published, site: Site, environment: Environment) -> None:
    (snippet,) = snippets("sql")
    statements = [statement for statement in served(snippet, site).split(";") if statement.strip()]
    folder = environment("citation")
    (extension,) = folder.rglob("httpfs.duckdb_extension")  # what DuckDB otherwise fetches by itself
    command = [folder / "bin" / "python", PROGRAMS / "ask_duckdb.py", ":memory:"]
    answers = run_for_json(command, json.dumps([f"LOAD '{extension}'", *statements]))["answers"]
    with duckdb.connect(str(published.version / "attested.duckdb"), read_only=True) as connection:
        everyone = connection.execute("SELECT person, title, start_edtf FROM tenures").fetchall()
        then = connection.execute(statements[-1]).fetchall()
    assert answers[1] == [list(row) for row in everyone] and everyone
    assert answers[-1] == [list(row) for row in then]


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_data_frames_read_it(
    published: Published, site: Site, environment: Environment, library: str
) -> None:
    (snippet,) = (s for s in snippets("python") if f"import {library}" in s)
    python = environment("croissant") / "bin" / "python" if library == "pandas" else Path(sys.executable)
    shown = "print(list(zip(tenures['person'], tenures['title'])))"
    rows = [(row["person"], row["title"]) for row in published.tables["tenures"]]
    assert run([python, "-c", f"{served(snippet, site)}\n{shown}"]).strip() == str(rows)


def test_the_commands_read_it(published: Published, site: Site) -> None:
    fact_id = published.tables["facts"][0]["fact_id"]
    (snippet,) = snippets("sh")
    script = Path(sys.executable).with_name("pipeline")
    for line in served(snippet, site).replace("FACT_ID", fact_id).splitlines():
        here = re.sub(r"http://\S+", str(published.version), line)
        answers = [
            subprocess.run(command.replace("pipeline", str(script), 1), shell=True, capture_output=True)
            for command in (line, here)
        ]
        assert [answer.stderr for answer in answers] == [b"", b""]
        assert answers[0].stdout == answers[1].stdout != b""


def test_the_zip_for_download_is_read_as_the_folder(published: Published, site: Site) -> None:
    script = Path(sys.executable).with_name("pipeline")
    question: list[str | Path] = [script, "query", "FROM tenures ORDER BY fact_id", "--package"]
    (archive,) = published.version.parent.glob("*.zip")
    address = f"{site.url}/attested/{archive.name}"
    answers = {run([*question, place]) for place in (published.version, archive, address)}
    assert len(answers) == 1 and answers != {""}

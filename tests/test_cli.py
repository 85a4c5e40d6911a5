"""The commands as a user meets them: examples, output, errors, exit codes, and what they load."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from pipeline import cli
from pipeline.errors import AttestedError, Difference, SchemaError, SourceError, ValidationError
from tests.serving import serving

ROOT = Path(__file__).parent.parent
COMMANDS = sorted(cli.commands.commands)
ARTICLE = "= Salt Wars =\n\nThe Salt Wars were fought over tolls.\n"
ADDED = (
    "--title",
    "Salt Wars",
    "--url",
    "https://example.org",
    "--licence",
    "CC0",
    "--attribution",
    "Nobody",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str


def run_script(
    *arguments: str, cwd: Path, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the console script in a process of its own."""
    script = Path(sys.executable).with_name("pipeline")
    return subprocess.run(
        [script, *arguments], cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True
    )


class Pipeline:
    """Runs commands in this process, in a folder that has the package where commands look for it."""

    def __init__(self, capture: pytest.CaptureFixture[bytes]) -> None:
        self.capture = capture

    def __call__(self, *arguments: str) -> Outcome:
        self.capture.readouterr()
        code = cli.run(list(arguments))
        captured = self.capture.readouterr()
        return Outcome(code, captured.out.decode("utf-8"), captured.err.decode("utf-8"))


@pytest.fixture
def pipeline(
    small_package: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> Pipeline:
    (tmp_path / "datapackage").symlink_to(small_package)
    monkeypatch.chdir(tmp_path)
    return Pipeline(capsysbinary)


def help_of(command: str) -> str:
    context = click.Context(cli.commands.commands[command], info_name=f"pipeline {command}")
    return cli.commands.commands[command].get_help(context)


def examples(text: str) -> list[str]:
    """The command lines in a help text or a README, continuation lines joined, remarks cut off."""
    joined = re.sub(r"\\\n\s*", "", text)
    found = [
        line.strip() for line in joined.splitlines() if re.match(r"\s*(?:\.venv/bin/)?pipeline [a-z-]", line)
    ]
    return [re.split(r"\s{3,}", line)[0] for line in found]


def readme_examples() -> list[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return examples("\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL)))


def all_examples() -> list[str]:
    of_help = [line for command in COMMANDS for line in examples(help_of(command).split("Examples:")[1])]
    of_group = examples(
        cli.commands.get_help(click.Context(cli.commands)).split("Examples:")[1].split("Options:")[0]
    )
    return list(dict.fromkeys([*of_help, *of_group, *readme_examples()]))


@pytest.mark.parametrize("command", COMMANDS)
def test_help_teaches_by_example(command: str, pipeline: Pipeline) -> None:
    outcome = pipeline(command, "--help")
    assert (outcome.code, outcome.err) == (0, "")
    assert len(examples(outcome.out)) >= 2
    assert all(line.startswith("pipeline ") for line in examples(outcome.out))
    assert any(line.startswith(f"pipeline {command}") for line in examples(outcome.out))
    assert max(len(line) for line in outcome.out.splitlines()) <= 100


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_explains_every_command(command: str) -> None:
    assert f"pipeline {command}" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"^  {command} ", cli.commands.get_help(click.Context(cli.commands)), re.MULTILINE)


@pytest.mark.parametrize("line", all_examples())
def test_every_example_works(line: str, built_package: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "raw", tmp_path / "raw")
    shutil.copytree(built_package, tmp_path / "datapackage")
    shutil.copytree(built_package, tmp_path / "old")
    for name in ("salt-wars.txt", "blue-bench.txt"):
        (tmp_path / name).write_text(ARTICLE)
    with (built_package / "data" / "facts.csv").open(encoding="utf-8", newline="") as file:
        fact_id = next(csv.DictReader(file))["fact_id"]
    words = shlex.split(re.sub(r"\bFACT_ID\b|\b0123456789abcdef\b", fact_id, line))
    if ">" in words:
        words = words[: words.index(">")]
    if "COMMAND" in words:
        words[words.index("COMMAND")] = "build"
    with serve_package(tmp_path, "https://example.org/attested/latest" in words) as url:
        words = [word.replace("https://example.org", url) for word in words]
        ended = run_script(*words[1:], cwd=tmp_path)
    assert (ended.returncode, ended.stderr.decode()) == (0, "")
    assert ended.stdout


@contextmanager
def serve_package(folder: Path, is_asked: bool) -> Iterator[str]:
    """Serve the package in a folder where the examples have it on the web, if the example is of that."""
    if not is_asked:
        yield "https://example.org"
        return
    (folder / "site" / "attested").mkdir(parents=True)
    (folder / "site" / "attested" / "latest").symlink_to(folder / "datapackage")
    with serving(folder / "site") as site:
        yield site.url


def test_a_build_gives_the_same_bytes_anywhere(built_package: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "raw", tmp_path / "sources")
    environment = {"LC_ALL": "C", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "HOME": str(tmp_path)}
    ended = run_script("build", "--raw", "sources", "--out", "new/package", cwd=tmp_path, env=environment)
    assert (ended.returncode, ended.stderr) == (0, b"")
    first, second = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (built_package, tmp_path / "new" / "package")
    )
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []


def test_the_whole_help_is_shown_where_no_command_is_given(pipeline: Pipeline) -> None:
    outcome = pipeline()
    assert outcome.code == 2 and outcome.out == ""
    assert all(command in outcome.err for command in COMMANDS)


def test_the_version_is_the_installed_one(pipeline: Pipeline) -> None:
    assert re.fullmatch(r"pipeline, version \d+\.\d+\.\d+\n", pipeline("--version").out)


def test_query_prints_each_format(pipeline: Pipeline) -> None:
    sql = "SELECT subject, start_earliest AS day FROM facts ORDER BY fact_id LIMIT 2"
    assert pipeline("query", sql) == Outcome(
        0, "subject     day\n----------  -----------\nTamsin Roe  1703-01-01\nOsk Feld    -0263-01-01\n", ""
    )
    assert (
        pipeline("query", sql, "--format", "csv").out
        == "subject,day\nTamsin Roe,1703-01-01\nOsk Feld,-0263-01-01\n"
    )
    assert json.loads(pipeline("query", sql, "--format", "json").out)[1] == {
        "subject": "Osk Feld",
        "day": "-0263-01-01",
    }


def test_parquet_goes_to_a_file_and_never_to_a_terminal(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline.capture.readouterr()
    assert cli.run(["query", "FROM facts", "--format", "parquet"]) == 0
    content = pipeline.capture.readouterr().out
    assert content[:4] == content[-4:] == b"PAR1"
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    outcome = pipeline("query", "FROM facts", "--format", "parquet")
    assert outcome.code == 2 and outcome.out == "" and "redirect" in outcome.err


def test_show_lists_and_shows(pipeline: Pipeline) -> None:
    assert re.search(r"^facts +3 +One row is one statement\.$", pipeline("show").out, re.MULTILINE)
    shown = pipeline("show", "facts", "--columns", "object, subject", "--limit", "1", "--format", "csv").out
    assert list(csv.reader(io.StringIO(shown))) == [["object", "subject"], ["Regent", "Tamsin Roe"]]
    assert pipeline("show", "facts", "--limit", "0", "--format", "json").out == "[]\n"


def test_cite_marks_the_quote_and_names_the_source(pipeline: Pipeline) -> None:
    assert pipeline("cite", "aaaaaaaaaaaaaaaa").out == (
        "Tamsin Roe | held office | Regent | 1703\n"
        "\n"
        "Regency:\n"
        "    [[Tamsin Roe was Regent of Velmora from 1703]].\n"
        "\n"
        "fact: 'Tamsin Roe was Regent of Velmora from 1703' (literal; salt-wars.txt, characters 100 to 142)\n"
        "start: '1703' (normalized by read_date; salt-wars.txt, characters 138 to 142)\n"
        "\n"
        "Source: Example Wiki contributors, 'Salt Wars', https://example.org/wiki/Salt_Wars "
        "(revision not recorded)\n"
        "Licence: CC BY-SA 4.0\n"
        "Fact: aaaaaaaaaaaaaaaa\n"
        "\n"
        "Cite as: Example Wiki contributors (2001). Attested: Salt Wars (version 1.2.0) [Data set]. "
        "CC BY-SA 4.0. Fact aaaaaaaaaaaaaaaa, read in 'Salt Wars', https://example.org/wiki/Salt_Wars "
        "(revision not recorded).\n"
    )
    denied = pipeline("cite", "bbbbbbbbbbbbbbbb").out
    assert denied.startswith(
        "Osk Feld | occupied | Halvey | -0263/.. | Halvey | negated | reported | nominally\n"
    )
    assert "Infobox:\n    Leader1: [[Karsten Dray]]\n" in pipeline("cite", "cccccccccccccccc").out


def test_cite_without_a_fact_is_the_package_with_its_sources(pipeline: Pipeline) -> None:
    assert pipeline("cite").out == (
        "Example Wiki contributors (2001). Attested: Salt Wars (version 1.2.0) [Data set]. CC BY-SA 4.0.\n"
        "\n"
        "Read from:\n"
        "- Example Wiki contributors, 'Salt Wars', https://example.org/wiki/Salt_Wars "
        "(revision not recorded), CC BY-SA 4.0\n"
    )


WRONG = [
    (("nothing",), 2, "No such command 'nothing'"),
    (("query",), 2, "Missing argument 'SQL'"),
    (("query", "SELECT 1", "--form", "csv"), 2, "No such option"),
    (("query", "SELECT 1", "--format", "xml"), 2, "'xml' is not one of"),
    (
        ("query", "SELECT 1", "--package", "nowhere"),
        2,
        "nowhere/attested.duckdb: no such database; 'pipeline build'",
    ),
    (("query", "DROP TABLE facts"), 2, "only reading is allowed"),
    (("query", "SELEC 1"), 2, "syntax error"),
    (("query", ""), 2, "expected one statement, found none"),
    (("query", "FROM fakts"), 2, 'Did you mean "facts"?'),
    (("show", "fakts"), 2, "no table 'fakts'; there are"),
    (("show", "facts", "--columns", "x"), 2, "facts has no column 'x'; it has fact_id"),
    (("show", "facts", "--limit", "-1"), 2, "-1 is not in the range"),
    (("show", "--package", "nowhere"), 2, "no such database"),
    (("cite", "0000000000000000"), 2, "no fact has the id '0000000000000000'"),
    (("cite", "' OR true --"), 2, "no fact has the id"),
    (("add", "nowhere.txt", *ADDED), 3, "nowhere.txt: no such file"),
    (("add", "nowhere.txt", "--title", "x"), 2, "Missing option"),
    (
        ("build", "--raw", "nowhere", "--out", "new"),
        3,
        "nowhere: expected a folder of sources, found nothing",
    ),
    (("build", "--raw", ".", "--out", "new"), 3, "sources.csv: the list of sources is missing"),
    (("build", "--raw", "nowhere", "--out", "new", "--check"), 3, "nowhere: expected a folder of sources"),
]


@pytest.mark.parametrize(("arguments", "code", "message"), WRONG)
def test_an_error_is_one_line(
    arguments: tuple[str, ...], code: int, message: str, pipeline: Pipeline
) -> None:
    outcome = pipeline(*arguments)
    assert outcome.code == code and outcome.out == ""
    assert outcome.err.startswith("Error: ") and outcome.err.count("\n") == 1
    assert message in outcome.err
    assert sorted(path.name for path in Path.cwd().iterdir()) == ["datapackage"]


def test_adding_an_article_says_where_it_went(pipeline: Pipeline) -> None:
    Path("Salt Wars.txt").write_text(ARTICLE)
    first = pipeline("add", "Salt Wars.txt", *ADDED)
    assert first.code == 0 and first.out.startswith("raw/salt-wars.txt is listed, sha256 ")
    again = pipeline("add", "Salt Wars.txt", *ADDED)
    assert (again.code, again.out) == (3, "") and "listed already" in again.err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Difference("it\ndiffers"), 1),
        (SourceError("raw/x.txt", "no", 3), 3),
        (SchemaError("no"), 4),
        (ValidationError("no"), 5),
    ],
)
def test_every_error_ends_with_its_code(
    error: AttestedError, code: int, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("pipeline.citation.cite_fact", fail)
    outcome = pipeline("cite", "x")
    assert (outcome.code, outcome.out) == (code, "")
    assert outcome.err.startswith("Error: ") and outcome.err.count("\n") == 1


def test_a_bug_keeps_its_traceback(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("unexpected")

    monkeypatch.setattr("pipeline.citation.cite_fact", fail)
    outcome = pipeline("cite", "x")
    assert (outcome.code, outcome.out) == (70, "")
    assert outcome.err.startswith("Traceback") and "KeyError: 'unexpected'" in outcome.err


def test_an_interrupted_command_is_silent(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.citation.cite_fact", interrupt)
    outcome = pipeline("cite", "x")
    assert outcome.code == 130 and outcome.err.strip() == ""


HEAVY = {
    "aiohttp",
    "edtf",
    "frictionless",
    "fsspec",
    "jsonschema",
    "numpy",
    "pandas",
    "pandera",
    "polars",
    "pyarrow",
    "rich",
    "spacy",
    "thinc",
}


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("build", "--help"),
        ("validate", "--help"),
        ("query", "SELECT * FROM facts"),
        ("query", "SELECT * FROM facts", "--format", "csv"),
        ("query", "SELECT * FROM facts", "--format", "json"),
        ("query", "SELECT * FROM facts", "--format", "parquet"),
        ("show",),
        ("show", "facts"),
        ("cite",),
        ("cite", "aaaaaaaaaaaaaaaa"),
        ("verify", "--help"),
    ],
)
def test_what_only_asks_loads_nothing_heavy(
    arguments: tuple[str, ...], small_package: Path, tmp_path: Path
) -> None:
    (tmp_path / "datapackage").symlink_to(small_package)
    program = (
        "import sys; from pipeline.cli import run; code = run(sys.argv[1:]); "
        "print(code, *sorted({m.split('.')[0] for m in sys.modules}), file=sys.stderr)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        errors="replace",
    )
    code, *modules = ended.stderr.split()
    assert code == "0"
    assert not HEAVY & set(modules)


def test_results_are_utf8_whatever_the_locale(small_package: Path, tmp_path: Path) -> None:
    for encoding in ("ascii", "latin-1", "utf-8"):
        ended = run_script(
            "query", "SELECT 'Ñu – é' AS x", "--package", str(small_package), "--format", "csv", cwd=tmp_path,
            env={"LC_ALL": "C", "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        )  # fmt: skip
        assert (ended.returncode, ended.stderr) == (0, b"")
        assert ended.stdout == "x\nÑu – é\n".encode()


def test_a_title_is_read_as_utf8_whatever_the_locale(tmp_path: Path) -> None:
    (tmp_path / "salt-wars.txt").write_text(ARTICLE)
    environment = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    ended = run_script(
        "add", "salt-wars.txt", *ADDED[2:], "--title", "Guerra de Ñu", cwd=tmp_path, env=environment
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b",Guerra de \xc3\x91u," in b"," + (tmp_path / "raw" / "sources.csv").read_bytes()


def test_an_error_message_prints_in_any_locale(tmp_path: Path) -> None:
    ended = run_script(
        "add",
        "–.txt",
        *ADDED,
        cwd=tmp_path,
        env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )
    assert ended.returncode == 3 and ended.stderr.startswith(b"Error: ") and ended.stderr.count(b"\n") == 1


@pytest.mark.parametrize("format_", ["table", "csv", "json"])
def test_a_reader_that_goes_away_is_no_error(format_: str, small_package: Path, tmp_path: Path) -> None:
    script = Path(sys.executable).with_name("pipeline")
    arguments = ["query", "FROM range(200000)", "--format", format_, "--package", str(small_package)]
    process = subprocess.Popen(
        [script, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 141
    process.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_said_in_one_line(small_package: Path, tmp_path: Path) -> None:
    script = Path(sys.executable).with_name("pipeline")
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [script, "show", "--package", str(small_package)],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
        )
    assert ended.returncode == 2
    assert ended.stderr == b"Error: standard output: No space left on device\n"


def test_progress_shows_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with cli._progress() as progress:
        progress("reading")
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with cli._progress() as progress:
        progress("reading")
    shown = capsys.readouterr()
    assert shown.out == ""

"""The second process: what it is asked, what it answers, and when it ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.lexicon.predicates import predicates
from pipeline.publishing.process import START, table_process
from pipeline.publishing.staging import make_folders
from pipeline.tables.rows import make_tables
from pipeline.tables.schemas import read_schemas
from tests.invented import read_invented


def test_tables_are_checked_written_and_validated(tmp_path: Path) -> None:
    folder = make_folders(tmp_path / "package")
    tables = make_tables(read_invented(), predicates(), read_schemas())
    with table_process() as process:
        process.start_checking(tables)
        assert process.finish() == []
        process.start_writing(folder)
        assert process.finish() == []
        process.start_validating(folder)
        [failure] = process.finish()
    assert "it is no package" in str(failure)
    assert len(list((folder / "data").iterdir())) == len(tables.tables)


def test_a_bug_there_is_a_bug_here(tmp_path: Path) -> None:
    tables = make_tables(read_invented(), predicates(), read_schemas())
    with table_process() as process:
        process.start_checking(tables)
        process.finish()
        process.start_writing(tmp_path / "nowhere")
        with pytest.raises(RuntimeError, match=r"in the table process:(.|\n)*Traceback"):
            process.finish()
        # It goes on answering.
        process.start_writing(make_folders(tmp_path / "package"))
        assert process.finish() == []


def test_it_ends_with_its_input() -> None:
    command = [sys.executable, "-c", START.format(path=sys.path)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.communicate(timeout=60) == (b"", None)
    assert process.returncode == 0


def test_a_dead_process_is_an_error() -> None:
    with table_process() as process:
        process._process.kill()
        process._process.wait()
        with pytest.raises(RuntimeError, match="ended"):
            process.start_writing(Path("nowhere"))
            process.finish()


def test_it_names_no_library_here() -> None:
    """The process that parses imports none of what the other one is for."""
    libraries = ("polars", "pandera", "frictionless", "edtf", "duckdb", "spacy")
    script = f"import sys; sys.path[:] = {sys.path!a}; import pipeline.build; "
    command = [sys.executable, "-c", script + f"print([m for m in {libraries} if m in sys.modules])"]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == "[]\n"

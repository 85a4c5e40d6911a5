"""A second process for what needs data frames or Frictionless: their libraries load while the parser's do.

Calls go in and answers come out as pickles; the process ends when its input does, so that it never
outlives a build, not even a killed one.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from pipeline.tables.schemas import read_schemas
from pipeline.tables.table import Table, Tables
from pipeline.validation.failures import Failure

START = "import sys; sys.path[:] = {path!a}; from pipeline.publishing.process import serve; serve()"


class TableProcess:
    """The other process. One call at a time: each `start_...` is followed by `finish`."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def start_checking(self, tables: Tables) -> None:
        """Begin to make typed frames of `tables` and to check them."""
        self._send("check", tables)

    def start_writing(self, folder: Path) -> None:
        """Begin to write the tables that were checked: `data/*.csv`."""
        self._send("write", folder)

    def start_validating(self, folder: Path) -> None:
        """Begin to validate the written package with Frictionless."""
        self._send("validate", folder)

    def finish(self) -> list[Failure]:
        """Wait for what was started, and return what it found wrong. An error in the other process is
        a RuntimeError here, with its traceback."""
        assert self._process.stdout is not None
        try:
            answer: list[Failure] | str = pickle.load(self._process.stdout)
        except EOFError:
            raise RuntimeError(f"the table process ended ({self._process.wait()})") from None
        if isinstance(answer, str):
            raise RuntimeError(f"in the table process:\n{answer}")
        return answer

    def _send(self, task: str, argument: object) -> None:
        assert self._process.stdin is not None
        try:
            pickle.dump((task, argument), self._process.stdin, pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()
        except BrokenPipeError:
            raise RuntimeError(f"the table process ended ({self._process.wait()})") from None


@contextmanager
def table_process(*, lock: int | None = None) -> Iterator[TableProcess]:
    """Start the other process, and end it at the end.

    `lock` is a file that it keeps open with us, so that it is not let go before both have ended.
    """
    # The same places to import from, whatever the folder that we were started in.
    command = [sys.executable, "-c", START.format(path=sys.path)]
    fds = () if lock is None else (lock,)
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=fds)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield TableProcess(process)
    except BaseException:
        process.kill()
        raise
    finally:
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
        process.stdout.close()
        process.wait()


def serve() -> None:
    """Answer calls until there are no more: the main function of the other process."""
    # An interrupt is for the process that asks; this one then ends with its input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not get between the answers.
    os.dup2(2, 1)
    worker = _Worker()
    for task, argument in _calls(sys.stdin.buffer):
        try:
            answer: list[Failure] | str = worker.do(task, argument)
        except Exception:
            answer = traceback.format_exc()
        try:
            pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
            answers.flush()
        except BrokenPipeError:
            break
    # All is answered: without the half second that taking down the libraries would take.
    os._exit(0)


def _calls(stream: IO[bytes]) -> Iterator[tuple[str, Any]]:
    while True:
        try:
            yield pickle.load(stream)
        except (EOFError, pickle.UnpicklingError):
            # The end, or a call that a killed build broke off.
            return


class _Worker:
    """What the other process does; the frames stay with it between two calls."""

    def __init__(self) -> None:
        # In the order of need. Imported here, since the process that starts this one needs none of them.
        from pipeline.tables import frames
        from pipeline.validation import edtf_bounds, frame_rules, written_package

        self._frames, self._rules, self._package = frames, frame_rules, written_package
        self._made: list[frames.Frame] = []
        edtf_bounds.load_parser()
        # The first check of each table costs several times what the next one does.
        empty = Tables(tuple(Table(schema, ()) for schema in read_schemas()), ())
        frame_rules.check_frames(frame_rules.make_frames(empty)[0])
        written_package.load_frictionless()

    def do(self, task: str, argument: Any) -> list[Failure]:
        if task == "check":
            self._made, failures = self._rules.make_frames(argument)
            return failures or self._rules.check_frames(self._made)
        if task == "write":
            self._write(argument)
            return []
        return self._package.check_written_package(argument)

    def _write(self, folder: Path) -> None:
        for frame in self._made:
            self._frames.write_csv(frame, folder / "data" / f"{frame.schema.name}.csv")

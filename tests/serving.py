"""A static file server on this machine that counts what is asked of it, and can be told to misbehave."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PAGE = b"<!DOCTYPE html>\n<html><body>Sign in first</body></html>\n"


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves as `python -m http.server` does, but for paths that have a misbehaviour."""

    site: Site

    def do_GET(self) -> None:
        self.site.requests.append((self.command, self.path))
        misbehave = self.site.misbehaviours.get(self.path) or self.site.misbehaviours.get("*")
        if misbehave is None:
            super().do_GET()
        else:
            misbehave(self)

    def do_HEAD(self) -> None:
        self.site.requests.append((self.command, self.path))
        super().do_HEAD()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@dataclass
class Site:
    """What is served where, and what was asked."""

    url: str
    requests: list[tuple[str, str]] = field(default_factory=list)
    misbehaviours: dict[str, Callable[[Handler], None]] = field(default_factory=dict)
    """By path; `*` is every path that has none of its own."""
    released: threading.Event = field(default_factory=threading.Event)
    """Set at the end, for answers that wait."""

    def asked_below(self, folder: str = "/") -> list[str]:
        """The paths that were asked for, in order, without the folder they are in."""
        return [path.removeprefix(folder) for _, path in self.requests]


@contextmanager
def serving(folder: Path) -> Iterator[Site]:
    """Serve a folder on loopback until the end."""
    site = Site("")

    class Here(Handler):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments, directory=str(folder))  # type: ignore[arg-type]

    Here.site = site
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Here)
    server.daemon_threads = True
    site.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield site
    finally:
        site.released.set()
        server.shutdown()
        thread.join()
        server.server_close()


def answer_page(handler: Handler) -> None:
    """What a portal or a single-page site answers to everything: a page, and that all is well."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", str(len(PAGE)))
    handler.end_headers()
    handler.wfile.write(PAGE)


def answer_with(status: int) -> Callable[[Handler], None]:
    """Answer with a status and nothing else."""
    return lambda handler: handler.send_error(status)


def hang_up(handler: Handler) -> None:
    """Close the connection without a word."""
    handler.close_connection = True


def stop_half_way(handler: Handler) -> None:
    """Promise a lot, send a little, and close the connection."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(b"{")
    handler.close_connection = True


def say_nothing(handler: Handler) -> None:
    """Keep the connection and never answer."""
    handler.site.released.wait(30)
    handler.close_connection = True


def send_drops(handler: Handler) -> None:
    """Send a byte now and then, for ever."""
    handler.send_response(200)
    handler.end_headers()
    try:
        while not handler.site.released.wait(0.05):
            handler.wfile.write(b" ")
    except OSError:
        pass
    handler.close_connection = True


def send_without_end(handler: Handler) -> None:
    """Send more than anybody asked for."""
    handler.send_response(200)
    handler.end_headers()
    try:
        while not handler.site.released.is_set():
            handler.wfile.write(b"x" * 65536)
    except OSError:
        pass
    handler.close_connection = True


def redirect_to(url: str) -> Callable[[Handler], None]:
    """Send the reader elsewhere."""

    def answer(handler: Handler) -> None:
        handler.send_response(302)
        handler.send_header("Location", url)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer

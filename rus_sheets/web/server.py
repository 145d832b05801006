"""Serving the page on 127.0.0.1 until it is over."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import platformdirs
import waitress
from waitress.channel import HTTPChannel
from waitress.task import ErrorTask
from waitress.utilities import RequestEntityTooLarge

from rus_sheets.errors import UnusableInputError, reason
from rus_sheets.usecases.page.remembered import Remembered
from rus_sheets.web.app import LARGEST_UPLOAD, make_app
from rus_sheets.web.gate import HEADERS, Gate
from rus_sheets.web.life import Life
from rus_sheets.web.page import Page
from rus_sheets.web.running import RunningPage

_HOST = "127.0.0.1"
_THREADS = 4
LARGEST_BODY = 8 * LARGEST_UPLOAD
"""Bytes of a request that the application gets to see: it refuses by its own bounds, on a page with a way back. What is
larger still isn't even read."""
_TOO_MUCH = """<!doctype html>
<html lang="sv"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Det gick inte – RUS-sheets</title><link rel="stylesheet" href="/del/page.css"></head>
<body><main><h1>Det gick inte</h1>
<div class="box wrong" role="alert"><p>Det är för mycket att ta emot på en gång: högst {megabytes} MB. Ta färre filer åt
gången, eller lägg dem i mappen för hand. Inget är mottaget.</p></div>
<p>Gå tillbaka med webbläsarens knapp, eller <a href="/">till första sidan</a>.</p></main></body></html>
"""


def serve(
    workbook: Path | None,
    *,
    port: int,
    on_ready: Callable[[str], None],
    on_running: Callable[[str], None] = lambda _: None,
    life: Life | None = None,
) -> None:
    """Serve the page; ``on_ready`` is told the address that lets a browser in, once. Returns when the page is over.

    Where the user's page runs already, ``on_running`` is told the address that lets a browser in to that one, and
    nothing more is done. With ``workbook`` that one is chosen and shown first. Raises UnusableInputError when it can't
    be used, or the port is taken, or the page that runs doesn't answer.
    """
    folder = platformdirs.user_state_path("rus-sheets", appauthor=False)
    remembered = Remembered(folder / "sidan.json")
    first = remembered.choose(workbook.absolute()).key if workbook else ""
    with contextlib.suppress(OSError):  # if it isn't there, there can be no lock in it
        folder.mkdir(parents=True, exist_ok=True)
    running = RunningPage(folder)
    if entrance := running.entrance(first):
        on_running(entrance)
        return
    try:
        _serve(remembered, running, port, lambda gate: on_ready(gate.entrance(first)), life or Life())
    finally:
        running.end()


def _serve(
    remembered: Remembered, running: RunningPage, port: int, on_ready: Callable[[Gate], None], life: Life
) -> None:
    gate = Gate()
    app = make_app(Page(gate, life, remembered, Path.home()))
    try:
        server = _server(held_open(app, life), port)
    except OSError as error:
        fault = f"Porten kan inte användas ({reason(error)})."
        raise UnusableInputError(fault, place=str(port), remedy="Utelämna --port, så väljs en ledig.") from error
    gate.port = server.effective_port
    # Waitress has a thread of its own, so that this one can look at the clock and be stopped with Ctrl+C.
    Thread(target=server.run, daemon=True).start()
    try:
        with running.told(gate):
            try:
                on_ready(gate)
                life.wait()
            except KeyboardInterrupt:
                life.end()
                life.wait()
    finally:
        server.close()


def held_open(app: Callable[..., Any], life: Life) -> Callable[..., Any]:
    """The same application, whose requests are answered to the end before the page is over."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        with life.at_work():
            return app(environ, start_response)

    return application


def _server(app: Callable[..., Any], port: int) -> Any:
    """Raises OSError for a port that can't be had; nothing is left open then."""
    at = socket.create_server((_HOST, port))
    made = waitress.create_server(
        app, sockets=[at], threads=_THREADS, max_request_body_size=LARGEST_BODY, ident=None,
    )  # fmt: skip
    made.channel_class = _Channel
    return made


class _TooMuch:
    """What waitress says of a request that it doesn't even read, as the page says things."""

    def to_response(self, _: object) -> tuple[str, list[tuple[str, str]], bytes]:
        body = _TOO_MUCH.format(megabytes=LARGEST_UPLOAD // 2**20).encode()
        return "413 Content Too Large", [("Content-Type", "text/html; charset=utf-8"), *HEADERS.items()], body


class _ErrorTask(ErrorTask):  # type: ignore[misc] # waitress has no types
    def execute(self) -> None:
        if isinstance(self.request.error, RequestEntityTooLarge):
            self.request.error = _TooMuch()
        super().execute()


class _Channel(HTTPChannel):  # type: ignore[misc]
    error_task_class = _ErrorTask

"""The page served for a real browser, on a memory of its own, and ended afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from unittest import mock

from rus_sheets.web import server
from rus_sheets.web.life import Life


@contextmanager
def served(workbook: Path | None, memory: Path, home: Path | None = None, life: Life | None = None) -> Iterator[str]:
    """The address that opens the page on the workbook, once; what is chosen is remembered in ``memory``.

    ``home`` is the folder in which files are chosen, where it isn't to be the user's own.
    """
    life, ready, told = life or Life(), Event(), [""]

    def on_ready(address: str) -> None:
        told[0] = address
        ready.set()

    with (
        mock.patch.object(server.platformdirs, "user_state_path", return_value=memory),
        mock.patch.object(server.Path, "home", return_value=home or Path.home()),
    ):
        thread = Thread(target=lambda: server.serve(workbook, port=0, on_ready=on_ready, life=life))
        thread.start()
        assert ready.wait(20)
        try:
            yield told[0]
        finally:
            life.end()
            thread.join(20)
    assert not thread.is_alive()

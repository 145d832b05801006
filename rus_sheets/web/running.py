"""The page that runs already: who starts it once more gets that one, which knows what it is doing.

While it runs it holds a lock, which the system takes back from one that dies, and has a file that only its user can
read: where it is, and the secret by which another start is told from any other program of this machine.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from rus_sheets.errors import UnusableInputError
from rus_sheets.usecases.changing.lock import Lock, TakenError
from rus_sheets.web.gate import SECRET, Gate

WHERE = "/sidan/igen"
_WAIT = 10.0
"""Seconds for another to begin or to end: it may just be doing so."""
_PAUSE = 0.2


class RunningPage:
    """The one page of a user, known by its files in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._lock = Lock(folder / "sidan.lock")
        self._file = folder / "sidan-igang.json"

    def entrance(self, first: str) -> str:
        """The address that lets a browser in to the one that runs, on the workbook of the key ``first``; "" if none
        does: from now on this one is it.

        Raises UnusableInputError where one runs and doesn't answer.
        """
        until = time.monotonic() + _WAIT
        while time.monotonic() < until:
            try:
                self._lock.acquire(0)
            except TakenError:
                pass
            except OSError:  # there are no locks here, as on some networks: then each start has a page of its own
                return ""
            else:
                return ""
            if entrance := self._asked_for(first):
                return entrance
            time.sleep(_PAUSE)
        remedy = "Avsluta den i fönstret som den startades från, och försök igen."
        raise UnusableInputError("Sidan är redan igång, men svarar inte.", remedy=remedy)

    @contextlib.contextmanager
    def told(self, gate: Gate) -> Iterator[None]:
        """Tell where this one is, until it is over."""
        with contextlib.suppress(OSError):  # then nobody finds it, and it works all the same
            self._file.unlink(missing_ok=True)
            descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump({"port": gate.port, "secret": gate.start_secret}, file)
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                self._file.unlink()

    def end(self) -> None:
        """Let another be it."""
        with contextlib.suppress(OSError):
            self._lock.release()

    def _asked_for(self, first: str) -> str:
        """What the one that runs answers; "" where it doesn't (yet, or any more)."""
        try:
            known = json.loads(self._file.read_bytes())
            at = f"127.0.0.1:{int(known['port'])}"
            # No proxy has anything to do with this machine's own address.
            connection = http.client.HTTPConnection(at, timeout=_WAIT)
            headers = {
                "Host": at, "Origin": f"http://{at}", SECRET: str(known["secret"]),
                "Content-Type": "application/x-www-form-urlencoded",
            }  # fmt: skip
            with contextlib.closing(connection):
                connection.request("POST", WHERE, urlencode({"bok": first}), headers)
                answer = connection.getresponse()
                return answer.read().decode() if answer.status == http.HTTPStatus.OK else ""
        except (OSError, ValueError, TypeError, KeyError, http.client.HTTPException):
            return ""

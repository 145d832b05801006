"""Who gets in: the browser that rus-sheets opened, and nobody else.

The page is reached at 127.0.0.1 only, but so can any program on the machine, any other page in the same browser, and
(through a name that points here) any page at all. Each is met by one of these: the ``Host`` that was asked for must be
ours (DNS rebinding), the address opens once and gives a cookie that no script and no other site gets, a request must
come from the page itself (``Sec-Fetch-Site``, ``Origin``), and a form must carry a token of its own.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from enum import StrEnum
from threading import Lock

from msgspec import Struct, field

SAFE = frozenset({"GET", "HEAD"})
"""Methods that change nothing; all others are asked for their origin and their token."""

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: then browsers send "Origin: null" with our own forms, and where they come from can't be told.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""On every answer."""

SECRET = "X-RUS-sheets"  # noqa: S105 - its name
"""The header in which another start of the page shows its secret. No other site can have a browser send it."""
_OWN = frozenset({"same-origin", "none"})
"""What ``Sec-Fetch-Site`` says of the page itself, and of an address that a person has opened."""


class Refusal(StrEnum):
    """Why a request isn't answered."""

    HOST = "host"
    ORIGIN = "origin"
    TOKEN = "token"  # noqa: S105 - a word, no secret
    FORM = "form"


def _secret() -> str:
    return secrets.token_urlsafe(32)


class Gate(Struct):
    """The keys of one run of the page, on ``port`` (known once the system has chosen it)."""

    port: int = 0
    form_token: str = field(default_factory=_secret)
    start_secret: str = field(default_factory=_secret)
    """What another start of the page reads in its user's own files."""
    _session: str = field(default_factory=_secret)
    _unused: list[str] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    @property
    def address(self) -> str:
        """Where the page is, for those who have been let in."""
        return f"http://127.0.0.1:{self.port}/"

    def entrance(self, first: str = "") -> str:
        """An address that lets a browser in, once, on the workbook of the key ``first``."""
        token = _secret()
        with self._lock:
            self._unused.append(token)
        return f"{self.address}?token={token}" + (f"&bok={first}" if first else "")

    @property
    def cookie(self) -> str:
        """The cookie's name. Cookies know no ports: two pages at once would take each other's."""
        return f"rus-sheets-{self.port}"

    def refusal(self, method: str, headers: Mapping[str, str], cookies: Mapping[str, str]) -> Refusal | None:
        """Why a request is refused before anything is looked up, None where it may come in."""
        if headers.get("Host", "") not in self._hosts:
            return Refusal.HOST
        if headers.get("Sec-Fetch-Site", "none") not in _OWN:
            return Refusal.ORIGIN
        if method not in SAFE and headers.get("Origin", "") not in {f"http://{host}" for host in self._hosts}:
            return Refusal.ORIGIN
        return None if _same(cookies.get(self.cookie, ""), self._session) else Refusal.TOKEN

    def lets_in(self, host: str, token: str) -> str | None:
        """The cookie's value for who has the token, the first time it is shown; None else."""
        with self._lock:
            found = next((unused for unused in self._unused if _same(token, unused)), None)
            if found is None or host not in self._hosts:
                return None
            self._unused.remove(found)
            return self._session

    def is_own_start(self, secret: str) -> bool:
        """Whether it is another start of the page, by the same user, that asks."""
        return _same(secret, self.start_secret)

    def is_own_form(self, token: str) -> bool:
        """Whether a form was made by this page."""
        return _same(token, self.form_token)

    @property
    def _hosts(self) -> frozenset[str]:
        return frozenset({f"127.0.0.1:{self.port}", f"localhost:{self.port}"})


def _same(given: str, ours: str) -> bool:
    """Compared in the same time wherever they differ."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), ours.encode())

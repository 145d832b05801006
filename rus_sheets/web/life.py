"""How long the page lives: some minutes after it was last open anywhere, and never less than what it is doing.

What came of long work stays until somebody has looked at it, as long as a page without script does.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition

from msgspec import Struct, field

AFTER_CLOSED = 3 * 60.0
"""Seconds after the last page told that it was closed."""
WITHOUT_SCRIPT = 45 * 60.0
"""Seconds after the last request, where no page tells that it is open: without script, or not yet."""
SILENT = 5 * 60.0
"""Seconds until a page that says nothing is taken for gone, with its browser. It says once a minute that it is there,
in the background too, if somewhat later."""
RESTING = 8 * 3600.0
"""The same for a page whose clocks the browser has stopped: it told so, and nothing can be heard from it until it is
looked at again."""
ASLEEP = 60.0
"""Seconds between two looks at the clock that no busy machine takes: it slept, and no page could say anything."""
FAREWELL = 2.0
"""Seconds after the last request before an ended page is over: its last answer, and the style of that, are fetched."""


class Life(Struct):
    """What is open and what is going on. ``now`` gives seconds that only go forward."""

    now: Callable[[], float] = time.monotonic
    is_awaited: Callable[[], bool] = lambda: False
    """Whether there is something that somebody may come back to look at."""
    _pages: dict[str, tuple[float, float]] = field(default_factory=dict)
    """When each page last said that it was there, and for how long it may be silent after that."""
    _at_work: int = 0
    _last: float = 0.0
    _looked: float = 0.0
    _told: bool = False
    _ended: bool = False
    _changed: Condition = field(default_factory=Condition)

    def __post_init__(self) -> None:
        self._last = self._looked = self.now()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Round a request: the page doesn't end while it is answered."""
        with self._changed:
            self._at_work += 1
        try:
            yield
        finally:
            with self._changed:
                self._at_work -= 1
                self._last = self.now()
                self._changed.notify_all()

    def is_open(self, page: str) -> None:
        """A page tells that it is there."""
        self._hear(page, SILENT)

    def rests(self, page: str) -> None:
        """A page tells that the browser stops its clocks: it is there, and silent from now on."""
        self._hear(page, RESTING)

    def is_closed(self, page: str) -> None:
        """A page tells that it is left: closed, or another took its place."""
        with self._changed:
            self._pages.pop(page, None)

    def end(self) -> None:
        """End when what is being done is done."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    @property
    def is_ending(self) -> bool:
        """Whether somebody has ended it."""
        return self._ended

    @property
    def is_over(self) -> bool:
        """Whether nobody has the page open any more, or somebody ended it, and nothing is being done."""
        now = self.now()
        if self._at_work:
            return False
        if self._ended:
            return now - self._last >= FAREWELL
        if any(now - seen < silent for seen, silent in self._pages.values()):
            return False
        soon = self._told and not self.is_awaited()
        return now - self._last >= (AFTER_CLOSED if soon else WITHOUT_SCRIPT)

    def look(self) -> bool:
        """Whether it is over, for who asks every few seconds: where it took longer the machine slept, and what is open
        has its time again from now.
        """
        with self._changed:
            now = self.now()
            if now - self._looked > ASLEEP and not self._ended:
                self._last = now
                self._pages = {page: (now, silent) for page, (_, silent) in self._pages.items()}
            self._looked = now
            return self.is_over

    def wait(self, every: float = 5.0) -> None:
        """Come back when it is over."""
        with self._changed:
            while not self.look():
                self._changed.wait(FAREWELL / 4 if self._ended else every)

    def _hear(self, page: str, silent: float) -> None:
        with self._changed:
            self._told = True
            self._pages[page] = (self.now(), silent)

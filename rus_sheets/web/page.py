"""What one run of the page has, for those who answer a request."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import flask

from rus_sheets.usecases.page.remembered import Chosen, Remembered
from rus_sheets.web.gate import Gate
from rus_sheets.web.jobs import Jobs
from rus_sheets.web.life import Life

EXTENSION = "rus-sheets"
"""Under which an application keeps it."""


@dataclass(frozen=True)
class Page:
    """What one run of the page has: ``home`` is the folder to choose files in."""

    gate: Gate
    life: Life
    remembered: Remembered
    home: Path
    jobs: Jobs = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "jobs", Jobs(self.life))

    def chosen(self, key: str) -> Chosen:
        """The workbook of that key; 404 where nobody has chosen one."""
        found = self.remembered.by_key(key)
        if found is None:
            flask.abort(404, "Arbetsboken finns inte i listan. Välj den på första sidan.")
        return found


def this_page() -> Page:
    """The page that a request belongs to."""
    page: Page = flask.current_app.extensions[EXTENSION]
    return page

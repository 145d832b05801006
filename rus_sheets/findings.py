"""A finding: what a check saw, where, and how to mend it. Findings are values; nothing here prints or raises."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct


class Severity(StrEnum):
    """How much a finding matters; the values are those of the JSON output."""

    BLOCKER = "blocker"
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst; sorts findings."""
        return list(Severity).index(self)

    @property
    def mark(self) -> str:
        """What users see."""
        return _MARKS[self.value]

    def counted(self, count: int) -> str:
        """So many of them, as users see it: ``2 varningar``."""
        one, several = _COUNTED[self.value]
        return f"{count} {one if count == 1 else several}"

    @property
    def wants_a_person(self) -> bool:
        """Errors and blockers make the exit code 1."""
        return self in (Severity.BLOCKER, Severity.ERROR)


_MARKS = {"blocker": "STOPP", "error": "FEL", "warning": "VARNING", "info": "UPPLYSNING"}
_COUNTED = {
    "blocker": ("stopp", "stopp"),
    "error": ("fel", "fel"),
    "warning": ("varning", "varningar"),
    "info": ("upplysning", "upplysningar"),
}


class Lacks(NamedTuple):
    """What the workbook lacks of its declaration: a sheet with its table, or the column with that header on it."""

    sheet: str
    header: str = ""


class Finding(Struct, frozen=True):
    """One fault in a workbook.

    ``cell`` is an A1 reference, or "" where the whole sheet or file is meant; ``row_id`` and ``row_title`` name
    the row in the user's words. ``message`` says the fault and ``remedy`` what to do, both in Swedish. ``lacks`` tells
    what isn't there, for the commands that can't do without it.
    """

    code: str
    severity: Severity
    sheet: str
    cell: str
    message: str
    remedy: str
    row_id: str = ""
    row_title: str = ""
    lacks: Lacks | None = None

    def as_json(self) -> dict[str, str]:
        """The finding as the JSON contract has it."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "sheet": self.sheet,
            "cell": self.cell,
            "message": self.message,
            "remedy": self.remedy,
            "row": self.row_id,
            "title": self.row_title,
        }

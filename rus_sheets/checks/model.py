"""What a check is, and what a run of all of them gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from rus_sheets.checks.context import Context
from rus_sheets.checks.place import Place
from rus_sheets.findings import Finding, Lacks, Severity

FAMILIES = {
    "RS0": "Filen och dess uppbyggnad",
    "RS1": "Värden",
    "RS2": "Formler",
    "RS3": "Summor och rimlighet",
}
"""The families' names, as the manual heads them."""


Teller = tuple[str, str, str]
"""Findings of another check: its code, and the sheet and cell, "" for any."""


class Hit(Struct, frozen=True):
    """A fault that a check found. ``severity`` where it differs from the check's own; ``lacks`` as for a finding.

    ``told_by`` are the other checks whose findings tell this very fact, each a code, a sheet and a cell ("" for any):
    where one of them stands this isn't told once more, and where it is silenced so is this. ``caused_by`` are those
    that tell why: where one stands this goes away with it, but silencing the cause doesn't silence this.
    """

    place: Place
    message: str
    remedy: str
    severity: Severity | None = None
    lacks: Lacks | None = None
    told_by: frozenset[Teller] = frozenset()
    caused_by: frozenset[Teller] = frozenset()


class Check(Struct, frozen=True):
    """One check. ``name`` is short Swedish; ``manual`` is the module's docstring, printed by ``explain``.

    ``follows``: it compares totals, so it mostly tells what follows of a fault in a row, and stands after those.
    """

    code: str
    name: str
    severity: Severity
    manual: str
    find: Callable[[Context], Iterator[Hit]]
    follows: bool = False

    @property
    def family(self) -> str:
        """``RS1`` of ``RS101``."""
        return self.code[:3]

    def finding(self, hit: Hit) -> Finding:
        """The hit as a finding with this check's code."""
        place = hit.place
        return Finding(
            self.code, hit.severity or self.severity, place.sheet, place.ref, hit.message, hit.remedy,
            place.row_id, place.row_title, hit.lacks,
        )  # fmt: skip


class Silenced(Struct, frozen=True):
    """A finding that a person has decided to live with, and why."""

    finding: Finding
    reason: str


class Report(Struct, frozen=True):
    """All findings, the worst first, causes before what follows of them, then by place; and those that are silenced."""

    findings: tuple[Finding, ...]
    silenced: tuple[Silenced, ...] = ()

    def count(self, severity: Severity) -> int:
        """How many findings have that severity."""
        return sum(1 for finding in self.findings if finding.severity is severity)

    @property
    def wants_a_person(self) -> bool:
        """Whether any finding is an error or a blocker (exit code 1)."""
        return any(finding.severity.wants_a_person for finding in self.findings)

    @property
    def stops(self) -> tuple[Finding, ...]:
        """The blockers: what they lack, no command that needs it can do without."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.BLOCKER)

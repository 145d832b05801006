"""Silencing: findings that a person has decided to live with, told in the workbook itself with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from rus_sheets.book.convert import tidy
from rus_sheets.book.model import Book, Row
from rus_sheets.checks.model import Check, Hit, Silenced, Teller
from rus_sheets.findings import Finding, Severity

TABLE = "exceptions"
_MILDEST = 1 + max(severity.rank for severity in Severity)
WHOLE_FILE = "-"
"""What stands as the sheet of an exception for a finding about the file as a whole."""


class Exemption(Struct, frozen=True):
    """A row of the table of exceptions. Blank ``row_id`` and ``field`` mean any."""

    row: Row
    code: str
    sheet: str
    row_id: str
    field: str
    reason: str

    def covers(self, check: Check, hit: Hit) -> bool:
        """Whether it speaks of this finding. Blockers can't be silenced, nor anything without a reason."""
        place = hit.place
        if not self.reason or (hit.severity or check.severity) is Severity.BLOCKER:
            return False
        if self.code != check.code.casefold() or self.sheet != (_form(place.sheet) or WHOLE_FILE):
            return False
        row_fits = not self.row_id or self.row_id in (_form(place.row_id), _form(place.ref))
        return row_fits and (not self.field or self.field == _form(place.field))


def exemptions(book: Book) -> tuple[Exemption, ...]:
    """The rows of the table of exceptions; none where the declaration has no such table."""
    if not book.declaration.has_table(TABLE) or TABLE not in book.tables:
        return ()
    return tuple(map(_exemption, book[TABLE].rows))


def _exemption(row: Row) -> Exemption:
    code, sheet, row_id, field = (_form(row.text(key)) for key in ("code", "sheet", "row", "field"))
    return Exemption(row, code, sheet, row_id, field, tidy(row.text("reason")))


class Sorted(Struct, frozen=True):
    """Findings told apart: those that stand, those that are silenced, and the exemptions that silenced something."""

    standing: tuple[Finding, ...]
    silenced: tuple[Silenced, ...]
    used: frozenset[int]


def sort_out(hits: Iterable[tuple[Check, Hit]], given: tuple[Exemption, ...]) -> Sorted:
    """Which hits stand and which are silenced. A fact that two checks have found is told, or silenced, as one."""
    standing: list[Finding] = []
    silenced: dict[Finding, Silenced] = {}
    told: dict[Teller, int] = {}
    used: set[int] = set()
    # What another check may have told already comes after all that can tell it.
    for check, hit in sorted(hits, key=lambda pair: bool(pair[1].told_by or pair[1].caused_by)):
        finding = check.finding(hit)
        covering = [row for row in given if row.covers(check, hit)]
        used |= {exemption.row.number for exemption in covering}
        same = next((exemption for exemption in silenced.values() if hit.told_by & _tellers(exemption.finding)), None)
        if covering:
            silenced.setdefault(finding, Silenced(finding, covering[0].reason))
        elif any(told.get(teller, _MILDEST) <= finding.severity.rank for teller in hit.told_by | hit.caused_by):
            _note(told, finding)  # what this would have told follows of the same cause
        elif same:
            silenced.setdefault(finding, Silenced(finding, f"{same.reason} ({same.finding.code})"))
        else:
            standing.append(finding)
            _note(told, finding)
    return Sorted(tuple(standing), tuple(silenced.values()), frozenset(used))


def _note(told: dict[Teller, int], finding: Finding) -> None:
    """Remember a fact as told, and how severely: a milder finding never takes the place of a severe one."""
    for teller in _tellers(finding):
        told[teller] = min(finding.severity.rank, told.get(teller, _MILDEST))


def _tellers(finding: Finding) -> frozenset[Teller]:
    """Every way that another hit may name the finding."""
    return frozenset(
        {(finding.code, "", ""), (finding.code, finding.sheet, ""), (finding.code, finding.sheet, finding.cell)}
    )


def unused(given: tuple[Exemption, ...], used: frozenset[int]) -> Iterator[Exemption]:
    """Exemptions with a reason that silenced nothing."""
    return (row for row in given if row.reason and row.row.number not in used)


def _form(text: str) -> str:
    return tidy(text).casefold()

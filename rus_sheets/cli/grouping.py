"""Findings of one kind in one column, gathered for the terminal: sixty alike are one fault to those who read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from rus_sheets.findings import Finding

_MANY = 4
"""Findings alike before they are shown as one."""
_CELL = re.compile(r"([A-Z]+)([0-9]+)")


class Group(Struct, frozen=True):
    """Findings of one code and severity in one column of a sheet, or a single one."""

    findings: tuple[Finding, ...]

    @property
    def cells(self) -> str:
        """Where they are: ``C2:C9, C12``."""
        if len(self.findings) == 1:
            return self.findings[0].cell
        column, _ = _place(self.findings[0])
        return _ranges(column, {_place(finding)[1] for finding in self.findings})


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """The findings in their order, those alike at the place of the first."""
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for number, finding in enumerate(findings):
        column, row = _place(finding)
        kind = (finding.code, finding.severity, finding.sheet, column) if row else (number,)
        alike.setdefault(kind, []).append(finding)
    groups = []
    for found in alike.values():
        groups += [Group(tuple(found))] if len(found) >= _MANY else [Group((finding,)) for finding in found]
    return groups


def as_ranges(cells: Iterable[str]) -> str:
    """``Plan!C2, Plan!C3, Budget!E4`` (each by itself) gives ``Plan!C2:C3, Budget!E4``."""
    columns: dict[tuple[str, str], set[int]] = {}
    for cell in cells:
        sheet, _, ref = cell.rpartition("!")
        match = _CELL.fullmatch(ref)
        columns.setdefault((sheet, match[1] if match else ref), set()).update({int(match[2])} if match else ())
    return ", ".join(
        f"{sheet}!{_ranges(column, rows) if rows else column}" for (sheet, column), rows in columns.items()
    )


def _ranges(column: str, rows: Iterable[int]) -> str:
    runs = _runs(sorted(rows))
    return ", ".join(f"{column}{first}" if first == last else f"{column}{first}:{column}{last}" for first, last in runs)


def _place(finding: Finding) -> tuple[str, int]:
    """Column and row; no row where the finding isn't about one cell."""
    match = _CELL.fullmatch(finding.cell)
    return (match[1], int(match[2])) if match else ("", 0)


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs

"""Running some checks on a book: their findings told apart and in order. Knows none of them by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from rus_sheets.book.model import Book
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check
from rus_sheets.checks.silence import Exemption, Sorted, sort_out
from rus_sheets.findings import Finding


def told_of(context: Context, checks: Iterable[Check], given: tuple[Exemption, ...]) -> Sorted:
    """What the checks find; ``given`` are the exemptions that may silence it."""
    return sort_out(((check, hit) for check in checks for hit in check.find(context)), given)


def in_order(findings: Iterable[Finding], book: Book, checks: Collection[Check]) -> tuple[Finding, ...]:
    """The findings of those checks, the worst first, causes before what follows of them, then by place."""
    following = frozenset(check.code for check in checks if check.follows)
    sheets = {sheet.name: number for number, sheet in enumerate(book.raw.sheets)}

    def order(finding: Finding) -> tuple[int, bool, int, int, str, str]:
        row = int("".join(filter(str.isdigit, finding.cell.partition(":")[0])) or 0)
        follows = finding.code in following
        return finding.severity.rank, follows, sheets.get(finding.sheet, -1), row, finding.cell, finding.code

    return tuple(sorted(findings, key=order))

"""Runs every check on a book. Pure: a book in, findings out; nothing is read, written or printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from inspect import cleandoc

from rus_sheets.book.model import Book
from rus_sheets.checks.context import Computed, Context, at
from rus_sheets.checks.model import FAMILIES, Check, Hit, Report
from rus_sheets.checks.registry import CHECKS, UNUSED_EXEMPTION
from rus_sheets.checks.run_some import in_order, told_of
from rus_sheets.checks.silence import Exemption, exemptions, unused
from rus_sheets.errors import UsageError
from rus_sheets.guessing import nearest


def run_checks(book: Book, *, computed: Computed | None = None, only: Iterable[str] = ()) -> Report:
    """The findings in a book, the worst first.

    ``computed`` are values by sheet and A1 reference that an engine calculated from the file's formulas; with them
    the stored values of formulas without a declared second way are checked too. ``only`` limits the run to some codes.
    """
    wanted = {code.upper() for code in only}
    checks = [check for check in CHECKS if not wanted or check.code in wanted]
    given = exemptions(book)
    found = told_of(Context(book, computed or {}), checks, given)
    extra = () if wanted else tuple(map(UNUSED_EXEMPTION.finding, _unused(unused(given, found.used))))
    return Report(in_order({*found.standing, *extra}, book, checks), found.silenced)


def all_checks() -> tuple[Check, ...]:
    """Every check in the order of its code, for the manual."""
    return tuple(sorted((*CHECKS, UNUSED_EXEMPTION), key=lambda check: check.code))


def explain(code: str) -> str:
    """The manual of a check, in Swedish. Raises UsageError for an unknown code."""
    by_code = {check.code: check for check in all_checks()}
    check = by_code.get(code.strip().upper())
    if check is None:
        near = nearest(code, by_code)
        remedy = f"Menade du {near}?" if near else f"Koderna är {min(by_code)}–{max(by_code)}."
        raise UsageError(f"Kontrollen ”{code}” finns inte.", remedy=remedy)
    return f"{check.code} {check.name} ({FAMILIES[check.family]})\n\n{cleandoc(check.manual)}\n"


def _unused(rows: Iterable[Exemption]) -> Iterator[Hit]:
    for row in rows:
        message = f"Undantaget för {row.code.upper()} tystar ingenting."
        yield Hit(at(row.row, "code"), message, "Ta bort raden om felet är rättat, eller rätta kod, blad och rad.")

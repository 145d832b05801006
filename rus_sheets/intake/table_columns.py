"""What the columns of a table of money hold, where its headers are years or none at all, and lists within its cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rus_sheets.intake.amounts import read_amount
from rus_sheets.intake.patterns import plain
from rus_sheets.intake.rules import Means
from rus_sheets.schema.model import CellType
from rus_sheets.texts.manuscript import TypedCell, TypedLine, TypedTable

_MONEY = re.compile(r"[0-9][0-9 .]*(?:,[0-9]+)?(?: ?(?:kr|kronor|:-|tkr|mnkr|mkr))?", re.IGNORECASE)
_ITEM = re.compile(r"(?P<text>[^:]{2,120}): *(?P<amount>[0-9][0-9 .]*)(?: ?kr\b)?(?P<more>.*)", re.DOTALL)
_YEAR = re.compile(r"(?:budget|plan|år)? ?(?P<year>20[0-9]{2})(?:[ ,(]+(?:t?kr|mnkr)\)?)?", re.IGNORECASE)


def years_in(header: Sequence[str]) -> dict[int, int]:
    """The years that columns of amounts are headed by, by column."""
    found = {at: _YEAR.fullmatch(text) for at, text in enumerate(header) if at}
    return {at: int(year["year"]) for at, year in found.items() if year}


def by_content(grid: TypedTable, zone: Means) -> dict[int, str]:
    """The columns of a table without headers."""
    widest = max(grid.rows, key=len)
    amounts = [at for at in range(1, len(widest)) if _holds_money(grid, at)]
    if not amounts:
        return {}
    if zone is Means.FUNDING:
        names = {0: "source", amounts[0]: "amount"}
        rest = "comment"
    else:
        names = {0: "name", amounts[0]: "budget"} | ({amounts[1]: "spent"} if len(amounts) > 1 else {})
        rest = "comment" if len(amounts) > 1 else "description"
    other = next((at for at in range(len(widest)) if at not in names), None)
    return names if other is None else names | {other: rest}


def common(units: Sequence[str]) -> str:
    """The one unit that is stated, "" for none or for several."""
    stated = set(filter(None, units))
    return stated.pop() if len(stated) == 1 else ""


def _holds_money(grid: TypedTable, at: int) -> bool:
    said = [plain(row[at].text).strip() for row in grid.rows if at < len(row) and row[at].text.strip()]
    return bool(said) and sum(1 for text in said if _MONEY.fullmatch(text)) > len(said) / 2


def listed_expenses(cell: TypedCell) -> Iterator[tuple[TypedLine, str, float]]:
    """The items of a list in a cell that are each a text and an amount."""
    for line in cell.lines:
        found = _ITEM.fullmatch(plain(line.text))
        amount = read_amount(found["amount"].strip(), CellType.MONEY).value if found and line.item else None
        if found and amount is not None:
            more = found["more"].strip(" .")
            yield line, f"{found['text']} {more}".strip() if more else found["text"], float(amount)

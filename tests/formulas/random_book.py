"""Workbooks of random rows, and random formulas over them of the functions that declarations may use."""

from __future__ import annotations

import random
from pathlib import Path

import xlsxwriter

HEADERS = ("Id", "Slag", "Dagar", "Belopp", "Räknat")
WORDS = "Slag"
"""The column that holds texts or nothing."""
TEXTS = ("A01", "a02", "PRIO", "Prioritet 1", "Löpande", "Åtgärd", "x*", "")
NUMBERS = (0, 1, 2, 7.5, 12, 0.1, -3, 1000)
ROWS = 6


def write(path: Path, seed: int, formulas: int) -> None:
    """A workbook with two tables, one column of which is reckoned out, and a sheet of formulas that read them."""
    chance = random.Random(seed)  # noqa: S311 - the same every time
    book = xlsxwriter.Workbook(str(path))
    for name in ("Plan", "Utfall"):
        sheet = book.add_worksheet(name)
        columns = [{"header": header} for header in HEADERS]
        columns[-1]["formula"] = _row_formula(chance, name)
        sheet.add_table(0, 0, ROWS, len(HEADERS) - 1, {"name": name, "columns": columns})
        for row in range(1, ROWS + 1):
            for column in range(len(HEADERS) - 1):
                value = _value(chance, column)
                if value is not None:
                    sheet.write(row, column, value)
    sheet = book.add_worksheet("Summering")
    for row in range(formulas):
        sheet.write_formula(row, 0, "=" + _Formulas(chance, row).any(3), None, "")
    book.close()


def _value(chance: random.Random, column: int) -> str | float | bool | None:
    """Mostly what the column is for, now and then what isn't."""
    kind = chance.choice(("none", "odd", *["own"] * 6))
    if kind == "none":
        return None
    # LibreOffice finds numbers too with "?*", Excel only texts: none stand where that is asked for.
    numbers = (column >= 2) == (kind == "own") and HEADERS[column] != WORDS
    return chance.choice(NUMBERS) if numbers else chance.choice(TEXTS) or None


def _row_formula(chance: random.Random, table: str) -> str:
    own, other = f"{table}[[#This Row],[Id]]", "Utfall" if table == "Plan" else "Plan"
    return "=" + chance.choice((
        # A blank that is looked up is 0 to Excel, and stays a blank in LibreOffice.
        f'IFERROR(N(INDEX({other}[Dagar],MATCH({own},{other}[Id],0))),"")',
        f"SUMIFS({other}[Belopp],{other}[Id],{own})",
        f'IF({own}="","",COUNTIFS({other}[Slag],{own}))',
        f"N({table}[[#This Row],[Dagar]])*2-N({table}[[#This Row],[Belopp]])",
    ))  # fmt: skip


class _Formulas:
    """Formulas by what they give; ``row`` is where they stand: they may read what stands above."""

    def __init__(self, chance: random.Random, row: int) -> None:
        self._chance = chance
        self._row = row

    def any(self, depth: int) -> str:
        return self._chance.choice((self.number, self.text, self.truth))(depth)

    def number(self, depth: int) -> str:
        table = self._table()
        leaves = [
            str(self._chance.choice(NUMBERS)),
            f"N(INDEX({self._column()},{self._chance.randint(1, ROWS)}))",
            f"SUM({self._numbers(table)})",
            f"COUNT({self._column()})",
            f"COUNTA({self._column()})",
            f"COUNTBLANK({table}[Dagar])",
            f"COUNTIFS({self._pairs(table)})",
            f"SUMIFS({self._numbers(table)},{self._pairs(table)})",
            f"MAX({self._numbers(table)},0)",
            f"MIN({self._numbers(table)},0)",
            f"IFERROR(AVERAGE({self._numbers(table)}),0)",
            f'SUMPRODUCT(({table}[Slag]="PRIO")*1)',
            f"ROWS({table}[Id])",
            f"IFERROR(MATCH({self._wanted()},{table}[{self._chance.choice(('Id', 'Slag'))}],0),-1)",
        ]
        if self._row:
            leaves.append(f"N(A{self._chance.randint(1, self._row)})")
        if not depth:
            return self._chance.choice(leaves)
        one, other = self.number(depth - 1), self.number(depth - 1)
        return self._chance.choice((
            self._chance.choice(leaves),
            f"({one}{self._chance.choice('+-*')}{other})",
            f"-{one}",
            f"ABS({one})",
            f"ROUND({one},{self._chance.randint(0, 2)})",
            f"IF({self.truth(depth - 1)},{one},{other})",
            f"IFERROR({one}/{other},{one})",
            f"LEN({self.text(depth - 1)})",
            f"INT({one})",
        ))  # fmt: skip

    def text(self, depth: int) -> str:
        leaves = [
            f'"{self._chance.choice(TEXTS)}"',
            f'INDEX({self._table()}[Id],{self._chance.randint(1, ROWS)})&""',
            f'IFERROR(INDEX({self._table()}[Slag],MATCH({self._wanted()},{self._table()}[Id],0))&"","")',
        ]
        if not depth:
            return self._chance.choice(leaves)
        one = self.text(depth - 1)
        return self._chance.choice((
            self._chance.choice(leaves),
            f"UPPER({one})",
            f"LEFT({one},{self._chance.randint(0, 3)})",
            f"TRIM({one})",
            f'IF({self.truth(depth - 1)},{one},"")',
            f"{one}&{self.text(depth - 1)}",
        ))  # fmt: skip

    def truth(self, depth: int) -> str:
        depth = max(0, depth - 1)
        one, other = self.number(depth), self.number(depth)
        return self._chance.choice((
            f"{one}{self._chance.choice(('=', '<>', '<', '>', '<=', '>='))}{other}",
            f"{self.text(depth)}={self.text(depth)}",
            f'INDEX({self._column()},{self._chance.randint(1, ROWS)})=""',
            f"AND({one}>0,{other}>=1)",
            f"OR({one}=0,{self.text(depth)}<>\"\")",
            f"NOT({one}>0)",
            f"ISNUMBER(INDEX({self._column()},{self._chance.randint(1, ROWS)}))",
            f"ISERROR(1/{one})",
        ))  # fmt: skip

    def _table(self) -> str:
        return self._chance.choice(("Plan", "Utfall"))

    def _column(self) -> str:
        return f"{self._table()}[{self._chance.choice(HEADERS)}]"

    def _numbers(self, table: str) -> str:
        return f"{table}[{self._chance.choice(('Dagar', 'Belopp', 'Räknat'))}]"

    def _wanted(self) -> str:
        return self._chance.choice(('"A01"', '"prio"', '"a*"', '"?02"', "12", f"Plan!A{self._chance.randint(2, 7)}"))

    def _pairs(self, table: str) -> str:
        """One criterion, or two that no blank cell fits, which LibreOffice miscounts where there are several."""
        criteria = ('"PRIO"', '""', '">0"', '"<=7.5"', '">="&2', "12", "0", *self._chance.choice(((), _UNLIKE)))
        first = f"{table}[{self._chance.choice(HEADERS)}],{self._chance.choice(criteria)}"
        second = f"{table}[{WORDS}],{self._chance.choice(_WILD)}"
        return first if "<>" in first or '""' in first else self._chance.choice((first, second, f"{first},{second}"))


_UNLIKE = ('"<>PRIO"', '"<>"', '"<>0"')
_WILD = ('"?*"', '"a*"', '"x~*"')

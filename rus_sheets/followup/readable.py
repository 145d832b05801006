"""What the form itself takes for readable: ``interpret`` once more, as a formula beside each field.

The formula can't see how a cell is formatted, and of what can only be pasted as text it knows the usual ways of writing
a number and a date. So it says that all is well only where the merge surely takes the value. Functions of Excel 2016.
"""

from __future__ import annotations

from dataclasses import dataclass

from rus_sheets.book.answers import ReturnedCell
from rus_sheets.book.dates import first_and_last_day, to_serial
from rus_sheets.book.interpret import interpret
from rus_sheets.book.model import Book
from rus_sheets.book.numbers import MAX_DIGITS
from rus_sheets.book.raw import Scalar
from rus_sheets.followup.sources import Sources
from rus_sheets.schema.model import CellType, Column

_HARD_SPACE = "\u00a0"
_MONTHS = '{"jan","feb","mar","apr","maj","jun","jul","aug","sep","okt","nov","dec"}'
_UNITS = {
    CellType.DAYS: ("arbetsdagar", "dagar", "dag"),
    CellType.MONEY: ("kronor", "kr", ":-"),
    CellType.INTEGER: ("personer", "deltagare", "st"),
    CellType.NUMBER: ("st",),
}


def text_of(ref: str) -> str:
    """A cell's content as text without spaces round it, "" for blank."""
    return f'TRIM(SUBSTITUTE({ref},"{_HARD_SPACE}"," "))'


@dataclass(frozen=True)
class Readable:
    """The judgement on the fields of a workbook's forms, as formulas and on values."""

    book: Book
    sources: Sources

    def holds(self, column: Column, value: Scalar) -> bool:
        """Whether the merge would take a value that isn't blank."""
        cell = ReturnedCell("", "", column.key, None, value)
        return not interpret(self.book, column, cell).fault

    def formula(self, column: Column, ref: str) -> str:
        """A formula's test of a cell that is neither blank nor an error: is it surely taken?"""
        if column.type.is_number:
            return f"IF(ISNUMBER({ref}),AND({_number(column, ref)}),IFERROR(AND({_written(column, ref)}),FALSE))"
        if column.type is CellType.DATE:
            return self._date(ref)
        if column.type is CellType.CHOICE and not self.book.declaration.choices(column.list).open:
            return _one_of(self.sources.area(column), text_of(ref))
        if column.type is CellType.REF:
            return self._named(column, text_of(ref))
        return f"NOT(ISLOGICAL({ref}))"

    def _named(self, column: Column, text: str) -> str:
        """An id, the name of one row only, or the two together."""
        ids, names = self.sources.area(column), self.sources.names(column)
        if not ids:
            return "FALSE"
        both = f'{ids}&" "&{names}'
        return f"({_one_of(ids, text)}+(SUMPRODUCT(--({names}={text}))=1)+{_one_of(both, text)}>0)"

    def _date(self, ref: str) -> str:
        first, last = first_and_last_day(self.book.year)
        low, high = to_serial(first), to_serial(last)
        text = f"TRIM({ref})"
        space = f'FIND(" ",{text})'
        day, year = f"LEFT({text},{space}-1)", f"RIGHT({text},4)+0"
        iso = f'LEN({text})=10,MID({text},5,1)&MID({text},8,1)="--",DATEVALUE({text})>={low},DATEVALUE({text})<={high}'
        month = f"MATCH(LOWER(MID({text},{space}+1,3)),{_MONTHS},0)"
        named = (
            f'LEN({text})-LEN(SUBSTITUTE({text}," ",""))=2,LEN({day})<=2,MID({text},LEN({text})-4,1)=" ",'
            f"{year}>={first.year},{year}<={last.year},{day}+0>=1,{day}+0<=DAY(DATE({year},{month}+1,0))"
        )
        return (
            f"IF(ISNUMBER({ref}),AND({ref}>={low},{ref}<{high + 1}),"
            f"OR(IFERROR(AND({iso}),FALSE),IFERROR(AND({named}),FALSE)))"
        )


def _one_of(area: str, text: str) -> str:
    return f"(SUMPRODUCT(--({area}={text}))>0)" if area else "FALSE"


def _number(column: Column, ref: str) -> str:
    """Within bounds, whole where it has to be, and no fraction of a day that a time of day has become."""
    low, high = _bounds(column)
    tests = f"NOT(ISLOGICAL({ref})),{ref}>={low},{ref}<={high}"
    if column.type is CellType.INTEGER:
        return f"{tests},{ref}=INT({ref})"
    minutes = f"ABS({ref}*1440-ROUND({ref}*1440,0))<0.000001"
    return f"{tests},NOT(AND({ref}>0,{ref}<10,{minutes},ABS({ref}*1000-ROUND({ref}*1000,0))>0.000001))"


def _written(column: Column, ref: str) -> str:
    """A number as text: digits, in groups of three or not, decimals after a comma, and the unit of the column."""
    bare = f'LOWER(SUBSTITUTE({ref},"{_HARD_SPACE}"," "))'
    for unit in _UNITS[column.type]:
        bare = f'SUBSTITUTE({bare},"{unit}","")'
    number = f"TRIM({bare})"
    digits = f'1&SUBSTITUTE(SUBSTITUTE({number}," ",""),",","",1)'  # the 1 keeps a zero that it begins with
    decimals = f'MAX(0,LEN({number})-FIND(",",{number}&","))'
    whole = f'ISERROR(FIND(",",{number}))' if column.type is CellType.INTEGER else f"{decimals}<>3"
    low, high = _bounds(column)
    value = f'SUBSTITUTE(SUBSTITUTE({number}," ",""),",","",1)/10^{decimals}'
    least = f",{value}>={low}" if float(low) > 0 else ""
    return (
        f'LEN({number})>0,TEXT(0+({digits}),"0")={digits},{whole},'
        f'LEN({number})-LEN(SUBSTITUTE({number}," ",""))=(LEFT(RIGHT({number},4))=" ")+(LEFT(RIGHT({number},8))=" "),'
        f"{value}<={high}{least}"
    )


def _bounds(column: Column) -> tuple[str, str]:
    most = 10**MAX_DIGITS - 1
    low = -most if column.minimum is None else column.minimum
    high = most if column.maximum is None else column.maximum
    return f"{low:.15g}", f"{high:.15g}"

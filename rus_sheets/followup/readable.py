"""What the form itself says of a field: ``interpret`` once more, as far as a formula beside the field can tell.

A formula sees less than the merge does, so it has three answers. ``TAKEN`` is said only of what the merge surely takes,
``REFUSED`` only of what it surely refuses, and ``UNSURE`` of all the rest: then it is for the merge to tell. Only
functions of Excel 2016, and none that reads a text by the language of the computer (VALUE, DATEVALUE, TEXT of a date).

How a cell shows its number is told by CELL("format"), which Swedish and English Excel and LibreOffice have. Excel for
the web hasn't: there a number counts as plain. A unit or a scale in a format (``0 "timmar"``, ``0,``) is seen by none,
LibreOffice doesn't tell one date's format from another, and Gnumeric takes a fraction or a day for a plain number.
Gnumeric takes only the first of an array constant here, so there a number or a day that is text is left to the merge.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from rus_sheets.answers.interpret import interpret
from rus_sheets.answers.meant_number import LITTLE
from rus_sheets.answers.returned import ReturnedCell
from rus_sheets.book.dates import first_and_last_day, to_serial
from rus_sheets.book.model import Book
from rus_sheets.book.numbers import MAX_DIGITS, unit_letters
from rus_sheets.book.raw import Scalar
from rus_sheets.followup.form_lists import FormLists
from rus_sheets.schema.model import CellType, Column

REFUSED, UNSURE, TAKEN = 0, 1, 2
_ALL_READ = 'SUMPRODUCT(LEN(SUBSTITUTE("12",{"1","2"},"")))=2'
"""Whether all of an array constant is gone through."""

_HARD_SPACE = "\u00a0"
_CENTURY = 2000
_FIGURES = "{0,1,2,3,4,5,6,7,8,9}"
_PLAIN = "abcdefghijklmnopqrstuvwxyzåäöéü0123456789 -/"
_LONGEST = 60  # characters of a text that are looked at one by one
_MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
    "december",
)  # fmt: skip
_UNITS = {
    CellType.MONEY: ("kronor", "kr", "kr.", "SEK", ":-", ",-"),
    CellType.DAYS: ("arbetsdagar", "dagar", "dagar.", "dag", "dgr", "dgr.", "d", "d."),
    CellType.INTEGER: ("personer", "pers", "pers.", "deltagare", "deltagare.", "st", "st."),
    CellType.NUMBER: ("personer", "pers", "st", "st."),
}
# Formats of TEXT; what is escaped is written as it stands in every language. A group more has a format of its own.
_WHOLE = ("0", r"[<1000000]0\ 000;0", r"[<1000000000]0\ 000\ 000;0")
_DECIMALS = (r"0\,0", r"0\,00", r"0\.0", r"0\.00", r"[<10000000]0\ 000\,0;0", r"[<100000000]0\ 000\,00;0")
_NO_NUMBER = (
    '{"%","/","(","?",";","€","$","£","~","<",">","=","*","!"}'  # a text with one of these is no number with its unit
)
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzåäö")


def text_of(ref: str) -> str:
    """A cell's content as text on one line without spaces round it, "" for blank."""
    return f'TRIM(CLEAN(SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({ref},"{_HARD_SPACE}"," "),CHAR(10)," "),CHAR(9)," ")))'


class Readable(Struct, frozen=True):
    """The judgement on the fields of a workbook's forms, as formulas and on values."""

    book: Book
    sources: FormLists

    def holds(self, column: Column, value: Scalar) -> bool:
        """Whether the merge would take a value that isn't blank."""
        cell = ReturnedCell("", "", column.key, None, value)
        return not interpret(self.book, column, cell).fault

    def formula(self, column: Column, ref: str) -> str:
        """A formula of REFUSED, UNSURE or TAKEN for a cell that is neither blank nor an error."""
        if column.type.is_number:
            text = _number_as_text(column, ref)
            return f"IF(ISNUMBER({ref}),{self._number(column, ref)},IF({_ALL_READ},{text},{UNSURE}))"
        if column.type is CellType.DATE:
            return f"IF(ISNUMBER({ref}),{self._day(ref)},IF({_ALL_READ},{self._day_as_text(ref)},{UNSURE}))"
        if column.type is CellType.ANY:
            return f"{TAKEN}"
        said = self._said(column, text_of(ref))
        # The program may have made a number of something else, and only the merge sees whether it has.
        return f"IF(ISLOGICAL({ref}),{REFUSED},IF(ISNUMBER({ref}),{UNSURE},{said}))"

    def _said(self, column: Column, text: str) -> str:
        open_ = column.type is CellType.CHOICE and self.book.declaration.choices(column.list).open
        if column.type not in (CellType.CHOICE, CellType.REF) or open_:
            seen = f"AND(EXACT(LOWER({text}),UPPER({text})),{_figures(text)}=0)"  # maybe nothing that can be seen
            return f"IF({seen},{UNSURE},{TAKEN})"
        readings, ids = self.sources.readings(column), self.sources.area(column)
        if not readings:
            return f"{REFUSED}"
        unlike = _is_plain(text)
        if column.type is CellType.REF:
            unlike += f",SUMPRODUCT(--ISNUMBER(FIND(LOWER({ids}),LOWER({text}))))=0"
        return f"IF(SUMPRODUCT(--({readings}={text}))>0,{TAKEN},IF(AND({_ALL_READ},{unlike}),{REFUSED},{UNSURE}))"

    def _number(self, column: Column, ref: str) -> str:
        """Within bounds, whole where it has to be, no fraction of a day that a time of day has become, and plain."""
        low, high = _bounds(column)
        whole = f",{ref}=INT({ref})" if column.type is CellType.INTEGER else ""
        minutes = f"ABS({ref}*1440-ROUND({ref}*1440,0))<0.000001"
        many = f"ABS({ref}*1000-ROUND({ref}*1000,0))>0.000001"
        hours = f"AND({ref}>0,{ref}<10,{minutes},{many},NOT(_xlfn.ISFORMULA({ref})))"
        clock = "" if column.type is CellType.INTEGER else f",NOT({hours})"
        fits = f"AND(NOT(ISLOGICAL({ref})),{ref}>={low},{ref}<={high}{whole}{clock})"
        plain = self._is_plain_number(column, ref)
        if column.type is CellType.MONEY:  # 1.200 may have become 1,2
            plain = f"AND({plain},OR(ABS({ref})>={LITTLE},{ref}=INT({ref})))"
        return f"IF({fits},IF({plain},{TAKEN},{UNSURE}),{REFUSED})"

    def _is_plain_number(self, column: Column, ref: str) -> str:
        """Shown as figures: by the format that the form gave the cell, or by one of figures alone."""
        own = self.sources.look(column)
        if not own:
            return "TRUE"
        shows = f'CELL("format",{ref})'
        return f'IFERROR(OR({shows}=CELL("format",{own}),ISNUMBER(FIND(LEFT({shows}),"F,"))),TRUE)'

    def _day(self, ref: str) -> str:
        first, last = first_and_last_day(self.book.year)
        near = f"AND(NOT(ISLOGICAL({ref})),{ref}>={to_serial(first)},{ref}<{to_serial(last) + 1})"
        # 20260312 and 260312 are days as well, typed without hyphens.
        short = max(0, first.year - _CENTURY) * 10_000, (last.year - _CENTURY + 1) * 10_000
        long = first.year * 10_000, (last.year + 1) * 10_000
        typed = ",".join(f"AND({ref}>={low},{ref}<{high})" for low, high in (short, long))
        # 20:26 is a year that a program has taken for a time of the day.
        clock = self.book.year // 100 * 60 + self.book.year % 100 if self.book.year else 0
        minutes = f"ROUND(MOD({ref},1)*1440,0)"
        dated = f"IF(AND({minutes}>={clock - 1},{minutes}<={clock + 1}),{UNSURE},{TAKEN})" if clock else f"{TAKEN}"
        dated = f"IF({self._is_shown_in_part(ref)},{UNSURE},{dated})"
        return f"IF({near},{dated},IF(OR({typed}),{UNSURE},{REFUSED}))"

    def _is_shown_in_part(self, ref: str) -> str:
        """Whether the cell shows a month without a day, a day without a year, or the month before the day."""
        shows = f'LEFT(CELL("format",{ref}),2)'
        other = f"YEAR({ref})<>{self.book.year}" if self.book.year else "FALSE"
        no_year = f'AND(OR({shows}="D2",{shows}="D5"),{other})'
        turned = f'AND({shows}="D5",DAY({ref})<13,DAY({ref})<>MONTH({ref}))'
        return f'IFERROR(OR({no_year},AND({shows}="D3",DAY({ref})=1),{turned}),FALSE)'

    def _day_as_text(self, ref: str) -> str:
        """2026-03-12, 12 mars 2026, 12/3 2026 and 12.3.2026; a day without a year is none."""
        first, last = first_and_last_day(self.book.year)
        text = f"TRIM({ref})"
        bare = f"IF(LEN({text})=8,{text},LEFT({text},4)&MID({text},6,2)&RIGHT({text},2))"
        dashes = f'OR(MID({text},5,1)&MID({text},8,1)={{"--","//","..","  "}})'
        iso = f"OR(LEN({text})=8,AND(LEN({text})=10,{dashes})),{_only_figures(bare)}"
        date = f"DATE(LEFT({bare},4),MID({bare},5,2),RIGHT({bare},2))"
        near = f"{date}>={to_serial(first)},{date}<={to_serial(last)},MONTH({date})=0+MID({bare},5,2)"
        day = f'LEFT({text},SUMPRODUCT(MIN(FIND({{" ","/","."}},{text}&" /.")))-1)'
        ways = [
            (way, n)
            for n, name in enumerate(_MONTHS, 1)
            for way in dict.fromkeys(
                (f" {name} ", f" {name[:3]} ", f"/{n} ", f"/{n:02} ", f"/{n}/", f"/{n:02}/", f".{n}.", f".{n:02}.")
            )
        ]
        months, years = _array(way for way, _ in ways), f"(RIGHT({text},4)+0)"
        alike = f"({text}={day}&{months}&{years})*(0+{day}<=DAY(DATE({years},{_array(n + 1 for _, n in ways)},0)))"
        told = (
            f"{years}>={first.year},{years}<={last.year},LEN({day})<=2,{_only_figures(day)},0+{day}>0,"
            f"SUMPRODUCT({alike})>0"
        )
        few = f"AND({_is_seen(text)},OR({_figures(text)}<3,AND({_figures(text)}<4,EXACT(LOWER({text}),UPPER({text})))))"
        return (
            f"IF(IFERROR(AND({iso}),FALSE),IF(IFERROR(AND({near}),FALSE),{TAKEN},{REFUSED}),"
            f"IF(IFERROR(AND({told}),FALSE),{TAKEN},IF({few},{REFUSED},{UNSURE})))"
        )


def _number_as_text(column: Column, ref: str) -> str:
    """Figures in groups of three or not, decimals after a comma, and the unit of the column: made anew and compared."""
    text = f'TRIM(SUBSTITUTE({ref},"{_HARD_SPACE}"," "))'
    bare = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({text}," ",""),",",""),".","")'
    figures = f"0+LEFT({bare},{_figures(text)})"
    low, high = _bounds(column)
    whole = column.type is CellType.INTEGER or float(low) > 0
    formats = _array(_WHOLE if whole else (*_WHOLE, *_DECIMALS), ";")
    units = _array(("", *(before + unit for unit in _UNITS[column.type] for before in ("", " "))))
    least = f",{figures}>={low}" if float(low) > 0 else ""
    alike = f"SUMPRODUCT(--({text}=TEXT({figures},{formats})&{units}))>0"
    if not whole:  # ½ and 2½
        half = f'RIGHT({text})="½",LEN({text})<4,{_only_figures(f"LEFT({text},LEN({text})-1)")}'
        alike = f"OR(IFERROR({alike},FALSE),IFERROR(AND({half}),FALSE))"
        figures = f'IF(RIGHT({text})="½",1,{figures})'
    taken = f"IFERROR(AND({figures}<={high}{least},{alike}),FALSE)"
    return f"IF({taken},{TAKEN},IF({_no_number(column, text)},{REFUSED},{UNSURE}))"


def _no_number(column: Column, text: str) -> str:
    """No figure in it, a word before the figures, or a sign that no number has."""
    signs = f"SUMPRODUCT(--ISNUMBER(FIND({_NO_NUMBER},{text})))>0"
    both_ends = f"{_is_seen(text)},{_is_seen(f'RIGHT({text})')}"
    dash = f'AND({both_ends},ISNUMBER(FIND("-",LEFT({text},LEN({text})-1),2)))'
    figures = f'{_figures(text)}+SUMPRODUCT(--ISNUMBER(FIND({{"½","¼","¾"}},{text})))=0'
    words = f'NOT(EXACT(LOWER(LEFT({text})),UPPER(LEFT({text})))),ISNUMBER(FIND(":",{text})),'
    if column.type is CellType.MONEY:  # kr 12, 1200:-
        words = ""
    other = _array(sorted(_LETTERS - unit_letters(column.type)))
    strange = f"SUMPRODUCT(--ISNUMBER(FIND({other},LOWER({text}))))>0"
    return f"OR({signs},{dash},{strange},{words}AND({_is_seen(text)},{figures}))"


def _is_seen(text: str) -> str:
    """Whether it begins with a common character. Not all that a cell can hold is seen, and then it counts as blank."""
    return f"_xlfn.UNICODE({text})>32,_xlfn.UNICODE({text})<127"


def _array(values: Iterable[str | int], between: str = ",") -> str:
    """An array constant."""
    return "{" + between.join(f'"{value}"' if isinstance(value, str) else str(value) for value in values) + "}"


def _figures(text: str) -> str:
    """How many of the characters are 0-9."""
    return f'SUMPRODUCT(LEN({text})-LEN(SUBSTITUTE({text},{_FIGURES},"")))'


def _only_figures(text: str) -> str:
    """Whether it is nothing but figures, an error if not; the 1 keeps the zeros that it begins with."""
    return f'TEXT(0+(1&{text}),"0")=1&{text}'


def _is_plain(text: str) -> str:
    """Conditions: common letters, figures and spaces alone, so that a word is alike by these or not at all."""
    letter = f'MID(LOWER({text})&REPT(" ",{_LONGEST}),ROW($1:${_LONGEST}),1)'
    ends = f'ISERROR(FIND(LEFT({text}),"-/")),ISERROR(FIND(RIGHT({text}),"-/"))'
    return f'LEN({text})<={_LONGEST},SUMPRODUCT(--ISERROR(FIND({letter},"{_PLAIN}")))=0,{ends}'


def _bounds(column: Column) -> tuple[str, str]:
    most = 10**MAX_DIGITS - 1
    low = -most if column.minimum is None else column.minimum
    high = most if column.maximum is None else column.maximum
    return f"{low:.15g}", f"{high:.15g}"

"""What an owner meant by a cell: the value it becomes, or why it can't be taken and what to do."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from rus_sheets.book.answers import ReturnedCell, Shown, as_text, shown_as
from rus_sheets.book.choices import allowed
from rus_sheets.book.convert import Fault, convert, read_number, tidy
from rus_sheets.book.model import Book
from rus_sheets.book.raw import CellError, RawCell
from rus_sheets.guessing import nearest
from rus_sheets.schema.model import CellType, Column

# Only digits, spaces between thousands and a decimal comma: one reading. "1.234" has two, "ca 5 dagar" is no figure.
_CLEAR_NUMBER = re.compile(r"[-+−]?(\d+|\d{1,3}( \d{3})+)(,\d+)?")
_WORDS = {
    word: number
    for number, word in enumerate(
        ["noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"]
    )
} | {"ett": 1, "inga": 0, "ingen": 0, "femton": 15, "tjugo": 20, "trettio": 30, "hundra": 100}
_DIGITS = re.compile(r"\d{1,3}(?:[ \u00a0]\d{3})+(?:,\d+)?|\d+(?:,\d+)?")


@dataclass(frozen=True, slots=True)
class Meant:
    """``value`` is what the cell becomes; with a ``fault`` it isn't taken and ``value`` is a proposal (None for none).

    ``note`` tells how a value was read that didn't stand there in so many words.
    """

    value: Shown
    fault: str = ""
    remedy: str = ""
    note: str = ""


def interpret(book: Book, column: Column, cell: ReturnedCell) -> Meant:  # noqa: PLR0911 - one per type
    """The value that an owner's cell is taken to hold."""
    value = cell.value
    if isinstance(value, CellError):
        return _fault(f"I cellen står felvärdet {value.code}, inget svar.", "Be den ansvariga skriva svaret på nytt.")
    if cell.formula and value is None:
        return _fault("I cellen står en formel utan sparat värde.", "Be den ansvariga skriva värdet i stället.")
    converted = convert(RawCell(1, 1, value), column.type)
    if converted.fault:
        return _unfit(column, cell, converted.fault, converted.meant)
    if converted.value is None:
        return Meant(None)
    if column.type.is_number:
        return _bounded(column, converted.value)
    if column.type in (CellType.CHOICE, CellType.REF):
        return _chosen(book, column, str(converted.value))
    if column.type is CellType.DATE:
        return Meant(converted.value)
    if cell.is_date and isinstance(value, (int, float)):
        date = as_text(shown_as(value, CellType.DATE))
        fault = f"Programmet har gjort om texten till ett datum ({date})."
        return Meant(date, fault, "Be den ansvariga skriva om texten, gärna med ' först, eller avgör själv.")
    return Meant(shown_as(value, column.type))


def _fault(fault: str, remedy: str) -> Meant:
    return Meant(None, fault, remedy)


def _unfit(column: Column, cell: ReturnedCell, fault: Fault, meant: Shown) -> Meant:
    text = as_text(cell.value if not isinstance(cell.value, CellError) else None)
    if fault is Fault.NUMBER_AS_TEXT and _CLEAR_NUMBER.fullmatch(tidy(text)) and isinstance(meant, (int, float)):
        whole = column.type is not CellType.INTEGER or isinstance(meant, int)
        read = _bounded(column, meant) if whole else _number_fault(column, text, meant)
        return read if read.fault else Meant(meant, note=f"Texten ”{text}” lästes som talet {_swedish(meant)}.")
    if fault is Fault.DATE_AS_TEXT and isinstance(meant, dt.date):
        return Meant(meant, note=f"Texten ”{text}” lästes som datumet {meant.isoformat()}.")
    if column.type.is_number:
        return _number_fault(column, text, meant if isinstance(meant, (int, float)) else _guess_number(text))
    if column.type is CellType.DATE:
        return _fault(f"”{text}” är inget datum.", "Skriv datumet som år-månad-dag, till exempel 2026-05-17.")
    return _fault(f"”{text}” är inget svar på fältet.", "Be den ansvariga skriva en text.")


def _number_fault(column: Column, text: str, guess: int | float | None) -> Meant:
    what = "heltal" if column.type is CellType.INTEGER else "tal"
    remedy = f"Skriv ett {what} utan ord."
    if guess is not None and not (column.type is CellType.INTEGER and not float(guess).is_integer()):
        return Meant(guess, f"”{text}” är inget {what}.", f"{remedy} Menades {_swedish(guess)}?")
    return _fault(f"”{text}” är inget {what}.", remedy)


def _guess_number(text: str) -> int | float | None:
    """The only figure in a text, or a number word; None where there are several or none."""
    figures = _DIGITS.findall(text)
    if len(figures) == 1:
        return read_number(figures[0])
    words = [_WORDS[word] for word in re.findall(r"\w+", text.casefold()) if word in _WORDS]
    return words[0] if len(words) == 1 and not figures else None


def _bounded(column: Column, value: Shown) -> Meant:
    assert isinstance(value, (int, float))  # noqa: S101 - a number column's typed value
    if column.minimum is not None and value < column.minimum:
        return _fault(f"{_swedish(value)} är mindre än {_swedish(column.minimum)}.", "Kontrollera talet.")
    if column.maximum is not None and value > column.maximum:
        return _fault(f"{_swedish(value)} är större än {_swedish(column.maximum)}.", "Kontrollera talet.")
    return Meant(value)


def _chosen(book: Book, column: Column, value: str) -> Meant:
    words = allowed(book, column)
    same = next((word for word in words if tidy(word).casefold() == value.casefold()), None)
    if same is not None:
        return Meant(same, note="" if same == value else f"”{value}” lästes som ”{same}”.")
    if column.type is CellType.CHOICE and book.declaration.choices(column.list).open:
        return Meant(value, note=f"”{value}” finns inte bland valen, men listan får fyllas på.")
    meant = nearest(value, words) or None
    if meant is None and column.type is CellType.REF:
        meant = next((word for word in words if value.casefold().startswith(f"{word} ".casefold())), None)
    fault = f"”{value}” finns inte bland valen."
    return Meant(meant, fault, f"Menade du ”{meant}”?" if meant else f"Välj bland: {', '.join(words)}.")


def _swedish(number: float) -> str:
    return as_text(number).replace(".", ",")

"""What an owner meant by a cell: the value it becomes, or why it can't be taken and what to do.

The one judgement that the merge, status and the form's own state share. What it lets through can be written: whatever
a cell can't hold is refused here, for that cell, so that a dry run tells exactly what the run does.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from rus_sheets.answers.meant import Meant, refused
from rus_sheets.answers.meant_date import meant_date
from rus_sheets.answers.meant_number import meant_number
from rus_sheets.answers.returned import ReturnedCell
from rus_sheets.book.choices import allowed
from rus_sheets.book.dates import from_serial
from rus_sheets.book.display import quoted
from rus_sheets.book.formats import FormatKind
from rus_sheets.book.model import Book
from rus_sheets.book.numbers import is_finite
from rus_sheets.book.raw import CellError
from rus_sheets.book.shown import shown_as
from rus_sheets.book.struck import is_struck, unstruck
from rus_sheets.book.tidy import tidy
from rus_sheets.guessing import nearest, nearest_choice
from rus_sheets.schema.model import CellType, Column

__all__ = ["Meant", "interpret"]

_WORDS = frozenset({CellType.TEXT, CellType.LONGTEXT, CellType.ANY})
_MOST = 32_767
"""Characters that a cell holds, as UTF-16 counts them."""
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_AROUND = re.compile(r"^[\W_]+|[\W_]+$")
_WORD = re.compile(r"[\w-]+")


LOST = "Osynliga styrtecken i texten är borttagna."


def loses(text: str) -> bool:
    """Whether a text has characters in it that no cell or document can hold, so that it is read without them."""
    return bool(_UNSEEN.search(text))


def interpret(book: Book, column: Column, cell: ReturnedCell, *, decided: bool = False) -> Meant:  # noqa: PLR0911 - one per type
    """The value that an owner's cell is taken to hold.

    ``decided`` where a person has answered the question already: then what is merely unlikely is taken.
    """
    value = cell.value
    if cell.formula and (value is None or cell.calculated is not None):
        return _calculated(book, column, cell)
    if isinstance(value, CellError):
        return refused(f"I cellen står felvärdet {value.code}, inget svar.", "Be den ansvariga skriva svaret på nytt.")
    if value is None or (isinstance(value, str) and not tidy(_UNSEEN.sub("", value))):
        return Meant(None)
    if isinstance(value, str) and column.type not in _WORDS and is_struck(value):
        return _unstruck(book, column, cell, value)
    if column.type.is_number:
        return meant_number(column, cell, value)
    if column.type is CellType.DATE:
        return meant_date(book.year, cell, value, decided=decided)
    if isinstance(value, bool) and column.type is not CellType.ANY:
        return refused(f"{quoted(cell.seen)} är inget svar på fältet.", "Be den ansvariga skriva en text.")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        unlike = _number_as_text(column, cell, value)
        if unlike:
            return unlike
    return _worded(book, column, cell)


def _calculated(book: Book, column: Column, cell: ReturnedCell) -> Meant:
    """A formula that the program hasn't calculated: what it comes to is proposed, and never taken unseen."""
    stored = "utan sparat värde" if cell.value is None else f"med det sparade värdet {quoted(cell.seen)}"
    fault = f"I cellen står en formel {stored}."
    if cell.calculated is None:
        return refused(fault, "Be den ansvariga skriva värdet i stället.")
    comes = replace(cell, value=cell.calculated, calculated=None)
    meant = interpret(book, column, comes)
    told = cell.calculated.code if isinstance(cell.calculated, CellError) else comes.seen
    fault = f"{fault} Uträknad blir den {quoted(told)}."
    if meant.fault:
        return refused(f"{fault} {meant.fault}", meant.remedy)
    return Meant(meant.value, fault, "Kontrollera värdet, eller be den ansvariga skriva det i stället.")


def _unstruck(book: Book, column: Column, cell: ReturnedCell, text: str) -> Meant:
    """What isn't struck through is proposed, and never taken unseen."""
    fault, left = f"I {quoted(text)} är det som står mellan ~~ överstruket.", unstruck(text)
    meant = interpret(book, column, replace(cell, value=left))
    if meant.fault or meant.value is None:
        return refused(fault, "Be den ansvariga skriva svaret på nytt.")
    return Meant(meant.value, fault, f"Menas {quoted(left)}?")


def _number_as_text(column: Column, cell: ReturnedCell, value: float) -> Meant | None:
    """Why a number can't be taken as a text: the program has made it of something else, so it isn't what was typed."""
    if not is_finite(value):
        return refused("Talet är för stort för en cell.", "Be den ansvariga skriva om svaret.")
    if cell.format is FormatKind.PLAIN or column.type is CellType.ANY:
        return None
    what = {FormatKind.DATE: "ett datum", FormatKind.PERCENT: "procent", FormatKind.FRACTION: "ett bråk"}
    fault = f"Programmet har gjort om texten till {what.get(cell.format, 'en tid')} ({cell.seen})."
    date = from_serial(value) if cell.format is FormatKind.DATE else None
    remedy = "Be den ansvariga skriva om texten, gärna med ' först, eller avgör själv."
    return Meant(date or cell.seen, fault, remedy)


def _worded(book: Book, column: Column, cell: ReturnedCell) -> Meant:
    """The text of a cell, without what no cell or document can hold."""
    value = cell.value
    note = ""
    if isinstance(value, str):
        text = _UNSEEN.sub("", _BREAKS.sub("\n", value))
        note = LOST if loses(value) else ""
        typed = shown_as(text, column.type)
    else:  # a decimal comma, as the person sees it
        whole = isinstance(value, bool) or column.type is CellType.ANY
        typed = shown_as(value if whole else cell.seen, column.type)
    units = len(typed.encode("utf-16-le")) // 2 if isinstance(typed, str) else 0
    if units > _MOST:
        fault = f"Texten har {units} tecken som Excel räknar dem, men en cell rymmer {_MOST}."
        return refused(fault, "Be den ansvariga korta den, eller avgör själv.")
    if column.type in (CellType.CHOICE, CellType.REF):
        return _chosen(book, column, str(typed))
    return Meant(typed, note=note)


def _chosen(book: Book, column: Column, value: str) -> Meant:
    words = allowed(book, column)
    same = next((word for word in words if folded(word) == folded(value)), None)
    if same is not None and "?" in value.replace(same, ""):  # who asks isn't sure
        return _no_choice(value, same, same, words)
    if same is not None:
        return Meant(same, note="" if same == value else f"{quoted(value)} lästes som ”{same}”.")
    if column.type is CellType.REF:
        return _referred(book, column, value, words)
    if book.declaration.choices(column.list).open:
        return Meant(value, note=f"{quoted(value)} finns inte bland valen, men listan får fyllas på.")
    meant = nearest_choice(value, words)
    return _no_choice(value, meant, meant, words)


def _referred(book: Book, column: Column, value: str, words: tuple[str, ...]) -> Meant:
    """A row by its name, or by its id and its name: read where only one row fits, otherwise asked about."""
    titles = {word: folded(book[column.references].by_id[word].title) for word in words}
    named = [word for word in words if titles[word] and titles[word] == folded(value)]
    within = [word for word in words if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", value, re.IGNORECASE)]
    if len(within) == 1:
        rest = folded(re.sub(rf"(?<![\w-]){re.escape(within[0])}(?![\w-])", " ", value, flags=re.IGNORECASE))
        named = named or ([within[0]] if rest in ("", titles[within[0]]) else [])
    if len(named) == 1:
        return Meant(named[0], note=f"{quoted(value)} lästes som ”{named[0]}”.")
    if named:
        fault = f"{quoted(value)} är namnet på flera: {', '.join(named)}."
        return refused(fault, "Välj vilken som menas.")
    title = nearest_choice(folded(value), [title for title in titles.values() if title])
    alike = within or [word for word in words if title and titles[word] == title]
    meant = alike[0] if len(alike) == 1 else "" if alike else nearest(value, words)
    shown = {word: f"{word} {book[column.references].by_id[word].title}".strip() for word in words}
    return _no_choice(value, meant, shown.get(meant, ""), tuple(shown.values()))


def _no_choice(value: str, meant: str, shown: str, words: tuple[str, ...]) -> Meant:
    few = ", ".join(words[:12]) + (f" och {len(words) - 12} till" if len(words) > 12 else "")
    remedy = f"Menade du ”{shown}”?" if meant else f"Välj bland: {few}."
    return Meant(meant or None, f"{quoted(value)} finns inte bland valen.", remedy)


def folded(text: str) -> str:
    """A word as it is compared: case, spaces and punctuation round it don't count."""
    return _AROUND.sub("", tidy(text).casefold())

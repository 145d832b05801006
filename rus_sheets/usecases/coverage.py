"""The matrix of goals: which activities contribute to which messages and goals, shown and written as a workbook."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from rus_sheets.book.model import Book
from rus_sheets.book.raw import column_letters
from rus_sheets.documents.coverage import Covered, across, coverage_of, label, named
from rus_sheets.documents.figures import shown
from rus_sheets.errors import UnusableInputError, UsageError
from rus_sheets.layout.blueprint import NewCell, NewChart, NewSheet, NewTable, NewWorkbook, Style
from rus_sheets.office.same_file import same_file
from rus_sheets.schema.model import CellType, ChartKind
from rus_sheets.usecases.changing.put_in_place import WrittenFile, put
from rus_sheets.usecases.opened import requirements
from rus_sheets.usecases.opened.opening import open_book

MARK = "x"
"""What stands where an activity contributes."""
KIND = ".xlsx"
OPERATION = "målmatrisen"
"""What undo calls it when an earlier file was replaced."""
_SUMS, _HEADER = 4, 5
"""The rows of the sums and of the table's header, under the title and the sentence."""
_NAME_WIDTH, _COUNT_WIDTH, _MARK_WIDTH = 60, 12, 16
_HEADER_HEIGHT = 96.0


class CoverageFound(Struct, frozen=True):
    """The coverages of a workbook: those that are ``used``, and the titles of those that nobody has told of."""

    book: Book
    used: tuple[Covered, ...]
    untold: tuple[str, ...]


def coverage(workbook: Path) -> CoverageFound:
    """What the activities of the workbook contribute to.

    Raises UnusableInputError for a workbook that can't be read or lacks what is asked about, UsageError where its
    declaration has nothing that is to be covered.
    """
    book = open_book(workbook)
    declaration = book.declaration
    if not declaration.coverage:
        fault = f"Mallen {declaration.name} säger inte vad aktiviteterna ska bidra till."
        raise UsageError(fault, place=declaration.source, remedy="Lägg till [[coverage]].")
    requirements.ensure(book, requirements.to_coverage(declaration), workbook)
    found = [coverage_of(book, words) for words in declaration.coverage]
    return CoverageFound(
        book,
        tuple(covered for covered in found if covered.is_used),
        tuple(covered.words.title for covered in found if not covered.is_used),
    )


def told(covered: Covered) -> tuple[str, ...]:
    """The sentences on a coverage: how many are covered, and what isn't."""
    words, rows = covered.words, covered.rows
    without = "; ".join(shown(row.title) or row.id for row in covered.without)
    return (
        f"{len(rows) - len(covered.gaps)} av {len(rows)} {words.word} har minst en aktivitet.",
        f"Utan aktivitet: {named(covered.gaps) or words.none}.",
        f"Aktiviteter som inte är knutna till något {words.word}: {without or 'inga'}.",
    )


def write_coverage(found: CoverageFound, output: Path, workbook: Path, now: dt.datetime) -> WrittenFile:
    """Write the matrix as a workbook with a sheet for each coverage; of a file that was there a copy is kept.

    Raises UsageError for another ending, UnusableInputError where ``output`` is the workbook or can't be written, or
    there is nothing to write.
    """
    if output.suffix.lower() != KIND:
        raise UsageError("Målmatrisen skrivs som .xlsx.", place=str(output), remedy="Byt ändelse.")
    if same_file(output, workbook):
        raise UnusableInputError("Det är arbetsboken.", place=str(output), remedy="Välj ett annat namn.")
    return put(output, coverage_bytes(found), OPERATION, now)


def coverage_bytes(found: CoverageFound) -> bytes:
    """The matrix as a workbook. Raises UnusableInputError where there is nothing to write."""
    from rus_sheets.excel.calc.stored import calculate_new  # noqa: PLC0415 - what is only shown does without
    from rus_sheets.excel.make.workbook import make_workbook  # noqa: PLC0415

    if not found.used:
        place = ", ".join(words.title for words in found.book.declaration.coverage)
        remedy = "Fyll i kolumnerna på bladet Plan först."
        raise UnusableInputError("Ingen aktivitet är knuten till något.", place=place, remedy=remedy)
    author = found.book.setting_text("organisation") or found.book.declaration.title
    sheets = tuple(_sheet(found.book, covered) for covered in found.used)
    title = f"Målmatris {found.book.year or ''}".strip()
    return make_workbook(NewWorkbook(sheets=sheets, title=title, author=author), calculate_new)


def _sheet(book: Book, covered: Covered) -> NewSheet:
    """A row for each message, a column for each activity; the sums are formulas."""
    words = covered.words
    by = [row for row in book[words.by.partition(".")[0]] if row.id]
    header = book[words.table].table.column(words.count).header
    headers = (book[words.table].table.sheet, header, *(f"{row.id} {shown(row.title)}".strip() for row in by))
    first, last = _HEADER + 1, _HEADER + len(covered.rows)
    table = NewTable(
        re.sub(r"\W", "_", words.title), _HEADER, 1, len(covered.rows), tuple((name, "") for name in headers)
    )
    title = f"{words.title} {book.year or ''}".strip()
    alt = "; ".join(f"{label(row)} {len(refer)}" for row, refer in covered.rows)
    series = (((_HEADER, 2), (first, 2, last, 2)),)
    chart = NewChart(last + 2, 1, ChartKind.BAR, title, f"{title}: {alt}.", (first, 1, last, 1), series, True)
    return NewSheet(
        name=words.title[:31],
        cells=(
            NewCell(1, 1, title, Style.TITLE),
            NewCell(2, 1, " ".join(told(covered)), Style.HELP),
            *_sums(len(by), first, last),
            *_marks(covered, [row.number for row in by], first),
        ),
        tables=(table,),
        charts=(chart,) if words.chart else (),
        widths={1: _NAME_WIDTH, 2: _COUNT_WIDTH} | dict.fromkeys(range(3, len(headers) + 1), _MARK_WIDTH),
        heights={1: 34.0, _HEADER: _HEADER_HEIGHT},
        frozen=(_HEADER, 2),
        landscape=True,
        repeat_header=True,
    )  # fmt: skip


def _sums(count: int, first: int, last: int) -> Iterator[NewCell]:
    """Above the table, so that it has nothing but its rows."""
    yield NewCell(_SUMS, 1, "Summa", Style.LABEL)
    yield NewCell(_SUMS, 2, None, Style.FORMULA, CellType.INTEGER, f"=SUM(B{first}:B{last})")
    for column in range(3, count + 3):
        letters = column_letters(column)
        formula = f'=COUNTIF({letters}{first}:{letters}{last},"{MARK}")'
        yield NewCell(_SUMS, column, None, Style.FORMULA, CellType.INTEGER, formula)


def _marks(covered: Covered, by: list[int], first: int) -> Iterator[NewCell]:
    right = column_letters(len(by) + 2)
    for place, (row, refer) in enumerate(covered.rows, first):
        formula = f'=COUNTIF(C{place}:{right}{place},"{MARK}")'
        yield NewCell(place, 1, label(row), Style.FACT)
        yield NewCell(place, 2, None, Style.FORMULA, CellType.INTEGER, formula)
        marked = {other.number for other in refer}
        for column, number in enumerate(by, 3):
            yield NewCell(place, column, MARK if number in marked else None, Style.FACT)


def as_data(found: CoverageFound) -> dict[str, object]:
    """The coverages for ``--format json``."""
    return {
        "coverages": [
            {
                "title": covered.words.title,
                "rows": [
                    {"id": row.id, "title": shown(row.title), "activities": [other.id for other in refer],
                     "across": across(found.book, covered.words, refer)}
                    for row, refer in covered.rows
                ],
                "gaps": [row.id for row in covered.gaps],
                "without": [row.id for row in covered.without],
            }
            for covered in found.used
        ],
        "untold": list(found.untold),
    }  # fmt: skip

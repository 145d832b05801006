"""The year as one picture: how far a workbook has come, what waits, what is wrong, and the one next thing to do.

Everything in it is what the commands say themselves; nothing is changed. A step that can't be told of says why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from msgspec import Struct

from rus_sheets.book.build import build_book
from rus_sheets.book.model import Book, Total
from rus_sheets.checks.model import Report
from rus_sheets.checks.run_all import run_checks
from rus_sheets.documents.figures import number
from rus_sheets.documents.so_far import lacking
from rus_sheets.errors import UserError
from rus_sheets.excel.calc.stored import evaluate
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.findings import Severity
from rus_sheets.usecases.documents import AFTER, BEFORE
from rus_sheets.usecases.opened.opening import declaration_of
from rus_sheets.usecases.page.remembered import Chosen
from rus_sheets.usecases.page.written_documents import WrittenDocument, documents_in
from rus_sheets.usecases.page.year_steps import DECIDE, Step, Steps, StepState
from rus_sheets.usecases.status import Board, look
from rus_sheets.usecases.synced_told import told_of


class Keyfigure(Struct, frozen=True):
    """A figure of the summary as it is told to people."""

    key: str
    label: str
    text: str


class Year(Struct, frozen=True):
    """The picture. ``board`` is None where it can't be made; ``report`` has the findings.

    ``next`` is the one thing to do next, None when all is done. ``synced`` is what a sync client has left to look at.
    """

    chosen: Chosen
    year: int | None
    organisation: str
    figures: tuple[Keyfigure, ...]
    report: Report
    board: Board | None
    steps: tuple[Step, ...]
    synced: tuple[str, ...] = ()

    @property
    def next(self) -> Step | None:
        """What is wrong comes first, then questions that have been put, and else what waits, in the year's order."""
        wrong = [step for step in self.steps if step.state is StepState.WRONG]
        waits = [step for step in self.steps if step.state is StepState.WAITS]
        asked = [step for step in waits if step.key == step.page == DECIDE]
        return next(iter((*wrong, *asked, *waits)), None)


def picture(
    chosen: Chosen,
    *,
    today: dt.date,
    on_start: Callable[[int], Callable[[], None]] = lambda _: lambda: None,
    on_documents: Callable[[int], Callable[[], None]] = lambda _: lambda: None,
) -> Year:
    """The year of a workbook with the folders that go with it. Raises UnusableInputError where it can't be used.

    ``on_start`` is told how many files there are in the folders and gives what is called after each; ``on_documents``
    the same for the documents.
    """
    package = Package(chosen.path)
    raw = read_package(package)
    book = build_book(declaration_of(raw), raw)
    report = run_checks(book, computed=evaluate(package.data, raw).values)
    seen, fault = None, ""
    try:
        seen = look(chosen.path, chosen.there, today, on_start, chosen.sent_in)
    except UserError as error:
        fault = str(error)
    documents, untold = _documents(chosen, book, on_documents)
    steps = Steps(chosen, book, documents, untold)
    follow = steps.follow(seen) if seen else steps.unknown(fault)
    figures = tuple(_keyfigure(book, total) for total in book.totals.values())
    written = steps.written("documents", "Plan och ansökan", BEFORE)
    made = (steps.made(), steps.checked(report, counted(report)), *written, *follow)
    board = seen.board if seen else None
    return Year(
        chosen, book.year, book.setting_text("organisation"), figures, report, board,
        (*made, *steps.written("report", "Redovisa", AFTER)), told_of(chosen.path),
    )  # fmt: skip


def _documents(
    chosen: Chosen, book: Book, on_start: Callable[[int], Callable[[], None]]
) -> tuple[tuple[WrittenDocument, ...], str]:
    """The documents, compared with the workbook; or why there are none to tell of."""
    try:
        return documents_in(book, chosen.path, chosen.previous_there, on_start), ""
    except UserError as error:
        return (), f"{error.message} {error.remedy}"


def counted(report: Report) -> str:
    """``2 fel, 1 varning``; "" where nothing was found."""
    counts = ((severity, report.count(severity)) for severity in Severity)
    return ", ".join(severity.counted(count) for severity, count in counts if count)


def _keyfigure(book: Book, total: Total) -> Keyfigure:
    """The total; where it lacks something, of how many it is."""
    lacks = lacking(book, total.key)
    if total.value is None:
        text = total.unknown or "går inte att räkna ut"
    elif lacks.all_blank:
        text = "ännu inte redovisat" if total.whole else "ännu inte ifyllt"
    else:
        told = len(lacks.rows) - len(lacks.blank)
        text = number(total.value) + (f" (för {told} av {len(lacks.rows)})" if lacks else "")
    return Keyfigure(total.key, total.label, text)

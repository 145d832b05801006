"""Several years beside each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

from rus_sheets.book.model import Book
from rus_sheets.documents.years import Followed, Years, YearsFigures, YearsRow, years_of
from rus_sheets.errors import UnusableInputError, UsageError
from rus_sheets.libreoffice import required_program
from rus_sheets.office.atomic import write_atomically
from rus_sheets.office.open_elsewhere import ensure_not_open
from rus_sheets.office.same_file import same_file
from rus_sheets.resources import folder
from rus_sheets.usecases.opened import requirements
from rus_sheets.usecases.opened.lastyear import year_of
from rus_sheets.usecases.opened.opening import open_book

_LEAST = 2


def years(paths: Sequence[Path | str], *, on_step: Callable[[str, int, int], None] = lambda *_: None) -> Years:
    """The workbooks beside each other, in the order of their years whatever that of ``paths``.

    Raises UsageError for fewer than two, UnusableInputError when one can't be used, they are of different kinds, or two
    are of the same year. ``on_step`` is told what is begun, which step that is, and of how many.
    """
    files = [Path(path) for path in paths]
    if len(files) < _LEAST:
        raise UsageError("Minst två arbetsböcker behövs.", remedy="Ange en arbetsbok för varje år.")
    books: list[Book] = []
    for place, path in enumerate(files, 1):
        on_step(f"Läser {path.name}", place, len(files) + 1)
        books.append(open_book(path))
    declaration = books[0].declaration
    if any(book.declaration.name != declaration.name for book in books):
        raise UnusableInputError(
            "Arbetsböckerna är av olika slag och kan inte ställas bredvid varandra.",
            place=", ".join(path.name for path in files),
            remedy="Ange arbetsböcker som är gjorda med samma mall.",
        )
    words = books[-1].declaration.years
    if words is None:
        raise UsageError(
            f"Mallen {declaration.name} säger inte vad som ska visas för flera år.",
            place=declaration.source,
            remedy="Lägg till [years].",
        )
    for book, path in zip(books, files, strict=True):
        requirements.ensure(book, requirements.everything(book.declaration), path)
    told = [year_of(book, path) for book, path in zip(books, files, strict=True)]
    in_order = sorted(zip(told, range(len(books)), strict=True))
    for (year, first), (next_year, second) in pairwise(in_order):
        if year == next_year:
            raise UnusableInputError(
                f"Två arbetsböcker gäller {year}.",
                place=f"{files[first].name}, {files[second].name}",
                remedy="Ange en arbetsbok för varje år.",
            )
    on_step("Ställer åren bredvid varandra", len(files) + 1, len(files) + 1)
    return years_of([books[place] for _, place in in_order], words)


def ensure_written_as(output: Path | None, template: Path | None, *, pdf: bool) -> None:
    """Raise UsageError where a template or a PDF is asked for and no Word document is, or ``output`` ends wrongly."""
    if output is not None and output.suffix.lower() not in KINDS:
        fault = "Filen måste heta något på .xlsx eller .docx."
        raise UsageError(fault, place=str(output), remedy="Byt ändelse.")
    if (template or pdf) and (output is None or output.suffix.lower() != _WORD):
        asked = "--template" if template else "--pdf"
        raise UsageError(f"{asked} hör ihop med ett Word-dokument.", remedy="Ange det: -o aren.docx")


def write_years(
    found: Years,
    output: Path,
    inputs: Sequence[Path],
    now: dt.datetime,
    *,
    template: Path | None = None,
    pdf: bool = False,
) -> list[Path]:
    """Write the years as a workbook (.xlsx) or a Word document (.docx, with ``pdf`` also as PDF); return the files.

    Raises UsageError for another ending, UnusableInputError when ``output`` is one of the ``inputs`` or can't be
    written, TemplateError for a faulty ``template``, LibreOfficeError when a PDF can't be made.
    """
    ensure_written_as(output, template, pdf=pdf)
    if pdf:
        required_program()  # said before anything is written
    if any(same_file(output, path) for path in inputs):
        raise UnusableInputError(
            "Åren kan inte skrivas över en av arbetsböckerna.", place=str(output), remedy="Välj ett annat namn."
        )
    written = {output: made_as(output.suffix.lower(), found, now, template)}
    if pdf:
        from rus_sheets.word.pdf.pdf import to_pdf  # noqa: PLC0415 - 0.1 s that other documents do without

        written[output.with_suffix(".pdf")] = to_pdf(written[output])
    for path in written:
        ensure_not_open(path)
    for path, data in written.items():
        write_atomically(path, data)
    return list(written)


_WORD = ".docx"
KINDS = (".xlsx", _WORD)
"""What the years can be written as."""


def made_as(kind: str, found: Years, now: dt.datetime, template: Path | None = None) -> bytes:
    """The file of that ending; a document by ``template`` where it is given."""
    if kind == ".xlsx":
        from rus_sheets.usecases.years_workbook import years_bytes  # noqa: PLC0415 - only for this

        return years_bytes(found)
    from rus_sheets.documents.year_names import years_context  # noqa: PLC0415 - only for this
    from rus_sheets.word.make.render import render  # noqa: PLC0415
    from rus_sheets.word.parts.package import DocumentProperties  # noqa: PLC0415

    ours = folder("reports") / found.words.template
    names = years_context(found)
    title = f"{names['kortnamn']} {found.title}".strip()
    created = now.replace(tzinfo=None, microsecond=0)
    return render(template or ours, names, DocumentProperties(title, str(names["organisation"]), created), ours)


def as_data(found: Years, paths: Sequence[Path]) -> dict[str, object]:
    """The years for ``--format json``."""
    return {
        "workbooks": [str(path) for path in paths],
        "title": found.title,
        "years": list(found.years),
        "told": list(found.told()),
        "totals": [_row(row) for row in found.totals.rows],
        "tables": [_table(table) for table in found.tables],
        "units": [_followed(unit) for unit in found.units],
        "goals": [_followed(goal) for goal in found.goals],
    }


def _table(table: YearsFigures) -> dict[str, object]:
    total = _row(table.total) if table.total else None
    return {"sheet": table.sheet, "title": table.title, "rows": [_row(row) for row in table.rows], "total": total}


def _row(row: YearsRow) -> dict[str, object]:
    values = [{"state": value.state.value, "number": value.number, "said": value.said} for value in row.values]
    return {"title": row.title, "ids": list(row.ids), "values": values}


def _followed(followed: Followed) -> dict[str, object]:
    ids = [row.id if row else "" for row in followed.thread.rows]
    return {"title": followed.thread.title, "ids": ids, "by": followed.by, "said": list(followed.said)}

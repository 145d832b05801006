"""What a refreshed document remembers for the next time: what its controls say now, and last year's workbook."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from rus_sheets.book.model import Book
from rus_sheets.documents.workbook_extract import extract
from rus_sheets.office.zipwrite import with_members
from rus_sheets.usecases.edited.agreement import DocumentComparison
from rus_sheets.usecases.edited.beside import declared_of
from rus_sheets.usecases.edited.by_hand import ByHand
from rus_sheets.usecases.edited.controlreading import ControlReading, Says
from rus_sheets.usecases.edited.loose_figures import remembered_now
from rus_sheets.usecases.opened import requirements
from rus_sheets.word.memory.homes import homes_now
from rus_sheets.word.memory.record import Record, read_record, record_part, record_xml
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.read.figuretext import Own
from rus_sheets.word.read.standing import stands_in
from rus_sheets.word.read.written import own, sum_of, written


def with_last_year(package: WordPackage, book: Book, last: Book, path: Path) -> WordPackage:
    """The document as made with ``last``; the same package where it is so already, or doesn't compare with last year.

    Raises UnusableInputError where the workbook (``path``) lacks what the document tells of last year.
    """
    record = read_record(package)
    declared = declared_of(record, book)
    if record is None or declared is None or record.made.previous is None:
        return package
    wanted = requirements.to_write(book.declaration, declared)
    requirements.ensure(last, wanted, path)
    return _with(package, record, replace(record, made=replace(record.made, previous=extract(last, wanted))))


def with_written(package: WordPackage, after: DocumentComparison, before: ByHand | None = None) -> WordPackage:
    """The document with what its controls say remembered, those in which nobody has typed anything else (``after``).

    Once all has been put right, ``before`` is what people had typed until then: which controls there are, and which
    earlier figures stand typed, is remembered too.
    """
    record = read_record(package)
    if record is None:
        return package
    news = written((reading.control.tag, said) for reading in after.readings if (said := _written(reading, record)))
    made = replace(record, written={**record.written, **news})
    if before and record.controls:
        sums = [sum_of(_written(reading, record)) for reading in after.readings]
        tags = [reading.control.tag for reading in after.readings]
        made = replace(made, controls=remembered_now(record.controls, before.gone, tags, sums))
    if before:
        now = (stand.home for stand in stands_in(after.document.lines))
        homes = homes_now(record.homes, (stand.home for stand in before.homes.stands), now) if record.homes else ()
        made = replace(made, earlier=before.earlier(), homes=homes)
    return _with(package, record, made)


def _written(reading: ControlReading, record: Record) -> str:
    """What the control says, if it is the workbook's figure of today or one that it has had; else ""."""
    says, tag = reading.control.said, reading.control.tag
    return says if reading.says is Says.SAME or own(says, record.written, tag) is Own.ALL else ""


def _with(package: WordPackage, old: Record, new: Record) -> WordPackage:
    if new == old:
        return package
    return WordPackage(package.path, with_members(package, {record_part(package): record_xml(new)}))

"""The whole year on the example of 2026: plan, follow-up files, answers as owners would give them, merge, documents."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from rus_sheets.book.model import Book
from rus_sheets.errors import UnusableInputError
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.layout.canonical import Content, NewRow
from rus_sheets.libreoffice import convert, program
from rus_sheets.resources import folder as resource_folder
from rus_sheets.schema.model import Declaration, DocumentCommand
from rus_sheets.usecases.demo_mail import answered_in_mail, fits_in_a_mail
from rus_sheets.usecases.documents import BEFORE, write_document
from rus_sheets.usecases.merging import Merged, merge
from rus_sheets.usecases.opened.opening import declaration_of, open_book
from rus_sheets.usecases.practice import DemoAnswer, Practice, fill, leave_practice
from rus_sheets.usecases.rows_as_text import load_rows
from rus_sheets.usecases.split import Sent, split
from rus_sheets.usecases.validate import validate

YEAR = 2026
_TODAY = dt.datetime(YEAR, 12, 18, 9, 0, tzinfo=dt.UTC)  # the demo's own calendar: same input, same result
_SENT = dt.date(YEAR, 11, 2)
_RESAVED = 4
_SUBFOLDER = "från e-posten"
_ZIPPED = "bilagor.zip"
PRACTICE = "ovning"
"""The folder in the demo's with the year to practise on."""


class Demo(Struct, frozen=True):
    """What the demo made: ``findings`` before the merge, ``resaved`` files that LibreOffice saved, the unit ``mailed``
    is answered in a mail's text.
    """

    workbook: Path
    totals: Mapping[str, float]
    findings: int
    sent: Sequence[Sent]
    answers: int
    resaved: int
    mailed: str
    merged: Merged
    findings_after: int
    documents: Sequence[Path]
    practice: Practice


def run_demo(target: Path, on_step: Callable[[str], None] = lambda _: None) -> Demo:
    """Run the year in the folder ``target``. Raises UnusableInputError if something else is in it already."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        remedy = "Ange en ny mapp, till exempel demo-2."
        raise UnusableInputError("Mappen finns redan och är inte tom.", place=str(target), remedy=remedy)
    target.mkdir(parents=True, exist_ok=True)
    workbook = target / f"verksamhet-{YEAR}.xlsx"
    example = resource_folder("examples") / str(YEAR)
    shutil.copyfile(example / workbook.name, workbook)
    on_step("Kontrollerar arbetsboken")
    findings = len(validate(workbook).findings)
    on_step("Gör uppföljningsfiler")
    today = dt.datetime.now(tz=dt.UTC).date()
    sent_on = min(_SENT, today)
    sent = split(workbook, target / "uppfoljning", today=sent_on)
    on_step("Fyller i svar som de ansvariga skulle göra")
    declaration = declaration_of(read_workbook(workbook))
    answers = _answers(declaration, example / "svar", today)
    returned = target / "inkommet"
    returned.mkdir()
    mailed = _write_mail(open_book(workbook), answers, returned, sent_on)
    filled = {unit: answer for unit, answer in answers.items() if unit != mailed}
    resaved = _fill_in(declaration, sent, filled, returned)
    on_step("Gör ett år att öva på")
    practice = leave_practice(target / PRACTICE, workbook, target / "uppfoljning", returned, answers)
    on_step("Läser in svaren")
    merged = merge(workbook, [returned], now=_TODAY)
    after = validate(workbook)
    documents: list[Path] = []
    for kind in declaration.document:
        if kind.command is not DocumentCommand.SHORT:
            on_step(f"Skriver {kind.title.format(year=YEAR)}")
            documents += [made.path for made in write_document(kind.command, workbook, now=_TODAY)]
    before = (f"{kind.file_name.format(year=YEAR)}.docx" for kind in declaration.document if kind.command in BEFORE)
    for name in before:  # the plan was written before anybody answered
        shutil.copyfile(target / name, practice.workbook.with_name(name))
    _date(target, returned.name)
    totals = {key: total.number for key, total in open_book(workbook).totals.items()}
    return Demo(
        workbook, totals, findings, sent, len(answers), resaved, mailed, merged, len(after.findings), tuple(documents),
        practice,
    )  # fmt: skip


def _date(target: Path, returned: str) -> None:
    """Let the files be of the demo's own calendar on the disk too: the page tells when they were written.

    Not those that came back: an answer from a day that hasn't been yet is asked about.
    """
    for path in target.rglob("*"):
        if path.is_file() and returned not in path.relative_to(target).parts:
            os.utime(path, (_TODAY.timestamp(),) * 2)


def _answers(declaration: Declaration, folder: Path, today: dt.date) -> dict[str, DemoAnswer]:
    """The answers of the example, by activity. Nobody was ready on a day that hasn't been yet."""
    form = declaration.followup
    answers: dict[str, dict[tuple[str, str, str], Content]] = {}
    for key, rows in load_rows(declaration, folder).items():
        table = declaration.table_of(key)
        for row in rows:
            unit = str(row[table.parent])
            day = row.get(form.answered_on) if key == form.answer else None
            own = {**row, form.answered_on: min(day, today)} if isinstance(day, dt.date) else row
            answers.setdefault(unit, {}).update(_cells(key, str(row[table.id]), own))
    return dict(sorted(answers.items()))


def _cells(table: str, row_id: str, row: NewRow) -> Iterator[tuple[tuple[str, str, str], Content]]:
    yield from (((table, row_id, column), value) for column, value in row.items())


def _write_mail(book: Book, answers: Mapping[str, DemoAnswer], target: Path, sent: dt.date) -> str:
    """Let one answer come in a mail's text, and tell whose. It is of no day that hasn't been yet."""
    unit = next(unit for unit, answer in answers.items() if fits_in_a_mail(book, unit, answer))
    when = min(_TODAY, dt.datetime.now(tz=dt.UTC).replace(microsecond=0))
    mail = answered_in_mail(book, unit, answers[unit], sent=sent, when=when)
    (target / f"SV Uppföljning {YEAR}.eml").write_bytes(mail)
    return unit


def _fill_in(declaration: Declaration, sent: Sequence[Sent], answers: Mapping[str, DemoAnswer], target: Path) -> int:
    """Fill in each owner's file and let it come back as files do: renamed, in a subfolder, in a zip file."""
    files = {form.activity: form.path for form in sent}
    with tempfile.TemporaryDirectory(prefix="rus-sheets-") as folder:
        filled = [fill(declaration, files[unit], answer, Path(folder)) for unit, answer in answers.items()]
        resaved = filled[:_RESAVED] if program() else []
        if resaved:
            (Path(folder) / "lo").mkdir()
            for path, made in zip(resaved, convert(resaved, "xlsx", Path(folder) / "lo"), strict=True):
                made.replace(path)
        _deliver(filled, target)
    return len(resaved)


def _deliver(filled: Sequence[Path], target: Path) -> None:
    """Move the files there, which may be to another disk."""
    (target / _SUBFOLDER).mkdir()
    with zipfile.ZipFile(target / _ZIPPED, "w") as archive:
        for number, path in enumerate(filled):
            if number % 8 == 5:
                shutil.move(path, target / f"Kopia av {path.name}")
            elif number % 8 == 6:
                shutil.move(path, target / _SUBFOLDER / f"{path.stem} (2){path.suffix}")
            elif number == len(filled) - 1:
                archive.write(path, path.name)
            else:
                shutil.move(path, target / path.name)

"""A small workbook, the forms that were sent, and what comes back: answered files, mails, zip files."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path

from aspose.email_foss.msg import MapiMessage

from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.usecases.merging import Merged, merge
from rus_sheets.usecases.split import split
from tests.robust.forms import finished, small_workbook

SENT = dt.date(2026, 11, 2)
NOW = dt.datetime(2026, 12, 20, 9, 0, tzinfo=dt.UTC)
DAY = dt.datetime(2026, 12, 1, 10, 0, tzinfo=dt.UTC)
XLSX = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sent_forms(folder: Path) -> Path:
    """The workbook, and beside it ``ut`` with a form for each of A01, A02 and A03, and an empty ``in``."""
    workbook = folder / "verksamhet-2026.xlsx"
    small_workbook(workbook)
    split(workbook, folder / "ut", today=SENT)
    (folder / "in").mkdir()
    return workbook


def form_of(workbook: Path, unit: str) -> Path:
    return next((workbook.parent / "ut").glob(f"{unit} *.xlsx"))


def answered(
    workbook: Path, unit: str, target: Path, who: str | None = "Karin", day: int = 1, **values: object
) -> Path:
    """A form filled in and saved by ``who`` (None: a program that names nobody) to ``target``."""
    form = form_of(workbook, unit)
    sheet = read_workbook(form).sheets[0]
    labels = {cell.value: row for (row, column), cell in sheet.cells.items() if column == 1}
    cells = {f"B{labels[label.replace('_', ' ')]}": value for label, value in values.items()}
    target.parent.mkdir(parents=True, exist_ok=True)
    patch_cells(form, target, {sheet.name: cells})  # type: ignore[dict-item]
    finished(target, who, DAY + dt.timedelta(days=day - 1), fractions=False)
    return target


def put(workbook: Path, name: str, data: bytes) -> None:
    """A file that has come in; ``name`` may have folders in it."""
    path = workbook.parent / "in" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def merged(workbook: Path, name: str = "", data: bytes = b"") -> Merged:
    """What has come in is read in, and before that the file of that name comes in, if there is one."""
    if name:
        put(workbook, name, data)
    return merge(workbook, [workbook.parent / "in"], now=NOW)


def zipped(files: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def mail(
    files: Mapping[str, bytes], sender: str = "Anna Ek <anna@example.org>", text: str = "Hej!\n\nHär kommer det."
) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = sender, "Svar"
    message["Date"] = "Thu, 03 Dec 2026 10:00:00 +0100"
    message.set_content(text)
    for name, content in files.items():
        kind = XLSX if name.endswith(".xlsx") else "octet-stream"
        message.add_attachment(content, maintype="application", subtype=kind, filename=name)
    return message


def outlook(message: EmailMessage) -> bytes:
    """The mail as an .msg file, written by another library than the one that reads it."""
    return MapiMessage.from_email_message(message).to_bytes()

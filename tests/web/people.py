"""What the people of a year do beside the page: the secretariat in Excel, the owners in the mails that they get."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import tempfile
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path

from rus_sheets.excel.edit.patch import CellValue, Patch, patch_cells
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.merge.apply import full_row
from rus_sheets.usecases.opened.for_change import append, open_for_change
from rus_sheets.usecases.opened.opening import open_book
from tests.robust.forms import finished

Typed = Mapping[str, CellValue]


def settle(workbook: Path, settings: Typed, rows: Mapping[str, Mapping[str, Typed]]) -> None:
    """Fill in settings by label, and rows by table key and id, and let the workbook be calculated, as Excel does."""
    opened = open_for_change(workbook)
    book = opened.book
    patch = Patch(Package(book.raw.path, opened.data))
    for row in book["settings"].rows:
        if row.id in settings:
            cell = row.cells["value"]
            patch.set_cells(cell.sheet, {cell.ref: settings[row.id]})
    for key, added in rows.items():
        append(patch, book, key, [full_row(book, key, row_id, "", values) for row_id, values in added.items()])
    with opened.calculation() as calculation:
        after, _ = calculation.settle(patch.to_bytes())
    workbook.write_bytes(after)


def types(workbook: Path, key: str, row_id: str, column: str, value: CellValue) -> None:
    """Type in a cell of the workbook, with what follows from it."""
    cell = open_book(workbook)[key].by_id[row_id].cells[column]
    opened = open_for_change(workbook)
    patch = Patch(Package(opened.book.raw.path, opened.data))
    patch.set_cells(cell.sheet, {cell.ref: value})
    with opened.calculation() as calculation:
        after, _ = calculation.settle(patch.to_bytes())
    workbook.write_bytes(after)


def answers(draft: Path, unit: str, **values: CellValue) -> tuple[str, bytes]:
    """The file of a unit in the mail, filled in by its owner: labels are headers, with ``_`` for a space."""
    for name, content in files_in(draft).items():
        if name.startswith(f"{unit} "):
            with tempfile.TemporaryDirectory() as folder:
                form, filled = Path(folder) / "form.xlsx", Path(folder) / "filled.xlsx"
                form.write_bytes(content)
                sheet = read_workbook(form).sheets[0]
                labels = {cell.value: row for (row, column), cell in sheet.cells.items() if column == 1}
                cells = {f"B{labels[label.replace('_', ' ')]}": value for label, value in values.items()}
                patch_cells(form, filled, {sheet.name: cells})
                finished(
                    filled,
                    str(read_mail(draft)["To"] or "Eva Lind").partition(" <")[0],
                    dt.datetime.now(dt.UTC),
                    fractions=False,
                )
                return name, filled.read_bytes()
    raise AssertionError(f"{unit} is not in {draft.name}")


def read_mail(draft: Path) -> EmailMessage:
    message = email.message_from_bytes(draft.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def files_in(draft: Path) -> dict[str, bytes]:
    return {str(part.get_filename()): part.get_content() for part in read_mail(draft).iter_attachments()}

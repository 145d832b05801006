"""The least that the work could cost, and what people do today: the measures to hold ours against."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from lxml import etree

from benchmarks.files import SENT
from benchmarks.synthetic import declaration
from rus_sheets.book.model import Book
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.followup.form import Forms

_SHEETS = ("Uppföljning", "Händelser och utgifter")


def copy_bytes(contents: Sequence[bytes], target: Path) -> None:
    """Floor of splitting: write the same bytes to the same number of files."""
    for number, content in enumerate(contents):
        (target / f"{number}.xlsx").write_bytes(content)


def unzip_and_parse(paths: Iterable[Path]) -> None:
    """Floor of reading and merging: unzip every member, parse the sheets and their strings, and nothing else."""
    for path in paths:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                content = archive.read(name)
                if name.startswith("xl/worksheets/sheet") or name == "xl/sharedStrings.xml":
                    etree.fromstring(content)


def xlsxwriter_each(book: Book, units: Sequence[str], target: Path) -> None:
    """Today's way to split: make each file from the ground with XlsxWriter."""
    forms = Forms(book, SENT)
    for unit in units:
        (target / f"{unit}.xlsx").write_bytes(make_workbook(forms.of(unit), lambda _: {}))


def with_openpyxl(paths: Iterable[Path]) -> int:
    """Today's way to read: openpyxl, cell by cell. Returns how many cells hold something."""
    from openpyxl import load_workbook  # noqa: PLC0415

    count = 0
    for path in paths:
        book = load_workbook(path, data_only=True)
        for name in _SHEETS:
            for row in book[name].iter_rows(values_only=True):
                count += sum(value is not None for value in row)
    return count


def opened_and_saved(canonical: Path, target: Path) -> None:
    """What today's way to merge costs once: openpyxl opens the workbook, and saves it (without all it doesn't know)."""
    from openpyxl import load_workbook  # noqa: PLC0415

    load_workbook(canonical).save(target)


class OpenpyxlMerge:
    """Today's way to merge, file by file: whatever is filled in is copied into the open workbook, nothing compared."""

    def __init__(self, canonical: Path) -> None:
        from openpyxl import load_workbook  # noqa: PLC0415

        self.book = load_workbook(canonical)
        words = declaration().followup
        self.front = words.sheet
        children = [declaration().table_of(child.table) for child in words.child_tables]
        self.children = {table.excel_name: table.sheet for table in children}
        self.answers = declaration().table_of(words.answer)
        self.sheet = self.book[self.answers.sheet]
        self.columns = {cell.value: place for place, cell in enumerate(self.sheet[1], 1)}
        ids = (row[0] for row in self.sheet.iter_rows(min_row=2, max_col=1, values_only=True))
        self.rows = {unit: row for row, unit in enumerate(ids, 2)}

    def read(self, paths: Iterable[Path]) -> None:
        from openpyxl import load_workbook  # noqa: PLC0415

        for path in paths:
            form = load_workbook(path, data_only=True)
            found = {row[0]: row[1] for row in form[self.front].iter_rows(values_only=True, max_col=2)}
            row = self.rows[found[self.answers.column(self.answers.id).header]]
            for header, value in found.items():
                if header in self.columns and value is not None:
                    self.sheet.cell(row, self.columns[header]).value = value
            for sheet in form:
                for name, area in sheet.tables.items():
                    header, *lines = ([cell.value for cell in line[:-1]] for line in sheet[area])
                    for line in lines:
                        if any(value is not None for value in line[2:]):
                            target = self.book[self.children[name]]
                            said = dict(zip(header, line, strict=True))
                            target.append([said.get(cell.value) for cell in target[1]])


def with_pandas(paths: Iterable[Path]) -> int:
    """Today's other way to read: a frame of each sheet."""
    import pandas as pd  # noqa: PLC0415

    frames = (pd.read_excel(path, sheet_name=list(_SHEETS), header=None, engine="openpyxl") for path in paths)
    return sum(int(frame.count().sum()) for found in frames for frame in found.values())

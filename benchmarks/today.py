"""The least that the work could cost, and what people do today: the measures to hold ours against."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from lxml import etree

from benchmarks.files import SENT
from rus_sheets.book.model import Book
from rus_sheets.excel.make import make_workbook
from rus_sheets.followup.form import form

_SHEETS = ("Uppföljning", "Händelser", "Utgifter")


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
    for unit in units:
        (target / f"{unit}.xlsx").write_bytes(make_workbook(form(book, unit, sent=SENT), lambda _: {}))


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


def with_pandas(paths: Iterable[Path]) -> int:
    """Today's other way to read: a frame of each sheet."""
    import pandas as pd  # noqa: PLC0415

    frames = (pd.read_excel(path, sheet_name=list(_SHEETS), header=None, engine="openpyxl") for path in paths)
    return sum(int(frame.count().sum()) for found in frames for frame in found.values())

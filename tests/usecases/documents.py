"""The example years on disk, with their documents, for tests of what happens to them afterwards."""

from __future__ import annotations

import shutil
from pathlib import Path

from rus_sheets.excel.edit.patch import CellValue, patch_cells
from rus_sheets.resources import folder
from tests.documents.books import document

NAMES = {"plan": "Verksamhetsplan", "report": "Verksamhetsberattelse", "application": "Ansokan", "short": "Kort"}


def example_year(target: Path, year: int, kind: str) -> tuple[Path, Path]:
    """A document and its workbook in the folder."""
    workbook = target / f"verksamhet-{year}.xlsx"
    shutil.copy(folder("examples") / str(year) / workbook.name, workbook)
    path = target / f"{NAMES[kind]}-{year}.docx"
    path.write_bytes(document(kind, year))
    return path, workbook


def change(workbook: Path, values: dict[str, dict[str, CellValue]]) -> None:
    """Edit cells of the workbook."""
    patch_cells(workbook, workbook, values)

"""How cells look, as LibreOffice shows them."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.layout.blueprint import NewCell, NewSheet, NewWorkbook, Style
from rus_sheets.schema.model import CellType
from tests import libreoffice

SHOWN = {24: "24", 24.5: "24,5", 0.25: "0,25", 0: "0", 1200: "1200", -3.5: "-3,5"}


@pytest.mark.libreoffice
@pytest.mark.parametrize("kind", [CellType.DAYS, CellType.NUMBER])
def test_an_answer_is_shown_as_it_is_typed(tmp_path: Path, kind: CellType) -> None:
    cells = [NewCell(row, 1, number, Style.ANSWER, kind) for row, number in enumerate(SHOWN, 1)]
    path = tmp_path / "svar.xlsx"
    path.write_bytes(make_workbook(NewWorkbook((NewSheet("Blad", tuple(cells)),), "Svar", "Test"), lambda _: {}))
    with zipfile.ZipFile(libreoffice.convert(path, "ods", tmp_path / "lo")) as read:
        texts = re.findall("<text:p>([^<]*)</text:p>", read.read("content.xml").decode())
    assert [text.replace(".", ",") for text in texts] == list(SHOWN.values())

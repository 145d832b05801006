"""Tables of people's own Word: their grid follows their rows, whatever is written of widths and joined cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from rus_sheets.word.parts.ns import q
from tests.word.documents import body, made
from tools.maker.markup import p


def _cell(text: str, *properties: str) -> str:
    inner = text if text.startswith("<") else p(text)
    return f"<w:tc>{f'<w:tcPr>{properties[0]}</w:tcPr>' if properties else ''}{inner}</w:tc>"


def _row(*cells: str, properties: str = "") -> str:
    made = (cell if cell.startswith(("<w:tc>", "<w:sdt>")) else _cell(cell) for cell in cells)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(made)}</w:tr>"


def _table(widths: str, *rows: str) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths.split())
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>" + p("")


_LOOP = _row("{%tc for rad in rader %}", "{{ rad }}", "{%tc endfor %}")
_CONTROL = f"<w:sdt><w:sdtPr/><w:sdtContent>{_cell('{{ titel }}')}</w:sdtContent></w:sdt>"
_INNER = _table("1 1 1", _row("1", "2", "3"))
_BARE = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
GRIDS = {
    "as it is": (_table("1000 8000", _row("a", "{{ titel }}")), ["1000", "8000"]),
    "more cells": (_table("3000", _LOOP), ["1000", "1000", "1000"]),
    "fewer cells": (_table("1000 2000 3000", _row("a", "{{ titel }}")), ["2000", "4000"]),
    "a table in a cell": (_table("1000 8000", _row(_cell(_INNER), "b")), ["1000", "8000"]),
    "a cell in a control": (_table("1000 8000", _row("a", _CONTROL)), ["1000", "8000"]),
    "rows that begin later": (
        _table("1000 8000", _row("{{ titel }}", properties='<w:gridBefore w:val="1"/>')), ["1000", "8000"]
    ),
    "joined cells": (_table("1000 8000", _row(_cell("{{ titel }}", '<w:gridSpan w:val="2"/>'))), ["1000", "8000"]),
    "joined by what is no number": (_table("1000", _row(_cell("{{ titel }}", '<w:gridSpan w:val="x"/>'))), ["1000"]),
    "joined by nothing": (_table("1000", _row(_cell("{{ titel }}", "<w:gridSpan/>"))), ["1000"]),
    "millimetres": (_table("50mm 50mm", _row("{{ titel }}")), ["50mm"]),
    "per cent": (_table("50%", _row("a", "{{ titel }}")), ["50%", ""]),
    "no widths": (_BARE + _row("{{ titel }}") + "</w:tbl>" + p(""), [""]),
    "no columns": (_table("", _row("a", "{{ titel }}")), ["", ""]),
}  # fmt: skip


@pytest.mark.parametrize("case", GRIDS)
def test_a_tables_grid_follows_its_rows(tmp_path: Path, case: str) -> None:
    layout, widths = GRIDS[case]
    table = next(body(made(tmp_path, layout + p("{{ titel }}"), {"rader": ["a", "b", "c"]})).iter(q("w:tbl")))
    grid = table.find(q("w:tblGrid"))
    assert grid is not None
    assert [column.get(q("w:w"), "") for column in grid] == widths

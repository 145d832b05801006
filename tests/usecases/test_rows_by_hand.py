"""Rows of the documents' tables that people have moved, or struck with changes tracked."""

from __future__ import annotations

from pathlib import Path

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import Table

from rus_sheets.usecases.verify import verify
from tests.cli.run import rus_sheets
from tests.usecases.years import Rows, no_change, row, written_year


def _table(document: docx.document.Document, first: str) -> Table:
    return next(table for table in document.tables if table.cell(0, 0).text == first)


def _renamed(rows: Rows) -> None:
    row(rows, "areas", "O2")["name"] = "Ett annat namn"


def test_a_row_that_people_have_moved_is_never_put_into_a_cell(tmp_path: Path) -> None:
    path, workbook = written_year(tmp_path, "2026", "application", _renamed)
    document = docx.Document(str(path))
    areas = _table(document, "Område")
    areas.rows[3]._tr.addnext(areas.rows[2]._tr)
    document.save(str(path))
    rus_sheets("refresh", path, workbook)
    areas = _table(docx.Document(str(path)), "Område")
    assert [len(each.cells) for each in areas.rows] == [3] * 5
    assert not [each for each in areas._tbl.iter(qn("w:tr")) if each.getparent() is not areas._tbl]
    if areas.cell(3, 0).text != "Ett annat namn":
        assert "Områden/O2/Område" in [each.tag for each in verify(path, workbook).disagreements]


def test_a_row_that_is_struck_with_changes_tracked_is_told_of(tmp_path: Path) -> None:
    path, workbook = written_year(tmp_path, "2026", "application", no_change)
    document = docx.Document(str(path))
    struck = _table(document, "Område").rows[2]._tr
    struck.get_or_add_trPr().append(parse_xml(f'<w:del {nsdecls("w")} w:id="900" w:author="a"/>'))
    document.save(str(path))
    ran = rus_sheets("verify", path, workbook)
    assert ran.code == 1
    assert "en spårad ändring är inte avgjord" in " ".join(ran.out.split())

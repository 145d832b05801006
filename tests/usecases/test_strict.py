"""Workbooks that Excel has saved as Strict Open XML: read as any other, and never half changed."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.office.sealed import SealedError
from rus_sheets.usecases.merging import merge
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.split import split
from rus_sheets.usecases.validate import validate
from tests.answers_saved import sixty
from tests.robust.forms import small_workbook
from tests.robust.hostile import members, packed

NOW = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)
_HYPHENATED = {b"extended-properties": b"extendedProperties", b"custom-properties": b"customProperties"}


def strict(data: bytes) -> bytes:
    """As Excel saves it: the namespaces of ISO/IEC 29500-1, and days as text."""
    parts = {}
    for name, content in members(data).items():
        made = re.sub(
            rb"http://schemas\.openxmlformats\.org/(spreadsheetml|drawingml|officeDocument)/2006/([\w/-]+)",
            lambda found: b"http://purl.oclc.org/ooxml/%b/%b" % (found[1], _HYPHENATED.get(found[2], found[2])),
            content,
        )
        made = made.replace(b"<workbook ", b'<workbook conformance="strict" ', 1)
        parts[name] = re.sub(rb'(<c r="\w+" s="\d+")><v>46093</v>', rb'\1 t="d"><v>2026-03-12</v>', made)
    return packed(parts)


@pytest.mark.parametrize("program", ["libreoffice", "openpyxl"])
def test_an_answer_is_read_as_if_it_were_the_usual_kind(tmp_path: Path, program: str) -> None:
    saved = sixty.HERE / f"{program}.xlsx"
    path = tmp_path / saved.name
    path.write_bytes(strict(saved.read_bytes()))
    assert Package(path).strict
    assert b"2006" not in members(path.read_bytes())["xl/workbook.xml"].split(b">")[1]
    assert sixty.became(path) == sixty.became(saved)


def test_a_workbook_is_read_checked_and_sent_out(tmp_path: Path) -> None:
    usual, path = tmp_path / "vanlig.xlsx", tmp_path / "bok.xlsx"
    small_workbook(usual)
    path.write_bytes(strict(usual.read_bytes()))
    one, other = read_workbook(usual), read_workbook(path)
    assert other.sheets == one.sheets
    assert (other.defined_names, other.properties) == (one.defined_names, one.properties)
    assert open_book(path).year == 2026
    assert [str(each) for each in validate(path).findings] == [str(each) for each in validate(usual).findings]
    assert len(split(path, tmp_path / "ut", today=NOW.date(), processes=2)) == 3


def test_a_workbook_is_not_changed_and_says_why(tmp_path: Path) -> None:
    path = tmp_path / "bok.xlsx"
    small_workbook(path)
    sent = split(path, tmp_path / "ut", today=NOW.date())
    path.write_bytes(strict(path.read_bytes()))
    before = path.read_bytes()
    with pytest.raises(SealedError, match="Strict Open XML") as caught:
        merge(path, [sent[0].path], now=NOW)
    assert "Spara som" in caught.value.remedy
    assert path.read_bytes() == before

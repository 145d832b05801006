"""The ways of Google Sheets and of Excel for the web, as public files show them: an answer reads the same.

Google Sheets writes no docProps and no ``dimension``, knows no very hidden sheets and no tables, and puts namespaces of
its own on every part. Excel for the web writes marks of revision, a ``dyDescent`` of each row, extension lists, rich
shared strings with phonetic signs, and a document's path as an alternate content.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.answers_saved import sixty
from tests.robust.hostile import members, packed

Parts = dict[str, bytes]
_MC = b'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_OWN = (
    _MC, b'xmlns:mx="http://schemas.microsoft.com/office/mac/excel/2008/main"',
    b'xmlns:mv="urn:schemas-microsoft-com:mac:vml"',
)  # fmt: skip
_WEB = (
    _MC, b'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"',
    b'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision"', b'mc:Ignorable="x14ac xr"',
)  # fmt: skip
_PATH = (
    b'<mc:AlternateContent><mc:Choice Requires="x15" xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11'
    b'/main"><x15ac:absPath url="https://d.docs.live.net/x/" xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheet'
    b'ml/2010/11/ac"/></mc:Choice></mc:AlternateContent>'
)


def sheets(parts: Parts, change: Callable[[bytes], bytes]) -> Parts:
    return {name: change(data) if name.startswith("xl/worksheets/sheet") else data for name, data in parts.items()}


def marked(data: bytes, root: bytes, attributes: tuple[bytes, ...]) -> bytes:
    """The part with those attributes on its root that it lacks."""
    head = re.search(rb"<" + root + rb"[^>]*", data)
    assert head is not None
    more = [attribute for attribute in attributes if attribute.split(b"=")[0] not in head[0]]
    return data.replace(head[0], b" ".join([head[0], *more]), 1)


def google(parts: Parts) -> Parts:
    kept = {name: data for name, data in parts.items() if not name.startswith(("docProps/", "xl/tables/"))}
    told = re.compile(rb"<(?:Override|Relationship) [^>]*(?:docProps|tables)/[^>]*/>")
    kept = {name: told.sub(b"", data) for name, data in kept.items()}
    kept["xl/workbook.xml"] = marked(kept["xl/workbook.xml"].replace(b"veryHidden", b"hidden"), b"workbook", _OWN)

    def sheet(data: bytes) -> bytes:
        bare = re.sub(rb"<dimension [^>]*/>|<tableParts.*?</tableParts>| spans=\"[^\"]*\"", b"", data)
        return marked(bare, b"worksheet", _OWN)

    return sheets(kept, sheet)


def excel_for_the_web(parts: Parts) -> Parts:
    def sheet(data: bytes) -> bytes:
        rows = re.sub(rb'<row r="(\d+)"', rb'<row r="\1" x14ac:dyDescent="0.25"', marked(data, b"worksheet", _WEB))
        return rows.replace(b"</worksheet>", b'<extLst><ext uri="{0}"/></extLst></worksheet>')

    strings = re.sub(
        rb"<si><t[^>]*>([^<]*)</t></si>",
        rb'<si><r><t xml:space="preserve">\1</t></r><phoneticPr fontId="1" type="noConversion"/></si>',
        parts["xl/sharedStrings.xml"],
    )
    book = marked(parts["xl/workbook.xml"].replace(b"<workbookPr", _PATH + b"<workbookPr", 1), b"workbook", _WEB)
    return {**sheets(parts, sheet), "xl/sharedStrings.xml": strings, "xl/workbook.xml": book}


@pytest.mark.parametrize("way", [google, excel_for_the_web])
@pytest.mark.parametrize("program", ["libreoffice", "onlyoffice"])
def test_an_answer_reads_the_same(tmp_path: Path, way: Callable[[Parts], Parts], program: str) -> None:
    saved = sixty.HERE / f"{program}.xlsx"
    before = members(saved.read_bytes())
    parts = way(before)
    assert sum(parts.get(name) != data for name, data in before.items()) > 4
    path = tmp_path / saved.name
    path.write_bytes(packed(parts))
    assert sixty.became(path) == sixty.became(saved)

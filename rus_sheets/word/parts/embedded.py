"""The little workbook inside a chart, so that *Edit data* in Word shows the figures.

Eight short parts over zipfile: the libraries that make workbooks belong to another layer, and a chart needs one sheet
of texts and numbers.
"""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from rus_sheets.office.markup import escape_text
from rus_sheets.office.ns import PACKAGE_RELATIONS, RELATION_KINDS, SPREADSHEET
from rus_sheets.office.package import RELATIONSHIPS, TYPES
from rus_sheets.texts.content import Chart
from rus_sheets.texts.text import one_line
from rus_sheets.word.parts.theme import theme_xml

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_FIXED = {
    TYPES: (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_MAIN}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_MAIN}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_MAIN}.styles+xml"/>'
        '<Override PartName="/xl/theme/theme1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_MAIN}.sharedStrings+xml"/></Types>'
    ),
    RELATIONSHIPS: (
        f'<Relationships xmlns="{PACKAGE_RELATIONS}"><Relationship Id="rId1" Type="{RELATION_KINDS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATION_KINDS}"><sheets>'
        '<sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{PACKAGE_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{RELATION_KINDS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{RELATION_KINDS}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId3" Type="{RELATION_KINDS}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rId4" Type="{RELATION_KINDS}/theme" Target="theme/theme1.xml"/></Relationships>'
    ),
    "xl/theme/theme1.xml": theme_xml(),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{SPREADSHEET}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
        '</fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="1"><xf xfId="0"/></cellXfs></styleSheet>'
    ),
}
FIXED = {name: (_DECLARATION + content).encode() for name, content in _FIXED.items()}
"""The parts that are the same in every chart's workbook, as they are stored."""


def workbook(chart: Chart) -> bytes:
    """A workbook with the chart's categories in column A and one series in each column after it.

    A map has the places of its tiles between them, and the tiles of a series in rows that follow each other.
    """
    places = ["Plats"] if chart.places else []
    rows: list[list[str | float | None]] = [["", *places, *(series.name for series in chart.series)]]
    for index in chart.in_series_order() if chart.places else range(len(chart.categories)):
        name = chart.categories[index]
        rows.append([name, *chart.places[index : index + 1], *(series.values[index] for series in chart.series)])
    texts = list(dict.fromkeys(one_line(cell) for row in rows for cell in row if isinstance(cell, str) and cell))
    parts = {**_FIXED, "xl/sharedStrings.xml": _strings(texts), "xl/worksheets/sheet1.xml": _sheet(rows, texts)}
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            package.writestr(info, _DECLARATION + content)
    return target.getvalue()


def column(number: int) -> str:
    """A column's letter, 1 for A; a chart has fewer than 26."""
    return chr(64 + number)


def _strings(texts: list[str]) -> str:
    """The texts stand apart from the cells: Excel would move them there on its first save."""
    items = "".join(f'<si><t xml:space="preserve">{escape_text(text)}</t></si>' for text in texts)
    return f'<sst xmlns="{SPREADSHEET}" count="{len(texts)}" uniqueCount="{len(texts)}">{items}</sst>'


def _sheet(rows: list[list[str | float | None]], texts: list[str]) -> str:
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = "".join(_cell(f"{column(place)}{number}", value, texts) for place, value in enumerate(row, start=1))
        lines.append(f'<row r="{number}">{cells}</row>')
    return f'<worksheet xmlns="{SPREADSHEET}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def _cell(ref: str, value: str | float | None, texts: list[str]) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return f'<c r="{ref}" t="s"><v>{texts.index(one_line(value))}</v></c>'
    return f'<c r="{ref}"><v>{value!r}</v></c>'

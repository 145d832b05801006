"""The sheet that lists all findings: one table with a link to each cell. Pure: texts in, XML out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from rus_sheets.book.raw import column_letters
from rus_sheets.excel.edit.cell_content import MAX_TEXT
from rus_sheets.excel.edit.notebox import lines_of
from rus_sheets.excel.make.style_formats import DARK, INK, LINE
from rus_sheets.excel.read.escapes import escape
from rus_sheets.excel.read.ns import MAIN
from rus_sheets.excel.review.review_formats import Look
from rus_sheets.findings import Severity
from rus_sheets.office.markup import escape_attribute, escape_text
from rus_sheets.office.ns import RELATION_KINDS

HEADERS = ("Allvar", "Kod", "Blad", "Cell", "Rad", "Titel", "Fel", "Åtgärd", "Anmärkning")
_WIDTHS = (13, 8, 15, 8, 13, 28, 46, 46, 24)
_LINE_HEIGHT, _HIGHEST_ROW = 15, 405  # points; Excel takes at most 409
_LINK = 3  # the column, from 0, that leads to the cell
_MAX_LINKS = 65_000
"""Excel takes 65 530 on a sheet."""
MAX_LINES = 100_000
"""Lines in the list; who gets more has one fault many times."""
NOTHING = "Inga anmärkningar."

LOOKS = (
    Look(color="#FFFFFF", background=DARK, bold=True),
    Look(color=INK),
    Look(color="#0B57A4", underlined=True),
    Look(color="#8A1C12", background="#FBE3E0", bold=True),
    Look(color="#6B4A00", background="#FFF1CC", bold=True),
    Look(color="#555555"),
)
"""Header, text, link, error, warning, and what needs nothing done. Contrasts of at least 4.5:1."""
LINE_COLOR = LINE
_HEADER, _TEXT, _LINKED, _ERROR, _WARNING, _QUIET = range(6)


class ReviewLine(Struct, frozen=True):
    """A finding in the list. ``target`` is where its link leads (``'Plan'!K7``), "" where it has none."""

    severity: Severity
    mark: str
    code: str
    sheet: str
    cell: str
    row_id: str
    title: str
    fault: str
    remedy: str
    remark: str
    target: str
    silenced: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """By the headers."""
        place = (self.sheet, self.cell, self.row_id, self.title)
        return (self.mark, self.code, *place, self.fault, self.remedy, self.remark)


def sheet_xml(lines: Sequence[ReviewLine], styles: Sequence[int], table: str) -> str:
    """The worksheet; ``styles`` are the numbers of LOOKS, ``table`` the id of the relationship to the table part."""
    last = max(2, len(lines) + 1)
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}.7109375" customWidth="1"/>'
        for number, width in enumerate(_WIDTHS, 1)
    )
    area = f"A1:{column_letters(len(HEADERS))}{last}"
    links = "".join(_links(lines))
    return (
        f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATION_KINDS}">'
        f'<sheetPr><tabColor rgb="FF{"8A1C12" if any(not line.silenced for line in lines) else DARK[1:]}"/>'
        f'<pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="{area}"/>'
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
        'state="frozen"/><selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols>'
        f"<sheetData>{''.join(_rows(lines, styles))}</sheetData>"
        f"{f'<hyperlinks>{links}</hyperlinks>' if links else ''}"
        '<pageMargins left="0.5" right="0.5" top="0.7" bottom="0.7" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        "<headerFooter><oddHeader>&amp;L&amp;A&amp;R&amp;F</oddHeader>"
        "<oddFooter>&amp;RSida &amp;P av &amp;N</oddFooter></headerFooter>"
        f'<ignoredErrors><ignoredError sqref="{area}" numberStoredAsText="1"/></ignoredErrors>'
        f'<tableParts count="1"><tablePart r:id="{table}"/></tableParts></worksheet>'
    )


def table_xml(lines: Sequence[ReviewLine], number: int, name: str) -> str:
    """The table part with that id and name."""
    area = f"A1:{column_letters(len(HEADERS))}{max(2, len(lines) + 1)}"
    columns = "".join(f'<tableColumn id="{i}" name="{header}"/>' for i, header in enumerate(HEADERS, 1))
    return (
        f'<table xmlns="{MAIN}" id="{number}" name="{name}" displayName="{name}" ref="{area}" totalsRowShown="0">'
        f'<autoFilter ref="{area}"/><tableColumns count="{len(HEADERS)}">{columns}</tableColumns>'
        '<tableStyleInfo name="TableStyleLight1" showFirstColumn="0" showLastColumn="0" showRowStripes="0" '
        'showColumnStripes="0"/></table>'
    )


def _rows(lines: Sequence[ReviewLine], styles: Sequence[int]) -> Iterator[str]:
    yield _row(1, HEADERS, [styles[_HEADER]] * len(HEADERS))
    if not lines:
        yield _row(2, ("", "", "", "", "", "", NOTHING, "", ""), [styles[_TEXT]] * len(HEADERS))
    for number, line in enumerate(lines, 2):
        looks = [styles[_QUIET if line.silenced else _TEXT]] * len(HEADERS)
        looks[0] = styles[_mark_look(line)]
        if line.target and number <= _MAX_LINKS:
            looks[_LINK] = styles[_LINKED]
        yield _row(number, line.texts, looks)


def _mark_look(line: ReviewLine) -> int:
    if line.silenced:
        return _QUIET
    if line.severity.wants_a_person:
        return _ERROR
    return _WARNING if line.severity is Severity.WARNING else _QUIET


def _row(number: int, texts: Sequence[str], styles: Sequence[int]) -> str:
    cells = "".join(
        _cell(f"{column_letters(column)}{number}", text, style)
        for column, (text, style) in enumerate(zip(texts, styles, strict=True), 1)
    )
    return f'<row r="{number}" ht="{_height(texts)}">{cells}</row>'


def _height(texts: Sequence[str]) -> int:
    """In points, so that the longest text shows whole: LibreOffice fits no rows to their texts when it opens a file."""
    lines = map(lines_of, texts, _WIDTHS)
    return min(max(lines) * _LINE_HEIGHT + 3, _HIGHEST_ROW)


def _cell(ref: str, text: str, style: int) -> str:
    look = f' s="{style}"' if style else ""
    if not text:
        return f'<c r="{ref}"{look}/>'
    # Half a pair at the cut is no character; what Excel counts are UTF-16 units.
    held = text.encode("utf-16-le", "replace")[: 2 * MAX_TEXT].decode("utf-16-le", "ignore")
    written = escape_text(escape(held))
    return f'<c r="{ref}"{look} t="inlineStr"><is><t xml:space="preserve">{written}</t></is></c>'


def _links(lines: Sequence[ReviewLine]) -> Iterator[str]:
    for number, line in enumerate(lines[: _MAX_LINKS - 1], 2):
        if line.target:
            ref = f"{column_letters(_LINK + 1)}{number}"
            location, shown = escape_attribute(line.target), escape_attribute(line.cell)
            yield f'<hyperlink ref="{ref}" location="{location}" display="{shown}"/>'

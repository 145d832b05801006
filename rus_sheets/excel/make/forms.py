"""Makes many workbooks of few shapes: XlsxWriter makes each shape once, and the rest is filling in its cells.

Follow-up forms differ in values, row heights and title only. So a shape is made with a mark in each of those places,
its parts are cut at the marks, and a form is the pieces joined with its own values: some ten times faster than making
it from the ground, and the same bytes (``tests/excel/test_forms.py``).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.book.raw import CellError, Runs, Scalar
from rus_sheets.excel.read.escapes import escape
from rus_sheets.excel.read.ns import MAIN
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_strings
from rus_sheets.excel.read.strings import runs_for_writer
from rus_sheets.excel.read.workbook_part import read_workbook_part
from rus_sheets.layout.blueprint import NewCell, NewSheet, NewWorkbook, Style
from rus_sheets.office.atomic import write_atomically
from rus_sheets.office.markup import escape_text
from rus_sheets.office.zipwrite import Members
from rus_sheets.schema.model import CellType
from rus_sheets.sharing import read_bytes

_OPEN, _CLOSE = "\ue000", "\ue001"
"""Round a mark's number. Private characters, which no text of ours has."""
_TITLE = f"{_OPEN}0{_CLOSE}"
_ANY_HEIGHT = 99.0
_DEFAULT_HEIGHT = 20
"""Pixels; XlsxWriter doesn't write it."""
_SLOT = re.compile(
    r'(?P<cell><c r="[A-Z]+\d+"(?: s="\d+")?) t="(?:s|str)">(?P<formula><f>[^<]*</f>)?<v>(?P<value>[^<]*)</v></c>'
    rf"|{_OPEN}(?P<text>\d+){_CLOSE}"
)
_ROW = re.compile(r'<row r="(\d+)"([^>]*?) ht="[^"]*"')
_PROPERTIES, _STRINGS = "docProps/core.xml", "xl/sharedStrings.xml"
_LOOK = '<sz val="11"/><color theme="1"/><rFont val="Calibri"/><family val="2"/><scheme val="minor"/>'
"""The font of marked text, as XlsxWriter writes it."""


class FormPress:
    """Remembers the shapes that it has met. One for each process and job; it grows with the shapes, not the forms."""

    def __init__(self, masters: Path | None = None) -> None:
        """``masters`` is a folder where processes that make forms of the same shapes share what XlsxWriter made."""
        self._masters = masters
        self._plates: dict[Hashable, _Plate] = {}

    def make(self, form: NewWorkbook) -> bytes:
        """The workbook as the bytes of an .xlsx file; each formula's value stands in its cell already."""
        cells = _CellColumns.of(form)
        shape = _shape(form, cells)
        plate = self._plates.get(shape)
        if plate is None:
            plate = self._plates[shape] = _Cutter(form, self._master(form, shape)).plate()
        return plate.filled(form, cells)

    def _master(self, form: NewWorkbook, shape: Hashable) -> bytes:
        """The marked form as XlsxWriter makes it; that is loaded here, since not every process needs it."""
        kept = self._masters / hashlib.sha256(repr(shape).encode()).hexdigest() if self._masters else None
        if kept and kept.exists():
            return read_bytes(kept)
        from rus_sheets.excel.make.workbook import make_workbook  # noqa: PLC0415

        master = make_workbook(_marked(form), lambda _: {})
        if kept:
            write_atomically(kept, master, durable=False)
        return master


class _CellColumns(NamedTuple):
    """The cells of a form or a sheet, attribute by attribute: quicker to look through than cell by cell."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    values: tuple[Scalar, ...]
    styles: tuple[Style, ...]
    types: tuple[CellType, ...]
    formulas: tuple[str, ...]
    runs: tuple[Runs, ...]

    @staticmethod
    def of(form: NewWorkbook) -> _CellColumns:
        """All cells, numbered from 1 as they stand: number 0 is the title."""
        cells = [NewCell(0, 0, form.title), *chain.from_iterable(sheet.cells for sheet in form.sheets)]
        return _CellColumns(*zip(*cells, strict=True))


def _shape(form: NewWorkbook, cells: _CellColumns) -> Hashable:
    """All but what is filled in: forms of equal shape come from one plate."""
    return (
        cells.rows, cells.columns, cells.styles, cells.types, cells.formulas,
        form.author, form.active, form.locked, *form.names.items(), *form.custom.items(),
        *map(_sheet_shape, form.sheets),
    )  # fmt: skip


def _sheet_shape(sheet: NewSheet) -> Hashable:
    return (
        sheet.name, len(sheet.cells), sheet.tables, sheet.rules, sheet.highlights, sheet.charts,
        tuple(sheet.widths.items()), tuple(sheet.heights), sheet.frozen, sheet.cursor, sheet.protected,
        sheet.landscape, sheet.repeat_header, sheet.state, tuple(sheet.hyperlinks.items()),
        sheet.hidden_columns, sheet.printed, sheet.joined,
    )  # fmt: skip


def _marked(form: NewWorkbook) -> NewWorkbook:
    """The form with a mark in each place that is filled in: the title is 0, the cells are numbered from 1.

    Spare cells are not filled in: they are blank in every form, and there are many of them.
    """
    number = 0
    sheets = []
    for sheet in form.sheets:
        cells = []
        for cell in sheet.cells:
            number += 1
            spare = cell.style is Style.SPARE
            cells.append(cell if spare else cell._replace(value=f"{_OPEN}{number}{_CLOSE}", runs=()))
        sheets.append(replace(sheet, cells=tuple(cells), heights=dict.fromkeys(sheet.heights, _ANY_HEIGHT)))
    return replace(form, sheets=tuple(sheets), title=_TITLE)


class _CutPart(NamedTuple):
    """A part cut where it is filled in: ``pieces``, with a gap after each but the last, and what goes into the gaps.

    That is told by its number in the list that ``_Plate.filled`` makes.
    """

    name: str
    pieces: Sequence[str]
    gaps: Sequence[int]

    def filled(self, fillings: Sequence[str]) -> bytes:
        """The part with its gaps filled."""
        whole = [""] * (2 * len(self.gaps) + 1)
        whole[::2] = self.pieces
        whole[1::2] = [fillings[number] for number in self.gaps]
        return "".join(whole).encode()


class _Plate(Struct, frozen=True):
    """A shape made once: its members, the parts that differ from form to form, and what is filled into them.

    Fillings are numbered: the cells by their own numbers, then ``texts`` that all forms have, ``attributes`` (of cells
    whose text stands in one: the title, links) and the ``heights`` of rows (sheet from 0, and row).
    ``strings`` is the order of the shared strings: a cell's number, or one of the ``texts``. ``formulas`` are by cell.
    """

    members: Members
    parts: Sequence[_CutPart]
    strings: Sequence[int | str]
    worded: Sequence[int]
    """The cells that refer to the shared strings where they hold a text."""
    formulas: Mapping[int, str]
    texts: Sequence[str]
    attributes: Sequence[int]
    heights: Sequence[tuple[int, int]]

    def filled(self, form: NewWorkbook, cells: _CellColumns) -> bytes:
        values = cells.values
        # Most are texts or blank, and quickly.
        texts: list[str | Runs | None]
        texts = [value if type(value) is str or value is None else _shared(value) for value in values]
        for number, runs in enumerate(cells.runs) if any(cells.runs) else ():
            if any(marks for _, marks in runs):
                texts[number] = runs_for_writer(runs)
        ordered = [texts[string] if isinstance(string, int) else string for string in self.strings]
        index = dict.fromkeys(text for text in ordered if text is not None)
        shared = {text: f' t="s"><v>{number}</v></c>' for number, text in enumerate(index)}
        fillings = [
            _plain(value) if text is None else shared.get(text, "") for value, text in zip(values, texts, strict=True)
        ]
        for number, formula in self.formulas.items():
            fillings[number] = _calculated(formula, values[number])
        fillings += [shared[text] for text in self.texts]
        fillings += [_attribute(str(values[number])) for number in self.attributes]
        heights = [sheet.heights for sheet in form.sheets]
        fillings += [_height(heights[sheet][row]) for sheet, row in self.heights]
        replaced: dict[str, bytes | None] = {part.name: part.filled(fillings) for part in self.parts}
        blank = [texts[number] for number in self.worded].count(None)
        # The text of a link is counted twice, as XlsxWriter does.
        count = len(self.worded) - blank + len(self.texts) + sum(len(sheet.hyperlinks) for sheet in form.sheets)
        replaced[_STRINGS] = (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns="{MAIN}" count="{count}"'
            f' uniqueCount="{len(index)}">{"".join(map(_item, index))}</sst>'
        ).encode()
        return self.members.replaced(replaced)


class _Gap(NamedTuple):
    """A place to fill in, from ``start`` to ``end`` in a part's text: what with, and which of them."""

    start: int
    end: int
    filling: str
    which: int


class _Cutter:
    """Cuts the parts of a marked form, and gathers what their gaps are filled with."""

    def __init__(self, form: NewWorkbook, master: bytes) -> None:
        """``master`` is the marked form as a file."""
        package = Package("mallen", master)
        book = read_workbook_part(package)
        self._package = package
        self._strings = [_number(text) or text for text in read_strings(package, book).texts]
        self._names = [_PROPERTIES, *(sheet.part for sheet in book.sheets)]
        self._cells = 1 + sum(len(sheet.cells) for sheet in form.sheets)
        self._worded: list[int] = []
        self._formulas: dict[int, str] = {}
        self._texts: list[str] = []
        self._attributes: list[int] = []
        self._heights: list[tuple[int, int]] = []

    def plate(self) -> _Plate:
        cut = []
        for sheet, name in enumerate(self._names, -1):
            xml = self._package.read(name).decode()
            cut.append((name, xml, sorted(self._gaps(xml, sheet))))
        first = self._cells
        firsts = {"cell": 0, "text": first, "attribute": first + len(self._texts)}
        firsts["height"] = firsts["attribute"] + len(self._attributes)
        parts = []
        for name, xml, gaps in cut:
            starts, ends = [0, *(gap.end for gap in gaps)], [*(gap.start for gap in gaps), len(xml)]
            pieces = [xml[start:end] for start, end in zip(starts, ends, strict=True)]
            parts.append(_CutPart(name, pieces, [firsts[gap.filling] + gap.which for gap in gaps]))
        return _Plate(
            Members(self._package), parts, self._strings, self._worded, self._formulas, self._texts, self._attributes,
            self._heights,
        )  # fmt: skip

    def _gaps(self, xml: str, sheet: int) -> Iterator[_Gap]:
        for row in _ROW.finditer(xml):
            self._heights.append((sheet, int(row[1])))
            yield _Gap(row.end(2), row.end(), "height", len(self._heights) - 1)
        for found in _SLOT.finditer(xml):
            if found["text"]:
                self._attributes.append(int(found["text"]))
                yield _Gap(found.start(), found.end(), "attribute", len(self._attributes) - 1)
                continue
            start = found.end("cell")
            if found["formula"]:
                number = _number(found["value"])
                self._formulas[number] = found["formula"]
                yield _Gap(start, found.end(), "cell", number)
                continue
            text = self._strings[int(found["value"])]
            if isinstance(text, int):
                self._worded.append(text)
                yield _Gap(start, found.end(), "cell", text)
            else:
                self._texts.append(text)
                yield _Gap(start, found.end(), "text", len(self._texts) - 1)


def _number(text: str) -> int:
    """The number of the mark that a text is, 0 for a text of the shape's own."""
    return int(text.strip(_OPEN + _CLOSE)) if text.startswith(_OPEN) else 0


def _shared(value: Scalar) -> str | None:
    """What stands in the shared strings for a cell; None for one that isn't text."""
    return None if value is None or isinstance(value, (bool, int, float)) else str(value)


def _plain(value: Scalar) -> str:
    """The rest of a cell's element, from its type on, for a cell that isn't text."""
    if value is None:
        return "/>"
    return f' t="b"><v>{int(value)}</v></c>' if isinstance(value, bool) else f"><v>{value:.16G}</v></c>"


def _calculated(formula: str, value: Scalar) -> str:
    """The same for a cell with that formula's element."""
    kind, stored = _formula_value(value)
    return f"{kind}>{formula}<v>{stored}</v></c>"


def _formula_value(value: Scalar) -> tuple[str, str]:
    if value is None or value == "":
        return "", ""
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, CellError):
        return ' t="e"', value.code
    if isinstance(value, str):
        return ' t="str"', escape_text(escape(value))
    return "", f"{value}"


def _height(points: float) -> str:
    """The attribute of a row's height: whole pixels, as XlsxWriter and Excel have it."""
    pixels = int(points * 4.0 / 3.0 + 0.5)
    return "" if pixels == _DEFAULT_HEIGHT else f' ht="{pixels * 0.75:.16g}"'


def _item(text: str | Runs) -> str:
    """A shared string's element. Most texts (labels, help, choices) are the same in every form."""
    if isinstance(text, str):
        return f"<si>{_text(text)}</si>"
    return f"<si>{''.join(f'<r>{_properties(marks)}{_text(part)}</r>' for part, marks in text)}</si>"


def _properties(marks: str) -> str:
    return f"<rPr>{'<b/>' if 'b' in marks else ''}{'<i/>' if 'i' in marks else ''}{_LOOK}</rPr>"


def _text(text: str) -> str:
    keep = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<t{keep}>{escape_text(escape(text))}</t>"


def _attribute(text: str) -> str:
    return escape_text(text).replace('"', "&quot;").replace("\n", "&#xA;")

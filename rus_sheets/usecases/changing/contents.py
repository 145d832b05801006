"""What people have written in a workbook, apart from the file that holds it: a mere save in another program changes
nothing.

The sheets count, and the values and formulas on them, notes, links, merged cells, text boxes and pictures. How cells
look doesn't, nor do the stored values of formulas, which every program calculates for itself, nor the ways in which
programs write one and the same formula.
"""

from __future__ import annotations

import base64
import json
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from rus_sheets.book.raw import CellError, RawCell, RawSheet, RawWorkbook, RemarkKind, Scalar, position_of
from rus_sheets.errors import UserError
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.office.suffixes import WORKBOOKS

_ID = "rus-sheets id"
_MOST = 100_000_000
"""Bytes that a note's packed contents may unpack to."""
_AS_ONE_LIKES = re.compile(r"_xlfn\.|_xlws\.|\[#This Row\],?|[\s@$\[\]]", re.IGNORECASE)

StoredCell = tuple[Scalar, str | None]
"""A cell's value and its formula: None for none, "" for one that can't be told."""
SheetContents = Mapping[str, Mapping[str, StoredCell]]
"""By sheet and A1 reference; "" stands for the sheet itself, and ``C5 (länk)`` for what lies on a cell."""

_SHEET: StoredCell = ("blad", None)
_NAMES = {
    RemarkKind.COMMENT: "anteckning", RemarkKind.TEXT_BOX: "textruta", RemarkKind.PICTURE: "bild",
    RemarkKind.FILE: "fil",
}  # fmt: skip


class Contents(Struct, frozen=True):
    """The cells of a workbook, and the id that it carries ("" for none)."""

    workbook_id: str
    cells: SheetContents


class Change(Struct, frozen=True):
    """A cell that holds something else than before, or a whole sheet (``ref`` is "") that has come or gone.

    ``of`` is what people call its row and column, "" where that isn't known.
    """

    sheet: str
    ref: str
    before: str
    now: str
    of: str = ""

    def __str__(self) -> str:
        if not self.ref:
            return f"bladet {self.sheet} är {self.now}"
        return f"{self.sheet}!{self.ref}{f' ({self.of})' if self.of else ''}: {self.before} → {self.now}"


def contents_of(data: bytes, name: str) -> Contents | None:
    """What stands in a workbook; None for a file that is none (a document, say). Never raises for what is in it."""
    if Path(name).suffix.lower() not in WORKBOOKS:
        return None
    try:
        return contents_in(read_package(Package(name, data)))
    except UserError:
        return None


def contents_in(raw: RawWorkbook) -> Contents:
    """What stands in a workbook that has been read."""
    return Contents(raw.properties.get(_ID, ""), _cells(raw))


def _cells(raw: RawWorkbook) -> SheetContents:
    return {
        sheet.name: {
            "": _SHEET,
            **{cell.ref: _written(cell) for cell in sheet.cells.values() if cell.value is not None or cell.formula},
            **dict(_beside(sheet)),
        }
        for sheet in raw.sheets
    }


def _beside(sheet: RawSheet) -> Iterator[tuple[str, StoredCell]]:
    """What people put on cells without writing in them. Pictures and text boxes are counted: programs move them."""
    numbers: Counter[RemarkKind] = Counter()
    for remark in sheet.remarks:
        numbers[remark.kind] += 1
        place = remark.ref if remark.kind is RemarkKind.COMMENT else str(numbers[remark.kind])
        yield f"{place} ({_NAMES[remark.kind]})", (" ".join(remark.text.split()) or "finns", None)
    for ref, address in sheet.hyperlinks.items():
        if address.startswith(("http", "mailto")):  # programs write links within the computer in many ways
            yield f"{ref} (länk)", (address.rstrip("/"), None)
    yield from ((f"{area} (sammanfogade celler)", ("finns", None)) for area in sheet.merged)


def _written(cell: RawCell) -> StoredCell:
    value = cell.value.code if isinstance(cell.value, CellError) else cell.value
    return value, "" if cell.formula is None and cell.shared_or_array else cell.formula


def packed(contents: Contents | None) -> str:
    """The contents as a short ASCII text, "" for none."""
    if contents is None:
        return ""
    text = json.dumps([contents.workbook_id, contents.cells])
    return base64.b64encode(zlib.compress(text.encode())).decode()


def unpacked(text: str) -> Contents | None:
    """What ``packed`` was given; None for nothing, or for a text that it hasn't made."""
    try:
        unpack = zlib.decompressobj()
        plain = unpack.decompress(base64.b64decode(text), _MOST)
        workbook_id, sheets = json.loads(plain)
        cells = {
            str(name): {str(ref): (value, formula) for ref, (value, formula) in within.items()}
            for name, within in sheets.items()
        }
    except (ValueError, TypeError, AttributeError, RecursionError, MemoryError, zlib.error):
        return None
    return Contents(str(workbook_id), cells)


def changes(before: Contents, now: Contents) -> tuple[Change, ...]:
    """The cells that differ, sheet by sheet; none when it is the same workbook, however it has been saved."""
    return tuple(_changes(before.cells, now.cells))


def _changes(before: SheetContents, now: SheetContents) -> Iterator[Change]:
    for sheet in dict.fromkeys((*before, *now)):
        old, new = before.get(sheet, {}), now.get(sheet, {})
        if not (old and new):
            yield Change(sheet, "", "", "nytt" if new else "borttaget")
            continue
        for ref in sorted({*old, *new}, key=_position):
            one, other = old.get(ref, (None, None)), new.get(ref, (None, None))
            if not _same(one, other):
                yield Change(sheet, ref, *_apart(one, other))


def _same(one: StoredCell, other: StoredCell) -> bool:
    if one[1] is not None and other[1] is not None:
        return _plain(one[1]) == _plain(other[1])
    return one[1] is other[1] and _compared(one[0]) == _compared(other[0])


def _plain(formula: str) -> str:
    """A formula without what programs write in different ways; its texts as they stand."""
    parts = re.split('("[^"]*")', formula)
    return "".join(part if number % 2 else _AS_ONE_LIKES.sub("", part).casefold() for number, part in enumerate(parts))


def _compared(value: Scalar) -> object:
    if isinstance(value, bool):
        return ("bool", value)
    if isinstance(value, (int, float)):
        return float(_number(value))
    if value is None:
        return None
    return unicodedata.normalize("NFC", str(value)).replace("\r\n", "\n").replace("\r", "\n") or None


def _apart(one: StoredCell, other: StoredCell) -> tuple[str, str]:
    """The two as they are told; long texts from where they begin to differ."""
    pair = _shown(one), _shown(other)
    if pair[0] != pair[1]:
        return pair
    texts = [str(value if formula is None else formula) for value, formula in (one, other)]
    first = next((n for n, (a, b) in enumerate(zip(*texts, strict=False)) if a != b), min(map(len, texts)))
    start = max(0, first - 15)
    told = [f"{'…' if start else ''}{text[start : first + 20]}".replace("\n", "⏎") for text in texts]
    return f"”{told[0]}”", f"”{told[1]}”"


def _shown(written: StoredCell) -> str:
    value, formula = written
    if formula:
        return _short(f"={formula}")
    if value is None:
        return "tomt"
    if isinstance(value, bool):
        return "SANT" if value else "FALSKT"
    if isinstance(value, (int, float)):
        return _number(value).replace(".", ",")
    return f"”{_short(' '.join(str(value).split()))}”"


def _number(value: float) -> str:
    """With the 15 digits that Excel keeps."""
    try:
        return f"{value:.15g}"
    except OverflowError:  # whole numbers may be larger than any other
        return "inf" if value > 0 else "-inf"


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39].rstrip()}…"


def _position(ref: str) -> tuple[int, int]:
    try:
        return position_of(ref.partition(" ")[0].partition(":")[0])
    except ValueError:  # of a note that somebody has made
        return 0, 0

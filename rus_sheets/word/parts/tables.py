"""Tables that a screen reader can follow: one header row that repeats, no merged cells, rows that don't split."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from rus_sheets.texts.content import DataTable, Text, plain
from rus_sheets.word.parts.ns import NS, el, val
from rus_sheets.word.parts.runs import text_run
from rus_sheets.word.parts.styles import Styles

TEXT_WIDTH = 8787
"""The width between the margins in twentieths of a point (15,5 cm), which a table fills."""

TABLE_STYLE = "RUS Tabell"
CELL_STYLE = "Tabelltext"
CAPTION_LEAD = ". "
"""Between a caption's number and its text."""


def table(data: DataTable, styles: Styles, write: Callable[[Text], list[etree._Element]]) -> etree._Element:
    """The table; ``write`` makes the paragraphs of a cell."""
    shares = data.widths or (1,) * len(data.header)
    widths = [TEXT_WIDTH * share // sum(shares) for share in shares]
    look = el("w:tblLook", {"w:val": "0460" if data.total else "0420", "w:firstRow": 1,
                            "w:lastRow": int(data.total), "w:firstColumn": 0, "w:lastColumn": 0, "w:noHBand": 0,
                            "w:noVBand": 1})  # fmt: skip
    properties = el("w:tblPr", None)
    if styles.has(TABLE_STYLE):
        properties.append(val("w:tblStyle", styles.id_of(TABLE_STYLE)))
    properties.extend(
        (
            el("w:tblW", {"w:w": sum(widths), "w:type": "dxa"}),
            el("w:tblLayout", {"w:type": "fixed"}),
            look,
            val("w:tblCaption", data.caption),
        )
    )
    made = el("w:tbl", None, properties, el("w:tblGrid", None, *(el("w:gridCol", {"w:w": w}) for w in widths)))
    align = data.align.ljust(len(data.header), "l")
    made.append(_row([plain(title) for title in data.header], widths, align, styles, write, header=True))
    made.extend(_row(list(row), widths, align, styles, write) for row in data.rows)
    return made


def _row(
    cells: list[Text],
    widths: list[int],
    align: str,
    styles: Styles,
    write: Callable[[Text], list[etree._Element]],
    *,
    header: bool = False,
) -> etree._Element:
    properties = el("w:trPr", None, el("w:cantSplit"))
    if header:
        properties.append(el("w:tblHeader"))
    row = el("w:tr", None, properties)
    for cell, width, side in zip(cells, widths, align, strict=True):
        paragraphs = write(cell) or [el("w:p")]
        for paragraph in paragraphs:
            _dress(paragraph, side, styles)
        size = el("w:tcPr", None, el("w:tcW", {"w:w": width, "w:type": "dxa"}))
        row.append(el("w:tc", None, size, *paragraphs))
    return row


def _dress(paragraph: etree._Element, side: str, styles: Styles) -> None:
    properties = paragraph.find("w:pPr", NS)
    if properties is None:
        properties = el("w:pPr")
        paragraph.insert(0, properties)
    if properties.find("w:pStyle", NS) is None and styles.has(CELL_STYLE):
        properties.insert(0, val("w:pStyle", styles.id_of(CELL_STYLE)))
    if side == "r":
        properties.append(val("w:jc", "right"))


def caption(text: str, label: str, styles: Styles) -> etree._Element:
    """``Tabell 3. Budget``: a numbered caption; the number itself is put in when all captions are there."""
    paragraph = el("w:p", None, el("w:pPr", None, val("w:pStyle", styles.id_of("caption"))))
    if label == "Tabell":
        paragraph[0].append(el("w:keepNext"))
    paragraph.append(text_run(f"{label} "))
    paragraph.extend(field(f" SEQ {label} \\* ARABIC ", "0"))
    paragraph.append(text_run(f"{CAPTION_LEAD}{text}"))
    return paragraph


def field(code: str, shown: str) -> list[etree._Element]:
    """A field with the value that is shown until someone updates it."""
    instruction = el("w:instrText", {"xml:space": "preserve"})
    instruction.text = code
    marks = [el("w:r", None, el("w:fldChar", {"w:fldCharType": kind})) for kind in ("begin", "separate", "end")]
    return [marks[0], el("w:r", None, instruction), marks[1], text_run(shown), marks[2]]

"""Tables that get more columns at their right end, as another workbook has them: header, format, dropdown, width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree
from msgspec import Struct

from rus_sheets.book.raw import Scalar, column_letters, ref_of
from rus_sheets.excel.edit import remedies
from rus_sheets.excel.edit.borrowed_styles import BorrowedStyles
from rus_sheets.excel.edit.cellwriter import CellEdit, WorkbookTraits
from rus_sheets.excel.edit.editable_sheet import OpenSheet, OpenTable, open_sheet
from rus_sheets.excel.edit.styles_part import StyleSheet
from rus_sheets.excel.read.cell_formats import number_of
from rus_sheets.excel.read.escapes import escape
from rus_sheets.excel.read.ns import MAIN
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_strings
from rus_sheets.excel.read.sheetxml import rectangle_of
from rus_sheets.excel.read.workbook_part import WorkbookPart, read_workbook_part
from rus_sheets.formulas.areas import MAX_ROW
from rus_sheets.office.markup import (
    Splice,
    as_utf8,
    attribute,
    escape_attribute,
    opened_tag,
    prefix_of,
    rewritten,
    spans,
    spliced,
    with_attribute,
)
from rus_sheets.office.zipwrite import with_members

_MOST_ROWS = 20_000
"""Rows of a table that get a new cell: far more than any year has."""
_BEFORE_RULES = (
    "sheetData", "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
)  # fmt: skip
"""What stands before ``dataValidations`` from the cells on (ECMA-376 part 1, CT_Worksheet)."""


class Borrowed(Struct, frozen=True):
    """A column of another workbook's table. ``values`` are those that stand in its cells, from the first row."""

    header: str
    head_style: int
    style: int
    width: str
    rule: etree._Element | None
    formula: str
    values: tuple[Scalar, ...]


def with_columns(
    package: Package, place: tuple[str, str], source: Package, origin: tuple[str, str], headers: Sequence[str]
) -> bytes:
    """The workbook whose table (sheet and name: ``place``) has these columns of the table ``origin`` in ``source``.

    Raises PatchRefusedError where the table has no header row, or something stands to the right of it.
    """
    book = read_workbook_part(package)
    opened, table = _open(package, book, *place)
    _check(opened, table, len(headers))
    theirs = _open(source, read_workbook_part(source), *origin)
    styles_part = book.part_of_kind("styles")
    styles = BorrowedStyles(
        package.read(styles_part),
        package.xml(styles_part),
        source.xml(read_workbook_part(source).part_of_kind("styles")),
    )
    columns = [_borrowed(*theirs, header) for header in headers]
    room = table.table.last_row - table.table.first_row
    if any(value is not None for column in columns for value in column.values[room:]):
        raise opened.editor.refusal(f"Tabellen {table.table.name} har för få rader för sina nya val", remedies.LOW)
    content = _sheet(opened, table, columns, styles, WorkbookTraits(StyleSheet.absent(), book.date1904))
    changed: dict[str, bytes | None] = {opened.part.part: content, table.part: _table(package, table, columns)}
    if styles.data != styles.original:
        changed[styles_part] = styles.data
    return with_members(package, changed)


def _open(package: Package, book: WorkbookPart, sheet: str, name: str) -> tuple[OpenSheet, OpenTable]:
    part = next(found for found in book.sheets if found.name == sheet)
    opened = open_sheet(package, part, read_strings(package, book), date1904=book.date1904)
    return opened, next(table for table in opened.tables if table.table.name == name)


def _check(opened: OpenSheet, table: OpenTable, count: int) -> None:
    raw, editor = table.table, opened.editor
    new = range(raw.last_column + 1, raw.last_column + count + 1)
    rows = range(raw.first_row, MAX_ROW + 1)  # below the table too: it couldn't grow
    if not table.headed or raw.last_row - raw.first_row > _MOST_ROWS:
        raise editor.refusal(f"Tabellen {raw.name} kan inte få fler kolumner", remedies.HEADERS)
    filled = [place for place in editor.cells.cells if place[0] in rows and place[1] in new]
    areas = [(a.first_row, a.first_column, a.last_row, a.last_column) for a in (*opened.merged, *opened.pivots)]
    others = (other.table for other in opened.tables if other is not table)
    areas += [(o.first_row, o.first_column, o.last_row, o.last_column) for o in others]
    filled += [
        (top, max(left, new.start))
        for top, left, bottom, right in areas
        if bottom >= rows.start and left < new.stop and right >= new.start
    ]
    if filled:
        raise editor.refusal(
            f"Till höger om tabellen {raw.name}, eller under det, står något annat", remedies.BESIDE, min(filled)
        )


def _borrowed(opened: OpenSheet, table: OpenTable, header: str) -> Borrowed:
    raw, editor = table.table, opened.editor
    number = raw.first_column + raw.columns.index(header)
    body = range(raw.first_row + 1, raw.last_row + 1)
    rules = (
        rule
        for rule in editor.root.iterfind(f"{{{MAIN}}}dataValidations/{{{MAIN}}}dataValidation")
        if any((body.start, number) in rectangle_of(area) for area in rule.get("sqref", "").split())
    )
    cells = editor.cells.cells
    values = tuple(cells[row, number].value if (row, number) in cells else None for row in body)
    formula = raw.column_formulas.get(header, "")
    return Borrowed(
        header,
        editor.cells.style_at((raw.first_row, number)) or 0,
        editor.cells.style_at((body.start, number)) or 0,
        next((col.get("width", "") for col in _cols(editor.root) if _covers(col, number)), ""),
        next(rules, None),
        formula,
        () if formula else values,
    )


def _sheet(
    opened: OpenSheet, table: OpenTable, columns: Sequence[Borrowed], styles: BorrowedStyles, book: WorkbookTraits
) -> bytes:
    editor, raw = opened.editor, table.table
    edits, rules, widths = {}, [], {}
    prefix = prefix_of(editor.root)
    for number, column in enumerate(columns, raw.last_column + 1):
        edits[raw.first_row, number] = CellEdit(column.header, styles.number(column.head_style))
        style = styles.number(column.style)
        for row in range(raw.first_row + 1, raw.last_row + 1):
            value = next(iter(column.values[row - raw.first_row - 1 : row - raw.first_row]), None)
            edits[row, number] = CellEdit(value, style, keeps=value is None)
        widths[number] = column.width
        if column.rule is not None:
            letters = column_letters(number)
            column.rule.set("sqref", f"{letters}{raw.first_row + 1}:{letters}{raw.last_row}")
            rules.append(rewritten(column.rule, prefix.decode()))
    splices = editor.splices(dict(sorted(edits.items())), {}, book)
    splices += _rules_splices(editor.data, prefix, rules)
    splices += _width_splices(editor.data, editor.root, prefix, widths)
    return spliced(editor.data, splices)


def _rules_splices(data: bytes, prefix: bytes, rules: Sequence[str]) -> Iterator[Splice]:
    name = prefix + b"dataValidations"
    content, found = "".join(rules).encode(), spans(data, name)
    if not rules:
        return
    if not found:
        at = max(span.end for before in _BEFORE_RULES for span in spans(data, prefix + before.encode()))
        yield at, at, b"<" + name + b' count="%d">' % len(rules) + content + b"</" + name + b">"
        return
    tag = data[found[0].start : found[0].open_end]
    there = len(spans(data, prefix + b"dataValidation", found[0].open_end, found[0].close_start))
    tag = with_attribute(tag, "count", str(there + len(rules)))
    if found[0].empty_tag:
        yield found[0].start, found[0].end, opened_tag(tag) + content + b"</" + name + b">"
        return
    yield found[0].start, found[0].open_end, tag
    yield found[0].close_start, found[0].close_start, content


def _cols(root: etree._Element) -> list[etree._Element]:
    return root.findall(f"{{{MAIN}}}cols/{{{MAIN}}}col")


def _covers(col: etree._Element, number: int) -> bool:
    return number_of(col.get("min")) <= number <= number_of(col.get("max"))


def _width_splices(data: bytes, root: etree._Element, prefix: bytes, widths: dict[int, str]) -> Iterator[Splice]:
    """The columns' widths; what is said of several columns at once is parted around them."""
    name = prefix + b"col"
    found = spans(data, prefix + b"cols")
    new = {number: b"<" + name + _width(number, width) + b"/>" for number, width in widths.items() if width}
    if not new:
        return
    if not found or found[0].empty_tag:
        place = found[0] if found else spans(data, prefix + b"sheetData")[0]
        content = b"<" + prefix + b"cols>" + b"".join(new.values()) + b"</" + prefix + b"cols>"
        yield place.start, place.end if found else place.start, content
        return
    cols = spans(data, name, found[0].open_end, found[0].close_start)
    placed: dict[int, int] = {}
    for span, col in zip(cols, _cols(root), strict=True):
        inside = [number for number in new if _covers(col, number)]
        if inside:
            placed |= dict.fromkeys(inside, span.start)
            tag = data[span.start : span.open_end]
            first, last = number_of(col.get("min")), number_of(col.get("max"))
            edges = [(first, min(inside) - 1), (max(inside) + 1, last)]
            outer = [_between(tag, *edge) if edge[0] <= edge[1] else b"" for edge in edges]
            yield span.start, span.end, outer[0] + b"".join(new[number] for number in inside) + outer[1]
    for number, written in new.items():
        if number not in placed:
            later = (span.start for span, col in zip(cols, _cols(root), strict=True) if _begins(col) > number)
            start = next(later, found[0].close_start)
            yield start, start, written


def _begins(col: etree._Element) -> int:
    return number_of(col.get("min"))


def _between(tag: bytes, first: int, last: int) -> bytes:
    return with_attribute(with_attribute(tag, "min", str(first)), "max", str(last))


def _width(number: int, width: str) -> bytes:
    return f' min="{number}" max="{number}" width="{escape_attribute(width)}" customWidth="1"'.encode()


def _table(package: Package, table: OpenTable, columns: Sequence[Borrowed]) -> bytes:
    data, raw = as_utf8(package.read(table.part), table.root), table.table
    prefix = prefix_of(table.root)
    p = prefix.decode()
    splices: list[Splice] = []
    for name in (b"table", b"autoFilter"):
        for span in spans(data, prefix + name)[:1]:
            tag = data[span.start : span.open_end]
            area = rectangle_of(attribute(tag, "ref") or "")
            last = ref_of(area.last_row, raw.last_column + len(columns))
            ref = f"{ref_of(area.first_row, area.first_column)}:{last}"
            splices.append((span.start, span.open_end, with_attribute(tag, "ref", ref)))
    there = table.root.findall(f"{{{MAIN}}}tableColumns/{{{MAIN}}}tableColumn")
    first = max((number_of(column.get("id")) for column in there), default=0) + 1
    written = ""
    for number, column in enumerate(columns, first):
        said = f'<{p}tableColumn id="{number}" name="{escape_attribute(escape(column.header))}"'
        formula = etree.Element(f"{{{MAIN}}}calculatedColumnFormula")
        formula.text = column.formula
        written += f"{said}>{rewritten(formula, p)}</{p}tableColumn>" if column.formula else f"{said}/>"
    span = spans(data, prefix + b"tableColumns")[0]
    tag = with_attribute(data[span.start : span.open_end], "count", str(len(there) + len(columns)))
    splices += [(span.start, span.open_end, tag), (span.close_start, span.close_start, written.encode())]
    return spliced(data, splices)

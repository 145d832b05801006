"""Makes a new workbook from its blueprint with XlsxWriter. The same blueprint gives the same bytes.

Formulas get their right stored values, so that a reader that doesn't calculate sees what Excel would: the workbook is
made once without them, calculated, and made again with them.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from rus_sheets.book.dates import from_serial, to_serial
from rus_sheets.book.display import seen
from rus_sheets.book.numbers import tight
from rus_sheets.book.raw import CellError, Scalar, SheetValues, ref_of
from rus_sheets.book.struck import LOWERED, RAISED, STRUCK
from rus_sheets.excel.make.style_formats import BAD, DARK, GOOD, look
from rus_sheets.excel.read.escapes import escape
from rus_sheets.excel.read.strings import runs_for_writer
from rus_sheets.layout.blueprint import (
    WRAPPED,
    Highlight,
    NewCell,
    NewChart,
    NewSheet,
    NewTable,
    NewWorkbook,
    Rule,
    Style,
)
from rus_sheets.layout.heights import heights
from rus_sheets.office.xmltext import for_xml, whole
from rus_sheets.schema.model import CellType, ChartKind

Calculate = Callable[[bytes], SheetValues]

_MADE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)  # a fixed day: same input, same bytes
_CHARTS = {
    ChartKind.BAR: {"type": "bar"},
    ChartKind.COLUMN: {"type": "column"},
    ChartKind.STACKED: {"type": "bar", "subtype": "stacked"},
}
_PAGE_WIDTH = 220  # characters across a landscape A4 at the smallest size that can be read
_COLOURS = ("#1F4E4A", "#C7792B", "#8A1C12", "#6B7C93", "#B7C4C1")


def make_workbook(workbook: NewWorkbook, calculate: Calculate) -> bytes:
    """The workbook as the bytes of an .xlsx file; ``calculate`` gives the values of its formulas."""
    made = _write(workbook, {})
    unknown = any(cell.formula and cell.value is None for sheet in workbook.sheets for cell in sheet.cells)
    values = calculate(made) if unknown else {}
    return _write(workbook, values) if values else made


def _write(new: NewWorkbook, values: SheetValues) -> bytes:
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    from rus_sheets.excel.make.writer import Writer  # noqa: PLC0415 - 30 ms that most commands do without

    book = Writer(buffer, options, locked=new.locked)
    # XlsxWriter escapes control characters in cells, and nowhere else.
    book.set_properties({"title": for_xml(new.title), "author": for_xml(new.author), "created": _MADE})
    for key, text in new.custom.items():
        book.set_custom_property(key, for_xml(text), "text")
    formats = _Formats(book)
    for sheet in new.sheets:
        book.add_worksheet(sheet.name)
    for sheet in new.sheets:
        _SheetWriter(book, book.get_worksheet_by_name(sheet.name), formats, sheet, values.get(sheet.name, {})).write()
    for name, formula in new.names.items():
        book.define_name(name, formula)
    book.get_worksheet_by_name(new.active or new.sheets[0].name).activate()
    book.close()
    return buffer.getvalue()


class _Formats:
    """One XlsxWriter format per style and type."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[object, Any] = {}

    def of(self, style: Style, kind: CellType) -> Any:
        return self._get((style, kind), look(style, kind))

    def marks(self, marks: str) -> Any:
        looks = {"bold": "b" in marks, "italic": "i" in marks, "font_strikeout": STRUCK in marks}
        script = 1 if RAISED in marks else 2 if LOWERED in marks else 0
        return self._get(marks, {**looks, "font_script": script, "font_name": "Calibri", "font_size": 11})

    def highlight(self, *, good: bool) -> Any:
        return self._get(good, GOOD if good else BAD)

    def _get(self, key: object, properties: dict[str, Any]) -> Any:
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


class _SheetWriter(Struct, frozen=True):
    """Writes one sheet."""

    book: Any
    sheet: Any
    formats: _Formats
    new: NewSheet
    values: Mapping[str, Scalar]

    def write(self) -> None:
        self._arrange()
        styles = {(cell.row, cell.column): (cell.style, cell.type) for cell in self.new.cells}
        for top, left, bottom, right in self.new.joined:
            form = self.formats.of(*styles[top, left])
            self.sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, "", form)
        for table in self.new.tables:
            self._table(table)
        for cell in self.new.cells:
            self._cell(cell)
        for rule in self.new.rules:
            self._rule(rule)
        for highlight in self.new.highlights:
            self._highlight(highlight)
        for chart in self.new.charts:
            self._chart(chart)
        for (row, column), target in self.new.hyperlinks.items():
            cell = next(cell for cell in self.new.cells if (cell.row, cell.column) == (row, column))
            form = self.formats.of(Style.LONG_LINK if cell.style in WRAPPED else Style.LINK, CellType.TEXT)
            self.sheet.write_url(row - 1, column - 1, f"internal:{target.removeprefix('#')}", form, str(cell.value))

    def _arrange(self) -> None:
        new, sheet = self.new, self.sheet
        for column, width in new.widths.items():
            sheet.set_column(column - 1, column - 1, width, None, {"hidden": column in new.hidden_columns})
        known = (cell._replace(value=self._value(cell)) if cell.formula else cell for cell in new.cells)
        for row, height in {**heights(known, new.widths), **new.heights}.items():
            sheet.set_row(row - 1, height)
        if new.frozen != (0, 0):
            sheet.freeze_panes(*new.frozen)
        sheet.set_selection(new.cursor[0] - 1, new.cursor[1] - 1, new.cursor[0] - 1, new.cursor[1] - 1)
        self._print_setup()
        sheet.hide_gridlines(2 if new.protected else 1)
        if new.protected:
            sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})
        if new.state == "veryHidden":
            sheet.very_hidden()
        elif new.state == "hidden":
            sheet.hide()

    def _print_setup(self) -> None:
        new, sheet = self.new, self.sheet
        edge = 0.5 if new.printed else 0.7  # what is printed of is meant to fill one page
        if new.landscape:
            sheet.set_landscape()
        if new.printed:
            sheet.print_area(0, 0, new.printed[0] - 1, new.printed[1] - 1)
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(max(1, round(sum(new.widths.values()) / _PAGE_WIDTH)), 0)
        sheet.set_margins(left=0.5, right=0.5, top=edge, bottom=edge)
        sheet.set_header("&L&A&R&F")
        sheet.set_footer("&RSida &P av &N")
        if new.repeat_header:
            sheet.repeat_rows(new.tables[0].row - 1 if new.tables else 0)
            if new.frozen[1]:
                sheet.repeat_columns(0, new.frozen[1] - 1)

    def _table(self, table: NewTable) -> None:
        columns = [
            {"header": header, "header_format": self.formats.of(Style.HEADER, CellType.TEXT)}
            | ({"formula": formula} if formula else {})
            for header, formula in table.columns
        ]
        first, left = table.row - 1, table.column - 1
        options = {"name": table.name, "columns": columns, "style": "Table Style Light 1", "banded_rows": False}
        self.sheet.add_table(first, left, first + table.rows, left + len(columns) - 1, options)

    def _cell(self, cell: NewCell) -> None:
        at = (cell.row - 1, cell.column - 1)
        form = self.formats.of(cell.style, cell.type)
        if cell.formula:
            self.sheet.write_formula(*at, cell.formula, form, _stored(self._value(cell)))
        elif any(marks for _, marks in cell.runs):
            runs = [(whole(text), self.formats.marks(marks)) for text, marks in runs_for_writer(cell.runs)]
            parts = [part for text, marks in runs for part in (marks, text)]
            self.sheet.write_rich_string(*at, *parts, form)
        elif cell.value is None:
            self.sheet.write_blank(*at, None, form)
        elif isinstance(cell.value, bool):
            self.sheet.write_boolean(*at, cell.value, form)
        elif isinstance(cell.value, (int, float)):
            self.sheet.write_number(*at, cell.value, form)
        else:
            self.sheet.write_string(*at, whole(str(cell.value)), form)

    def _value(self, cell: NewCell) -> Scalar:
        """The value of a formula, from the blueprint or calculated."""
        return self.values.get(ref_of(cell.row, cell.column)) if cell.value is None else cell.value

    def _rule(self, rule: Rule) -> None:
        options = _validation(rule)
        if rule.title:
            options |= {"input_title": rule.title[:32]}
        if rule.message:
            options |= {"input_message": rule.message[:255]}
        area = (rule.first_row - 1, rule.first_column - 1, rule.last_row - 1, rule.last_column - 1)
        self.sheet.data_validation(*area, options)

    def _highlight(self, highlight: Highlight) -> None:
        area = (highlight.first_row - 1, highlight.first_column - 1, highlight.last_row - 1, highlight.last_column - 1)
        form = self.formats.highlight(good=highlight.good)
        criteria = "!=" if highlight.other else "=="
        options = {"type": "cell", "criteria": criteria, "value": f'"{highlight.text}"', "format": form}
        self.sheet.conditional_format(*area, options)

    def _chart(self, new: NewChart) -> None:
        chart = self.book.add_chart(dict(_CHARTS[new.kind]))
        name = self.new.name
        for number, (title, values) in enumerate(new.series):
            colour = _COLOURS[number % len(_COLOURS)]
            chart.add_series(
                {
                    "name": [name, title[0] - 1, title[1] - 1],
                    "categories": [name, *_zero(new.categories)],
                    "values": [name, *_zero(values)],
                    "fill": {"color": colour},
                    "border": {"color": "#FFFFFF"},
                    # No labels at all rather than labels of nothing: that would be an empty element, which isn't valid.
                    "data_labels": {"value": True} if len(new.series) == 1 else None,
                    "gap": 60,
                }
            )
        chart.set_title({"name": new.title, "name_font": {"size": 12, "color": DARK, "bold": True}, "overlay": False})
        chart.set_legend({"none": True} if len(new.series) == 1 else {"position": "bottom"})
        horizontal = new.kind is not ChartKind.COLUMN
        least = {"min": 0} if new.from_nought else {}
        chart.set_y_axis(
            {"reverse": horizontal, "major_gridlines": _grid(visible=not horizontal), "num_format": "#,##0"}
            | (least if not horizontal else {})
        )
        chart.set_x_axis({"major_gridlines": _grid(visible=horizontal)} | (least if horizontal else {}))
        chart.set_size({"width": 500, "height": 236})
        self.sheet.insert_chart(new.row - 1, new.column - 1, chart, {"description": new.alt, "object_position": 2})


def _grid(*, visible: bool) -> dict[str, Any]:
    return {"visible": visible, "line": {"color": "#D9D9D9", "width": 0.75}}


def _zero(area: tuple[int, int, int, int]) -> tuple[int, ...]:
    return tuple(bound - 1 for bound in area)


def _stored(value: Scalar) -> Any:
    if isinstance(value, CellError):
        return value.code
    return escape(value or "") if value is None or isinstance(value, str) else value  # XlsxWriter doesn't escape it


def _validation(rule: Rule) -> dict[str, Any]:
    """What the rule lets in, and what is said of the rest."""
    options: dict[str, Any] = {"ignore_blank": True, "error_type": "stop" if rule.strict else "warning"}
    if rule.source:
        return options | {
            "validate": "list",
            "source": rule.source,
            "error_title": "Välj i listan",
            "error_message": "Värdet finns inte i listan. Klicka på pilen i cellen och välj.",
        }
    if rule.type is CellType.DATE:
        low, high = rule.minimum or to_serial(dt.date(2000, 1, 1)), rule.maximum or to_serial(dt.date(2099, 12, 31))
        return options | {
            "validate": "date",
            "criteria": "between",
            "minimum": low,
            "maximum": high,
            "error_title": "Skriv ett datum",
            "error_message": f"Skriv datumet som år-månad-dag, mellan {from_serial(low)} och {from_serial(high)}.",
        }
    if rule.type.is_number:
        what = "heltal" if rule.type is CellType.INTEGER else "tal"
        return options | {
            "validate": "integer" if rule.type is CellType.INTEGER else "decimal",
            "criteria": "between",
            "minimum": -1e12 if rule.minimum is None else rule.minimum,
            "maximum": 1e12 if rule.maximum is None else rule.maximum,
            "error_title": f"Skriv ett {what}",
            "error_message": f"Skriv bara ett {what}{_range(rule)}, utan ord och enheter.",
        }
    return options | {"validate": "any"}


def _range(rule: Rule) -> str:
    """The bounds of a number as they are said."""
    bounds = (
        (" som är minst ", rule.minimum),
        (" och högst " if rule.minimum is not None else " som är högst ", rule.maximum),
    )
    return "".join(f"{word}{seen(tight(number))}" for word, number in bounds if number is not None)

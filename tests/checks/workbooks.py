"""Small workbooks out of tables that people can read.

A table is its sheet's name and a colon, then a line of headers and a line a row, cells parted by ``|``. What isn't
given is filled in: the other tables, all declared columns, formulas and their right stored values. In a cell,
``'12`` is the text 12, ``=A1 -> 5`` a formula with a stored value, ``␣`` a space and ``⍽`` a hard one at a text's end,
``(tomt)`` a cell left blank that would else be filled in. Rows after ``---`` stand below the table. A changed cell
``~5`` keeps its formula and has 5 as its stored value. ``{Plan[Dagar]}`` is the letter of that column wherever it
stands, ``=SUM({Plan[Dagar]}2:{Plan[Dagar]}3)`` say: so no text of a case depends on how many columns a table has.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import replace

from rus_sheets.book.build import build_book
from rus_sheets.book.convert import to_scalar, to_serial
from rus_sheets.book.model import Book
from rus_sheets.book.raw import (
    CellError,
    CellRule,
    RawCell,
    RawSheet,
    RawStyle,
    RawTable,
    RawWorkbook,
    RuleKind,
    Scalar,
    column_letters,
    position_of,
)
from rus_sheets.checks.context import Context
from rus_sheets.layout.defined_names import list_name
from rus_sheets.layout.summary_layout import summary_layout
from rus_sheets.resources import folder
from rus_sheets.schema.load import load_declaration
from rus_sheets.schema.model import Declaration, Table, TableKind

LOCKED, UNLOCKED, DATE, PERCENT, TIME, ELAPSED, FRACTION, DRESSED = range(8)
STYLES = (
    RawStyle(),
    RawStyle(locked=False),
    RawStyle("yyyy-mm-dd", is_date=True, locked=False),
    RawStyle("0%", locked=False),
    RawStyle("h:mm", is_date=True, locked=False),
    RawStyle("[h]:mm:ss", locked=False),
    RawStyle("# ?/?", locked=False),
    RawStyle(locked=False, bare=False),
)

DEFAULTS = {
    "Inställningar": "Nyckel | Värde\nÅr | 2026",
    "Områden": "Område-ID | Område\nO1 | Uppföljning",
    "Grupper": "Grupp-ID | Område-ID | Grupp\nG1 | O1 | Löpande uppföljning",
    "Plan": "Aktivitets-ID | Grupp-ID | Aktivitet | Dagar\nA01 | G1 | Årlig rapport | 10\nA02 | G1 | Indikatorer | 20",
    "Budget": "Post-ID | Post | Budget\nP1 | Löner | 100000",
    "Finansiering": "Käll-ID | Källa | Slag | Belopp\nK1 | Naturvårdsverket | Årets medel | 100000",
}

Options = Mapping[str, Any]
_PLACED = (
    "cells",
    "long",
    "unlocked",
    "as_dates",
    "as_percents",
    "as_times",
    "as_elapsed",
    "as_fractions",
    "formats",
    "dressed",
)


def _placed(raw: RawWorkbook, value: Any) -> Any:
    if isinstance(value, list):
        return [place_of(raw, place) for place in value]
    return {place_of(raw, place): text for place, text in value.items()}


def declared() -> Declaration:
    return load_declaration(folder("workbook_templates") / "verksamhet.toml")


def book(text: str = "", options: Options | None = None, declaration: Declaration | None = None) -> Book:
    """The book of the tables in ``text``; ``options`` as a case file has them."""
    declaration = declaration or declared()
    return build_book(declaration, workbook(text, options or {}, declaration))


def workbook(text: str, options: Options, declaration: Declaration) -> RawWorkbook:
    text, options = lettered(text, text, declaration), lettered(options, text, declaration)
    given = dict(_sections(text))
    unknown = given.keys() - {table.sheet for table in declaration.table} - set(options.get("own_sheets", ()))
    assert not unknown, f"no such sheet: {unknown}"
    sheets = [_plain_sheet(declaration.cover.sheet, protected=True), _summary(declaration)]
    for table in declaration.table:
        source = given.get(table.sheet, "" if given.get(table.sheet) == "" else DEFAULTS.get(table.sheet, ""))
        sheets.append(_data_sheet(declaration, table, source, given))
    sheets += [_own_sheet(name, given.get(name, "")) for name in options.get("own_sheets", ())]
    by_name = {sheet.name: sheet for sheet in sheets}
    sheets += [replace(by_name[name], name=copy, tables=()) for copy, name in options.get("copied_sheets", {}).items()]
    raw = RawWorkbook(
        "verksamhet-2026.xlsx",
        tuple(sheets),
        STYLES,
        _names(declaration),
        properties={
            "rus-sheets declaration": declaration.name,
            "rus-sheets version": declaration.version,
            "rus-sheets id": "1",
        },
    )
    raw = _changed(raw, options.get("formulas", {}))
    if not options.get("no_stored_values"):
        raw = _with_stored_values(declaration, raw)
    return changed(raw, options)


_LETTER = re.compile(r"\{(?P<sheet>[^\W\d][\w ]*)\[(?P<header>[^\]]+)\]\}")


def lettered(told: Any, text: str = "", declaration: Declaration | None = None) -> Any:
    """What a case says with the letters of columns in a workbook of the tables in ``text``, in all its texts.

    Tests of whole workbooks use it too: ``lettered("Plan!{Plan[Dagar]}2")``.
    """
    declaration = declaration or declared()
    if isinstance(told, Mapping):
        return {key: lettered(value, text, declaration) for key, value in told.items()}
    if isinstance(told, list | tuple):
        return [lettered(value, text, declaration) for value in told]
    if not isinstance(told, str):
        return told
    given = dict(_sections(text))
    tables = {table.sheet: table for table in declaration.table}

    def letter(match: re.Match[str]) -> str:
        sheet = match["sheet"]
        headers = _headers(tables[sheet], _grid(given.get(sheet, DEFAULTS.get(sheet, ""))))
        return column_letters(headers.index(match["header"]) + 1)

    return _LETTER.sub(letter, told)


_BESIDE = "+"
"""Stands for the header of the first column that has none."""
_NAMED = re.compile(
    r"(?P<sheet>[^!]+)!(?:(?P<column>[A-Z]+)\[(?P<label>[^\]]+)\](?:\+(?P<below>\d+))?|(?P<name>\w*_\w*)"
    r"|\[(?P<header>[^\]]+)\](?P<row>\d+))"
)


def place_of(raw: RawWorkbook, place: str) -> str:
    """An A1 place. ``Blad![Rubrik]7`` is row 7 of the column with that header, ``Blad![+]7`` of the first one beside
    all headers; ``Blad!B[text]`` is column B of the row whose first cell holds that text, ``+1`` the row after it;
    ``Blad!Dagar_totalt`` the cell with that name. So cases stand when columns are added before theirs, or rows above.
    """
    match = _NAMED.fullmatch(place)
    if not match:
        return place
    if match["name"]:
        return raw.defined_names[match["name"]].replace("$", "")
    sheet = raw.sheet(match["sheet"])
    assert sheet, place
    if match["header"]:
        headers = {cell.value: column for (row, column), cell in sorted(sheet.cells.items(), reverse=True) if row == 1}
        headers[_BESIDE] = max(headers.values()) + 1
        return f"{match['sheet']}!{column_letters(headers[match['header']])}{match['row']}"
    rows = [row for (row, column), cell in sorted(sheet.cells.items()) if column == 1 and cell.value == match["label"]]
    return f"{match['sheet']}!{match['column']}{rows[0] + int(match['below'] or 0)}"


def changed(raw: RawWorkbook, options: Options) -> RawWorkbook:
    """The workbook with what ``options`` say done to it."""
    options = {key: _placed(raw, value) if key in _PLACED else value for key, value in options.items()}
    long = {place: "'" + "x" * length for place, length in options.get("long", {}).items()}
    return _with_options(_changed(raw, {**options.get("cells", {}), **long}), options)


def cell_ref(row: int, column: int) -> str:
    return f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[column - 1]}${row}"


def _names(declaration: Declaration) -> dict[str, str]:
    sheet = declaration.summary.sheet
    totals = {
        cell.name: f"{sheet}!${cell_ref(cell.row, cell.column)}" for cell in summary_layout(declaration) if cell.name
    }
    listed = next(table.sheet for table in declaration.table if table.kind is TableKind.LISTS)
    lists = {
        list_name(
            declaration, choices.header
        ): f"{listed}!${cell_ref(2, place)}:${cell_ref(len(choices.values) + 1, place)}"
        for place, choices in enumerate(declaration.list, 1)
    }
    return totals | lists


def _sections(text: str) -> Iterator[tuple[str, str]]:
    parts = re.split(r"^([^\W\d][\w ]*):[ ]*$", text, flags=re.MULTILINE)
    yield from zip(parts[1::2], parts[2::2], strict=True)


def _plain_sheet(name: str, *, protected: bool) -> RawSheet:
    return RawSheet(name, "visible", {(1, 1): RawCell(1, 1, name)}, protected=protected)


def _summary(declaration: Declaration) -> RawSheet:
    cells = {}
    for each in summary_layout(declaration):
        formula = each.formula.removeprefix("=") or None
        cells[each.row, each.column] = RawCell(each.row, each.column, each.text or None, formula, LOCKED)
    return RawSheet(declaration.summary.sheet, "visible", cells, protected=True)


@dataclass
class _Grid:
    headers: list[str]
    rows: list[list[str]] = field(default_factory=list)
    below: list[list[str]] = field(default_factory=list)


def _grid(source: str) -> _Grid:
    lines = [line for line in source.splitlines() if line.strip()]
    if not lines:
        return _Grid([])
    grid = _Grid(_split(lines[0]))
    target = grid.rows
    for line in lines[1:]:
        if line.strip() == "---":
            target = grid.below
        else:
            target.append(_split(line))
    return grid


def _split(line: str) -> list[str]:
    return [part.strip() for part in line.split("|")]


def _data_sheet(declaration: Declaration, table: Table, source: str, given: Mapping[str, str]) -> RawSheet:
    if table.kind is TableKind.LISTS:
        return _lists(declaration, table)
    grid = _grid(source)
    if table.kind is TableKind.SETTINGS:
        _fill_settings(declaration, table, grid)
    if table.one_for_each and table.sheet not in given:
        leader = declaration.table_of(table.one_for_each)
        led = _grid(given.get(leader.sheet, DEFAULTS.get(leader.sheet, "")))
        place = led.headers.index(leader.column(leader.id).header)
        grid = _Grid([table.column(table.id).header], [[row[place]] for row in led.rows if row[place] != "(tomt)"])
    headers = _headers(table, grid)
    rows = grid.rows or [[]]
    cells = {(1, place): RawCell(1, place, header) for place, header in enumerate(headers, 1)}
    for number, row in enumerate([*rows, *grid.below], 2):
        values = dict(zip(grid.headers, row, strict=False))
        for place, header in enumerate(headers, 1):
            column = table.by_header.get(header)
            inside = number < len(rows) + 2
            cell = _cell(number, place, values.get(header, ""))
            if column and column.formula and inside and not values.get(header):
                cell = RawCell(number, place, None, column.formula.removeprefix("="), LOCKED)
            if cell.value is not None or cell.formula is not None:
                cells[number, place] = cell
    excel = RawTable(table.excel_name, 1, len(rows) + 1, 1, len(headers), tuple(headers))
    return RawSheet(table.sheet, "visible", cells, (excel,), protected=table.protected)


def _headers(table: Table, grid: _Grid) -> list[str]:
    """What is declared, then columns that people have added."""
    own = [column.header for column in table.columns]
    return own + [header for header in grid.headers if header not in own]


def _fill_settings(declaration: Declaration, table: Table, grid: _Grid) -> None:
    """The declared settings that aren't given, with their defaults."""
    key, value, *_ = (column.header for column in table.columns)
    grid.headers = grid.headers or [key, value]
    present = {row[0] for row in grid.rows}
    for setting in declaration.setting:
        if setting.label not in present:
            default = {declaration.year_setting: 2026}.get(setting.key, setting.default)
            grid.rows.append([setting.label, "" if default is None else str(default)])


def _lists(declaration: Declaration, table: Table) -> RawSheet:
    cells = {}
    for place, choices in enumerate(declaration.list, 1):
        for row, text in enumerate((choices.header, *choices.values), 1):
            cells[row, place] = RawCell(row, place, text)
    depth = max(row for row, _ in cells)
    headers = tuple(choices.header for choices in declaration.list)
    return RawSheet(table.sheet, "visible", cells, (RawTable(table.excel_name, 1, depth, 1, len(headers), headers),))


def _own_sheet(name: str, source: str) -> RawSheet:
    grid = _grid(source)
    rows = [grid.headers, *grid.rows] if grid.headers else []
    cells = {
        (number, place): _cell(number, place, text)
        for number, row in enumerate(rows, 1)
        for place, text in enumerate(row, 1)
        if text
    }
    return RawSheet(name, "visible", cells)


_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def _cell(row: int, column: int, text: str) -> RawCell:
    if text.startswith("="):
        formula, _, stored = text[1:].partition(" -> ")
        return RawCell(row, column, scalar(stored), formula, UNLOCKED)
    return RawCell(row, column, scalar(text), style=DATE if _DATE.fullmatch(text) else UNLOCKED)


def scalar(text: str) -> Scalar:
    """What a cell of a readable table holds."""
    if text in ("", "(tomt)"):
        return None
    if text.startswith("'"):
        return _seen(text[1:])
    if _NUMBER.fullmatch(text):
        number = float(text)
        return int(number) if number.is_integer() else number
    if _DATE.fullmatch(text):
        return to_serial(dt.date.fromisoformat(text))
    if text in ("SANT", "FALSKT"):
        return text == "SANT"
    return CellError(text) if re.fullmatch(r"#[A-Z/0!?]+", text) else _seen(text)


def _seen(text: str) -> str:
    return text.replace("␣", " ").replace("⍽", "\u00a0").replace("\\n", "\n")


def _with_stored_values(declaration: Declaration, raw: RawWorkbook) -> RawWorkbook:
    context = Context(build_book(declaration, raw))
    found: dict[str, dict[tuple[int, int], RawCell]] = {}
    for each in context.expected:
        if each.raw.formula is not None and each.raw.value is None:
            value = to_scalar(each.value) if each.known else declaration.summary.ok
            value = "" if value is None else value
            position = (each.raw.row, each.raw.column)
            found.setdefault(each.place.sheet, {})[position] = each.raw._replace(value=value)
    sheets = (replace(sheet, cells={**sheet.cells, **found.get(sheet.name, {})}) for sheet in raw.sheets)
    return replace(raw, sheets=tuple(sheets))


def _changed(raw: RawWorkbook, cells: Mapping[str, str]) -> RawWorkbook:
    """The workbook with cells ("Plan!K2") set to what a readable table says."""
    for place, text in cells.items():
        name, ref = place.split("!")
        position = position_of(ref)
        sheets = []
        for sheet in raw.sheets:
            if sheet.name == name:
                new = _cell(*position, text)
                if text.startswith("~"):
                    new = sheet.at(*position)._replace(value=scalar(text[1:]))
                kept = {key: cell for key, cell in sheet.cells.items() if key != position}
                style, blanks = sheet.at(*position).style, dict(sheet.blank_styles)
                if new.value is not None or new.formula is not None:
                    kept[position] = new._replace(style=style)
                else:  # who empties a cell leaves its format
                    blanks[position] = style
                sheet = replace(sheet, cells=kept, blank_styles=blanks)  # noqa: PLW2901
            sheets.append(sheet)
        raw = replace(raw, sheets=tuple(sheets))
    return raw


def _with_options(raw: RawWorkbook, options: Options) -> RawWorkbook:
    sheets = []
    for sheet in raw.sheets:
        if sheet.name in options.get("without_sheets", ()):
            continue
        changes: dict[str, Any] = {
            "hidden_rows": frozenset(options.get("hidden_rows", {}).get(sheet.name, ())),
            "filtered": sheet.name in options.get("filtered", ()),
            "merged": tuple(options.get("merged", {}).get(sheet.name, ())),
            "protected": sheet.protected and sheet.name not in options.get("unprotected", ()),
            "tables": tuple(
                replace(table, name=options.get("table_names", {}).get(table.name, table.name))
                for table in sheet.tables
                if table.name not in options.get("without_tables", ())
            ),
            "rules": tuple(
                CellRule(RuleKind(kind), ranges, moves=bool(moves))
                for kind, ranges, *moves in options.get("rules", {}).get(sheet.name, ())
            ),
            "state": "hidden" if sheet.name in options.get("hidden_sheets", ()) else sheet.state,
            "name": options.get("sheet_names", {}).get(sheet.name, sheet.name),
        }
        cells = dict(sheet.cells)
        given = {place: RawStyle(code, locked=False) for place, code in options.get("formats", {}).items()}
        for key, style in (
            ("unlocked", STYLES[UNLOCKED]),
            ("as_dates", STYLES[DATE]),
            ("as_percents", STYLES[PERCENT]),
            ("as_times", STYLES[TIME]),
            ("as_elapsed", STYLES[ELAPSED]),
            ("as_fractions", STYLES[FRACTION]),
            ("dressed", STYLES[DRESSED]),
        ):
            given.update(dict.fromkeys(options.get(key, ()), style))
        for place, style in given.items():
            name, ref = place.split("!")
            if name == sheet.name:
                raw = replace(raw, styles=(*raw.styles, style))
                cells[position_of(ref)] = cells[position_of(ref)]._replace(style=len(raw.styles) - 1)
        changes["tables"] = tuple(
            replace(
                table,
                column_formulas=options.get("column_formulas", {}).get(table.name, table.column_formulas),
                columns=tuple(options.get("columns", {}).get(header, header) for header in table.columns),
            )
            for table in changes["tables"]
        )
        sheets.append(replace(sheet, cells=cells, **changes))
    names = {**raw.defined_names, **options.get("names", {})}
    return replace(
        raw,
        sheets=tuple(sheets),
        defined_names={name: target for name, target in names.items() if target},
        calc_mode=options.get("calc_mode", "auto"),
        iterates=options.get("iterates", False),
        rounds_to_display=options.get("rounds_to_display", False),
        date1904=options.get("date1904", False),
        external_links=tuple(options.get("external_links", ())),
        properties={**raw.properties, **options.get("properties", {})},
    )

"""What a formula reads, told from its text: the areas, the functions, and whether that is all that can be known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from rus_sheets.excel.calc.references import (
    Context,
    Template,
    cells_template,
    structured_template,
    table_template,
    unquote,
)

if TYPE_CHECKING:
    from openpyxl.formula.tokenizer import Token

VOLATILE = frozenset({"TODAY", "NOW", "RAND", "RANDBETWEEN", "RANDARRAY"})
OPEN_ENDED = frozenset({"INDIRECT", "OFFSET", "CELL", "INFO", "GETPIVOTDATA", "RTD", "WEBSERVICE", "FILTERXML"})
"""Functions that read what their arguments don't show."""
CRITERIA = frozenset({"COUNTIF", "COUNTIFS", "SUMIF", "SUMIFS", "AVERAGEIF", "AVERAGEIFS", "MINIFS", "MAXIFS"})
SEARCHED = {
    "COUNTIF": (0,),
    "SUMIF": (0, 2),
    "AVERAGEIF": (0, 2),
    "AVERAGEIFS": (0, 1),
    "INDEX": (0,),
    "MATCH": (1,),
    "LOOKUP": (1, 2),
    "VLOOKUP": (1,),
    "HLOOKUP": (1,),
}
"""The arguments (from 0) in which these functions look through an area."""
SWALLOWING = frozenset({"IFERROR", "IFNA", "ISERROR", "ISERR", "ISNA", "ISNUMBER", "ISTEXT", "COUNT", "COUNTA"})
"""Functions that turn an engine's own error into a value that looks right."""
WORD_BUILDING = frozenset({"TEXT", "FIXED", "DOLLAR", "CONCATENATE", "CONCAT", "TEXTJOIN"})
# fmt: off
KNOWN_RIGHT = frozenset({
    "ABS", "AND", "AVERAGE", "AVERAGEIF", "AVERAGEIFS", "CHOOSE", "COLUMNS", "CONCATENATE", "COUNT", "COUNTA",
    "COUNTBLANK", "COUNTIF", "COUNTIFS", "EXACT", "FALSE", "FIND", "HLOOKUP", "IF", "IFERROR", "IFNA", "INDEX", "INT",
    "ISBLANK", "ISERR", "ISERROR", "ISNA", "ISNUMBER", "ISTEXT", "LARGE", "LEFT", "LEN", "LOOKUP", "LOWER", "MATCH",
    "MAX", "MEDIAN", "MID", "MIN", "MOD", "N", "NA", "NOT", "OR", "PRODUCT", "RANK", "REPT", "RIGHT", "ROUND",
    "ROUNDDOWN", "ROUNDUP", "ROW", "ROWS", "SEARCH", "SIGN", "SMALL", "SUBSTITUTE", "SUBTOTAL", "SUM", "SUMIF",
    "SUMIFS", "SUMPRODUCT", "T", "TRIM", "TRUE", "TRUNC", "UPPER", "VLOOKUP",
})
# fmt: on
"""Compared with LibreOffice, formula by formula: tests/excel/test_calc_functions.py."""
_NAMES_IN_NAMES = 8
"""How deep names may stand in names: two that hold each other never end."""


@dataclass(slots=True)
class Reading:
    """What a shape reads.

    ``unbounded``: it may read anything. ``volatile``: it changes by itself. ``weak``: IronCalc gives such formulas a
    wrong value without saying so. ``worded``: it turns numbers into text, which depends on the reader's language.
    ``criteria``: those of the areas that hold what COUNTIFS and its kin look for.
    """

    templates: list[Template] = field(default_factory=list)
    criteria: list[Template] = field(default_factory=list)
    functions: set[str] = field(default_factory=set)
    unbounded: bool = False
    volatile: bool = False
    weak: bool = False
    worded: bool = False

    @property
    def known_right(self) -> bool:
        """Is each function among those compared with another program, and nothing out of sight?"""
        return self.functions <= KNOWN_RIGHT and not self.unbounded and not self.volatile


@cache
def _tokenizer() -> ModuleType:
    """openpyxl's tokenizer, without the rest of openpyxl if it can be had.

    Importing anything of the package loads all of it, numpy too: 340 ms, a third of a whole ``validate``. The tokenizer
    needs none of that.
    """
    package = find_spec("openpyxl")
    for folder in (package.submodule_search_locations or ()) if package else ():
        path = Path(folder) / "formula" / "tokenizer.py"
        spec = spec_from_file_location("rus_sheets_tokenizer", path) if path.is_file() else None
        if spec and spec.loader:
            module = module_from_spec(spec)
            spec.loader.exec_module(module)
            return module
    return import_module("openpyxl.formula.tokenizer")


def read_formula(text: str, context: Context, depth: int = 0) -> Reading:
    """Take one formula text (no leading ``=``) apart. Whatever isn't understood makes the reading unbounded."""
    tokenizer = _tokenizer()
    try:
        tokens = tokenizer.Tokenizer(f"={text}").items
    except (tokenizer.TokenizerError, IndexError):
        return Reading(unbounded=True, weak=True)
    reader = _Reader(context, depth)
    for number, token in enumerate(tokens):
        reader.take(token, tokens[number + 1 :])
    reading = reader.reading
    reading.weak |= bool(reading.functions & SWALLOWING) and not reading.functions <= KNOWN_RIGHT
    return reading


@dataclass(slots=True)
class _Call:
    """A function call that is still open, and the areas in each of its arguments."""

    name: str
    argument: int = 0
    areas: dict[int, list[Template]] = field(default_factory=dict)


class _Reader:
    """Goes through the tokens of one formula; words of the tokenizer: FUNC, SEP, OPERAND and so on."""

    def __init__(self, context: Context, depth: int) -> None:
        self.reading = Reading()
        self._context = context
        self._depth = depth
        self._calls: list[_Call] = []

    def take(self, token: Token, following: Sequence[Token]) -> None:
        match token.type, token.subtype:
            case "FUNC", "OPEN":
                self._open(token.value)
            case "FUNC", "CLOSE":
                self._close(self._calls.pop())
            case "SEP", "ARG" if self._calls:
                self._calls[-1].argument += 1
            case "ARRAY", _:
                self.reading.weak = True
            case "OPERATOR-INFIX", _:
                self.reading.worded |= token.value == "&"
                self.reading.unbounded |= token.value == ":"
            case "OPERAND", "RANGE":
                self._reference(token.value)
            case "OPERAND", "TEXT":
                self._text(token.value, following)

    def _open(self, value: str) -> None:
        name = value.rstrip("(").upper().removeprefix("_XLFN.").removeprefix("_XLWS.")
        reading = self.reading
        reading.functions.add(name)
        reading.volatile |= name in VOLATILE
        reading.worded |= name in WORD_BUILDING
        # "A1:INDEX(" comes as one token: the area between its ends isn't known.
        reading.unbounded |= name in OPEN_ENDED or name.startswith("CUBE") or ":" in name or "!" in name
        # Inside SUMPRODUCT, IronCalc takes one cell where a function should go through the whole area.
        reading.weak |= any(call.name == "SUMPRODUCT" for call in self._calls)
        self._calls.append(_Call(name))

    def _close(self, call: _Call) -> None:
        # IronCalc takes an area of one cell for the cell, and says #VALUE! where these functions want an area: so it
        # is with every table of one row.
        pairs = {"COUNTIFS": range(0, call.argument + 1, 2), "SUMIFS": (0, *range(1, call.argument + 1, 2))}
        wanted = pairs.get(call.name, SEARCHED.get(call.name, ()))
        self.reading.weak |= any(area.single for number in wanted for area in call.areas.get(number, []))
        if call.name not in CRITERIA:
            return
        first = 1 if call.name in {"COUNTIF", "COUNTIFS", "SUMIF", "AVERAGEIF"} else 2
        criteria = [area for n in range(first, call.argument + 1, 2) for area in call.areas.get(n, [])]
        self.reading.criteria += criteria
        self.reading.weak |= not all(area.single for area in criteria)
        if call.name in {"SUMIF", "AVERAGEIF"} and call.argument == 2:
            # The third argument is stretched to the first one's size: more is read than stands there.
            self.reading.unbounded |= _sizes(call.areas.get(0, [])) != _sizes(call.areas.get(2, []))

    def _text(self, value: str, following: Sequence[Token]) -> None:
        # IronCalc leaves blank cells out of "<>x"; "<>" alone it does right.
        if self._calls and self._calls[-1].name in CRITERIA and value.startswith('"<>'):
            joined = bool(following) and following[0].type == "OPERATOR-INFIX"
            self.reading.weak |= value != '"<>"' or joined

    def _reference(self, text: str) -> None:
        found = self._areas(text)
        self.reading.templates += found
        if self._calls:
            self._calls[-1].areas.setdefault(self._calls[-1].argument, []).extend(found)

    def _areas(self, text: str) -> list[Template]:
        """The areas an operand stands for; none, and the reading unbounded, where that can't be told."""
        context = self._context
        head, mark, local = text.rpartition("!")
        sheet: str | None = context.sheet
        if mark:
            sheet = context.sheets.get(unquote(head).lower())
        if sheet is None:  # another workbook, several sheets at once, or a name that belongs to a workbook
            self.reading.unbounded = True
            return []
        template = cells_template(local, sheet, context.position)
        if template is None and "[" in local:
            template = structured_template(local, context)
            self.reading.unbounded |= template is None
            return [template] if template else []
        return [template] if template else self._name(local, sheet)

    def _name(self, text: str, sheet: str) -> list[Template]:
        reading, context = self.reading, self._context
        if text.lower() in context.tables:
            where, table = context.tables[text.lower()]
            reading.weak = True  # IronCalc doesn't know a table by its bare name
            return [table_template(where, table, table.first_column, table.last_column)]
        formula = context.names.get(f"{sheet}!{text}".lower(), context.names.get(text.lower()))
        if formula is None or self._depth > _NAMES_IN_NAMES:
            reading.unbounded = True
            return []
        inner = read_formula(formula.removeprefix("="), context, self._depth + 1)
        reading.functions |= inner.functions
        reading.volatile |= inner.volatile
        reading.worded |= inner.worded
        # A relative name is relative to whoever uses it.
        reading.unbounded |= inner.unbounded or any(part.relative for area in inner.templates for part in area[1:])
        # IronCalc knows names that stand for cells, and no others.
        plain = cells_template(formula.rpartition("!")[2], sheet, context.position)
        reading.weak |= inner.weak or plain is None
        return inner.templates


def _sizes(areas: list[Template]) -> list[tuple[int, int]]:
    return [(a.bottom.number - a.top.number, a.right.number - a.left.number) for a in areas]

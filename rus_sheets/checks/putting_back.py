"""Which declared formulas can be put back in their cells, and what hinders the others.

Not where a formula names what the workbook lacks (Excel would find the file damaged), nor on the summary where the text
beside the cell is another than the one that the formula belongs to.
"""

from __future__ import annotations

from collections.abc import Mapping

from rus_sheets.book.convert import tidy
from rus_sheets.checks.context import Context
from rus_sheets.checks.expected_formulas import ExpectedFormula
from rus_sheets.checks.phrases import fix_command
from rus_sheets.formulas.tokens import tokens
from rus_sheets.layout.summary_layout import CellRole
from rus_sheets.schema.model import BlockKind

_CONSTANTS = frozenset({"true", "false"})


class PuttingBack:
    """What can be put back in one workbook."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._astray = _Astray(context)

    def labels(self, expected: ExpectedFormula) -> Mapping[str, str]:
        """The new label of a formula that counts something else than the old one said."""
        return self._astray.labels(expected)

    def hindrance(self, expected: ExpectedFormula) -> str:
        """Why the formula can't be put back as things are, and what to do first (Swedish); "" where it can."""
        if self._astray.covers(expected):
            return "Skriv först tillbaka texten som hör till formeln. Lägg sedan tillbaka formeln med --fix."
        if not _is_understood(self._context, expected):
            command = f"{fix_command(self._context.book.raw)} --extend"
            return f"Formeln räknar på något som arbetsboken saknar. Lägg till det: {command}"
        return ""

    def remedy(self, expected: ExpectedFormula) -> str:
        """What to do about a formula that is gone from its cell."""
        possible = "Lägg tillbaka formeln med --fix, eller kopiera den från en rad bredvid."
        return self.hindrance(expected) or possible


def _is_understood(context: Context, expected: ExpectedFormula) -> bool:
    """Whether the workbook has every table, column, sheet and name that the formula speaks of."""
    names = {name.rpartition("!")[2].casefold() for name in context.book.raw.defined_names} | _CONSTANTS
    for token in tokens(expected.formula):
        if token.kind in ("structured", "range"):
            if context.resolver.area(token, expected.place.sheet, expected.raw.row, expected.raw.column) is None:
                return False
        elif token.kind in ("name", "sheetname") and token.text.rpartition("!")[2].casefold() not in names:
            return False
    return True


class _Astray:
    """Cells of the summary whose heading or label isn't the declared one: rows may have been put in or taken out."""

    def __init__(self, context: Context) -> None:
        book = context.book
        sheet = book.raw.sheet(book.declaration.summary.sheet)
        self._sheet = sheet
        kinds = {block.key: block.kind for block in book.declaration.summary.block}
        self._headed = {key for key, kind in kinds.items() if kind in (BlockKind.PER_ROW, BlockKind.CROSS)}
        self._labels: dict[int, dict[str, str]] = {}
        self._rows: set[int] = set()
        self._columns: set[tuple[str, int]] = set()
        for cell in context.summary:
            if not cell.cell.text or cell.says == tidy(cell.cell.text):
                continue
            if cell.is_earlier:
                self._labels[cell.raw.row] = {cell.raw.ref: cell.cell.text}
            elif cell.cell.part is CellRole.LABEL:
                self._rows.add(cell.raw.row)
            elif cell.cell.part is CellRole.HEADER:
                self._columns.add((cell.cell.block, cell.cell.column))

    def labels(self, expected: ExpectedFormula) -> Mapping[str, str]:
        """The new label of a formula that counts something else than the old one said."""
        return self._labels.get(expected.raw.row, {}) if expected.sheet is self._sheet and expected.block else {}

    def covers(self, expected: ExpectedFormula) -> bool:
        """Whether the formula would end up beside a text that it doesn't belong to."""
        if expected.sheet is not self._sheet or not expected.block:
            return False
        headed = expected.block in self._headed and (expected.block, expected.raw.column) in self._columns
        return headed or expected.raw.row in self._rows

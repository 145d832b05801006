"""Answers taken back: an owner's later file leaves a cell as it was handed out, where an earlier one had answered.

The later file differs in nothing there, so only the log (or the earlier file in the same batch) can tell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from rus_sheets.answers.decisions import Action, Decision
from rus_sheets.answers.interpret import Meant
from rus_sheets.answers.returned import ReturnedCell, short
from rus_sheets.answers.rowids import new_row_number
from rus_sheets.book.raw import ref_of
from rus_sheets.book.shown import as_text, normal, shown_as
from rus_sheets.merge.acceptance import row_fault
from rus_sheets.merge.cell_rules import LATER_SETTLED, SETTLED, CellRules
from rus_sheets.schema.model import Column, Table

_REMEDY = "Ta det inkomna om svaret ska bort, behåll om det ska stå kvar."


def may_be_taken_back(decision: Decision) -> bool:
    """Whether it is an answer that waits to be read in, or gave way to the same owner's later one, decided on since.

    The latter may have been taken back by that very file: what it says then still stands against other owners'.
    """
    return decision.action is Action.TAKE or decision.message == LATER_SETTLED


class TakenBack(Struct, frozen=True):
    """One file, by its rules; ``earlier`` are the answers by the same owner's earlier files that it may take back."""

    rules: CellRules
    earlier: Mapping[tuple[str, str, str], Decision]

    def decisions(self, decided: Collection[tuple[str, str, str]]) -> Iterator[Decision]:
        """A conflict for each answer that the file takes back; ``decided`` are the cells in which it says something.

        Only a file that has been saved since it was made, and later than the answer, takes anything back: the
        one that was sent out can be read as often as one likes.
        """
        file, declaration = self.rules.file, self.rules.book.declaration
        if not (file.saved and file.when):
            return
        for sheet, row, header in self.rules.history.answered_by(file.unit, file.identity):
            table = declaration.table_on(sheet)
            column = table.by_header.get(header) if table else None
            if table and column and (table.key, row, column.key) not in decided:
                answer = self._logged(table, row, column)
                if answer:
                    yield from self._decided(table, row, column, *answer)
        for decision in self.earlier.values():
            table = declaration.table_of(decision.table)
            if decision.cell not in decided and decision.when < file.when:
                yield from self._decided(table, decision.row, table.column(decision.key), decision.file, decision.when)

    def _logged(self, table: Table, row: str, column: Column) -> tuple[str, str] | None:
        """File and time of the owner's answer that stands in the cell and is earlier than the file; None for none."""
        file, place = self.rules.file, (table.sheet, row, column.header)
        current = as_text(shown_as(self.rules.current(table.key, row, column.key), column.type))
        mine = [entry for entry in self.rules.history.behind(place, current) if entry.identity == file.identity]
        latest = max(mine, key=lambda entry: entry.answered, default=None)
        if latest is None or not latest.answered or latest.answered >= file.when:
            return None
        return latest.file, latest.answered

    def _decided(self, table: Table, row: str, column: Column, answered_in: str, when: str) -> Iterator[Decision]:
        rules = self.rules
        base = self._base(table, row, column)
        if base is None or row_fault(rules.book, rules.file, base):
            return
        current = rules.current(table.key, row, column.key)
        stands = normal(current, column.type) != normal(base.base, column.type)
        before = self.earlier.get((table.key, row, column.key))
        if not stands and before is None:
            return
        handed_out, now = shown_as(base.base, column.type), as_text(shown_as(current, column.type))
        settled = rules.history.settled((table.sheet, row, column.header), now, as_text(handed_out))
        if settled and stands:
            return
        if not settled and before and before.message == LATER_SETTLED:  # by another of the owner's files
            return
        fault = f"Svaret i {short(answered_in)} ({when[:10]}) är tillbakataget: fältet är som när det lämnades ut."
        undecided = rules.undecided(base, column, current, Meant(handed_out))
        if settled:  # that the cell stays as it is, which says nothing of the earlier answer: that one stays a question
            yield undecided._replace(action=Action.KEEP, message=SETTLED, settled=True, back=True)
        else:
            yield undecided._replace(message=fault, remedy=_REMEDY, back=True)

    def _base(self, table: Table, row: str, column: Column) -> ReturnedCell | None:
        """The cell as it was handed out; None where it wasn't, or where the file has lost it."""
        file = self.rules.file
        if {(table.sheet, ""), (table.sheet, column.header)} & file.lost:
            return None
        for handed_out in file.base:
            if handed_out.sheet != table.sheet or column.header not in handed_out.headers:
                continue
            index = handed_out.headers.index(column.header)
            handed = next((handed for handed in handed_out.rows if handed.id == row), None)
            if handed is not None:
                value, place = handed.values[index], ref_of(*handed_out.place(handed, index))
                return ReturnedCell(table.key, row, column.key, value, value, handed_out.form_sheet, place, handed.new)
            if self._could_add(table, row):
                return ReturnedCell(table.key, row, column.key, None, None, handed_out.form_sheet, new_row=True)
        return None

    def _could_add(self, table: Table, row: str) -> bool:
        """Whether the row is one that the owner had added to an earlier file, beyond those that were handed out."""
        children = self.rules.book.declaration.followup.child_tables
        child = next((child for child in children if child.table == table.key), None)
        return child is not None and new_row_number(row, table, child, self.rules.file.unit) is not None

"""A row that one side removes and the other has changed is asked about; it isn't removed but for what was changed.

An owner removes a row of the form by emptying it. What somebody else has filled in there since it was handed out would
be left without what it was about.
"""

from __future__ import annotations

from collections.abc import Sequence

from rus_sheets.answers.decisions import Action, Decision
from rus_sheets.answers.returned import Returned
from rus_sheets.book.model import Book
from rus_sheets.book.shown import as_text
from rus_sheets.merge.row_identity import RowKey, in_file, standing

_FAULT = "Raden är tömd i filen, men något i den har fyllts i sedan den lämnades ut."
_REMEDY = "Behåll om raden ska vara kvar, ta om det här ska bort ur den."


def removals_weighed(book: Book, files: Sequence[Returned], decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions, where what would empty a row that holds something when all is written has become a conflict."""
    grow = {table.table for table in book.declaration.followup.child_tables if table.new_rows}
    rows: dict[RowKey, list[Decision]] = {}
    for decision in decisions:
        if decision.table in grow and not decision.added:
            rows.setdefault(decision.cell[:2], []).append(decision)
    by_path = {(file.path, file.unit): file for file in files}
    stopped: set[tuple[RowKey, str]] = set()
    for key, told in rows.items():
        emptying = {(decision.file, decision.activity) for decision in told if _empties(decision)}
        if emptying and _left(book, key, told):
            table = book.declaration.table_of(key[0])
            for place in emptying:
                own = [decision for decision in told if (decision.file, decision.activity) == place]
                if not in_file(by_path[place], table, key[1], own):
                    stopped.add((key, place[0]))
    return [_asked(decision) if _empties(decision) and (decision.cell[:2], decision.file) in stopped else decision
            for decision in decisions]  # fmt: skip


def _empties(decision: Decision) -> bool:
    return decision.action is Action.TAKE and decision.value is None


def _left(book: Book, key: RowKey, told: Sequence[Decision]) -> bool:
    """Whether the row holds anything when everything that is taken has been written."""
    stands = standing(book[key[0]].by_id.get(key[1]))
    taken = {decision.key: as_text(decision.value) for decision in told if decision.action is Action.TAKE}
    return any({**stands, **taken}.values())


def _asked(decision: Decision) -> Decision:
    return decision._replace(action=Action.CONFLICT, message=_FAULT, remedy=_REMEDY, log=False)

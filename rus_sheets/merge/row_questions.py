"""A row that an owner has added is asked about whole: also what would have to be blank for it to stand there alone.

Who takes a file's row in the place of another takes all of it. What the file leaves blank says nothing by itself, so
no earlier rule has a decision on it; without one the cells of the other row would go on standing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from rus_sheets.answers.decisions import Action, Decision
from rus_sheets.answers.halfrow import owners
from rus_sheets.book.convert import Shown, to_scalar
from rus_sheets.book.model import Book, Cell
from rus_sheets.book.shown import as_text, shown_as
from rus_sheets.merge.row_identity import RowKey

REMEDY = "Ta hela raden om den ska ersätta den andra. Ska båda vara med: behåll, och lägg in den här för hand."
_BLANK = "Raden i filen har inget här. Tas raden blir cellen tom."
_BELONGS = "Hör till en rad som ska avgöras."


def whole_questions(book: Book, decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions, where each added row of which something can be taken is asked about in every cell that differs.

    They are the last word on each row but for this. Each remembers what its file says of the whole row.
    """
    rows: dict[RowKey, dict[str, list[Decision]]] = {}
    last: dict[RowKey, int] = {}
    for number, decision in enumerate(decisions):
        if decision.added:
            rows.setdefault(decision.cell[:2], {}).setdefault(decision.file, []).append(decision)
            last[decision.cell[:2]] = number
    versions = {
        (key, file): _AskedRow(book, key, told)
        for key, files in rows.items()
        for file, told in files.items()
        if any(decision.action is Action.CONFLICT and decision.mendable for decision in told)
    }
    found: list[Decision] = []
    for number, decision in enumerate(decisions):
        key = decision.cell[:2]
        version = versions.get((key, decision.file)) if decision.added else None
        found.append(version.asked(decision) if version else decision)
        if decision.added and last[key] == number:
            found += [blank for file in rows[key] if (key, file) in versions for blank in versions[key, file].blanks()]
    return found


class _AskedRow(Struct, frozen=True):
    """A row as one file has it: its decisions, beside the row of that id in the workbook."""

    book: Book
    key: RowKey
    told: Sequence[Decision]

    @property
    def _standing(self) -> Mapping[str, Cell]:
        row = self.book[self.key[0]].by_id.get(self.key[1])
        return {key: cell for key, cell in row.cells.items() if owners(cell.column)} if row else {}

    @property
    def _said(self) -> tuple[tuple[str, str], ...]:
        """What the file says of the row by column, no blanks. What can't be read for certain is left out."""
        table = self.book.declaration.table_of(self.key[0])
        texts = {
            decision.key: as_text(decision.value)
            for decision in self.told
            if not decision.back and decision.action is not Action.REFUSE and not _unread(decision)
        }
        return tuple(sorted((key, text) for key, text in texts.items() if text and owners(table.column(key))))

    def asked(self, decision: Decision) -> Decision:
        """The decision, a question again where it was passed over and the row would have it otherwise."""
        if decision.action is Action.KEEP and as_text(decision.value) != as_text(decision.current):
            if not _unread(decision):
                decision = decision._replace(action=Action.CONFLICT, message=_BELONGS, remedy=REMEDY, settled=False)
            elif as_text(decision.current):
                decision = decision._replace(action=Action.REFUSE, message=_BELONGS, remedy=REMEDY, settled=False)
        return decision._replace(whole=self._said) if decision.action in (Action.CONFLICT, Action.REFUSE) else decision

    def blanks(self) -> list[Decision]:
        """What stands in the workbook's row and isn't in the file's."""
        decided = {decision.key for decision in self.told}
        return [
            self.told[0]._replace(
                key=key, column=cell.column.header, base=None, current=_shown(cell), returned=None, value=None, runs=(),
                action=Action.CONFLICT, message=_BLANK, remedy=REMEDY, place="", log=False, clash=True, settled=False,
                mendable=True, seen="", back=False, whole=self._said,
            )
            for key, cell in self._standing.items()
            if key not in decided and as_text(_shown(cell))
        ]  # fmt: skip


def _unread(decision: Decision) -> bool:
    """Whether the value is only what was probably meant, of an answer that a person has let give way."""
    return decision.settled and as_text(decision.value) != as_text(decision.returned)


def _shown(cell: Cell) -> Shown:
    return shown_as(cell.raw.value if cell.fault else to_scalar(cell.value), cell.column.type)

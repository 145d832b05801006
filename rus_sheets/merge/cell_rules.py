"""The rules for one file's cells against the workbook; what other files say comes after (``across_files``)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from rus_sheets.answers.decisions import Action, Decision
from rus_sheets.answers.halfrow import owners
from rus_sheets.answers.interpret import Meant, interpret
from rus_sheets.answers.returned import CLASHED, Returned, ReturnedCell, differs, short
from rus_sheets.book.convert import to_scalar
from rus_sheets.book.display import seen
from rus_sheets.book.model import Book
from rus_sheets.book.raw import Scalar
from rus_sheets.book.shown import as_scalar, as_text, normal, shown_as
from rus_sheets.merge.acceptance import row_fault, unit_fault
from rus_sheets.merge.log import History, LogEntry, tells_more
from rus_sheets.schema.model import Column

_DECIDE = "Avgör vilket som ska gälla."
_BY_HAND = "För in svaret för hand om det ska vara med."
_SUM_OR_ROW = "Behåll om det är en summa, ta om det är en rad för sig."
_SUMS = "Raden ser ut som en summa av de andra raderna i filen."
_REPLACED = "Svaret är redan inläst och har sedan ersatts."
SETTLED = "Redan avgjort: värdet i arbetsboken behålls."
LATER_SETTLED = "Samma ansvarig har svarat senare, och det är avgjort: värdet i arbetsboken behålls."


class CellRules(Struct, frozen=True, dict=True):
    """One returned file against the workbook and its log."""

    book: Book
    file: Returned
    history: History

    @cached_property
    def _unit_fault(self) -> tuple[str, str] | None:
        return None if self.file.new_unit else unit_fault(self.book, self.file)

    def _may_say(self, column: Column) -> bool:
        """Whether the file may say what stands in the column: what owners answer, and all of a unit that is new."""
        return owners(column) or self.file.new_unit

    def decisions(self) -> Iterator[Decision]:
        """A decision for each cell that differs from its base, as if this were the only file."""
        for cell in self.file.cells:
            column = self.book.declaration.table_of(cell.table).column(cell.column)
            unknown = cell.formula and cell.value is None  # a formula without its value is no blank
            if cell.gone or unknown or differs(cell, column.type):
                yield self._decide(cell, column)

    def _decide(self, cell: ReturnedCell, column: Column) -> Decision:  # noqa: PLR0911 - the rules in their order
        """The rules after the first (what equals its base is kept and never gets here)."""
        current = self.current(cell.table, cell.row, cell.column)
        meant = (
            interpret(self.book, column, cell) if self._may_say(column) else Meant(shown_as(cell.value, column.type))
        )
        blank = self.undecided(cell, column, current, meant)
        same_as_base = normal(current, column.type) == normal(cell.base, column.type)
        stranger = row_fault(self.book, self.file, cell)
        if stranger:
            return blank._replace(action=Action.REFUSE, message=stranger, remedy=_BY_HAND, mendable=False)
        if self._settled(blank):
            return blank._replace(action=Action.KEEP, message=SETTLED, settled=True)
        if cell.gone:
            return self._gone(cell, blank, same_as_base=same_as_base)
        if not meant.fault and _same(meant, cell.base, column):
            return blank._replace(action=Action.KEEP, message=meant.note)
        uncalculated = current is None and self._formula(cell)
        if not meant.fault and _same(meant, current, column) and not uncalculated:
            return self._agree(blank)
        # Of a row that an owner has added, the earlier answer may be another row.
        if not blank.added and self._settled_later(blank):
            return blank._replace(action=Action.KEEP, message=LATER_SETTLED)
        hindrance = self._hindrance(cell, column, meant)
        if hindrance:
            action, fault, remedy = hindrance
            return blank._replace(action=action, message=fault, remedy=remedy)
        return self._weighed(cell, blank, meant.note, same_as_base=same_as_base)

    def _weighed(self, cell: ReturnedCell, blank: Decision, note: str, *, same_as_base: bool) -> Decision:
        """A value that can be written, against what stands in the workbook."""
        formula = self._formula(cell)
        if cell.sums or cell.doubt or self.file.clashed:
            return self._doubted(blank, cell)
        if formula:
            return blank._replace(message=f"I cellen står en formel, {formula}.", remedy=_DECIDE)
        if not same_as_base:
            return self._against_log(blank)
        if self._taken_before(blank):
            return blank._replace(action=Action.KEEP, message=_REPLACED)
        others = self._others_before(blank)
        if others:
            fault = f"Ett annat svar har varit inläst ({', '.join(others)}) och står inte kvar."
            return blank._replace(message=fault, remedy=_DECIDE, clash=True)
        return blank._replace(action=Action.TAKE, message=note)

    def _doubted(self, blank: Decision, cell: ReturnedCell) -> Decision:
        """What could be written, and may not be an answer, or not the one that is meant."""
        if cell.sums:
            return blank._replace(message=_SUMS, remedy=_SUM_OR_ROW)
        if cell.doubt:
            return blank._replace(message=cell.doubt, remedy="Läs det som kom in, och avgör vilket som ska gälla.")
        return blank._replace(message=CLASHED.format(self.file.clashed), remedy=_DECIDE)

    def _hindrance(self, cell: ReturnedCell, column: Column, meant: Meant) -> tuple[Action, str, str] | None:
        """Why the value can't be written at all, whatever stands in the workbook: action, fault and remedy."""
        if not self._may_say(column):
            fault = f"{column.header} ändras inte i uppföljningsfilen."
            return Action.REFUSE, fault, "Ändra i arbetsboken om det ska ändras."
        if meant.fault:
            return Action.REFUSE, meant.fault, meant.remedy
        if self._unit_fault:
            return Action.CONFLICT, *self._unit_fault
        if not self.book.has_column(cell.table, cell.column):
            fault = f"Bladet {self.book[cell.table].table.sheet} i arbetsboken har ingen kolumn {column.header}."
            remedy = "Lägg till kolumnen sist i tabellen, med just den rubriken, och läs in filen igen."
            return Action.CONFLICT, fault, remedy
        if not self._has_row(cell):
            fault = f"Raden {cell.row} finns inte längre i arbetsboken."
            return Action.CONFLICT, fault, "Lägg tillbaka raden om den ska vara med."
        return None

    def undecided(self, cell: ReturnedCell, column: Column, current: Scalar, meant: Meant) -> Decision:
        """A decision with all but what is decided."""
        table = self.book.declaration.table_of(cell.table)
        file = self.file
        returned = shown_as(cell.value, column.type)
        mendable = self._may_say(column) and not cell.gone and self._unit_fault is None and self._has_place(cell)
        return Decision(
            activity=file.unit, table=table.key, key=column.key, sheet=table.sheet, row=cell.row, column=column.header,
            base=shown_as(cell.base, column.type), current=shown_as(current, column.type),
            returned=returned, action=Action.CONFLICT, file=file.path, who=file.who,
            when=file.when, value=meant.value, runs=cell.runs if meant.value == returned else (), place=cell.place,
            identity=file.identity, new_row=cell.new_row, mendable=mendable,
            seen="" if cell.seen == seen(returned) else cell.seen, sender=file.sender, saved=file.saved,
            title=file.title, new_unit=file.new_unit,
        )  # fmt: skip

    def current(self, table: str, row_id: str, column: str) -> Scalar:
        """What stands in the workbook's cell now."""
        row = self.book[table].by_id.get(row_id)
        found = row.cells.get(column) if row else None
        if found is None:
            return None
        return found.raw.value if found.fault else to_scalar(found.value)

    def _formula(self, cell: ReturnedCell) -> str:
        """The formula that somebody has put in an owner's cell, "" for none. Its value is no answer to write over."""
        row = self.book[cell.table].by_id.get(cell.row)
        found = row.cells.get(cell.column) if row else None
        if found is None or not (found.raw.formula is not None or found.raw.shared_or_array):
            return ""
        return f"={found.raw.formula or '…'}"

    def _has_row(self, cell: ReturnedCell) -> bool:
        return cell.new_row or cell.row in self.book[cell.table].by_id

    def _has_place(self, cell: ReturnedCell) -> bool:
        return self._has_row(cell) and self.book.has_column(cell.table, cell.column)

    def _gone(self, cell: ReturnedCell, blank: Decision, *, same_as_base: bool) -> Decision:
        if cell.row not in self.book[cell.table].by_id:
            return blank._replace(action=Action.AGREE, message="Raden är borta på båda hållen.")
        remedy = "Ta bort raden i arbetsboken om den ska bort."
        if same_as_base:
            fault = f"Raden {cell.row} är borttagen ur filen. Den är kvar i arbetsboken."
            return blank._replace(action=Action.REFUSE, message=fault, remedy=remedy)
        fault = f"Raden {cell.row} är borttagen ur filen men ändrad i arbetsboken."
        return blank._replace(action=Action.CONFLICT, message=fault, remedy=remedy)

    def _settled(self, blank: Decision) -> bool:
        """A person has decided on this very answer: it isn't asked again while the chosen value stands."""
        place = (blank.sheet, blank.row, blank.column)
        return self.history.settled(place, as_text(blank.current), as_text(blank.returned))

    def _settled_later(self, blank: Decision) -> bool:
        """The same, of a later answer of the same owner's, who has replaced this one."""
        place = (blank.sheet, blank.row, blank.column)
        return self.history.settled_later(place, as_text(blank.current), self.file.identity, self.file.when)

    def _taken_before(self, blank: Decision) -> bool:
        """This very answer has been read in, and the cell has then been set back: reading it again changes nothing."""
        return any(
            cell.decision != self.history.words.kept
            and (cell.identity, cell.answered) == (self.file.identity, self.file.when)
            and cell.after == as_text(blank.value)
            for cell in self.history.cells.get((blank.sheet, blank.row, blank.column), ())
        )

    def _others_before(self, blank: Decision) -> list[str]:
        """The files of other owners whose different answers have been read in here: between owners a person decides,
        also when the one of them has been taken away again.
        """
        return sorted({
            short(cell.file)
            for cell in self.history.cells.get((blank.sheet, blank.row, blank.column), ())
            if cell.decision != self.history.words.kept and cell.identity != self.file.identity
            and cell.after not in ("", as_text(blank.base), as_text(blank.value))
        })  # fmt: skip

    def _agree(self, blank: Decision) -> Decision:
        """Same as the workbook. That somebody else stands behind an answer, or the same owner still does later, is
        worth a line in the log: what comes after is weighed against it.
        """
        behind = self._behind(blank)
        return blank._replace(
            action=Action.AGREE, log=bool(behind) and all(tells_more(blank, entry) for entry in behind)
        )

    def _behind(self, blank: Decision) -> tuple[LogEntry, ...]:
        return self.history.behind((blank.sheet, blank.row, blank.column), as_text(blank.current))

    def _against_log(self, blank: Decision) -> Decision:
        """The workbook has changed since the file was made: by the same owner, or by somebody else?"""
        behind = self._behind(blank)
        if not behind:
            fault = "Värdet har ändrats i arbetsboken sedan filen gjordes."
            return blank._replace(action=Action.CONFLICT, message=fault, remedy=_DECIDE)
        others = sorted({short(entry.file) for entry in behind if entry.identity != self.file.identity})
        if others:
            fault = f"Ett annat svar har redan lästs in ({', '.join(others)})."
            return blank._replace(action=Action.CONFLICT, message=fault, remedy=_DECIDE, clash=True)
        return self._own_earlier(blank, max(entry.answered for entry in behind))

    def _own_earlier(self, blank: Decision, answered: str) -> Decision:
        when = self.file.when
        if when and answered and when > answered:
            text = f"Ersätter samma ansvarigs tidigare svar ({_day(answered)})."
            return blank._replace(action=Action.TAKE, message=text, replaces=blank.current)
        if when and answered and when < answered:
            text = f"Ett senare svar ({_day(answered)}) är redan inläst."
            return blank._replace(action=Action.KEEP, message=text)
        fault = "Ett annat svar från samma ansvarig är inläst, och det går inte att se vilket som är senast."
        return blank._replace(action=Action.CONFLICT, message=fault, remedy=_DECIDE)


def _same(meant: Meant, other: Scalar, column: Column) -> bool:
    return normal(as_scalar(meant.value), column.type) == normal(other, column.type)


def _day(time: str) -> str:
    return time[:10]

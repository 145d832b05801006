"""A row that stands under another id already isn't written a second time unasked.

An owner fills in the blank form again, and what stood in its first row stands in the second. By its id it is a new row;
by what it says it is the one that was read in. Only a file that itself holds both tells of two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from rus_sheets.answers.decisions import Action, Decision
from rus_sheets.answers.returned import Returned, short
from rus_sheets.book.model import Book
from rus_sheets.book.shown import as_text
from rus_sheets.merge.row_identity import RowTexts, filled, in_file, same_heading, standing
from rus_sheets.schema.model import Table

_REMEDY = "Behåll om det är samma rad. Ta om det är en annan, eller om {id} tas och blir något annat."

_When = tuple[str, str]
"""Time and path of a file, for their order."""

_BEFORE: _When = ("", "")
"""What stands in the workbook is earlier than every file."""


class _Other(Struct, frozen=True):
    """A row as the workbook will have it, or as a file has it (``file``, else "") of which a person is asked or was."""

    row: str
    texts: RowTexts
    since: _When
    file: str = ""
    gave_way: bool = False

    @property
    def message(self) -> str:
        where = f"i {short(self.file)}" if self.file else "som redan finns i arbetsboken"
        return f"Raden är lik {self.row}, {where}{', som har fått ge vika' if self.gave_way else ''}."


class MovedRows(Struct, frozen=True):
    """The rows that the files of one batch would write, against all others of the same unit and table."""

    book: Book
    files: Sequence[Returned]

    def weighed(self, decisions: Sequence[Decision]) -> list[Decision]:
        """The decisions, where what would write a row again under another id has become a conflict of the whole row.

        They are the last word on each cell but for this: the rows are compared as they would stand after them.
        """
        grow = {table.table for table in self.book.declaration.followup.child_tables if table.new_rows}
        units: dict[tuple[str, str], dict[str, dict[str, list[Decision]]]] = {}
        for decision in decisions:
            if decision.table in grow:
                rows = units.setdefault((decision.table, decision.activity), {})
                rows.setdefault(decision.row, {}).setdefault(decision.file, []).append(decision)
        found: dict[tuple[str, str, str], _Other] = {}
        stopped: dict[tuple[str, str], _Other] = {}
        for (table, unit), told in units.items():
            files = {file.path: file for file in self.files if file.unit == unit}
            rows_of_unit = _Rows(self.book, self.book.declaration.table_of(table), unit, told, files)
            for row, file, other in rows_of_unit.moved():
                found[table, row, file] = other
                if any(_writes(decision) for decision in told[row][file]):
                    stopped.setdefault((table, row), other)
        return [
            _asked(decision, found.get((*decision.cell[:2], decision.file)) or stopped.get(decision.cell[:2]))
            for decision in decisions
        ]


class _Rows(Struct, frozen=True):
    """One unit's rows in a table; ``told`` are the decisions by row and file, ``files`` the unit's own by path."""

    book: Book
    table: Table
    unit: str
    told: Mapping[str, Mapping[str, Sequence[Decision]]]
    files: Mapping[str, Returned]

    def moved(self) -> Iterator[tuple[str, str, _Other]]:
        """Row and file, and the row that it is like, where the file itself doesn't hold both."""
        parent = self.table.parent
        before = {row.id: standing(row) for row in self.book[self.table.key] if row.text(parent) == self.unit}
        after = {row: self._after(row, before.get(row, {})) for row in [*before, *self.told]}
        others = [*self._standing(before, after), *self._of_files()]
        for row, files in self.told.items():
            for path, decisions in files.items():
                if not any(_writes(decision) or _waits(decision) for decision in decisions):
                    continue
                texts = filled(decisions) if decisions[0].added else after[row]
                stands = row in before
                for other in others:
                    if other.row == row or other.since >= _when(decisions[0]):
                        continue
                    alike = self._alike(texts, other.texts, stands=stands)
                    if alike and not self._holds(path, other, texts):
                        yield row, path, other
                        break

    def _after(self, row: str, before: RowTexts) -> RowTexts:
        """The row when everything that is taken has been written."""
        taken = {
            decision.key: as_text(decision.value)
            for decisions in self.told.get(row, {}).values()
            for decision in decisions
            if decision.action is Action.TAKE
        }
        return {column: text for column, text in {**before, **taken}.items() if text}

    def _standing(self, before: Mapping[str, RowTexts], after: Mapping[str, RowTexts]) -> Iterator[_Other]:
        """The rows as they will stand: since ever, or since the file that writes in them."""
        for row, texts in after.items():
            since = min(
                (
                    _when(decision)
                    for decisions in self.told.get(row, {}).values()
                    for decision in decisions
                    if decision.action is Action.TAKE
                ),
                default=_BEFORE,
            )
            unchanged = self._alike(before.get(row, {}), texts, stands=False)
            yield _Other(row, texts, _BEFORE if unchanged else since)

    def _of_files(self) -> Iterator[_Other]:
        """The rows that a person is asked about, and those that one has let give way: no other id brings them in."""
        for row, files in self.told.items():
            for path, decisions in files.items():
                waits = any(map(_waits, decisions))
                if waits or any(decision.added and decision.settled for decision in decisions):
                    yield _Other(row, filled(decisions), _when(decisions[0]), path, gave_way=not waits)

    def _alike(self, one: RowTexts, other: RowTexts, *, stands: bool) -> bool:
        """Whether they say the same; a row that ``stands`` already may be corrected to what is only nearly another."""
        return bool(one) and (one == other or (not stands and same_heading(self.table, one, other)))

    def _holds(self, path: str, other: _Other, texts: RowTexts) -> bool:
        """Whether the file's own row of the other's id is such a row too: just the same, where the other is that."""
        own = in_file(self.files[path], self.table, other.row, self.told.get(other.row, {}).get(path, ()))
        return own == texts or (other.texts != texts and self._alike(texts, own, stands=False))


def _when(decision: Decision) -> _When:
    return decision.when, decision.file


def _writes(decision: Decision) -> bool:
    """Whether it would write in the row, by itself or together with another file that says the same."""
    return decision.action is Action.TAKE or (
        decision.added and decision.action is Action.AGREE and as_text(decision.value) != as_text(decision.current)
    )


def _waits(decision: Decision) -> bool:
    """Whether a person is asked about something that would be written to a row that an owner has added."""
    return decision.added and decision.action is Action.CONFLICT and not decision.back and decision.value is not None


def _asked(decision: Decision, other: _Other | None) -> Decision:
    if other is None:
        return decision
    remedy = _REMEDY.format(id=other.row)
    if _writes(decision):
        return decision._replace(action=Action.CONFLICT, message=other.message, remedy=remedy, log=False, clash=True)
    if _waits(decision) and other.message not in decision.message:
        return decision._replace(message=f"{decision.message} {other.message}", remedy=remedy)
    return decision

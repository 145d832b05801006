"""What rows that somebody has added lack to be known by: their ids, and which row of another table they belong to.

Pure: a book and what is known of ids that have been used in, proposals and questions out. Only blank cells are filled
in, and nothing that a person may have meant otherwise: what isn't sure is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from rus_sheets.book.model import Book, BookTable, Cell, Row
from rus_sheets.book.newids import begins_with, has_series, nearest_sibling, next_id
from rus_sheets.book.raw import Scalar
from rus_sheets.book.total_rows import says_sum
from rus_sheets.checks.context import Context, cut
from rus_sheets.checks.id_traces import IdTraces, UsedIds, plain_title
from rus_sheets.checks.phrases import quoted, some
from rus_sheets.checks.repair import standing_of
from rus_sheets.schema.model import CellType, Table

_MISSING = "RS106"
_FEWEST = 2


class Given(Struct, frozen=True):
    """A blank cell to fill in: ``label`` is its header, ``title`` what the row is called, ``why`` what it comes from.

    ``why`` is Swedish, "" where it is the next id and nothing needs to be said. ``is_id`` tells a row's own id from a
    reference to another.
    """

    key: str
    sheet: str
    ref: str
    row: int
    column: str
    label: str
    title: str
    value: str
    why: str = ""
    is_id: bool = True

    def as_json(self) -> dict[str, Scalar]:
        """For programs."""
        return {
            "sheet": self.sheet, "cell": self.ref, "column": self.label, "title": self.title, "value": self.value,
            "why": self.why,
        }  # fmt: skip


class Unsure(Struct, frozen=True):
    """Something that only a person can tell; ``message`` and ``remedy`` in Swedish."""

    sheet: str
    ref: str
    title: str
    message: str
    remedy: str

    def as_json(self) -> dict[str, Scalar]:
        """For programs."""
        return {
            "sheet": self.sheet, "cell": self.ref, "title": self.title, "message": self.message, "remedy": self.remedy
        }  # fmt: skip


def missing_ids(book: Book, known: UsedIds) -> tuple[tuple[Given, ...], tuple[Unsure, ...]]:
    """What blank ids and references of rows in use should be, and what has to be asked; not where that is silenced."""
    context = Context(book)
    blank = frozenset(standing_of(context, {_MISSING}))
    given: list[Given] = []
    asked: list[Unsure] = []
    made: dict[str, set[str]] = {}
    for table in context.tables():
        filler = _Filler(context, table, known, blank, made)
        for proposal in filler.proposals():
            if isinstance(proposal, Given):
                given.append(proposal)
            else:
                asked.append(proposal)
    return tuple(given), tuple(asked)


class _Filler(Struct, frozen=True, dict=True):
    """One table's blank cells. ``made`` are the ids given so far, by table."""

    context: Context
    book_table: BookTable
    known: UsedIds
    blank: frozenset[tuple[str, str]]
    made: dict[str, set[str]]

    @cached_property
    def _traces(self) -> IdTraces:
        return IdTraces(self.context, self.book_table, self.known)

    @property
    def _book(self) -> Book:
        return self.context.book

    @property
    def _table(self) -> Table:
        return self.book_table.table

    def proposals(self) -> Iterator[Given | Unsure]:
        """Row by row, what it belongs to before what it is."""
        above = ""
        for row in self.book_table:
            parent = row.text(self._table.parent) if self._table.parent else ""
            if not parent and self._is_blank(row, self._table.parent):
                found = self._parent(row, above)
                yield from [found] if found else []
                parent = found.value if isinstance(found, Given) else ""
                if isinstance(found, Unsure):
                    above = ""
                    continue  # one question a row
            above = parent
            if has_series(self._table) and self._is_blank(row, self._table.id):
                found = self._id(row, parent)
                yield from [found] if found else []

    def _is_blank(self, row: Row, key: str) -> bool:
        cell = row.cells.get(key)
        return cell is not None and (cell.sheet, cell.ref) in self.blank and _is_empty(cell)

    def _parent(self, row: Row, above: str) -> Given | Unsure | None:
        """What the row belongs to: as its own id says, else as the row above where that is how the table is written."""
        column = self._table.column(self._table.parent)
        if column.type is not CellType.REF or column.key == self._table.id:
            return None
        between = begins_with(self._table, self._book.declaration)
        beginning = row.id.partition(between)[0] if between and between in row.id else ""
        if beginning and beginning in self._book[column.references].by_id:
            return self._given(row, column.key, beginning, f"som id:t {row.id} säger")
        if not column.as_above or row.id:
            return None
        if not above:
            message = f"{column.header} saknas, och ingen rad ovanför säger vad raden hör till."
            return self._ask(row, column.key, message, "Skriv vad den hör till.")
        return self._given(row, column.key, above, "som raden ovanför")

    def _id(self, row: Row, parent: str) -> Given | Unsure:
        table = self._table
        free = self._next(row, parent)
        before = self._had_before(row)
        if before:
            return self._given(row, table.id, before, "som samma rad hade i en säkerhetskopia")
        fault, remedy = next(self._doubts(row, parent, free), ("", ""))
        if fault:
            return self._ask(row, table.id, f"{table.column(table.id).header} saknas{fault}", remedy)
        return self._given(row, table.id, free, "")

    def _doubts(self, row: Row, parent: str, free: str) -> Iterator[tuple[str, str]]:
        """Why it isn't sure that the row is one of its own, and what to do about it (Swedish); the first counts."""
        own = f"Skriv {free} om den är en egen rad." if free else "Skriv ett id som inte har använts."
        if self._table.title and not row.title and not self._is_told_otherwise(row):
            yield ", och raden säger inte vad den är.", f"Fyll i raden. {own}"
        if says_sum(row.title):
            yield ", och raden ser ut att vara en summa.", f"Ta bort den: summor står på Summering. {own}"
        lost = self._may_be(row)
        if lost:
            told = f". Raden kan vara {some(lost)}: andra blad hänvisar dit, och ingen rad har det."
            yield told, f"Skriv det id som raden hade. {own}"
        like = self._like(row, parent)
        if like:
            yield f", och raden är lik {like}.", f"Ta bort den ena om de är samma. {own}"
        if begins_with(self._table, self._book.declaration) and not self._is_there(parent):
            header = self._table.column(self._table.parent).header
            reason = f"{quoted(parent)} finns inte" if parent else "det saknas också"
            yield f". Det görs av {header}, och {reason}.", f"Fyll först i {header}."
        if not free:
            yield ", och det finns inget ledigt av samma form.", own

    def _is_told_otherwise(self, row: Row) -> bool:
        """Whether the row says what it is though it needn't have a name: by two values or more of its own."""
        if self._table.column(self._table.title).required:
            return False
        own = (key for key in row.cells if key not in (self._table.id, self._table.title))
        return sum(bool(row.text(key)) and not self._table.column(key).formula for key in own) >= _FEWEST

    def _given(self, row: Row, key: str, value: str, why: str) -> Given:
        cell = row.cell(key)
        if key == self._table.id:
            self.made.setdefault(self._table.key, set()).add(value)
        return Given(
            self._table.key, cell.sheet, cell.ref, row.number, key, cell.column.header, cut(row.title), value, why,
            is_id=key == self._table.id,
        )  # fmt: skip

    def _ask(self, row: Row, key: str, message: str, remedy: str) -> Unsure:
        cell = row.cell(key)
        return Unsure(cell.sheet, cell.ref, cut(row.title), message, remedy)

    def _next(self, row: Row, parent: str) -> str:
        """The next free id, "" where there is none."""
        table, key = self._table, self._table.key
        used = self._traces.used | self.made.get(key, set())
        between = begins_with(table, self._book.declaration)
        example = table.column(table.id).example
        if between:
            return next_id(table, self._model(row, parent, between, example), used) if parent else ""
        head = example.rstrip("0123456789")
        same = [id_ for id_ in self.book_table.by_id if id_.startswith(head) and id_[len(head) :].isdecimal()]
        return next_id(table, max(same, key=len, default=example), used)

    def _model(self, row: Row, parent: str, between: str, example: str) -> str:
        """An id within the parent to go on from: that of the nearest row above, else of the last, else the first."""
        start = f"{parent}{between}"
        mine = [(other.number, other.id) for other in self.book_table if other.id.startswith(start)]
        above = [id_ for number, id_ in sorted(mine) if number < row.number]
        found = nearest_sibling(above) or nearest_sibling([id_ for _, id_ in sorted(mine)])
        return found or start + example.partition(between)[2]

    def _had_before(self, row: Row) -> str:
        """The id that a row of the same title had in a copy and that no row has now; "" unless there is exactly one."""
        title, gone = plain_title(row.title), self._traces.gone
        mine = [id_ for id_, earlier in gone.items() if earlier == title]
        others = [other for other in self.book_table if other is not row and plain_title(other.title) == title]
        return mine[0] if len(mine) == 1 and not others else ""

    def _may_be(self, row: Row) -> list[str]:
        """Ids that other rows refer to and none has: the row's own may have been lost, unless a copy says whose."""
        here = {id_.casefold() for id_ in self.book_table.by_id} | self.context.ids_below(self.book_table)
        given = {id_.casefold() for id_ in self.made.get(self._table.key, set())}
        lost = [id_ for id_ in self._traces.references if id_.casefold() not in here | given]
        return sorted(
            id_ for id_ in lost if self._traces.gone.get(id_, plain_title(row.title)) == plain_title(row.title)
        )

    def _is_there(self, parent: str) -> bool:
        """Whether the table that rows belong to has that one."""
        return parent in self._book[self._table.column(self._table.parent).references].by_id

    def _like(self, row: Row, parent: str) -> str:
        """A row that may be the same one, as it is told; "" for none."""
        for other in self.book_table:
            if other is row or plain_title(other.title) != plain_title(row.title):
                continue
            if not self._differs(row, other, parent):
                return f"rad {other.number}{f' ({other.id})' if other.id else ''}: {quoted(other.title)}"
        return ""

    def _differs(self, row: Row, other: Row, parent: str) -> bool:
        """Whether two rows of one title are told apart: by what they belong to, or a date or figure of each."""
        if not self._table.parent:
            return False
        telling = [
            column.key
            for column in self._table.columns
            if not column.formula and (column.type is CellType.DATE or column.type.is_number)
        ]
        apart = any(row.text(key) and other.text(key) and row.text(key) != other.text(key) for key in telling)
        return apart or parent != other.text(self._table.parent)


def _is_empty(cell: Cell) -> bool:
    value = cell.raw.value
    return cell.raw.formula is None and (value is None or (isinstance(value, str) and not value.strip()))

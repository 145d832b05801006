"""The tables of a document: budget, outcome, funding, expenses, seats and activities, known by their headers.

A table of money without headers, under the heading of a budget, is read by what its columns hold: a name, one amount or
two, a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from rus_sheets.book import display
from rus_sheets.intake.allocations import TABLE as ALLOCATIONS
from rus_sheets.intake.allocations import AllocationTable
from rus_sheets.intake.amounts import read_amount
from rus_sheets.intake.drafts import DraftRow
from rus_sheets.intake.header_units import cell_with_unit, has_unit, read_header
from rus_sheets.intake.passages import Passage, RowLine, bare
from rus_sheets.intake.patterns import plain, whole
from rus_sheets.intake.reader import Reader
from rus_sheets.intake.readings import ReadingState
from rus_sheets.intake.rules import HeadingRule, Means, TableRule
from rus_sheets.intake.table_columns import by_content, common, listed_expenses, years_in
from rus_sheets.intake.values import condition_in
from rus_sheets.schema.model import CellType
from rus_sheets.texts.manuscript import TypedCell

_OTHER_SUM = "Budgeten säger två olika belopp för posten. Kontrollera."
_NOT_ALL = "De uppräknade utgifterna är {own} kr tillsammans, utfallet {told} kr."
_SOME_YEARS = "Tabellen har flera år. Beloppen för {year} skrevs in."
_SPENT = "spent"
_SMALL = 10_000
"""A whole budget of less than so many kronor is rather one in thousands."""
_NO_UNIT = "Det står inte om det är kronor eller tusental kronor. Beloppen skrevs in som kronor. Kontrollera."
_KIND = "Dokumentet säger inte vilket slag av medel det är. Ändra om de är tidigare års eller från andra."
_AMOUNTS = frozenset({"budget", _SPENT, "amount"})


def is_of_allocations(reader: Reader, passage: Passage) -> bool:
    """Is it a table of money set aside? Such name activities and posts, which other tables may tell of."""
    header = [plain(cell.text).strip() for cell in passage.grid.rows[0]] if passage.grid and passage.grid.rows else []
    return next((rule.table for rule in reader.rules.table if _fitted(rule, header)), "") == ALLOCATIONS


def read_table(reader: Reader, passage: Passage) -> bool:
    """Read a table whose kind is known; False for another, of which nothing was made."""
    grid = passage.grid
    if grid is None or not grid.rows:
        return False
    header = [plain(cell.text).strip() for cell in grid.rows[0]]
    units = [read_header(text).unit for text in header]
    for rule in reader.rules.table:
        columns = _fitted(rule, header)
        if columns and rule.table != "parts" and (rule.table != "expenses" or passage.zone is Means.EXPENSES):
            tell_headers(reader, passage)
            _TableReading(reader, passage, rule.table, columns, units).read(grid.rows[1:], 1)
            return True
    if passage.zone not in (Means.BUDGET, Means.FUNDING):
        return False
    table = "budget" if passage.zone is Means.BUDGET else "funding"
    if years := years_in(header):
        latest = max(years, key=lambda at: years[at])
        note = _SOME_YEARS.format(year=years[latest]) if len(years) > 1 else ""
        told = reader.readings.add(
            ReadingState.ASKED if note else ReadingState.READ, passage, " | ".join(header), rule="tabellens rubriker",
            note=note,
        )  # fmt: skip
        told.place = grid.place(0)
        head, amount, rest = ("name", "budget", "description") if table == "budget" else ("source", "amount", "comment")
        others = (at for at in range(1, len(header)) if at not in years)
        names = {0: head, latest: amount} | {at: rest for at in [next(others, None)] if at is not None}
        _TableReading(reader, passage, table, names, units).read(grid.rows[1:], 1)
        return True
    if columns := by_content(grid, passage.zone):
        _TableReading(reader, passage, table, columns).read(grid.rows, 0)
        return True
    return False


def _fitted(rule: TableRule, header: Sequence[str]) -> dict[int, str]:
    """The columns of a table with these headers, as they stand or without the units that they state."""
    return rule.fitted(header) or rule.fitted([read_header(text).words for text in header])


def tell_headers(reader: Reader, passage: Passage) -> None:
    """The first row of a table whose rows are read: it is what they are read by."""
    if passage.grid is not None and passage.grid.rows:
        text = " | ".join(cell.text for cell in passage.grid.rows[0] if cell.text)
        reading = reader.readings.add(ReadingState.READ, passage, text, rule="tabellens rubriker")
        reading.place = passage.grid.place(0)


class _TableReading:
    """One table, row by row, into the declared table of that key."""

    def __init__(
        self, reader: Reader, passage: Passage, table: str, columns: Mapping[int, str], units: Sequence[str] = ()
    ) -> None:
        self._reader = reader
        self._passage = passage
        self._table = table
        self._columns = columns
        over_all = common([unit for at, unit in enumerate(units) if columns.get(at) not in _AMOUNTS])
        over_all = over_all or passage.unit or read_header(passage.heading).unit
        self._units = {at: (units[at] if at < len(units) else "") or over_all for at in columns}
        self._sums = dict.fromkeys(columns.values(), 0.0)
        self._allocations = AllocationTable(reader, passage) if table == ALLOCATIONS else None

    def read(self, rows: Sequence[tuple[TypedCell, ...]], first: int) -> None:
        self._ask_unit(rows)
        for number, cells in enumerate(rows, first):
            said = {column: self._said(cells[at], at) for at, column in self._columns.items() if at < len(cells)}
            at = self._at(number, " | ".join(cell.text for cell in cells if cell.text))
            title = next((said[column] for column in ("name", "source", "text", "affiliation") if column in said), None)
            if not any(cell.text.strip() for cell in cells):
                continue
            if self._allocations is not None:
                self._allocations.row(at, said, [tag for cell in cells for tag, _ in cell.tags])
                continue
            if title is not None and whole(self._reader.rules.total).fullmatch(plain(title.text).strip(" :")):
                self._total(at, said)
            elif self._table == "expenses":
                self._expense(at, said)
            else:
                self._row(at, said, [tag for cell in cells for tag, _ in cell.tags])

    def _ask_unit(self, rows: Sequence[tuple[TypedCell, ...]]) -> None:
        """Ask about small amounts whose unit nothing says: they are taken for kronor."""
        for at, column in self._columns.items():
            said = [cells[at].text for cells in rows if at < len(cells)] if column in _AMOUNTS else []
            numbers = [number for text in said if (number := self._number(text)) is not None]
            stated = self._units[at] or any(map(has_unit, said)) or self._allocations is not None
            if numbers and not stated and 0 < max(numbers) < _SMALL:
                text = " | ".join(said)
                self._reader.readings.add(ReadingState.ASKED, self._passage, text, table=self._table, column=column,
                                          note=_NO_UNIT)  # fmt: skip

    def _said(self, cell: TypedCell, at: int) -> TypedCell:
        """The cell, an amount with the unit that its header states."""
        return cell_with_unit(cell, self._units[at]) if self._columns[at] in _AMOUNTS else cell

    def _at(self, row: int, text: str) -> Passage:
        """The row as a passage of its own, so that it is told where it stands."""
        grid = self._passage.grid
        assert grid is not None  # noqa: S101 - asked before
        made = Passage(RowLine(self._passage.line.number, text, style=grid.place(row)), text)
        made.heading, made.zone = self._passage.heading, self._passage.zone
        return made

    def _row(self, at: Passage, said: Mapping[str, TypedCell], tags: Sequence[str]) -> None:
        key = self._reader.drafts.declaration.table_of(self._table).title or next(iter(said))
        name = " ".join(said[key].text.split()).strip(" :") if key in said else ""
        money = {"budget": "budget", "funding": "amount"}.get(self._table)
        if money and (money not in said or not re.search("[0-9]", said[money].text)):
            self._reader.readings.left(at, note="Raden har inget belopp.")
            return
        known = self._known(name, key) if self._table == "budget" else None
        row = known or self._reader.drafts.add(self._table, tags, **({key: name} if name else {}))
        if known is None:
            self._told(at, row, key, name)
        if self._table == "seats":
            row["body"] = next((rule.key for rule in self._heading_rules() if rule.key), None)
        if self._table == "funding":
            self._condition(at, row)
            row["kind"], told = self._kind(name)
            self._reader.readings.add(
                ReadingState.READ if told else ReadingState.ASKED, at, table="funding", row=str(row["id"]),
                column="kind", value=row["kind"], rule="källans namn", note="" if told else _KIND,
            )  # fmt: skip
        for column, cell in said.items():
            if column != key and cell.text.strip():
                self._cell(at, row, column, said)

    def _cell(self, at: Passage, row: DraftRow, column: str, said: Mapping[str, TypedCell]) -> None:
        """One cell of a row; an amount that stands there already is compared."""
        cell = said[column]
        number = self._number(cell.text)
        self._sums[column] += number or 0
        if column == _SPENT:
            self._spent(at, row, cell, said)
        elif column in ("description", "comment"):
            row[column] = self._text(at, row, column, cell)
        elif row.get(column) is None:
            self._reader.write(row, f"{self._table}.{column}", self._bare(cell.text), at, "tabell")
        elif row.get(column) != number:
            where = {"table": self._table, "row": str(row["id"]), "column": column}
            self._reader.readings.add(
                ReadingState.ASKED, at, cell.text, **where, value=row.get(column), note=_OTHER_SUM
            )

    def _heading_rules(self) -> Iterator[HeadingRule]:
        yield from (rule for rule in self._reader.rules.heading if rule.means is Means.SEATS
                    and whole(rule.words).fullmatch(plain(self._passage.heading).strip(" :")))  # fmt: skip

    def _known(self, name: str, key: str) -> DraftRow | None:
        """The post of that name, or of one that goes on where this one ends: a plan tells its budget twice."""
        wanted = bare(name)
        rows = self._reader.drafts.rows[self._table]
        own = next((row for row in rows if bare(str(row[key])) == wanted), None)
        begun = [
            row for row in rows if bare(str(row[key])).startswith(wanted) or wanted.startswith(bare(str(row[key])))
        ]
        return own or (begun[0] if len(begun) == 1 and wanted else None)

    def _condition(self, at: Passage, row: DraftRow) -> None:
        """What isn't sure, by the words of its row."""
        state, words = condition_in(at.text, "funding.state", self._reader.rules)
        if state and self._reader.column("funding", "state"):
            row["state"] = state
            self._reader.readings.add(ReadingState.READ, at, table="funding", row=str(row["id"]), column="state",
                                      value=state, rule=f"villkor: {words}")  # fmt: skip

    def _kind(self, name: str) -> tuple[str, bool]:
        """The kind of a source's money, and whether its name says so: else it is this year's until somebody tells."""
        told, _ = condition_in(name, "funding.kind", self._reader.rules)
        roles = {choices.key: choices.roles for choices in self._reader.drafts.declaration.list}["funds"]
        return told or roles["this_year"], bool(told)

    def _bare(self, text: str) -> str:
        """An amount without the words of a condition, which have been read: ``8 000 kr (preliminärt)``."""
        said = " ".join(plain(text).split())
        _, words = condition_in(said, f"{self._table}.state", self._reader.rules)
        rest = (
            re.fullmatch(rf"(?:{re.escape(words)}:? )?(.*?)(?:[ ,]*\(?{re.escape(words)}\)?)?", said) if words else None
        )
        return rest[1] if rest else said

    def _number(self, text: str) -> float | None:
        value = read_amount(self._bare(text), CellType.MONEY).value
        return None if value is None else float(value)

    def _text(self, at: Passage, row: DraftRow, column: str, cell: TypedCell) -> str:
        self._told(at, row, column, cell.text)
        known = str(row.get(column) or "")
        return f"{known}\n\n{cell.text}" if known and known != cell.text else cell.text

    def _told(self, at: Passage, row: DraftRow, column: str, value: str) -> None:
        if value:
            self._reader.readings.add(ReadingState.READ, at, table=self._table, column=column, value=value,
                                      row=self._reader.drafts.id_of(self._table, row), rule="tabell")  # fmt: skip

    # ---------------------------------------------------------------- what was spent

    def _spent(self, at: Passage, post: DraftRow, cell: TypedCell, said: Mapping[str, TypedCell]) -> None:
        """What was spent of a post: the expenses that its comment lists, else one for all of it."""
        total = self._number(cell.text)
        if total is None:
            if re.search("[0-9]", cell.text):
                self._reader.readings.add(ReadingState.ASKED, at, cell.text, table="expenses", column="amount",
                                          note="Utfallet går inte att läsa. Skriv in utgifterna.")  # fmt: skip
            return
        if self._reader.drafts.rows["expenses"] and self._has_expenses(post):
            return
        listed = list(listed_expenses(said["comment"])) if "comment" in said else []
        for line, text, amount in listed:
            self._add_expense(at, post, text, amount, line.text)
        own = sum(amount for _, _, amount in listed)
        if listed and own != total:
            note = _NOT_ALL.format(own=display.amount(own), told=display.amount(total))
            self._reader.readings.add(ReadingState.WRONG, at, value=total, rule="summa", note=note)
        elif listed:
            self._reader.readings.add(ReadingState.RIGHT, at, value=total, rule="summa",
                                      note=f"{display.amount(total)} kr = summan av utgifterna.")  # fmt: skip
        else:
            self._add_expense(at, post, str(post["name"]), total, cell.text)

    def _has_expenses(self, post: DraftRow) -> bool:
        return any(row.get("post") == post["id"] for row in self._reader.drafts.rows["expenses"])

    def _add_expense(self, at: Passage, post: DraftRow, text: str, amount: float, said: str) -> None:
        value = int(amount) if float(amount).is_integer() else amount
        row = self._reader.drafts.add("expenses", post=post["id"], text=text, amount=value)
        self._reader.readings.add(ReadingState.READ, at, said, table="expenses", row=str(row["id"]), column="amount",
                                  value=value, rule="utfall")  # fmt: skip

    def _expense(self, at: Passage, said: Mapping[str, TypedCell]) -> None:
        """A row of a list of expenses; it replaces the one for all of its post."""
        name = said["post"].text if "post" in said else ""
        post = self._known_post(name)
        amount = self._number(said["amount"].text)
        if post is None or amount is None:
            self._reader.readings.left(at)
            return
        rows = self._reader.drafts.rows["expenses"]
        rows[:] = [row for row in rows if not (row["post"] == post["id"] and row["text"] == post["name"])]
        for number, row in enumerate(rows, 1):
            row["id"] = f"U{number:02}"
        self._add_expense(at, post, " ".join(said["text"].text.split()), amount, at.text)

    def _known_post(self, name: str) -> DraftRow | None:
        posts = self._reader.drafts.rows["budget"]
        return next((row for row in posts if bare(str(row["name"])) == bare(name)), None)

    def _total(self, at: Passage, said: Mapping[str, TypedCell]) -> None:
        """The row of a sum: beside the sum of the rows above it."""
        for column, own in self._sums.items():
            cell = said.get(column)
            told = self._number(cell.text) if cell is not None else None
            if told is None or column in ("name", "source", "text"):
                continue
            state = ReadingState.RIGHT if abs(told - own) < 1 else ReadingState.WRONG
            same = state is ReadingState.RIGHT
            note = (f"{display.amount(told)} kr = summan av raderna." if same else
                    f"Dokumentet säger {display.amount(told)} kr, raderna är {display.amount(own)} kr.")  # fmt: skip
            self._reader.readings.add(state, at, value=told, rule="summa", note=note)
        for column in ("description", "comment"):
            if column in said:
                self._reader.readings.left(at, said[column].text)

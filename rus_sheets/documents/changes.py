"""What is new, changed and ended in a plan since last year's: marks for each activity, and lists with sums.

Activities are matched by their ids. Figures of this year know their cell; those of last year come from another
workbook and stand as plain text.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from rus_sheets.book.compare import Differences, compare
from rus_sheets.book.model import Book, Row
from rus_sheets.documents.common import names_of_activities
from rus_sheets.documents.figures import NBSP, NO_SHARE, figure, number, shown, total
from rus_sheets.documents.views import Names, Roles
from rus_sheets.schema.model import CellType, Column
from rus_sheets.texts.content import Figure, Inline, Paragraph, Run, Text
from rus_sheets.texts.text import enumerated

_UNITS = {CellType.DAYS: ("dag", "dagar"), CellType.MONEY: ("kr", "kr")}
"""What a number is of where its type says it; of another it is the column's header that does."""
_VALUES = {*_UNITS, CellType.INTEGER, CellType.NUMBER, CellType.DATE, CellType.CHOICE}
"""Types whose two values are told; of a long text that differs it is only told that it does."""
_TOLD_ELSEWHERE = {"priority", "top", "new"}
"""Columns that are told of by the class of priority that they give, or by a mark of their own."""
_SUMS = ("activities", "days", "budget", "funding")


class Changes(Struct, frozen=True, dict=True):
    """This year's plan beside last year's."""

    book: Book
    previous: Book

    @cached_property
    def _found(self) -> Differences:
        return compare(self.previous, self.book)

    def marks(self, row: Row) -> Names:
        """``ny`` and ``ändringar`` of an activity."""
        before = self.previous["plan"].by_id.get(row.id)
        return no_marks() | ({"ny": True} if before is None else {"ändringar": self._told(before, row)})

    def names(self) -> Names:
        """``år`` of last year's plan, ``nya``, ``ändrade``, ``avslutade`` and ``summor``."""
        rows = [(row, self.marks(row)) for row in self.book["plan"]]
        known, told = self.book["plan"].by_id, names_of_activities(self.book)
        return {
            "år": str(self.previous.year or ""),
            "nya": [told(row) | marks for row, marks in rows if marks["ny"]],
            "ändrade": [told(row) | marks for row, marks in rows if marks["ändringar"]],
            "avslutade": [_ended(row) for row in self.previous["plan"] if row.id not in known],
            "summor": [self._sum(key) for key in _SUMS],
        }

    def _sum(self, key: str) -> Names:
        before, now = self.previous.totals[key], self.book.totals[key]
        difference = now.number - before.number
        known = before.whole and now.whole
        return {
            "namn": now.label,
            "förra": str(total(before)),
            "nu": total(now),
            "skillnad": f"{'+' if difference > 0 else ''}{number(difference)}" if known else NO_SHARE,
        }

    def _told(self, before: Row, row: Row) -> Text:
        """What a reader needs to know, in sentences: ``Från 20 till 26 dagar. Ny lydelse av beskrivning.``"""
        told: list[tuple[Inline, ...]] = []
        rewritten: list[str] = []
        changed = {change.column for change in self._found.of_row("plan", row.id)}
        for column in row.table.columns:
            if column.key == "priority":
                told += self._priority(before, row)
            elif column.key not in changed or column.key in _TOLD_ELSEWHERE or column.type is CellType.EMAIL:
                continue
            elif column.key == row.table.title:
                told.append((Run(f"Hette tidigare ”{shown(before.title)}”"),))
            elif column.type in _VALUES:
                told.append(_from_to(column, figure(before.cell(column.key)), figure(row.cell(column.key))))
            elif not row.text(column.key):
                told.append((Run(f"{self._name(column).capitalize()} anges inte längre"),))
            elif column.type is CellType.TEXT:
                told.append(_is_now(column, _said(before, column), Run(_said(row, column))))
            else:
                rewritten.append(self._name(column))
        if self._parts_differ(row):
            rewritten.append(self.book.declaration.table_of("parts").sheet.lower())
        if rewritten:
            told.append((Run(f"Ny lydelse av {enumerated(rewritten)}"),))
        return Text((Paragraph(tuple(_sentences(told))),)) if told else Text()

    def _priority(self, before: Row, row: Row) -> Iterator[tuple[Inline, ...]]:
        """The classes of priority say it all: they count in what is set on the group."""
        was, now = (figure(version.cells.get("priority_class")) for version in (before, row))
        none = Roles(self.book).choice("priority_class", "none")
        if was.text == now.text:
            return
        if was.text in ("", none):
            yield Run("Nu "), now
        elif now.text in ("", none):
            yield (Run(f"Inte längre {was}"),)
        else:
            yield Run(f"Från {was} till "), now

    def _name(self, column: Column) -> str:
        """What the column is about: a reference is about what it refers to, not about an id."""
        if not column.references:
            return column.header.lower()
        table = self.book.declaration.table_of(column.references)
        return table.column(table.title).header.lower()

    def _parts_differ(self, row: Row) -> bool:
        now = {part.id: part.text("text") for part in self.book["parts"].by_parent.get(row.id, ())}
        before = {part.id: part.text("text") for part in self.previous["parts"].by_parent.get(row.id, ())}
        return now != before


def no_marks() -> Names:
    """What an activity has to say of changes when there is nothing to compare with."""
    return {"ny": False, "ändringar": Text()}


def _ended(row: Row) -> Names:
    days = number(row.number_of("days")) if row.number_of("days") else ""
    return {"namn": shown(row.title), "dagar": days, "utan_dagar": False}


def _from_to(column: Column, was: Figure, now: Figure) -> tuple[Inline, ...]:
    """``Från 20 till 26 dagar``; what was or is blank is said to be so, never told as nought."""
    before, after = _unit(column, was), _unit(column, now)
    if not now:
        return (Run(f"{column.header} anges inte längre, tidigare {was}{before}"),)
    if not was:
        before = f"Nu{NBSP}" if after else f"{column.header} är nu "
        return Run(before), now, Run(f"{after}, tidigare inte angivet")
    if after:
        return Run(f"Från {was} till{NBSP}"), now, Run(after)
    return _is_now(column, str(was), now)


def _is_now(column: Column, was: str, now: Inline) -> tuple[Inline, ...]:
    """``Ansvarig är nu X, tidigare Y``."""
    return Run(f"{column.header} är nu "), now, Run(f", tidigare {was}" if was else "")


def _said(row: Row, column: Column) -> str:
    return shown(row.cell(column.key).value).removesuffix(".")


def _unit(column: Column, figure: Figure) -> str:
    """What follows on the figure: ``dagar``, ``dag`` after one; nothing where its column says what it is."""
    one, many = _UNITS.get(column.type, ("", ""))
    return f"{NBSP}{one if str(figure) == '1' else many}" if many else ""


def _sentences(told: list[tuple[Inline, ...]]) -> Iterator[Inline]:
    for place, lines in enumerate(told):
        if place:
            yield Run(" ")
        yield from lines
        yield Run(".")

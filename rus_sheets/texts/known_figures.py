"""The workbook's own figures that a text may speak of.

A stated figure is doubted in the workbook's own texts only when it lies near a figure of what the text stands under
(its row, group and area), or near a total, without being that or any other that may be meant; everything else may be
about something else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product

from msgspec import Struct

from rus_sheets.book import recompute
from rus_sheets.book.formula_columns import ComputedRows
from rus_sheets.book.model import Book, BookTable, Row, Total
from rus_sheets.schema.model import BlockRow, CellType
from rus_sheets.texts.declared_units import DeclaredUnits, unit_of
from rus_sheets.texts.stated import Named, Stated, Unit

FigureKey = tuple[str, str]
"""A row: its table and its id."""

WHOLE: FigureKey = ("", "")
"""The workbook as a whole."""

COUNTED = (Unit.DAYS, Unit.MONEY, Unit.ACTIVITIES, Unit.POSTS)
"""The units that every workbook has figures of; a share is reckoned from two of them."""

_LEAST: dict[str, float] = {Unit.DAYS: 50, Unit.MONEY: 50_000, Unit.ACTIVITIES: 10, Unit.POSTS: 1}
"""Below this, any two figures lie near each other."""

_LEAST_OWN: dict[str, float] = {Unit.DAYS: 20, Unit.MONEY: 1_000, Unit.ACTIVITIES: 5, Unit.POSTS: 1}
"""The same for the figures of what the text stands under, which are few."""

_NEAR: dict[str, float] = {Unit.DAYS: 0.10, Unit.MONEY: 0.10, Unit.ACTIVITIES: 0.15, Unit.POSTS: 0.25}
"""How far from a total a figure may be and still be taken for it."""

_NEAR_OWN: dict[str, float] = {**_NEAR, Unit.ACTIVITIES: 0.20}

_TOTALS: dict[str, tuple[str, ...]] = {
    Unit.DAYS: ("days", "days_spent", "capacity"),
    Unit.MONEY: ("budget", "spent", "funding"),
    Unit.ACTIVITIES: ("activities",),
}

_SPENT: dict[str, str] = {Unit.DAYS: "days_spent", Unit.MONEY: "spent"}

_TYPES: dict[str, str] = {Unit.DAYS: "days", Unit.MONEY: "money", Unit.ACTIVITIES: "integer", Unit.POSTS: "number"}
"""The type of the totals that count each."""


class Known(Struct, frozen=True):
    """The workbook's figures by unit: ``totals`` are those a text is compared with, ``any_of`` all it may mean.

    ``every_total`` are all totals of that unit on the summary but those that settings alone give (what there is to
    share out, say): these are ``reckoned``, and meant only where their words are said. ``of_row`` are the figures of a
    row, which a text on it is compared with; ``under`` those of the rows that belong to it, which the text may mean as
    well. ``sums`` are the sums of the latter, and under WHOLE those of the workbook: each named by the choice or the id
    that it is summed by, "" for the sum of all. ``spent`` is the total that tells the outcome. ``units`` are COUNTED
    and those that the workbook's columns declare.
    """

    totals: dict[str, tuple[Named, ...]]
    every_total: dict[str, frozenset[float]]
    reckoned: dict[str, tuple[Named, ...]]
    any_of: dict[str, frozenset[float]]
    of_row: dict[str, dict[FigureKey, tuple[Named, ...]]]
    under: dict[str, dict[FigureKey, frozenset[float]]]
    sums: dict[str, dict[FigureKey, tuple[Named, ...]]]
    spent: dict[str, float]
    units: tuple[str, ...] = COUNTED

    def near(self, stated: Stated, row: Row, *, own: bool = True) -> Named | None:
        """The figure (name and value) that was probably meant, where the stated one is near it but none we know.

        A figure of that unit which stands elsewhere makes it right only where it may be meant: not in a text under a
        row (``own``) whose figure is almost the one stated. What else there is in the group or area of the row, and the
        totals, may be meant only where the row has no such figure, or the sentence speaks of a whole.
        """
        unit = stated.unit
        if unit not in COUNTED:
            return None
        of = tuple(above(row))
        mine = self.of_row[unit].get(of[0], ())
        about = list(mine)
        for owner in of[1:] if unit is not Unit.MONEY else ():  # many rows share a post, and none is all of it
            about += [(f"{name} för {owner[1]}", value) for name, value in self.of_row[unit].get(owner, ())]
        # Parts of a post are named as often as all of it.
        is_mine = own and unit is not Unit.MONEY and not stated.of_the_whole
        narrow = is_mine and stated.near(mine, _LEAST_OWN, _NEAR_OWN, cued=False)
        meant = {value for owner in (of[:1] if narrow else of) for value in self.under[unit].get(owner, ())}
        meant |= {value for _, value in (*about, *(() if narrow else self.totals[unit]))} | _numbers(row, unit)
        if stated.fits(meant):
            return None
        sum_of_all = stated.together and unit is not Unit.MONEY
        close = narrow or (stated.near(about, _LEAST_OWN, _NEAR_OWN, cued=sum_of_all) if own else [])
        found = min(close, key=lambda pair: abs(pair[1] - stated.value), default=None)
        if found or stated.fits(self.any_of[unit]):
            return found
        return self.near_total(stated)

    def has(self, key: FigureKey) -> bool:
        """Whether the row has any figure."""
        return any(value for unit in COUNTED for _, value in self.of_row[unit].get(key, ()))

    def of_heading(self, stated: Stated, key: FigureKey, *, smallest: bool) -> Named | None:
        """The figure of a row that its heading misstates, however far off; the sum of what belongs to it is right too.

        A row of the ``smallest`` kind may last some days in another sense ("Konferens (2 dagar)").
        """
        unit = stated.unit
        if unit not in COUNTED:
            return None
        mine = [figure for figure in self.of_row[unit].get(key, ()) if figure[1]]
        sums = [value for name, value in self.sums[unit].get(key, ()) if not name]
        small = smallest and stated.value < _LEAST_OWN[unit]
        if not mine or small or stated.fits([*(value for _, value in mine), sum(v for _, v in mine), *sums]):
            return None
        return min(mine, key=lambda pair: abs(pair[1] - stated.value))

    def near_total(self, stated: Stated) -> Named | None:
        """The total that was probably meant.

        Of several the first: people speak of the plan and the budget, seldom of what they may be.
        """
        totals = self.totals.get(stated.unit, ())
        return next(iter(stated.near(totals, _LEAST, _NEAR, cued=stated.of_the_whole)), None) if totals else None


def known_figures(book: Book) -> Known:
    """Every figure of the workbook that a text may speak of."""
    totals: dict[str, tuple[Named, ...]] = {}
    every: dict[str, frozenset[float]] = {}
    reckoned: dict[str, tuple[Named, ...]] = {}
    rows = ComputedRows(book)
    declared = {row.key: row for row in book.declaration.summary.named()}
    units = (*COUNTED, *DeclaredUnits(book.declaration).units)
    belonging = _Belonging(book, units)
    sums = {unit: belonging.sums(unit) for unit in units}
    for unit in units:
        named = _posts(book) if unit == Unit.POSTS else _totals(book, unit)
        if unit not in COUNTED:  # no total of the summary is of it
            named = [(unit, value) for name, value in sums[unit][WHOLE] if not name]
        totals[unit] = tuple(figure for figure in named if figure[1])
        ours = [total for total in book.totals.values() if _is_of(book, declared[total.key], unit)]
        apart = [total for total in ours if _of_settings(declared[total.key])]
        reckoned[unit] = tuple((total.label, total.number) for total in apart if total.number)
        every[unit] = frozenset(
            {
                *(value for name, value in named if name not in {total.label for total in apart}),
                *(total.number for total in ours if _is_told(total, declared[total.key]) and total not in apart),
            }
        )
    of_row = {unit: dict(_of_rows(book, rows, unit)) for unit in units}
    under = {
        unit: {
            key: frozenset({*belonging.single[unit].get(key, ()), *(value for _, value in pairs)})
            for key, pairs in sums[unit].items()
        }
        for unit in units
    }
    any_of = {
        unit: every[unit] | {value for _, value in reckoned[unit]} | under[unit].get(WHOLE, frozenset())
        for unit in units
    }
    spent = {unit: book.totals[key].number for unit, key in _SPENT.items() if key in book.totals}
    return Known(totals, every, reckoned, any_of, of_row, under, sums, spent, units)


def _is_told(total: Total, declared: BlockRow) -> bool:
    """A part of a whole that a workbook may do without is no figure where nothing is of it: 0 days would be true of it
    wherever it is typed.
    """
    return bool(total.number) or (total.value is not None and not declared.optional)


def _is_of(book: Book, total: BlockRow, unit: str) -> bool:
    """Whether a total of the summary counts the unit; an integer may be a number of something else."""
    ours = (book.declaration.followup.unit, book.declaration.followup.answer)
    counted = unit != Unit.ACTIVITIES or all(term.count in ours for term in total.recompute)
    return total.type.value == _TYPES.get(unit) and counted


def _of_settings(total: BlockRow) -> bool:
    """Whether it is reckoned from settings alone, and not from what stands in the tables."""
    return bool(total.recompute) and all(term.setting for term in total.recompute)


def _totals(book: Book, unit: str) -> list[Named]:
    keys = (key for key in _TOTALS.get(unit, ()) if key in book.totals)
    return [(book.totals[key].label, book.totals[key].number) for key in keys]


def _posts(book: Book) -> list[Named]:
    cell = book.settings.get("posts")
    setting = next((setting for setting in book.declaration.setting if setting.key == "posts"), None)
    return [(setting.label, cell.value)] if setting and cell and isinstance(cell.value, (int, float)) else []


# ------------------------------------------------------------------ what stands on a row, and under it


def above(row: Row) -> Iterator[FigureKey]:
    """The row itself, and then what it belongs to: table and id of each."""
    yield row.table.key, row.id
    for cell in row.cells.values():
        if cell.column.type is CellType.REF and isinstance(cell.value, str):
            yield cell.column.references, cell.value


def _numbers(row: Row, unit: str) -> set[float]:
    return {row.number_of(key) for key, cell in row.cells.items() if unit_of(cell.column) == unit}


def _of_rows(book: Book, rows: ComputedRows, unit: str) -> Iterator[tuple[FigureKey, tuple[Named, ...]]]:
    """The figures that stand on each row, or else those that the summary has of it, and how many units it holds."""
    counts = _how_many(book) if unit == Unit.ACTIVITIES else {}
    for key, table in book.tables.items():
        blocks = [block for block in book.declaration.summary.block if block.table == key]
        summed = [
            column for block in blocks for column in block.columns if column.recompute and column.type.value == unit
        ]
        columns = _columns(table, unit)
        for row in table.rows if table.table.id else ():
            found = [
                (table.table.column(column).header, row.number_of(column)) for column in columns if row.text(column)
            ]
            if not columns:
                found += [
                    (column.header, recompute.total(rows, column.recompute, {"$id": row.id}) or 0) for column in summed
                ]
            if (key, row.id) in counts:
                found.append(("antalet aktiviteter", counts[key, row.id]))
            if row.id:
                yield (key, row.id), tuple(dict.fromkeys(found))


def _how_many(book: Book) -> Counter[FigureKey]:
    """How many units belong to each row that units refer to."""
    units = book.tables.get(book.declaration.followup.unit)
    return Counter(group for row in units or () for group in dict.fromkeys(above(row)) if group[0] != row.table.key)


_Sums = dict[tuple[str, str, str, str], float]
"""By table, column, what it is summed by, and the choice or id of that."""


class _Belonging:
    """What belongs to each row, by unit; under WHOLE all there is.

    ``single`` are the figures of the rows that refer to it, one by one. ``sums`` are those of every column of them: of
    all, and by each choice and reference. Of a declared unit what belongs to a row belongs to what that belongs to.
    """

    def __init__(self, book: Book, units: Sequence[str]) -> None:
        self._book, self._units = book, units
        self.single: dict[str, dict[FigureKey, set[float]]] = {unit: {} for unit in units}
        self._sums: dict[str, dict[FigureKey, _Sums]] = {unit: {WHOLE: {}} for unit in units}
        followup = book.declaration.followup
        for table in book.tables.values():
            self._add(table, is_counted=table.table.key in (followup.unit, followup.answer))

    def sums(self, unit: str) -> dict[FigureKey, tuple[Named, ...]]:
        """Each named by what it is summed by."""
        return {
            key: tuple((name, value) for (*_, name), value in found.items()) for key, found in self._sums[unit].items()
        }

    def _add(self, table: BookTable, *, is_counted: bool) -> None:
        """Its rows. As an activity, or the answer of one, a row counts as 1 (``is_counted``)."""
        columns = {unit: _columns(table, unit) for unit in self._units}
        fetched = {column.key for column in table.table.columns if column.derive}  # from another row, that is
        for row in table.rows:
            near, groups = list(_holders(row)), list(groups_of(row))
            for unit in self._units:
                figures = [(column, row.number_of(column)) for column in columns[unit] if row.number_of(column)]
                if unit == Unit.ACTIVITIES and is_counted:
                    figures = [("", 1.0)]
                holders = near if unit in COUNTED or not figures else dict.fromkeys((*near, *self._higher(row)))
                for key, (column, value) in product(holders, figures):
                    self.single[unit].setdefault(key, set()).add(value)
                    if column not in fetched:
                        sums = self._sums[unit].setdefault(key, {})
                        for by, name in groups:
                            place = table.table.key, column, by, name
                            sums[place] = sums.get(place, 0) + value

    def _higher(self, row: Row) -> Iterator[FigureKey]:
        """What the row belongs to, and what that belongs to in turn."""
        for table, row_id in above(row):
            held = self._book.tables.get(table) if table != row.table.key else None
            upper = held.by_id.get(row_id) if held else None
            if upper is not None:
                yield table, row_id
                yield from self._higher(upper)


def _holders(row: Row) -> Iterator[FigureKey]:
    """What the row's figures are part of: the whole, and each row of another table that it belongs to."""
    yield WHOLE
    yield from dict.fromkeys(key for key in above(row) if key[0] != row.table.key)


def _columns(table: BookTable, unit: str) -> list[str]:
    """The columns of that unit. Rows without id (seats, say) are no part of plan or budget, and hide what is stale."""
    return [column.key for column in table.table.columns if table.table.id and unit_of(column) == unit]


def groups_of(row: Row) -> Iterator[tuple[str, str]]:
    """What a figure is summed by: the whole table, and each choice or reference of its row."""
    yield "", ""
    for key, cell in row.cells.items():
        if cell.column.type in (CellType.CHOICE, CellType.REF) and isinstance(cell.value, str):
            yield key, cell.value

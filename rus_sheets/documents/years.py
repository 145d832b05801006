"""Several years beside each other: totals, the summary's blocks row by row, what goes on, goals and their assessments.

A figure is the workbook's own, recomputed from its rows. What isn't reported yet says so and is never nought, and a sum
that lacks a part says that it is so far.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from rus_sheets.book import recompute
from rus_sheets.book.another_plan import alike
from rus_sheets.book.formula_columns import ComputedRows
from rus_sheets.book.model import Book, Row
from rus_sheets.book.year_threads import Thread, YearSteps, threads
from rus_sheets.documents.figures import NOT_WHOLE, number, said_so_far, shown
from rus_sheets.documents.so_far import lacking, so_far
from rus_sheets.documents.summary_blocks import line_of
from rus_sheets.documents.unreported import Unreported, waiting_units
from rus_sheets.schema.model import (
    BlockColumn,
    BlockKind,
    CellType,
    Declaration,
    SummaryBlock,
    YearsTable,
    YearsWords,
)

if TYPE_CHECKING:
    import pandas as pd


_UNITS = {CellType.MONEY: "kronor", CellType.DAYS: "dagar"}


class FigureState(StrEnum):
    """Whether a figure is known, known in part, not reported yet, or of something that the year didn't have."""

    KNOWN = "known"
    SO_FAR = "so far"
    UNKNOWN = "unknown"
    ABSENT = "absent"


class YearValue(Struct, frozen=True):
    """A figure of one year. ``number`` is None while nothing of it is known; ``said`` is what people read."""

    state: FigureState
    said: str
    number: float | None = None


class YearsRow(Struct, frozen=True):
    """A row through the years, with its id in each ("" where there is none). ``type`` is what the figures are.

    ``by_name`` is true where the years have other ids, and it is its name that tells that it is one.
    """

    title: str
    type: CellType
    ids: tuple[str, ...]
    values: tuple[YearValue, ...]
    by_name: bool = False


class YearsFigures(Struct, frozen=True):
    """A table of figures: ``total`` is each workbook's own, None where the rows don't add up to anything."""

    sheet: str
    title: str
    alt: str
    header: str
    rows: tuple[YearsRow, ...]
    total: YearsRow | None = None

    def told(self, years: Sequence[int]) -> str:
        """The figures in words, for those who don't see the chart of them."""
        rows = (
            f"{row.title}: "
            + _listed([f"{_aloud(value, row.type)} år {year}" for year, value in zip(years, row.values, strict=True)])
            for row in self.rows
        )
        return f"{'; '.join(rows)}."


class Followed(Struct, frozen=True):
    """A row that is followed, with what each year says of it (status, assessment); "" for one without it."""

    thread: Thread
    by: str
    said: tuple[str, ...]


class Years(Struct, frozen=True):
    """The years, the earliest first."""

    declaration: Declaration
    words: YearsWords
    books: tuple[Book, ...]
    steps: YearSteps
    totals: YearsFigures
    tables: tuple[YearsFigures, ...]
    units: tuple[Followed, ...]
    goals: tuple[Followed, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The years themselves."""
        return tuple(book.year or 0 for book in self.books)

    @property
    def title(self) -> str:
        """The declared title with the years."""
        return self.words.title.format(years=_listed([str(year) for year in self.years]))

    @property
    def going_on(self) -> tuple[Followed, ...]:
        """The units that more years than one have."""
        return tuple(unit for unit in self.units if unit.thread.goes_on)

    def told(self) -> Iterator[str]:
        """How many units go on from each year to the next and how they are known, and what isn't reported yet."""
        unit = self.declaration.followup.unit
        for place, step in enumerate(self.steps.in_turn(), 1):
            of_a, of_b, same = len(step.a[unit].by_id), len(step.b[unit].by_id), len(step.pairs(unit))
            paused = sum(followed.thread.pauses(place - 1) for followed in self.units)
            resumed = sum(followed.thread.resumes(place) for followed in self.units)
            parts = [f"{same} går vidare", f"{of_a - same - paused} avslutas"]
            parts += [f"{paused} gör uppehåll"] * bool(paused) + [f"{resumed} återupptas"] * bool(resumed)
            new = of_b - same - resumed
            how = "namnet, eftersom id:na är olika planers" if step.other else "sitt id"
            told = f"{step.a.year}–{step.b.year}: {', '.join(parts)} och {new} är nya."
            unsure = step.unsure(unit)
            asked = f" {unsure} till kan vara samma, men det är osäkert." if unsure else ""
            yield f"{told} De känns igen på {how}.{asked}"
        yield from self._changed_goals()
        for table in self.tables:
            if named := [row.title for row in table.rows if row.by_name]:
                yield f"{table.sheet}: känns igen på namnet, eftersom id:na är olika: {', '.join(named)}."
        for book in self.books:
            for waiting in _waiting(book):
                yield f"{book.year}: {waiting.counted}."

    def _changed_goals(self) -> Iterator[str]:
        """Goals that have kept their id but not their words: what was said of the one isn't said of the other."""
        for goal in self.goals:
            for a, b in pairwise(row for row in goal.thread.rows if row):
                if a.id == b.id and not alike(a.title, b.title):
                    yield f"{b.id} har fått en annan text. Är det ett nytt mål gäller tidigare bedömningar det gamla."

    def frames(self) -> dict[str, pd.DataFrame]:
        """pandas DataFrames by sheet: a line for each row and year. ``Tal`` is blank for what isn't known."""
        import pandas as pd  # noqa: PLC0415 - 565 ms that only analysts pay

        return {name: pd.DataFrame(lines).convert_dtypes() for name, lines in self._lines()}

    def _lines(self) -> Iterator[tuple[str, list[dict[str, object]]]]:
        for table in (self.totals, *self.tables):
            yield (
                table.sheet,
                [
                    {"Rad": row.title, "Id": id_, "År": year, "Tal": value.number, "Läge": value.state.value}
                    for row in table.rows
                    for year, id_, value in zip(self.years, row.ids, row.values, strict=True)
                ],
            )
        for sheet, followed in ((self.words.unit_sheet, self.units), (self.words.goals_sheet, self.goals)):
            if sheet:
                yield (
                    sheet,
                    [
                        {
                            "Rad": row_through.thread.title,
                            "Id": row.id,
                            "År": year,
                            "Läge": said,
                            self.words.by: row_through.by,
                        }
                        for row_through in followed
                        for year, row, said in zip(self.years, row_through.thread.rows, row_through.said, strict=True)
                        if row
                    ],
                )


def years_of(books: Sequence[Book], words: YearsWords) -> Years:
    """The years of these books of one declaration, in their order: the earliest first."""
    declaration, steps = books[-1].declaration, YearSteps(books)
    tables = tuple(_table(steps, words, declared) for declared in words.table)
    answered = (declaration.followup.answer, declaration.followup.answered_by)
    units = _followed(steps, words, declaration.followup.unit, answered, words.unknown)
    goals: tuple[Followed, ...] = ()
    if words.goals:
        table, _, column = words.goals.partition(".")
        goals = _followed(steps, words, table, (table, column), words.unjudged)
    return Years(
        declaration, words, tuple(books), steps, _totals(books, words), tables, units, goals
    )  # fmt: skip


# ------------------------------------------------------------------ figures


def _totals(books: Sequence[Book], words: YearsWords) -> YearsFigures:
    rows = tuple(_total(books, words, key) for key in words.totals)
    return YearsFigures(words.totals_sheet, words.totals_sheet, "", words.row, rows)


def _total(books: Sequence[Book], words: YearsWords, key: str) -> YearsRow:
    declared = next(total for total in books[-1].declaration.summary.named() if total.key == key)
    return YearsRow(
        declared.label, declared.type, ("",) * len(books), tuple(_value_of_total(book, words, key) for book in books)
    )


def _value_of_total(book: Book, words: YearsWords, key: str) -> YearValue:
    total, lacks = book.totals[key], lacking(book, key)
    if not _has_any(book, key):
        return YearValue(FigureState.ABSENT, words.absent)
    if total.value is None or lacks.all_blank:
        return YearValue(FigureState.UNKNOWN, total.unknown or words.unknown)
    if lacks:
        said = said_so_far(total.value) if total.whole else NOT_WHOLE
        return YearValue(FigureState.SO_FAR, said, total.value)
    return YearValue(FigureState.KNOWN, number(total.value), total.value)


def _has_any(book: Book, key: str) -> bool:
    """Whether the year has any rows of what the total counts, where a workbook may do without them."""
    declared = next(total for total in book.declaration.summary.named() if total.key == key)
    tables = {(term.sum or term.count).partition(".")[0] for term in declared.recompute} - {""}
    optional = [book[table] for table in tables if book.declaration.table_of(table).optional]
    return not optional or any(table.rows for table in optional)


def _table(steps: YearSteps, words: YearsWords, declared: YearsTable) -> YearsFigures:
    books = steps.books
    block = next(block for block in books[-1].declaration.summary.block if block.key == declared.block)
    column = next(known for known in (*block.columns, *block.extra_columns) if known.key == declared.column)
    rows = tuple(_rows(steps, words, block, column))
    header = block.corner or next((first.header for first in block.columns), words.row)
    total = _total(books, words, column.total)
    rows += tuple(_on_no_row(rows, total, words))
    return YearsFigures(declared.sheet, declared.title, declared.alt, header, rows, total)


def _on_no_row(rows: Sequence[YearsRow], total: YearsRow, words: YearsWords) -> Iterator[YearsRow]:
    """What the total has that stands on none of the rows: nothing tells where it belongs. Only of what is known."""
    values = []
    for place, whole in enumerate(total.values):
        parts = [row.values[place] for row in rows]
        known = {whole.state, *(part.state for part in parts)} <= {FigureState.KNOWN, FigureState.ABSENT}
        rest = round((whole.number or 0) - sum(part.number or 0 for part in parts), 2)
        values.append(
            YearValue(FigureState.KNOWN, number(rest), rest)
            if known and whole.number is not None
            else YearValue(FigureState.UNKNOWN, words.unknown)
        )
    if any(value.number for value in values):
        yield YearsRow(words.no_row, total.type, ("",) * len(values), tuple(values))


def _rows(steps: YearSteps, words: YearsWords, block: SummaryBlock, column: BlockColumn) -> Iterator[YearsRow]:
    """The block's rows through the years; a choice that no year has anything of is left out."""
    books = steps.books
    if block.kind is BlockKind.CROSS:
        for label in books[-1].declaration.choices(block.row_list).values:
            values = tuple(_value(book, words, block, column, label, {"$row": label}) for book in books)
            if any(value.number or value.state is not FigureState.KNOWN for value in values):
                yield YearsRow(label, column.type, (label,) * len(books), values)
        return
    for thread in threads(steps, block.table):
        values = tuple(
            _value(book, words, block, column, row.id, {"$id": row.id})
            if row
            else YearValue(FigureState.ABSENT, words.absent)
            for book, row in zip(books, thread.rows, strict=True)
        )
        ids = tuple(row.id if row else "" for row in thread.rows)
        yield YearsRow(shown(thread.title), column.type, ids, values, by_name=thread.by_name)


def _value(
    book: Book, words: YearsWords, block: SummaryBlock, column: BlockColumn, key: str, binding: Mapping[str, str]
) -> YearValue:
    line = line_of(book, [column], key, key, binding)
    known = line.so_far[column.header]
    if column.header in line.unplanned:
        return YearValue(FigureState.UNKNOWN if known is None else FigureState.SO_FAR, NOT_WHOLE, known)
    of_total = so_far(book, column.total)
    units = [row for row in of_total.rows if _belongs(book, row, block, column, key, binding)]
    waiting = {row.number for row in of_total.blank} & {row.number for row in units}
    if known is None or (waiting and not known and len(waiting) == len(units)):
        return YearValue(FigureState.UNKNOWN, words.unknown)
    if waiting or line.lacks:
        return YearValue(FigureState.SO_FAR, said_so_far(known), known)
    return YearValue(FigureState.KNOWN, number(known), known)


def _belongs(
    book: Book, row: Row, block: SummaryBlock, column: BlockColumn, key: str, binding: Mapping[str, str]
) -> bool:
    """Whether what the row reports is part of the block's cell; where that can't be told it may be."""
    if row.table.key == block.table:
        return row.id == key
    computed = ComputedRows(book)
    paths = {path: binding.get(wanted, wanted) for term in column.recompute for path, wanted in term.where.items()}
    return all(
        recompute.fits(computed.value(row, row.table.key, path), wanted)
        for path, wanted in paths.items()
        if row.table.has(path.partition(".")[0])
    )


# ------------------------------------------------------------------ what is followed


def _followed(
    steps: YearSteps, words: YearsWords, table: str, said: tuple[str, str], blank: str
) -> tuple[Followed, ...]:
    followed = []
    for thread in threads(steps, table):
        by = ", ".join([words.by_id] * thread.by_id + [words.by_name] * thread.by_name)
        texts = (
            _said(book, row, said) or blank if row else "" for book, row in zip(steps.books, thread.rows, strict=True)
        )
        followed.append(Followed(thread, by, tuple(texts)))
    return tuple(followed)


def _said(book: Book, row: Row, where: tuple[str, str]) -> str:
    """What the column says of the row, in its own table or in that of its answer."""
    table, column = where
    found = row if table == row.table.key else next(iter(book[table].by_parent.get(row.id, ())), None)
    return found.text(column) if found and column else ""


def _waiting(book: Book) -> list[Unreported]:
    return [waiting for waiting in waiting_units(book) if waiting.rows]


def _aloud(value: YearValue, kind: CellType) -> str:
    """The value as it is heard: with its unit, and words for a dash."""
    if value.state == FigureState.ABSENT:
        return "finns inte"
    unit = _UNITS.get(kind, "") if value.state == FigureState.KNOWN else ""
    return f"{value.said} {unit}".rstrip()


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} och {words[-1]}" if len(words) > 1 else "".join(words)

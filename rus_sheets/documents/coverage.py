"""How messages and goals are covered by the activities, and what isn't: the matrix of goals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from rus_sheets.book.model import Book, Row
from rus_sheets.documents.figures import NO_SHARE, shown, tagged
from rus_sheets.documents.views import Names, row_names
from rus_sheets.schema.coverage import Coverage
from rus_sheets.texts.content import Chart, Figure, Series, Text

_BETWEEN = "; "


class Covered(Struct, frozen=True):
    """A declared coverage in a workbook: each row of its table with the rows that refer to it, in their order.

    ``without`` are the rows that refer to none of them.
    """

    words: Coverage
    rows: tuple[tuple[Row, tuple[Row, ...]], ...]
    without: tuple[Row, ...]

    @property
    def is_used(self) -> bool:
        """Has anybody said what refers to what? Until then a gap isn't known to be one."""
        return any(by for _, by in self.rows)

    @property
    def gaps(self) -> tuple[Row, ...]:
        """The rows that nothing refers to."""
        return tuple(row for row, by in self.rows if not by)


def coverage_of(book: Book, words: Coverage) -> Covered:
    """The coverage in this workbook."""
    table, _, column = words.by.partition(".")
    referring = [row for row in book[table] if row.title or row.id]
    named = {row.number: _ids(row, column) for row in referring}
    rows = [row for row in book[words.table] if row.id]
    known = {row.id.casefold() for row in rows}
    return Covered(
        words,
        tuple((row, tuple(by for by in referring if row.id.casefold() in named[by.number])) for row in rows),
        tuple(row for row in referring if not named[row.number] & known),
    )


def _ids(row: Row, column: str) -> frozenset[str]:
    value = row[column] if column in row.cells else None
    ids = value if isinstance(value, tuple) else () if value is None else (str(value),)
    return frozenset(found.casefold() for found in ids)


def coverages(book: Book) -> list[Names]:
    """Each coverage that is used.

    ``rubrik``, ``vad`` (what one is called), ``kolumn`` and ``över`` (what the table and its areas are called);
    ``täckta`` of ``alla`` rows have one at least, ``utan`` are those that lack one, ``lösa`` who refers to none of
    them, by name. ``diagram``; ``vid_raden`` where the counts stand with the rows elsewhere, as those of goals; and
    ``rader``: each has ``namn``, ``nummer`` where it goes by one, ``antal`` that refer to it, and ``var``: how many of
    each area.
    """
    found = (coverage_of(book, words) for words in book.declaration.coverage)
    return [_names(book, covered) for covered in found if covered.is_used]


def counts_of(book: Book, table: str) -> dict[str, Figure]:
    """How many refer to each row of the table, by id; empty where nobody has said what refers to what.

    Counted here, so that an older workbook without the column that counts has them too.
    """
    found = (coverage_of(book, words) for words in book.declaration.coverage if words.table == table)
    return {row.id: _count(covered, row, refer) for covered in found if covered.is_used for row, refer in covered.rows}


def _count(covered: Covered, row: Row, refer: Sequence[Row]) -> Figure:
    header = row.table.column(covered.words.count).header
    return tagged(str(len(refer)), f"{row.table.sheet}/{row.id}/{header}", f"{row.table.sheet} {row.id}, {header}")


def _names(book: Book, covered: Covered) -> Names:
    words = covered.words
    sheet = book[words.table].table.sheet
    by, _, column = words.by.partition(".")
    table = book[by].table
    column_across = table.column(words.across)
    counted = book[words.table].table.column(words.count).header
    header, place = table.column(column).header, f"{sheet}/{table.sheet}"
    covering = len(covered.rows) - len(covered.gaps)
    return {
        "rubrik": words.title,
        "vad": words.word,
        "kolumn": sheet,
        "över": book[column_across.references].table.sheet,
        "rader": [_row(book, covered, row, refer) for row, refer in covered.rows],
        "alla": tagged(str(len(covered.rows)), f"{place}/alla", f"{sheet}, alla"),
        "täckta": tagged(str(covering), f"{place}/täckta", f"{sheet}, täckta"),
        "utan": tagged(named(covered.gaps) or words.none, f"{place}/utan", f"{sheet}, utan {counted.lower()}"),
        "lösa": _loose(covered, f"{table.sheet}/{header}/utan"),
        "diagram": _chart(book, covered),
        "vid_raden": words.table == "goals",
    }


def _loose(covered: Covered, tag: str) -> Figure:
    names = _BETWEEN.join(shown(row.title) or row.id for row in covered.without)
    return tagged(names or "inga", tag, tag.replace("/", ", "))


def _row(book: Book, covered: Covered, row: Row, refer: Sequence[Row]) -> Names:
    count = _count(covered, row, refer)
    where = _BETWEEN.join(f"{name} {count}" for name, count in across(book, covered.words, refer).items())
    return row_names(row) | {
        "nummer": row.id if row.id.isdigit() else "",
        "antal": count,
        "var": tagged(where or NO_SHARE, f"{count.tag}/var", f"{count.title}, var"),
    }


def across(book: Book, words: Coverage, refer: Sequence[Row]) -> dict[str, int]:
    """How many of the rows are of each area, by its name, in the order of the areas; those of none come last."""
    table = book[words.by.partition(".")[0]].table
    areas = {row.id: shown(row.title) or row.id for row in book[table.column(words.across).references]}
    found = Counter(row.text(words.across) for row in refer)
    known = {name: found[key] for key, name in areas.items() if found[key]}
    nowhere = len(refer) - sum(known.values())
    return known | ({NO_SHARE: nowhere} if nowhere else {})


def label(row: Row) -> str:
    """What people call the row: ``4 Use the follow-up more``, with the number that activities refer to it by.

    Without a stop after the number: a line that begins so is taken for a list that isn't marked as one.
    """
    return f"{row.id} {shown(row.title)}" if row.id.isdigit() else shown(row.title) or row.id


def named(rows: Iterable[Row]) -> str:
    """The rows by their labels, without the full stop of one that is a sentence; "" for none."""
    return _BETWEEN.join(label(row).removesuffix(".") for row in rows)


def _chart(book: Book, covered: Covered) -> Text:
    """How many refer to each row; a row that none refers to has a nought, which is what the chart is for."""
    if not covered.words.chart:
        return Text()
    header = book[covered.words.table].table.column(covered.words.count).header
    categories = tuple(label(row) for row, _ in covered.rows)
    counts = tuple(float(len(by)) for _, by in covered.rows)
    told = "; ".join(f"{name} {count:.0f}" for name, count in zip(categories, counts, strict=True))
    title = f"{covered.words.chart} {book.year or ''}".rstrip()
    return Text((Chart("bar", title, categories, (Series(header, counts),), f"{title}: {told}."),))

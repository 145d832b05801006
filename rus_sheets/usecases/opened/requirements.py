"""What a command can't do without: the sheets, tables and columns that must be there before it begins.

The checks know what a workbook lacks, with place and remedy (RS001-RS003); here stands who needs it. What a command
doesn't need never stops it, so a missing sheet of organisation is no hindrance to reading answers in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from rus_sheets.book.model import Book
from rus_sheets.checks.prerequisites import lacking
from rus_sheets.errors import UnusableInputError
from rus_sheets.findings import Finding, Lacks
from rus_sheets.schema.calendar import CalendarWords
from rus_sheets.schema.model import (
    CellType,
    Declaration,
    Document,
    Editor,
    Exchange,
    NewsletterWords,
    Table,
    TableKind,
)

Needs = Mapping[str, frozenset[str]]
"""By the name of a declared sheet the headers that must be there. Optional columns are never among them."""


def to_send(declaration: Declaration) -> Needs:
    """What the follow-up forms are made of."""
    form = declaration.followup
    unit = declaration.table_of(form.unit)
    shown = {unit.id, unit.title, *form.facts, form.owner, form.email}
    return dict([*_settings(declaration), _some(unit, shown), *_answers(declaration)])


def to_merge(declaration: Declaration) -> Needs:
    """What answers are read into: their tables, the names of the units, and the log."""
    unit = declaration.table_of(declaration.followup.unit)
    return dict(
        [
            *_settings(declaration),
            _some(unit, {unit.id, unit.title}),
            *_answers(declaration),
            *map(_whole, declaration.tables(TableKind.LOG)),
        ]
    )


def to_follow_up(declaration: Declaration) -> Needs:
    """What tells who has answered."""
    return {**to_merge(declaration), **to_send(declaration)}


def to_write(declaration: Declaration, document: Document, *, own_template: bool = False) -> Needs:
    """What a document prints, and the summary that its sums stand on.

    A template of the user's own may print any column of the tables that the document knows.
    """
    needs = dict([*_settings(declaration), (declaration.summary.sheet, frozenset[str]())])
    columns: dict[str, set[str]] = {}
    for path in document.needs or [table.key for table in declaration.tables(TableKind.ROWS)]:
        key, _, column = path.partition(".")
        every = {column.key for column in declaration.table_of(key).columns}
        columns.setdefault(key, set()).update({column} if column and not own_template else every)
    for key, _, column in () if own_template else (path.partition(".") for path in document.unread):
        columns[key].discard(column)
    return {**needs, **dict(_some(declaration.table_of(key), wanted) for key, wanted in columns.items())}


def to_calendar(declaration: Declaration, words: CalendarWords) -> Needs:
    """What has a day in the calendar. A table that a workbook may be without is asked for where it is."""
    tables = ((declaration.table_of(rows.table), rows) for rows in words.rows)
    return dict(_some(table, {table.id, *rows.columns}) for table, rows in tables if not table.optional)


def to_newsletter(declaration: Declaration, words: NewsletterWords) -> Needs:
    """The texts and short outcomes of a newsletter, what they belong to, and the calendar."""
    key, _, column = words.outcome.partition(".")
    texts, outcomes = declaration.table_of(words.texts), declaration.table_of(key)
    needs = [_some(texts, {texts.id, "document", "heading", "text"}), _some(outcomes, {outcomes.id, column})]
    if outcomes.parent:
        unit = declaration.table_of(outcomes.column(outcomes.parent).references)
        needs.append(_some(unit, {unit.id, unit.title}))
    calendar = to_calendar(declaration, declaration.calendar) if declaration.calendar else {}
    return {**calendar, **dict([*_settings(declaration), *needs])}


def to_coverage(declaration: Declaration) -> Needs:
    """What is covered, and the rows that refer to it. A column that counts is reckoned here too, and may be absent."""
    columns: dict[str, set[str]] = {}
    for words in declaration.coverage:
        key, _, column = words.by.partition(".")
        for table, keys in ((key, {column, words.across}), (words.table, set[str]())):
            of = declaration.table_of(table)
            columns.setdefault(table, set()).update({of.id, of.title} | keys)
    return dict(_some(declaration.table_of(key), keys) for key, keys in columns.items())


def to_export(declaration: Declaration, profile: Exchange) -> Needs:
    """What goes out to another system, and the answers that come back."""
    form = declaration.followup
    columns = {
        key: {column.key for column in profile.columns if column.table == key} for key in (form.unit, form.answer)
    }
    tables = {key: declaration.table_of(key) for key in columns}
    return dict(_some(tables[key], {tables[key].id, tables[key].title, *keys}) for key, keys in columns.items())


def everything(declaration: Declaration) -> Needs:
    """Every declared sheet and column, for what compares or carries on a whole workbook."""
    return {declaration.summary.sheet: frozenset(), **dict(map(_whole, declaration.table))}


def of_sources(book: Book, tags: Iterable[str]) -> Needs:
    """The sheets and columns that the figures of a document come from, by their tags (``Plan/A03/Dagar``).

    Only those that can't be read: a sheet that has another name since the document was written still has its table.
    """
    needs: dict[str, frozenset[str]] = {}
    for sheet, _, rest in (tag.partition("/") for tag in tags):
        table = book.declaration.table_on(sheet)
        column = table.by_header.get(rest.rpartition("/")[2]) if table else None
        if table and table.key in book.tables and book[table.key].raw is None:
            needs.setdefault(sheet, frozenset())
        elif table and column and table.key in book.tables and column.key not in book[table.key].columns:
            needs[sheet] = needs.get(sheet, frozenset()) | {column.header}
    return needs


def ensure(book: Book, needs: Needs, workbook: Path) -> None:
    """Raise UnusableInputError, with place and remedy, if the workbook lacks anything that is needed."""
    found = [finding for finding in lacking(book) if finding.lacks and _is_needed(finding.lacks, needs)]
    if found:
        raise UnusableInputError(_fault(found), place=_place(found[0], workbook), remedy=found[0].remedy)


def _is_needed(lacks: Lacks, needs: Needs) -> bool:
    return lacks.sheet in needs and (not lacks.header or lacks.header in needs[lacks.sheet])


def _fault(found: list[Finding]) -> str:
    others = len(found) - 1
    more = f" {others} fel till av det slaget visas av rus-sheets validate." if others else ""
    return found[0].message + more


def _place(finding: Finding, workbook: Path) -> str:
    cell = f"{finding.sheet}!{finding.cell}" if finding.cell else finding.sheet
    return f"{workbook.name}, {cell}"


def _settings(declaration: Declaration) -> Iterator[tuple[str, frozenset[str]]]:
    yield from map(_whole, declaration.tables(TableKind.SETTINGS))


def _answers(declaration: Declaration) -> Iterator[tuple[str, frozenset[str]]]:
    """The tables that owners answer in, whole since rows are added to them, and the names of what they choose from."""
    form = declaration.followup
    for key in (form.answer, *(child.table for child in form.child_tables)):
        table = declaration.table_of(key)
        yield _whole(table)
        for column in table.columns:
            if column.type is CellType.REF and column.edited_by is Editor.OWNER:
                chosen = declaration.table_of(column.references)
                yield _some(chosen, {chosen.id, chosen.title})


def _whole(table: Table) -> tuple[str, frozenset[str]]:
    return _some(table, {column.key for column in table.columns})


def _some(table: Table, keys: set[str]) -> tuple[str, frozenset[str]]:
    return table.sheet, frozenset(
        column.header for column in table.columns if column.key in keys and not column.optional
    )

"""What follow-up, mails, comparisons, new years and documents of a declaration must fulfil."""

from __future__ import annotations

import string
from collections.abc import Iterator

from rus_sheets.schema.faults import DeclarationFault, column_keys, column_path_faults, table_keys, twice, unknown
from rus_sheets.schema.model import MAIL_NAMES, Declaration, DraftWords

_COMPARE_HEADERS = ("kind", "sheet", "row", "title", "column", "a", "b", "difference")
"""The columns of the workbook that shows differences, by key."""


def followup(declaration: Declaration) -> Iterator[DeclarationFault]:
    """The form hands out tables and columns that are there."""
    form = declaration.followup
    keys = table_keys(declaration)
    for key in (form.unit, form.answer, *(child.table for child in form.child_tables)):
        yield from unknown("followup", "Tabellen", key, keys)
    if form.unit in keys:
        for key in (*form.facts, *filter(None, (form.owner, form.email))):
            yield from unknown("followup.facts", "Kolumnen", key, column_keys(declaration.table_of(form.unit)))
    columns = column_keys(declaration.table_of(form.answer)) if form.answer in keys else ()
    for name in ("answered_by", "answered_on") if columns else ():
        if getattr(form, name):
            yield from unknown(f"followup.{name}", "Kolumnen", getattr(form, name), columns)
    for child in form.child_tables:
        for key in child.left_out if child.table in keys else ():
            optional = [column.key for column in declaration.table_of(child.table).columns if column.optional]
            yield from unknown("followup.child_tables.left_out", "Den frivilliga kolumnen", key, optional)
        if child.table in keys and not declaration.table_of(child.table).parent:
            text = f"Tabellen ”{child.table}” har ingen parent."
            yield DeclarationFault(
                "followup.child_tables", text, "Säg i tabellen vilken kolumn som hänvisar till enheten."
            )
        if child.table in keys and form.state_header in declaration.table_of(child.table).by_header:
            text = f"”{form.state_header}” är redan en rubrik i tabellen ”{child.table}”."
            yield DeclarationFault("followup.state_header", text, "Ge formulärets lägeskolumn en annan rubrik.")


def mails(declaration: Declaration) -> Iterator[DeclarationFault]:
    """The settings of mails are there, and their texts have only names that are filled in."""
    form = declaration.followup
    settings = [setting.key for setting in declaration.setting]
    for key in filter(None, (form.last_day, form.contact)):
        yield from unknown("followup", "Inställningen", key, settings)
    for place, words in (("invitation", form.invitation), ("reminder", form.reminder)):
        if words:
            yield from _draft_words(declaration, words, f"followup.{place}")


def _draft_words(declaration: Declaration, words: DraftWords, place: str) -> Iterator[DeclarationFault]:
    texts = {"file_name": words.file_name, "subject": words.subject, "text": words.text}
    if words.row:
        yield from unknown(f"{place}.table", "Tabellen", words.table, table_keys(declaration))
        if words.table in table_keys(declaration):
            table = declaration.table_of(words.table)
            yield from unknown(f"{place}.row", "Raden", words.row, table.known_ids)
            texts |= {key: text for key, text in table.known_row(words.row).items() if key != table.id}
    elif not (words.subject and words.text):
        yield DeclarationFault(place, "Ämnet eller texten saknas.", "Lägg till subject och text, eller table och row.")
    for key, text in texts.items():
        try:
            names = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
        except ValueError:
            fault = "Klamrarna går inte ihop."
            yield DeclarationFault(f"{place}.{key}", fault, "Skriv {{ och }} för dem som ska synas.")
            continue
        for name in names:
            yield from unknown(f"{place}.{key}", "Namnet", name, ("owner",) if key == "file_name" else MAIL_NAMES)


def compare(declaration: Declaration) -> Iterator[DeclarationFault]:
    """Each column of the workbook of differences has its header."""
    words = declaration.compare
    for key in _COMPARE_HEADERS if words else ():
        if words and key not in words.headers:
            yield DeclarationFault("compare.headers", f"Rubriken för ”{key}” saknas.", f"Lägg till {key} = …")


def years(declaration: Declaration) -> Iterator[DeclarationFault]:
    """What years are shown beside each other by is there, each on a sheet of its own."""
    words = declaration.years
    if words is None:
        return
    totals = [total.key for total in declaration.summary.named()]
    for key in words.totals:
        yield from unknown("years.totals", "Summan", key, totals)
    blocks = {block.key: block for block in declaration.summary.block}
    for shown in words.table:
        yield from unknown("years.table", "Blocket", shown.block, blocks)
        block = blocks.get(shown.block)
        if block:
            columns = [column.key for column in (*block.columns, *block.extra_columns) if column.total]
            yield from unknown(f"years.table[{shown.block}]", "Kolumnen med summa", shown.column, columns)
    for name in twice(
        (words.totals_sheet, words.unit_sheet, words.goals_sheet, *(shown.sheet for shown in words.table))
    ):
        yield DeclarationFault("years", f"Bladet {name} finns två gånger.", "Ge det ena ett annat namn.")
    if words.goals:
        yield from column_path_faults(declaration, "years.goals", words.goals)


def calendar(declaration: Declaration) -> Iterator[DeclarationFault]:
    """The rows of the calendar have their columns, and the choice of their state its roles."""
    words = declaration.calendar
    for rows in words.rows if words else ():
        yield from unknown("calendar.rows", "Tabellen", rows.table, table_keys(declaration))
        for key in rows.columns if declaration.has_table(rows.table) else ():
            yield from column_path_faults(declaration, "calendar.rows", f"{rows.table}.{key}")
        if rows.state and declaration.has_table(rows.table):
            table = declaration.table_of(rows.table)
            roles = declaration.choices(table.column(rows.state).list).roles if table.has(rows.state) else ()
            for role in ("planned", "held", "cancelled"):
                yield from unknown(f"calendar.rows[{rows.table}].state", "Rollen", role, roles)


def documents(declaration: Declaration) -> Iterator[DeclarationFault]:
    """One document for each command, and what it needs is there."""
    for command in twice(document.command for document in declaration.document):
        yield DeclarationFault("document", f"Det finns två dokument för kommandot {command}.", "Ta bort det ena.")
    for document in declaration.document:
        place = f"document[{document.command}]"
        for path in (*document.needs, *document.unread):
            if "." in path:
                yield from column_path_faults(declaration, place, path)
            else:
                yield from unknown(place, "Tabellen", path, table_keys(declaration))


def next_year(declaration: Declaration) -> Iterator[DeclarationFault]:
    """What a new year empties, keeps and shows is there."""
    rules = declaration.next_year
    if rules is None:
        return
    for key in rules.empty_tables:
        yield from unknown("next_year.empty_tables", "Tabellen", key, table_keys(declaration))
    settings = [setting.key for setting in declaration.setting]
    for key in (*rules.empty_settings, *filter(None, (rules.period,))):
        yield from unknown("next_year", "Inställningen", key, settings)
    paths = (*rules.gone, *rules.empty_columns, *rules.after_period, *rules.shown, *rules.shown.values())
    for path in paths:
        yield from column_path_faults(declaration, "next_year", path)
    for path, value in rules.gone.items():
        key, _, column = path.partition(".")
        of = declaration.table_of(key) if declaration.has_table(key) else None
        if of and of.has(column) and of.column(column).list:
            yield from unknown("next_year.gone", "Valet", value, declaration.choices(of.column(column).list).values)
    for shown, source in rules.shown.items():
        if shown.partition(".")[0] != source.partition(".")[0]:
            yield DeclarationFault(
                "next_year.shown", f"”{shown}” och ”{source}” står i olika tabeller.", "Välj i samma tabell."
            )

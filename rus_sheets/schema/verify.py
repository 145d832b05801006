"""What a declaration must fulfil to hang together: each rule yields its faults, so that all are told at once."""

from __future__ import annotations

import re
import string
from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct

from rus_sheets.guessing import did_you_mean
from rus_sheets.schema.formulas import holes, structured_references
from rus_sheets.schema.model import (
    MAIL_NAMES,
    BlockColumn,
    BlockKind,
    CellType,
    Column,
    Declaration,
    DraftWords,
    SummaryBlock,
    Table,
    Term,
)

_EXCEL_SHEET = re.compile(r"[^\[\]:*?/\\']{1,31}")
_EXCEL_NAME = re.compile(r"[^\W\d]\w{0,200}")
COMPARE_HEADERS = ("kind", "sheet", "row", "title", "column", "a", "b", "difference")
"""The columns of the workbook that shows differences, by key."""


class DeclarationFault(Struct, frozen=True):
    """What is wrong in a declaration, where, and how to mend it."""

    place: str
    text: str
    remedy: str = ""


def faults(declaration: Declaration) -> Iterator[DeclarationFault]:
    """Every fault of the declaration, in the order of the file."""
    for rule in (
        _keys,
        _names,
        _lists,
        _columns,
        _formulas,
        _blocks,
        _recomputations,
        _derivations,
        _charts,
        _maps,
        _followup,
        _mails,
        _compare,
        _next_year,
        _years,
        _documents,
    ):
        yield from rule(declaration)


def _unknown(place: str, what: str, word: str, known: Collection[str]) -> Iterator[DeclarationFault]:
    if word not in known:
        remedy = did_you_mean(word, known) or f"Här finns: {', '.join(known)}."
        yield DeclarationFault(place, f"{what} ”{word}” finns inte.", remedy)


def _twice(words: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for word in words:
        if word.casefold() in seen:
            yield word
        seen.add(word.casefold())


def _keys(declaration: Declaration) -> Iterator[DeclarationFault]:
    families = {
        "list": [list_.key for list_ in declaration.list],
        "setting": [setting.key for setting in declaration.setting],
        "table": _table_keys(declaration),
        "summary.block": [block.key for block in declaration.summary.block],
    }
    for table in declaration.table:
        families[f"table[{table.key}].columns"] = _column_keys(table)
    for place, keys in families.items():
        for key in _twice(keys):
            yield DeclarationFault(place, f"Nyckeln ”{key}” står två gånger.", "Ge den ena ett annat namn.")
    for table in declaration.table:
        for header in _twice(column.header for column in table.columns):
            yield DeclarationFault(
                f"table[{table.key}]", f"Rubriken ”{header}” står två gånger.", "Byt den ena rubriken."
            )
    for sheet in _twice(declaration.sheets):
        yield DeclarationFault("table", f"Bladet ”{sheet}” står två gånger.", "Byt det ena bladets namn.")


def _table_keys(declaration: Declaration) -> list[str]:
    return [table.key for table in declaration.table]


def _column_keys(table: Table) -> list[str]:
    return [column.key for column in table.columns]


def _list_keys(declaration: Declaration) -> list[str]:
    return [list_.key for list_ in declaration.list]


def _names(declaration: Declaration) -> Iterator[DeclarationFault]:
    for sheet in declaration.sheets:
        if not _EXCEL_SHEET.fullmatch(sheet):
            yield DeclarationFault(
                "sheet", f"”{sheet}” duger inte som bladnamn i Excel.", "Högst 31 tecken, och inte []:*?/\\'."
            )
    for table in declaration.table:
        if not _EXCEL_NAME.fullmatch(table.excel_name):
            text = f"”{table.sheet}” duger inte som namn på en Excel-tabell."
            yield DeclarationFault(
                f"table[{table.key}].sheet", text, "Bara bokstäver, siffror och _, och en bokstav först."
            )
    for row in declaration.summary.named():
        if not _EXCEL_NAME.fullmatch(row.name):
            text = f"”{row.name}” duger inte som definierat namn."
            yield DeclarationFault(
                f"summary.{row.key}.name", text, "Bara bokstäver, siffror och _, och en bokstav först."
            )
    settings = [setting.key for setting in declaration.setting]
    yield from _unknown("year_setting", "Inställningen", declaration.year_setting, settings)


def _lists(declaration: Declaration) -> Iterator[DeclarationFault]:
    for choices in declaration.list:
        for role, value in choices.roles.items():
            yield from _unknown(f"list[{choices.key}].roles.{role}", "Värdet", value, choices.values)
        for value in choices.added:
            yield from _unknown(f"list[{choices.key}].added", "Värdet", value, choices.values)


def _columns(declaration: Declaration) -> Iterator[DeclarationFault]:
    for table in declaration.table:
        place = f"table[{table.key}]"
        for role in ("id", "title", "parent", "listed_by"):
            if getattr(table, role):
                yield from _unknown(f"{place}.{role}", "Kolumnen", getattr(table, role), _column_keys(table))
        if table.one_for_each:
            yield from _unknown(f"{place}.one_for_each", "Tabellen", table.one_for_each, _table_keys(declaration))
        for number, row in enumerate(table.known_rows, 1):
            for key in (table.id, *row):
                known = row if key == table.id else _column_keys(table)
                yield from _unknown(f"{place}.known_rows[{number}]", "Kolumnen", key, known)
        for column in table.columns:
            yield from _column(declaration, column, f"{place}.columns[{column.key}]")


def _column(declaration: Declaration, column: Column, place: str) -> Iterator[DeclarationFault]:
    if column.type is CellType.CHOICE:
        yield from _unknown(f"{place}.list", "Listan", column.list, _list_keys(declaration))
    if column.type in (CellType.REF, CellType.REFS):
        yield from _unknown(f"{place}.references", "Tabellen", column.references, _table_keys(declaration))
    if column.counts and column.type not in (CellType.INTEGER, CellType.NUMBER):
        remedy = "Ta bort counts: dagar och pengar har sina enheter, och annat räknar inget."
        yield DeclarationFault(f"{place}.counts", "Bara kolumner med tal räknar något.", remedy)
    try:
        fits = not column.pattern or not column.example or re.fullmatch(column.pattern, column.example)
    except re.error as error:
        yield DeclarationFault(
            f"{place}.pattern", f"Mönstret kan inte tolkas ({error}).", "Rätta det reguljära uttrycket."
        )
    else:
        if not fits:
            yield DeclarationFault(
                f"{place}.example", f"Exemplet ”{column.example}” följer inte mönstret.", "Ändra det ena."
            )


def _formulas(declaration: Declaration) -> Iterator[DeclarationFault]:
    headers = {table.excel_name: set(table.by_header) for table in declaration.table}
    for place, formula in _formula_texts(declaration):
        if not formula.startswith("="):
            yield DeclarationFault(place, "Formeln börjar inte med =.", "Skriv = först.")
        if formula.count("(") != formula.count(")") or formula.count('"') % 2:
            yield DeclarationFault(place, "Formelns parenteser eller citattecken går inte ihop.", "Räkna dem.")
        for name, header in structured_references(formula):
            if name not in headers:
                yield from _unknown(place, "Formeln nämner en tabell som saknas:", name, headers)
            else:
                yield from _unknown(place, f"Formeln nämner en kolumn som saknas i {name}:", header, headers[name])


def _formula_texts(declaration: Declaration) -> Iterator[tuple[str, str]]:
    for table in declaration.table:
        for column in table.columns:
            if column.formula:
                yield f"table[{table.key}].columns[{column.key}].formula", column.formula
    for block in declaration.summary.block:
        place = f"summary.block[{block.key}]"
        parts = [(column.key, column.formula) for column in (*block.columns, *block.extra_columns)]
        parts += [(row.key, row.formula) for row in block.rows]
        yield from ((f"{place}[{key}].formula", formula) for key, formula in parts if formula)
        if block.formula:
            yield f"{place}.formula", block.formula


def _blocks(declaration: Declaration) -> Iterator[DeclarationFault]:
    for block in declaration.summary.block:
        place = f"summary.block[{block.key}]"
        if block.kind is BlockKind.PER_ROW:
            yield from _unknown(f"{place}.table", "Tabellen", block.table, _table_keys(declaration))
            if block.slots < 1:
                yield DeclarationFault(
                    f"{place}.slots", "Blocket har ingen plats för rader.", "Skriv slots = 8 eller mer."
                )
        if block.kind is BlockKind.CROSS:
            for key in (block.row_list, block.column_list):
                yield from _unknown(place, "Listan", key, _list_keys(declaration))
        yield from _adding_up(declaration, block, place)
        for row in block.rows:
            tables = [table for code in row.told_by if (table := code.partition(":")[2])]
            for table in tables:
                yield from _unknown(f"{place}.rows[{row.key}].told_by", "Tabellen", table, _table_keys(declaration))


def _adding_up(declaration: Declaration, block: SummaryBlock, place: str) -> Iterator[DeclarationFault]:
    """What the block's figures add up to, and the columns of other blocks that its formulas name."""
    totals = [row.key for row in declaration.summary.named()]
    for key, total in (
        (block.column_list, block.total),
        *((column.key, column.total) for column in _columns_of(block)),
    ):
        if total:
            yield from _unknown(f"{place}[{key}].total", "Summan", total, totals)
    areas = [
        f"{block.key}.{key}"
        for block in declaration.summary.block
        if block.kind in (BlockKind.PER_ROW, BlockKind.CROSS)
        for key in filter(None, (block.column_list, *(column.key for column in _columns_of(block))))
    ]
    for row in block.rows:
        for hole in holes(row.formula):
            yield from _unknown(f"{place}[{row.key}].formula", "Blockets kolumn", hole, areas)


def _columns_of(block: SummaryBlock) -> tuple[BlockColumn, ...]:
    return (*block.columns, *block.extra_columns)


def _recomputations(declaration: Declaration) -> Iterator[DeclarationFault]:
    for block in declaration.summary.block:
        for term in _terms_of(block):
            yield from _term(declaration, term, f"summary.block[{block.key}].recompute")
    for table in declaration.table:
        for column in table.columns:
            for term in column.recompute:
                yield from _term(declaration, term, f"table[{table.key}].columns[{column.key}].recompute")


def _terms_of(block: SummaryBlock) -> Iterator[Term]:
    yield from block.recompute
    for column in (*block.columns, *block.extra_columns):
        yield from column.recompute
    for row in block.rows:
        yield from row.recompute


def _derivations(declaration: Declaration) -> Iterator[DeclarationFault]:
    for table in declaration.table:
        for column in table.columns:
            place = f"table[{table.key}].columns[{column.key}].derive"
            paths = [path for case in column.derive for path in (*case.when, case.value_of) if path]
            for path in paths:
                yield from _path(declaration, table, path, place)
            if column.needed_unless:
                place = f"table[{table.key}].columns[{column.key}].needed_unless"
                yield from _path(declaration, table, column.needed_unless, place)
            if column.formula and not (column.derive or column.recompute or column.suggests):
                yield DeclarationFault(
                    place, "Formeln har inget andra sätt att räknas.", "Lägg till derive eller recompute."
                )
            if column.suggests and not (column.formula and table.id and table.title):
                remedy = "Ge tabellen id och title, och kolumnen en formel."
                yield DeclarationFault(place, "Kolumnen kan inte föreslå något id.", remedy)


def _path(declaration: Declaration, table: Table, path: str, place: str) -> Iterator[DeclarationFault]:
    first, _, rest = path.partition(".")
    if not table.has(first):
        yield from _unknown(place, "Kolumnen", first, _column_keys(table))
    elif rest and declaration.has_table(table.column(first).references):
        yield from _path(declaration, declaration.table_of(table.column(first).references), rest, place)


def _term(declaration: Declaration, term: Term, place: str) -> Iterator[DeclarationFault]:
    if term.setting:
        settings = [setting.key for setting in declaration.setting]
        for key in filter(None, (term.setting, term.times_setting)):
            yield from _unknown(place, "Inställningen", key, settings)
        return
    table_key, _, column_key = (term.sum or term.count).partition(".")
    if not declaration.has_table(table_key):
        yield from _unknown(place, "Tabellen", table_key, _table_keys(declaration))
        return
    table = declaration.table_of(table_key)
    for path in filter(None, (column_key, *term.where)):
        yield from _path(declaration, table, path, place)


def _charts(declaration: Declaration) -> Iterator[DeclarationFault]:
    blocks = [block.key for block in declaration.summary.block]
    for chart in declaration.summary.chart:
        place = f"summary.chart[{chart.title}]"
        yield from _unknown(f"{place}.block", "Blocket", chart.block, blocks)
        if chart.whole:
            yield from _unknown(f"{place}.whole", "Serien", chart.whole, chart.series)
        if chart.left_in:
            keys = [column.key for block in declaration.summary.block if block.key == chart.block
                    for column in block.columns]  # fmt: skip
            yield from _unknown(f"{place}.left_in", "Kolumnen", chart.left_in, keys)
        if not chart.alt.strip():
            yield DeclarationFault(f"{place}.alt", "Diagrammet saknar alternativtext.", "Skriv vad diagrammet visar.")


def _maps(declaration: Declaration) -> Iterator[DeclarationFault]:
    for map_ in declaration.summary.map:
        place = f"summary.map[{map_.title}]"
        yield from _unknown(f"{place}.table", "Tabellen", map_.table, _table_keys(declaration))
        if declaration.has_table(map_.table):
            columns = _column_keys(declaration.table_of(map_.table))
            yield from _unknown(f"{place}.label", "Kolumnen", map_.label, columns)
        for term in (term for state in map_.state for term in state.recompute):
            yield from _term(declaration, term, f"{place}.state")
        if not map_.state or any(bool(state.recompute) == (state is map_.state[-1]) for state in map_.state):
            text = "Det sista läget, och bara det, ska vara utan recompute: det är de övriga radernas."
            yield DeclarationFault(f"{place}.state", text, "Lägg till eller ta bort recompute.")
        for word in _twice(state.label for state in map_.state):
            yield DeclarationFault(f"{place}.state", f"Läget ”{word}” står två gånger.", "Ge det ena ett annat namn.")
        for word in _twice(word for word, _ in map_.places()):
            yield DeclarationFault(f"{place}.grid", f"”{word}” står två gånger.", "Ta bort den ena.")
        if not map_.alt.strip():
            yield DeclarationFault(f"{place}.alt", "Kartan saknar alternativtext.", "Skriv vad kartan visar.")


def _followup(declaration: Declaration) -> Iterator[DeclarationFault]:
    form = declaration.followup
    keys = _table_keys(declaration)
    for key in (form.unit, form.answer, *(child.table for child in form.child_tables)):
        yield from _unknown("followup", "Tabellen", key, keys)
    if form.unit in keys:
        for key in (*form.facts, *filter(None, (form.owner, form.email))):
            yield from _unknown("followup.facts", "Kolumnen", key, _column_keys(declaration.table_of(form.unit)))
    if form.answer in keys and form.answered_by:
        columns = _column_keys(declaration.table_of(form.answer))
        yield from _unknown("followup.answered_by", "Kolumnen", form.answered_by, columns)
    for child in form.child_tables:
        if child.table in keys and not declaration.table_of(child.table).parent:
            text = f"Tabellen ”{child.table}” har ingen parent."
            yield DeclarationFault(
                "followup.child_tables", text, "Säg i tabellen vilken kolumn som hänvisar till enheten."
            )
        if child.table in keys and form.state_header in declaration.table_of(child.table).by_header:
            text = f"”{form.state_header}” är redan en rubrik i tabellen ”{child.table}”."
            yield DeclarationFault("followup.state_header", text, "Ge formulärets lägeskolumn en annan rubrik.")


def _mails(declaration: Declaration) -> Iterator[DeclarationFault]:
    form = declaration.followup
    settings = [setting.key for setting in declaration.setting]
    for key in filter(None, (form.last_day, form.contact)):
        yield from _unknown("followup", "Inställningen", key, settings)
    for place, words in (("invitation", form.invitation), ("reminder", form.reminder)):
        if words:
            yield from _draft_words(declaration, words, f"followup.{place}")


def _draft_words(declaration: Declaration, words: DraftWords, place: str) -> Iterator[DeclarationFault]:
    texts = {"file_name": words.file_name, "subject": words.subject, "text": words.text}
    if words.row:
        yield from _unknown(f"{place}.table", "Tabellen", words.table, _table_keys(declaration))
        if words.table in _table_keys(declaration):
            table = declaration.table_of(words.table)
            yield from _unknown(f"{place}.row", "Raden", words.row, table.known_ids)
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
            yield from _unknown(f"{place}.{key}", "Namnet", name, ("owner",) if key == "file_name" else MAIL_NAMES)


def _compare(declaration: Declaration) -> Iterator[DeclarationFault]:
    words = declaration.compare
    for key in COMPARE_HEADERS if words else ():
        if words and key not in words.headers:
            yield DeclarationFault("compare.headers", f"Rubriken för ”{key}” saknas.", f"Lägg till {key} = …")


def _years(declaration: Declaration) -> Iterator[DeclarationFault]:
    words = declaration.years
    if words is None:
        return
    totals = [total.key for total in declaration.summary.named()]
    for key in words.totals:
        yield from _unknown("years.totals", "Summan", key, totals)
    blocks = {block.key: block for block in declaration.summary.block}
    for shown in words.table:
        yield from _unknown("years.table", "Blocket", shown.block, blocks)
        block = blocks.get(shown.block)
        if block:
            columns = [column.key for column in (*block.columns, *block.extra_columns) if column.total]
            yield from _unknown(f"years.table[{shown.block}]", "Kolumnen med summa", shown.column, columns)
    for name in _twice(
        (words.totals_sheet, words.unit_sheet, words.goals_sheet, *(shown.sheet for shown in words.table))
    ):
        yield DeclarationFault("years", f"Bladet {name} finns två gånger.", "Ge det ena ett annat namn.")
    if words.goals:
        yield from _column_path(declaration, "years.goals", words.goals)


def _documents(declaration: Declaration) -> Iterator[DeclarationFault]:
    for command in _twice(document.command for document in declaration.document):
        yield DeclarationFault("document", f"Det finns två dokument för kommandot {command}.", "Ta bort det ena.")
    for document in declaration.document:
        place = f"document[{document.command}]"
        for path in (*document.needs, *document.unread):
            if "." in path:
                yield from _column_path(declaration, place, path)
            else:
                yield from _unknown(place, "Tabellen", path, _table_keys(declaration))


def _next_year(declaration: Declaration) -> Iterator[DeclarationFault]:
    rules = declaration.next_year
    if rules is None:
        return
    for key in rules.empty_tables:
        yield from _unknown("next_year.empty_tables", "Tabellen", key, _table_keys(declaration))
    settings = [setting.key for setting in declaration.setting]
    for key in (*rules.empty_settings, *filter(None, (rules.period,))):
        yield from _unknown("next_year", "Inställningen", key, settings)
    paths = (*rules.empty_columns, *rules.after_period, *rules.shown, *rules.shown.values())
    for path in paths:
        yield from _column_path(declaration, "next_year", path)
    for shown, source in rules.shown.items():
        if shown.partition(".")[0] != source.partition(".")[0]:
            yield DeclarationFault(
                "next_year.shown", f"”{shown}” och ”{source}” står i olika tabeller.", "Välj i samma tabell."
            )


def _column_path(declaration: Declaration, place: str, path: str) -> Iterator[DeclarationFault]:
    """A "table.column" that isn't there."""
    table, _, column = path.partition(".")
    if not declaration.has_table(table):
        yield from _unknown(place, "Tabellen", table, _table_keys(declaration))
    else:
        yield from _unknown(place, "Kolumnen", column, _column_keys(declaration.table_of(table)))

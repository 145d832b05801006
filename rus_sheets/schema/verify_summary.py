"""What the summary, derived rows, charts and maps of a declaration must fulfil."""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.schema.faults import DeclarationFault, column_keys, list_keys, table_keys, twice, unknown
from rus_sheets.schema.formulas import holes
from rus_sheets.schema.model import BlockColumn, BlockKind, Declaration, SummaryBlock, Table, Term


def blocks(declaration: Declaration) -> Iterator[DeclarationFault]:
    """Blocks hold columns and words that are there, and what should add up can."""
    for block in declaration.summary.block:
        place = f"summary.block[{block.key}]"
        if block.kind is BlockKind.PER_ROW:
            yield from unknown(f"{place}.table", "Tabellen", block.table, table_keys(declaration))
            if block.slots < 1:
                yield DeclarationFault(
                    f"{place}.slots", "Blocket har ingen plats för rader.", "Skriv slots = 8 eller mer."
                )
        if block.kind is BlockKind.CROSS:
            for key in (block.row_list, block.column_list):
                yield from unknown(place, "Listan", key, list_keys(declaration))
        yield from _adding_up(declaration, block, place)
        for row in block.rows:
            tables = [table for code in row.told_by if (table := code.partition(":")[2])]
            for table in tables:
                yield from unknown(f"{place}.rows[{row.key}].told_by", "Tabellen", table, table_keys(declaration))


def _adding_up(declaration: Declaration, block: SummaryBlock, place: str) -> Iterator[DeclarationFault]:
    """What the block's figures add up to, and the columns of other blocks that its formulas name."""
    totals = [row.key for row in declaration.summary.named()]
    for key, total in (
        (block.column_list, block.total),
        *((column.key, column.total) for column in _columns_of(block)),
    ):
        if total:
            yield from unknown(f"{place}[{key}].total", "Summan", total, totals)
    areas = [
        f"{block.key}.{key}"
        for block in declaration.summary.block
        if block.kind in (BlockKind.PER_ROW, BlockKind.CROSS)
        for key in filter(None, (block.column_list, *(column.key for column in _columns_of(block))))
    ]
    for row in block.rows:
        for hole in holes(row.formula):
            yield from unknown(f"{place}[{row.key}].formula", "Blockets kolumn", hole, areas)


def _columns_of(block: SummaryBlock) -> tuple[BlockColumn, ...]:
    return (*block.columns, *block.extra_columns)


def recomputations(declaration: Declaration) -> Iterator[DeclarationFault]:
    """What a total is counted anew from is there."""
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


def derivations(declaration: Declaration) -> Iterator[DeclarationFault]:
    """A formula has another way to its value, over columns that can be followed."""
    for table in declaration.table:
        for column in table.columns:
            place = f"table[{table.key}].columns[{column.key}].derive"
            paths = [path for case in column.derive for path in (*case.when, case.value_of) if path]
            for path in paths:
                yield from _path(declaration, table, path, place)
            if column.needed_unless:
                place = f"table[{table.key}].columns[{column.key}].needed_unless"
                yield from _path(declaration, table, column.needed_unless, place)
            for key in {key for case in column.open_while for key in case}:
                yield from _path(declaration, table, key, f"table[{table.key}].columns[{column.key}].open_while")
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
        yield from unknown(place, "Kolumnen", first, column_keys(table))
    elif rest and declaration.has_table(table.column(first).references):
        yield from _path(declaration, declaration.table_of(table.column(first).references), rest, place)


def _term(declaration: Declaration, term: Term, place: str) -> Iterator[DeclarationFault]:
    if term.setting:
        settings = [setting.key for setting in declaration.setting]
        for key in filter(None, (term.setting, term.times_setting)):
            yield from unknown(place, "Inställningen", key, settings)
        return
    table_key, _, column_key = (term.sum or term.count).partition(".")
    if not declaration.has_table(table_key):
        yield from unknown(place, "Tabellen", table_key, table_keys(declaration))
        return
    table = declaration.table_of(table_key)
    for path in filter(None, (column_key, *term.where)):
        yield from _path(declaration, table, path, place)


def charts(declaration: Declaration) -> Iterator[DeclarationFault]:
    """A chart shows what a block has, and says so in words."""
    blocks = [block.key for block in declaration.summary.block]
    for chart in declaration.summary.chart:
        place = f"summary.chart[{chart.title}]"
        yield from unknown(f"{place}.block", "Blocket", chart.block, blocks)
        if chart.whole:
            yield from unknown(f"{place}.whole", "Serien", chart.whole, chart.series)
        if chart.left_in:
            keys = [column.key for block in declaration.summary.block if block.key == chart.block
                    for column in block.columns]  # fmt: skip
            yield from unknown(f"{place}.left_in", "Kolumnen", chart.left_in, keys)
        if not chart.alt.strip():
            yield DeclarationFault(f"{place}.alt", "Diagrammet saknar alternativtext.", "Skriv vad diagrammet visar.")


def maps(declaration: Declaration) -> Iterator[DeclarationFault]:
    """A map shows a table by its columns, with states that are told apart and no name twice in its grid."""
    for map_ in declaration.summary.map:
        place = f"summary.map[{map_.title}]"
        yield from unknown(f"{place}.table", "Tabellen", map_.table, table_keys(declaration))
        if declaration.has_table(map_.table):
            columns = column_keys(declaration.table_of(map_.table))
            yield from unknown(f"{place}.label", "Kolumnen", map_.label, columns)
        for term in (term for state in map_.state for term in state.recompute):
            yield from _term(declaration, term, f"{place}.state")
        if not map_.state or any(bool(state.recompute) == (state is map_.state[-1]) for state in map_.state):
            text = "Det sista läget, och bara det, ska vara utan recompute: det är de övriga radernas."
            yield DeclarationFault(f"{place}.state", text, "Lägg till eller ta bort recompute.")
        for word in twice(state.label for state in map_.state):
            yield DeclarationFault(f"{place}.state", f"Läget ”{word}” står två gånger.", "Ge det ena ett annat namn.")
        for word in twice(word for word, _ in map_.places()):
            yield DeclarationFault(f"{place}.grid", f"”{word}” står två gånger.", "Ta bort den ena.")
        if not map_.alt.strip():
            yield DeclarationFault(f"{place}.alt", "Kartan saknar alternativtext.", "Skriv vad kartan visar.")

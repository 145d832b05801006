"""``rus-sheets years``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rus_sheets.cli.options import NEW_PATH, PATH, format_option
from rus_sheets.cli.terminal import WIDTH, say, say_json, say_row, say_styled, shortened

if TYPE_CHECKING:
    from rus_sheets.documents.years import Followed, Years, YearsFigures, YearsRow

_GAP = 2
_WAITS = "…"
"""What isn't reported yet, in a table whose columns would else be too wide for the window."""
_NARROWEST = 20
"""Characters of a row's name, at least, beside its figures."""


@click.command()
@click.argument("workbooks", metavar="ARBETSBOK...", type=PATH, nargs=-1, required=True)
@click.option(
    "-o", "--output", metavar="FIL", type=NEW_PATH, help="Skriv åren dit, som arbetsbok (.xlsx) eller Word (.docx)."
)
@click.option(
    "--template", metavar="MALL.docx", type=PATH, help="Med -o FIL.docx: en egen Word-mall i stället för vår."
)
@click.option("--pdf", is_flag=True, help="Med -o FIL.docx: skriv också en tillgänglig PDF. Kräver LibreOffice.")
@format_option
def command(workbooks: tuple[Path, ...], output: Path | None, template: Path | None, *, pdf: bool, form: str) -> None:
    """Ställ flera år bredvid varandra: dagar, pengar, aktiviteter som går vidare och mål.

    Ange två eller fler arbetsböcker av samma slag, i vilken ordning som helst. Det som inte är redovisat ännu står som
    just det och aldrig som noll.

    Exempel: rus-sheets years verksamhet-2025.xlsx verksamhet-2026.xlsx verksamhet-2027.xlsx

    Exempel: rus-sheets years verksamhet-2026.xlsx verksamhet-2027.xlsx -o aren.docx --pdf
    """
    from rus_sheets.usecases.years import as_data, ensure_written_as, write_years, years  # noqa: PLC0415

    ensure_written_as(output, template, pdf=pdf)
    found = years(workbooks)
    written = []
    if output is not None:
        written = write_years(found, output, workbooks, dt.datetime.now().astimezone(), template=template, pdf=pdf)
    if form == "json":
        say_json(as_data(found, workbooks))
        return
    _show(found)
    for path in written:
        say(f"Klart: {path}")


def _show(found: Years) -> None:
    say_styled(found.title, "bold")
    for line in found.told():
        say(line)
    tables = (found.totals, *found.tables)
    rows = [row for table in tables for row in (*table.rows, *([table.total] if table.total else []))]
    if any(value.said == found.words.unknown for row in rows for value in row.values):
        say(f"{_WAITS} betyder {found.words.unknown}.")
    for table in tables:
        say()
        _show_table(found, table)
    say()
    _show_followed(found, f"{found.words.unit_sheet} som går vidare", found.going_on)
    if found.goals:
        _show_followed(found, found.words.goals_sheet, found.goals)


def _show_table(found: Years, table: YearsFigures) -> None:
    """A line for each row with the years beside each other, or below it where the window hasn't room for them."""
    rows = [*table.rows, *([table.total] if table.total else [])]
    said = [[_WAITS if value.said == found.words.unknown else value.said for value in row.values] for row in rows]
    width = max(len(text) for texts in (map(str, found.years), *said) for text in texts)
    room = WIDTH - 2 - len(found.years) * (width + _GAP)
    if room < _NARROWEST:
        say_styled(table.title, "bold")
        for row, texts in zip(rows, said, strict=True):
            told = "; ".join(f"{year} {text}" for year, text in zip(found.years, texts, strict=True))
            say(f"{_title(found, table, row)}: {told}", indent=2)
        return
    room = min(room, max(len(name) for name in (table.title, *(_title(found, table, row) for row in rows))))
    heads = "".join(f"{year:>{width + _GAP}}" for year in found.years)
    say_styled(shortened(table.title, room + 2).ljust(room + 2), "bold", heads)
    for row, texts in zip(rows, said, strict=True):
        values = "".join(f"{text:>{width + _GAP}}" for text in texts)
        say_row(shortened(_title(found, table, row), room).ljust(room) + values)


def _title(found: Years, table: YearsFigures, row: YearsRow) -> str:
    return found.words.total if row is table.total else row.title


def _show_followed(found: Years, heading: str, followed: tuple[Followed, ...]) -> None:
    say_styled(heading, "bold", f" ({len(followed)})")
    for row_through in followed:
        years = zip(found.years, row_through.thread.rows, row_through.said, strict=True)
        told = "; ".join(f"{year} {row.id} {said}" for year, row, said in years if row)
        say(shortened(row_through.thread.title, WIDTH - 4), indent=2)
        say(f"{told}{f' (känns igen på {row_through.by})' if row_through.by else ''}", indent=6)
    say()

"""``rus-sheets coverage``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rus_sheets.cli.kept import tell_of_copy
from rus_sheets.cli.options import NEW_PATH, format_option, workbook_argument
from rus_sheets.cli.terminal import WIDTH, say, say_json, say_styled, shortened

if TYPE_CHECKING:
    from rus_sheets.usecases.coverage import CoverageFound


@click.command()
@workbook_argument
@click.option(
    "-o",
    "--output",
    metavar="FIL.xlsx",
    type=NEW_PATH,
    help="Skriv målmatrisen dit: rader med budskap, aktiviteter bredvid.",
)
@format_option
def command(workbook: Path, output: Path | None, form: str) -> None:
    """Visa vilka budskap och mål som aktiviteterna bidrar till, och vilka som ingen bidrar till.

    Det räknas ur kolumnerna Budskap och Mål-ID på bladet Plan. Planen har samma siffror i bilagan Målmatris.

    Exempel: rus-sheets coverage verksamhet-2026.xlsx -o malmatris-2026.xlsx
    """
    from rus_sheets.usecases.coverage import as_data, coverage, write_coverage  # noqa: PLC0415

    found = coverage(workbook)
    written = write_coverage(found, output, workbook, dt.datetime.now().astimezone()) if output else None
    if form == "json":
        say_json(as_data(found))
    else:
        _show(found)
        if written:
            say(f"Klart: {written.path}")
            tell_of_copy(written)


def _show(found: CoverageFound) -> None:
    from rus_sheets.documents.coverage import across  # noqa: PLC0415 - only for people
    from rus_sheets.documents.figures import shown  # noqa: PLC0415
    from rus_sheets.usecases.coverage import told  # noqa: PLC0415

    for covered in found.used:
        say_styled(covered.words.title, "bold")
        for row, refer in covered.rows:
            areas = "; ".join(f"{name} {count}" for name, count in across(found.book, covered.words, refer).items())
            say(shortened(f"{row.id} {shown(row.title)}", WIDTH - 4), indent=2)
            say(f"{len(refer)}{f' ({areas})' if areas else ''}", indent=6)
        for line in told(covered):
            say(line)
        say()
    for title in found.untold:
        say(f"{title}: ingen aktivitet är knuten till något.")

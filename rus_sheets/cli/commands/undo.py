"""``rus-sheets undo``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from rus_sheets.cli.options import PATH
from rus_sheets.cli.terminal import say


@click.command()
@click.argument("workbook", metavar="ARBETSBOK", type=PATH)
def command(workbook: Path) -> None:
    """Ta tillbaka det senaste kommandot som ändrade arbetsboken: en inläsning eller rättning.

    Arbetsboken blir exakt som den var före. Det går att ta tillbaka flera i följd.

    Exempel: rus-sheets undo verksamhet-2026.xlsx
    """
    from rus_sheets.usecases.backups import undo  # noqa: PLC0415

    note = undo(workbook)
    time = dt.datetime.fromisoformat(note.time).strftime("%Y-%m-%d kl. %H.%M")
    say(f"Klart: {workbook.name} är som före {note.operation} {time}.")

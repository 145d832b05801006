"""``rus-sheets undo``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from rus_sheets.cli.options import PATH
from rus_sheets.cli.terminal import say, say_command
from rus_sheets.commandline import command_line


@click.command()
@click.argument("workbook", metavar="ARBETSBOK", type=PATH)
@click.option("--anyway", is_flag=True, help="Också när filen har ändrats för hand sedan dess. En kopia av den sparas.")
def command(workbook: Path, anyway: bool) -> None:
    """Ta tillbaka det senaste kommandot som ändrade arbetsboken: en inläsning eller rättning.

    Arbetsboken blir exakt som den var före. Det går att ta tillbaka flera i följd. Har den bara öppnats och sparats går
    det också. Har den ändrats för hand visas vad som är ändrat, och inget tas tillbaka utan --anyway.

    Exempel: rus-sheets undo verksamhet-2026.xlsx
    """
    from rus_sheets.usecases.undo import undo  # noqa: PLC0415

    undone = undo(workbook, anyway=anyway, now=dt.datetime.now().astimezone())
    say(f"Klart: {workbook.name} är som före {undone.note.operation} {undone.note.when:%Y-%m-%d kl. %H.%M}.")
    if undone.kept:
        copy = f"{undone.kept.parent.name}/{undone.kept.name}"
        if undone.by_hand:
            say(f"Filen med det som var ändrat för hand: {copy}. Ångra:")
            say_command(command_line("undo", workbook))
        else:
            say(
                "Filen hade sparats i ett annat program sedan dess, med samma värden, formler och anteckningar. "
                "Utseendet är också som före. "
                f"Filen som den såg ut: {copy}"
            )

"""``rus-sheets undo``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rus_sheets.cli.options import PATH, tell_of
from rus_sheets.cli.terminal import say, say_command
from rus_sheets.commandline import command_line
from rus_sheets.errors import UsageError

if TYPE_CHECKING:
    from rus_sheets.usecases.history import FileHistory, GoneBack, Past

_NAMED = 6
"""Those who answered that are named."""


@click.command()
@click.argument("workbook", metavar="ARBETSBOK", type=PATH, callback=tell_of)
@click.option("--list", "listing", is_flag=True, help="Visa ändringarna som går att ta tillbaka, den senaste först.")
@click.option("--to", "copy", metavar="KOPIA", help="Gå direkt till kopian, också förbi flera ändringar.")
@click.option("--dry-run", is_flag=True, help="Visa vad --to skulle ta tillbaka, utan att ändra något.")
@click.option("--anyway", is_flag=True, help="Också när filen har ändrats för hand sedan dess. En kopia av den sparas.")
def command(*, workbook: Path, listing: bool, copy: str | None, dry_run: bool, anyway: bool) -> None:
    """Ta tillbaka det senaste kommandot som ändrade arbetsboken: en inläsning eller rättning.

    Arbetsboken blir exakt som den var före. Det går att ta tillbaka flera i följd, eller gå direkt till en av kopiorna
    som --list visar. Har den bara öppnats och sparats går det också. Har den ändrats för hand visas vad som är ändrat,
    och inget tas tillbaka utan --anyway.

    Exempel: rus-sheets undo verksamhet-2026.xlsx
    """
    if listing and (copy or dry_run or anyway):
        raise UsageError("--list visar bara, och har ingen verkan med annat.", remedy="Ta bort det andra.")
    if dry_run and not copy:
        raise UsageError("--dry-run hör till --to.", remedy="Se vad det finns att ta tillbaka med --list.")
    if listing:
        from rus_sheets.usecases.history import history  # noqa: PLC0415

        _show(history(workbook))
    elif copy:
        from rus_sheets.usecases.history import go_back  # noqa: PLC0415

        now = dt.datetime.now().astimezone()
        _show_back(go_back(workbook, copy, now=now, dry_run=dry_run, anyway=anyway), workbook, dry_run=dry_run)
    else:
        _undo(workbook, anyway=anyway)


def _undo(workbook: Path, *, anyway: bool) -> None:
    from rus_sheets.usecases.undo import undo  # noqa: PLC0415

    undone = undo(workbook, anyway=anyway, now=dt.datetime.now().astimezone())
    say(f"Klart: {workbook.name} är som före {undone.note.named} {undone.note.when:%Y-%m-%d kl. %H.%M}.")
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


def _show(found: FileHistory) -> None:
    if found.by_hand is None:
        say("Om något är ändrat för hand sedan det senaste kommandot går inte att säga.")
    elif found.by_hand:
        say(f"Ändrat för hand sedan det senaste kommandot: {_cells(len(found.by_hand))}.")
    for past in found.past:
        say(_told(past))
        say(f"Kopia från före: {past.note.copy}{'' if past.has_copy else ' (saknas eller är ändrad)'}", indent=4)
    if not found.past:
        say("Inget kommando har ändrat filen.")
    else:
        say("Tillbaka till före en av dem: --to och kopians namn inom citattecken. Pröva först med --dry-run.")


def _told(past: Past) -> str:
    parts = [f"{past.note.when:%Y-%m-%d kl. %H.%M} {past.note.said}"]
    if past.cells is not None:
        parts.append(_cells(len(past.cells)))
    if past.who:
        more = f" och {len(past.who) - _NAMED} till" if len(past.who) > _NAMED else ""
        parts.append(f"svar: {'; '.join(past.who[:_NAMED])}{more}")
    if past.note.user:
        parts.append(f"gjort av {past.note.user}")
    return f"{', '.join(parts)}{'' if past.is_in else ' (tillbakatagen)'}."


def _show_back(gone: GoneBack, workbook: Path, *, dry_run: bool) -> None:
    say("Skulle ta tillbaka:" if dry_run else "Tog tillbaka:")
    for past in gone.taken:
        say(_told(past), indent=2)
    if gone.by_hand:
        say(f"Ändrat för hand: {_cells(len(gone.by_hand))}.", indent=2)
    for cell in gone.cells or ():
        say(str(cell), indent=4)
    if not dry_run and gone.backup:
        note = gone.past.note
        say(f"Klart: {workbook.name} är som före {note.said.lower()} {note.when:%Y-%m-%d kl. %H.%M}.")
        say(f"Filen som den var: {gone.backup.parent.name}/{gone.backup.name}. Ångra:")
        say_command(command_line("undo", workbook))


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} celler"

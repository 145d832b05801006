"""``rus-sheets refresh``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rus_sheets.cli.commands.verify import show
from rus_sheets.cli.document import plain_option, previous_option
from rus_sheets.cli.options import EXIT_NEEDS_A_PERSON, NEW_PATH, document_argument, format_option, workbook_argument
from rus_sheets.cli.terminal import say, say_json, waits
from rus_sheets.errors import UsageError

if TYPE_CHECKING:
    from rus_sheets.usecases.refresh import Refreshed


@click.command()
@document_argument
@workbook_argument
@click.option("-o", "--output", metavar="FIL", type=NEW_PATH, help="Skriv till en ny fil.")
@click.option("--dry-run", is_flag=True, help="Visa vad som skulle ändras, utan att ändra något.")
@plain_option("till en kopia för publicering. Dokumentet självt ändras inte.")
@previous_option("siffror därifrån får också stå i texten.")
@format_option
def command(  # noqa: PLR0913 - one for each option
    *, document: Path, workbook: Path, output: Path | None, dry_run: bool, plain: bool, previous: Path | None, form: str
) -> None:
    """Sätt in arbetsbokens uppgifter i ett Word-dokument och rör inget annat.

    Siffror, korta texter och diagram sätts in, och rader i listor och tabeller som ingen har ändrat. Allt som ni har
    ändrat i dokumentet blir kvar, och det som ni behöver se till sägs. En kopia från före läggs i säkerhetskopior.

    Exempel: rus-sheets refresh Verksamhetsplan-2026.docx verksamhet-2026.xlsx
    """
    if dry_run and (output or plain):
        raise UsageError(
            f"{'-o' if output else '--plain'} har ingen verkan med --dry-run.",
            remedy="Med --dry-run skrivs ingen fil. Ta bort det ena.",
        )
    from rus_sheets.usecases.refresh import refresh  # noqa: PLC0415

    now = dt.datetime.now().astimezone()
    refreshed = refresh(
        document, workbook, now=now, output=output, previous=previous, dry_run=dry_run, plain=plain, on_wait=waits
    )
    if form == "json":
        say_json(
            {
                "target": str(refreshed.target),
                "dry_run": dry_run,
                "backup": str(refreshed.backup or ""),
                "pending": refreshed.pending,
                "comments": refreshed.comments,
                "previous": str(refreshed.previous or ""),
                "changes": [filled.as_json() for filled in refreshed.filled],
                "disagreements": [disagreement.as_json() for disagreement in refreshed.left],
                "untied": [figure.as_json() for figure in refreshed.untied],
                "loose": [figure.as_json() for figure in refreshed.loose],
                "about": list(refreshed.about),
            }
        )
    else:
        _show(refreshed, plain=plain)
    if refreshed.left or refreshed.pending or refreshed.comments:
        raise SystemExit(EXIT_NEEDS_A_PERSON)


def _show(refreshed: Refreshed, *, plain: bool) -> None:
    for filled in refreshed.filled:
        exchanged = f"{filled.before or '(tomt)'} → {filled.after or '(tomt)'}"
        by_itself = filled.title == filled.before and not filled.done  # a text without a cell
        news = exchanged if filled.tag else "nya siffror"
        say(exchanged if by_itself else f"{filled.title}: {filled.done or news}")
        say(f"Var: {filled.place}", indent=4)
    if refreshed.left:
        say("Se själva till det här:")
        show(refreshed.left)
    for note in refreshed.notes:
        say(f"Obs: {note}")
    count = len(refreshed.filled)
    if not count:
        say("Inget att ändra.")
    else:
        what = "1 uppgift" if count == 1 else f"{count} uppgifter"
        say(f"{'Skulle ändra' if refreshed.dry_run else 'Ändrade'} {what} i {refreshed.target.name}.")
    if refreshed.previous:
        verb = "Skulle minnas" if refreshed.dry_run else "Minns nu"
        say(f"{verb} {refreshed.previous.name} som förra årets arbetsbok.")
    if plain and not refreshed.dry_run:
        say(f"Klart: {refreshed.target}")
    if refreshed.pending:
        count = refreshed.pending
        say(f"Obs: {'1 spårad ändring' if count == 1 else f'{count} spårade ändringar'} i kopian väntar på beslut.")
        say("→ Godkänn eller avvisa dem i dokumentet (fliken Granska i Word), och kör om.")
    if refreshed.comments:
        count = refreshed.comments
        say(f"Obs: {'1 kommentar' if count == 1 else f'{count} kommentarer'} står kvar i kopian.")
        say("→ Ta bort kommentarerna i dokumentet (fliken Granska i Word), och kör om.")
    if refreshed.backup:
        say(f"Kopia från före: {refreshed.backup.parent.name}/{refreshed.backup.name}")

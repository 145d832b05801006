"""``rus-sheets split``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from rus_sheets.cli.options import EXIT_NEEDS_A_PERSON, PATH, format_option, workbook_argument
from rus_sheets.cli.terminal import progress_of, say, say_json


@click.command()
@workbook_argument
@click.argument("folder", metavar="MAPP", type=PATH)
@click.option("--only", metavar="ID", multiple=True, help="Bara den här aktiviteten. Kan anges flera gånger.")
@click.option("--dry-run", is_flag=True, help="Visa vad som skulle göras, utan att skriva något.")
@format_option
def command(workbook: Path, folder: Path, only: tuple[str, ...], dry_run: bool, form: str) -> None:
    """Gör en uppföljningsfil per aktivitet i MAPP.

    En fil som redan har svar skrivs aldrig över.

    Exempel: rus-sheets split verksamhet-2026.xlsx uppfoljning

    Exempel: rus-sheets split verksamhet-2026.xlsx uppfoljning --dry-run
    """
    from rus_sheets.usecases.parallel import cores  # noqa: PLC0415
    from rus_sheets.usecases.split import SentState, split  # noqa: PLC0415

    with progress_of("Gör uppföljningsfiler") as start:
        today = dt.datetime.now().astimezone().date()
        sent = split(workbook, folder, only=only, today=today, on_start=start, processes=cores(), dry_run=dry_run)
    kept = [file for file in sent if file.state is SentState.KEPT]
    if form == "json":
        say_json({"dry_run": dry_run, "files": [{"activity": file.activity, "owner": file.owner, "path": str(file.path),
                             "state": file.state.value, "message": file.message} for file in sent]})  # fmt: skip
    else:
        for file in kept:
            say(f"{'Skulle inte skrivas' if dry_run else 'Inte skriven'}: {file.path.name}. {file.message}")
        made = len(sent) - len(kept)
        files = "1 uppföljningsfil" if made == 1 else f"{made} uppföljningsfiler"
        say(f"{'Skulle göra' if dry_run else 'Klart:'} {files} i {folder}.")
    if kept:
        raise SystemExit(EXIT_NEEDS_A_PERSON)

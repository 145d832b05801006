"""``rus-sheets merge``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rus_sheets.cli.merge_lines import show
from rus_sheets.cli.options import (
    EXIT_NEEDS_A_PERSON,
    EXIT_UNUSABLE,
    NEW_PATH,
    PATH,
    advise,
    format_option,
    tell_of_answers,
    workbook_argument,
)
from rus_sheets.cli.terminal import progress_of, say, say_json
from rus_sheets.errors import UsageError

if TYPE_CHECKING:
    from rus_sheets.usecases.merging import Merged


@click.command()
@workbook_argument
@click.argument("sources", metavar="[FIL|MAPP]...", type=PATH, nargs=-1, callback=tell_of_answers)
@click.option("--dry-run", is_flag=True, help="Visa vad som skulle hända, utan att ändra något.")
@click.option("--conflicts", metavar="FIL.xlsx", type=NEW_PATH, help="Skriv ut det som ni behöver avgöra.")
@click.option("--decisions", metavar="FIL.xlsx", type=PATH, help="Genomför det som ni har avgjort i filen.")
@format_option
def command(
    workbook: Path, sources: tuple[Path, ...], dry_run: bool, conflicts: Path | None, decisions: Path | None, form: str
) -> None:
    """Läs in uppföljningsfiler i arbetsboken: filer, mappar, zip-filer och sparade mejl.

    Varje cell jämförs med vad som skickades ut och vad arbetsboken säger nu. Det som inte säkert kan läsas in visas och
    lämnas orört. En kopia från före läggs i säkerhetskopior.

    Exempel: rus-sheets merge verksamhet-2026.xlsx inkommet
    """
    if bool(sources) == bool(decisions):
        raise click.UsageError("Ange antingen filer att läsa in, eller --decisions med en fil där ni har avgjort.")
    if decisions and conflicts:
        raise UsageError(
            "--conflicts har ingen verkan med --decisions.",
            remedy=f"Det som är kvar att avgöra står kvar i {decisions.name}. Ta bort --conflicts.",
        )
    if conflicts and conflicts.suffix.lower() != ".xlsx":
        remedy = f"Ge den ändelsen .xlsx: {conflicts.stem}.xlsx."
        raise UsageError("Det som ska avgöras skrivs i en Excel-fil.", place=str(conflicts), remedy=remedy)
    advise(workbook)
    merged = _choices(workbook, decisions, dry_run) if decisions else _merge(workbook, sources, dry_run, conflicts)
    if form == "json":
        say_json(merged.decisions.as_json() | {"untrusted": list(merged.untrusted)})
    else:
        show(merged, workbook)
        if conflicts and not merged.conflicts:
            say(f"Det finns inget att avgöra, så {conflicts.name} skrevs inte.")
    if merged.nothing_usable:
        raise SystemExit(EXIT_UNUSABLE)
    if merged.decisions.wants_a_person:
        raise SystemExit(EXIT_NEEDS_A_PERSON)


def _choices(workbook: Path, decisions: Path, dry_run: bool) -> Merged:
    from rus_sheets.usecases.merging import carry_out_choices  # noqa: PLC0415

    return carry_out_choices(workbook, decisions, now=dt.datetime.now().astimezone(), dry_run=dry_run)


def _merge(workbook: Path, sources: tuple[Path, ...], dry_run: bool, conflicts: Path | None) -> Merged:
    from rus_sheets.usecases.merging import merge  # noqa: PLC0415
    from rus_sheets.usecases.opened.parallel import cores  # noqa: PLC0415

    now = dt.datetime.now().astimezone()
    with progress_of("Läser filer") as start:
        return merge(
            workbook, sources, now=now, dry_run=dry_run, conflicts=conflicts, on_start=start, processes=cores()
        )

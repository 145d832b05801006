"""``rus-sheets merge``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rus_sheets.cli.options import EXIT_NEEDS_A_PERSON, EXIT_UNUSABLE, PATH, format_option, workbook_argument
from rus_sheets.cli.terminal import progress_of, say, say_json, say_refused, say_styled, shortened, show_table
from rus_sheets.errors import UsageError

if TYPE_CHECKING:
    from rus_sheets.book.decisions import Decision
    from rus_sheets.usecases.merging import Merged


@click.command()
@workbook_argument
@click.argument("sources", metavar="[FIL|MAPP]...", type=PATH, nargs=-1)
@click.option("--dry-run", is_flag=True, help="Visa vad som skulle hända, utan att ändra något.")
@click.option("--conflicts", metavar="FIL.xlsx", type=PATH, help="Skriv ut det som ni behöver avgöra.")
@click.option("--decisions", metavar="FIL.xlsx", type=PATH, help="Genomför det som ni har avgjort i filen.")
@format_option
def command(
    workbook: Path, sources: tuple[Path, ...], dry_run: bool, conflicts: Path | None, decisions: Path | None, form: str
) -> None:
    """Läs in uppföljningsfiler i arbetsboken: filer, mappar eller zip-filer.

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
    merged = _choices(workbook, decisions, dry_run) if decisions else _merge(workbook, sources, dry_run, conflicts)
    if form == "json":
        say_json(merged.decisions.as_json() | {"untrusted": list(merged.untrusted)})
    else:
        show(merged, workbook.name)
    if merged.nothing_usable:
        raise SystemExit(EXIT_UNUSABLE)
    if merged.decisions.wants_a_person:
        raise SystemExit(EXIT_NEEDS_A_PERSON)


def _choices(workbook: Path, decisions: Path, dry_run: bool) -> Merged:
    from rus_sheets.usecases.merging import carry_out_choices  # noqa: PLC0415

    return carry_out_choices(workbook, decisions, now=dt.datetime.now().astimezone(), dry_run=dry_run)


def _merge(workbook: Path, sources: tuple[Path, ...], dry_run: bool, conflicts: Path | None) -> Merged:
    from rus_sheets.usecases.many import cores  # noqa: PLC0415
    from rus_sheets.usecases.merging import merge  # noqa: PLC0415

    now = dt.datetime.now().astimezone()
    with progress_of("Läser filer") as start:
        return merge(
            workbook, sources, now=now, dry_run=dry_run, conflicts=conflicts, on_start=start, processes=cores()
        )


def show(merged: Merged, name: str) -> None:
    """What was read in, what was refused, and the conflicts last, where they are seen."""
    from rus_sheets.book.decisions import Action, FileState  # noqa: PLC0415

    decisions = merged.decisions
    say_refused((each.path, each.message) for each in decisions.files if each.state is FileState.REFUSED)
    for each in decisions.files:
        if each.state is FileState.OTHER:
            say(f"Inget svar: {each.path}. {each.message}")
        for note in each.notes:
            say_styled(*(("Att se till: ", "bold red") if note.asks else ("Obs: ", "")), f"{each.path}, {note}")
    for decision in decisions.of(Action.REFUSE):
        say_styled("Inte inläst: ", "bold red", _place(decision))
        say(f"{decision.message} {decision.remedy}", indent=4)
    conflicts = list(decisions.of(Action.CONFLICT))
    if conflicts:
        _show_conflicts(conflicts)
    _show_counts(merged, name, len(conflicts))


def _place(decision: Decision) -> str:
    return f"{decision.file}, {decision.row} {decision.column}: ”{_short(decision.returned_seen)}”"


def _show_conflicts(conflicts: list[Decision]) -> None:
    show_table(
        ("Rad", "Kolumn", "Utlämnat", "I arbetsboken", "Inkommet", "Fil"),
        (
            (each.row, each.column, _short(each.base), _short(each.current), _short(each.returned_seen), each.file)
            for each in conflicts
        ),
        title="KONFLIKTER – arbetsboken är orörd på de här ställena",
    )


def _short(value: object) -> str:
    from rus_sheets.book.seen import seen  # noqa: PLC0415

    return shortened(seen(value), 58)  # type: ignore[arg-type]


def _say_nothing_answered(files: int) -> None:
    if files == 1:
        say("Filen är inte ändrad sedan utskicket. Är det rätt fil?")
    else:
        say(f"Inga av de {files} är ändrade sedan utskicket. Är det rätt mapp?")


def _show_counts(merged: Merged, name: str, conflicts: int) -> None:
    summary = merged.decisions.summary
    files = summary["files"] - summary["refused_files"]
    verb = "Skulle läsa in" if merged.dry_run else "Läste in"
    if merged.decisions.nothing_answered:
        _say_nothing_answered(len(merged.decisions.untouched))
    elif merged.decisions.untouched:
        say(f"{len(merged.decisions.untouched)} av filerna är inte ändrade sedan utskicket.")
    say(f"{verb} {merged.written} värden från {files} filer till {name}. {summary['agree']} stod där redan.")
    if conflicts or summary["refuse"]:
        say(f"{conflicts} konflikter och {summary['refuse']} värden som inte kunde läsas in väntar på er.")
    asks = sum(note.asks for each in merged.decisions.files for note in each.notes)
    if asks:
        say(f"{asks} anmärkningar som kan vara svar väntar på er.")
    if merged.conflicts:
        say(
            f"Avgör dem i {merged.conflicts} och kör sedan: rus-sheets merge {name} --decisions {merged.conflicts.name}"
        )
    if merged.backup:
        say(f"Kopia från före: {merged.backup.parent.name}/{merged.backup.name}")
    if merged.untrusted:
        say(f"Räknas om när arbetsboken öppnas i Excel: {', '.join(merged.untrusted)}")

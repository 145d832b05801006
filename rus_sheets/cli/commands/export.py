"""``rus-sheets export``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from rus_sheets.cli.options import NEW_PATH, format_option, workbook_argument
from rus_sheets.cli.terminal import say, say_command, say_json
from rus_sheets.commandline import command_line
from rus_sheets.wording import counted


def _offered(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The profiles of the workbook on the line; none where it can't be read."""
    from rus_sheets.errors import UserError  # noqa: PLC0415
    from rus_sheets.usecases.exporting import profile_names  # noqa: PLC0415

    written = [ctx.params.get("workbook"), *ctx.args]  # of a line that is being written, click hasn't placed the words
    try:
        names = profile_names(Path(next(filter(None, written))))
    except (UserError, OSError, StopIteration):
        return []
    return [name for name in names if name.startswith(incomplete)]


@click.command()
@workbook_argument
@click.argument("output", metavar="FIL", type=NEW_PATH)
@click.option(
    "--profile", metavar="NAMN", default="", shell_complete=_offered,
    help="Vilket system raderna ska till. Utan den visas vilka som finns.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Ersätt filen om den finns. Den sparas i säkerhetskopior.")
@format_option
def command(workbook: Path, output: Path, profile: str, force: bool, form: str) -> None:
    """Skriv aktiviteterna med sin uppföljning till ett annat system: som .csv, .xlsx eller .jsonl.

    Vad som lämnades ut sparas i mappen uttag. När filen kommer tillbaka läses den in med rus-sheets merge, och jämförs
    cell för cell med det.

    Exempel: rus-sheets export verksamhet-2026.xlsx till-systemet.csv --profile planeringssystem
    """
    from rus_sheets.usecases.exporting import export  # noqa: PLC0415

    made = export(workbook, output, profile, now=dt.datetime.now().astimezone(), force=force)
    if form == "json":
        say_json(made.as_json())
        return
    say(f"Klart: {made.path} ({counted(made.rows, 'rad', 'rader')})")
    if made.earlier:
        say(f"Den förra filen finns kvar: {made.earlier.parent.name}/{made.earlier.name}")
    for note in made.notes:
        say(note)
    if made.returns:
        say(f"Det som får komma tillbaka: {', '.join(made.returns)}. Läs in filen då med:")
        say_command(command_line("merge", workbook, made.path))

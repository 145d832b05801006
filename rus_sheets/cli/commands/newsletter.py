"""``rus-sheets newsletter``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rus_sheets.cli.kept import tell_of_copy
from rus_sheets.cli.options import EXIT_NEEDS_A_PERSON, NEW_PATH, PATH, date_option, format_option, workbook_argument
from rus_sheets.cli.terminal import say, say_json, say_styled

if TYPE_CHECKING:
    from rus_sheets.usecases.newsletter import Newsletter, WrittenLetter


@click.command()
@workbook_argument
@date_option("--from", "first", "Periodens första dag.", required=True)
@date_option("--to", "last", "Periodens sista dag.", required=True)
@click.option(
    "-o", "--output", "outputs", metavar="FIL", type=NEW_PATH, multiple=True,
    help="Namnet på brevet: .docx för Word, .eml för ett mejlutkast. Kan anges två gånger. Annars skrivs båda.",
)  # fmt: skip
@click.option(
    "--earlier", metavar="BREV.docx", type=PATH, multiple=True,
    help="Ett tidigare brev i en annan mapp. De i samma mapp hittas ändå. Kan anges flera gånger.",
)  # fmt: skip
@format_option
def command(
    workbook: Path, first: dt.date, last: dt.date, outputs: tuple[Path, ...], earlier: tuple[Path, ...], form: str
) -> None:
    """Skriv ett utkast till nyhetsbrev för en period, som Word-dokument och som mejl.

    I brevet står texterna till det på bladet Texter, det som kalendern har i perioden, korta utfall, publikationer,
    länkar och kontakten. Det som har stått i ett tidigare brev räknas bara upp.

    Exempel: rus-sheets newsletter verksamhet-2026.xlsx --from 2026-03-01 --to 2026-05-31
    """
    from rus_sheets.usecases.newsletter import as_data, newsletter  # noqa: PLC0415

    now = dt.datetime.now().astimezone()
    made = newsletter(workbook, first, last, outputs=outputs, earlier=earlier, now=now)
    if form == "json":
        say_json(as_data(made))
    else:
        _show(made)
    if made.wants_a_person:
        raise SystemExit(EXIT_NEEDS_A_PERSON)


def _show(made: Newsletter) -> None:
    say_styled(made.letter.title, "bold")
    for file in made.files:
        _tell(file)
    for part in made.letter.left_out:
        say(f"Inte med: {part.heading} ({part.why}).")
    if made.earlier.read:
        say(f"Tidigare brev: {', '.join(made.earlier.read)}.")
    for line in (*made.earlier.unread, *made.notes):
        say(line)
    for doubt in made.letter.doubts:
        say(f"{doubt.row}: {doubt.fault} {doubt.remedy}")


def _tell(written: WrittenLetter) -> None:
    say(f"Klart: {written.file.path}")
    for part in written.parts:
        say(f"{part.heading}: {part.items}" if part.items else part.heading, indent=2)
    tell_of_copy(written.file)

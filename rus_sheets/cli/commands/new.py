"""``rus-sheets new``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rus_sheets.cli.grouping import as_ranges
from rus_sheets.cli.options import PATH
from rus_sheets.cli.terminal import say
from rus_sheets.commandline import command_line
from rus_sheets.errors import UsageError

if TYPE_CHECKING:
    from rus_sheets.usecases.next_year import NewYear


@click.command()
@click.argument("workbook", metavar="ARBETSBOK", type=PATH)
@click.option("--year", metavar="ÅR", type=click.IntRange(2000, 2099), required=True, help="Året, till exempel 2027.")
@click.option(
    "--from",
    "source",
    metavar="FÖRRA ÅRETS.xlsx",
    type=PATH,
    help="Utgå från förra årets arbetsbok. Egna kolumner, blad, diagram och färger följer med.",
)
@click.option(
    "--drop",
    metavar="ID",
    multiple=True,
    help="Med --from: en aktivitet (eller annan rad) som inte fortsätter. Kan anges flera gånger.",
)
@click.option(
    "--template",
    metavar="MALL",
    help="verksamhet (förval), bidrag för länens redovisning, eller en egen .toml-fil.",
)
def command(workbook: Path, year: int, source: Path | None, drop: tuple[str, ...], template: str | None) -> None:
    """Gör en ny arbetsbok för ett år: tom, eller med --from av förra årets.

    Med --from följer områden, grupper, mål, aktiviteter, texter, budget och organisation med. Utfall, händelser,
    utgifter och logg töms, och förra årets status och korta utfall visas bredvid. Förra årets fil ändras inte.

    Exempel: rus-sheets new verksamhet-2027.xlsx --year 2027

    Exempel: rus-sheets new verksamhet-2027.xlsx --year 2027 --from verksamhet-2026.xlsx --drop A05
    """
    if source is None:
        if drop:
            raise click.UsageError("--drop kan bara användas tillsammans med --from.")
        from rus_sheets.usecases.create import DEFAULT_TEMPLATE, new_workbook  # noqa: PLC0415

        new_workbook(workbook, year, template or DEFAULT_TEMPLATE)
        say(f"Klart: {workbook} för {year}. Börja på bladet Om.")
        return
    if workbook.exists() and not source.exists():
        right = command_line("new", source, "--year", year, "--from", workbook)
        raise UsageError("Filerna står i fel ordning.", remedy="Skriv i stället:", command=right)
    if template:
        raise click.UsageError("--template kan inte användas med --from: mallen är förra årets.")
    from rus_sheets.usecases.next_year import workbook_from  # noqa: PLC0415

    _tell(workbook_from(source, workbook, year, drop), source.name)


def _tell(made: NewYear, source: str) -> None:
    say(f"Klart: {made.path} för {made.year}, gjord av {source}.")
    for dropped in made.dropped:
        say(f"Fortsätter inte: {dropped.sheet}, {dropped.row} {dropped.title}")
    for sheet, count in made.emptied.items():
        say(f"Tömt: {sheet}, {count} {'rad' if count == 1 else 'rader'}")
    if made.missing:
        say(
            f"Förra årets utfall visas inte: {source} saknar kolumnen {' och '.join(made.missing)}. Lägg till den i "
            "Excel och kör kommandot igen om ni vill ha det."
        )
    if made.period:
        say(f"Målperioden {made.period} är slut. Bedömningarna är tömda. Gå igenom målen och ändra målperioden.")
    if made.untrusted:
        say(f"Räknas om när arbetsboken öppnas i Excel: {as_ranges(made.untrusted)}")
    if made.old_year:
        count = len(made.old_year)
        say(f"{count} {'text' if count == 1 else 'texter'} nämner {made.previous}. De är inte ändrade; gå igenom dem:")
        for named in made.old_year:
            place = ", ".join(filter(None, (f"{named.sheet} {named.cell}", named.row, named.field)))
            say(f"  {place}: ”{named.words}”", indent=4)
    say("Gå nu igenom arbetsboken blad för blad, och kontrollera med rus-sheets validate.")

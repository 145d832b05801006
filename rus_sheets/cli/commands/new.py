"""``rus-sheets new``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rus_sheets.cli.grouping import as_ranges
from rus_sheets.cli.options import NEW_PATH, PATH, advise
from rus_sheets.cli.terminal import say
from rus_sheets.commandline import command_line
from rus_sheets.errors import UsageError
from rus_sheets.usecases.next_year_told import carried_on, names_old_year, place_of

if TYPE_CHECKING:
    from rus_sheets.usecases.next_year import NewYear


@click.command()
@click.argument("workbook", metavar="ARBETSBOK", type=NEW_PATH)
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
@click.option("--dry-run", is_flag=True, help="Visa vad som skulle göras, utan att skriva något.")
def command(
    *, workbook: Path, year: int, source: Path | None, drop: tuple[str, ...], template: str | None, dry_run: bool
) -> None:
    """Gör en ny arbetsbok för ett år: tom, eller med --from av förra årets.

    Med --from följer områden, grupper, mål, aktiviteter, texter, budget och organisation med. Utfall, händelser,
    utgifter och logg töms, och förra årets status och korta utfall visas bredvid. Förra årets fil ändras inte.

    Exempel: rus-sheets new verksamhet-2027.xlsx --year 2027

    Exempel: rus-sheets new verksamhet-2027.xlsx --year 2027 --from verksamhet-2026.xlsx --drop A05
    """
    advise(workbook)
    if source is None:
        if drop:
            raise click.UsageError("--drop kan bara användas tillsammans med --from.")
        from rus_sheets.usecases.create import DEFAULT_TEMPLATE, new_workbook  # noqa: PLC0415

        new_workbook(workbook, year, template or DEFAULT_TEMPLATE, dry_run=dry_run)
        if dry_run:
            say(f"Skulle göra {workbook} för {year}, utan rader.")
            return
        say(f"Klart: {workbook} för {year}. Börja på bladet Om.")
        return
    if workbook.exists() and not source.exists():
        right = command_line("new", source, "--year", year, "--from", workbook)
        raise UsageError("Filerna står i fel ordning.", remedy="Skriv i stället:", command=right)
    if template:
        raise click.UsageError("--template kan inte användas med --from: mallen är förra årets.")
    from rus_sheets.usecases.next_year import workbook_from  # noqa: PLC0415

    _tell(workbook_from(source, workbook, year, drop, dry_run=dry_run), source.name, dry_run=dry_run)


def _tell(made: NewYear, source: str, *, dry_run: bool) -> None:
    told = f"{made.path} för {made.year}, {'' if dry_run else 'gjord '}av {source}."
    say(f"Skulle göra {told}" if dry_run else f"Klart: {told}")
    for line in carried_on(made, source):
        say(line)
    if made.untrusted:
        say(f"Räknas om när arbetsboken öppnas i Excel: {as_ranges(made.untrusted)}")
    if made.old_year:
        say(names_old_year(made))
        for named in made.old_year:
            say(f"  {place_of(named)}: ”{named.words}”", indent=4)
    if not dry_run:
        say("Gå nu igenom arbetsboken blad för blad, och kontrollera med rus-sheets validate.")

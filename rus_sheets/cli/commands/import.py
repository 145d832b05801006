"""``rus-sheets import``."""  # noqa: N999 - named as it is typed

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rus_sheets.cli.options import EXIT_NEEDS_A_PERSON, NEW_PATH, PATH, document_argument, format_option
from rus_sheets.cli.terminal import say, say_json, shortened
from rus_sheets.commandline import command_line
from rus_sheets.wording import counted

if TYPE_CHECKING:
    from rus_sheets.intake.readings import Reading
    from rus_sheets.usecases.importing import Imported

_SHOWN = 10
"""Questions and sums that are shown; all of them stand on the sheet."""
_WIDE = 60


@click.command()
@document_argument
@click.argument("workbook", metavar="NY.xlsx", type=NEW_PATH)
@click.option("--year", metavar="ÅR", type=click.IntRange(2000, 2099), required=True, help="Året, till exempel 2021.")
@click.option("--rules", metavar="REGLER.toml", type=PATH, help="Egna regler för hur dokumentet ska läsas.")
@click.option("--dry-run", is_flag=True, help="Visa vad som skulle läsas, utan att skriva något.")
@format_option
def command(document: Path, workbook: Path, *, year: int, rules: Path | None, dry_run: bool, form: str) -> None:
    """Läs in en äldre plan eller berättelse i en ny arbetsbok.

    DOKUMENT är ett Word-dokument (.docx) eller text (.txt, .md). Områden, grupper, mål, aktiviteter med dagar och reda
    pengar, budget, finansiering, status och utfall läses. Bladet Granskning visar varje värde med stycket det kom
    ifrån, summorna i dokumentet bredvid det som lästes, det som måste avgöras av er, och all text som blev över.
    Dokumentet ändras inte.

    Exempel: rus-sheets import Verksamhetsplan-2021.docx verksamhet-2021.xlsx --year 2021
    """
    from rus_sheets.usecases.importing import import_document  # noqa: PLC0415

    made = import_document(document, workbook, year, rules, dry_run=dry_run)
    if form == "json":
        say_json(_as_data(made))
    else:
        for line in _lines(made, dry_run=dry_run):
            say(line)
    if made.asked or made.wrong:
        sys.exit(EXIT_NEEDS_A_PERSON)


def _lines(made: Imported, *, dry_run: bool) -> Iterator[str]:
    """What was read, as it stands in the workbook, and what is left to do."""
    told = f"{made.path} för {made.year}, {'' if dry_run else 'gjord '}av {made.source}."
    yield f"Skulle göra {told}" if dry_run else f"Klart: {told}"
    yield f"Läst: {', '.join(_counts(made))}."
    yield from _sums(made)
    if made.asked:
        yield f"{counted(len(made.asked), 'uppgift måste', 'uppgifter måste')} avgöras av er:"
        yield from (f"  {_reading(reading)}" for reading in made.asked[:_SHOWN])
        if len(made.asked) > _SHOWN:
            yield f"  … och {len(made.asked) - _SHOWN} till."
    if made.left:
        yield f"{counted(made.left, 'stycke', 'stycken')} blev över och står på bladet {made.sheet}."
    if not dry_run:
        yield f"Gå igenom bladet {made.sheet}, och kontrollera med {command_line('validate', made.path)}."


def _counts(made: Imported) -> Iterator[str]:
    from rus_sheets.book.display import seen  # noqa: PLC0415
    from rus_sheets.book.numbers import tight  # noqa: PLC0415

    yield counted(made.areas, "område", "områden")
    yield counted(made.activities, "aktivitet", "aktiviteter")
    yield f"{seen(tight(made.days))} dagar" if made.days else "inga dagar"
    if made.goals:
        yield counted(made.goals, "mål", "mål")
    if made.statuses:
        yield f"status för {made.statuses}"
    if made.posts:
        amount = f"på {_kronor(made.budget)}" if made.budget else "utan belopp"
        yield f"{counted(made.posts, 'budgetpost', 'budgetposter')} {amount}"
    if made.spent:
        yield f"utgifter på {_kronor(made.spent)}"
    if made.funding:
        yield f"finansiering på {_kronor(made.funding)}"


def _sums(made: Imported) -> Iterator[str]:
    if made.right:
        yield f"{counted(made.right, 'summa', 'summor')} i dokumentet stämmer med det som lästes."
    if made.wrong:
        yield f"{counted(len(made.wrong), 'summa', 'summor')} i dokumentet stämmer inte med det som lästes:"
        yield from (f"  {reading.place}: {reading.note}" for reading in made.wrong[:_SHOWN])
    if not made.right and not made.wrong:
        yield "Inga summor hittades i dokumentet att jämföra med."


def _reading(reading: Reading) -> str:
    where = f"{reading.row} " if reading.row else ""
    return f"{reading.place}, {where}”{shortened(' '.join(reading.text.split()), _WIDE)}”: {reading.note}"


def _kronor(amount: float) -> str:
    return f"{amount:,.0f} kr".replace(",", "\u00a0")


def _as_data(made: Imported) -> dict[str, Any]:
    """For programs."""
    read = ("areas", "activities", "days", "goals", "statuses", "posts", "budget", "spent", "funding")
    return {
        "path": str(made.path),
        "year": made.year,
        **{name: getattr(made, name) for name in (*read, "right", "left")},
        "asked": [_one(reading) for reading in made.asked],
        "wrong": [_one(reading) for reading in made.wrong],
    }


def _one(reading: Reading) -> dict[str, str]:
    return {
        "place": reading.place,
        "heading": reading.heading,
        "text": reading.text,
        "row": reading.row,
        "message": reading.note,
    }

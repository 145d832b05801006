"""``rus-sheets calendar``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rus_sheets.cli.options import EXIT_NEEDS_A_PERSON, NEW_PATH, date_option, format_option, workbook_argument
from rus_sheets.cli.terminal import say, say_json, say_styled

if TYPE_CHECKING:
    from rus_sheets.calendars.entries import YearCalendar
    from rus_sheets.usecases.calendar import WrittenCalendar


@click.command()
@workbook_argument
@click.option(
    "-o", "--output", "outputs", metavar="FIL", type=NEW_PATH, multiple=True,
    help="Skriv kalendern dit: .ics för kalenderprogram, .html för en webbplats. Kan anges flera gånger.",
)  # fmt: skip
@date_option("--from", "first", "Visa bara det som pågår då eller senare, på skärmen och i .html.")
@date_option("--to", "last", "Visa bara det som pågår då eller tidigare, på skärmen och i .html.")
@format_option
def command(workbook: Path, outputs: tuple[Path, ...], first: dt.date | None, last: dt.date | None, form: str) -> None:
    """Visa årets kalender, eller skriv den som fil: händelser, och datumen på bladet Tidplan.

    En .ics-fil har alltid hela året. Skriv den till samma fil varje gång: då vet kalenderprogrammen vad som är ändrat,
    och det som är borta ur arbetsboken ställs in.

    Exempel: rus-sheets calendar verksamhet-2026.xlsx -o rus-2026.ics

    Exempel: rus-sheets calendar verksamhet-2026.xlsx -o kalender.html --from 2026-09-01
    """
    from rus_sheets.usecases.calendar import as_data, calendar, ensure_written_as, within, write_calendars  # noqa: PLC0415

    ensure_written_as(outputs)
    found = calendar(workbook)
    shown = within(found, first, last)
    written = write_calendars(found, shown, workbook, outputs, dt.datetime.now().astimezone())
    if form == "json":
        say_json(as_data(shown, written))
    else:
        _show(shown, written)
    if found.doubts:
        raise SystemExit(EXIT_NEEDS_A_PERSON)


def _show(found: YearCalendar, written: list[WrittenCalendar]) -> None:
    from rus_sheets.calendars.fragment import hours_told  # noqa: PLC0415 - only for people

    say_styled(found.title, "bold")
    if not written:
        for entry in found.entries:
            days = entry.first.isoformat() + (f" till {entry.last.isoformat()}" if entry.last != entry.first else "")
            where = f" ({entry.place})" if entry.place else ""
            state = f" – {found.words.cancelled.lower()}" if entry.cancelled else ""
            say(" ".join(filter(None, (days, hours_told(entry.hours), entry.title + where + state))), indent=2)
        say("Inget har något datum." if not found.entries else f"{len(found.entries)} i kalendern.")
    if written and not found.entries:
        say("Inget har något datum, så kalendern är tom.")
    for file in written:
        say(f"Klart: {file.path} ({file.entries} poster)")
        if file.new is None:
            continue
        for word, titles in (("Nya", file.new), ("Ändrade", file.changed), ("Borta, ställs in", file.gone)):
            if titles:
                say(f"{word}: {len(titles)}", indent=2)
    if found.undated:
        say(f"{found.undated} utan datum: inte i kalendern.")
    for doubt in found.doubts:
        say(f"{doubt.row}: {doubt.fault} {doubt.remedy}")

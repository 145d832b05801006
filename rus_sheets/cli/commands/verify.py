"""``rus-sheets verify``."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rus_sheets.cli.document import previous_option
from rus_sheets.cli.options import EXIT_NEEDS_A_PERSON, document_argument, format_option, workbook_argument
from rus_sheets.cli.terminal import say, say_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rus_sheets.usecases.agreement import Disagreement
    from rus_sheets.usecases.typed import Typed


@click.command()
@document_argument
@workbook_argument
@previous_option("siffror därifrån får också stå i texten.")
@format_option
def command(document: Path, workbook: Path, previous: Path | None, form: str) -> None:
    """Kontrollera att siffrorna i ett Word-dokument stämmer med arbetsboken.

    Dokumentet får vara omarbetat i Word. Visar uppgifter som har ändrats i arbetsboken, uppgifter som inte finns
    kvar, siffror som är skrivna för hand och inte är arbetsbokens, och diagram med gamla siffror.

    Exempel: rus-sheets verify Verksamhetsplan-2026.docx verksamhet-2026.xlsx
    """
    from rus_sheets.usecases.verify import verify  # noqa: PLC0415

    verified = verify(document, workbook, previous)
    found = verified.disagreements
    if form == "json":
        say_json(
            {
                "document": str(document),
                "workbook": str(workbook),
                "figures": verified.figures,
                "disagreements": [each.as_json() for each in found],
                "untied": [each.as_json() for each in verified.untied],
            }
        )
    else:
        show(found)
        show_untied(verified.untied)
        compared = "1 uppgift" if verified.figures == 1 else f"{verified.figures} uppgifter"
        well = "allt som kan jämföras stämmer" if verified.untied else "allt stämmer"
        outcome = f"{len(found)} stämmer inte" if found else well
        say(f"{compared} i {document.name} jämförda med {workbook.name}: {outcome}.")
    if found:
        raise SystemExit(EXIT_NEEDS_A_PERSON)


def show(disagreements: Iterable[Disagreement]) -> None:
    """Each with its place in the document and its cell; what to do once for those of a kind."""
    for remedy, alike in groupby(disagreements, key=lambda each: each.remedy):
        for each in alike:
            say(each.message)
            if each.place:
                say(f"Var: {each.place}", indent=4)
            if each.cell:
                say(f"Cell: {each.cell}", indent=4)
        say(f"→ {remedy}")


def show_untied(typed: Sequence[Typed]) -> None:
    """The figures typed by hand that nothing could be compared with: in one line, since they are no fault."""
    if typed:
        figures = "1 siffra" if len(typed) == 1 else f"{len(typed)} siffror"
        where = "; ".join(f"{each.text} ({each.line.place.heading or each.line.place.near})" for each in typed)
        say(f"Obs: {figures} skrivna för hand kan inte knytas till arbetsboken: {where}.")

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
    from collections.abc import Iterable

    from rus_sheets.usecases.edited.disagreement import Disagreement


@click.command()
@document_argument
@workbook_argument
@previous_option("siffror därifrån får också stå i texten.")
@format_option
def command(document: Path, workbook: Path, previous: Path | None, form: str) -> None:
    """Kontrollera att ett Word-dokument stämmer med arbetsboken.

    Dokumentet får vara omarbetat i Word. Visar uppgifter och texter som har ändrats i arbetsboken, rader som saknas
    eller står kvar i listor och tabeller, siffror som är skrivna för hand och inte är arbetsbokens, och diagram med
    gamla siffror.

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
                "texts": verified.texts,
                "lists": verified.lists,
                "charts": verified.charts,
                "removed": list(verified.removed),
                "removed_charts": list(verified.removed_charts),
                "disagreements": [disagreement.as_json() for disagreement in found],
                "untied": [figure.as_json() for figure in verified.untied],
                "loose": [figure.as_json() for figure in verified.loose],
                "about": list(verified.about),
            }
        )
    else:
        show(found)
        for note in verified.notes:
            say(f"Obs: {note}")
        also = f" och förra årets arbetsbok {previous.name}" if previous else ""
        say(f"{verified.compared} i {document.name} jämförda med {workbook.name}{also}: {verified.outcome}.")
    if found:
        raise SystemExit(EXIT_NEEDS_A_PERSON)


def show(disagreements: Iterable[Disagreement]) -> None:
    """Each with its place in the document and its cell; what to do once for those of a kind."""
    for remedy, alike in groupby(disagreements, key=lambda found: found.remedy):
        for other in alike:
            say(other.message)
            if other.place:
                say(f"Var: {other.place}", indent=4)
            if other.cell:
                say(f"Cell: {other.cell}", indent=4)
        say(f"→ {remedy}")

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

    from rus_sheets.usecases.disagreement import Disagreement
    from rus_sheets.usecases.typed_figures import Typed
    from rus_sheets.usecases.verify import Verified


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
                "removed": verified.removed,
                "removed_charts": list(verified.removed_charts),
                "disagreements": [disagreement.as_json() for disagreement in found],
                "untied": [figure.as_json() for figure in verified.untied],
            }
        )
    else:
        show(found)
        show_untied(verified.untied)
        if verified.removed:
            one = verified.removed == 1
            what = "1 text eller lista" if one else f"{verified.removed} texter och listor"
            how = "borttagen i dokumentet eller skriven" if one else "borttagna i dokumentet eller skrivna"
            say(f"Obs: {what} ur arbetsboken är {how} på nytt där, och jämförs inte.")
        for title in verified.removed_charts:
            say(f"Obs: diagrammet ”{title}” är borttaget i dokumentet eller gjort om där, och jämförs inte.")
        everything = not (verified.untied or verified.removed or verified.removed_charts)
        well = "allt stämmer" if everything else "allt som kan jämföras stämmer"
        outcome = f"{len(found)} stämmer inte" if found else well
        say(f"{_compared(verified)} i {document.name} jämförda med {workbook.name}: {outcome}.")
    if found:
        raise SystemExit(EXIT_NEEDS_A_PERSON)


def _compared(verified: Verified) -> str:
    """How many of each kind, those of which there are none left out."""
    from rus_sheets.texts.text import enumerated  # noqa: PLC0415

    counts = (
        (verified.figures, "uppgift", "uppgifter"),
        (verified.texts, "text", "texter"),
        (verified.lists, "lista", "listor"),
        (verified.charts, "diagram", "diagram"),
    )
    told = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
    return enumerated(told or ["0 uppgifter"])


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


def show_untied(typed: Sequence[Typed]) -> None:
    """The figures typed by hand that nothing could be compared with: in one line, since they are no fault."""
    if typed:
        figures = "1 siffra skriven" if len(typed) == 1 else f"{len(typed)} siffror skrivna"
        where = "; ".join(f"{figure.text} ({figure.line.place.heading or figure.line.place.near})" for figure in typed)
        say(f"Obs: {figures} för hand kan inte knytas till arbetsboken: {where}.")

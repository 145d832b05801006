"""What is said of next year's workbook when it has been made, the same wherever it is said (Swedish)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rus_sheets.commandline import command_line
from rus_sheets.wording import counted

if TYPE_CHECKING:
    from rus_sheets.usecases.next_year import NewYear
    from rus_sheets.usecases.old_year import OldYear


def carried_on(made: NewYear, source: str) -> Iterator[str]:
    """What doesn't follow along from the workbook named ``source``, and what that leaves to do."""
    for dropped in made.dropped:
        yield f"Fortsätter inte: {dropped.sheet}, {dropped.row} {dropped.title}"
    for sheet, count in made.emptied.items():
        yield f"Tömt: {sheet}, {counted(count, 'rad', 'rader')}"
    if made.missing:
        columns = " och ".join(made.missing)
        yield (
            f"Förra årets utfall visas inte: {source} saknar kolumnen {columns}. Lägg till den i Excel och gör om det "
            "om ni vill ha det."
        )
    if made.lacks:
        columns = "; ".join(f"{sheet}: {', '.join(headers)}" for sheet, headers in made.lacks.items())
        yield f"Frivilliga kolumner som har kommit till i mallen, och som {source} saknar: {columns}."
    if made.lacks_sheets:
        yield f"Frivilliga blad som har kommit till i mallen, och som {source} saknar: {', '.join(made.lacks_sheets)}."
    if made.missing or made.lacks or made.lacks_sheets:
        yield f"Vill ni ha dem: {command_line('validate', made.path.name, '--fix', '--extend')}"
    if made.kept:
        yield (
            f"Bedömning och kommentar följer med från {made.previous} för {', '.join(made.kept)}. "
            f"De är inte gjorda för {made.year}: ändra dem eller töm dem."
        )
    if made.period:
        yield f"Målperioden {made.period} är slut. Bedömningarna är tömda. Gå igenom målen och ändra målperioden."


def names_old_year(made: NewYear) -> str:
    """That texts name the year before."""
    count = len(made.old_year)
    return f"{counted(count, 'text', 'texter')} nämner {made.previous}. De är inte ändrade; gå igenom dem:"


def place_of(named: OldYear) -> str:
    """Where such a text stands."""
    return ", ".join(filter(None, (f"{named.sheet} {named.cell}", named.row, named.field)))

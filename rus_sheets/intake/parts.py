"""A table of an activity's parts: their signs, headings, texts and results, as the document has them."""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.intake.passages import Passage, RowLine
from rus_sheets.intake.patterns import plain
from rus_sheets.intake.reader import Reader
from rus_sheets.intake.readings import ReadingState
from rus_sheets.intake.rules import Rules
from rus_sheets.texts.manuscript import TypedCell, TypedTable

_ENDS = " :."


def parts_in(grid: TypedTable, rules: Rules, *, headings: bool) -> Iterator[tuple[int, dict[str, str]]]:
    """Each part that the table has, as its row (from 1) and its texts by column; none where it isn't a table of parts.

    ``headings`` tells that a heading among the parts has a column of its own; else it stays in the text.
    """
    rule = next((rule for rule in rules.table if rule.table == "parts"), None)
    columns = rule.fitted([plain(cell.text).strip() for cell in grid.rows[0]]) if rule and grid.rows else {}
    for number, cells in enumerate(grid.rows[1:] if columns else (), 1):
        said = {columns[at]: cell.text for at, cell in enumerate(cells) if at in columns and cell.text.strip()}
        told = next((cell for at, cell in enumerate(cells) if columns.get(at) == "text" and cell.lines), None)
        heading, text = _parted(told) if headings and told else ("", "")
        yield number, said | ({"subheading": heading, "text": text} if heading else {})


def _parted(cell: TypedCell) -> tuple[str, str]:
    """The heading that the text of a part begins with, "" where it has none, and the text after it.

    It is a bold line over others, or the bold words that the first line begins with. A text that is bold throughout
    has no heading.
    """
    first, *rest = cell.lines
    if first.bold and not all(line.bold for line in rest):
        return first.text.strip(_ENDS), TypedCell(tuple(rest)).text
    after = cell.text[len(first.lead) :].lstrip(f"{_ENDS}\n")
    return (first.lead.strip(_ENDS), after) if after and not first.item else ("", cell.text)


def read_parts(reader: Reader, activity: str, passage: Passage, grid: TypedTable) -> None:
    """Write the rows of a table of an activity's parts, and mark it as seen; another one is left unseen."""
    headings = reader.column("parts", "subheading") is not None
    for number, said in parts_in(grid, reader.rules, headings=headings):
        sign = said.pop("id", str(number)).strip(" .)")
        row = reader.drafts.add("parts", id=f"{activity}-{sign}", activity=activity, **said)
        text = " | ".join(cell.text for cell in grid.rows[number])
        line = RowLine(passage.line.number, text, style=grid.place(number))
        at = Passage(line, line.text, heading=passage.heading)
        for key, value in said.items():
            where = {"table": "parts", "row": str(row["id"]), "column": key}
            reader.readings.add(ReadingState.READ, at, **where, value=value, rule="tabell")
        passage.seen = True

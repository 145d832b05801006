"""Tables of activities: a header of words that rules know, and an activity in each row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.intake.facts import LONG, Fact, days_with_more, field_of
from rus_sheets.intake.header_units import KRONOR, read_header, with_unit
from rus_sheets.intake.passages import Passage, RowLine
from rus_sheets.intake.patterns import plain, whole
from rus_sheets.intake.rules import Rules
from rus_sheets.texts.manuscript import TypedCell, TypedLine, TypedTable

_SUMMED = {"plan.days": "groups.days", "outcomes.days": "outcomes.days", "plan.cash": "plan.amount"}
"""The columns whose sums are compared, and what a sum of theirs is read as."""
_AFTER_NAME = re.compile(r"(?<=[a-zåäö)])(?<!\bm\.m)(?<!\bbl\.a)(?<!\bt\.ex)[.!?] (?=[A-ZÅÄÖ])")
_SMALL = 1_000
"""An amount of kronor for an activity is larger."""


class ListedRow(Struct, frozen=True):
    """A row: an activity where its heading has a title, a sum where it has only a body, else a group's heading."""

    heading: Passage
    body: tuple[Passage, ...] = ()


def mark_listings(found: Sequence[Passage], rules: Rules) -> None:
    """Mark the tables that list activities."""
    for passage in found:
        passage.listing = passage.grid is not None and bool(_columns(passage.grid, rules))


def _columns(grid: TypedTable, rules: Rules) -> dict[int, str]:
    """Which column of a table holds what of an activity; none where it is no table of activities."""
    if not grid.rows or len(grid.rows[0]) < 2:
        return {}
    columns = {at: path for at, cell in enumerate(grid.rows[0]) if (path := _column(cell.text, rules))}
    if "plan.name" not in columns.values() and columns.get(0) == "plan.description":
        columns[0] = "plan.name"  # what is to be done, and nothing else that names it
    told = {"plan.days", "plan.cash", "outcomes.status"} & set(columns.values())
    at = next((at for at, path in columns.items() if path == "plan.name"), None)
    if at is None or not told:
        return {}
    names = [row[at].text for row in grid.rows[1:] if at < len(row) and row[at].text.strip()]
    counted = sum(
        1 for name in names if not re.search("[a-zåäö]", name, re.IGNORECASE)
    )  # a table of how many there are
    return columns if counted <= len(names) / 2 else {}


def _column(header: str, rules: Rules) -> str:
    said = plain(header).strip(" :.*")
    own = next((rule.column for rule in rules.field if whole(rule.headers).fullmatch(said)), "")
    return own or field_of(said, rules) or field_of(read_header(header).words, rules)


def listed_rows(passage: Passage, rules: Rules) -> Iterator[ListedRow]:
    """The rows of such a table."""
    grid = passage.grid
    if grid is None:
        return
    columns = _columns(grid, rules)
    headers = [cell.text for cell in grid.rows[0]]
    names = [at for at, path in columns.items() if path == "plan.name"]
    unit = passage.unit or ("" if _are_small(grid, columns) else KRONOR)
    for number, cells in enumerate(grid.rows[1:], 1):
        tags = tuple(tag for cell in cells for tag in cell.tags)
        text = " | ".join(cell.text for cell in cells if cell.text)
        heading = Passage(RowLine(passage.line.number, text, style=grid.place(number), tags=tags), text)
        heading.heading, heading.unit = passage.heading, unit
        filled = [at for at, cell in enumerate(cells) if cell.text.strip()]
        if not filled:
            continue
        name = " ".join(cells[names[0]].text.split()) if names[0] < len(cells) else ""
        if whole(rules.total).fullmatch(plain(cells[filled[0]].text).strip(" :")):
            yield ListedRow(heading, tuple(_sums(heading, cells, columns, headers)))
        elif len(filled) == 1:
            heading.text = name = " ".join(cells[filled[0]].text.split())
            heading.means = tuple(
                rule for rule in rules.heading if whole(rule.words).fullmatch(plain(name).strip(" :."))
            )
            yield ListedRow(heading)
        else:
            heading.title = _name_in(cells[names[0]]) if names[0] < len(cells) else ""
            yield ListedRow(heading, tuple(_body(heading, cells, columns, headers)))


def _are_small(grid: TypedTable, columns: Mapping[int, str]) -> bool:
    """Are all amounts so small that nobody knows whether they are kronor or thousands, where no unit is told?"""
    cells = (
        row[at].text for row in grid.rows[1:] for at, path in columns.items() if path == "plan.cash" and at < len(row)
    )
    numbers = [re.sub("[^0-9]", "", cell.partition(",")[0]) for cell in cells]
    return max((int(number) for number in numbers if number), default=0) < _SMALL


def _sums(
    heading: Passage, cells: Sequence[TypedCell], columns: Mapping[int, str], headers: Sequence[str]
) -> Iterator[Passage]:
    for at, path in columns.items():
        if path in _SUMMED and at < len(cells) and cells[at].text.strip():
            table, _, key = _SUMMED[path].partition(".")
            said = {key: cells[at].text.strip()}
            fact = Fact("summa", table, said, 0, len(heading.text), whole=table != "groups")
            unit = read_header(headers[at]).unit or heading.unit
            yield Passage(heading.line, heading.text, facts=(fact,), heading=heading.heading, unit=unit)


def _body(
    heading: Passage, cells: Sequence[TypedCell], columns: Mapping[int, str], headers: Sequence[str]
) -> Iterator[Passage]:
    for at, cell in enumerate(cells):
        path = columns.get(at, "")
        said = cell.text.strip()
        if path == "plan.name":
            yield from _text_of(heading, "plan.description", _lines_after_name(cell))
            continue
        if not said:
            continue
        table, _, key = path.partition(".")
        if key in LONG:
            yield from _text_of(heading, path, cell.lines)
            continue
        header = headers[at] if at < len(headers) else ""
        amount = with_unit(said, read_header(header).unit or heading.unit) if path == "plan.cash" else said
        values = {key: amount} if path else {header or "?": said}
        facts = days_with_more(said) if path == "plan.days" else ()
        facts = facts or (Fact("tabell", table or "-", values, 0, len(said)),)
        line = RowLine(heading.line.number, said, style=heading.line.style)
        yield Passage(line, said, facts=facts, heading=heading.heading)


def _text_of(heading: Passage, path: str, lines: Sequence[TypedLine]) -> Iterator[Passage]:
    """Lines of a row as a text of that column."""
    table = path.partition(".")[0]
    for number, line in enumerate(lines):
        facts = () if number else (Fact(path, table, {}, 0, 0, opens=path),)
        made = RowLine(heading.line.number, line.text, style=heading.line.style, item=line.item)
        yield Passage(made, line.text, facts=facts, heading=heading.heading)


def _name_in(cell: TypedCell) -> str:
    """The name that a cell begins with: what more it says in sentences, or in paragraphs, is a text of its own."""
    after = " ".join(line.text for line in _lines_after_name(cell))
    return " ".join(cell.text.split()).removesuffix(" ".join(after.split())).strip(" .")


def _lines_after_name(cell: TypedCell) -> list[TypedLine]:
    lines = [line for line in cell.lines if line.text.strip()]
    if not lines:
        return []
    first, *rest = lines
    parted = _AFTER_NAME.search(first.text)
    if parted:
        return [replace(first, text=first.text[parted.end() :]), *rest]
    return rest if rest and rest[0].text[:1].isupper() else []

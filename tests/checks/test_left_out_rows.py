"""Which rows the parts of a total leave out or count twice, and the findings that tell why, block by block."""

from __future__ import annotations

from typing import Any

import pytest

from rus_sheets.book.raw import position_of
from rus_sheets.checks.context import Context
from rus_sheets.checks.left_out_rows import Fallout
from rus_sheets.schema.model import Term
from tests.checks.workbooks import book

NINE_AREAS = "Områden:\nOmråde-ID | Område\n" + "\n".join(f"O{n} | {n}" for n in range(1, 10))
PLAN = """
Områden:
Område-ID | Område
O1        | ett
Grupper:
Grupp-ID | Område-ID | Grupp | Dagar
G1       | O1        | rätt  |
G2       |           | utan  | 5
Plan:
Aktivitets-ID | Grupp-ID | Aktivitet | Dagar
A01           | G1       | rätt      | 10
A02           |          | utan      | 20
A03           | G9       | fel       | 30
A04           | G2       | via G2    | 40
A05           | G9       | inga      |
Utfall:
Aktivitets-ID | Status                 | Dagar utfall
A01           | Har skett som planerat | 1
A03           | Har ej skett           | 2
A04           |                        | 3
A99           | Har ej skett           | 4
"""
TWICE = """
Grupper:
Grupp-ID | Område-ID | Grupp
G1       | O1        | en
g1       | O1        | samma
G2       | O1        | annan
Plan:
Aktivitets-ID | Grupp-ID | Aktivitet | Dagar
A01           | G1       | a         | 10
A02           | G2       | b         | 20
"""
LATE = (
    NINE_AREAS
    + """
Grupper:
Grupp-ID | Område-ID | Grupp
G1       | O8        | sist som syns
G2       | O9        | syns inte
Plan:
Aktivitets-ID | Grupp-ID | Aktivitet | Dagar
A01           | G1       | a         | 10
A02           | G2       | b         | 20
"""
)


def fallout(text: str, block_key: str, column: str, **options: Any) -> dict[str, set[str]]:
    """The rows left out as "table id", each with what tells why as "code sheet![header]row", or "code sheet"."""
    context = Context(book(text, options))
    summary = context.book.declaration.summary
    block = next(block for block in summary.block if block.key == block_key)
    columns = {each.key: each for each in (*block.columns, *block.extra_columns)}
    part = columns.get(column, block)
    (whole,) = (row.recompute for row in summary.named() if row.key == part.total)
    found: dict[str, set[str]] = {}
    for (table, number), causes in Fallout(context, block).causes(part.recompute, whole):
        (row,) = (row for row in context.book[table] if row.number == number)
        found[f"{table} {row.id}"] = {f"{code} {_place(context, sheet, ref)}" for code, sheet, ref in causes}
    return found


def _place(context: Context, sheet_name: str, ref: str) -> str:
    sheet = context.book.raw.sheet(sheet_name)
    if not ref or not sheet:
        return sheet_name
    row, column = position_of(ref)
    return f"{sheet_name}![{context.place(sheet, row, column).field}]{row}"


@pytest.mark.parametrize(
    ("text", "block", "column", "rows"),
    [
        ("", "areas", "days", []),
        (PLAN, "groups", "activities", ["plan A02", "plan A03", "plan A05"]),
        (PLAN, "groups", "days", ["plan A02", "plan A03"]),  # one without days makes no difference to them
        (PLAN, "areas", "days", ["plan A02", "plan A03", "plan A04", "groups G2"]),
        (PLAN, "areas", "answered", ["outcomes A03", "outcomes A99"]),  # those that have a status
        (PLAN, "areas", "days_spent", ["outcomes A03", "outcomes A04", "outcomes A99"]),
        (PLAN, "priorities", "days", []),
        (PLAN, "priorities", "", ["outcomes A99"]),
        (TWICE, "groups", "days", ["plan A01"]),
        (LATE, "areas", "days", ["plan A02"]),
        (LATE, "groups", "days", []),
    ],
)
def test_rows_left_out(text: str, block: str, column: str, rows: list[str]) -> None:
    assert list(fallout(text, block, column)) == rows


OF_GROUPS = ["RS005 Grupper", "RS108 Grupper", "RS109 Grupper"]
GROUP, ITS_AREA, UNIT = "Plan![Grupp-ID]", "Grupper![Område-ID]", "Utfall![Aktivitets-ID]"


@pytest.mark.parametrize(
    ("text", "block", "column", "row", "why", "why_not"),
    [
        # the cell itself, and the ids that it may have missed
        (PLAN, "groups", "days", "plan A03", [f"RS110 {GROUP}4", *OF_GROUPS], [f"RS110 {GROUP}3"]),
        # through a formula to the reference, and the row that it refers to
        (PLAN, "areas", "days", "plan A04", [f"RS110 {GROUP}5", f"RS106 {ITS_AREA}3"], [f"RS106 {ITS_AREA}2"]),
        (PLAN, "areas", "days", "groups G2", [f"RS106 {ITS_AREA}3", "RS108 Områden"], [f"RS110 {GROUP}3"]),
        # a row that refers to none: the ids of the table that it should be in
        (PLAN, "areas", "days", "plan A03", [f"RS110 {GROUP}4", "RS108 Grupper"], [f"RS106 {ITS_AREA}3"]),
        (PLAN, "areas", "answered", "outcomes A99", [f"RS110 {UNIT}5", "RS108 Plan"], [f"RS110 {UNIT}4"]),
        # there is no room for it on the summary
        (LATE, "areas", "days", "plan A02", ["RS015 Områden", "RS108 Områden"], []),
        (TWICE, "groups", "days", "plan A01", ["RS108 Grupper"], ["RS015 Grupper", "RS015 Områden"]),
        # the parts are choices, which no table has
        (PLAN, "priorities", "", "outcomes A99", [f"RS110 {UNIT}5"], ["RS015 Utfall", "RS108 Områden"]),
    ],
)
def test_why(text: str, block: str, column: str, row: str, why: list[str], why_not: list[str]) -> None:
    causes = fallout(text, block, column)[row]
    assert set(why) <= causes
    assert not set(why_not) & causes


def test_a_lower_case_id_is_the_same_part() -> None:
    assert fallout(TWICE.replace("| G2       | b", "| g2       | b"), "groups", "days").keys() == {"plan A01"}


def test_a_column_that_the_workbook_lacks_is_why() -> None:
    gone = {"cells": {"Plan![Grupp-ID]1": "Annat"}, "columns": {"Grupp-ID": "Annat"}}
    assert "RS003 Plan" in fallout("", "groups", "days", **gone)["plan A01"]


PLANNED, ANSWERED = Term(count="plan"), Term(count="outcomes", where={"status": "*"})
ON_TIME, NOT = (Term(count="outcomes", where={"status": it}) for it in ("Har skett som planerat", "Har ej skett"))


@pytest.mark.parametrize(
    ("part", "whole", "rows"),
    [
        ({}, (ANSWERED,), ["A03", "A99"]),
        ({}, (Term(count="outcomes"),), ["A03", "A04", "A99"]),
        ({}, (PLANNED, NOT), ["A03", "A99"]),  # what the plan counts is another thing
        ({}, (ON_TIME, NOT), ["A03", "A99"]),
        ({}, (ON_TIME,), []),
        ({"status": "*"}, (Term(count="outcomes"),), ["A03", "A99"]),
    ],
)
def test_what_neither_the_part_nor_the_whole_counts(
    part: dict[str, str], whole: tuple[Term, ...], rows: list[str]
) -> None:
    context = Context(book(PLAN))
    block = next(block for block in context.book.declaration.summary.block if block.key == "areas")
    causes = Fallout(context, block).causes((Term(count="outcomes", where={"area": "$id", **part}),), whole)
    numbers = [number for (_, number), _ in causes]
    assert [row.id for row in context.book["outcomes"] if row.number in numbers] == rows

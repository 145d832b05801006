"""A table of an activity's parts: where a heading stands in a part's text, and where there is none."""

from __future__ import annotations

import pytest

from rus_sheets.intake.parts import parts_in
from rus_sheets.intake.rule_faults import load_rules
from rus_sheets.texts.manuscript import TypedCell, TypedLine, TypedTable
from tests.intake.sources import DECLARATION, RULES


def bold(text: str) -> TypedLine:
    return TypedLine(1, text, bold=True)


def line(text: str, *, lead: str = "", item: str = "") -> TypedLine:
    return TypedLine(1, text, lead=lead, item=item)


def table(*lines: TypedLine) -> TypedTable:
    rows = [[TypedCell((TypedLine(1, text),)) for text in ("Del", "Plan", "Utfall")]]
    rows.append([TypedCell((TypedLine(1, "1a"),)), TypedCell(lines), TypedCell((TypedLine(1, "Gjort"),))])
    return TypedTable(1, 1, tuple(map(tuple, rows)))


def read(grid: TypedTable, *, headings: bool = True) -> list[tuple[int, dict[str, str]]]:
    return list(parts_in(grid, load_rules(RULES, DECLARATION), headings=headings))


@pytest.mark.parametrize(
    ("lines", "heading", "text"),
    [
        ((bold("Partnerskap"), line("Dialogen.")), "Partnerskap", "Dialogen."),
        ((bold("Partnerskap:"), line("Dialogen."), line("Möten", item="-")), "Partnerskap", "Dialogen.\n- Möten"),
        ((bold("Partnerskap"), line("Möten", item="-"), line("Brev", item="-")), "Partnerskap", "- Möten\n- Brev"),
        ((bold("Partnerskap"), line("Dialogen."), bold("Möten")), "Partnerskap", "Dialogen.\nMöten"),
        ((line("Partnerskap. Dialogen.", lead="Partnerskap."),), "Partnerskap", "Dialogen."),
        ((line("Partnerskap: Dialogen.", lead="Partnerskap"), line("Mer.")), "Partnerskap", "Dialogen.\nMer."),
    ],
)
def test_a_heading_over_a_part(lines: tuple[TypedLine, ...], heading: str, text: str) -> None:
    grid = table(*lines)
    assert read(grid) == [(1, {"id": "1a", "subheading": heading, "text": text, "result": "Gjort"})]
    assert read(grid, headings=False) == [(1, {"id": "1a", "text": grid.rows[1][1].text, "result": "Gjort"})]


@pytest.mark.parametrize(
    "lines",
    [
        (line("Dialogen."), bold("Möten")),
        (bold("Dialogen."),),
        (bold("Dialogen"), bold("Möten")),
        (line("Möten.", lead="Möten"),),
        (line("Möten om dialogen", lead="Möten", item="-"), line("Brev", item="-")),
    ],
)
def test_a_part_without_heading(lines: tuple[TypedLine, ...]) -> None:
    grid = table(*lines)
    assert read(grid) == [(1, {"id": "1a", "text": grid.rows[1][1].text, "result": "Gjort"})]


def test_another_table_has_no_parts() -> None:
    assert read(TypedTable(1, 1, ((TypedCell((line("Namn"),)),), (TypedCell((line("Kim"),)),)))) == []
    assert read(TypedTable(1, 1, ())) == []

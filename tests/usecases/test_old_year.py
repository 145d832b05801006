"""Next year's workbook tells which texts still name the old year, and changes none of them."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from rus_sheets.resources import folder
from rus_sheets.usecases.importing import import_document
from rus_sheets.usecases.next_year import workbook_from
from rus_sheets.usecases.old_year import OldYear, naming
from rus_sheets.usecases.opened.opening import open_book
from tests.checks.workbooks import book, lettered
from tests.cli.process import in_process


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Planen för 2026.", "Planen för 2026."),
        ("2024-2026", "2024-2026"),
        ("Målen gäller 2024–26.", "Målen gäller 2024–26."),
        ("Läsåret 2025/26", "Läsåret 2025/26"),
        ("Beslut 2026-02-13, dnr 12-2026", "Beslut 2026-02-13, dnr 12-2026"),
        ("Mellan 2025 och 2027", ""),
        ("Kostar 12026 kr eller 20261", ""),
        ("2025-12-26", ""),
        (f"{'Först ' * 20}under 2026 {'sedan ' * 20}", "…Först Först Först under 2026 sedan sedan sedan sedan…"),
    ],
)
def test_what_names_the_year(text: str, words: str) -> None:
    rows = f"Texter:\nNyckel | Dokument | Rubrik | Text\nom-planen | Plan | Planen | {text.strip()}"
    found = [each for each in naming(book(rows), 2026) if each.sheet == "Texter"]
    assert found == ([OldYear("Texter", lettered("{Texter[Text]}2"), "om-planen", "Text", words)] if words else [])


def test_people_s_own_columns_and_sheets_too_but_not_what_the_toolkit_shows() -> None:
    rows = """
Plan:
Aktivitets-ID | Grupp-ID | Aktivitet | Dagar | Internt 2026
A01           | G1       | Möten     | 5     | Klart 2026

Utfall:
Aktivitets-ID | Kort utfall förra året
A01           | Två möten 2026.

Eget:
Fritt
Att göra 2026
"""
    found = [
        (each.sheet, each.row, each.field, each.words) for each in naming(book(rows, {"own_sheets": ["Eget"]}), 2026)
    ]
    assert [each for each in found if each[0] != "Summering"] == [
        ("Plan", "A01", "Internt 2026", "Klart 2026"),
        ("Eget", "", "", "Att göra 2026"),
    ]


def test_new_lists_them_and_leaves_them_alone(tmp_path: Path) -> None:
    source, target = tmp_path / "verksamhet-2026.xlsx", tmp_path / "verksamhet-2027.xlsx"
    text = lettered("{Texter[Text]}5")
    made = openpyxl.load_workbook(folder("examples") / "2026" / source.name, rich_text=True)
    made["Texter"][text] = "Planen för 2026 bygger på direktivet."
    made.save(source)
    told = in_process("new", target, "--year", 2027, "--from", source).out
    assert "nämner 2026. De är inte ändrade" in told
    assert f"Texter {text}, om-planen, Text: ”Planen för 2026 bygger på direktivet.”" in " ".join(told.split())
    assert open_book(target)["texts"].by_id["om-planen"].text("text") == "Planen för 2026 bygger på direktivet."
    again = workbook_from(source, tmp_path / "igen.xlsx", 2027)
    assert all(each.cell in told for each in again.old_year)
    texts = {
        (sheet.name, cell.ref): cell.value for sheet in open_book(target).raw.sheets for cell in sheet.cells.values()
    }
    assert all("2026" in str(texts[each.sheet, each.cell]) for each in again.old_year)


def test_what_an_imported_document_said_is_not_listed(tmp_path: Path) -> None:
    source, read = tmp_path / "plan.md", tmp_path / "läst.xlsx"
    source.write_text("# Stöd\n\n## Skolmat 2021\n\nResurssättning: RUS arbetstid 5 dagar.\n\nKlart 2021.\n", "utf-8")
    import_document(source, read, 2021)
    review = open_book(read).raw.sheet("Granskning")
    assert review
    assert [cell for cell in review.cells.values() if "2021" in str(cell.value)]
    listed = workbook_from(read, tmp_path / "ny.xlsx", 2022).old_year
    assert listed
    assert "Granskning" not in {each.sheet for each in listed}

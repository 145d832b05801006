"""What a merge leaves to a person: why, how much, and the very command that goes on."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import openpyxl
import pytest

from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.resources import folder
from rus_sheets.usecases.opened.opening import open_book
from tests.cli.run import Ran, rus_sheets, words_of
from tests.cli.test_merge import DONE, PARTLY, answer

NAMES = ["konflikter.xlsx", "mina val & svar.xlsx"]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    place = tmp_path / "en mapp"
    place.mkdir()
    path = Path(shutil.copy(folder("examples") / "2026" / "verksamhet-2026.xlsx", place / "min bok.xlsx"))
    assert rus_sheets("split", path, place / "ut", "--only", "A03", "--only", "A05").code == 0
    (place / "in").mkdir()
    return path


def told(ran: Ran) -> str:
    return " ".join(ran.out.split())


def to_copy(ran: Ran, after: str) -> str:
    """The line after the one that ends so."""
    lines = ran.out.splitlines()
    return lines[next(number for number, line in enumerate(lines) if line.endswith(after)) + 1].strip()


def disagreeing(workbook: Path) -> None:
    """Two owners of A03 who disagree on three fields, and a number that is no number."""
    answer(workbook, "A03", "Karin", Status=DONE, Effekter="Alla län deltog i tre möten.", Dagar_utfall="ca 5")
    answer(workbook, "A03", "Olle", Status=PARTLY, Effekter="Alla län deltog i två möten.")


def test_each_row_that_stays_open_says_why(workbook: Path) -> None:
    disagreeing(workbook)
    ran = rus_sheets("merge", workbook, workbook.parent / "in")
    title = open_book(workbook)["plan"].by_id["A03"].title
    assert f"A03 {title[:30]}" in told(ran)
    for field in ("Status", "Effekter"):
        assert told(ran).count(f"Utfall: {field} (A03 ") == 2
    assert told(ran).count("har olika svar. Avgör vilket som ska gälla.") == 4
    assert "Inte inläst: ”ca 5” → " in told(ran)
    assert "kör igen med --conflicts konflikter.xlsx" in told(ran)
    assert max(map(len, ran.out.splitlines())) <= 80


def choose(file: Path, *choices: str | None) -> None:
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    head = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Val")
    for row, choice in enumerate(choices, head.row + 1):
        sheet.cell(row, head.column).value = choice
    book.save(file)


@pytest.mark.parametrize("name", NAMES)
def test_choices_are_summed_and_the_rest_says_why(workbook: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    disagreeing(workbook)
    monkeypatch.chdir(workbook.parent)
    first = rus_sheets("merge", workbook.name, "in", "--conflicts", name)
    command = to_copy(first, "kör sedan:")
    choose(Path(name), "Ta inkommet", "Behåll", "kanske")
    ran = rus_sheets(*words_of(command))
    assert ran.code == 1
    assert "2 avgjorda, 3 kvar." in told(ran)
    assert f"1 värde skrevs i {workbook.name}, 1 behölls, 0 var redan genomförda." in told(ran)
    assert "Konflikter!G7: ”kanske” är inget av valen." in told(ran)
    assert told(ran).count("→ Inget val är gjort. Välj i kolumnen") == 2
    again = to_copy(ran, "kör igen:")
    assert words_of(again) == words_of(command)
    assert "2 avgjorda, 3 kvar." in told(rus_sheets(*words_of(again), "--dry-run"))


@pytest.mark.parametrize("name", NAMES)
def test_the_conflict_workbook_holds_the_command(workbook: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    disagreeing(workbook)
    effects = open_book(workbook)["outcomes"].by_id["A03"].cell("effects")
    patch_cells(workbook, workbook, {effects.sheet: {effects.ref: "Alla län deltog i fyra möten."}})
    rus_sheets("merge", workbook, workbook.parent / "in", "--conflicts", workbook.parent / name)
    book = openpyxl.load_workbook(workbook.parent / name, rich_text=True)
    sheet = book.worksheets[0]
    assert sheet.print_title_rows == "$4:$4"
    choose(workbook.parent / name, "Ta inkommet", "Behåll", "Behåll", "Behåll", "Behåll")
    monkeypatch.chdir(workbook.parent)
    command = str(sheet["A2"].value).partition("mapp: ")[2]
    ran = rus_sheets(*words_of(command))
    assert (ran.code, "5 avgjorda, 0 kvar." in told(ran)) == (0, True), ran
    for column, words in (("E", {"fyra"}), ("F", {"tre", "två"})):
        texts = [cell.value for cell in sheet[column] if hasattr(cell.value, "as_list")]
        assert {str(part) for text in texts for part in text if getattr(getattr(part, "font", None), "b", 0)} == words


def test_a_struck_activity_is_one_line_with_its_values(workbook: Path) -> None:
    answer(workbook, "A05", "Karin", Status=DONE, Effekter="ett", Nästa_steg="två", Dagar_utfall=3)
    plan = open_book(workbook)["plan"].by_id["A05"]
    blank = {cell.ref: None for cell in plan.cells.values() if not cell.column.formula}
    patch_cells(workbook, workbook, {"Plan": blank})
    ran = rus_sheets("merge", workbook, workbook.parent / "in")
    assert ran.code == 1
    assert told(ran).count("finns inte längre på bladet Plan.") == 1
    assert "4 värden i A05 Karin.xlsx:" in told(ran)
    for each in ("Status: ”Har skett som planerat”", "Effekter: ”ett”", "Nästa steg: ”två”", "Dagar utfall: ”3”"):
        assert f"Utfall, A05: {each}" in told(ran)
    assert f"A05 {plan.title[:30]}" in told(ran)
    file = workbook.parent / "k.xlsx"
    rus_sheets("merge", workbook, workbook.parent / "in", "--conflicts", file)
    sheet = openpyxl.load_workbook(file).worksheets[0]
    assert str(sheet["B5"].value).startswith(f"A05 {plan.title[:30]}")
    assert "0 avgjorda, 1 kvar." in told(rus_sheets("merge", workbook, "--decisions", file, "--dry-run"))
    choose(file, "Behåll")
    assert "1 avgjord, 0 kvar." in told(rus_sheets("merge", workbook, "--decisions", file))


def test_a_long_text_is_shown_where_it_differs(workbook: Path) -> None:
    cell = open_book(workbook)["outcomes"].by_id["A03"].cell("effects")
    text = "Alla län deltog i möten om klimat och vatten. " * 5
    patch_cells(workbook, workbook, {cell.sheet: {cell.ref: text}})
    answer(workbook, "A03", "Karin", Effekter=f"{text}Och så tillägget sist.")
    ran = rus_sheets("merge", workbook, workbook.parent / "in")
    assert "Och så tillägget sist.”" in told(ran)


@pytest.mark.parametrize("choice", ["Ta inkommet", "Behåll", None])
@pytest.mark.parametrize("today", ["Har ej skett", None])
def test_a_question_about_a_value_that_has_changed_is_asked_anew(
    workbook: Path, choice: str | None, today: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Choosing once more in the same file can't help: it shows today's value, and says what can."""
    status = open_book(workbook)["outcomes"].by_id["A03"].cell("status").ref
    patch_cells(workbook, workbook, {"Utfall": {status: PARTLY}})
    answer(workbook, "A03", "Karin", Status=DONE)
    monkeypatch.chdir(workbook.parent)
    assert rus_sheets("merge", workbook.name, "in", "--conflicts", "k.xlsx").code == 1
    patch_cells(workbook, workbook, {"Utfall": {status: today}})
    choose(Path("k.xlsx"), choice)
    ran = rus_sheets("merge", workbook.name, "--decisions", "k.xlsx")
    assert ran.code == 1
    assert f"I arbetsboken: {f'”{today}”' if today else 'tomt'} " in told(ran)
    assert f"det var ”{PARTLY}”" in told(ran)
    assert "igen med --conflicts" in told(ran)
    assert "Det som är kvar" not in told(ran)
    again = rus_sheets("merge", workbook.name, "in", "--conflicts", "nya.xlsx")
    if again.code == 1:  # blank is what was handed out: then the answer goes in by itself
        choose(Path("nya.xlsx"), "Ta inkommet")
        assert rus_sheets(*words_of(to_copy(again, "kör sedan:"))).code == 0
    assert open_book(workbook)["outcomes"].by_id["A03"].text("status") == DONE


def test_what_replaces_an_earlier_answer_is_named(workbook: Path) -> None:
    for amount in (5000, 7000):
        answer(workbook, "A03", "Karin", Effekter=f"{amount} gånger")
        ran = rus_sheets("merge", workbook, workbook.parent / "in")
        time.sleep(1.1)  # files are saved by the second
    assert ran.code == 0
    assert "1 värde ersätter samma ansvarigs tidigare svar: A03, Utfall: Effekter: ”5000 gånger” blir" in told(ran)
    again = rus_sheets("merge", workbook, workbook.parent / "in")
    assert "ersätter" not in told(again)

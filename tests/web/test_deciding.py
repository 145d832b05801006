"""What waits for a person: chosen on the page, kept in the conflict workbook, carried out as ``--decisions`` does."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.usecases.opened.opening import open_book
from tests.cli.run import rus_sheets
from tests.robust.forms import finished, form_of
from tests.usecases.inbox import DAY, answered
from tests.web.conftest import text_of
from tests.web.desk import Desk, change, choose, hidden

KEEP, TAKE, OWN, NONE = "keep", "take", "own", "none"


@pytest.fixture
def asked(desk: Desk) -> Desk:
    """A desk where the answers have been read in, so that A01 is a conflict and A03's days couldn't be read."""
    desk.browser.post(desk.where, seen=hidden(desk.give_all(), "seen")[0])
    return desk


def conflicts(desk: Desk) -> Path:
    return desk.workbook.with_name("verksamhet-2026-konflikter.xlsx")


def where(desk: Desk) -> str:
    return f"{desk.year}avgor"


def then(desk: Desk, answer: Any) -> str:
    assert answer.status_code == 303, text_of(answer)
    return desk.browser.says(answer.headers["Location"].partition("#")[0])


def carry_out(desk: Desk) -> str:
    shown = desk.browser.get(f"{where(desk)}/genomfor")
    done = desk.browser.post(f"{where(desk)}/genomfor", seen=hidden(shown, "seen")[0], fil=hidden(shown, "fil")[0])
    assert done.status_code == 200
    return text_of(done)


def filled_in(path: Path) -> list[tuple[object, object]]:
    sheet = openpyxl.load_workbook(path)["Konflikter"]
    heads = [cell.value for cell in sheet[4]]
    choice, own = heads.index("Val"), heads.index("Egen text")
    return [(row[choice].value, row[own].value) for row in sheet.iter_rows(min_row=5)]


def test_questions_are_shown_chosen_and_carried_out(asked: Desk) -> None:
    listed = asked.browser.get(where(asked))
    assert "0 avgjorda, 2 kvar." in text_of(listed)
    assert "<mark>Tre</mark> kurser i <mark>maj</mark> hölls" in listed.text
    assert "<mark>Två</mark> kurser i <mark>juni</mark> hölls" in listed.text
    assert re.findall(r"<textarea[^>]*>(.*?)</textarea>", listed.text) == ["", "5"]  # what was probably meant
    before = asked.workbook.read_bytes()
    said = then(asked, choose(asked, 1, TAKE))
    assert "Fråga 1, A01 Aktivitet A01: ”Ta inkommet” är valt och sparat." in said
    assert "1 avgjord, 1 kvar. 1 är vald men inte genomförd." in said
    assert filled_in(conflicts(asked)) == [("Ta inkommet", None), (None, "5")]
    assert asked.workbook.read_bytes() == before
    shown = asked.browser.says(f"{where(asked)}/genomfor")
    told = rus_sheets("merge", asked.workbook, "--decisions", conflicts(asked), "--dry-run")
    for line in ("Skulle bli: 1 avgjord, 1 kvar.",
                 "1 värde skulle skrivas i verksamhet-2026.xlsx, 0 behålls, 0 var redan genomförda."):  # fmt: skip
        assert line in shown
        assert line in " ".join(told.out.split())
    assert asked.workbook.read_bytes() == before
    done = carry_out(asked)
    assert "1 avgjord, 1 kvar." in done
    assert "Det som är kvar väntar" in done
    assert "Kopia från före: säkerhetskopior/" in done
    assert open_book(asked.workbook)["outcomes"].by_id["A01"].text("short") == "Tre kurser i maj hölls"
    assert "Genomfört: Ta inkommet." in asked.browser.says(where(asked))
    again = asked.browser.says(f"{where(asked)}/genomfor")
    assert "Redan genomfört Före Två kurser i juni hölls" in again
    assert "I arbetsboken Två kurser i juni hölls" not in again
    offered = asked.browser.get(f"{asked.year}angra")
    asked.browser.post(f"{asked.year}angra", only=hidden(offered, "only")[0])
    assert asked.workbook.read_bytes() == before


@pytest.mark.parametrize(
    "made",
    [((1, TAKE, ""), (2, OWN, "5")), ((1, KEEP, ""), (2, KEEP, "5")), ((1, OWN, "Både\noch, =1+1"), (2, OWN, "7,5"))],
)
def test_the_workbook_is_what_the_command_makes_of_it(
    asked: Desk, tmp_path: Path, made: tuple[tuple[int, str, str], ...]
) -> None:
    """Chosen on the page and carried out there, or typed in Excel and carried out by the command."""
    other = tmp_path / "kommandot"
    shutil.copytree(asked.workbook.parent, other)
    for number, choice, own in made:
        then(asked, choose(asked, number, choice, own))
    carry_out(asked)
    book = openpyxl.load_workbook(other / conflicts(asked).name)
    words = {KEEP: "Behåll", TAKE: "Ta inkommet", OWN: "Egen text"}
    for number, choice, own in made:
        book["Konflikter"].cell(4 + number, 7).value = words[choice]
        book["Konflikter"].cell(4 + number, 8).value = own or None
    book.save(other / conflicts(asked).name)
    rus_sheets("merge", other / asked.workbook.name, "--decisions", other / conflicts(asked).name)
    assert asked.workbook.read_bytes() == (other / asked.workbook.name).read_bytes()
    assert open_book(asked.workbook)["log"].rows


def test_the_command_goes_on_where_the_page_stopped(asked: Desk) -> None:
    then(asked, choose(asked, 1, KEEP))
    told = rus_sheets("merge", asked.workbook, "--decisions", conflicts(asked))
    assert "1 avgjord, 1 kvar." in told.out
    assert "Genomfört: Behåll." in asked.browser.says(where(asked))
    then(asked, choose(asked, 2, OWN))
    assert "2 avgjorda, 0 kvar." in carry_out(asked)
    assert open_book(asked.workbook)["outcomes"].by_id["A03"]["days"] == 5


def test_one_at_a_time(asked: Desk) -> None:
    first = asked.browser.says(f"{where(asked)}/en")
    assert "Fråga 1 av 2: A01" in first
    answer = choose(asked, 1, KEEP, view="en")
    assert answer.headers["Location"].endswith("#fraga")
    said = then(asked, answer)
    assert "”Behåll” är valt och sparat." in said
    assert "Fråga 2 av 2: A03" in said  # the next that waits
    assert "Fråga 2 av 2: A03" in asked.browser.says(f"{where(asked)}/en")
    assert "i kolumnen" not in asked.browser.says(f"{where(asked)}/genomfor")  # the page has none
    assert "Det finns ingen fråga nummer 3." in text_of(asked.browser.get(f"{where(asked)}/en?nr=3"))
    assert "Det finns ingen fråga nummer -1." in text_of(asked.browser.get(f"{where(asked)}/en?nr=-1"))
    again = then(asked, choose(asked, 1, NONE, view="en"))
    assert "valet är borttaget." in again
    assert "0 avgjorda, 2 kvar." in again
    assert filled_in(conflicts(asked)) == [(None, None), (None, "5")]


def test_an_own_text_is_told_of_at_once_and_never_dropped(asked: Desk) -> None:
    assert "Den egna texten är tom." in text_of(choose(asked, 1, OWN, "  \r\n"))
    dropped = choose(asked, 1, KEEP, "Något som någon skrev")
    assert dropped.status_code == 409
    assert "Det står en egen text i rutan, men du valde något annat." in text_of(dropped)
    assert filled_in(conflicts(asked)) == [(None, None), (None, "5")]
    said = then(asked, choose(asked, 2, OWN, "tolv", view="en"))
    assert "Fråga 2 av 2" in said  # it stays
    assert "Men det kan inte genomföras än." in said
    assert "Den egna texten kan inte skrivas in." in said
    assert "0 avgjorda, 2 kvar." in said
    assert "6" not in [own for _, own in filled_in(conflicts(asked))]
    then(asked, choose(asked, 2, OWN, "6"))
    then(asked, choose(asked, 2, KEEP))  # the text as it stood: it was chosen away
    assert filled_in(conflicts(asked)) == [(None, None), ("Behåll", "5")]
    text = 'Rad ett\r\nrad <två> & "tre"'
    then(asked, choose(asked, 1, OWN, text))
    carry_out(asked)
    assert open_book(asked.workbook)["outcomes"].by_id["A01"].text("short") == text.replace("\r", "")


def test_a_text_that_no_cell_can_hold(asked: Desk) -> None:
    before = conflicts(asked).read_bytes()
    answer = choose(asked, 1, OWN, "x" * 40_000)
    assert answer.status_code == 409
    assert "Det gick inte" in text_of(answer)
    assert conflicts(asked).read_bytes() == before
    then(asked, choose(asked, 1, OWN, "Tecknet \x01här"))
    carry_out(asked)
    assert open_book(asked.workbook)["outcomes"].by_id["A01"].text("short") == "Tecknet här"


def test_a_text_is_a_text(asked: Desk) -> None:
    text = "=1+1 <script>alert(1)</script>"
    shown = choose(asked, 1, OWN, text)
    assert "<script>alert" not in asked.browser.get(shown.headers["Location"].partition("#")[0]).text
    carry_out(asked)
    assert open_book(asked.workbook)["outcomes"].by_id["A01"].text("short") == text


def test_a_row_is_one_choice(desk: Desk) -> None:
    """Two owners have filled in the same blank row: nothing of it is written until all of it is chosen."""
    form = form_of(next((desk.workbook.parent / "ut").glob("A02 *.xlsx")), "A02")
    row = min(place[1] for place in form.cells if place[0] == "Händelser")
    for who, heading, count in (("Dalarna", "Vårmötet", 40), ("Skåne", "Höstmötet", 12)):
        target = desk.workbook.with_name(f"{who}.xlsx")
        cells = {"Rubrik": heading, "Deltagare": count}
        sheet = form.cells["Händelser", row, "Rubrik"][0]
        patch_cells(form.path, target, {sheet: {form.cells["Händelser", row, key][1]: cells[key] for key in cells}})
        finished(target, who, DAY, fractions=False)
    shown = desk.give(
        *((f"{who}.xlsx", desk.workbook.with_name(f"{who}.xlsx").read_bytes()) for who in ("Dalarna", "Skåne"))
    )
    desk.browser.post(desk.where, seen=hidden(shown, "seen")[0])
    listed = desk.browser.says(where(desk))
    assert "0 avgjorda, 4 kvar." in listed
    files = re.findall(r"(Dalarna|Skåne)\.xlsx, \1", listed)
    first, *others = [number for number, file in enumerate(files, 1) if file == "Skåne"]
    said = then(desk, choose(desk, first, TAKE))
    assert "Men det kan inte genomföras än." in said
    assert "0 avgjorda, 4 kvar." in said
    for number in range(1, 5):
        then(desk, choose(desk, number, TAKE if number in (first, *others) else KEEP))
    assert "4 avgjorda, 0 kvar." in carry_out(desk)
    (event,) = [event for event in open_book(desk.workbook)["events"].rows if event.id == row]
    assert (event.text("heading"), event["participants"]) == ("Höstmötet", 12)


def test_what_is_not_offered(asked: Desk) -> None:
    before = conflicts(asked).read_bytes()
    for choice in (TAKE, "", "något"):
        assert choose(asked, 2, choice).status_code == 409
    assert conflicts(asked).read_bytes() == before
    assert asked.browser.post(f"{where(asked)}/val", val=f"1-{KEEP}", fil="finns-inte").status_code == 409
    assert asked.browser.get(f"{where(asked)}?fil=finns-inte").status_code == 409


def test_two_pages_at_once(asked: Desk) -> None:
    """Different questions don't disturb each other; the same one is not decided on unseen."""
    one = asked.browser.get(f"{where(asked)}/en?nr=1")
    then(asked, choose(asked, 2, OWN))
    then(asked, choose(asked, 1, KEEP, seen1=hidden(one, "seen1")[0]))
    late = choose(asked, 1, TAKE, seen1=hidden(one, "seen1")[0])
    assert late.status_code == 409
    assert "Fråga 1 har ändrats sedan du såg den." in text_of(late)
    assert filled_in(conflicts(asked)) == [("Behåll", None), ("Egen text", "5")]
    shown = asked.browser.get(f"{where(asked)}/genomfor")
    then(asked, choose(asked, 1, TAKE))
    before = asked.workbook.read_bytes()
    done = asked.browser.post(f"{where(asked)}/genomfor", seen=hidden(shown, "seen")[0])
    assert done.status_code == 409
    assert "har ändrats sedan du såg" in text_of(done)
    assert asked.browser.post(f"{where(asked)}/genomfor").status_code == 409
    assert asked.workbook.read_bytes() == before


def test_a_workbook_changed_under_ones_hands(asked: Desk) -> None:
    then(asked, choose(asked, 1, TAKE))
    change(asked.workbook, "A01", "short", "Skrivet under tiden")
    said = asked.browser.says(where(asked))
    assert "Värdet i arbetsboken har ändrats sedan filen gjordes" in said
    assert "0 avgjorda, 2 kvar." in said
    shown = asked.browser.get(f"{where(asked)}/genomfor")
    assert "Värdet i arbetsboken har ändrats sedan filen gjordes" in text_of(shown)
    assert not hidden(shown, "seen")
    assert open_book(asked.workbook)["outcomes"].by_id["A01"].text("short") == "Skrivet under tiden"


@pytest.mark.parametrize("what", ["workbook", "conflicts"])
def test_a_file_open_in_excel(asked: Desk, what: str) -> None:
    then(asked, choose(asked, 1, TAKE))
    path = asked.workbook if what == "workbook" else conflicts(asked)
    shown = asked.browser.get(f"{where(asked)}/genomfor")
    path.with_name(f"~${path.name}").write_bytes(b"")
    if what == "workbook":
        fault = rus_sheets("merge", asked.workbook, "--decisions", conflicts(asked)).err
        answer = asked.browser.post(f"{where(asked)}/genomfor", seen=hidden(shown, "seen")[0])
        assert "Excel" in fault
    else:
        answer = choose(asked, 1, KEEP)
    assert answer.status_code == 409
    assert "Excel" in text_of(answer)


def test_files_that_are_no_conflict_workbooks(asked: Desk) -> None:
    """What is no conflict workbook of this workbook's is left; one that can't be read is told of."""
    shutil.copy(asked.workbook, asked.workbook.with_name("konflikter kopia.xlsx"))
    said = asked.browser.says(where(asked))
    assert "Andra konfliktfiler" not in said
    assert "Filer som inte kan läsas" not in said
    damaged, changed = (asked.workbook.with_name(f"konflikter-{name}.xlsx") for name in ("trasig", "ändrad"))
    damaged.write_bytes(b"PK\x03\x04")
    patch_cells(conflicts(asked), changed, {"rus-konflikter": {"A2": "{}"}})
    for path in (damaged, changed):
        fault = rus_sheets("merge", asked.workbook, "--decisions", path)
        assert fault.code == 3
        said = asked.browser.says(where(asked))
        assert f"{path} " in said
    assert "Det dolda bladet i konfliktfilen är ändrat eller skadat." in said
    assert "0 avgjorda, 2 kvar." in said
    conflicts(asked).unlink()
    assert "Filer som inte kan läsas" in asked.browser.says(where(asked))
    asked.browser.post(asked.where, seen=hidden(asked.browser.get(asked.where), "seen")[0])
    made = asked.workbook.with_name("konflikter.xlsx")
    rus_sheets("merge", asked.workbook, asked.workbook.with_name("inkommet"), "--conflicts", made)
    assert "Valen sparas i konflikter.xlsx" in asked.browser.says(where(asked))  # the latest
    assert "Andra konfliktfiler: verksamhet-2026-konflikter.xlsx" in asked.browser.says(where(asked))


def test_nothing_to_decide(desk: Desk) -> None:
    assert "Det finns inget att avgöra." in desk.browser.says(where(desk))
    for page in ("en", "genomfor"):
        said = text_of(desk.browser.get(f"{where(desk)}/{page}"))
        assert "Konfliktfilen finns inte längre bredvid arbetsboken, eller kan inte läsas." in said


def test_collected_again(asked: Desk) -> None:
    """The same questions stay in their file; with a new one there is a new file, with the choices that were made."""
    inbox = asked.workbook.with_name("inkommet")
    then(asked, choose(asked, 1, KEEP))
    again = asked.browser.get(asked.where)
    asked.browser.post(asked.where, seen=hidden(again, "seen")[0])
    assert [path.name for path in asked.workbook.parent.glob("*konflikter*.xlsx")] == [conflicts(asked).name]
    assert filled_in(conflicts(asked)) == [("Behåll", None), (None, "5")]
    answered(asked.workbook, "A02", inbox / "A02 sen.xlsx", "Olle", day=3, Dagar_utfall="ca 8")
    again = asked.browser.get(asked.where)
    done = asked.browser.post(asked.where, seen=hidden(again, "seen")[0])
    made = asked.workbook.with_name("verksamhet-2026-konflikter 2.xlsx")
    assert made.name in text_of(done)
    assert filled_in(made) == [("Behåll", None), (None, "8"), (None, "5")]
    assert filled_in(conflicts(asked)) == [("Behåll", None), (None, "5")]


def test_the_year_leads_here(asked: Desk) -> None:
    assert f'href="{where(asked)}"' in asked.browser.get(asked.year).text
    assert re.search(r"Avgör Väntar \d värden att avgöra\.", asked.browser.says(asked.year))


def test_what_is_typed_at_one_question_is_kept_by_the_button_of_another(asked: Desk) -> None:
    """Whichever button of the page it is, also those that only go on; and it says that it isn't chosen by that."""
    listed = asked.browser.get(where(asked))
    shown = {name: hidden(listed, name)[0] for name in ("fil", "seen1", "text1", "seen2", "text2")}
    typed = {"egen1": "Två kurser, en i maj", "egen2": "5"}
    said = then(asked, asked.browser.post(f"{where(asked)}/val", **shown, **typed, val=f"2-{KEEP}"))
    assert "Fråga 2, A03 Aktivitet A03: ”Behåll” är valt och sparat." in said
    assert "Fråga 1: den egna texten är sparad som utkast. Den är inte vald än." in said
    assert "Fråga 2: den egna texten" not in said
    assert "1 avgjord, 1 kvar." in said
    assert filled_in(conflicts(asked)) == [(None, "Två kurser, en i maj"), ("Behåll", "5")]
    one = asked.browser.get(f"{where(asked)}/en?nr=1")
    assert "Två kurser, en i maj</textarea>" in one.text
    assert "Utkast, inget val" in text_of(one)
    for going, page in (("en-2", "/en?"), ("genomfor", "/genomfor?"), ("alla", "/avgor?"), ("kvar-1", "visa=kvar")):
        shown = {name: hidden(asked.browser.get(f"{where(asked)}/en?nr=1"), name)[0] for name in ("seen1", "text1")}
        answer = asked.browser.post(f"{where(asked)}/val", **shown, egen1=f"Skrivet före {going}", till=going)
        assert page in answer.headers["Location"]
        then(asked, answer)
        assert filled_in(conflicts(asked))[0] == (None, f"Skrivet före {going}")
    before = conflicts(asked).read_bytes()
    shown = {name: hidden(asked.browser.get(f"{where(asked)}/en?nr=1"), name)[0] for name in ("seen1", "text1")}
    then(asked, asked.browser.post(f"{where(asked)}/val", **shown, egen1="Skrivet före kvar-1", till="en-2"))
    assert conflicts(asked).read_bytes() == before  # nothing new was typed


def test_what_can_not_be_done_is_told_at_the_question_with_what_was_typed(asked: Desk) -> None:
    listed = asked.browser.get(where(asked))
    shown = {name: hidden(listed, name)[0] for name in ("fil", "seen1", "text1", "seen2", "text2")}
    for view in ("lista", "en"):
        typed = {"egen1": " ", "egen2": "<sex> & mer"} if view == "lista" else {"egen1": "Något <nytt>"}
        choice = OWN if view == "lista" else KEEP
        answer = asked.browser.post(f"{where(asked)}/val", **shown, **typed, val=f"1-{choice}", vy=view)
        assert answer.status_code == 409
        assert "Det gick inte." in text_of(answer)
        assert "står kvar i rutorna, och är inte sparat än" in text_of(answer)
        assert f"{'&lt;sex&gt; &amp; mer' if view == 'lista' else 'Något &lt;nytt&gt;'}</textarea>" in answer.text
        assert 'aria-label="Arbetsboken"' in answer.text  # the way to the rest of the book
        assert hidden(answer, "seen1") == [shown["seen1"]]  # and it can be mended there
    assert filled_in(conflicts(asked)) == [(None, None), (None, "5")]


def test_only_those_that_are_left(asked: Desk) -> None:
    then(asked, choose(asked, 1, KEEP))
    listed = asked.browser.get(f"{where(asked)}?visa=kvar")
    assert re.findall(r'id="fraga(\d)"', listed.text) == ["2"]
    assert "Visa alla 2" in text_of(listed)
    said = then(asked, choose(asked, 2, KEEP, visa="kvar"))
    assert "Ingen är kvar." in said
    assert "2 avgjorda, 0 kvar. 2 är valda men inte genomförda." in said


def test_a_list_begins_where_something_is_left(asked: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rus_sheets.web.deciding._AT_ONCE", 1)
    then(asked, choose(asked, 1, KEEP))
    listed = asked.browser.get(where(asked))
    assert re.findall(r'id="fraga(\d)"', listed.text) == ["2"]
    assert "Föregående 1" in text_of(listed)


def test_after_it_is_carried_out_nothing_is_called_the_workbooks(asked: Desk) -> None:
    then(asked, choose(asked, 1, OWN, "Både juni och maj"))
    then(asked, choose(asked, 2, KEEP))
    done = carry_out(asked)
    assert "Före Två kurser i juni hölls Blev Både juni och maj" in done
    assert "I arbetsboken" not in done
    said = asked.browser.says(where(asked))
    assert "I arbetsboken" not in said
    assert re.search(r"Före Två kurser i juni hölls .*Blev Både juni och maj", said)
    assert "0 kvar. Valen" in said


def test_a_conflict_file_that_is_moved_away_is_told_of(asked: Desk) -> None:
    shown = asked.browser.get(f"{where(asked)}/en?nr=1")
    kept = {name: hidden(shown, name)[0] for name in ("fil", "seen1", "text1")}
    conflicts(asked).rename(asked.workbook.with_name("undan.xlsx"))
    answer = asked.browser.post(f"{where(asked)}/val", **kept, egen1="Min text", val=f"1-{OWN}")
    assert answer.status_code == 409
    assert "Konfliktfilen finns inte längre bredvid arbetsboken" in text_of(answer)
    assert "samla in svaren igen så att en ny görs" in text_of(answer)
    assert f'href="{asked.where}"' in answer.text

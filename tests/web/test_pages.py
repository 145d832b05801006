"""The pages: what is shown first, done then, and taken back; each as the command line does it."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from html import unescape
from pathlib import Path

import pytest

from rus_sheets.checks.registry import CHECKS
from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.resources import folder
from rus_sheets.usecases.changing.backups import exclusive
from rus_sheets.usecases.opened.finding_rows import key_of
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.split import split
from rus_sheets.usecases.validate import validate
from rus_sheets.web.on_page import on_page
from tests.cli.run import rus_sheets
from tests.web.conftest import HOST, Browser, text_of
from tests.web.desk import hidden


def test_choosing_and_forgetting(browser: Browser, workbook: Path) -> None:
    assert "Välj årets arbetsbok" in browser.says("/")
    assert "Dokument" in browser.says("/valj")
    listed = browser.get("/valj?mapp=Dokument").text
    path = unescape(re.findall(r'name="path" value="([^"]+)"', listed)[0])
    assert path == str(workbook)
    where = browser.post("/valj", path=f'"{path}"').headers["Location"]  # as Windows copies it
    assert "28" in browser.says(where)
    assert workbook.name in browser.says("/")
    browser.post("/valj", bok=where.split("/")[2], path=str(workbook.parent))
    assert str(workbook.parent) in browser.says(where)
    browser.post(f"{where}mapp/bort", path=str(workbook.parent))
    assert str(workbook.parent) + " Ta bort" not in browser.says(where)
    assert browser.page.remembered.workbooks[0].folders == ()
    browser.post("/glom", bok=where.split("/")[2])
    assert workbook.name not in browser.says("/")
    assert workbook.is_file()


def test_findings_as_validate_tells_them(browser: Browser, key: str, faulty: Path) -> None:
    report = validate(faulty)
    said = browser.says(f"/bok/{key}/kontroll")
    for each in report.findings:
        assert f"{each.code} {each.cell}" in said
        assert " ".join(on_page(f"{each.message} {each.remedy}").split()) in said
    assert "12 dagar" in said  # the row as it stands
    assert "Vad" in said  # the manual
    codes = {each.code for each in report.findings}
    for code in codes:
        only = browser.get(f"/bok/{key}/kontroll?kod={code}&allvar=").text
        assert set(re.findall(r"</span> (RS\d+) ", only)) == {code}
    errors = [each for each in report.findings if each.severity.value == "error"]
    total = len(report.findings)
    assert f"Visar {len(errors)} av {total} anmärkningar. Visa alla" in browser.says(
        f"/bok/{key}/kontroll?allvar=error"
    )
    none = browser.says(f"/bok/{key}/kontroll?allvar=error&kod=RS304")
    assert f"Visar 0 av {total} anmärkningar. Visa alla" in none
    names = {check.code: check.name for check in CHECKS}
    assert all(f"{code} {names[code]}" in said for code in codes)


def test_formulas_are_shown_put_back_and_taken_back(browser: Browser, key: str, faulty: Path) -> None:
    before = faulty.read_bytes()
    told = rus_sheets("validate", faulty, "--fix", "--dry-run").out
    shown = browser.get(f"/bok/{key}/kontroll/laga")
    assert "Skulle lägga tillbaka 1 formel." in text_of(shown)
    assert "Skulle lägga tillbaka 1 formel" in told
    assert faulty.read_bytes() == before
    seen = re.findall(r'name="seen" value="(\w+)"', shown.text)[0]
    done = browser.post(f"/bok/{key}/kontroll/laga", seen=seen)
    assert "Lade tillbaka 1 formel." in text_of(done)
    assert "Kopia från före: säkerhetskopior/" in text_of(done)
    assert "RS201" not in {each.code for each in validate(faulty).findings}
    after = faulty.read_bytes()
    again = browser.post(f"/bok/{key}/kontroll/laga", seen=seen)  # back, and the button once more
    assert "Lade tillbaka 1 formel." in text_of(again)
    assert faulty.read_bytes() == after
    offered = browser.get(f"/bok/{key}/angra")
    assert "Rättningen" in text_of(offered)
    only = unescape(re.findall(r'name="only" value="([^"]+)"', offered.text)[0])
    assert faulty.read_bytes() != before
    assert "tillbakatagen" in text_of(browser.post(f"/bok/{key}/angra", only=only))
    assert faulty.read_bytes() == before
    assert "tillbakatagen" in text_of(browser.post(f"/bok/{key}/angra", only=only))  # the same once more
    assert faulty.read_bytes() == before
    assert browser.post(f"/bok/{key}/angra", only="någon annan").status_code == 409
    assert faulty.read_bytes() == before


@pytest.mark.parametrize("path", ["kontroll/laga", "angra"])
def test_nothing_is_done_that_was_not_shown(browser: Browser, key: str, faulty: Path, path: str) -> None:
    before = faulty.read_bytes()
    assert browser.post(f"/bok/{key}/{path}").status_code == 409
    assert faulty.read_bytes() == before


def test_another_change_is_not_taken_back_in_its_place(browser: Browser, key: str, faulty: Path) -> None:
    first, second = _silenceable(browser, key)[:2]
    browser.post(f"/bok/{key}/kontroll/tysta/{first}", reason="Ett skäl")
    only = re.findall(r'name="only" value="([^"]+)"', browser.get(f"/bok/{key}/angra").text)[0]
    browser.post(f"/bok/{key}/kontroll/tysta/{second}", reason="Ett annat")
    after = faulty.read_bytes()
    answer = browser.post(f"/bok/{key}/angra", only=only)
    assert answer.status_code == 409
    assert "inte längre den senaste" in text_of(answer)
    assert faulty.read_bytes() == after


def _silenceable(browser: Browser, key: str) -> list[str]:
    return re.findall(r"/kontroll/tysta/(\w+)", browser.get(f"/bok/{key}/kontroll?kod=").text)


def test_a_finding_is_silenced_with_a_reason(browser: Browser, key: str, faulty: Path) -> None:
    found = next(each for each in validate(faulty).findings if each.code == "RS115")
    where = f"/bok/{key}/kontroll/tysta/{key_of(found)}"
    assert "Varför är det som det ska?" in browser.says(where)
    assert "Skälet saknas." in text_of(browser.post(where, reason="  "))
    done = text_of(browser.post(where, reason="Så <ska> det vara"))
    assert "är tystad" in done
    assert [(each.finding, each.reason) for each in validate(faulty).silenced] == [(found, "Så <ska> det vara")]
    assert "Så <ska> det vara" in browser.says(f"/bok/{key}/kontroll")
    gone = browser.get(where)
    assert (gone.status_code, "Anmärkningen finns inte längre" in text_of(gone)) == (404, True)


def test_what_is_gone_is_told_as_that(browser: Browser, key: str) -> None:
    """Not that the page itself isn't there, which is said of an address that there has never been."""
    year, documents = f"/bok/{key}/", f"/bok/{key}/dokument"
    for where, words in {
        f"{year}x": "Den sidan finns inte.",
        f"{documents}/plan/fil": "Dokumentet finns inte längre.",
        f"{year}jamfor/fil": "Förra årets arbetsbok finns inte kvar",
    }.items():
        told = browser.get(where)
        assert (told.status_code, words in text_of(told)) == (404, True), where
    browser.post("/glom", bok=key)
    told = browser.get(year)
    assert (told.status_code, "Arbetsboken finns inte i listan." in text_of(told)) == (404, True)


def test_a_text_of_a_row_keeps_its_lines(browser: Browser, key: str, faulty: Path) -> None:
    (row,) = [row for row in open_book(faulty)["plan"].rows if row.number == 3]
    patch_cells(faulty, faulty, {"Plan": {row.cells["description"].ref: "Första raden.\n– andra\n– tredje"}})
    assert "<dd>Första raden.\n– andra\n– tredje</dd>" in browser.get(f"/bok/{key}/kontroll").text


def test_a_copy_with_the_findings(browser: Browser, key: str, faulty: Path) -> None:
    before = faulty.read_bytes()
    said = text_of(browser.post(f"/bok/{key}/kontroll/kopia"))
    target = faulty.with_name("verksamhet-2026-granskad.xlsx")
    assert str(target) in said
    assert "överskriven" not in said
    assert faulty.read_bytes() == before
    made = target.read_bytes()
    target.write_bytes(made + b" ")
    unseen = browser.post(f"/bok/{key}/kontroll/kopia")  # as the page was before there was one
    assert unseen.status_code == 409
    assert "som skulle skrivas över" in text_of(unseen)
    assert target.read_bytes() == made + b" "
    shown = browser.get(f"/bok/{key}/kontroll")
    assert f"En ny kopia skriver över den som finns: {target.name}" in text_of(shown)
    again = browser.post(f"/bok/{key}/kontroll/kopia", over=hidden(shown, "over")[0])
    assert "Kopian som fanns är överskriven." in text_of(again)


def test_no_copy_without_findings(browser: Browser, key: str) -> None:
    assert "Gör en kopia" not in browser.says(f"/bok/{key}/kontroll")


def test_what_is_no_workbook_is_told_as_what_it_is(browser: Browser, workbook: Path, tmp_path: Path) -> None:
    said = text_of(browser.post("/valj", path=str(workbook.parent)))
    assert "Det är en mapp. Välj arbetsboken i den." in said
    (sent, *_) = split(workbook, tmp_path / "ut", only=("A01",), today=dt.date(2026, 11, 2))
    said = text_of(browser.post("/valj", path=str(sent.path)))
    assert "rus-sheets new" not in said
    assert "eller gör en med knappen Gör en ny arbetsbok på första sidan" in said


def test_choosing_begins_beside_a_workbook_that_lies_elsewhere(
    browser: Browser, workbook: Path, tmp_path: Path
) -> None:
    place = tmp_path / "gemensam" / "2026"
    (place / "svaren").mkdir(parents=True)
    key = browser.page.remembered.choose(Path(shutil.copy(workbook, place))).key
    shown = browser.get(f"/valj?bok={key}")
    assert "svaren" in text_of(shown)
    assert "Upp en nivå" not in text_of(shown)
    assert browser.get(f"/valj?bok={key}&mapp=..").status_code == 409
    own = re.search(r'href="([^"]+)">Leta bland mina egna', shown.text)
    assert own
    home = browser.get(unescape(own[1]))
    assert "Dokument" in text_of(home)
    assert "Leta bredvid arbetsboken" in text_of(home)
    assert browser.get(f"/valj?bok={key}&hem=ja&mapp=Dokument").status_code == 200


def test_a_workbook_open_in_excel_is_told_as_the_command_does(browser: Browser, key: str, faulty: Path) -> None:
    faulty.with_name(f"~${faulty.name}").write_bytes(b"")
    said = text_of(browser.get(f"/bok/{key}/kontroll/laga"))
    fault = rus_sheets("validate", faulty, "--fix").err
    assert "Excel" in fault
    assert "Excel" in said
    assert "Det gick inte" in said


def test_a_workbook_that_is_gone(browser: Browser, key: str, workbook: Path) -> None:
    workbook.unlink()
    assert "Filen finns inte längre" in browser.says("/")
    for path in ("", "kontroll", "kontroll/laga", "angra"):
        answer = browser.get(f"/bok/{key}/{path}")
        assert answer.status_code == 409
        assert "Filen finns inte" in text_of(answer)


def test_another_command_at_work(browser: Browser, key: str, faulty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rus_sheets.usecases.changing.backups._WAIT", 0.01)
    with exclusive(faulty):
        assert "Ett annat kommando arbetar med filen." in text_of(browser.get(f"/bok/{key}/kontroll/laga"))


def test_another_declaration(browser: Browser) -> None:
    """The same pages for a workbook of another kind."""
    source = next((folder("examples") / "bidrag-2026").glob("*.xlsx"))
    workbook = Path(shutil.copy(source, browser.home))
    key = browser.page.remembered.choose(workbook).key
    for path in ("", "kontroll", "kontroll/laga", "samla-in", "avgor"):
        assert browser.get(f"/bok/{key}/{path}").status_code == 200


def test_a_bug_keeps_its_traceback(
    browser: Browser, key: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("rus_sheets.web.checking.look_over", broken)
    answer = browser.get(f"/bok/{key}/kontroll")
    assert answer.status_code == 500
    assert "Något gick fel i rus-sheets." in text_of(answer)
    assert "ZeroDivisionError" in caplog.text


def test_a_fault_leads_back_to_where_it_was_made(browser: Browser, key: str, faulty: Path) -> None:
    where, asked = f"/bok/{key}/kontroll/laga", f"http://{HOST}/bok/{key}/kontroll?allvar=error"
    answer = browser.post(where, {"Referer": asked})
    assert answer.status_code == 409
    assert f'href="/bok/{key}/kontroll?allvar=error">Tillbaka' in answer.text
    assert f'href="/bok/{key}/historik"' in answer.text
    assert 'aria-label="Arbetsboken"' in answer.text
    for stranger in ("http://annan.se/bok/x", f"http://{HOST}//annan.se/", "javascript:alert(1)", "http://["):
        found = re.findall(r'href="([^"]*)">Tillbaka', browser.post(where, {"Referer": stranger}).text)
        assert not found or found == ["/annan.se/"]


def test_rows_without_ids_are_shown_filled_in_and_asked_about(browser: Browser, key: str, workbook: Path) -> None:
    book = open_book(workbook)
    below = book["goals"].rows[-1].number + 1
    patch_cells(workbook, workbook, {"Mål": {
        book["goals"].ref(below, "area"): "O1", book["goals"].ref(below, "text"): "Nytt mål",
        book["goals"].ref(below + 1, "text"): "kolla detta",
    }})  # fmt: skip
    shown = browser.get(f"/bok/{key}/kontroll/laga")
    said = text_of(shown)
    assert "Skulle ta med 1 rad under tabellen på Mål: Nytt mål." in said
    assert "Skulle fylla i 1 id." in said
    assert "Mål-ID M17" in said
    assert "Behöver avgöras" in said
    assert "kolla detta" in said
    assert len(open_book(workbook)["goals"]) == len(book["goals"])
    done = browser.post(f"/bok/{key}/kontroll/laga", seen=hidden(shown, "seen")[0])
    assert "Fyllde i 1 id." in text_of(done)
    assert open_book(workbook)["goals"].by_id["M17"].text("text") == "Nytt mål"

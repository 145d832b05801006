"""The documents on the page: told of first, written then, compared, refreshed and taken back, as the commands do."""

from __future__ import annotations

import json
import os
import re
import shutil
from html import unescape
from pathlib import Path

import pytest

from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.office.zipwrite import with_members
from rus_sheets.resources import folder
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.verify import verify
from rus_sheets.word.parts.edited_package import WordPackage
from tests.cli.run import rus_sheets
from tests.documents.books import last_years_workbook
from tests.web.conftest import OWN, Browser, text_of


@pytest.fixture(autouse=True)
def without_page_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rus_sheets.usecases.documents.program", lambda: None)


@pytest.fixture
def where(key: str) -> str:
    return f"/bok/{key}/dokument"


def seen_in(answer: object) -> str:
    return re.findall(r'name="seen" value="(\w+)"', answer.text)[0]  # type: ignore[attr-defined]


def written(browser: Browser, where: str, command: str, **more: str) -> str:
    seen = seen_in(browser.get(f"{where}/{command}/skriv"))
    answer = browser.post(f"{where}/{command}/skriv", seen=seen, **more)
    assert answer.status_code == 200, answer.text
    return text_of(answer)


def days_changed(workbook: Path) -> None:
    book = open_book(workbook)
    row = next(row for row in book["plan"] if row.number_of("days"))
    made = workbook.with_name("ny.xlsx")
    patch_cells(workbook, made, {"Plan": {row.cell("days").ref: 99}})
    shutil.move(made, workbook)


def words_of(told: str) -> str:
    return " ".join(told.split())


def test_what_is_missing_is_told_before_it_is_written_as_the_command_does(
    browser: Browser, where: str, workbook: Path
) -> None:
    target = workbook.with_name("Arsredovisning-2026.docx")
    assert text_of(browser.get(where)).count("Inte skrivet") == 4
    shown = browser.says(f"{where}/short/skriv")
    assert f"Skulle skriva {target.name} av {workbook.name}" in shown
    assert "finns redan" not in shown
    assert not target.exists()
    other = workbook.with_name("annat.docx")
    told = rus_sheets("report", workbook, "--short", "--no-pages", "-o", other)
    assert "saknas" in told.err
    assert words_of(told.err).replace("Obs: ", "") in shown
    assert f"Klart: {target}" in written(browser, where, "short")
    assert WordPackage(target).read("word/document.xml") == WordPackage(other).read("word/document.xml")
    outcome = verify(target, workbook).outcome
    assert "stämmer inte" not in outcome
    assert f"{outcome.capitalize()} Arsredovisning-2026.docx , skrivet " in browser.says(where)
    assert browser.get(where).text.count('class="state done"') == 1


@pytest.mark.parametrize("step", ["skriv", "publicera"])
def test_it_is_done_again_where_its_file_is_not_as_it_left_it(
    browser: Browser, where: str, workbook: Path, step: str
) -> None:
    """The workbook hasn't changed, but the document has gone: that it is done already would be untrue."""
    written(browser, where, "short")
    document = workbook.with_name("Arsredovisning-2026.docx")
    if step == "skriv":
        document.unlink()
    made = document if step == "skriv" else document.with_stem(f"{document.stem}-utan-falt")
    form = {"form_token": browser.page.gate.form_token, "seen": seen_in(browser.get(f"{where}/short/{step}"))}
    first = browser.client.post(f"{where}/short/{step}", data=form, headers=OWN)
    assert made.is_file()
    again = browser.client.post(f"{where}/short/{step}", data=form, headers=OWN)
    assert again.location == first.location
    made.unlink()
    once_more = browser.client.post(f"{where}/short/{step}", data=form, headers=OWN)
    assert (once_more.location != first.location, made.is_file()) == (True, True)


def test_what_it_takes_the_place_of_is_told_kept_and_put_back(browser: Browser, where: str, workbook: Path) -> None:
    target = workbook.with_name("Arsredovisning-2026.docx")
    written(browser, where, "short")
    first = target.read_bytes()
    assert "finns redan. En kopia" in browser.says(f"{where}/short/skriv")
    assert "Den är ändrad" not in browser.says(f"{where}/short/skriv")
    edited = by_hand(target)
    shown = browser.get(f"{where}/short/skriv")
    assert "Den är ändrad sedan rus-sheets skrev den." in text_of(shown)
    days_changed(workbook)
    refused = browser.post(f"{where}/short/skriv", seen=seen_in(shown))
    assert refused.status_code == 409
    assert "har ändrats sedan du såg" in text_of(refused)
    assert target.read_bytes() == edited
    said = written(browser, where, "short")
    kept = re.findall(r"Den förra filen finns kvar: (säkerhetskopior/.+?\.docx)", said)[0]
    assert (workbook.parent / kept).read_bytes() == edited
    assert "Den var ändrad" in said
    offered = browser.get(f"{where}/short/angra")
    assert "Skrevs på nytt" in text_of(offered)
    only = unescape(re.findall(r'name="only" value="([^"]+)"', offered.text)[0])
    assert "tillbakatagen" in text_of(browser.post(f"{where}/short/angra", only=only))
    assert target.read_bytes() == edited != first
    written(browser, where, "short")
    target.write_bytes(edited + b" ")
    asked = browser.get(f"{where}/short/angra")
    way = asked.headers["Location"]  # where it is looked at, and can be taken back all the same
    assert "rus-sheets undo" not in text_of(browser.get(way))
    by_now = target.read_bytes()
    back = browser.post(way, seen=seen_in(browser.get(way)))
    assert "Dokumentet är som före omskrivningen" in text_of(back)
    assert target.read_bytes() == edited
    kept = re.findall(r"Filen som den var: (säkerhetskopior/.+?\.docx)", text_of(back))[0]
    assert (workbook.parent / kept).read_bytes() == by_now


def by_hand(document: Path) -> bytes:
    """Somebody has written in it."""
    package = WordPackage(document)
    body = package.read("word/document.xml").replace(b"aktiviteter", b"saker", 1)
    assert body != package.read("word/document.xml")
    document.write_bytes(with_members(package, {"word/document.xml": body}))
    return document.read_bytes()


def test_what_differs_is_told_by_heading_and_refreshed_as_the_command_does(
    browser: Browser, where: str, workbook: Path
) -> None:
    target = workbook.with_name("Arsredovisning-2026.docx")
    written(browser, where, "short")
    days_changed(workbook)
    found = verify(target, workbook)
    assert found.disagreements
    assert f"{len(found.disagreements)} stämmer inte" in browser.says(where)
    said = browser.says(f"{where}/short")
    for disagreement in found.disagreements:
        assert words_of(disagreement.message) in said
        assert words_of(disagreement.heading) in said
        assert words_of(disagreement.within) in said
    told = words_of(rus_sheets("verify", target, workbook).out)
    assert words_of(f"{found.compared} i {target.name} jämförda med {workbook.name}: {found.outcome}.") in told
    before = target.read_bytes()
    shown = browser.get(f"{where}/short/uppdatera")
    data = json.loads(rus_sheets("refresh", target, workbook, "--dry-run", "--format", "json").out)
    assert f"Skulle ändra {len(data['changes'])} uppgifter." in text_of(shown)
    for change in data["changes"]:
        assert words_of(change["place"]) in text_of(shown)
    assert target.read_bytes() == before
    done = text_of(browser.post(f"{where}/short/uppdatera", seen=seen_in(shown)))
    assert f"Ändrade {len(data['changes'])} uppgifter." in done
    assert "Kopia från före: säkerhetskopior/" in done
    assert "Allt stämmer" in browser.says(where)
    after = target.read_bytes()
    again = browser.post(f"{where}/short/uppdatera", seen=seen_in(shown))  # back, and the button once more
    assert f"Ändrade {len(data['changes'])} uppgifter." in text_of(again)
    assert target.read_bytes() == after
    only = unescape(re.findall(r'name="only" value="([^"]+)"', browser.get(f"{where}/short/angra").text)[0])
    browser.post(f"{where}/short/angra", only=only)
    assert target.read_bytes() == before


@pytest.mark.parametrize("path", ["skriv", "uppdatera", "angra"])
def test_nothing_is_done_that_was_not_shown(browser: Browser, where: str, workbook: Path, path: str) -> None:
    target = workbook.with_name("Arsredovisning-2026.docx")
    target.write_bytes(b"vad som helst")
    answer = browser.post(f"{where}/short/{path}")
    assert answer.status_code == 409
    assert "Se först vad som skulle" in text_of(answer)
    assert target.read_bytes() == b"vad som helst"


def test_last_year_is_remembered_and_compared_with(browser: Browser, where: str, key: str, workbook: Path) -> None:
    last = workbook.with_name("verksamhet-2022.xlsx")
    shutil.copy(folder("examples") / "2022" / "verksamhet-2022.xlsx", last)
    listed = browser.get(f"/valj?bok={key}&forra=dokument").text  # where this year's lies
    assert str(last) in [unescape(path) for path in re.findall(r'name="path" value="([^"]+)"', listed)]
    itself = browser.post("/valj", bok=key, forra="dokument", path=str(workbook))
    assert itself.status_code == 409
    assert "förra årets ska gälla ett år före 2026" in text_of(itself)
    chosen = browser.post("/valj", bok=key, forra="dokument", path=str(last))
    assert chosen.headers["Location"] == where
    assert str(last) in browser.says(where)
    assert browser.page.remembered.workbooks[0].previous == last
    # The ids are another plan's, so that it can't be compared with.
    refused = browser.get(f"{where}/plan/skriv")
    told = rus_sheets("plan", workbook, "--previous", last).err
    assert refused.status_code == 409
    assert "Den går inte att jämföra med" in text_of(refused)
    assert "Den går inte att jämföra med" in told
    assert "Den går inte att jämföra med" in text_of(browser.get(f"{where}/application/skriv"))
    last = last_years_workbook(workbook.parent)
    browser.post("/valj", bok=key, forra="dokument", path=str(last))
    assert f"jämförd med {last.name}" in browser.says(f"{where}/application/skriv")
    written(browser, where, "application")
    rus_sheets("application", workbook, "--previous", last, "--no-pages", "-o", workbook.with_name("annan.docx"))
    mine, its = (WordPackage(workbook.with_name(name)) for name in ("Ansokan-2026.docx", "annan.docx"))
    assert mine.read("word/document.xml") == its.read("word/document.xml")
    last.unlink()
    assert "Finns inte längre" in browser.says(where)
    browser.post(f"{where}/forra/bort")
    assert "Ingen är vald" in browser.says(where)


def test_a_copy_and_the_systems_own_program(
    browser: Browser, where: str, workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert browser.get(f"{where}/short/fil").status_code == 404
    assert browser.post(f"{where}/short/oppna").status_code == 409
    written(browser, where, "short")
    target = workbook.with_name("Arsredovisning-2026.docx")
    answer = browser.client.get(f"{where}/short/fil", headers={"Host": "127.0.0.1:5151"})
    assert answer.data == target.read_bytes()
    assert answer.headers["Content-Disposition"] == f"attachment; filename={target.name}"
    answer.close()
    program = tmp_path / "bin" / "xdg-open"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf "%s" "$1" > "{tmp_path / "opened"}"\n')
    program.chmod(0o755)
    monkeypatch.setattr("rus_sheets.usecases.page.start_program.sys.platform", "linux")
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    assert "öppnas i programmet" in text_of(browser.post(f"{where}/short/oppna"))
    assert (tmp_path / "opened").read_text() == str(target)
    program.write_text("#!/bin/sh\nexit 3\n")
    assert "inget program är valt" in text_of(browser.post(f"{where}/short/oppna"))
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    assert "inget sätt att öppna filer" in text_of(browser.post(f"{where}/short/oppna"))


def test_a_document_that_cannot_be_compared(browser: Browser, where: str, workbook: Path) -> None:
    workbook.with_name("Verksamhetsplan-2026.docx").write_bytes(b"PK\x03\x04 inget dokument")
    said = browser.says(where)
    assert "Går inte att jämföra" in said
    assert words_of(rus_sheets("verify", workbook.with_name("Verksamhetsplan-2026.docx"), workbook).err)[-40:] in said
    assert browser.get(f"{where}/plan").status_code == 200
    assert browser.get(f"{where}/nej").status_code == 409


def test_a_document_open_in_word_is_told_as_the_command_does(browser: Browser, where: str, workbook: Path) -> None:
    written(browser, where, "short")
    days_changed(workbook)
    target = workbook.with_name("Arsredovisning-2026.docx")
    shown = browser.get(f"{where}/short/uppdatera")
    target.with_name(f"~${target.name[2:]}").write_bytes(b"")
    refused = browser.post(f"{where}/short/uppdatera", seen=seen_in(shown))
    assert refused.status_code == 409
    assert "öppe" in rus_sheets("refresh", target, workbook).err
    assert "öppe" in text_of(refused)


def test_another_declaration(browser: Browser) -> None:
    source = next((folder("examples") / "bidrag-2026").glob("*.xlsx"))
    workbook = Path(shutil.copy(source, browser.home))
    where = f"/bok/{browser.page.remembered.choose(workbook).key}/dokument"
    assert browser.get(where).text.count("Skriv …") == 1
    written(browser, where, "report")
    assert "Allt stämmer" in browser.says(where)


def test_of_a_document_that_cannot_be_read_nothing_is_claimed(browser: Browser, where: str, workbook: Path) -> None:
    written(browser, where, "short")
    assert "Ingen har ändrat det" in browser.says(f"{where}/short")
    target = workbook.with_name("Arsredovisning-2026.docx")
    for damaged, told in (
        (target.read_bytes()[:3000], "skadad"),
        (b"", "Filen är tom"),
        (b"text", "inget Word-dokument"),
    ):
        target.write_bytes(damaged)
        said = browser.says(f"{where}/short")
        assert told in said
        assert "ändrat det" not in said
        assert "Ändrat" not in said
        assert "ändrat sedan dess" not in browser.says(where)


def test_a_copy_for_publication_as_the_command_writes_it(browser: Browser, where: str, workbook: Path) -> None:
    target = workbook.with_name("Arsredovisning-2026.docx")
    written(browser, where, "short")
    by_hand(target)
    days_changed(workbook)
    edited = target.read_bytes()
    shown = browser.get(f"{where}/short/publicera")
    assert f"Skulle skriva {target.stem}-utan-falt.docx" in text_of(shown)
    copy = target.with_name(f"{target.stem}-utan-falt.docx")
    assert not copy.exists()
    assert browser.post(f"{where}/short/publicera").status_code == 409
    done = browser.post(f"{where}/short/publicera", seen=seen_in(shown))
    assert "Kopian är skriven" in text_of(done)
    assert target.read_bytes() == edited
    made = WordPackage(copy).read("word/document.xml")
    other = workbook.with_name("annan.docx")
    rus_sheets("refresh", target, workbook, "--plain", "-o", other)
    assert made == WordPackage(other).read("word/document.xml")
    assert b"w:sdt" not in made
    got = browser.get(f"{where}/short/fil?utan=ja")
    assert got.data == copy.read_bytes()
    assert copy.name in got.headers["Content-Disposition"]
    assert "finns redan. En kopia av den läggs i säkerhetskopior." in browser.says(f"{where}/short/publicera")


def test_what_stands_undecided_in_the_document_is_told_before_the_copy(
    browser: Browser, where: str, workbook: Path
) -> None:
    target = workbook.with_name("Arsredovisning-2026.docx")
    written(browser, where, "short")
    package = WordPackage(target)
    body = package.read("word/document.xml")
    first = body.index(b"<w:r>")
    last = body.index(b"</w:r>", first) + len(b"</w:r>")
    tracked = b'<w:ins w:id="9001" w:author="x" w:date="2026-01-01T00:00:00Z">' + body[first:last] + b"</w:ins>"
    target.write_bytes(with_members(package, {"word/document.xml": body[:first] + tracked + body[last:]}))
    assert "1 spårad ändring väntar på beslut." in browser.says(f"{where}/short/publicera")


def test_how_a_document_is_written(browser: Browser, where: str, workbook: Path, key: str) -> None:
    """Without content controls, as a draft, by a template of one's own: as shown, and as the command does."""
    target = workbook.with_name("Arsredovisning-2026.docx")
    plain = target.with_name("Arsredovisning-2026-utan-falt.docx")
    shown = browser.get(f"{where}/short/skriv?utan=ja")
    assert f"Skulle skriva {plain.name} av {workbook.name}" in text_of(shown)
    assert str(workbook.parent) in text_of(shown)
    done = browser.post(f"{where}/short/skriv", seen=seen_in(shown), utan="ja")
    assert f"Klart: {plain}" in text_of(done)
    assert not target.exists()
    assert b"w:sdt" not in WordPackage(plain).read("word/document.xml")
    own = workbook.parent / "Vår mall.docx"
    shutil.copy(folder("reports") / "arsredovisning-kort.docx", own)
    assert own.name in browser.says(f"/valj?bok={key}&mall=short")
    assert workbook.name not in browser.says(f"/valj?bok={key}&mall=short")
    chosen = browser.post("/valj", bok=key, mall="short", path=str(own))
    assert chosen.headers["Location"] == f"{where}/short/skriv"
    shown = browser.get(f"{where}/short/skriv")
    assert str(own) in text_of(shown)
    own.write_bytes(by_template(own))
    assert browser.post(f"{where}/short/skriv", seen=seen_in(shown)).status_code == 409  # the template is another
    written(browser, where, "short", utkast="ja")
    assert b"Skrivet av kansliet" in WordPackage(target).read("word/document.xml")
    own.unlink()
    assert "Finns inte längre Vår används." in browser.says(f"{where}/short/skriv")
    browser.post(f"{where}/short/mall/bort")
    assert "Vår. Välj en egen Word-mall" in browser.says(f"{where}/short/skriv")
    assert browser.page.remembered.by_key(key).templates == ()  # type: ignore[union-attr]


def by_template(template: Path) -> bytes:
    """With a line of one's own at its end."""
    package = WordPackage(template)
    body = package.read("word/document.xml")
    at = body.rindex(b"<w:sectPr")
    line = b"<w:p><w:r><w:t>Skrivet av kansliet</w:t></w:r></w:p>"
    return with_members(package, {"word/document.xml": body[:at] + line + body[at:]})


@pytest.mark.parametrize("named", ["verksamhet-2026.xlsx", "finns-inte.docx", "mapp.docx"])
def test_what_is_no_template_is_not_chosen(browser: Browser, key: str, workbook: Path, named: str) -> None:
    (workbook.parent / "mapp.docx").mkdir()
    answer = browser.post("/valj", bok=key, mall="short", path=str(workbook.parent / named))
    assert answer.status_code == 409
    assert browser.post("/valj", bok=key, mall="annat", path=str(workbook)).status_code == 409

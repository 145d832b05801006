"""Files that have come in: taken on, told of as ``merge --dry-run`` does, read in as ``merge`` does, and taken back."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest

from rus_sheets.usecases.inbox import receiving
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.page.remembered import key_of
from tests.cli.run import rus_sheets
from tests.usecases.inbox import answered, form_of, mail, zipped
from tests.web.conftest import OWN, text_of
from tests.web.desk import Desk, change, hidden


def plain(text: str) -> str:
    return " ".join(text.split())


def test_files_are_taken_on_told_of_read_in_and_taken_back(desk: Desk) -> None:
    before = desk.workbook.read_bytes()
    shown = desk.give_all()
    said = text_of(shown)
    inbox = desk.workbook.with_name("inkommet")
    assert "3 filer av 3 ligger i" in said
    assert sorted(path.name for path in inbox.iterdir()) == [f"A0{number} svar.xlsx" for number in (1, 2, 3)]
    assert desk.workbook.read_bytes() == before
    told = rus_sheets("merge", desk.workbook, inbox, "--dry-run")
    for line in ("Skulle läsa in 2 värden från 2 filer (3 lästa) till verksamhet-2026.xlsx. 0 stod där redan.",
                 "1 konflikt och 1 värde som inte kunde läsas in väntar på er."):  # fmt: skip
        assert line in said
        assert line in plain(told.out)
    for decision in json.loads(rus_sheets("merge", desk.workbook, inbox, "--dry-run", "--format", "json").out)[
        "decisions"
    ]:
        assert plain(f"{decision['message']} {decision['remedy']}") in said
        for side in ("base", "current", "returned"):
            assert str(decision[side] or "tomt") in said
    assert "<mark>Tre</mark> kurser i <mark>maj</mark> hölls" in shown.text  # as it came in
    assert "<mark>Två</mark> kurser i <mark>juni</mark> hölls" in shown.text  # as it stands
    done = desk.browser.post(desk.where, seen=hidden(shown, "seen")[0], mapp=hidden(shown, "mapp")[0])
    assert "Läste in 2 värden från 2 filer" in text_of(done)
    assert text_of(done).count("Före") == 2  # the workbook says something else by now
    assert "1 konflikt och 1 värde som inte kunde läsas in väntar på er." in text_of(done)
    assert "Kopia från före: säkerhetskopior/" in text_of(done)
    outcomes = open_book(desk.workbook)["outcomes"].by_id
    assert [outcomes[unit].text("short") for unit in ("A01", "A02", "A03")] == [
        "Två kurser i juni hölls", "Rapporten är klar", "Nästan",
    ]  # fmt: skip
    undo = desk.where.replace("samla-in", "angra")
    offered = desk.browser.get(undo)
    assert "Inläsningen" in text_of(offered)
    desk.browser.post(undo, only=hidden(offered, "only")[0])
    assert desk.workbook.read_bytes() == before


def test_the_workbook_is_what_the_command_makes_of_it(desk: Desk, tmp_path: Path) -> None:
    shown = desk.give_all()
    other = tmp_path / "kommandot"
    shutil.copytree(desk.workbook.parent, other)
    desk.browser.post(desk.where, seen=hidden(shown, "seen")[0])
    assert rus_sheets("merge", other / desk.workbook.name, other / "inkommet").code == 1
    assert desk.workbook.read_bytes() == (other / desk.workbook.name).read_bytes()


@pytest.mark.parametrize("changed", ["workbook", "files"])
def test_nothing_is_read_in_that_was_not_shown(desk: Desk, changed: str) -> None:
    shown = desk.give_all()
    if changed == "workbook":
        change(desk.workbook, "A02", "short", "Skrivet under tiden")
    else:
        answered(desk.workbook, "A02", desk.workbook.with_name("inkommet") / "A02 ny.xlsx", day=5, Kort_utfall="Ny")
    before = desk.workbook.read_bytes()
    answer = desk.browser.post(desk.where, seen=hidden(shown, "seen")[0])
    assert answer.status_code == 409
    assert "har ändrats sedan du såg" in text_of(answer)
    assert desk.browser.post(desk.where).status_code == 409
    assert desk.workbook.read_bytes() == before
    again = desk.browser.get(desk.where)
    assert desk.browser.post(desk.where, seen=hidden(again, "seen")[0]).status_code == 200
    after = desk.workbook.read_bytes()
    twice = desk.browser.post(desk.where, seen=hidden(again, "seen")[0])  # back, and the button once more
    assert "Läste in" in text_of(twice)
    assert desk.workbook.read_bytes() == after


def test_mails_and_zip_files(desk: Desk) -> None:
    files = {path.name: path.read_bytes() for path in sorted(desk.answers.iterdir())}
    one, two, three = files.items()
    letter = mail(dict([one]), text="Kurserna gick bra, se bilagan.").as_bytes()
    said = text_of(desk.give(("svar.eml", letter), ("paket.zip", zipped(dict([two, three])))))
    assert "Skulle läsa in 2 värden från 2 filer (3 lästa)" in said
    assert "svar.eml/A01 svar.xlsx" in said
    told = rus_sheets("merge", desk.workbook, desk.workbook.with_name("inkommet"), "--dry-run")
    assert "Skulle läsa in 2 värden från 2 filer (3 lästa)" in plain(told.out)


def test_one_bad_file_is_told_of_and_the_others_go_in(desk: Desk) -> None:
    good = (desk.answers / "A02 svar.xlsx").read_bytes()
    said = text_of(
        desk.give(("trasig.xlsx", b"PK\x03\x04 inte en arbetsbok"), ("A02.xlsx", good), ("<b>.pdf", b"%PDF"))
    )
    assert "Filer som inte kan läsas" in said
    assert "trasig.xlsx" in said
    assert "Skulle läsa in 1 värde från 1 fil" in said
    told = rus_sheets("merge", desk.workbook, desk.workbook.with_name("inkommet"), "--dry-run", "--format", "json")
    for file in json.loads(told.out)["files"]:
        assert plain(file["message"]) in said


def test_nothing_is_written_over(desk: Desk) -> None:
    """The same file again is there already; another of its name gets a name of its own; what is no answer is left."""
    data, other = b"ett svar", b"ett annat"
    desk.give(("svar.xlsx", data))
    said = text_of(desk.give(
        ("svar.xlsx", data), ("svar.xlsx", other), ("A02: klar?.xlsx", data), ("~$svar.xlsx", b"x"),
        ("../../utanför.xlsx", data), ("con.xlsx", data), (".xlsx", data),
    ))  # fmt: skip
    inbox = desk.workbook.with_name("inkommet")
    assert "svar.xlsx Den fanns redan." in said
    assert "svar.xlsx Sparad som svar (2).xlsx." in said
    assert "~$svar.xlsx Det är inget svar, och togs inte emot." in said
    names = {path.name for path in inbox.iterdir()}
    assert names == {"svar.xlsx", "svar (2).xlsx", "A02 klar.xlsx", "utanför.xlsx", "_con.xlsx"}
    assert (inbox / "svar.xlsx").read_bytes() == data
    assert not (desk.browser.home / "utanför.xlsx").exists()


def test_files_are_bounded(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "MAX_FILE", 10)
    said = text_of(desk.give(("svar.xlsx", b"x" * 11)))
    assert "0 filer av 1 ligger i" in said
    assert "Filen är för stor att ta emot här." in said
    monkeypatch.setattr("rus_sheets.web.app.LARGEST_UPLOAD", 1000)
    many = desk.give(("svar.xlsx", b"x" * 2000))
    assert many.status_code == 413
    assert "Ta färre filer" in text_of(many)
    monkeypatch.undo()
    several = desk.give(*((f"{number}.xlsx", b"x") for number in range(501)))
    assert several.status_code == 409
    assert "Det är för många filer på en gång." in text_of(several)
    assert not list(desk.workbook.with_name("inkommet").iterdir())


def test_no_other_page_takes_files(desk: Desk) -> None:
    data = {"form_token": desk.browser.page.gate.form_token, "fil": (io.BytesIO(b"x" * 300_000), "a.xlsx")}
    assert desk.browser.client.post(desk.where, data=data, headers=OWN).status_code == 413
    data = {"form_token": "fel", "fil": (io.BytesIO(b"x"), "a.xlsx")}
    assert desk.browser.client.post(f"{desk.where}/filer", data=data, headers=OWN).status_code == 403
    assert not desk.workbook.with_name("inkommet").exists()


def test_no_file_and_no_folder(desk: Desk) -> None:
    assert "Ingen mapp är vald." in desk.browser.says(desk.where)
    answer = desk.browser.post(f"{desk.where}/filer")
    assert answer.status_code == 409
    assert "Ingen fil är vald." in text_of(answer)
    desk.workbook.with_name("inkommet").mkdir()
    chosen = desk.browser.page.remembered.workbooks[0]
    desk.browser.page.remembered.add_folder(chosen, chosen.inbox)
    assert "Det finns inga filer att läsa in." in desk.browser.says(desk.where)


def test_the_folders_that_are_picked(desk: Desk) -> None:
    """Files come back under the names they were sent with: the outbox is read only where a person asks for it."""
    chosen = desk.browser.page.remembered.workbooks[0]
    form = form_of(desk.workbook, "A02")
    (desk.workbook.parent / "ut").rename(chosen.outbox)
    desk.browser.page.remembered.add_folder(chosen, chosen.outbox)
    assert "Inga av de 3 är ändrade sedan utskicket." in desk.browser.says(desk.where)
    shown = desk.give((form.name, (desk.answers / "A02 svar.xlsx").read_bytes()))
    assert "Skulle läsa in 1 värde från 1 fil till" in text_of(shown)
    assert f"{form.name}, Karin" in text_of(shown)
    both = "&".join(f"mapp={key_of(folder)}" for folder in (chosen.outbox, chosen.inbox))
    assert "Skulle läsa in 1 värde från 1 fil (4 lästa) till" in desk.browser.says(f"{desk.where}?{both}")


def test_files_are_taken_on_while_the_workbook_is_open_in_excel(desk: Desk) -> None:
    """They are there then, and that is said, beside why nothing can be told of them."""
    lock = desk.workbook.with_name(f"~${desk.workbook.name}")
    lock.write_bytes(b"")
    answer = desk.give_all()
    assert answer.status_code == 200
    said = text_of(answer)
    assert "3 filer av 3 ligger i" in said
    assert "Excel" in said
    assert not hidden(answer, "seen")
    lock.unlink()
    assert "Skulle läsa in 2 värden" in desk.browser.says(desk.where)


def test_faults_are_told_as_the_command_does(desk: Desk) -> None:
    shown = desk.give_all()
    desk.workbook.with_name(f"~${desk.workbook.name}").write_bytes(b"")
    fault = rus_sheets("merge", desk.workbook, desk.workbook.with_name("inkommet")).err
    for answer in (desk.browser.get(desk.where), desk.browser.post(desk.where, seen=hidden(shown, "seen")[0])):
        assert answer.status_code == 409
        assert "Excel" in fault
        assert "Excel" in text_of(answer)


def test_the_year_leads_here(desk: Desk) -> None:
    desk.give_all()
    year = desk.browser.get(desk.where.removesuffix("samla-in"))
    assert f'href="{desk.where}"' in year.text


def test_the_folders_beside_the_workbook_are_offered(desk: Desk) -> None:
    inbox = desk.workbook.with_name("inkommet")
    assert "Använd inkommet" not in desk.browser.says(desk.where)
    inbox.mkdir()
    assert "Använd inkommet bredvid arbetsboken" in desk.browser.says(desk.where)
    chosen = desk.browser.post("/valj", bok=desk.where.split("/")[2], path=str(inbox), vidare="samla-in")
    assert chosen.headers["Location"].endswith(desk.where)
    assert "Använd inkommet" not in desk.browser.says(desk.where)


def test_they_are_offered_also_where_another_is_chosen(desk: Desk) -> None:
    """What is said to be in the outbox alone isn't all that has come."""
    for name in ("utskick", "inkommet"):
        desk.workbook.with_name(name).mkdir()
    for command in ("plan", "application"):
        rus_sheets(command, desk.workbook, "--no-pages")
    following = desk.browser.says(desk.year).partition("Näst på tur")[2].partition("Skapa")[0]
    assert "Välj mapparna" in following
    assert "Använd inkommet bredvid arbetsboken" in following
    desk.browser.post("/valj", bok=desk.where.split("/")[2], path=str(desk.workbook.with_name("utskick")))
    for where in (desk.where, f"{desk.year}svar"):
        assert "Använd inkommet bredvid arbetsboken" in desk.browser.says(where)
        assert "Använd utskick" not in desk.browser.says(where)
    chosen = desk.browser.post(
        "/valj", bok=desk.where.split("/")[2], path=str(desk.workbook.with_name("inkommet")), vidare="svar"
    )
    assert chosen.headers["Location"] == f"{desk.year}svar"


def test_the_year_offers_to_take_back_what_there_is_to_take_back(desk: Desk) -> None:
    assert "Det finns ingen ändring att ångra" in desk.browser.says(desk.year)
    shown = desk.give_all()
    desk.browser.post(desk.where, seen=hidden(shown, "seen")[0], mapp=hidden(shown, "mapp")[0])
    assert "Näst på tur Avgör. 2 värden att avgöra." in desk.browser.says(desk.year)
    assert "Inläsningen" in (said := desk.browser.says(desk.year))
    assert "Se och ångra" in said


def test_files_that_are_too_large_together(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page knows its bound, and so does the form; nothing is kept, and there is a way back."""
    monkeypatch.setattr("rus_sheets.web.app.LARGEST_UPLOAD", 300_000)
    form = desk.browser.get(desk.where)
    assert 'data-largest="300000"' in form.text
    refused = desk.give(("a.zip", b"x" * 200_000), ("b.zip", b"x" * 200_000))
    assert refused.status_code == 413
    assert "Det är för mycket att ta emot. Sidan tar 0 MB åt gången. Ta färre filer" in text_of(refused)
    assert f'href="{desk.year}"' in refused.text
    assert not desk.workbook.with_name("inkommet").exists()


def test_a_file_that_is_no_answer_is_laid_aside_and_put_back(desk: Desk) -> None:
    wrong = b"%PDF-1.4\n"
    desk.give(("program.pdf", wrong), ("Bo.zip", zipped({"annat.pdf": wrong})), ("A02.xlsx", answer(desk, "A02")))
    inbox, aside = desk.workbook.with_name("inkommet"), desk.workbook.with_name("undanlagt") / "inkommet"
    shown = desk.browser.get(desk.where)
    assert shown.text.count(">Lägg åt sidan<") == 2  # and not the answer
    for name in ("program.pdf", "Bo.zip/annat.pdf"):
        moved = desk.browser.post(f"{desk.where}/lagg-at-sidan", fil=name)
        assert moved.status_code == 303
    said = desk.browser.says(moved.headers["Location"])
    assert f"Bo.zip är lagd åt sidan och räknas inte längre. Den ligger i {aside}" in said
    assert sorted(path.name for path in aside.iterdir()) == ["Bo.zip", "program.pdf"]
    assert [path.name for path in inbox.iterdir()] == ["A02.xlsx"]
    assert "kan inte läsas" not in said
    assert "kan inte läsas" not in desk.browser.says(desk.year)
    (inbox / "program.pdf").write_bytes(b"en annan")
    back = desk.browser.post(f"{desk.where}/lagg-tillbaka", fil=str(aside / "program.pdf"))
    assert "Filen är tillbaka där den låg." in desk.browser.says(back.headers["Location"])
    assert (inbox / "program.pdf").read_bytes() == b"en annan"
    assert (inbox / "program (2).pdf").read_bytes() == wrong
    desk.browser.post(f"{desk.where}/lagg-at-sidan", fil="program.pdf")
    assert (aside / "program.pdf").read_bytes() == b"en annan"


@pytest.mark.parametrize("name", ["../verksamhet-2026.xlsx", "/etc/passwd", "finns-inte.pdf", ""])
def test_nothing_else_is_laid_aside(desk: Desk, name: str) -> None:
    desk.give(("program.pdf", b"%PDF-1.4\n"))
    before = desk.workbook.read_bytes()
    told = desk.browser.post(f"{desk.where}/lagg-at-sidan", fil=name)
    assert (told.status_code, "Filen ligger inte kvar i mappen." in text_of(told)) == (409, True)
    told = desk.browser.post(f"{desk.where}/lagg-tillbaka", fil=str(desk.workbook))
    assert told.status_code == 409
    assert desk.workbook.read_bytes() == before


def answer(desk: Desk, unit: str) -> bytes:
    return (desk.answers / f"{unit} svar.xlsx").read_bytes()

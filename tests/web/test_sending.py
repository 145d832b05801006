"""The follow-up files: told of first, then made, never over an answer."""

from __future__ import annotations

import json
import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from tests.cli.run import rus_sheets
from tests.web.conftest import Browser, text_of
from tests.web.desk import hidden


def test_a_last_day_that_is_none_is_told_and_nothing_is_made(browser: Browser, key: str, workbook: Path) -> None:
    told = browser.post(f"/bok/{key}/utskick", id="A01", visad="A01", sista_dag="snart")
    assert told.status_code == 409
    assert "”snart” är inget datum." in text_of(told)
    assert not workbook.with_name("utskick").exists()


def test_files_are_told_of_made_and_kept(browser: Browser, key: str, workbook: Path) -> None:
    target, mails = workbook.with_name("utskick"), workbook.with_name("mejl")
    where = f"/bok/{key}/utskick"
    shown = browser.get(where)
    assert "Skulle göra 28 uppföljningsfiler" in text_of(shown)
    ids = re.findall(r'name="id" value="([^"]+)" checked', shown.text)
    assert len(ids) == 28
    assert not target.exists()
    told = rus_sheets("split", workbook, target, "--mail", mails, "--dry-run")
    drafts = re.search(r"Skulle skriva (\d+ mejlutkast)", " ".join(told.out.split()))
    assert drafts
    assert f"Skullegöra28uppföljningsfileri{target}." in "".join(told.out.split())
    assert f"och {drafts[1]} i {mails}" in text_of(shown)
    assert "Mejlen säger inte när svaren ska vara inne." in text_of(shown)
    assert not target.exists()
    nothing = browser.post(where)
    assert nothing.status_code == 409
    assert "Ingen aktivitet är vald." in text_of(nothing)
    assert not target.exists()
    done = browser.post(where, id=ids[2], visad=ids[2], sista_dag="2099-12-15", kontakt="Bo Al")
    assert "Gjorde 1 uppföljningsfil i" in text_of(done)
    assert "och 1 mejlutkast i" in text_of(done)
    (draft,) = mails.iterdir()
    message = message_from_bytes(draft.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    text = message.get_body().get_content()  # type: ignore[union-attr]
    assert "15\u00a0december\u00a02099" in text
    assert "Frågor: Bo Al" in text
    assert draft.name in text_of(done)
    assert str(message["To"]).partition("<")[2].rstrip(">") in text_of(done)
    (made,) = target.iterdir()
    assert made.name.startswith(ids[2])
    assert browser.page.remembered.workbooks[0].folders == (target,)
    there = browser.get(where)
    assert "1 av filerna ligger redan där utan svar, och skrivs på nytt." in text_of(there)
    assert there.text.count("Filen finns redan") == 1
    made.write_bytes(b"svar")
    again = browser.says(where)
    assert "Skulle göra 27 uppföljningsfiler" in again
    assert f"{ids[2]} {made.name} Filen fanns redan" in again
    assert ids[2] not in hidden(browser.get(where), "visad")
    files = json.loads(rus_sheets("split", workbook, target, "--dry-run", "--format", "json").out)
    assert (files["dry_run"], sum(each["state"] == "kept" for each in files["files"])) == (True, 1)
    assert [each.name for each in target.iterdir()] == [made.name]


def test_every_count_is_of_what_is_picked(browser: Browser, key: str, workbook: Path) -> None:
    """Shown by an address of its own; and what wasn't shown isn't done."""
    where = f"/bok/{key}/utskick"
    every = re.findall(r'name="id" value="([^"]+)" checked', browser.get(where).text)
    picked = browser.get(f"{where}?valt=ja&id={every[0]}&id={every[1]}&kontakt=Bo+Al")
    assert "Skulle göra 2 uppföljningsfiler" in text_of(picked)
    assert re.findall(r'name="id" value="([^"]+)" checked', picked.text) == every[:2]
    assert re.findall(r'name="visad" value="([^"]+)"', picked.text) == every[:2]
    assert len(re.findall(r'name="id"', picked.text)) == len(every)
    drafts = re.search(r"och (\d+) mejlutkast", text_of(picked))
    assert drafts
    assert picked.text.count(".eml</span>") == int(drafts[1])
    assert "Mejlen säger inte vem" not in text_of(picked)
    assert "Skulle göra 0 uppföljningsfiler" in browser.says(f"{where}?valt=ja")
    together = browser.get(f"{where}?per_ansvarig=ja")
    files = re.search(r"Skulle göra (\d+) uppföljningsfiler", text_of(together))
    assert files
    told = rus_sheets("split", workbook, workbook.with_name("utskick"), "--by", "owner", "--dry-run").out
    assert f"Skulle göra {files[1]} uppföljningsfiler" in " ".join(told.split())
    assert hidden(together, "visad_per_ansvarig") == ["ja"]
    other = browser.post(where, id=every[2], visad=every[0], kontakt="Bo Al")
    assert other.status_code == 303
    said = browser.get(other.headers["Location"])
    assert "Valet av aktiviteter ändrades efter det som visades." in text_of(said)
    assert "Skulle göra 1 uppföljningsfil i" in text_of(said)
    assert 'value="Bo Al"' in said.text
    assert browser.page.gate.form_token not in other.headers["Location"]
    assert not workbook.with_name("utskick").exists()


def test_files_that_gave_way_are_kept_and_told_of(browser: Browser, key: str, workbook: Path) -> None:
    where, outbox = f"/bok/{key}/utskick", workbook.with_name("utskick")
    browser.post(where, id="A01", visad="A01")
    (first,) = outbox.iterdir()
    noted = first.read_bytes() + b" "
    first.write_bytes(noted)
    done = text_of(browser.post(where, id="A01", visad="A01"))
    assert f"1 fil som ändrades finns kvar som den var i {outbox / 'säkerhetskopior'}" in done
    (copy,) = (outbox / "säkerhetskopior").glob("*.xlsx")
    assert copy.read_bytes() == noted
    assert "0 klara" in browser.says(f"/bok/{key}/")  # and read by nobody


def test_the_last_day_is_proposed_to_the_reminders(browser: Browser, key: str, workbook: Path) -> None:
    where = f"/bok/{key}/utskick"
    done = browser.post(where, id="A01", visad="A01", sista_dag="2099-12-15", kontakt="Bo Al", minns="ja")
    assert "Sista svarsdag och Kontakt för frågor är skrivna på bladet Inställningar" in text_of(done)
    assert "Arbetsboken är inte ändrad" not in text_of(done)
    asked = browser.get(f"/bok/{key}/svar/paminn").text
    assert 'value="2099-12-15"' in asked
    assert 'value="Bo Al"' in asked
    again = browser.post(where, id="A01", visad="A01", sista_dag="2099-12-15", kontakt="Bo Al", minns="ja")
    assert "Arbetsboken är inte ändrad" in text_of(again)
    browser.post(
        f"/bok/{key}/angra", only=re.findall(r'name="only" value="([^"]+)"', browser.get(f"/bok/{key}/angra").text)[0]
    )
    assert 'value="Bo Al"' not in browser.get(f"/bok/{key}/svar/paminn").text

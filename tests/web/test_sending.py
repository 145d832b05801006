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


def test_a_last_day_that_is_none_is_told_and_nothing_is_made(browser: Browser, key: str, workbook: Path) -> None:
    told = browser.post(f"/bok/{key}/utskick", id="A01", sista_dag="snart")
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
    done = browser.post(where, id=ids[2], sista_dag="2099-12-15", kontakt="Bo Al")
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
    files = json.loads(rus_sheets("split", workbook, target, "--dry-run", "--format", "json").out)
    assert (files["dry_run"], sum(each["state"] == "kept" for each in files["files"])) == (True, 1)
    assert [each.name for each in target.iterdir()] == [made.name]

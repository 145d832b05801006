"""The follow-up files: told of first, then made, never over an answer."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.cli.run import rus_sheets
from tests.web.conftest import Browser, text_of


def test_files_are_told_of_made_and_kept(browser: Browser, key: str, workbook: Path) -> None:
    target = workbook.with_name("utskick")
    where = f"/bok/{key}/utskick"
    shown = browser.get(where)
    assert "Skulle göra 28 uppföljningsfiler" in text_of(shown)
    ids = re.findall(r'name="id" value="([^"]+)" checked', shown.text)
    assert len(ids) == 28
    assert not target.exists()
    told = rus_sheets("split", workbook, target, "--dry-run")
    assert (told.code, "".join(told.out.split())) == (0, f"Skullegöra28uppföljningsfileri{target}.")
    assert not target.exists()
    nothing = browser.post(where)
    assert nothing.status_code == 409
    assert "Ingen aktivitet är vald." in text_of(nothing)
    assert not target.exists()
    done = browser.post(where, id=ids[2])
    assert "Gjorde 1 uppföljningsfil i" in text_of(done)
    (made,) = target.iterdir()
    assert made.name.startswith(ids[2])
    assert browser.page.remembered.workbooks[0].folders == (target,)
    made.write_bytes(b"svar")
    again = browser.says(where)
    assert "Skulle göra 27 uppföljningsfiler" in again
    assert f"{ids[2]} {made.name} Filen fanns redan" in again
    files = json.loads(rus_sheets("split", workbook, target, "--dry-run", "--format", "json").out)
    assert (files["dry_run"], sum(each["state"] == "kept" for each in files["files"])) == (True, 1)
    assert [each.name for each in target.iterdir()] == [made.name]

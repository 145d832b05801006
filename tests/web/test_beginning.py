"""A year begun on the page: shown first, made then, as ``new`` makes it; and the workbook opened in Excel."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.web import overview
from tests.cli.run import rus_sheets
from tests.web.conftest import OWN, Browser, text_of
from tests.web.desk import hidden


def test_an_empty_workbook_is_shown_and_made(browser: Browser) -> None:
    folder = browser.home / "Dokument"
    assert "Gör en ny arbetsbok" in browser.says("/")
    said = browser.get("/ny?mapp=Dokument")
    assert f"Den läggs i {folder}" in text_of(said)
    names = re.findall(r'<option value="(\w+)">', said.text)
    assert names[0] == "verksamhet"
    asked = {"mapp": str(folder), "ar": "2027", "av": "", "mall": "verksamhet"}
    shown = text_of(browser.post("/ny/visa", **asked))
    target = folder / "verksamhet-2027.xlsx"
    assert f"Skulle göra {target} för 2027, utan rader." in shown
    command = rus_sheets("new", target, "--year", 2027, "--dry-run")
    assert f"Skullegöra{target}för2027,utanrader." in "".join(command.out.split())
    assert list(folder.iterdir()) == []
    done = browser.post("/ny", **asked)
    assert f"Gjorde {target} för 2027, utan rader." in text_of(done)
    assert open_book(target).year == 2027
    assert browser.page.remembered.workbooks[0].path == target
    again = browser.post("/ny", **asked)
    assert (again.status_code, "skrivs inte över" in text_of(again)) == (409, True)


def test_next_year_is_made_of_last_years(browser: Browser, key: str, workbook: Path) -> None:
    before = workbook.read_bytes()
    page = browser.get(f"/ny?bok={key}")
    source = unescape(re.findall(r'name="av" value="([^"]+)" checked', page.text)[0])
    assert source == str(workbook)
    asked = {"mapp": str(workbook.parent), "ar": "2027", "av": source, "mall": "verksamhet"}
    shown = browser.post("/ny/visa", **asked)
    target = workbook.with_name("verksamhet-2027.xlsx")
    said = text_of(shown)
    told = " ".join(rus_sheets("new", target, "--year", 2027, "--from", workbook, "--dry-run").out.split())
    assert re.findall(r"\d+ texter nämner 2026", said) == re.findall(r"\d+ texter nämner 2026", told) != []
    assert not target.exists()
    done = text_of(browser.post("/ny", utan="A05", **asked))
    assert "Fortsätter inte: Plan, A05" in done
    assert "A05" not in open_book(target)["plan"].by_id
    assert workbook.read_bytes() == before
    chosen = browser.page.remembered.workbooks[0]
    assert (chosen.path, chosen.previous) == (target, workbook)


def test_what_came_of_it_is_found_again_and_done_once(browser: Browser, workbook: Path) -> None:
    asked = {"mapp": str(workbook.parent), "ar": "2027", "av": str(workbook), "mall": ""}
    form = {"form_token": browser.page.gate.form_token, "utan": "A05"} | asked
    shown = browser.client.post("/ny/visa", data=form, headers=OWN)
    assert shown.status_code == 303  # so that one can come back to it
    page = browser.get(shown.location)
    assert page.text == browser.get(shown.location).text
    asked["seen"] = hidden(page, "seen")[0]
    assert hidden(page, "visad") == ["A05"]
    assert "Plan, A05" in text_of(page)
    other = browser.post("/ny", utan="A06", visad="A05", **asked)  # it isn't what was shown
    assert "Valet av aktiviteter ändrades efter det som visades." in text_of(other)
    assert "Plan, A06" in text_of(other)
    target = workbook.with_name("verksamhet-2027.xlsx")
    assert not target.exists()
    form = {"form_token": browser.page.gate.form_token, "utan": "A05", "visad": "A05"} | asked
    made = browser.client.post("/ny", data=form, headers=OWN)
    assert made.status_code == 303
    before = target.read_bytes()
    for _ in range(2):  # loaded again
        assert "Arbetsboken är gjord" in browser.says(made.location)
    again = browser.client.post("/ny", data=form, headers=OWN)  # back, and the button once more
    assert (again.status_code, again.location, target.read_bytes()) == (303, made.location, before)
    target.unlink()
    once_more = browser.client.post("/ny", data=form, headers=OWN)
    assert once_more.location != made.location
    assert target.is_file()
    target.unlink()
    workbook.write_bytes(workbook.read_bytes() + b" ")
    told = browser.post("/ny", utan="A05", visad="A05", **asked)
    assert (told.status_code, target.exists()) == (409, False)
    assert "har ändrats sedan du såg" in text_of(told)


def test_next_years_lies_beside_last_years_wherever_that_is(browser: Browser, workbook: Path, tmp_path: Path) -> None:
    inside = browser.page.remembered.choose(workbook)
    assert 'name="annan" autocomplete="off" spellcheck="false" value=""' in browser.get(f"/ny?bok={inside.key}").text
    (tmp_path / "gemensam").mkdir()
    outside = browser.page.remembered.choose(workbook.rename(tmp_path / "gemensam" / workbook.name))
    shown = browser.get(f"/ny?bok={outside.key}").text
    assert f'value="{outside.path.parent}"' in shown
    asked = {"mapp": str(browser.home), "annan": str(outside.path.parent), "ar": "2027", "av": str(outside.path)}
    browser.post("/ny", **asked)
    assert (outside.path.with_name("verksamhet-2027.xlsx")).is_file()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"ar": "snart"}, "Året saknas"), ({"ar": "1999"}, "Året saknas"),
        ({"mapp": "Dokument"}, "Sökvägen är inte hel"),
        ({"annan": "/finns/inte"}, "Det finns inget där"), ({"mall": "../../x.toml"}, "Den mallen finns inte"),
        ({"av": "/etc/passwd"}, "Det är ingen arbetsbok"),
    ],
)  # fmt: skip
def test_what_cant_be_made_is_told(browser: Browser, change: dict[str, str], fault: str) -> None:
    asked = {"mapp": str(browser.home), "ar": "2027", "av": "", "mall": "verksamhet"} | change
    for where in ("/ny/visa", "/ny"):
        told = browser.post(where, **asked)
        assert told.status_code == 409
        assert fault in text_of(told)
    assert [path.name for path in browser.home.iterdir()] == ["Dokument"]


def test_a_year_that_isnt_later_is_told(browser: Browser, workbook: Path) -> None:
    told = browser.post("/ny/visa", mapp=str(workbook.parent), ar="2026", av=str(workbook), mall="")
    assert "Filen finns redan" in text_of(told)
    told = browser.post("/ny/visa", mapp=str(workbook.parent), ar="2025", av=str(workbook), mall="")
    assert "Välj ett senare år." in text_of(told)


def test_the_workbook_and_the_folders_beside_it_are_opened(
    browser: Browser, key: str, workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(overview, "start_program", opened.append)
    where = f"/bok/{key}/oppna"
    assert "Öppna arbetsboken i Excel" in browser.says(f"/bok/{key}/")
    assert "Spara och stäng den" in text_of(browser.post(where))
    names = ["mejl", "paminnelser", "inkommet"]
    for name in names:
        assert f"{workbook.with_name(name)} öppnas" in text_of(browser.post(where, vad=name))
    assert opened == [workbook, *(workbook.with_name(name) for name in names)]
    assert browser.post(where, vad="..").status_code == 404
    monkeypatch.undo()
    assert "Det finns inget där." in text_of(browser.post(where, vad="mejl"))

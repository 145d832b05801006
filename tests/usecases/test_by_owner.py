"""A file for each owner with several activities: sent out, answered, told of, reminded of and read in."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import json
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest

from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.resources import declaration_path
from rus_sheets.schema.load import load_declaration
from rus_sheets.usecases.create import workbook_bytes
from rus_sheets.usecases.mails.draft_terms import GivenTerms
from rus_sheets.usecases.merging import merge
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.reminders import remind
from rus_sheets.usecases.sending import Mailing, send_out
from rus_sheets.usecases.split import SentState, split
from rus_sheets.usecases.status import follow_up
from tests.cli.run import rus_sheets
from tests.libreoffice import convert
from tests.robust.forms import finished

TODAY = dt.date(2026, 11, 2)
NOW = dt.datetime(2026, 12, 20, 9, 0, tzinfo=dt.UTC)
KARIN, BO = ("Karin Ek", "k@example.org"), ("Bo Al", "b@example.org")


def workbook_of(folder: Path, *owners: tuple[str | None, str | None]) -> Path:
    units = [(f"A{number:02}", *owner) for number, owner in enumerate(owners, 1)]
    rows = {
        "settings": [{"key": "År", "value": 2026}],
        "areas": [{"id": "O1", "name": "Område"}],
        "groups": [{"id": "G1", "area": "O1", "name": "Grupp"}],
        "plan": [{"id": unit, "group": "G1", "name": f"Aktivitet {unit}", "owner": name, "email": address}
                 for unit, name, address in units],
        "outcomes": [{"id": unit} for unit, *_ in units],
        "budget": [{"id": "P1", "name": "Resor", "budget": 1000}],
    }  # fmt: skip
    path = folder / "bok.xlsx"
    path.write_bytes(workbook_bytes(load_declaration(declaration_path("verksamhet")), rows))  # type: ignore[arg-type]
    return path


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return workbook_of(tmp_path, KARIN, BO, KARIN, (None, None))


def answer(path: Path, target: Path, **short: str) -> Path:
    """The file with the field Kort utfall of some activities filled in, as another program saves it."""
    book = openpyxl.load_workbook(path)
    for unit, text in short.items():
        sheet = book[f"{unit} Uppföljning"]
        row = next(cell.row for cell in sheet["A"] if cell.value == "Kort utfall")
        sheet.cell(row, 2).value = text
    target.parent.mkdir(exist_ok=True)
    book.save(target)
    finished(target, "Karin", dt.datetime(2026, 12, 1, 10, tzinfo=dt.UTC), fractions=False)
    return target


def test_a_file_is_counted_once_whatever_it_holds(workbook: Path) -> None:
    """Three files of four activities; with an answer in one of them, that file isn't untouched any more."""
    out = workbook.with_name("ut")
    split(workbook, out, by_owner=True, today=TODAY)
    told = " ".join(rus_sheets("merge", workbook, out, "--dry-run").out.split())
    assert "Inga av de 3 är ändrade sedan utskicket." in told
    assert "0 filer (3 lästa)" in told
    of_karin = out / "Uppföljning 2026 Karin Ek.xlsx"
    answer(of_karin, of_karin, A01="Klart")
    told = " ".join(rus_sheets("merge", workbook, out, "--dry-run").out.split())
    assert "2 av filerna är inte ändrade sedan utskicket." in told
    assert "från 1 fil (3 lästa)" in told


def test_who_has_several_has_one_file_and_the_others_one_each(workbook: Path) -> None:
    sent = split(workbook, workbook.with_name("ut"), by_owner=True, today=TODAY)
    assert [(file.activity, file.path.name) for file in sent] == [
        ("A01", "Uppföljning 2026 Karin Ek.xlsx"),
        ("A03", "Uppföljning 2026 Karin Ek.xlsx"),
        ("A02", "A02 Aktivitet A02.xlsx"),
        ("A04", "A04 Aktivitet A04.xlsx"),
    ]
    assert {path.name for path in workbook.with_name("ut").iterdir()} == {file.path.name for file in sent}
    raw = read_workbook(sent[0].path)
    shown = [sheet.name for sheet in raw.sheets if sheet.state == "visible"]
    assert shown[0] == "Översikt"
    assert shown[1:] == [
        f"{unit} {kind}" for unit in ("A01", "A03") for kind in ("Uppföljning", "Händelser och utgifter")
    ]
    assert sorted(map(led_to, raw.sheets[0].hyperlinks.values())) == ["A01 Uppföljning", "A03 Uppföljning"]
    for sheet in raw.sheets:
        assert set(map(led_to, sheet.hyperlinks.values())) <= set(shown)


def led_to(link: str) -> str:
    """The sheet that a link leads to."""
    return link.removeprefix("#'").partition("'!")[0]


def test_what_came_back_is_read_in_told_and_not_written_over(workbook: Path) -> None:
    out, inbox = workbook.with_name("ut"), workbook.with_name("in")
    path = split(workbook, out, by_owner=True, today=TODAY)[0].path
    answer(path, inbox / "svar.xlsx", A01="Ett", A03="Tre")
    board = follow_up(workbook, [out, inbox], today=TODAY)
    assert [(unit.activity, unit.state.value, unit.files) for unit in board.units if unit.files] == [
        ("A01", "partly", ("svar.xlsx",)), ("A03", "partly", ("svar.xlsx",))
    ]  # fmt: skip
    assert [unit.sent for unit in board.units] == [TODAY] * 4
    done = merge(workbook, [inbox], now=NOW)
    assert [(file.path, file.activity, file.state.value) for file in done.decisions.files] == [
        ("svar.xlsx", "A01", "merged"), ("svar.xlsx", "A03", "merged")
    ]  # fmt: skip
    rows = open_book(workbook)
    assert [rows["outcomes"].by_id[unit]["short"] for unit in ("A01", "A02", "A03")] == ["Ett", None, "Tre"]
    assert [(row.text("activity"), row.text("file"), row.text("who")) for row in rows["log"].rows] == [
        ("A01", "svar.xlsx", "Karin"), ("A03", "svar.xlsx", "Karin")
    ]  # fmt: skip
    before = workbook.read_bytes()
    merge(workbook, [inbox], now=NOW)
    assert workbook.read_bytes() == before
    answer(path, path, A03="Senare")
    again = split(workbook, out, by_owner=True, today=TODAY)
    assert [file.activity for file in again if file.state is SentState.KEPT] == ["A01", "A03"]


def test_the_drafts_have_the_file_once(workbook: Path) -> None:
    mailing = Mailing(workbook.with_name("mejl"), GivenTerms())
    out = workbook.with_name("ut")
    for dry_run in (True, False):
        told = send_out(workbook, out, by_owner=True, today=TODAY, mailing=mailing, dry_run=dry_run)
        assert len(told.paths(SentState.MADE)) == 3
    assert attached(mailing.folder / "Uppföljning Karin Ek.eml") == ["Uppföljning 2026 Karin Ek.xlsx"]
    assert attached(mailing.folder / "Uppföljning Bo Al.eml") == ["A02 Aktivitet A02.xlsx"]
    answer(told.files[0].path, workbook.with_name("in") / "halvt.xlsx", A03="Halvvägs")
    remind(workbook, [out, workbook.with_name("in")], workbook.with_name("pam"), today=TODAY)
    names = attached(workbook.with_name("pam") / "Påminnelse Karin Ek.eml")
    assert sorted(names) == ["Uppföljning 2026 Karin Ek.xlsx", "halvt.xlsx"]


def attached(path: Path) -> list[str]:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    names = [str(part.get_filename()) for part in message.iter_attachments()]
    return [name for name in names if name.endswith(".xlsx")]


def test_the_command_says_it(workbook: Path) -> None:
    ran = rus_sheets("split", workbook, workbook.with_name("ut"), "--by", "owner", "--format", "json")
    files = json.loads(ran.out)["files"]
    assert [file["activity"] for file in files] == ["A01", "A03", "A02", "A04"]
    assert len({file["path"] for file in files}) == 3
    assert "Klart: 3 uppföljningsfiler" in rus_sheets("split", workbook, workbook.with_name("ut"), "--by", "owner").out


def test_an_owner_of_28_activities_has_one_file_that_is_read_at_once(tmp_path: Path) -> None:
    workbook = workbook_of(tmp_path, *[KARIN] * 28)
    sent = split(workbook, tmp_path / "ut", by_owner=True, today=TODAY)
    assert {file.path.name for file in sent} == {"Uppföljning 2026 Karin Ek.xlsx"}
    assert sent[0].path.stat().st_size < 1_000_000
    answer(sent[0].path, tmp_path / "in" / "svar.xlsx", **{file.activity: f"Svar {file.activity}" for file in sent})
    done = merge(workbook, [tmp_path / "in"], now=NOW)
    assert [file.state.value for file in done.decisions.files] == ["merged"] * 28
    assert done.written == 28


@pytest.mark.libreoffice
def test_a_file_that_libreoffice_has_saved_is_read(workbook: Path) -> None:
    path = split(workbook, workbook.with_name("ut"), by_owner=True, today=TODAY)[0].path
    filled = answer(path, workbook.with_name("in") / "svar.xlsx", A01="Ett", A03="Tre")
    saved = convert(filled, "xlsx", workbook.with_name("lo"))
    done = merge(workbook, [saved], now=NOW)
    assert [(made.activity, made.returned) for made in done.decisions.decisions] == [("A01", "Ett"), ("A03", "Tre")]
    assert [note for file in done.decisions.files for note in file.notes] == []
    overview = read_workbook(saved).sheets[0]
    states = [overview.at(row, 2).value for row in (5, 6)]
    front = read_workbook(saved).sheet("A01 Uppföljning")
    assert front is not None
    assert states[0] in {cell.value for cell in front.cells.values()}

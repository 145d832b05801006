"""The year as one picture says what the commands say."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

import docx
import openpyxl
import pytest

from rus_sheets.resources import folder
from rus_sheets.schema.model import DocumentCommand
from rus_sheets.usecases.create import new_workbook
from rus_sheets.usecases.documents import AFTER, BEFORE, write_document
from rus_sheets.usecases.page.remembered import Chosen
from rus_sheets.usecases.page.written_documents import documents_of
from rus_sheets.usecases.page.year import Year, picture
from rus_sheets.usecases.page.year_steps import Step, StepState
from rus_sheets.usecases.split import split
from tests.documents.years import State, path
from tests.usecases.test_verify import set_value

TODAY = dt.date(2026, 12, 20)


def states(year: Year) -> dict[str, str]:
    return {step.key: step.state.value for step in year.steps}


def step_of(year: Year, key: str) -> Step:
    return next(step for step in year.steps if step.key == key)


def write(workbook: Path, *commands: DocumentCommand) -> None:
    for command in commands:
        write_document(command, workbook, now=dt.datetime(2026, 12, 18, 9, 0, tzinfo=dt.UTC), pages=False)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return Path(shutil.copy(folder("examples") / "2026" / "verksamhet-2026.xlsx", tmp_path))


def test_at_the_beginning(workbook: Path) -> None:
    year = picture(Chosen(workbook), today=TODAY)
    assert states(year) == {
        "new": "done", "check": "done", "documents": "waits", "send": "waits", "collect": "waits", "decide": "waits",
        "report": "waits",
    }  # fmt: skip
    assert year.next
    assert year.next.key == "documents"
    assert year.next.commands == (f"rus-sheets plan {workbook}", f"rus-sheets application {workbook}")
    figures = {each.key: each.text for each in year.figures}
    assert (figures["days"], figures["budget"], figures["activities"]) == ("755", "4\u00a0500\u00a0000", "28")
    assert year.year == 2026


@pytest.mark.parametrize("template", ["verksamhet", "bidrag"])
def test_a_workbook_without_activities_is_to_be_filled_in(tmp_path: Path, template: str) -> None:
    path = tmp_path / "ny.xlsx"
    new_workbook(path, 2027, template)
    year = picture(Chosen(path), today=TODAY)
    assert {key: states(year)[key] for key in ("new", "send", "collect", "decide")} == dict.fromkeys(
        ("new", "send", "collect", "decide"), "waits"
    )
    assert year.next
    assert year.next.key == ("check" if year.report.wants_a_person else "new")
    assert "har inga rader än. Fyll i arbetsboken i Excel." in year.steps[0].said


@pytest.mark.parametrize("state", ["empty", "half", "complete"])
@pytest.mark.parametrize("name", ["2026", "bidrag-2026"])
def test_what_is_not_reported_is_no_nought(name: str, state: State) -> None:
    """Nor does what is reported of some read as if it were of all."""
    figures = {figure.key: figure.text for figure in picture(Chosen(path(name, state)), today=TODAY).figures}
    outcomes = {"2026": ("spent", "days_spent"), "bidrag-2026": ("used", "carried", "efforts", "work_days")}[name]
    told = {"empty": "ännu inte redovisat", "half": r"[\d\xa0,]+ \(för \d+ av \d+\)", "complete": r"[\d\xa0,]+"}
    assert {key: figures[key] for key in outcomes if not re.fullmatch(told[state], figures[key])} == {}
    assert figures["answered"] == str({"empty": 0, "half": 19, "complete": 28}[state]) or name != "2026"


def test_a_sum_of_the_plan_says_how_many_parts_it_is_of(tmp_path: Path) -> None:
    workbook = Path(shutil.copy(path("2026", "complete"), tmp_path / "bok.xlsx"))
    set_value(workbook, "Budget/P2/Budget", None)
    set_value(workbook, "Finansiering/K1/Belopp", None)
    figures = {figure.key: figure.text for figure in picture(Chosen(workbook), today=TODAY).figures}
    assert figures["budget"].endswith(" (för 3 av 4)")
    assert figures["funding"] == "ännu inte ifyllt"


def test_what_is_wrong_comes_first(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    plan = book["Plan"]
    days = next(cell.column for cell in plan[1] if cell.value == "Dagar")
    plan.cell(2, days).value = "många"
    book.save(workbook)
    year = picture(Chosen(workbook), today=TODAY)
    assert year.next
    assert year.next.key == "check"
    assert year.next.state is StepState.WRONG
    assert "fel" in year.next.said


def test_sent_and_gone_folders(workbook: Path, tmp_path: Path) -> None:
    split(workbook, tmp_path / "ut", today=TODAY)
    gone = tmp_path / "borta"
    year = picture(Chosen(workbook, (tmp_path / "ut", gone)), today=TODAY)
    sent = next(step for step in year.steps if step.key == "send")
    assert (sent.state, sent.said) == (StepState.DONE, "28 av 28 har en fil.")
    assert year.chosen.gone == (gone,)
    collect = next(step for step in year.steps if step.key == "collect")
    assert collect.said == "0 klara, 0 delvis, 28 saknas av 28."
    assert collect.commands[0] == f"rus-sheets merge {workbook} {tmp_path / 'ut'}"


def test_when_all_is_done(tmp_path: Path) -> None:
    """A year that has been reported, with its documents."""
    workbook = tmp_path / "verksamhet-2022.xlsx"
    book = openpyxl.load_workbook(folder("examples") / "2022" / workbook.name)
    outcome = book["Utfall"]
    days = next(cell.column for cell in outcome[1] if cell.value == "Dagar utfall")
    for row in range(2, outcome.max_row + 1):
        outcome.cell(row, days).value = 1
    book.save(workbook)
    year = picture(Chosen(workbook), today=TODAY)
    assert {key for key, state in states(year).items() if state != "done"} == {"documents", "report"}
    write(workbook, *DocumentCommand)
    year = picture(Chosen(workbook), today=TODAY)
    assert set(states(year).values()) == {"done"}
    assert year.next is None
    assert year.board
    collect = next(step for step in year.steps if step.key == "collect")
    whole = (tmp_path / "Ansokan-2022.docx").read_bytes()
    (tmp_path / "Ansokan-2022.docx").write_bytes(whole[:3000])
    damaged = picture(Chosen(workbook), today=TODAY)
    assert damaged.next
    assert (damaged.next.key, damaged.next.state) == ("documents", StepState.WRONG)
    assert "Verksamhetsplan-2022.docx: allt stämmer. Ansokan-2022.docx: Filen är skadad" in damaged.next.said
    assert collect.said == f"{len(year.board.units)} klara, 0 delvis, 0 saknas av {len(year.board.units)}."


@pytest.mark.parametrize("commands", [BEFORE, AFTER])
def test_a_document_that_disagrees_is_not_done(workbook: Path, commands: tuple[DocumentCommand, ...]) -> None:
    """The year says of each document what the page of documents says."""
    write(workbook, *commands)
    key = "documents" if commands == BEFORE else "report"
    done = step_of(picture(Chosen(workbook), today=TODAY), key)
    assert (done.state, done.said.count(": allt stämmer.")) == (StepState.DONE, 2)
    set_value(workbook, "Plan/A02/Dagar", 99)
    told = step_of(picture(Chosen(workbook), today=TODAY), key)
    assert told.state is StepState.WAITS
    found = [document for document in documents_of(workbook) if document.command in commands]
    outcomes = [f"{document.path.name}: {document.verified.outcome}." for document in found if document.verified]
    assert told.said == " ".join(outcomes)
    assert "stämmer inte." in told.said
    first = found[0].path
    assert f"rus-sheets verify {first} {workbook}" in told.commands
    docx.Document().save(str(first))
    other = step_of(picture(Chosen(workbook), today=TODAY), key)
    fault = documents_of(workbook)[[document.path for document in documents_of(workbook)].index(first)].fault
    assert fault
    assert (other.state, f"{first.name}: {fault.message}" in other.said) == (StepState.WRONG, True)


def test_a_document_says_itself_when_it_was_written(workbook: Path) -> None:
    """As on the page of documents: a copied file has another date on the disk."""
    write(workbook, DocumentCommand.SHORT)
    dates = step_of(picture(Chosen(workbook), today=TODAY), "report").dates
    assert dates == "Arsredovisning-2026.docx skrevs 2026-12-18."


def test_a_year_that_is_missing_is_said(workbook: Path) -> None:
    set_value(workbook, "Inställningar/År/Värde", None)
    told = step_of(picture(Chosen(workbook), today=TODAY), "report")
    assert (told.state, told.said) == (StepState.WRONG, "Inställningen År är tom. Fyll i den.")


def test_another_declaration(tmp_path: Path) -> None:
    source = next((folder("examples") / "bidrag-2026").glob("*.xlsx"))
    year = picture(Chosen(Path(shutil.copy(source, tmp_path))), today=TODAY)
    assert "documents" not in states(year)  # it has a report only
    assert states(year)["report"] in ("waits", "done")


def test_what_lacks_columns_says_so(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    del book["Utfall"]
    book.save(workbook)
    year = picture(Chosen(workbook), today=TODAY)
    sent = next(step for step in year.steps if step.key == "send")
    assert sent.state is StepState.WRONG
    assert "Utfall" in sent.said

"""The second declaration through a whole year: the county boards' account of their share, with no code of its own."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from docx.oxml.ns import qn
from lxml import etree
from msgspec.structs import replace
from openxml_audit import OpenXmlValidator

from rus_sheets.book.model import Book
from rus_sheets.documents.alphabet import swedish_order
from rus_sheets.documents.contexts import names_for
from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.resources import folder
from rus_sheets.schema.model import DocumentCommand
from rus_sheets.usecases.create import new_workbook
from rus_sheets.usecases.demo import _answers
from rus_sheets.usecases.documents import write_document
from rus_sheets.usecases.merging import Merged, merge
from rus_sheets.usecases.opened.opening import declaration_of, open_book
from rus_sheets.usecases.practice import fill
from rus_sheets.usecases.split import Sent, split
from rus_sheets.usecases.validate import validate
from rus_sheets.word.parts.ns import text_of
from tests.cli.run import rus_sheets
from tests.libreoffice import convert
from tests.word.documents import body, faults, lines

EXAMPLE = folder("examples") / "bidrag-2026" / "bidrag-2026.xlsx"
ANSWERS = EXAMPLE.parent / "svar"
NOT_ANSWERED = {"G", "S", "X"}


@dataclass(frozen=True)
class Year:
    """The example after a year: what was sent out, what came back, and the workbook with the answers."""

    place: Path
    workbook: Path
    sent: tuple[Sent, ...]
    merged: Merged
    book: Book


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    place = tmp_path_factory.mktemp("bidrag")
    workbook = Path(shutil.copy(EXAMPLE, place))
    declaration = open_book(workbook).declaration
    sent = split(workbook, place / "utskick", today=dt.date(2026, 12, 1))
    files = {each.activity: each.path for each in sent}
    (place / "inkommet").mkdir()
    for unit, answer in _answers(declaration, ANSWERS, dt.date(2027, 1, 25)).items():
        fill(declaration, files[unit], answer, place / "inkommet")
    merged = merge(workbook, [place / "inkommet"], now=dt.datetime(2027, 1, 25, tzinfo=dt.UTC))
    return Year(place, workbook, sent, merged, open_book(workbook))


def test_the_shares_come_to_the_sum_of_the_plan() -> None:
    book = open_book(EXAMPLE)
    assert len(book["counties"]) == 21
    assert sum(row.number_of("share") for row in book["counties"]) == 1000
    assert book.totals["granted"].value == book.setting("shared") == 1_500_000
    assert {key: total.stored for key, total in book.totals.items()} == {
        key: total.value for key, total in book.totals.items()
    }


def test_before_and_after_the_answers_there_is_nothing_to_remark(year: Year) -> None:
    assert validate(EXAMPLE).findings == ()
    assert validate(year.workbook).findings == ()


def test_each_county_has_its_file(year: Year) -> None:
    assert len(year.sent) == 21
    names = {each.activity: each.path.name for each in year.sent}
    assert names["AB"] == "AB Stockholms län.xlsx"
    assert names["AC"] == "AC Västerbottens län.xlsx"


def test_the_answers_go_in_once(year: Year) -> None:
    summary = year.merged.decisions.summary
    assert (summary["files"], summary["conflict"], summary["refuse"]) == (18, 0, 0)
    assert year.merged.untrusted == ()
    again = merge(year.workbook, [year.place / "inkommet"], now=dt.datetime(2027, 1, 26, tzinfo=dt.UTC), dry_run=True)
    assert again.decisions.summary["take"] == 0


def test_a_county_that_tells_only_what_it_carries_over_has_accounted_for_a_part(tmp_path: Path) -> None:
    """What it has used isn't known, and isn't told as nought; every sum is of what its sentence says."""
    workbook = Path(shutil.copy(EXAMPLE, tmp_path))
    account = open_book(workbook)["accounts"].by_id["C"]
    patch_cells(workbook, workbook, {account.table.sheet: {account.cell("carried").ref: 5000}})
    book = open_book(workbook)
    available = {row.id: row.number_of("available") for row in book["counties"]}
    assert book["counties"].by_id["C"]["used"] is book["accounts"].by_id["C"]["used"] is None
    partly, missing = available.pop("C") - 5000, sum(available.values())
    ran = rus_sheets("report", workbook, "-o", tmp_path / "d.docx")
    assert "Redovisning, Använt: saknas för ytterligare 1 av 21 (Uppsala län)." in " ".join(ran.err.split())
    found = [each.replace("\u00a0", " ") for each in lines((tmp_path / "d.docx").read_bytes())]
    said = "\n".join(found)
    assert "1 av 21 län har redovisat, men bara delvis. Hittills förs 5 000 kr över till nästa år.\n" in said
    assert f"Där återstår {missing:,.0f} kr att redovisa.".replace(",", " ") in said
    assert f"bara delvis har {partly:,.0f} kr kvar att redovisa.".replace(",", " ") in said
    assert "Använt, kr: ännu inte redovisat" in said
    names = names_for(book.declaration.document_of(DocumentCommand.REPORT), book)
    used = {row["namn"]: str(row["använt_kr"]) for row in names["summering"]["per_län"]}
    assert used["Uppsala län"] == "ej redovisat"
    assert not [each for each in found if "– arbetsdagar" in each or "ej redovisat kr" in each]


def test_one_effort_is_told_in_the_singular(tmp_path: Path) -> None:
    changed = openpyxl.load_workbook(EXAMPLE)
    told = {"Insats-ID": "AB-01", "Länskod": "AB", "Insats": "Kurs", "Kategori": "Samverkan", "Status": "Pågår"}
    for cell in changed["Insatser"][1]:
        if value := {**told, "Belopp": 135_000}.get(cell.value):
            changed["Insatser"].cell(2, cell.column).value = value
    changed.save(tmp_path / "b.xlsx")
    rus_sheets("report", tmp_path / "b.xlsx", "-o", tmp_path / "d.docx")
    said = "\n".join(lines((tmp_path / "d.docx").read_bytes())).replace("\u00a0", " ")
    assert "klart med redovisningen ännu. Det som är redovisat är 135 000 kr till 1 insats.\n" in said
    assert "Kvar att redovisa är 1 406 500 kr." in said
    assert "arbetsdagar" not in said


def test_the_last_row_of_the_categories_sums_every_column(year: Year) -> None:
    document = year.book.declaration.document_of(DocumentCommand.REPORT)
    sums = names_for(document, year.book)["summor_per"]["per_kategori"]
    by_state = [str(sums[each]).replace("\u00a0", "") for each in ("genomfört", "pågår", "inte_genomfört")]
    assert "" not in by_state
    assert sum(map(int, by_state)) == int(str(sums["belopp_kr"]).replace("\u00a0", "")) == 1_329_000


TOTALS = {
    "counties": 21, "answered": 18, "missing": 3, "granted": 1_500_000, "carried_in": 41_500, "available": 1_541_500,
    "used": 1_329_000, "carried": 23_500, "left": 189_000, "efforts": 48, "work_days": 356,
    "partly": 0, "left_partly": 0, "left_missing": 189_000,
}  # fmt: skip


def test_the_totals_are_stored_as_recomputed(year: Year) -> None:
    assert {key: total.value for key, total in year.book.totals.items()} == TOTALS
    assert {key: total.stored for key, total in year.book.totals.items()} == TOTALS
    assert {row.id for row in year.book["accounts"] if row["carried"] is None} == NOT_ANSWERED
    assert all(row["left"] == 0 for row in year.book["accounts"] if row.id not in NOT_ANSWERED)


@pytest.mark.libreoffice
def test_every_stored_value_is_what_libreoffice_calculates(year: Year, tmp_path: Path) -> None:
    again = read_workbook(convert(year.workbook, "xlsx", tmp_path))
    compared = 0
    for sheet in year.book.raw.sheets:
        other = again.sheet(sheet.name)
        assert other is not None
        for place, cell in sheet.cells.items():
            if cell.formula is not None:
                compared += 1
                theirs = other.at(*place).value
                assert (sheet.name, cell.ref, cell.value or None) == (sheet.name, cell.ref, theirs or None)
    assert compared > 250


def test_the_summary_in_word(year: Year) -> None:
    target = year.place / "sammanställning.docx"
    ran = rus_sheets("report", year.workbook, "-o", target)
    assert ran.code == 0, ran
    data = target.read_bytes()
    assert faults(data) == []
    text = "\n".join(lines(data)).replace("\u00a0", " ")
    for said in ("1 500 000 kr", "1 541 500 kr", "1 329 000 kr", "48 insatser", "3 län har inte redovisat klart"):
        assert said in text
    assert all(row.title in text and row.text("short") in text for row in year.book["accounts"])
    assert list(OpenXmlValidator().validate(target).errors) == []
    tags = {each.get(qn("w:val")) for each in body(data).iter(qn("w:tag"))}
    assert {"Summering/Tilldelat_totalt", "Summering/Samverkan/Belopp, kr", "Insatser/AB-01/Belopp"} <= tags
    assert rus_sheets("verify", target, year.workbook).code == 0


def test_refresh_follows_the_workbook(year: Year, tmp_path: Path) -> None:
    workbook, document = tmp_path / "bidrag-2026.xlsx", tmp_path / "ut.docx"
    shutil.copy(year.workbook, workbook)
    assert rus_sheets("report", workbook, "-o", document).code == 0
    cell = year.book["efforts"].by_id["AB-01"].cell("amount")
    patch_cells(workbook, workbook, {cell.sheet: {cell.ref: 59_000}})
    assert rus_sheets("verify", document, workbook).code == 1
    assert rus_sheets("refresh", document, workbook).code == 0
    assert rus_sheets("verify", document, workbook).code == 0
    assert "1 330 000 kr" in "\n".join(lines(document.read_bytes())).replace("\u00a0", " ")


def test_a_document_that_the_declaration_lacks_is_one_plain_line(year: Year) -> None:
    for command in (("plan",), ("application",), ("report", "--short")):
        ran = rus_sheets(*command, year.workbook)
        assert ran.code == 2
        assert f"har inget dokument för kommandot {' '.join(command)}" in " ".join(ran.err.split())


def test_the_other_commands(year: Year, tmp_path: Path) -> None:
    workbook = Path(shutil.copy(year.workbook, tmp_path))
    board = rus_sheets("status", workbook, year.place / "utskick")
    assert board.code == 0
    assert board.out.startswith("Län ")
    assert "18 klara, 0 delvis, 3 saknas av 21." in board.out
    following = tmp_path / "bidrag-2027.xlsx"
    assert rus_sheets("new", following, "--year", 2027, "--from", workbook).code == 0
    made = open_book(following)
    assert len(made["counties"]) == 21
    assert len(made["efforts"]) == 0
    assert made.totals["carried_in"].value == TOTALS["carried"]
    assert rus_sheets("validate", following).code == 0
    assert rus_sheets("compare", workbook, following).code == 0
    assert rus_sheets("validate", workbook, "--annotate", tmp_path / "granskad.xlsx").code == 0


@pytest.mark.parametrize("template", ["bidrag", "verksamhet"])
def test_the_declaration_is_found_without_its_name(tmp_path: Path, template: str) -> None:
    path = tmp_path / "ny.xlsx"
    new_workbook(path, 2027, template)
    nameless = replace(read_workbook(path), properties={})
    assert declaration_of(nameless).name == template
    shared = tuple(each for each in nameless.sheets if each.name not in ("Summering", "Redovisning", "Utfall"))
    assert declaration_of(replace(nameless, sheets=shared)).name == template


def test_a_form_is_no_workbook(year: Year) -> None:
    ran = rus_sheets("validate", year.sent[0].path)
    assert ran.code == 3
    assert "uppföljningsfil" in ran.err


def test_no_private_person_has_a_name() -> None:
    book = open_book(EXAMPLE)
    assert all(row.text("owner").startswith("Miljömålssamordnare, Länsstyrelsen") for row in book["counties"])
    assert all(row.text("email").endswith("@example.org") for row in book["counties"])


def test_the_counties_are_listed_by_name(year: Year) -> None:
    names = names_for(year.book.declaration.document[0], year.book)
    wanted = sorted((row.title for row in year.book["counties"]), key=swedish_order)
    assert wanted[-1] == "Östergötlands län"
    assert [each["namn"] for each in names["län"]] == wanted  # type: ignore[attr-defined]
    assert [each["namn"] for each in names["redovisning"]] == wanted  # type: ignore[attr-defined]
    assert [each["namn"] for each in names["summering"]["per_län"]] == wanted  # type: ignore[index]


def test_counties_that_have_not_reported_are_grey_and_listed_once(year: Year, tmp_path: Path) -> None:
    made = tmp_path / "d.docx"
    write_document(DocumentCommand.REPORT, year.workbook, output=made, now=dt.datetime(2027, 1, 25, tzinfo=dt.UTC))
    root = body(made.read_bytes())
    waiting = {row.title for row in year.book["counties"] if row.id in NOT_ANSWERED}
    table = next(each for each in root.iter(qn("w:tbl")) if "Gävleborgs län" in text_of(each))
    grey = {text_of(row.find(qn("w:tc"))) for row in table.iter(qn("w:tr")) if _styled(row, "Dampad")}
    assert {cell.partition(" (")[0] for cell in grey} == waiting
    assert {cell.rpartition("(")[2].strip(")") for cell in grey} == NOT_ANSWERED
    listed = [text_of(each) for each in root.iter(qn("w:p")) if text_of(each).endswith("att använda")]
    assert {each.partition(",")[0] for each in listed} == waiting
    headings = [text_of(each) for each in root.iter(qn("w:p")) if _styled(each, "Heading2")]
    assert not waiting & set(headings)


def _styled(element: etree._Element, style: str) -> bool:
    kinds = (*element.iter(qn("w:pStyle")), *element.iter(qn("w:rStyle")))
    return any(each.get(qn("w:val")) == style for each in kinds)


def test_a_county_is_one_bar_of_what_it_has_used_and_not(year: Year) -> None:
    names = names_for(year.book.declaration.document[0], year.book)
    chart = names["diagram"]["att_använda_och_använt_per_län_kr"].blocks[0]  # type: ignore[index]
    assert chart.kind == "stacked"
    assert [each.name for each in chart.series] == ["Använt, kr", "Inte använt", "Ej redovisat"]
    available = {row.title: row.number_of("available") for row in year.book["counties"]}
    for place, name in enumerate(chart.categories):
        assert sum(each.values[place] or 0 for each in chart.series) == available[name]

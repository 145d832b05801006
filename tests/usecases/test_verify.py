"""verify and refresh on the example years: they see exactly what was changed, and change exactly that."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import zipfile
from collections import Counter
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree
from openxml_audit import OpenXmlValidator

from rus_sheets.errors import UnusableInputError, UsageError
from rus_sheets.resources import folder as examples
from rus_sheets.schema.model import DocumentCommand
from rus_sheets.usecases.documents import write_document
from rus_sheets.usecases.refresh import refresh
from rus_sheets.usecases.verify import verify
from rus_sheets.word.memory.record import record_part
from rus_sheets.word.parts.edited_package import WordPackage
from tests.cli.run import rus_sheets
from tests.documents.books import last_years_workbook, year_before
from tests.libreoffice import convert
from tests.robust.hostile import packed
from tests.usecases.documents import change, example_year
from tests.word.documents import body, faults
from tests.word.test_own_template import strict

pytestmark = pytest.mark.slow

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


def found(document: Path, workbook: Path) -> list[tuple[str, str, str, str]]:
    return [
        (each.kind, each.tag or each.document, each.cell, each.workbook if each.tag else "")
        for each in verify(document, workbook).disagreements
    ]


def control(document: Document, tag: str, number: int = 0):
    found = document.element.body.xpath(f'.//w:sdt[w:sdtPr/w:tag/@w:val="{tag}"]')
    return found[number]


def cell_of(workbook: Path, tag: str) -> dict[str, str]:
    """Sheet and cell of a tag, told by another reader."""
    sheet, row_id, header = tag.split("/")
    return {sheet: refs_of(workbook, sheet, header)[row_id]}


def refs_of(workbook: Path, sheet: str, header: str) -> dict[object, str]:
    """Where the cells under a header stand, by what the first cell of their row says; rows without are left out."""
    rows = list(openpyxl.load_workbook(workbook)[sheet].iter_rows())
    column = [cell.value for cell in rows[0]].index(header)
    return {row[0].value: row[column].coordinate for row in rows[1:] if row[0].value}


def set_value(workbook: Path, tag: str, value: object) -> str:
    ((sheet, ref),) = cell_of(workbook, tag).items()
    change(workbook, {sheet: {ref: value}})
    return f"{sheet}!{ref}"


@pytest.mark.parametrize("year", [2022, 2026])
@pytest.mark.parametrize("kind", ["plan", "report", "application"])
def test_a_new_document_agrees(tmp_path: Path, kind: str, year: int) -> None:
    document, workbook = example_year(tmp_path, year, kind)
    verified = verify(document, workbook)
    assert verified.disagreements == ()
    assert verified.figures > 10


def test_the_short_report_agrees(tmp_path: Path) -> None:
    assert verify(*example_year(tmp_path, 2022, "short")).disagreements == ()


def test_changed_days_are_found_with_their_sums(tmp_path: Path) -> None:
    document, workbook = example_year(tmp_path, 2026, "plan")
    ref = set_value(workbook, "Plan/A03/Dagar", 60)
    every = verify(document, workbook).disagreements
    assert Counter(each.kind for each in every) == {"changed": 5, "chart": 1}
    one = next(each for each in every if each.tag == "Plan/A03/Dagar")
    assert (one.cell, one.workbook) == (ref, "60")
    assert one.place.startswith("Löpande miljömålsuppföljning")
    assert {each.tag for each in every} == {"Plan/A03/Dagar", "Summering/O1/Dagar", "Summering/Dagar_totalt", ""}
    assert {each.cell for each in every} == {ref, "Summering!B8", "Summering!D43", ""}
    table = next(each for each in every if each.tag == "Summering/O1/Dagar")
    assert table.place == ("Arbetsdagar per område › Planerade arbetsdagar per område 2026 › ”Miljömålsuppföljning”")


@pytest.mark.parametrize(
    ("tag", "value", "text"),
    [
        ("Utfall/A01/Status", "Har delvis skett som planerat", "Har delvis skett som planerat"),
        ("Händelser/A15-H01/Datum", dt.date(2022, 5, 18), "18\u00a0maj\u00a02022"),
        ("Händelser/A16-H01/Deltagare", 151, "151"),
        ("Utgifter/U03/Belopp", 13400.5, "13\u00a0400,5"),
    ],
)
def test_statuses_dates_and_amounts_are_printed_as_in_the_documents(
    tmp_path: Path, tag: str, value: object, text: str
) -> None:
    document, workbook = example_year(tmp_path, 2022, "report")
    ref = set_value(workbook, tag, value)
    assert ("changed", tag, ref, text) in found(document, workbook)


def test_a_blank_cell_and_a_row_that_is_gone_are_told_apart(tmp_path: Path) -> None:
    document, workbook = example_year(tmp_path, 2026, "plan")
    blank = set_value(workbook, "Plan/A05/Dagar", None)
    set_value(workbook, "Plan/A03/Aktivitets-ID", "A99")
    kinds = {(kind, tag): cell for kind, tag, cell, _ in found(document, workbook)}
    assert kinds["changed", "Plan/A05/Dagar"] == blank  # today it says "saknas"
    assert ("left_over", "Plan/A03/Prioritetsklass") in kinds  # its figures are told with the row they stand in


def test_figures_typed_by_hand(tmp_path: Path) -> None:
    document, workbook = example_year(tmp_path, 2026, "plan")
    edited = docx.Document(str(document))
    for text in (
        "Planen har 771 arbetsdagar och 28 aktiviteter, dnr 1234-2026, 12 §, https://exempel.se/999 och år 2027.",
        "Budgeten är 4 500 000 kr, alltså 4,5 miljoner kronor, varav 3 400 000 kr är löner.",
        "Svaren lämnas inom 30 dagar, senast 2026-11-30. Under 2024 användes 4 393 523 kr.",
        "1. Sidan 17, tabell 4, punkt 12.",
    ):
        edited.add_paragraph(text)
    edited.save(str(document))
    assert [(kind, text) for kind, text, *_ in found(document, workbook)] == [
        ("typed", "771 arbetsdagar"),
        ("typed", "3 400 000 kr"),
    ]


def test_a_typed_figure_that_was_a_total_is_told(tmp_path: Path) -> None:
    document, workbook = example_year(tmp_path, 2026, "plan")
    edited = docx.Document(str(document))
    edited.add_paragraph("På det lägger vi 107 dagar.")
    edited.save(str(document))
    assert verify(document, workbook).disagreements == ()
    set_value(workbook, "Plan/A03/Dagar", 999)
    typed = [each for each in verify(document, workbook).disagreements if each.kind == "typed"]
    assert [each.document for each in typed] == ["107 dagar"]
    assert "Så sa Plan A03, Dagar förut; nu är det 999." in typed[0].message


@pytest.mark.parametrize(("kind", "year"), [(DocumentCommand.PLAN, 2026), (DocumentCommand.APPLICATION, 2022)])
def test_last_years_figures_are_remembered(tmp_path: Path, kind: DocumentCommand, year: int) -> None:
    _, workbook = example_year(tmp_path, year, "plan")
    previous = last_years_workbook(tmp_path) if kind is DocumentCommand.PLAN else year_before(year, tmp_path)
    document = tmp_path / "p.docx"
    write_document(kind, workbook, now=NOW, output=document, previous=previous)
    given = verify(document, workbook, previous)
    previous.unlink()
    remembered = verify(document, workbook)
    assert (remembered.disagreements, remembered.untied) == ((), ())
    assert remembered == given
    assert rus_sheets("refresh", document, workbook, "--dry-run").code == 0
    assert not [name for name, part in members(document).items() if b"@example" in part and "document" not in name]


def test_what_has_changed_since_last_year_is_compared_too(tmp_path: Path) -> None:
    _, workbook = example_year(tmp_path, 2026, "plan")
    previous = last_years_workbook(tmp_path)
    document = tmp_path / "p.docx"
    write_document(DocumentCommand.PLAN, workbook, now=NOW, output=document, previous=previous)
    previous.unlink()
    set_value(workbook, "Plan/A02/Dagar", 33)  # 20 last year, and told of as changed from that
    told = " ".join(each.message for each in verify(document, workbook).disagreements)
    assert "20" in told
    assert "33" in told


@pytest.mark.parametrize("command", ["refresh", "verify"])
def test_another_year_than_the_one_it_was_written_with_is_one_sentence(tmp_path: Path, command: str) -> None:
    _, workbook = example_year(tmp_path, 2026, "plan")
    document = tmp_path / "p.docx"
    kind = DocumentCommand.APPLICATION
    write_document(kind, workbook, now=NOW, output=document, previous=last_years_workbook(tmp_path))
    before = document.read_bytes()
    other = shutil.copy(examples("examples") / "2022" / "verksamhet-2022.xlsx", tmp_path)
    ran = rus_sheets(command, document, workbook, "--previous", other)
    assert ran.code == 3
    assert "gäller 2022, men dokumentet är skrivet med 2025 som förra året" in " ".join(ran.err.split())
    assert document.read_bytes() == before


def test_last_years_workbook_that_refresh_was_given_is_remembered(tmp_path: Path) -> None:
    _, workbook = example_year(tmp_path, 2026, "plan")
    previous = last_years_workbook(tmp_path)
    document = tmp_path / "p.docx"
    write_document(DocumentCommand.PLAN, workbook, now=NOW, output=document, previous=previous)
    new = Path(shutil.copy(previous, tmp_path / "rättad.xlsx"))
    set_value(new, "Plan/A02/Dagar", 33)
    tried = rus_sheets("refresh", document, workbook, "--previous", new, "--dry-run")
    assert "Skulle minnas rättad.xlsx som förra årets arbetsbok." in tried.out
    assert verify(document, workbook).disagreements == ()
    ran = rus_sheets("refresh", document, workbook, "--previous", new)
    assert "Minns nu rättad.xlsx som förra årets arbetsbok." in ran.out
    with_it = verify(document, workbook, new)
    again = refresh(document, workbook, now=NOW, previous=new)
    assert (again.filled, again.previous, again.backup) == ((), None, None)
    new.unlink()
    assert verify(document, workbook) == with_it
    assert refresh(document, workbook, now=NOW).filled == ()


def test_it_is_said_which_of_two_workbooks_says_another_thing(tmp_path: Path) -> None:
    _, workbook = example_year(tmp_path, 2026, "plan")
    previous = last_years_workbook(tmp_path)
    document = tmp_path / "p.docx"
    write_document(DocumentCommand.PLAN, workbook, now=NOW, output=document, previous=previous)
    new = Path(shutil.copy(previous, tmp_path / "rättad.xlsx"))
    set_value(new, "Plan/A02/Dagar", 33)
    set_value(workbook, "Plan/A03/Aktivitet", "Ett annat namn")
    told = [each.message for each in verify(document, workbook, new).disagreements if each.kind != "changed"]
    of_last = [message for message in told if "förra årets arbetsbok rättad.xlsx" in message]
    assert of_last
    assert all("33" in message for message in of_last if "20" in message)
    assert not any("Ett annat namn" in message for message in of_last)
    remedies = {each.remedy for each in verify(document, workbook, new).disagreements if each.message in of_last}
    assert "Kör rus-sheets refresh --previous rättad.xlsx: det sätts in på sin plats." in remedies
    assert "Kör rus-sheets refresh: det sätts in på sin plats." not in remedies
    assert any("Ett annat namn" in message and "arbetsboken ”" in message for message in told)
    ran = rus_sheets("verify", document, workbook, "--previous", new)
    assert "med verksamhet-2026.xlsx och förra årets arbetsbok rättad.xlsx:" in " ".join(ran.out.split())


def test_a_document_that_does_not_compare_with_last_year_remembers_none(tmp_path: Path) -> None:
    document, workbook = example_year(tmp_path, 2026, "plan")
    before = document.read_bytes()
    assert refresh(document, workbook, now=NOW, previous=last_years_workbook(tmp_path)).previous is None
    assert document.read_bytes() == before


def test_numbers_in_a_table_have_their_columns_unit(tmp_path: Path) -> None:
    document, workbook = example_year(tmp_path, 2022, "report")
    edited = docx.Document(str(document))
    table = next(table for table in edited.tables if table.cell(0, 1).text == "Budget, kr")
    paragraph = table.cell(1, 1).paragraphs[0]
    for each in paragraph._p.findall(qn("w:sdt")):
        paragraph._p.remove(each)
    paragraph.add_run("4 100 000")
    edited.save(str(document))
    (told,) = verify(document, workbook).disagreements
    assert (told.kind, told.document, told.tag) == ("typed", "4 100 000", "Budget/P1/Budget")


def test_refresh_changes_the_figures_and_nothing_else(tmp_path: Path) -> None:
    document, workbook = example_year(tmp_path, 2026, "plan")
    edited = docx.Document(str(document))
    body_ = edited.element.body
    run = control(edited, "Plan/A03/Dagar").find(f".//{qn('w:r')}")
    docx.text.run.Run(run, None).bold = True
    control(edited, "Plan/A04/Dagar").getparent().getparent().remove(control(edited, "Plan/A04/Dagar").getparent())
    body_.insert(5, control(edited, "Summering/Dagar_totalt").getparent())  # a sentence that has been moved
    edited.paragraphs[3].add_run("Vår egen mening om 12 §.")
    edited.save(str(document))
    before = members(document)
    set_value(workbook, "Plan/A03/Dagar", 60)
    refreshed = refresh(document, workbook, now=NOW)
    assert refreshed.left == ()
    assert Counter(each.tag for each in refreshed.filled)["Summering/Dagar_totalt"] == 2
    after = members(document)
    assert {name for name in before if before[name] != after[name]} == {
        "word/document.xml",
        "word/charts/chart1.xml",
        "word/embeddings/Microsoft_Excel_Sheet1.xlsx",
        record_part(WordPackage(document)),  # what has been written is remembered
    }
    made = docx.Document(str(document))
    run = control(made, "Plan/A03/Dagar").find(f".//{qn('w:r')}")
    assert (run.text, docx.text.run.Run(run, None).bold) == ("60", True)
    assert without_figures(document) == without_figures_of(before["word/document.xml"])
    assert faults(document.read_bytes()) == []
    assert list(OpenXmlValidator().validate(document).errors) == []
    assert refreshed.backup is not None
    assert members(refreshed.backup) == before
    assert verify(document, workbook).disagreements == ()


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def without_figures(path: Path) -> list[str]:
    return without_figures_of(members(path)["word/document.xml"])


def without_figures_of(xml: bytes) -> list[str]:
    """Everything in the body outside content controls and texts for charts."""
    root = etree.fromstring(xml)
    for content in root.iter(qn("w:sdtContent")):
        if content.getparent().find(f"{qn('w:sdtPr')}/{qn('w:tag')}") is not None:
            for piece in content.iter(qn("w:t")):
                piece.text = ""
    for drawing in root.iter(qn("wp:docPr")):
        drawing.set("descr", "")
    return etree.tostring(root).decode().split("\n")


def test_refreshing_again_leaves_the_bytes(tmp_path: Path) -> None:
    document, workbook = example_year(tmp_path, 2022, "report")
    set_value(workbook, "Utgifter/U03/Belopp", 20000)
    set_value(workbook, "Utfall/A01/Status", "Har ej skett")
    assert refresh(document, workbook, now=NOW).filled
    first = document.read_bytes()
    again = refresh(document, workbook, now=NOW)
    assert (again.filled, again.backup) == ((), None)
    assert document.read_bytes() == first


def test_counts_and_differences_follow(tmp_path: Path) -> None:
    document, workbook = example_year(tmp_path, 2022, "report")
    set_value(workbook, "Utgifter/U03/Belopp", 20000)
    set_value(workbook, "Utfall/A01/Status", "Har delvis skett som planerat")
    refreshed = refresh(document, workbook, now=NOW)
    assert refreshed.left == ()
    tags = {each.tag for each in refreshed.filled}
    assert {"Summering/Utfall_totalt-Budget_totalt", "Utfall/A01/Status/tecken"} <= tags
    assert {"Summering/Löpande/Har skett som planerat", "Utfall/A01/Status", "Budget/P3/Utfall"} <= tags


def test_counts_in_the_short_report_follow(tmp_path: Path) -> None:
    document, workbook = example_year(tmp_path, 2022, "short")
    set_value(workbook, "Utfall/A01/Status", "Har delvis skett som planerat")
    refreshed = refresh(document, workbook, now=NOW)
    assert {(each.tag, each.before, each.after) for each in refreshed.filled if each.tag} == {
        ("Utfall/Status/Har skett som planerat", "40", "39"),
        ("Utfall/Status/Har delvis skett som planerat", "8", "9"),
        ("Summering/O1/Har skett som planerat", "10", "9"),
        ("Summering/O1/Har delvis skett som planerat", "1", "2"),
    }
    assert [each.message for each in refreshed.left] == []
    assert verify(document, workbook).disagreements == ()


def test_a_chart_gets_a_series_that_it_had_not(tmp_path: Path) -> None:
    document, workbook = example_year(tmp_path, 2022, "report")
    set_value(workbook, "Utfall/A01/Status", "Har ej skett")  # a status that the chart had no series for
    refreshed = refresh(document, workbook, now=NOW)
    assert [told for told in refreshed.left if told.kind == "chart"] == []
    assert "Har ej skett 1" in next(done.after for done in refreshed.filled if "Status per prioritet" in done.title)


def test_a_dry_run_writes_nothing_and_an_output_leaves_the_document(tmp_path: Path) -> None:
    document, workbook = example_year(tmp_path, 2026, "application")
    set_value(workbook, "Budget/P1/Budget", 3350001)
    before = document.read_bytes()
    assert refresh(document, workbook, now=NOW, dry_run=True).filled
    target = tmp_path / "ny.docx"
    refresh(document, workbook, now=NOW, output=target)
    assert document.read_bytes() == before
    assert verify(target, workbook).disagreements == ()
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".docx", ".docx", ".xlsx"]
    with pytest.raises(UsageError):
        refresh(document, workbook, now=NOW, output=tmp_path / "ny.docm")
    assert refresh(document, workbook, now=NOW, output=document).backup


@pytest.mark.parametrize("lock", ["~$sokan-2026.docx", ".~lock.Ansokan-2026.docx#"])
def test_an_open_document_is_left_alone(tmp_path: Path, lock: str) -> None:
    document, workbook = example_year(tmp_path, 2026, "application")
    set_value(workbook, "Budget/P1/Budget", 1)
    before = document.read_bytes()
    (tmp_path / lock).write_bytes(b"")
    with pytest.raises(UnusableInputError, match="öppen i"):
        refresh(document, workbook, now=NOW)
    assert document.read_bytes() == before


def bidrag(folder: Path) -> tuple[Path, Path]:
    """The other declaration's document and workbook."""
    workbook = folder / "bidrag-2026.xlsx"
    shutil.copy(examples("examples") / "bidrag-2026" / workbook.name, workbook)
    document = folder / "bidrag.docx"
    write_document(DocumentCommand.REPORT, workbook, now=NOW, output=document)
    return document, workbook


def spoil(workbook: Path, wrong: str) -> None:
    """Make the workbook another plan's, or nobody's."""
    if wrong == "other ids":
        ids = refs_of(workbook, "Plan", "Aktivitets-ID").values()
        change(workbook, {"Plan": {ref: f"B{number:02}" for number, ref in enumerate(ids, 1)}})
    if wrong == "other names":
        names = refs_of(workbook, "Plan", "Aktivitet").values()
        change(workbook, {"Plan": {ref: f"Annat {number}" for number, ref in enumerate(names)}})
    if wrong == "no year":
        set_value(workbook, "Inställningar/År/Värde", None)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("year", "Dokumentet är för 2022 men arbetsboken för 2026."),
        ("untitled", "Dokumentet är för 2022 men arbetsboken för 2026."),
        ("other title", "Dokumentet är för 2022 men arbetsboken för 2026."),
        ("title alone", "Dokumentet är för 2022 men arbetsboken för 2026."),
        ("other sheets", "Dokumentet är inte gjort av verksamhet-2026.xlsx:"),
        (
            "bidrag document",
            "av slaget bidrag, men verksamhet-2026.xlsx är av slaget verksamhet.",
        ),
        ("bidrag workbook", "gjort av en arbetsbok av slaget verksamhet, men bidrag-2026.xlsx är av slaget bidrag."),
        ("other ids", "Dokumentet är inte gjort av verksamhet-2026.xlsx:"),
        ("other names", "28 av 28 id:n är något annat där. A01 är ”"),
        ("no year", "Inställningen År är tom. Fyll i den."),
    ],
)
def test_a_wrong_workbook_is_one_sentence(tmp_path: Path, wrong: str, said: str) -> None:
    document, workbook = example_year(tmp_path, 2026, "plan")
    if wrong in ("year", "untitled", "other title", "title alone"):
        old = Path(shutil.copy(examples("examples") / "2022" / "verksamhet-2022.xlsx", tmp_path))
        document = tmp_path / "gammal.docx"
        write_document(DocumentCommand.REPORT, old, now=NOW, output=document)
        edited = docx.Document(str(document))
        if wrong in ("untitled", "other title"):
            edited.core_properties.title = "Vår berättelse" if wrong == "untitled" else "Berättelse 2026"
        edited.save(str(document))
        if wrong == "title alone":
            forget_record(document)
    if wrong in ("bidrag document", "other sheets"):
        document, _ = bidrag(tmp_path)
        if wrong == "other sheets":
            forget_record(document)
    if wrong == "bidrag workbook":
        write_document(DocumentCommand.PLAN, workbook, now=NOW, output=document)
        _, workbook = bidrag(tmp_path)
    spoil(workbook, wrong)
    _is_refused(document, workbook, said)


def test_a_document_that_names_no_activity_knows_its_plan(tmp_path: Path) -> None:
    document, workbook = example_year(tmp_path, 2026, "application")
    write_document(DocumentCommand.APPLICATION, workbook, now=NOW, output=document)
    some = list(refs_of(workbook, "Plan", "Aktivitet").values())
    change(workbook, {"Plan": {ref: f"Annat {number}" for number, ref in enumerate(some[: len(some) // 2])}})
    assert rus_sheets("verify", document, workbook).code == 0
    spoil(workbook, "other names")
    _is_refused(document, workbook, "28 av 28 id:n på bladet Plan är något annat där.")


def _is_refused(document: Path, workbook: Path, said: str) -> None:
    before = document.read_bytes()
    for command in ("verify", "refresh"):
        ran = rus_sheets(command, document, workbook)
        assert (ran.code, ran.out) == (3, "")
        assert said in " ".join(ran.err.split())
        assert len(ran.err) < 500
    assert document.read_bytes() == before


def forget_record(document: Path) -> None:
    """As a program leaves it that takes custom XML away, and an older version of ours wrote it."""
    parts = members(document)
    with zipfile.ZipFile(document, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content.replace(b"urn:rus-sheets:record", b"urn:someone-elses"))


@pytest.mark.parametrize("what", ["workbook", "text", "half", "encrypted", "empty", "foreign", "missing"])
def test_a_document_that_cant_be_used_gives_one_line(tmp_path: Path, what: str) -> None:
    document, workbook = example_year(tmp_path, 2026, "plan")
    whole = document.read_bytes()
    ole = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    content = {"workbook": workbook.read_bytes(), "text": b"hej", "half": whole[: len(whole) // 2], "empty": b""}
    if what == "foreign":
        docx.Document().save(str(document))
    elif what == "missing":
        document.unlink()
    else:
        document.write_bytes({**content, "encrypted": ole}[what])
    for command in ("verify", "refresh"):
        ran = rus_sheets(command, document, workbook)
        assert (ran.code, ran.out) == (3, "")
        assert ran.err.startswith("Fel: ")
        assert "Traceback" not in ran.err


def test_the_commands_tell_and_exit(tmp_path: Path) -> None:
    document, workbook = example_year(tmp_path, 2026, "plan")
    ran = rus_sheets("verify", document, workbook)
    assert ran.code == 0
    assert f"{verify(document, workbook).figures} uppgifter" in ran.out
    set_value(workbook, "Plan/A03/Dagar", 60)
    ran = rus_sheets("verify", document, workbook)
    assert ran.code == 1
    assert "Plan A03, Dagar: dokumentet säger 107, arbetsboken 60." in " ".join(ran.out.split())
    ran = rus_sheets("verify", document, workbook, "--format", "json")
    assert {each["kind"] for each in json.loads(ran.out)["disagreements"]} == {"changed", "chart"}
    ran = rus_sheets("refresh", document, workbook, "--dry-run", "--format", "json")
    assert (ran.code, len(json.loads(ran.out)["changes"])) == (0, 6)
    ran = rus_sheets("refresh", document, workbook)
    assert (ran.code, "säkerhetskopior/" in ran.out) == (0, True)
    assert rus_sheets("verify", document, workbook).code == 0


@pytest.mark.libreoffice
def test_after_libreoffice_it_verifies_or_says_why_not(tmp_path: Path) -> None:
    """LibreOffice keeps the tags from 7.5 on; older versions drop them, which must be told, not passed over."""
    document, workbook = example_year(tmp_path, 2026, "application")
    saved = convert(document, "docx", tmp_path / "sparad")
    if b"w:tag " in members(saved)["word/document.xml"]:
        assert verify(saved, workbook).disagreements == ()
    else:
        with pytest.raises(UnusableInputError, match="förlorat kopplingen"):
            verify(saved, workbook)


def test_headers_and_boxes_are_read_too(tmp_path: Path) -> None:
    document, workbook = example_year(tmp_path, 2026, "application")
    edited = docx.Document(str(document))
    header = edited.sections[0].header.paragraphs[0]
    header.add_run(" i alla ")
    header._p.append(control(edited, "Summering/Dagar_totalt"))
    edited.save(str(document))
    set_value(workbook, "Plan/A03/Dagar", 60)
    places = [each.place for each in verify(document, workbook).disagreements if "totalt" in each.tag]
    assert [place.split(" › ")[0] for place in places] == ["Sidhuvud"]
    assert refresh(document, workbook, now=NOW).left == ()
    assert body(document.read_bytes()) is not None


def test_a_strict_document_is_said_to_be_one(tmp_path: Path) -> None:
    document, workbook = example_year(tmp_path, 2026, "application")
    document.write_bytes(packed(strict(members(document))))
    for words in (("verify",), ("refresh",)):
        ran = rus_sheets(*words, document, workbook)
        assert ran.code == 3
        assert "sparat som Strikt Open XML-dokument" in " ".join(ran.err.split())


def test_a_chart_that_is_taken_away_is_told_by_itself(tmp_path: Path) -> None:
    document, workbook = example_year(tmp_path, 2026, "plan")
    edited = docx.Document(str(document))
    drawing = edited.element.body.xpath(".//w:drawing[.//a:graphicData[contains(@uri, 'chart')]]")[0]
    drawing.getparent().remove(drawing)
    edited.save(str(document))
    ran = rus_sheets("verify", document, workbook)
    said = " ".join(ran.out.split())
    assert ran.code == 0
    assert said.count("Diagrammet ”Planerade dagar per område 2026” är borttaget") == 1
    assert "allt stämmer" not in said


def test_a_section_added_by_hand_is_no_longer_missing(tmp_path: Path) -> None:
    """Typed as plain text: no bookmarks, no controls, and the caption with a number of its own."""
    document, workbook = example_year(tmp_path, 2026, "report")
    set_value(workbook, "Mål/M03/Bedömning", "På väg")
    missing = next(each for each in verify(document, workbook).disagreements if each.kind == "missing")
    assert "SEQ" not in missing.message
    assert missing.cell == ""  # it is no one cell's doing
    fresh = tmp_path / "ny.docx"
    write_document(DocumentCommand.REPORT, workbook, now=NOW, output=fresh)
    edited, new = docx.Document(str(document)), docx.Document(str(fresh))
    before = heading_of(edited, "Ekonomi")
    part = heading_of(new, "Målen 2026–2028")
    while text_in(part) != "Ekonomi":
        for text in map(text_in, part.iter(qn("w:p"))):
            added = docx.oxml.OxmlElement("w:p")
            before.addprevious(added)
            docx.text.paragraph.Paragraph(added, edited._body).add_run(text)
        part = part.getnext()
    edited.save(str(document))
    assert [each.kind for each in verify(document, workbook).disagreements if each.kind == "missing"] == []


def text_in(element) -> str:
    return "".join(each.text or "" for each in element.iter(qn("w:t")))


def heading_of(document: Document, text: str):
    found = (each for each in document.paragraphs if each.text == text and each.style.name.startswith("Heading"))
    return next(found)._p

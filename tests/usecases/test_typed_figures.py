"""Figures typed by hand: of all that could be typed in a place, only the workbook's own of that place pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from rus_sheets.usecases.verify import Verified, verify
from tests.cli.run import rus_sheets
from tests.usecases.documents import example_year
from tests.usecases.years import Rows, no_change, written_year
from tests.usecases.years import row as row_of

pytestmark = pytest.mark.slow

N = range(1, 151)
PLACES = {
    (2026, "plan"): {
        "activity": "Fortsatt utveckling av regional miljömålsuppföljning",
        "area": "Stöd i åtgärdsarbetet",
        "group": "Miljömålen i andra sakområden och tvärsektoriellt arbete",
        "overview": "Arbetsdagar per område",
        "elsewhere": "Om RUS",
    },
    (2022, "report"): {
        "activity": "Fördjupad utvärdering 2023 (FU23)",
        "group": "Särskilda utvecklingsinsatser, prioritet 2",
        "overview": "Inledning",
    },
}


def typed(tmp_path: Path, year: int, kind: str, heading: str, texts: Iterable[str]) -> tuple[Verified, Path, Path]:
    document, workbook = example_year(tmp_path, year, kind)
    edited = docx.Document(str(document))
    under(edited, heading, texts)
    edited.save(str(document))
    return verify(document, workbook), document, workbook


def typed_under(tmp_path: Path, year: int, kind: str, texts: dict[str, Iterable[str]]) -> Verified:
    """The same with texts under many headings."""
    document, workbook = example_year(tmp_path, year, kind)
    edited = docx.Document(str(document))
    for heading, of_heading in texts.items():
        under(edited, heading, of_heading)
    edited.save(str(document))
    return verify(document, workbook)


def under(document: Document, heading: str, texts: Iterable[str]) -> None:
    """Paragraphs with these texts right under the last heading that says so."""
    at = [each for each in document.paragraphs if each.style.name.startswith("Heading") and each.text == heading][-1]
    for text in reversed(list(texts)):
        element = OxmlElement("w:p")
        at._p.addnext(element)
        Paragraph(element, at._parent).add_run(text)


def passing(verified: Verified, texts: dict[int, str]) -> set[int]:
    told = {each.document for each in verified.disagreements} | {each.text for each in verified.untied}
    return {number for number, text in texts.items() if text not in told}


def rows(year: int, sheet: str) -> list[dict[str, object]]:
    """The rows of a sheet by header, told by another reader."""
    path = Path("examples") / str(year) / f"verksamhet-{year}.xlsx"
    head, *rest = openpyxl.load_workbook(path, data_only=True)[sheet].values
    return [dict(zip(head, row, strict=True)) for row in rest]


def days(year: int, group: str = "", name: str = "") -> int:
    found = [each for each in rows(year, "Plan") if group in ("", each["Grupp-ID"]) and name in ("", each["Aktivitet"])]
    return sum(each["Dagar"] or 0 for each in found)


def group_of(year: int, name: str) -> dict[str, object]:
    return next(each for each in rows(year, "Grupper") if each["Grupp"] == name)


def test_days_under_an_activity_are_its_own(tmp_path: Path) -> None:
    heading = PLACES[2026, "plan"]["activity"]
    by_unit = [{n: f"{n} {unit}" for n in N} for unit in ("arbetsdagar", "dagar", "dgr", "persondagar")]
    verified, *_ = typed(tmp_path, 2026, "plan", heading, [text for texts in by_unit for text in texts.values()])
    for texts in by_unit:
        assert passing(verified, texts) == {days(2026, name=heading)} == {14}
    assert verified.untied == ()  # the activity has days: these are wrong


def test_days_under_a_group_and_an_area_are_their_sums(tmp_path: Path) -> None:
    texts = {number: f"{number} arbetsdagar" for number in range(1, 400)}
    group = group_of(2026, PLACES[2026, "plan"]["group"])
    groups = [each["Grupp-ID"] for each in rows(2026, "Grupper") if each["Område-ID"] == group["Område-ID"]]
    of_area = {number: f"{number} dagar" for number in texts}
    headings = {str(group["Grupp"]): texts.values(), PLACES[2026, "plan"]["area"]: of_area.values()}
    verified = typed_under(tmp_path, 2026, "plan", headings)
    assert passing(verified, texts) == {days(2026, str(group["Grupp-ID"]))}
    assert passing(verified, of_area) == {sum(days(2026, str(each)) for each in groups)} == {321}


def test_days_in_the_overview_are_those_shown_there(tmp_path: Path) -> None:
    texts = {number: f"{number} arbetsdagar" for number in range(1, 1000)}
    verified, *_ = typed(tmp_path, 2026, "plan", PLACES[2026, "plan"]["overview"], texts.values())
    assert passing(verified, texts) == {253, 321, 181, 755}  # by area, and in all


def test_days_where_no_days_stand_are_totals_or_cant_be_tied(tmp_path: Path) -> None:
    texts = {number: f"{number} arbetsdagar" for number in range(1, 1000)}
    verified, *_ = typed(tmp_path, 2026, "plan", PLACES[2026, "plan"]["elsewhere"], texts.values())
    assert passing(verified, texts) == {755}  # what there is to share out, a product of settings, makes none right
    wrong = {each.document for each in verified.disagreements}
    assert wrong == {texts[each] for each in range(680, 832) if each != 755}  # near a total, and not it
    assert {each.text for each in verified.untied} == set(texts.values()) - wrong - {texts[755]}


def test_what_cant_be_tied_is_told_once_and_is_no_fault(tmp_path: Path) -> None:
    texts = ["Vi har 53 arbetsdagar till övers, och 92 procent var nöjda."]
    _, document, workbook = typed(tmp_path, 2026, "plan", PLACES[2026, "plan"]["elsewhere"], texts)
    ran = rus_sheets("verify", document, workbook)
    said = " ".join(ran.out.split())
    assert ran.code == 0
    assert said.count("kan inte knytas till arbetsboken") == 1
    assert "53 arbetsdagar (Om RUS); 92 procent (Om RUS)" in said
    assert "allt stämmer" not in said


def test_activities(tmp_path: Path) -> None:
    right = {
        "Stöd i åtgärdsarbetet": {17},
        "Arbetsdagar per område": {5, 6, 14, 17, 28},
        "Fortsatt utveckling av regional miljömålsuppföljning": {14, 28},
    }
    texts = {number: f"{number} aktiviteter" for number in N}
    verified = typed_under(tmp_path, 2026, "plan", dict.fromkeys(right, texts.values()))
    told = {(found.heading, found.document) for found in verified.disagreements}
    told |= {(found.line.place.heading, found.text) for found in verified.untied}
    passed = {heading: {number for number in N if (heading, texts[number]) not in told} for heading in right}
    assert passed == right  # 28 in all, 14 of them prioritised; by area 6, 17 and 5


def test_money(tmp_path: Path) -> None:
    """Every amount near one of the workbook's, and every seventh of the others."""
    near = {about + off for about in (50, 150, 200, 900, 3350, 4500) for off in range(-20, 21)}
    texts = {number: f"{number} tkr" for number in sorted(near | set(range(1, 6000, 7)))}
    verified, *_ = typed(tmp_path, 2026, "plan", "Budget 2026", texts.values())
    assert passing(verified, texts) == {3350, 200, 900, 50, 4500, 150}


def test_shares_of_the_workbooks_figures(tmp_path: Path) -> None:
    texts = {number: f"{number} procent" for number in range(1, 101)}
    verified, *_ = typed(tmp_path, 2026, "plan", "Budget 2026", texts.values())
    posts = {round(100 * each["Budget"] / 4_500_000) for each in rows(2026, "Budget")}
    assert posts <= passing(verified, texts)
    assert len(passing(verified, texts)) < 12


def test_a_year_in_an_activitys_name_excuses_nothing(tmp_path: Path) -> None:
    heading = PLACES[2022, "report"]["activity"]
    texts = {number: f"{number} arbetsdagar" for number in N}
    verified, *_ = typed(tmp_path, 2022, "report", heading, texts.values())
    own = {int(each["Dagar"]) for each in rows(2022, "Plan") if each["Aktivitet"] == heading and each["Dagar"]}
    assert passing(verified, texts) == own


@pytest.mark.parametrize(
    ("typed_over", "wrong"),
    [
        ({1: "321", 2: "321"}, [("321", "253")]),  # another row's, and its own
        ({1: "6", 3: "181"}, [("6", "253")]),  # another column's
        ({1: "321", 2: "321", 3: "5"}, [("321", "253"), ("5", "181")]),  # none is left: the document remembers them
    ],
)
def test_a_cell_that_is_typed_over_is_its_rows_and_its_columns(
    tmp_path: Path, typed_over: dict[int, str], wrong: list[tuple[str, str]]
) -> None:
    document, workbook = example_year(tmp_path, 2026, "plan")
    edited = docx.Document(str(document))
    table = next(each for each in edited.tables if each.cell(0, 0).text == "Område")
    column = next(at for at, cell in enumerate(table.rows[0].cells) if "dagar" in cell.text.lower())
    for row, text in typed_over.items():
        paragraph = table.cell(row, column).paragraphs[0]
        for each in paragraph._p.findall(qn("w:sdt")):
            paragraph._p.remove(each)
        paragraph.add_run(text)
    edited.save(str(document))
    verified = verify(document, workbook)
    assert [(each.document.split()[0], each.workbook) for each in verified.disagreements] == wrong


def test_a_table_of_ones_own_is_read_by_row_and_header(tmp_path: Path) -> None:
    document, workbook = example_year(tmp_path, 2026, "plan")
    edited = docx.Document(str(document))
    labels = ["Fortsatt utveckling av regional miljömålsuppföljning", "A02", "A02 Fortsatt utveckling"]
    for label in labels:
        edited.add_paragraph("En tabell till.")
        table = edited.add_table(1 + len(N), 2)
        texts = chain(("Aktivitet", "Arbetsdagar"), *((label, str(number)) for number in N))
        for cell, text in zip(table._cells, texts, strict=True):
            cell.text = text
    edited.save(str(document))
    told = Counter(found.document for found in verify(document, workbook).disagreements)
    assert told == {f"{number} Arbetsdagar": len(labels) for number in N if number != 14}


@pytest.mark.parametrize("place", ["note", "box", "header"])
def test_notes_boxes_and_headers(tmp_path: Path, place: str) -> None:
    document, workbook = example_year(tmp_path, 2026, "plan")
    edited = docx.Document(str(document))
    if place == "header":
        edited.sections[0].header.paragraphs[0].add_run(" 771 arbetsdagar och 755 arbetsdagar")
        wrong = ["771 arbetsdagar"]
    else:
        under(edited, PLACES[2026, "plan"]["activity"], ["Här."])
        at = next(each for each in edited.paragraphs if each.text == "Här.")
        at.add_run()._r.append(_box("53 arbetsdagar och 14 arbetsdagar") if place == "box" else _reference(edited))
        wrong = ["53 arbetsdagar"]
    edited.save(str(document))
    assert [each.document for each in verify(document, workbook).disagreements] == wrong


def _box(text: str):
    spaces = 'xmlns:w="{w}" xmlns:v="urn:schemas-microsoft-com:vml"'.format(w=qn("w:p")[1:].split("}")[0])
    return parse_xml(
        f"<w:pict {spaces}><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict>"
    )


def _reference(document: Document):
    """A footnote that says 53 and 14 working days, and the reference to it."""
    space = f'xmlns:w="{qn("w:p")[1:].split("}")[0]}"'
    notes = (
        f'<w:footnotes {space}><w:footnote w:id="7"><w:p><w:r><w:t>53 arbetsdagar, 14 arbetsdagar</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes9.xml"), kind, notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    return parse_xml(f'<w:footnoteReference {space} w:id="7"/>')


@pytest.mark.parametrize(
    ("text", "is_told"),
    [("{}", True), ("+{}", True), ("-{}", False), ("–{}", False), ("\u2212{}", False), ("\u2212 {}", False)],
)
def test_a_cell_that_has_lost_its_minus_is_told(tmp_path: Path, text: str, is_told: bool) -> None:
    document, workbook = example_year(tmp_path, 2022, "report")
    edited = docx.Document(str(document))
    below = next(
        each
        for each in edited.element.body.iter(qn("w:sdt"))
        if next(each.iterancestors(qn("w:tc")), None) is not None and _said(each)[:1] == "\u2212"
    )
    paragraph, said = below.getparent(), _said(below)
    paragraph.remove(below)
    Paragraph(paragraph, None).add_run(text.format(said[1:]))
    edited.save(str(document))
    told = [each for each in verify(document, workbook).disagreements if each.kind == "typed"]
    assert [each.workbook for each in told] == [said] * is_told


def _said(control) -> str:
    return "".join(each.text or "" for each in control.iter(qn("w:t")))


def test_a_sentence_about_an_activity_under_any_heading(tmp_path: Path) -> None:
    name = PLACES[2022, "report"]["activity"]
    texts = [
        f"Aktiviteten {name} omfattar 9 arbetsdagar.",
        f"{name} omfattar nio dagar.",
        f"{name} omfattar {days(2022, name=name)} arbetsdagar.",
        "Mötet tog 8 arbetsdagar.",
    ]
    verified, *_ = typed(tmp_path, 2022, "report", PLACES[2022, "report"]["overview"], texts)
    assert [found.document for found in verified.disagreements] == ["9 arbetsdagar", "nio dagar"]
    assert [found.text for found in verified.untied] == ["8 arbetsdagar"]


RIGHT = [
    "40 av 49 aktiviteter har skett som planerat.",
    "40 av 49 (82 procent) har skett som planerat.",
    "Fyrtio aktiviteter har skett som planerat, och åtta har delvis skett.",
    "Status saknas för 0 aktiviteter.",
    "Har skett som planerat: 40",
    "1 har ej varit aktuellt.",
    "Agenda 2030 Allra viktigast",
    "Etapp 2 Prioritet 1",
    "Under 2022 har skett som planerat det mesta.",
]
WRONG = [
    ("41 av 49 aktiviteter har skett som planerat.", "41 av 49 aktiviteter har skett som planerat"),
    ("Elva aktiviteter har delvis skett som planerat.", "Elva aktiviteter har delvis skett som planerat"),
    ("3 aktiviteter har inte skett.", "3 aktiviteter har inte skett"),
    ("Status saknas för 5 aktiviteter.", "Status saknas för 5"),
    ("Har skett som planerat: 41", "Har skett som planerat: 41"),
    ("7 saknar status.", "7 saknar status"),
]


def test_counts_told_by_their_words_are_compared(tmp_path: Path) -> None:
    verified, _, _ = typed(tmp_path, 2022, "report", "Inledning", [*RIGHT, *(text for text, _ in WRONG)])
    told = [each.document for each in verified.disagreements if each.kind == "typed"]
    assert told == [shown for _, shown in WRONG]
    assert verified.untied == ()


def test_counts_of_a_total_or_a_group_are_compared(tmp_path: Path) -> None:
    group = group_of(2026, PLACES[2026, "plan"]["group"])
    name, own = group["Grupp"], days(2026, str(group["Grupp-ID"]))
    texts = [
        "14 prioriterade aktiviteter.",
        "Fjorton aktiviteter är prioriterade.",
        f"{name}: {own} dagar.",
        "11 prioriterade aktiviteter.",
        "Elva aktiviteter är prioriterade.",
        f"{name}: {own + 7} dagar.",
    ]
    verified, _, _ = typed(tmp_path, 2026, "plan", "Om RUS", texts)
    told = [each.document for each in verified.disagreements if each.kind == "typed"]
    assert told == ["11 prioriterade", "Elva aktiviteter är prioriterade", f"{own + 7} dagar"]
    assert verified.untied == ()


def test_counts_in_the_workbooks_own_texts_are_left_to_validate(tmp_path: Path) -> None:
    def change(changed: Rows) -> None:
        row_of(changed, "texts", "berattelse-inledning", "key")["text"] = "Vi tror att 12 har skett som planerat."

    document, workbook = written_year(tmp_path, "2022", "report", no_change, change)
    assert verify(document, workbook).disagreements == ()


NUMBERED = ["12 dagar", "Kurs på 12 dagar", "Fyra tjänster av 14 aktiviteter", "37 procent till 250 tkr", "2030"]


def with_figures(changed: Rows) -> None:
    """Every name that is no choice of another row has a figure in it, of some unit."""
    for table, key in (("plan", "name"), ("groups", "name"), ("areas", "name"), ("goals", "name"), ("posts", "name")):
        for number, each in enumerate(changed.get(table, [])):
            if each.get(key):
                each[key] = f"{NUMBERED[number % len(NUMBERED)]} {each['id']}"


@pytest.mark.parametrize(
    ("example", "kind"), [("2022", "plan"), ("2022", "report"), ("2026", "plan"), ("2026", "report")]
)
def test_figures_in_the_workbooks_own_names_are_typed_by_nobody(tmp_path: Path, example: str, kind: str) -> None:
    document, workbook = written_year(tmp_path, example, kind, no_change, with_figures)
    verified = verify(document, workbook)
    assert (verified.disagreements, verified.untied) == ((), ())


def test_a_figure_typed_into_a_text_of_the_workbook_is_still_seen(tmp_path: Path) -> None:
    document, workbook = written_year(tmp_path, "2026", "report", no_change, with_figures)
    edited = docx.Document(str(document))
    heading = next(
        each for each in edited.paragraphs if each.style.name[:7] == "Heading" and each.text.startswith("12 dagar A01")
    )
    last = list(heading._p.getnext().iter(qn("w:t")))[-1]
    last.text = f"{last.text} Det blev 77 arbetsdagar."
    edited.save(str(document))
    assert [each.document for each in verify(document, workbook).disagreements if each.kind == "typed"] == [
        "77 arbetsdagar"
    ]


COUNTIES = [
    ("Tre av 21 län har redovisat.", "wrong"),
    ("20 län har inte redovisat.", "wrong"),
    ("21 län har inte redovisat.", ""),
    ("Alla län har redovisat.", "wrong"),
    ("Inget län har redovisat ännu.", ""),
    ("Länen är 21, varav 3 har redovisat.", "wrong"),
    ("Tolv insatser är redovisade.", "wrong"),
    ("Alla insatser är redovisade.", ""),
    ("I 18 av landets 21 län finns nätverk.", "untied"),
    ("19 län deltog i mötet.", "untied"),
    ("21 län delar på medlen.", ""),
    ("Cirka 20 län deltog.", ""),
    ("Ett län är redovisat.", "wrong"),
    ("Ett av länen är redovisat hittills.", "wrong"),
    ("Bara ett enda län är redovisat.", "wrong"),
    ("Samtliga län har redovisat.", "wrong"),
    ("Alla 21 län har redovisat.", "wrong"),
    ("Hälften av länen har redovisat.", "wrong"),
    ("Två tredjedelar av länen har redovisat.", "wrong"),
    ("En tredjedel av länen har inte redovisat.", "wrong"),
    ("Av 21 län har 3 redovisat.", "wrong"),
    ("Av landets 21 län har inget redovisat.", ""),
    ("Länen är 21. 3 har redovisat.", "wrong"),
    ("Båda länen har redovisat.", "untied"),
    ("Inget av länen har redovisat.", ""),
    ("Alla länen har ännu inte redovisat.", ""),
    ("Inte alla län har redovisat.", ""),
    ("Inte ett enda län har redovisat.", ""),
    ("Ett län har redovisat insatser för friluftsliv.", ""),
    ("Ett län som har redovisat får en återkoppling.", ""),
    ("En redovisad insats kan vara en kurs.", ""),
    ("Alla deltagande län har redovisat.", "untied"),
    ("Ett län deltog i mötet, och en insats blev av.", ""),
    ("Antal län: 21.", ""),
    ("Antalet län är 22.", "wrong"),
    ("Länen var 25.", "untied"),
]
REPORTED = [
    ("Planen omfattade 49 aktiviteter, varav 48 har redovisats.", "wrong"),
    ("49 av 49 har redovisats.", ""),
    ("48 av 49 har redovisats.", "wrong"),
    ("47 aktiviteter är redovisade.", "wrong"),
    ("Alla aktiviteter har redovisats.", ""),
    ("Två av dem har skett som planerat.", "untied"),
    ("Femtio av dem har skett som planerat.", "wrong"),
    ("Fyrtio av dem har skett som planerat.", ""),
    ("En aktivitet har ej varit aktuell hittills.", ""),
    ("En av aktiviteterna har ej varit aktuellt.", ""),
    ("En aktivitet har delvis skett som planerat.", "wrong"),
    ("En av planens aktiviteter har delvis skett som planerat.", "wrong"),
    ("Två av aktiviteterna har delvis skett som planerat.", "wrong"),
    ("Ingen aktivitet har ej skett.", ""),
    ("Ingen aktivitet har delvis skett som planerat.", "wrong"),
    ("Alla aktiviteter har skett som planerat.", "wrong"),
    ("Samtliga aktiviteter har skett som planerat under året.", "wrong"),
    ("Hälften av aktiviteterna har skett som planerat.", "wrong"),
    ("Tre fjärdedelar av aktiviteterna har skett som planerat.", "wrong"),
    ("Av 49 aktiviteter är 48 redovisade.", "wrong"),
    ("Av planens 49 aktiviteter är 49 redovisade.", ""),
    ("Budgeten har sju poster.", "untied"),
    ("Tre av fyra poster är redovisade.", "wrong"),
    ("4 av 4 poster är redovisade.", ""),
    ("Ingen av posterna är redovisad.", "wrong"),
    ("Det går att säga när alla aktiviteter är redovisade.", ""),
    ("Drygt hälften av aktiviteterna har skett som planerat.", "wrong"),
    ("Båda aktiviteterna har skett som planerat.", "untied"),
    ("Alla har skett som planerat.", "untied"),
    ("Ingen aktivitet saknar status.", ""),
    ("Status saknas för en aktivitet.", "wrong"),
    ("Status saknas för samtliga aktiviteter.", "wrong"),
    ("Inte alla aktiviteter har skett som planerat.", ""),
    ("En aktivitet har skett som planerat om alla leveranser är klara.", ""),
    ("Alla aktiviteter har delvis ändrats.", ""),
    ("Alla prioriterade aktiviteter har skett som planerat.", "wrong"),
]


@pytest.mark.parametrize(("example", "sentences"), [("bidrag-2026", COUNTIES), ("2022", REPORTED)])
def test_counts_of_rows_by_the_tables_own_words(tmp_path: Path, example: str, sentences: list[tuple[str, str]]) -> None:
    document, workbook = written_year(tmp_path, example, "report", no_change)
    edited = docx.Document(str(document))
    edited.add_heading("Slutord", 1)
    for text, _ in sentences:
        edited.add_paragraph(text)
    edited.save(str(document))
    verified = verify(document, workbook)
    typed = [found.document for found in verified.disagreements if found.kind == "typed"]
    told = {text: "wrong" for text, _ in sentences for said in typed if said in text}
    told |= {text: "untied" for text, _ in sentences for found in verified.untied if found.text in text}
    assert [(text, told.get(text, "")) for text, _ in sentences] == sentences

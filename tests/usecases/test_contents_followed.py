"""The table of contents says what the headings say: refresh sees to it, and verify tells where it doesn't."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph
from openxml_audit import OpenXmlValidator

from rus_sheets.usecases.refresh import refresh
from rus_sheets.usecases.verify import verify
from rus_sheets.word.parts.ns import q
from rus_sheets.word.pdf.libreoffice import page_numbers
from tests.usecases.test_mended import NOW
from tests.usecases.years import Change, Rows, no_change, written_year
from tests.word.documents import faults, headings

pytestmark = pytest.mark.slow

TOLD = "Innehållsförteckningen följer inte rubrikerna"
NUMBER = re.compile(r"^(?:\d+(?:\.\d+)*|Bilaga \d+\.) ")


def lines_of(document: Document) -> list[Paragraph]:
    every = [Paragraph(each, document) for each in document.element.body.iter(q("w:p"))]
    return [each for each in every if each.style is not None and each.style.name.startswith("toc") and each.text]


def listed_and_headed(path: Path) -> tuple[list[str], list[str]]:
    """What the contents list, without numbers of chapters and pages, and the headings of the levels that they do."""
    lines = lines_of(docx.Document(str(path)))
    lowest = max(int(line.style.name.removeprefix("toc ")) for line in lines)
    headed = [text for level, text in headings(path.read_bytes()) if level <= lowest]
    return [_plain(line.text.partition("\t")[0]) for line in lines], [_plain(text) for text in headed]


def _plain(text: str) -> str:
    return NUMBER.sub("", " ".join(text.split()))


# ------------------------------------------------------------------ sections that come and go


def an_area_without_id(rows: Rows) -> None:
    rows["areas"][0]["id"] = None


def another_area(rows: Rows) -> None:
    rows["areas"].append({"id": "O9", "name": "Nytt område", "intro": "Området är nytt."})
    rows["groups"].append({**rows["groups"][0], "id": "G9", "area": "O9", "name": "Ny grupp"})
    rows["plan"].append({**rows["plan"][1], "id": "A99", "group": "G9", "name": "Helt ny"})


def a_group_renamed(rows: Rows) -> None:
    rows["groups"][1]["name"] = "Omdöpt grupp"


def an_activity_elsewhere(rows: Rows) -> None:
    rows["plan"][4]["group"] = "G5"


def another_appendix(rows: Rows) -> None:
    rows["appendices"].insert(0, {**rows["appendices"][0], "id": "B9", "heading": "Ny bilaga"})


def an_appendix_less(rows: Rows) -> None:
    del rows["appendices"][0]


def a_county_less(rows: Rows) -> None:
    del rows["counties"][3]


@pytest.mark.parametrize(
    ("example", "command", "change"),
    [
        ("2022", "plan", an_area_without_id),
        ("2022", "plan", another_area),
        ("2026", "report", an_area_without_id),
        ("2026", "plan", another_appendix),
        ("2026", "plan", an_activity_elsewhere),
        ("2026", "plan", an_appendix_less),
        ("2022", "report", a_group_renamed),
        ("bidrag-2026", "report", a_county_less),
    ],
)
def test_the_contents_are_those_of_the_headings(tmp_path: Path, example: str, command: str, change: Change) -> None:
    document, workbook = written_year(tmp_path, example, command, change)
    refresh(document, workbook, now=NOW)
    lines, headings = listed_and_headed(document)
    assert lines == headings
    assert not any(each.kind == "contents" for each in verify(document, workbook).disagreements)
    assert faults(document.read_bytes()) == []
    assert list(OpenXmlValidator().validate(document).errors) == []


# ------------------------------------------------------------------ what people have done


def edited(path: Path, edit: Callable[[Document], None]) -> None:
    document = docx.Document(str(path))
    edit(document)
    document.save(str(path))


def heading_of(document: Document, text: str) -> Paragraph:
    return next(each for each in document.paragraphs if each.text == text and "Heading" in each.style.name)


def line_of(document: Document, text: str) -> Paragraph:
    return next(each for each in lines_of(document) if text in each.text)


def without_a_line(document: Document) -> None:
    line = line_of(document, "Budget 2026")._p
    line.getparent().remove(line)


def another_name(document: Document) -> None:
    heading_of(document, "Om RUS").runs[0].text = "Vilka vi är"


def a_heading_of_their_own(document: Document) -> None:
    heading_of(document, "Om RUS")._p.addprevious(document.add_paragraph("Vår egen", style="Heading 1")._p)


def a_heading_in_another_place(document: Document) -> None:
    one, other = line_of(document, "Om RUS")._p, line_of(document, "Budget 2026")._p
    other.addnext(one)


def a_line_that_leads_nowhere(document: Document) -> None:
    for mark in list(heading_of(document, "Om RUS")._p.iter(q("w:bookmarkStart"))):
        if mark.get(q("w:name")).startswith("_Toc"):
            mark.getparent().remove(mark)


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (without_a_line, "Budget 2026"),
        (another_name, "”2 Vilka vi är” saknas; ”2 Om RUS” är ingen rubrik"),
        (a_heading_of_their_own, "”2 Vår egen”"),
        (a_heading_in_another_place, "på fel plats"),
        (a_line_that_leads_nowhere, "”2 Om RUS” leder inte till sin rubrik"),
    ],
)
def test_what_differs_is_told_and_put_right(tmp_path: Path, edit: Callable[[Document], None], said: str) -> None:
    document, workbook = written_year(tmp_path, "2026", "plan", no_change)
    edited(document, edit)
    told = [each for each in verify(document, workbook).disagreements if each.kind == "contents"]
    assert [each.message.partition(":")[0] for each in told] == [TOLD]
    assert said in told[0].message
    assert "Kör rus-sheets refresh" in told[0].remedy
    made = refresh(document, workbook, now=NOW)
    assert [each.title for each in made.filled if each.done] == ["Innehållsförteckningen"]
    assert not any(each.kind == "contents" for each in (*made.left, *verify(document, workbook).disagreements))
    lines, headings = listed_and_headed(document)
    assert lines == headings


def as_word_writes_it(document: Document) -> None:
    """A tab after the number, a tab and a page last, other bookmarks."""
    for link in document.element.body.iter(q("w:hyperlink")):
        shown = next(link.iter(q("w:t")), None)
        if shown is None or not str(link.get(q("w:anchor"))).startswith("_Toc"):
            continue
        number, _, rest = (shown.text or "").partition(" ") if NUMBER.match(shown.text or "") else ("", "", shown.text)
        pieces = [number, "\t", rest, "\t", "7"] if number.isdigit() else [shown.text, "\t", "7"]
        marks = ["<w:r><w:tab/></w:r>" if each == "\t" else f"<w:r><w:t>{each}</w:t></w:r>" for each in pieces if each]
        for old in list(link):
            link.remove(old)
        for run in parse_xml(f"<w:hyperlink {nsdecls('w')}>{''.join(marks)}</w:hyperlink>"):
            link.append(run)
    for node in document.element.body.iter(q("w:bookmarkStart"), q("w:hyperlink")):
        for name in (q("w:name"), q("w:anchor")):
            if str(node.get(name)).startswith("_Toc"):
                node.set(name, f"{node.get(name)}9")


@pytest.mark.parametrize(("example", "command"), [("2022", "plan"), ("2026", "report"), ("bidrag-2026", "report")])
@pytest.mark.parametrize("edit", [lambda _: None, as_word_writes_it], ids=["ours", "Word's"])
def test_nothing_is_told_of_contents_that_follow(
    tmp_path: Path, example: str, command: str, edit: Callable[[Document], None]
) -> None:
    document, workbook = written_year(tmp_path, example, command, no_change)
    edited(document, edit)
    before = document.read_bytes()
    assert not any(each.kind == "contents" for each in verify(document, workbook).disagreements)
    refresh(document, workbook, now=NOW)
    assert document.read_bytes() == before


def other_contents(document: Document) -> None:
    for code in document.element.body.iter(q("w:instrText")):
        if "TOC" in (code.text or ""):
            code.text = ' TOC \\o "1-2" \\h \\z \\t "Bilaga;1" '


def test_contents_of_another_kind_are_their_writers(tmp_path: Path) -> None:
    document, workbook = written_year(tmp_path, "2026", "plan", no_change)
    edited(document, other_contents)
    edited(document, without_a_line)
    assert not any(each.kind == "contents" for each in verify(document, workbook).disagreements)
    before = document.read_bytes()
    refresh(document, workbook, now=NOW)
    assert document.read_bytes() == before


def a_tracked_line(document: Document) -> None:
    line = line_of(document, "Budget 2026")._p
    line.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="9001" w:author="X"><w:r><w:t> (ny)</w:t></w:r></w:ins>'))


def words_after_it(document: Document) -> None:
    line = [each for each in document.element.body.iter(q("w:fldChar")) if each.get(q("w:fldCharType")) == "end"]
    within = next(each for each in line if each.getparent().getparent().getparent().tag == q("w:sdtContent"))
    Paragraph(within.getparent().getparent(), document).add_run("Vi skrev det här.")
    without_a_line(document)


@pytest.mark.parametrize("edit", [a_tracked_line, words_after_it])
def test_contents_with_more_in_them_are_left_and_told_of(tmp_path: Path, edit: Callable[[Document], None]) -> None:
    document, workbook = written_year(tmp_path, "2026", "plan", no_change)
    edited(document, edit)
    before = document.read_bytes()
    left = refresh(document, workbook, now=NOW).left
    assert [each.remedy.partition(" och ")[0] for each in left] == ["Högerklicka på den i Word"]
    assert document.read_bytes() == before


# ------------------------------------------------------------------ page numbers


@pytest.mark.libreoffice
def test_new_contents_have_todays_pages(tmp_path: Path) -> None:
    document, workbook = written_year(tmp_path, "2026", "plan", another_appendix)
    document.write_bytes(page_numbers(document.read_bytes()))
    refresh(document, workbook, now=NOW)
    made = docx.Document(str(document))
    said = [Paragraph(each, made).text for each in made.element.body.iter(q("w:p"))]
    assert len([text for text in said if re.search(r"\t\d+$", text)]) == len(listed_and_headed(document)[0])


def test_without_libreoffice_the_old_pages_stay_and_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document, workbook = written_year(tmp_path, "2026", "plan", another_appendix)
    edited(document, as_word_writes_it)
    monkeypatch.setattr("rus_sheets.usecases.refresh.program", lambda: None)
    made = refresh(document, workbook, now=NOW)
    assert any("sidnumren är inte uträknade" in note and "Uppdatera fält" in note for note in made.notes)
    text = line_of(docx.Document(str(document)), "Om RUS").text
    assert text.endswith("\t7")

"""``--plain``: a copy without content controls says the same, and programs that don't know controls read all of it."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree
from openxml_audit import OpenXmlValidator

from rus_sheets.resources import folder
from rus_sheets.usecases import documents
from rus_sheets.word.edit.plain import is_plain, without_controls
from rus_sheets.word.memory.record import read_record
from rus_sheets.word.parts.edited_package import WordPackage
from tests.cli.run import rus_sheets
from tests.libreoffice import convert
from tests.usecases.documents import example_year
from tests.usecases.test_verify import bidrag, control, members, set_value
from tests.usecases.test_what_people_typed import run, tracked
from tests.word.documents import faults

W = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
CONTROLS = {qn("w:sdt"), qn("w:sdtPr"), qn("w:sdtContent")}


def words(part: bytes) -> list[str]:
    """Every piece of text in a part, in order."""
    pieces = etree.fromstring(part).iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:p"), qn("w:delText"))
    return [each.text or "" if each.tag == qn("w:t") else each.tag for each in pieces]


def without(document: Path, target: Path) -> Path:
    target.write_bytes(without_controls(WordPackage(document)))
    return target


@pytest.mark.parametrize("year", [2022, 2026])
@pytest.mark.parametrize("kind", ["plan", "report", "application"])
def test_a_copy_without_controls_says_the_same(tmp_path: Path, kind: str, year: int) -> None:
    document, _ = example_year(tmp_path, year, kind)
    copy = without(document, tmp_path / "kopia.docx")
    before, after = members(document), members(copy)
    parts = {name for name in before if not name.startswith("customXml/")}
    assert set(after) == parts
    headers = {name for name in parts if name.startswith("word/header")}
    kept = parts - {"word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels", *headers}
    assert [name for name in kept if before[name] != after[name]] == []
    assert all(words(before[name]) == words(after[name]) for name in headers)
    assert not any(b"_rus0" in part or b"_rus1" in part for part in after.values())
    assert not any(b"customXml" in part for name, part in after.items() if name.endswith((".rels", "Types].xml")))
    root = etree.fromstring(after["word/document.xml"])
    names = [each.get(qn("w:name")) for each in root.iter(qn("w:bookmarkStart"))]
    assert len(names) == len(list(root.iter(qn("w:bookmarkEnd"))))
    assert not [name for name in names if name[4:].isdigit() and name.startswith("_rus")]
    assert {each.get(qn("w:anchor")) for each in root.iter(qn("w:hyperlink"))} - {None} <= set(names)
    assert not CONTROLS & {each.tag for each in root.iter()}
    assert words(after["word/document.xml"]) == words(before["word/document.xml"])
    assert faults(copy.read_bytes()) == []
    assert list(OpenXmlValidator().validate(copy).errors) == []
    assert is_plain(WordPackage(copy))
    assert not is_plain(WordPackage(document))
    assert without_controls(WordPackage(copy)) == copy.read_bytes()


@pytest.mark.parametrize("kind", ["plan", "report", "application", "short"])
def test_python_docx_reads_every_word(tmp_path: Path, kind: str) -> None:
    document, _ = example_year(tmp_path, 2022, kind)
    read = docx.Document(str(without(document, tmp_path / "kopia.docx")))
    for paragraph in read.element.body.iter(qn("w:p")):
        if next(paragraph.iterancestors(qn("w:txbxContent")), None) is None:
            boxes = {piece for box in paragraph.iter(qn("w:txbxContent")) for piece in box.iter(qn("w:t"))}
            whole = "".join(each.text or "" for each in paragraph.iter(qn("w:t")) if each not in boxes)
            shown = docx.text.paragraph.Paragraph(paragraph, None).text
            assert "".join(shown.split()) == "".join(whole.split())


@pytest.mark.parametrize("kind", ["plan", "report", "application"])
def test_controls_of_figures_let_no_enter_in(tmp_path: Path, kind: str) -> None:
    """Word's own plain-text controls, whose one look is that of their one run (ECMA-376 17.5.2.44)."""
    root = etree.fromstring(members(example_year(tmp_path, 2022, kind)[0])["word/document.xml"])
    ours = [
        each for each in root.iter(qn("w:sdt")) if "/" in (each.xpath("string(w:sdtPr/w:tag/@w:val)", namespaces=W))
    ]
    assert len(ours) > 10
    for each in ours:
        assert each.find(qn("w:sdtPr"))[-1].tag == qn("w:text")
        assert [child.tag for child in each.find(qn("w:sdtContent"))] == [qn("w:r")]


@pytest.mark.libreoffice
def test_libreoffice_lays_out_the_same_words(tmp_path: Path) -> None:
    document, _ = example_year(tmp_path, 2026, "application")
    copy = without(document, tmp_path / "kopia.docx")
    pages = []
    for each in (document, copy):
        saved = members(convert(each, "docx", tmp_path / each.stem))["word/document.xml"]
        pages.append("".join("".join(word for word in words(saved) if not word.startswith("{")).split()))
    assert pages[0] == pages[1]


@pytest.mark.parametrize("where", ["block", "cell", "row", "nested", "foreign", "empty", "tracked", "smart tag"])
def test_every_kind_of_control_goes_and_its_text_stays(tmp_path: Path, where: str) -> None:
    document, _ = example_year(tmp_path, 2026, "application")
    pr = '<w:sdtPr><w:tag w:val="Plan/A03/Dagar"/><w:id w:val="4711"/></w:sdtPr>'
    inner = f"<w:sdt>{pr}<w:sdtContent>{run('femtiosju')}</w:sdtContent></w:sdt>"
    cell = f"<w:tc><w:tcPr/><w:p>{run('femtiosju')}</w:p></w:tc>"
    grid = "<w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>"
    made = {
        "block": f"<w:sdt>{pr}<w:sdtContent><w:p>{run('femtiosju')}</w:p></w:sdtContent></w:sdt>",
        "cell": f"<w:tbl>{grid}<w:tr><w:sdt>{pr}<w:sdtContent>{cell}</w:sdtContent></w:sdt></w:tr></w:tbl>",
        "row": f"<w:tbl>{grid}<w:sdt>{pr}<w:sdtContent><w:tr>{cell}</w:tr></w:sdtContent></w:sdt></w:tbl>",
        "nested": f"<w:p><w:sdt>{pr}<w:sdtContent>{inner}</w:sdtContent></w:sdt></w:p>",
        "foreign": f"<w:p>{inner.replace('Plan/A03/Dagar', 'Mitt')}</w:p>",
        "empty": f"<w:p>{run('femtiosju')}<w:sdt>{pr}<w:sdtContent/></w:sdt></w:p>",
        "tracked": f"<w:p><w:sdt>{pr}<w:sdtContent>{tracked('ins', 'femtiosju')}</w:sdtContent></w:sdt></w:p>",
        "smart tag": f'<w:p><w:smartTag w:uri="u" w:element="e"><w:smartTagPr/>{inner}</w:smartTag></w:p>',
    }[where]
    edited = docx.Document(str(document))
    edited.element.body.insert(3, parse_xml(made.replace(">", f" {nsdecls('w')}>", 1)))
    edited.save(str(document))
    copy = without(document, tmp_path / "kopia.docx")
    before, after = (members(each)["word/document.xml"] for each in (document, copy))
    assert words(after) == words(before)
    assert not {*CONTROLS, qn("w:smartTag"), qn("w:smartTagPr")} & {each.tag for each in etree.fromstring(after).iter()}
    assert faults(copy.read_bytes()) == []


@pytest.fixture
def no_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "program", lambda: None)


@pytest.mark.usefixtures("no_libreoffice")
@pytest.mark.parametrize(
    ("command", "name"),
    [
        (("plan",), "Verksamhetsplan-2022-utan-falt.docx"),
        (("report",), "Verksamhetsberattelse-2022-utan-falt.docx"),
        (("report", "--short"), "Arsredovisning-2022-utan-falt.docx"),
        (("application",), "Ansokan-2022-utan-falt.docx"),
    ],
)
def test_the_commands_write_one_without_touching_the_other(tmp_path: Path, command: tuple[str, ...], name: str) -> None:
    workbook = Path(shutil.copy(folder("examples") / "2022" / "verksamhet-2022.xlsx", tmp_path))
    assert rus_sheets(*command, workbook, "--plain").code == 0
    assert [path.name for path in tmp_path.glob("*.docx")] == [name]
    assert rus_sheets(*command, workbook).code == 0
    one, other = (members(tmp_path / each) for each in (name, name.replace("-utan-falt", "")))
    assert words(one["word/document.xml"]) == words(other["word/document.xml"])
    changed = {part for part in one if one[part] != other[part]}
    pointing = {"[Content_Types].xml", "word/_rels/document.xml.rels"}
    headers = {part for part in one if part.startswith("word/header")}
    assert changed <= {"word/document.xml", "docProps/core.xml"} | pointing | headers
    plain, whole = (WordPackage(tmp_path / each) for each in (name, name.replace("-utan-falt", "")))
    assert (read_record(plain), read_record(whole) is None) == (None, False)
    assert b"<w:sdt>" not in one["word/document.xml"]
    assert b"<w:sdt>" in other["word/document.xml"]


@pytest.mark.usefixtures("no_libreoffice")
def test_verify_and_refresh_say_what_it_is(tmp_path: Path) -> None:
    document, workbook = bidrag(tmp_path)
    copy = without(document, tmp_path / "kopia.docx")
    for command in ("verify", "refresh"):
        ran = rus_sheets(command, copy, workbook)
        assert (ran.code, ran.out) == (3, "")
        assert "är en kopia utan fält, för publicering" in " ".join(ran.err.split())


def test_refresh_makes_one_of_an_edited_document(tmp_path: Path) -> None:
    document, workbook = example_year(tmp_path, 2026, "plan")
    edited = docx.Document(str(document))
    control(edited, "Plan/A03/Dagar").addnext(edited.add_paragraph(" (preliminärt)").runs[0]._r)
    edited.save(str(document))
    set_value(workbook, "Plan/A03/Dagar", 60)
    before = document.read_bytes()
    ran = rus_sheets("refresh", document, workbook, "--plain")
    copy = tmp_path / "Verksamhetsplan-2026-utan-falt.docx"
    assert (ran.code, document.read_bytes()) == (0, before)
    read = docx.Document(str(copy))
    assert any("60 (preliminärt)" in paragraph.text for paragraph in read.paragraphs)
    assert not list(read.element.iter(qn("w:sdt")))
    own = tmp_path / "publicera.docx"
    own.write_bytes(b"n\xe5got annat")
    ran = rus_sheets("refresh", document, workbook, "--plain", "-o", own)
    assert ran.code == 0
    assert own.read_bytes() == copy.read_bytes()
    assert [path.read_bytes() for path in (tmp_path / "säkerhetskopior").glob("publicera*.docx")] == [b"n\xe5got annat"]


def test_refresh_wont_let_it_take_the_documents_place(tmp_path: Path) -> None:
    document, workbook = example_year(tmp_path, 2026, "plan")
    before = document.read_bytes()
    ran = rus_sheets("refresh", document, workbook, "--plain", "-o", document)
    assert (ran.code, document.read_bytes()) == (2, before)
    assert rus_sheets("refresh", document, workbook, "--plain", "--dry-run").code == 2


def test_undecided_changes_in_a_copy_are_told(tmp_path: Path) -> None:
    document, workbook = example_year(tmp_path, 2026, "plan")
    edited = docx.Document(str(document))
    edited.paragraphs[12]._p.append(parse_xml(tracked("ins", "Tillägg.").replace(">", f" {nsdecls('w')}>", 1)))
    edited.save(str(document))
    ran = rus_sheets("refresh", document, workbook, "--plain")
    assert ran.code == 1
    assert "1 spårad ändring i kopian" in " ".join(ran.out.split())
    with zipfile.ZipFile(tmp_path / "Verksamhetsplan-2026-utan-falt.docx") as made:
        assert "Tillägg." in made.read("word/document.xml").decode()


@pytest.mark.usefixtures("no_libreoffice")
def test_comments_in_a_copy_are_told_of(tmp_path: Path) -> None:
    document, workbook = example_year(tmp_path, 2026, "application")
    edited = docx.Document(str(document))
    edited.add_comment(edited.paragraphs[0].runs[0], text="Internt", author="Sekretariatet")
    edited.save(str(document))
    ran = rus_sheets("refresh", document, workbook, "--plain", "-o", tmp_path / "kopia.docx")
    assert ran.code == 1
    assert "1 kommentar står kvar i kopian" in ran.out


@pytest.mark.usefixtures("no_libreoffice")
def test_a_copy_never_takes_the_place_of_a_document_with_controls(tmp_path: Path) -> None:
    document, workbook = example_year(tmp_path, 2026, "application")
    before = document.read_bytes()
    ran = rus_sheets("application", workbook, "--plain", "-o", document)
    assert (ran.code, document.read_bytes()) == (2, before)
    assert rus_sheets("application", workbook, "--plain", "-o", tmp_path / "ut.docx").code == 0
    assert rus_sheets("application", workbook, "--plain", "-o", tmp_path / "ut.docx").code == 0

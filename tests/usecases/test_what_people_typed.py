"""What people have made of a content control: refresh destroys none of it, and verify reads what a reader would."""

from __future__ import annotations

import datetime as dt
import zipfile
from copy import deepcopy
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from rus_sheets.usecases.refresh import refresh
from rus_sheets.usecases.verify import verify
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.read.bookmarks import read_spots, said_in
from tests.cli.run import rus_sheets
from tests.usecases.test_verify import control, set_value
from tests.usecases.years import Rows, no_change, written_year

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
TAG = "Plan/A03/Dagar"
WAS = "107"


def run(text: str, look: str = "") -> str:
    return f'<w:r>{look and f"<w:rPr>{look}</w:rPr>"}<w:t xml:space="preserve">{text}</w:t></w:r>'


def tracked(name: str, text: str) -> str:
    piece = "delText" if name == "del" else "t"
    return f'<w:{name} w:id="901" w:author="x"><w:r><w:{piece}>{text}</w:{piece}></w:r></w:{name}>'


def put(document: Path, content: str, tag: str = TAG, *, block: bool = False) -> None:
    """Give the first control of the tag other content; a block takes its whole paragraph's place."""
    edited = docx.Document(str(document))
    found = control(edited, tag)
    new = parse_xml(f"<w:sdtContent {nsdecls('w')}>{content}</w:sdtContent>")
    if block:
        paragraph = next(found.iterancestors(qn("w:p")))
        paragraph.addprevious(found)
        paragraph.getparent().remove(paragraph)
    found.replace(found.find(qn("w:sdtContent")), new)
    edited.save(str(document))


def content(document: Path, tag: str = TAG) -> bytes:
    """The bytes of the first control's content as they are stored."""
    data = zipfile.ZipFile(document).read("word/document.xml")
    start = data.index(f'w:tag w:val="{tag}"'.encode())
    return data[start : data.index(b"</w:sdtContent>", start)]


def shown(document: Path, tag: str = TAG) -> str:
    return "".join(each.text or "" for each in control(docx.Document(str(document)), tag).iter(qn("w:t")))


KEPT = ("A01", "A02", "A03", "A04", "A05", "A06")


def few(rows: Rows) -> None:
    """The year with few activities: what is typed in one field is read the same, in a third of the time."""
    rows["plan"] = [row for row in rows["plan"] if row["id"] in KEPT]
    for key in ("parts", "outcomes", "events", "expenses"):
        rows[key] = [row for row in rows[key] if row.get("activity", row["id"]) in KEPT]


@pytest.fixture
def year(tmp_path: Path) -> tuple[Path, Path]:
    return written_year(tmp_path, "2026", "plan", no_change, few)


SPACE = "<w:r><w:tab/></w:r>"


@pytest.mark.parametrize("typed", [run("1") + run("07", "<w:b/>"), SPACE + run(" 107 ") + "<w:r><w:br/></w:r>"])
def test_a_figure_alone_is_exchanged_with_the_look_of_its_first_piece(year: tuple[Path, Path], typed: str) -> None:
    document, workbook = year
    put(document, typed)
    assert verify(document, workbook).disagreements == ()
    set_value(workbook, TAG, 60)
    told = next(each for each in verify(document, workbook).disagreements if each.tag == TAG)
    assert (told.kind, told.remedy) == ("changed", "Kör rus-sheets refresh, eller rätta cellen i arbetsboken.")
    before = content(document)
    assert TAG not in {each.tag for each in refresh(document, workbook, now=NOW).left}
    assert shown(document).strip() == "60"
    for kept in (b"<w:tab/>", b"<w:br/>", b"<w:b/>"):
        assert content(document).count(kept) == before.count(kept)
    assert TAG not in {each.tag for each in verify(document, workbook).disagreements}


@pytest.mark.parametrize(
    "typed",
    [
        run("107 (eller 99)"),
        run("107 (preliminärt)"),
        run("hälften av 107"),
        run("10") + run("7 prel"),
        run("107") + "<w:r><w:t>*</w:t></w:r>",
        "<w:r><w:t>ca</w:t><w:tab/><w:t>107</w:t></w:r>",
        run("107-110"),
        run("etthundrasju"),
        run("107.5"),
        run("107") + "<w:r><w:br/></w:r>" + run("8"),
    ],
)
def test_more_than_a_figure_is_named_and_left(year: tuple[Path, Path], typed: str) -> None:
    document, workbook = year
    put(document, typed)
    before = content(document)
    assert [each.kind for each in verify(document, workbook).disagreements if each.tag == TAG] == ["mixed"]
    set_value(workbook, TAG, 60)
    left = [each for each in refresh(document, workbook, now=NOW).left if each.tag == TAG]
    assert [(each.kind, each.workbook) for each in left] == [("mixed", "60")]
    assert left[0].document in left[0].message
    assert "refresh" not in left[0].remedy
    assert content(document) == before
    assert "mixed" in {each.kind for each in verify(document, workbook).disagreements if each.tag == TAG}


NOTE = '<w:r><w:footnoteReference w:id="1"/></w:r>'
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> =100+7 </w:instrText></w:r>'
    f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(WAS)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
HELD = {
    "note": (run(WAS) + NOTE, "en not"),
    "field": (FIELD, "ett Word-fält"),
    "simple field": (f'<w:fldSimple w:instr="=107">{run(WAS)}</w:fldSimple>', "ett Word-fält"),
    "control": (
        f'<w:sdt><w:sdtPr><w:tag w:val="Mitt"/></w:sdtPr><w:sdtContent>{run(WAS)}</w:sdtContent></w:sdt>',
        "ett annat fält",
    ),
}


@pytest.mark.parametrize("kind", HELD)
def test_a_control_that_holds_more_than_its_figure_is_named_and_left(year: tuple[Path, Path], kind: str) -> None:
    document, workbook = year
    put(document, HELD[kind][0])
    assert verify(document, workbook).disagreements == ()
    set_value(workbook, TAG, 60)
    before = content(document)
    left = [each for each in refresh(document, workbook, now=NOW).left if each.tag == TAG]
    assert [(each.kind, each.document) for each in left] == [("changed", WAS)]
    assert HELD[kind][1] in left[0].message
    assert left[0].remedy.startswith("Rätta den för hand i Word")
    assert content(document) == before


STRIKE, HIDE = "<w:strike/>", "<w:vanish/>"
OTHERWISE = {
    "struck": (run(WAS, STRIKE), "genomstruken text"),
    "half struck": (run("10") + run("7", "<w:dstrike/>"), "genomstruken text"),
    "picture": (run(WAS) + "<w:r><w:pict/></w:r>", "en bild eller ett annat objekt"),
    "sign": (run(WAS) + '<w:r><w:sym w:font="Symbol" w:char="F0BD"/></w:r>', "en bild eller ett annat objekt"),
    "hidden": (run(WAS, HIDE), "dold"),
    "hidden by a style": (run(WAS, '<w:rStyle w:val="Liten"/>'), "dold"),
    "struck by a style": (run(WAS, '<w:rStyle w:val="Struket"/>'), "genomstruken text"),
}


def with_styles(document: Path) -> None:
    """Give the document character styles: one based on a hidden one, and one that strikes through."""
    edited = docx.Document(str(document))
    for name, base, look in (("Dold", "", HIDE), ("Liten", "Dold", "<w:sz w:val='8'/>"), ("Struket", "", STRIKE)):
        based = base and f'<w:basedOn w:val="{base}"/>'
        style = (
            f'<w:style {nsdecls("w")} w:type="character" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
            f"{based}<w:rPr>{look}</w:rPr></w:style>"
        )
        edited.styles.element.append(parse_xml(style))
    edited.save(str(document))


@pytest.mark.parametrize("kind", OTHERWISE)
def test_a_figure_that_isnt_seen_as_it_stands_is_named_and_left(year: tuple[Path, Path], kind: str) -> None:
    document, workbook = year
    typed, held = OTHERWISE[kind]
    with_styles(document)
    put(document, typed)
    before = content(document)
    told = [each for each in verify(document, workbook).disagreements if each.tag == TAG]
    assert [each.kind for each in told] == ["mixed"]
    assert held in told[0].message
    assert [each for each in refresh(document, workbook, now=NOW).left if each.tag == TAG] == told
    assert content(document) == before


def test_hidden_text_is_quoted_nowhere(year: tuple[Path, Path]) -> None:
    document, workbook = year
    with_styles(document)
    put(document, run("hemligt ", '<w:rStyle w:val="Liten"/>') + run("108"))
    edited = docx.Document(str(document))
    paragraph = next(control(edited, TAG).iterancestors(qn("w:p")))
    secret = run("hemligt 14 arbetsdagar ", '<w:rStyle w:val="Liten"/>')
    paragraph.insert(1, parse_xml(secret.replace("<w:r>", f"<w:r {nsdecls('w')}>", 1)))
    edited.save(str(document))
    told = verify(document, workbook).disagreements
    assert [(each.kind, each.document) for each in told] == [("changed", "108")]
    assert "dold text" in told[0].message
    assert "hemligt" not in f"{told[0].as_json()}"


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("Dagar: 107", "Nästa stycke."),
        ("10", "7"),
        ("Det blir 107 dagar i år.",),
    ],
)
def test_a_control_that_has_become_a_block_is_named_and_left(year: tuple[Path, Path], paragraphs: tuple[str]) -> None:
    document, workbook = year
    put(document, "".join(f"<w:p>{run(each)}</w:p>" for each in paragraphs), block=True)
    set_value(workbook, TAG, 60)
    before = content(document)
    left = [each for each in refresh(document, workbook, now=NOW).left if each.tag == TAG]
    assert [each.kind for each in left] in (["changed"], ["mixed"])
    assert left[0].document == " ".join(paragraphs)
    assert content(document) == before


TRACKED = {
    "half": (run("1") + tracked("del", "07") + tracked("ins", "6"), "16"),
    "first half": (tracked("del", "1") + tracked("ins", "6") + run("07"), "607"),
    "all": (tracked("del", "107") + tracked("ins", "108"), "108"),
    "to today's": (tracked("del", "107") + tracked("ins", "60"), "60"),
    "struck": (tracked("del", "107"), ""),
    "words": (run("107") + tracked("ins", " prel"), "107 prel"),
    "moved": (tracked("moveFrom", "1") + run("07"), "07"),
    "moved to": (run("107") + tracked("moveTo", "8"), "1078"),
}


@pytest.mark.parametrize("kind", TRACKED)
def test_tracked_changes_are_read_as_accepted_told_and_left(year: tuple[Path, Path], kind: str) -> None:
    document, workbook = year
    typed, accepted = TRACKED[kind]
    put(document, typed)
    set_value(workbook, TAG, 60)
    before = content(document)
    told = [each for each in verify(document, workbook).disagreements if each.tag == TAG]
    assert [(each.kind, each.document) for each in told] == [("tracked", accepted)]
    assert "spårad ändring" in told[0].message
    assert verify(document, workbook).loose == ()
    assert "Godkänn eller avvisa" in told[0].remedy
    left = [each for each in refresh(document, workbook, now=NOW).left if each.tag == TAG]
    assert left == told
    assert content(document) == before


def test_tracked_halves_outside_controls_make_no_third_number(year: tuple[Path, Path]) -> None:
    document, workbook = year
    edited = docx.Document(str(document))
    paragraph = edited.add_paragraph()
    inner = tracked("moveFrom", "99") + run("4 500 000") + tracked("del", "1") + run(" kr")
    for each in parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>"):
        paragraph._p.append(each)
    edited.save(str(document))
    assert verify(document, workbook).disagreements == ()


def test_a_figure_alone_in_its_paragraph_is_filled_in(year: tuple[Path, Path]) -> None:
    document, workbook = year
    put(document, f"<w:p>{run(WAS)}</w:p>", block=True)
    set_value(workbook, TAG, 60)
    assert refresh(document, workbook, now=NOW).left == ()
    assert shown(document) == "60"


@pytest.mark.parametrize(
    ("typed", "after", "left"),
    [
        ("Eventuellt", "Ja", []),
        ("Eventuellt (än så länge)", "Eventuellt (än så länge)", ["mixed"]),
        ("Eventuellt eller Ja", "Eventuellt eller Ja", ["mixed"]),
        ("Nej", "Nej", ["changed"]),
        ("Kanske", "Kanske", ["mixed"]),
    ],
)
def test_a_choice_with_words_beside_it(year: tuple[Path, Path], typed: str, after: str, left: list[str]) -> None:
    document, workbook = year
    tags = (each.get(qn("w:val")) for each in docx.Document(str(document)).element.body.iter(qn("w:tag")))
    tag = next(each for each in tags if each.endswith("/Reda pengar"))
    put(document, run(typed), tag)
    set_value(workbook, tag, "Ja")
    found = [each.kind for each in refresh(document, workbook, now=NOW).left if each.tag == tag]
    assert (shown(document, tag), found) == (after, left)


def test_the_command_tells_and_wants_a_person(year: tuple[Path, Path]) -> None:
    document, workbook = year
    put(document, run("107 eller 99"))
    set_value(workbook, TAG, 60)
    ran = rus_sheets("refresh", document, workbook)
    said = " ".join(ran.out.split())
    assert ran.code == 1
    assert "Plan A03, Dagar: i fältet står ”107 eller 99”, mer än en uppgift. Arbetsboken säger 60." in said
    assert "Skriv om i Word så att fältet bara har uppgiften, 60, och ställ det andra utanför det." in said


BESIDE = {
    "digit before": (run("1"), "", "1107"),
    "minus before": (run("−"), "", "−107"),
    "decimals after": ("", run(",5"), "107,5"),
    "thousands after": ("", run(" 000"), "107 000"),
    "half after": ("", run("½"), "107½"),
    "scale after": ("", run(" tusen"), "107 tusen"),
    "range after": ("", run("–20"), "107–20"),
    "in another's field": ("", f"<w:sdt><w:sdtContent>{run('8')}</w:sdtContent></w:sdt>", "1078"),
    "tracked": (tracked("ins", "1"), "", "1107"),
}


@pytest.mark.parametrize("changed", [False, True])
@pytest.mark.parametrize("kind", BESIDE)
def test_what_is_typed_against_a_figure_is_read_with_it(year: tuple[Path, Path], kind: str, changed: bool) -> None:
    document, workbook = year
    before, after, reads = BESIDE[kind]
    edited = docx.Document(str(document))
    found = control(edited, TAG)
    for each in parse_xml(f"<w:p {nsdecls('w')}>{before}</w:p>"):
        found.addprevious(each)
    for each in reversed(parse_xml(f"<w:p {nsdecls('w')}>{after}</w:p>")):
        found.addnext(each)
    edited.save(str(document))
    if changed:
        set_value(workbook, TAG, 60)
    told = [each for each in verify(document, workbook).disagreements if each.tag == TAG]
    assert [(each.kind, each.workbook) for each in told] == [("mixed", "60" if changed else "107")]
    assert f"”{reads}”" in told[0].message
    left = [each for each in refresh(document, workbook, now=NOW).left if each.tag == TAG]
    assert left == told
    assert shown(document) == "107"


def test_a_control_of_ours_within_another_is_named_and_left(year: tuple[Path, Path]) -> None:
    document, workbook = year
    edited = docx.Document(str(document))
    inner = deepcopy(next(each for each in edited.element.body.iter(qn("w:sdt")) if control(edited, TAG) is not each))
    control(edited, TAG).find(qn("w:sdtContent")).append(inner)
    edited.save(str(document))
    set_value(workbook, TAG, 60)
    before = shown(document)
    told = [each for each in verify(document, workbook).disagreements if each.tag == TAG]
    assert [(each.kind, each.workbook) for each in told] == [("mixed", "60")]
    assert [each for each in refresh(document, workbook, now=NOW).left if each.tag == TAG] == told
    assert shown(document) == before


@pytest.mark.parametrize("before", ["Inte ", "ej "])
def test_a_choice_that_is_denied_is_told(year: tuple[Path, Path], before: str) -> None:
    document, workbook = year
    tags = (each.get(qn("w:val")) for each in docx.Document(str(document)).element.body.iter(qn("w:tag")))
    tag = next(each for each in tags if each.endswith("/Reda pengar"))
    put(document, run(f"{before}{shown(document, tag)}"), tag)
    assert [each.kind for each in verify(document, workbook).disagreements if each.tag == tag] == ["mixed"]


@pytest.mark.parametrize("typed", ["minus 107", "107 miljoner", "107 procent", "107 %", "107 och en halv", "107 000"])
def test_words_within_a_field_that_make_another_figure_are_told(year: tuple[Path, Path], typed: str) -> None:
    document, workbook = year
    put(document, run(typed))
    told = [each for each in verify(document, workbook).disagreements if each.tag == TAG]
    assert [each.kind for each in told] in (["mixed"], ["changed"])
    assert typed in told[0].message


@pytest.mark.parametrize("before", ["1", "Dagar 1 "])
def test_a_figure_typed_against_an_emptied_field(year: tuple[Path, Path], before: str) -> None:
    document, workbook = year
    put(document, "<w:r><w:t/></w:r>")
    edited = docx.Document(str(document))
    control(edited, TAG).addprevious(parse_xml(run(before).replace("<w:r>", f"<w:r {nsdecls('w')}>", 1)))
    edited.save(str(document))
    assert [each.kind for each in refresh(document, workbook, now=NOW).left if each.tag == TAG] == ["mixed"]
    assert shown(document) == ""


def test_a_raised_sign_is_no_part_of_the_figure(year: tuple[Path, Path]) -> None:
    document, workbook = year
    put(document, run("107") + run("2", '<w:vertAlign w:val="superscript"/>'))
    set_value(workbook, TAG, 60)
    before = content(document)
    left = [each for each in refresh(document, workbook, now=NOW).left if each.tag == TAG]
    assert [(each.kind, each.document) for each in left] == [("mixed", "107²")]
    assert content(document) == before


def test_what_a_person_has_typed_in_a_field_is_never_exchanged(year: tuple[Path, Path]) -> None:
    """More decimals, another date, another choice: in running text, a table, a header and a text box."""
    document, workbook = year
    known = {each.get(qn("w:val")) or "" for each in docx.Document(str(document)).element.body.iter(qn("w:tag"))}
    choice = next(tag for tag in sorted(known) if tag.endswith("/Reda pengar"))
    box = (
        f'<w:r {nsdecls("w")}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
        "<w:p/></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    edited = docx.Document(str(document))
    header, paragraph = edited.sections[0].header.paragraphs[0], edited.add_paragraph()
    paragraph._p.append(parse_xml(box))
    header.add_run(" med ")
    for place, text in (
        (header._p, "107,25"),
        (next(paragraph._p.iterfind(f".//{qn('w:txbxContent')}/{qn('w:p')}")), "107,2"),
    ):
        copy = deepcopy(control(edited, TAG))
        next(copy.iter(qn("w:t"))).text = text
        place.append(copy)
    edited.save(str(document))
    typed = {TAG: "107,0", "Budget/P1/Budget": "3350000,50", choice: "Eventuellt"}
    if shown(document, choice) == "Eventuellt":
        typed[choice] = "Ja"
    date = next((tag for tag in known if tag.endswith("datum") or "datum/" in tag), "")
    if date:
        typed[date] = "12 januari 2019"
    for tag, text in typed.items():
        put(document, run(text), tag)
    before = {tag: content(document, tag) for tag in typed}
    set_value(workbook, TAG, 60)
    set_value(workbook, "Budget/P1/Budget", 3_000_000)
    left = [each for each in refresh(document, workbook, now=NOW).left if each.tag in typed]
    assert {each.document for each in left} == {*typed.values(), "107,25", "107,2"}
    assert {(each.kind, each.message) for each in left if each.kind != "changed"} == set()
    assert all("skriven för hand" in each.message and "refresh rör inte" in each.remedy for each in left)
    assert {tag: content(document, tag) for tag in typed} == before
    put(document, run("60"))  # the remedy helps, and it is the workbook's to exchange from then on
    assert not [each for each in verify(document, workbook).disagreements if each.document == "107,0"]


def test_a_row_with_a_figure_that_a_person_has_typed_is_not_taken_out(year: tuple[Path, Path]) -> None:
    document, workbook = year
    put(document, run("50000,50"), "Budget/P4/Budget")
    rows = openpyxl.load_workbook(workbook)
    sheet = rows["Budget"]
    number = next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == "P4")
    for cell in sheet[number]:
        cell.value = None
    rows.save(workbook)
    left = refresh(document, workbook, now=NOW).left
    assert shown(document, "Budget/P4/Budget") == "50000,50"
    assert any("Övrigt" in each.message for each in left)


HIDING = {
    "by its paragraph": ("paragraph", f"<w:rPr>{HIDE}</w:rPr>", "w:pStyle"),
    "by what that is based on": ("paragraph", "", "w:pStyle"),
    "by its run": ("character", f"<w:rPr>{HIDE}</w:rPr>", "w:rStyle"),
    "by its table": ("table", f"<w:rPr>{HIDE}</w:rPr>", "w:tblStyle"),
    "by a row of its table": ("table", f'<w:tblStylePr w:type="lastRow"><w:rPr>{HIDE}</w:rPr></w:tblStylePr>', ""),
}


@pytest.mark.parametrize("kind", HIDING)
def test_what_a_style_hides_is_read_by_nobody(year: tuple[Path, Path], kind: str) -> None:
    """A hidden item isn't there, and a hidden line says nothing: as when the run itself says that it is hidden."""
    document, _ = year
    style, look, place = HIDING[kind]
    base = '<w:basedOn w:val="Grund"/>' if kind == "by what that is based on" else ""
    edited = docx.Document(str(document))
    for name, inner in (("Grund", f"<w:rPr>{HIDE}</w:rPr>"), ("Gömd", base + look)):
        edited.styles.element.append(
            parse_xml(
                f'<w:style {nsdecls("w")} w:type="{style}" w:styleId="{name}"><w:name w:val="{name}"/>{inner}</w:style>'
            )
        )
    at = (
        f"<w:tbl {nsdecls('w')}><w:tblPr>%s<w:tblLook w:lastRow='1'/></w:tblPr>"
        "<w:tr><w:tc><w:p><w:r><w:t>Synligt.</w:t></w:r></w:p></w:tc></w:tr>"
        "<w:tr><w:tc><w:p><w:pPr>%s</w:pPr><w:r><w:rPr>%s</w:rPr><w:t>Hemligt.</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    given = f'<{place or "w:tblStyle"} w:val="Gömd"/>'
    looks = [given if (place or "w:tblStyle") == name else "" for name in ("w:tblStyle", "w:pStyle", "w:rStyle")]
    table = parse_xml(at % tuple(looks))
    edited.element.body.insert(0, table)
    edited.save(str(document))
    spots = read_spots(WordPackage(document))
    assert ("Synligt." in spots.typed) is (kind != "by its table")
    assert "Hemligt." not in spots.said
    assert said_in(table, spots.looks).split() == ([] if kind == "by its table" else ["Synligt."])

"""Content controls as people and programs leave them: read rightly, and filled in with every other byte as it was."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from lxml import etree

from rus_sheets.errors import UnusableInputError
from rus_sheets.office.safexml import parse
from rus_sheets.texts.content import Chart, Figure, Series, Text
from rus_sheets.word.edit.refill import Filling, refilled
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.elements import Elements
from rus_sheets.word.parts.ns import NS, q, text_of
from rus_sheets.word.read.controls import EditedDocument
from rus_sheets.word.read.obstacles import Obstacle
from rus_sheets.word.read.reading import read_document
from tests.word.documents import body, faults, made
from tools.maker.markup import heading, p, table

TAG = "Plan/A03/Dagar"
PR = f'<w:sdtPr><w:alias w:val="Dagar"/><w:tag w:val="{TAG}"/><w:id w:val="7"/>%s</w:sdtPr>'


def ours(tag: str) -> bool:
    return tag.startswith(("Plan/", "Summering/"))


def with_body(document: bytes, old: str, new: str, part: str = "word/document.xml") -> bytes:
    """The document with something else in its body, other members as they are."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(document)) as source, zipfile.ZipFile(target, "w") as copy:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == part:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode(), 1)
            copy.writestr(info, content)
    return target.getvalue()


@pytest.fixture
def simple(tmp_path):
    """A document with the text "Dagar: X." to put controls in."""
    return made(tmp_path, heading(1, "Rubrik") + p("Dagar: MITT slut."))


def edited(simple: bytes, content: str, extra: str = "", *, whole: str = "") -> bytes:
    control = whole or f"<w:sdt>{PR % extra}{content}</w:sdt>"
    return with_body(
        simple,
        '<w:t xml:space="preserve">Dagar: MITT slut.</w:t></w:r>',
        f'<w:t xml:space="preserve">Dagar: </w:t></w:r>{control}<w:r><w:t> slut.</w:t></w:r>',
    )


def opened(document: bytes) -> WordPackage:
    return WordPackage("prov.docx", document)


def read(document: bytes) -> EditedDocument:
    return read_document(opened(document), ours)


def fill(document: bytes, text: str) -> bytes:
    package = opened(document)
    controls = read(document).controls
    return refilled(package, [Filling(each, (0, len(each.said.rstrip())), text) for each in controls], []).data


SHAPES = {
    "one run": ("<w:sdtContent><w:r><w:t>53</w:t></w:r></w:sdtContent>", "53"),
    "several runs": (
        (
            '<w:sdtContent><w:r><w:rPr><w:b/></w:rPr><w:t>5</w:t></w:r><w:proofErr w:type="spellStart"/>'
            "<w:r><w:t>3</w:t><w:tab/></w:r></w:sdtContent>"
        ),
        "53",
    ),
    "LibreOffice": ("<w:sdtContent><w:r><w:rPr></w:rPr></w:r><w:r><w:t>53</w:t></w:r></w:sdtContent>", "53"),
    "deleted and put in": (
        (
            '<w:sdtContent><w:del w:id="1" w:author="x"><w:r><w:delText>50</w:delText></w:r></w:del>'
            '<w:ins w:id="2" w:author="x"><w:r><w:t>53</w:t></w:r></w:ins></w:sdtContent>'
        ),
        "53",
    ),
    "emptied": ("<w:sdtContent><w:r><w:t/></w:r></w:sdtContent>", ""),
    "an empty run": ("<w:sdtContent><w:r/></w:sdtContent>", ""),
    "nothing": ("<w:sdtContent/>", ""),
    "a comment in XML": ("<w:sdtContent><!-- <w:t>9</w:t> --><w:r><w:t>53</w:t></w:r></w:sdtContent>", "53"),
    "CDATA": ("<w:sdtContent><w:r><w:t><![CDATA[53]]></w:t></w:r></w:sdtContent>", "53"),
    "LibreOffice's own control": (
        (
            '<w:sdtContent><w:r/><w:sdt><w:sdtPr><w:id w:val="8"/></w:sdtPr><w:sdtContent><w:r><w:t>53</w:t></w:r>'
            "</w:sdtContent></w:sdt></w:sdtContent>"
        ),
        "53",
    ),
    "a tracked format": (
        (
            '<w:sdtContent><w:r><w:rPr><w:b/><w:rPrChange w:id="3" w:author="x"><w:rPr/></w:rPrChange></w:rPr>'
            "<w:t>53</w:t></w:r></w:sdtContent>"
        ),
        "53",
    ),
    "a comment": (
        (
            '<w:sdtContent><w:commentRangeStart w:id="1"/><w:r><w:t>53</w:t></w:r><w:commentRangeEnd w:id="1"/>'
            '<w:r><w:commentReference w:id="1"/></w:r></w:sdtContent>'
        ),
        "53",
    ),
    "a control around it": (
        f"<w:sdtContent><w:sdt>{PR % ''}<w:sdtContent><w:r><w:t>53</w:t></w:r></w:sdtContent></w:sdt></w:sdtContent>",
        "53",
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_read_and_filled_in(simple: bytes, shape: str) -> None:
    content, text = SHAPES[shape]
    document = edited(simple, content)
    assert [(each.tag, each.text) for each in read(document).controls] == [(TAG, text)]
    filled = fill(document, "1 < 2 & 4 500")
    assert [each.text for each in read(filled).controls] == ["1 < 2 & 4\u00a0500"]
    line = next(each for each in body(filled).iter(q("w:p")) if "Dagar:" in text_of(each))
    assert text_of(line).replace("  ", " ") == "Dagar: 1 < 2 & 4\u00a0500 slut."
    assert fill(filled, "1 < 2 & 4 500") == filled


@pytest.mark.parametrize("shape", SHAPES)
def test_other_members_are_the_same_to_the_byte(simple: bytes, shape: str) -> None:
    document = edited(simple, SHAPES[shape][0])
    filled = fill(document, "99")
    before, after = opened(document), opened(filled)
    assert [info.filename for info in before.infos] == [info.filename for info in after.infos]
    for one, other in zip(before.infos, after.infos, strict=True):
        same = before.data[slice(*before.span(one))] == after.data[slice(*after.span(other))]
        assert same == (one.filename != "word/document.xml")
        assert one.date_time == other.date_time
    assert around(before) == around(after)


def around(package: WordPackage) -> tuple[bytes, bytes]:
    """What stands before and after the control in the bytes."""
    data = package.read("word/document.xml")
    return data[: data.index(b"<w:sdt>")], data[data.rindex(b"</w:sdt>") :]


def test_the_look_of_the_first_run_stays(simple: bytes) -> None:
    filled = fill(edited(simple, SHAPES["several runs"][0]), "54")
    control = next(body(filled).iter(q("w:sdt")))
    run = control.find("w:sdtContent/w:r", NS)
    assert (text_of(run), run.find("w:rPr/w:b", NS) is not None) == ("54", True)


def test_words_own_prompt_is_no_text_and_goes(simple: bytes) -> None:
    prompt = (
        '<w:sdtContent><w:r><w:rPr><w:rStyle w:val="Platshllartext"/></w:rPr>'
        "<w:t>Klicka här för att ange text.</w:t></w:r></w:sdtContent>"
    )
    document = edited(simple, prompt, "<w:showingPlcHdr/>")
    assert [(each.text, each.prompting) for each in read(document).controls] == [("", True)]
    control = next(body(fill(document, "54")).iter(q("w:sdt")))
    assert (text_of(control), control.find(".//w:showingPlcHdr", NS), control.find(".//w:rStyle", NS)) == (
        "54",
        None,
        None,
    )


@pytest.mark.parametrize(
    ("shape", "held"),
    [
        ("LibreOffice's own control", ()),
        ("a tracked format", ()),
        ("a comment", ()),
        ("one run", ()),
        ("deleted and put in", (Obstacle.TRACKED,)),
    ],
)
def test_only_what_a_new_figure_could_harm_is_an_obstacle(simple: bytes, shape: str, held: tuple[Obstacle]) -> None:
    assert read(edited(simple, SHAPES[shape][0])).controls[0].obstacles == held


def test_only_what_is_seen_counts(simple: bytes) -> None:
    content = (
        "<w:sdtContent><w:r><w:rPr><w:vanish/></w:rPr><w:t>1</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>53</w:t></w:r></w:sdtContent>'
    )
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>99 dagar</w:t></w:r>"
    read_ = read(with_body(edited(simple, content), "<w:r><w:t> slut", f"{hidden}<w:r><w:t> slut"))
    assert [(each.text, each.obstacles) for each in read_.controls] == [("53", (Obstacle.HIDDEN,))]
    assert "Dagar: 53 slut." in [each.full for each in read_.lines]


DELETED = '<w:del w:id="1" w:author="x"><w:r><w:delText>53</w:delText></w:r></w:del>'


@pytest.mark.parametrize("name", ["in it", "del", "moveFrom"])
def test_a_control_deleted_with_changes_tracked_is_there_until_that_is_decided(simple: bytes, name: str) -> None:
    if name == "in it":
        document = edited(simple, f"<w:sdtContent>{DELETED}</w:sdtContent>")
    else:
        piece = "delText" if name == "del" else "t"
        control = f"<w:sdt>{PR % ''}<w:sdtContent><w:r><w:{piece}>53</w:{piece}></w:r></w:sdtContent></w:sdt>"
        document = edited(simple, "", whole=f'<w:{name} w:id="1" w:author="x">{control}</w:{name}>')
    assert [(each.tag, each.text, each.obstacles) for each in read(document).controls] == [
        (TAG, "", (Obstacle.TRACKED,))
    ]


def test_a_locked_control_is_filled_in_and_stays_locked(simple: bytes) -> None:
    document = edited(simple, SHAPES["one run"][0], '<w:lock w:val="sdtContentLocked"/>')
    control = next(body(fill(document, "54")).iter(q("w:sdt")))
    assert (text_of(control), control.find("w:sdtPr/w:lock", NS) is not None) == ("54", True)


@pytest.mark.parametrize(
    "inner", ["<w:p><w:r><w:t>53</w:t></w:r></w:p>", "<w:p/>", "<w:p><w:pPr><w:keepNext/></w:pPr></w:p>"]
)
def test_a_control_round_a_whole_paragraph(simple: bytes, inner: str) -> None:
    block = f"<w:sdt>{PR % ''}<w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    document = with_body(simple, "<w:sectPr", f"{block}<w:sectPr")
    filled = fill(document, "54")
    assert [(each.text, each.place.heading) for each in read(filled).controls] == [("54", "Rubrik")]
    assert faults(filled) == []


def test_a_text_box_is_read_once_and_filled_in_both_copies(simple: bytes) -> None:
    control = f"<w:sdt>{PR % ''}<w:sdtContent><w:r><w:t>53</w:t></w:r></w:sdtContent></w:sdt>"
    box = f"<w:txbxContent><w:p><w:r><w:t>Ruta 12 dagar </w:t></w:r>{control}</w:p></w:txbxContent>"
    whole = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    document = edited(simple, "", whole=whole)
    assert [line.text for line in read(document).lines if "12" in line.text] == ["Ruta 12 dagar \ufffc"]
    assert [each.text for each in read(fill(document, "54")).controls] == ["54", "54"]


def test_others_controls_are_text(simple: bytes) -> None:
    document = edited(
        simple, "", whole='<w:sdt><w:sdtPr><w:tag w:val="Mitt"/></w:sdtPr><w:sdtContent><w:r><w:t>771 dagar</w:t></w:r>'
        "</w:sdtContent></w:sdt>",
    )  # fmt: skip
    seen = read(document)
    assert (seen.controls, seen.lines[1].text) == ((), "Dagar: 771 dagar slut.")


def test_places_are_told_in_the_readers_words(tmp_path) -> None:
    rows = [{"namn": "Löner", "dagar": Figure("53", TAG)}]
    document = made(
        tmp_path,
        heading(1, "Budget")
        + table("Dagar per post", ("Post", "Dagar"), (1, 1), "rad", "rader", ("{{ rad.namn }}", "{{ rad.dagar }}"))
        + heading(2, "Resten")
        + p("Alltså {{ rader[0].dagar }} dagar och en lång mening som kortas när den inte längre ryms på raden."),
        {"rader": rows},
    )
    assert [str(each.place) for each in read(document).controls] == [
        "Budget › Dagar per post › ”Löner”",
        "Resten › ”Alltså 53 dagar och en lång mening som kortas när den inte…”",
    ]


def bars(*values: float | None) -> Chart:
    told = "; ".join(str(value or 0).replace(".", ",") for value in values)
    return Chart("bar", "Dagar", ("Ett & två", "Tre"), (Series("Dagar", values),), f"Dagar: {told}.")


def test_a_chart_is_redrawn_with_its_data_sheet(tmp_path) -> None:
    document = made(tmp_path, "{{p x }}".join(("<w:p><w:r><w:t>", "</w:t></w:r></w:p>")), {"x": Text((bars(1, None),))})
    package = opened(document)
    (seen,) = read(document).charts
    assert (seen.series, seen.shows(bars(1, None)), seen.shows(bars(1, 2))) == (bars(1, None).series, True, False)
    redrawn = refilled(package, [], [(seen, bars(None, 2.5))])
    (again,) = read(redrawn.data).charts
    assert (again.shows(bars(None, 2.5)), again.alt, redrawn.not_redrawn) == (True, bars(None, 2.5).alt, ())
    new = made(tmp_path, "{{p x }}".join(("<w:p><w:r><w:t>", "</w:t></w:r></w:p>")), {"x": Text((bars(None, 2.5),))})
    sheet = "word/embeddings/Microsoft_Excel_Sheet1.xlsx"
    assert opened(redrawn.data).read(sheet) == opened(new).read(sheet)
    charts = (etree.fromstring(opened(data).read(seen.part)) for data in (redrawn.data, new))
    anew, written = (etree.tostring(chart, method="c14n") for chart in charts)
    assert anew == written
    own = with_body(document, "PK", "PK\x05", sheet)  # a data sheet that isn't ours any more
    assert refilled(opened(own), [], [(seen, bars(3, 4))]).not_redrawn == (seen,)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<?xml version='1.0' encoding='UTF-8' standalone='yes'?>", '<!DOCTYPE x [<!ENTITY e "b">]>'),
        ("</w:body>", ""),
    ],
)
def test_hostile_and_broken_xml_is_refused(simple: bytes, old: str, new: str) -> None:
    with pytest.raises(UnusableInputError, match="kan inte tolkas"):
        read(with_body(simple, old, new))


def test_macros_are_let_through(simple: bytes) -> None:
    document = edited(simple, SHAPES["one run"][0])
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macros = with_body(document, kind, "application/vnd.ms-word.document.macroEnabled.main+xml", "[Content_Types].xml")
    assert len(read(macros).controls) == 1


XML = ('<a x=">" y=\'"/>\'><b/><!--<c>--><d>é</d><?p <e>?></a>', "<a/>", "<x:a xmlns:x='u'><x:b\n/></x:a>")


@pytest.mark.parametrize("xml", XML)
def test_elements_know_their_bytes(xml: str) -> None:
    data = xml.encode()
    elements = Elements(data, parse(data))
    for element in elements.all:
        span = elements.span(element)
        assert elements.tag(element).startswith(b"<" + elements.name(element))
        if "x:" not in xml:
            assert etree.fromstring(data[span.start : span.end]).tag == element.tag

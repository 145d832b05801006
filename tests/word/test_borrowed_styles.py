"""Styles that a template lacks are added from ours: Word keeps a built-in style only once somebody has used it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from rus_sheets.resources import folder
from rus_sheets.texts.content import DataTable, plain
from rus_sheets.texts.text import parse
from rus_sheets.word.make.render import render
from rus_sheets.word.parts.ns import NS, q
from tests.documents.books import KINDS, example
from tests.robust.hostile import members, packed
from tests.word.documents import NAMES, PROPERTIES, body, faults, lines
from tools.maker.markup import block, contents, heading, p
from tools.maker.package import package

OURS = folder("reports") / "verksamhetsplan.docx"
TEXT = parse("Ett.\n- två\n- tre\n1. fyra\n2. fem\nhttps://www.rus.se")


def _bare(*, lists: bool) -> bytes:
    """A template that has the normal style and headings alone, as one in which nothing else was ever written."""
    parts = members(package("Mall", contents("I") + heading(1, "H") + block("text") + p("Slut"), cover=False))
    styles = etree.fromstring(parts["word/styles.xml"])
    for style in styles.findall("w:style", NS):
        name = style.find("w:name", NS)
        if name is not None and not re.fullmatch(
            "Normal|heading 1|TOC Heading|header|footer", name.get(q("w:val"), ""), re.IGNORECASE
        ):
            styles.remove(style)
    parts["word/styles.xml"] = etree.tostring(styles)
    if not lists:
        del parts["word/numbering.xml"]
        for name in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
            parts[name] = re.sub(rb"<(?:Override|Relationship) [^>]*numbering[^>]*/>", b"", parts[name])
    return packed(parts)


@pytest.mark.parametrize("lists", [True, False], ids=["with lists", "that never had a list"])
def test_a_bare_template_gets_the_styles_that_it_lacks(tmp_path: Path, *, lists: bool) -> None:
    path = tmp_path / "mall.docx"
    path.write_bytes(_bare(lists=lists))
    told = DataTable("Tal", ("a", "b"), ((plain("1"), plain("2")),))
    made = render(path, NAMES | {"text": TEXT + parse("6")}, PROPERTIES, OURS)
    tabled = render(path, NAMES | {"text": type(TEXT)((told,))}, PROPERTIES, OURS)
    assert lines(made)[-8:] == ["Ett.", "två", "tre", "fyra", "fem", "www.rus.se", "6", "Slut"]
    for document in (made, tabled):
        assert faults(document) == []
        target = tmp_path / "dokument.docx"
        target.write_bytes(document)
        assert not OpenXmlValidator().validate(str(target)).errors
    styles = {
        each.get(q("w:styleId")) for each in etree.fromstring(members(made)["word/styles.xml"]).iterfind("w:style", NS)
    }
    assert {each.get(q("w:val")) for each in body(made).iter(q("w:pStyle"))} <= styles
    numbers = {
        each.get(q("w:numId")) for each in etree.fromstring(members(made)["word/numbering.xml"]).iterfind("w:num", NS)
    }
    used = [each.get(q("w:val")) for each in body(made).iter(q("w:numId"))]
    assert set(used) <= numbers
    assert used[0] == used[1] != used[2] == used[3]


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_style_that_a_template_points_at_is_there(tmp_path: Path, kind: str) -> None:
    name, context = KINDS[kind]
    parts = members((folder("reports") / name).read_bytes())
    styles = etree.fromstring(parts["word/styles.xml"])
    for style in styles.findall("w:style", NS):
        if style.get(q("w:default")) is None:
            styles.remove(style)
    parts["word/styles.xml"] = etree.tostring(styles)
    path = tmp_path / name
    path.write_bytes(packed(parts))
    made = members(render(path, context(example(2026)), PROPERTIES, folder("reports") / name))
    there = {each.get(q("w:styleId")) for each in etree.fromstring(made["word/styles.xml"]).iterfind("w:style", NS)}
    texts = [etree.fromstring(data) for part, data in made.items() if re.match(r"word/[a-z]+\d*\.xml", part)]
    points = ("w:pStyle", "w:rStyle", "w:tblStyle", "w:basedOn", "w:next", "w:link")
    used = {each.get(q("w:val")) for text in texts for each in text.iter(*map(q, points))}
    assert len(used) > 10
    assert used <= there


def test_an_id_that_stands_for_another_style_is_left_to_it(tmp_path: Path) -> None:
    parts = members(_bare(lists=True))
    other = b'<w:style w:type="paragraph" w:styleId="ListBullet"><w:name w:val="Min egen"/></w:style></w:styles>'
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b"</w:styles>", other)
    path = tmp_path / "mall.docx"
    path.write_bytes(packed(parts))
    made = etree.fromstring(members(render(path, NAMES | {"text": TEXT}, PROPERTIES, OURS))["word/styles.xml"])
    ids = [each.get(q("w:styleId")) for each in made.iterfind("w:style", NS)]
    assert len(ids) == len(set(ids))

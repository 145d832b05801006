"""What a tag takes with it besides its own text: nothing of a template goes out of the document without a word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rus_sheets.texts.text import parse
from rus_sheets.word.make.template import TemplateError
from tests.word.documents import lines, made
from tools.maker.markup import code, p

_BOX = "<w:r><w:pict><w:txbxContent>" + p("Ruta") + "</w:txbxContent></w:pict></w:r>"
_SECTION = '<w:pPr><w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr></w:pPr>'
THINGS = {
    "en avsnittsbrytning": _SECTION,
    "en sidbrytning": '<w:r><w:br w:type="page"/></w:r>',
    "en spaltbrytning": '<w:r><w:br w:type="column"/></w:r>',
    "en bild eller en textruta": "<w:r><w:drawing/></w:r>",
    "ett inbäddat objekt": "<w:r><w:object/></w:r>",
    "en fotnot": '<w:r><w:footnoteReference w:id="2"/></w:r>',
    "en slutnot": '<w:r><w:endnoteReference w:id="2"/></w:r>',
    "ett fält": '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
    "en formel": '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"/>',
}
NAMES = {"om": parse("Ett.\n- två"), "rader": [{"namn": "a"}], "bild": True}


def _with(tag: str, thing: str) -> str:
    return f"<w:p>{thing}<w:r><w:t>{tag}</w:t></w:r></w:p>"


def _row(cell: str) -> str:
    return f"<w:tr><w:tc>{cell}</w:tc></w:tr>"


def _told(folder: Path, layout: str) -> list[str]:
    with pytest.raises(TemplateError) as caught:
        made(folder, layout, NAMES)
    return str(caught.value).splitlines()


@pytest.mark.parametrize("name", THINGS)
@pytest.mark.parametrize("tag", ["{%p if bild %}", "{{p om }}"])
def test_what_would_go_with_a_tags_paragraph_is_told_of(tmp_path: Path, tag: str, name: str) -> None:
    layout = _with(tag, THINGS[name]) + (p("x") + code("endif") if "if" in tag else "")
    (told,) = _told(tmp_path, layout)
    assert told.startswith(f"mall.docx, stycket ”{tag}”: {tag} tar med sig {name} ur dokumentet.")
    assert told.endswith("Flytta det som ska vara kvar till ett annat stycke.")


@pytest.mark.parametrize("name", [name for name in THINGS if "avsnitt" not in name])
def test_what_would_go_with_a_tags_row_is_told_of(tmp_path: Path, name: str) -> None:
    rows = _row(_with("{%tr for rad in rader %}", THINGS[name])) + _row(p("{{ rad.namn }}")) + _row(p("{%tr endfor %}"))
    table = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>{rows}</w:tbl>" + p("")
    (told,) = _told(tmp_path, table)
    assert (
        f"{{%tr for rad in rader %}} tar med sig {name} ur dokumentet. Flytta det som ska vara kvar till en annan rad."
        in told
    )


def test_a_text_box_that_would_go_with_a_tag_is_told_of(tmp_path: Path) -> None:
    told = _told(tmp_path, _with("{%p if bild %}", _BOX) + p("x") + code("endif"))
    assert "{%p if bild %} tar med sig en bild eller en textruta ur dokumentet." in told[0]


def test_what_stands_beside_a_tag_that_takes_nothing_stays(tmp_path: Path) -> None:
    layout = _with("{% if bild %}ja{% endif %}", THINGS["en sidbrytning"]) + _with("{{ titel }}", _SECTION)
    assert lines(made(tmp_path, layout, NAMES)) == [" ja", "Prov"]


def test_a_tag_within_a_text_box_takes_its_own_paragraph_only(tmp_path: Path) -> None:
    box = re.sub("<w:p>.*</w:p>", code("if bild") + p("Ruta") + code("endif"), _BOX)
    assert "Ruta" in lines(made(tmp_path, f"<w:p>{box}<w:r><w:t>Runt</w:t></w:r></w:p>", NAMES))

"""The numbers and levels of headings are those that Word shows."""

from __future__ import annotations

import pytest
from lxml import etree

from rus_sheets.word.parts.ns import NS
from rus_sheets.word.parts.outline import heading_numbers
from rus_sheets.word.parts.styles import Styles

W = f'xmlns:w="{NS["w"]}"'
STYLES = f"""<w:styles {W}>
<w:style w:type="paragraph" w:styleId="R1"><w:name w:val="heading 1"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Egen"><w:name w:val="Egen"/><w:basedOn w:val="R1"/></w:style>
<w:style w:type="paragraph" w:styleId="Inneh"><w:name w:val="toc heading"/><w:basedOn w:val="R1"/>
<w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style></w:styles>"""


def numbers(kind: str, start: int, count: int) -> list[str]:
    lists = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="{start}"/>
<w:numFmt w:val="{kind}"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""
    heading = "<w:p><w:pPr><w:pStyle w:val='R1'/></w:pPr></w:p>"
    body = f"<w:body {W}>{heading * count}</w:body>"
    styles = Styles(etree.fromstring(STYLES))
    return list(heading_numbers(etree.fromstring(body), etree.fromstring(lists), styles).values())


@pytest.mark.parametrize(
    ("kind", "start", "said"),
    [
        ("decimal", 1, ["1.", "2.", "3."]),
        ("decimal", 4, ["4.", "5.", "6."]),
        ("upperLetter", 1, ["A.", "B.", "C."]),
        ("lowerLetter", 26, ["z.", "aa.", "bb."]),
        ("upperRoman", 3, ["III.", "IV.", "V."]),
    ],
)
def test_a_chapters_number(kind: str, start: int, said: list[str]) -> None:
    assert numbers(kind, start, 3) == said


@pytest.mark.parametrize(
    ("properties", "level"),
    [
        ('<w:pStyle w:val="R1"/>', 1),
        ('<w:pStyle w:val="Egen"/>', 1),
        ('<w:pStyle w:val="Inneh"/>', 0),
        ('<w:outlineLvl w:val="1"/>', 2),
        ("", 0),
    ],
)
def test_the_level_in_the_outline(properties: str, level: int) -> None:
    paragraph = etree.fromstring(f"<w:p {W}><w:pPr>{properties}</w:pPr></w:p>")
    assert Styles(etree.fromstring(STYLES)).outline_level(paragraph) == level

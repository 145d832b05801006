"""The look that the templates share: type, colours, spacing. Sizes in the units of WordprocessingML.

Colours are measured against the ground they stand on: text at least 4.5 : 1 (WCAG 2.1, 1.4.3), lines and areas that
carry meaning at least 3 : 1 (1.4.11).
"""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.word.parts.theme import BLUE, GREEN, GREY, INK, LEAF, TINT

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

AREAS = (LEAF, BLUE, "8A4B14", "5B5B8C")  # white on them: 7.6, 6.6, 6.7 and 6.2 : 1
RULE = "C9D6D0"

PAGE = '<w:pgSz w:w="11906" w:h="16838"/>'
# Programs that look for running heads look in the upper eighth of the page: a label that several pages happen to begin
# with ("Utfall") would be taken for one, so the text begins below it.
MARGINS = (
    '<w:pgMar w:top="1820" w:right="1559" w:bottom="1361" w:left="1560" w:header="737" w:footer="680" w:gutter="0"/>'
)
TEXT_WIDTH = 8787


class Style(Struct, frozen=True):
    """One style: ``paragraph`` and ``run`` are the inner XML of its pPr and rPr, in the schema's order."""

    style_id: str
    name: str
    kind: str = "paragraph"
    based_on: str = "Normal"
    following: str = ""
    paragraph: str = ""
    run: str = ""
    own: bool = False
    default: bool = False
    gallery: bool = True
    extra: str = ""
    priority: int = 1

    def xml(self) -> str:
        """The ``w:style`` element."""
        attributes = f'w:type="{self.kind}"' + (' w:default="1"' if self.default else "")
        attributes += ' w:customStyle="1"' if self.own else ""
        parts = [f'<w:style {attributes} w:styleId="{self.style_id}"><w:name w:val={quoteattr(self.name)}/>']
        parts.append(f'<w:basedOn w:val="{self.based_on}"/>' if self.based_on and not self.default else "")
        parts.append(f'<w:next w:val="{self.following}"/>' if self.following else "")
        parts.append(f'<w:uiPriority w:val="{self.priority}"/>')
        parts.append("<w:qFormat/>" if self.gallery else "")
        parts.append(f"<w:pPr>{self.paragraph}</w:pPr>" if self.paragraph else "")
        parts.append(f"<w:rPr>{self.run}</w:rPr>" if self.run else "")
        parts.append(f"{self.extra}</w:style>")
        return "".join(parts)


def space(before: int, after: int, line: int = 0) -> str:
    """Space round a paragraph in points; ``line`` in 240ths of a line."""
    lines = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before * 20}" w:after="{after * 20}"{lines}/>'


def letters(size: float, colour: str = "", *, bold: bool = False, caps: bool = False) -> str:
    """The look of letters: size in points."""
    return (
        ("<w:b/>" if bold else "")
        + ("<w:caps/>" if caps else "")
        + (f'<w:color w:val="{colour}"/>' if colour else "")
        + ('<w:spacing w:val="20"/>' if caps else "")
        + f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
    )


_UNBROKEN = "<w:suppressAutoHyphens/>"


def _heading(level: int, size: float, before: int, after: int, colour: str) -> Style:
    outline = f'<w:outlineLvl w:val="{level - 1}"/>'
    return Style(
        f"Heading{level}",
        f"heading {level}",
        following="Normal",
        paragraph=f"<w:keepNext/><w:keepLines/>{_UNBROKEN}{space(before, after, 252)}{outline}",
        run=letters(size, colour, bold=True),
        priority=9,
    )


def _area(number: int, colour: str) -> Style:
    """The heading of an area: white on a band of the area's own colour."""
    edge = f'w:val="single" w:sz="8" w:space="{{}}" w:color="{colour}"'
    edges = {side: edge.format(apart) for side, apart in (("top", 6), ("left", 8), ("bottom", 6), ("right", 8))}
    return Style(
        f"Omrade{number}",
        f"Område {number}",
        based_on="Heading2",
        following="Normal",
        paragraph=f"<w:pBdr>{''.join(f'<w:{side} {look}/>' for side, look in edges.items())}</w:pBdr>"
        f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>{space(30, 10, 252)}'
        '<w:ind w:left="180" w:right="180"/>',
        run=letters(18, "FFFFFF", bold=True),
        own=True,
        priority=9,
    )


def _contents(level: int, before: int, indent: int, *, bold: bool) -> Style:
    return Style(
        f"TOC{level}",
        f"toc {level}",
        following="Normal",
        paragraph=f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{TEXT_WIDTH}"/></w:tabs>{_UNBROKEN}'
        f'{space(before, 2)}<w:ind w:left="{indent}"/>',
        run="<w:b/>" if bold else "",
        priority=39,
        gallery=False,
    )


def _list(style_id: str, name: str, number: int, after: int, *, own: bool = False, size: float = 0) -> Style:
    return Style(
        style_id,
        name,
        based_on="Tabelltext" if own else "Normal",
        paragraph=f'<w:numPr><w:numId w:val="{number}"/></w:numPr>{space(0, after)}',
        run=letters(size) if size else "",
        own=own,
    )


_TABLE_EDGE = f'w:val="single" w:sz="4" w:space="0" w:color="{RULE}"'
_TABLE_LINE = f'w:val="single" w:sz="12" w:space="0" w:color="{LEAF}"'
_TABLE = (
    f"<w:tblPr><w:tblBorders><w:top {_TABLE_LINE}/><w:bottom {_TABLE_LINE}/><w:insideH {_TABLE_EDGE}/></w:tblBorders>"
    '<w:tblCellMar><w:top w:w="57" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/>'
    '<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    f'<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:color w:val="{GREEN}"/></w:rPr><w:tcPr><w:tcBorders>'
    f'<w:bottom {_TABLE_LINE}/></w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>'
    '<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
    f'<w:tblStylePr w:type="lastRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders><w:top {_TABLE_LINE}/></w:tcBorders>'
    "</w:tcPr></w:tblStylePr>"
)

_TILE_EDGE = 'w:val="single" w:sz="48" w:space="0" w:color="FFFFFF"'
_TILES = (
    f"<w:tblPr><w:tblBorders><w:top {_TABLE_LINE}/><w:insideV {_TILE_EDGE}/></w:tblBorders>"
    '<w:tblCellMar><w:top w:w="85" w:type="dxa"/><w:left w:w="142" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/>'
    '<w:right w:w="142" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    f'<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/></w:tcPr>'
)
"""Key figures on tinted fields with air between them."""

# A border in the colour of the ground gives it a little air above and below.
_PADDING = f'<w:{{}} w:val="single" w:sz="8" w:space="2" w:color="{TINT}"/>'

STYLES: tuple[Style, ...] = (
    Style("Normal", "Normal", default=True, priority=0, paragraph=f"<w:widowControl/>{space(0, 7, 276)}"),
    Style("DefaultParagraphFont", "Default Paragraph Font", "character", "", default=True, gallery=False),
    Style(
        "TableNormal", "Normal Table", "table", "", default=True, gallery=False, priority=99,
        extra='<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" '
        'w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>',
    ),
    Style("NoList", "No List", "numbering", "", default=True, gallery=False, priority=99),
    _heading(1, 22, 26, 8, GREEN),
    _heading(2, 16, 20, 5, BLUE),
    _heading(3, 13, 16, 4, GREEN),
    _heading(4, 11.5, 14, 3, INK),
    Style(
        "Bilaga", "Bilaga", based_on="Heading1", following="Normal", own=True, priority=9,
        paragraph=f"{_UNBROKEN}{space(26, 8, 252)}",
    ),
    Style(
        "Bilageavsnitt", "Bilageavsnitt", based_on="Heading2", following="Normal", own=True, priority=9,
    ),
    Style(
        "Quote", "Quote", following="Normal", priority=29,
        paragraph=f'<w:keepLines/><w:pBdr><w:left w:val="single" w:sz="24" w:space="10" w:color="{LEAF}"/></w:pBdr>'
        f'{space(4, 10, 288)}<w:ind w:left="284" w:right="284"/>',
        run=letters(13, GREEN),
    ),
    *(_area(number, colour) for number, colour in enumerate(AREAS, start=1)),
    Style(
        "Title", "Title", following="Subtitle", priority=10,
        paragraph=f"{_UNBROKEN}{space(0, 6, 228)}", run=letters(36, GREEN, bold=True),
    ),
    Style(
        "Subtitle", "Subtitle", following="Normal", priority=11,
        paragraph=f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="14" w:color="{LEAF}"/></w:pBdr>{_UNBROKEN}'
        f"{space(0, 20, 252)}",
        run=letters(17, BLUE),
    ),
    Style(
        "TOCHeading", "TOC Heading", following="Normal", priority=39,
        paragraph=f"<w:keepNext/><w:keepLines/><w:pageBreakBefore/>{_UNBROKEN}{space(0, 10, 252)}",
        run=letters(22, GREEN, bold=True),
    ),
    _contents(1, 4, 0, bold=True),
    _contents(2, 0, 284, bold=False),
    _contents(3, 0, 567, bold=False),
    _list("ListBullet", "List Bullet", 1, 3),
    _list("ListNumber", "List Number", 2, 3),
    Style(
        "Caption", "caption", following="Normal", priority=35,
        paragraph=f"<w:keepLines/>{_UNBROKEN}{space(10, 4)}", run=letters(9.5, GREY, bold=True),
    ),
    Style(
        "Header", "header", priority=99, gallery=False,
        paragraph=f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>{_UNBROKEN}{space(0, 0, 240)}',
        run=letters(9, GREY),
    ),
    Style(
        "Footer", "footer", priority=99, gallery=False,
        paragraph=f'<w:pBdr><w:top w:val="single" w:sz="4" w:space="6" w:color="{RULE}"/></w:pBdr>'
        f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>{_UNBROKEN}{space(0, 0, 240)}',
        run=letters(9, GREY),
    ),
    Style(
        "Hyperlink", "Hyperlink", "character", "DefaultParagraphFont", priority=99, gallery=False,
        run=f'<w:color w:val="{BLUE}"/><w:u w:val="single"/>',
    ),
    Style("Strong", "Strong", "character", "DefaultParagraphFont", priority=22, run="<w:b/>"),
    Style("Emphasis", "Emphasis", "character", "DefaultParagraphFont", priority=20, run="<w:i/>"),
    Style("IntenseEmphasis", "Intense Emphasis", "character", "DefaultParagraphFont", priority=21, run="<w:b/><w:i/>"),
    Style(
        "Omslagsorganisation", "Omslag organisation", own=True,
        paragraph=f"{_UNBROKEN}{space(70, 10)}", run=letters(12, LEAF, bold=True, caps=True),
    ),
    Style(
        "Omslagsorganisationliten", "Omslag organisation liten", own=True,
        paragraph=f"{_UNBROKEN}{space(0, 10)}", run=letters(12, LEAF, bold=True, caps=True),
    ),
    Style("Sammanfattning", "Sammanfattning", following="Normal", own=True),
    Style("Omslagsbild", "Omslag bild", own=True, paragraph=f"{_UNBROKEN}{space(0, 0, 240)}"),
    Style(
        "Omslagsrad", "Omslag uppgift", own=True,
        paragraph=f'<w:tabs><w:tab w:val="left" w:pos="1985"/></w:tabs>{_UNBROKEN}{space(0, 3)}'
        '<w:ind w:left="1985" w:hanging="1985"/>',
        run=letters(11, GREY),
    ),
    Style(
        "Ingress", "Ingress", following="Normal", own=True,
        paragraph=space(0, 10, 288), run=letters(12.5, GREEN),
    ),
    Style(
        "Faktarad", "Faktarad", following="Normal", own=True,
        paragraph=f'<w:keepNext/><w:keepLines/><w:pBdr>{_PADDING.format("top")}'
        f'<w:left w:val="single" w:sz="24" w:space="8" w:color="{LEAF}"/>{_PADDING.format("bottom")}</w:pBdr>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>{_UNBROKEN}{space(2, 6, 264)}'
        '<w:ind w:left="227"/>',
        run=letters(10, GREEN),
    ),
    Style(
        "Underrubrik", "Underrubrik", following="Normal", own=True,
        paragraph=f"<w:keepNext/>{_UNBROKEN}{space(14, 2)}", run=letters(12, GREEN, bold=True),
    ),
    Style(
        "Gruppnot", "Gruppnot", following="Normal", own=True,
        paragraph=f"<w:keepLines/>{space(0, 6)}", run=letters(10.5, GREY),
    ),
    Style(
        "Status", "Status", following="Normal", own=True,
        paragraph=f"<w:keepNext/>{_UNBROKEN}{space(8, 3)}", run=letters(11, BLUE, bold=True),
    ),
    Style(
        "Etikett", "Etikett", following="Normal", own=True,
        paragraph=f"<w:keepNext/>{_UNBROKEN}{space(8, 2)}", run=letters(10, BLUE, bold=True),
    ),
    Style(
        "Tabelltext", "Tabelltext", own=True,
        paragraph=f"{_UNBROKEN}{space(0, 2, 252)}", run=letters(10),
    ),
    Style("Nyckeltalsrubrik", "Nyckeltalsrubrik", own=True, paragraph=f"{_UNBROKEN}{space(2, 0, 240)}",
          run=letters(10, GREEN, bold=True)),
    Style("Nyckeltal", "Nyckeltal", own=True, paragraph=f"{_UNBROKEN}{space(0, 0, 240)}",
          run=letters(26, GREEN, bold=True)),
    Style("Nyckeltalsnot", "Nyckeltalsnot", own=True, paragraph=f"{_UNBROKEN}{space(0, 4, 240)}",
          run=letters(10, GREY)),
    Style("Tabelltal", "Tabelltal", based_on="Tabelltext", own=True, paragraph='<w:jc w:val="right"/>'),
    # In a table, LibreOffice lets the table's colour go before that of a character style (Dämpad), not before these.
    Style("Tabelltextfarg", "Tabelltext med egen färg", based_on="Tabelltext", own=True,
          run=f'<w:color w:val="{INK}"/>'),
    Style("Tabelltalfarg", "Tabelltal med egen färg", based_on="Tabelltal", own=True, run=f'<w:color w:val="{INK}"/>'),
    _list("Tabellpunkt", "Tabellpunkt", 3, 2, own=True, size=10),
    _list("Tabellnummer", "Tabellnummer", 4, 2, own=True, size=10),
    Style(
        "Tabellkalla", "Tabellnot", following="Normal", own=True,
        paragraph=space(4, 12, 252), run=letters(9.5, GREY),
    ),
    Style(
        # A label and a line to write on: one tab with a leader.
        "Underskrift", "Underskrift", following="Underskrift", own=True,
        paragraph='<w:keepNext/><w:keepLines/><w:tabs><w:tab w:val="left" w:leader="underscore" w:pos="7371"/></w:tabs>'
        f"{_UNBROKEN}{space(15, 0)}",
        run=letters(10, GREY),
    ),
    Style("Bilageuppgift", "Bilageuppgift", own=True, paragraph=space(18, 0)),
    Style(
        "Mallkod", "Mallkod", own=True,
        paragraph=f'{_UNBROKEN}{space(0, 0, 240)}', run=f'<w:noProof/>{letters(8, "7A1F5C")}',
    ),
    Style(
        "Prio", "Prio", "character", "DefaultParagraphFont", own=True,
        run=f'<w:b/><w:color w:val="{GREEN}"/><w:sz w:val="18"/><w:shd w:val="clear" w:color="auto" w:fill="D3E6DC"/>',
    ),
    Style("Dampad", "Dämpad", "character", "DefaultParagraphFont", own=True, run=f'<w:color w:val="{GREY}"/>'),
    Style("RUSNyckeltal", "RUS Nyckeltal", "table", "TableNormal", own=True, extra=_TILES, gallery=False, priority=99),
    Style("RUSTabell", "RUS Tabell", "table", "TableNormal", own=True, extra=_TABLE, gallery=False, priority=99),
)  # fmt: skip


def styles_xml(*, numbered: int = 0) -> str:
    """``word/styles.xml``; headings of so many levels have numbers, and if any have so do appendices."""
    language = '<w:lang w:val="sv-SE" w:eastAsia="sv-SE" w:bidi="ar-SA"/>'
    fonts = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/>'
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:color w:val="{INK}"/><w:sz w:val="22"/><w:szCs w:val="22"/>'
        f"{language}</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>{space(0, 0, 240)}</w:pPr></w:pPrDefault>"
        "</w:docDefaults>"
    )
    styles = "".join(_numbered(style, numbered).xml() for style in STYLES)
    return f"{DECLARATION}<w:styles {W}>{defaults}{styles}</w:styles>"


_IN_LIST = {"Heading1": (5, 0), "Heading2": (5, 1), "Bilaga": (6, 0), "Bilageavsnitt": (0, 0),
            **{f"Omrade{number}": (0, 0) for number in range(1, len(AREAS) + 1)}}  # fmt: skip
"""The lists that number headings and appendices, and the level in them; 0 for headings within appendices."""


def _numbered(style: Style, levels: int) -> Style:
    number, level = _IN_LIST.get(style.style_id, (0, levels))
    if level >= levels:
        return style
    within = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    # Where the schema has it: after what keeps a paragraph on its page, before borders (ECMA-376 part 1, 17.3.1.26).
    first = style.paragraph.find("<w:keepLines/>") + len("<w:keepLines/>") if "<w:keepLines/>" in style.paragraph else 0
    first += len("<w:pageBreakBefore/>") if style.paragraph.startswith("<w:pageBreakBefore/>") else 0
    return replace(style, paragraph=style.paragraph[:first] + within + style.paragraph[first:])


def numbering_xml(*, numbered: int = 0) -> str:
    """``word/numbering.xml``: bullets and numbers, for text and for tables, and for headings and appendices."""
    lists: tuple[str, ...] = (
        _abstract(1, "bullet", "•", 397, "ListBullet"),
        _abstract(2, "decimal", "%1.", 397, "ListNumber"),
        _abstract(3, "bullet", "•", 227, "Tabellpunkt"),
        _abstract(4, "decimal", "%1.", 284, "Tabellnummer"),
    )
    if numbered:
        lists += (
            _outline(5, *(("%1", "Heading1"), ("%1.%2", "Heading2"))[:numbered]),
            _outline(6, ("Bilaga %1.", "Bilaga")),
        )
    nums = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(1, len(lists) + 1))
    return f"{DECLARATION}<w:numbering {W}>{''.join(lists)}{nums}</w:numbering>"


def _outline(number: int, *levels: tuple[str, str]) -> str:
    """A list that numbers headings: what stands before them, and the style, of each level."""
    made = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="{style}"/>'
        f'<w:suff w:val="space"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
        for level, (text, style) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{made}</w:abstractNum>'


def _abstract(number: int, kind: str, text: str, indent: int, style: str) -> str:
    look = f'<w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:color w:val="{LEAF}"/></w:rPr>'
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">'
        f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:pStyle w:val="{style}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{indent}" w:hanging="{indent}"/></w:pPr>{look}</w:lvl>'
        "</w:abstractNum>"
    )

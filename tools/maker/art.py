"""The cover's picture: a landscape of four fields of colour at the foot of the page, drawn as shapes.

It hangs in the first page's header, behind the text, and is marked as decoration, so a screen reader passes it by.
Word lets one change its colours like those of any shape.
"""

from __future__ import annotations

from tools.maker.pictures import DECORATIVE

_NS = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_WIDTH, _PAGE = 7_560_000, 10_692_000

# Colour, height over the page's foot, and the upper edge as Bézier points in thousandths of width and height.
_FIELDS: tuple[tuple[str, int, tuple[int, ...]], ...] = (
    ("D5E4EC", 4_100_000, (0, 330, 180, 90, 330, 60, 520, 260, 700, 440, 820, 150, 1000, 0)),
    ("B4D2C4", 3_200_000, (0, 120, 200, 0, 380, 330, 560, 380, 740, 420, 860, 200, 1000, 260)),
    ("5F9A82", 2_250_000, (0, 480, 160, 520, 320, 160, 520, 120, 720, 80, 860, 420, 1000, 380)),
    ("17493A", 1_450_000, (0, 160, 220, 60, 420, 460, 620, 480, 780, 490, 900, 260, 1000, 200)),
)


_HEIGHT = max(height for _, height, _ in _FIELDS)


def cover_art() -> str:
    """A run that holds the shapes, grouped so that they keep their order."""
    shapes = "".join(_shape(number, *field) for number, field in enumerate(_FIELDS, start=1))
    size = f'cx="{_WIDTH}" cy="{_HEIGHT}"'
    group = (
        '<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext {size}/><a:chOff x="0" y="0"/><a:chExt {size}/></a:xfrm></wpg:grpSpPr>{shapes}</wpg:wgp>'
    )
    anchor = (
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="251658240" behindDoc="1" '
        'locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{_PAGE - _HEIGHT}</wp:posOffset></wp:positionV>'
        f'<wp:extent {size}/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="9001" name="Dekoration" descr="">{DECORATIVE}</wp:docPr><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup">'
        f"{group}</a:graphicData></a:graphic></wp:anchor>"
    )
    return (
        f'<w:r><mc:AlternateContent {_NS}><mc:Choice Requires="wpg"><w:drawing>{anchor}</w:drawing></mc:Choice>'
        "</mc:AlternateContent></w:r>"
    )


def _shape(number: int, colour: str, height: int, edge: tuple[int, ...]) -> str:
    points = [(edge[i], edge[i + 1]) for i in range(0, len(edge), 2)]
    curves = "".join(
        "<a:cubicBezTo>" + "".join(f'<a:pt x="{x}" y="{y}"/>' for x, y in points[i : i + 3]) + "</a:cubicBezTo>"
        for i in range(1, len(points), 3)
    )
    path = (
        f'<a:path w="1000" h="1000"><a:moveTo><a:pt x="0" y="{points[0][1]}"/></a:moveTo>{curves}'
        '<a:lnTo><a:pt x="1000" y="1000"/></a:lnTo><a:lnTo><a:pt x="0" y="1000"/></a:lnTo><a:close/></a:path>'
    )
    return (
        f'<wps:wsp><wps:cNvPr id="{9001 + number}" name="Fält {number}"/><wps:cNvSpPr/><wps:spPr><a:xfrm>'
        f'<a:off x="0" y="{_HEIGHT - height}"/><a:ext cx="{_WIDTH}" cy="{height}"/></a:xfrm>'
        "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>{path}</a:pathLst></a:custGeom>'
        f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln></wps:spPr><wps:bodyPr/>'
        "</wps:wsp>"
    )

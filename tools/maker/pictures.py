"""Places for pictures in the templates: a logo and a cover picture, blank until the secretariat fills them.

Each is a picture control: in Word one clicks on it and chooses a picture, in the template once for all. A blank one is
a transparent picture marked as decoration, so that neither eye nor screen reader meets it.
"""

from __future__ import annotations

import struct
import zlib

RELATION = "rIdPlats"
PART = "media/plats.png"
_NS = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
_EMU = 360_000
"""English Metric Units of a centimetre."""


def place(title: str, tag: str, width: float, height: float, number: int) -> str:
    """A picture control; width and height in centimetres. ``number`` is its own in the document."""
    size = f'cx="{round(width * _EMU)}" cy="{round(height * _EMU)}"'
    picture = (
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="{title}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{RELATION}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    )
    drawing = (
        f'<w:drawing><wp:inline {_NS} distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{number}" name="{title}" descr="">{DECORATIVE}</wp:docPr><wp:cNvGraphicFramePr>'
        '<a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic><a:graphicData '
        f'uri="http://schemas.openxmlformats.org/drawingml/2006/picture">{picture}</a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Omslagsbild"/></w:pPr><w:sdt><w:sdtPr><w:alias w:val="{title}"/>'
        f'<w:tag w:val="{tag}"/><w:id w:val="{number}"/><w:picture/></w:sdtPr><w:sdtContent><w:r>{drawing}</w:r>'
        "</w:sdtContent></w:sdt></w:p>"
    )


def blank_picture() -> bytes:
    """A PNG of one transparent pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    head = struct.pack(">2L5B", 1, 1, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(5))) + chunk(b"IEND", b"")

"""The theme: what Word's colour and font menus offer first. Its parts are those a theme can't be without.

The colours are measured as text against white (WCAG 2.1, 1.4.3: at least 4.5 : 1)."""

from __future__ import annotations

INK = "222B28"  # 14 : 1 on white
GREEN = "17493A"  # 10 : 1
LEAF = "1F5C4A"  # 7.6 : 1
BLUE = "1F5F8B"  # 6.6 : 1
GREY = "55625D"  # 6.3 : 1
TINT = "E6F0EB"

_COLOURS = {
    "dk1": INK,
    "lt1": "FFFFFF",
    "dk2": GREEN,
    "lt2": TINT,
    "accent1": LEAF,
    "accent2": BLUE,
    "accent3": "B5651D",
    "accent4": "5B5B8C",
    "accent5": "5F9A82",
    "accent6": GREY,
    "hlink": BLUE,
    "folHlink": "5B5B8C",
}


def theme_xml() -> str:
    """The theme element; Word and Excel files have the same."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS.items())
    fonts = '<a:latin typeface="Calibri"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="RUS">'
        f'<a:themeElements><a:clrScheme name="RUS">{colours}</a:clrScheme>'
        f'<a:fontScheme name="RUS"><a:majorFont>{fonts}</a:majorFont><a:minorFont>{fonts}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="RUS"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )

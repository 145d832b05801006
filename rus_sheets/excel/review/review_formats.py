"""Cell formats for a sheet that is added to somebody's workbook: appended last, no other changes its number."""

from __future__ import annotations

from lxml import etree
from msgspec import Struct

from rus_sheets.excel.read.ns import MAIN
from rus_sheets.office.markup import Splice, escape_attribute, prefix_of, spans, spliced, with_attribute


class Look(Struct, frozen=True):
    """A cell format. Colours are as in ``style_formats`` (``#1F4E4A``), "" for the workbook's own."""

    color: str = ""
    background: str = ""
    bold: bool = False
    underlined: bool = False
    centred: bool = False


def with_looks(data: bytes, root: etree._Element, looks: tuple[Look, ...], line: str) -> tuple[bytes, tuple[int, ...]]:
    """The styles part with those formats (thin borders of the colour ``line``), and the formats' numbers.

    ``data`` is in UTF-8. All zero, and the part as it was, where it lacks what the formats would build on.
    """
    prefix = prefix_of(root)
    names = ("fonts", "fills", "borders", "cellXfs")
    containers = [root.find(f"{{{MAIN}}}{name}") for name in names]
    found = [spans(data, prefix + name.encode()) for name in names]
    if any(container is None or len(span) != 1 for container, span in zip(containers, found, strict=True)):
        return data, tuple(0 for _ in looks)
    counts = [0 if container is None else len(container) for container in containers]
    p = prefix.decode()
    new = (
        [_font(look, root, p) for look in looks],
        [_fill(look, p) for look in looks],
        [_border(line, p)],
        [_format(look, number, counts, p) for number, look in enumerate(looks)],
    )
    splices: list[Splice] = []
    for (span,), count, elements in zip(found, counts, new, strict=True):
        tag = with_attribute(data[span.start : span.open_end], "count", str(count + len(elements)))
        splices.append((span.start, span.open_end, tag))
        splices.append((span.close_start, span.close_start, "".join(elements).encode()))
    return spliced(data, splices), tuple(range(counts[3], counts[3] + len(looks)))


def _font(look: Look, root: etree._Element, p: str) -> str:
    """The workbook's own font (its first), in the look's colour."""
    own = root.find(f"{{{MAIN}}}fonts/{{{MAIN}}}font")
    said = (f"<{p}b/>" if look.bold else "") + (f"<{p}u/>" if look.underlined else "")
    for name in ("sz", "color", "name", "family", "charset", "scheme"):
        element = None if own is None else own.find(f"{{{MAIN}}}{name}")
        if name == "color" and look.color:
            said += f'<{p}color rgb="{_rgb(look.color)}"/>'
        elif element is not None:
            attributes = "".join(f' {key!s}="{escape_attribute(str(value))}"' for key, value in element.items())
            said += f"<{p}{name}{attributes}/>"
    return f"<{p}font>{said}</{p}font>"


def _fill(look: Look, p: str) -> str:
    if not look.background:
        return f'<{p}fill><{p}patternFill patternType="none"/></{p}fill>'
    color = f'<{p}fgColor rgb="{_rgb(look.background)}"/><{p}bgColor indexed="64"/>'
    return f'<{p}fill><{p}patternFill patternType="solid">{color}</{p}patternFill></{p}fill>'


def _border(line: str, p: str) -> str:
    sides = "".join(
        f'<{p}{side} style="thin"><{p}color rgb="{_rgb(line)}"/></{p}{side}>'
        for side in ("left", "right", "top", "bottom")
    )
    return f"<{p}border>{sides}<{p}diagonal/></{p}border>"


def _format(look: Look, number: int, counts: list[int], p: str) -> str:
    across = ' horizontal="center"' if look.centred else ""
    return (
        f'<{p}xf numFmtId="0" fontId="{counts[0] + number}" fillId="{counts[1] + number}" borderId="{counts[2]}" '
        f'xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
        f'<{p}alignment{across} vertical="top" wrapText="1"/></{p}xf>'
    )


def _rgb(color: str) -> str:
    return f"FF{color.removeprefix('#')}"

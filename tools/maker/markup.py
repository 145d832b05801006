"""The templates' paragraphs and tables, written as short calls that give XML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

from msgspec import Struct

from tools.maker.look import STYLES, TEXT_WIDTH

_IDS = {style.name: style.style_id for style in STYLES}
_MARKUP = re.compile(r"\*\*(.+?)\*\*|\[\[(.+?)\]\]|~~(.+?)~~")
_STYLES = ("Strong", "Prio", "Dampad")


def p(text: str, style: str = "Normal", *, break_before: bool = False, keep: bool = False) -> str:
    """A paragraph. ``**bold**``, ``[[PRIO]]`` and ``~~grey~~`` mark character styles.

    Tabs and line breaks are what they are. ``keep`` is keep with next.
    """
    properties = f'<w:pStyle w:val="{_IDS[style]}"/>' if style != "Normal" else ""
    properties += "<w:keepNext/>" if keep else ""
    # On top of a page, the space before a heading would only push it down.
    properties += '<w:pageBreakBefore/><w:spacing w:before="0"/>' if break_before else ""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{_runs(text)}</w:p>"


def heading(level: int, text: str, *, break_before: bool = False) -> str:
    """A heading."""
    return p(text, f"heading {level}", break_before=break_before)


def code(tag: str) -> str:
    """A paragraph that holds only a tag, such as ``for x in xs``; it is gone from the finished document."""
    return p("{%p " + tag + " %}", "Mallkod")


def loop(item: str, items: str, *inner: str) -> str:
    """The paragraphs once for each item."""
    return code(f"for {item} in {items}") + "".join(inner) + code("endfor")


def when(condition: str, *inner: str) -> str:
    """The paragraphs only if the condition holds."""
    return code(f"if {condition}") + "".join(inner) + code("endif")


def either(condition: str, inner: str, *others: tuple[str, str], otherwise: str) -> str:
    """The first whose condition holds, else ``otherwise``: in one place, so that refresh can exchange them."""
    more = "".join(code(f"elif {condition}") + inner for condition, inner in others)
    return code(f"if {condition}") + inner + more + code("else") + otherwise + code("endif")


def block(name: str) -> str:
    """A text from a cell: paragraphs, lists and all."""
    return p("{{p " + name + " }}")


def table(  # noqa: PLR0913
    title: str,
    header: Sequence[str],
    widths: Sequence[int],
    item: str,
    items: str,
    cells: Sequence[str],
    *,
    align: str = "",
    total: Sequence[str] = (),
    break_before: bool = False,
) -> str:
    """A table with a caption, a header row that repeats, a row for each item, and perhaps a total.

    One that needs most of a page begins one (``break_before``): LibreOffice may lose rows of it at a page's foot.
    ``align`` has l or r for each column; a cell that begins with ``{{p`` holds blocks.
    """
    sides = align.ljust(len(header), "l")
    columns = _columns(widths)
    rows = [
        _row(header, columns, sides, header=True),
        _row(["{%tr for " + item + " in " + items + " %}", *[""] * (len(header) - 1)], columns, sides),
        _row(cells, columns, sides),
        _row(["{%tr endfor %}", *[""] * (len(header) - 1)], columns, sides),
    ]
    if total:
        rows.append(_row(total, columns, sides))
    return _table(title, columns, rows, total=bool(total), above=caption(title, break_before=break_before))


def fixed_table(title: str, header: Sequence[str], widths: Sequence[int], rows: Sequence[tuple[str, str, str]]) -> str:
    """A table of label and content; each row has the name that must be filled in for it to be shown."""
    columns = _columns(widths)
    made = [_row(header, columns, "ll", header=True)]
    for label, content, name in rows:
        made.append(_row(["{%tr if " + name + " %}", ""], columns, "ll"))
        made.append(_row([label, content], columns, "ll"))
        made.append(_row(["{%tr endif %}", ""], columns, "ll"))
    return _table(title, columns, made, total=False, above=caption(title))


def plain_table(title: str, header: Sequence[str], widths: Sequence[int], rows: Sequence[Sequence[str]]) -> str:
    """A table that is what it is, without a caption."""
    columns = _columns(widths)
    made = [_row(header, columns, "", header=True), *(_row(row, columns, "") for row in rows)]
    return _table(title, columns, made, total=False)


class Tile(Struct, frozen=True):
    """A figure to be seen from afar: what it is of, the figure, and a note beneath it."""

    label: str
    figure: str
    note: str


def tiles(title: str, shown: Sequence[Tile]) -> str:
    """Key figures beside each other: a table whose head has the labels, so that it is read figure by figure."""
    columns = _columns([1] * len(shown))
    rows = (
        _row([tile.label for tile in shown], columns, "", header=True, style="Nyckeltalsrubrik"),
        _row([tile.figure for tile in shown], columns, "", style="Nyckeltal"),
        _row([tile.note for tile in shown], columns, "", style="Nyckeltalsnot"),
    )
    return _table(title, columns, rows, total=False, style="RUSNyckeltal")


def _columns(widths: Sequence[int]) -> list[int]:
    scale = TEXT_WIDTH / sum(widths)
    columns = [round(width * scale) for width in widths]
    columns[-1] += TEXT_WIDTH - sum(columns)
    return columns


def _table(
    title: str,
    columns: Sequence[int],
    rows: Sequence[str],
    *,
    total: bool,
    style: str = "RUSTabell",
    above: str = "",
) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    last = int(total)
    return (
        above + f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>'
        f'<w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{"0460" if total else "0420"}" w:firstRow="1" '
        f'w:lastRow="{last}" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{escape(title, {chr(34): "&quot;"})}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        + "".join(rows)
        + "</w:tbl>"
    )


def caption(title: str, *, break_before: bool = False) -> str:
    """``Tabell 1. Title``, numbered by a field."""
    number = field(" SEQ Tabell \\* ARABIC ", "1")
    properties = (
        f'<w:pPr><w:pStyle w:val="{_IDS["caption"]}"/><w:keepNext/>{"<w:pageBreakBefore/>" * break_before}</w:pPr>'
    )
    return f"<w:p>{properties}{_runs('Tabell ')}{number}{_runs('. ' + title)}</w:p>"


def contents(title: str, levels: str = "1-2") -> str:
    """A table of contents that is filled in when a document is made."""
    toc = field(f' TOC \\o "{levels}" \\h \\z \\u ', "Fylls i när dokumentet skapas")
    inner = p(title, "TOC Heading") + f'<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr>{toc}</w:p>'
    return (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
        f"</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    )


def field(instruction: str, shown: str) -> str:
    """A field's runs."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{escape(instruction)}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{escape(shown)}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _row(cells: Sequence[str], widths: Sequence[int], sides: str, *, header: bool = False, style: str = "") -> str:
    properties = "<w:cantSplit/>" + ("<w:tblHeader/>" if header else "")
    made = []
    for text, width, side in zip(cells, widths, sides.ljust(len(cells), "l"), strict=True):
        look = style or ("Mallkod" if text.startswith("{%tr") else ("Tabelltal" if side == "r" else "Tabelltext"))
        look += " med egen färg" if "~~" in text else ""
        made.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{p(text, look)}</w:tc>')
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(made)}</w:tr>"


def _runs(text: str) -> str:
    made, position = [], 0
    for match in _MARKUP.finditer(text):
        made.append(_run(text[position : match.start()]))
        style = _STYLES[(match.lastindex or 1) - 1]
        made.append(_run(match[match.lastindex or 0], f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>'))
        position = match.end()
    return "".join([*made, _run(text[position:])])


def _run(text: str, look: str = "") -> str:
    if not text:
        return ""
    inner = "".join(_PIECES.get(piece) or f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in _split(text))
    return f"<w:r>{look}{inner}</w:r>"


_PIECES = {"\t": "<w:tab/>", "\n": "<w:br/>"}


def _split(text: str) -> list[str]:
    return [piece for piece in re.split("([\t\n])", text) if piece]

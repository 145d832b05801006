"""Puts a template's parts together into a .docx; the same code gives the same bytes."""

from __future__ import annotations

from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from rus_sheets.word.parts.theme import theme_xml
from tools.maker.art import cover_art
from tools.maker.look import DECLARATION, MARGINS, PAGE, W, numbering_xml, styles_xml
from tools.maker.markup import field
from tools.maker.pictures import PART, RELATION, blank_picture

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = {
    "document.xml": ("officeDocument", f"{_WORD}.document.main+xml"),
    "styles.xml": ("styles", f"{_WORD}.styles+xml"),
    "numbering.xml": ("numbering", f"{_WORD}.numbering+xml"),
    "settings.xml": ("settings", f"{_WORD}.settings+xml"),
    "fontTable.xml": ("fontTable", f"{_WORD}.fontTable+xml"),
    "theme/theme1.xml": ("theme", "application/vnd.openxmlformats-officedocument.theme+xml"),
    "header1.xml": ("header", f"{_WORD}.header+xml"),
    "header2.xml": ("header", f"{_WORD}.header+xml"),
    "footer1.xml": ("footer", f"{_WORD}.footer+xml"),
    "footer2.xml": ("footer", f"{_WORD}.footer+xml"),
}
_IDS = {name: f"rId{number}" for number, name in enumerate(list(_PARTS)[1:], start=1)}


_RUNNING = "{{ kortnamn }}\t{{ titel }}"


def package(title: str, body: str, *, cover: bool = True, numbered: int = 0, running: str = _RUNNING) -> bytes:
    """A template whose body is ``body``; with a cover, the first page has the picture and no running text.

    ``numbered`` is how many levels of its headings have numbers, ``running`` what stands on top of the pages.
    """
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            {
                "rId1": (f"{_R}/officeDocument", "word/document.xml"),
                "rId2": (
                    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                    "docProps/core.xml",
                ),
                "rId3": (f"{_R}/extended-properties", "docProps/app.xml"),
            }
        ),
        "docProps/core.xml": _core(title),
        "docProps/app.xml": (
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
            "<Application>rus-sheets</Application></Properties>"
        ),
        "word/_rels/document.xml.rels": _relations(
            {_IDS[name]: (f"{_R}/{kind}", name) for name, (kind, _) in _PARTS.items() if name in _IDS}
            | ({RELATION: (f"{_R}/image", PART)} if cover else {})
        ),
        "word/document.xml": _document(body),
        "word/styles.xml": styles_xml(numbered=numbered),
        "word/numbering.xml": numbering_xml(numbered=numbered),
        "word/settings.xml": _SETTINGS,
        "word/fontTable.xml": _FONTS,
        "word/theme/theme1.xml": theme_xml(),
        "word/header1.xml": _running("hdr", "Header", running),
        "word/header2.xml": f'<w:hdr {W}><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{cover_art() if cover else ""}'
        "</w:p></w:hdr>",
        "word/footer1.xml": _page_footer(),
        "word/footer2.xml": _page_footer() if not cover else f"<w:ftr {W}><w:p/></w:ftr>",
    }
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as made:
        for name, content in parts.items():
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            info.create_system = 0
            made.writestr(info, content if content.startswith("<?xml") else DECLARATION + content)
        if cover:
            info = ZipInfo(f"word/{PART}", (1980, 1, 1, 0, 0, 0))
            info.create_system = 0
            made.writestr(info, blank_picture())
    return target.getvalue()


def _document(body: str) -> str:
    references = "".join(
        f'<w:{kind}Reference w:type="{use}" r:id="{_IDS[name]}"/>'
        for kind, use, name in (
            ("header", "default", "header1.xml"),
            ("header", "first", "header2.xml"),
            ("footer", "default", "footer1.xml"),
            ("footer", "first", "footer2.xml"),
        )
    )
    section = f'<w:sectPr>{references}{PAGE}{MARGINS}<w:cols w:space="708"/><w:titlePg/></w:sectPr>'
    return f'<w:document {W} xmlns:r="{_R}"><w:body>{body}{section}</w:body></w:document>'


def _running(kind: str, style: str, text: str) -> str:
    pieces = "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in text.split("\t"))
    return f'<w:{kind} {W}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r>{pieces}</w:r></w:p></w:{kind}>'


def _page_footer() -> str:
    page, pages = field(" PAGE ", "2"), field(" NUMPAGES ", "2")
    return (
        f'<w:ftr {W}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:tab/><w:t xml:space="preserve">Sida </w:t>'
        f'</w:r>{page}<w:r><w:t xml:space="preserve"> av </w:t></w:r>{pages}</w:p></w:ftr>'
    )


def _core(title: str) -> str:
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>RUS</dc:creator><dc:language>sv-SE</dc:language>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:created>'
        '<dcterms:modified xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>'
    )


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{name}" ContentType="{kind}"/>' for name, (_, kind) in _PARTS.items()
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="png" ContentType="image/png"/>{overrides}'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
    )


def _relations(relations: dict[str, tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, (kind, target) in relations.items()
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


# No hyphenation: the text isn't justified, and programs differ in where they break words and in whether they heed the
# styles of headings and tables that switch it off.
_SETTINGS = (
    f'<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="851"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="sv-SE"/>'
    '<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1" '
    'w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" w:accent5="accent5" w:accent6="accent6" '
    'w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/>'
    '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
)
_FONTS = (
    f'<w:fonts {W}><w:font w:name="Calibri"><w:altName w:val="Carlito"/><w:panose1 w:val="020F0502020204030204"/>'
    '<w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
)

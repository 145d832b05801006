"""Small packages written by hand, so that a test shows the very XML that it is about."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'

# Style 0 General, 1 date, 2 unlocked, 3 own date-time format, 4 elapsed time.
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/>'
    '<numFmt numFmtId="165" formatCode="[h]:mm"/></numFmts><fonts count="1"><font><sz val="11"/><color theme="1"/>'
    '<name val="Calibri"/><family val="2"/></font></fonts><fills count="1"><fill><patternFill/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5">'
    '<xf numFmtId="0" fontId="0"/><xf numFmtId="14" fontId="0"/>'
    '<xf numFmtId="0" fontId="0"><protection locked="0"/></xf>'
    '<xf numFmtId="164" fontId="0"/><xf numFmtId="165" fontId="0"/></cellXfs><cellStyles count="1">'
    '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def package(
    sheets: Mapping[str, str],
    *,
    strings: str = "<si><t>x</t></si>",
    workbook: str = "",
    properties: str = "",
    parts: Mapping[str, str] | None = None,
    relations: Mapping[str, str] | None = None,
    types: Mapping[str, str] | None = None,
) -> bytes:
    """A workbook. ``sheets`` maps names to what stands in the ``worksheet`` element; ``strings`` are ``si`` elements.

    ``workbook`` goes after ``sheets`` in the workbook part, ``properties`` before. ``relations`` adds ``Relationship``
    elements to a part, ``parts`` whole parts, ``types`` content types of parts.
    """
    related = dict(relations or {})
    names = list(sheets)
    listed = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="rId{i}"/>' for i, n in enumerate(names, 1))
    rels = "".join(relation(f"rId{i}", "worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(names) + 1))
    rels += relation("rStyles", "styles", "styles.xml") + relation("rStrings", "sharedStrings", "sharedStrings.xml")
    members = {
        "[Content_Types].xml": _content_types(len(names), types or {}),
        "_rels/.rels": _relationships(relation("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}<sheets>{listed}</sheets>'
        f"{workbook}</workbook>",
        "xl/_rels/workbook.xml.rels": _relationships(rels + related.pop("xl/workbook.xml", "")),
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}">{strings}</sst>',
    }
    for number, content in enumerate(sheets.values(), 1):
        members[f"xl/worksheets/sheet{number}.xml"] = sheet_xml(content)
    for part, content in related.items():
        folder, _, name = part.rpartition("/")
        members[f"{folder}/_rels/{name}.rels"] = _relationships(content)
    return zipped(members | dict(parts or {}))


def sheet_xml(content: str) -> str:
    """A worksheet part; ``content`` is put in ``sheetData`` if it is only rows."""
    if content.startswith("<row") or not content:
        content = f"<sheetData>{content}</sheetData>"
    return f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{content}</worksheet>'


def relation(identity: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{identity}" Type="{OFFICE}/{kind}" Target="{target}"/>'


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6)), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def members_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def table_xml(name: str, ref: str, columns: list[str], extra: str = "", attributes: str = "") -> str:
    listed = "".join(f'<tableColumn id="{i}" name="{column}"/>' for i, column in enumerate(columns, 1))
    return (
        f'{HEAD}<table xmlns="{MAIN}" id="1" name="{name}" displayName="{name}" ref="{ref}" {attributes}>'
        f'<autoFilter ref="{ref}"/><tableColumns count="{len(columns)}">{listed}</tableColumns>{extra}</table>'
    )


def _relationships(content: str) -> str:
    return f'{HEAD}<Relationships xmlns="{PACKAGE}">{content}</Relationships>'


def _content_types(sheets: int, types: Mapping[str, str]) -> str:
    overrides = {"/xl/workbook.xml": f"{_TYPES}.sheet.main+xml", "/xl/styles.xml": f"{_TYPES}.styles+xml"}
    overrides["/xl/sharedStrings.xml"] = f"{_TYPES}.sharedStrings+xml"
    overrides |= {f"/xl/worksheets/sheet{i}.xml": f"{_TYPES}.worksheet+xml" for i in range(1, sheets + 1)}
    listed = "".join(f'<Override PartName="{p}" ContentType="{t}"/>' for p, t in (overrides | dict(types)).items())
    return (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )

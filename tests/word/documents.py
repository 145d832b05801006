"""Small templates and the rules that every document of ours keeps, for the tests."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from posixpath import dirname, join, normpath
from zipfile import ZipFile

from lxml import etree

from rus_sheets.word.make.render import render
from rus_sheets.word.parts.ns import NS, q, text_of
from rus_sheets.word.parts.package import DocumentProperties
from rus_sheets.word.parts.styles import Styles
from tools.maker.package import package

PROPERTIES = DocumentProperties("Provdokument", "RUS", dt.datetime(2026, 2, 12, tzinfo=dt.UTC))
NAMES = {"organisation": "RUS", "kortnamn": "RUS", "titel": "Prov"}


def made(folder: Path, body: str, context: Mapping[str, object] | None = None) -> bytes:
    """The document that a template with that body gives."""
    path = folder / "mall.docx"
    path.write_bytes(package("Mall", body, cover=False))
    return render(path, {**NAMES, **(context or {})}, PROPERTIES)


def body(document: bytes) -> etree._Element:
    with ZipFile(BytesIO(document)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def lines(document: bytes) -> list[str]:
    """Each paragraph's text."""
    return [text_of(paragraph) for paragraph in body(document).iter(q("w:p"))]


def headings(document: bytes) -> list[tuple[int, str]]:
    """Level and text of each heading, without its number."""
    with ZipFile(BytesIO(document)) as archive:
        styles = Styles(etree.fromstring(archive.read("word/styles.xml")))
    found = [
        (styles.heading_level(paragraph), text_of(paragraph).strip()) for paragraph in body(document).iter(q("w:p"))
    ]
    return [(level, text) for level, text in found if level]


def faults(document: bytes) -> list[str]:
    """What the validator misses: cells, relations, content types, marks left behind, ids used twice."""
    found: list[str] = []
    with ZipFile(BytesIO(document)) as archive:
        names = set(archive.namelist())
        types = archive.read("[Content_Types].xml").decode()
        for name in names:
            if name.endswith(".rels"):
                found += _relation_faults(archive, name, names)
            elif name.startswith("word/") and f'PartName="/{name}"' not in types and not _by_default(name, types):
                found.append(f"{name} has no content type")
        text = archive.read("word/document.xml").decode()
        root = etree.fromstring(text.encode())
    found += [f"left in the document: {left}" for left in re.findall(r"\{\{|\}\}|\{%|%\}|urn:rus-sheets", text)]
    found += ["a cell without paragraph" for cell in root.iter(q("w:tc")) if cell[-1].tag != q("w:p")]
    ids = [node.get(q("w:val")) for node in root.iterfind(".//w:sdtPr/w:id", NS)]
    if len(ids) != len(set(ids)):
        found.append("a content control's id is used twice")
    for kind in ("w:tag", "w:alias"):
        found += [f"{kind} too long" for node in root.iterfind(f".//{kind}", NS) if len(node.get(q("w:val"), "")) > 64]
    return found


def _by_default(name: str, types: str) -> bool:
    """Is the part of a kind that its ending tells? Every part ends with .xml in some way, which says nothing."""
    ending = name.rpartition(".")[2]
    return ending != "xml" and f'Extension="{ending}"' in types


def _relation_faults(archive: ZipFile, name: str, names: set[str]) -> list[str]:
    folder = dirname(dirname(name))
    found = []
    for relation in etree.fromstring(archive.read(name)):
        target = relation.get("Target", "")
        path = normpath(target.lstrip("/") if target.startswith("/") else join(folder, target))
        if relation.get("TargetMode") != "External" and path not in names:
            found.append(f"{name} points at {target}, which isn't there")
    return found

"""Texts in cells: shared strings, inline strings, rich text runs."""

from __future__ import annotations

import re

from lxml import etree
from msgspec import Struct, field

from rus_sheets.book.raw import Runs
from rus_sheets.book.struck import LOWERED, RAISED, STRUCK
from rus_sheets.excel.read.escapes import unescape
from rus_sheets.excel.read.ns import MAIN
from rus_sheets.excel.read.plainxml import LONGEST, NotPlainError, plain_text
from rus_sheets.office.safexml import BadXmlError, parse

_T, _R, _RPR, _RAISED = (f"{{{MAIN}}}{name}" for name in ("t", "r", "rPr", "vertAlign"))
_SWITCHES = tuple((f"{{{MAIN}}}{name}", mark) for name, mark in (("b", "b"), ("i", "i"), ("strike", STRUCK)))
MARKED = {
    "b": "b", "i": "i", STRUCK: "strike", RAISED: 'vertAlign val="superscript"', LOWERED: 'vertAlign val="subscript"',
}  # fmt: skip
"""The marks that a run may have, and the element that gives it each."""
_SCRIPTS = {"superscript": RAISED, "subscript": LOWERED}


_ITEM = re.compile(
    r'(<si>(?:<t(?: xml:space="preserve")?>([^<]*)</t></si>|((?:[^<]++|<(?!/?si>))*+)</si>))'  # see plaincells
)


class SharedStrings(Struct, frozen=True):
    """The shared string table: ``texts`` by index, ``runs`` only for those that are rich text."""

    texts: tuple[str, ...] = ()
    runs: dict[int, Runs] = field(default_factory=dict)


def runs_for_writer(runs: Runs) -> Runs:
    """The runs as XlsxWriter wants them: two or more."""
    if len(runs) == 1 and len(runs[0][0]) > 1:
        text, marks = runs[0]
        return ((text[:1], marks), (text[1:], marks))
    return runs


def read_plain_strings(content: str) -> SharedStrings:
    """The table in the content of an ``sst``. Raises NotPlainError."""
    texts: list[str] = []
    rich: dict[int, Runs] = {}
    covered = 0
    for whole, text, other in _ITEM.findall(content):
        covered += len(whole)
        if len(whole) > LONGEST:
            raise NotPlainError
        if other:
            told, runs = read_plain_text(other)
            if runs:
                rich[len(texts)] = runs
            texts.append(told)
        else:
            texts.append(unescape(plain_text(text)) if "&" in text or "_" in text else text)
    if covered != len(content):
        raise NotPlainError
    return SharedStrings(tuple(texts), rich)


def read_plain_text(content: str) -> tuple[str, Runs]:
    """As ``read_text``, for the content of an element that is written without a prefix. Raises NotPlainError."""
    try:
        return read_text(parse(f'<is xmlns="{MAIN}">{content}</is>'.encode()))
    except BadXmlError as error:
        raise NotPlainError from error


def read_shared_strings(root: etree._Element) -> SharedStrings:
    """The table of an ``sst`` element."""
    texts: list[str] = []
    rich: dict[int, Runs] = {}
    for item in root.iterchildren(f"{{{MAIN}}}si"):
        text, runs = read_text(item)
        if runs:
            rich[len(texts)] = runs
        texts.append(text)
    return SharedStrings(tuple(texts), rich)


def read_text(item: etree._Element) -> tuple[str, Runs]:
    """Text and runs of an ``si`` or ``is`` element; phonetic runs (``rPh``) are no part of the text."""
    if len(item) == 1 and item[0].tag == _T:
        return unescape(item[0].text or ""), ()
    plain: list[str] = []
    runs: list[tuple[str, str]] = []
    for child in item:
        if child.tag == _T:
            plain.append(unescape(child.text or ""))
        elif child.tag == _R:
            text = unescape("".join(t.text or "" for t in child.iterchildren(_T)))
            runs.append((text, font_marks(child.find(_RPR))))
    return "".join(plain) + "".join(text for text, _ in runs), tuple(runs)


def font_marks(properties: etree._Element | None) -> str:
    """The marks of a run's properties, or of a font."""
    if properties is None:
        return ""
    script = properties.find(_RAISED)
    marks = "".join(mark for tag, mark in _SWITCHES if _is_on(properties.find(tag)))
    return marks + ("" if script is None else _SCRIPTS.get(script.get("val", ""), ""))


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and element.get("val", "1") not in ("0", "false")

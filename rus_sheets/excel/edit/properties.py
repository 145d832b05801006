"""The workbook's own properties: its title, and the custom ones that the toolkit knows it by."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from rus_sheets.excel.edit.new_parts import HEAD, Additions
from rus_sheets.excel.read.cell_formats import number_of
from rus_sheets.excel.read.package import Package
from rus_sheets.office.markup import (
    Splice,
    as_utf8,
    attribute,
    escape_attribute,
    escape_text,
    prefix_of,
    spans,
    spliced,
)
from rus_sheets.office.ns import TITLE

_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_CONTENT = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The set that all custom properties belong to (ECMA-376 part 1, 22.3.2.2)."""
_FIRST = 2
"""0 and 1 are reserved."""


def with_properties(package: Package, custom: Mapping[str, str], title: tuple[str, str] = ("", "")) -> bytes:
    """The workbook with these custom properties (texts) set, the others as they were.

    ``title`` is an old title and a new one: a title that a person has changed stays. Raises UnusableInputError.
    """
    additions = Additions(package)
    part = package.part_of("", "custom-properties")
    if part:
        root = package.xml(part)
        data = as_utf8(package.read(part), root)
        additions.change(part, spliced(data, _splices(additions, part, data, root, custom)))
    else:
        written = "".join(
            _property("", "vt", f' xmlns:vt="{_TYPES}"', *property_) for property_ in _numbered(custom, _FIRST)
        )
        content = f'<Properties xmlns="{_CUSTOM}">{written}</Properties>'
        name = additions.free_name("docProps/custom{}.xml")
        additions.add(name, HEAD + content.encode(), _CONTENT)
        additions.relate("", "custom-properties", name)
    _retitle(package, additions, *title)
    return additions.to_bytes()


def _splices(
    additions: Additions, part: str, data: bytes, root: etree._Element, custom: Mapping[str, str]
) -> list[Splice]:
    prefix = prefix_of(root)
    found = spans(data, prefix + b"property")
    names = {attribute(data[span.start : span.open_end], "name"): span for span in found}
    vt = next((prefix for prefix, uri in root.nsmap.items() if uri == _TYPES and prefix), "")
    declared = "" if vt else f' xmlns:vt="{_TYPES}"'
    splices: list[Splice] = []
    new: dict[str, str] = {}
    for name, value in custom.items():
        span = names.get(name)
        if span is None:
            new[name] = value
        else:
            text = _text(vt or "vt", declared, value)
            splices.append((span.open_end, span.close_start, text.encode()))
    last = max([_FIRST - 1, *(number_of(element.get("pid")) for element in root)])
    written = "".join(
        _property(prefix.decode(), vt or "vt", declared, *property_) for property_ in _numbered(new, last + 1)
    )
    if written:
        end = additions.span_in(part, data, f"{prefix.decode()}Properties").close_start
        splices.append((end, end, written.encode()))
    return splices


def _numbered(custom: Mapping[str, str], first: int) -> list[tuple[int, str, str]]:
    return [(number, name, value) for number, (name, value) in enumerate(custom.items(), first)]


def _property(p: str, vt: str, declared: str, number: int, name: str, value: str) -> str:
    head = f'<{p}property fmtid="{_SET}" pid="{number}" name="{escape_attribute(name)}">'
    return f"{head}{_text(vt, declared, value)}</{p}property>"


def _text(vt: str, declared: str, value: str) -> str:
    return f"<{vt}:lpwstr{declared}>{escape_text(value)}</{vt}:lpwstr>"


def _retitle(package: Package, additions: Additions, old: str, new: str) -> None:
    part = package.part_of("", "core-properties")
    element = package.xml(part).find(TITLE) if part else None
    if element is None or not old or element.text != old:
        return
    data = additions.read(part)
    span = additions.span_in(part, data, f"{element.prefix}:title" if element.prefix else "title")
    additions.change(part, spliced(data, [(span.open_end, span.close_start, escape_text(new).encode())]))

"""What a workbook's file says of itself: who wrote it and when, and what properties people have given it."""

from __future__ import annotations

from lxml import etree

from rus_sheets.errors import UnusableInputError
from rus_sheets.excel.read.package import Package

_PROPERTIES = {
    "creator": "creator",
    "lastModifiedBy": "last_modified_by",
    "created": "created",
    "modified": "modified",
}


def properties(package: Package) -> dict[str, str]:
    """By name; the user's own never hide those that every file can have."""
    return {**_custom(package), **_core(package)}


def _core(package: Package) -> dict[str, str]:
    part = package.part_of("", "core-properties")
    if not part:
        return {}
    try:
        root = package.xml(part)
    except UnusableInputError:  # it only says who wrote the file and when; forms made by older versions can have it so
        return {}
    found = {}
    for element in root:
        name = _PROPERTIES.get(etree.QName(element).localname)
        if name and element.text:
            found[name] = element.text
    return found


def _custom(package: Package) -> dict[str, str]:
    part = package.part_of("", "custom-properties")
    if not part:
        return {}
    return {child.get("name", ""): "".join(str(text) for text in child.itertext()) for child in package.xml(part)}

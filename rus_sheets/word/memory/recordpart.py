"""The record's place in a document that is being made."""

from __future__ import annotations

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from rus_sheets.word.memory.record import NAMESPACE

_ITEM = "{6F0C1F5B-2D8E-4C43-9F43-7C5A5E1B7A10}"
"""The record's own id among a document's custom XML; any GUID would do."""
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?><ds:datastoreItem ds:itemID="%s" '
    'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs>'
    '<ds:schemaRef ds:uri="%s"/></ds:schemaRefs></ds:datastoreItem>'
)


def forget(main: Any) -> None:
    """Take away the record that a template has, when it is a document that was made earlier."""
    old = [key for key, rel in main.rels.items() if rel.reltype == REL.CUSTOM_XML and _is_record(rel)]
    for key in old:
        del main.rels[key]


def _is_record(rel: Any) -> bool:
    return not rel.is_external and NAMESPACE.encode() in rel.target_part.blob[:500]


def remember(main: Any, content: bytes) -> None:
    """Put the record beside the document's main part."""
    package = main.package
    item = Part(package.next_partname("/customXml/item%d.xml"), "application/xml", content, package)
    main.relate_to(item, REL.CUSTOM_XML)
    name = PackURI(item.partname.replace("item", "itemProps"))
    made = (_PROPERTIES % (_ITEM, NAMESPACE)).encode()
    kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    item.relate_to(Part(name, kind, made, package), REL.CUSTOM_XML_PROPS)

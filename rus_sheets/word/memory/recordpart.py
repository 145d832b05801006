"""The place of what a document remembers, in one that is being made."""

from __future__ import annotations

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.opc.packuri import PackURI
from docx.opc.part import Part

_OURS = b"urn:rus-sheets:"
"""What the namespaces of all that our documents remember begin with."""
_ITEM = "{6F0C1F5B-2D8E-4C43-9F43-7C5A5E1B7A10}"
"""Its own id among a document's custom XML; any GUID would do."""
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?><ds:datastoreItem ds:itemID="%s" '
    'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs>'
    '<ds:schemaRef ds:uri="%s"/></ds:schemaRefs></ds:datastoreItem>'
)


def forget(main: Any) -> None:
    """Take away what a template remembers, when it is a document that was made earlier."""
    old = [key for key, rel in main.rels.items() if rel.reltype == REL.CUSTOM_XML and _is_ours(rel)]
    for key in old:
        del main.rels[key]


def _is_ours(rel: Any) -> bool:
    return not rel.is_external and _OURS in rel.target_part.blob[:500]


def remember(main: Any, content: bytes, namespace: str) -> None:
    """Put it beside the document's main part, as XML of that namespace."""
    package = main.package
    item = Part(package.next_partname("/customXml/item%d.xml"), "application/xml", content, package)
    main.relate_to(item, REL.CUSTOM_XML)
    name = PackURI(item.partname.replace("item", "itemProps"))
    made = (_PROPERTIES % (_ITEM, namespace)).encode()
    kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    item.relate_to(Part(name, kind, made, package), REL.CUSTOM_XML_PROPS)

"""A template from people's own Word, as the plain document that is filled in: no macros, no strict XML, no .dotx."""

from __future__ import annotations

from lxml import etree
from msgspec import Struct

from rus_sheets.errors import UnusableInputError
from rus_sheets.office.package import RELATIONSHIPS, TYPES
from rus_sheets.office.strict import transitional
from rus_sheets.office.zipwrite import with_members
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.ns import q
from rus_sheets.word.parts.package import to_bytes
from rus_sheets.word.templates.copies import without_copies
from rus_sheets.word.templates.swedish import in_swedish
from rus_sheets.word.templates.unclosed import unclosed

MOST_XML = 4 * 2**20
"""Bytes of a template's part. Filling in text takes some seconds for each megabyte; our own largest has 0.05."""
_MADE_TREES = ("styles", "numbering", "settings", "comments", "fontTable")
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MACRO_KINDS = ("vbaProject", "wordVbaData", "keyMapCustomizations", "attachedToolbars", "vbaProjectSignature",
                "vbaProjectSignatureAgile", "vbaProjectSignatureV3")  # fmt: skip
"""What a document with macros has more than others: their code, and keys and toolbars that run it (MS-OFFMACRO2)."""


_CORE = b"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_LIBREOFFICE_CORE = b"http://schemas.openxmlformats.org/officedocument/2006/relationships/metadata/core-properties"
"""What one of LibreOffice's two Word filters calls the relationship to the properties."""
_RIBBON = "extensibility"
"""The relationship to buttons of the file's own (MS-CUSTOMUI 2.2)."""
_ATTACHED = "attachedTemplate"
"""The relationship from the settings to the template that a template was made of, an address of its maker's machine."""


class Adopted(Struct, frozen=True):
    """The template as a plain .docx, and in Swedish what it is without now."""

    data: bytes
    notes: tuple[str, ...] = ()


def adopted(package: WordPackage) -> Adopted:
    """The template as python-docx reads it. Raises UnusableInputError when it is too large or damaged."""
    for part in (*package.text_parts, *_made_trees(package)):
        if package.info(part).file_size > MOST_XML:
            raise UnusableInputError(
                f"Mallen är för stor: delen {part} har {-(-package.info(part).file_size // 2**20)} MB text, och högst "
                f"{MOST_XML // 2**20} MB går att fylla i.",
                place=package.path,
                remedy="Utgå från en av mallarna i reports, eller ta bort det som inte hör till mallen.",
            )
    changed: dict[str, bytes | None] = {
        info.filename: made
        for info in package.infos
        if info.filename.endswith((".xml", ".rels")) and (made := _plain(package, info.filename)) is not None
    }
    macros = _macro_parts(package)
    kinds = {relationship.kind for relationship in package.relationships("")}
    if _RIBBON in kinds:
        rels = package.info(RELATIONSHIPS).filename
        changed[rels] = _without(changed.get(rels) or package.read(rels), _RIBBON)
        macros += package.parts_in("customUI")
    _forget_origin(package, changed)
    for part in macros:
        changed[package.info(part).filename] = None
        rels = _relationships_of(part)
        if package.has(rels):
            changed[package.info(rels).filename] = None
    if macros and package.has(_relationships_of(package.main_part)):
        _forget(package, changed)
    notes = ("Mallens makron har inte följt med.",) if any(part.lower().endswith(".bin") for part in macros) else ()
    main = package.content_type(package.main_part)
    if main != _DOCUMENT or macros:
        types = package.info(TYPES).filename
        changed[types] = _retyped(changed.get(types) or package.read(TYPES), package.main_part, macros)
    plain = WordPackage(package.path, with_members(package, changed)) if changed else package
    closed = unclosed(plain)
    return _spoken(WordPackage(package.path, closed.data), (*notes, *closed.notes))


def _made_trees(package: WordPackage) -> tuple[str, ...]:
    """The parts without text of the document's own that are made trees, which take many times their size."""
    parts = (part for kind in _MADE_TREES for part in package.parts_of(package.main_part, kind))
    rels = (info.filename for info in package.infos if info.filename.endswith(".rels"))
    return (package.info(TYPES).filename, *rels, *parts)


def _spoken(package: WordPackage, notes: tuple[str, ...]) -> Adopted:
    """The template with Swedish as its language, and a note where it stated another."""
    changed, had = in_swedish(package)
    note = (f"Mallens språk är {had}. Dokumentet får svenska.",) if had else ()
    return Adopted(with_members(package, changed) if changed else package.data, (*notes, *note))


def _plain(package: WordPackage, part: str) -> bytes | None:
    """The part in the names that python-docx knows, or None where it has them."""
    data = package.read(part)
    made = transitional(data).replace(_LIBREOFFICE_CORE, _CORE)
    if part in (*package.text_parts, package.main_part):
        made = without_copies(made) or made
    return None if made == data else made


def _macro_parts(package: WordPackage) -> list[str]:
    """The parts with macros and with what runs them, from the document's relationships on."""
    found: list[str] = []
    waiting = [package.main_part]
    while waiting:
        for relationship in package.relationships(waiting.pop()):
            if relationship.kind in _MACRO_KINDS and not relationship.external and package.has(relationship.target):
                part = package.info(relationship.target).filename
                if part not in found:
                    found.append(part)
                    waiting.append(part)
    return found


def _forget(package: WordPackage, changed: dict[str, bytes | None]) -> None:
    """Take the macros' relationships out of the document's."""
    rels = package.info(_relationships_of(package.main_part)).filename
    changed[rels] = _without(changed.get(rels) or package.read(rels), *_MACRO_KINDS)


def _without(rels: bytes, *kinds: str) -> bytes:
    """Relationships without those of some kinds."""
    root = etree.fromstring(rels)
    for element in list(root):
        if element.get("Type", "").rpartition("/")[2] in kinds:
            root.remove(element)
    return to_bytes(root)


def _forget_origin(package: WordPackage, changed: dict[str, bytes | None]) -> None:
    """Take out where the template's own template lay: a document that is sent on would tell, and Word look there."""
    settings = package.settings_part
    if not settings or all(relationship.kind != _ATTACHED for relationship in package.relationships(settings)):
        return
    part, rels = (package.info(name).filename for name in (settings, _relationships_of(settings)))
    root = etree.fromstring(changed.get(part) or package.read(part))
    for element in root.findall(q(f"w:{_ATTACHED}")):
        root.remove(element)
    changed[part] = to_bytes(root)
    changed[rels] = _without(changed.get(rels) or package.read(rels), _ATTACHED)


def _retyped(types: bytes, main: str, macros: list[str]) -> bytes:
    """The content types with the main part as a document's, and without the macros'."""
    root = etree.fromstring(types)
    gone = {f"/{part.lstrip('/')}".lower() for part in macros}
    for element in list(root):
        name = element.get("PartName", "").lower()
        if name == f"/{main.lstrip('/')}".lower():
            element.set("ContentType", _DOCUMENT)
        elif name in gone:
            root.remove(element)
    return to_bytes(root)


def _relationships_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")

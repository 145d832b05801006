"""Files that somebody has closed: signed, or marked as final. A change would break the one and pass over the other."""

from __future__ import annotations

from collections.abc import Callable

from rus_sheets.errors import UnusableInputError
from rus_sheets.office.markup import as_utf8, attribute, prefix_of, spans, spliced
from rus_sheets.office.package import RELATIONSHIPS, TYPES, OfficePackage
from rus_sheets.office.zipwrite import with_members

_SIGNATURES = "_xmlsignatures"
_ORIGIN = "origin"
"""The kind of the relationship to the signatures (ECMA-376 part 2, 12.2.2)."""
_CUSTOM = "custom-properties"
_FINAL = "_MarkAsFinal"
"""The custom property that Office sets (MS-OSHARED 2.3.3.2.3)."""


class SealedError(UnusableInputError):
    """Somebody has closed the file to changes."""


def ensure_not_sealed(package: OfficePackage) -> None:
    """Raise SealedError if the file is digitally signed or marked as final, with how to open it for changes.

    UnusableInputError where that can't be read.
    """
    program = package.words.program
    if is_signed(package):
        remedy = (
            f"Ta bort signaturen i {program} (Arkiv > Info > Visa signaturer), spara och kör kommandot igen. "
            "Eller arbeta i en kopia som inte är signerad."
        )
        fault = "Filen är digitalt signerad, och en ändring skulle göra signaturen ogiltig."
        raise SealedError(fault, place=package.path, remedy=remedy)
    if is_final(package):
        remedy = f"Öppna den i {program}, välj Redigera ändå, spara och kör kommandot igen."
        raise SealedError("Filen är markerad som slutgiltig.", place=package.path, remedy=remedy)


def is_signed(package: OfficePackage) -> bool:
    """Is the file digitally signed? A signature of its macros alone is another matter."""
    related = any(
        relationship.kind == _ORIGIN and not relationship.external for relationship in package.relationships("")
    )
    return related or bool(package.parts_in(_SIGNATURES))


def is_final(package: OfficePackage) -> bool:
    """Is the file marked as final?"""
    part = package.part_of("", _CUSTOM)
    found = [child for child in package.xml(part) if child.get("name") == _FINAL] if part else []
    return any("".join(map(str, element.itertext())).strip().lower() in ("true", "1") for element in found)


def unsealed(package: OfficePackage) -> bytes:
    """The file without its signatures and its mark: for a copy that somebody else answers for. Raises UserError."""
    replaced: dict[str, bytes | None] = dict.fromkeys(package.parts_in(_SIGNATURES))
    if is_signed(package):
        replaced[RELATIONSHIPS] = _without(package, RELATIONSHIPS, b"Relationship", "Type", _is_origin)
        replaced[TYPES] = _without(package, TYPES, b"Override", "PartName", _is_signature)
    if is_final(package):
        part = package.part_of("", _CUSTOM)
        replaced[part] = _without(package, part, b"property", "name", lambda name: name == _FINAL)
    return with_members(package, replaced) if replaced else package.data


def _is_origin(kind: str) -> bool:
    return kind.rpartition("/")[2] == _ORIGIN


def _is_signature(part: str) -> bool:
    return part.lower().lstrip("/").startswith(f"{_SIGNATURES}/")


def _without(package: OfficePackage, part: str, element: bytes, name: str, gone: Callable[[str], bool]) -> bytes:
    """The part without those elements for whose attribute ``gone`` is true."""
    root = package.xml(part)
    data = as_utf8(package.read(part), root)
    found = spans(data, prefix_of(root) + element)
    cut = [span for span in found if gone(attribute(data[span.start : span.open_end], name) or "")]
    return spliced(data, [(span.start, span.end, b"") for span in cut])

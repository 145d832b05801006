"""What closes a template to changes: a signature, a mark as final, protection. What is made of it is open."""

from __future__ import annotations

from msgspec import Struct

from rus_sheets.office.sealed import is_final, is_signed, unsealed
from rus_sheets.office.zipwrite import with_members
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.ns import attribute, q
from rus_sheets.word.parts.package import to_bytes

_SIGNATURE = "Mallens signatur har inte följt med."
_FINAL = "Mallen är markerad som slutgiltig. Det har inte följt med."
_PROTECTED = "Mallen är skyddad mot ändringar. Skyddet har inte följt med."
_LOCKS = ("w:documentProtection", "w:writeProtection")
"""*Begränsa redigering*, and to be opened for reading only (ISO/IEC 29500-1, 17.15.1.29 and 17.15.1.93)."""


class Unclosed(Struct, frozen=True):
    """The template without what closed it, and in Swedish what that was."""

    data: bytes
    notes: tuple[str, ...]


def unclosed(package: WordPackage) -> Unclosed:
    """The template open to changes. Raises UnusableInputError when that can't be read."""
    told = [(_SIGNATURE, is_signed(package)), (_FINAL, is_final(package))]
    settings = package.settings_part
    root = package.xml(settings) if settings else None
    locks = [] if root is None else [lock for name in _LOCKS for lock in root.findall(q(name))]
    told.append((_PROTECTED, any(attribute(lock, "w:enforcement") not in ("0", "false", "off") for lock in locks)))
    data = unsealed(package)
    if root is not None and locks:
        for lock in locks:
            root.remove(lock)
        data = with_members(WordPackage(package.path, data), {package.info(settings).filename: to_bytes(root)})
    return Unclosed(data, tuple(note for note, is_so in told if is_so))

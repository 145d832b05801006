"""Files that somebody has closed: signed, or marked as final. A change would break the one and pass over the other."""

from __future__ import annotations

from rus_sheets.office.package import OfficePackage

_SIGNATURES = "_xmlsignatures"
_ORIGIN = "origin"
"""The kind of the relationship to the signatures (ECMA-376 part 2, 12.2.2)."""
_FINAL = "_MarkAsFinal"
"""The custom property that Office sets (MS-OSHARED 2.3.3.2.3)."""


def ensure_not_sealed(package: OfficePackage) -> None:
    """Raise UnusableInputError if the file is digitally signed or marked as final, with how to open it for changes."""
    program = package.words.program
    if is_signed(package):
        raise package.fault(
            "Filen är digitalt signerad, och en ändring skulle göra signaturen ogiltig.",
            f"Ta bort signaturen i {program} (Arkiv > Info > Visa signaturer), spara och kör kommandot igen. "
            "Eller arbeta i en kopia som inte är signerad.",
        )
    if is_final(package):
        remedy = f"Öppna den i {program}, välj Redigera ändå, spara och kör kommandot igen."
        raise package.fault("Filen är markerad som slutgiltig.", remedy)


def is_signed(package: OfficePackage) -> bool:
    """Is the file digitally signed? A signature of its macros alone is another matter."""
    related = any(each.kind == _ORIGIN and not each.external for each in package.relationships(""))
    return related or bool(package.parts_in(_SIGNATURES))


def is_final(package: OfficePackage) -> bool:
    """Is the file marked as final?"""
    for each in package.relationships(""):
        if each.kind == "custom-properties" and not each.external and package.has(each.target):
            for element in package.xml(each.target):
                if element.get("name") == _FINAL:
                    return "".join(map(str, element.itertext())).strip().lower() in ("true", "1")
    return False

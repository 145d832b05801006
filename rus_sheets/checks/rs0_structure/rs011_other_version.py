"""Arbetsbok av en annan version.

Vad kontrollen letar efter
    Om arbetsboken gjordes med en annan version av mallen, eller med en annan mall, än den som nu används, och om
    dess id har försvunnit.

Varför
    Kolumner och formler kan skilja sig, så att andra anmärkningar blir missvisande.

Så rättar du
    Gör en ny arbetsbok med rus-sheets new och flytta raderna dit, eller använd den version som filen gjordes med.

Exempel
    Arbetsboken har version 1, men mallen är version 2.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.place import Place
from rus_sheets.findings import Severity

_NAME, _VERSION, _ID = "rus-sheets declaration", "rus-sheets version", "rus-sheets id"


def find(context: Context) -> Iterator[Hit]:
    """A workbook made from another declaration, or another version of it."""
    declaration, properties = context.book.declaration, context.book.raw.properties
    name, version = properties.get(_NAME, declaration.name), properties.get(_VERSION, declaration.version)
    if name != declaration.name:
        message = f"Arbetsboken är gjord med mallen ”{name}”, men läses med ”{declaration.name}”."
        yield Hit(Place(""), message, "Läs den med rätt mall.")
    elif version != declaration.version:
        message = f"Arbetsboken har version {version}, men mallen är version {declaration.version}."
        yield Hit(Place(""), message, "Gör en ny arbetsbok med rus-sheets new och flytta raderna dit.")
    if not properties.get(_ID):
        message = "Arbetsbokens id har försvunnit ur filens egenskaper. Då känns uppföljningsfilerna inte igen."
        yield Hit(
            Place(""), message, "Utgå från en säkerhetskopia, eller ta bort och dela ut uppföljningsfilerna på nytt."
        )


CHECK = Check("RS011", "Annan version", Severity.WARNING, __doc__, find)

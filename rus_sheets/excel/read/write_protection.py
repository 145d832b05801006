"""Workbooks that somebody has closed against changes."""

from __future__ import annotations

from rus_sheets.excel.read.ns import MAIN
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.workbook_part import read_workbook_part
from rus_sheets.office.sealed import SealedError, ensure_not_sealed

_PASSWORDS = ("reservationPassword", "hashValue")
"""Of ECMA-376 part 1, 18.2.12: the first as Excel 2007 and older wrote it."""


def ensure_changeable(package: Package) -> None:
    """Raise SealedError, with the remedy, if the workbook is signed, final, strict or has a password for changes.

    One that only recommends to be opened read-only may be changed: whoever runs the command means to.
    """
    ensure_not_sealed(package)
    if package.strict:
        fault = "Arbetsboken har formatet Strict Open XML. Den kan läsas men inte ändras."
        remedy = "Öppna den i Excel, välj Spara som och Excel-arbetsbok (.xlsx) utan Strikt, och försök igen."
        raise SealedError(fault, place=package.path, remedy=remedy)
    sharing = read_workbook_part(package).root.find(f"{{{MAIN}}}fileSharing")
    if sharing is not None and any(sharing.get(attribute) for attribute in _PASSWORDS):
        remedy = "Öppna den i Excel, ta bort lösenordet under Spara som, Verktyg, Allmänna alternativ, och spara."
        raise SealedError("Arbetsboken har ett lösenord för ändringar.", place=package.path, remedy=remedy)

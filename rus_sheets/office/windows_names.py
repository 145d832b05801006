"""Names that Windows gives no file: its devices', signs that mean something else there, and ends that it takes away.

A file of such a name, made on another system, can't be opened by whoever it is sent to.
https://learn.microsoft.com/windows/win32/fileio/naming-a-file
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from rus_sheets.errors import UsageError

_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in "123456789¹²³"}
)
_SIGNS = '<>:"|?*'


def is_device(name: str) -> bool:
    """Is it a device's name on Windows, with any ending?"""
    return name.partition(".")[0].strip().casefold() in _DEVICES


def fault_of(name: str) -> str:
    """Why Windows has no file or folder of that name, in Swedish; "" where it may."""
    sign = next((sign for sign in name if sign in _SIGNS), "")
    if sign:
        return f"tecknet {sign} får inte stå i ett namn där"
    if any(ord(sign) < 32 for sign in name):
        return "det har ett tecken som inte syns"
    if name.endswith((".", " ")):
        return f"{'punkten' if name.endswith('.') else 'mellanslaget'} sist i namnet tas bort där"
    return "det är namnet på en enhet i datorn" if is_device(name) else ""


def ensure_for_windows(path: Path) -> None:
    """Raise UsageError where the path has a name that Windows can't open, on every system: files are sent to others.

    What is there already under such a name, on another system, is let be.
    """
    parts = [part for part in path.parts[bool(path.anchor) :] if part not in (".", "..")]
    name = next((part for part in parts if fault_of(part)), "")
    if name and (sys.platform == "win32" or not os.path.exists(path)):  # noqa: PTH110 - takes any name
        fault = f"”{name}” går inte att öppna i Windows: {fault_of(name)}."
        raise UsageError(fault, place=str(path), remedy="Välj ett annat namn.")

"""Whether the tests run on Windows proper or under Wine, which lacks some of it."""

from __future__ import annotations

import sys


def _under_wine() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes  # noqa: PLC0415 - only there

    return hasattr(ctypes.WinDLL("ntdll"), "wine_get_version")


UNDER_WINE = _under_wine()

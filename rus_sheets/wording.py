"""How counts are told in Swedish."""

from __future__ import annotations


def counted(count: int, one: str, several: str) -> str:
    """``1 fil``, ``2 filer``."""
    return f"{count} {one if count == 1 else several}"

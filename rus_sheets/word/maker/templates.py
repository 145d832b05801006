"""Which templates there are."""

from __future__ import annotations

from rus_sheets.word.maker.package import package
from rus_sheets.word.maker.plan import plan


def templates() -> dict[str, bytes]:
    """Each template's bytes by file name."""
    return {
        "verksamhetsplan.docx": package("Verksamhetsplan", plan()),
    }

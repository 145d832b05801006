"""The page for owners as a Word document: docs/till-ansvariga.md, whose few kinds of Markdown are told here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tools.maker.markup import heading, p, plain_table

PAGE = Path(__file__).parents[2] / "docs" / "till-ansvariga.md"
_CODE = re.compile(r"`([^`]+)`")
_SLANTED = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")


def owners() -> str:
    """The body of the document."""
    blocks = [block for block in PAGE.read_text(encoding="utf-8").split("\n\n") if block.strip()]
    below_table = (before.startswith("|") for before in ("", *blocks))
    return "".join(
        _aired(_block(block)) if below else _block(block) for block, below in zip(blocks, below_table, strict=False)
    )


def _aired(paragraph: str) -> str:
    """With some space above: a table has none below it."""
    return paragraph.replace("<w:p>", '<w:p><w:pPr><w:spacing w:before="160"/></w:pPr>', 1)


def _block(block: str) -> str:
    if block.startswith("# "):
        return p(block.removeprefix("# ").strip(), "Title")
    if block.startswith("## "):
        return heading(1, block.removeprefix("## ").strip())
    if block.startswith("|"):
        header, _, *rows = [_cells(line) for line in block.strip().splitlines()]
        return plain_table("Fälten i uppföljningsfilen", header, (1, 4), rows)
    if block.startswith("- "):
        return "".join(p(point, "List Bullet") for point in _points(block))
    return p(_said(block))


def _cells(line: str) -> list[str]:
    return [_said(cell) for cell in line.strip("|").split("|")]


def _points(block: str) -> Iterator[str]:
    for point in re.split(r"^- ", block, flags=re.MULTILINE)[1:]:
        yield _said(point)


def _said(text: str) -> str:
    """One line; what is to be typed has quotation marks, and what slants in Markdown is plain."""
    line = " ".join(text.split())
    return _SLANTED.sub(r"”\1”", _CODE.sub(r"”\1”", _LINK.sub(r"\1", line)))

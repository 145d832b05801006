"""The page on Word templates says what the documents say."""

from __future__ import annotations

import re

from rus_sheets.resources import folder
from rus_sheets.usecases.template_names import as_markdown

PAGE = folder("examples").parent / "docs" / "mallar.md"


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == as_markdown(), "run python -m rus_sheets.usecases.generate"


def test_every_name_that_the_page_uses_is_in_its_list() -> None:
    guide, names = PAGE.read_text(encoding="utf-8").split("## Namnen")
    used = {part for tag in re.findall(r"\{\{p? ([\w.]+) \}\}", guide) for part in tag.split(".")[-1:]}
    assert used
    assert [name for name in used if f"`{name}`" not in names] == []

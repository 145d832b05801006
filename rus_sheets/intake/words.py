"""The words of the language that numbers are read by, whatever rule file is used.

They stand in ``workbook_templates/import/ord.toml``; what each key is for is told in docs/inlasning.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from rus_sheets.resources import folder


def words(part: str, *keys: str) -> str:
    """A pattern for any of the words of these keys, without groups of its own. Raises KeyError for a key that isn't."""
    return "(?:" + "|".join(word for key in keys for word in _read()[part][key]) + ")"


@cache
def _read() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads((folder("workbook_templates") / "import" / "ord.toml").read_text(encoding="utf-8"))

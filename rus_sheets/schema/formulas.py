"""Formula texts of a declaration: from the way people write them to the way a file holds them, and what they name."""

from __future__ import annotations

import re
from collections.abc import Iterator

_THIS_ROW = re.compile(r"(?<![\w\]])\[@(?:\[([^\[\]]+)\]|([^\[\]]+))\]")
_STRUCTURED = re.compile(r"([^\W\d]\w*)\[(?:\[#This Row\],)?\[?([^\[\]#]+)\]?\]")
_HOLE = re.compile(r"\{(\w+(?:\.\w+)?)\}")
_QUOTED = re.compile(r'"[^"]*"')


def expand_this_row(formula: str, table: str) -> str:
    """``[@Dagar]`` becomes ``Plan[[#This Row],[Dagar]]``, the only form that Excel stores in a file."""
    return _THIS_ROW.sub(lambda match: f"{table}[[#This Row],[{match[1] or match[2]}]]", formula)


def holes(formula: str) -> tuple[str, ...]:
    """What a formula of the summary leaves to fill in: ``{id}``, ``{row}``, ``{areas.days}`` (a block's column)."""
    return tuple(dict.fromkeys(match[1] for match in _HOLE.finditer(formula)))


def structured_references(formula: str) -> Iterator[tuple[str, str]]:
    """Each (table name, header) that an expanded formula refers to. Texts in quotes are left out."""
    for match in _STRUCTURED.finditer(_QUOTED.sub('""', formula)):
        yield match[1], match[2]

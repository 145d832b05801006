"""Formula texts in pieces."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple


class Token(NamedTuple):
    """A piece of a formula.

    ``kind`` is one of text, external (what stands in another workbook), error, structured, range, sheetname, function,
    number, name, op.
    """

    kind: str
    text: str


_SHEET = r"(?:'(?:[^']|'')+'|[^\W\d][\w.]*(?::[^\W\d][\w.]*)?)!"
"""One sheet, or several at once: no workbook has a sheet of such a name."""
# No column lies beyond XFD: YTD1 is a name.
_COLUMN = r"\$?(?![Xx](?:[Ff][E-Ze-z]|[G-Zg-z][A-Za-z])|[YZyz][A-Za-z]{2})[A-Za-z]{1,3}"
_ROW = r"\$?[1-9][0-9]{0,6}"
_RANGE = (
    rf"{_COLUMN}{_ROW}(?::{_COLUMN}{_ROW})?(?![\w(.!])"
    rf"|{_COLUMN}:{_COLUMN}(?![\w(.!])"
    rf"|{_ROW}:{_ROW}(?![\w.!])"
)
_TOKEN = re.compile(
    r"(?P<text>\"(?:[^\"]|\"\")*\")"
    r"|(?P<external>(?:'[^'\[]*\[[^\]']+\](?:[^']|'')*'!|\[[^\]]+\][\w.]*!)"
    rf"(?:{_RANGE}|[^\W\d][\w.]*)?)"
    rf"|(?P<error>(?:{_SHEET})?\#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|FIELD!))"
    r"|(?P<structured>(?:[^\W\d][\w.]*)?\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\])"
    rf"|(?P<range>(?:{_SHEET})?(?:{_RANGE}))"
    rf"|(?P<sheetname>{_SHEET}[^\W\d][\w.]*)"
    r"|(?P<function>[^\W\d][\w.]*(?=\())"
    r"|(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[^\W\d][\w.?\\]*)"
    r"|(?P<op><=|>=|<>|\S)"
)


@lru_cache(maxsize=65_536)
def tokens(formula: str) -> tuple[Token, ...]:
    """The pieces of a formula, white space left out. Never raises: what can't be told is an ``op``."""
    return tuple(Token(match.lastgroup or "op", match.group()) for match in _TOKEN.finditer(formula))


def rewritten(formula: str, change: Callable[[Token], str]) -> str:
    """The formula with each piece as ``change`` gives it; white space stays."""
    return _TOKEN.sub(lambda match: change(Token(match.lastgroup or "op", match.group())), formula)


def function_name(text: str) -> str:
    """A function's name in capitals, without the marks of the newer ones."""
    return text.upper().removeprefix("_XLFN.").removeprefix("_XLWS.")


def is_external(formula: str) -> bool:
    """Whether a formula points at another workbook."""
    return "[" in formula and any(token.kind == "external" for token in tokens(formula))


def unquoted(name: str) -> str:
    """A sheet's name out of a formula, without the quotes that some need."""
    return name[1:-1].replace("''", "'") if name.startswith("'") else name

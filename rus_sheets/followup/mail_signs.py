"""Lines of a mail that are seldom anybody's answer: how a letter ends, and what programs write over an earlier mail.

The words are those of ``workbook_templates/mail/signs.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from rus_sheets.resources import folder

_SIGNED = re.compile(r"^/{1,2}\s?[^\W\d_]\w*(?: [^\W\d_]\w*)?$")


class _Signs(NamedTuple):
    """Patterns of lines, each to be matched from the line's beginning but ``wrote``, which is searched for.

    ``common`` are words of fields' names that say nothing by themselves.
    """

    head: re.Pattern[str]
    next: re.Pattern[str]
    wrote: re.Pattern[str]
    closing: re.Pattern[str]
    common: frozenset[str]


def is_head(lines: Sequence[str]) -> bool:
    """Does a mail program's head over an earlier mail begin here?"""
    if _is_rule(lines[0]):
        return True
    signs = _signs()
    return bool(signs.head.match(lines[0])) and any(signs.next.match(line) for line in lines[1:])


def may_end_a_letter(line: str) -> bool:
    """Whether a line may be how a letter ends, or begin an earlier one."""
    text, signs = " ".join(line.split()), _signs()
    if _SIGNED.match(text) or signs.closing.match(text):
        return True
    return bool(signs.head.match(text) or signs.wrote.search(text)) or _is_rule(text)


def is_common(word: str) -> bool:
    """Whether a word of a field's name is in every other letter, so that it doesn't show what a letter speaks of."""
    return word.casefold() in _signs().common


def _is_rule(line: str) -> bool:
    """``-----Ursprungligt meddelande-----``."""
    rule = line.strip(" *_")
    return rule.startswith("---") and rule.endswith("---") and any(map(str.isalnum, rule))


@cache
def _signs() -> _Signs:
    path = folder("workbook_templates") / "mail" / "signs.toml"
    words = tomllib.loads(path.read_text(encoding="utf-8"))
    head, closing = words["head"], words["closing"]
    ends = rf"(?:{_any(closing['begins'])}|{_any(closing['alone'])}\W*$|{_any(closing['before_number'])}\W*[+\d])"
    patterns = (
        rf"^\W*{_any(head['sender'])}\W*:\s*\S", rf"^\W*{_any(head['next'])}\W*:\s*\S",
        rf"\b{_any(words['wrote']['words'])}\b[^:]{{0,120}}:\s*$", ends,
    )  # fmt: skip
    head_line, next_line, wrote, closed = (re.compile(pattern, re.IGNORECASE) for pattern in patterns)
    return _Signs(head_line, next_line, wrote, closed, frozenset(words["beside"]["common"]))


def _any(words: Iterable[str]) -> str:
    """A pattern for one of the words; one that ends with ``*`` goes on as it likes."""
    return f"(?:{'|'.join(_word(word) for word in words)})"


def _word(word: str) -> str:
    stem = re.escape(word.removesuffix("*"))
    return rf"{stem}[^\n:]*?" if word.endswith("*") else rf"{stem}\b"

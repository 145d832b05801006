"""A command as people can copy it: names that hold what a shell acts on stand within quotation marks."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[\w./\\:+,=@%-]+")


def command_line(*words: object) -> str:
    """``rus-sheets merge "min bok.xlsx" --decisions konflikter.xlsx``, for cmd, PowerShell and Unix alike."""
    return " ".join(("rus-sheets", *(_quoted(str(word)) for word in words)))


def _quoted(word: str) -> str:
    if _PLAIN.fullmatch(word):
        return word
    if any(mark in word for mark in '"$`') and "'" not in word:  # within plain ones, a shell would act on them
        return f"'{word}'"
    return f'"{word}"'

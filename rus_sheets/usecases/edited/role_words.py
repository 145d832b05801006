"""The vocabulary of ``typed_senses.toml``: which words tell of a plan, of an outcome and of what is left."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from msgspec import Struct


class Role(StrEnum):
    """Which of the figures of a thing is spoken of: what was planned, what came of it, or what is left."""

    PLAN = "plan"
    OUTCOME = "outcome"
    REST = "rest"


class RoleCue(Struct, frozen=True):
    """A word that tells of a role, and where in a text it stands."""

    role: Role
    start: int
    end: int


class RoleWords:
    """Finds the words of roles in texts."""

    def __init__(self, words: Mapping[str, tuple[str, ...]]) -> None:
        (not_yet,) = words["not_yet"]
        self._of = {
            role: re.compile(rf"\b(?:{any_of(words[role]).replace('{not_yet}', not_yet)})\b", re.IGNORECASE)
            for role in Role
        }

    def find(self, text: str) -> Iterator[RoleCue]:
        """Those of the text, in their order; of two in one place the longest."""
        found = [
            RoleCue(role, match.start(), match.end())
            for role, words in self._of.items()
            for match in words.finditer(text)
        ]
        end = 0
        for cue in sorted(found, key=lambda cue: (cue.start, -cue.end)):
            if cue.start >= end:
                end = cue.end
                yield cue


@cache
def vocabulary(part: str) -> Mapping[str, tuple[str, ...]]:
    """A part of the file: patterns by what they tell."""
    parts = tomllib.loads(Path(__file__).with_name("typed_senses.toml").read_text(encoding="utf-8"))
    return {key: tuple(words) for key, words in parts[part].items()}


@cache
def role_words() -> RoleWords:
    """Those of the file."""
    return RoleWords(vocabulary("roles"))


def any_of(words: tuple[str, ...]) -> str:
    """A pattern of any of these patterns, in which a space is any space."""
    return "|".join(re.sub(r"(?<!\\) ", r"\\s+", word) for word in words)

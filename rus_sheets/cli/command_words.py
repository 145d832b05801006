"""The words of a command line, looked at before click does: what looks like an option is never taken for a file.

Word, mail programs and web pages make a dash of two hyphens, and straight quotation marks round ones; a command that
is copied from there must not be run as another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from rus_sheets.errors import UsageError
from rus_sheets.guessing import nearest

_QUOTES = "”“„’‘»«"
_DASHES = "-\u2212\u02d7\u2043\u00ad"
"""Beside the characters that Unicode calls dashes: minus and its likes, and the soft hyphen."""


@dataclass(frozen=True, slots=True)
class CommandWords:
    """The words after a command's name, as click is to have them; ``paths`` are those of files and folders.

    ``paths`` are (place among the words, the parameter's name).
    """

    words: tuple[str, ...]
    paths: tuple[tuple[int, str], ...] = ()


def right_words(command: str, params: Sequence[click.Parameter], words: Sequence[str]) -> CommandWords:
    """The words of a command, each told apart as option, value or name.

    Raises UsageError, with the right spelling, for a word that only looks like an option or a name.
    """
    options = {name: param for param in params if isinstance(param, click.Option) for name in param.opts}
    arguments = [param for param in params if isinstance(param, click.Argument)]
    return _Reading(command, options, arguments).read(words)


def ensure_a_name(word: str, options: Sequence[str]) -> None:
    """Raise UsageError for a word before the command's name that only looks like an option."""
    if _begins_with_dash(word):
        raise _no_option(word, options, "rus-sheets")


@dataclass
class _Reading:
    command: str
    options: Mapping[str, click.Option]
    arguments: Sequence[click.Argument]
    done: list[str] = field(default_factory=list)
    paths: list[tuple[int, str]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    positionals: int = 0

    def read(self, words: Sequence[str]) -> CommandWords:
        left = iter(words)
        names_only = False
        for word in left:
            name, equals, _ = word.partition("=")
            if names_only or (name not in self.options and not self._with_its_value(word) and word != "--"):
                self._name(word)
            elif word == "--":
                names_only = True
                self.done.append(word)
            else:
                self._option(word, name, left, attached=bool(equals) or name not in self.options)
        return CommandWords(tuple(self.done), tuple(self.paths))

    def _with_its_value(self, word: str) -> bool:
        """``-oplan.docx``, but not ``-output``: that is a long option with a hyphen too few."""
        option = self.options.get(word[:2])
        if option is None or option.is_flag or word[1:2] == "-":
            return False
        return f"-{word.partition('=')[0]}" not in self.options

    def _option(self, word: str, name: str, left: Iterator[str], *, attached: bool) -> None:
        option = self.options[name if name in self.options else word[:2]]
        self.done.append(word)
        if option.is_flag or option.name is None:
            return
        if option.name in self.seen and not option.multiple:
            raise UsageError(f"Valet {option.opts[-1]} står två gånger.", remedy="Behåll ett av dem.")
        self.seen.add(option.name)
        if attached:
            return
        value = next(left, None)
        if value is None:
            return  # click says what is missing
        if value.partition("=")[0] in self.options and not _exists(value):
            raise UsageError(
                f"Valet {word} behöver ett värde, men efter det står {value}.",
                remedy=f"Skriv värdet direkt efter {word}.",
            )
        self._place(self._checked(value), option)

    def _name(self, word: str) -> None:
        checked = self._checked(word)
        bare = _form(word)
        meant = next((option for option in self.options if option.startswith("--") and _form(option) == bare), "")
        if meant and not _exists(word):
            raise UsageError(f"”{word}” finns inte.", remedy=f"Menade du {meant}? Heter filen så: skriv ./{word}")
        last = len(self.arguments) - 1
        # A word too many goes with the last argument, and click says so.
        argument = self.arguments[min(self.positionals, last)] if self.arguments else None
        self.positionals += 1
        self._place(checked, argument)

    def _place(self, word: str, param: click.Parameter | None) -> None:
        if param is not None and param.name and isinstance(param.type, click.Path):
            self.paths.append((len(self.done), param.name))
        self.done.append(word)

    def _checked(self, word: str) -> str:
        """The word as click is to have it. Raises UsageError for what only looks like a name."""
        if not word.strip():  # a variable that is empty, say: as a path it would be the folder one stands in
            raise UsageError("Ett av namnen är tomt.", remedy="Skriv namnet, eller ta bort citattecknen.")
        if _exists(word):
            return f"./{word}" if word.startswith("-") else word
        if _begins_with_dash(word) or _is_slashed(word, self.options):
            raise _no_option(word, list(self.options), f"rus-sheets {self.command}")
        if word[:1] in _QUOTES or word[-1:] in _QUOTES:
            remedy = 'Skriv namnet inom raka citattecken: "ett namn.xlsx".'
            raise UsageError(f"{word} har runda citattecken, som kommandoraden inte förstår.", remedy=remedy)
        return word


def _no_option(word: str, options: Sequence[str], command: str) -> UsageError:
    remedy = f"Vilka val som finns visar {command} --help."
    meant = _meant(word, options)
    if meant:
        remedy = f"Menade du {meant}?"
        if not word.startswith(("-", "/")):
            remedy += " Word och mejlprogram gör om två bindestreck till ett tankstreck."
    return UsageError(f"”{word}” är varken ett val eller en fil som finns.", remedy=remedy)


def _meant(word: str, options: Sequence[str]) -> str:
    """The option that a word was probably meant to be, with its value."""
    name, equals, value = word.partition("=")
    form = _form(name)
    if name.endswith("?"):
        return "--help"
    by_form = {_form(option): option for option in options}
    found = by_form.get(form) or by_form.get(nearest(form, [words for words in by_form if len(words) > 1]), "")
    return f"{found}{equals}{value}" if found else ""


def _form(word: str) -> str:
    return re.sub(r"[\W_]+", "", word.casefold())


def _begins_with_dash(word: str) -> bool:
    first = next((character for character in word if not (character.isspace() or _is_invisible(character))), "")
    return first != "" and (first in _DASHES or unicodedata.category(first) == "Pd")


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) == "Cf" and character not in _DASHES


def _is_slashed(word: str, options: Mapping[str, click.Option]) -> bool:
    return word == "/?" or (word.startswith("/") and f"--{word[1:].partition('=')[0].casefold()}" in options)


def _exists(word: str) -> bool:
    try:
        return Path(word).exists() and word != ""
    except (OSError, ValueError):  # no name that a file can have
        return False

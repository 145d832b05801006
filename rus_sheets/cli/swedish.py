"""Click's own words in Swedish. Click looks each of its texts up in ``_`` of the module that says it."""

from __future__ import annotations

import re
from typing import Any

import click
from click import _textwrap

_TEXTS = {
    "Usage:": "Användning:",
    "Options": "Val",
    "Commands": "Kommandon",
    "Arguments": "Argument",
    "Show this message and exit.": "Visa den här hjälpen.",
    "Show the version and exit.": "Visa versionen.",
    "Error: {message}": "Fel: {message}",
    "Aborted!": "Avbrutet.",
    "No such option: {name}": "Valet {name} finns inte.",
    "No such option {name!r}.": "Valet {name} finns inte.",
    "No such command {name!r}.": "Kommandot ”{name}” finns inte.",
    "Missing command.": "Ange ett kommando.",
    "Missing argument": "Det saknas något efter kommandot:",
    "Missing option": "Det saknas ett val:",
    "Missing parameter": "Det saknas något:",
    "Missing parameter: {param_name}": "Det saknas något: {param_name}",
    "Try '{command} {option}' for help.": "Skriv ”{command} {option}” för hjälp.",
    "Did you mean {possibility}?": "Menade du {possibility}?",
    "Did you mean {suggestion!r}?": "Menade du ”{suggestion}”?",
    "Did you mean one of: {suggestions}?": "Menade du något av: {suggestions}?",
    "Invalid value: {message}": "Ogiltigt värde: {message}",
    "Invalid value for {param_hint}: {message}": "Ogiltigt värde för {param_hint}: {message}",
    "{value!r} is not a valid {number_type}.": "”{value}” är inget tal.",
    "Option {name!r} requires an argument.": "Valet {name} behöver ett värde.",
    "Option {name!r} does not take a value.": "Valet {name} tar inget värde.",
    "Got unexpected extra argument ({args})": "Det här blev för mycket: {args}",
    "Got unexpected extra arguments ({args})": "Det här blev för mycket: {args}",
    "({possibilities})": "({possibilities})",
    "default: {default}": "förval: {default}",
    "required": "krävs",
    "(default: {default})": "(förval: {default})",
    "{value} is not in the range {range}.": "{value} går inte. Välj något från {range}.",
    "File {filename!r} does not exist.": "Filen {filename} finns inte.",
    "%(prog)s, version %(version)s": "%(prog)s %(version)s",
}
_PLURALS = {
    "{value!r} is not {choice}.": "”{value}” går inte. Välj {choice}.",
    "{value!r} is not one of {choices}.": "”{value}” går inte. Välj något av {choices}.",
    "(Possible options: {possibilities})": "(Menade du {possibilities}?)",
    "Did you mean {possibilities}?": "Menade du {possibilities}?",
    "Got unexpected extra argument ({args})": "Det här blev för mycket: {args}",
}
_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types", "_utils")


def _one(text: str) -> str:
    return _TEXTS.get(text, text)


def _many(one: str, several: str, count: int) -> str:
    text = one if count == 1 else several
    return _PLURALS.get(several) or _PLURALS.get(one) or _TEXTS.get(text, text)


def speak_swedish() -> None:
    """Give every click module our words instead of gettext's."""
    for name in _MODULES:
        module = getattr(click, name, None)
        if module is not None:
            if hasattr(module, "_"):
                module._ = _one
            if hasattr(module, "ngettext"):
                module.ngettext = _many
    click.UsageError.show = _show_usage_error  # type: ignore[method-assign]
    click.IntRange._describe_range = lambda self: f"{self.min}–{self.max}"  # type: ignore[method-assign] # noqa: SLF001
    _textwrap.TextWrapper = _Wrapper  # type: ignore[misc]


class _Wrapper(_textwrap.TextWrapper):
    """Click's, except that the names of commands and files aren't broken at their hyphens."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.break_on_hyphens = False


def _show_usage_error(self: click.UsageError, file: object = None) -> None:  # noqa: ARG001 - click's signature
    """One line that says what was wrong and one that says where help is."""
    from rus_sheets.cli.terminal import complain_of  # noqa: PLC0415 - start-up is measured

    complain_of(f"Fel: {re.sub(r'(?<=[^.?!])$', '.', self.format_message())}")
    if self.ctx is not None:
        complain_of(f"Skriv ”{self.ctx.command_path} --help” för hjälp.")

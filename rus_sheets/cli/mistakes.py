"""A mistake that shows only when a file is opened: the words in another order, or a name that isn't there."""

from __future__ import annotations

from pathlib import Path

from rus_sheets.cli.command_words import CommandWords
from rus_sheets.commandline import command_line
from rus_sheets.errors import UnusableInputError, UsageError, UserError

_WORKBOOK = "workbook"
"""The parameter that every command has its canonical workbook in."""
_ALSO_WORKBOOKS = ("previous",)
"""Parameters that rightly have another canonical workbook."""
_MAKES_IT = ("new",)
"""Commands whose workbook isn't there before."""


def told_better(error: UnusableInputError, command: str, typed: CommandWords) -> UserError:
    """The same mistake, with the right order of the words or what there is in the place that was named."""
    swapped = _swapped(command, typed)
    if swapped:
        return UsageError(
            "Filerna står i fel ordning.", remedy="Skriv i stället:", command=command_line(command, *swapped)
        )
    for place, _ in typed.paths:
        path = Path(typed.words[place])
        if error.place in (str(path), path.name):
            error.remedy = _remedy(path, error.remedy)
            break
    return error


def _remedy(path: Path, remedy: str) -> str:
    from rus_sheets.usecases.opened.alternatives import inside, instead_of  # noqa: PLC0415 - start-up is measured

    try:
        there, folder = path.exists(), path.is_dir()
    except (OSError, ValueError):  # no name that a file can have
        return remedy
    if folder:
        return f"{remedy} {inside(path)}".strip()
    return remedy if there else instead_of(path)


def _swapped(command: str, typed: CommandWords) -> list[str]:
    """The words in the order in which the command would have its workbook, none where that isn't the mistake."""
    from rus_sheets.usecases.opened.alternatives import is_something_else, is_workbook  # noqa: PLC0415

    wanted = next((place for place, name in typed.paths if name == _WORKBOOK), None)
    if wanted is None or command in _MAKES_IT or not is_something_else(Path(typed.words[wanted])):
        return []
    elsewhere = [place for place, name in typed.paths if name not in (_WORKBOOK, *_ALSO_WORKBOOKS)]
    others = [place for place in elsewhere if is_workbook(Path(typed.words[place]))]
    if len(others) != 1:
        return []
    words = list(typed.words)
    words[wanted], words[others[0]] = words[others[0]], words[wanted]
    return words

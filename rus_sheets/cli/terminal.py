"""What people see: plain lines, tables that fit 80 columns, colour only on a terminal.

Nothing is printed but from here, and all of it passes ``visible``: what stands in a cell or a file's name can't clear
the screen, change colours, turn the text around or begin a line that looks like ours.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TextIO

import click

if TYPE_CHECKING:
    from rich.console import Console

from rus_sheets.errors import UserError
from rus_sheets.office.long_paths import shown

WIDTH = 80
_WORTH_A_BAR = 100
"""Files: what is done in a second."""
_SPACES = str.maketrans("\t\n\r", "   ")
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb\ud800-\udfff]")
"""Controls (C0, DEL, C1), marks that turn the direction of the text, other line ends, and halves of characters."""


def visible(text: str) -> str:
    """One line with nothing in it that a terminal acts on: ESC as ``\\u001b``, a line break in a cell as a space."""
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", shown(text).translate(_SPACES))


class _PlainLines:
    """Where lines go that nobody sees in colour: a file, a pipe, another program. Without rich, which takes 25 ms."""

    width = WIDTH

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def print(self, text: str, **_how: bool) -> None:
        """A line as it is. Told at once: what has been done must be seen also if the rest fails."""
        self._stream.write(f"{text}\n")
        self._stream.flush()


def console(*, errors: bool = False) -> Console | _PlainLines:
    """Where text goes: plain with NO_COLOR and where it isn't a terminal; there lines are 80 wide too."""
    stream = sys.stderr if errors else sys.stdout
    if stream.isatty() or os.environ.get("FORCE_COLOR"):
        return _console_on(stream, bool(os.environ.get("NO_COLOR")))
    return _PlainLines(stream)


@lru_cache(maxsize=2)
def _console_on(stream: TextIO, plain: bool) -> Console:
    """Made once a stream: thousands of findings are as many lines."""
    return _rich_console()(
        file=stream,
        highlight=False,
        emoji=False,  # ":x:" in a cell is what somebody wrote
        width=None if stream.isatty() else WIDTH,
        color_system=None if plain else "auto",  # rich by itself would still write in bold
    )


def _rich_console() -> type[Console]:
    """rich's, loaded when it is needed: 60 ms that ``--help`` does without.

    rich asks for the folder one stands in as it is loaded, and is ready for one that has been removed. One that a
    network has taken away is another error, and then there would be no way of saying so.
    """
    try:
        from rich.console import Console  # noqa: PLC0415
    except OSError:
        with _removed_folder():
            from rich.console import Console  # noqa: PLC0415
    return Console


@contextlib.contextmanager
def _removed_folder() -> Iterator[None]:
    def nowhere() -> str:
        raise FileNotFoundError

    asked = os.getcwd
    os.getcwd = nowhere
    try:
        yield
    finally:
        os.getcwd = asked


def say(text: str = "", *, indent: int = 0) -> None:
    """Plain text, wrapped to the window; a wrapped line begins where the line that it continues does."""
    _print_wrapped(console(), text.strip(" "), indent)


def _print_wrapped(out: Console | _PlainLines, line: str, indent: int = 0) -> None:
    for part in _wrapped(visible(line), out.width, indent) or [""]:
        out.print(part, markup=False, soft_wrap=True)


def _wrapped(line: str, width: int, indent: int) -> list[str]:
    lead = " " * (indent + len(line) - len(line.lstrip(" ")))
    if len(lead) > width // 2:  # a very narrow window
        lead = ""
    return textwrap.wrap(
        line.strip(" "), width, initial_indent=lead, subsequent_indent=lead, break_on_hyphens=False
    )  # names of files and commands have hyphens


def say_command(command: str) -> None:
    """A command to copy: a line of its own and never wrapped, since half of it might be another command."""
    _print_command(console(), command)


def _print_command(out: Console | _PlainLines, command: str) -> None:
    out.print(f"    {visible(command)}", markup=False, soft_wrap=True)


def say_row(text: str) -> None:
    """A row of a table: never wrapped, so that its columns stand under each other."""
    console().print(f"  {visible(text)}", markup=False, soft_wrap=True)


def shortened(text: str, longest: int) -> str:
    """One line of at most ``longest`` characters; what was cut shows as "…"."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def say_styled(text: str, style: str, rest: str = "") -> None:
    """A line whose first part stands out; the words say the same without colour."""
    out = console()
    if isinstance(out, _PlainLines):
        _print_wrapped(out, text + rest)
        return
    from rich.text import Text  # noqa: PLC0415

    out.print(Text.assemble((visible(text), style), visible(rest)))


def say_json(value: Any) -> None:
    """A value as JSON, ASCII-safe for every code page and terminal (DEL is the one control that JSON leaves)."""
    sys.stdout.write(json.dumps(value, ensure_ascii=True, indent=2).replace("\x7f", "\\u007f") + "\n")


def complain(error: UserError) -> None:
    """A user's mistake: place, fault and remedy. A long path has the first line to itself, whole."""
    out = console(errors=True)
    head, text = f"Fel: {error.place}:" if error.place else "Fel:", f"{error.message} {error.remedy}".rstrip()
    if len(visible(head)) > out.width // 2:
        out.print(visible(head), markup=False, soft_wrap=True)
        head = ""
    for line in (f"{head} {text}".strip(" "), *error.also):
        _print_wrapped(out, line)
    if error.command:
        _print_command(out, error.command)


def warn_of(line: str) -> None:
    """A line on what a person should see to although the command goes on; wrapped, and its indent kept."""
    _print_wrapped(console(errors=True), line)


def complain_of(text: str) -> None:
    """A line about what was typed, without rich: 60 ms that a slip of the keyboard does without."""
    click.echo(visible(text), err=True)


def say_refused(files: Iterable[tuple[str, str]]) -> None:
    """Files that can't be used, (path, why): the same reason is told once, with all the files it holds for."""
    by_reason: dict[str, list[str]] = {}
    for path, why in files:
        by_reason.setdefault(why, []).append(path)
    for why, paths in by_reason.items():
        say_styled(
            f"Kan inte läsas: {shortened(paths[0], 60) if len(paths) == 1 else f'{len(paths)} filer'}", "bold red"
        )
        say(why, indent=2)
        for path in paths if len(paths) > 1 else ():
            say(path, indent=4)


def waits(what: str) -> None:
    """Say what is waited for, which may be minutes: also where no terminal is seen, as in many a window on Windows."""
    warn_of(f"{what} …")


@contextlib.contextmanager
def progress(what: str, total: int) -> Iterator[Any]:
    """A progress bar on a terminal for what takes a second, nothing elsewhere.

    Yields a function to call once for each thing done.
    """
    out = console(errors=True)
    if total < _WORTH_A_BAR or isinstance(out, _PlainLines):
        yield lambda: None
        return
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=out, transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)


@contextlib.contextmanager
def progress_of(what: str) -> Iterator[Callable[[int], Callable[[], None]]]:
    """As ``progress``, for work that finds out how much there is: yields what is told that, and gives the function."""
    with contextlib.ExitStack() as stack:

        def start(total: int) -> Callable[[], None]:
            advance: Callable[[], None] = stack.enter_context(progress(what, total))
            return advance

        yield start

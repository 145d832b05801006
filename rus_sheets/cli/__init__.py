"""The commands. Thin: they parse words, call a use case and print what it returns. Nothing else in the house prints."""

from __future__ import annotations

import atexit
import gc
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from rus_sheets.errors import UnusableInputError, UserError, reason
from rus_sheets.sharing import telling


class OpenPage(Protocol):
    """What the command ``app`` is given to open the page with; see ``rus_sheets.start.open_page``."""

    def __call__(
        self, workbook: Path | None, *, port: int, on_ready: Callable[[str], None], on_running: Callable[[str], None]
    ) -> None:
        """Return when the page is over."""


def few_collections() -> None:
    """Look for garbage more seldom: a command makes a great many things that stay until it ends, and few circles.

    A tenth of the time of reading and writing large workbooks otherwise goes to looking at them again and again.
    """
    gc.set_threshold(200_000, 20, 50)
    # At the end all of it is gone with the process: to look it through once more takes a tenth of a command.
    atexit.register(gc.freeze)


def main(open_page: OpenPage | None = None) -> None:
    """Run the command that was typed: a user's mistake gives one clear line and an exit code, never a traceback.

    Without a command the page is opened for somebody who sits there, as one does after a double-click. Without
    ``open_page`` (other launchers than ours) all commands but ``app`` work.
    """
    few_collections()
    from rus_sheets.cli.app import app  # noqa: PLC0415 - start-up is measured, and the error type is all that is needed
    from rus_sheets.cli.codepage import prepare_streams  # noqa: PLC0415
    from rus_sheets.cli.terminal import complain, warn_of  # noqa: PLC0415

    prepare_streams()
    try:
        words = list(_typed()) or (["app"] if _somebody_sits_there() else [])
        with telling(lambda held: warn_of(f"Väntar på att ett annat program ska släppa {held.name} …")):
            # On Windows the program's own name ends in .exe, and click would see patterns in names as well.
            app(words, prog_name="rus-sheets", obj=open_page, windows_expand_args=False)
    except UserError as error:
        complain(error)
        sys.exit(error.exit_code)
    except OSError as error:
        if error.filename is None and _reachable_here():  # the output, say, which tells nothing of what was done
            raise
        remedy = "Kontrollera namnet, behörigheten och diskutrymmet."
        fault = f"Filen eller mappen kan inte användas ({reason(error)})."
        complain(UnusableInputError(fault, place=str(error.filename or "."), remedy=remedy))
        sys.exit(UnusableInputError.exit_code)


def _typed() -> Iterable[str]:
    if sys.platform != "win32":
        return sys.argv[1:]
    from rus_sheets.cli.wildcards import spread  # noqa: PLC0415 - start-up is measured

    return spread(sys.argv[1:])


def _somebody_sits_there() -> bool:
    """Is it a terminal or a console window, and not a pipe or another program?"""
    streams = (sys.stdin, sys.stdout)
    return all(stream is not None and stream.isatty() for stream in streams)


def _reachable_here() -> bool:
    """Is the folder that one stands in still there? A network may have taken it away; what asks for it then fails."""
    from pathlib import Path  # noqa: PLC0415 - start-up is measured

    try:
        return bool(Path.cwd())
    except OSError:
        return False

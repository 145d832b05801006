"""The commands. Thin: they parse words, call a use case and print what it returns. Nothing else in the house prints."""

from __future__ import annotations

import gc
import sys

from rus_sheets.errors import UnusableInputError, UserError, reason


def few_collections() -> None:
    """Look for garbage more seldom: a command makes a great many things that stay until it ends, and few circles.

    A tenth of the time of reading and writing large workbooks otherwise goes to looking at them again and again.
    """
    gc.set_threshold(200_000, 20, 50)


def main() -> None:
    """The entry point of ``rus-sheets``: a user's mistake gives one clear line and an exit code, never a traceback."""
    few_collections()
    from rus_sheets.cli.app import app  # noqa: PLC0415 - start-up is measured, and the error type is all that is needed
    from rus_sheets.cli.codepage import prepare_streams  # noqa: PLC0415
    from rus_sheets.cli.terminal import complain  # noqa: PLC0415

    prepare_streams()
    try:
        app(prog_name="rus-sheets")  # on Windows the program's own name ends in .exe
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


def _reachable_here() -> bool:
    """Is the folder that one stands in still there? A network may have taken it away; what asks for it then fails."""
    from pathlib import Path  # noqa: PLC0415 - start-up is measured

    try:
        return bool(Path.cwd())
    except OSError:
        return False

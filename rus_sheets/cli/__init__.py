"""The commands. Thin: they parse words, call a use case and print what it returns. Nothing else in the house prints."""

from __future__ import annotations

import sys

from rus_sheets.errors import UserError


def main() -> None:
    """The entry point of ``rus-sheets``: a user's mistake gives one clear line and an exit code, never a traceback."""
    from rus_sheets.cli.app import app  # noqa: PLC0415 - start-up is measured, and the error type is all that is needed
    from rus_sheets.cli.terminal import complain, prepare_streams  # noqa: PLC0415

    prepare_streams()
    try:
        app()
    except UserError as error:
        complain(error)
        sys.exit(error.exit_code)

"""Where the house is put together: the commands, and the page that one of them opens. Neither knows the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def main() -> None:
    """The entry point of ``rus-sheets``."""
    from rus_sheets.cli import main as run_commands  # noqa: PLC0415 - start-up is measured

    run_commands(open_page)


def open_page(
    workbook: Path | None, *, port: int, on_ready: Callable[[str], None], on_running: Callable[[str], None]
) -> None:
    """Serve the page until nobody has it open; ``on_ready`` is told the address that opens it, once.

    Where it runs already ``on_running`` is told the address that opens that one, and it is left at that. ``port`` 0
    lets the system choose. Raises UnusableInputError for a workbook that can't be used or a port that is taken.
    """
    from rus_sheets.web.server import serve  # noqa: PLC0415 - only for the page

    serve(workbook, port=port, on_ready=on_ready, on_running=on_running)

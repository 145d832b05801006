"""What is said of a file whose place another one took."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rus_sheets.cli.terminal import say, say_command
from rus_sheets.commandline import command_line

if TYPE_CHECKING:
    from rus_sheets.usecases.changing.put_in_place import WrittenFile


def tell_of_copy(written: WrittenFile, workbook: Path | None = None) -> None:
    """Where the earlier file is kept; what somebody had changed in it isn't lost.

    ``workbook`` for a document whose figures can be refreshed from it instead.
    """
    if written.earlier is None:
        return
    say(f"Den förra filen finns kvar: {written.earlier.parent.name}/{written.earlier.name}")
    if not written.edited:
        return
    refreshed = "Skulle bara siffrorna bli dagens? Ta då tillbaka den:" if workbook else "Så tar ni tillbaka den:"
    say(f"Den var ändrad sedan rus-sheets skrev den. {refreshed}")
    say_command(command_line("undo", written.path))
    if workbook:
        say_command(command_line("refresh", written.path, workbook))

"""What the three document commands share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

import click

from rus_sheets.cli.kept import tell_of_copy
from rus_sheets.cli.options import NEW_PATH, PATH
from rus_sheets.cli.terminal import say, waits, warn_of

if TYPE_CHECKING:
    from rus_sheets.usecases.changing.put_in_place import WrittenFile
    from rus_sheets.usecases.foreseen import Warned

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class DocumentOptions(TypedDict):
    """What ``document_options`` give a command."""

    output: Path | None
    template: Path | None
    pdf: bool
    plain: bool
    no_pages: bool


def document_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every document command."""
    options: tuple[Decorator, ...] = (
        click.option(
            "-o",
            "--output",
            metavar="FIL",
            type=NEW_PATH,
            help="Namnet på dokumentet. Finns det redan läggs en kopia i säkerhetskopior.",
        ),
        click.option(
            "--template",
            metavar="MALL.docx",
            type=PATH,
            help="En egen Word-mall i stället för vår.",
        ),
        plain_option("för publicering. Heter -utan-falt om inget namn anges."),
        click.option("--pdf", is_flag=True, help="Skriv också en tillgänglig PDF. Kräver LibreOffice."),
        click.option(
            "--no-pages",
            is_flag=True,
            help="Vänta inte på LibreOffice: innehållsförteckningen får inga sidnummer.",
        ),
    )
    for option in reversed(options):
        function = option(function)
    return function


def plain_option(use: str) -> Decorator:
    """``--plain``: without content controls; ``use`` goes on from that in Swedish."""
    return click.option("--plain", is_flag=True, help=f"Utan fält, {use}")


def previous_option(use: str) -> Decorator:
    """``--previous``: last year's workbook; ``use`` says in Swedish what it is for."""
    return click.option("--previous", metavar="FÖRRA.xlsx", type=PATH, help=f"Förra årets arbetsbok: {use}")


def write(command: str, workbook: Path, previous: Path | None = None, **given: Unpack[DocumentOptions]) -> None:
    """Write the document of a command (``schema.model.DocumentCommand``) and say where it is."""
    from rus_sheets.schema.model import DocumentCommand  # noqa: PLC0415
    from rus_sheets.usecases.documents import write_document  # noqa: PLC0415

    now = dt.datetime.now().astimezone()
    kind = DocumentCommand(command)
    made = write_document(
        kind,
        workbook,
        now=now,
        output=given["output"],
        template=given["template"],
        pdf=given["pdf"],
        previous=previous,
        plain=given["plain"],
        pages=not given["no_pages"],
        on_warned=_warn,
        on_wait=waits,
    )
    for table in made:
        _tell(table, workbook)


def _warn(told: Warned) -> None:
    """What the document can't tell, or what it may be wrong to tell, before it is written; the remedy is a person's."""
    warn_of(told.head)
    for line in told.lines:
        warn_of(f"  {line}")
    warn_of(told.remedy)


def _tell(written: WrittenFile, workbook: Path) -> None:
    """Where it is, and where the one went whose place it took; what somebody had changed in that one isn't lost."""
    say(f"Klart: {written.path}")
    for note in written.notes:
        say(note)
    tell_of_copy(written, workbook)

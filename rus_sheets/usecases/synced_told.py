"""What is told of a synced folder before a command reads or changes what lies in it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rus_sheets.commandline import command_line
from rus_sheets.synced import copies_of, copy_of, online_only, within_synced
from rus_sheets.usecases.changing.backupnotes import FOLDER

_KEEP = "Högerklicka på mappen i Utforskaren och välj Behåll alltid på den här enheten, så finns de också utan nät."

_ADVICE = (
    "Mappen synkas av OneDrive: stäng arbetsboken på alla datorer innan du kör ett kommando, och låt synken bli klar "
    "efteråt. Mer står i handboken, under OneDrive och SharePoint."
)


def told_of(file: Path) -> tuple[str, ...]:
    """What somebody should know of a workbook or a document before it is used: copies of it, and where it is."""
    return tuple(_of_file(file))


def _of_file(file: Path) -> Iterator[str]:
    name = file.name
    if online_only(file):
        yield f"{name} finns bara i molnet och hämtas nu. Dröjer det, se efter att OneDrive är igång och inloggat."
    for copy in copies_of(file):
        way = command_line("compare", file, copy) if file.suffix.lower() == ".xlsx" else "Granska, Jämför i Word"
        copied = copy_of(copy.name, [name])
        why = (
            "synken gör sådana när två datorer har ändrat en fil"
            if copied and copied.clashed
            else "webbläsare, synk och Utforskaren döper en sådan så"
        )
        yield (
            f"Bredvid {name} ligger {copy.name}, som ser ut som en kopia av den: {why}. Den läses "
            f"inte. Se vad som skiljer med {way}, och lägg den sedan i en annan mapp."
        )
    try:
        original = copy_of(name, os.listdir(file.parent))  # noqa: PTH208 - names
    except OSError:
        return
    if original:
        yield f"{name} ser ut som en kopia av {original.name}, som ligger bredvid. Se efter att du har tagit rätt fil."


def told_of_answers(sources: Sequence[Path]) -> tuple[str, ...]:
    """How many of the files have to be fetched first."""
    count = sum(online_only(path) for path in _files(sources))
    if not count:
        return ()
    files = (
        "1 fil finns bara i molnet och hämtas när den"
        if count == 1
        else f"{count} filer finns bara i molnet och hämtas när de"
    )
    return (f"{files} läses. {_KEEP}",)


def advice(workbook: Path) -> tuple[str, ...]:
    """One line for a workbook in a synced folder that no command has changed yet."""
    if (workbook.parent / FOLDER).exists() or not within_synced(workbook):
        return ()
    return (_ADVICE,)


def _files(sources: Iterable[Path]) -> Iterator[Path]:
    for source in sources:
        if source.is_dir():
            yield from (Path(place, name) for place, _, names in os.walk(source) for name in names)
        else:
            yield source

"""A file that a sync client or a browser seems to have made of another: what it says is asked about, or told of."""

from __future__ import annotations

from msgspec.structs import replace

from rus_sheets.answers.returned import CLASHED, Note, Returned
from rus_sheets.synced import Copied


def as_copy(read: Returned, copied: Copied | None) -> Returned:
    """The file with a note on which one it seems to be a copy of; as it is where that is none."""
    if copied is None:
        return read
    if copied.clashed:
        note = Note("", CLASHED.format(copied.name), "Det som skiljer avgör ni.", asks=True)
        return replace(read, notes=(*read.notes, note), clashed=copied.name)
    text = f"Filen ser ut som ett andra exemplar av {copied.name}: webbläsare och synk döper om så."
    note = Note("", text, "Där de skiljer sig gäller det som samma person har sparat sist.")
    return replace(read, notes=(*read.notes, note))

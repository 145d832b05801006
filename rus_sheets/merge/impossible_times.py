"""Times that can't be: an answer saved in the future, or before its file was made. They are not reckoned with."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.answers.returned import Note, Returned

_SLACK = dt.timedelta(days=1)  # time zones: a zip file's times are local ones, a file's day is its maker's


class Clock(Struct, frozen=True):
    """What the time is now."""

    now: dt.datetime

    def ahead(self, when: str) -> bool:
        """Whether a time (ISO, UTC) hasn't come yet."""
        return when > _iso(self.now + _SLACK)

    def checked(self, file: Returned) -> Returned:
        """The file; without its time where that can't be right.

        One that hasn't come yet is told of: it would make every later answer an earlier one. An answer from before
        the file was made says nothing but that the clock was wrong.
        """
        if self.ahead(file.when):
            fault = f"Filen är enligt sig själv sparad {file.when[:10]}, som inte har varit än. Tiden används inte."
            remedy = "Kontrollera att svaren är de senaste."
            return replace(file, when="", notes=(*file.notes, Note("", fault, remedy, asks=True)))
        # Compared as days: a forged file may have been made on the first day that there is.
        before = file.when[:10] < (file.sent - _SLACK if file.sent.year > dt.MINYEAR else file.sent).isoformat()
        return replace(file, when="") if file.saved and file.when and before else file


def _iso(time: dt.datetime) -> str:
    return time.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

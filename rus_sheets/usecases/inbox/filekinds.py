"""What a file in the inbox may be, told by its name: a form, rows, something with files in it, or what nobody reads.

What the name doesn't tell is a form all the same where its content is one (``collecting``).

The rule is that nothing is passed over but what surely holds no answer; the rest is read, or named with a remedy.
"""

from __future__ import annotations

import unicodedata
from enum import Enum
from pathlib import PurePosixPath

from rus_sheets.answers.returned import RefusedFile
from rus_sheets.usecases.changing.backupnotes import FOLDER


class FileKind(Enum):
    """How a file of that name is treated."""

    WORKBOOK = "workbook"
    DOCUMENT = "document"
    TABLE = "table"
    ZIP = "zip"
    MAIL = "mail"
    MAILBOX = "mailbox"
    UNREAD = "unread"
    NO_ANSWER = "no answer"


_BY_ENDING = {
    **dict.fromkeys((".xlsx", ".xlsm", ".xltx", ".xltm"), FileKind.WORKBOOK),
    **dict.fromkeys((".docx", ".docm"), FileKind.DOCUMENT),
    **dict.fromkeys((".csv", ".tsv", ".txt", ".jsonl"), FileKind.TABLE),
    ".zip": FileKind.ZIP,
    **dict.fromkeys((".eml", ".msg", ".emlx"), FileKind.MAIL),
    ".mbox": FileKind.MAILBOX,
    # Invitations, visiting cards and signatures, which mail programs attach by themselves.
    **dict.fromkeys((".ics", ".vcf", ".p7s"), FileKind.NO_ANSWER),
}
_SYSTEM = {"thumbs.db", "ehthumbs.db", "desktop.ini"}
"""What Windows leaves in folders; what begins with a dot is the other systems', and ours."""
_LOCKS = ("~$", "~wr", ".")
ASIDE = "undanlagt"
"""The folder of files that somebody has laid aside."""
HANDED_OUT = "uttag"
"""The folder beside a workbook with what has been handed out to other systems."""
_FOLDERS = {FOLDER, ASIDE, HANDED_OUT, "__MACOSX"}
"""Our own backups, what has been laid aside or handed out, and what macOS puts in zip files."""

_MAY_HOLD = "Filen läses inte, men den kan innehålla ett svar."
_LOOK = "Titta i den. Är det ett svar, för in det i uppföljningsfilen eller be den ansvariga göra det."
_UNREAD = {
    **dict.fromkeys(
        (".xls", ".xlsb", ".ods", ".fods", ".numbers"),
        ("Filen är ingen Excel-arbetsbok (.xlsx).", "Öppna den och spara den som .xlsx."),
    ),
    **dict.fromkeys(
        (".csv", ".tsv", ".jsonl"),
        (
            "Filen är text, och kolumnerna i den är inte något uttags.",
            (
                "Är det ett uttag som har kommit tillbaka: skriv rubrikerna som när det lämnades ut. "
                "Är det ett svar: öppna det och spara det som .xlsx."
            ),
        ),
    ),
    **dict.fromkeys(
        (".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zipx"),
        ("Filer som är packade så läses inte, men de kan innehålla svar.", "Packa upp den och läs in mappen."),
    ),
    **dict.fromkeys(
        (".url", ".lnk", ".webloc", ".desktop"),
        ("Det är en länk till en fil som ligger någon annanstans.", "Hämta filen och lägg den i mappen."),
    ),
    **dict.fromkeys(
        (".png", ".jpg", ".jpeg", ".heic", ".heif", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".avif", ".emf", ".svg"),
        ("Filen är en bild, och bilder läses inte. Den kan visa ett svar.", _LOOK),
    ),
    **dict.fromkeys(
        (".pdf", ".xps", ".oxps"),
        (
            "Filen är en utskrift (PDF) och läses inte, men den kan innehålla ett svar.",
            "Be den ansvariga om Excel-filen, eller för in svaret för hand.",
        ),
    ),
    ".dat": (
        "Filen läses inte. Heter den winmail.dat ligger mejlets bilagor i den, så att bara Outlook ser dem.",
        "Öppna mejlet i Outlook, spara bilagorna och läs in dem.",
    ),
    **dict.fromkeys(
        (".pst", ".ost"),
        ("Det är en hel brevlåda, som bara Outlook läser.", "Spara mejlen i den som filer (.msg) och läs in mappen."),
    ),
    ".p7m": (
        "Mejlet är krypterat eller signerat så att det inte kan läsas här.",
        "Öppna det i e-postprogrammet, spara bilagorna och läs in dem.",
    ),
}


def kind_of(name: str) -> FileKind:
    """How the file (or the part of a mail or a zip file) of that name is treated; ``name`` may have folders in it."""
    path = PurePosixPath(unicodedata.normalize("NFC", name.replace("\\", "/")))
    own = path.name.casefold()
    hidden = any(part.startswith(".") for part in path.parts[:-1] if part not in (".", ".."))
    if own in _SYSTEM or own.startswith(_LOCKS) or hidden or _FOLDERS & set(path.parts[:-1]):
        return FileKind.NO_ANSWER
    if own == "mbox":  # Apple's, in a folder with the mailbox's name
        return FileKind.MAILBOX
    return _BY_ENDING.get(path.suffix.casefold(), FileKind.UNREAD)


def not_read(name: str) -> RefusedFile:
    """What is said of a file that isn't read here but may hold an answer."""
    fault, remedy = _UNREAD.get(PurePosixPath(name).suffix.casefold(), (_MAY_HOLD, _LOOK))
    return RefusedFile(name, fault, remedy)

"""Mellanslag och tecken som inte syns.

Vad kontrollen letar efter
    Mellanslag först eller sist, dubbla och hårda mellanslag, radbrytningar och osynliga tecken i id:n, val, namn
    och adresser, och celler som ser tomma ut men innehåller ett mellanslag. I längre texter ger osynliga tecken en
    upplysning; hårda mellanslag är tillåtna där. Styrtecken (som följer med när man klistrar in från andra program)
    ger en varning i alla texter.

Varför
    ”A07 ” och ”A07” ser lika ut, men Excel hittar inte den ena när den söker den andra. En cell med bara ett
    mellanslag räknas som ifylld. Styrtecken kan inte stå i ett Word-dokument, ett filnamn eller ett mejl: där
    utelämnas de.

Så rättar du
    Skriv om värdet, eller ta bort tecknen. Rensa celler som ska vara tomma med Delete.

Exempel
    Utfall, Status: ”Har ej skett ” med ett mellanslag sist räknas inte.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from rus_sheets.book.convert import tidy
from rus_sheets.checks.context import Context, Entry
from rus_sheets.checks.model import Check, Hit
from rus_sheets.findings import Severity
from rus_sheets.office.xmltext import FORBIDDEN
from rus_sheets.schema.model import CellType

_KEYS = frozenset({CellType.ID, CellType.REF, CellType.REFS, CellType.CHOICE, CellType.EMAIL})
_LONG = frozenset({CellType.LONGTEXT, CellType.ANY})
_HARD = re.compile("[\u00a0\u202f\u2007]")
_UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile(f"[{FORBIDDEN}\x7f-\x9f]")
"""NEL, which is one of the latter, is a line break for some programs and nothing for Excel."""


def find(context: Context) -> Iterator[Hit]:
    """Texts with characters that aren't seen, judged by what the column is for."""
    for entry in context.entries(lambda _: True):
        raw = entry.cell.raw.value
        if not isinstance(raw, str) or not raw or raw.isalnum():
            continue
        if not tidy(raw):
            yield Hit(entry.place, f"{entry.label}: cellen ser tom ut men innehåller mellanslag.", "Rensa cellen.")
            continue
        found = _fault(entry, raw)
        if found:
            text, severity = found
            yield Hit(entry.place, f"{entry.label}: {text}", "Skriv om värdet utan de tecknen.", severity)


def _fault(entry: Entry, raw: str) -> tuple[str, Severity] | None:
    kind = entry.column.type
    if kind.is_number or kind is CellType.DATE:
        return None
    if controls := _CONTROLS.findall(raw):
        return f"det finns styrtecken i texten ({_codes(controls)}).", Severity.WARNING
    if unseen := _UNSEEN.findall(raw):
        fault = f"det finns osynliga tecken i texten ({_codes(unseen)})."
        return fault, Severity.INFO if kind in _LONG else Severity.WARNING
    if kind in _LONG:
        stray = raw != raw.strip() and raw.strip("\r\n") != raw.strip()
        return ("det står mellanslag först eller sist.", Severity.INFO) if stray else None
    return _one_line(raw, key=kind in _KEYS)


def _codes(characters: Iterable[str]) -> str:
    """So that people can look them up: U+000B."""
    return ", ".join(dict.fromkeys(f"U+{ord(character):04X}" for character in characters))


def _one_line(raw: str, *, key: bool) -> tuple[str, Severity] | None:
    if raw != raw.strip():
        return "det står mellanslag först eller sist.", Severity.WARNING
    if "\n" in raw or "\r" in raw or "\t" in raw:
        return "det finns en radbrytning eller tabb i texten.", Severity.WARNING
    if "  " in raw:
        return "det står två mellanslag i rad.", Severity.WARNING
    if _HARD.search(raw):
        return "det finns ett hårt mellanslag i texten.", Severity.WARNING if key else Severity.INFO
    if unicodedata.normalize("NFC", raw) != raw:
        return "å, ä eller ö är skrivna med två tecken.", Severity.WARNING if key else Severity.INFO
    return None


CHECK = Check("RS113", "Mellanslag och osynliga tecken", Severity.WARNING, __doc__, find)

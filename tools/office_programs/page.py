"""Writes docs/kontorsprogram.md, what became of the sixty entries: ``python -m tools.office_programs.page``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.answers_saved import sixty
from tests.answers_saved.sixty import Became, Entry, Word

PAGE = Path(__file__).parents[2] / "docs" / "kontorsprogram.md"
_NAMES = {
    "libreoffice": "LibreOffice 7.4",
    "libreoffice25": "LibreOffice 25.2",
    "gnumeric": "Gnumeric 1.12",
    "onlyoffice": "ONLYOFFICE 10",
    "sheetjs": "SheetJS",
    "exceljs": "ExcelJS",
    "openpyxl": "openpyxl",
}
_INTRO = """# Kontorsprogrammen

Samma sextio svar, skrivna i en uppföljningsfil och sparade på riktigt av sex program, LibreOffice i två utgåvor. Så
blir de när filen läses in.
LibreOffice och Gnumeric är på svenska, ONLYOFFICE på engelska, eftersom dess motor bara tar emot engelska. De tre sista
är vad skript och webbsidor fyller i filer med. Filerna ligger i `tests/answers_saved` och görs om med
`python -m tools.office_programs`; den här sidan skapas av `python -m tools.office_programs.page`, ändra inte i den.

- **in**: inläst så som det menades.
- **in som …**: programmet gjorde om det redan när det skrevs, och visade det i cellen. Filen minns inte vad som skrevs.
  Visar cellen en dag utan år, eller är det den första i en månad i LibreOffice, sägs det när den läses in. Det sägs
  också om en dag som kommer efter att filen sparades, om den med dag och månad omkastade har varit.
- **förslag …**: en fråga, med det som nog menades som förslag.
- **fråga**: en fråga utan förslag. Den ansvariga behöver svara på nytt, eller någon avgöra.

Kolumnen Läge i filen säger detsamma i LibreOffice 7.4 och ONLYOFFICE. I Gnumeric säger den *Kontrolleras* om alla tal
och datum som är text (`12 dagar`), och *Klart* om ett tal som visas som bråk eller dag. Den är inte prövad i Excel med
de här filerna.

Inget svar försvinner, och inget läses in som något annat än det som står i filen. Svar som Excel har sparat som *Strikt
Open XML-kalkylblad* läses på samma sätt.
"""


def page() -> str:
    """The whole page."""
    found = {program: sixty.became(sixty.HERE / f"{program}.xlsx") for program in _NAMES}
    rows = [(entry, [told[number][1] for told in found.values()]) for number, entry in enumerate(sixty.entries())]
    return "\n".join([_INTRO, *_counts(rows), "", *_entries(rows), "", *_reasons(rows), ""])


Rows = Sequence[tuple[Entry, Sequence[Became]]]


def _counts(rows: Rows) -> Iterator[str]:
    counts = [Counter(told[number].word for _, told in rows) for number in range(len(_NAMES))]
    yield _line("", *_NAMES.values())
    yield _line("---", *("---:" for _ in _NAMES))
    for words, text in (((Word.IN,), "in"), ((Word.SHOWN,), "in som något annat, av programmet"),
                        ((Word.PROPOSED,), "fråga med förslag"), ((Word.ASKED,), "fråga utan förslag")):  # fmt: skip
        yield _line(text, *(str(sum(count[word] for word in words)) for count in counts))


def _entries(rows: Rows) -> Iterator[str]:
    yield "## Svar för svar\n"
    yield _line("Fält", "Skrivet", *_NAMES.values())
    yield _line(*("---" for _ in range(2 + len(_NAMES))))
    for entry, told in rows:
        yield _line(_header(entry), _code(entry.typed), *map(_short, told))


def _reasons(rows: Rows) -> Iterator[str]:
    yield "## Varför det frågas\n"
    yield _line("Fält", "Skrivet", "Det som sägs")
    yield _line("---", "---", "---")
    for entry, told in rows:
        asked = (became.why for became in told if became.word in (Word.PROPOSED, Word.ASKED))
        for why in dict.fromkeys(asked):
            yield _line(_header(entry), _code(entry.typed), why)


def _header(entry: Entry) -> str:
    return sixty.declaration().table_of(entry.table).column(entry.key).header


def _short(became: Became) -> str:
    value = became.value.replace(".", ",")
    words = {Word.IN: "in", Word.SHOWN: f"in som {value}", Word.PROPOSED: f"förslag {value}", Word.ASKED: "fråga"}
    return words.get(became.word, "FEL")


def _code(text: str) -> str:
    return f"`{text}`".replace("\n", "` ↵ `")


def _line(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")

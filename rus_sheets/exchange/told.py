"""What is told of a file from another system beside the values that may be read in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from rus_sheets.answers.returned import Note
from rus_sheets.book.display import quoted
from rus_sheets.exchange.table import OutsideTable, folded
from rus_sheets.schema.model import Exchange

_SHOWN = 5
"""Places that are named of many."""
_NEW = "Ska den vara med: ge den ett eget id som passar på bladet {sheet}, och ett namn, och läs in filen igen."
_RENAME = "Heter den något annat i filen: ge den sitt namn tillbaka och läs in filen igen."


class ExchangeTold(Struct, frozen=True):
    """Gathers what there is to tell, and tells it once for each thing."""

    asked: list[Note] = field(default_factory=list)
    other: dict[str, list[str]] = field(default_factory=dict)
    stays: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    away: dict[str, list[str]] = field(default_factory=dict)
    columns: list[Note] = field(default_factory=list)

    def stranger(self, number: int, key: str, maybe: Sequence[str], values: Mapping[str, str], sheet: str) -> None:
        """A row that is none of the workbook's: a new one, or one whose id a program has changed."""
        said = " · ".join(f"{name or '(utan rubrik)'}: {quoted(text, len(text) + 1)}" for name, text in values.items())
        fault = f"”{key}” finns inte på bladet {sheet}." if key else "Raden har inget id."
        remedy = _NEW.format(sheet=sheet)
        if maybe:
            fault += f" Ett kalkylprogram kan ha gjort det av {' eller '.join(maybe)}."
            remedy = "Rätta id:t i filen och läs in den igen."
        held = f"I den står {said}." if said else "Annat står inte i den."
        self.asked.append(Note(f"rad {number}", f"{fault} Raden är inte inläst. {held}", remedy, asks=True))

    def not_returning(self, header: str, number: int, said: str, was: str) -> None:
        """A value that differs where nothing is read in."""
        self.other.setdefault(header, []).append(f"rad {number} {quoted(said)} (utlämnat {quoted(was)})")

    def left(self, unit: str, header: str) -> None:
        """A value that is as it was handed out while the workbook has another by now."""
        self.stays.append(f"{unit} {header}")

    def removed(self, unit: str, sheet: str) -> None:
        """A unit that was handed out and has left the workbook since."""
        self.away.setdefault(sheet, []).append(unit)

    def missing(self, units: Sequence[str]) -> None:
        """Units that were handed out and aren't in the file."""
        self.gone.extend(units)

    def beside(self, table: OutsideTable, profile: Exchange, read: Sequence[str]) -> None:
        """The columns of the file that aren't read, those that it lacks, and what lies beside them."""
        ours, there = {folded(header) for header in profile.headers}, [folded(header) for header in table.headers]
        unknown = [header for header in table.headers if header and folded(header) not in ours]
        if unknown:
            text = f"Hör inte till utbytet och läses inte: {_named(unknown, len(unknown))}."
            self.columns.append(Note("", text))
        for index, header in enumerate(table.headers):
            loose = [row.number for row in table.rows if index < len(row.cells) and row.cells[index].value is not None]
            if not header and loose:
                text = f"I kolumn {index + 1}, som saknar rubrik, står något på {_rows(loose)}. Det läses inte."
                self.columns.append(Note("", text, _RENAME, asks=True))
        for column in profile.columns:
            if column.header not in read:
                twice = there.count(folded(column.header)) > 1
                why = "finns flera gånger i filen" if twice else "finns inte i filen"
                text = f"Kolumnen {column.header} {why} och har inte lästs."
                self.columns.append(Note("", text, _RENAME if column.returns else "", asks=column.returns))
        self.columns.extend(table.unread)

    def notes(self) -> Iterator[Note]:
        """All of it, what wants a person first."""
        yield from self.asked
        yield from self.columns
        for header, places in self.other.items():
            yield Note("", f"Kolumnen {header} läses inte in, men skiljer sig: {_named(places, _SHOWN)}.")
        if self.stays:
            text = f"Som när de lämnades ut, men med andra värden i arbetsboken nu: {_named(self.stays, _SHOWN)}."
            yield Note("", text, "Arbetsbokens värden står kvar.")
        for sheet, units in self.away.items():
            yield Note("", f"Lämnades ut, men finns inte längre på bladet {sheet}: {_named(units, _SHOWN)}.")
        if self.gone:
            yield Note("", f"Finns inte i filen, och ändras inte: {_named(self.gone, _SHOWN)}.")


def _rows(numbers: Sequence[int]) -> str:
    return f"rad {_named([str(number) for number in numbers], _SHOWN)}"


def _named(words: Sequence[str], most: int) -> str:
    more = len(words) - most
    return ", ".join(words[:most]) + (f" och {more} till" if more > 0 else "")

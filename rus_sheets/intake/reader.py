"""What all the parts of reading write to: rows, texts, and what is told of how they were read."""

from __future__ import annotations

from msgspec import Struct
from msgspec import field as default

from rus_sheets.intake.drafts import DraftRow, Drafts
from rus_sheets.intake.passages import Passage
from rus_sheets.intake.readings import Readings, ReadingState, around
from rus_sheets.intake.rules import Rules
from rus_sheets.intake.values import value_of
from rus_sheets.schema.model import Column

_TWICE = "Det står två olika uppgifter. Den första skrevs in; kontrollera."


class Reader(Struct):
    """What all the parts of reading write to."""

    rules: Rules
    drafts: Drafts
    readings: Readings

    def column(self, table: str, key: str) -> Column | None:
        """The declared column, None where there is none to write in."""
        return self.drafts.declaration.table_of(table).column(key) if self.drafts.has(table, key) else None

    def setting(self, passage: Passage, key: str, said: str, rule: str) -> None:
        """Write a setting, if it hasn't been told before, and tell of it."""
        setting = self.drafts.declaration.setting_of(key)
        column = Column(key, setting.label, setting.type)
        value = value_of(said, column, "settings", self.rules, self.drafts.declaration)
        if key not in self.drafts.settings and value.content is not None:
            self.drafts.settings[key] = value.content
        state = ReadingState.ASKED if value.ask else ReadingState.READ
        where = {"table": "settings", "column": key, "value": value.content}
        self.readings.add(state, passage, around(passage.line.text, said), **where, rule=rule, note=value.ask)

    def write(self, row: DraftRow, path: str, said: str, passage: Passage, rule: str) -> None:
        """Write a value into a row, and tell of it; where it can't be read, or another stands there, ask."""
        table, _, key = path.partition(".")
        column = self.column(table, key)
        if column is None or column.formula:
            self.readings.left(passage, said)
            return
        value = value_of(said, column, table, self.rules, self.drafts.declaration)
        shown = around(passage.line.text, said)
        where = {"table": table, "row": self.drafts.id_of(table, row), "column": key}
        if value.content is not None and row.get(key) not in (None, value.content):
            self.readings.add(ReadingState.ASKED, passage, shown, **where, value=row.get(key), rule=rule, note=_TWICE)
            return
        if value.content is not None:
            row[key] = value.content
        state = ReadingState.ASKED if value.ask else ReadingState.READ
        self.readings.add(state, passage, shown, **where, value=value.content, rule=rule, note=value.ask)


class Texts(Struct):
    """The running texts of a row while they are gathered, by path (``plan.description``).

    ``open`` is the one that is being gathered.
    """

    lines: dict[str, list[str]] = default(default_factory=dict)
    from_passages: dict[str, list[tuple[Passage, str]]] = default(default_factory=dict)
    open: str = ""

    def add(self, path: str, passage: Passage, text: str) -> None:
        """One more line of a text: an item of a list right after the one before, a paragraph apart."""
        said = text.strip()
        if not said:
            return
        item = passage.is_item and not passage.title
        lines = self.lines.setdefault(path, [])
        before = self.from_passages.setdefault(path, [])
        if lines and not (item and before[-1][0].is_item):
            lines.append("")
        lines.append(f"{_sign(passage)} {said}" if item else said)
        before.append((passage, said))

    def text(self, path: str) -> str:
        """The whole text."""
        return "\n".join(self.lines[path])


def _sign(passage: Passage) -> str:
    sign = passage.line.item
    return sign if sign[:1].isalnum() else "-"

"""Own appendices of a document: a heading, who decided it, a text, and perhaps the lettered parts of an activity."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rus_sheets.intake.drafts import DraftRow
from rus_sheets.intake.parts import read_parts
from rus_sheets.intake.passages import Passage, bare
from rus_sheets.intake.reader import Reader, Texts
from rus_sheets.intake.readings import Reading, ReadingState
from rus_sheets.layout.canonical import Content

_TABLE = "appendices"
_LETTER = re.compile(r"[0-9]{0,2}[a-zåäö]\)?")
_HEADING, _DECIDED = f"{_TABLE}.heading", f"{_TABLE}.decided"


def read_appendices(reader: Reader, others: Sequence[Passage]) -> list[Passage]:
    """Read those under headings of a style that the rules name, of no other meaning; returns the passages left."""
    left: list[Passage] = []
    own: list[list[Passage]] = []
    into = left
    for passage in others:
        if passage.level:
            into = left
        if passage.level and not passage.means and reader.drafts.has(_TABLE) and _is(reader, passage, _HEADING):
            own.append([])
            into = own[-1]
        into.append(passage)
    told = {bare(str(row["heading"])): row for row in reader.drafts.rows.get(_TABLE, ())}
    if own:
        reader.drafts.rows[_TABLE] = []
    for heading, *body in own:
        if any(_is_text(passage) for passage in body):
            title = heading.text.strip(" :.")
            _Appendix(reader, told.get(bare(title), {}) | {"heading": title}).read(heading, body)
        else:  # something else that the template prints as an appendix
            left += [heading, *body]
    return left


def _is_text(passage: Passage) -> bool:
    return passage.grid is None and bool(passage.text) and not passage.is_caption


def _is(reader: Reader, passage: Passage, path: str) -> bool:
    return any(passage.line.style in rule.styles for rule in reader.rules.field if rule.column == path)


class _Appendix:
    """One of them; ``values`` are its heading, and the activity whose text refers to it."""

    def __init__(self, reader: Reader, values: DraftRow) -> None:
        self._reader = reader
        self._activity = str(values.get("activity") or "")
        known = {key: value for key, value in values.items() if key != "id"}
        self._row = reader.drafts.add(_TABLE, (), **known)
        column = reader.column(_TABLE, "document")
        roles = reader.drafts.declaration.choices(column.list).roles if column else {}
        reported = any(row.get("status") for row in reader.drafts.rows.get("outcomes", ()))
        self._row["document"] = roles.get("report" if reported else "plan")
        self._reported = reported
        self._under: Passage | None = None
        self._series = 0

    def read(self, heading: Passage, body: Sequence[Passage]) -> None:
        """The heading, and what stands under it."""
        self._tell(heading, _TABLE, self._row, "heading", self._row["heading"])
        kind = "berättelsen" if self._reported else "planen"
        told = self._tell(heading, _TABLE, self._row, "document", self._row["document"])
        told.note = f"Dokumentet säger bara att bilagan hör till {kind}. Ändra om den hör till båda."
        texts = Texts()
        for passage, following in zip(body, [*body[1:], None], strict=False):
            sign = following.line.item if following else ""
            if passage.grid is not None and self._activity:
                read_parts(self._reader, self._activity, passage, passage.grid)
            elif passage.grid is not None or not passage.text:
                continue
            elif _is(self._reader, passage, _DECIDED) and not self._row.get("decided"):
                self._row["decided"] = passage.text
                self._tell(passage, _TABLE, self._row, "decided", passage.text)
            elif self._activity and _LETTER.fullmatch(passage.line.item):
                self._part(passage)
            elif self._activity and passage.maybe and not passage.is_item and _LETTER.fullmatch(sign):
                self._under = passage
            else:
                texts.add("text", passage, passage.text)
        for passage, said in texts.from_passages.get("text", ()):
            self._tell(passage, _TABLE, self._row, "text", said)
        if texts.lines:
            self._row["text"] = texts.text("text")

    def _part(self, passage: Passage) -> None:
        """A lettered part; letters that begin anew get a number before them."""
        sign = passage.line.item.rstrip(")")
        self._series += sign == "a"
        prefix = str(self._series) if self._series > 1 and len(sign) == 1 else ""
        named = {"id": f"{self._activity}-{prefix}{sign}", "activity": self._activity}
        row = self._reader.drafts.add("parts", **named, text=passage.text)
        if self._under is not None:
            self._reader.write(row, "parts.subheading", self._under.text.strip(" :."), self._under, "rubrik")
            self._under = None
        self._tell(passage, "parts", row, "text", passage.text)

    def _tell(self, passage: Passage, table: str, row: DraftRow, column: str, value: Content) -> Reading:
        own = self._reader.drafts.id_of(table, row)
        return self._reader.readings.add(ReadingState.READ, passage, table=table, row=own, column=column, value=value,
                                  rule="bilaga")  # fmt: skip

"""An activity's rows: its name, what stands under it, and what the rules find there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from rus_sheets.intake.amounts import read_amount
from rus_sheets.intake.cash import read_cash
from rus_sheets.intake.drafts import DraftRow
from rus_sheets.intake.facts import Fact, field_of
from rus_sheets.intake.parts import read_parts
from rus_sheets.intake.passages import Passage
from rus_sheets.intake.patterns import plain, whole
from rus_sheets.intake.reader import Reader, Texts
from rus_sheets.intake.readings import ReadingState
from rus_sheets.intake.structure import ActivityPart
from rus_sheets.intake.values import without_marks
from rus_sheets.schema.model import CellType
from rus_sheets.texts.manuscript import TypedTable

_FIRST_LETTER = re.compile(r"[0-9]{0,2}a")
_LETTER = re.compile(r"[0-9]{0,2}[a-zåäö]")
_EVENT = re.compile(
    r"(?:(?P<date>[0-9]{1,2} [a-z]+ [0-9]{4}), )?(?P<type>[A-ZÅÄÖ][a-zåäö]+): (?P<heading>.+?)"
    r"(?:, (?P<participants>[0-9]+) deltagare)?"
)
_PLAN, _OUTCOMES = "plan", "outcomes"
_DESCRIPTION, _TEXT = "plan.description", "outcomes.text"
_SENTENCE = re.compile(r"(?<=[a-zåäö0-9)])[.!] (?=[A-ZÅÄÖ])")
_HINTED = "Det säger hur det gick, men inte med något av valen. Välj."
_NO_DAYS = "Dagarna går inte att läsa. Skriv antalet dagar."
_ON_TIME = re.compile(
    r"(?:[^.:]{1,30}: ?(?:[^.:]{0,20} )?[0-9][^.:]{0,20}\b(?:dag|dagar|dgr|d|åa|årsarbetskraft\w*|heltid)\b).{0,120}$",
    re.IGNORECASE,
)
"""A line on the time that something takes."""
_UNSURE = "Meningen kan gälla något annat än aktivitetens dagar. Kontrollera."
_UNNAMED = "Inget namn hittades. De första orden blev namnet."


def read_activity(reader: Reader, part: ActivityPart, group_id: str) -> DraftRow:
    """Write the activity's rows and tell of all that was read."""
    heading = part.heading
    name, marks = without_marks(heading.title, reader.rules)
    tags = [tag for passage in (heading, *part.body) for tag, _ in passage.line.tags]
    row = reader.drafts.add(_PLAN, tags, group=group_id, name=name)
    own = {"table": _PLAN, "row": reader.drafts.id_of(_PLAN, row)}
    rule = "rubrik" if heading.level else "namn"
    state, note = (ReadingState.ASKED, _UNNAMED) if heading.guessed else (ReadingState.READ, "")
    reader.readings.add(state, heading, **own, column="name", value=name, rule=rule, note=note)
    for mark in marks:
        _mark(reader, row, heading, mark.column, mark.value)
    if part.under is not None:
        reader.write(row, "plan.subheading", part.under.text.strip(" :."), part.under, "rubrik")
    priority = part.group.values.get("priority", "")
    if priority and not row.get("priority") and reader.drafts.has(_PLAN, "priority"):
        row["priority"] = priority
        reader.readings.add(ReadingState.READ, heading, part.group.name, **own, column="priority", value=priority,
                            rule="gruppens rubrik")  # fmt: skip
    _Body(reader, row).read([heading, *part.body])
    return row


def _mark(reader: Reader, row: DraftRow, passage: Passage, path: str, value: str) -> None:
    if path:
        reader.write(row, path, value, passage, "märkning")
    else:
        reader.readings.left(passage, passage.title, note="Märkningen har ingen kolumn.")


class _Body:
    """Goes through what stands under an activity's name; a label or a status changes which text is gathered."""

    def __init__(self, reader: Reader, row: DraftRow) -> None:
        self._reader = reader
        self._row = row
        self._texts = Texts()
        self._path = _DESCRIPTION
        self._series = 0
        self._heading: Passage | None = None
        self._labels: dict[tuple[str, int], str] = {}

    def read(self, body: Sequence[Passage]) -> None:
        for passage, following in zip(body, [*body[1:], None], strict=True):
            if passage.grid is None and not self._heads_parts(passage, following):
                self._passage(passage)
            elif passage.grid is None:
                passage.seen = True
            else:
                self._parts(passage, passage.grid)
        for path, passages in self._texts.from_passages.items():
            self._write_text(path, passages)
        self._ask_days()
        self._ask_hinted()

    def _ask_hinted(self) -> None:
        """Ask about the first sentence that tells of a column which has no value: ``Genomförd med avvikelse.``"""
        own = self._reader.drafts.id_of(_PLAN, self._row)
        for rule in self._reader.rules.hint:
            table, _, key = rule.column.partition(".")
            row = (self._row if table == _PLAN else self._reader.drafts.find(table, own)) or {}
            if row.get(key) is not None or self._reader.column(table, key) is None:
                continue
            told = [one for path in (_DESCRIPTION, _TEXT) for one in self._texts.from_passages.get(path, ())]
            sentences = ((made, text) for made, said in told for text in _SENTENCE.split(plain(said)))
            hinted = (one for one in sentences if whole(rule.words).fullmatch(one[1].strip(" .:*-")))
            for passage, text in islice(hinted, 1):
                where = {"table": table, "row": own, "column": key}
                self._reader.readings.add(ReadingState.ASKED, passage, text, **where, rule="antydan", note=_HINTED)

    def _ask_days(self) -> None:
        """Ask about a line on the time it takes that no rule could read, where nothing else says the days."""
        own = self._reader.drafts.id_of(_PLAN, self._row)
        where = {"table": _PLAN, "row": own, "column": "days"}
        if self._row.get("days") is not None or not self._reader.drafts.has(_PLAN, "days"):
            return
        if any((told.table, told.row, told.column) == (_PLAN, own, "days") for told in self._reader.readings.all):
            return
        for passage, said in self._texts.from_passages.get(_DESCRIPTION, ()):
            if _ON_TIME.match(plain(said)):
                self._reader.readings.add(ReadingState.ASKED, passage, said, **where, note=_NO_DAYS)

    def _passage(self, passage: Passage) -> None:
        text = passage.rest if passage.title else passage.text
        if passage.title and not text:
            return
        label = "" if passage.is_item else self._label(passage)
        if label:
            self._path = label
            self._reader.readings.add(ReadingState.READ, passage, rule=label)
        elif passage.facts or passage.status:
            self._facts(passage, len(passage.text) - len(text))
        elif not passage.is_caption and not self._part(passage):
            self._texts.add(self._path, passage, self._marks(passage, text) if passage.maybe else text)
        passage.seen = True

    def _parts(self, passage: Passage, grid: TypedTable) -> None:
        """A table of the activity's parts; another one is left unseen."""
        read_parts(self._reader, self._reader.drafts.id_of(_PLAN, self._row), passage, grid)

    def _heads_parts(self, passage: Passage, following: Passage | None) -> bool:
        """Is the line a heading among the lettered parts? Then it is kept for the first part under it."""
        sign = following.line.item.rstrip(")") if following else ""
        first = bool(_FIRST_LETTER.fullmatch(sign)) and self._path == _DESCRIPTION
        heads = passage.maybe and not (passage.title or passage.is_item or passage.facts)
        if not (first and heads) or (passage.text.endswith(":") and not self._series):
            return False
        if self._reader.column("parts", "subheading") is None:
            return False
        self._heading = passage
        return True

    def _part(self, passage: Passage) -> bool:
        """Is it a lettered part of the activity's plan? Letters that begin anew get a number before them."""
        sign = passage.line.item.rstrip(")")
        if self._path != _DESCRIPTION or not _LETTER.fullmatch(sign) or not self._reader.drafts.has("parts", "text"):
            return False
        own = self._reader.drafts.id_of(_PLAN, self._row)
        self._series += sign in ("a", "A")
        prefix = str(self._series) if self._series > 1 and len(sign) == 1 else ""
        row = self._reader.drafts.add("parts", id=f"{own}-{prefix}{sign}", activity=own, text=passage.text)
        if self._heading is not None:
            text = self._heading.text.strip(" :.")
            self._reader.write(row, "parts.subheading", text, self._heading, "rubrik")
            self._heading = None
        self._reader.readings.add(ReadingState.READ, passage, table="parts", row=str(row["id"]), column="text",
                                  value=passage.text, rule="bokstav")  # fmt: skip
        return True

    def _label(self, passage: Passage) -> str:
        """The path of the text that a line is the label of, "" where it is none."""
        if not passage.maybe or passage.facts or passage.status or passage.title:
            return ""
        path = field_of(plain(passage.text), self._reader.rules)
        table, _, key = path.partition(".")
        column = self._reader.column(table, key) if path else None
        return path if column and column.type in (CellType.LONGTEXT, CellType.TEXT) and key != "name" else ""

    def _facts(self, passage: Passage, start: int) -> None:
        """What stands before the first value is text; what stands between and after them is told of."""
        text = passage.text
        if passage.status:
            path = "outcomes.status"
            self._reader.write(self._outcome(), path, passage.status, passage, "status")
            self._path = _TEXT
        told = list(self._standing(passage))
        first = told[0].start if told else len(text)
        before = text[start:first]
        if passage.status and passage.line.lead and text.startswith(passage.line.lead):
            self._texts.add(_TEXT, passage, before[len(passage.line.lead) :].strip(" .:"))
        elif not passage.status:
            self._texts.add(self._path, passage, self._marks(passage, before))
        elif told or " · " in text:
            self._rest(passage, before.partition(" · ")[2])
        at = max(start, first)
        for fact in (fact for fact in passage.facts if fact.start >= first):
            self._rest(passage, text[at : fact.start])
            at = fact.end
            if fact.opens:
                self._path = fact.opens
                self._labels.setdefault((self._path, passage.line.number), text[fact.start : fact.end].strip())
                following = min([other.start for other in told if other.start > at], default=len(text))
                self._texts.add(self._path, passage, text[at:following])
                at = following
            elif not fact.running:
                self._fact(passage, fact)
        self._rest(passage, text[at:])

    def _standing(self, passage: Passage) -> Iterator[Fact]:
        """Write what the passage says as a running text, which stays as it is; the facts that stand by themselves."""
        for fact in passage.facts:
            if fact.running:
                self._fact(passage, fact)
            else:
                yield fact

    def _fact(self, passage: Passage, fact: Fact) -> None:
        for key, said in fact.values.items():
            path = f"{fact.table}.{key}"
            if fact.whole:  # a sum, which is compared when all is read
                continue
            if path == "plan.cash":
                read_cash(self._reader, self._row, passage, said, fact.rule)
            elif fact.table in (_PLAN, _OUTCOMES):
                row = self._row if fact.table == _PLAN else self._outcome()
                self._reader.write(row, path, said, passage, fact.rule)
                if path == "plan.days":
                    self._note(passage, read_amount(plain(said), CellType.DAYS).words)
                if fact.unsure:
                    own = self._reader.drafts.id_of(_PLAN, self._row)
                    self._reader.readings.add(ReadingState.ASKED, passage, table=fact.table, row=own, column=key,
                                              value=row.get(key), rule=fact.rule, note=_UNSURE)  # fmt: skip
            elif fact.table == "appendices" and self._reader.drafts.has("appendices"):
                own = self._reader.drafts.id_of(_PLAN, self._row)
                self._reader.drafts.add("appendices", heading=said, activity=own)
                self._reader.readings.add(ReadingState.READ, passage, rule=fact.rule)
            elif fact.table == "-":
                self._reader.readings.left(passage, f"{key}: {said}")

    def _note(self, passage: Passage, words: str) -> None:
        """The words beside the days are a note on them."""
        said = re.sub(r"^\(([^()]*)\)$", r"\1", self._marks(passage, words).strip())
        free = self._reader.column(_PLAN, "resource_note") and not self._row.get("resource_note")
        if free and re.search(r"\w", said):
            self._reader.write(self._row, "plan.resource_note", said, passage, "vid dagarna")
        else:
            self._reader.readings.left(passage, said)

    def _rest(self, passage: Passage, text: str) -> None:
        """What no rule has read."""
        self._reader.readings.left(passage, self._marks(passage, text).strip())

    def _marks(self, passage: Passage, text: str) -> str:
        """The text without pieces that are nothing but a priority or a mark, which are written."""
        left: list[str] = []
        for piece in text.split(" · "):
            said = piece.strip(" .,;|")
            column = self._reader.column(_PLAN, "priority")
            declaration = self._reader.drafts.declaration
            known = declaration.choices(column.list).values if column else ()
            name, marks = without_marks(f"- {said}", self._reader.rules)
            if said in known:
                self._reader.write(self._row, "plan.priority", said, passage, "märkning")
            elif marks and not name:
                _mark(self._reader, self._row, passage, marks[0].column, marks[0].value)
            else:
                left.append(piece)
        return " · ".join(left)

    def _events(self, passages: Sequence[tuple[Passage, str]]) -> None:
        """What has happened, a line for each: ``17 maj 2022, Möte: Kommunnätverket, 40 deltagare``."""
        own = self._reader.drafts.id_of(_PLAN, self._row)
        for number, (passage, said) in enumerate(passages, 1):
            found = _EVENT.fullmatch(said)
            if not found or not self._reader.drafts.has("events"):
                self._reader.readings.left(passage, said)
                continue
            row = self._reader.drafts.add("events", id=f"{own}-H{number:02}", activity=own)
            for key, text in found.groupdict().items():
                if text:
                    self._reader.write(row, f"events.{key}", text, passage, "händelse")

    def _outcome(self) -> DraftRow:
        """The activity's row of outcomes."""
        drafts = self._reader.drafts
        own = drafts.id_of(_PLAN, self._row)
        return drafts.find(_OUTCOMES, own) or drafts.add(_OUTCOMES, id=own)

    def _write_text(self, path: str, passages: Sequence[tuple[Passage, str]]) -> None:
        table, _, key = path.partition(".")
        if table == "events":
            self._events(passages)
            return
        row = self._row if table == _PLAN else self._outcome()
        text = self._texts.text(path)
        if table not in (_PLAN, _OUTCOMES) or not self._reader.drafts.has(table, key):
            for passage, said in passages:
                self._reader.readings.left(passage, said)
            return
        row[key] = f"{row[key]}\n\n{text}" if row.get(key) else text
        where = {"table": table, "row": self._reader.drafts.id_of(table, row), "column": key}
        for passage, said in passages:
            label = self._labels.pop((path, passage.line.number), "")
            shown = f"{label} {said}".strip()
            self._reader.readings.add(ReadingState.READ, passage, shown, **where, value=said, rule=path)

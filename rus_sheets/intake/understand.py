"""The whole of it: a document and rules in, the rows of a workbook and what is told of them out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from rus_sheets.intake.activities import read_activity
from rus_sheets.intake.appendices import read_appendices
from rus_sheets.intake.cover import read_cover
from rus_sheets.intake.days_asked import ask_days, ask_headings, ask_headings_within, ask_money, ask_table
from rus_sheets.intake.drafts import DraftRow, Drafts
from rus_sheets.intake.listed_names import mark_listed
from rus_sheets.intake.listings import mark_listings
from rus_sheets.intake.lists import read_goals, read_lists, read_period
from rus_sheets.intake.name_levels import free_names
from rus_sheets.intake.passages import Passage, RowLine, passages
from rus_sheets.intake.patterns import phrases, plain
from rus_sheets.intake.reader import Reader
from rus_sheets.intake.readings import Reading, Readings, ReadingState
from rus_sheets.intake.rules import Rules
from rus_sheets.intake.running_texts import mark_headed, settle_running
from rus_sheets.intake.sentences import read_sentences
from rus_sheets.intake.structure import AreaPart, Structure, structured
from rus_sheets.intake.sums import Sums
from rus_sheets.intake.tables import is_of_allocations, read_table, tell_headers
from rus_sheets.intake.titles import mark_titles
from rus_sheets.intake.told_units import mark_units
from rus_sheets.intake.typed_tables import as_tables
from rus_sheets.intake.values import statuses
from rus_sheets.intake.zones import mark_zones
from rus_sheets.schema.model import Declaration
from rus_sheets.texts.manuscript import Manuscript, TypedLine, TypedTable


class Understood(Struct):
    """What a document came to: rows by table key, settings by key, and what is told of how it was read."""

    rows: dict[str, list[DraftRow]]
    settings: DraftRow
    readings: Readings


def understand(document: Manuscript, rules: Rules, declaration: Declaration) -> Understood:
    """Read the document by the rules. Nothing of its text is passed over: what isn't read is left over."""
    found = passages(document, rules, statuses(rules, declaration, "outcomes.status"))
    free_names(found)
    mark_zones(found)
    found = as_tables(found)
    mark_units(found, rules)
    mark_listings(found, rules)
    mark_listed(found, rules)
    mark_headed(found, rules)
    settle_running(found, rules)
    mark_titles(found, rules)
    structure = structured(found, rules)
    reader = Reader(rules, Drafts(declaration), Readings())
    for known in declaration.table:
        reader.drafts.rows[known.key] = [dict(row) for row in known.known_rows]
    if document.form:
        read_cover(reader, found)
    _Document(reader, structure, found).read()
    for line in document.aside:
        reader.readings.left(Passage(line, line.text), note="Fotnot, textruta, sidhuvud eller sidfot.")
    for line in document.links:
        reader.readings.left(Passage(line, line.text), note="Länkens adress. Lägg till den i texten om den behövs.")
    for line in document.unseen:
        reader.readings.left(Passage(line, line.text), note=_UNSEEN)
    return Understood(reader.drafts.rows, reader.drafts.settings, reader.readings)


class _Document:
    """The steps, in the order in which each knows what it needs."""

    def __init__(self, reader: Reader, structure: Structure, found: Sequence[Passage]) -> None:
        self._reader = reader
        self._structure = structure
        self._found = found
        self._rows: dict[int, DraftRow] = {}

    def read(self) -> None:
        self._areas()
        self._groups()
        for part in self._structure.activities:
            row = read_activity(self._reader, part, self._id("groups", part.group))
            self._rows[id(part)] = row
        read_period(self._reader, self._found)
        read_goals(self._reader, self._structure, {id(area): self._id("areas", area) for area in self._structure.areas})
        for passage in self._found:
            if passage.listing:
                tell_headers(self._reader, passage)
        self._structure.others = read_appendices(self._reader, self._structure.others)
        tables = [made for made in self._found if made.grid is not None and not (made.listing or made.seen)]
        of_allocations = [made for made in tables if is_of_allocations(self._reader, made)]
        self._tables([made for made in tables if made not in of_allocations])
        read_lists(self._reader, [passage for passage in self._structure.others if passage.grid is None])
        read_sentences(self._reader, self._found)
        self._tables(of_allocations)  # they name activities, posts and sources
        Sums(self._reader, self._structure, self._rows).read()
        self._bodies()
        ask_days(self._reader, self._structure, self._rows)
        ask_money(self._reader, self._structure, self._rows)
        ask_headings(self._reader, self._found)
        ask_headings_within(self._reader, self._structure, self._rows)
        self._leftovers()
        self._fit_cells()

    def _tables(self, tables: Sequence[Passage]) -> None:
        for passage in tables:
            if not read_table(self._reader, passage):
                self._other_table(passage)

    def _id(self, table: str, part: object) -> str:
        row = self._rows.get(id(part))
        return self._reader.drafts.id_of(table, row) if row else ""

    def _areas(self) -> None:
        for area in self._structure.areas:
            tags = [tag for passage in (area.heading, *area.body) for tag, _ in passage.line.tags]
            row = self._rows[id(area)] = self._reader.drafts.add("areas", tags, name=area.name)
            self._told_area(area, row)
            figures = {passage.line.number for passage in area.body if passage.facts}
            running = (passage for passage in area.body if passage.grid is None and not passage.is_caption)
            intro = [passage for passage in running if passage.line.number not in figures]
            if intro:
                row["intro"] = "\n\n".join(passage.text for passage in intro)
            for passage in intro:
                self._told(passage, "areas", row, "intro", passage.text)

    def _told_area(self, area: AreaPart, row: DraftRow) -> None:
        """An area whose heading has no style is a guess: asked about where it has no goals or sum of its own."""
        if not area.is_guessed:
            self._told(area.heading, "areas", row, "name", area.name)
            return
        state = ReadingState.READ if area.heading.backed else ReadingState.ASKED
        why = "Rubriken har egna mål eller en egen summa." if area.heading.backed else "Rubriken står över aktiviteter."
        note = f"Gissat: rubriken har ingen rubrikmall. {why} Är det inget område: ändra."
        self._reader.readings.add(state, area.heading, table="areas", column="name", value=area.name, note=note,
                                  row=self._reader.drafts.id_of("areas", row), rule="gissat område")  # fmt: skip

    def _groups(self) -> None:
        for group in self._structure.groups:
            own = any(part.group is group for part in self._structure.activities)
            inner = group.headings[-1] if group.headings else None
            over = any(inner in other.headings for other in self._structure.groups if other is not group)
            empty = not (own or inner or group.body)  # all of a table's rows stand under groups of their own
            if (not own and over) or empty:
                continue
            tags = [tag for passage in (*group.headings, *group.body) for tag, _ in passage.line.tags]
            row = self._reader.drafts.add("groups", tags, area=self._id("areas", group.area), name=group.name,
                                          **group.values)  # fmt: skip
            self._rows[id(group)] = row
            heading = group.headings[-1] if group.headings else group.area.heading
            for key, value in {"name": group.name, **group.values}.items():
                self._told(heading, "groups", row, key, value)

    def _told(self, passage: Passage, table: str, row: DraftRow, column: str, value: str) -> None:
        self._reader.readings.add(ReadingState.READ, passage, table=table, column=column, value=value,
                                  row=self._reader.drafts.id_of(table, row), rule="rubrik")  # fmt: skip

    def _other_table(self, passage: Passage) -> None:
        ask_table(self._reader, passage)
        grid = passage.grid
        for number, cells in enumerate(grid.rows if grid else ()):
            text = " | ".join(cell.text for cell in cells if cell.text)
            said = Passage(TypedLine(passage.line.number, text), text, heading=passage.heading)
            if grid is not None and text:
                reading = self._reader.readings.add(ReadingState.LEFT, said)
                reading.place = grid.place(number)

    def _bodies(self) -> None:
        """What stands under the headings of groups and areas beside sums: notes on resources, and what is left over."""
        reported = any(row.get("status") for row in self._reader.drafts.rows["outcomes"])
        key = "resource_outcome" if reported else "resource_note"
        for group in self._structure.groups:
            row = self._rows.get(id(group))
            for passage in group.body:
                text = _beside_sums(passage)
                noted = _RESOURCES.search(text) or self._is_note(passage)
                if passage.grid is None and text and row is not None and noted:
                    row[key] = f"{row[key]}\n\n{text}" if row.get(key) else text
                    self._told(passage, "groups", row, key, text)
                    self._ask_days(passage, row, text)
                elif passage.grid is None and text:
                    self._reader.readings.left(passage, text)
        for area in self._structure.areas:
            own = next((group for group in self._structure.groups if group.area is area and not group.headings), None)
            row = self._rows.get(id(own)) if own else None
            for passage in (*area.body, *area.goals):
                text = _beside_sums(passage)
                if passage.facts and row is not None and self._is_note(passage):
                    row[key] = text
                    self._told(passage, "groups", row, key, text)
                elif passage.facts:
                    self._reader.readings.left(passage, text)

    def _ask_days(self, passage: Passage, row: DraftRow, text: str) -> None:
        """Ask about days in a note on the resources of a group, where nothing else says what it takes."""
        own = self._reader.drafts.id_of("groups", row)
        within = (other for other in self._reader.drafts.rows["plan"] if other.get("group") == own)
        if row.get("days") is None and not any(other.get("days") for other in within) and _DAYS.search(plain(text)):
            self._reader.readings.add(ReadingState.ASKED, passage, text, table="groups", row=own, column="days",
                                      note="Är det gruppens dagar? Skriv dem i så fall.")  # fmt: skip

    def _is_note(self, passage: Passage) -> bool:
        """Does the passage's style say that it is a note on a group's resources?"""
        style = passage.line.style
        return any(style in rule.styles and rule.column.startswith("groups.") for rule in self._reader.rules.field)

    def _fit_cells(self) -> None:
        """What is longer than a cell can be goes on among what was left over."""
        for table, rows in self._reader.drafts.rows.items():
            for row in rows:
                for column, text in row.items():
                    if isinstance(text, str) and len(text) > _CELL:
                        row[column] = text[:_CELL]
                        own = self._reader.drafts.id_of(table, row)
                        reading = Reading(ReadingState.ASKED, "", "", text[_CELL:], table, own, column, note=_TOO_LONG)
                        self._reader.readings.all.append(reading)

    def _rows_left(self, passage: Passage, grid: TypedTable, told: Mapping[str, set[str]]) -> None:
        """Rows of a table that nothing has been said of."""
        for number, cells in enumerate(grid.rows):
            text = " | ".join(cell.text for cell in cells if cell.text)
            if text and grid.place(number) not in told:
                said = Passage(RowLine(passage.line.number, text, style=grid.place(number)), text)
                said.heading = passage.heading
                self._reader.readings.left(said)

    def _leftovers(self) -> None:
        """All that nothing has been made of, also of a paragraph; headings that rules know are read."""
        told: dict[str, set[str]] = {}
        for reading in self._reader.readings.all:
            told.setdefault(reading.place, set()).update(_words(reading.text))
        for passage in self._found:
            if passage.grid is not None:
                self._rows_left(passage, passage.grid, told)
            if passage.grid is not None or not passage.text:
                continue
            known = told.get(passage.line.place, set())
            if not known and (passage.means or passage.area or passage.key or passage.is_caption):
                rule = passage.means[0].means.value if passage.means else "rubrik"
                self._reader.readings.add(ReadingState.READ, passage, rule=rule)
                continue
            if not known:
                self._reader.readings.left(passage, passage.text)
                continue
            funded = any(fact.table == "funding" for fact in passage.facts)
            for piece in _outside_facts(passage):
                if not _words(piece) <= known or (funded and _MONEY.search(plain(piece))):
                    self._reader.readings.left(passage, piece)


_UNSEEN = "Dold, överstruken eller borttagen text. Den lästes inte; skriv in det som ändå gäller."
_CELL = 30_000
"""Characters of a text in one cell; Excel takes 32 767."""
_TOO_LONG = "Texten är längre än vad en cell rymmer. Det här är resten."
_DAYS = re.compile(phrases()["days"], re.IGNORECASE)
_MONEY = re.compile(phrases()["money"], re.IGNORECASE)
_RESOURCES = re.compile(r"\bresurs|\breda pengar|\barbetstid|\btid\b|dagar\b|finansiera", re.IGNORECASE)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def _outside_facts(passage: Passage) -> Iterator[str]:
    """The paragraph in the pieces that no rule has taken a value from."""
    at = 0
    for fact in passage.facts:
        yield passage.text[at : fact.start]
        at = fact.end
    yield passage.text[at:]


def _beside_sums(passage: Passage) -> str:
    """The paragraph without the words that are a sum and nothing more; all of it where they are within a sentence."""
    sums = [fact for fact in passage.facts if fact.is_sum]
    if not sums:
        return passage.text
    start, end = sums[0].start, sums[-1].end
    before, after = passage.text[:start].strip(), passage.text[end:].strip(" .")
    return passage.text if before else after

"""Each told sum of the document beside the sum of what was read; and days that are set for a whole group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rus_sheets.book.display import seen
from rus_sheets.book.numbers import tight
from rus_sheets.intake.amounts import read_amount
from rus_sheets.intake.drafts import DraftRow
from rus_sheets.intake.passages import Passage
from rus_sheets.intake.reader import Reader
from rus_sheets.intake.readings import ReadingState
from rus_sheets.intake.structure import ActivityPart, AreaPart, GroupPart, Structure
from rus_sheets.schema.model import CellType

_NEAR = 0.005


class Sums:
    """The document's sums. ``rows`` are the rows of activities and groups by the identity of their parts."""

    def __init__(self, reader: Reader, structure: Structure, rows: Mapping[int, DraftRow]) -> None:
        self._reader = reader
        self._structure = structure
        self._rows = rows

    def read(self) -> None:
        """Set the groups' own days first, since the areas' sums have them in them; then compare all others."""
        later: list[tuple[Passage, float, list[tuple[str, list[ActivityPart], list[GroupPart]]]]] = []
        for passage, part in self._told():
            for fact in passage.facts:
                spent = fact.table == "outcomes" and fact.whole
                if "days" not in fact.values or not (spent or fact.table == "groups"):
                    continue
                amount = read_amount(fact.values["days"], CellType.DAYS)
                if amount.value is None:
                    self._reader.readings.add(ReadingState.ASKED, passage, rule=fact.rule, note=amount.ask)
                    continue
                scopes = list(self._scopes(part))
                if spent:
                    self._compare(passage, float(amount.value), scopes, spent=True)
                    continue
                group = part.group if isinstance(part, ActivityPart) and fact.whole else part
                own = (self._of([group]), [group]) if isinstance(group, GroupPart) else ([], [])
                within = scopes[0][1:] if scopes and group is part else own
                if isinstance(group, GroupPart) and not self._sum(*within):
                    self._set(group, passage, fact.values["days"], fact.rule)
                else:
                    later.append((passage, float(amount.value), scopes))
        for passage, told, scopes in later:
            self._compare(passage, told, scopes)

    def _told(self) -> Iterator[tuple[Passage, AreaPart | GroupPart | ActivityPart | None]]:
        made = self._structure
        parts: list[AreaPart | GroupPart | ActivityPart] = [*made.groups, *made.areas, *made.activities]
        yield from ((passage, part) for part in parts for passage in part.body)
        yield from ((area.heading, area) for area in made.areas)
        yield from ((heading, group) for group in made.groups for heading in group.headings[-1:])
        yield from ((passage, area) for area in made.areas for passage in area.goals)
        yield from ((passage, None) for passage in made.others)

    def _scopes(
        self, part: AreaPart | GroupPart | ActivityPart | None
    ) -> Iterator[tuple[str, list[ActivityPart], list[GroupPart]]]:
        """What a sum can be of where it stands: what it stands under, the innermost first."""
        group = part.group if isinstance(part, ActivityPart) else part if isinstance(part, GroupPart) else None
        for heading in reversed(group.headings) if group else ():
            inside = [other for other in self._structure.groups if heading in other.headings]
            yield heading.text.strip(" :"), self._of(inside), inside
            if isinstance(part, GroupPart):
                return
        area = part if isinstance(part, AreaPart) else group.area if group else None
        if area is not None:
            inside = [other for other in self._structure.groups if other.area is area]
            yield area.name, self._of(inside), inside
            first = inside[0].values.get("kind") if inside else None
            others = [other for other in inside if other.values.get("kind") != first]
            if first and others:  # running work comes first, and sums of the rest are told apart
                yield f"{area.name} utom {inside[0].name}", self._of(others), others
        if not isinstance(part, (AreaPart, GroupPart)):
            yield "", list(self._structure.activities), list(self._structure.groups)

    def _of(self, groups: list[GroupPart]) -> list[ActivityPart]:
        return [part for part in self._structure.activities if any(part.group is group for group in groups)]

    def _spent(self, activities: list[ActivityPart]) -> float:
        """The days of the activities' outcomes."""
        drafts = self._reader.drafts
        own = [drafts.id_of("plan", self._rows[id(part)]) for part in activities]
        rows = [row for row in drafts.rows["outcomes"] if drafts.id_of("outcomes", row) in own]
        return sum(float(days) for row in rows if isinstance(days := row.get("days"), (int, float)))

    def _sum(self, activities: list[ActivityPart], groups: list[GroupPart]) -> float:
        rows = [self._rows[id(part)] for part in (*activities, *groups) if id(part) in self._rows]
        return sum(float(days) for row in rows if isinstance(days := row.get("days"), (int, float)))

    def _set(self, group: GroupPart, passage: Passage, said: str, rule: str) -> None:
        row = self._rows.get(id(group))
        if row is not None:
            self._reader.write(row, "groups.days", said, passage, rule)

    def _compare(
        self,
        passage: Passage,
        told: float,
        scopes: list[tuple[str, list[ActivityPart], list[GroupPart]]],
        *,
        spent: bool = False,
    ) -> None:
        sums = [
            (name or "hela dokumentet", self._spent(activities) if spent else self._sum(activities, groups))
            for name, activities, groups in scopes
        ]
        of = "utfallet" if spent else "det"
        same = next((name for name, own in sums if abs(own - told) < _NEAR), None)
        if same is not None:
            note = f"{seen(tight(told))} dagar = summan av {of} som lästes ({same})."
            self._reader.readings.add(ReadingState.RIGHT, passage, value=tight(told), rule="summa", note=note)
            return
        name, own = min(sums, key=lambda named: abs(named[1] - told))
        note = f"Dokumentet säger {seen(tight(told))} dagar, {of} som lästes är {seen(tight(own))} ({name})."
        self._reader.readings.add(ReadingState.WRONG, passage, value=tight(told), rule="summa", note=note)

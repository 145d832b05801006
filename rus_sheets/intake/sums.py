"""Each told sum of the document beside the sum of what was read; and days that are set for a whole group."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from rus_sheets.book.display import amount
from rus_sheets.book.numbers import tight
from rus_sheets.intake.amounts import read_amount
from rus_sheets.intake.drafts import DraftRow
from rus_sheets.intake.facts import Fact
from rus_sheets.intake.header_units import MILLIONS, THOUSANDS, read_header, with_unit
from rus_sheets.intake.passages import Passage
from rus_sheets.intake.patterns import plain
from rus_sheets.intake.reader import Reader
from rus_sheets.intake.readings import ReadingState
from rus_sheets.intake.rules import Means
from rus_sheets.intake.structure import ActivityPart, AreaPart, GroupPart, Structure
from rus_sheets.schema.model import CellType

_NEAR = 0.005
_MONEY = (Means.BUDGET, Means.FUNDING)
_NAMED = 3
"""Activities that are named where a sum doesn't agree."""
_SCALES = {MILLIONS: 1_000_000, THOUSANDS: 1_000}


class _Kind(Struct, frozen=True):
    """What a sum is of: the column of a fact that tells it, its unit, and the words for what was read."""

    key: str
    type: CellType
    unit: str
    of: str = "det"


_DAYS = _Kind("days", CellType.DAYS, "dagar")
_SPENT = _Kind("days", CellType.DAYS, "dagar", "utfallet")
_NEEDS = _Kind("amount", CellType.MONEY, "kr")


class _Scope(Struct, frozen=True):
    """What a sum can be of: activities and groups under a heading of that ``name``, "" for the whole document."""

    name: str
    activities: Sequence[ActivityPart]
    groups: Sequence[GroupPart]


class _ToldSum(Struct, frozen=True):
    """A sum that the document tells: where, as it is ``said``, its number, and what it can be of, the innermost first.

    ``sure`` is false for one that may as well be the amount of the activity in whose text it stands.
    """

    passage: Passage
    kind: _Kind
    said: str
    number: float
    scopes: tuple[_Scope, ...]
    sure: bool = True


_Part = AreaPart | GroupPart | ActivityPart | None


class Sums:
    """The document's sums. ``rows`` are the rows of activities and groups by the identity of their parts."""

    def __init__(self, reader: Reader, structure: Structure, rows: Mapping[int, DraftRow]) -> None:
        self._reader = reader
        self._structure = structure
        self._rows = rows

    def read(self) -> None:
        """Set the groups' own days first, since the areas' sums have them in them; then compare all others."""
        told = [
            one for passage, part in self._told() for fact in passage.facts for one in self._sum_of(passage, part, fact)
        ]
        for one in told:
            self._compare(one)

    def _sum_of(self, passage: Passage, part: _Part, fact: Fact) -> Iterator[_ToldSum]:
        """The sum that a fact tells, if it does and isn't the days that are set for its group."""
        kind = _kind(fact)
        if kind is None:
            return
        said = with_unit(fact.values[kind.key], passage.unit) if kind is _NEEDS else fact.values[kind.key]
        number = read_amount(plain(said), kind.type)
        if number.value is None:
            self._reader.readings.add(ReadingState.ASKED, passage, rule=fact.rule, note=number.ask)
            return
        group = part.group if isinstance(part, ActivityPart) and fact.whole else part
        if kind is _DAYS and isinstance(group, GroupPart):
            inner = next(iter(self._scopes(part, passage)))
            own = inner if group is part else _Scope("", self._of([group]), [group])
            if not self._days(own):
                self._set(group, passage, said, fact.rule)
                return
        sure = not isinstance(part, ActivityPart) or self._ends(part)
        yield _ToldSum(passage, kind, said, float(number.value), tuple(self._scopes(part, passage)), sure)

    def _told(self) -> Iterator[tuple[Passage, _Part]]:
        made = self._structure
        parts: list[AreaPart | GroupPart | ActivityPart] = [*made.groups, *made.areas, *made.activities]
        yield from ((passage, part) for part in parts for passage in part.body)
        yield from ((area.heading, area) for area in made.areas)
        yield from ((heading, group) for group in made.groups for heading in group.headings[-1:])
        yield from ((passage, area) for area in made.areas for passage in area.goals)
        yield from ((passage, None) for passage in made.others)

    def _scopes(self, part: _Part, passage: Passage) -> Iterator[_Scope]:
        """What a sum can be of where it stands: what it stands under, the innermost first."""
        group = part.group if isinstance(part, ActivityPart) else part if isinstance(part, GroupPart) else None
        for heading in reversed(group.headings) if group else ():
            inside = [other for other in self._structure.groups if heading in other.headings]
            yield _Scope(heading.text.strip(" :"), self._of(inside), inside)
            if isinstance(part, GroupPart) and not self._ends_area(part, passage):
                return
        area = part if isinstance(part, AreaPart) else group.area if group else None
        if area is not None:
            inside = [other for other in self._structure.groups if other.area is area]
            yield _Scope(area.name, self._of(inside), inside)
            first = inside[0].values.get("kind") if inside else None
            others = [other for other in inside if other.values.get("kind") != first]
            if first and others:  # running work comes first, and sums of the rest are told apart
                yield _Scope(f"{area.name} utom {inside[0].name}", self._of(others), others)
        if not isinstance(part, (AreaPart, GroupPart)):
            yield _Scope("", self._structure.activities, self._structure.groups)

    def _of(self, groups: Sequence[GroupPart]) -> list[ActivityPart]:
        return [part for part in self._structure.activities if any(part.group is group for group in groups)]

    def _ends(self, part: ActivityPart) -> bool:
        """Is it the last activity of its group, after which the group's sums stand?"""
        return self._of([part.group])[-1] is part

    def _ends_area(self, part: GroupPart, passage: Passage) -> bool:
        """Does a line stand after the activities of its area's last group, where the area's sums do too?"""
        last = [group for group in self._structure.groups if group.area is part.area][-1]
        own = self._of([part])
        return last is part and bool(own) and passage.line.number > own[-1].heading.line.number

    # ---------------------------------------------------------------- what was read

    def _days(self, scope: _Scope) -> float:
        rows = [self._rows[id(part)] for part in (*scope.activities, *scope.groups) if id(part) in self._rows]
        return sum(float(days) for row in rows if isinstance(days := row.get("days"), (int, float)))

    def _spent(self, scope: _Scope) -> float:
        """The days of the activities' outcomes."""
        drafts = self._reader.drafts
        own = [drafts.id_of("plan", self._rows[id(part)]) for part in scope.activities]
        rows = [row for row in drafts.rows["outcomes"] if drafts.id_of("outcomes", row) in own]
        return sum(float(days) for row in rows if isinstance(days := row.get("days"), (int, float)))

    def _needs(self, scope: _Scope) -> float:
        """The needs of money of activities, with those that are told of whole groups."""
        own = sum(self._need(self._rows[id(part)]) or 0 for part in scope.activities)
        facts = (fact for group in scope.groups for passage in group.body for fact in passage.facts)
        told = (read_amount(plain(fact.values["cash"]), CellType.MONEY) for fact in facts if "cash" in fact.values)
        return own + sum(float(number.value or 0) for number in told)

    def _need(self, row: DraftRow) -> float | None:
        """An activity's amount, or that of its parts; None for none."""
        parts = [part for part in self._reader.drafts.rows.get("allocations", ()) if part.get("activity") == row["id"]]
        amounts = [float(value) for one in (row, *parts) if isinstance(value := one.get("amount"), (int, float))]
        return sum(amounts) if amounts else None

    def _unread(self, told: _ToldSum) -> str:
        """A sentence that names the activities whose days, or amount, were not read; "" where there are none."""
        activities = told.scopes[-1].activities if told.scopes else ()
        if told.kind is _NEEDS:
            named = [one for one in activities if self._needs_some(one) and self._need(self._rows[id(one)]) is None]
        elif told.kind is _DAYS:
            named = [one for one in activities if self._rows[id(one)].get("days") is None and not self._timed(one)]
        else:
            named = []
        names = [str(self._rows[id(one)]["name"]) for one in named]
        more = f" och {len(names) - _NAMED} till" if len(names) > _NAMED else ""
        what = "belopp" if told.kind is _NEEDS else "dagar"
        return f" Utan {what}: {', '.join(names[:_NAMED])}{more}." if names else ""

    def _needs_some(self, part: ActivityPart) -> bool:
        own = ("plan", str(self._rows[id(part)]["id"]), "amount")
        return any((told.table, told.row, told.column) == own for told in self._reader.readings.of(ReadingState.ASKED))

    def _timed(self, part: ActivityPart) -> bool:
        """Are its days part of its group's?"""
        return self._rows.get(id(part.group), {}).get("days") is not None

    # ---------------------------------------------------------------- and what is told

    def _set(self, group: GroupPart, passage: Passage, said: str, rule: str) -> None:
        row = self._rows.get(id(group))
        if row is not None:
            self._reader.write(row, "groups.days", said, passage, rule)

    def _compare(self, told: _ToldSum) -> None:
        read: dict[_Kind, Callable[[_Scope], float]] = {_DAYS: self._days, _SPENT: self._spent, _NEEDS: self._needs}
        sums = [(scope.name or "hela dokumentet", read[told.kind](scope)) for scope in told.scopes]
        tables = list(self._tables(told)) if told.kind is _NEEDS else []
        likely = [*tables, *sums] if told.passage.zone in _MONEY else sums
        number, unit = amount(told.number), told.kind.unit
        near = [one for one in (*likely, *tables) if abs(one[1] - told.number) < _NEAR + _rounding(told)]
        name, own = min(near[:1] or likely, key=lambda named: abs(named[1] - told.number), default=("", 0.0))
        value, state = tight(told.number), ReadingState.RIGHT
        if near:
            exactly = "" if abs(own - told.number) < _NEAR else f" Avrundat: {amount(own)}."
            note = f"{number} {unit} = summan av {told.kind.of} som lästes ({name}).{exactly}"
        elif told.kind is _NEEDS and not (told.sure and likely):
            self._reader.readings.left(told.passage)
            return
        else:
            note = f"Dokumentet säger {number} {unit}, {told.kind.of} som lästes är {amount(own)} ({name})."
            note, state = f"{note}{self._unread(told)}", ReadingState.WRONG
        self._reader.readings.add(state, told.passage, value=value, rule="summa", note=note)

    def _tables(self, told: _ToldSum) -> Iterator[tuple[str, float]]:
        """The sums of budget and funding, which a sum of money can be of where it stands under no part of the plan."""
        if told.passage.zone in _MONEY or len(told.scopes) == 1:
            for name, key, column in (("budgeten", "budget", "budget"), ("finansieringen", "funding", "amount")):
                rows = self._reader.drafts.rows.get(key, ())
                amounts = [float(value) for row in rows if isinstance(value := row.get(column), (int, float))]
                if amounts:
                    yield name, sum(amounts)


def _kind(fact: Fact) -> _Kind | None:
    """What a fact tells the sum of, None for one that tells none."""
    if "days" in fact.values and (fact.table == "groups" or (fact.table == "outcomes" and fact.whole)):
        return _DAYS if fact.table == "groups" else _SPENT
    return _NEEDS if fact.table == "plan" and fact.whole and "amount" in fact.values else None


def _rounding(told: _ToldSum) -> float:
    """How far an amount in millions or thousands can be from the one that it is rounded from: ``4,5 mnkr``."""
    scale = _SCALES.get(read_header(told.said).unit) if told.kind is _NEEDS else None
    decimals = re.search(r"[0-9],([0-9]+)", told.said)
    return 0.5 * scale / 10 ** len(decimals[1] if decimals else "") if scale else 0

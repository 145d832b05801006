"""Stored values after an edit: reckoned out by the declaration's own functions, asked of engines where they end.

Excel calculates when it opens a file; whoever reads the file without calculating sees the stored values, so they must
be right. ``docs/beslut/0001-berakning.md`` tells what was measured and why it is done this way:

* what ``formulas.evaluate`` knows is taken from there, and where that is all there is to calculate no engine starts;
* the engines are asked for the rest, which people have written themselves. They may be absent. Where both have an
  opinion they must agree, except in formulas that IronCalc is known to get wrong;
* the declared formulas are ours. Any other cell is trusted if its stored value was right before the edit, and so for
  all it depends on, or if it had none and its column's formula is trusted or all its functions are known;
* a value that was right is never replaced by an error;
* a cell without a stored value gets one, also where the edit doesn't reach it, unless the value is an empty text:
  to a reader that is what stands there already, and sheets without changes stay as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Self

from msgspec import Struct, field

from rus_sheets.book.raw import CellError, Position, RawWorkbook, Scalar, SheetPosition, SheetValues, ref_of
from rus_sheets.errors import DeclarationError
from rus_sheets.excel.calc.engine_extract import extract, has_formulas
from rus_sheets.excel.calc.engines import CELLRUNE, Begun, Engines, ask, installed, same
from rus_sheets.excel.calc.trust import MISSING, Weighed, acceptable, agreed, doubtful
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.excel.read.workbook_part import read_workbook_part
from rus_sheets.formulas.evaluate import Evaluator, formula_cells
from rus_sheets.formulas.graph import Graph

TIMEOUT = 60.0
"""Seconds an engine may take."""
SECOND_OPINION_LIMIT = 12_000
"""Formula cells. IronCalc takes the square of the rows (10 000 rows with three lookups: 20 s, CellRune 2 s), so
larger workbooks are calculated by CellRune alone. A number and not a time, so that every machine does the same."""
_HARMLESS_ERRORS = {"#N/A", "#DIV/0!"}
"""Errors that are values; the others tell that something wasn't understood."""


class CellRef(NamedTuple):
    """A cell by sheet and A1 reference."""

    sheet: str
    ref: str

    def __str__(self) -> str:
        return f"{self.sheet}!{self.ref}"


class Evaluation(Struct, frozen=True):
    """All formula cells' values, or why there are none. A cell on which the engines disagree is left out."""

    values: SheetValues = field(default_factory=dict)
    fault: str = ""


class Recalculation(Struct, frozen=True):
    """What an edit does to the stored values.

    ``values``: to be written. ``untrusted``: formula cells that the edit reaches and nobody here can calculate; they
    lose their stored value, are named to the user, and full calculation on load is set. ``engine`` names the engines
    that were heard (empty: nothing needed to be calculated). ``fault`` says why one had nothing to say (for the log;
    the cells that suffer from it are in ``untrusted``).
    """

    values: SheetValues
    untrusted: tuple[CellRef, ...]
    engine: str
    fault: str = ""


def evaluate(data: bytes | Path, book: RawWorkbook | None = None, *, timeout: float = TIMEOUT) -> Evaluation:
    """Calculate every formula of a workbook. Raises UnusableInputError if it can't be read; nothing else.

    ``book`` is the same as read, if it has been; ``timeout`` in seconds, for the engines. Their values are not
    calibrated, and so not to be trusted by themselves.
    """
    book = book or _read(data)
    values = dict(Evaluator(book).known())
    rest = [place for place in formula_cells(book) if place not in values]
    fault = ""
    if rest:
        graph = Graph(book)
        found = ask([data], timeout=timeout, engines=_engines_for(graph))
        weighed = agreed({name: opinions[0] for name, opinions in found.items()}, graph, rest)
        values |= weighed.values
        fault = weighed.fault
    return Evaluation(_by_ref(values), fault)


def calculate_new(data: bytes | Path) -> SheetValues:
    """The value of every formula in a workbook that has just been made from our own declaration.

    Raises DeclarationError, naming the cells, for a formula that isn't known or gives an error other than #N/A and
    #DIV/0!.
    """
    book = _read(data)
    graph, values = Graph(book), Evaluator(book).known()
    failed = [
        place
        for place, formula in graph.formulas.items()
        if _broken(values.get(place, MISSING)) or not formula.reading.known_right
    ]
    if failed:
        first = "; ".join(f"{_ref(place)} ={graph.formulas[place].cell.formula}" for place in failed[:5])
        more = f" och {len(failed) - 5} till" if len(failed) > 5 else ""
        raise DeclarationError(
            f"Formler som inte kan räknas ut: {first}{more}.",
            remedy="Skriv formeln med funktioner som listas i docs/beslut/0001-berakning.md.",
        )
    return _by_ref(values)


def _broken(value: Scalar) -> bool:
    return isinstance(value, CellError) and value.code not in _HARMLESS_ERRORS


class Calculation:
    """The stored values of a workbook that is going to be changed: calculated before and after, in the same way.

    The engines, if they are needed, can begin as soon as the workbook has been read, and work while it is decided what
    to change. To be used in a ``with``, which ends them.
    """

    def __init__(
        self,
        data: bytes | Path,
        book: RawWorkbook | None = None,
        declared: Collection[SheetPosition] = (),
        *,
        timeout: float = TIMEOUT,
    ) -> None:
        """``data`` is the workbook before, ``book`` the same as read, if it has been. Raises UnusableInputError.

        ``declared`` are the cells whose formulas are the declaration's: what they stored before proves nothing.
        ``timeout`` is in seconds, for an engine's work on one of the two.
        """
        self._package = Package("arbetsboken", data) if isinstance(data, bytes) else Package(data)
        self._book = book or read_package(self._package)
        self._declared = frozenset(declared)
        self._timeout = timeout
        self._engines: Engines | None = None
        self._begun: Begun | None = None

    @cached_property
    def _graph(self) -> Graph:
        return Graph(self._book)

    @cached_property
    def _ours(self) -> frozenset[SheetPosition]:
        """The cells with declared formulas, of functions that we know."""
        formulas = self._graph.formulas
        return frozenset(at for at in self._declared if at in formulas and formulas[at].reading.known_right)

    @cached_property
    def _own(self) -> Mapping[SheetPosition, Scalar]:
        """What we know of the workbook as it was: that which what stood there is to be compared with."""
        return Evaluator(self._book).known(self._graph.formulas.keys() - self._ours)

    @cached_property
    def _strange(self) -> frozenset[SheetPosition]:
        """The cells as they were that only engines can calculate, if anyone can."""
        formulas = self._graph.formulas
        rest = formulas.keys() - self._ours - self._own.keys()
        return frozenset(place for place in rest if not formulas[place].reading.out_of_sight)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """End the engines, if they have begun; what ``with`` does in any case."""
        if self._engines is not None:
            self._engines.end()
            self._engines = self._begun = None

    def begin(self) -> None:
        """Let the engines begin with the workbook as it was, if they have anything to do and haven't."""
        if self._strange:
            self._before()

    def recalculate(self, after: bytes | Path) -> Recalculation:
        """The stored values to write. ``after`` still holds the stored values of before. Raises UnusableInputError."""
        package = Package("arbetsboken", after) if isinstance(after, bytes) else Package(after)
        book, new = _read_used(package, self._graph)
        old = self._graph
        never = {place for place, formula in new.formulas.items() if formula.cell.value is None}
        seeds = set(_changed(self._book, book, old, new))
        affected = new.reached(seeds) | (seeds & new.formulas.keys()) | never
        if not affected:
            return Recalculation({}, (), "")
        own = Evaluator(book).known(affected)
        rest = {place for place in affected - own.keys() if not new.formulas[place].reading.out_of_sight}
        was, now = self._asked(package, new, affected, rest) if rest else (Weighed(), Weighed())
        values = {**now.values, **own}
        doubted = doubtful(old, new, {**was.values, **self._own}, now.alone, self._ours - rest)
        doubted |= new.reached(doubted)
        failing = {place for place in affected - doubted if not acceptable(new.formulas[place], values, place)}
        doubted |= failing | new.reached(failing)
        return Recalculation(
            values=_changes(affected - doubted, new, values),
            untrusted=tuple(CellRef(place[0], ref_of(place[1], place[2])) for place in sorted(affected & doubted)),
            engine=was.engine,
            fault=was.fault or now.fault,
        )

    def _asked(
        self, package: Package, new: Graph, affected: Iterable[SheetPosition], rest: Collection[SheetPosition]
    ) -> tuple[Weighed, Weighed]:
        """What the engines say of the cells in ``rest``, and of those that were theirs before the edit."""
        engines, begun = self._before()
        # What the edit doesn't reach has the value that it had: as such, the engines needn't look it up again.
        now_begun = engines.begin(extract(package, new.used_columns(), _by_sheet(affected)))
        was = agreed(engines.opinions(begun), self._graph, self._strange)
        return was, agreed(engines.opinions(now_begun), new, rest)

    def settle(self, after: bytes) -> tuple[bytes, Recalculation]:
        """``after`` with its stored values set right, and what that did. Raises UnusableInputError.

        Untrusted cells lose their stored value, and Excel is asked to calculate everything when it opens the file. The
        very bytes of ``after`` where nothing needs to change.
        """
        result = self.recalculate(after)
        from rus_sheets.excel.edit.patch import Cached, Patch  # noqa: PLC0415 - who only asks writes nothing

        patch = Patch(Package("arbetsboken", after))
        for sheet, cells in result.values.items():
            patch.set_cells(sheet, {ref: Cached(value) for ref, value in cells.items()})
        for cell in result.untrusted:
            patch.set_cells(cell.sheet, {cell.ref: Cached(None)})
        if result.untrusted:
            patch.recalculate_on_load()
        return patch.to_bytes(), result

    def _before(self) -> tuple[Engines, Begun]:
        if self._engines is None or self._begun is None:
            self._engines = Engines(_engines_for(self._graph), timeout=self._timeout)
            wanted = _by_sheet(self._strange)
            self._begun = self._engines.begin(extract(self._package, self._graph.used_columns(), wanted))
        return self._engines, self._begun


def recalculate(before: bytes | Path, after: bytes | Path, *, timeout: float = TIMEOUT) -> Recalculation:
    """The stored values to write after an edit that made ``before`` into ``after``. See ``Calculation``."""
    with Calculation(before, timeout=timeout) as calculation:
        return calculation.recalculate(after)


def settle(before: bytes | Path, after: bytes, *, timeout: float = TIMEOUT) -> tuple[bytes, Recalculation]:
    """``after`` with its stored values set right, and what that did. See ``Calculation``."""
    with Calculation(before, timeout=timeout) as calculation:
        return calculation.settle(after)


def _read(data: bytes | Path) -> RawWorkbook:
    return read_package(Package("arbetsboken", data) if isinstance(data, bytes) else Package(data))


def _read_used(package: Package, before: Graph) -> tuple[RawWorkbook, Graph]:
    """The workbook after the edit, if possible without the sheets that no formula stands on or reads; its graph."""
    used = before.used_columns()
    if used is not None:
        parts = read_workbook_part(package).sheets
        names = {sheet.name for sheet in parts if sheet.name in used or has_formulas(package, sheet)}
        book = read_package(package, names)
        graph = Graph(book)
        now_used = graph.used_columns()
        if now_used is not None and now_used.keys() <= names:
            return book, graph
    book = read_package(package)
    return book, Graph(book)


def _engines_for(graph: Graph) -> Sequence[str]:
    return [name for name in installed() if name == CELLRUNE or len(graph.formulas) <= SECOND_OPINION_LIMIT]


def _changed(before: RawWorkbook, after: RawWorkbook, old: Graph, new: Graph) -> Iterator[SheetPosition]:
    """Where the two differ in what a person enters: values, formulas, and the areas that formulas read."""
    for name in [sheet.name for sheet in after.sheets]:  # those that matter; sheets are never taken away
        sheets = before.sheet(name), after.sheet(name)
        one, other = ({} if sheet is None else sheet.cells for sheet in sheets)
        for position in one.keys() | other.keys():
            place = (name, *position)
            was, now = old.formulas.get(place), new.formulas.get(place)
            if was is None and now is None:
                left, right = one.get(position), other.get(position)
                values = left and left.value, right and right.value
                # 0, "" and blank differ to a formula; 1 and TRUE too.
                if type(values[0]) is not type(values[1]) or values[0] != values[1]:
                    yield place
            elif was is None or now is None or was.cell.formula != now.cell.formula or was.areas != now.areas:
                yield place


def _by_sheet(places: Iterable[SheetPosition]) -> Mapping[str, Collection[Position]]:
    found: dict[str, set[Position]] = {}
    for sheet, row, column in places:
        found.setdefault(sheet, set()).add((row, column))
    return found


def _changes(places: set[SheetPosition], graph: Graph, values: Mapping[SheetPosition, Scalar]) -> SheetValues:
    found: dict[str, dict[str, Scalar]] = {}
    for place in sorted(places):
        stored, value = graph.formulas[place].cell.value, values[place]
        if not same(stored, value):
            found.setdefault(place[0], {})[ref_of(place[1], place[2])] = value
    return found


def _by_ref(values: Mapping[SheetPosition, Scalar]) -> SheetValues:
    found: dict[str, dict[str, Scalar]] = {}
    for (sheet, row, column), value in values.items():
        found.setdefault(sheet, {})[ref_of(row, column)] = value
    return found


def _ref(place: SheetPosition) -> str:
    return f"{place[0]}!{ref_of(place[1], place[2])}"

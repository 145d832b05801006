"""What a formula reads, told from its text: the areas, the functions, and whether that is all that can be known."""

from __future__ import annotations

from msgspec import Struct, field

from rus_sheets.book.raw import Position
from rus_sheets.formulas.areas import Reference
from rus_sheets.formulas.parse import Array, Call, Chain, Constant, Node, Operand, inner_nodes, parse
from rus_sheets.formulas.resolver import Resolver
from rus_sheets.formulas.special import KNOWN_RIGHT
from rus_sheets.formulas.tokens import Token

VOLATILE = frozenset({"TODAY", "NOW", "RAND", "RANDBETWEEN", "RANDARRAY"})
OPEN_ENDED = frozenset({"INDIRECT", "OFFSET", "CELL", "INFO", "GETPIVOTDATA", "RTD", "WEBSERVICE", "FILTERXML"})
"""Functions that read what their arguments don't show."""
CRITERIA = {
    "COUNTIF": 1, "COUNTIFS": 1, "SUMIF": 1, "AVERAGEIF": 1, "SUMIFS": 2, "AVERAGEIFS": 2, "MINIFS": 2, "MAXIFS": 2,
}  # fmt: skip
"""Functions that count or add up what fits, and their first criterion (arguments from 0)."""
SEARCHED = {
    "COUNTIF": (0,),
    "SUMIF": (0, 2),
    "AVERAGEIF": (0, 2),
    "AVERAGEIFS": (0, 1),
    "INDEX": (0,),
    "MATCH": (1,),
    "LOOKUP": (1, 2),
    "VLOOKUP": (1,),
    "HLOOKUP": (1,),
}
"""The arguments (from 0) in which these functions look through an area."""
SWALLOWING = frozenset({"IFERROR", "IFNA", "ISERROR", "ISERR", "ISNA", "ISNUMBER", "ISTEXT", "COUNT", "COUNTA"})
"""Functions that turn an engine's own error into a value that looks right."""
WORD_BUILDING = frozenset({"TEXT", "FIXED", "DOLLAR", "CONCATENATE", "CONCAT", "TEXTJOIN"})
_NAMES_IN_NAMES = 8
"""How deep names may stand in names: two that hold each other never end."""


class Precedents(Struct):
    """What a formula reads; the same for all of one form.

    ``unbounded``: it may read anything. ``volatile``: it changes by itself. ``weak``: IronCalc gives such formulas a
    wrong value without saying so. ``worded``: it turns numbers into text, which depends on the reader's language.
    ``criteria``: those of the areas that hold what COUNTIFS and its kin look for.
    """

    references: list[Reference] = field(default_factory=list)
    criteria: list[Reference] = field(default_factory=list)
    functions: set[str] = field(default_factory=set)
    unbounded: bool = False
    volatile: bool = False
    weak: bool = False
    worded: bool = False

    @property
    def out_of_sight(self) -> bool:
        """May the value change without a change of what is seen to be read?"""
        return self.unbounded or self.volatile

    @property
    def known_right(self) -> bool:
        """Is each function among those compared with another program, and nothing out of sight?"""
        return self.functions <= KNOWN_RIGHT and not self.out_of_sight


def read_formula(formula: str, resolver: Resolver, sheet: str, position: Position, depth: int = 0) -> Precedents:
    """What the formula reads from where it stands. Whatever isn't understood makes the reading unbounded."""
    tree = parse(formula)
    if tree is None:
        return Precedents(unbounded=True, weak=True)
    reader = _TreeReader(resolver, sheet, position, depth)
    reader.read(tree, in_product=False)
    reading = reader.reading
    reading.weak |= bool(reading.functions & SWALLOWING) and not reading.functions <= KNOWN_RIGHT
    return reading


class _TreeReader:
    """Goes through the tree of one formula."""

    def __init__(self, resolver: Resolver, sheet: str, position: Position, depth: int) -> None:
        self.reading = Precedents()
        self._resolver = resolver
        self._sheet = sheet
        self._position = position
        self._depth = depth
        self._known: dict[Operand, list[Reference]] = {}

    def read(self, node: Node, *, in_product: bool) -> None:
        """Take in a node and what is in it; ``in_product``: it stands in SUMPRODUCT."""
        reading = self.reading
        match node:
            case Operand():
                reading.references += self._references(node)
            case Array():
                reading.weak = True
            case Chain(_, rest):
                operators = {operator for operator, _ in rest}
                reading.worded |= "&" in operators
                reading.unbounded |= ":" in operators
            case Call():
                self._call(node)
                reading.weak |= in_product  # IronCalc takes one cell where a function should go through the area
                in_product |= node.name == "SUMPRODUCT"
        for inner in inner_nodes(node):
            self.read(inner, in_product=in_product)

    def _call(self, call: Call) -> None:
        reading, name = self.reading, call.name
        reading.functions.add(name)
        reading.volatile |= name in VOLATILE
        reading.worded |= name in WORD_BUILDING
        reading.unbounded |= name in OPEN_ENDED or name.startswith("CUBE")
        # IronCalc takes an area of one cell for the cell, and says #VALUE! where these functions want an area: so it
        # is with every table of one row.
        areas = [self._direct(argument) for argument in call.arguments]
        count = len(areas)
        pairs = {"COUNTIFS": range(0, count, 2), "SUMIFS": (0, *range(1, count, 2))}
        wanted = pairs.get(name, SEARCHED.get(name, ()))
        reading.weak |= any(area.single for number in wanted if number < count for area in areas[number])
        if name not in CRITERIA:
            return
        criteria = [area for held in areas[CRITERIA[name] :: 2] for area in held]
        reading.criteria += criteria
        reading.weak |= not all(area.single for area in criteria) or any(map(_unlike, call.arguments))
        if name in {"SUMIF", "AVERAGEIF"} and count == 3:
            # The third argument is stretched to the first one's size: more is read than stands there.
            reading.unbounded |= _sizes(areas[0]) != _sizes(areas[2])

    def _direct(self, node: Node) -> list[Reference]:
        """The areas of an argument that stand in it themselves and not in a function of their own."""
        if isinstance(node, Operand):
            return self._references(node)
        found: list[Reference] = []
        for inner in () if isinstance(node, Call) else inner_nodes(node):
            found += self._direct(inner)
        return found

    def _references(self, node: Operand) -> list[Reference]:
        if node not in self._known:
            self._known[node] = self._find(node.token)
        return self._known[node]

    def _find(self, token: Token) -> list[Reference]:
        """The areas an operand stands for; none, and the reading unbounded, where that can't be told."""
        if token.kind in ("range", "structured"):
            found = self._resolver.reference(token, self._sheet, self._position)
            self.reading.unbounded |= found is None
            return [] if found is None else [found]
        if token.kind not in ("name", "sheetname"):
            self.reading.unbounded = True
            return []
        table = self._resolver.table(token.text)
        if table is not None:
            self.reading.weak = True  # IronCalc doesn't know a table by its bare name
            return [table]
        return self._named(token.text)

    def _named(self, name: str) -> list[Reference]:
        reading = self.reading
        formula = self._resolver.meaning(name, self._sheet)
        if formula is None or self._depth > _NAMES_IN_NAMES:
            reading.unbounded = True
            return []
        inner = read_formula(formula, self._resolver, self._sheet, self._position, self._depth + 1)
        reading.functions |= inner.functions
        reading.volatile |= inner.volatile
        reading.worded |= inner.worded
        # A relative name is relative to whoever uses it.
        reading.unbounded |= inner.unbounded or not all(reference.fixed for reference in inner.references)
        # IronCalc knows names that stand for cells, and no others.
        tree = parse(formula)
        reading.weak |= inner.weak or not isinstance(tree, Operand) or tree.token.kind != "range"
        return inner.references


def _unlike(argument: Node) -> bool:
    """Does the criterion say "<>x"? IronCalc leaves blank cells out then; "<>" alone it does right."""
    if isinstance(argument, Constant):
        return isinstance(argument.value, str) and argument.value.startswith("<>") and argument.value != "<>"
    return isinstance(argument, Chain) and any(_says_unlike(inner) for inner in inner_nodes(argument))


def _says_unlike(node: Node) -> bool:
    if isinstance(node, Constant):
        return isinstance(node.value, str) and node.value.startswith("<>")
    return isinstance(node, Chain) and any(map(_says_unlike, inner_nodes(node)))


def _sizes(areas: list[Reference]) -> list[tuple[int, int]]:
    return [(a.bottom.number - a.top.number, a.right.number - a.left.number) for a in areas]

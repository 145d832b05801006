"""What a number format adds to a number beside its figures: a unit, a currency, a scale, or nothing shown at all.

``0 "timmar"`` shows 12 as "12 timmar" and ``#,##0,`` shows 12 000 as 12. Excel keeps the number without either, so what
the person sees is another answer than what is stored. A literal that says the column's own unit changes nothing.
"""

from __future__ import annotations

import operator
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from rus_sheets.book.numbers import is_finite, tight, unit_of
from rus_sheets.schema.model import CellType

_PIECES = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|[_*].|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]'
    r"|(?P<number>general|standard|allmänt|normal|e[+-]|[0#?@.,])|(?P<bare>.)",
    re.IGNORECASE | re.DOTALL,
)
_SECTION = re.compile(r'(?:"[^"]*"?|\\.|[_*].|\[[^\]]*\]|[^;])*', re.DOTALL)
_CONDITION = re.compile(r"\[(<>|<=|>=|<|>|=)(-?[0-9]+(?:\.[0-9]+)?)\]")
_HOLDS = {
    "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
_SCALE = re.compile(r"(?<=[0#?]),+(?![0#?,])")
_PLACES = re.compile(r"\.([0#?]+)")
_FIGURES = re.compile("[0#?]")
_MINUSES = ("-", "−", "–")
_MINUS = re.compile("[-−–(]")
_SIGNS = " \u00a0\u202f-−–—+()'’"
"""What stands beside a number, or parts its figures, without saying anything of it."""


class _Shape(NamedTuple):
    """A section of a format: the texts round the number, its own signs ("" for none), and a text within it."""

    before: str
    after: str
    number: str
    within: str

    @property
    def says_minus(self) -> bool:
        """Whether the person reads it as less than nought: (1 200), -1 200 or 1 200-. The one of 1200:- is no minus."""
        return bool(_MINUS.search(self.before)) or self.after.strip() in _MINUSES

    @property
    def divisor(self) -> int:
        """What the number is divided by before it is shown."""
        return int(1000 ** sum(len(commas) for commas in _SCALE.findall(self.number)))

    def times(self, kind: CellType) -> int:
        """What its units multiply by in a column of that type, 0 where one of them isn't the column's."""
        known = [_unit(text, kind) for text in (self.before, self.after)]
        return 0 if self.within or 0 in known else max(known)

    def figure(self, value: float) -> float:
        """The number as far as it is shown."""
        places = _PLACES.search(self.number)
        size = value / self.divisor
        return _rounded(size, len(places[1]) if places else 0) if _FIGURES.search(self.number) else size


def _rounded(value: float, places: int) -> float:
    """Halves go away from nought, as cells show them."""
    if not is_finite(value):
        return value
    return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def says_otherwise(value: float, code: str, kind: CellType) -> bool:
    """Whether the person reads another number in the cell than a column of that type would hold.

    ``code`` is a format that shows plain numbers. True also where the number isn't shown, unless it is zero.
    """
    shape = _shape(_section(value, code))
    if not shape.number:
        return bool(code and (value or shape.before.strip(_SIGNS)))
    return shape.times(kind) != shape.divisor or _has_other_sign(value, code, shape)


def shown(value: float, code: str) -> str | None:
    """The text that the cell shows; None where that isn't simple to tell."""
    section = _section(value, code)
    shape = _shape(section)
    if not shape.number:
        return " ".join(shape.before.split())
    if shape.within or "e" in shape.number.casefold().replace("general", "") or not is_finite(value):
        return None
    figure = shape.figure(value if _is_signed(code) else abs(value))
    return " ".join(f"{shape.before}{str(tight(figure)).replace('.', ',')}{shape.after}".split())


def figure_shown(value: float, code: str) -> float:
    """The number as far as its format shows it: 12 of 12,4 by ``0``. It itself where no figures are shown."""
    shape = _shape(_section(value, code))
    return shape.figure(value) * shape.divisor if _FIGURES.search(shape.number) and not shape.within else value


def text_shown(text: str, code: str) -> str:
    """What a cell with that format shows of a text: nothing of it by ``;;;``, more than it by ``"ca "@``."""
    sections = _all_sections(code)
    section = next(iter(_of_texts(sections)), sections[0] if "@" in sections[0] else "@")
    return "".join(text if piece["number"] == "@" else _text(piece) for piece in _PIECES.finditer(section))


def meant_by(value: float, code: str, kind: CellType) -> float | None:
    """The number that the person reads, where that is certain: thousands of kronor in so many words.

    None where the unit isn't the column's, where not all of the number's figures are shown, and where a scale takes
    thousands away without saying so: whether 3350 was typed, or 3 350 000 and shown as 3350, nobody can see.
    """
    shape = _shape(_section(value, code))
    size, times = value / shape.divisor, shape.times(kind)
    if _has_other_sign(value, code, shape):
        return None
    said = times and (shape.divisor == 1 or times > 1)
    return size * times if shape.number and said and abs(shape.figure(value) - size) < 1e-9 else None


def _has_other_sign(value: float, code: str, shape: _Shape) -> bool:
    """Whether it is shown as less than nought and isn't, or is and isn't shown so."""
    below = shape.says_minus or (value < 0 and _is_signed(code))
    return value != 0 and below != (value < 0)


def _is_signed(code: str) -> bool:
    """Whether a number below nought gets its minus by itself: not where it has a section of its own."""
    sections = _sections(code)
    return len(sections) == 1 or any(map(_CONDITION.search, sections))


def _unit(text: str, kind: CellType) -> int:
    for said in (text.strip(), text.strip(_SIGNS)):  # 1200:- is kronor
        times = unit_of(said.casefold(), kind)
        if times:
            return times
    return 0


def _sections(code: str) -> tuple[str, ...]:
    """The sections that show numbers, in order; the one of texts left out."""
    found = _all_sections(code)
    texts = _of_texts(found)
    return tuple(text for text in found[:3] if text not in texts or not text)


def _of_texts(sections: list[str]) -> list[str]:
    """The section that shows texts, if there is one: the fourth, or one that says where the text goes."""
    return sections[3:] or [section for section in sections[1:] if "@" in section]


def _all_sections(code: str) -> list[str]:
    found, at = [], 0
    while at <= len(code):
        match = _SECTION.match(code, at)
        found.append(match[0] if match else "")
        at += len(found[-1]) + 1
    return found


def _section(value: float, code: str) -> str:
    """The section that shows that number: by its condition, otherwise the positive, negative or zero one."""
    sections = _sections(code)
    conditions = [_CONDITION.search(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if not condition or _HOLDS[condition[1]](value, float(condition[2])):
                return section
    place = 1 if value < 0 else 2 if value == 0 else 0
    return sections[place] if place < len(sections) else sections[0]


def _shape(section: str) -> _Shape:
    pieces = list(_PIECES.finditer(section))
    places = [place for place, piece in enumerate(pieces) if piece["number"]]
    first, last = (places[0], places[-1]) if places else (len(pieces), len(pieces))
    before, within, after = (
        "".join(_text(piece) for piece in part) for part in (pieces[:first], pieces[first:last], pieces[last + 1 :])
    )
    number = "".join(pieces[place]["number"] for place in places)
    return _Shape(before, after, number, within.strip(_SIGNS))


def _text(piece: re.Match[str]) -> str:
    if piece[0].startswith("_"):  # as wide as the sign after it
        return " "
    return piece["quoted"] or piece["escaped"] or piece["currency"] or piece["bare"] or ""

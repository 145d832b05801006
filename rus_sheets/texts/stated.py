"""A figure that a text states, and the sentence that it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct

from rus_sheets.texts.rounding import About, Reach

_CUED = 0.5  # how far off a figure may be and still be meant for the total, where the sentence speaks of the whole


class Unit(StrEnum):
    """What a stated figure counts. The first two are the names of cell types too."""

    DAYS = "days"
    MONEY = "money"
    ACTIVITIES = "activities"
    POSTS = "posts"
    PERCENT = "percent"
    FOREIGN = "foreign"
    """Another currency: read so that it can be told of, and compared with nothing."""
    OTHER = "other"
    """What no unit tells (``tre veckor``, ``97 kommuner``): told of as well, by ``other_numbers``."""


Named = tuple[str, float]
"""A figure and what people call it."""

_SHORTENED = (
    "ca", "st", "inkl", "exkl", "ev", "bl", "t", "ex", "nr", "dnr", "resp",
    "s", "kl", "jfr", "m", "fl", "a", "osv", "dvs",
)  # fmt: skip
_SENTENCE_END = re.compile("".join(rf"(?<!\b{word})" for word in _SHORTENED) + r"[.!?](?=\s|$)|\n", re.IGNORECASE)
_LONGEST_SENTENCE = 2_000
"""Characters before and after a figure. A text without an end of a sentence would be read again for each figure."""
A_YEAR = re.compile(r"(?:19|20)\d\d")
"""Four digits that are a year when nothing says that they count something."""
_YEAR = re.compile(
    r"(?<![\d,.–-])(?:19|20)\d\d(?![\d.,]?\d)(?!\s*(?:kr|kronor|dagar|dgr|aktiviteter|sek)\b)",
    re.IGNORECASE,
)
_ANY_YEAR = re.compile(r"\b(?:19|20)\d\d\b(?!\s*(?:kr|kronor|dagar|dgr|aktiviteter|sek)\b)", re.IGNORECASE)
_SEVERAL_YEARS = re.compile(r"\b(?:19|20)\d\d\s?[–-]\s?(?:19|20)\d\d\b")
_OTHER_YEAR = re.compile(
    r"\b(?:(?:förra|föregående|förrförra|nästa|kommande|fjol)\s*(?:året|år(?:ets)?|verksamhetsår(?:et)?)|i\s+fjol"
    r"|året\s+(?:innan|före|efter))\b",
    re.IGNORECASE,
)


class Stated(Struct, frozen=True):
    """A figure in a text. ``reach`` is between which figures the right one is; the value of a range is its middle.

    ``unit`` is one of ours, or one that the declaration tells. ``start`` and ``end`` are where its number stands.
    ``of_the_whole`` is true where its sentence speaks of the plan or the budget as such, ``together`` where it speaks
    of a sum, ``in_range`` where it is one end of a range, or a range. ``sentence`` is the whole one that it stands in,
    ``about`` the word before it that makes it round, where that is kept. ``is_none`` is true for ``inga dagar``.
    """

    text: str
    value: float
    unit: str
    reach: Reach
    of_the_whole: bool
    together: bool = False
    in_range: bool = False
    sentence: str = ""
    start: int = 0
    end: int = 0
    about: About | None = None
    is_none: bool = False

    def is_of(self, year: int | None) -> bool:
        """Whether it can be a figure of that year: its sentence names no other."""
        years = {int(named) for named in _YEAR.findall(self.sentence)}
        return not _OTHER_YEAR.search(self.sentence) and (not year or years <= {year})

    def fits(self, figures: Iterable[float]) -> bool:
        """Whether it is one of these; a minus is no difference."""
        return any(map(self.reach.has, figures))

    def is_bound_of(self, figures: Iterable[float]) -> bool:
        """Whether it bounds one of these, however far from it: ``minst 10`` is true of 47, and says little."""
        about = self.about
        if about is None or not about.is_bound:
            return False
        return any(abs(figure) >= self.value if about.more else abs(figure) <= self.value for figure in figures)

    def near(
        self, figures: Iterable[Named], least: Mapping[str, float], share: Mapping[str, float], *, cued: bool
    ) -> list[Named]:
        """The figures that are near, in their order: further off where the sentence has a ``cued`` word of a sum.

        A unit that isn't in ``least`` and ``share`` is as days are.
        """
        if self.value < least.get(self.unit, least[Unit.DAYS]):
            return []
        far = max(share.get(self.unit, share[Unit.DAYS]), _CUED if cued else 0)
        return [figure for figure in figures if abs(figure[1] - self.value) <= far * figure[1]]


def is_about_other_year(text: str, year: int | None) -> bool:
    """Whether the text speaks of the year before or after, of several years, or names years without this one."""
    rest = _SEVERAL_YEARS.sub("", text)
    years = {int(named) for named in _ANY_YEAR.findall(rest)}
    return bool(_OTHER_YEAR.search(text)) or bool(year and (years or rest != text) and year not in years)


def sentence_around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands in the same sentence before the figure, and the whole sentence, as far as is looked at."""
    earliest, latest = max(0, start - _LONGEST_SENTENCE), min(len(text), end + _LONGEST_SENTENCE)
    first = max((match.end() for match in _SENTENCE_END.finditer(text, earliest, start)), default=earliest)
    after = _SENTENCE_END.search(text, end, latest)
    return text[first:start], text[first : after.start() if after else latest]

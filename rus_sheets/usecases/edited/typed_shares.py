"""Shares typed by hand, beside what the workbook's figures are of each other and of the totals, in per cent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from rus_sheets.texts.known_figures import COUNTED, FigureKey
from rus_sheets.texts.share_figures import WholeSaid
from rus_sheets.texts.stated import Stated
from rus_sheets.usecases.edited.elsewhere import is_of_part_of_year
from rus_sheets.usecases.edited.headings import RowNames
from rus_sheets.usecases.edited.typed_words import (
    goes_to_something,
    parts_said,
    speaks_of_all_use,
    speaks_of_rest,
    speaks_of_use,
)

Keys = Sequence[Sequence[FigureKey]]
"""Rows that a text is about, by workbook; none for the workbook as a whole."""


class TypedShares:
    """Judges them. ``rows`` are the rows of each workbook."""

    def __init__(self, rows: Sequence[RowNames]) -> None:
        self._rows = rows

    def verdict(
        self, stated: Stated, whole: WholeSaid | None, keys: Keys, shown: Mapping[str, set[float]]
    ) -> bool | None:
        """None where it is right; else whether it can be tied to the workbook: what it is of has such shares there.

        ``shown`` are the figures that stand under the same heading, by unit.
        """
        units = (whole.unit,) if whole else COUNTED
        used = self._of_all_use(stated, whole, keys)
        if used:
            shares = set(used)
        else:
            shares = set[float]().union(*(self._shares(stated, unit, whole, keys, shown) for unit in units))
            if speaks_of_rest(stated.sentence):
                shares |= {100 - share for share in shares}
        shares |= {100 * part / all_ for part, all_ in parts_said(stated.sentence) if all_}
        if self._is_of_something_else(stated, whole, keys):
            return False
        if stated.fits(shares):
            return None
        if is_of_part_of_year(stated):
            return False
        return bool(whole and shares) and self._is_known(stated, whole, keys)

    def _is_of_something_else(self, stated: Stated, whole: WholeSaid | None, keys: Keys) -> bool:
        """``En tiondel av budgeten gick till resor``: no row is called that, so no share of the workbook's is meant."""
        if whole is None or any(keys) or not goes_to_something(stated.sentence):
            return False
        return not (
            self._mentioned(stated, keys, whole.unit)
            or any(row.totals_said(whole.unit, stated.sentence) for row in self._rows)
        )

    def _of_all_use(self, stated: Stated, whole: WholeSaid | None, keys: Keys) -> set[float]:
        """How much of the totals has been used, or is left, where the sentence speaks of that and of nothing else."""
        if whole is None or whole.total == "utfall" or any(keys) or not speaks_of_all_use(stated.sentence):
            return set()
        if self._mentioned(stated, keys, whole.unit):
            return set()
        spent = {value for row in self._rows if (value := row.known.spent.get(whole.unit))}
        wholes = ({*self._totals(whole.unit, whole.total)} or {*self._totals(whole.unit, "")}) - spent
        if not speaks_of_rest(stated.sentence):
            return {100 * part / all_ for part, all_ in product(spent, wholes)}
        left = set[float]().union(*(row.totals_left(whole.unit) for row in self._rows))
        shares = {100 - 100 * part / all_ for part, all_ in product(spent, wholes)}
        return shares | {100 * part / all_ for part, all_ in product(left if spent else (), wholes)}

    def _shares(
        self, stated: Stated, unit: str, whole: WholeSaid | None, keys: Keys, shown: Mapping[str, set[float]]
    ) -> Iterator[float]:
        totals = list(self._totals(unit, ""))
        own, mentioned = self._own(keys, unit), self._mentioned(stated, keys, unit)
        mentioned = mentioned.union(*(row.totals_said(unit, stated.sentence) for row in self._rows))
        first = totals[:1]
        if any(keys):
            parts, wholes = own, {*first, *own, *mentioned}
        else:
            parts, wholes = {*totals, *shown.get(unit, ()), *mentioned}, {*totals}
        if whole and whole.total:
            wholes = {*self._totals(unit, whole.total)} or wholes
        for part, all_ in product(parts, wholes):
            if all_ and part != all_ and (part < all_ or all_ in first):
                yield 100 * part / all_

    def _is_known(self, stated: Stated, whole: WholeSaid | None, keys: Keys) -> bool:
        """Does the workbook know what has that share? Not what half of an activity's own days went to."""
        if whole is None:
            return False
        sentence = stated.sentence
        if any(keys):
            is_subject = any(
                row.begun_with(sentence) or row.receivers(sentence) or row.is_begun_with_kind(sentence, own)
                for row, own in self._pairs(keys)
            )
            return is_subject or whole.is_more or len(self._own(keys, whole.unit)) > 1
        is_named = any(row.totals_said(whole.unit, sentence) for row in self._rows)
        return is_named or speaks_of_use(sentence) or bool(self._mentioned(stated, keys, whole.unit))

    # -------------------------------------------------------------- what the workbook says

    def _totals(self, unit: str, name: str) -> Iterator[float]:
        """The totals of that unit with that in their name; where it has none of the usual, all that there are."""
        for row in self._rows:
            known = row.known
            usual = known.totals.get(unit, ())
            yield from (value for label, value in usual if value and name in label.casefold())
            if not usual and not name:
                yield from sorted(filter(None, known.every_total.get(unit, ())), reverse=True)

    def _own(self, keys: Keys, unit: str) -> set[float]:
        return {figure for row, own in self._pairs(keys) for figure in row.figures(own, unit) if figure}

    def _mentioned(self, stated: Stated, keys: Keys, unit: str) -> set[float]:
        pairs = self._pairs(keys or [()] * len(self._rows))
        return set[float]().union(*(row.mentioned(stated.sentence, own, unit) for row, own in pairs))

    def _pairs(self, keys: Keys) -> Iterator[tuple[RowNames, Sequence[FigureKey]]]:
        return zip(self._rows, keys, strict=False)

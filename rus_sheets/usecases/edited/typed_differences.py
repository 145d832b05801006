"""How much an outcome differs from its plan, typed by hand, beside what the workbook's figures differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product

from rus_sheets.texts.bare_figures import bare_figures
from rus_sheets.texts.known_figures import WHOLE, FigureKey
from rus_sheets.texts.stated import Stated, sentence_around
from rus_sheets.usecases.edited.figure_kinds import FigureKinds
from rus_sheets.usecases.edited.figure_sense import Sense, is_difference, is_of_all, sense_of
from rus_sheets.usecases.edited.headings import RowNames
from rus_sheets.usecases.edited.line_figures import whole_stretch
from rus_sheets.usecases.edited.plan_and_outcome import PlanAndOutcome, PlansAndOutcomes
from rus_sheets.usecases.edited.role_words import Role
from rus_sheets.usecases.edited.two_figures import TwoFigures, two_figures
from rus_sheets.usecases.edited.typed_shares import Keys
from rus_sheets.usecases.edited.typed_words import is_beyond_plan
from rus_sheets.usecases.edited.whole_uses import ALL_BUT, WholeUse


class TypedDifferences:
    """Judges them. ``rows`` are the rows of each workbook, and ``stated_in`` reads the figures of a text."""

    def __init__(self, rows: Sequence[RowNames], stated_in: Callable[[str], Iterator[Stated]]) -> None:
        self._rows, self._stated_in = rows, stated_in
        self._outcomes = [PlansAndOutcomes(names.book) for names in rows]
        self._kinds = [FigureKinds(names.book) for names in rows]

    def sense(self, text: str, stated: Stated) -> Sense:
        """What the words beside the figure in a text say that it is."""
        is_only = len(self._beside(text, stated)) == 1
        return sense_of(text, stated, _end_of(text, stated), is_only=is_only)

    def _beside(self, text: str, stated: Stated) -> list[Stated]:
        """The figures of its unit in its sentence, itself among them: not how much others differ."""
        before, sentence = sentence_around(text, stated.start, stated.end)
        first = stated.start - len(before)
        return [one for one in self._figures_of(text) if self._stands_beside(text, one, stated, sentence, first)]

    @staticmethod
    def _stands_beside(text: str, one: Stated, stated: Stated, sentence: str, first: int) -> bool:
        if one.start == stated.start:
            return True
        within = one.unit == stated.unit and one.sentence == sentence and one.start >= first
        return within and not is_difference(text, one, _end_of(text, one))

    def _figures_of(self, text: str) -> list[Stated]:
        """All of a text that have a unit, by themselves or from the figure beside them."""
        found = list(self._stated_in(text))
        return [*found, *bare_figures(text, found)]

    def exchanged(self, text: str, figures: Sequence[Stated], keys: Keys) -> tuple[Stated, ...]:
        """Those of the figures of a text that are said to be plan and outcome, and are the outcome and the plan.

        So are last year's figure and this year's.
        """
        found: list[Stated] = []
        for stated in figures:
            if stated not in found:
                both = self._beside(text, stated)
                said = two_figures(text, both)
                if said and self._is_exchanged(said, keys):
                    found += [one for one in both if one in figures]
        return tuple(found)

    def _is_exchanged(self, said: TwoFigures, keys: Keys) -> bool:
        sentence, unit = said.plan.sentence, said.plan.unit
        begun = [row.begun_with(sentence) or row.receivers(sentence) for row in self._rows]
        about = begun if any(begun) else keys
        rows = about if any(about) else [[WHOLE]] * len(self._rows)
        pairs = self._plans_and_outcomes(rows, unit) if said.by_role else []
        pairs += self._of_years(rows, unit) if said.by_year else []
        right = any(said.fits(plan, outcome) for plan, outcome in pairs)
        return not right and any(said.fits(outcome, plan) for plan, outcome in pairs)

    def wholly_used(self, stated: Stated, whole: WholeUse, keys: Keys) -> bool | None:
        """None where all of what is spoken of was used; else whether it can be tied to the workbook."""
        begun = [row.begun_with(stated.sentence) or row.receivers(stated.sentence) for row in self._rows]
        if whole.goes:
            return self._all_goes_to(begun, whole.unit) if any(begun) and not any(keys) else False
        about = begun if any(begun) else keys
        pairs = self._pairs(about if any(about) else [[WHOLE]] * len(self._rows), whole.unit)
        if any(pair.plan and pair.outcome >= ALL_BUT * pair.plan for pair in pairs):
            return None
        return bool(pairs)

    def _all_goes_to(self, keys: Keys, unit: str) -> bool | None:
        """Have the rows all that there is?"""
        pairs = zip(self._rows, keys, strict=False)
        shares = [
            part / whole
            for row, own in pairs
            for _, whole in row.known.totals.get(unit, ())
            for part in row.figures(own, unit)
        ]
        return None if any(share >= ALL_BUT for share in shares) else bool(shares)

    def _plans_and_outcomes(self, keys: Keys, unit: str) -> list[tuple[float, float]]:
        """Those of the rows; where none has just one of each, any that they have."""
        kinds = [
            (kinds.of(Role.PLAN, own, unit), kinds.of(Role.OUTCOME, own, unit)) for kinds, own in self._kinds_of(keys)
        ]
        every = [pair for plans, outcomes in kinds for pair in product(plans, outcomes)]
        return [(pair.plan, pair.outcome) for pair in self._pairs(keys, unit)] or every

    def _of_years(self, keys: Keys, unit: str) -> list[tuple[float, float]]:
        """Last year's plan and this year's."""
        plans = [kinds.of(Role.PLAN, own, unit) for kinds, own in zip(self._kinds, keys, strict=False)]
        return list(product(plans[1], plans[0])) if len(plans) > 1 else []

    def verdict(self, stated: Stated, sense: Sense, keys: Keys) -> bool | None:
        """None where the difference is right; else whether it can be tied to the workbook.

        It is that of the rows which the sentence names, or which it stands under: ``keys``.
        """
        begun = [row.begun_with(stated.sentence) or row.receivers(stated.sentence) for row in self._rows]
        about = begun if any(begun) else keys
        pairs = self._pairs(about, stated.unit)
        if not any(about) or stated.of_the_whole:
            pairs += self._pairs([[WHOLE]] * len(self._rows), stated.unit)
        if any(sense.allows(pair.difference) and stated.reach.has(pair.difference) for pair in pairs):
            return None
        return bool(pairs) and (any(about) or is_of_all(stated.sentence))

    def meant(self, figures: set[float], sense: Sense, keys: Keys, unit: str) -> set[float]:
        """What a figure of the rows may be: not a plan's where its sentence tells of an outcome, nor the contrary.

        With a minus it may be by how much the outcome is less.
        """
        pairs = self._pairs(keys, unit)
        less = {pair.difference for pair in pairs if sense.sign < 0 and pair.difference < 0}
        if sense.role is None:
            return figures | less
        others = set[float]().union(*(self._of(role, keys, unit) for role in Role if role is not sense.role))
        return figures - (others - self._of(sense.role, keys, unit)) | less

    def is_unknown(self, sense: Sense, keys: Keys, unit: str) -> bool:
        """Does the sentence tell of an outcome, or of what is left, that nobody has reported all of?"""
        if sense.role not in (Role.OUTCOME, Role.REST):
            return False
        return not any(kinds.is_known(own, unit) for kinds, own in self._kinds_of(keys))

    def is_unreported(self, sense: Sense, keys: Keys, unit: str) -> bool:
        """Is it of an outcome, or of how far one is from its plan, that nobody has reported all of?"""
        if sense.is_difference:
            return not any(kinds.is_known(own, unit) for kinds, own in self._kinds_of(keys))
        return self.is_unknown(sense, keys, unit)

    def told(self, sense: Sense, keys: Keys, unit: str) -> set[float]:
        """What is reported of such an outcome so far; nothing of what is left."""
        return self._of(Role.OUTCOME, keys, unit) if sense.role is Role.OUTCOME else set()

    def _of(self, role: Role, keys: Keys, unit: str) -> set[float]:
        return set[float]().union(*(kinds.of(role, own, unit) for kinds, own in self._kinds_of(keys)))

    def _kinds_of(self, keys: Keys) -> Iterator[tuple[FigureKinds, Sequence[FigureKey]]]:
        """Each workbook's, with the rows that are meant there; the whole where there are none."""
        yield from zip(self._kinds, keys if any(keys) else [[WHOLE]] * len(self._kinds), strict=False)

    def _pairs(self, keys: Keys, unit: str) -> list[PlanAndOutcome]:
        """What was planned and what came of it, of those rows that have both."""
        return [pair for own, rows in zip(keys, self._outcomes, strict=False) for pair in rows.of(own, unit)]


def _end_of(text: str, stated: Stated) -> int:
    """Where all that is said of the figure ends; ``två fler än planerat`` has no unit of its own."""
    return stated.end if is_beyond_plan(text, stated) else whole_stretch(text, stated)[1]

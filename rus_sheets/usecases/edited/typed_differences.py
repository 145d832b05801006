"""How much an outcome differs from its plan, typed by hand, beside what the workbook's figures differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rus_sheets.texts.bare_figures import bare_figures
from rus_sheets.texts.known_figures import WHOLE, FigureKey
from rus_sheets.texts.stated import Stated
from rus_sheets.usecases.edited.figure_kinds import FigureKinds
from rus_sheets.usecases.edited.figure_sense import Role, Sense, is_of_all, sense_of
from rus_sheets.usecases.edited.headings import RowNames
from rus_sheets.usecases.edited.line_figures import whole_stretch
from rus_sheets.usecases.edited.plan_and_outcome import PlanAndOutcome, PlansAndOutcomes
from rus_sheets.usecases.edited.typed_shares import Keys


class TypedDifferences:
    """Judges them. ``rows`` are the rows of each workbook, and ``stated_in`` reads the figures of a text."""

    def __init__(self, rows: Sequence[RowNames], stated_in: Callable[[str], Iterator[Stated]]) -> None:
        self._rows, self._stated_in = rows, stated_in
        self._outcomes = [PlansAndOutcomes(names.book) for names in rows]
        self._kinds = [FigureKinds(names.book) for names in rows]

    def sense(self, text: str, stated: Stated) -> Sense:
        """What the words beside the figure in a text say that it is."""
        in_sentence = list(self._stated_in(stated.sentence))
        is_only = [one.text for one in in_sentence] == [stated.text] and not any(
            bare_figures(stated.sentence, in_sentence)
        )
        return sense_of(text, stated, whole_stretch(text, stated)[1], is_only=is_only)

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

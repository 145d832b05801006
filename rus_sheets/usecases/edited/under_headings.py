"""What the headings of a document are the names of, and which figures of the workbook stand under them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from rus_sheets.documents.sources import Sources
from rus_sheets.texts.known_figures import FigureKey
from rus_sheets.usecases.edited.headings import RowNames
from rus_sheets.usecases.edited.line_figures import LineFigures, holes
from rus_sheets.word.read.controls import HOLE, EditedDocument

Owner = tuple[tuple[str, ...], tuple[list[FigureKey], ...]]
"""Headings, and the rows that the last of them is the name of, by workbook."""


class UnderHeadings:
    """Knows it. ``rows`` are those of each workbook, ``figures`` reads the document's lines."""

    def __init__(
        self, document: EditedDocument, sources: Sources, rows: Sequence[RowNames], figures: LineFigures
    ) -> None:
        self._document, self._sources, self._rows, self._figures = document, sources, rows, figures
        self._owners: dict[tuple[str, ...], Owner] = {}

    def owner(self, headings: tuple[str, ...]) -> Owner:
        """The headings down to the last that is the name of a row, and its rows by workbook; or the outermost."""
        if headings not in self._owners:  # they have many lines under them
            paths = (headings[:count] for count in range(len(headings), 0, -1))
            rows = ((path, tuple(row.counted(row.named(path[-1], path[:-1])) for row in self._rows)) for path in paths)
            self._owners[headings] = next(((path, keys) for path, keys in rows if any(keys)), (headings[:1], ()))
        return self._owners[headings]

    @cached_property
    def units(self) -> dict[str, set[str]]:
        """What the controls count, by tag, as far as the words beside them tell."""
        found: dict[str, set[str]] = {}
        for line in self._document.lines:
            texts = [text for _, text in line.holes]
            full = self._figures.with_unit(line, line.full) if line.text.strip() == HOLE else line.full
            tags = list(zip(line.holes, holes(line, texts), strict=True))
            for stated in self._figures.stated_in(full) if tags else ():
                for (tag, _), (start, end) in tags:
                    if start < stated.end and stated.start < end:
                        found.setdefault(tag, set()).add(stated.unit)
        return found

    @cached_property
    def shown(self) -> dict[tuple[str, ...], dict[str, set[float]]]:
        """What the controls under each heading say today, by unit."""
        found: dict[tuple[str, ...], dict[str, set[float]]] = {}
        for line in self._document.lines:
            if not line.holes:
                continue
            today = [(self._sources.find(tag), text) for tag, text in line.holes]
            texts = [source.text if source and source.text else text for source, text in today]
            full, places = line.filled(texts), list(holes(line, texts))
            if line.text.strip() == HOLE:
                full = self._figures.with_unit(line, full)
            for stated in self._figures.stated_in(full):
                if any(start <= stated.start and stated.end <= end for start, end in places):
                    by_unit = found.setdefault(self.owner(line.headings)[0], {})
                    by_unit.setdefault(stated.unit, set()).add(stated.value)
        return found

"""Whether a table that a template made stands as it was written, so that it can go with what it belongs to."""

from __future__ import annotations

from collections.abc import Collection

from rus_sheets.usecases.edited.pairing import is_untouched
from rus_sheets.usecases.edited.trails import Trails
from rus_sheets.word.memory.record import Then, plain_text
from rus_sheets.word.parts.ns import q
from rus_sheets.word.read.bookmarks import said_in
from rus_sheets.word.read.graftsite import Element, controls_in
from rus_sheets.word.templates.trail import What


def is_as_written(table: Element, old: Then, trails: Trails, words: Collection[str]) -> bool:
    """Is it a table whose rows are those of ``old``, untouched, and around them only the template's ``words``?

    What stands in its figures is for the caller to judge.
    """
    items = [mark for mark in old.walk() if mark.what is What.ITEM]
    spots = [trails.standing.spot(item) for item in items]
    rows = [spot.row for item, spot in zip(items, spots, strict=True) if spot and is_untouched(item, spot)]
    if table.tag != q("w:tbl") or not rows or len(rows) < len(items):
        return False
    others = (row for row in table.iterchildren(q("w:tr")) if not any(row is one for one in rows))
    looks = trails.spots.looks

    def is_of_template(cell: Element) -> bool:
        figures = {plain_text(said_in(control, looks)) for control in controls_in([cell])}
        return plain_text(said_in(cell, looks)) in {"", *words, *figures}

    return all(is_of_template(cell) for row in others for cell in row.iterchildren(q("w:tc")))

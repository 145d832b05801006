"""Where in a workbook something is."""

from __future__ import annotations

from msgspec import Struct


class Place(Struct, frozen=True):
    """Where a fault is: ``ref`` is an A1 reference, "" for the whole sheet; ``sheet`` "" is the whole file.

    ``field`` is the header (or label) of the cell, for silencing.
    """

    sheet: str
    ref: str = ""
    row_id: str = ""
    row_title: str = ""
    field: str = ""

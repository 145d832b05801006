"""A sentence that stands while a text is missing is exchanged for the text, or left: no heading stands empty."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from rus_sheets.usecases.refresh import refresh
from rus_sheets.usecases.verify import verify
from tests.usecases.years import Rows, written_year
from tests.word.documents import lines

NOW = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)
WAITING = "Texten om året är inte skriven ännu."


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "stands"), [("Ett stycke om året.", "Ett stycke om året."), ("Ett stycke.\n\n- en punkt", WAITING)]
)
def test_the_short_reports_text(tmp_path: Path, text: str, stands: str) -> None:
    def without(rows: Rows) -> None:
        rows["texts"] = [known for known in rows["texts"] if known["key"] not in ("kort-aret", "berattelse-insatser")]

    def written(rows: Rows) -> None:
        rows["texts"].append({**rows["texts"][0], "key": "kort-aret", "heading": None, "text": text})

    document, workbook = written_year(tmp_path, "2026", "short", written, without)
    [found] = verify(document, workbook).disagreements
    assert found.place.startswith("Det har gjorts")
    refreshed = refresh(document, workbook, now=NOW)
    said = lines(document.read_bytes())
    assert said[len(said) - 1 - said[::-1].index("Det har gjorts") + 1] == stands
    assert bool(refreshed.left) == (stands == WAITING)

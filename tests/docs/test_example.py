"""The example in docs/exempel runs and draws the examples' own figures."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from rus_sheets.resources import folder
from tests.docs.pages import ROOT

WORKBOOKS = [folder("examples") / year / f"verksamhet-{year}.xlsx" for year in ("2022", "2026")]


def test_days_per_area(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["dagar_per_omrade.py", *map(str, WORKBOOKS)])
    runpy.run_path(str(ROOT / "docs" / "exempel" / "dagar_per_omrade.py"), run_name="__main__")
    bars = [line.split() for line in capsys.readouterr().out.splitlines() if line.startswith("  20")]
    total = {year: sum(float(bar[2]) for bar in bars if bar[0] == year) for year in ("2022", "2026")}
    assert total == {"2022": 809, "2026": 755}
    picture = ET.fromstring((tmp_path / "dagar_per_omrade.svg").read_text(encoding="utf-8"))  # noqa: S314 - our own
    assert len([each for each in picture if each.tag.endswith("rect")]) == len(bars)

"""What the evaluator makes of every function it knows, each against LibreOffice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.formulas.evaluate import Evaluator
from rus_sheets.formulas.special import KNOWN_RIGHT
from tests.excel.calc_model import build
from tests.libreoffice import convert

LINES = (Path(__file__).parent / "known_right.txt").read_text(encoding="utf-8").splitlines()
FORMULAS = [line for line in LINES if line and not line.startswith("#")]


def test_every_function_that_is_relied_on_has_a_line() -> None:
    used = {name.removeprefix("_xlfn.") for line in FORMULAS for name in re.findall(r"([A-Za-z_.]+)\(", line)}
    assert used == KNOWN_RIGHT


@pytest.mark.libreoffice
def test_values_are_those_of_libreoffice(tmp_path: Path) -> None:
    source = tmp_path / "funktioner.xlsx"
    source.write_bytes(build(extra={f"F{n}": formula for n, formula in enumerate(FORMULAS, 1)}))
    theirs = read_workbook(convert(source, "xlsx", tmp_path / "ut")).sheet("Summering")
    ours = Evaluator(read_workbook(source)).known()
    assert theirs is not None
    values = {formula: ours.get(("Summering", n, 6), "no value") for n, formula in enumerate(FORMULAS, 1)}
    assert values == {formula: pytest.approx(theirs.at(n, 6).value) for n, formula in enumerate(FORMULAS, 1)}

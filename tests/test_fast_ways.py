"""Each fast way has a plain twin: with one name put away the same workbooks, forms and decisions come out.

What each of them gives stands in docs/arkitektur.md. That both ways agree on every kind of input is held by
tests/excel/test_plain.py, test_forms.py and test_extract.py, and by tests/usecases/test_processes.py.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from benchmarks.files import SENT, fill_in
from benchmarks.synthetic import workbook
from rus_sheets.answers.decisions import Decisions
from rus_sheets.excel.calc.engines import installed
from rus_sheets.excel.edit.patch import Formula, Patch
from rus_sheets.excel.make.forms import FormPress
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.plainxml import NotPlainError
from rus_sheets.excel.read.reader import read_package
from rus_sheets.layout.blueprint import NewWorkbook
from rus_sheets.usecases.merging import merge
from rus_sheets.usecases.split import split

_NOW = dt.datetime(2026, 12, 18, tzinfo=dt.UTC)


class Year(NamedTuple):
    """What one small year comes to."""

    forms: Sequence[bytes]
    decisions: Decisions
    workbook: bytes
    untrusted: Sequence[str]


def _tree(*_: object) -> None:
    raise NotPlainError


def _one_by_one(_: FormPress, form: NewWorkbook) -> bytes:
    return make_workbook(form, lambda _: {})


def _whole(package: Package, *_: object) -> bytes:
    return package.data


def _never(*_: object) -> bool:
    return False


FAST: dict[str, tuple[str, Callable[..., object]]] = {
    "the pattern reader": ("rus_sheets.excel.read.reader.cut", _tree),
    "the pressed forms": ("rus_sheets.excel.make.forms.FormPress.make", _one_by_one),
    "the extract for the engines": ("rus_sheets.excel.calc.stored.extract", _whole),
    "the many processes": ("rus_sheets.usecases.opened.parallel.several", _never),
}
"""By what it is: the one name to put away, and what takes its place."""


def _year(place: Path, *, processes: int) -> Year:
    """Four activities with a formula of the owner's own that only engines know, split, answered and merged."""
    path = place / "verksamhet.xlsx"
    patch = Patch(Package("ny", workbook(4)))
    patch.set_cells("Plan", {"Z3": Formula("PROPER(B3)")})
    path.write_bytes(patch.to_bytes())
    sent = [each.path for each in split(path, place / "ut", today=SENT, processes=processes)]
    for returned in fill_in(sent, place / "in"):
        os.utime(returned, (1e9, 1e9))  # when a file was last written is told in the decisions
    merged = merge(path, [place / "in"], now=_NOW, processes=processes)
    return Year([each.read_bytes() for each in sent], merged.decisions, path.read_bytes(), merged.untrusted)


@pytest.fixture(scope="module")
def fast(tmp_path_factory: pytest.TempPathFactory) -> Year:
    return _year(tmp_path_factory.mktemp("fast"), processes=1)


@pytest.mark.parametrize("way", FAST)
def test_without_the_fast_way_all_is_the_same(
    way: str, fast: Year, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = []
    name, plain = FAST[way]

    def told(*given: object) -> object:
        used.append(given)
        return plain(*given)

    monkeypatch.setattr("rus_sheets.usecases.opened.parallel.WORTH_IT", 2)
    monkeypatch.setattr(name, told)
    found = _year(tmp_path, processes=2 if way == "the many processes" else 1)
    assert found == fast
    assert used or (way == "the extract for the engines" and not installed())
    assert found.decisions.summary["take"] > 10


def test_sheets_that_nobody_has_written_in_are_decoded_once(fast: Year, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sheets of a form are small enough to be remembered, also the longest."""
    before = [read_package(Package("svar.xlsx", form)) for form in fast.forms]
    monkeypatch.setattr("rus_sheets.excel.read.reader.read_layout", _tree)
    monkeypatch.setattr("rus_sheets.excel.read.reader.read_cells", _tree)
    assert [read_package(Package("svar.xlsx", form)) for form in fast.forms] == before

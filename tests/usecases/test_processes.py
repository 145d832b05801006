"""Splitting and merging in two processes give the very files and decisions that one process gives."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path

import pytest

from benchmarks.files import SENT, fill_in
from rus_sheets.errors import UnusableInputError
from rus_sheets.excel.read.package import Package
from rus_sheets.followup.terms import GivenTerms
from rus_sheets.resources import folder
from rus_sheets.usecases import split as splitting
from rus_sheets.usecases.merging import merge
from rus_sheets.usecases.opened import parallel
from rus_sheets.usecases.split import split

_NOW = dt.datetime(2026, 12, 18, tzinfo=dt.UTC)


def test_two_processes_do_what_one_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "WORTH_IT", 2)
    example = folder("examples") / "2026" / "verksamhet-2026.xlsx"
    results = []
    for processes in (1, 2):
        place = tmp_path / str(processes)
        place.mkdir()
        workbook = place / "verksamhet-2026.xlsx"
        shutil.copy(example, workbook)
        sent = split(workbook, place / "ut", today=SENT, processes=processes)
        returned = list(fill_in([each.path for each in sent], place / "in"))
        (place / "in" / "A99 skadad.xlsx").write_bytes(returned[0].read_bytes()[:500])
        for path in returned:
            os.utime(path, (1e9, 1e9))  # when a file was last written is told in the decisions
        merged = merge(workbook, [place / "in"], now=_NOW, processes=processes)
        made = {each.path.name: each.path.read_bytes() for each in sent}
        results.append((made, merged.decisions, workbook.read_bytes()))
    one, two = results
    assert one == two
    assert one[1].summary["take"] > 100
    assert one[1].summary["refused_files"] == 1


def test_a_workbook_that_is_changed_meanwhile_is_not_split_in_two_versions(tmp_path: Path) -> None:
    example = folder("examples") / "2026" / "verksamhet-2026.xlsx"
    package = Package(shutil.copy(example, tmp_path))
    digest = splitting._digest(package)
    making = splitting._Making(tmp_path, SENT, GivenTerms(), dt.datetime.now(dt.UTC), dry_run=False)
    Path(package.path).write_bytes((folder("examples") / "2022" / "verksamhet-2022.xlsx").read_bytes())
    with pytest.raises(UnusableInputError, match="ändrades under tiden"):
        splitting._maker(package.path, digest, making, None)

"""A command reads each workbook once: what it is given, and what it is about to write."""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from pathlib import Path

import pytest

from rus_sheets.excel.read import reader
from rus_sheets.excel.read.package import Package
from rus_sheets.resources import folder
from rus_sheets.schema.load import load_declaration
from rus_sheets.usecases.opened import opening
from tests.cli.run import rus_sheets
from tests.cli.test_merge import DONE, answer
from tests.usecases.documents import example_year

_SHEET = "Plan"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often the plan's sheet was read out of workbooks with the same bytes."""
    counted: Counter[str] = Counter()
    real = reader._read_sheet

    def counting(package: Package, sheet: reader.SheetPart, *rest: object, **named: object) -> object:
        counted[_key(package.data)] += sheet.name == _SHEET
        return real(package, sheet, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(reader, "_read_sheet", counting)
    return counted


def _key(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return Path(shutil.copy(folder("examples") / "2026" / "verksamhet-2026.xlsx", tmp_path))


@pytest.mark.parametrize(
    "words",
    [
        "validate {here}/verksamhet-2026.xlsx",
        "validate {here}/verksamhet-2026.xlsx --annotate {here}/granskad.xlsx",
        "split {here}/verksamhet-2026.xlsx {here}/ut --only A03",
        "status {here}/verksamhet-2026.xlsx {here}/ut",
        "plan {here}/verksamhet-2026.xlsx --no-pages",
        "new {here}/verksamhet-2027.xlsx --year 2027 --from {here}/verksamhet-2026.xlsx",
    ],
)
def test_a_command_reads_the_workbook_once(workbook: Path, reads: Counter[str], words: str) -> None:
    content = workbook.read_bytes()
    rus_sheets(*words.format(here=workbook.parent).split())
    assert reads[_key(content)] == 1


@pytest.mark.parametrize("words", ["validate {book}", "split {book} {here}/ut", "status {book} {here}/ut"])
def test_only_the_declaration_that_it_names_is_loaded(
    workbook: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    loaded = []
    monkeypatch.setattr(opening, "load_declaration", lambda path: loaded.append(path.stem) or load_declaration(path))
    (workbook.parent / "ut").mkdir()
    assert rus_sheets(*words.format(book=workbook, here=workbook.parent).split()).code in (0, 1)
    assert set(loaded) == {"verksamhet"}


def test_verify_and_refresh_too(tmp_path: Path, reads: Counter[str]) -> None:
    document, workbook = example_year(tmp_path, 2026, "plan")
    for words in (("verify", document, workbook), ("refresh", document, workbook, "--dry-run")):
        reads.clear()
        assert rus_sheets(*words).code == 0
        assert max(reads.values()) == 1


def test_merge_reads_what_it_writes_once(workbook: Path, reads: Counter[str]) -> None:
    """The workbook as it was, with the answers in it, and with its stored values set right: three, each read once."""
    (workbook.parent / "in").mkdir()
    rus_sheets("split", workbook, workbook.parent / "ut", "--only", "A03")
    file = answer(workbook, "A03", "Karin", Status=DONE, Dagar_utfall=100)
    reads.clear()
    assert rus_sheets("merge", workbook, file).code == 0
    assert max(reads.values()) == 1
